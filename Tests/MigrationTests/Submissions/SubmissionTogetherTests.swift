import Kernel
import Migration
import TestSupport
import Testing

/// Several submissions together, and the agents behind them.
struct SubmissionTogetherTests {
    /// Two small suppliers, so that no envelope holds them back.
    private func checker(_ industry: Int?, _ east: Int?) throws -> SubmissionChecker {
        var made = MadeSprint()
        made.suppliers[1] = .init(code: "BBBB", activeFrom: MadeSprint.day("2026-01-05"), isSmall: true)
        made.ramps = [[:], [:], [:]]
        made.mpans[1] = [700, 0, 0]
        if let industry { made.limit(nil, industry) }
        if let east { made.limit(0, east) }
        return try made.checker()
    }

    private func rows(_ checker: SubmissionChecker, _ supplier: Int, _ volume: Int) -> [[String]] {
        var rows = MadeSprint.template(checker, supplier)
        for place in rows.indices.dropFirst() { rows[place][6] = "0" }
        rows[SubmissionRuleTests.row(rows, "EAST", "2026-05-12")][6] = String(volume)
        return rows
    }

    private func together(
        _ checker: SubmissionChecker, _ files: [SubmissionFile]
    ) -> (SubmissionConsolidation, [SubmissionAnswer.Status]) {
        let outcomes = files.map { checker.check($0, SubmissionCircumstances()) }
        let together = SubmissionConsolidation(outcomes, by: checker)
        return (together, together.outcomes.map(\.answer.status))
    }

    @Test(
        arguments: [
            (nil, 100, ["L01"], "BBBB=63; CCCC=37"), (100, nil, ["L02"], "BBBB=63; CCCC=37"), (nil, 150, ["L03"], ""),
            (nil, 160, [], ""), (nil, 120, ["L01"], "BBBB=76; CCCC=44"),
        ] as [(Int?, Int?, [String], String)])
    func limits(_ industry: Int?, _ east: Int?, _ rules: [String], _ advice: String) throws {
        let checker = try checker(industry, east)
        let files = [(1, 88), (2, 51)].map { MadeSprint.file(rows(checker, $0.0, $0.1), name: "\($0.0).csv") }
        let (together, statuses) = together(checker, files)
        #expect(statuses == [.accepted, .accepted])
        #expect(together.findings.map(\.rule.id) == rules, "\(together.findings)")
        #expect(together.findings.map(\.suggested) == rules.map { _ in advice })
        #expect(together.isRejected == (rules.contains("L01") || rules.contains("L02")))
        let asked = together.outcomes.allSatisfy { outcome in
            !outcome.answer.notRun.contains { $0.rule.id.hasPrefix("L") }
        }
        #expect(asked)
    }

    @Test func aLaterSubmissionSupersedes() throws {
        let checker = try checker(nil, 100)
        let name = "CHANGEOVER1_BBBB_4_M_20260420T080000Z_"
        let files = [
            MadeSprint.file(rows(checker, 1, 80), name: name + "2.csv"),
            MadeSprint.file(rows(checker, 1, 90), name: name + "1.csv"),
            MadeSprint.file(rows(checker, 2, 10), name: "CCCC.csv"),
        ]
        let (one, statuses) = together(checker, files)
        #expect(statuses == [.accepted, .superseded, .accepted])
        // 80 + 10 and not 180: amber.
        #expect(one.findings.map(\.observed) == ["90"])
        #expect(one.leftOut == [name + "1.csv"])
    }

    @Test func aRejectedSubmissionCarriesNothing() throws {
        let checker = try checker(nil, 100)
        let files = [
            MadeSprint.file(rows(checker, 1, 999), name: "1.csv"), MadeSprint.file(rows(checker, 2, 60), name: "2.csv"),
        ]
        let (one, statuses) = together(checker, files)
        #expect(statuses == [.rejected, .accepted])
        #expect(one.findings.isEmpty)
        #expect(one.leftOut == ["1.csv"])
        #expect(one.isRejected)
    }

    private func share(_ line: Int, _ agent: String, _ text: String, _ from: String = "2026-01-01") throws -> AgentShare
    {
        AgentShare(
            line: line, supplier: "CCCC", role: "SDS", agent: agent, share: try #require(Share(text)),
            from: MadeSprint.day(from))
    }

    @Test(
        arguments: [
            (["0.6", "0.4"], [], ""), (["0.6", "0.399"], [], ""), (["0.6", "0.3989"], ["A01"], "X=60.11"),
            (["0.7", "0.4"], ["A01"], "X=60.0"), (["0.2"], ["A01"], "X=100.0"),
        ] as [([String], [String], String)])
    func agentShares(_ shares: [String], _ rules: [String], _ advice: String) throws {
        let checker = try checker(nil, nil)
        let outcome = checker.check(MadeSprint.file(rows(checker, 2, 40)), SubmissionCircumstances())
        let list = try shares.enumerated().map { try share($0 + 2, $0 == 0 ? "X" : "Y", $1) }
        let (findings, notRun) = AgentSplitCheck(shares: list, register: nil).check([outcome], by: checker)
        #expect(findings.map(\.rule.id) == rules)
        #expect(findings.map(\.suggested) == rules.map { _ in advice }, "\(findings)")
        #expect(notRun.map(\.rule.id) == ["A02", "A03"])
    }

    @Test(
        arguments: [
            ("2026-05-12", 40, []), ("2026-05-13", 40, ["A02"]), ("2026-05-12", 39, ["A03"]), (nil, nil, ["A02"]),
            ("2026-01-01", nil, []),
        ] as [(String?, Int?, [String])])
    func agentRegister(_ active: String?, _ capacity: Int?, _ rules: [String]) throws {
        let checker = try checker(nil, nil)
        let outcome = checker.check(MadeSprint.file(rows(checker, 2, 40)), SubmissionCircumstances())
        let register = active.map {
            [AgentFacts(agent: "X", role: "SDS", activeFrom: MadeSprint.day($0), capacity: capacity)]
        }
        let check = AgentSplitCheck(shares: [try share(2, "X", "1")], register: register ?? [])
        #expect(check.check([outcome], by: checker).findings.map(\.rule.id) == rules)
    }

    /// Days are days and not instants: a week in which clocks change has seven of them like any other.
    @Test(arguments: ["2026-03-23", "2026-10-19", "2026-10-26"])
    func weeksOfClockChanges(_ monday: String) throws {
        var made = MadeSprint()
        made.sprint = 2
        let checker = try made.checker()
        let rows = MadeSprint.template(checker, 0)
        let row = SubmissionRuleTests.row(rows, "LOND", monday, "W")
        #expect(row > 0)
        let answer = checker.check(MadeSprint.file(rows), SubmissionCircumstances()).answer
        #expect(!answer.findings.contains { $0.row == row + 1 })
    }

    /// A week with a hold in it can hold what its other days can.
    @Test func weeklySplitOverAHold() throws {
        var made = MadeSprint()
        made.sprint = 3
        let checker = try made.checker()
        var rows = MadeSprint.template(checker, 0)
        let held = SubmissionRuleTests.row(rows, "LOND", "2026-06-08", "W")
        let whole = SubmissionRuleTests.row(rows, "LOND", "2026-05-11", "W")
        let most = rows.map { Int($0[8].dropFirst(8)) ?? 0 }
        #expect(most[held] * 5 == most[whole] * 4)
        // The week of 1 June is held whole: it has no cell, and a row of 0 may stand.
        #expect(SubmissionRuleTests.row(rows, "LOND", "2026-06-01", "W") == 0)
        for (volume, rules) in [("0", [String]()), ("5", ["C01"])] {
            rows.append(["1", "AAAA", "4", "LOND", "2026-06-01", "W", volume, "FORECAST", ""])
            let answer = checker.check(MadeSprint.file(rows), SubmissionCircumstances()).answer
            #expect(answer.findings.map(\.rule.id) == rules, "\(answer.findings)")
            rows.removeLast()
        }
    }
}
