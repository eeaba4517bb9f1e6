import GRDB
import Kernel
import Record

/// A paper of the chain with what its series makes of it.
struct StoredPaper: Sendable {
    let id: Int
    /// The paper's place in the chain; its statements follow it.
    let sequence: Int
    let statements: Int
    /// The card under the name that sources show: another than the file's where a correction took the name over.
    let card: PaperCard
    let knownFrom: CalendarDate?
    let knownTo: CalendarDate?
    let supersedes: Int?
    let supersededBy: Int?

    static let select = """
        SELECT paper.id, paper.sequence, paper.statements, paper_state.shown, paper.kind, paper."group", paper.meeting,
            paper.title, paper.document_id, paper.version, paper.issue_date, paper.issue_date_printed,
            paper.meeting_date, paper.digest, paper.lines, paper.doubts, paper_state.known_from, paper_state.known_to,
            paper_state.supersedes, paper_state.superseded_by
        FROM paper JOIN paper_state ON paper_state.paper = paper.id
        """

    init(_ row: Row) throws {
        id = row[0]
        sequence = row[1]
        statements = row[2]
        card = try PaperCard(row, from: 3)
        knownFrom = CalendarDate(iso: row[16] as String)
        knownTo = (row[17] as String?).flatMap { CalendarDate(iso: $0) }
        supersedes = row[18]
        supersededBy = row[19]
    }

    func placed(_ statement: RecordStatement) -> PlacedStatement {
        PlacedStatement(statement: statement, paper: card, knownFrom: knownFrom, knownTo: knownTo)
    }

    static func one(_ db: Database, id: Int) throws -> StoredPaper {
        let statement = try db.cachedStatement(sql: select + " WHERE paper.id = ?")
        guard let row = try Row.fetchOne(statement, arguments: [id]) else {
            throw StoreError.damaged(what: "the chain has no paper \(id)")
        }
        return try StoredPaper(row)
    }

    static func all(_ db: Database) throws -> [StoredPaper] {
        try Row.fetchAll(db.cachedStatement(sql: select + " ORDER BY paper.sequence")).map(StoredPaper.init)
    }

    /// The paper of a shown name, where it is known at the day.
    static func named(_ db: Database, _ name: String, asKnownAt day: CalendarDate?) throws -> StoredPaper? {
        let statement = try db.cachedStatement(sql: select + " WHERE paper_state.shown = ?")
        guard let row = try Row.fetchOne(statement, arguments: [name]) else { return nil }
        let paper = try StoredPaper(row)
        guard let day, let from = paper.knownFrom else { return paper }
        return from <= day ? paper : nil
    }
}

extension PaperCard {
    /// Reads the columns name, kind, group, meeting, title, document_id, version, issue_date, issue_date_printed,
    /// meeting_date, digest, lines, doubts.
    init(_ row: Row, from first: Int) throws {
        guard let kind = PaperKind(rawValue: row[first + 1]) else {
            throw StoreError.damaged(what: "a paper is of no known kind")
        }
        var doubts = ByteReader(row.bytes(first + 12))
        self.init(
            name: row[first], kind: kind, group: row[first + 2], meeting: row[first + 3], title: row[first + 4],
            documentID: row[first + 5], version: row[first + 6],
            issueDate: (row[first + 7] as String?).flatMap { CalendarDate(iso: $0) },
            issueDatePrinted: row[first + 8],
            meetingDate: (row[first + 9] as String?).flatMap { CalendarDate(iso: $0) }, digest: row[first + 10],
            lines: try StatementCodec.lines(row.bytes(first + 11)), doubts: try doubts.texts())
    }
}
