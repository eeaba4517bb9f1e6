import GRDB
public import Kernel
public import Record

extension RecordStore {
    public func paper(_ name: String, asKnownAt day: CalendarDate?) async throws -> PaperPage? {
        try await read("read the paper \(name)") { db in
            guard let paper = try StoredPaper.named(db, name, asKnownAt: day) else { return nil }
            let text = try PaperText.one(db, paper: paper)
            let marks = try Self.marks(db, of: paper)
            let lines = text.lines.enumerated().map { index, line in
                PaperPage.Line(
                    number: index + 1, text: line,
                    claim: text.claims.indices.contains(index) ? text.claims[index] : .unclaimed,
                    marks: marks[index + 1] ?? [])
            }
            return PaperPage(card: paper.card, lines: lines)
        }
    }

    public func bytes(ofPaper name: String) async throws -> [UInt8]? {
        try await read("read the bytes of \(name)") { db in
            guard let paper = try StoredPaper.named(db, name, asKnownAt: nil) else { return nil }
            return try PaperText.one(db, paper: paper).bytes
        }
    }

    public func search(_ words: String, asKnownAt day: CalendarDate?, limit: Int) async throws -> [SearchHit] {
        guard let query = SearchWords.query(words), limit > 0 else { return [] }
        return try await read("search the papers") { db in
            let places = try Self.places(db, query, day, limit)
            var texts: [Int: (paper: StoredPaper, lines: [String], marks: [Int: [PaperPage.Mark]])] = [:]
            var hits: [SearchHit] = []
            for place in places {
                let id = place >> 20
                let line = place & 0xF_FFFF
                if texts[id] == nil {
                    let paper = try StoredPaper.one(db, id: id)
                    texts[id] = (paper, try PaperText.one(db, paper: paper).lines, try Self.marks(db, of: paper))
                }
                guard let text = texts[id], text.lines.indices.contains(line - 1) else { continue }
                hits.append(
                    SearchHit(
                        paper: text.paper.card.name, line: line, text: text.lines[line - 1],
                        marks: text.marks[line] ?? []))
            }
            return hits
        }
    }

    // MARK: - Parts

    /// Beyond this many lines a word is too common to rank by: ranking reads every hit first.
    private static let rankedMax = 2_000

    /// Best first; for words in very many lines, those of the papers known last first.
    private static func places(_ db: Database, _ query: String, _ day: CalendarDate?, _ limit: Int) throws -> [Int] {
        let found = try Int.fetchAll(
            db, sql: "SELECT rowid FROM line_index WHERE line_index MATCH ? LIMIT \(rankedMax + 1)", arguments: [query])
        let isCommon = found.count > rankedMax
        // Papers that a correction took the place of do not count, as their statements do not.
        let known = day == nil ? "known_to IS NULL" : "known_from <= ? AND (known_to IS NULL OR known_to > ?)"
        let order = isCommon ? "line_index.rowid DESC" : "rank, shown, line_index.rowid"
        let days: StatementArguments = day.map { [$0.iso, $0.iso] } ?? []
        return try Int.fetchAll(
            db,
            sql: """
                SELECT line_index.rowid FROM line_index CROSS JOIN paper_state
                    ON paper_state.paper = line_index.rowid >> 20
                WHERE line_index MATCH ? AND \(known) ORDER BY \(order) LIMIT ?
                """,
            arguments: [query] + days + [limit])
    }

    /// The records that each line of a paper speaks of, in the order of the statements, each once.
    private static func marks(_ db: Database, of paper: StoredPaper) throws -> [Int: [PaperPage.Mark]] {
        let statement = try db.cachedStatement(
            sql: "SELECT kind, key, lines FROM statement WHERE sequence > ? AND sequence <= ? ORDER BY sequence")
        var marks: [Int: [PaperPage.Mark]] = [:]
        let rows = try Row.fetchCursor(statement, arguments: [paper.sequence, paper.sequence + paper.statements])
        while let row = try rows.next() {
            guard let kind = RecordKind(rawValue: row[0]) else { continue }
            let mark = PaperPage.Mark(kind: kind, key: row[1])
            for line in try StatementCodec.lines(row.bytes(2)) where marks[line]?.contains(mark) != true {
                marks[line, default: []].append(mark)
            }
        }
        return marks
    }
}
