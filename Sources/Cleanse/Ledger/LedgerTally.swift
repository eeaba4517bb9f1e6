/// How many exceptions stand alike: the sums that pages and reports are made of, kept with every run.
public struct LedgerTally: Hashable, Sendable {
    public let rule: Rule
    public let item: Item
    public let severity: Severity
    public let state: ExceptionState
    public let owner: Owner
    /// The MPAN's first two digits; nil where the subject is no MPAN.
    public let distributorCode: UInt8?
    public let count: Int

    public init(
        rule: Rule, item: Item, severity: Severity, state: ExceptionState, owner: Owner, distributorCode: UInt8?,
        count: Int
    ) {
        self.rule = rule
        self.item = item
        self.severity = severity
        self.state = state
        self.owner = owner
        self.distributorCode = distributorCode
        self.count = count
    }
}

/// A stretch of an exception's life.
public struct LedgerSpell: Hashable, Sendable {
    /// What began it: `run`, `pack` or `step`, and the words that go with it.
    public let kind: String
    public let note: String
    public let state: ExceptionState
    public let owner: String
    public let observed: String

    public init(kind: String, note: String, state: ExceptionState, owner: String, observed: String) {
        self.kind = kind
        self.note = note
        self.state = state
        self.owner = owner
        self.observed = observed
    }
}

/// What became of an exception between two runs.
public enum LedgerChange: String, CaseIterable, Sendable {
    /// It was not there at the first run and is open at the second.
    case opened
    /// It was open and has come to one of the three ends.
    case closed
    /// It had come to an end and is open again.
    case reopened = "re-opened"

    /// The change from one state to another; nil where it is none of the three.
    public init?(from before: ExceptionState?, to after: ExceptionState?) {
        // What is watched is not raised yet.
        let before = before == .watched ? nil : before
        guard let after, after != .watched else { return nil }
        switch (before, after.isClosed) {
        case (nil, false): self = .opened
        case (let before?, true) where !before.isClosed: self = .closed
        case (let before?, false) where before.isClosed: self = .reopened
        default: return nil
        }
    }
}

/// How many exceptions of a rule changed between two runs.
public struct LedgerChanges: Hashable, Sendable {
    public let rule: Rule
    public let change: LedgerChange
    /// The state at the second run: which of the ends, for one.
    public let state: ExceptionState
    public let count: Int

    public init(rule: Rule, change: LedgerChange, state: ExceptionState, count: Int) {
        self.rule = rule
        self.change = change
        self.state = state
        self.count = count
    }
}

/// An item's classes over the whole market in one run, for trends.
public struct ItemTrend: Hashable, Sendable {
    public let run: Int
    public let item: AccountedItem
    public let counts: ItemCounts

    public init(run: Int, item: AccountedItem, counts: ItemCounts) {
        self.run = run
        self.item = item
        self.counts = counts
    }
}

/// What pages read of a ledger.
public protocol LedgerReading: Sendable {
    /// Changes whenever anything in the ledger does.
    func state() throws -> Int64
    /// The first one first.
    func allRuns() throws -> [LedgerRun]
    func classes(of run: LedgerRun) throws -> Completeness
    /// By run, then item.
    func trends() throws -> [ItemTrend]
    /// As after a run, or now, with what people did since; closed ones too, watched ones not.
    func tallies(run: Int?) throws -> [LedgerTally]
    /// In the order of subject, rule and item.
    func list(_ filter: LedgerFilter, run: Int?, limit: Int) throws -> [LedgerEntry]
    func howMany(_ filter: LedgerFilter, run: Int?) throws -> Int
    /// The oldest stretch first.
    func life(of number: Int64) throws -> [LedgerSpell]
    /// By rule, then change, then state.
    func changes(from: Int, to: Int) throws -> [LedgerChanges]
}

extension LedgerFilter {
    /// True where a tally counts exceptions that the filter lists; subject, place and change are not looked at.
    public func lists(_ tally: LedgerTally) -> Bool {
        if let owner, owner != tally.owner { return false }
        if let ownerRole, ownerRole != tally.owner.role { return false }
        if let rule, rule != tally.rule { return false }
        if let severity, severity != tally.severity { return false }
        if let item, item != tally.item { return false }
        if let distributorCode, distributorCode != tally.distributorCode { return false }
        if let state { return state == tally.state }
        return tally.state != .watched && (withClosed || !tally.state.isClosed)
    }
}
