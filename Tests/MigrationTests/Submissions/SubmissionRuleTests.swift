import Kernel
import Migration
import TestSupport
import Testing

/// Every rule: what breaks it is found, once, and what is suggested is accepted.
struct SubmissionRuleTests {
    /// A way to spoil a template, and what must be found.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        var supplier = 0
        /// By id, each as often as it is found.
        let rules: [String]
        var made: @Sendable (inout MadeSprint) -> Void = { _ in }
        var circumstances: @Sendable (inout SubmissionCircumstances, [[String]]) -> Void = { _, _ in }
        /// Rows with their header.
        let spoil: @Sendable (inout [[String]]) -> Void
        var file = "submission.csv"
        /// Whether the suggestions make it acceptable (a name or a date of receipt cannot be mended in the file).
        var canBeMended = true

        var testDescription: String { name }
    }

    /// The row of a cell.
    static func row(_ rows: [[String]], _ distributor: String, _ start: String, _ granularity: String = "D") -> Int {
        rows.firstIndex { $0[3] == distributor && $0[4] == start && $0[5] == granularity } ?? 0
    }

    static func set(_ distributor: String, _ start: String, _ column: Int, _ value: String, _ granularity: String = "D")
        -> @Sendable (inout [[String]]) -> Void
    {
        { rows in rows[row(rows, distributor, start, granularity)][column] = value }
    }

    static func add(_ row: [String]) -> @Sendable (inout [[String]]) -> Void { { rows in rows.append(row) } }

    static let rows: [Case] = [
        Case(name: "nothing wrong", rules: []) { _ in },
        Case(name: "columns in another order", rules: []) { rows in rows = rows.map { $0.reversed() } },
        Case(name: "F03 version", rules: ["F03"], spoil: set("EAST", "2026-05-04", 0, "2")),
        Case(name: "F03 a field too many", rules: ["F03", "T06"]) { rows in rows[3].append("x") },
        Case(name: "F01 another supplier's row", rules: ["F01"], spoil: set("EAST", "2026-05-04", 1, "BBBB")),
        Case(name: "T01 thousands mark", rules: ["T01"], spoil: set("LOND", "2026-05-04", 6, "\"1,2\"")),
        Case(name: "T01 sign", rules: ["T01"], spoil: set("LOND", "2026-05-04", 6, "-5")),
        Case(name: "T01 fraction", rules: ["T01"], spoil: set("LOND", "2026-05-04", 6, "12.5")),
        Case(name: "T01 eleven digits", rules: ["T01"], spoil: set("LOND", "2026-05-04", 6, "00000000012")),
        Case(name: "T01 empty", rules: ["T01"], spoil: set("LOND", "2026-05-04", 6, "")),
        Case(name: "T01 other digits", rules: ["T01"], spoil: set("LOND", "2026-05-04", 6, "١٢")),
        Case(name: "T01 a date written otherwise", rules: ["T01"], spoil: set("LOND", "2026-05-14", 4, "14/05/2026")),
        Case(
            name: "T01 a date that can be two", rules: ["T01", "T06"], spoil: set("LOND", "2026-05-04", 4, "04/05/2026")
        ),
        Case(name: "T01 no such day", rules: ["T01", "T06"], spoil: set("LOND", "2026-05-04", 4, "2026-02-30")),
        Case(name: "T01 date and volume, one finding", rules: ["T01"]) { rows in
            let place = row(rows, "LOND", "2026-05-14")
            rows[place][4] = "20260514"
            rows[place][6] = "x"
        },
        Case(name: "T02 a row twice", rules: ["T02"]) { rows in rows.append(rows[5]) },
        Case(name: "T02 an empty day twice", rules: ["T02"]) { rows in
            for _ in 0..<2 { rows.append(["1", "AAAA", "4", "LOND", "2026-06-03", "D", "0", "COMMITTED", ""]) }
        },
        Case(name: "T03 unknown distributor", rules: ["T03", "T06"], spoil: set("LOND", "2026-05-04", 3, "NOPE")),
        Case(name: "T03 case of a distributor", rules: ["T03"], spoil: set("LOND", "2026-05-04", 3, " lond")),
        Case(name: "T04 plan type", rules: ["T04"], spoil: set("LOND", "2026-05-04", 7, "FORECAST")),
        Case(name: "T04 granularity", rules: ["T04"], spoil: set("LOND", "2026-05-04", 5, "d")),
        Case(name: "T04 sprint", rules: ["T04"], spoil: set("LOND", "2026-05-04", 2, "5")),
        Case(
            name: "T04 a day of a later sprint", rules: ["T04"],
            spoil: add(["1", "AAAA", "5", "LOND", "2026-07-01", "D", "5", "COMMITTED", ""])),
        Case(
            name: "T04 a week of the committed sprint", rules: ["T04"],
            spoil: add(["1", "AAAA", "4", "LOND", "2026-05-11", "W", "5", "FORECAST", ""])),
        Case(
            name: "T04 a week that names the committed sprint", rules: ["T04"],
            spoil: set("LOND", "2026-07-06", 2, "4", "W")),
        Case(
            name: "T05 a day outside the sprint", rules: ["T05"],
            spoil: add(["1", "AAAA", "4", "LOND", "2026-04-30", "D", "5", "COMMITTED", ""])),
        Case(name: "T05 a week from Tuesday", rules: ["T05"], spoil: set("LOND", "2026-07-06", 4, "2026-07-07", "W")),
        Case(name: "T05 a week of another later sprint", rules: ["T05"], spoil: set("LOND", "2026-07-06", 2, "7", "W")),
        Case(name: "T06 a cell missing", rules: ["T06"]) { rows in rows.remove(at: row(rows, "LOND", "2026-05-04")) },
        Case(name: "T06 a week missing", rules: ["T06"]) { rows in rows.remove(at: row(rows, "LOND", "2026-07-06", "W"))
        },
        Case(
            name: "T06 a distributor without portfolio", rules: ["T06"],
            spoil: add(["1", "AAAA", "4", "SPOT", "2026-05-04", "D", "0", "COMMITTED", ""])),
        Case(
            name: "C01 a hold", rules: ["C01"],
            spoil: add(["1", "AAAA", "4", "LOND", "2026-06-10", "D", "5", "COMMITTED", ""])),
        Case(
            name: "C01 a closed day", rules: ["C01"],
            spoil: add(["1", "AAAA", "4", "LOND", "2026-05-09", "D", "5", "COMMITTED", ""])),
        Case(
            name: "C01 nothing on a hold is well", rules: [],
            spoil: add(["1", "AAAA", "4", "LOND", "2026-06-10", "D", "0", "COMMITTED", ""])),
        Case(name: "C02 before activation", supplier: 1, rules: ["C02"], spoil: set("LOND", "2026-05-04", 6, "5")),
        Case(
            name: "C03 after the end", rules: ["C03"],
            made: { made in
                made.sprint = 9
                made.settings.bufferDays = 14
            }, spoil: add(["1", "AAAA", "9", "LOND", "2026-12-22", "D", "5", "COMMITTED", ""])),
        Case(name: "V01 a cell too large", rules: ["V01"], spoil: set("LOND", "2026-05-04", 6, "5000")),
        Case(name: "V01 a week too large", rules: ["V01"], spoil: set("LOND", "2026-07-06", 6, "50000", "W")),
        Case(
            name: "V02 a day too large, and still a step when it fits", rules: ["V02", "V07"],
            circumstances: { circumstances, _ in
                // Published: 900 and 900 in the cells, 1,000 in the day.
                circumstances.published = (0..<57).flatMap { period in
                    [Int?](arrayLiteral: 0, 1, nil).map {
                        PublishedEnvelope(
                            supplier: 0, distributor: $0, period: period, envelope: ($0 == nil ? 1_000 : 900) * 5,
                            isContested: false)
                    }
                }
            }
        ) { rows in
            for place in rows.indices.dropFirst() { rows[place][6] = "100" }
            rows[row(rows, "EAST", "2026-05-04")][6] = "3000"
            rows[row(rows, "LOND", "2026-05-04")][6] = "4000"
        },
        Case(
            name: "V03 more than the portfolio", rules: ["V03"],
            made: { $0.mpans[0][2] = 60 }, circumstances: { _, _ in }
        ) { rows in
            for place in rows.indices where rows[place][3] == "SPOT" && rows[place][5] == "D" { rows[place][6] = "3" }
        },
        Case(
            name: "V04 not all", rules: ["V04"], made: { $0.migrated = [35_000, 70_000, 0, 0, 0, 25, 0] },
            spoil: set("LOND", "2026-05-04", 6, "0")),
        Case(
            name: "V05 too late", rules: ["V05"], made: { $0.migrated = [35_000, 70_000, 0, 0, 0, 25, 0] }
        ) { rows in
            // From the fourth week before the end to the last one.
            let late = rows.indices.filter { rows[$0][3] == "LOND" && rows[$0][4] >= "2026-11-30" }
            var moved = 0
            for place in rows.indices where rows[place][3] == "LOND" && rows[place][5] == "W" && !late.contains(place) {
                let volume = Int(rows[place][6]) ?? 0
                guard moved + volume <= 19_000 else { continue }
                moved += volume
                rows[place][6] = "0"
            }
            for place in late {
                let most = Int(rows[place][8].dropFirst(8)) ?? 0
                let more = min(moved, most - (Int(rows[place][6]) ?? 0))
                rows[place][6] = String((Int(rows[place][6]) ?? 0) + more)
                moved -= more
            }
            for place in rows.indices where rows[place][3] == "LOND" && rows[place][5] == "W" && moved > 0 {
                let most = Int(rows[place][8].dropFirst(8)) ?? 0
                let more = min(moved, most - (Int(rows[place][6]) ?? 0))
                rows[place][6] = String((Int(rows[place][6]) ?? 0) + more)
                moved -= more
            }
        },
        Case(name: "V06 above the ramp", supplier: 1, rules: ["V06"]) { rows in
            rows[row(rows, "EAST", "2026-06-15")][6] = "40"
            rows[row(rows, "LOND", "2026-06-15")][6] = "70"
            for distributor in ["EAST", "LOND"] { rows[row(rows, distributor, "2026-07-06", "W")][6] = "0" }
        },
        Case(name: "V07 a step", rules: ["V07", "V07"]) { rows in
            for distributor in ["EAST", "LOND"] { rows[row(rows, distributor, "2026-05-06")][6] = "0" }
        },
        Case(
            name: "V07 a rise above the step limit", rules: ["V07"],
            made: { $0.settings[PlannerParameters.stepLimit] = 300 }, spoil: set("EAST", "2026-05-06", 6, "0")),
        Case(name: "V08 a small total", supplier: 2, rules: ["V08"], spoil: set("EAST", "2026-05-04", 6, "300")),
        Case(
            name: "V08 a small supplier may choose its day", supplier: 2, rules: []
        ) { rows in
            for place in rows.indices.dropFirst() where rows[place][3] == "EAST" { rows[place][6] = "0" }
            rows[row(rows, "EAST", "2026-05-04")][6] = "70"
        },
        Case(
            name: "V09 a week that cannot be split", supplier: 2, rules: ["V09"],
            made: { made in
                // Both distributors work on Monday only, when the industry takes 50; over the week it takes 250.
                made.mpans[2][2] = 40
                made.limit(nil, 50)
                for distributor in [0, 2] {
                    made.limits.append(
                        CapacityLimit(
                            scope: .distributor(distributor), from: MadeSprint.day("2026-07-07"),
                            to: MadeSprint.day("2026-07-10"), value: 0, source: "made"))
                }
            }
        ) { rows in
            for place in rows.indices.dropFirst() { rows[place][6] = "0" }
            rows[row(rows, "EAST", "2026-07-06", "W")][6] = "31"
            rows[row(rows, "SPOT", "2026-07-06", "W")][6] = "20"
        },
        Case(
            name: "V10 a frozen day", rules: ["V10"],
            circumstances: { circumstances, rows in
                circumstances.previous = MadeSprint.file(rows + [["1"]])
                circumstances.received = Instant(iso: "2026-05-05T10:00:00Z")
                circumstances.waiver = "W1"
            }, spoil: set("LOND", "2026-05-08", 6, "700")),
        Case(
            name: "V10 a frozen day with a request", rules: [],
            circumstances: { circumstances, rows in
                circumstances.previous = MadeSprint.file(rows + [["1"]])
                circumstances.received = Instant(iso: "2026-05-05T10:00:00Z")
                circumstances.waiver = "W1"
            }
        ) { rows in
            rows[row(rows, "LOND", "2026-05-08")][6] = "700"
            rows[row(rows, "LOND", "2026-05-08")][8] = "agreed in CR-12"
        },
        Case(name: "V11 a scarce envelope unused", rules: ["V11"], made: { $0.limit(1, 700) }) { rows in
            for place in rows.indices
            where rows[place][3] == "LOND" && rows[place][5] == "D" && rows[place][4] < "2026-05-09" {
                rows[place][6] = "300"
            }
        },
        Case(
            name: "R01 a small supplier takes the reserve", supplier: 2, rules: ["R01"],
            made: {
                $0.limit(0, 20)
                $0.settings.reserve = Share(millionths: 100_000)
            }, spoil: set("EAST", "2026-05-04", 6, "19")),
        Case(
            name: "X01 far from the forecast", rules: ["X01"],
            circumstances: { circumstances, rows in
                circumstances.previous = MadeSprint.file([
                    rows[0], ["1", "AAAA", "4", "LOND", "2026-05-11", "W", "1000", "FORECAST", ""],
                ])
            }, spoil: { _ in }),
        Case(
            name: "F01 the name's supplier", rules: ["F01"],
            spoil: { rows in
                for place in rows.indices.dropFirst() where place % 2 == 0 { rows[place][1] = "AAAA" }
                rows[4][1] = "CCCC"
            }, file: "CHANGEOVER1_AAAA_4_M_20260420T080000Z_3.csv"),
        Case(
            name: "F01 no name of the pattern", rules: ["F01"], spoil: { _ in },
            file: "CHANGEOVER1_AAAA_4_M_20261320T080000Z_3.csv", canBeMended: false),
        Case(
            name: "F01 the name of another sprint", rules: ["F01"], spoil: { _ in },
            file: "CHANGEOVER1_AAAA_5_M_20260420T080000Z_3.csv", canBeMended: false),
        Case(
            name: "F02 a sequence again", rules: ["F02"],
            circumstances: { circumstances, rows in
                circumstances.previous = MadeSprint.file(
                    [rows[0]], name: "CHANGEOVER1_AAAA_4_M_20260419T080000Z_3.csv")
            }, spoil: { _ in }, file: "CHANGEOVER1_AAAA_4_M_20260420T080000Z_3.csv", canBeMended: false),
        Case(
            name: "F02 the same content", rules: ["F02"],
            circumstances: { circumstances, rows in circumstances.previous = MadeSprint.file(rows) },
            spoil: { _ in }, canBeMended: false),
        Case(
            name: "F04 no right to act", rules: ["F04"],
            circumstances: { circumstances, _ in
                circumstances.user = "eve"
                circumstances.entitlements = ["AAAA": ["alice"], "BBBB": ["eve"]]
            }, spoil: { _ in }, canBeMended: false),
        Case(
            name: "F04 a right to act", rules: [],
            circumstances: { circumstances, _ in
                circumstances.user = "alice"
                circumstances.entitlements = ["AAAA": ["alice"]]
            }, spoil: { _ in }),
        Case(
            name: "F05 in summer time the last day ends an hour earlier", rules: ["F05"],
            circumstances: { circumstances, _ in circumstances.received = Instant(iso: "2026-05-03T23:30:00Z") },
            spoil: { _ in }, canBeMended: false),
        Case(
            name: "F05 the last minute of planning", rules: [],
            circumstances: { circumstances, _ in circumstances.received = Instant(iso: "2026-05-03T22:59:59Z") },
            spoil: { _ in }),
        Case(
            name: "F05 late with a waiver", rules: [],
            circumstances: { circumstances, _ in
                circumstances.received = Instant(iso: "2026-05-05T10:00:00Z")
                circumstances.waiver = "MCC-7"
            }, spoil: { _ in }),
    ]

    @Test(arguments: rows)
    func findsAndMends(_ one: Case) throws {
        var made = MadeSprint()
        one.made(&made)
        let checker = try made.checker()
        let template = MadeSprint.template(checker, one.supplier)
        var circumstances = SubmissionCircumstances()
        one.circumstances(&circumstances, template)
        var rows = template
        one.spoil(&rows)
        let bytes = MadeSprint.bytes(rows)
        let answer = checker.check(MadeSprint.file(bytes, name: one.file), circumstances).answer
        let found = answer.findings.map(\.rule.id).sorted()
        #expect(found == one.rules.sorted(), "\(answer.findings.prefix(4))")
        let isRejected = answer.findings.contains { $0.severity == .error }
        #expect(answer.status == (isRejected ? .rejected : found.isEmpty ? .accepted : .acceptedWithWarnings))
        guard one.canBeMended, isRejected else { return }
        for finding in answer.findings where finding.severity == .error {
            #expect(!finding.changes.isEmpty, "\(finding) suggests nothing")
            #expect(!finding.observed.isEmpty || finding.rule == .valuesParse, "\(finding) shows nothing")
        }
        let mended = try #require(SubmissionMending.mended(bytes, by: answer.findings))
        let again = checker.check(MadeSprint.file(mended, name: one.file), circumstances).answer
        #expect(again.status != .rejected, "\(again.findings.prefix(4))")
    }

    /// Every rule has a row in the cases above, or in the tests of several files and of agents.
    @Test func everyRuleHasACase() {
        let cased = Set(Self.rows.flatMap(\.rules))
        let elsewhere: Set<String> = ["A01", "A02", "A03", "L01", "L02", "L03"]
        #expect(cased.union(elsewhere) == Set(SubmissionRule.allCases.map(\.id)))
    }

    /// A rule that is off is said to be off; one that is a warning does not reject.
    @Test func switches() throws {
        for (strength, status) in [(0, SubmissionAnswer.Status.accepted), (1, .acceptedWithWarnings), (2, .rejected)] {
            var made = MadeSprint()
            made.settings[SubmissionRule.cellWithinEnvelope.strength] = strength
            // A day of its own would be too large as well.
            made.settings[SubmissionRule.dayWithinEnvelope.strength] = 0
            made.settings[SubmissionRule.stepsAreSmall.strength] = 0
            let checker = try made.checker()
            var rows = MadeSprint.template(checker, 0)
            Self.set("LOND", "2026-05-04", 6, "1500")(&rows)
            let answer = checker.check(MadeSprint.file(rows), SubmissionCircumstances()).answer
            #expect(answer.status == status, "\(answer.findings)")
            let isNamed = answer.notRun.contains { $0.rule == .cellWithinEnvelope && $0.reason.contains("settings") }
            #expect(isNamed == (strength == 0))
        }
    }
}
