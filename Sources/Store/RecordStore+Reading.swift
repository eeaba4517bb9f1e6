import GRDB
public import Kernel
public import Record

extension RecordStore {
    public func rows(_ query: RowQuery) async throws -> RowPage {
        let sql = try RowSQL(query)
        let cache = cache
        return try await read("read \(query.kind.rawValue)") { db in
            let token = try Chain.Head(db).token
            return try Self.source(of: query, db, token, cache) { db in
                let page = sql.rows(offset: query.offset, limit: query.limit)
                let rows = try Row.fetchAll(db.cachedStatement(sql: page.sql), arguments: page.arguments).map { row in
                    RecordRow(key: row[0], values: Self.values(row))
                }
                let total = try Self.total(of: sql, query, rows.count, db, token, cache)
                return RowPage(rows: rows, total: total)
            }
        }
    }

    /// Hands over the rows of a query one by one, in order, without holding them all.
    ///
    /// - Parameter body: gets one text a column of the schema; what it throws ends the reading and is thrown on.
    public func forEachRow(_ query: RowQuery, _ body: @escaping @Sendable ([String]) throws -> Void) async throws {
        let sql = try RowSQL(query)
        let cache = cache
        try await read("read \(query.kind.rawValue)") { db in
            let token = try Chain.Head(db).token
            try Self.source(of: query, db, token, cache) { db in
                let page = sql.rows(offset: query.offset, limit: query.limit)
                let rows = try Row.fetchCursor(db.cachedStatement(sql: page.sql), arguments: page.arguments)
                while let row = try rows.next() { try body(Self.values(row)) }
            }
        }
    }

    public func values(
        of column: String, in query: RowQuery, limit: Int
    ) async throws -> [(value: String, count: Int)] {
        let sql = try RowSQL(query)
        let column = try RowSQL.column(column, of: query.kind)
        let cache = cache
        let found = try await read("read the values of \(column.name)") { db in
            let token = try Chain.Head(db).token
            return try Self.source(of: query, db, token, cache) { db in
                let name = Self.cacheName("\(sql.name) \(column.name) \(limit)", query)
                if let known = cache.values(name, at: token) { return known }
                let question = sql.values(of: column, limit: limit)
                let found = try Row.fetchAll(db.cachedStatement(sql: question.sql), arguments: question.arguments).map {
                    ValueCount(value: $0[0], count: $0[1])
                }
                cache.keep(values: found, name, at: token)
                return found
            }
        }
        return found.map { ($0.value, $0.count) }
    }

    public func entry(_ kind: RecordKind, key: String, asKnownAt day: CalendarDate?) async throws -> Entry? {
        let cache = cache
        return try await read("read \(kind.rawValue) \(key)") { db in
            switch kind {
            case .contradictions:
                return try Self.findings(db, asKnownAt: day, cache).first { $0.key == key }
            case .papers, .coverage, .unclaimed:
                // A line's key is `paper#line`; names of papers may hold the mark, lines do not.
                let name = kind == .unclaimed ? key.lastIndex(of: "#").map { String(key[..<$0]) } ?? key : key
                guard let paper = try StoredPaper.named(db, name, asKnownAt: nil) else { return nil }
                return try Self.entries(db, of: paper, kind, asKnownAt: day).first { $0.key == key }
            default:
                var stored = StoredStatements(db)
                let statements = try stored.about(RecordID(kind: kind, key: key)).filter { $0.counts(asKnownAt: day) }
                return try Derivation.entry(kind: kind, key: key, from: statements).map {
                    try Resolutions(db).applied(to: $0, asKnownAt: day)
                }
            }
        }
    }

    public func history(_ kind: RecordKind, key: String) async throws -> [PlacedStatement] {
        try await read("read the history of \(kind.rawValue) \(key)") { db in
            var stored = StoredStatements(db)
            return try stored.about(RecordID(kind: kind, key: key)).enumerated().sorted { one, two in
                let days = (one.element.knownFrom ?? .earliest, two.element.knownFrom ?? .earliest)
                if days.0 != days.1 { return days.0 < days.1 }
                let names = (one.element.paper.name, two.element.paper.name)
                if names.0 != names.1 { return names.0 < names.1 }
                return one.offset < two.offset
            }.map(\.element)
        }
    }

    public func knownDays() async throws -> [CalendarDate] {
        try await read("read the days on which something became known") { db in
            let days = try String.fetchAll(
                db,
                sql: """
                    SELECT known_from FROM paper_state WHERE known_from <> ''
                    UNION SELECT known_to FROM paper_state WHERE known_to IS NOT NULL
                    UNION SELECT holds FROM statement WHERE kind = 'contradictions' AND paper IS NULL ORDER BY 1
                    """)
            return days.compactMap { CalendarDate(iso: $0) }
        }
    }

    public func entries(_ kind: RecordKind, asKnownAt day: CalendarDate?) async throws -> [Entry] {
        let cache = cache
        return try await read("read \(kind.rawValue)") { db in
            switch kind {
            case .contradictions: return try Self.findings(db, asKnownAt: day, cache)
            case .papers, .coverage, .unclaimed:
                let papers = try StoredPaper.all(db)
                let entries = try papers.flatMap { try Self.entries(db, of: $0, kind, asKnownAt: day) }
                return Snapshots.sorted(entries, as: kind)
            default: return try Snapshots.entries(db, kind, Resolutions(db), asKnownAt: day)
            }
        }
    }

    // MARK: - Computed kinds

    /// What a paper itself is, of one kind.
    private static func entries(
        _ db: Database, of paper: StoredPaper, _ kind: RecordKind, asKnownAt day: CalendarDate?
    ) throws -> [Entry] {
        let versions =
            kind == .papers
            ? [try PaperEntries.card(db, of: paper)] : try PaperEntries.versions(db, of: paper, nil)
        return versions.filter { $0.entry.kind == kind && $0.counts(asKnownAt: day) }.map(\.entry)
    }

    /// The findings as entries; their table holds all that an entry does, for nothing of a finding is doubtful.
    private static func findings(
        _ db: Database, asKnownAt day: CalendarDate?, _ cache: ReadCache
    ) throws -> [Entry] {
        let query = RowQuery(.contradictions, asKnownAt: day)
        let page = try RowSQL(query).rows(offset: 0, limit: nil)
        let columns = RecordKind.contradictions.schema.columns
        return try source(of: query, db, try Chain.Head(db).token, cache) { db in
            try Row.fetchAll(db.cachedStatement(sql: page.sql), arguments: page.arguments).map { row in
                var fields: [String: FieldState] = [:]
                for (column, text) in zip(columns, values(row)) where !text.isEmpty {
                    fields[column.name] = FieldState(value: Value(exported: text, as: column.type), printed: text)
                }
                return Entry(kind: .contradictions, key: row[0], fields: fields, sources: [], doubts: [])
            }
        }
    }

    // MARK: - Parts

    private static func values(_ row: Row) -> [String] { (1..<row.count).map { row[$0] } }

    private static func total(
        of sql: RowSQL, _ query: RowQuery, _ found: Int, _ db: Database, _ token: String, _ cache: ReadCache
    ) throws -> Int {
        // A page that is not full tells the total, unless it lies beyond the end.
        if found > 0 || query.offset <= 0, query.limit.map({ found < $0 }) ?? true {
            return max(query.offset, 0) + found
        }
        let name = cacheName(sql.name, query)
        if let known = cache.total(name, at: token) { return known }
        let question = sql.count
        let total = try Int.fetchOne(db.cachedStatement(sql: question.sql), arguments: question.arguments) ?? 0
        cache.keep(total: total, name, at: token)
        return total
    }

    private static func cacheName(_ name: String, _ query: RowQuery) -> String {
        query.kind == .contradictions ? name + " " + (query.asKnownAt?.iso ?? "") : name
    }

    /// The database that answers: for contradictions of a past day one of its own, for rules look at whole days.
    private static func source<Result>(
        of query: RowQuery, _ db: Database, _ token: String, _ cache: ReadCache, _ body: (Database) throws -> Result
    ) throws -> Result {
        guard query.kind == .contradictions, let day = query.asKnownAt else { return try body(db) }
        if let known = cache.findings(of: day, at: token) { return try known.read(body) }
        let resolutions = try Resolutions(db)
        let snapshot = try Snapshots.snapshot(db, resolutions, asKnownAt: day)
        let findings = try DatabaseQueue()
        try findings.write { memory in
            let table = ViewTable.of(.contradictions)
            try memory.execute(sql: table.tableSQL)
            let insert = try memory.makeStatement(sql: table.insertSQL)
            for finding in NumberedFinding.all(in: snapshot, resolutions, asKnownAt: day) {
                for row in ViewRow.rows(of: Version(from: nil, to: nil, entry: finding.entry)) {
                    try row.write(with: insert)
                }
            }
        }
        cache.keep(findings: findings, of: day, at: token)
        return try findings.read(body)
    }
}

extension Version {
    /// Whether this is the state at the day; nil asks for now.
    func counts(asKnownAt day: CalendarDate?) -> Bool {
        guard let day else { return to == nil }
        return (from.map { $0 <= day } ?? true) && (to.map { day < $0 } ?? true)
    }
}
