import DIP
import Dispatch
import Kernel
import TestSupport
import Testing

@testable import Store

/// The journal on disk against the plain one in memory, over random histories with restarts at any point.
@Suite struct JournalModelTests {
    @Test(arguments: [12, 60, 400_000]) func bothTellTheSame(_ freezeAt: Int) async throws {
        var written = 0
        try await Property.check(seed: 20_261_121, count: 12) { random in
            let folder = try TemporaryFolder("journal")
            let model = MemoryJournal()
            var journal = try JournalKind.shortRuns(folder, freezeAt: freezeAt)
            for step in 0..<60 {
                // Whether keys are sorted before or after the next commit is the machine's choice; here they are before.
                journal.sorting.sync {}
                switch random.nextBelow(10) {
                case 0...3: try await Self.append(step, model, journal, &random)
                case 4: try await Self.note(step, model, journal, &random)
                case 5...7: try await Self.settle(model, journal, &random)
                case 8: try await Self.requeue(step, model, journal, &random)
                default:
                    if freezeAt == 12 { written += journal.counts.keysWritten }
                    // Half of the restarts are without an orderly end: what was in memory follows from the log.
                    if random.nextBelow(2) == 0 { try journal.close() }
                    journal = try JournalKind.shortRuns(folder, freezeAt: freezeAt)
                }
            }
            try await Self.compare(model, journal)
            try journal.close()
            journal = try JournalKind.shortRuns(folder, freezeAt: freezeAt)
            try await Self.compare(model, journal)
        }
        // Without runs on disk the short ones would show no more than the long ones.
        #expect(freezeAt > 12 || written > 1_000)
    }

    private static func append(
        _ step: Int, _ model: MemoryJournal, _ journal: SQLiteJournal, _ random: inout SeededGenerator
    ) async throws {
        var posts: [AcceptedPost] = []
        for _ in 0...random.nextBelow(3) {
            // Some references come twice, in one post, in one call or later.
            let references = (0...random.nextBelow(4)).map { _ in "r\(random.nextBelow(400))" }
            let first = 20 + random.nextBelow(3)
            posts.append(
                try MadePosts.post(
                    .init(
                        sender: 1 + random.nextBelow(2), interface: random.nextBelow(2) == 0 ? "IF-021" : "REP-002A",
                        references: references,
                        mpan: random.nextBelow(4) == 0 ? nil : MadePosts.mpan(random.nextBelow(4)),
                        recipients: [(first, random.nextBelow(2)), (first + 1, 0)].dropLast(random.nextBelow(3)).map(
                            \.self),
                        at: Int64(step * 100 + random.nextBelow(150)),
                        eventCode: random.nextBelow(2) == 0 ? "[E]" : "[F]",
                        fill: random.nextBelow(200))))
            guard random.nextBelow(3) == 0, let place = posts.indices.last else { continue }
            posts[place].reports = try (0...random.nextBelow(2)).map { _ in
                var report = try MadePosts.status(
                    to: first, about: posts[place].messages.first?.transactionID, at: Int64(step * 100))
                report.isKeptHere = random.nextBelow(4) == 0
                return report
            }
            posts[place].notes = [
                JournalLine(at: Instant(milliseconds: Int64(step * 100)), event: .fault, detail: "done by rule")
            ]
        }
        let outcomes = try await journal.append(posts: posts)
        let expected = try await model.append(posts: posts)
        try Property.hold(outcomes == expected, "\(outcomes), not \(expected)")
        for (post, outcome) in zip(posts, outcomes) {
            guard case .appended = outcome, let transaction = post.messages.first?.transactionID else { continue }
            let body = try await journal.body(ofTransaction: transaction)
            try Property.hold(body == post.body, "the body of \(transaction) is another")
        }
    }

    private static func note(
        _ step: Int, _ model: MemoryJournal, _ journal: SQLiteJournal, _ random: inout SeededGenerator
    ) async throws {
        let status = try MadePosts.status(
            to: 20 + random.nextBelow(2), about: "T-1-r\(random.nextBelow(400))", at: Int64(step * 100),
            mpan: MadePosts.mpan(random.nextBelow(4)))
        let note = JournalLine(
            at: Instant(milliseconds: Int64(step * 100)), event: JournalLine.Event.allCases[random.nextBelow(14)],
            sender: try MadePosts.party(1).text, mpan: MadePosts.mpan(random.nextBelow(4)), code: "MSG1001")
        for other in [journal, model] as [any MessageJournal] {
            try await other.append(statuses: [status])
            try await other.append(notes: [note])
        }
    }

    private static func settle(
        _ model: MemoryJournal, _ journal: SQLiteJournal, _ random: inout SeededGenerator
    ) async throws {
        let queues = await model.queues().map(\.queue)
        guard !queues.isEmpty else { return }
        let queue = queues[random.nextBelow(queues.count)]
        let limit = 1 + random.nextBelow(12)
        let expected = await model.waiting(in: queue, after: nil, limit: limit, maximumBytes: 1 << 20)
        let found = try await journal.waiting(in: queue, after: nil, limit: limit, maximumBytes: 1 << 20)
        try Property.hold(found.map(\.told) == expected.map(\.told), "\(queue): \(found), not \(expected)")
        var picks: [(Int, Settlement.Outcome)] = []
        for index in expected.indices where random.nextBelow(4) > 0 {
            picks.append((index, [.delivered, .delivered, .retry, .undelivered][random.nextBelow(4)]))
        }
        try await model.settle(picks.map { MadePosts.settlement(expected[$0.0], $0.1) })
        try await journal.settle(picks.map { MadePosts.settlement(found[$0.0], $0.1) })
    }

    private static func requeue(
        _ step: Int, _ model: MemoryJournal, _ journal: SQLiteJournal, _ random: inout SeededGenerator
    ) async throws {
        var selection = ReplaySelection(
            recipient: try MadePosts.party(20 + random.nextBelow(3)),
            channel: random.nextBelow(3) == 0 ? .status : .interface(try MadePosts.interface()),
            from: Instant(milliseconds: Int64(max(0, step * 100 - 500))))
        if random.nextBelow(2) == 0 { selection.mpan = MadePosts.mpan(random.nextBelow(4)) }
        if random.nextBelow(2) == 0 { selection.eventCode = "[E]" }
        let pulled = try await journal.replay(selection, after: nil, limit: 100, maximumBytes: 1 << 20)
        let expected = await model.replay(selection, after: nil, limit: 100, maximumBytes: 1 << 20)
        try Property.hold(pulled.map(\.told) == expected.map(\.told), "\(selection): \(pulled), not \(expected)")
        let at = Instant(milliseconds: Int64(step * 100))
        let count = try await journal.requeue(selection, at: at)
        let other = await model.requeue(selection, at: at)
        try Property.hold(count == other, "\(count) requeued, not \(other)")
    }

    private static func compare(_ model: MemoryJournal, _ journal: SQLiteJournal) async throws {
        let (totals, expectedTotals) = (try await journal.totals(), await model.totals())
        try Property.hold(totals == expectedTotals, "\(totals), not \(expectedTotals)")
        let (queues, expectedQueues) = (try await journal.queues(), await model.queues())
        try Property.hold(queues == expectedQueues, "\(queues), not \(expectedQueues)")
        for queue in expectedQueues.map(\.queue) {
            let (found, expected) = (try await journal.all(in: queue), try await model.all(in: queue))
            try Property.hold(found.map(\.told) == expected.map(\.told), "\(queue) holds others")
        }
        for line in await model.lines(after: 0, filter: JournalFilter(events: [.accepted]), limit: 1_000) {
            let transaction = line.transactionID ?? ""
            let (found, expected) = (
                try await journal.message(transactionID: transaction), await model.message(transactionID: transaction)
            )
            try Property.hold(found == expected, "\(transaction) is another message")
            let (origin, other) = (
                try await journal.origin(ofTransaction: transaction), await model.origin(ofTransaction: transaction)
            )
            try Property.hold(origin == other, "\(transaction) is of another origin")
        }
        let filters: [JournalFilter] = [
            JournalFilter(), JournalFilter(mpan: MadePosts.mpan(1)), JournalFilter(party: try MadePosts.party(21).text),
            JournalFilter(interface: "REP-002A"), JournalFilter(code: "RCP0000"), JournalFilter(code: "MSG1001"),
            JournalFilter(events: [.delivered, .requeued]), JournalFilter(senderUniqueReference: "r7"),
            JournalFilter(transactionID: "T-1-r9"),
            JournalFilter(
                mpan: MadePosts.mpan(2), party: try MadePosts.party(20).text, events: [.attempted, .accepted]),
            JournalFilter(from: Instant(milliseconds: 1_500), until: Instant(milliseconds: 3_000)),
        ]
        for filter in filters {
            let (found, expected) = (try await journal.allLines(filter, page: 17), try await model.allLines(filter))
            try Property.hold(found == expected, "\(filter): \(found.count) lines, not \(expected.count)")
            let back = try await journal.lines(before: nil, filter: filter, limit: 10_000)
            try Property.hold(back == expected.reversed(), "\(filter) backwards: \(back.count), not \(expected.count)")
        }
    }
}
