import GRDB
import Kernel
import Record
import Synchronization
import TestSupport
import Testing

@testable import Store

@Suite struct ReadingTests {
    let folder: TemporaryFolder
    let store: RecordStore

    init() async throws {
        folder = try TemporaryFolder()
        store = try RecordStore(folder: folder.path)
        _ = try await store.importPapers(try MadePapers.five(), importedAt: "2026")
    }

    /// Entries come from the statements, rows from the view tables: two ways to the same answer.
    @Test func rowsAreTheEntriesOnEveryDay() async throws {
        let days = try await store.knownDays()
        #expect(days.count >= 5)
        let around = days.flatMap { [$0.adding(days: -1), $0, $0.adding(days: 1)] }
        for day in [nil] + around.map(Optional.some) {
            for kind in RecordKind.allCases {
                let entries = try await store.entries(kind, asKnownAt: day)
                for resolved in [false, true] {
                    let page = try await store.rows(RowQuery(kind, asKnownAt: day, resolved: resolved))
                    let when = "\(kind.rawValue) at \(day?.iso ?? "now")"
                    #expect(page.rows.map(\.values) == entries.map { $0.row(resolved: resolved) }, "\(when)")
                    #expect(page.rows.map(\.key) == entries.map(\.key))
                    #expect(page.total == entries.count)
                }
                for entry in entries {
                    #expect(try await store.entry(kind, key: entry.key, asKnownAt: day) == entry)
                }
            }
        }
    }

    @Test func aStoreOpenedAgainShowsTheSame() async throws {
        let before = try await store.everything()
        try store.close()
        let again = try RecordStore(folder: folder.path)
        #expect(try await again.everything() == before)
        // Tables of another form are made anew from the chain.
        try await again.pool.write { db in
            try db.execute(sql: "UPDATE setting SET value = 'old' WHERE name = 'projections'")
            try db.execute(sql: "DELETE FROM view_actions")
        }
        try again.close()
        #expect(try await RecordStore(folder: folder.path).everything() == before)
    }

    @Test func pagesCutTheRowsAndTellTheTotal() async throws {
        let all = try await store.rows(RowQuery(.actions)).rows
        #expect(all.map(\.key) == ["TMAG08-01", "TMAG08-2"])
        for (offset, limit, keys) in [
            (0, 1, ["TMAG08-01"]), (1, 1, ["TMAG08-2"]), (1, 5, ["TMAG08-2"]), (2, 5, []), (-3, 1, ["TMAG08-01"]),
            (9, 1, []), (0, 0, []),
        ] as [(Int, Int, [String])] {
            let page = try await store.rows(RowQuery(.actions, offset: offset, limit: limit))
            #expect(page.rows.map(\.key) == keys, "\(offset) \(limit)")
            #expect(page.total == 2, "\(offset) \(limit)")
        }
    }

    @Test(arguments: [
        (RowQuery.Filter("text", .contains("BETTER")), ["TMAG08-01"]),
        (RowQuery.Filter("text", .contains("%")), []),
        (RowQuery.Filter("text", .contains("_rite")), []),
        (RowQuery.Filter("text", .contains("\\")), []),
        (RowQuery.Filter("text", .contains("' OR 1=1 --")), []),
        (RowQuery.Filter("reference", .equals("TMAG08-01")), ["TMAG08-01"]),
        (RowQuery.Filter("reference", .equals("TMAG08-1")), []),
        (RowQuery.Filter("reference", .atLeast("TMAG08-2")), ["TMAG08-2"]),
        (RowQuery.Filter("reference", .atMost("TMAG08-1")), ["TMAG08-01"]),
        (RowQuery.Filter("raised", .isEmpty), ["TMAG08-01", "TMAG08-2"]),
        (RowQuery.Filter("raised", .atMost("2030-01-01")), []),
        (RowQuery.Filter("status", .isNotEmpty), ["TMAG08-01", "TMAG08-2"]),
        (RowQuery.Filter("status", .equals("Closed")), ["TMAG08-01"]),
        (RowQuery.Filter("due", .atLeast("2024-09-01")), ["TMAG08-01", "TMAG08-2"]),
    ])
    func filtersHold(filter: RowQuery.Filter, keys: [String]) async throws {
        let page = try await store.rows(RowQuery(.actions, filters: [filter]))
        #expect(page.rows.map(\.key) == keys)
        #expect(page.total == keys.count)
    }

    @Test func anUnknownColumnIsAnError() async throws {
        for query in [
            RowQuery(.actions, filters: [.init("nonsense\"", .isEmpty)]), RowQuery(.actions, order: [.init("_key")]),
        ] {
            await #expect(throws: StoreError.self) { try await store.rows(query) }
        }
        await #expect(throws: StoreError.self) {
            try await store.values(of: "nonsense", in: RowQuery(.actions), limit: 5)
        }
    }

    @Test func valuesAreCounted() async throws {
        let found = try await store.values(of: "status", in: RowQuery(.actions), limit: 10)
        #expect(found.map(\.value) == ["Closed", "Open"])
        #expect(found.map(\.count) == [1, 1])
        #expect(try await store.values(of: "status", in: RowQuery(.actions), limit: 1).count == 1)
    }

    @Test func rowsStream() async throws {
        let collected = Collected()
        try await store.forEachRow(RowQuery(.milestones)) { row in collected.add(row[0]) }
        #expect(collected.texts == ["T2-TE-0090", "T2-TE-0100"])
    }

    @Test func aPaperShowsWhichRecordEachLineSpeaksOf() async throws {
        let page = try #require(try await store.paper("minutes-8", asKnownAt: nil))
        #expect(page.lines.count == 5)
        #expect(page.lines[1].claim == .blank)
        #expect(page.lines[2].marks == [.init(kind: .actions, key: "TMAG08-01")])
        #expect(page.lines[2].text.hasPrefix("TMAG08-01\tWrite the plan"))
        #expect(page.lines[4].claim == .unclaimed)
        let before = try #require(CalendarDate(iso: "2024-08-27"))
        #expect(try await store.paper("minutes-8", asKnownAt: before) == nil)
        #expect(try await store.paper("no such paper", asKnownAt: nil) == nil)
        #expect(try await store.bytes(ofPaper: "no such paper") == nil)
    }

    @Test func searchFindsPassages() async throws {
        let hits = try await store.search("better plan", asKnownAt: nil, limit: 10)
        #expect(hits.map(\.paper) == ["headline-8"])
        #expect(hits.first?.marks == [.init(kind: .actions, key: "TMAG08-01")])
        #expect(try await store.search("TMAG08-01", asKnownAt: nil, limit: 10).count == 3)
        let early = try #require(CalendarDate(iso: "2024-08-22"))
        #expect(try await store.search("TMAG08-01", asKnownAt: early, limit: 10).count == 1)
        #expect(try await store.search("TMAG08-01", asKnownAt: nil, limit: 2).count == 2)
    }

    @Test(arguments: [
        "", " ", "\"", "\"\"", "*", "AND", "OR NOT", "a\" OR \"b", "text:", "^plan", "(plan", "plan)", "NEAR(plan, 2)",
        "-plan", "plan*", "{plan}", "p\u{0}lan", "'", ";DROP TABLE paper", "🙂", "\\", "+ +", "a:b:c", "…",
    ])
    func searchNeverFailsOnWhatAUserTypes(words: String) async throws {
        _ = try await store.search(words, asKnownAt: nil, limit: 10)
    }
}

/// Collects what a streaming closure hands over.
final class Collected: Sendable {
    private let list = Mutex<[String]>([])
    var texts: [String] { list.withLock { $0 } }
    func add(_ text: String) { list.withLock { $0.append(text) } }
}
