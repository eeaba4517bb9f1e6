/// A small JSON value: what requests other than messages, and answers, are made of.
public indirect enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// As written: `4`, `-0.50`, `1e3`.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// In order; keys may repeat where a text had them so.
    case object([JSONMember])

    /// An object of these members, in their order.
    public static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
        .object(members.map { JSONMember($0.key, $0.value) })
    }

    /// A whole number.
    public static func integer(_ value: Int) -> JSONValue { .number(String(value)) }

    /// A string, or null for nil.
    public static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

    /// Reads a body; the depth of the tree is that of the limits.
    /// - Throws: what `JSONText` throws.
    public init(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONTextError) {
        self.init(try JSONText(bytes, limits: limits))
    }

    /// The tree of a token of a text; its depth is bounded by the text's limits.
    public init(_ text: JSONText, token: Int = 0) {
        switch text.tokens[token].kind {
        case .null: self = .null
        case .yes: self = .boolean(true)
        case .no: self = .boolean(false)
        case .number: self = .number(text.string(token))
        case .string, .key: self = .string(text.string(token))
        case .array: self = .array(text.elements(of: token).map { JSONValue(text, token: $0) })
        case .object:
            self = .object(
                text.members(of: token).map { JSONMember(text.string($0.key), JSONValue(text, token: $0.value)) })
        }
    }

    /// The first member of an object with exactly this name.
    public subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    public subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// The text of a string; nil of anything else.
    public var text: String? { if case .string(let text) = self { text } else { nil } }
    /// The value of a number that is whole and fits; nil of anything else.
    public var integer: Int? { if case .number(let text) = self { Int(text) } else { nil } }
    public var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }
    /// The elements of an array; nil of anything else.
    public var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
    public var isNull: Bool { self == .null }

    /// Compact JSON: no spaces, members in order.
    public var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }

    /// Compact JSON as a string.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}

/// A name and its value.
public struct JSONMember: Hashable, Sendable {
    public var name: String
    public var value: JSONValue

    public init(_ name: String, _ value: JSONValue) {
        self.name = name
        self.value = value
    }
}

extension JSONValue: CustomStringConvertible {}
