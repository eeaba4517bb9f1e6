import Kernel
import Record
import TestSupport
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
        ("minutes of a Sunday", "2023-01-18"), ("raised between two meetings", "2023-01-18"),
        ("a data cut before the day in the title", "2023-01-28"), ("a deadline after the milestone", "2023-02-03"),
        ("a plan submitted some days off its milestone", "2023-03-17"), ("M5 for M9", "M9"),
        ("a space in a reference", "TMAG01-02"), ("a figure before a date", "2023-02-09"),
        ("a deliverable in the next column", "SITWG"), ("initials of nobody", "ABe"),
        ("a summary after the decision", "2023-01-30"),
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

    @Test func oneLineOfEventsIsOneFinding() {
        var draft = CleanRecord().draft
        Defects.all.first { $0.name == "two events on one line, both past" }?.inject(&draft)
        let findings = draft.findings
        #expect(findings.count == 1)
        #expect(findings.first?.placeA.hasSuffix("#400") == true)
        #expect(findings.first?.subject.name == "events Data Working Group (DWG), Steering Committee, 2023-01-10")
    }

    /// A doubt that names lines puts the finding there.
    @Test func placesAreTheLinesThatADoubtNames() {
        let finding = only("a legend without the highest grade")
        #expect(finding?.placeA.hasSuffix("#40") == true && finding?.placeB.hasSuffix("#35") == true)
        #expect(finding?.valueA == "High, Low" && finding?.valueB == "Low")
    }

    /// Another case of ordinary words is the paper's choice.
    @Test func lettersOfOrdinaryWordsMayDiffer() {
        var draft = CleanRecord().draft
        draft.set(.actions, "TMAG01-02", .text("area", "planning"))
        #expect(draft.findings.isEmpty)
    }

    /// A head of four lines: title, issue date, venue, date of the meeting.
    @Test func theIssueDateIsOnTheLineThatHoldsNothingElse() {
        var draft = Draft()
        let paper = draft.paper(
            PaperCard(
                name: "m", kind: .minutes, group: "TMAG", meeting: "1", issueDate: Make.day("2023-01-10"),
                meetingDate: Make.day("2023-01-18"), lines: [3, 5, 7, 8]))
        draft.add(
            paper, .meetings, "TMAG 1", .text("group", "TMAG", at: Place(line: 3)), .text("number", "1"),
            .text("venue", "Online", at: Place(line: 7)),
            FieldReading("date", Make.day("2023-01-18").map { .date($0) }, at: Place(line: 8)))
        let finding = draft.findings.first
        #expect(finding?.rule == "issued-after-meeting")
        #expect(finding?.placeA == "m#5" && finding?.placeB == "m#8")
        #expect(finding?.subject.name == "minutes of TMAG 1")
    }
}

/// The reference page of the rules.
@Suite struct ReferenceTests {
    @Test func thePageIsWhatTheRulesSay() throws {
        try Golden.check(Desk.reference(), against: "Documentation/reference/findings.md")
    }
}
