/// Reads a version's official files, given as neutral trees, into a `Specification`.
///
/// References between files are followed by the last component of their path, since the files are read from a folder
/// and refer to an address. Schemas outside the messages and request bodies are not read.
public struct SpecificationReader {
    /// A file by its name without folders.
    public struct File: Sendable {
        public var name: String
        public var root: SpecificationNode

        public init(name: String, root: SpecificationNode) {
            self.name = name
            self.root = root
        }
    }

    /// What reading gave.
    public struct Result: Sendable {
        public var specification: Specification
        /// What is odd in the files, in the order of reading.
        public var findings: [SpecificationFinding]
    }

    /// The bodies that are read where a version has them.
    static let bodyNames = [
        "WebhookConfig", "MessageRequest", "StatusMessageRequest", "StandardResponse", "StandardResponseArray",
        "RequeueStatus",
    ]

    private let files: [File]
    var table = SchemaTable()
    var findings: [SpecificationFinding] = []
    private var read: [String: SchemaID] = [:]
    private var open: [String] = []

    private init(_ files: [File]) { self.files = files }

    /// Reads files in any order.
    /// - Throws: the first thing that cannot be read without guessing, with its file and line.
    public static func read(_ files: [File]) throws(SpecificationError) -> Result {
        var reader = SpecificationReader(files.sorted { $0.name < $1.name })
        let specification = try reader.specification()
        return Result(specification: specification, findings: reader.findings)
    }

    private mutating func specification() throws(SpecificationError) -> Specification {
        guard let main = files.first(where: { Self.schema("DIPMessage", in: $0) != nil }),
            let message = Self.schema("DIPMessage", in: main)
        else { throw SpecificationError(file: files.first?.name ?? "no file", line: 0, cause: .noMessages) }
        var specification = Specification(version: main.root["info"]?["version"]?.scalarText ?? "unknown")
        specification.envelopeAllowsOthers = message["additionalProperties"]?.boolean ?? true
        specification.interfaces = try interfaces(of: message, in: main)
        for name in Self.bodyNames {
            guard let body = Self.schema(name, in: main) else { continue }
            let schema = try schema(body, in: main, name: name)
            specification.bodies.append(NamedSchema(name: name, schema: schema))
        }
        specification.channels = try channels(in: main)
        specification.validations = validations(in: main)
        specification.features = features(in: main)
        specification.responseCodes = responseCodes()
        specification.schemas = table.schemas
        return specification
    }

    static func schema(_ name: String, in file: File) -> SpecificationNode? {
        file.root["components"]?["schemas"]?[name]
    }

    /// What a `$ref` leads to: its file, its name and the node.
    func resolve(_ reference: SpecificationNode, in file: File) throws(SpecificationError)
        -> (file: File, name: String, node: SpecificationNode)
    {
        guard let text = reference.text else { throw error(file, reference, .wrongKind("$ref has to be a string")) }
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let pointer = parts.count == 2 ? parts[1].split(separator: "/").map(String.init) : []
        guard pointer.count == 3, pointer[0] == "components" else { throw error(file, reference, .unresolved(text)) }
        let fileName = parts[0].split(separator: "/").last.map(String.init) ?? file.name
        guard let target = files.first(where: { $0.name == fileName }),
            let node = target.root[pointer[0]]?[pointer[1]]?[pointer[2]]
        else { throw error(file, reference, .unresolved(text)) }
        return (target, pointer[2], node)
    }

    func error(_ file: File, _ node: SpecificationNode, _ cause: SpecificationError.Cause) -> SpecificationError {
        SpecificationError(file: file.name, line: node.line, cause: cause)
    }

    mutating func note(_ file: File, _ node: SpecificationNode, _ sentence: String) {
        guard findings.count < 1_000 else { return }
        findings.append(SpecificationFinding(file: file.name, line: node.line, sentence: sentence))
    }

    // MARK: - Schemas

    /// A schema's place in the table; `name` is the name that led here.
    mutating func schema(_ node: SpecificationNode, in file: File, name: String?) throws(SpecificationError) -> SchemaID
    {
        if let reference = node["$ref"] {
            let target = try resolve(reference, in: file)
            let outer = name ?? target.name
            let key = "\(target.file.name)#\(target.name)#\(outer)"
            if let place = read[key] { return place }
            guard !open.contains(key) else { throw error(file, reference, .circular(reference.text ?? "")) }
            guard open.count < SchemaTable.deepest else {
                throw error(file, reference, .tooLarge("references are nested deeper than \(SchemaTable.deepest)"))
            }
            open.append(key)
            defer { open.removeLast() }
            let place = try schema(target.node, in: target.file, name: outer)
            read[key] = place
            return place
        }
        guard table.schemas.count < SchemaTable.most else {
            throw error(file, node, .tooLarge("there are more than \(SchemaTable.most) schemas"))
        }
        let kind = try kind(of: node, in: file)
        let isNullable = node["nullable"]?.boolean ?? false
        return table.place(of: Schema(name: name, isNullable: isNullable, kind: kind))
    }

    // MARK: - Interfaces and paths

    private mutating func interfaces(of message: SpecificationNode, in file: File) throws(SpecificationError)
        -> [SpecifiedInterface]
    {
        guard let payload = message["properties"]?["payload"] else { throw error(file, message, .noMessages) }
        var interfaces: [SpecifiedInterface] = []
        for choice in payload["oneOf"]?.elements ?? [payload] {
            guard let reference = choice["$ref"] else {
                throw error(file, choice, .unknown("a payload that is not a $ref"))
            }
            let target = try resolve(reference, in: file)
            for variant in try variants(of: target) {
                if let index = interfaces.firstIndex(where: { $0.id == variant.interface }) {
                    interfaces[index].variants.append(variant.variant)
                } else {
                    interfaces.append(SpecifiedInterface(id: variant.interface, variants: [variant.variant]))
                }
            }
        }
        return interfaces
    }

    /// The forms of one payload schema: its own, or those that its `oneOf` names.
    private mutating func variants(of payload: (file: File, name: String, node: SpecificationNode))
        throws(SpecificationError) -> [(interface: InterfaceID, variant: SpecifiedVariant)]
    {
        guard let choices = payload.node["oneOf"]?.elements else {
            return [try variant(payload.node, name: payload.name, in: payload.file)]
        }
        var variants: [(interface: InterfaceID, variant: SpecifiedVariant)] = []
        for choice in choices {
            guard let reference = choice["$ref"] else {
                throw error(payload.file, choice, .unknown("a variant that is not a $ref"))
            }
            let target = try resolve(reference, in: payload.file)
            variants.append(try variant(target.node, name: target.name, in: target.file))
        }
        return variants
    }

    private mutating func variant(_ node: SpecificationNode, name: String, in file: File) throws(SpecificationError)
        -> (interface: InterfaceID, variant: SpecifiedVariant)
    {
        let schema = try schema(node, in: file, name: name)
        func values(_ field: String) throws(SpecificationError) -> [String] {
            guard let common = self.field("CommonBlock", of: schema), let head = self.field("S0", of: common),
                let place = self.field(field, of: head), case .string(let text) = table.schemas[place].kind,
                let values = text.values, !values.isEmpty
            else { throw error(file, node, .wrongKind("CommonBlock.S0.\(field) of \(name) has to list its values")) }
            return values
        }
        let identifiers = try values("interfaceID")
        guard identifiers.count == 1, let interface = InterfaceID(identifiers[0]) else {
            throw error(file, node, .wrongKind("\(name) has to be of one interface, IF-nnn or REP-nnn"))
        }
        let variant = SpecifiedVariant(
            name: name, events: try values("eventCode"), schemaVersions: try values("schemaVersion"), schema: schema)
        return (interface, variant)
    }

    private func field(_ name: String, of schema: SchemaID) -> SchemaID? {
        guard case .object(let object) = table.schemas[schema].kind else { return nil }
        return object.fields.first { $0.name == name }?.schema
    }

    /// The values of the parameter of `/dip-channel/{id}`.
    private mutating func channels(in main: File) throws(SpecificationError) -> [String] {
        let parameters = main.root["components"]?["parameters"]?.members ?? []
        for parameter in parameters where parameter.node["name"]?.text == "id" {
            guard let node = parameter.node["schema"] else { continue }
            let schema = try schema(node, in: main, name: nil)
            if case .string(let text) = table.schemas[schema].kind { return text.values ?? [] }
        }
        return []
    }

    private func validations(in main: File) -> [ValidationPath] {
        (main.root["paths"]?.members ?? []).compactMap { path in
            let parts = path.key.split(separator: "/")
            guard parts.count == 3, parts[0].lowercased() == "validate", let interface = InterfaceID(parts[1]) else {
                return nil
            }
            return ValidationPath(interface: interface, event: String(parts[2]))
        }
    }

    private func features(in main: File) -> SpecificationFeatures {
        var features = SpecificationFeatures()
        for path in main.root["paths"]?.members ?? [] {
            let key = path.key.lowercased()
            let answers = path.node["post"]?["responses"]?.members?.map(\.key) ?? []
            if key.hasPrefix("/dip-channel/{id}/replay/") { features.replayContinues = answers.contains("206") }
            if key.hasPrefix("/dip-channel/{id}/requeue/") { features.requeueIsTaken = answers.contains("202") }
            if key.hasPrefix("/dip-channel/{id}/requeuestatus/") { features.requeueHasStatus = true }
            if key.hasPrefix("/statusmessage/replay/") { features.statusMessagesReplay = true }
            if key.hasPrefix("/statusmessage/requeue/") { features.statusMessagesRequeue = true }
        }
        features.companyDetails = files.contains { file in
            (file.root["paths"]?.members ?? []).contains { $0.key.lowercased() == "/companydetails" }
        }
        return features
    }

    private mutating func responseCodes() -> [String] {
        for file in files {
            for schema in file.root["components"]?["schemas"]?.members ?? [] where schema.key.contains("Response-Codes")
            {
                return (schema.node["enum"]?.elements ?? []).compactMap(\.scalarText)
            }
        }
        return []
    }
}
