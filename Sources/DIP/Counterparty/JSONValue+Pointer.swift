import Kernel

extension JSONValue {
    /// The value at a JSON pointer (RFC 6901); nil where nothing is there. The empty pointer is the value itself.
    public func value(at pointer: String) -> JSONValue? {
        guard let names = Self.names(of: pointer) else { return nil }
        var current = self
        for name in names {
            let next = Self.index(name).flatMap { current[$0] } ?? current[name]
            guard let next else { return nil }
            current = next
        }
        return current
    }

    /// The text of the string at a pointer.
    public func text(at pointer: String) -> String? { value(at: pointer)?.text }

    /// The instant that the date and time at a pointer names.
    func instant(at pointer: String) -> Instant? { text(at: pointer).flatMap { Instant(stamp: $0) } }

    /// This value with another at a pointer. Objects that are not there are made; an array grows by its next index or `-`.
    /// Nil for a pointer that leads through a scalar, or beyond an array's end.
    public func setting(_ value: JSONValue, at pointer: String) -> JSONValue? {
        guard let names = Self.names(of: pointer), names.count <= Self.deepestPointer else { return nil }
        return setting(value, names[...])
    }

    /// This value without what is at a pointer, or itself where nothing is.
    public func removing(_ pointer: String) -> JSONValue {
        guard let names = Self.names(of: pointer), let last = names.last else { return self }
        let parent = "/" + names.dropLast().map(Self.escaped).joined(separator: "/")
        let parentPointer = names.count == 1 ? "" : parent
        switch value(at: parentPointer) {
        case .object(let members):
            return setting(.object(members.filter { $0.name != last }), at: parentPointer) ?? self
        case .array(var elements):
            guard let index = Self.index(last), elements.indices.contains(index) else { return self }
            elements.remove(at: index)
            return setting(.array(elements), at: parentPointer) ?? self
        default: return self
        }
    }

    /// Names that a pointer leads through; nil unless it is empty or begins with a slash.
    static func names(of pointer: String) -> [String]? {
        guard !pointer.isEmpty else { return [] }
        guard pointer.utf8.first == UInt8(ascii: "/") else { return nil }
        return pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(unescaped)
    }

    /// Pointers of scenarios and counterparties are short; a longer one is a mistake.
    private static let deepestPointer = 64

    private func setting(_ value: JSONValue, _ names: ArraySlice<String>) -> JSONValue? {
        guard let name = names.first else { return value }
        let rest = names.dropFirst()
        switch self {
        case .object(var members):
            if let place = members.firstIndex(where: { $0.name == name }) {
                guard let inner = members[place].value.setting(value, rest) else { return nil }
                members[place].value = inner
            } else {
                guard let inner = JSONValue.object([JSONMember]()).setting(value, rest) else { return nil }
                members.append(JSONMember(name, inner))
            }
            return .object(members)
        case .array(var elements):
            let index = name == "-" ? elements.count : Self.index(name) ?? -1
            guard (0...elements.count).contains(index) else { return nil }
            let old = index < elements.count ? elements[index] : .object([JSONMember]())
            guard let inner = old.setting(value, rest) else { return nil }
            if index < elements.count { elements[index] = inner } else { elements.append(inner) }
            return .array(elements)
        default: return nil
        }
    }

    private static func index(_ name: String) -> Int? {
        guard (1...9).contains(name.utf8.count), name.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(name)
    }

    private static func unescaped(_ name: Substring) -> String {
        guard name.utf8.contains(UInt8(ascii: "~")) else { return String(name) }
        var text: [UInt8] = []
        var bytes = Array(name.utf8)[...]
        while let byte = bytes.popFirst() {
            if byte == UInt8(ascii: "~"), let next = bytes.first, next == 0x30 || next == 0x31 {
                text.append(next == 0x30 ? UInt8(ascii: "~") : UInt8(ascii: "/"))
                bytes = bytes.dropFirst()
            } else {
                text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func escaped(_ name: String) -> String {
        var text: [UInt8] = []
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "~"): text += Array("~0".utf8)
            case UInt8(ascii: "/"): text += Array("~1".utf8)
            default: text.append(byte)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
