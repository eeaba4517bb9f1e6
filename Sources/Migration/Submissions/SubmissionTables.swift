import Kernel

/// Reads the tables that go with envelopes and submissions; every mistake becomes a finding of its file.
public enum SubmissionTables {
    public static let sprintsFile = "sprints.csv"
    public static let envelopesFile = "envelopes.csv"
    public static let weeksFile = "weeks.csv"
    public static let daysFile = "days.csv"

    /// Reads the rows of a table, each by a closure that gives nil where it has reported something.
    private static func read<Row>(
        _ table: MigrationTable, _ columns: [String], _ findings: inout FolderFindings,
        _ row: (inout TableReader, Int) -> Row?
    ) -> [Row] {
        guard var reader = TableReader(table, columns, &findings) else { return [] }
        var rows: [Row] = []
        rows.reserveCapacity(table.count)
        for place in 0..<table.count where reader.isWhole(place) {
            if let row = row(&reader, place) { rows.append(row) }
        }
        findings = reader.findings
        return rows
    }

    // MARK: Sprints

    /// `sprints.csv`: sprint, phase, from, to; the phase is planning, execution or retrospective.
    ///
    /// - Returns: nil where `findings` has an error.
    public static func sprints(_ table: MigrationTable, findings: inout FolderFindings) -> SprintCalendar? {
        typealias Phase = SprintCalendar.Phase
        struct Span {
            let sprint: Int
            let phase: Phase
            let dates: ClosedRange<CalendarDate>
        }
        let before = findings.errorCount
        var seen: [String: Int] = [:]
        let spans = read(table, ["sprint", "phase", "from", "to"], &findings) { reader, row -> Span? in
            let sprint = reader.whole(row, 0, 1...SprintCalendar.mostSprints)
            let phase = reader.word(row, 1, Phase.allCases.map { ($0.rawValue, $0) })
            let from = reader.date(row, 2)
            let to = reader.date(row, 3)
            guard let sprint, let phase, let from, let to else { return nil }
            guard from <= to else {
                reader.report(
                    row, 3, .periodIsInOrder, "is before from", "write a last day that is not before the first")
                return nil
            }
            guard reader.isNew("\(sprint) \(phase.rawValue)", row, &seen, column: 1, of: "of sprint \(sprint) ") else {
                return nil
            }
            return Span(sprint: sprint, phase: phase, dates: from...to)
        }
        guard findings.errorCount == before else { return nil }
        let numbers = Set(spans.map(\.sprint)).sorted()
        var sprints: [SprintCalendar.Sprint] = []
        for number in numbers {
            func dates(_ phase: Phase) -> ClosedRange<CalendarDate>? {
                spans.first { $0.sprint == number && $0.phase == phase }?.dates
            }
            guard let execution = dates(.execution) else {
                refuse(table, "has no execution of sprint \(number)", "add its row", &findings)
                return nil
            }
            sprints.append(
                SprintCalendar.Sprint(
                    number: number, planning: dates(.planning), execution: execution,
                    retrospective: dates(.retrospective)))
        }
        do {
            return try SprintCalendar(sprints: sprints)
        } catch {
            refuse(table, "is no calendar of sprints: \(error)", "mend the rows, or leave the file out", &findings)
            return nil
        }
    }

    /// `sprints.csv` of a calendar.
    public static func table(_ calendar: SprintCalendar) -> MigrationTable {
        var table = MigrationTable(name: sprintsFile, header: ["sprint", "phase", "from", "to"])
        for sprint in calendar.sprints {
            for phase in SprintCalendar.Phase.allCases {
                let dates: ClosedRange<CalendarDate>? =
                    switch phase {
                    case .planning: sprint.planning
                    case .execution: sprint.execution
                    case .retrospective: sprint.retrospective
                    }
                guard let dates else { continue }
                table.append([String(sprint.number), phase.rawValue, dates.lowerBound.iso, dates.upperBound.iso])
            }
        }
        return table
    }

    private static func refuse(
        _ table: MigrationTable, _ problem: String, _ advice: String, _ findings: inout FolderFindings
    ) {
        findings.add(FolderFinding(.periodIsInOrder, .error, file: table.name, problem: problem, advice: advice))
    }

    // MARK: Envelopes

    /// `envelopes.csv` (days) or `weeks.csv`: supplier, distributor, date, envelope, and bound where it is there.
    public static func envelopes(
        _ table: MigrationTable, _ layout: SubmissionLayout, _ market: MigrationMarket, findings: inout FolderFindings
    ) -> [PublishedEnvelope] {
        let hasBound = table.header?.contains("bound") ?? false
        let shared = [EnvelopeTable.Bound.distributorLimit.word, EnvelopeTable.Bound.industryLimit.word]
        var seen: [PublishedEnvelope: Int] = [:]
        let columns = ["supplier", "distributor", "date", "envelope"] + (hasBound ? ["bound"] : [])
        return read(table, columns, &findings) { reader, row in
            let supplier = supplier(&reader, row, 0, market)
            let distributor = distributor(&reader, row, 1, market)
            let period = period(&reader, row, 2, layout)
            let envelope = reader.whole(row, 3, 0...MigrationMarket.largestVolume)
            guard let supplier, let distributor, let period, let envelope else { return nil }
            let key = PublishedEnvelope(
                supplier: supplier, distributor: distributor, period: period, envelope: 0, isContested: false)
            guard reader.isNew(key, row, &seen, column: 2) else { return nil }
            return PublishedEnvelope(
                supplier: supplier, distributor: distributor, period: period, envelope: envelope,
                isContested: hasBound && shared.contains(reader.text(row, 4)))
        }
    }

    /// `days.csv`: supplier, date, granularity, envelope: the most over all distributors.
    public static func totals(
        _ table: MigrationTable, _ layout: SubmissionLayout, _ market: MigrationMarket, findings: inout FolderFindings
    ) -> [PublishedEnvelope] {
        read(table, ["supplier", "date", "granularity", "envelope"], &findings) { reader, row in
            let supplier = supplier(&reader, row, 0, market)
            let date = reader.date(row, 1)
            let isDay = reader.word(row, 2, [("D", true), ("W", false)])
            let envelope = reader.whole(row, 3, 0...MigrationMarket.largestVolume)
            guard let supplier, let date, let isDay, let envelope else { return nil }
            guard let period = isDay ? layout.period(day: date) : layout.period(week: date) else {
                reader.report(
                    row, 1, .periodIsInOrder, "is no period of the sprint", "publish the sprint's own envelopes")
                return nil
            }
            return PublishedEnvelope(
                supplier: supplier, distributor: nil, period: period, envelope: envelope, isContested: false)
        }
    }

    private static func period(_ reader: inout TableReader, _ row: Int, _ column: Int, _ layout: SubmissionLayout)
        -> Int?
    {
        guard let date = reader.date(row, column) else { return nil }
        let isDays = reader.table.name == envelopesFile
        if let period = isDays ? layout.period(day: date) : layout.period(week: date) { return period }
        reader.report(
            row, column, .periodIsInOrder,
            isDays ? "is no migration day of the sprint" : "is no Monday of a week after the sprint",
            "publish the sprint's own envelopes")
        return nil
    }

    private static func supplier(
        _ reader: inout TableReader, _ row: Int, _ column: Int, _ market: MigrationMarket
    ) -> Int? {
        party(&reader, row, column, "supplier", market.supplier)
    }

    private static func distributor(
        _ reader: inout TableReader, _ row: Int, _ column: Int, _ market: MigrationMarket
    ) -> Int? {
        party(&reader, row, column, "distributor", market.distributor)
    }

    private static func party(
        _ reader: inout TableReader, _ row: Int, _ column: Int, _ kind: String, _ place: (String) -> Int?
    ) -> Int? {
        guard let code = reader.code(row, column) else { return nil }
        if let place = place(code) { return place }
        reader.report(row, column, .partyIsKnown, "is no \(kind) of the market", "use a code of the market")
        return nil
    }

    // MARK: Progress and volumes

    /// `actuals.csv`: date, supplier, distributor, completed, reversed. Rows of `*` say nothing of one supplier at one
    /// distributor; they are counted and left out.
    public static func actuals(
        _ table: MigrationTable, _ market: MigrationMarket, findings: inout FolderFindings
    ) -> (lines: [VolumeLine], leftOut: Int) {
        var leftOut = 0
        let columns = ["date", "supplier", "distributor", "completed", "reversed"]
        let lines = read(table, columns, &findings) { reader, row -> VolumeLine? in
            let date = reader.date(row, 0)
            let completed = reader.whole(row, 3, 0...MigrationMarket.largestVolume)
            let reversed = reader.whole(row, 4, 0...MigrationMarket.largestVolume)
            if reader.text(row, 1) == "*" || reader.text(row, 2) == "*" {
                leftOut += 1
                return nil
            }
            let supplier = supplier(&reader, row, 1, market)
            let distributor = distributor(&reader, row, 2, market)
            guard let date, let completed, let reversed, let supplier, let distributor else { return nil }
            return VolumeLine(
                line: reader.table.line(row), supplier: supplier, distributor: distributor, date: date,
                volume: completed - reversed)
        }
        return (lines, leftOut)
    }

    /// A table of supplier, distributor, date, volume; each key once.
    public static func volumes(
        _ table: MigrationTable, _ market: MigrationMarket, findings: inout FolderFindings
    ) -> [VolumeLine] {
        var seen: [VolumeLine: Int] = [:]
        return read(table, ["supplier", "distributor", "date", "volume"], &findings) { reader, row in
            let supplier = supplier(&reader, row, 0, market)
            let distributor = distributor(&reader, row, 1, market)
            let date = reader.date(row, 2)
            let volume = reader.whole(row, 3, 0...MigrationMarket.largestVolume)
            guard let supplier, let distributor, let date, let volume else { return nil }
            let key = VolumeLine(supplier: supplier, distributor: distributor, date: date, volume: 0)
            guard reader.isNew(key, row, &seen, column: 2) else { return nil }
            return VolumeLine(
                line: reader.table.line(row), supplier: supplier, distributor: distributor, date: date, volume: volume)
        }
    }

    // MARK: Agents and users

    /// The agent file: supplierMPID, role, agentMPID, percent, from.
    ///
    /// Rows that cannot be read are findings of the file, which is then refused whole.
    public static func agents(_ table: MigrationTable, findings: inout FolderFindings) -> [AgentShare] {
        let columns = ["supplierMPID", "role", "agentMPID", "percent", "from"]
        return read(table, columns, &findings) { reader, row in
            let supplier = reader.code(row, 0)
            let role = reader.word(row, 1, AgentShare.roles.map { ($0, $0) })
            let agent = reader.code(row, 2)
            let from = reader.date(row, 4)
            let percent = Share(reader.text(row, 3)).flatMap { $0.millionths.isMultiple(of: 100) ? $0 : nil }
            guard let percent, percent.millionths <= 100_000_000 else {
                reader.report(
                    row, 3, .numberIsWhole, "is no percent from 0 to 100 with at most four decimals", "write 33.5")
                return nil
            }
            guard let supplier, let role, let agent, let from else { return nil }
            return AgentShare(
                line: reader.table.line(row), supplier: supplier, role: role, agent: agent,
                share: Share(millionths: percent.millionths / 100), from: from)
        }
    }

    /// The register of agents: agentMPID, role, active_from, capacity (empty where none is declared).
    public static func agentRegister(_ table: MigrationTable, findings: inout FolderFindings) -> [AgentFacts] {
        var seen: [String: Int] = [:]
        return read(table, ["agentMPID", "role", "active_from", "capacity"], &findings) { reader, row in
            let agent = reader.code(row, 0)
            let role = reader.word(row, 1, AgentShare.roles.map { ($0, $0) })
            let from = reader.date(row, 2)
            let isOpen = reader.text(row, 3).isEmpty
            let capacity = isOpen ? nil : reader.whole(row, 3, 0...MigrationMarket.largestVolume)
            guard let agent, let role, let from, isOpen || capacity != nil,
                reader.isNew("\(agent)\u{0}\(role)", row, &seen, column: 1)
            else { return nil }
            return AgentFacts(agent: agent, role: role, activeFrom: from, capacity: capacity)
        }
    }

    /// Who may act for whom: user, supplierMPID.
    public static func entitlements(_ table: MigrationTable, findings: inout FolderFindings) -> [String: Set<String>] {
        let rows = read(table, ["user", "supplierMPID"], &findings) { reader, row -> (String, String)? in
            let user = reader.code(row, 0)
            let supplier = reader.code(row, 1)
            guard let user, let supplier else { return nil }
            return (supplier, user)
        }
        return Dictionary(grouping: rows, by: \.0).mapValues { Set($0.map(\.1)) }
    }
}

extension EnvelopeTable {
    /// What was migrated before a sprint, by cell of the grid.
    ///
    /// Sums what was done before the sprint; where a plan is given, what it has for the days after the last one that was
    /// reported is taken as done.
    public static func migrated(
        before sprint: SprintCalendar.Sprint, done: [VolumeLine], plan: [VolumeLine], in grid: PlanningGrid
    ) -> [Int] {
        var cells: [Int: Int] = [:]
        for (place, cell) in grid.cells.enumerated() {
            cells[cell.supplier * MigrationMarket.mostDistributors + cell.distributor] = place
        }
        var migrated = [Int](repeating: 0, count: grid.cells.count)
        let start = sprint.execution.lowerBound
        let reported = done.map(\.date).max()
        func add(_ line: VolumeLine) {
            guard let cell = cells[line.supplier * MigrationMarket.mostDistributors + line.distributor] else { return }
            migrated[cell] += line.volume
        }
        for line in done where line.date < start { add(line) }
        for line in plan where line.date < start && (reported.map { line.date > $0 } ?? true) { add(line) }
        return zip(migrated, grid.cells).map { min(max(0, $0), $1.mpans) }
    }

    /// By supplier: what it had on the migration day before a sprint's first, for what step limits let it rise to; nil
    /// where nothing is known of the days before, or nobody has a step limit.
    ///
    /// The greater of what was planned and what was done, as a replan rises from; where the report ends earlier and no
    /// plan is given, what could have been risen to since its last migration day.
    ///
    /// - Parameter plan: nil where none is given.
    public static func reached(
        before sprint: SprintCalendar.Sprint, done: [VolumeLine], plan: [VolumeLine]?, in grid: PlanningGrid
    ) -> [Int]? {
        let first = grid.days.partitioned { $0 < sprint.execution.lowerBound }
        guard grid.hasSteps, first > 0, plan != nil || !done.isEmpty else { return nil }
        let reported = done.map(\.date).max().map { date in grid.days.partitioned { $0 <= date } } ?? 0
        // The last day of which something is known.
        let known = plan != nil ? first - 1 : min(reported, first) - 1
        guard known >= 0 else { return nil }
        func volumes(_ lines: [VolumeLine]) -> [Int] {
            lines.reduce(into: [Int](repeating: 0, count: grid.market.suppliers.count)) {
                if $1.date == grid.days[known] { $0[$1.supplier] += $1.volume }
            }
        }
        let had = zip(volumes(done), volumes(plan ?? [])).map { max($0, $1) }
        guard known < first - 1 else { return had }
        let isUsed = [Bool](repeating: true, count: grid.days.count)
        return had.indices.map { grid.reachable($0, isUsed: isUsed, known: (known + 1, had[$0]))[first - 1] }
    }
}
