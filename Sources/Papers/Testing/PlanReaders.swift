import Kernel
import Record

/// Reads a plan on a page: activities against months under years. Bars are colours and lost (hazard H14); only a cell
/// with text says when.
struct PlanGridReader: SectionReader {
    private struct Grid {
        let months: [Int: CalendarMonth]
        let headLines: [Int]
        /// The row after the head.
        let start: Int
    }

    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        guard let run = CutTable(index, of: paper), run.table.width >= 6, let grid = grid(run.table) else { return 0 }
        let width = run.table.width
        let below = CutTable.below(run.table, index + run.blocks, of: paper)
        let rows = RowMender.mended(Array(run.table.rows[grid.start...]) + below, width: width, key: 0) {
            $0.cells.count >= width - 1 || !below.isEmpty
        }
        ledger.claim(grid.headLines, as: .heading)
        let plan = title(above: index, paper)
        var keys = RowKeys()
        for row in rows where !row.isEmpty {
            guard let name = row.cells.first, !name.isEmpty else { continue }
            ledger.state(statement(row, name, plan, grid, keys.next("\(plan)|\(name.plain)")))
        }
        return run.blocks + (below.isEmpty ? 0 : 1)
    }

    private func statement(_ row: Row, _ name: Cell, _ plan: String, _ grid: Grid, _ key: String) -> Statement {
        let filled = row.cells.indices.dropFirst().filter { !row[$0].isEmpty && grid.months[$0] != nil }
        var fields: [FieldReading?] = [.ofCell("activity", name), .text("plan", plan)]
        var doubts: [String] = []
        if let first = filled.first, let month = grid.months[first] {
            doubts.append("only months are printed")
            fields.append(FieldReading("start", .date(month.first), printed: row[first].text, at: row[first].place))
            if let last = filled.last, last > first, let month = grid.months[last] {
                fields.append(FieldReading("end", .date(month.last), printed: row[last].text, at: row[last].place))
            }
        } else {
            doubts.append("no dates: the plan's bars are colours that the text has lost")
        }
        return Statement(
            .planActivities, key: key, lines: row.lines, rule: "plan-grid", doubts: doubts,
            fields: fields.compactMap { $0 })
    }

    /// Months in one row, years in the row above where one is.
    private func grid(_ table: RawTable) -> Grid? {
        for (place, row) in table.rows.prefix(4).enumerated() {
            let named = row.cells.indices.compactMap { column in
                month(row[column].trimmed).map { (column: column, month: $0) }
            }
            guard named.count >= 6, named.count * 3 >= row.texts.count * 2 else { continue }
            var lines = row.lines
            var years: [Int: Int] = [:]
            if place > 0 {
                lines += table.rows[place - 1].lines
                for (column, cell) in table.rows[place - 1].cells.enumerated() {
                    if let year = Int(cell.trimmed), CalendarDate.years.contains(year) { years[column] = year }
                }
            }
            return Grid(months: dated(named, years), headLines: lines, start: place + 1)
        }
        return nil
    }

    /// Each year begins at its column; where columns are a step apart, at the next January.
    private func dated(_ named: [(column: Int, month: Int)], _ years: [Int: Int]) -> [Int: CalendarMonth] {
        guard var year = years.min(by: { $0.key < $1.key })?.value else { return [:] }
        var result: [Int: CalendarMonth] = [:]
        var before = 0
        for (column, month) in named {
            if before > 0 && month <= before { year += 1 }
            before = month
            result[column] = CalendarMonth(year: year, month: month)
        }
        return result
    }

    private func month(_ text: String) -> Int? {
        guard (3...9).contains(text.utf8.count) else { return nil }
        let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        let lowered = text.lowercased()
        guard let place = names.firstIndex(where: lowered.hasPrefix), lowered.allSatisfy(\.isLetter) else { return nil }
        return place + 1
    }

    /// The nearest title above, past a legend.
    private func title(above index: Int, _ paper: PaperContext) -> String {
        var place = index - 1
        var fallback = ""
        while place >= 0, index - place <= 3, let text = paper.blocks[place].text {
            let title = MarkupReader.plain(text.parts.first ?? "").folded
            if SlideWords.of(title).first == "appendix" || SlideWords.holds(title, "plan") { return title }
            if fallback.isEmpty { fallback = title }
            place -= 1
        }
        return fallback
    }
}

/// Reads a timeline of items against periods, with text in the cells.
struct CleanseTimelineReader: SectionReader {
    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        guard let run = CutTable(index, of: paper), run.table.width >= 3,
            let place = run.table.rows.prefix(2).firstIndex(where: { isHead($0, paper) })
        else { return 0 }
        let head = run.table.rows[place]
        let width = head.cells.count
        let rows = RowMender.mended(Array(run.table.rows[(place + 1)...]), width: width, key: 0) {
            $0.cells.count >= width - 1
        }
        ledger.claim(head.lines, as: .heading)
        var item: Cell?
        var order = 0
        var keys = RowKeys()
        for row in rows where !row.isEmpty {
            var doubts: [String] = []
            if !row[0].isEmpty {
                item = row[0]
            } else if item != nil {
                doubts.append("the item is printed in a row above")
            }
            for column in row.cells.indices.dropFirst() where !row[column].isEmpty {
                order += 1
                ledger.state(statement(row, column, item, head, order, doubts, &keys))
            }
            ledger.claim(row.lines, as: .heading)
        }
        return order > 0 ? run.blocks : 0
    }

    private func statement(
        _ row: Row, _ column: Int, _ item: Cell?, _ head: Row, _ order: Int, _ doubts: [String],
        _ keys: inout RowKeys
    ) -> Statement {
        let period = head[column]
        let fields: [FieldReading?] = [
            item.flatMap { FieldReading.ofCell("item", $0) }, .ofCell("period", period), .ofCell("text", row[column]),
            FieldReading("order", .integer(order), printed: ""),
        ]
        return Statement(
            .cleanseTimeline, key: keys.next("\(item?.plain ?? "")|\(period.plain)"), lines: row.lines,
            rule: "timeline", doubts: doubts + (period.isEmpty ? ["the column has no period"] : []),
            fields: fields.compactMap { $0 })
    }

    /// No label or a short one first, then months of a year.
    private func isHead(_ row: Row, _ paper: PaperContext) -> Bool {
        let labels = row.cells.dropFirst().filter { !$0.isEmpty }
        guard labels.count >= 2, row[0].text.utf8.count <= 20, labels.allSatisfy({ $0.text.utf8.count <= 30 }) else {
            return false
        }
        let months = labels.count { cell in
            guard cell.text.contains(where: \.isNumber) else { return false }
            switch DateReader.read(cell.text, in: paper.dates).value {
            case .month?, .months?: return true
            default: return false
            }
        }
        return months >= 2 && months * 3 >= labels.count * 2
    }
}
