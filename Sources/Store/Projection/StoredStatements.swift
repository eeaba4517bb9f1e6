import GRDB
import Kernel
import Record

/// Reads statements back from the chain.
struct StoredStatements {
    private static let columns = "sequence, paper, kind, key, weight, rule, holds, lines, fields"
    private let db: Database
    private var papers: [Int: StoredPaper] = [:]

    init(_ db: Database) { self.db = db }

    /// Every statement about a record, in the order of the chain; `upTo` leaves out later links.
    mutating func about(_ id: RecordID, upTo last: Int? = nil) throws -> [PlacedStatement] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT \(Self.columns) FROM statement
                WHERE kind = ? AND key = ? AND paper IS NOT NULL AND sequence <= ? ORDER BY sequence
                """)
        var placed: [PlacedStatement] = []
        let rows = try Row.fetchCursor(statement, arguments: [id.kind.rawValue, id.key, last ?? Int.max])
        while let row = try rows.next() { placed.append(try place(row)) }
        return placed
    }

    /// Every statement of a paper, in the order of its text.
    mutating func of(_ paper: StoredPaper) throws -> [PlacedStatement] {
        let statement = try db.cachedStatement(
            sql: "SELECT \(Self.columns) FROM statement WHERE sequence > ? AND sequence <= ? ORDER BY sequence")
        papers[paper.id] = paper
        var placed: [PlacedStatement] = []
        let range: StatementArguments = [paper.sequence, paper.sequence + paper.statements]
        let rows = try Row.fetchCursor(statement, arguments: range)
        while let row = try rows.next() { placed.append(try place(row)) }
        return placed
    }

    /// Hands over the statements of a kind, record by record, in order of their keys.
    mutating func each(_ kind: RecordKind, _ body: (RecordID, [PlacedStatement]) throws -> Void) throws {
        let statement = try db.makeStatement(
            sql: """
                SELECT \(Self.columns) FROM statement WHERE kind = ? AND paper IS NOT NULL ORDER BY kind, key, sequence
                """)
        let rows = try Row.fetchCursor(statement, arguments: [kind.rawValue])
        var group: [PlacedStatement] = []
        while let row = try rows.next() {
            let placed = try place(row)
            if let first = group.first, first.statement.key != placed.statement.key {
                try body(RecordID(kind: kind, key: first.statement.key), group)
                group.removeAll(keepingCapacity: true)
            }
            group.append(placed)
        }
        if let first = group.first { try body(RecordID(kind: kind, key: first.statement.key), group) }
    }

    private mutating func place(_ row: Row) throws -> PlacedStatement {
        let id: Int = row[1]
        let paper = try papers[id] ?? StoredPaper.one(db, id: id)
        papers[id] = paper
        guard let kind = RecordKind(rawValue: row[2]), let weight = Weight(rawValue: row[4]) else {
            throw StoreError.damaged(what: "the link \(row[0] as Int) is of no known kind")
        }
        return paper.placed(
            try StatementCodec.statement(
                kind: kind, key: row[3], lines: try StatementCodec.lines(row.bytes(7)), rule: row[5], weight: weight,
                holds: (row[6] as String?).flatMap { CalendarDate(iso: $0) }, body: row.bytes(8)))
    }
}
