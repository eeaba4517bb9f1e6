/// Takes away what is left of markup in a cell's text.
///
/// Source: governance research, sections 6.1 and 6.2: list tags, underlines, links to nowhere and unbalanced asterisks
/// survive the papers' conversion.
public enum MarkupReader {
    /// The readable text: tags gone, links made their text, `**` gone, white space folded.
    public static func plain(_ text: String) -> String {
        folded(String(decoding: stripped(Array(text.utf8)), as: UTF8.self))
    }

    /// The longest tag, link text or link target that is looked for, in UTF-8 bytes.
    private static let reach = 600

    private static let blockTags: Set<String> = [
        "ul", "ol", "li", "p", "br", "div", "table", "tr", "td", "th", "thead", "tbody", "h1", "h2", "h3", "h4", "h5",
        "h6", "hr",
    ]
    private static let inlineTags: Set<String> = [
        "u", "b", "i", "em", "strong", "span", "a", "sup", "sub", "s", "del", "ins", "font", "small", "strike", "mark",
        "img",
    ]

    /// A tag at a place: its lower-case name, whether it closes, and where the text goes on.
    struct Tag {
        let name: String
        let closes: Bool
        let end: Int
        var isBlock: Bool { MarkupReader.blockTags.contains(name) }
    }

    /// The known tag that begins at a `<`; nil for any other use of the sign.
    static func tag(_ bytes: [UInt8], at index: Int) -> Tag? {
        guard index < bytes.count, bytes[index] == UInt8(ascii: "<") else { return nil }
        var place = index + 1
        let closes = place < bytes.count && bytes[place] == Ascii.slash
        if closes { place += 1 }
        var name: [UInt8] = []
        while place < bytes.count, name.count < 8, Ascii.isAlphanumeric(bytes[place]) {
            name.append(Ascii.lowered(bytes[place]))
            place += 1
        }
        let word = String(decoding: name, as: UTF8.self)
        guard blockTags.contains(word) || inlineTags.contains(word) else { return nil }
        let limit = min(bytes.count, index + reach)
        while place < limit {
            if bytes[place] == UInt8(ascii: ">") { return Tag(name: word, closes: closes, end: place + 1) }
            if bytes[place] == UInt8(ascii: "<") { return nil }
            place += 1
        }
        return nil
    }

    /// The text without tags, link targets, asterisk pairs, escapes and named characters.
    static func stripped(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        // The places where the text of a link that has been looked ahead to ends, and where its target ends.
        var linkEnd: (text: Int, target: Int)?
        while index < bytes.count {
            let byte = bytes[index]
            if let link = linkEnd, index == link.text {
                index = link.target
                linkEnd = nil
                continue
            }
            switch byte {
            case UInt8(ascii: "<"):
                if let tag = tag(bytes, at: index) {
                    if tag.isBlock { result.append(Ascii.space) }
                    index = tag.end
                    continue
                }
            case UInt8(ascii: "["):
                if linkEnd == nil, let link = link(bytes, at: index) {
                    linkEnd = link
                    index += 1
                    continue
                }
            case UInt8(ascii: "*"):
                if index + 1 < bytes.count, bytes[index + 1] == byte {
                    index += 2
                    continue
                }
            case UInt8(ascii: "\\"):
                if index + 1 < bytes.count, isPunctuation(bytes[index + 1]) {
                    result.append(bytes[index + 1])
                    index += 2
                    continue
                }
            case UInt8(ascii: "&"):
                if let (sign, length) = entity(bytes, at: index) {
                    result.append(sign)
                    index += length
                    continue
                }
            default: break
            }
            result.append(byte)
            index += 1
        }
        return result
    }

    /// Where the text of a markdown link ends, at its `]`, and where its target ends.
    private static func link(_ bytes: [UInt8], at index: Int) -> (text: Int, target: Int)? {
        let limit = min(bytes.count, index + reach)
        var place = index + 1
        while place < limit, bytes[place] != UInt8(ascii: "]") {
            if bytes[place] == UInt8(ascii: "[") { return nil }
            place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        let close = place
        guard close + 1 < limit, bytes[close + 1] == Ascii.open else { return nil }
        place = close + 2
        while place < min(bytes.count, close + reach) {
            switch bytes[place] {
            case Ascii.close: return (close, place + 1)
            case UInt8(ascii: "["), 10, 13: return nil
            case UInt8(ascii: "\\"): place += 2
            default: place += 1
            }
        }
        return nil
    }

    private static func isPunctuation(_ byte: UInt8) -> Bool {
        byte > 32 && byte < 127 && !Ascii.isAlphanumeric(byte)
    }

    private static func entity(_ bytes: [UInt8], at index: Int) -> (UInt8, Int)? {
        for (name, sign) in entities {
            let end = index + name.utf8CodeUnitCount
            guard end <= bytes.count else { continue }
            let same = name.withUTF8Buffer { letters in zip(letters, bytes[index..<end]).allSatisfy { $0 == $1 } }
            if same { return (sign, name.utf8CodeUnitCount) }
        }
        return nil
    }

    private static let entities: [(StaticString, UInt8)] = [
        ("&amp;", 38), ("&lt;", 60), ("&gt;", 62), ("&quot;", 34), ("&#39;", 39), ("&apos;", 39), ("&nbsp;", 32),
    ]
}
