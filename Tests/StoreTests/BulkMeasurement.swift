import Foundation
import GRDB
import Kernel
import Record
import TestSupport
import Testing

@testable import Store

/// Measures a bulk import; asked for by name, for a debug build tells little.
@Test(.enabled(if: ProcessInfo.processInfo.environment["CHANGEOVER_BULK"] != nil))
func bulkImport() async throws {
    let count = Int(ProcessInfo.processInfo.environment["CHANGEOVER_BULK"] ?? "") ?? 1_000
    let folder = try TemporaryFolder()
    let store = try RecordStore(folder: folder.path)
    let clock = ContinuousClock()
    let batch = try MadePapers.bulk(count)
    let started = processorSeconds()
    let time = try await clock.measure { _ = try await store.importPapers(batch, importedAt: "2026-01-01T00:00:00Z") }
    // On a shared machine the processor's time tells more than the wall's.
    print("import of \(count) papers: \(time), processor \(processorSeconds() - started) s")
    for (name, query) in [
        ("first", RowQuery(.actions, limit: 50)), ("last", RowQuery(.actions, offset: count * 10 - 50, limit: 50)),
        ("status", RowQuery(.actions, filters: [.init("status", .equals("Open"))], limit: 50)),
        ("due", RowQuery(.actions, order: [.init("due", descending: true)], limit: 50)),
        ("owners", RowQuery(.actions, order: [.init("owners")], limit: 50)),
        ("contains", RowQuery(.actions, filters: [.init("text", .contains("ITEM 3"))], limit: 50)),
        ("past", RowQuery(.actions, limit: 50, asKnownAt: CalendarDate(dayNumber: 15_020))),
        ("range", RowQuery(.actions, filters: [.init("due", .atLeast("2015-01-01"))], limit: 50)),
    ] {
        var page: RowPage?
        let cold = try await clock.measure { page = try await store.rows(query) }
        let warm = try await clock.measure { page = try await store.rows(query) }
        print("\(name): \(page?.rows.count ?? 0) of \(page?.total ?? 0), cold \(cold), warm \(warm)")
    }
    for words in ["plan", "item 3 meeting 77", "milestone", "G1"] {
        var hits = 0
        let time = try await clock.measure { hits = try await store.search(words, asKnownAt: nil, limit: 50).count }
        print("search \(words): \(hits), \(time)")
    }
    let verify = try await clock.measure { print(try await store.verify()) }
    print("verify: \(verify)")
    let entry = try await clock.measure { _ = try await store.entry(.actions, key: "G577-3", asKnownAt: nil) }
    print("entry: \(entry)")
    let entries = try await clock.measure { print(try await store.entries(.actions, asKnownAt: nil).count) }
    print("entries: \(entries)")
    try await store.pool.read { db in
        print(try Int.fetchOne(db, sql: "PRAGMA page_count").map { $0 * 4096 / 1_000_000 } ?? 0, "MB")
    }
}

/// Seconds that the process has had on processors.
private func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
