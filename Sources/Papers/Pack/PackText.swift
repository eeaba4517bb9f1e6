import Record

/// Small scanners over printed words that the readers of a meeting pack share.
enum PackText {
    /// Cells and list items that say there is nothing to say.
    private static let emptyStates: Set<String> = [
        "", "none", "noneraised", "nil", "na", "tbc", "tbd", "tba", "toconfirm", "tobeconfirmed", "notapplicable",
        "noitems", "noupdate", "nothingtoreport", "nocomments", "nocommentsreceived", "noneidentified",
    ]

    /// Whether a cell or an item holds nothing but an empty state, such as `None` or `TBC`.
    static func isEmptyState(_ text: String) -> Bool {
        text.utf8.count <= 40 && emptyStates.contains(TableForm.fold(text))
    }

    /// Lower-case words; `&` is `and`, an apostrophe joins, every other mark parts. ASCII letters lose their case.
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        func end() {
            guard !word.isEmpty else { return }
            words.append(String(decoding: word, as: UTF8.self))
            word.removeAll(keepingCapacity: true)
        }
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if Ascii.isAlphanumeric(byte) {
                word.append(Ascii.lowered(byte))
            } else if byte == UInt8(ascii: "&") {
                end()
                words.append("and")
            } else if byte == 0xE2, index + 2 < bytes.count {
                // General punctuation; a right quotation mark is an apostrophe.
                if bytes[index + 1] != 0x80 || bytes[index + 2] != 0x99 { end() }
                index += 2
            } else if byte == 0xC2, index + 1 < bytes.count {
                end()
                index += 1
            } else if byte >= 0x80 {
                word.append(byte)
            } else if byte != Ascii.apostrophe {
                end()
            }
            index += 1
        }
        end()
        return words
    }

    /// UTF-8 offset of the first place of `part` at or after `start`, ASCII case ignored.
    static func offset(of part: String, in text: [UInt8], from start: Int = 0) -> Int? {
        let part = Array(part.utf8)
        guard let first = part.first.map(Ascii.lowered), text.count >= part.count, start >= 0 else { return nil }
        var place = start
        while place + part.count <= text.count {
            guard Ascii.lowered(text[place]) == first else {
                place += 1
                continue
            }
            var length = 1
            while length < part.count, Ascii.lowered(text[place + length]) == Ascii.lowered(part[length]) {
                length += 1
            }
            if length == part.count { return place }
            place += 1
        }
        return nil
    }

    /// The texts before and after the first `mark`; nil where it does not stand.
    static func halves(_ text: String, at mark: String) -> (before: String, after: String)? {
        let bytes = Array(text.utf8)
        guard let place = offset(of: mark, in: bytes) else { return nil }
        return (decode(bytes[..<place]), decode(bytes[(place + mark.utf8.count)...]))
    }

    static func decode(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    /// A text cut at full stops, question marks and semicolons that a capital, a figure or a bracket follows.
    static func sentences(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        var parts: [String] = []
        var start = 0
        for index in bytes.indices where index >= start {
            guard bytes[index] == Ascii.dot || bytes[index] == UInt8(ascii: ";") || bytes[index] == UInt8(ascii: "?"),
                index + 2 < bytes.count, bytes[index + 1] == Ascii.space, opensSentence(bytes[index + 2]),
                !endsInAbbreviation(bytes[start..<index])
            else { continue }
            parts.append(decode(bytes[start..<index]).trimmed)
            start = index + 2
        }
        let last = decode(bytes[start...]).trimmed
        parts.append(last.hasSuffix(".") ? String(last.dropLast()) : last)
        return parts.filter { !$0.isEmpty }
    }

    private static func opensSentence(_ byte: UInt8) -> Bool {
        Ascii.isUpper(byte) || Ascii.isDigit(byte) || byte == UInt8(ascii: "[") || byte == Ascii.open
            || byte >= 0x80 || byte == UInt8(ascii: "*")
    }

    private static func endsInAbbreviation(_ bytes: ArraySlice<UInt8>) -> Bool {
        let word = decode(bytes.suffix(8)).split(separator: " ").last.map { $0.lowercased() } ?? ""
        return ["e.g", "i.e", "incl", "excl", "no", "approx", "c", "etc", "vs", "mr", "ms", "dr", "ver", "(e.g"]
            .contains(word)
    }

    /// `Data Working Group (DWG)`: a name with its code in brackets at the end.
    static func namedGroup(_ text: String) -> (name: String, code: String)? {
        guard text.utf8.count <= 240, text.utf8.contains(Ascii.close) else { return nil }
        let text = MarkupReader.plain(text)
        guard text.utf8.last == Ascii.close, let open = text.lastIndex(of: "(") else { return nil }
        let code = text[text.index(after: open)...].dropLast().trimmed
        let name = text[..<open].trimmed
        guard isCode(code), !name.isEmpty, name.utf8.count <= 100, name.first?.isUppercase ?? false else { return nil }
        return (name, code)
    }

    /// `DWG`, `QAG`, `R&D`, `eSITAG`: two to ten letters, most of them capitals.
    static func isCode(_ text: some StringProtocol) -> Bool {
        var count = 0
        var capitals = 0
        for byte in text.utf8 {
            count += 1
            if Ascii.isUpper(byte) {
                capitals += 1
            } else if !Ascii.isAlphanumeric(byte), !"&-/".utf8.contains(byte) {
                return false
            }
            if count > 10 { return false }
        }
        return count >= 2 && capitals >= 2 && capitals * 2 > count
    }

    /// The text without `*`, colons, full stops and dashes at its ends.
    static func bare(_ text: some StringProtocol) -> String {
        let bytes = Array(text.utf8)
        var (start, end) = (0, bytes.count)
        while start < end, let length = looseLength(bytes, start) { start += length }
        while end > start {
            if looseLength(bytes, end - 1) == 1 {
                end -= 1
            } else if end - start >= 3, bytes[end - 1] >= 0x80, looseLength(bytes, end - 3) == 3 {
                end -= 3
            } else if end - start >= 2, bytes[end - 1] >= 0x80, looseLength(bytes, end - 2) == 2 {
                end -= 2
            } else {
                break
            }
        }
        return decode(bytes[start..<end])
    }

    /// The length of white space, a dash or a loose mark at a place; nil where there is none.
    private static func looseLength(_ bytes: [UInt8], _ place: Int) -> Int? {
        let byte = bytes[place]
        if byte < 0x80 {
            return Ascii.isSpace(byte) || "*:.;,-_".utf8.contains(byte) ? 1 : nil
        }
        if byte == 0xC2, place + 1 < bytes.count, bytes[place + 1] == 0xA0 { return 2 }
        return TokenLine.dashLength(bytes, place)
    }

    /// How much two sets of words have in common: 0 for nothing, 100 for the same.
    static func likeness(_ left: Set<String>, _ right: Set<String>) -> Int {
        let common = left.count { right.contains($0) }
        let all = left.count + right.count - common
        return all == 0 ? 0 : common * 100 / all
    }
}

/// Makes fields out of cells.
enum PackField {
    /// A text cell: markup removed, the items of a list joined by ` | `.
    static func text(_ name: String, _ cell: Cell, doubts: [String] = []) -> FieldReading {
        .text(
            name, plain(cell.text), printed: cell.text, at: Place(line: cell.line, cell: cell.column),
            doubts: doubts + cell.doubts)
    }

    /// The readable text of a cell; the items of a list in it are joined by ` | `.
    static func plain(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "<")) || text.utf8.contains(0xE2) else { return MarkupReader.plain(text) }
        let list = ListReader.items(text)
        guard !list.items.isEmpty else { return MarkupReader.plain(text) }
        let items = list.items.count == 1 ? AppendixText.parted(list.items[0]) : list.items
        return ([list.lead] + items).filter { !$0.isEmpty }.joined(separator: " | ")
    }

    /// A date found in running text; no value where it is less exact than a day.
    static func date(_ name: String, _ found: FoundDate, line: Int, cell: Int? = nil) -> FieldReading {
        FieldReading(
            name, found.value.day.map { .date($0) }, printed: found.printed,
            at: Place(line: line, cell: cell), doubts: found.doubts)
    }
}
