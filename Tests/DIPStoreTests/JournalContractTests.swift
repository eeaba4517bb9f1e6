import DIP
import Kernel
import TestSupport
import Testing

@testable import Store

/// What every journal promises.
@Suite struct JournalContractTests {
    @Test(arguments: JournalKind.allCases) func whatWasAppendedIsThere(_ kind: JournalKind) async throws {
        let journal = try kind.make().journal
        let post = try MadePosts.post(
            .init(references: ["a", "b"], mpan: MadePosts.mpan(5), recipients: [(7, 1), (8, 0)]))
        #expect(try await journal.append(posts: [post]) == [.appended(first: 1)])
        for (index, message) in post.messages.enumerated() {
            let found = try #require(try await journal.message(transactionID: message.transactionID))
            #expect(found.sequence == Int64(index + 1))
            #expect(found.message == message)
            #expect(found.bytes == Array(post.body[message.head.bytes]))
        }
        #expect(try await journal.message(transactionID: "T-1-c") == nil)
        let parcels = try await journal.all(in: MadePosts.queue(7, 1))
        #expect(parcels.map(\.label) == ["a", "b"])
        #expect(parcels.map(\.contents) == post.messages.map { .message($0, bytes: Array(post.body[$0.head.bytes])) })
        #expect(parcels.allSatisfy { $0.addressee?.lane == 1 && !$0.isReplay && $0.attempts == 0 })
        #expect(parcels.allSatisfy { $0.channel.description == "IF-021" })
        #expect(try await journal.all(in: MadePosts.queue(7, 0)).isEmpty)
        #expect(try await journal.all(in: MadePosts.queue(8, 0)).map(\.label) == ["a", "b"])
    }

    @Test(arguments: JournalKind.allCases) func aUsedReferenceLeavesTheWholePostOut(_ kind: JournalKind) async throws {
        let journal = try kind.make().journal
        func post(_ references: [String], sender: Int = 1) throws -> AcceptedPost {
            try MadePosts.post(.init(sender: sender, references: references))
        }
        #expect(
            try await journal.append(posts: [post(["a", "b"]), post(["c", "a"]), post(["a"], sender: 2), post(["d"])])
                == [.appended(first: 1), .repeated(indexes: [1]), .appended(first: 3), .appended(first: 4)])
        #expect(
            try await journal.append(posts: [post(["e", "e", "e"]), post(["b", "x", "d"]), post(["e"])])
                == [.repeated(indexes: [1, 2]), .repeated(indexes: [0, 2]), .appended(first: 5)])
        // What was left out used nothing up, and letters' case counts.
        #expect(
            try await journal.append(posts: [post(["c"]), post(["A"])]) == [.appended(first: 6), .appended(first: 7)])
        #expect(try await journal.totals().messages == 7)
        #expect(try await journal.all(in: MadePosts.queue(7)).map(\.label) == ["a", "b", "a", "d", "e", "c", "A"])
    }

    /// A report about a message is there with it, and not without it.
    @Test(arguments: JournalKind.allCases) func reportsAndNotesComeWithTheirPost(_ kind: JournalKind) async throws {
        let journal = try kind.make().journal
        let status = try MadePosts.status(to: 1, about: "T-1-a")
        let note = JournalLine(at: Instant(milliseconds: 900), event: .fault, detail: "reported with MSG1037")
        var post = try MadePosts.post(.init(references: ["a", "b"]))
        (post.reports, post.notes) = ([status, status], [note])
        var again = post
        again.notes = [note, note]
        let next = try MadePosts.post(.init(references: ["c"]))
        #expect(
            try await journal.append(posts: [post, again, next])
                == [.appended(first: 1), .repeated(indexes: [0, 1]), .appended(first: 6)])
        let lines = try await journal.lines(after: 0, filter: JournalFilter(), limit: 10)
        #expect(lines.map(\.event) == [.accepted, .accepted, .status, .status, .fault, .accepted])
        #expect(lines.map(\.sequence) == Array(1...6))
        let told = try await journal.all(in: QueueID(recipient: status.recipient, lane: 0))
        #expect(told.map(\.contents) == [.status(status.entry), .status(status.entry)])
    }

    @Test(arguments: JournalKind.allCases) func limitsHold(_ kind: JournalKind) async throws {
        let journal = try kind.make().journal
        for index in 0..<6 {
            _ = try await journal.append(posts: [MadePosts.post(.init(references: ["r\(index)"], fill: 100))])
        }
        let queue = try MadePosts.queue(7)
        let size = try #require(try await journal.waiting(in: queue, after: nil, limit: 1, maximumBytes: 1).first).size
        func count(_ limit: Int, _ bytes: Int, after: Int64? = nil) async throws -> Int {
            try await journal.waiting(in: queue, after: after, limit: limit, maximumBytes: bytes).count
        }
        #expect(try await count(0, 1_000) == 0)
        #expect(try await count(10, 0) == 1)
        #expect(try await count(10, size * 3) == 3)
        #expect(try await count(10, size * 3 - 1) == 2)
        #expect(try await count(4, 1 << 20) == 4)
        let second = try await journal.waiting(in: queue, after: nil, limit: 2, maximumBytes: 1 << 20)[1]
        #expect(try await count(10, 1 << 20, after: second.id) == 4)
        let tooMany = Array(repeating: try MadePosts.post(.init(references: ["n"])), count: 10_001)
        await #expect(throws: JournalError.beyondLimit(attempted: "a call of 10001 messages", limit: 10_000)) {
            _ = try await journal.append(posts: tooMany)
        }
        var told = try MadePosts.post(.init(references: ["told"]))
        told.reports = Array(repeating: try MadePosts.status(to: 1, about: "T-1-told"), count: 10_001)
        await #expect(throws: JournalError.beyondLimit(attempted: "a call of 10001 status messages", limit: 10_000)) {
            _ = try await journal.append(posts: [told])
        }
        #expect(try await journal.message(transactionID: "T-1-told") == nil, "nothing of the call is kept")
    }

    @Test(arguments: JournalKind.allCases) func settlingIsForGood(_ kind: JournalKind) async throws {
        let journal = try kind.make().journal
        _ = try await journal.append(posts: [MadePosts.post(.init(references: ["a", "b", "c"], at: 900))])
        let queue = try MadePosts.queue(7)
        let parcels = try await journal.all(in: queue)
        try await journal.settle([
            MadePosts.settlement(parcels[0], .retry, code: nil), MadePosts.settlement(parcels[1]),
        ])
        #expect(try await journal.all(in: queue).map(\.label) == ["a", "c"])
        #expect(try await journal.all(in: queue).map(\.attempts) == [1, 0])
        try await journal.settle([
            MadePosts.settlement(parcels[0], .undelivered), MadePosts.settlement(parcels[0], .delivered),
            MadePosts.settlement(parcels[1], .undelivered), MadePosts.settlement(parcels[1], .retry),
        ])
        let unknown = Settlement(
            parcel: parcels[2].id + 7_777_777, outcome: .delivered, at: Instant(milliseconds: 1), httpStatus: nil,
            detail: "", milliseconds: 0)
        try await journal.settle([unknown])
        #expect(try await journal.all(in: queue).map(\.label) == ["c"])
        let totals = try await journal.totals()
        #expect([totals.delivered, totals.undelivered, totals.waiting] == [1, 1, 1])
        #expect(
            try await journal.queues() == [QueueSummary(queue: queue, waiting: 1, oldest: Instant(milliseconds: 900))])
        let lines = try await journal.allLines()
        #expect(lines.map(\.event) == [.accepted, .accepted, .accepted, .attempted, .delivered, .undelivered])
        #expect(lines.map(\.sequence) == [1, 2, 3, 4, 5, 6])
        #expect(lines[4].transactionID == MadePosts.transaction(1, "b"))
        #expect(lines[4].recipient == queue.recipient.text && lines[4].code == "RCP0000" && lines[4].httpStatus == 201)
        try await journal.settle([MadePosts.settlement(parcels[2])])
        #expect(try await journal.queues().isEmpty)
    }

    @Test(arguments: JournalKind.allCases) func statusesGoToTheFirstLane(_ kind: JournalKind) async throws {
        let journal = try kind.make().journal
        _ = try await journal.append(posts: [
            MadePosts.post(.init(sender: 2, references: ["a"], mpan: MadePosts.mpan(1)))
        ])
        let origin = try #require(try await journal.origin(ofTransaction: MadePosts.transaction(2, "a")))
        let sender = try MadePosts.party(2)
        #expect(origin.sender == sender && origin.connectionProvider == "0000000099")
        let seven = try MadePosts.party(7)
        #expect(origin.mpan == MadePosts.mpan(1) && origin.recipients == [seven])
        #expect(try await journal.origin(ofTransaction: "T") == nil)
        let status = try MadePosts.status(to: 2, about: MadePosts.transaction(2, "a"), mpan: MadePosts.mpan(1))
        try await journal.append(statuses: [status])
        let parcel = try #require(try await journal.all(in: MadePosts.queue(2)).first)
        #expect(parcel.contents == .status(status.entry) && parcel.channel == .status && parcel.addressee == nil)
        // A status message about a transaction is not that transaction's message.
        #expect(try await journal.message(transactionID: MadePosts.transaction(2, "a"))?.sequence == 1)
        try await journal.settle([MadePosts.settlement(parcel)])
        #expect(try await journal.all(in: MadePosts.queue(2)).isEmpty)
        #expect(
            try await journal.allLines(JournalFilter(mpan: MadePosts.mpan(1))).map(\.event) == [
                .accepted, .status, .delivered,
            ])
        #expect(try await journal.allLines(JournalFilter(code: "MSG0000")).map(\.event) == [.status])
    }

    /// What is reported to the platform itself is evidence that nobody fetches, found like any other.
    @Test(arguments: JournalKind.allCases) func statusesThatAreKeptHereHaveALineAndNoParcel(
        _ kind: JournalKind
    ) async throws {
        let journal = try kind.make().journal
        var kept = try MadePosts.status(to: 9, about: "T9", mpan: MadePosts.mpan(1))
        kept.isKeptHere = true
        try await journal.append(statuses: [kept, MadePosts.status(to: 2, about: "T2"), kept])
        let queues = try await journal.queues()
        #expect(try queues.map(\.queue) == [MadePosts.queue(2)] && queues.map(\.waiting) == [1])
        #expect(try await journal.all(in: MadePosts.queue(2)).map(\.label) == ["status T2"])
        let lines = try await journal.allLines()
        #expect(lines.map(\.event) == [.status, .status, .status] && lines.map(\.sequence) == [1, 2, 3])
        #expect(lines.map(\.transactionID) == ["T9", "T2", "T9"])
        #expect(try await journal.allLines(JournalFilter(mpan: MadePosts.mpan(1))).map(\.sequence) == [1, 3])
    }

    @Test(arguments: JournalKind.allCases) func linesArePagedBothWays(_ kind: JournalKind) async throws {
        let journal = try kind.make().journal
        for index in 0..<20 {
            _ = try await journal.append(posts: [
                MadePosts.post(
                    .init(
                        sender: 1 + index % 3, interface: index % 2 == 0 ? "IF-021" : "IF-040",
                        references: ["r\(index)"],
                        mpan: index % 4 == 0 ? nil : MadePosts.mpan(index % 5), recipients: [(7 + index % 2, 0)],
                        at: Int64(1_000 + index * 10)))
            ])
            try await journal.append(notes: [
                JournalLine(
                    at: Instant(milliseconds: Int64(1_005 + index * 10)), event: index % 2 == 0 ? .refused : .note,
                    transactionID: "N\(index)", senderUniqueReference: "r\(index)", interface: "IF-021",
                    sender: try MadePosts.party(9).text, code: "MSG1001", httpStatus: 400, detail: "d")
            ])
        }
        let all = try await journal.allLines(page: 7)
        #expect(all.map(\.sequence) == Array(1...40))
        #expect(try await journal.totals().refusedPosts == 10)
        let filters: [JournalFilter] = [
            JournalFilter(), JournalFilter(transactionID: "N3"), JournalFilter(mpan: MadePosts.mpan(2)),
            JournalFilter(party: try MadePosts.party(1).text), JournalFilter(party: try MadePosts.party(9).text),
            JournalFilter(interface: "if-040"), JournalFilter(code: "MSG1001"), JournalFilter(code: "MSG1002"),
            JournalFilter(senderUniqueReference: "r5"), JournalFilter(events: [.refused, .accepted]),
            JournalFilter(from: Instant(milliseconds: 1_050), until: Instant(milliseconds: 1_100)),
            JournalFilter(mpan: MadePosts.mpan(1), interface: "IF-040", until: Instant(milliseconds: 1_150)),
            JournalFilter(events: []),
        ]
        for filter in filters {
            let expected = all.filter { filter.accepts($0, addressees: []) }
            for page in [1, 3, 100] {
                #expect(try await journal.allLines(filter, page: page) == expected, "\(filter)")
                var back: [JournalLine] = []
                while true {
                    let next = try await journal.lines(before: back.last?.sequence, filter: filter, limit: page)
                    if next.isEmpty { break }
                    back += next
                }
                #expect(back == expected.reversed(), "\(filter)")
            }
        }
        // A party finds what was accepted for it, though the line names no recipient.
        let seven = try await journal.allLines(JournalFilter(party: try MadePosts.party(7).text))
        #expect(seven.map(\.senderUniqueReference) == stride(from: 0, to: 20, by: 2).map { "r\($0)" })
    }

    @Test(arguments: JournalKind.allCases) func replayAndRequeueSelectByEveryField(_ kind: JournalKind) async throws {
        let journal = try kind.make().journal
        for index in 0..<12 {
            _ = try await journal.append(posts: [
                MadePosts.post(
                    .init(
                        interface: index < 10 ? "IF-021" : "IF-040", references: ["r\(index)"],
                        mpan: MadePosts.mpan(index % 3), recipients: index == 4 ? [(8, 0)] : [(7, index % 2), (8, 0)],
                        at: Int64(index), eventCode: index % 4 == 0 ? "[E]" : "[F]",
                        version: index == 6 ? "2.2.1" : "2.1.0"))
            ])
        }
        try await journal.append(statuses: [MadePosts.status(to: 7, about: "S1"), MadePosts.status(to: 8, about: "S2")])
        let seven = try MadePosts.party(7)
        let channel = Channel.interface(try MadePosts.interface())
        func selection(_ change: (inout ReplaySelection) -> Void) -> ReplaySelection {
            var selection = ReplaySelection(recipient: seven, channel: channel)
            change(&selection)
            return selection
        }
        let cases: [(ReplaySelection, [Int])] = [
            (selection { _ in }, [0, 1, 2, 3, 5, 6, 7, 8, 9]),
            (selection { $0.from = Instant(milliseconds: 5) }, [5, 6, 7, 8, 9]),
            (selection { $0.until = Instant(milliseconds: 5) }, [0, 1, 2, 3]),
            (selection { $0.eventCode = "[E]" }, [0, 8]),
            (selection { $0.mpan = MadePosts.mpan(1) }, [1, 7]),
            (selection { $0.schemaVersion = "2.2.1" }, [6]),
            (selection { $0.transactionIDs = ["T-1-r3", "T-1-r4", "T-1-r9", "T-9"] }, [3, 9]),
            (selection { $0.mpan = "1" }, []),
        ]
        for (selection, expected) in cases {
            var pulled: [Parcel] = []
            while true {
                let next = try await journal.replay(selection, after: pulled.last?.id, limit: 2, maximumBytes: 1 << 20)
                if next.isEmpty { break }
                pulled += next
            }
            #expect(pulled.map(\.label) == expected.map { "r\($0)" }, "\(selection)")
            #expect(pulled.allSatisfy { $0.isReplay && $0.addressee?.recipient == seven })
        }
        var statuses = ReplaySelection(recipient: seven, channel: .status)
        #expect(
            try await journal.replay(statuses, after: nil, limit: 9, maximumBytes: 9_999).map(\.label) == ["status S1"])
        statuses.transactionIDs = ["S2"]
        #expect(try await journal.replay(statuses, after: nil, limit: 9, maximumBytes: 9_999).isEmpty)

        let queue = try MadePosts.queue(7, 1)
        for parcel in try await journal.all(in: queue) { try await journal.settle([MadePosts.settlement(parcel)]) }
        let late = selection { $0.from = Instant(milliseconds: 5) }
        #expect(try await journal.requeue(late, at: Instant(milliseconds: 99)) == 5)
        let again = try await journal.all(in: queue)
        #expect(again.map(\.label) == ["r5", "r7", "r9"])
        #expect(again.allSatisfy { $0.isReplay && $0.attempts == 0 })
        #expect(try await journal.all(in: MadePosts.queue(7, 0)).map(\.label).suffix(2) == ["r6", "r8"])
        #expect(
            try await journal.allLines(JournalFilter(events: [.requeued])).map(\.senderUniqueReference) == [
                "r5", "r6", "r7", "r8", "r9",
            ])
        try await journal.settle([MadePosts.settlement(again[0], .retry), MadePosts.settlement(again[1])])
        #expect(try await journal.all(in: queue).map(\.attempts) == [1, 0])
        #expect(
            try await journal.allLines(JournalFilter(transactionID: "T-1-r7")).map(\.event) == [
                .accepted, .delivered, .requeued, .delivered,
            ])
    }

    @Test(arguments: JournalKind.allCases) func manyAppendAtOnce(_ kind: JournalKind) async throws {
        let journal = try kind.make().journal
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    for index in 0..<25 {
                        let post = try MadePosts.post(
                            .init(sender: writer + 10, references: ["\(writer)-\(index)", "\(writer)-\(index)b"]))
                        guard case .appended = try await journal.append(posts: [post])[0] else {
                            throw Property.Broken("a new reference was left out")
                        }
                        // All of them try one more that only one can have.
                        _ = try await journal.append(posts: [MadePosts.post(.init(references: ["shared \(index)"]))])
                    }
                }
            }
            try await group.waitForAll()
        }
        let labels = try await journal.all(in: MadePosts.queue(7), page: 50).map(\.label)
        #expect(labels.count == 8 * 50 + 25)
        #expect(Set(labels).count == labels.count)
        for writer in 0..<8 {
            let own = labels.filter { $0.hasPrefix("\(writer)-") }
            #expect(own == (0..<25).flatMap { ["\(writer)-\($0)", "\(writer)-\($0)b"] })
        }
        #expect(try await journal.totals().lastSequence == Int64(labels.count))
    }
}

extension JournalContractTests {
    /// A refusal or a status message that names a reference or transaction uses neither up, however often.
    @Test(arguments: JournalKind.allCases) func mentionsUseNothingUp(_ kind: JournalKind) async throws {
        let journal = try kind.make().journal
        let sender = try MadePosts.party(1).text
        let mention = JournalLine(
            at: Instant(milliseconds: 1), event: .refused, transactionID: "T-1-a", senderUniqueReference: "a",
            sender: sender)
        for _ in 0..<20 { try await journal.append(notes: [mention]) }
        try await journal.append(statuses: [MadePosts.status(to: 1, about: "T-1-a")])
        #expect(try await journal.message(transactionID: "T-1-a") == nil)
        #expect(
            try await journal.append(posts: [MadePosts.post(.init(references: ["a"]))]) == [.appended(first: 22)])
        #expect(try await journal.message(transactionID: "T-1-a")?.sequence == 22)
        #expect(try await journal.allLines(JournalFilter(transactionID: "T-1-a")).map(\.sequence) == Array(1...22))
        #expect(
            try await journal.allLines(JournalFilter(senderUniqueReference: "a")).map(\.sequence)
                == Array(1...20) + [22])
    }
}
