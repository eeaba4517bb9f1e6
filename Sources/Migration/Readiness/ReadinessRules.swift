/// What is known of an MPAN beside its messages: facts that registration or the supplier has to give.
public enum ReadinessFact: String, Sendable, CaseIterable {
    case deenergised = "de-energised"
    case disconnected
    /// A new connection that was never traded, created under the new or the old arrangements.
    case newConnection = "new-connection"
    case newLegacyConnection = "new-legacy-connection"
    case unregistered
    /// Its linked import or export MPAN stands elsewhere.
    case pairOpen = "pair-open"
    case disputed
}

/// Whether an MPAN may stand as it does at the end of the transition.
public enum ReadinessVerdict: String, Sendable, CaseIterable {
    case acceptable
    case withEvidence = "acceptable with evidence"
    case excluded = "acceptable by exclusion"
    case outOfScope = "out of scope"
    case exception
    case unacceptable
}

/// One rule: the first that fits an MPAN decides.
public struct ReadinessRule: Sendable {
    public let id: String
    /// Nil is any state.
    public let states: [MigrationState]?
    /// One of these facts; empty asks for none.
    public let facts: [ReadinessFact]
    /// Whether it must be inside its clock (true), past it (false), or either (nil).
    public let insideClock: Bool?
    public let verdict: ReadinessVerdict
    public let words: String
    public let owner: TrackOwner
    /// Where it comes from.
    public let basis: String
}

extension ReadinessRule {
    private static let basis =
        "own proposal (migration.md 6); the approved acceptance criteria were not readable: check against them before use"

    private static func rule(
        _ id: String, _ states: [MigrationState]?, facts: [ReadinessFact] = [], insideClock: Bool? = nil,
        _ verdict: ReadinessVerdict, _ words: String, _ owner: TrackOwner = .nobody
    ) -> ReadinessRule {
        ReadinessRule(
            id: id, states: states, facts: facts, insideClock: insideClock, verdict: verdict, words: words,
            owner: owner,
            basis: basis)
    }

    private static let underWay: [MigrationState] = [
        .initiated, .msRequested, .msAppointed, .dsRequested, .dsAppointed,
    ]

    /// The rules, in order.
    public static let all: [ReadinessRule] = [
        rule("A1", nil, facts: [.disconnected], .outOfScope, "disconnected or terminated: nothing to settle"),
        rule(
            "A2", nil, facts: [.newConnection], .acceptable,
            "a new connection, never traded, made under the new arrangements"),
        rule(
            "A3", nil, facts: [.newLegacyConnection], .unacceptable,
            "a new connection, never traded, made under the old arrangements", .registrationService),
        rule(
            "A4", nil, facts: [.unregistered], .exception, "no supplier is registered: the distributor's list",
            .registrationService),
        rule("A5", nil, facts: [.disputed], .exception, "under dispute or transferred in error", .supplier),
        rule(
            "A6", [.completed], facts: [.pairOpen], .unacceptable,
            "its linked MPAN is not migrated: a pair goes together",
            .supplier),
        rule("A7", [.completed], .acceptable, "migrated, both services appointed, settling"),
        rule(
            "A8", [.dsAppointed, .dsRequested, .msAppointed], insideClock: true, .withEvidence,
            "one appointment or the first consumption is pending, inside its clock"),
        rule(
            "A9", underWay, .unacceptable, "its migration is under way and past its clock, or has hardly begun",
            .supplier),
        rule(
            "A10", [.rejected, .timedOut, .stuck], .unacceptable, "its migration was refused, lapsed or is stuck",
            .supplier),
        rule("A11", [.reverseInFlight], .unacceptable, "it goes back to the old arrangements", .supplier),
        rule(
            "A12", [.reversed], .unacceptable, "it went back, and should not exist when every supplier is ready",
            .supplier),
        rule(
            "A13", [.excluded], .unacceptable, "excluded in the events, without an approved exclusion", .controlCentre),
        rule(
            "A14", nil, facts: [.deenergised], .unacceptable,
            "under the old arrangements and de-energised, still registered",
            .supplier),
        rule("A15", nil, .unacceptable, "under the old arrangements", .supplier),
    ]

    func fits(_ state: MigrationState, _ facts: Set<ReadinessFact>, isInsideClock: Bool) -> Bool {
        if let states, !states.contains(state) { return false }
        if !self.facts.isEmpty, !self.facts.contains(where: facts.contains) { return false }
        return insideClock == nil || insideClock == isInsideClock
    }
}

/// An approved exclusion: why, by whom, until when.
public struct ReadinessExclusion: Sendable, Equatable {
    public let approval: String
    public let reason: String
    public let approver: String
    /// The last local day on which it holds.
    public let expires: Int

    public init(approval: String, reason: String, approver: String, expires: Int) {
        self.approval = approval
        self.reason = reason
        self.approver = approver
        self.expires = expires
    }
}

/// Judges MPANs by the rules, and counts.
public struct Readiness: Sendable {
    /// One line of the report.
    public struct Key: Sendable, Hashable {
        public let rule: String
        public let verdict: ReadinessVerdict
        public let state: MigrationState
        public let cell: TrackLedger.Cell
    }

    private let clocks: TrackClocks
    private let asAt: Int
    private let facts: [UInt64: Set<ReadinessFact>]
    private let exclusions: [UInt64: ReadinessExclusion]
    public private(set) var counts: [Key: Int] = [:]
    /// MPANs whose exclusion has run out.
    public private(set) var expired = 0

    public init(
        settings: MigrationSettings, asAt: Int, facts: [UInt64: Set<ReadinessFact>],
        exclusions: [UInt64: ReadinessExclusion]
    ) {
        clocks = TrackClocks(settings)
        self.asAt = asAt
        self.facts = facts
        self.exclusions = exclusions
    }

    /// Judges one MPAN. An exclusion that holds saves one that no rule accepts.
    @discardableResult
    public mutating func judge(_ history: TrackHistory, _ folded: TrackFolded) -> (String, ReadinessVerdict) {
        let isInside = clocks.wait(folded, mpan: history.mpan, asAt: asAt).map { !$0.isStuck } ?? true
        let cell = TrackLedger.Cell(supplier: folded.supplier, distributor: history.distributor)
        return judge(history.mpan, folded.state, isInside, cell)
    }

    private mutating func judge(
        _ mpan: UInt64, _ state: MigrationState, _ isInside: Bool, _ cell: TrackLedger.Cell
    ) -> (String, ReadinessVerdict) {
        let known = facts[mpan] ?? []
        let found = ReadinessRule.all.first { $0.fits(state, known, isInsideClock: isInside) }
        var verdict = found?.verdict ?? .unacceptable
        if verdict == .unacceptable || verdict == .exception, let exclusion = exclusions[mpan] {
            if exclusion.expires >= asAt { verdict = .excluded } else { expired += 1 }
        }
        let rule = found?.id ?? ""
        counts[Key(rule: rule, verdict: verdict, state: state, cell: cell), default: 0] += 1
        return (rule, verdict)
    }

    /// Counts MPANs of a portfolio that nothing is known of: they are under the old arrangements.
    public mutating func addUnnamed(_ count: Int, _ cell: TrackLedger.Cell) {
        guard count > 0 else { return }
        counts[Key(rule: "A15", verdict: .unacceptable, state: .backlog, cell: cell), default: 0] += count
    }
}
