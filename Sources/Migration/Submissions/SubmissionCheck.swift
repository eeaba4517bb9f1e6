import Kernel

/// Judges submissions of one sprint against the market, its envelopes and the rule table.
public struct SubmissionChecker: Sendable {
    public let table: EnvelopeTable
    public let layout: SubmissionLayout

    public init(_ table: EnvelopeTable) {
        self.table = table
        layout = SubmissionLayout(table.grid, table.sprints, table.sprint)
    }

    /// The answer to one submission, and its volumes as far as they can be read.
    public func check(_ file: SubmissionFile, _ circumstances: SubmissionCircumstances) -> SubmissionOutcome {
        var check = SubmissionCheck(self, file, circumstances)
        return check.run()
    }
}

/// A judged submission.
public struct SubmissionOutcome: Sendable {
    public internal(set) var answer: SubmissionAnswer
    /// The supplier's place in the market; nil where it is not known.
    public let supplier: Int?
    /// Distributors of the market, by place in `volumes`.
    public let distributors: [Int]
    /// Distributor × periods + period: what was submitted, 0 where it was not or cannot be read.
    public let volumes: [Int]
    /// From the file's name; nil where it has none.
    public let sequence: Int?
}

/// One submission being judged.
///
/// Each stage looks at what the stages before it have left: a value that an earlier rule has lowered is taken as lowered,
/// so that one fault is said once; and the values at the end are the suggestions.
struct SubmissionCheck {
    /// A finding whose suggestion is known at the end.
    struct Draft {
        let rule: SubmissionRule
        let row: Int
        let key: String
        let observed: String
        let limit: String
        let explanation: String
        /// Cells whose volumes are the suggestion.
        var cells: [Int] = []
        /// Other changes.
        var changes: [SubmissionChange] = []
        var advice = ""
    }

    let checker: SubmissionChecker
    // Kept here too: reading them through the checker copies them each time.
    let layout: SubmissionLayout
    let grid: PlanningGrid
    let market: MigrationMarket
    let settings: MigrationSettings
    let file: SubmissionFile
    let circumstances: SubmissionCircumstances
    let sheet: SubmissionSheet
    let name: SubmissionName?
    let severities: [SubmissionRule: SubmissionRule.Severity]
    var drafts: [Draft] = []
    var notRun: [SubmissionRule: String] = [:]

    /// The file's supplier: its code, and its place in the market.
    var supplierCode = ""
    var allowance: SupplierAllowance?
    /// By cell (distributor of the allowance × periods + period): the row; -1 where there is none.
    var rowOfCell: [Int] = []
    /// By cell: what was submitted; nil where it is not there or cannot be read.
    var submitted: [Int?] = []
    /// By cell: what the rules have left of it.
    var values: [Int] = []
    /// By cell: the committed volume that is frozen; nil where none is.
    var frozen: [Int?] = []
    /// By cell and by period: the most that rules of severity E allow.
    var cellCaps: [Int] = []
    var periodCaps: [Int] = []
    /// By period: whether a row of it is missing or cannot be read.
    var doubtful: [Bool] = []
    /// Which parts of the template the file is judged for.
    var hasDays = true
    var hasWeeks = true

    init(_ checker: SubmissionChecker, _ file: SubmissionFile, _ circumstances: SubmissionCircumstances) {
        self.checker = checker
        self.file = file
        self.circumstances = circumstances
        layout = checker.layout
        grid = checker.table.grid
        market = checker.table.grid.market
        settings = checker.table.grid.market.settings
        sheet = SubmissionSheet(file.bytes, market: market)
        name = SubmissionName(file.name)
        var severities: [SubmissionRule: SubmissionRule.Severity] = [:]
        for rule in SubmissionRule.allCases { severities[rule] = rule.severity(market.settings) }
        self.severities = severities
        for rule in SubmissionRule.allCases where severities[rule] == nil { notRun[rule] = "off by the settings" }
        for rule in [SubmissionRule.agentSharesAreWhole, .agentsAreActive, .agentsHaveCapacity] {
            skip(rule, "no agent file was given")
        }
        for rule in [SubmissionRule.distributorLimitHolds, .industryLimitHolds, .limitIsNotAmber] {
            skip(rule, "asked of several submissions together")
        }
    }

    mutating func run() -> SubmissionOutcome {
        judgeFile()
        if findSupplier() {
            prepare()
            judgeRows()
            judgeCells()
            judgePeriods()
            judgeTotals()
            warn()
            reportMissing()
        }
        return outcome()
    }

    // MARK: Findings

    func isOn(_ rule: SubmissionRule) -> Bool { severities[rule] != nil }

    /// Whether a rule rejects, so that what it allows bounds what is suggested.
    func rejects(_ rule: SubmissionRule) -> Bool { severities[rule] == .error }

    mutating func raise(_ draft: Draft) { if isOn(draft.rule) { drafts.append(draft) } }

    mutating func skip(_ rule: SubmissionRule, _ reason: String) { if notRun[rule] == nil { notRun[rule] = reason } }

    /// Skips every rule that is asked after the supplier is known.
    mutating func skipTheRest(_ reason: String) {
        let before: Set<SubmissionRule> = [
            .nameMatchesRows, .sequenceRises, .fileIsReadable, .receivedInWindow, .partiesAreKnown,
        ]
        for rule in SubmissionRule.allCases where !before.contains(rule) { skip(rule, reason) }
    }

    // MARK: Cells

    func key(_ distributor: String, _ start: CalendarDate, isDay: Bool) -> String {
        "\(distributor) \(start) \(isDay ? "D" : "W")"
    }

    func key(_ cell: Int) -> String {
        guard let allowance else { return "" }
        let period = cell % allowance.periods
        return key(
            market.distributors[allowance.distributors[cell / allowance.periods]], layout.start(period),
            isDay: layout.isDay(period))
    }

    /// The line of a cell's row; 0 where it has none.
    func line(_ cell: Int) -> Int { rowOfCell[cell] >= 0 ? sheet.rows[rowOfCell[cell]].line : 0 }

    func isAsked(_ period: Int) -> Bool { layout.isDay(period) ? hasDays : hasWeeks }

    /// The row of a cell that is not there, as text.
    func rowText(_ cell: Int, periods: Int) -> String {
        guard let allowance else { return "" }
        let period = cell % periods
        let isDay = layout.isDay(period)
        return [
            SubmissionTemplate.schemaVersion, supplierCode, String(layout.sprintNumber(period)),
            market.distributors[allowance.distributors[cell / periods]], layout.start(period).iso, isDay ? "D" : "W",
            String(values[cell]), isDay ? "COMMITTED" : "FORECAST", "",
        ].joined(separator: ",")
    }

    /// The change that gives a cell the value the rules have left.
    func change(_ cell: Int) -> SubmissionChange? {
        guard let allowance, submitted[cell] != values[cell] else { return nil }
        let row = line(cell)
        guard row > 0 else {
            return SubmissionChange(
                kind: .add, row: 0, key: key(cell), value: rowText(cell, periods: allowance.periods))
        }
        return SubmissionChange(
            kind: .set(column: SubmissionColumn.volume.rawValue), row: row, key: key(cell), value: String(values[cell]))
    }

    // MARK: The end

    private mutating func outcome() -> SubmissionOutcome {
        var findings: [SubmissionFinding] = []
        findings.reserveCapacity(drafts.count)
        for draft in drafts {
            guard let severity = severities[draft.rule] else { continue }
            findings.append(
                SubmissionFinding(
                    draft.rule, severity, row: draft.row, key: draft.key, observed: draft.observed, limit: draft.limit,
                    explanation: draft.explanation, changes: draft.changes + draft.cells.compactMap { change($0) },
                    advice: draft.advice))
        }
        let order = Dictionary(uniqueKeysWithValues: SubmissionRule.allCases.enumerated().map { ($1, $0) })
        // A stable order: by row, then rule; where both are the same, as they were found.
        let sorted = findings.enumerated().sorted { left, right in
            let (a, b) = (left.element, right.element)
            if a.row != b.row { return a.row < b.row }
            let (first, second) = (order[a.rule] ?? 0, order[b.rule] ?? 0)
            return first != second ? first < second : left.offset < right.offset
        }.map(\.element)
        let skipped = SubmissionRule.allCases.compactMap { rule in
            notRun[rule].map { SubmissionAnswer.NotRun(rule: rule, reason: $0) }
        }
        let answer = SubmissionAnswer(
            fileId: file.name, digest: file.digest, supplier: supplierCode, sprint: layout.sprint.number,
            rows: sheet.rows.count + sheet.damages.count, status: SubmissionAnswer.status(of: sorted),
            findings: sorted, notRun: skipped)
        return SubmissionOutcome(
            answer: answer, supplier: allowance?.supplier, distributors: allowance?.distributors ?? [],
            volumes: submitted.map { $0 ?? 0 }, sequence: name?.sequence)
    }
}
