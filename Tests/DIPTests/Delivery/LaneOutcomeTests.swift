import DIP
import Kernel
import Testing

/// What answers mean for parcels, waits and senders.
struct LaneOutcomeTests {
    typealias Sample = LaneSample

    /// Lets a new lane post these parcels.
    static func posting(_ parcels: [Parcel], _ settings: DeliverySettings = DeliverySettings()) throws -> DeliveryLane {
        var book = FaultBook()
        var lane = try Sample.lane(settings)
        _ = lane.arrived(at: Sample.start)
        _ = lane.fetched(parcels, isEnd: true, at: Sample.start)
        _ = lane.turn(at: Sample.start, allowed: nil, faults: &book)
        return lane
    }

    /// dip.md 1.7 and its gaps: a status, its class with the default settings.
    @Test(arguments: [
        (201, AnswerClass.delivered), (207, .delivered), (408, .retry), (429, .retry), (500, .retry), (502, .retry),
        (503, .retry), (504, .retry), (400, .refused), (401, .refused), (403, .refused), (404, .refused),
        (405, .refused), (406, .refused), (413, .refused), (505, .refused), (200, .deliveredWithWarning),
        (202, .deliveredWithWarning), (204, .deliveredWithWarning), (301, .refused), (307, .refused), (418, .refused),
        (501, .retry), (599, .retry), (100, .refused),
    ]) func classes(_ status: Int, _ expected: AnswerClass) {
        #expect(DeliverySettings().answerClass(of: status) == expected)
    }

    @Test func deliveredWithCodes() throws {
        var lane = try Self.posting([try Sample.parcel(1), try Sample.parcel(2)])
        let answer = WebhookAnswer(
            status: 207,
            entries: [
                AnswerEntry(transactionID: "T-2", message: "RCP1061 - MPAN unknown", help: "ask"),
                AnswerEntry(transactionID: "T-1", message: "RCP0000 - Success"),
            ])
        let actions = lane.answered(answer, at: Sample.start)
        let settlements = Sample.settlements(actions)
        #expect(settlements.map(\.outcome) == [.delivered, .delivered])
        #expect(settlements.map(\.code) == [ResponseCode("RCP0000"), ResponseCode("RCP1061")])
        let report = try #require(Sample.reports(actions).first)
        #expect(Sample.reports(actions).count == 1)
        #expect(report.recipient.text == RoutingSample.sds)
        #expect(report.entry.senderID == RoutingSample.supplier && report.entry.transactionID == "T-2")
        #expect(report.entry.message == "RCP1061 - MPAN unknown" && report.entry.help == "ask")
    }

    @Test func refusedForGood() throws {
        var lane = try Self.posting([try Sample.parcel(1)])
        let actions = lane.answered(WebhookAnswer(status: 400), at: Sample.start)
        #expect(Sample.settlements(actions).map(\.outcome) == [.undelivered])
        let report = try #require(Sample.reports(actions).first)
        #expect(report.entry.senderID == StatusEntry.platform)
        #expect(report.entry.message == "MSG1000 - Not delivered to \(RoutingSample.supplier): answered 400")
        #expect(lane.condition == .idle)
    }

    @Test func oneByOneWhereAsked() throws {
        var settings = DeliverySettings()
        settings.refusedPost = .oneByOne
        var lane = try Self.posting(try (1...3).map { try Sample.parcel($0) }, settings)
        var book = FaultBook()
        #expect(Sample.settlements(lane.answered(WebhookAnswer(status: 413), at: Sample.start)) == [])
        var outcomes: [Settlement.Outcome] = []
        for status in [201, 400, 201] {
            let post = try #require(Sample.post(lane.turn(at: Sample.start, allowed: nil, faults: &book)))
            #expect(post.parcels.count == 1)
            outcomes += Sample.settlements(lane.answered(WebhookAnswer(status: status), at: Sample.start)).map(
                \.outcome)
        }
        #expect(outcomes == [.delivered, .undelivered, .delivered])
    }

    @Test func aWarningIsWritten() throws {
        var lane = try Self.posting([try Sample.parcel(1)])
        let actions = lane.answered(WebhookAnswer(status: 200, remark: "the answer has no body"), at: Sample.start)
        let settlement = try #require(Sample.settlements(actions).first)
        #expect(settlement.outcome == .delivered)
        #expect(
            settlement.detail == "answered 200; the specification lists 201 and 207, not 200; the answer has no body")
    }

    @Test func theLastTry() throws {
        var lane = try Self.posting([try Sample.parcel(1, attempts: 9)])
        let actions = lane.failed(.connectionRefused, at: Sample.start)
        let settlement = try #require(Sample.settlements(actions).first)
        #expect(settlement.outcome == .undelivered && settlement.detail == "connection refused, after 10 tries")
        #expect(Sample.reports(actions).count == 1)
        #expect(lane.condition == .idle)
    }

    /// Waits of the default schedule: a second, doubled up to five minutes, each at most a fifth longer by the draw.
    @Test func waits() {
        let bases = [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map { $0 * 1_000 }
        for (index, base) in bases.enumerated() {
            let waits = Set((0..<50).map { RetrySchedule.standard.wait(after: index + 1, parcel: $0, seed: 1) })
            #expect(waits.allSatisfy { (base...(base * 6 / 5)).contains($0) }, "\(base): \(waits)")
            #expect(waits.count > 20)
        }
        #expect(
            RetrySchedule.standard.wait(after: 3, parcel: 5, seed: 1)
                == RetrySchedule.standard.wait(after: 3, parcel: 5, seed: 1))
        #expect(
            RetrySchedule(waits: [], tries: 0, jitterPercent: 900)
                == RetrySchedule(waits: [1_000], tries: 1, jitterPercent: 100))
        for name in ["standard", "quick", "patient", "once"] { #expect(RetrySchedule.preset(name) != nil) }
        #expect(RetrySchedule.preset("eager") == nil)
    }

    @Test func retryAfterLengthensAWaitUpToTheLongest() throws {
        for (after, expected) in [(60_000, 60_000), (86_400_000, 300_000)] {
            var lane = try Self.posting([try Sample.parcel(1)])
            _ = lane.answered(WebhookAnswer(status: 429, retryAfter: after), at: Sample.start)
            #expect(lane.condition == .resting(until: Sample.start.later(milliseconds: Int64(expected))))
        }
    }

    @Test func whileItWaitsNothingIsInMemory() throws {
        var lane = try Self.posting(try (1...50).map { try Sample.parcel($0) })
        #expect(lane.loadedBytes == 5_000)
        _ = lane.answered(WebhookAnswer(status: 503), at: Sample.start)
        #expect(lane.loadedBytes == 0)
    }

    @Test func postsAreBoundedAndOfOneChannel() throws {
        var settings = DeliverySettings()
        settings.postMessages = 3
        settings.postBytes = 5_000
        var lane = try Sample.lane(settings, webhooks: try Sample.webhooks(["IF-021", "IF-008"]))
        var book = FaultBook()
        var parcels = try (1...4).map { try Sample.parcel($0) }
        parcels.append(try Sample.parcel(5, interface: "IF-008"))
        parcels += try (6...7).map { try Sample.parcel($0, size: 3_000) }
        parcels.append(try Sample.parcel(8, size: 9_000))
        _ = lane.arrived(at: Sample.start)
        _ = lane.fetched(parcels, isEnd: true, at: Sample.start)
        var posts: [[Int64]] = []
        while let post = Sample.post(lane.turn(at: Sample.start, allowed: nil, faults: &book)) {
            posts.append(post.parcels.map(\.id))
            _ = lane.answered(WebhookAnswer(status: 201), at: Sample.start)
        }
        #expect(posts == [[1, 2, 3], [4], [5], [6], [7], [8]])
    }

    @Test func withoutAWebhook() throws {
        var lane = try Sample.lane()
        _ = lane.arrived(at: Sample.start)
        let actions = lane.fetched(
            [try Sample.parcel(1, interface: "IF-008"), try Sample.parcel(2)], isEnd: true, at: Sample.start)
        #expect(Sample.kinds(actions) == "settle apply")
        #expect(Sample.settlements(actions).map(\.detail) == ["no webhook is registered for IF-008"])
        #expect(Sample.reports(actions).map { $0.entry.code } == [.routingError])
    }

    @Test func faultsOfMessages() throws {
        var lane = try Sample.lane()
        var book = FaultBook()
        _ = book.set(FaultRule(name: "twice", direction: .delivery, count: 1, effect: .duplicate(copies: 1)))
        _ = lane.arrived(at: Sample.start)
        _ = lane.fetched(try (1...3).map { try Sample.parcel($0) }, isEnd: true, at: Sample.start)
        let actions = lane.turn(at: Sample.start, allowed: nil, faults: &book)
        #expect(Sample.kinds(actions) == "faulted post")
        #expect(Sample.post(actions)?.parcels.map(\.id) == [1, 1, 2, 3])
        let entries = [1, 1, 2, 3].map { AnswerEntry(transactionID: nil, message: "RCP000\($0) - x") }
        let codes = Sample.settlements(lane.answered(WebhookAnswer(status: 201, entries: entries), at: Sample.start))
            .map(\.code)
        #expect(codes == [1, 2, 3].map { ResponseCode("RCP000\($0)") })

        _ = book.set(FaultRule(name: "lost", direction: .delivery, count: 1, effect: .drop))
        _ = book.set(FaultRule(name: "storm", direction: .delivery, from: Sample.start, effect: .answer(status: 503)))
        _ = lane.arrived(at: Sample.start)
        _ = lane.fetched(try (4...6).map { try Sample.parcel($0) }, isEnd: true, at: Sample.start)
        let stormy = lane.turn(at: Sample.start, allowed: nil, faults: &book)
        #expect(Sample.settlements(stormy).map(\.detail) == ["dropped by fault rule lost"])
        #expect(Sample.reports(stormy) == [])
        #expect(Sample.post(stormy)?.parcels.map(\.id) == [5, 6])
        #expect(Sample.post(stormy)?.faults.map(\.effect) == [.answer(status: 503)])
    }

    @Test func aDelayHoldsWhatComesAfter() throws {
        var lane = try Sample.lane()
        var book = FaultBook()
        _ = book.set(FaultRule(name: "late", direction: .delivery, count: 1, effect: .delay(milliseconds: 500)))
        _ = lane.arrived(at: Sample.start)
        _ = lane.fetched(try (1...3).map { try Sample.parcel($0) }, isEnd: true, at: Sample.start)
        #expect(Sample.kinds(lane.turn(at: Sample.start, allowed: nil, faults: &book)) == "faulted turnOver wake")
        let then = Sample.start.later(milliseconds: 500)
        #expect(lane.condition == .resting(until: then))
        #expect(Sample.kinds(lane.timer(at: then)) == "apply")
        #expect(Sample.post(lane.turn(at: then, allowed: nil, faults: &book))?.parcels.map(\.id) == [1])
    }

    @Test func shuffled() throws {
        var lane = try Sample.lane()
        var book = FaultBook(seed: 3)
        _ = book.set(FaultRule(name: "mixed", direction: .delivery, effect: .shuffle))
        _ = lane.arrived(at: Sample.start)
        _ = lane.fetched(try (1...20).map { try Sample.parcel($0) }, isEnd: true, at: Sample.start)
        let order = try #require(Sample.post(lane.turn(at: Sample.start, allowed: nil, faults: &book))).parcels.map(
            \.id)
        #expect(order != Array(1...20))
        #expect(order.sorted() == Array(1...20))
    }

    @Test func answersAreRead() {
        let body = Array(
            #"{"MessageArray":[{"transactionId":"T-1","message":"RCP1001 - schema","help":null}],"timestamp":""}"#.utf8)
        let answer = WebhookAnswer(status: 201, body: body, milliseconds: 4)
        #expect(answer.entry(for: "T-1", at: 0, of: 9)?.code == ResponseCode("RCP1001"))
        #expect(answer.entry(for: "T-2", at: 0, of: 9) == nil)
        #expect(answer.remark == nil)
        for (text, remark) in [
            ("", "the answer has no body"), ("<html>", "the answer's body is not JSON"),
            ("{}", "the answer's body has no messageArray"), ("[[[", "the answer's body is not JSON"),
            (#"{"messageArray":[1,null,{"message":7}]}"#, nil), ("7", "the answer's body has no messageArray"),
        ] as [(String, String?)] {
            #expect(WebhookAnswer(status: 201, body: Array(text.utf8), milliseconds: 0).remark == remark, "\(text)")
        }
    }
}
