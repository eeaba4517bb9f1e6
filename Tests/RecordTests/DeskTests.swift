import Kernel
import Record
import Testing

/// One defect put into a clean record, and the rule that must find it.
struct Defect: CustomTestStringConvertible, Sendable {
    let name: String
    let rule: String
    let inject: @Sendable (inout Draft) -> Void

    init(_ name: String, _ rule: String, _ inject: @escaping @Sendable (inout Draft) -> Void) {
        self.name = name
        self.rule = rule
        self.inject = inject
    }

    var testDescription: String { "\(rule): \(name)" }
}

@Suite struct DeskTests {
    @Test(arguments: [(1, 1), (1, 4), (3, 6)])
    func cleanRecordsHaveNoContradiction(groups: Int, meetings: Int) {
        let findings = CleanRecord(groups: groups, meetings: meetings).draft.findings
        #expect(findings.isEmpty, "\(findings.map(\.sentence))")
    }

    @Test(arguments: Defects.all)
    func aDefectIsFoundByItsRuleAlone(defect: Defect) {
        var draft = CleanRecord().draft
        defect.inject(&draft)
        let findings = draft.findings
        #expect(!findings.isEmpty)
        #expect(findings.allSatisfy { $0.rule == defect.rule }, "\(findings.map { "\($0.rule): \($0.sentence)" })")
        for finding in findings {
            #expect(!finding.placeA.isEmpty && !finding.sentence.isEmpty && !finding.basis.isEmpty)
        }
    }

    @Test func everyRuleHasADefectThatItFinds() {
        let covered = Set(Defects.all.map(\.rule))
        #expect(Desk.rules.map(\.code).filter { !covered.contains($0) } == [])
        #expect(covered.subtracting(Desk.rules.map(\.code)) == [])
    }

    @Test func codesAreUniqueAndInKebabCase() {
        let codes = Desk.catalogue.map(\.code)
        #expect(Set(codes).count == codes.count)
        for rule in Desk.catalogue {
            #expect(rule.code.allSatisfy { $0.isLowercase || $0 == "-" })
            #expect(rule.statement.hasSuffix(".") && !rule.title.isEmpty && rule.clause.hasPrefix("governance.md"))
        }
    }

    /// Any number of defects in any order of rows: the desk finds the rules of exactly those, in the same order.
    @Test(arguments: 0..<24)
    func findingsDoNotDependOnTheOrderOfRows(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var draft = CleanRecord(meetings: 4 + generator.nextBelow(3)).draft
        let defect = Defects.all[generator.nextBelow(Defects.all.count)]
        defect.inject(&draft)
        let findings = draft.findings
        draft.rows.shuffle(using: &generator)
        #expect(draft.findings == findings, "seed \(seed), \(defect.testDescription)")
        #expect(Set(findings.map(\.rule)) == [defect.rule], "seed \(seed), \(defect.testDescription)")
        #expect(Set(findings.map(\.fingerprint)).count == findings.count)
    }
}

/// The likely values that the desk names.
@Suite struct LikelyTests {
    private func only(_ name: String) -> Contradiction? {
        guard let defect = Defects.all.first(where: { $0.name == name }) else { return nil }
        var draft = CleanRecord().draft
        defect.inject(&draft)
        return draft.findings.first
    }

    @Test(arguments: [
        ("minutes issued a month early", "2023-01-26"), ("due a month early", "2023-02-09"),
        ("tracker in 2019", "2023-01-27"), ("item 2 is meant, item 4 is cited", "agenda item 2"),
        ("TMAM01-02 for TMAG01-02", "TMAG01-02"), ("a lost row", "TMAG01-02"), ("tier 2 on a T3 milestone", "T3"),
        ("minutes of a Sunday", "2023-01-18"),
    ])
    func probableValues(name: String, probable: String) { #expect(only(name)?.probable == probable) }

    @Test func aMisreadingIsAProposal() {
        let finding = only("TMAM01-02 for TMAG01-02")
        #expect(finding?.state == .proposed)
        #expect(finding?.basis == "one letter off, and the number is missing")
    }

    @Test func bothPlacesAndValuesAreNamed() {
        let finding = only("two forecasts in one pack")
        #expect(finding?.placeA.hasPrefix("TMAG-1-pack#") == true && finding?.placeB.hasPrefix("TMAG-1-pack#") == true)
        #expect(finding?.valueA == "2023-01-27" && finding?.valueB == "2023-01-30")
    }
}
