import Foundation
import Kernel
import Papers
import Record
import TestSupport
@testable import Store

/// Papers made by hand, so that the store is tested apart from the readers.
enum MadePapers {
    typealias Made = (source: SourceText, bytes: [UInt8], read: ReadPaper)

    /// A paper whose lines are the statements' passages, one a line after the head.
    static func paper(
        _ name: String, kind: PaperKind = .headline, group: String = "TMAG", meeting: String = "8",
        version: String = "1.0", issued: String = "2024-08-20", documentID: String = "", salt: String = "",
        padding: Int = 0,
        actions: [Action] = [], milestones: [Milestone] = []
    ) throws -> Made {
        var lines = ["\(group) \(meeting) \(kind.rawValue) \(version) \(salt)", ""]
        var statements: [RecordStatement] = []
        for action in actions {
            lines.append("\(action.reference)\t\(action.text)\t\(action.due)\t\(action.status)")
            // Every paper tells the meeting at which an action was raised.
            let raised = action.reference.hasPrefix("TMAG08") ? "8" : meeting
            statements.append(action.statement(group, raised, line: lines.count))
        }
        for milestone in milestones {
            lines.append("\(milestone.id)\t\(milestone.title)\t\(milestone.forecast)")
            statements.append(milestone.statement(line: lines.count))
        }
        for number in 0..<padding {
            lines.append("In item \(number) the group heard what the parties said of the plan of \(salt)")
        }
        lines.append("stray words that nothing claims")
        let bytes = Array(lines.joined(separator: "\n").utf8)
        let digest = RecordStore.sha256Hex(bytes)
        let source = try SourceText(name: name, digest: digest, bytes: bytes)
        var claims: [LineClaim] = source.lines.map { $0.isBlank ? .blank : .record }
        claims[claims.count - 1] = .unclaimed
        let card = PaperCard(
            name: name, kind: kind, group: group, meeting: meeting, title: "Paper of \(meeting)",
            documentID: documentID, version: version, issueDate: CalendarDate(iso: issued), issueDatePrinted: issued,
            meetingDate: CalendarDate(iso: issued), digest: digest, lines: [1], doubts: ["made by hand"])
        return (source, bytes, ReadPaper(card: card, statements: statements, claims: claims))
    }

    struct Action {
        var reference: String
        var text: String
        var due = "2024-09-01"
        var status = "Open"
        var resolved: String?

        /// - Parameter meeting: where the action was raised.
        func statement(_ group: String, _ meeting: String, line: Int) -> RecordStatement {
            RecordStatement(
                .actions, key: reference, lines: [line], rule: "actions-table",
                fields: [
                    .text("reference", reference, at: Place(line: line, cell: 0)), .text("group", group),
                    .text("meeting", meeting), .text("text", text, at: Place(line: line, cell: 1)),
                    .text("owners", "SI/Programme"),
                    FieldReading(
                        "due", CalendarDate(iso: due).map(Value.date), printed: due,
                        at: Place(line: line, cell: 2, range: 0..<due.utf8.count),
                        doubts: CalendarDate(iso: due) == nil ? ["no date: \(due)"] : [],
                        resolved: resolved.map { ResolvedValue(value: $0, by: "a-rule", reason: "it says so") }),
                    .text("status", status),
                ])
        }
    }

    struct Milestone {
        var id: String
        var title: String
        var forecast: String

        func statement(line: Int) -> RecordStatement {
            RecordStatement(
                .milestones, key: id, lines: [line], rule: "milestone-table", weight: .extract,
                doubts: title.isEmpty ? ["no title"] : [],
                fields: [
                    .text("id", id), .text("tier", "T2"), .text("title", title),
                    FieldReading("forecast", CalendarDate(iso: forecast).map(Value.date), printed: forecast),
                    .text("state", "current"),
                ])
        }
    }

    /// Five papers of three meetings, among them a correction, that speak of each other's records.
    static func five() throws -> [Made] {
        [
            try paper(
                "minutes-8", kind: .minutes, meeting: "8", issued: "2024-08-28",
                actions: [
                    .init(reference: "TMAG08-01", text: "Write the plan"), .init(reference: "TMAG08-2", text: "x"),
                ]),
            try paper(
                "headline-8", meeting: "8", issued: "2024-08-21",
                actions: [.init(reference: "TMAG08-01", text: "Write the plan", due: "TBC", resolved: "2024-09-02")],
                milestones: [.init(id: "T2-TE-0100", title: "Begin", forecast: "2024-10-01")]),
            try paper(
                "headline-8", meeting: "8", version: "1.1", issued: "2024-08-23",
                actions: [.init(reference: "TMAG08-01", text: "Write the better plan", status: "Closed")],
                milestones: [.init(id: "T2-TE-0100", title: "Begin", forecast: "2024-10-08")]),
            try paper(
                "headline-9", meeting: "9", issued: "2024-09-21",
                actions: [.init(reference: "TMAG08-01", text: "Write an even better one", status: "Closed")],
                milestones: [.init(id: "T2-TE-0090", title: "End & <b>", forecast: "2024-12-01")]),
            try paper(
                "pack-10", kind: .pack, meeting: "10", issued: "2024-10-21",
                milestones: [
                    .init(id: "T2-TE-0100", title: "Begin again", forecast: "2024-11-01")
                ]),
        ]
    }

    /// A bulk of papers: ten actions, five milestones, sixty lines each.
    static func bulk(_ count: Int) throws -> [Made] {
        try (0..<count).map { number in
            let meeting = String(number)
            return try paper(
                "paper-\(number)", group: "G\(number % 7)", meeting: meeting,
                issued: CalendarDate(dayNumber: 15_000 + number % 3_000).iso, salt: String(number), padding: 42,
                actions: (0..<10).map { index in
                    .init(
                        reference: "G\(number % 7)\(number)-\(index)",
                        text: "Do what was asked in item \(index) of meeting \(number), with the parties concerned",
                        due: CalendarDate(dayNumber: 15_010 + (number * 7 + index * 3) % 3_000).iso,
                        status: index % 3 == 0 ? "Closed" : "Open")
                },
                milestones: (0..<5).map {
                    .init(
                        id: "T2-TE-\(number * 5 + $0)", title: "Milestone \($0) of \(number)",
                        forecast: CalendarDate(dayNumber: 15_100 + number % 3_000).iso)
                })
        }
    }
}

extension TemporaryFolder {
    var path: String { url.path }
}

extension RecordStore {
    /// Every export that is derived from the chain, as one text.
    func everything(asKnownAt day: CalendarDate? = nil) async throws -> String {
        var text = ""
        for kind in RecordKind.allCases {
            // Only actions have resolved values in these papers.
            for resolved in kind == .actions ? [false, true] : [false] {
                let page = try await rows(RowQuery(kind, asKnownAt: day, resolved: resolved))
                text += "\(kind.rawValue) \(page.total)\n"
                for row in page.rows { text += row.key + "\t" + row.values.joined(separator: "\t") + "\n" }
            }
        }
        return text
    }
}
