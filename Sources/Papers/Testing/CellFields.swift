import Kernel
import Record

extension Cell {
    var place: Place { Place(line: line, cell: column) }

    /// The text without markup, white space folded.
    var plain: String { MarkupReader.plain(text).folded }
}

extension FieldReading {
    /// A text cell; nil for an empty one.
    static func ofCell(_ name: String, _ cell: Cell, doubts: [String] = []) -> FieldReading? {
        let text = cell.plain
        guard !text.isEmpty else { return nil }
        return FieldReading(name, .text(text), printed: cell.text, at: cell.place, doubts: cell.doubts + doubts)
    }

    /// A date cell; nil for an empty one. SlideWords such as `NA` give no value and no doubt.
    static func ofDate(_ name: String, _ cell: Cell, _ context: DateContext, doubts: [String] = []) -> FieldReading? {
        guard !cell.isEmpty else { return nil }
        let reading = DateReader.read(cell.text, in: context)
        var all = cell.doubts + reading.doubts + doubts
        if reading.value?.day == nil, all.isEmpty, let value = reading.value {
            switch value {
            case .word, .day, .weekCommencing: break
            case .month, .months, .days: all.append("no single day: \(cell.text.folded)")
            }
        }
        return FieldReading(
            name, reading.value?.day.map(Value.date), printed: cell.text, at: cell.place, doubts: all)
    }

    /// A tier cell; nil for an empty one. The tier digit of an identifier is its checksum.
    static func ofTier(_ name: String, _ cell: Cell, id: String?) -> FieldReading? {
        let fromID = id.flatMap { MilestoneID.tier(of: $0) }
        if cell.isEmpty {
            return fromID.map { FieldReading(name, .text($0), printed: "", at: nil) }
        }
        let reading = TierReader.read(cell.text)
        var doubts = cell.doubts + reading.doubts
        if let read = reading.value, let fromID, read != fromID {
            doubts.append("the column says \(read), the identifier \(id ?? "") says \(fromID)")
        }
        return FieldReading(
            name, reading.value.map(Value.text), printed: cell.text, at: cell.place, doubts: doubts)
    }

    /// A RAG cell; nil for an empty one, whose colour is lost.
    static func ofRAG(_ name: String, _ cell: Cell) -> FieldReading? {
        guard !cell.isEmpty else { return nil }
        let reading = RAGReader.read(cell.text)
        return FieldReading(
            name, reading.value.map { .text($0.name) }, printed: cell.text, at: cell.place,
            doubts: cell.doubts + reading.doubts)
    }

    var date: CalendarDate? {
        if case .date(let date)? = value { date } else { nil }
    }
}

/// The parts of a milestone's identifier.
enum MilestoneID {
    /// `T3` of `T3-TE-0014`.
    static func tier(of id: String) -> String? {
        let bytes = Array(id.utf8.prefix(3))
        guard bytes.count == 3, bytes[0] == UInt8(ascii: "T"), bytes[2] == UInt8(ascii: "-"),
            (UInt8(ascii: "1")...UInt8(ascii: "3")).contains(bytes[1])
        else { return nil }
        return String(id.prefix(2))
    }

    /// `TE` of `T3-TE-0014`.
    static func section(of id: String) -> String {
        let parts = id.split(separator: "-")
        return parts.count == 3 ? String(parts[1]) : ""
    }

    /// Whether two identifiers are equal but for one character.
    static func isOneApart(_ left: String, _ right: String) -> Bool {
        left.utf8.count == right.utf8.count && zip(left.utf8, right.utf8).count { $0 != $1 } == 1
    }

    /// Whether a cell holds one milestone's identifier and nothing else.
    static func isWhole(_ cell: Cell) -> Bool {
        let length = cell.text.utf8.count
        guard length >= 8, length <= 24, cell.text.utf8.contains(where: Ascii.isDigit) else { return false }
        let reading = read(cell)
        return reading.value != nil && reading.notes.isEmpty
    }

    static func read(_ cell: Cell) -> Reading<String> { ReferenceReader.milestone(cell.text) }

    /// The level 1 milestone in brackets of a title: `M9` of `System Integration Testing Start (M9)`.
    static func level1(in title: String) -> String? {
        let bytes = Array(title.utf8)
        for found in ReferenceReader.find(in: title) where found.kind == .level1Milestone {
            let (start, end) = (found.range.lowerBound, found.range.upperBound)
            guard start > 0, end < bytes.count, bytes[start - 1] == UInt8(ascii: "("), bytes[end] == UInt8(ascii: ")")
            else { continue }
            return found.canonical
        }
        return nil
    }
}

extension TableForm {
    /// The head of this form in a row whose cells may end in a bracketed remark, as `Status (RAG)` does.
    func headIgnoringRemarks(in row: Row) -> TableHead? {
        var bare = row
        for index in bare.cells.indices { bare.cells[index].text = Self.withoutRemarks(bare.cells[index].text) }
        return head(in: bare)
    }

    /// The text without what stands in round brackets; an open bracket runs to the end.
    static func withoutRemarks(_ text: String) -> String {
        var result = ""
        var depth = 0
        for character in text {
            if character == "(" {
                depth += 1
            } else if character == ")" {
                depth = max(0, depth - 1)
            } else if depth == 0 {
                result.append(character)
            }
        }
        return result
    }
}

/// Text as a line scanner needs it, without Foundation.
enum SlideWords {
    /// Letters-and-digits runs in lower case.
    static func of(_ text: String) -> [String] {
        Bytes.asciiWords(text) ?? text.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init)
    }

    /// Whether the text holds the phrase as whole words, letter case ignored.
    static func holds(_ text: String, _ phrase: String) -> Bool {
        contains(of(text), of(phrase))
    }

    static func contains(_ words: [String], _ phrase: [String]) -> Bool { firstIndex(of: phrase, in: words) != nil }

    static func firstIndex(of phrase: [String], in words: [String]) -> Int? {
        guard !phrase.isEmpty, words.count >= phrase.count else { return nil }
        return (0...(words.count - phrase.count)).first { Array(words[$0..<($0 + phrase.count)]) == phrase }
    }

    /// Whether the text holds lower-case ASCII letters anywhere, in any case: a quick look before a slow one.
    static func mayHold(_ text: String, _ letters: StaticString) -> Bool {
        let wanted = letters.utf8CodeUnitCount
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count >= wanted else { return false }
            return (0...(bytes.count - wanted)).contains { start in
                (0..<wanted).allSatisfy { Ascii.lowered(bytes[start + $0]) == letters.utf8Start[$0] }
            }
        }
    }

    /// `1` of `CIT Interval #1`, `Interval 1`: the number after the word.
    static func interval(in text: String) -> Int? {
        let words = of(text)
        for (index, word) in words.enumerated() where word == "interval" || word == "lnterval" {
            if index + 1 < words.count, let number = Int(words[index + 1]), (1...99).contains(number) { return number }
        }
        return nil
    }
}

/// Numbers keys that would otherwise name two rows of one table.
struct RowKeys {
    private var seen: [String: Int] = [:]

    /// The key, with ` #2` and so on from its second use.
    mutating func next(_ key: String) -> String {
        let count = (seen[key] ?? 0) + 1
        seen[key] = count
        return count == 1 ? key : "\(key) #\(count)"
    }
}
