extension SpecificationReader {
    /// Keywords that say nothing about which values pass.
    private static let silent: Set<String> = [
        "type", "description", "title", "example", "examples", "default", "deprecated", "readOnly", "writeOnly",
        "externalDocs", "xml", "nullable",
    ]

    private static let known: [String: Set<String>] = [
        "object": ["properties", "required", "additionalProperties"],
        "array": ["items", "minItems", "maxItems"],
        "string": ["minLength", "maxLength", "pattern", "enum", "format"],
        "integer": ["minimum", "maximum", "multipleOf", "format"],
        "number": ["minimum", "maximum", "multipleOf", "format"],
        "boolean": [],
    ]

    /// What a schema without a `$ref` asks of a value.
    mutating func kind(of node: SpecificationNode, in file: File) throws(SpecificationError) -> SchemaKind {
        guard let members = node.members else { throw error(file, node, .wrongKind("a schema has to be a map")) }
        var type = node["type"]?.text
        if type == nil, node["properties"] != nil {
            note(file, node, "A schema has properties and names no type; it is read as an object.")
            type = "object"
        }
        guard let type, let keywords = Self.known[type] else {
            throw error(file, node, .unknown("a schema of type \(node["type"]?.scalarText ?? "none")"))
        }
        for member in members
        where !keywords.contains(member.key) && !Self.silent.contains(member.key) && !member.key.hasPrefix("x-") {
            let place = SpecificationNode(.null, line: member.line)
            throw error(file, place, .unknown("the keyword \(member.key) of a schema of type \(type)"))
        }
        switch type {
        case "object": return .object(try object(node, in: file))
        case "array": return .array(try array(node, in: file))
        case "string": return .string(try string(node, in: file))
        case "boolean": return .boolean
        default: return .number(try number(node, isInteger: type == "integer", in: file))
        }
    }

    private mutating func object(_ node: SpecificationNode, in file: File) throws(SpecificationError) -> ObjectSchema {
        var required = try strings(node, "required", in: file)
        var fields: [FieldSchema] = []
        for member in node["properties"]?.members ?? [] {
            let schema = try schema(member.node, in: file, name: nil)
            let isRequired = required.contains(member.key)
            required.removeAll { $0 == member.key }
            fields.append(FieldSchema(name: member.key, isRequired: isRequired, schema: schema))
        }
        if let name = required.first {
            throw error(file, node, .unknown("the required field \(name), which is not among the properties,"))
        }
        guard fields.count <= 64 else {
            throw error(file, node, .tooLarge("an object has more than 64 fields"))
        }
        let names = Set(fields.map { $0.name.lowercased() })
        if names.count < fields.count {
            throw error(file, node, .unknown("two fields whose names differ only in case"))
        }
        if let others = node["additionalProperties"], others.boolean == nil {
            throw error(file, others, .unknown("additionalProperties with a schema"))
        }
        return ObjectSchema(fields: fields, allowsOthers: node["additionalProperties"]?.boolean ?? true)
    }

    private mutating func array(_ node: SpecificationNode, in file: File) throws(SpecificationError) -> ArraySchema {
        guard let items = node["items"] else { throw error(file, node, .wrongKind("an array has to name its items")) }
        let element = try schema(items, in: file, name: nil)
        return ArraySchema(
            element: element, minimumCount: try count(node, "minItems", in: file),
            maximumCount: try count(node, "maxItems", in: file))
    }

    private mutating func string(_ node: SpecificationNode, in file: File) throws(SpecificationError) -> StringSchema {
        var schema = StringSchema(
            minimumLength: try count(node, "minLength", in: file), maximumLength: try count(node, "maxLength", in: file)
        )
        if let pattern = node["pattern"] {
            guard let text = pattern.text else {
                throw error(file, pattern, .wrongKind("a pattern has to be a string"))
            }
            do throws(TextPattern.Failure) { _ = try TextPattern(text) } catch {
                throw self.error(file, pattern, .pattern(text, error.sentence))
            }
            schema.pattern = text
        }
        if let format = node["format"]?.text {
            schema.format = format
        }
        guard let list = node["enum"] else { return schema }
        guard let elements = list.elements else { throw error(file, list, .wrongKind("enum has to be a list")) }
        var values: [String] = []
        for element in elements {
            if element.isNull {
                schema.valuesNameNull = true
            } else if let text = element.text {
                if values.contains(text) { note(file, element, "The value \(text) is listed twice.") }
                values.append(text)
            } else {
                // 55 for '55': no string can ever be this value.
                note(
                    file, element, "A string's enumeration lists \(element.scalarText ?? "a map"), which is no string.")
            }
        }
        if node["nullable"]?.boolean == true, !schema.valuesNameNull {
            note(file, list, "The enumeration does not list null although its schema is nullable; a setting decides.")
        }
        schema.values = values
        return schema
    }

    private func number(_ node: SpecificationNode, isInteger: Bool, in file: File) throws(SpecificationError)
        -> NumberSchema
    {
        func bound(_ key: String) throws(SpecificationError) -> ExactDecimal? {
            guard let node = node[key] else { return nil }
            guard let text = node.scalarText, let value = ExactDecimal(text) else {
                throw error(file, node, .wrongKind("\(key) has to be a number"))
            }
            return value
        }
        return NumberSchema(
            isInteger: isInteger, minimum: try bound("minimum"), maximum: try bound("maximum"),
            multipleOf: try bound("multipleOf"))
    }

    private func count(_ node: SpecificationNode, _ key: String, in file: File) throws(SpecificationError) -> Int? {
        guard let node = node[key] else { return nil }
        guard let value = node.integer, value >= 0 else {
            throw error(file, node, .wrongKind("\(key) has to be a whole number from 0"))
        }
        return value
    }

    private func strings(_ node: SpecificationNode, _ key: String, in file: File) throws(SpecificationError) -> [String]
    {
        guard let node = node[key] else { return [] }
        guard let elements = node.elements else { throw error(file, node, .wrongKind("\(key) has to be a list")) }
        var texts: [String] = []
        for element in elements {
            guard let text = element.scalarText else { throw error(file, element, .wrongKind("\(key) lists names")) }
            texts.append(text)
        }
        return texts
    }
}
