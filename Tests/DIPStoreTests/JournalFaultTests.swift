import DIP
import Dispatch
import Kernel
import Synchronization
import TestSupport
import Testing

@testable import Store

/// Fails the change of the database whose turn it is.
final class FailingChange: Sendable {
    struct Struck: Error {}
    private let left = Mutex<Int?>(nil)
    let asked = Mutex(0)

    func arm(_ number: Int?) { left.withLock { $0 = number } }

    func callAsFunction() throws {
        asked.withLock { $0 += 1 }
        try left.withLock { left in
            guard let number = left else { return }
            left = number - 1
            if number == 0 { throw Struck() }
        }
    }
}

@Suite struct JournalFaultTests {
    /// Everything that can be seen of a journal.
    private struct Seen: Equatable {
        var totals: JournalTotals
        var queues: [QueueSummary]
        var parcels: [[Parcel]]
        var lines: [JournalLine]

        init(_ journal: SQLiteJournal) async throws {
            totals = try await journal.totals()
            queues = try await journal.queues()
            var parcels: [[Parcel]] = []
            for queue in queues { parcels.append(try await journal.all(in: queue.queue)) }
            self.parcels = parcels
            lines = try await journal.allLines()
        }
    }

    private enum Work: CaseIterable { case posts, statuses, notes, settle, requeue }

    private func perform(_ work: Work, _ journal: SQLiteJournal) async throws {
        switch work {
        case .posts:
            _ = try await journal.append(posts: [
                MadePosts.post(.init(references: ["n1", "n2"], recipients: [(7, 0), (30, 1)])),
                MadePosts.post(.init(references: ["n3"], mpan: MadePosts.mpan(3), recipients: [(31, 0)])),
            ])
        case .statuses:
            try await journal.append(statuses: [
                MadePosts.status(to: 40, about: "T-1-r1"), MadePosts.status(to: 41, about: nil),
            ])
        case .notes:
            try await journal.append(notes: [
                JournalLine(at: Instant(milliseconds: 9), event: .refused),
                JournalLine(at: Instant(milliseconds: 9), event: .note),
            ])
        case .settle:
            let parcels = try await journal.all(in: MadePosts.queue(7))
            try await journal.settle([
                MadePosts.settlement(parcels[0]), MadePosts.settlement(parcels[1], .retry),
                MadePosts.settlement(parcels[2], .undelivered),
            ])
        case .requeue:
            let selection = ReplaySelection(
                recipient: try MadePosts.party(7), channel: .interface(try MadePosts.interface()))
            _ = try await journal.requeue(selection, at: Instant(milliseconds: 77))
        }
    }

    /// For every N: the Nth change fails, and the journal is as before, at once and after a restart; then it works.
    @Test(arguments: 0..<5) func aFailureLeavesNothingHalfDone(_ number: Int) async throws {
        let work = Work.allCases[number]
        var failures = 0
        for turn in 0..<200 {
            let folder = try TemporaryFolder("fault")
            let change = FailingChange()
            // Short runs, so that writing keys and places is failed as well.
            var journal = try SQLiteJournal(folder: folder.path, freezeAt: 20, beforeChange: { try change() })
            for index in 0..<5 {
                _ = try await journal.append(posts: [
                    MadePosts.post(.init(references: ["r\(index)"], mpan: MadePosts.mpan(index)))
                ])
            }
            journal.sorting.sync {}
            let before = try await Seen(journal)
            change.arm(turn)
            do {
                try await perform(work, journal)
                change.arm(nil)
                #expect(failures >= 3, "hardly any change was failed")
                return
            } catch {
                failures += 1
                guard case .notWritten = error as? JournalError else { throw error }
            }
            change.arm(nil)
            #expect(try await Seen(journal) == before)
            try journal.close()
            journal = try SQLiteJournal(folder: folder.path, freezeAt: 20, beforeChange: nil)
            #expect(try await Seen(journal) == before)
            try await perform(work, journal)
            #expect(try await Seen(journal) != before)
        }
        Issue.record("the work never came to its end")
    }

    /// A failure while keys go to disk costs the call, and the next one goes on where the last good one stopped.
    @Test func keysGoOnAfterAFailure() async throws {
        let folder = try TemporaryFolder("fault")
        let change = FailingChange()
        let journal = try SQLiteJournal(folder: folder.path, freezeAt: 30, beforeChange: { try change() })
        var references: [String] = []
        for index in 0..<120 {
            if index % 5 == 0 { change.arm(index % 17) }
            let outcome = try? await journal.append(posts: [MadePosts.post(.init(references: ["r\(index)"]))])
            if case .appended = outcome?.first { references.append("r\(index)") }
            journal.sorting.sync {}
        }
        change.arm(nil)
        #expect(references.count < 120 && references.count > 60)
        #expect(journal.counts.keysWritten > 100)
        #expect(try await journal.all(in: MadePosts.queue(7), page: 50).map(\.label) == references)
        try journal.close()
        let again = try SQLiteJournal(folder: folder.path)
        #expect(try await again.all(in: MadePosts.queue(7), page: 50).map(\.label) == references)
        #expect(
            try await again.append(posts: [MadePosts.post(.init(references: [references[0]]))]) == [
                .repeated(indexes: [0])
            ])
    }
}
