import Record

/// A table whose lines a cut row interrupts: the lines without tabs that touch it belong to it (hazard H06).
struct CutTable {
    let table: RawTable
    /// Blocks it spans.
    let blocks: Int

    /// Cut rows are followed within one table; more than this is another thing.
    private static let interruptions = 40

    /// The table at a block, gone on with where untabbed lines stand between two tables without a blank line.
    init?(_ index: Int, of paper: PaperContext) {
        guard let first = paper.blocks[index].table else { return nil }
        var rows = first.rows
        var next = index + 1
        for _ in 0..<Self.interruptions {
            guard next + 1 < paper.blocks.count, let between = Self.cut(paper.blocks[next]),
                let further = paper.blocks[next + 1].table, let last = rows.last?.lines.last,
                between.first?.lines.first == last + 1, let end = between.last?.lines.last,
                further.lines.first == end + 1
            else { break }
            rows += between + further.rows
            next += 2
        }
        table = RawTable(rows: rows)
        blocks = next - index
    }

    /// Lines right below a table whose last rows lost their empty cells (hazard H10), as rows of the first column.
    static func below(_ table: RawTable, _ next: Int, of paper: PaperContext) -> [Row] {
        guard next < paper.blocks.count, let text = paper.blocks[next].text, let last = table.lines.last,
            text.lines.first == last + 1, text.parts.allSatisfy({ $0.utf8.count <= 120 })
        else { return [] }
        return zip(text.parts, text.lines).map { Row(cells: [Cell($0, line: $1, column: 0)], lines: [$1]) }
    }

    /// One or two lines without tabs as rows of one cell.
    private static func cut(_ block: Block) -> [Row]? {
        let lines: [(String, Int)]
        switch block {
        case .table: return nil
        case .text(let text): lines = Array(zip(text.parts, text.lines))
        case .list(let items):
            lines = items.map { ($0.marker + " " + $0.text, $0.lines.first ?? 0) }
        }
        guard lines.count <= 2 else { return nil }
        return lines.map { Row(cells: [Cell($0.0, line: $0.1, column: 0)], lines: [$0.1]) }
    }
}
