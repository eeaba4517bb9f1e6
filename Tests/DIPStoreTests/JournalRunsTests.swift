import DIP
import Kernel
import Synchronization
import TestSupport
import Testing

@testable import Store

/// Keys leave memory in runs, whatever became of the parcels meanwhile.
@Suite struct JournalRunsTests {
    /// A delivery that keeps up leaves runs of parcels that are all settled, of which nothing has to be written.
    @Test(arguments: [0, 1, 2]) func memoryStaysBoundedWhereAllIsSettled(_ behind: Int) async throws {
        let folder = try TemporaryFolder()
        let freezeAt = 256
        let journal = try SQLiteJournal(folder: folder.path, freezeAt: freezeAt, beforeChange: nil)
        let queue = try MadePosts.queue(7)
        var most = 0
        for round in 0..<200 {
            let references = (0..<8).map { "R-\(round)-\($0)" }
            _ = try await journal.append(posts: [
                try MadePosts.post(MadePosts.Wish(references: references, mpan: MadePosts.mpan(round % 9)))
            ])
            if round >= behind {
                let parcels = try await journal.waiting(in: queue, after: nil, limit: 8, maximumBytes: 1 << 20)
                try await journal.settle(parcels.map { MadePosts.settlement($0) })
            }
            most = max(most, journal.state.withLock { $0.active.weight })
        }
        #expect(most < 4 * freezeAt, "a table of \(most) was kept")
        #expect(journal.counts.keysWritten > 200 * 8 * 4)
        let indexed = journal.state.withLock { $0.lastSequence - $0.indexed }
        #expect(indexed < Int64(2 * freezeAt))
        try journal.close()
    }
}
