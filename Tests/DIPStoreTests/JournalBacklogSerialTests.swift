import DIP
import Foundation
import Kernel
import TestSupport
import Testing

@testable import Store

/// A recipient that was away for long: its parcels come in order, and memory does not grow with them.
@Suite(.serialized) struct JournalBacklogSerialTests {
    /// Resident memory of this process, bytes.
    private static func resident() throws -> Int {
        let words = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")
        return (words.count > 1 ? Int(words[1]) ?? 0 : 0) * 4_096
    }

    @Test func aBacklogIsDrainedInOrderInFlatMemory() async throws {
        let folder = try TemporaryFolder("backlog")
        // As many keys in memory as a tenth of the backlog makes.
        let journal = try SQLiteJournal(folder: folder.path, freezeAt: 100_000, beforeChange: nil)
        let lanes = 4
        let posts = 1_000
        let perPost = 50
        var before = 0
        for index in 0..<posts {
            let wish = MadePosts.Wish(
                references: (0..<perPost).map { "r\(index)-\($0)" }, mpan: MadePosts.mpan(index % 1_000),
                recipients: (0..<lanes).map { (7 + $0, $0) }, fill: 200)
            _ = try await journal.append(posts: [MadePosts.post(wish)])
            if index == posts / 4 { before = try Self.resident() }
        }
        #expect(try await journal.totals().waiting == posts * perPost * lanes)
        for lane in 0..<lanes {
            let queue = try MadePosts.queue(7 + lane, lane)
            var next = 0
            while true {
                let parcels = try await journal.waiting(in: queue, after: nil, limit: 500, maximumBytes: 1 << 20)
                if parcels.isEmpty { break }
                for parcel in parcels {
                    #expect(parcel.label == "r\(next / perPost)-\(next % perPost)")
                    next += 1
                }
                try await journal.settle(parcels.map { MadePosts.settlement($0) })
            }
            #expect(next == posts * perPost)
        }
        let totals = try await journal.totals()
        #expect(totals.waiting == 0 && totals.delivered == posts * perPost * lanes)
        let grown = try Self.resident() - before
        #expect(grown < 160 << 20, "memory grew by \(grown >> 20) MB")
    }
}
