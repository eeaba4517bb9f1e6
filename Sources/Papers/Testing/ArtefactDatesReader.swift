import Kernel
import Record

/// Reads tables of test artefacts by interval and checks each date against the rule that the notes print.
struct ArtefactDatesReader: SectionReader {
    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        guard let run = CutTable(index, of: paper), run.table.width >= 4, let table = ArtefactTable(run.table, paper)
        else {
            return 0
        }
        let schedule = ArtefactSchedule(table, MilestoneIndex(paper))
        ledger.claim(table.headLines, as: .heading)
        for doubt in table.doubts { ledger.doubt("line \(run.table.lines.first ?? 0): \(doubt)") }
        var keys = RowKeys()
        for (place, activity) in table.activities.enumerated() {
            let key = keys.next(activity.title)
            ledger.claim(activity.row.lines, as: .record)
            for column in table.intervals.indices where !activity.cells[column].isEmpty {
                ledger.state(statement(key, place, column, schedule))
            }
        }
        return run.blocks
    }

    private func statement(_ key: String, _ place: Int, _ column: Int, _ schedule: ArtefactSchedule) -> Statement {
        let table = schedule.table
        let activity = table.activities[place]
        let cell = activity.cells[column]
        let interval = String(table.intervals[column])
        let expectation = schedule.expectation(of: place, column)
        let reading = activity.readings[column]
        let date = reading.value?.day
        var doubts = cell.doubts + reading.doubts
        if let expectation, expectation.agrees == false, date != nil {
            doubts.append("\(cell.text.folded) breaks the rule, which gives \(expectation.date.iso)")
        }
        if let date, date.weekday.isWeekend { doubts.append("\(date.iso) is a \(date.weekday.name)") }
        let fields: [FieldReading?] = [
            .text("activity", activity.title, printed: activity.row.cells.first?.text),
            FieldReading("interval", .text(interval), printed: interval),
            FieldReading(
                "date", date.map(Value.date), printed: cell.text, at: cell.place, doubts: doubts,
                resolved: resolved(date, cell, expectation)),
            FieldReading("no_later_than", .truth(DateReader.hasNoLaterThan(cell.text)), printed: ""),
            expectation.map { FieldReading("expected", .date($0.date), printed: "") },
            expectation.map { .text("basis", $0.basis, printed: "") },
            expectation?.agrees.map { FieldReading("agrees", .truth($0), printed: "") },
            FieldReading("order", .integer(place + 1), printed: ""), .text("note", activity.notes),
        ]
        return Statement(
            .pitDates, key: "\(key)|\(interval)", lines: activity.row.lines, rule: "artefact-dates",
            doubts: table.doubts, fields: fields.compactMap { $0 })
    }

    /// The expected date where the print breaks an exact rule by one figure of the day: a misreading.
    private func resolved(
        _ date: CalendarDate?, _ cell: Cell, _ expectation: ArtefactSchedule.Expectation?
    ) -> ResolvedValue? {
        guard let expectation, expectation.agrees == false else { return nil }
        let printed = cell.text.prefix { $0.isNumber || $0 == " " }.filter(\.isNumber)
        let expected = expectation.date.day
        if let date {
            guard date.calendarMonth == expectation.date.calendarMonth, isOneFigureApart(date.day, expected) else {
                return nil
            }
        } else {
            guard let day = Int(printed), isOneFigureApart(day, expected) else { return nil }
        }
        return ResolvedValue(
            value: expectation.date.iso, by: "artefact rule, one figure apart", reason: expectation.basis)
    }

    private func isOneFigureApart(_ left: Int, _ right: Int) -> Bool {
        (left / 10 == right / 10) != (left % 10 == right % 10)
    }
}
