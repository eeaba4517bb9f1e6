import DIP
import Foundation
import GRDB
import Kernel
import Synchronization
import TestSupport
import Testing

@testable import Store

extension TemporaryFolder {
    var path: String { url.path }
}

@Suite struct JournalOpeningTests {
    enum Places: Sendable {
        case sound, none, tooFew, backwards

        var numbers: [UInt32]? {
            switch self {
            case .sound: Array(stride(from: 0, to: 3_200, by: 200))
            case .none: nil
            case .tooFew: [1, 2, 3]
            case .backwards: Array(stride(from: 16, to: 0, by: -1))
            }
        }
    }

    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder("journal") }

    private func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? NSNumber).intValue
    }

    @Test func filesAreTheOwnersAlone() async throws {
        let path = folder.path + "/a/b"
        let journal = try SQLiteJournal(folder: path)
        let register = try SQLiteRegister(folder: path)
        _ = try await journal.append(posts: [MadePosts.post(.init(references: ["a"]))])
        try register.setWebhook(Webhook(dipID: MadePosts.party(1), channel: .status, url: "https://127.0.0.1"))
        #expect(try mode(path) == 0o700)
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        #expect(names.count >= 4)
        for name in names { #expect(try mode(path + "/" + name) == 0o600, "\(name)") }
    }

    @Test func whatIsWrittenStaysWritten() async throws {
        let journal = try SQLiteJournal(folder: folder.path)
        _ = try await journal.append(posts: [MadePosts.post(.init(references: ["a"]))])
        func pragmas() async throws -> [String] {
            try await journal.pool.writeWithoutTransaction { db in
                try ["journal_mode", "synchronous", "foreign_keys", "busy_timeout", "page_size", "wal_autocheckpoint"]
                    .map { try String.fetchOne(db, sql: "PRAGMA \($0)") ?? "" }
            }
        }
        // 2 is FULL.
        #expect(try await pragmas() == ["wal", "2", "1", "30000", "16384", "0"])
        #expect(journal.counts.synced == 1)
        // Evidence alone waits for no disk: it comes there with the next post.
        try await journal.append(notes: [JournalLine(at: .init(milliseconds: 1), event: .note)])
        #expect(journal.counts.synced == 1 && journal.counts.transactions == 2)
        #expect(try await pragmas()[1] == "1")
        // A status that its sender is told 201 about waits for the disk, also where nobody fetches it.
        var kept = try MadePosts.status(to: 2, about: "T")
        kept.isKeptHere = true
        try await journal.append(statuses: [kept])
        #expect(journal.counts.synced == 2 && journal.counts.transactions == 3)
        #expect(try await pragmas()[1] == "2")
    }

    /// The control room watches what the stand-in writes: whatever it asks first, it gets the log's present.
    @Test func whatAnotherProcessWroteIsInTotalsAndQueuesAtOnce() async throws {
        let writer = try SQLiteJournal(folder: folder.path)
        let watcher = try SQLiteJournal(folder: folder.path)
        #expect(try await watcher.totals() == JournalTotals())
        _ = try await writer.append(posts: [MadePosts.post(.init(references: ["a", "b"]))])
        let totals = try await watcher.totals()
        #expect(totals.messages == 2 && totals.waiting == 2 && totals.lastSequence == 2)
        _ = try await writer.append(posts: [MadePosts.post(.init(references: ["c"]))])
        #expect(try await watcher.queues().map(\.waiting) == [3])
        let parcels = try await writer.waiting(
            in: MadePosts.queue(7), after: nil, limit: 9, maximumBytes: 1 << 20)
        try await writer.settle(parcels.map { MadePosts.settlement($0) })
        #expect(try await watcher.queues().isEmpty)
        #expect(try await watcher.totals() == writer.totals())
    }

    /// A message goes out without being searched also where it comes from the disk, and an entry that does not say where
    /// its parts lie, or says nonsense, is searched.
    @Test(arguments: [Places.sound, .none, .tooFew, .backwards])
    func whereThePartsOfAMessageLieIsKept(given: Places) async throws {
        let places = given.numbers
        var post = try MadePosts.post(.init(references: ["a", "b"]))
        for index in post.messages.indices { post.messages[index].head.layoutPlaces = places }
        do {
            let journal = try SQLiteJournal(folder: folder.path)
            _ = try await journal.append(posts: [post])
            try journal.close()
        }
        let parcels = try await SQLiteJournal(folder: folder.path).waiting(
            in: MadePosts.queue(7), after: nil, limit: 9, maximumBytes: 1 << 20)
        #expect(parcels.count == 2)
        for parcel in parcels {
            guard case .message(let message, _) = parcel.contents else {
                Issue.record("a status message")
                continue
            }
            #expect(message.head.layoutPlaces == (given == .sound ? places : nil))
        }
    }

    /// Keys of parcels that are settled are left out of a run: also where a whole slice holds no other, the run comes to
    /// its end and the next one begins, so that memory does not grow.
    @Test func runsComeToTheirEndWhereEverythingIsSettledAtOnce() async throws {
        let journal = try SQLiteJournal(folder: folder.path, freezeAt: 400, beforeChange: nil)
        let recipients = (0..<4).map { (7 + $0, $0) }
        for index in 0..<300 {
            _ = try await journal.append(posts: [
                MadePosts.post(.init(references: ["r\(index)"], mpan: MadePosts.mpan(index), recipients: recipients))
            ])
            for (party, lane) in recipients {
                let waiting = try await journal.waiting(
                    in: MadePosts.queue(party, lane), after: nil, limit: 9, maximumBytes: 1 << 20)
                try await journal.settle(waiting.map { MadePosts.settlement($0) })
            }
        }
        let (last, indexed) = journal.state.withLock { ($0.lastSequence, $0.indexed) }
        #expect(last == 1_500)
        #expect(indexed > 1_200, "keys are on disk up to \(indexed)")
        try journal.close()
    }

    @Test func newerDatabasesAreRefusedUntouched() throws {
        for (name, application) in [("dip.sqlite", 0x4348_474A), ("dip-register.sqlite", 0x4348_4750)] {
            let queue = try DatabaseQueue(path: folder.path + "/" + name)
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA user_version = 99; PRAGMA application_id = \(application)")
            }
            try queue.close()
        }
        #expect(throws: JournalError.newer(found: 99, known: 1)) { try SQLiteJournal(folder: folder.path) }
        #expect(throws: JournalError.newer(found: 99, known: 2)) { try SQLiteRegister(folder: folder.path) }
    }

    @Test func strangersAreRefused() throws {
        let other = try DatabaseQueue(path: folder.path + "/dip.sqlite")
        try other.write { try $0.execute(sql: "CREATE TABLE recipes (name TEXT)") }
        try other.close()
        let text = "not a database, but long enough to look at: \(String(repeating: "x", count: 200))"
        try folder.write(Array(text.utf8), to: "dip-register.sqlite")
        #expect(throws: JournalError.self) { try SQLiteJournal(folder: folder.path) }
        #expect(throws: JournalError.self) { try SQLiteRegister(folder: folder.path) }
        #expect(throws: JournalError.self) { try SQLiteJournal(folder: "/proc/nowhere") }
    }

    @Test func aMigrationKeepsACopyAndAFailedOneChangesNothing() async throws {
        let journal = try SQLiteJournal(folder: folder.path)
        _ = try await journal.append(posts: [MadePosts.post(.init(references: ["a"]))])
        try journal.close()
        let wrong = Migration(number: 2, sql: "CREATE TABLE later (name TEXT) STRICT; INSERT INTO nowhere VALUES (1)")
        #expect(throws: JournalError.self) {
            try SQLiteJournal(
                folder: folder.path, migrations: DIPForms.journal + [wrong], freezeAt: 9, beforeChange: nil)
        }
        let next = Migration(number: 2, sql: "CREATE TABLE later (name TEXT) STRICT")
        let newer = try SQLiteJournal(
            folder: folder.path, migrations: DIPForms.journal + [next], freezeAt: 9, beforeChange: nil)
        #expect(try await newer.totals().messages == 1)
        try newer.close()
        #expect(try mode(folder.path + "/dip.sqlite.form-1") == 0o600)
        #expect(throws: JournalError.newer(found: 2, known: 1)) { try SQLiteJournal(folder: folder.path) }
    }

    @Test func migrationsAreNumberedWithoutGaps() {
        for forms in [DIPForms.journal, DIPForms.register] { #expect(forms.map(\.number) == Array(1...forms.count)) }
    }

    @Test(arguments: ["dip", "dip-register"]) func theSchemaIsTheGoldenOne(_ name: String) async throws {
        try SQLiteJournal(folder: folder.path).close()
        try SQLiteRegister(folder: folder.path).close()
        let queue = try DatabaseQueue(path: folder.path + "/\(name).sqlite")
        let schema =
            try await queue.read { db in
                try String.fetchAll(
                    db, sql: "SELECT sql || ';' FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name")
            }.joined(separator: "\n\n") + "\n"
        try Golden.check(schema, against: "Tests/DIPStoreTests/Schema/\(name).sql")
    }

    @Test func anotherProcessWritesBetween() async throws {
        let first = try JournalKind.shortRuns(folder)
        let second = try JournalKind.shortRuns(folder)
        for index in 0..<12 {
            let post = try MadePosts.post(.init(references: ["r\(index)"]))
            let (one, other) = index % 2 == 0 ? (first, second) : (second, first)
            #expect(try await one.append(posts: [post]) == [.appended(first: Int64(index + 1))])
            #expect(try await other.append(posts: [post]) == [.repeated(indexes: [0])])
        }
        try await first.append(notes: [JournalLine(at: .init(milliseconds: 1), event: .enrolled)])
        #expect(try await second.allLines() == first.allLines())
        #expect(try await second.allLines().count == 13)
        #expect(try await second.all(in: MadePosts.queue(7)) == first.all(in: MadePosts.queue(7)))
        #expect(try await first.totals() == second.totals())
    }

    @Test func aMaximumRefusesAndLosesNothing() async throws {
        let journal = try SQLiteJournal(folder: folder.path, settings: .init(maximumBytes: 400_000))
        var taken = 0
        do {
            for index in 0..<100 {
                _ = try await journal.append(posts: [MadePosts.post(.init(references: ["r\(index)"], fill: 20_000))])
                taken += 1
            }
            Issue.record("it never refused")
        } catch {
            guard case .beyondLimit(_, 400_000) = error as? JournalError else { throw error }
        }
        #expect(taken > 1)
        #expect(try await journal.all(in: MadePosts.queue(7), page: 100).count == taken)
    }
}
