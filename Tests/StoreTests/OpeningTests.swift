import Foundation
import GRDB
import Record
import TestSupport
import Testing

@testable import Store

@Suite struct OpeningTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? NSNumber).intValue
    }

    @Test func filesAreTheOwnersAlone() async throws {
        let path = folder.path + "/a/b"
        let store = try RecordStore(folder: path)
        _ = try await store.importPapers(try MadePapers.five(), importedAt: "2026")
        #expect(try mode(path) == 0o700)
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            #expect(try mode(path + "/" + name) == 0o600, "\(name)")
        }
    }

    @Test func whatIsWrittenStaysWritten() async throws {
        let store = try RecordStore(folder: folder.path)
        let found = try await store.pool.writeWithoutTransaction { db in
            try ["journal_mode", "synchronous", "foreign_keys", "busy_timeout"].map { name in
                try String.fetchOne(db, sql: "PRAGMA \(name)") ?? ""
            }
        }
        // 2 is FULL.
        #expect(found == ["wal", "2", "1", "5000"])
    }

    @Test func aNewerDatabaseIsRefusedUntouched() async throws {
        let store = try RecordStore(folder: folder.path)
        try await store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 99") }
        try store.close()
        #expect(
            throws: StoreError.newerDatabase(path: store.path, found: 99, known: Migration.latest)
        ) { try RecordStore(folder: folder.path) }
    }

    @Test func anotherProgramsDatabaseIsRefused() throws {
        let path = folder.path + "/record.sqlite"
        let other = try DatabaseQueue(path: path)
        try other.write { try $0.execute(sql: "CREATE TABLE recipes (name TEXT)") }
        try other.close()
        #expect(throws: StoreError.foreignDatabase(path: path)) { try RecordStore(folder: folder.path) }
    }

    @Test func aFileThatIsNoDatabaseIsRefused() throws {
        try Data("not a database, but long enough to look at: \(String(repeating: "x", count: 200))".utf8).write(
            to: URL(fileURLWithPath: folder.path + "/record.sqlite"))
        do {
            _ = try RecordStore(folder: folder.path)
            Issue.record("it was opened")
        } catch {
            guard case .cannotOpen = error else {
                Issue.record("\(error)")
                return
            }
        }
    }

    @Test func aFolderThatCannotBeMadeIsAnError() {
        #expect(throws: StoreError.self) { try RecordStore(folder: "/proc/nowhere") }
    }

    @Test func migrationsAreNumberedWithoutGaps() {
        #expect(Migration.all.map(\.number) == Array(1...Migration.latest))
    }

    @Test func aMigrationLeavesACopyOfWhatWasBefore() async throws {
        let store = try RecordStore(folder: folder.path)
        _ = try await store.importPapers(try MadePapers.five(), importedAt: "2026")
        let before = try await store.everything()
        try store.close()
        let next = Migration(number: 2, sql: "CREATE TABLE later (name TEXT) STRICT")
        let newer = try RecordStore(folder: folder.path, migrations: Migration.all + [next], beforeChange: nil)
        #expect(try await newer.everything() == before)
        #expect(try await newer.verify() == .whole(links: 14))
        let copy = newer.path + ".form-1"
        #expect(try mode(copy) == 0o600)
        let old = try DatabaseQueue(path: copy)
        #expect(try await old.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 1)
        #expect(try await old.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM paper") } == 5)
        try newer.close()
        #expect(throws: StoreError.self) { try RecordStore(folder: folder.path) }
    }

    @Test func aMigrationThatFailsLeavesTheDatabaseInItsForm() async throws {
        let store = try RecordStore(folder: folder.path)
        try store.close()
        let wrong = Migration(number: 2, sql: "CREATE TABLE later (name TEXT) STRICT; INSERT INTO nowhere VALUES (1)")
        do {
            _ = try RecordStore(folder: folder.path, migrations: Migration.all + [wrong], beforeChange: nil)
            Issue.record("it was opened")
        } catch {
            guard case .migrationFailed(_, 2, _) = error else {
                Issue.record("\(error)")
                return
            }
        }
        let again = try RecordStore(folder: folder.path)
        #expect(try await again.pool.read { try !$0.tableExists("later") })
    }

    /// The form of the whole database, as a file that changes are seen in.
    @Test func theSchemaIsTheGoldenOne() async throws {
        let store = try RecordStore(folder: folder.path)
        let schema =
            try await store.pool.read { db in
                try String.fetchAll(
                    db,
                    sql: """
                        SELECT sql || ';' FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'line\\_index\\_%'
                            ESCAPE '\\' ORDER BY type DESC, name
                        """)
            }.joined(separator: "\n\n") + "\n"
        try Golden.check(schema, against: "Tests/StoreTests/Schema/current.sql")
    }
}
