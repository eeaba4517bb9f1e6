/// The plainest text that a regular expression of the specifications' subset lets through: each class gives its first
/// letter, digit or sign, each repetition its least number, each choice its first branch.
enum PatternSample {
    /// The text, or nil where the pattern holds something else. Who asks compares the text with the pattern.
    static func text(_ pattern: String) -> String? {
        var reader = Reader(bytes: Array(pattern.utf8)[...])
        guard let text = reader.choice(depth: 0), reader.bytes.isEmpty else { return nil }
        return text
    }

    private struct Reader {
        var bytes: ArraySlice<UInt8>
        private static let deepest = 16
        private static let most = 1_000

        init(bytes: ArraySlice<UInt8>) { self.bytes = bytes }

        /// Branches up to the end or a closing bracket; the first one's text.
        mutating func choice(depth: Int) -> String? {
            guard depth < Self.deepest, let first = sequence(depth: depth) else { return nil }
            while bytes.first == UInt8(ascii: "|") {
                bytes = bytes.dropFirst()
                guard sequence(depth: depth) != nil else { return nil }
            }
            return first
        }

        private mutating func sequence(depth: Int) -> String? {
            var text = ""
            while let byte = bytes.first, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
                bytes = bytes.dropFirst()
                guard let atom = atom(byte, depth: depth), let count = count() else { return nil }
                guard text.utf8.count + count * atom.utf8.count <= Self.most else { return nil }
                text += String(repeating: atom, count: count)
            }
            return text
        }

        private mutating func atom(_ byte: UInt8, depth: Int) -> String? {
            switch byte {
            case UInt8(ascii: "^"), UInt8(ascii: "$"): return ""
            case UInt8(ascii: "."): return "A"
            case UInt8(ascii: "\\"): return bytes.popFirst().flatMap(Self.escaped)
            case UInt8(ascii: "["): return bracket()
            case UInt8(ascii: "("):
                if bytes.starts(with: Array("?:".utf8)) { bytes = bytes.dropFirst(2) }
                guard let inner = choice(depth: depth + 1), bytes.popFirst() == UInt8(ascii: ")") else { return nil }
                return inner
            default: return String(decoding: [byte], as: UTF8.self)
            }
        }

        private static func escaped(_ byte: UInt8) -> String? {
            switch byte {
            case UInt8(ascii: "d"): "0"
            case UInt8(ascii: "w"): "A"
            case UInt8(ascii: "s"): " "
            default: byte.isLetterOrDigit ? nil : String(decoding: [byte], as: UTF8.self)
            }
        }

        private mutating func bracket() -> String? {
            guard let first = bytes.popFirst(), first != UInt8(ascii: "^") else { return nil }
            let text =
                first == UInt8(ascii: "\\")
                ? bytes.popFirst().flatMap(Self.escaped) : String(decoding: [first], as: UTF8.self)
            while let byte = bytes.popFirst() {
                if byte == UInt8(ascii: "\\") { bytes = bytes.dropFirst() }
                if byte == UInt8(ascii: "]") { return text }
            }
            return nil
        }

        /// The least number of a repetition; 1 where there is none.
        private mutating func count() -> Int? {
            guard let byte = bytes.first else { return 1 }
            var least = 1
            switch byte {
            case UInt8(ascii: "*"), UInt8(ascii: "?"): least = 0
            case UInt8(ascii: "+"): break
            case UInt8(ascii: "{"):
                guard let end = bytes.firstIndex(of: UInt8(ascii: "}")) else { return nil }
                let digits = bytes[bytes.startIndex..<end].dropFirst().prefix { (0x30...0x39).contains($0) }
                guard let number = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
                bytes = bytes[(end + 1)...]
                return number
            default: return 1
            }
            bytes = bytes.dropFirst()
            if bytes.first == UInt8(ascii: "?") { bytes = bytes.dropFirst() }
            return least
        }
    }
}
