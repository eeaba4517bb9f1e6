import Kernel
import Record
import Testing

@testable import Papers

struct DocumentTests {
    private static let pack = """
        #→Item→Objective→Type→Lead→Time→Page
        1→Masts→Approve version 2.1 of the Masts Approach and Plan→Decision→Works→10:00-10:05 5 mins→2

        Masts Approach and Plan

        DECISION: Approve version 2.1 of the Masts Approach and Plan

        Works

        5 mins

        Mast Approach & Plan, v2.1

        - Version 2.0 of the Mast Approach & Plan document was issued for review on 3rd March, with the review period closing on 10th March.
        - 41 comments were received. All required updates made, uplifted to v2.1.
        - The March DOORWG endorsed the recommendation to seek sign-off of the Masts Approach & Plan, v2.1.
        - QRAG approval of the Masts Approach & Plan, v2.1 is requested.
        - 2 minor changes have been made in v2.1 (published 12th March):
        - Assurance review on v2.0 red-line changes ended on 11th March - 9 comments received from 3 depots.

        Next steps

        - 20-Apr-31 QRAG approves Signal Test Strategy
        - The plan mentions the Signal Test Strategy and Door Report.
        """

    @Test("A document's life on its slide")
    func slide() throws {
        let sample = try PackSample(Self.pack)
        let rows = sample.rows(.documents, "document", "version", "event", "by", "date", "count")
        let masts = "Masts Approach and Plan"
        #expect(
            rows == [
                [masts, "2.1", "approval sought", "QRAG", "2031-03-19", ""],
                [masts, "2.0", "issued", "", "2031-03-03", ""],
                [masts, "2.0", "review closed", "", "2031-03-10", ""],
                [masts, "2.0", "comments received", "", "", "9"],
                [masts, "2.1", "uplifted", "", "", "2"],
                [masts, "2.1", "endorsed", "DOORWG", "", ""],
                [masts, "2.1", "published", "", "2031-03-12", ""],
                [masts, "2.0", "review closed", "", "2031-03-11", ""],
                ["Signal Test Strategy", "", "planned", "QRAG", "2031-04-20", ""],
            ])
    }

    @Test("A group's decision gives an approval on its day; a mention gives nothing")
    func approvals() throws {
        let sample = try PackSample(
            """
            Line Works Board (LWB)

            Updates from LWB 04 March 2031

            - Plans:** The LWB approved version 0.4 of the Door Test Plan & version 0.5 of the Door Data Plan.
            - Talk:** The LWB discussed the Cable Plan.
            """)
        #expect(
            sample.rows(.documents, "document", "version", "event", "by", "date") == [
                ["Door Test Plan", "0.4", "approved", "LWB", "2031-03-04"],
                ["Door Data Plan", "0.5", "approved", "LWB", "2031-03-04"],
            ])
    }

    @Test(
        "Names compare by words",
        arguments: [
            ("Environments Approach & Plan", "Environment Approach and Plan"),
            ("Test Plan approval", "the Test Plan"),
            ("Data Working Group (DWG) Terms of Reference (ToR)", "DWG ToR"),
        ])
    func names(left: String, right: String) {
        #expect(DocumentName(left).key == DocumentName(right).key)
    }

    @Test("Minutes: an approval by name, and one in principle")
    func minutes() throws {
        let text =
            "Area→Dec Ref→Decision\nDoors→QRAG-DEC07→The Door Test Strategy was approved in principle subject to updates.\n"
        let sample = try PackSample(
            bytes: Array(String(text.map { $0 == "→" ? "\t" : $0 }).utf8), kind: .minutes, group: "QRAG", meeting: "5",
            date: "2031-03-19")
        #expect(
            sample.rows(.documents, "document", "event", "by", "date") == [
                ["Door Test Strategy", "approved", "QRAG", "2031-03-19"]
            ])
        #expect(sample.doubts.contains { $0.hasPrefix("in principle") })
    }

    @Test("The real pack's documents")
    func real() throws {
        guard let sample = RealPack.sample else { return withKnownIssue("papers absent") { Issue.record("absent") } }
        let rows = sample.rows(.documents, "document", "version", "event", "by", "date", "count")
        let environments = "Environments Approach and Plan"
        let functional = "SIT Functional Test Approach and Plan"
        for row in [
            [environments, "2.4", "issued", "", "2023-07-06", ""],
            [environments, "2.4", "review closed", "", "2023-07-13", ""],
            [environments, "2.4", "comments received", "", "", "118"],
            [environments, "2.5", "approval sought", "TMAG", "2023-08-16", ""],
            [environments, "2.5", "published", "Programme", "", ""],
            [functional, "0.2", "comments received", "", "", "88"],
            [functional, "0.3", "review closed", "", "2023-08-04", ""],
            [functional, "0.4", "published", "", "2023-08-09", ""],
            [functional, "", "planned", "TMAG", "2023-09-20", ""],
            ["Data Cleanse Plan", "0.3", "approved", "TMAG", "2023-07-19", ""],
        ] {
            #expect(rows.contains(row), "\(row)")
        }
        #expect(rows.count == 31)
    }
}

struct PackDamageTests {
    @Test("Damaged texts never trap, and what is far from the damage stays", arguments: 0..<60)
    func damage(seed: UInt64) throws {
        guard let bytes = RealPack.bytes(ofPaper: "004") else {
            return withKnownIssue("papers absent") { Issue.record("absent") }
        }
        var generator = SplitMix(state: seed &* 0x9E37_79B9_7F4A_7C15 &+ 1)
        var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
            .map(String.init)
        // The first hundred lines take the damage; the risks at the end stay whole.
        for _ in 0..<12 {
            let place = Int(generator.next() % 180)
            guard place < lines.count else { continue }
            var cells = lines[place].split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            switch generator.next() % 6 {
            case 0: lines.remove(at: place)
            case 1: lines[place] = cells.joined(separator: " ")
            case 2:
                if cells.count > 2 { cells.swapAt(1, Int(generator.next() % UInt64(cells.count))) }
                lines[place] = cells.joined(separator: "\t")
            case 3: lines.insert(lines[place], at: place)
            case 4: lines[place] = String(lines[place].prefix(Int(generator.next() % 60)))
            default: lines[place] += "\t\t(" + String(lines[place].reversed().prefix(20))
            }
        }
        let sample = try PackSample(
            bytes: Array(lines.joined(separator: "\n").utf8), group: "TMAG", meeting: "22", date: "2023-08-16")
        #expect(sample.statements(.raid, .table).count == 5)
        #expect(sample.statements(.roadmap).count == 8)
        #expect(sample.statements(.documentDependencies).count == 15)
    }

    private struct SplitMix {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            return word ^ (word >> 31)
        }
    }
}
