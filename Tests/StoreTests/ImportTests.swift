import Foundation
import GRDB
import Kernel
import Papers
import Record
import Synchronization
import TestSupport
import Testing

@testable import Store

@Suite struct ImportTests {
    /// All orders of five papers; each order imports them one by one.
    @Test func theOrderOfImportsNeverMatters() async throws {
        let papers = try MadePapers.five()
        var orders: [[Int]] = [[]]
        for next in papers.indices {
            orders = orders.flatMap { order in
                (0...order.count).map { Array(order[..<$0]) + [next] + Array(order[$0...]) }
            }
        }
        #expect(orders.count == 120)
        var expected: [String]?
        for (number, order) in orders.enumerated() {
            let folder = try TemporaryFolder()
            let store = try RecordStore(folder: folder.path)
            // Every fourth order as one batch, the others paper by paper.
            let batches = number.isMultiple(of: 4) ? [order] : order.map { [$0] }
            for batch in batches { _ = try await store.importPapers(batch.map { papers[$0] }, importedAt: "2026") }
            var seen = [try await store.everything()]
            let days = try await store.knownDays()
            for day in [days[1], days[3]] {
                seen.append(day.iso + "\n" + (try await store.everything(asKnownAt: day)))
            }
            if let expected { #expect(seen == expected, "\(order)") } else { expected = seen }
            try store.close()
        }
    }

    @Test func aFailureAnywhereLeavesTheRecordAsItWas() async throws {
        let papers = try MadePapers.five()
        let folder = try TemporaryFolder()
        let calls = Mutex((count: 0, failing: Int?.none))
        struct Injected: Error {}
        let store = try RecordStore(folder: folder.path) {
            try calls.withLock { calls in
                calls.count += 1
                if calls.count == calls.failing { throw Injected() }
            }
        }
        _ = try await store.importPapers(Array(papers[..<2]), importedAt: "2026")
        let before = try await store.everything() + (try await store.stateToken())
        var failing = 1
        while failing < 1_000 {
            calls.withLock { $0 = (0, failing) }
            do {
                _ = try await store.importPapers(Array(papers[2...]), importedAt: "2026")
                break
            } catch is Injected {
                let after = try await store.everything() + (try await store.stateToken())
                #expect(after == before, "call \(failing)")
                #expect(try await store.search("stray", asKnownAt: nil, limit: 50).count == 2)
                failing += 1
            }
        }
        #expect(failing > 40, "every change is asked for")
        #expect(failing < 1_000)
        #expect(try await store.verify() == .whole(links: 14))
    }

    @Test func readersSeeTheStateBeforeOrAfter() async throws {
        let folder = try TemporaryFolder()
        let store = try RecordStore(folder: folder.path)
        let papers = try MadePapers.bulk(120)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for batch in stride(from: 0, to: papers.count, by: 30) {
                    _ = try await store.importPapers(Array(papers[batch..<(batch + 30)]), importedAt: "2026")
                }
            }
            for _ in 0..<6 {
                group.addTask {
                    for _ in 0..<40 {
                        let actions = try await store.rows(RowQuery(.actions)).total
                        #expect(actions.isMultiple(of: 300))
                        let page = try await store.rows(RowQuery(.milestones, limit: 10))
                        #expect(page.total.isMultiple(of: 150))
                        #expect(page.rows.count == min(10, page.total))
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await store.rows(RowQuery(.actions)).total == 1_200)
    }

    @Test func aReportTellsWhatCameOfEachPaper() async throws {
        let folder = try TemporaryFolder()
        let store = try RecordStore(folder: folder.path)
        let report = try await store.importPapers(try MadePapers.five(), importedAt: "2026")
        #expect(report.added == 5)
        #expect(report.papers[0].counts == [.init(kind: .actions, statements: 2)])
        #expect(report.papers[0].unclaimed == 1)
        #expect(report.papers[1].doubts == 2, "one of the card, one of the due date")
        #expect(report.papers[1].outcome == .correction(of: "headline-8"))
        #expect(report.papers[2].outcome == .correction(of: report.papers[1].card.name))
        #expect(report.papers[3].outcome == .new)
    }

    @Test func aNameBelongsToOneSeries() async throws {
        let folder = try TemporaryFolder()
        let store = try RecordStore(folder: folder.path)
        let first = try MadePapers.paper("same", meeting: "8")
        let second = try MadePapers.paper("same", meeting: "9")
        for batches in [[[first, second]], [[first], [second]]] {
            do {
                for batch in batches { _ = try await store.importPapers(batch, importedAt: "2026") }
                Issue.record("the second paper was taken")
            } catch let error as StoreError {
                guard case .nameTaken(let name, let held, _, let refused, _) = error else {
                    Issue.record("\(error)")
                    continue
                }
                #expect(name == "same")
                #expect(held == "headline TMAG 8")
                #expect(refused == "headline TMAG 9")
                #expect(error.because.contains(first.source.digest.prefix(8)))
                #expect(error.because.contains(second.source.digest.prefix(8)))
            }
        }
        #expect(try await store.rows(RowQuery(.papers)).total == 1)
    }

    @Test func aCorrectionTakesOverTheNameAndHistoryStays() async throws {
        let folder = try TemporaryFolder()
        let store = try RecordStore(folder: folder.path)
        let papers = try MadePapers.five()
        _ = try await store.importPapers(papers, importedAt: "2026")
        let old = "headline-8@\(papers[1].source.digest.prefix(8))"
        let names = try await store.rows(RowQuery(.papers)).rows.map(\.key)
        #expect(Set(names) == ["minutes-8", "headline-8", old, "headline-9", "pack-10"])
        #expect(try await store.bytes(ofPaper: "headline-8") == papers[2].bytes)
        #expect(try await store.bytes(ofPaper: old) == papers[1].bytes)
        let page = try await store.rows(RowQuery(.papers, filters: [.init("paper", .equals(old))]))
        let place = try #require(RecordKind.papers.schema.place(of: "superseded_by"))
        #expect(page.rows.map { $0.values[place] } == ["headline-8"])
        // On the day of the first text it counts; from the correction's day on it is history.
        let then = try #require(CalendarDate(iso: "2024-08-22"))
        let was = try await store.entry(.milestones, key: "T2-TE-0100", asKnownAt: then)
        #expect(was?.exported("forecast") == "2024-10-01")
        #expect(was?.sources.map(\.paper) == [old])
        let history = try await store.history(.milestones, key: "T2-TE-0100")
        #expect(history.map(\.paper.name) == [old, "headline-8", "pack-10"])
    }

    @Test func bytesMustBeThoseThatWereRead() async throws {
        let folder = try TemporaryFolder()
        let store = try RecordStore(folder: folder.path)
        var paper = try MadePapers.five()[0]
        paper.bytes.append(0x20)
        await #expect(throws: StoreError.self) { try await store.importPapers([paper], importedAt: "2026") }
        var short = try MadePapers.five()[0]
        short.read.claims.removeLast()
        await #expect(throws: StoreError.self) { try await store.importPapers([short], importedAt: "2026") }
        #expect(try await store.verify() == .whole(links: 0))
    }
}
