public import Kernel

/// One supplier's share of work that an agent has in a role, from a date on.
public struct AgentShare: Sendable, Hashable {
    /// The line of the agent file.
    public let line: Int
    public let supplier: String
    /// MSS, MSA, SDS, ADS, UMSDS, NHHDC, HHDC or MOA.
    public let role: String
    public let agent: String
    /// In millionths of the whole.
    public let share: Share
    public let from: CalendarDate

    /// The roles there are: the new services, and the ones before them.
    public static let roles = ["MSS", "MSA", "SDS", "ADS", "UMSDS", "NHHDC", "HHDC", "MOA"]

    public init(line: Int, supplier: String, role: String, agent: String, share: Share, from: CalendarDate) {
        self.line = line
        self.supplier = supplier
        self.role = role
        self.agent = agent
        self.share = share
        self.from = from
    }
}

/// What is known of an agent in a role.
public struct AgentFacts: Sendable, Hashable {
    public let agent: String
    public let role: String
    /// Qualified and service active.
    public let activeFrom: CalendarDate
    /// MPANs a day that it has declared; nil where it has not.
    public let capacity: Int?

    public init(agent: String, role: String, activeFrom: CalendarDate, capacity: Int?) {
        self.agent = agent
        self.role = role
        self.activeFrom = activeFrom
        self.capacity = capacity
    }
}

/// Judges an agent file by A01, A02 and A03.
///
/// Shares of a supplier's role hold from their date until a later date of that role begins a new set: a date's set is
/// all the rows of the latest date on or before it.
public struct AgentSplitCheck: Sendable {
    public let shares: [AgentShare]
    /// Nil where there is no register.
    public let register: [AgentFacts]?

    public init(shares: [AgentShare], register: [AgentFacts]?) {
        self.shares = shares
        self.register = register
    }

    private struct RoleOfSupplier: Hashable, Comparable {
        let supplier: String
        let role: String

        static func < (left: Self, right: Self) -> Bool { (left.supplier, left.role) < (right.supplier, right.role) }
    }

    /// The findings, and the rules that could not be asked.
    public func check(
        _ outcomes: [SubmissionOutcome], by checker: SubmissionChecker
    ) -> (findings: [SubmissionFinding], notRun: [SubmissionAnswer.NotRun]) {
        let settings = checker.table.grid.market.settings
        let groups = Dictionary(grouping: shares) { RoleOfSupplier(supplier: $0.supplier, role: $0.role) }
            .sorted { $0.key < $1.key }
        var findings: [SubmissionFinding] = []
        for (group, shares) in groups { findings += judgeSum(group, shares, settings) }
        guard register != nil else {
            let reason = "no register of agents was given"
            return (
                findings,
                [.agentsAreActive, .agentsHaveCapacity].map { SubmissionAnswer.NotRun(rule: $0, reason: reason) }
            )
        }
        for (group, shares) in groups { findings += judgeActive(group, shares, outcomes, checker) }
        findings += judgeCapacity(groups.map(\.value), outcomes, checker)
        return (findings, [])
    }

    /// Rows that repeat an agent within a set count together.
    private static func sets(_ shares: [AgentShare]) -> [(from: CalendarDate, rows: [AgentShare])] {
        Dictionary(grouping: shares, by: \.from).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    // MARK: A01

    private func judgeSum(
        _ group: RoleOfSupplier, _ shares: [AgentShare], _ settings: MigrationSettings
    ) -> [SubmissionFinding] {
        let rule = SubmissionRule.agentSharesAreWhole
        guard let severity = rule.severity(settings) else { return [] }
        let tolerance = settings[SubmissionParameters.agentTolerance].millionths
        return Self.sets(shares).compactMap { set in
            let sum = set.rows.reduce(0) { $0 + $1.share.millionths }
            guard abs(sum - 1_000_000) > tolerance,
                let largest = set.rows.max(by: { ($0.share.millionths, $1.line) < ($1.share.millionths, $0.line) })
            else { return nil }
            let legal = largest.share.millionths + 1_000_000 - sum
            return SubmissionFinding(
                rule, severity, row: largest.line, key: "\(group.supplier) \(group.role) \(set.from)",
                observed: Self.percent(sum), limit: "100.0 ± \(Self.percent(tolerance))",
                explanation: "the shares of the role's agents are not the whole",
                advice: legal >= 0
                    ? "\(largest.agent)=\(Self.percent(legal))" : "\(largest.agent)=100, the others 0")
        }
    }

    /// Millionths as percent, at least one decimal: `33.5`, `100.0`.
    static func percent(_ millionths: Int) -> String {
        let number = Share(millionths: min(millionths, Share.mostMillionths / 100) * 100).description
        return number.contains(".") ? number : number + ".0"
    }

    // MARK: A02

    private func judgeActive(
        _ group: RoleOfSupplier, _ shares: [AgentShare], _ outcomes: [SubmissionOutcome], _ checker: SubmissionChecker
    ) -> [SubmissionFinding] {
        let rule = SubmissionRule.agentsAreActive
        guard let severity = rule.severity(checker.table.grid.market.settings) else { return [] }
        let days = outcomes.filter { $0.answer.supplier == group.supplier }.flatMap { plannedDays($0, checker) }
            .sorted()
        let sets = Self.sets(shares)
        var findings: [SubmissionFinding] = []
        for (place, set) in sets.enumerated() {
            let end = place + 1 < sets.count ? sets[place + 1].from : .latest
            guard let first = days.first(where: { $0 >= set.from && $0 < end }) else { continue }
            for share in set.rows where share.share.millionths > 0 {
                let facts = register?.first { $0.agent == share.agent && $0.role == share.role }
                if let facts, facts.activeFrom <= first { continue }
                findings.append(
                    SubmissionFinding(
                        rule, severity, row: share.line, key: "\(group.supplier) \(group.role) \(share.agent)",
                        observed: facts.map { "active from \($0.activeFrom)" } ?? "not in the register",
                        limit: "active on \(first)",
                        explanation: "the first volume that is planned with the agent is on \(first)",
                        advice: "another agent, or a first volume on or after its activation"))
            }
        }
        return findings
    }

    private func plannedDays(_ outcome: SubmissionOutcome, _ checker: SubmissionChecker) -> [CalendarDate] {
        let periods = checker.layout.periods
        return (0..<periods).filter { period in
            outcome.distributors.indices.contains { outcome.volumes[$0 * periods + period] > 0 }
        }.map { checker.table.grid.days[checker.layout.gridDays($0).lowerBound] }
    }

    // MARK: A03

    private struct AgentRole: Hashable, Comparable {
        let agent: String
        let role: String

        static func < (left: Self, right: Self) -> Bool { (left.agent, left.role) < (right.agent, right.role) }
    }

    private func judgeCapacity(
        _ groups: [[AgentShare]], _ outcomes: [SubmissionOutcome], _ checker: SubmissionChecker
    ) -> [SubmissionFinding] {
        let rule = SubmissionRule.agentsHaveCapacity
        guard let severity = rule.severity(checker.table.grid.market.settings) else { return [] }
        var findings: [SubmissionFinding] = []
        for period in 0..<checker.layout.days.count {
            let day = checker.layout.start(period)
            // In millionths of an MPAN, so that many small shares are not lost.
            var loads: [AgentRole: Int] = [:]
            for shares in groups {
                guard let set = Self.sets(shares).last(where: { $0.from <= day }) else { continue }
                let volume = outcomes.filter { $0.answer.supplier == set.rows[0].supplier }
                    .reduce(0) { $0 + total($1, period, checker) }
                for share in set.rows {
                    loads[AgentRole(agent: share.agent, role: share.role), default: 0] += Int(
                        clamping: Int128(volume) * Int128(share.share.millionths))
                }
            }
            for (agent, load) in loads.sorted(by: { $0.key < $1.key }) {
                guard
                    let capacity = register?.first(where: { $0.agent == agent.agent && $0.role == agent.role })?
                        .capacity,
                    load > capacity * 1_000_000
                else { continue }
                findings.append(
                    SubmissionFinding(
                        rule, severity, row: 0, key: "\(agent.agent) \(agent.role) \(day)",
                        observed: String((load + 999_999) / 1_000_000), limit: String(capacity),
                        explanation: "the volumes planned with the agent are above what it has declared"))
            }
        }
        return findings
    }

    private func total(_ outcome: SubmissionOutcome, _ period: Int, _ checker: SubmissionChecker) -> Int {
        outcome.distributors.indices.reduce(0) { $0 + outcome.volumes[$1 * checker.layout.periods + period] }
    }
}
