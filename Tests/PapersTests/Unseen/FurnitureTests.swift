import Foundation
import Papers
import Record
import TestSupport
import Testing

/// Page headers and footers between rows and paragraphs, other line ends, and cells that an extractor lost or added.
@Suite struct FurnitureTests {
    @Test(
        "a footer between rows does not break a table",
        arguments: [
            "Page 2 of 5", "© Elexon Limited 2023", "MHHS-DEL1478 v1.0 © Elexon Limited 2023 12", "Page 2",
            "→→Page 2 of 5→", "MHHS Programme – Public – Page 2 of 5",
        ])
    func footer(_ footer: String) throws {
        for gap in ["\n", "\n\n"] {
            let sample = try UnseenSample(
                """
                Actions

                Area→Action Ref→Action→Owner→Due Date→Update
                SIT→DAG14-01→Share the plan→Programme (PMO)→16/11/22→\(gap)\(footer)\(gap)→DAG14-02→Review the \
                plan→DAG members→23/11/22→Done
                """, head: UnseenHead.minutes)
            #expect(
                sample.rows(.actions, "reference", "area", "text", "owners", "due", "update") == [
                    "DAG14-01|SIT|Share the plan|Programme/PMO|2022-11-16|",
                    "DAG14-02|SIT|Review the plan|DAG members|2022-11-23|Done",
                ])
            #expect(sample.unclaimed.isEmpty)
        }
    }

    @Test("page numbers on lines of their own, and what only looks like them")
    func numbers() throws {
        let sample = try UnseenSample(
            """
            Minutes

            1. Welcome

            JA welcomed all.

            2

            2. Actions

            FM updated.

            3

            3. Design

            There were figures.

            4

            Date of next DAG: 14 December 2022
            """, head: UnseenHead.minutes)
        #expect(
            sample.rows(.minuteSections, "number", "title", "paragraphs") == [
                "1|Welcome|JA welcomed all.", "2|Actions|FM updated.", "3|Design|There were figures.",
            ])
        #expect(sample.rows(.meetings, "next_meeting").contains("2022-12-14"))
    }

    @Test("the footer's document number is the paper's own")
    func documentNumber() throws {
        let sample = try UnseenSample(
            "Minutes\n\n1. Welcome\n\nJA welcomed all.\n\nMHHS-DEL2410 v1.0 – Public – Page 1 of 3",
            head: UnseenHead.minutes)
        #expect(sample.paper.card.documentID == "MHHS-DEL2410")
        #expect(sample.paper.card.version == "1.0")
    }

    /// Ways in which another extractor would hand over the same paper.
    enum Form: String, CaseIterable, Sendable {
        case windows, trailingSpaces, moreTabs, fewerTabs, footers

        func apply(_ text: String) -> String {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            switch self {
            case .windows: return "\u{FEFF}" + lines.joined(separator: "\r\n")
            case .trailingSpaces:
                return lines.map { $0.contains { !$0.isWhitespace } ? $0 + "  " : $0 }.joined(separator: "\n")
            case .moreTabs: return lines.map { $0.contains("\t") ? $0 + "\t\t" : $0 }.joined(separator: "\n")
            case .fewerTabs:
                return lines.map { line in
                    guard line.contains(where: { !$0.isWhitespace }) else { return line }
                    return String(line.reversed().drop { $0 == "\t" || $0 == " " }.reversed())
                }.joined(separator: "\n")
            case .footers:
                var result: [String] = []
                for (index, line) in lines.enumerated() {
                    if index > 30, index % 17 == 0 { result.append("© Elexon Limited 2023 Page \(index / 17) of 40") }
                    result.append(line)
                }
                return result.joined(separator: "\n")
            }
        }
    }

    @Test(
        "a paper in another extractor's form gives the same records", arguments: PaperDamageTests.samples, Form.allCases
    )
    func form(_ sample: PaperDamageTests.Sample, _ form: Form) throws {
        let before = try PaperDamageTests.read(sample.text)
        let after = try PaperDamageTests.read(form.apply(sample.text))
        #expect(Self.facts(after) == Self.facts(before))
        #expect(after.claims.count { $0 == .unclaimed } == before.claims.count { $0 == .unclaimed })
    }

    /// Kind, key and values of every statement, sorted; lines and prints differ between the forms.
    static func facts(_ paper: ReadPaper) -> [String] {
        paper.statements.map { statement in
            let fields = statement.fields.map { "\($0.name)=\($0.value?.exported ?? "")" }
            return "\(statement.kind.rawValue)|\(statement.key)|\(fields.joined(separator: "|"))"
        }.sorted()
    }
}
