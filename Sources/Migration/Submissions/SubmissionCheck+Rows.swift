import Kernel

extension SubmissionCheck {
    /// What a row's key needs to be a cell of the template.
    private struct Placing {
        enum Place {
            case cell(Int)
            /// A day or week in which nothing can be planned: the row may stand with a volume of 0.
            case empty(start: CalendarDate, rule: SubmissionRule, why: String)
        }

        var place: Place
        var issues: [Issue] = []
    }

    /// One field that is wrong; without a value, the row cannot be mended.
    private struct Issue: Error {
        let rule: SubmissionRule
        let column: SubmissionColumn
        let limit: String
        let explanation: String
        var value: String?
    }

    /// Makes the empty template and the bounds that later stages work under.
    mutating func prepare() {
        guard let allowance else { return }
        let count = allowance.envelopes.count
        rowOfCell = [Int](repeating: -1, count: count)
        submitted = [Int?](repeating: nil, count: count)
        values = [Int](repeating: 0, count: count)
        var days = 0
        var weeks = 0
        for row in sheet.rows {
            if row.granularity == UInt8(ascii: "D") { days += 1 }
            if row.granularity == UInt8(ascii: "W") { weeks += 1 }
        }
        // A file of one granularity is one part of the template; an empty one is none, and lacks both.
        hasDays = days > 0 || weeks == 0
        hasWeeks = weeks > 0 || days == 0
        if let name {
            let other = name.granularity == "D" ? weeks : name.granularity == "W" ? days : 0
            if other > 0 {
                raise(
                    Draft(
                        rule: .nameMatchesRows, row: 0, key: "name", observed: name.granularity, limit: "M",
                        explanation: "the file has \(other) rows of the other granularity", advice: "M"))
            }
            hasDays = hasDays || name.granularity != "W"
            hasWeeks = hasWeeks || name.granularity != "D"
        }
        prepareFrozen()
        prepareCaps()
    }

    /// The rules of each row, and of the rows as a whole.
    mutating func judgeRows() {
        guard let allowance else { return }
        var later: [Int] = []
        var seenEmpty: Set<String> = []
        for place in sheet.rows.indices {
            let row = sheet.rows[place]
            // The way of a row without fault, which makes no text.
            if row.hasSchema, row.isText, sheet.suppliers[row.supplier] == supplierCode, row.volume >= 0,
                let cell = plainCell(row, allowance), rowOfCell[cell] < 0
            {
                take(place, cell)
            } else {
                later.append(place)
            }
        }
        // Rows whose key is wrong get what those with a right key have left.
        for isMended in [false, true] {
            for place in later where needsMending(sheet.rows[place]) == isMended {
                judge(place, allowance, &seenEmpty)
            }
        }
    }

    private func needsMending(_ row: SubmissionSheet.Row) -> Bool {
        guard let allowance, sheet.suppliers[row.supplier] == supplierCode, row.isText else { return true }
        return plainCell(row, allowance) == nil
    }

    /// The cell of a row whose key is as it should be.
    private func plainCell(_ row: SubmissionSheet.Row, _ allowance: SupplierAllowance) -> Int? {
        guard row.date != SubmissionSheet.noDate, row.distributor >= 0, row.granularity != 0,
            let place = place(ofDistributor: row.distributor)
        else { return nil }
        let date = CalendarDate(dayNumber: row.date)
        let isDay = row.granularity == UInt8(ascii: "D")
        guard let period = isDay ? layout.period(day: date) : layout.period(week: date),
            row.plan == (isDay ? UInt8(ascii: "C") : UInt8(ascii: "F"))
        else { return nil }
        let isRight =
            isDay
            ? row.sprint == layout.sprint.number
            : layout.weeks[period - layout.days.count].sprints.contains(row.sprint)
        return isRight ? place * allowance.periods + period : nil
    }

    func place(ofDistributor distributor: Int) -> Int? {
        guard let allowance else { return nil }
        let place = allowance.distributors.partitioned { $0 < distributor }
        return place < allowance.distributors.count && allowance.distributors[place] == distributor ? place : nil
    }

    private mutating func take(_ place: Int, _ cell: Int) {
        let volume = sheet.rows[place].volume
        rowOfCell[cell] = place
        if volume >= 0 {
            submitted[cell] = volume
            values[cell] = volume
        }
    }

    /// A row that has some fault, or is of a day on which nothing can be planned.
    private mutating func judge(_ place: Int, _ allowance: SupplierAllowance, _ seenEmpty: inout Set<String>) {
        let row = sheet.rows[place]
        guard row.isText else {
            return remove(
                row,
                Issue(
                    rule: .fileIsReadable, column: .comment, limit: "UTF-8",
                    explanation: "the row's bytes are not UTF-8"))
        }
        let placing: Placing
        do throws(Issue) {
            placing = try self.placing(row, allowance)
        } catch {
            return remove(row, error)
        }
        var issues = placing.issues
        let key: String
        switch placing.place {
        case .cell(let cell):
            key = self.key(cell)
            if rowOfCell[cell] >= 0 {
                return remove(
                    row,
                    Issue(
                        rule: issues.first?.rule ?? .keysAreUnique, column: issues.first?.column ?? .start,
                        limit: issues.first?.limit ?? "once",
                        explanation: (issues.first.map { $0.explanation + "; and row " } ?? "row ")
                            + "\(sheet.rows[rowOfCell[cell]].line) has this distributor, period and granularity already"
                    ))
            }
            take(place, cell)
            formIssues(row, &issues)
            raise(row, issues, key, cell: row.volume < 0 ? cell : nil)
        case .empty(let start, let rule, let why):
            key = self.key(sheet.text(row, .distributor), start, isDay: row.granularity == UInt8(ascii: "D"))
            guard seenEmpty.insert(key).inserted else {
                return remove(
                    row,
                    Issue(
                        rule: .keysAreUnique, column: .start, limit: "once",
                        explanation: "an earlier row has this distributor, period and granularity already"))
            }
            formIssues(row, &issues)
            raise(row, issues, key, cell: nil)
            guard row.volume != 0 else { return }
            raise(
                Draft(
                    rule: row.volume > 0 ? rule : .valuesParse, row: row.line, key: key,
                    observed: sheet.text(row, .volume), limit: "0", explanation: why,
                    changes: [set(row, .volume, "0", key: key)]))
        }
    }

    /// Faults of a row that are independent of its key.
    private func formIssues(_ row: SubmissionSheet.Row, _ issues: inout [Issue]) {
        if !row.hasSchema {
            issues.append(
                Issue(
                    rule: .fileIsReadable, column: .schema, limit: SubmissionTemplate.schemaVersion,
                    explanation: "the row is of an unknown version of the form", value: SubmissionTemplate.schemaVersion
                ))
        }
        if sheet.suppliers[row.supplier] != supplierCode {
            issues.append(
                Issue(
                    rule: .nameMatchesRows, column: .supplier, limit: supplierCode,
                    explanation: "the row names another supplier than the file", value: supplierCode))
        }
    }

    /// One finding a rule, with all its fields.
    private mutating func raise(_ row: SubmissionSheet.Row, _ issues: [Issue], _ key: String, cell: Int?) {
        for rule in SubmissionRule.allCases {
            let mine = issues.filter { $0.rule == rule }
            let hasVolume = rule == .valuesParse && cell != nil
            guard !mine.isEmpty || hasVolume else { continue }
            var columns = mine.map(\.column)
            var words = mine.map(\.explanation)
            var limits = mine.map(\.limit)
            if hasVolume {
                columns.append(.volume)
                limits.append("1 to 10 digits")
                words.append("plannedVolume is no plain whole number")
                readLoosely(row, cell)
            }
            raise(
                Draft(
                    rule: rule, row: row.line, key: key,
                    observed: columns.map { sheet.text(row, $0) }.joined(separator: "; "),
                    limit: limits.joined(separator: "; "), explanation: words.joined(separator: "; "),
                    cells: hasVolume ? [cell].compactMap { $0 } : [],
                    changes: mine.compactMap { issue in issue.value.map { set(row, issue.column, $0, key: key) } }))
        }
    }

    /// The value that a badly written volume must mean, if there is one: `1,200`, ` 5 `, `+3`, `12.00`.
    private mutating func readLoosely(_ row: SubmissionSheet.Row, _ cell: Int?) {
        guard let cell else { return }
        var text = sheet.raw(row, .volume).filter { $0 != "," && $0 != " " && $0 != "_" && $0 != "'" }
        if text.hasPrefix("+") { text.removeFirst() }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.count < 2 || parts[1].allSatisfy({ $0 == "0" }), let first = parts.first,
            (1...10).contains(first.utf8.count), first.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return }
        values[cell] = Int(first) ?? 0
    }

    private mutating func remove(_ row: SubmissionSheet.Row, _ issue: Issue) {
        let key = [SubmissionColumn.distributor, .start, .granularity].map { sheet.text(row, $0) }.joined(
            separator: " ")
        raise(
            Draft(
                rule: issue.rule, row: row.line, key: key,
                observed: issue.limit == "once" ? "twice" : sheet.text(row, issue.column), limit: issue.limit,
                explanation: issue.explanation, changes: [.remove(row: row.line, key: key)]))
    }

    // MARK: Keys

    private func placing(_ row: SubmissionSheet.Row, _ allowance: SupplierAllowance) throws(Issue) -> Placing {
        var issues: [Issue] = []
        let date = try date(row, &issues)
        let distributor = try distributor(row, &issues)
        let isDay = granularity(row, date, &issues)
        let (period, start, rule, why) = isDay ? try day(row, date, &issues) : try week(row, date, &issues)
        let plan = isDay ? "COMMITTED" : "FORECAST"
        if row.plan != plan.utf8.first {
            issues.append(
                Issue(
                    rule: .granularityIsRight, column: .plan, limit: plan,
                    explanation: isDay ? "a day of the committed sprint is committed" : "a later week is a forecast",
                    value: plan))
        }
        guard let place = place(ofDistributor: distributor) else {
            throw Issue(
                rule: .cellsAreComplete, column: .distributor, limit: "a distributor of the portfolio",
                explanation: "the supplier has no metering points there")
        }
        guard let period else {
            return Placing(place: .empty(start: start, rule: rule, why: why), issues: issues)
        }
        return Placing(place: .cell(place * allowance.periods + period), issues: issues)
    }

    private func date(_ row: SubmissionSheet.Row, _ issues: inout [Issue]) throws(Issue) -> CalendarDate {
        if row.date != SubmissionSheet.noDate { return CalendarDate(dayNumber: row.date) }
        let date = LooseDate.read(sheet.raw(row, .start))
        let issue = Issue(
            rule: .valuesParse, column: .start, limit: "yyyy-mm-dd", explanation: "periodStart is no date yyyy-mm-dd",
            value: date?.iso)
        guard let date else { throw issue }
        issues.append(issue)
        return date
    }

    private func distributor(_ row: SubmissionSheet.Row, _ issues: inout [Issue]) throws(Issue) -> Int {
        if row.distributor >= 0 { return row.distributor }
        let close = sheet.raw(row, .distributor).uppercased().filter { !$0.isWhitespace }
        let place = market.distributor(close)
        let issue = Issue(
            rule: .partiesAreKnown, column: .distributor, limit: "a distributor of the market",
            explanation: "the market has no such distributor", value: place == nil ? nil : close)
        guard let place else { throw issue }
        issues.append(issue)
        return place
    }

    private func granularity(_ row: SubmissionSheet.Row, _ date: CalendarDate, _ issues: inout [Issue]) -> Bool {
        guard row.granularity == 0 else { return row.granularity == UInt8(ascii: "D") }
        let text = sheet.raw(row, .granularity).uppercased().filter { !$0.isWhitespace }
        let isDay =
            text.hasPrefix("D") || (!text.hasPrefix("W") && layout.sprint.execution.contains(date))
        issues.append(
            Issue(
                rule: .granularityIsRight, column: .granularity, limit: "D or W",
                explanation: "granularity is neither D nor W", value: isDay ? "D" : "W"))
        return isDay
    }

    private typealias PeriodFound = (period: Int?, start: CalendarDate, rule: SubmissionRule, why: String)

    private func day(
        _ row: SubmissionSheet.Row, _ date: CalendarDate, _ issues: inout [Issue]
    ) throws(Issue) -> PeriodFound {
        let sprint = layout.sprint
        let horizon = "\(sprint.execution.lowerBound) to \(sprint.execution.upperBound)"
        guard sprint.execution.contains(date) else {
            if row.sprint == sprint.number || checker.table.sprints[row.sprint] == nil {
                throw Issue(
                    rule: .periodsAreRight, column: .start, limit: horizon,
                    explanation: "the day is not in the execution of sprint \(sprint.number)")
            }
            throw Issue(
                rule: .granularityIsRight, column: .granularity, limit: "sprint \(sprint.number) by day, later by week",
                explanation: row.sprint < sprint.number
                    ? "sprint \(row.sprint) is before the committed one"
                    : "sprint \(row.sprint) is forecast by week: its days go into the row of their week")
        }
        if row.sprint != sprint.number {
            issues.append(
                Issue(
                    rule: .granularityIsRight, column: .sprint, limit: String(sprint.number),
                    explanation: "the day is in the execution of sprint \(sprint.number)", value: String(sprint.number))
            )
        }
        if let period = layout.period(day: date) { return (period, date, .nothingOffTheCalendar, "") }
        let (rule, why) = emptyReason(date...date)
        return (nil, date, rule, why)
    }

    private func week(
        _ row: SubmissionSheet.Row, _ date: CalendarDate, _ issues: inout [Issue]
    ) throws(Issue) -> PeriodFound {
        let monday = SubmissionLayout.monday(of: date)
        let sprint = layout.sprint.number
        guard let period = layout.period(week: monday) else {
            let days = monday...monday.adding(days: 6)
            let isLater = checker.table.sprints.sprints.contains {
                $0.number > sprint && $0.execution.overlaps(days)
            }
            guard isLater, date == monday else {
                let isCommitted = layout.sprint.execution.overlaps(days)
                throw Issue(
                    rule: isCommitted ? .granularityIsRight : .periodsAreRight,
                    column: isCommitted ? .granularity : .start, limit: "a week of a sprint after \(sprint)",
                    explanation: isCommitted
                        ? "sprint \(sprint) is committed by day" : "the week is in no sprint after \(sprint)")
            }
            let (rule, why) = emptyReason(days)
            return (nil, monday, rule, why)
        }
        if date != monday {
            issues.append(
                Issue(
                    rule: .periodsAreRight, column: .start, limit: monday.iso,
                    explanation: "\(date) is a \(date.weekday): a weekly period begins on a Monday", value: monday.iso))
        }
        let owners = layout.weeks[period - layout.days.count].sprints
        if !owners.contains(row.sprint) {
            let isLater = row.sprint > sprint && checker.table.sprints[row.sprint] != nil
            issues.append(
                Issue(
                    rule: isLater ? .periodsAreRight : .granularityIsRight, column: .sprint,
                    limit: String(owners.lowerBound),
                    explanation: isLater
                        ? "the week is not in sprint \(row.sprint)"
                        : "sprint \(sprint) is committed by day, later ones by week",
                    value: String(owners.lowerBound)))
        }
        return (period, monday, .nothingOffTheCalendar, "")
    }

    /// Why nothing can be planned on some days.
    private func emptyReason(_ days: ClosedRange<CalendarDate>) -> (SubmissionRule, String) {
        if days.lowerBound > market.lastDate {
            return (.nothingAfterTheEnd, "nothing is planned after \(market.lastDate), the end less its buffer")
        }
        if days.lowerBound == days.upperBound {
            let kind = market.calendar.dayClass(days.lowerBound).rawValue
            return (.nothingOffTheCalendar, "\(days.lowerBound) is a day of class \(kind)")
        }
        return (.nothingOffTheCalendar, "the week has no migration day")
    }
}

/// Dates that are written otherwise, where they can be read in one way only.
enum LooseDate {
    /// Reads `yyyymmdd`, `yyyy/mm/dd`, `dd/mm/yyyy` (a day above 12), and ISO with spaces or a time of midnight.
    static func read(_ text: String) -> CalendarDate? {
        var text = text.filter { $0 != " " }
        if let time = text.firstIndex(of: "T") {
            guard text[time...].allSatisfy({ $0 == "T" || $0 == "0" || $0 == ":" || $0 == "Z" }) else { return nil }
            text = String(text[..<time])
        }
        if let date = CalendarDate(iso: text) { return date }
        let parts = text.split { $0 == "/" || $0 == "-" || $0 == "." }.map { Int($0) }
        if parts.count == 1, text.utf8.count == 8, let number = Int(text), number > 0 {
            return CalendarDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
        }
        guard parts.count == 3, let first = parts[0], let second = parts[1], let third = parts[2] else { return nil }
        if first > 31 { return CalendarDate(year: first, month: second, day: third) }
        // 03/04/2026 may be April or March.
        return first > 12 || first == second ? CalendarDate(year: third, month: second, day: first) : nil
    }
}
