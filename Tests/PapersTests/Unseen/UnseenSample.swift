import Papers
import Record

/// A paper written for a test: `→` stands for a tab.
struct UnseenSample {
    let paper: ReadPaper
    let lines: [SourceLine]

    init(_ text: String, head: String = "") throws {
        let whole = (head.isEmpty ? "" : head + "\n\n") + text
        let source = try SourceText(
            name: "unseen", digest: "", bytes: Array(String(whole.map { $0 == "→" ? "\t" : $0 }).utf8))
        lines = source.lines
        paper = try PaperReader.read(source)
    }

    /// The rows of a kind as `value|value|…` of the named fields, twins once, mentions left out.
    func rows(_ kind: RecordKind, _ names: String...) -> [String] {
        var rows: [String] = []
        for statement in paper.statements where statement.kind == kind && statement.weight > .mention {
            let row = names.map { name in
                statement.fields.first { $0.name == name }?.value?.exported ?? ""
            }.joined(separator: "|")
            if !rows.contains(row) { rows.append(row) }
        }
        return rows
    }

    /// Doubts of a kind's fields and rows.
    func doubts(_ kind: RecordKind) -> [String] {
        paper.statements.filter { $0.kind == kind }.flatMap { $0.doubts + $0.fields.flatMap(\.doubts) }
    }

    var unclaimed: [Int] { paper.claims.indices.filter { paper.claims[$0] == .unclaimed }.map { $0 + 1 } }
}

/// Heads of papers of other groups and months.
enum UnseenHead {
    static let minutes = """
        MHHS Design Advisory Group (DAG) Actions and Minutes

        Issue date: 16/11/22

        Meeting number→DAG 014→Venue→Virtual – MS Teams
        Date and time→9 November 2022 1000-1200→Classification→Public
        """

    static let headline = """
        MHHS Programme Steering Group (PSG) Headline Report

        Issue date: 07/09/23 Meeting number PSG 024 Venue Hybrid Date and time 06 September 2023 10:00-12:30 \
        Classification Public
        """

    static let pack = """
        MHHS
        PROGRAMME
        Industry-led, Elexon facilitated
        Systems Integration Testing Advisory Group (SITAG) #3 17 April 2024
        Version 1.0
        MHHS-DEL2298
        """
}
