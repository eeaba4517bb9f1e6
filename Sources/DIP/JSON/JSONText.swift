/// A JSON text (RFC 8259) read in one bounded pass: its bytes and a flat table of tokens.
///
/// Strict: UTF-8 only, no byte order mark, no comments, no trailing commas, no lone surrogates. Keys that repeat within
/// an object, also when they differ only in the case of ASCII letters, are no error here but are listed: the grammar
/// allows them and the platform does not regard case, so each use decides.
public struct JSONText: Sendable {
    public let bytes: [UInt8]
    /// In the order of the body; the first is the whole value. An object is followed by key, value, key, value…
    public let tokens: [JSONToken]
    /// The keys that came before in their object, up to 100.
    public let repeatedKeys: [Int]

    /// Reads a body.
    /// - Throws: the first rule that does not hold, with its place.
    public init(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONTextError) {
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<JSONScanner, JSONScanner.Failure> in
            guard let base = buffer.baseAddress, buffer.count > 0 else {
                return .failure(JSONScanner.Failure(rule: .bodyIsNotEmpty, offset: 0))
            }
            var scanner = JSONScanner(buffer, base: base, limits: limits)
            do throws(JSONScanner.Failure) { try scanner.run() } catch { return .failure(error) }
            return .success(scanner)
        }
        switch result {
        case .success(let scanner):
            self.bytes = bytes
            tokens = scanner.tokens
            repeatedKeys = scanner.repeated
        case .failure(let failure):
            let (line, column) = Self.place(of: failure.offset, in: bytes)
            throw JSONTextError(rule: failure.rule, offset: failure.offset, line: line, column: column)
        }
    }

    /// Line and column of a byte, both from 1; the column counts bytes.
    public static func place(of offset: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
        var line = 1
        var start = 0
        for (index, byte) in bytes.prefix(max(0, offset)).enumerated() where byte == 0x0A {
            line += 1
            start = index + 1
        }
        return (line, max(0, offset) - start + 1)
    }

    /// The members of an object, by the tokens of key and value; none of any other token.
    public func members(of token: Int) -> [(key: Int, value: Int)] {
        guard tokens[token].kind == .object else { return [] }
        var members: [(key: Int, value: Int)] = []
        var key = token + 1
        while key < Int(tokens[token].next) {
            members.append((key, key + 1))
            key = Int(tokens[key + 1].next)
        }
        return members
    }

    /// The elements of an array, by their tokens; none of any other token.
    public func elements(of token: Int) -> [Int] {
        guard tokens[token].kind == .array else { return [] }
        var elements: [Int] = []
        var element = token + 1
        while element < Int(tokens[token].next) {
            elements.append(element)
            element = Int(tokens[element].next)
        }
        return elements
    }

    /// The value of a key of an object without regard to the case of ASCII letters: the first; nil where there is none.
    public func value(of name: String, in object: Int) -> Int? {
        let wanted = name.utf8.map(JSONName.lowered)
        let hash = JSONName.hash(Array(name.utf8))
        guard tokens[object].kind == .object else { return nil }
        var key = object + 1
        while key < Int(tokens[object].next) {
            if tokens[key].keyHash == hash, textBytes(key).map(JSONName.lowered) == wanted { return key + 1 }
            key = Int(tokens[key + 1].next)
        }
        return nil
    }

    /// The text of a key or a string, escapes resolved; of any other token its bytes as they are.
    public func string(_ token: Int) -> String {
        String(decoding: textBytes(token), as: UTF8.self)
    }

    /// The UTF-8 bytes of the text of a key or a string, escapes resolved; of any other token its bytes as they are.
    public func textBytes(_ token: Int) -> [UInt8] {
        let token = tokens[token]
        guard token.kind == .key || token.kind == .string else { return Array(bytes[token.range]) }
        guard token.hasEscapes else { return Array(bytes[token.inner]) }
        return bytes.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { JSONName.decoded($0, token.inner) } ?? []
        }
    }

    /// The container that holds a token, nil for the whole value; a key's value is held by the object.
    public func parent(of token: Int) -> Int? {
        var found: Int?
        var at = 0
        while at < token, Int(tokens[at].next) > token {
            found = at
            at = child(of: at, holding: token)
            // An object's child is a key, and a key holds nothing: its value comes next.
            if at < token, tokens[at].kind == .key { at += 1 }
        }
        return found
    }

    /// The JSON pointer (RFC 6901) of a token; a key has its value's.
    public func pointer(to token: Int) -> String {
        var pointer = ""
        var at = 0
        while at < token, tokens[at].kind == .object || tokens[at].kind == .array {
            if tokens[at].kind == .object {
                let key = child(of: at, holding: token)
                pointer += "/" + Self.escaped(string(key))
                at = key + 1
            } else {
                let element = child(of: at, holding: token)
                pointer += "/\(elementIndex(of: element, in: at))"
                at = element
            }
        }
        return pointer
    }

    /// A name as a part of a JSON pointer.
    static func escaped(_ name: String) -> String {
        var text = ""
        for character in name.unicodeScalars {
            switch character {
            case "~": text += "~0"
            case "/": text += "~1"
            default: text.unicodeScalars.append(character)
            }
        }
        return text
    }

    /// The key of an object, or the element of an array, whose tokens include `token`.
    private func child(of container: Int, holding token: Int) -> Int {
        let isObject = tokens[container].kind == .object
        var child = container + 1
        while true {
            let after = Int(isObject ? tokens[child + 1].next : tokens[child].next)
            if token < after || after >= Int(tokens[container].next) { return child }
            child = after
        }
    }

    private func elementIndex(of element: Int, in array: Int) -> Int {
        var index = 0
        var at = array + 1
        while at < element {
            at = Int(tokens[at].next)
            index += 1
        }
        return index
    }
}
