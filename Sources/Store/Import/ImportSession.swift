import Foundation
import GRDB
import Kernel
import Papers
import Record

/// One import: adds papers to the chain inside the caller's transaction, then brings what tables show up to date.
struct ImportSession {
    private let db: Database
    private let importedAt: String
    private let beforeChange: (@Sendable () throws -> Void)?
    private var head: Chain.Head
    /// The last link before the import.
    private let lastKnown: Int
    private var writer = ByteWriter(capacity: 4096)
    private var fields = ByteWriter(capacity: 4096)
    private var series: Set<String> = []
    /// New papers: their statements wait here until their series is known.
    private var added: [(id: Int, paper: PaperToImport)] = []

    init(_ db: Database, importedAt: String, beforeChange: (@Sendable () throws -> Void)?) throws {
        self.db = db
        self.importedAt = importedAt
        self.beforeChange = beforeChange
        head = try Chain.Head(db)
        lastKnown = head.sequence
    }

    /// Imports the batch. The caller's transaction makes it all or nothing.
    mutating func run(_ batch: [PaperToImport]) throws -> ImportReport {
        // Nothing asks for statements by key until they are all there; sorting once is cheaper than a search each.
        let isBulk = lastKnown == 0 && batch.count > 100
        if isBulk { try db.execute(sql: "DROP INDEX statement_by_key") }
        var ids: [(id: Int, isNew: Bool)] = []
        ids.reserveCapacity(batch.count)
        for paper in batch { ids.append(try add(paper)) }
        if isBulk { try db.execute(sql: "CREATE INDEX statement_by_key ON statement (kind, key)") }
        guard !added.isEmpty else { return try report(batch, ids) }
        try head.store(db, beforeChange)
        var shown: [Int] = []
        var changed: [Int] = []
        for name in series.sorted() {
            let papers = try PaperSeries.update(db, series: name, beforeChange: beforeChange)
            if !papers.changed.isEmpty { shown += papers.all }
            changed += papers.changed
        }
        var projection = try Projection(db, beforeChange: beforeChange)
        try projection.update(added: added, changed: changed, shown: shown, lastKnown: lastKnown)
        return try report(batch, ids)
    }

    // MARK: - The chain

    private mutating func add(_ paper: PaperToImport) throws -> (id: Int, isNew: Bool) {
        let digest = RecordStore.sha256Hex(paper.bytes)
        guard digest == paper.source.digest else {
            throw StoreError.digestDiffers(paper: paper.source.name, told: paper.source.digest, computed: digest)
        }
        guard paper.read.claims.count == paper.source.lines.count else {
            throw StoreError.claimsDiffer(
                paper: paper.source.name, lines: paper.source.lines.count, claims: paper.read.claims.count)
        }
        var read = paper.read
        read.card.name = paper.source.name
        read.card.digest = digest
        let known = try db.cachedStatement(sql: "SELECT id FROM paper WHERE digest = ?")
        if let id = try Int.fetchOne(known, arguments: [digest]) { return (id, false) }
        try refuseTakenName(of: read.card)
        let id = try addPaper(read, bytes: paper.bytes)
        for statement in read.statements { try addStatement(statement, of: id, digest: digest) }
        try indexLines(paper.source.lines, of: id)
        series.insert(read.card.series)
        added.append((id, (paper.source, paper.bytes, read)))
        return (id, true)
    }

    private func refuseTakenName(of card: PaperCard) throws {
        let taken = try db.cachedStatement(sql: "SELECT series, digest FROM paper WHERE name = ? AND series <> ?")
        guard let row = try Row.fetchOne(taken, arguments: [card.name, card.series]) else { return }
        throw StoreError.nameTaken(
            name: card.name, held: row[0], heldDigest: row[1], refused: card.series, refusedDigest: card.digest)
    }

    private mutating func addPaper(_ read: ReadPaper, bytes: [UInt8]) throws -> Int {
        let card = read.card
        let claims = read.claims.map(\.rawValue)
        Chain.write(
            paper: card, claims: claims, statements: read.statements.count, importedAt: importedAt, into: &writer)
        head.advance(over: writer.bytes)
        var doubts = ByteWriter(capacity: 64)
        doubts.texts(card.doubts)
        let values: [DatabaseValue] = [
            head.sequence.databaseValue, card.name.databaseValue, card.kind.rawValue.databaseValue,
            card.group.databaseValue, card.meeting.databaseValue, card.title.databaseValue,
            card.documentID.databaseValue, card.version.databaseValue, (card.issueDate?.iso).databaseValue,
            card.issueDatePrinted.databaseValue, (card.meetingDate?.iso).databaseValue, card.series.databaseValue,
            card.digest.databaseValue, Data(StatementCodec.lines(card.lines)).databaseValue,
            Data(doubts.bytes).databaseValue, read.statements.count.databaseValue, importedAt.databaseValue,
            Data(head.hash).databaseValue,
        ]
        try beforeChange?()
        try db.cachedStatement(
            sql: """
                INSERT INTO paper (sequence, name, kind, "group", meeting, title, document_id, version, issue_date,
                    issue_date_printed, meeting_date, series, digest, lines, doubts, statements, imported_at, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: StatementArguments(values))
        let id = Int(db.lastInsertedRowID)
        try beforeChange?()
        try db.cachedStatement(sql: "INSERT INTO paper_text (paper, bytes, claims) VALUES (?, ?, ?)").execute(
            arguments: [id, Data(bytes), Data(claims)])
        return id
    }

    private mutating func addStatement(_ statement: RecordStatement, of paper: Int?, digest: String) throws {
        fields.removeAll()
        StatementCodec.body(of: statement, into: &fields)
        let link = Chain.StatementLink(
            kind: statement.kind.rawValue, key: statement.key, weight: statement.weight.rawValue,
            rule: statement.rule, holds: statement.holds?.iso ?? "",
            lines: StatementCodec.lines(statement.lines), fields: fields.bytes)
        link.write(paper: digest, into: &writer)
        head.advance(over: writer.bytes)
        try beforeChange?()
        try link.insert(db, at: head, paper: paper)
    }

    /// Lines are found again by `paper id × 2^20 + line`; a paper has far fewer lines than that.
    private func indexLines(_ lines: [SourceLine], of paper: Int) throws {
        let insert = try db.cachedStatement(sql: "INSERT INTO line_index (rowid, text) VALUES (?, ?)")
        for line in lines where !line.isBlank {
            try beforeChange?()
            try insert.execute(arguments: [paper << 20 | line.number, line.text])
        }
    }

    // MARK: - The report

    private func report(_ batch: [PaperToImport], _ ids: [(id: Int, isNew: Bool)]) throws -> ImportReport {
        var papers: [ImportReport.Paper] = []
        papers.reserveCapacity(batch.count)
        for (paper, found) in zip(batch, ids) {
            let stored = try StoredPaper.one(db, id: found.id)
            var outcome = ImportReport.Outcome.new
            if !found.isNew {
                outcome = .alreadyKnown(as: stored.card.name)
            } else if let other = stored.supersedes ?? stored.supersededBy {
                outcome = .correction(of: try StoredPaper.one(db, id: other).card.name)
            }
            papers.append(Self.report(stored.card, paper.read, outcome))
        }
        return ImportReport(papers: papers, state: head.token)
    }

    private static func report(
        _ card: PaperCard, _ read: ReadPaper, _ outcome: ImportReport.Outcome
    ) -> ImportReport.Paper {
        var counts: [RecordKind: Int] = [:]
        for statement in read.statements { counts[statement.kind, default: 0] += 1 }
        return ImportReport.Paper(
            card: card, outcome: outcome,
            counts: counts.sorted { $0.key < $1.key }.map { .init(kind: $0.key, statements: $0.value) },
            doubts: read.doubtCount, unclaimed: read.claims.count { $0 == .unclaimed })
    }
}

extension ReadPaper {
    /// Doubts about the paper, its records and their fields.
    var doubtCount: Int {
        statements.reduce(card.doubts.count) { $0 + $1.doubtCount }
    }
}

extension RecordStatement {
    /// Doubts about the record and its fields.
    var doubtCount: Int { fields.reduce(doubts.count) { $0 + $1.doubts.count } }
}

extension Chain.StatementLink {
    /// Adds the link whose hash the head already holds.
    func insert(_ db: Database, at head: Chain.Head, paper: Int?) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO statement (sequence, paper, kind, key, weight, rule, holds, lines, fields, hash)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: StatementArguments([
                head.sequence.databaseValue, paper.databaseValue, kind.databaseValue, key.databaseValue,
                weight.databaseValue, rule.databaseValue, holds.isEmpty ? .null : holds.databaseValue,
                Data(lines).databaseValue, Data(fields).databaseValue, Data(head.hash).databaseValue,
            ]))
    }
}
