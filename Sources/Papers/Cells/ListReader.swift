/// Reads cells that hold a list whose tags or bullets survived.
///
/// Source: governance research, section 6.2. Where the marks between items are lost the text stays one item: an item is
/// never invented.
public enum ListReader {
    /// The text before the list, its items, and whether any item may hold several that ran together.
    public static func items(_ cell: String) -> (lead: String, items: [String], runTogether: Bool) {
        let bytes = Array(cell.utf8)
        var lead: [UInt8] = []
        var blocks: [[UInt8]] = []
        var sure: [Bool] = []
        var inList = false
        var index = 0
        var lineStart = true
        func open(_ known: Bool) {
            blocks.append([])
            sure.append(known)
            inList = true
        }
        while index < bytes.count {
            if let tag = MarkupReader.tag(bytes, at: index) {
                switch (tag.name, tag.closes) {
                case ("ul", false), ("ol", false): open(false)
                case ("li", false): open(true)
                case ("p", false) where inList: open(true)
                case ("ul", true), ("ol", true): inList = false
                default: append(bytes[index..<tag.end])
                }
                index = tag.end
                continue
            }
            if let length = bullet(bytes, index, lineStart: lineStart) {
                open(true)
                index += length
                lineStart = false
                continue
            }
            lineStart = bytes[index] == 10 || bytes[index] == 13 || (lineStart && Ascii.isSpace(bytes[index]))
            append(bytes[index..<(index + 1)])
            index += 1
        }
        func append(_ part: ArraySlice<UInt8>) {
            if inList, !blocks.isEmpty { blocks[blocks.count - 1] += part } else { lead += part }
        }

        if blocks.isEmpty, let numbered = numberedRun(MarkupReader.plain(String(decoding: lead, as: UTF8.self))) {
            return (numbered.lead, numbered.items, false)
        }
        var items: [String] = []
        var runTogether = false
        for (block, known) in zip(blocks, sure) {
            let text = MarkupReader.plain(String(decoding: block, as: UTF8.self))
            if text.isEmpty { continue }
            if known {
                items.append(text)
            } else {
                let parts = safelySplit(text)
                items += parts
                if parts.count == 1, text.contains(" ") { runTogether = true }
            }
        }
        return (MarkupReader.plain(String(decoding: lead, as: UTF8.self)), items, runTogether)
    }

    /// `1. First 2. Second`: items whose numbers run on from 1; nil where there are not two.
    private static func numberedRun(_ text: String) -> (lead: String, items: [String])? {
        let words = text.split(separator: " ")
        var lead: [Substring] = []
        var items: [[Substring]] = []
        for word in words {
            if let mark = word.last, mark == "." || mark == ")", Int(word.dropLast()) == items.count + 1 {
                items.append([])
            } else if items.isEmpty {
                lead.append(word)
            } else {
                items[items.count - 1].append(word)
            }
        }
        guard items.count >= 2, items.allSatisfy({ !$0.isEmpty }) else { return nil }
        return (lead.joined(separator: " "), items.map { $0.joined(separator: " ") })
    }

    /// The length of a bullet with the spaces after it: `•` anywhere, `- ` and `* ` at the start of a line.
    private static func bullet(_ bytes: [UInt8], _ index: Int, lineStart: Bool) -> Int? {
        if bytes[index] == 0xE2, index + 2 < bytes.count, bytes[index + 1] == 0x80, bytes[index + 2] == 0xA2 {
            return 3
        }
        if bytes[index] == Ascii.hyphen, index > 0, bytes[index - 1] == Ascii.space,
            bytes.starts(with: [Ascii.hyphen, Ascii.space]),
            index + 2 < bytes.count, bytes[index + 1] == Ascii.space, Ascii.isUpper(bytes[index + 2])
        {
            return 2
        }
        guard lineStart, bytes[index] == Ascii.hyphen || bytes[index] == UInt8(ascii: "*") else { return nil }
        return index + 1 < bytes.count && bytes[index + 1] == Ascii.space ? 2 : nil
    }

    /// Splits a run of items at `)` before a capital when every item ends so; otherwise one item.
    ///
    /// A full stop is no safe place: one item may have several sentences.
    static func safelySplit(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        guard let last = bytes.last, last == Ascii.close else { return [text] }
        var parts: [String] = []
        var start = 0
        var depth = 0
        for index in bytes.indices {
            if bytes[index] == Ascii.open { depth += 1 }
            if bytes[index] == Ascii.close { depth -= 1 }
            if depth < 0 { return [text] }
            guard depth == 0, bytes[index] == last, index + 2 < bytes.count, bytes[index + 1] == Ascii.space,
                Ascii.isUpper(bytes[index + 2])
            else { continue }
            parts.append(String(decoding: bytes[start...index], as: UTF8.self))
            start = index + 2
        }
        parts.append(String(decoding: bytes[start...], as: UTF8.self))
        let whole = parts.allSatisfy { part in
            let words = part.split(separator: " ")
            let end = words.last.map { $0.utf8.count } ?? 0
            return words.count >= 3 && end >= 4
        }
        return depth == 0 && whole ? parts : [text]
    }
}
