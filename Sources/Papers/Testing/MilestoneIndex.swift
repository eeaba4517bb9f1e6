import Kernel
import Record

/// The milestones that a paper's own tables print, to check other places against.
struct MilestoneIndex {
    struct Milestone {
        let id: String
        let title: String
        let folded: String
        /// Cells of the forecast and the baseline, in this order.
        let dateCells: [String]
        let context: DateContext
        let line: Int

        /// The dates that can be read, the forecast first.
        var dates: [CalendarDate] { dateCells.compactMap { DateReader.read($0, in: context).value?.day } }
    }

    /// In the order of print.
    private(set) var milestones: [Milestone] = []
    private var byID: [String: [Int]] = [:]

    init(_ paper: PaperContext) {
        for index in paper.blocks.indices {
            for table in MilestoneTable.parts(index, of: paper) {
                for row in table.rows { add(row, table, paper) }
            }
        }
        for named in NamedMilestone.all(in: paper) {
            append(
                Milestone(
                    id: named.id, title: named.title, folded: TableForm.fold(named.title), dateCells: [],
                    context: paper.dates,
                    line: named.line))
        }
    }

    func with(id: String) -> [Milestone] { (byID[id] ?? []).map { milestones[$0] } }

    /// The dates that the tables give a milestone, forecasts first.
    func dates(of id: String) -> [CalendarDate] { with(id: id).flatMap(\.dates) }

    private mutating func add(_ row: Row, _ table: MilestoneTable, _ paper: PaperContext) {
        guard let id = table.id(of: row) else { return }
        let cells = ["forecast", "baseline", "date"].map { table.head.cell($0, of: row).text }.filter { !$0.isEmpty }
        let title = table.title(of: row)
        append(
            Milestone(
                id: id, title: title, folded: TableForm.fold(title), dateCells: cells, context: paper.dates,
                line: row.lines.first ?? 0))
    }

    private mutating func append(_ milestone: Milestone) {
        byID[milestone.id, default: []].append(milestones.count)
        milestones.append(milestone)
    }

    /// Identifiers that the paper's change tables propose to add or to remove.
    static func proposed(in paper: PaperContext) -> Set<String> {
        var ids: Set<String> = []
        for index in paper.blocks.indices {
            guard let table = paper.blocks[index].table, table.rows.first.map(isWide) ?? false else { continue }
            for part in MilestoneTable.parts(index, of: paper) where part.form == .changes {
                for row in part.rows {
                    switch MilestoneChange(printed: part.head.cell("change", of: row).plain) {
                    case .new?, .remove?: if let id = part.id(of: row) { ids.insert(id) }
                    default: break
                    }
                }
            }
        }
        return ids
    }

    private static func isWide(_ row: Row) -> Bool { row.cells.count >= 4 }
}

/// A milestone that running text prints with its title.
struct NamedMilestone {
    let id: String
    let printed: String
    let title: String
    let line: Int
    let doubts: [String]

    /// `T2-TE-0250 (SIT … Complete)` in any line without tabs, and an identifier alone above a line with its title.
    static func all(in paper: PaperContext) -> [NamedMilestone] {
        var result: [NamedMilestone] = []
        for block in paper.blocks {
            switch block {
            case .table: continue
            case .list(let items):
                for item in items {
                    bracketed(item.text, line: item.lines.first ?? 0).map { result.append($0) }
                }
            case .text(let text):
                for (offset, part) in text.parts.enumerated() {
                    bracketed(part, line: text.lines[offset]).map { result.append($0) }
                    guard offset + 1 < text.parts.count else { continue }
                    stacked(part, text.parts[offset + 1], line: text.lines[offset]).map { result.append($0) }
                }
            }
        }
        return result
    }

    private static func bracketed(_ text: String, line: Int) -> NamedMilestone? {
        guard text.utf8.contains(UInt8(ascii: "(")) else { return nil }
        let bytes = Array(text.utf8)
        for found in ReferenceReader.find(in: text) where found.kind == .milestone {
            var start = found.range.upperBound
            while start < bytes.count, bytes[start] == UInt8(ascii: " ") { start += 1 }
            guard start < bytes.count, bytes[start] == UInt8(ascii: "("),
                let end = closing(bytes, from: start)
            else { continue }
            let title = String(decoding: bytes[(start + 1)..<end], as: UTF8.self).folded
            guard looksLikeTitle(title) else { continue }
            return NamedMilestone(
                id: found.canonical, printed: found.printed, title: title, line: line, doubts: found.doubts)
        }
        return nil
    }

    /// The bracket that closes the one at `start`.
    private static func closing(_ bytes: [UInt8], from start: Int) -> Int? {
        var depth = 0
        for index in start..<bytes.count {
            if bytes[index] == UInt8(ascii: "(") { depth += 1 }
            if bytes[index] == UInt8(ascii: ")") {
                depth -= 1
                if depth == 0 { return index }
            }
        }
        return nil
    }

    static func stacked(_ upper: String, _ lower: String, line: Int) -> NamedMilestone? {
        guard upper.utf8.count <= 24, upper.utf8.contains(where: Ascii.isDigit) else { return nil }
        let reading = ReferenceReader.milestone(upper)
        guard let id = reading.value, reading.notes.isEmpty, looksLikeTitle(lower) else {
            return nil
        }
        return NamedMilestone(
            id: id, printed: upper, title: MarkupReader.plain(lower).folded, line: line, doubts: reading.doubts)
    }

    /// A title begins with a capital and has three words or more.
    static func looksLikeTitle(_ text: String) -> Bool {
        guard let first = text.first, first.isUppercase || first.isNumber else { return false }
        return text.split(separator: " ").count >= 3 && text.utf8.count <= 300
    }
}
