/// A JSON value whose numbers are kept as they were written and whose members keep their order.
///
/// Foundation reads numbers as binary fractions; a share of 0.1 must stay one tenth, and a seed of 2^64 - 1 must stay
/// itself.
enum ExactJSON: Hashable, Sendable {
    case null
    case truth(Bool)
    /// As written.
    case number(String)
    case text(String)
    case list([ExactJSON])
    case object([Member])

    struct Member: Hashable, Sendable {
        var name: String
        var value: ExactJSON

        init(_ name: String, _ value: ExactJSON) {
            self.name = name
            self.value = value
        }
    }

    static func whole(_ value: some BinaryInteger) -> ExactJSON { .number(String(value)) }

    static func object(_ members: [(String, ExactJSON)]) -> ExactJSON {
        .object(members.map { Member($0.0, $0.1) })
    }

    /// The value of an object's member; nil where there is none.
    subscript(name: String) -> ExactJSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }
    var whole: Int? { if case .number(let number) = self { ExactDecimal.whole(number) } else { nil } }
    var list: [ExactJSON]? { if case .list(let list) = self { list } else { nil } }
    var members: [Member]? { if case .object(let members) = self { members } else { nil } }

    /// One line without spaces, members sorted by name: the form that is hashed.
    var canonical: String {
        var text = ""
        write(to: &text, indent: nil)
        return text
    }

    /// Indented by two spaces, members sorted by name, short lists on one line; ends without a line feed.
    var pretty: String {
        var text = ""
        write(to: &text, indent: 0)
        return text
    }

    private func write(to text: inout String, indent: Int?) {
        switch self {
        case .null: text += "null"
        case .truth(let truth): text += truth ? "true" : "false"
        case .number(let number): text += number
        case .text(let string): Self.write(string, to: &text)
        case .list(let list): Self.write(list, to: &text, indent: indent)
        case .object(let members): Self.write(members, to: &text, indent: indent)
        }
    }

    private static func write(_ list: [ExactJSON], to text: inout String, indent: Int?) {
        let isPlain = list.allSatisfy { if case .object = $0 { false } else { true } }
        text += "["
        for (place, item) in list.enumerated() {
            if place > 0 { text += "," }
            if let indent, !isPlain { newLine(&text, indent + 2) } else if indent != nil, place > 0 { text += " " }
            item.write(to: &text, indent: indent.map { $0 + 2 })
        }
        if let indent, !isPlain { newLine(&text, indent) }
        text += "]"
    }

    private static func write(_ members: [Member], to text: inout String, indent: Int?) {
        text += "{"
        // By Unicode scalars, which is the order of the bytes: no locale.
        let sorted = members.sorted { $0.name.unicodeScalars.lexicographicallyPrecedes($1.name.unicodeScalars) }
        for (place, member) in sorted.enumerated() {
            if place > 0 { text += "," }
            if let indent { newLine(&text, indent + 2) }
            write(member.name, to: &text)
            text += indent == nil ? ":" : ": "
            member.value.write(to: &text, indent: indent.map { $0 + 2 })
        }
        if let indent, !members.isEmpty { newLine(&text, indent) }
        text += "}"
    }

    private static func newLine(_ text: inout String, _ indent: Int) {
        text += "\n"
        text += String(repeating: " ", count: indent)
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

/// Why bytes are no JSON: where, and what is wrong there.
struct JSONProblem: Error, Hashable, CustomStringConvertible {
    let line: Int
    let column: Int
    let words: String

    var description: String { "line \(line), column \(column): \(words)" }
}

/// Reads JSON (RFC 8259) into `ExactJSON`. A member named twice is refused.
struct JSONScanner {
    /// Objects and lists inside one another.
    static let depthMax = 32
    private let bytes: [UInt8]
    private var place = 0

    static func read(_ bytes: [UInt8]) throws(JSONProblem) -> ExactJSON {
        var scanner = JSONScanner(bytes: bytes)
        // A byte order mark is passed over.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { scanner.place = 3 }
        let value = try scanner.value(depth: 0)
        scanner.skipSpace()
        guard scanner.place == bytes.count else { throw scanner.problem("something follows the end of the value") }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
    }

    private func problem(_ words: String) -> JSONProblem {
        var (line, column) = (1, 1)
        for byte in bytes.prefix(place) { (line, column) = byte == 0x0A ? (line + 1, 1) : (line, column + 1) }
        return JSONProblem(line: line, column: column, words: words)
    }

    private mutating func value(depth: Int) throws(JSONProblem) -> ExactJSON {
        guard depth <= Self.depthMax else { throw problem("more than \(Self.depthMax) levels") }
        skipSpace()
        switch next {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try list(depth)
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "t"): return try word("true", .truth(true))
        case UInt8(ascii: "f"): return try word("false", .truth(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil: throw problem("the text ends where a value should be")
        default: return try number()
        }
    }

    private mutating func word(_ word: StaticString, _ value: ExactJSON) throws(JSONProblem) -> ExactJSON {
        let wanted = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard bytes[place...].starts(with: wanted) else { throw problem("this is no JSON value") }
        place += wanted.count
        return value
    }

    private mutating func number() throws(JSONProblem) -> ExactJSON {
        let start = place
        while let byte = next, (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte) { place += 1 }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        let digits = text.first == "-" ? text.dropFirst() : text[...]
        let wellFormed =
            digits.first?.isNumber == true && !(digits.hasPrefix("0") && digits.dropFirst().first?.isNumber == true)
            && digits.last?.isNumber == true
        guard wellFormed else {
            place = start
            throw problem("this is no JSON value")
        }
        return .number(text)
    }

    private mutating func list(_ depth: Int) throws(JSONProblem) -> ExactJSON {
        place += 1
        var items: [ExactJSON] = []
        skipSpace()
        if next == UInt8(ascii: "]") {
            place += 1
            return .list([])
        }
        while true {
            items.append(try value(depth: depth + 1))
            skipSpace()
            switch next {
            case UInt8(ascii: ","): place += 1
            case UInt8(ascii: "]"):
                place += 1
                return .list(items)
            default: throw problem("a comma or ] should be here")
            }
        }
    }

    private mutating func object(_ depth: Int) throws(JSONProblem) -> ExactJSON {
        place += 1
        var members: [ExactJSON.Member] = []
        var names: Set<String> = []
        skipSpace()
        if next == UInt8(ascii: "}") {
            place += 1
            return .object([ExactJSON.Member]())
        }
        while true {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw problem("a name in quotation marks should be here") }
            let name = try string()
            guard names.insert(name).inserted else { throw problem("“\(name)” is named twice") }
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw problem("a colon should be here") }
            place += 1
            members.append(ExactJSON.Member(name, try value(depth: depth + 1)))
            skipSpace()
            switch next {
            case UInt8(ascii: ","): place += 1
            case UInt8(ascii: "}"):
                place += 1
                return .object(members)
            default: throw problem("a comma or } should be here")
            }
        }
    }

    private mutating func string() throws(JSONProblem) -> String {
        place += 1
        var units: [UInt8] = []
        while let byte = next {
            place += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: units, as: UTF8.self) else { throw problem("this is not UTF-8") }
                return text
            case UInt8(ascii: "\\"): units.append(contentsOf: try escaped())
            case 0..<0x20: throw problem("a control character stands in a string")
            default: units.append(byte)
            }
        }
        throw problem("the text ends inside a string")
    }

    private mutating func escaped() throws(JSONProblem) -> [UInt8] {
        guard let mark = next else { throw problem("the text ends inside a string") }
        place += 1
        switch mark {
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [mark]
        case UInt8(ascii: "u"):
            var unit = try hexadecimal()
            if (0xD800..<0xDC00).contains(unit), next == UInt8(ascii: "\\") {
                place += 1
                guard next == UInt8(ascii: "u") else { throw problem("half a surrogate pair") }
                place += 1
                let low = try hexadecimal()
                guard (0xDC00..<0xE000).contains(low) else { throw problem("half a surrogate pair") }
                unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(unit) else { throw problem("half a surrogate pair") }
            return Array(String(Character(scalar)).utf8)
        default: throw problem("an unknown escape")
        }
    }

    private mutating func hexadecimal() throws(JSONProblem) -> UInt32 {
        let end = min(place + 4, bytes.count)
        guard let unit = UInt32(String(decoding: bytes[place..<end], as: UTF8.self), radix: 16), end == place + 4 else {
            throw problem("\\u needs four hexadecimal digits")
        }
        place = end
        return unit
    }
}
