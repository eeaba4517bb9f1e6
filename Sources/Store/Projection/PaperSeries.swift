import GRDB
import Kernel
import Record

/// Works out what the papers of one series are to each other, and writes it to `paper_state`.
enum PaperSeries {
    private struct Member {
        let id: Int
        let sequence: Int
        let card: PaperCard
    }

    private struct State: Equatable {
        var shown: String
        var from: String
        var to: String?
        var supersedes: Int?
        var supersededBy: Int?
    }

    /// Brings the state of a series up to date; gives its papers, and those whose state changed or is new.
    static func update(
        _ db: Database, series: String, beforeChange: (@Sendable () throws -> Void)?
    ) throws -> (all: [Int], changed: [Int]) {
        let members = try members(db, of: series)
        let states = states(of: members)
        var changed: [Int] = []
        for (member, state) in zip(members, states) where try stored(db, member.id) != state {
            try beforeChange?()
            // The newest keeps the file's name: older members give it up first, so the order of the chain matters.
            let statement = try db.cachedStatement(
                sql: """
                    INSERT INTO paper_state (paper, shown, known_from, known_to, supersedes, superseded_by)
                    VALUES (?, ?, ?, ?, ?, ?)
                    ON CONFLICT (paper) DO UPDATE SET shown = excluded.shown, known_from = excluded.known_from,
                        known_to = excluded.known_to, supersedes = excluded.supersedes,
                        superseded_by = excluded.superseded_by
                    """)
            try statement.execute(
                arguments: [member.id, state.shown, state.from, state.to, state.supersedes, state.supersededBy])
            changed.append(member.id)
        }
        return (members.map(\.id), changed)
    }

    private static func members(_ db: Database, of series: String) throws -> [Member] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, sequence, name, kind, "group", meeting, title, document_id, version, issue_date,
                    issue_date_printed, meeting_date, digest, lines, doubts
                FROM paper WHERE series = ? ORDER BY sequence
                """)
        return try Row.fetchAll(statement, arguments: [series]).map { row in
            Member(id: row[0], sequence: row[1], card: try PaperCard(row, from: 2))
        }
    }

    private static func stored(_ db: Database, _ id: Int) throws -> State? {
        let statement = try db.cachedStatement(
            sql: "SELECT shown, known_from, known_to, supersedes, superseded_by FROM paper_state WHERE paper = ?")
        return try Row.fetchOne(statement, arguments: [id]).map {
            State(shown: $0[0], from: $0[1], to: $0[2], supersedes: $0[3], supersededBy: $0[4])
        }
    }

    private static func states(of members: [Member]) -> [State] {
        let spans = Corrections.spans(
            of: members.map { member in
                var card = member.card
                // Digests in place of names tell the members apart in what comes back. A series that goes by name
                // alone needs another common trait then.
                if card.group.isEmpty && card.meeting.isEmpty && card.documentID.isEmpty { card.group = card.name }
                card.name = card.digest
                return (card, member.sequence)
            })
        let places = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($0.element.card.digest, $0.offset) })
        // Walking from the first text to the last one leaves each name with the last that has it.
        var holders: [String: Int] = [:]
        var next = spans.firstIndex { $0.supersedes == nil }
        for _ in members {
            guard let index = next else { break }
            holders[members[index].card.name] = index
            next = spans[index].supersededBy.flatMap { places[$0] }
        }
        return members.indices.map { index in
            let card = members[index].card
            let keepsName = holders[card.name] == index
            let span = spans[index]
            return State(
                shown: keepsName ? card.name : "\(card.name)@\(card.digest.prefix(8))",
                from: span.knownFrom?.iso ?? "", to: span.knownTo?.iso,
                supersedes: span.supersedes.flatMap { places[$0] }.map { members[$0].id },
                supersededBy: span.supersededBy.flatMap { places[$0] }.map { members[$0].id })
        }
    }
}
