import Kernel
import Record

/// Reads a table of dated activities: Activity, Start date, End date, Notes.
struct OnboardingWindowsReader: SectionReader {
    static let form = TableForm(
        "onboarding-windows",
        [
            ColumnForm("activity", "Activity", "Activities", "Interval", "Window"),
            ColumnForm("start", "Start date", "Start", "From"),
            ColumnForm("end", "End date", "End", "Finish date", "To"),
            ColumnForm("note", "Notes", "Note", "Comments", required: false),
        ])

    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        guard let run = CutTable(index, of: paper), run.table.width <= 8 else { return 0 }
        let table = run.table
        var head: TableHead
        var start = 0
        var doubts: [String] = []
        if let place = table.rows.prefix(3).firstIndex(where: { Self.form.head(in: $0) != nil }),
            let found = Self.form.head(in: table.rows[place])
        {
            (head, start) = (found, place + 1)
            ledger.claim(found.lines, as: .heading)
        } else if Self.isHeadless(table, paper) {
            head = TableHead(places: ["activity": 0, "start": 1, "end": 2, "note": 3], width: table.width, lines: [])
            doubts = ["the table has no head; columns found by their content"]
        } else {
            return 0
        }
        let rows = RowMender.mended(Array(table.rows[start...]), width: head.width, key: head.places["activity"] ?? 0) {
            Self.isDated(head.cell("end", of: $0), paper) || Self.isDated(head.cell("start", of: $0), paper)
        }
        var keys = RowKeys()
        for row in rows where !row.isEmpty {
            if let statement = statement(row, head, paper, doubts, &keys) { ledger.state(statement) }
        }
        return run.blocks
    }

    private static func isDated(_ cell: Cell, _ paper: PaperContext) -> Bool {
        cell.text.utf8.count <= 40 && DateReader.read(cell.text, in: paper.dates).value?.day != nil
    }

    /// Two dates behind a label in most rows, some of which name an interval.
    private static func isHeadless(_ table: RawTable, _ paper: PaperContext) -> Bool {
        let rows = table.rows.filter { !$0.isEmpty }
        guard rows.count >= 3, (3...4).contains(table.width) else { return false }
        return rows.count { isDated($0[1], paper) && isDated($0[2], paper) } * 3 >= rows.count * 2
            && rows.count { SlideWords.interval(in: $0[0].text) != nil } >= 2
    }

    private func statement(
        _ row: Row, _ head: TableHead, _ paper: PaperContext, _ doubts: [String], _ keys: inout RowKeys
    ) -> Statement? {
        let activity = head.cell("activity", of: row)
        let (start, end, note) = (head.cell("start", of: row), head.cell("end", of: row), head.cell("note", of: row))
        guard !activity.isEmpty, !start.isEmpty || !end.isEmpty else { return nil }
        let startField = FieldReading.ofDate("start", start, paper.dates)
        let endField = FieldReading.ofDate("end", end, paper.dates)
        var doubts = doubts
        if let from = startField?.date, let to = endField?.date, to < from {
            doubts.append("the end is before the start")
        }
        let bound = [start, end, note].contains { DateReader.hasNoLaterThan($0.text) }
        let interval = SlideWords.interval(in: activity.text).map(String.init)
        let fields: [FieldReading?] = [
            interval.map { FieldReading("interval", .text($0), printed: activity.text, at: activity.place) },
            .ofCell("activity", activity), startField, endField, .ofCell("note", note),
            FieldReading("no_later_than", .truth(bound), printed: ""),
        ]
        return Statement(
            .onboardingWindows, key: keys.next(activity.plain), lines: row.lines, rule: "onboarding-windows",
            doubts: doubts, fields: fields.compactMap { $0 })
    }
}

/// Reads a chart of weeks: one column a week, one label where a bar begins. Ends are lost and never invented (H13).
struct OnboardingWeeksReader: SectionReader {
    private struct Head {
        let row: Row
        /// Column and the day its week begins.
        let weeks: [(column: Int, start: CalendarDate, doubts: [String])]
        let participants: Int?
    }

    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        guard let run = CutTable(index, of: paper), run.table.width >= 6,
            let place = run.table.rows.prefix(3).firstIndex(where: { head($0, paper) != nil }),
            let head = head(run.table.rows[place], paper)
        else { return 0 }
        let width = head.row.cells.count
        let rows = RowMender.mended(Array(run.table.rows[(place + 1)...]), width: width, key: 0) {
            $0.cells.count >= width - 1
        }
        ledger.claim(head.row.lines, as: .heading)
        var interval: Cell?
        var participants: Cell?
        var number = 0
        var isKey = false
        var keys = RowKeys()
        for row in rows where !row.isEmpty {
            let first = row[0]
            if TableForm.fold(first.text) == "key" || TableForm.fold(first.text) == "legend" { isKey = true }
            if isKey {
                ledger.claim(row.lines, as: .heading)
                continue
            }
            if first.isEmpty {
                number += 1
            } else {
                interval = first
                participants = nil
                number = 1
            }
            if let column = head.participants, !row[column].isEmpty { participants = row[column] }
            ledger.claim(row.lines, as: .heading)
            state(row, head, interval, participants, number, &keys, &ledger)
        }
        return run.blocks
    }

    /// A row with four weeks or more, each seven days after the one before.
    private func head(_ row: Row, _ paper: PaperContext) -> Head? {
        var weeks: [(column: Int, start: CalendarDate, doubts: [String])] = []
        for (column, cell) in row.cells.enumerated() where !cell.isEmpty && cell.text.utf8.count <= 20 {
            let reading = DateReader.read(cell.text, in: paper.dates)
            if let day = reading.value?.day { weeks.append((column, day, reading.doubts)) }
        }
        guard weeks.count >= 4, let first = weeks.first, first.column >= 1 else { return nil }
        let steps = zip(weeks, weeks.dropFirst()).map { ($1.start - $0.start, $1.column - $0.column) }
        guard steps.count(where: { $0.0 == 7 * $0.1 }) * 3 >= steps.count * 2 else { return nil }
        let participants = (1..<first.column).first { column in
            SlideWords.of(row[column].text).contains {
                $0 == "number" || $0 == "participants" || $0 == "pps" || $0 == "no"
            }
        }
        // A week read wrongly stands out between its neighbours.
        for index in weeks.indices where weeks[index].start - first.start != 7 * (weeks[index].column - first.column) {
            weeks[index].doubts.append("\(weeks[index].start.iso) is not a week after the column before")
        }
        return Head(row: row, weeks: weeks, participants: participants ?? (first.column > 1 ? 1 : nil))
    }

    private func state(
        _ row: Row, _ head: Head, _ interval: Cell?, _ participants: Cell?, _ number: Int, _ keys: inout RowKeys,
        _ ledger: inout Ledger
    ) {
        let name = interval?.plain ?? ""
        for week in head.weeks where !row[week.column].isEmpty {
            let cell = row[week.column]
            let fields: [FieldReading?] = [
                interval.flatMap { FieldReading.ofCell("interval", $0) },
                participants.flatMap { FieldReading.ofCell("participants", $0) },
                FieldReading("row", .integer(number), printed: ""),
                FieldReading(
                    "week", .date(week.start), printed: head.row[week.column].text, at: head.row[week.column].place,
                    doubts: week.doubts),
                .ofCell("label", cell),
            ]
            ledger.state(
                Statement(
                    .onboardingWeeks, key: keys.next("\(name)|\(number)|\(week.start.iso)"), lines: row.lines,
                    rule: "onboarding-weeks", doubts: interval == nil ? ["no interval is printed above the row"] : [],
                    fields: fields.compactMap { $0 }))
        }
        if row.cells.count > head.row.cells.count {
            ledger.doubt("line \(row.lines.first ?? 0): the row has more cells than the chart has weeks")
        }
    }
}
