import Kernel
import Record
import Testing

/// Short ways to write statements and papers in tests.
enum Make {
    static func day(_ iso: String) -> CalendarDate? { CalendarDate(iso: iso) }

    static func card(
        _ name: String, _ kind: PaperKind = .minutes, group: String = "TMAG", meeting: String = "8",
        issued: String = "", held: String = "", version: String = "", documentID: String = ""
    ) -> PaperCard {
        PaperCard(
            name: name, kind: kind, group: group, meeting: meeting, documentID: documentID, version: version,
            issueDate: day(issued), issueDatePrinted: issued, meetingDate: day(held), digest: "digest-\(name)")
    }

    static func text(_ name: String, _ value: String, line: Int? = nil) -> FieldReading {
        .text(name, value, at: line.map { Place(line: $0) })
    }

    static func date(_ name: String, _ iso: String, line: Int? = nil) -> FieldReading {
        FieldReading(name, day(iso).map { .date($0) }, printed: iso, at: line.map { Place(line: $0) })
    }

    static func placed(
        _ card: PaperCard, _ kind: RecordKind, _ key: String, line: Int = 1, rule: String = "test",
        weight: Weight = .table, doubts: [String] = [], to: String = "", _ fields: FieldReading...
    ) -> PlacedStatement {
        PlacedStatement(
            statement: Statement(
                kind, key: key, lines: [line], rule: rule, weight: weight, doubts: doubts, fields: fields),
            paper: card, knownFrom: card.knownFrom, knownTo: day(to))
    }
}

@Suite struct DerivationTests {
    let older = Make.card("older", meeting: "8", issued: "2022-08-24", held: "2022-08-17")
    let later = Make.card("later", meeting: "9", issued: "2022-09-29", held: "2022-09-22")

    @Test func noStatementsGiveNoEntry() {
        #expect(Derivation.entry(kind: .actions, key: "TMAG08-01", from: []) == nil)
    }

    @Test func orderOfImportNeverMatters() {
        let statements = [
            Make.placed(older, .actions, "TMAG08-01", line: 4, Make.text("text", "Share the plan")),
            Make.placed(later, .actions, "TMAG08-01", line: 9, Make.text("text", "Share the plan again")),
            Make.placed(
                older, .actions, "TMAG08-01", line: 40, weight: .inline, doubts: ["heard in the room"],
                Make.text("text", "Share plan")),
            Make.placed(later, .actions, "TMAG08-01", line: 30, weight: .mention),
        ]
        let first = Derivation.entry(kind: .actions, key: "TMAG08-01", from: statements)
        for order in [[1, 0, 3, 2], [3, 2, 1, 0], [2, 3, 0, 1]] {
            let entry = Derivation.entry(kind: .actions, key: "TMAG08-01", from: order.map { statements[$0] })
            #expect(entry == first)
        }
        #expect(first?.text("text") == "Share the plan again")
        #expect(first?.text("sources") == "later#9;later#30;older#4;older#40")
        #expect(first?.fields["text"]?.alternatives.map(\.value) == ["Share the plan", "Share plan"])
        #expect(first?.doubts == ["heard in the room"])
    }

    @Test func aTableOutweighsTalkHoweverLate() {
        let entry = Derivation.entry(
            kind: .actions, key: "A",
            from: [
                Make.placed(older, .actions, "A", Make.text("area", "dPMO")),
                Make.placed(later, .actions, "A", weight: .inline, Make.text("area", "Data")),
            ])
        #expect(entry?.text("area") == "dPMO")
    }

    @Test func evolvingColumnsGoByTheLatestPaper() {
        let entry = Derivation.entry(
            kind: .milestones, key: "T3-TE-0014",
            from: [
                Make.placed(
                    older, .milestones, "T3-TE-0014", Make.date("forecast", "2023-06-02"),
                    Make.date("baseline", "2023-06-02")),
                Make.placed(
                    later, .milestones, "T3-TE-0014", weight: .extract, Make.date("forecast", "2023-08-16"),
                    Make.date("baseline", "2023-06-09")),
            ])
        #expect(entry?.text("forecast") == "2023-08-16")
        #expect(entry?.text("baseline") == "2023-06-02")
        #expect(entry?.integer("variance_days") == 75)
    }

    @Test func theViewTitlesAMilestoneBeforeTheRegister() {
        let entry = Derivation.entry(
            kind: .milestones, key: "T",
            from: [
                Make.placed(older, .milestones, "T", line: 1, Make.text("title", "E2E Guidance approved")),
                Make.placed(
                    older, .milestones, "T", line: 9, Make.text("title", "EZE Guidance approved"),
                    Make.text("register_section", "TE")),
            ])
        #expect(entry?.text("title") == "E2E Guidance approved")
        #expect(entry?.text("titles") == "E2E Guidance approved | EZE Guidance approved")
    }

    @Test(arguments: [
        (["proposed", "current"], "current"), (["removal proposed", "current"], "removal proposed"),
        (["doubtful"], "doubtful"), (["doubtful", "proposed"], "proposed"),
    ])
    func statesOfOnePaper(states: [String], expected: String) {
        let statements = states.enumerated().map {
            Make.placed(older, .milestones, "T", line: $0.offset + 1, Make.text("state", $0.element))
        }
        for order in [statements, statements.reversed()] {
            #expect(Derivation.entry(kind: .milestones, key: "T", from: order)?.text("state") == expected)
        }
    }

    @Test func aLaterPaperChangesTheStateUnlessItOnlyDoubts() {
        let current = Make.placed(older, .milestones, "T", Make.text("state", "current"))
        let removal = Make.placed(later, .milestones, "T", Make.text("state", "removal proposed"))
        let doubtful = Make.placed(later, .milestones, "T", weight: .extract, Make.text("state", "doubtful"))
        let state = { (all: [PlacedStatement]) in
            Derivation.entry(kind: .milestones, key: "T", from: all)?.text("state")
        }
        #expect(state([current, removal]) == "removal proposed")
        #expect(state([current, doubtful]) == "current")
    }

    @Test func aPrintThatCannotBeReadStays() {
        let unread = FieldReading("due", nil, printed: "0 th Oct 23", doubts: ["no such day"])
        let entry = Derivation.entry(kind: .actions, key: "A", from: [Make.placed(later, .actions, "A", unread)])
        #expect(entry?.text("due") == "")
        #expect(entry?.text("due_printed") == "0 th Oct 23")
        #expect(entry?.doubts == ["due: no such day"])
        let earlier = Make.placed(older, .actions, "A", Make.date("due", "2022-09-15"))
        let merged = Derivation.entry(
            kind: .actions, key: "A", from: [Make.placed(later, .actions, "A", unread), earlier])
        #expect(merged?.text("due") == "2022-09-15")
        #expect(merged?.doubts == ["due: no such day"])
    }

    @Test func aPlainWordTakesThePlaceOfAnOlderDate() {
        let entry = Derivation.entry(
            kind: .actions, key: "A",
            from: [
                Make.placed(older, .actions, "A", Make.date("due", "2022-09-15")),
                Make.placed(later, .actions, "A", FieldReading("due", nil, printed: "Ongoing")),
            ])
        #expect(entry?.text("due") == "")
        #expect(entry?.text("due_printed") == "Ongoing")
        #expect(entry?.fields["due"]?.alternatives.map(\.value) == ["2022-09-15"])
    }

    @Test(arguments: [
        ("Test & Migration.", "test and  migration", true), ("Rullow", "Rulow", false), ("a – b", "a - b", true),
        ("dPMO", "DPMO", true),
    ])
    func folding(left: String, right: String, same: Bool) { #expect(Folding.same(left, right) == same) }

    @Test func sameValuesShareTheirSourcesAndDifferingOnesAreKept() {
        let entry = Derivation.entry(
            kind: .actions, key: "A",
            from: [
                Make.placed(older, .actions, "A", line: 3, Make.text("area", "DPMO", line: 3)),
                Make.placed(later, .actions, "A", line: 5, Make.text("area", "dPMO", line: 5)),
                Make.placed(later, .actions, "A", line: 6, Make.text("text", "Share the plan", line: 6)),
                Make.placed(older, .actions, "A", line: 4, Make.text("text", "share the plan.", line: 4)),
            ])
        #expect(entry?.fields["text"]?.sources.map(\.description) == ["later#6", "older#4"])
        #expect(entry?.fields["text"]?.alternatives == [])
        // Labels keep their spellings apart.
        #expect(entry?.fields["area"]?.sources.map(\.description) == ["later#5"])
        #expect(entry?.fields["area"]?.alternatives.map(\.value) == ["DPMO"])
    }

    @Test func aRecordWithATableIsNotOnlyCited() {
        let cited = Make.placed(
            later, .raid, "R1", weight: .mention, FieldReading("citation_only", .truth(true), printed: ""))
        let row = Make.placed(older, .raid, "R1", Make.text("description", "Late data"))
        #expect(Derivation.entry(kind: .raid, key: "R1", from: [cited])?.text("citation_only") == "yes")
        #expect(Derivation.entry(kind: .raid, key: "R1", from: [cited, row])?.text("citation_only") == "")
    }

    @Test func versionsFollowTheDays() {
        let first = Make.placed(older, .actions, "A", to: "2022-09-01", Make.text("text", "one"))
        let second = Make.placed(later, .actions, "A", Make.text("text", "two"))
        let versions = Derivation.versions(kind: .actions, key: "A", statements: [second, first])
        #expect(versions.map { $0.from?.iso ?? "-" } == ["2022-08-24", "2022-09-29"])
        #expect(versions.map { $0.to?.iso ?? "-" } == ["2022-09-01", "-"])
        #expect(versions.map { $0.entry.text("text") } == ["one", "two"])
    }

    @Test func equalNeighboursAreOneVersion() {
        let row = Make.placed(older, .actions, "A", to: "2022-09-01", Make.text("text", "one"))
        var again = older
        again.issueDate = Make.day("2022-09-01")
        let copy = Make.placed(again, .actions, "A", Make.text("text", "one"))
        let undated = Make.placed(Make.card("older"), .actions, "A", to: "2022-08-24", Make.text("text", "one"))
        let versions = Derivation.versions(kind: .actions, key: "A", statements: [row, copy, undated])
        #expect(versions.map { $0.from?.iso ?? "-" } == ["-"] && versions.map { $0.to?.iso ?? "-" } == ["-"])
    }

    @Test(arguments: [
        ("2", "10"), ("10", "10.1"), ("", "1"), ("TMAG08-02", "TMAG08-10"), ("5.2", "5.2.1"), ("v0.9", "v0.10"),
        ("8", "08"),
    ])
    func naturalOrder(first: String, second: String) {
        #expect(NaturalOrder.precedes(first, second))
        #expect(!NaturalOrder.precedes(second, first))
    }
}

@Suite struct CorrectionsTests {
    @Test func aLaterVersionTakesThePlaceFromItsOwnDay() {
        let one = Make.card("one", issued: "2022-08-24", held: "2022-08-17", version: "1.0")
        let two = Make.card("two", issued: "2022-09-01", held: "2022-08-17", version: "1.1")
        let other = Make.card("other", .headline, issued: "2022-08-18", held: "2022-08-17")
        for papers in [[(one, 1), (two, 2), (other, 3)], [(two, 1), (other, 2), (one, 3)]] {
            let spans = Corrections.spans(of: papers.map { (card: $0.0, sequence: $0.1) })
            let named = Dictionary(uniqueKeysWithValues: zip(papers.map(\.0.name), spans))
            #expect(named["one"]?.knownTo?.iso == "2022-09-01")
            #expect(named["one"]?.supersededBy == "two")
            #expect(named["two"]?.knownTo == nil)
            #expect(named["two"]?.supersedes == "one")
            #expect(named["other"]?.knownTo == nil)
        }
    }

    @Test func ofOneDayTheOlderNeverCounts() {
        let one = Make.card("one", issued: "2022-08-24", version: "1.0")
        let two = Make.card("two", issued: "2022-08-24", version: "2.0")
        let row = Statement(.actions, key: "A", lines: [1], rule: "test", fields: [])
        let placed = Corrections.placed(papers: [(one, 1, [row]), (two, 2, [row])])
        #expect(placed.map { $0.knownTo?.iso ?? "-" } == ["2022-08-24", "-"])
        #expect(placed.map { $0.counts(asKnownAt: Make.day("2022-08-24")) } == [false, true])
    }

    @Test func noTwoTextsOfASeriesEverCountTogether() {
        let cards = [
            Make.card("a", issued: "2022-08-10", version: "1"), Make.card("b", issued: "2022-08-20", version: "2"),
            Make.card("c", issued: "2022-08-15", version: "3"), Make.card("d", version: "4"),
        ]
        for count in 1...cards.count {
            let spans = Corrections.spans(of: cards.prefix(count).enumerated().map { ($0.element, $0.offset) })
            for day in 1...28 {
                let date = CalendarDate(year: 2022, month: 8, day: day)
                let counting = spans.filter {
                    guard let date else { return false }
                    return ($0.knownFrom.map { $0 <= date } ?? true) && ($0.knownTo.map { date < $0 } ?? true)
                }
                #expect(counting.count <= 1)
            }
        }
    }
}
