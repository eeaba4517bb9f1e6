import GRDB
import Kernel
import Record
import TestSupport
import Testing

@testable import Store

@Suite struct ChainTests {
    let folder: TemporaryFolder
    let store: RecordStore

    init() throws {
        folder = try TemporaryFolder()
        store = try RecordStore(folder: folder.path)
    }

    @Test func anEmptyRecordIsWhole() async throws {
        #expect(try await store.verify() == .whole(links: 0))
    }

    @Test func everyPaperAndStatementIsALink() async throws {
        let papers = try MadePapers.five()
        let report = try await store.importPapers(papers, importedAt: "2026-01-01")
        let links = papers.reduce(0) { $0 + 1 + $1.read.statements.count }
        #expect(try await store.verify() == .whole(links: links))
        #expect(try await store.stateToken() == report.state)
        #expect(report.state.hasPrefix("\(links)-"))
    }

    @Test func importingTwiceChangesNothing() async throws {
        let papers = try MadePapers.five()
        let first = try await store.importPapers(papers, importedAt: "2026-01-01")
        let before = try await store.everything()
        let second = try await store.importPapers(papers, importedAt: "2027-07-07")
        #expect(second.added == 0)
        #expect(first.state == second.state)
        #expect(try await store.everything() == before)
        for paper in second.papers {
            guard case .alreadyKnown = paper.outcome else {
                Issue.record("\(paper.card.name) is known")
                continue
            }
        }
    }

    @Test func aFileTwiceInOneBatchIsImportedOnce() async throws {
        let paper = try MadePapers.five()[0]
        let report = try await store.importPapers([paper, paper], importedAt: "2026-01-01")
        #expect(report.added == 1)
        #expect(report.papers[1].outcome == .alreadyKnown(as: "minutes-8"))
    }

    @Test(arguments: ["paper", "paper_text", "statement"])
    func linksCannotBeChangedOrDeleted(table: String) async throws {
        _ = try await store.importPapers(try MadePapers.five(), importedAt: "2026-01-01")
        for sql in ["UPDATE \(table) SET rowid = rowid", "DELETE FROM \(table)"] {
            await #expect(throws: DatabaseError.self) {
                try await store.pool.write { db in try db.execute(sql: sql) }
            }
        }
    }

    struct Tampering: Sendable, CustomTestStringConvertible {
        let sql: String
        let sequence: Int
        let says: String
        var testDescription: String { sql }
    }

    /// The first paper has two statements: links 1 to 3; the second paper is link 4.
    static let tamperings = [
        Tampering(sql: "UPDATE statement SET key = 'TMAG08-3' WHERE sequence = 3", sequence: 3, says: "content"),
        Tampering(sql: "UPDATE statement SET weight = 1 WHERE sequence = 2", sequence: 2, says: "content"),
        Tampering(sql: "UPDATE statement SET rule = 'other' WHERE sequence = 5", sequence: 5, says: "content"),
        Tampering(sql: "UPDATE statement SET holds = '2024-01-01' WHERE sequence = 5", sequence: 5, says: "content"),
        Tampering(sql: "UPDATE statement SET lines = x'0208' WHERE sequence = 2", sequence: 2, says: "content"),
        Tampering(
            sql: """
                UPDATE statement SET fields = CAST(substr(fields, 1, 9) || x'58' || substr(fields, 11) AS BLOB)
                WHERE sequence = 3
                """, sequence: 3, says: "content"),
        Tampering(
            sql: "UPDATE statement SET hash = CAST(x'00' || substr(hash, 2) AS BLOB) WHERE sequence = 2", sequence: 2,
            says: "content"),
        Tampering(sql: "UPDATE statement SET paper = 2 WHERE sequence = 2", sequence: 2, says: "paper"),
        Tampering(sql: "DELETE FROM statement WHERE sequence = 3", sequence: 3, says: "missing"),
        Tampering(sql: "UPDATE paper SET title = 'Another' WHERE sequence = 4", sequence: 4, says: "card"),
        Tampering(sql: "UPDATE paper SET issue_date = '2024-08-22' WHERE id = 2", sequence: 4, says: "card"),
        Tampering(sql: "UPDATE paper_text SET bytes = x'00' WHERE paper = 2", sequence: 4, says: "bytes"),
        Tampering(sql: "UPDATE paper_text SET claims = x'0202' WHERE paper = 2", sequence: 4, says: "claims"),
        Tampering(sql: "UPDATE chain SET hash = zeroblob(32)", sequence: 14, says: "head"),
        Tampering(sql: "DELETE FROM statement WHERE sequence = 14", sequence: 14, says: "ends after 13"),
    ]

    @Test(arguments: tamperings)
    func tamperingNamesTheFirstBrokenLink(_ tampering: Tampering) async throws {
        let papers = try MadePapers.five()
        _ = try await store.importPapers(papers, importedAt: "2026-01-01")
        #expect(papers.reduce(0) { $0 + 1 + $1.read.statements.count } == 14)
        try await store.pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA foreign_keys = OFF")
            let triggers = try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger)") }
            try db.execute(sql: tampering.sql)
            #expect(db.changesCount == 1)
        }
        guard case .broken(let link) = try await store.verify() else {
            Issue.record("the chain still counts as whole")
            return
        }
        #expect(link.sequence == tampering.sequence)
        #expect(link.what.contains(tampering.says), "\(link)")
        if tampering.sequence == 3 && !tampering.says.contains("missing") { #expect(link.paper == "minutes-8") }
    }
}
