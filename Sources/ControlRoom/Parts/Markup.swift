import Mustache

/// HTML that is safe to put on a page: literals of this program, and values that were escaped on the way in.
///
/// Escaping works on UTF-8 bytes. Escaping by character would let a quotation mark through that carries a combining
/// accent, since the two make one character that no table of dangerous characters holds.
struct Markup: Sendable, Hashable, CustomStringConvertible, MustacheCustomRenderable {
    private(set) var bytes: [UInt8] = []

    init() {}

    init(_ literal: StaticString) { raw(literal) }

    init(text: some StringProtocol) { self.text(text) }

    var isEmpty: Bool { bytes.isEmpty }
    var description: String { String(decoding: bytes, as: UTF8.self) }
    var renderText: String { description }
    var isNull: Bool { bytes.isEmpty }

    /// Adds a literal of this program as it stands.
    mutating func raw(_ literal: StaticString) {
        literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Adds text, escaped.
    mutating func text(_ text: some StringProtocol) {
        for byte in text.utf8 { Self.escape(byte, into: &bytes) }
    }

    /// Adds ` name="value"`, the value escaped.
    mutating func attribute(_ name: StaticString, _ value: some StringProtocol) {
        bytes.append(0x20)
        raw(name)
        raw("=\"")
        text(value)
        raw("\"")
    }

    mutating func append(_ other: Markup) { bytes.append(contentsOf: other.bytes) }

    /// Takes the end of a table row away, so that further cells may follow.
    mutating func dropRowEnd() {
        let end = Array("</tr>\n".utf8)
        if bytes.suffix(end.count).elementsEqual(end) { bytes.removeLast(end.count) }
    }

    /// What a template or a chart wrote, both of which escape their values.
    static func written(_ text: String) -> Markup {
        var markup = Markup()
        markup.bytes = Array(text.utf8)
        return markup
    }

    /// Text with what HTML gives a meaning to written as references, and control characters made visible.
    static func escaped(_ text: String) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 { escape(byte, into: &out) }
        return String(decoding: out, as: UTF8.self)
    }

    private static func escape(_ byte: UInt8, into out: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "<"): out.append(contentsOf: "&lt;".utf8)
        case UInt8(ascii: ">"): out.append(contentsOf: "&gt;".utf8)
        case UInt8(ascii: "&"): out.append(contentsOf: "&amp;".utf8)
        case UInt8(ascii: "\""): out.append(contentsOf: "&quot;".utf8)
        case UInt8(ascii: "'"): out.append(contentsOf: "&#39;".utf8)
        case 0x09, 0x0A: out.append(byte)
        case 0..<0x20, 0x7F: out.append(contentsOf: "\u{FFFD}".utf8)
        default: out.append(byte)
        }
    }
}

/// Escaping of template values by bytes, in place of the library's escaping by character.
struct BytewiseHTML: MustacheContentType {
    func escapeText(_ text: String) -> String { Markup.escaped(text) }
}
