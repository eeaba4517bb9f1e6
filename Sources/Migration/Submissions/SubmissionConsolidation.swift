/// Several submissions of one sprint, judged together: L01, L02 and L03.
///
/// Of several submissions of one supplier the one with the highest sequence holds (without sequences, the last given);
/// the others are superseded. Rejected submissions carry no volume.
public struct SubmissionConsolidation: Sendable {
    /// The answers in the order given, with what is superseded.
    public let outcomes: [SubmissionOutcome]
    public let findings: [SubmissionFinding]
    /// Names of the files whose volumes were left out, since they are rejected or superseded.
    public let leftOut: [String]

    public var isRejected: Bool {
        findings.contains { $0.severity == .error } || outcomes.contains { $0.answer.status == .rejected }
    }

    public init(_ outcomes: [SubmissionOutcome], by checker: SubmissionChecker) {
        var outcomes = outcomes
        for (place, outcome) in outcomes.enumerated() where !outcome.answer.supplier.isEmpty {
            let isOlder = outcomes.enumerated().contains { other, candidate in
                guard other != place, candidate.answer.supplier == outcome.answer.supplier else { return false }
                guard let mine = outcome.sequence, let theirs = candidate.sequence, mine != theirs else {
                    return other > place
                }
                return theirs > mine
            }
            if isOlder { outcomes[place].answer.status = .superseded }
        }
        let counted = outcomes.filter {
            $0.answer.status == .accepted || $0.answer.status == .acceptedWithWarnings
        }
        leftOut = outcomes.filter { $0.answer.status == .rejected || $0.answer.status == .superseded }
            .map(\.answer.fileId)
        findings = Ledger(checker, counted).findings()
        self.outcomes = outcomes.map { outcome in
            var outcome = outcome
            let asked: Set<SubmissionRule> = [.distributorLimitHolds, .industryLimitHolds, .limitIsNotAmber]
            outcome.answer.notRun.removeAll { asked.contains($0.rule) && $0.reason != "off by the settings" }
            return outcome
        }
    }

    /// All volumes by distributor and period.
    private struct Ledger {
        let checker: SubmissionChecker
        let outcomes: [SubmissionOutcome]
        let settings: MigrationSettings

        init(_ checker: SubmissionChecker, _ outcomes: [SubmissionOutcome]) {
            self.checker = checker
            self.outcomes = outcomes
            settings = checker.table.grid.market.settings
        }

        func findings() -> [SubmissionFinding] {
            let layout = checker.layout
            let grid = checker.table.grid
            var findings: [SubmissionFinding] = []
            for period in 0..<layout.periods {
                var all = [Int](repeating: 0, count: outcomes.count)
                for (distributor, code) in grid.market.distributors.enumerated() {
                    let volumes = outcomes.map { volume($0, distributor, period) }
                    for place in all.indices { all[place] += volumes[place] }
                    let limit = usable(grid.distributor, distributor * grid.days.count, period)
                    findings += judge(volumes, limit, .distributorLimitHolds, code, period)
                    findings += judgeAmber(volumes.reduce(0, +), limit, code, period)
                }
                findings += judge(all, usable(grid.industry, 0, period), .industryLimitHolds, "*", period)
            }
            return findings
        }

        private func volume(_ outcome: SubmissionOutcome, _ distributor: Int, _ period: Int) -> Int {
            let place = outcome.distributors.partitioned { $0 < distributor }
            guard place < outcome.distributors.count, outcome.distributors[place] == distributor else { return 0 }
            return outcome.volumes[place * checker.layout.periods + period]
        }

        private func usable(_ limits: [Int], _ start: Int, _ period: Int) -> Int {
            checker.layout.gridDays(period).reduce(0) { min($0 + limits[start + $1], PlanningGrid.unlimited) }
        }

        private func key(_ code: String, _ period: Int) -> String {
            "\(code) \(checker.layout.start(period)) \(checker.layout.isDay(period) ? "D" : "W")"
        }

        private func judge(
            _ volumes: [Int], _ limit: Int, _ rule: SubmissionRule, _ code: String, _ period: Int
        ) -> [SubmissionFinding] {
            let sum = volumes.reduce(0, +)
            guard sum > limit, let severity = rule.severity(settings) else { return [] }
            let shares = WaterFilling.share(
                limit, among: volumes.map { WaterFilling.Party(weight: $0, cap: $0) }
            ).volumes
            let advice = zip(outcomes, shares).enumerated().compactMap { place, pair in
                volumes[place] > 0 ? "\(pair.0.answer.supplier)=\(pair.1)" : nil
            }
            return [
                SubmissionFinding(
                    rule, severity, row: 0, key: key(code, period), observed: String(sum), limit: String(limit),
                    explanation: "\(advice.count) submissions together are above the usable limit"
                        + (code == "*" ? " of the industry" : " of \(code)"),
                    advice: advice.joined(separator: "; "))
            ]
        }

        private func judgeAmber(_ sum: Int, _ limit: Int, _ code: String, _ period: Int) -> [SubmissionFinding] {
            let rule = SubmissionRule.limitIsNotAmber
            let amber = settings[SubmissionParameters.amber].ceiling(of: limit)
            guard limit < PlanningGrid.unlimited, sum > 0, sum >= amber, sum <= limit,
                let severity = rule.severity(settings)
            else { return [] }
            return [
                SubmissionFinding(
                    rule, severity, row: 0, key: key(code, period), observed: String(sum),
                    limit: "below \(amber) of \(limit)", explanation: "\(code)'s usable limit is near to full")
            ]
        }
    }
}

extension SubmissionOutcome {
    /// Takes the rules of agents from the list of those not run, but for those that could not be asked.
    public mutating func asked(of notRun: [SubmissionAnswer.NotRun], _ open: Set<SubmissionRule>) {
        let rules: Set<SubmissionRule> = [.agentSharesAreWhole, .agentsAreActive, .agentsHaveCapacity]
        answer.notRun.removeAll { rules.contains($0.rule) && $0.reason != "off by the settings" }
        answer.notRun += notRun.filter { reason in !answer.notRun.contains { $0.rule == reason.rule } }
        let order = SubmissionRule.allCases
        answer.notRun.sort { left, right in
            (order.firstIndex(of: left.rule) ?? 0) < (order.firstIndex(of: right.rule) ?? 0)
        }
    }
}
