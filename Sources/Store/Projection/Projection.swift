import GRDB
import Kernel
import Papers
import Record

/// Brings the view tables up to date with the chain.
struct Projection {
    private let db: Database
    private let beforeChange: (@Sendable () throws -> Void)?
    private let resolutions: Resolutions
    private var inserts: [RecordKind: GRDB.Statement] = [:]
    private var stored: StoredStatements

    init(_ db: Database, beforeChange: (@Sendable () throws -> Void)?) throws {
        self.db = db
        self.beforeChange = beforeChange
        resolutions = try Resolutions(db)
        stored = StoredStatements(db)
    }

    /// Rewrites every record that new papers, or papers whose state changed, speak of.
    ///
    /// - Parameters:
    ///   - added: new papers as read, so that they are not read back.
    ///   - changed: papers, new ones too, that count otherwise than before.
    ///   - shown: papers whose own rows may have changed.
    ///   - lastKnown: the last link before the new papers; zero for a record that was empty.
    mutating func update(
        added: [(id: Int, paper: PaperToImport)], changed: [Int], shown: [Int], lastKnown: Int
    ) throws {
        var touched = Touched()
        var fresh: [Int: PaperToImport] = [:]
        for (id, paper) in added {
            fresh[id] = paper
            let stored = try StoredPaper.one(db, id: id)
            for statement in paper.read.statements { touched.add(stored.placed(statement)) }
        }
        for id in changed where fresh[id] == nil {
            for placed in try stored.of(try StoredPaper.one(db, id: id)) { touched.mark(placed.statement) }
        }
        let isFirst = lastKnown == 0
        let bulk = try BulkLoad(db, links: touched.statements, onto: lastKnown)
        var current: [RecordKind: [(place: [UInt8], entry: Entry)]] = [:]
        let records = touched.sorted()
        // A slice at a time: its rows are made by all cores, and written by this one.
        for start in stride(from: 0, to: records.count, by: Self.sliceCount) {
            var slice = Array(records[start..<min(start + Self.sliceCount, records.count)])
            if !isFirst {
                for index in slice.indices {
                    let old = try stored.about(slice[index].id, upTo: lastKnown)
                    if !old.isEmpty { try delete(slice[index].id) }
                    slice[index].new = old + slice[index].new
                }
            }
            let resolutions = resolutions
            let made = Cores.map(slice) { record in
                Version.all(of: record.id, record.new, resolutions).map { ($0, ViewRow.rows(of: $0)) }
            }
            for (version, rows) in made.joined() {
                let kind = version.entry.kind
                try write(rows, kind)
                if isFirst && version.to == nil {
                    current[kind, default: []].append((rows.first?.place ?? [], version.entry))
                }
            }
        }
        for id in shown { try writePaper(id, fresh[id]) }
        try bulk.end(db)
        // The desk needs the whole record: of a first import it is at hand, else it is read back.
        try writeContradictions(isFirst ? try Snapshots.snapshot(db, of: current) : nil)
    }

    /// Writes one record anew.
    mutating func rewrite(_ id: RecordID) throws {
        try delete(id)
        try write(id, try stored.about(id))
    }

    /// Fills empty tables from the chain.
    mutating func rebuild() throws {
        let papers = try StoredPaper.all(db)
        guard !papers.isEmpty else { return }
        for kind in RecordKind.allCases where !kind.isComputed {
            var reader = StoredStatements(db)
            try reader.each(kind) { id, statements in try write(id, statements) }
        }
        for paper in papers { try writePaper(paper.id, nil) }
        try writeContradictions()
    }

    private mutating func write(_ id: RecordID, _ statements: [PlacedStatement]) throws {
        for version in Version.all(of: id, statements, resolutions) { try write(version) }
    }

    /// Records whose rows are made together: enough to keep the cores busy, few enough to keep memory low.
    private static let sliceCount = 4096

    private mutating func write(_ version: Version) throws {
        try write(ViewRow.rows(of: version), version.entry.kind)
    }

    private mutating func write(_ rows: [ViewRow], _ kind: RecordKind) throws {
        let insert = try inserts[kind] ?? db.cachedStatement(sql: ViewTable.of(kind).insertSQL)
        inserts[kind] = insert
        for row in rows {
            try beforeChange?()
            try row.write(with: insert)
        }
    }

    private func delete(_ id: RecordID) throws {
        try beforeChange?()
        try db.cachedStatement(sql: ViewTable.of(id.kind).deleteSQL).execute(arguments: [id.key])
    }

    // MARK: - Contradictions

    /// Asks the desk about the record as it is now.
    mutating func writeContradictions(_ known: RecordSnapshot? = nil) throws {
        try beforeChange?()
        try db.execute(sql: "DELETE FROM view_contradictions")
        let snapshot = try known ?? Snapshots.snapshot(db, resolutions, asKnownAt: nil)
        for finding in NumberedFinding.all(in: snapshot, resolutions, asKnownAt: nil) {
            try write(Version(from: nil, to: nil, entry: finding.entry))
        }
    }

    // MARK: - Papers

    /// Writes what a paper itself is: its card, its coverage, its unclaimed lines.
    private mutating func writePaper(_ id: Int, _ fresh: PaperToImport?) throws {
        let paper = try StoredPaper.one(db, id: id)
        if fresh == nil { try deletePaper(digest: paper.card.digest) }
        for version in try PaperEntries.versions(db, of: paper, fresh) { try write(version) }
    }

    private func deletePaper(digest: String) throws {
        let names = try db.cachedStatement(sql: "SELECT DISTINCT paper FROM view_papers WHERE digest = ?")
        for name in try String.fetchAll(names, arguments: [digest]) {
            for kind in [RecordKind.papers, .coverage] { try delete(RecordID(kind: kind, key: name)) }
            try beforeChange?()
            try db.cachedStatement(sql: "DELETE FROM view_unclaimed WHERE paper = ?").execute(arguments: [name])
        }
    }
}
