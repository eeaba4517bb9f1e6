/// The project's own catalogue of facts: names, types, lengths, patterns and codes of one version, a fact a line.
///
/// The text is made by `scripts/dip/make-catalogue` and kept in `Generated`; its notation is told there.
enum Catalogue {
    /// What is wrong with a catalogue's text; the bundled one is ours and has nothing wrong.
    struct Failure: Error {
        var line: String
    }

    static func specification(from text: String) throws(Failure) -> Specification {
        var reader = CatalogueReader(text)
        return try reader.specification()
    }
}

extension Specification {
    /// Version 2.1.0, from the project's own catalogue of facts.
    public static let bundled: Specification = {
        do { return try Catalogue.specification(from: Catalogue.text) } catch {
            preconditionFailure("The bundled catalogue is well formed: \(error)")
        }
    }()
}

/// Reads a catalogue's lines; types are placed in the table when they are first used, as the reader of files does it.
private struct CatalogueReader {
    private struct Definition {
        var head: [Substring]
        var rows: [[Substring]] = []
    }

    private var definitions: [Definition] = []
    private var named: [Substring: Int] = [:]
    private var places: [Substring: SchemaID] = [:]
    private var table = SchemaTable()

    init(_ text: String) {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if line.first == " ", !definitions.isEmpty {
                definitions[definitions.count - 1].rows.append(words)
            } else {
                if words[0] == "type" || words[0] == "block" { named[words[1]] = definitions.count }
                definitions.append(Definition(head: words))
            }
        }
    }

    mutating func specification() throws(Catalogue.Failure) -> Specification {
        var specification = Specification(version: "")
        for definition in definitions {
            let words = definition.head
            switch words[0] {
            case "version": specification.version = String(words[1])
            case "event": try event(definition, into: &specification)
            case "body":
                let schema =
                    definition.rows.isEmpty
                    ? try expression(words[2...], name: String(words[1]))
                    : try block(definition, name: String(words[1]))
                specification.bodies.append(NamedSchema(name: String(words[1]), schema: schema))
            case "channels":
                let place = try expression(words[1...])
                if case .string(let schema) = table.schemas[place].kind {
                    specification.channels = schema.values ?? []
                }
            case "validate":
                guard let interface = InterfaceID(words[1]) else { throw failure(words) }
                specification.validations.append(ValidationPath(interface: interface, event: String(words[2])))
            case "features": for word in words.dropFirst() { _ = specification.features.set(String(word)) }
            case "codes": specification.responseCodes = words.dropFirst().map(String.init)
            default: break
            }
        }
        specification.schemas = table.schemas
        return specification
    }

    private func failure(_ words: some Sequence<Substring>) -> Catalogue.Failure {
        Catalogue.Failure(line: words.joined(separator: " "))
    }

    // MARK: - Types

    private mutating func expression(_ words: ArraySlice<Substring>, name: String? = nil) throws(Catalogue.Failure)
        -> SchemaID
    {
        guard let first = words.first else { throw failure(words) }
        if first.first == "[" { return try list(words, name: name) }
        if Self.scalars.contains(first) { return table.place(of: try scalar(words, name: name)) }
        if let place = places[first] { return place }
        guard let index = named[first] else { throw failure(words) }
        let definition = definitions[index]
        let place =
            definition.head[0] == "block"
            ? try block(definition, name: String(first))
            : try expression(definition.head[2...], name: String(first))
        places[first] = place
        return place
    }

    private static let scalars: Set<Substring> = ["string", "integer", "number", "boolean"]

    /// `[TYPE]`, `[TYPE 1..48]`, `[string 1..200 ?]`.
    private mutating func list(_ words: ArraySlice<Substring>, name: String?) throws(Catalogue.Failure) -> SchemaID {
        var inner = words
        guard let first = inner.first, let last = inner.last, last.last == "]" else { throw failure(words) }
        inner[inner.startIndex] = first.dropFirst()
        inner[inner.endIndex - 1] = inner[inner.endIndex - 1].dropLast()
        var counts: (least: Int?, most: Int?) = (nil, nil)
        if !Self.scalars.contains(inner[inner.startIndex]), inner.count > 1, let found = inner.last.flatMap(Self.bounds)
        {
            counts = (found.least.flatMap { Int($0) }, found.most.flatMap { Int($0) })
            inner.removeLast()
        }
        let element = try expression(inner)
        let schema = ArraySchema(element: element, minimumCount: counts.least, maximumCount: counts.most)
        return table.place(of: Schema(name: name, isNullable: false, kind: .array(schema)))
    }

    /// `1..48`, `..48`, `1..`.
    private static func bounds(_ word: Substring) -> (least: Substring?, most: Substring?)? {
        guard let dots = word.firstRange(of: "..") else { return nil }
        let (least, most) = (word[..<dots.lowerBound], word[dots.upperBound...])
        return (least.isEmpty ? nil : least, most.isEmpty ? nil : most)
    }

    private func scalar(_ words: ArraySlice<Substring>, name: String?) throws(Catalogue.Failure) -> Schema {
        var text = StringSchema()
        var number = NumberSchema(isInteger: words.first == "integer")
        var isNullable = false
        var rest = words.dropFirst()
        while let word = rest.popFirst() {
            switch word.first {
            case "/": text.pattern = String(word.dropFirst().dropLast())
            case "{":
                var values = [word.dropFirst()]
                while let last = values.last, last.last != "}" {
                    guard let next = rest.popFirst() else { throw failure(words) }
                    values.append(next)
                }
                values[values.count - 1] = values[values.count - 1].dropLast()
                text.valuesNameNull = values.contains("null")
                text.values = values.filter { $0 != "null" }
                    .map { String($0.map { $0 == "~" ? " " : $0 }) }
            case "*": number.multipleOf = ExactDecimal(word.dropFirst())
            case "?": isNullable = true
            case "f" where word.hasPrefix("format:"): text.format = String(word.dropFirst(7))
            default:
                guard let bounds = Self.bounds(word) else { throw failure(words) }
                (text.minimumLength, text.maximumLength) = (
                    bounds.least.flatMap { Int($0) }, bounds.most.flatMap { Int($0) }
                )
                (number.minimum, number.maximum) = (
                    bounds.least.flatMap { ExactDecimal($0) }, bounds.most.flatMap { ExactDecimal($0) }
                )
            }
        }
        switch words.first {
        case "string": return Schema(name: name, isNullable: isNullable, kind: .string(text))
        case "boolean": return Schema(name: name, isNullable: isNullable, kind: .boolean)
        default: return Schema(name: name, isNullable: isNullable, kind: .number(number))
        }
    }

    private mutating func block(_ definition: Definition, name: String) throws(Catalogue.Failure) -> SchemaID {
        var fields: [FieldSchema] = []
        for row in definition.rows {
            let isRequired = row[0].last == "!"
            let schema = try expression(row[1...])
            let field = isRequired ? row[0].dropLast() : row[0]
            fields.append(FieldSchema(name: String(field), isRequired: isRequired, schema: schema))
        }
        let schema = ObjectSchema(fields: fields, allowsOthers: definition.head.last == "open")
        return table.place(of: Schema(name: name, isNullable: false, kind: .object(schema)))
    }

    // MARK: - Events

    private mutating func event(_ definition: Definition, into specification: inout Specification)
        throws(Catalogue.Failure)
    {
        let words = definition.head
        guard words.count >= 5, let interface = InterfaceID(words[1]), let common = definition.rows.first else {
            throw failure(words)
        }
        let versions = words[3].split(separator: ",").map(String.init)
        let events = words[4].split(separator: ",").map(String.init)
        let head = ObjectSchema(
            fields: [("interfaceID", [String(words[1])]), ("schemaVersion", versions), ("eventCode", events)].map {
                let schema = Schema(name: nil, isNullable: false, kind: .string(StringSchema(values: $0.1)))
                return FieldSchema(name: $0.0, isRequired: true, schema: table.place(of: schema))
            }, allowsOthers: words.last == "open")
        let headPlace = table.place(of: Schema(name: nil, isNullable: false, kind: .object(head)))
        var fields = [
            FieldSchema(name: "CommonBlock", isRequired: true, schema: try part(common[...], head: headPlace))
        ]
        if definition.rows.count > 1 {
            let custom = definition.rows[1]
            let schema = try part(custom[...], head: nil)
            fields.append(FieldSchema(name: "CustomBlock", isRequired: custom[0].last == "!", schema: schema))
        }
        let payload = Schema(
            name: String(words[2]), isNullable: false, kind: .object(ObjectSchema(fields: fields, allowsOthers: false)))
        let variant = SpecifiedVariant(
            name: String(words[2]), events: events, schemaVersions: versions, schema: table.place(of: payload))
        if let index = specification.interfaces.firstIndex(where: { $0.id == interface }) {
            specification.interfaces[index].variants.append(variant)
        } else {
            specification.interfaces.append(SpecifiedInterface(id: interface, variants: [variant]))
        }
    }

    /// `common S0! S1! M0!`, `custom! open B044! B035List:+B035`.
    private mutating func part(_ words: ArraySlice<Substring>, head: SchemaID?) throws(Catalogue.Failure) -> SchemaID {
        var fields: [FieldSchema] = []
        var allowsOthers = false
        for word in words.dropFirst() {
            if word == "open" {
                allowsOthers = true
                continue
            }
            let halves = word.split(separator: ":", maxSplits: 1)
            let isRequired = halves[0].last == "!"
            let name = isRequired ? halves[0].dropLast() : halves[0]
            let schema: SchemaID
            if name == "S0", let head {
                schema = head
            } else if halves.count == 2, halves[1].first == "+" {
                let parts = halves[1].dropFirst().split(separator: "<")
                let most = parts.count == 2 ? Int(parts[1].dropFirst()) : nil
                let element = try expression(parts[0...0])
                let list = ArraySchema(element: element, maximumCount: most)
                schema = table.place(of: Schema(name: nil, isNullable: false, kind: .array(list)))
            } else {
                schema = try expression([halves.count == 2 ? halves[1] : name])
            }
            fields.append(FieldSchema(name: String(name), isRequired: isRequired, schema: schema))
        }
        let object = ObjectSchema(fields: fields, allowsOthers: allowsOthers)
        return table.place(of: Schema(name: nil, isNullable: false, kind: .object(object)))
    }
}
