/// A tree as a settings, scenario or specification file gives it, whichever notation the file has; so that this target
/// needs no reader of YAML.
public struct SpecificationNode: Hashable, Sendable {
    /// What a node is.
    public indirect enum Value: Hashable, Sendable {
        /// In the file's order; no key twice.
        case map([SpecificationMember])
        case list([SpecificationNode])
        case string(String)
        case integer(Int)
        case number(Double)
        case boolean(Bool)
        case null
    }

    public var value: Value
    /// Where it stands in its file, from 1; 0 where that is not known.
    public var line: Int

    public init(_ value: Value, line: Int = 0) {
        self.value = value
        self.line = line
    }

    /// The value of a key of a map; nil where there is none, or no map.
    public subscript(key: String) -> SpecificationNode? {
        guard case .map(let members) = value else { return nil }
        return members.first { $0.key == key }?.node
    }

    /// The text of a string; nil of anything else.
    public var text: String? { if case .string(let text) = value { text } else { nil } }
    /// The text of a scalar as a person would write it: `true`, `42`; nil of a map, a list or null.
    public var scalarText: String? {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        case .number(let number): String(number)
        case .boolean(let yes): yes ? "true" : "false"
        case .map, .list, .null: nil
        }
    }
    public var integer: Int? { if case .integer(let number) = value { number } else { nil } }
    /// The value of an integer or a number.
    public var number: Double? {
        switch value {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }
    public var boolean: Bool? { if case .boolean(let yes) = value { yes } else { nil } }
    /// The elements of a list; nil of anything else.
    public var elements: [SpecificationNode]? { if case .list(let elements) = value { elements } else { nil } }
    /// The members of a map in the file's order; nil of anything else.
    public var members: [SpecificationMember]? { if case .map(let members) = value { members } else { nil } }
    public var isNull: Bool { value == .null }
}

/// A key of a map, with its line, and what it holds.
public struct SpecificationMember: Hashable, Sendable {
    public var key: String
    public var node: SpecificationNode
    /// The key's line in its file, from 1; 0 where that is not known.
    public var line: Int

    public init(_ key: String, _ node: SpecificationNode, line: Int = 0) {
        self.key = key
        self.node = node
        self.line = line
    }
}
