/// One version of the platform's specification as a value: interfaces, events, what their messages hold, and which
/// requests the version knows. Who sends what to whom is told by the routing tables.
public struct Specification: Hashable, Sendable {
    /// `2.1.0`.
    public var version: String
    /// What every schema's place refers to. The same facts read in the same order give the same table.
    public var schemas: [Schema]
    /// Interfaces and reports whose messages have a schema, in the specification's order.
    public var interfaces: [SpecifiedInterface]
    /// The identifiers that a channel's path takes, in the specification's order.
    public var channels: [String]
    /// The paths below `/validate`.
    public var validations: [ValidationPath]
    /// Bodies of requests and answers that are no messages, by the specification's names: `MessageRequest`.
    public var bodies: [NamedSchema]
    public var features: SpecificationFeatures
    /// Whether an element of the posted array may have members beside `payload`.
    public var envelopeAllowsOthers: Bool
    /// The codes of the specification's own list, in its order, repetitions kept; empty where none was read.
    public var responseCodes: [String]

    public init(
        version: String, schemas: [Schema] = [], interfaces: [SpecifiedInterface] = [], channels: [String] = [],
        validations: [ValidationPath] = [], bodies: [NamedSchema] = [],
        features: SpecificationFeatures = SpecificationFeatures(), envelopeAllowsOthers: Bool = true,
        responseCodes: [String] = []
    ) {
        self.version = version
        self.schemas = schemas
        self.interfaces = interfaces
        self.channels = channels
        self.validations = validations
        self.bodies = bodies
        self.features = features
        self.envelopeAllowsOthers = envelopeAllowsOthers
        self.responseCodes = responseCodes
    }

    /// The interface with this identifier in the specification's case.
    public func interface(_ id: InterfaceID) -> SpecifiedInterface? { interfaces.first { $0.id == id } }

    /// The event that a path below `/validate` names, without regard to case: its code with brackets.
    public func event(validatedAs event: String, of interface: InterfaceID) -> String? {
        let wanted = event.lowercased()
        return validations.first { $0.interface == interface && $0.event.lowercased() == wanted }.map {
            "[\($0.event)]"
        }
    }

    /// The environment tags that a message may carry, in the specification's order.
    public var environmentTags: [String] {
        for interface in interfaces {
            for variant in interface.variants {
                guard let common = field("CommonBlock", of: variant.schema), let sender = field("S1", of: common),
                    let tag = field("environmentTag", of: sender), case .string(let schema) = schemas[tag].kind
                else { continue }
                return schema.values ?? []
            }
        }
        return []
    }

    /// The names of all blocks and fields, each once, in order.
    public var fieldNames: [String] {
        var names: Set<String> = []
        for schema in schemas {
            if case .object(let object) = schema.kind { names.formUnion(object.fields.map(\.name)) }
        }
        return names.sorted()
    }

    /// The schema of a field of an object with exactly this name.
    public func field(_ name: String, of schema: SchemaID) -> SchemaID? {
        guard schemas.indices.contains(schema), case .object(let object) = schemas[schema].kind else { return nil }
        return object.fields.first { $0.name == name }?.schema
    }

    public func body(_ name: String) -> SchemaID? { bodies.first { $0.name == name }?.schema }
}

/// An interface or a report.
public struct SpecifiedInterface: Hashable, Sendable {
    public var id: InterfaceID
    /// The forms that its messages take; a message has to be of exactly one.
    public var variants: [SpecifiedVariant]

    public init(id: InterfaceID, variants: [SpecifiedVariant]) {
        self.id = id
        self.variants = variants
    }

    /// All event codes with their brackets, in the specification's order, each once.
    public var events: [String] {
        variants.reduce(into: []) { events, variant in
            for event in variant.events where !events.contains(event) { events.append(event) }
        }
    }

    /// All schema versions, each once.
    public var schemaVersions: [String] {
        variants.reduce(into: []) { versions, variant in
            for version in variant.schemaVersions where !versions.contains(version) { versions.append(version) }
        }
    }
}

/// One form of an interface's messages.
public struct SpecifiedVariant: Hashable, Sendable {
    /// The specification's name: `IF-005-MeterInstall`.
    public var name: String
    /// With brackets: `[ActivePower]`.
    public var events: [String]
    public var schemaVersions: [String]
    /// The payload's object: `CommonBlock` and `CustomBlock`.
    public var schema: SchemaID

    public init(name: String, events: [String], schemaVersions: [String], schema: SchemaID) {
        self.name = name
        self.events = events
        self.schemaVersions = schemaVersions
        self.schema = schema
    }
}

/// `/validate/IF-021/ActivePower`.
public struct ValidationPath: Hashable, Sendable {
    public var interface: InterfaceID
    /// Without brackets, in the specification's case.
    public var event: String

    public init(interface: InterfaceID, event: String) {
        self.interface = interface
        self.event = event
    }
}

public struct NamedSchema: Hashable, Sendable {
    public var name: String
    public var schema: SchemaID

    public init(name: String, schema: SchemaID) {
        self.name = name
        self.schema = schema
    }
}

/// What a version's paths can do beyond the common ones.
public struct SpecificationFeatures: Hashable, Sendable {
    /// Replay answers in pages with `X-Continuation-Token` (206, then 200).
    public var replayContinues = false
    /// Requeue is taken with 202 and an identifier, in place of 200.
    public var requeueIsTaken = false
    /// `GET …/requeueStatus/…`.
    public var requeueHasStatus = false
    /// `/statusmessage/replay`, `/statusmessage/requeue`.
    public var statusMessagesReplay = false
    public var statusMessagesRequeue = false
    /// `/companyDetails`.
    public var companyDetails = false

    public init() {}

    /// The names of those that are set, in a fixed order: what the catalogue writes and `dip diff` compares.
    public var names: [String] {
        Self.all.filter { self[keyPath: $0.1] }.map(\.0)
    }

    /// Sets the feature with this name; false where there is none.
    mutating func set(_ name: String) -> Bool {
        guard let feature = Self.all.first(where: { $0.0 == name }) else { return false }
        self[keyPath: feature.1] = true
        return true
    }

    private static var all: [(String, WritableKeyPath<SpecificationFeatures, Bool>)] {
        [
            ("replayContinues", \.replayContinues), ("requeueIsTaken", \.requeueIsTaken),
            ("requeueHasStatus", \.requeueHasStatus), ("statusMessagesReplay", \.statusMessagesReplay),
            ("statusMessagesRequeue", \.statusMessagesRequeue), ("companyDetails", \.companyDetails),
        ]
    }
}
