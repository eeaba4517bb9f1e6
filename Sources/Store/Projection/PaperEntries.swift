import GRDB
import Kernel
import Papers
import Record

/// The rows that a paper itself is: its card, how far it is accounted for, and its unclaimed lines.
enum PaperEntries {
    /// Every version, of all three kinds, that a paper gives; a new paper's reading spares reading it back.
    static func versions(_ db: Database, of paper: StoredPaper, _ fresh: PaperToImport?) throws -> [Version] {
        if let fresh {
            let lines = fresh.read.claims.contains(.unclaimed) ? fresh.source.lines.map(\.text) : []
            return [try card(db, of: paper)]
                + lineVersions(of: paper, lines, fresh.read.claims, doubts: fresh.read.doubtCount)
        }
        let text = try PaperText.one(db, paper: paper)
        var stored = StoredStatements(db)
        let doubts = try stored.of(paper).reduce(paper.card.doubts.count) { $0 + $1.statement.doubtCount }
        return [try card(db, of: paper)] + lineVersions(of: paper, text.lines, text.claims, doubts: doubts)
    }

    /// The paper as a row of the papers. A corrected paper stays a paper of the record.
    static func card(_ db: Database, of paper: StoredPaper) throws -> Version {
        func name(_ id: Int?) throws -> String { try id.map { try StoredPaper.one(db, id: $0).card.name } ?? "" }
        let entry = card(paper, supersedes: try name(paper.supersedes), supersededBy: try name(paper.supersededBy))
        return Version(from: paper.knownFrom, to: nil, entry: entry)
    }

    /// The paper's lines and their coverage: they count as long as its statements do.
    private static func lineVersions(
        of paper: StoredPaper, _ lines: [String], _ claims: [LineClaim], doubts: Int
    ) -> [Version] {
        if let from = paper.knownFrom, let to = paper.knownTo, to <= from { return [] }
        var entries = [coverage(paper, claims, doubts: doubts)]
        for (index, claim) in claims.enumerated() where claim == .unclaimed {
            let text = lines.indices.contains(index) ? lines[index] : ""
            entries.append(unclaimed(paper, line: index + 1, text: text))
        }
        return entries.map { Version(from: paper.knownFrom, to: paper.knownTo, entry: $0) }
    }

    private static func card(_ paper: StoredPaper, supersedes: String, supersededBy: String) -> Entry {
        let card = paper.card
        let sources = card.lines.map { Source(paper: card.name, line: $0) }
        var fields: [String: FieldState] = [:]
        func set(_ name: String, _ value: Value?, printed: String? = nil) {
            guard value != nil || printed?.isEmpty == false, value != .text("") else { return }
            fields[name] = FieldState(value: value, printed: printed ?? value?.exported ?? "", sources: sources)
        }
        set("paper", .text(card.name))
        set("kind", .text(card.kind.rawValue))
        set("group", .text(card.group))
        set("meeting", .text(card.meeting))
        set("title", .text(card.title))
        set("document_id", .text(card.documentID))
        set("version", .text(card.version))
        set("issue_date", card.issueDate.map(Value.date), printed: card.issueDatePrinted)
        set("issue_date_printed", .text(card.issueDatePrinted))
        set("digest", .text(card.digest))
        set("meeting_date", card.meetingDate.map(Value.date))
        set("known_from", paper.knownFrom.map(Value.date))
        set("supersedes", .text(supersedes))
        set("superseded_by", .text(supersededBy))
        return Entry(kind: .papers, key: card.name, fields: fields, sources: sources, doubts: card.doubts)
    }

    private static func coverage(_ paper: StoredPaper, _ claims: [LineClaim], doubts: Int) -> Entry {
        var counts: [LineClaim: Int] = [:]
        for claim in claims { counts[claim, default: 0] += 1 }
        let blank = counts[.blank] ?? 0
        let unclaimed = counts[.unclaimed] ?? 0
        return entry(
            .coverage, key: paper.card.name,
            [
                ("paper", .text(paper.card.name)), ("lines", .integer(claims.count - blank)),
                ("claimed", .integer(claims.count - blank - unclaimed)), ("unclaimed", .integer(unclaimed)),
                ("doubt_count", .integer(doubts)), ("records", .integer(counts[.record] ?? 0)),
                ("narrative", .integer(counts[.narrative] ?? 0)), ("headings", .integer(counts[.heading] ?? 0)),
            ], sources: [])
    }

    private static func unclaimed(_ paper: StoredPaper, line: Int, text: String) -> Entry {
        let source = Source(paper: paper.card.name, line: line)
        return entry(
            .unclaimed, key: source.description,
            [("paper", .text(paper.card.name)), ("line", .integer(line)), ("text", .text(text))], sources: [source])
    }

    private static func entry(
        _ kind: RecordKind, key: String, _ values: [(String, Value)], sources: [Source]
    ) -> Entry {
        var fields: [String: FieldState] = [:]
        for (name, value) in values {
            fields[name] = FieldState(value: value, printed: value.exported, sources: sources)
        }
        return Entry(kind: kind, key: key, fields: fields, sources: sources, doubts: [])
    }
}
