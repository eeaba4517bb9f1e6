import DIP
import Foundation
import Kernel
import Testing

/// Response codes by rule, and what a rule may be narrowed to.
struct FaultCodeTests {
    private typealias Sample = LaneSample

    private static func subject(_ number: Int64 = 1, attempt: Int = 0) -> FaultSubject {
        FaultSubject(
            direction: .delivery, party: DIPID(RoutingSample.supplier), interface: InterfaceID("IF-021"),
            event: "[ActivePower]", sender: DIPID(RoutingSample.sds),
            recipients: [DIPID(RoutingSample.supplier), DIPID(RoutingSample.mds)].compactMap(\.self),
            mpan: RoutingSample.mpan, number: number, attempt: attempt)
    }

    private static func rule(
        sender: String? = nil, recipient: String? = nil, mpan: String? = nil, every: Int? = nil, share: Int = 1_000_000,
        count: Int? = nil, _ effect: FaultEffect = .drop
    ) -> FaultRule {
        FaultRule(
            name: "r", direction: .delivery, sender: sender.flatMap { DIPID($0) },
            recipient: recipient.flatMap { DIPID($0) }, mpan: mpan, every: every, shareInMillion: share, count: count,
            effect: effect)
    }

    @Test(arguments: [
        (rule(sender: RoutingSample.sds), true), (rule(sender: RoutingSample.supplier), false),
        (rule(recipient: RoutingSample.mds), true), (rule(recipient: RoutingSample.sds), false),
        (rule(mpan: RoutingSample.mpan), true), (rule(mpan: "1900012374324"), false),
        (rule(sender: RoutingSample.sds, recipient: RoutingSample.supplier, mpan: RoutingSample.mpan), true),
    ]) func aRuleIsNarrowedToSenderRecipientAndMPAN(_ rule: FaultRule, matches: Bool) {
        #expect(rule.matches(Self.subject(), at: Sample.start) == matches)
        #expect(rule.looksAtMessages)
        var blind = Self.subject()
        (blind.sender, blind.recipients, blind.mpan) = (nil, [], nil)
        #expect(!rule.matches(blind, at: Sample.start))
    }

    @Test(arguments: [
        (nil, nil, "1111111111"), (1, nil, "1111111111"), (3, nil, "0010010010"), (4, 1, "0001000000"),
        (11, nil, "0000000000"),
    ]) func everySoManyth(every: Int?, count: Int?, expected: String) {
        var book = FaultBook()
        #expect(book.set(Self.rule(every: every, count: count)) == nil)
        let hits = (1...10).map { book.hits(Self.subject($0), at: Sample.start).isEmpty ? "0" : "1" }.joined()
        #expect(hits == expected)
        // Put in force anew, it counts from the beginning.
        #expect(book.set(Self.rule(every: every, count: count)) == nil)
        #expect((1...10).map { book.hits(Self.subject($0), at: Sample.start).isEmpty ? "0" : "1" }.joined() == expected)
    }

    @Test func triesAgainDoNotCountAndAReportIsDecidedOnce() {
        var book = FaultBook(seed: 5)
        _ = book.set(Self.rule(every: 2, .answer(status: 503)))
        #expect(book.hits(Self.subject(1), at: Sample.start).isEmpty)
        #expect(book.hits(Self.subject(1, attempt: 1), at: Sample.start).isEmpty)
        #expect(book.hits(Self.subject(2), at: Sample.start).count == 1)
        #expect(book.hits(Self.subject(2, attempt: 1), at: Sample.start).isEmpty)
        _ = book.set(Self.rule(share: 500_000, count: 3, .report(code: .mpanUnknown)))
        let chosen = (10..<40).filter { !book.hits(Self.subject($0), at: Sample.start).isEmpty }
        #expect(chosen.count == 3)
        for number: Int64 in 10..<40 {
            let again = !book.hits(Self.subject(number, attempt: 1), at: Sample.start).isEmpty
            #expect(again == chosen.contains(number))
        }
    }

    @Test func onlyTheRulesAskedForAreCounted() {
        var book = FaultBook()
        _ = book.set(Self.rule(count: 1))
        #expect(book.hits(Self.subject(), at: Sample.start, where: \.looksAtMessages).isEmpty)
        #expect(book.hits(Self.subject(), at: Sample.start).count == 1)
    }

    @Test(arguments: [
        ("MSG9999", "MSG1038"), ("MSG1003", "MSG1002 and MSG1006"), ("REG1100x", "catalogue"), ("DSCA016", "catalogue"),
        ("XYZ1", "codes begin with MSG, RCP"), ("", "catalogue"), ("msg1001", "catalogue"), ("REG1176", "REG9001"),
    ]) func aCodeThatIsNotInTheCatalogueIsRefused(code: String, words: String) throws {
        var book = FaultBook()
        for effect in [FaultEffect.refuse(code: ResponseCode(code)), .report(code: ResponseCode(code))] {
            let told = book.set(Self.rule(effect))
            let objection = try #require(told)
            #expect(objection.contains("fault r") && objection.contains(words), "\(objection)")
            #expect(book.isEmpty)
        }
    }

    @Test func everyCodeOfTheCatalogueIsTaken() {
        let later = ["DSCA001", "DSCA015", "DSCA999", "ECS1001", "IE001", "REG1100", "REG1175"].map { ResponseCode($0) }
        for code in ResponseCodes.all.map(\.code) + later {
            var book = FaultBook()
            #expect(book.set(Self.rule(.refuse(code: code))) == nil)
            #expect(ResponseCodes.message(of: code).hasPrefix("\(code) - "))
        }
    }

    @Test(
        arguments: [(0, nil), (-1, nil), (1_000_001, nil), (nil, "200005653597"), (nil, "20000565359７1")]
            as [(Int?, String?)])
    func whatCannotBeIsRefused(every: Int?, mpan: String?) {
        var book = FaultBook()
        #expect(book.set(Self.rule(mpan: mpan, every: every))?.contains("fault r") == true)
    }

    @Test func rulesWrittenBeforeAreRead() throws {
        let text =
            #"[{"direction":"delivery","effect":{"answer":{"status":503}},"name":"old","shareInMillion":1000000}]"#
        let rules = try JSONDecoder().decode([FaultRule].self, from: Data(text.utf8))
        #expect(rules == [FaultRule(name: "old", direction: .delivery, effect: .answer(status: 503))])
        let new = Self.rule(sender: RoutingSample.sds, every: 3, .refuse(code: .mpanUnknown))
        #expect(try JSONDecoder().decode(FaultRule.self, from: JSONEncoder().encode(new)) == new)
    }

    @Test func aRecipientRefusesWithoutBeingAsked() throws {
        var lane = try Sample.lane()
        var book = FaultBook()
        _ = book.set(Self.rule(count: 1, .refuse(code: ResponseCode("REG1002"))))
        _ = lane.arrived(at: Sample.start)
        _ = lane.fetched(try (1...3).map { try Sample.parcel($0) }, isEnd: true, at: Sample.start)
        let actions = lane.turn(at: Sample.start, allowed: nil, faults: &book)
        #expect(Sample.post(actions)?.parcels.map(\.id) == [2, 3])
        let settled = Sample.settlements(actions)
        #expect(settled.map(\.parcel) == [1] && settled.map(\.outcome) == [.undelivered])
        #expect(settled.first?.httpStatus == 400 && settled.first?.code == ResponseCode("REG1002"))
        let report = try #require(Sample.reports(actions).first)
        #expect(report.recipient.text == RoutingSample.sds && report.entry.senderID == RoutingSample.supplier)
        #expect(report.entry.message == "REG1002 - No appointment on that date")
    }

    @Test func aRecipientReportsWhatItHasAlsoAfterARetry() throws {
        var lane = try Sample.lane()
        var book = FaultBook()
        _ = book.set(Self.rule(every: 2, .report(code: ResponseCode("RCP1061"))))
        _ = lane.arrived(at: Sample.start)
        _ = lane.fetched(try (1...2).map { try Sample.parcel($0) }, isEnd: true, at: Sample.start)
        _ = lane.turn(at: Sample.start, allowed: nil, faults: &book)
        let failed = lane.answered(WebhookAnswer(status: 503), at: Sample.start)
        #expect(Sample.reports(failed).isEmpty)
        _ = lane.settled(at: Sample.start)
        let later = Sample.start.later(milliseconds: 1_000_000)
        _ = lane.timer(at: later)
        _ = lane.fetched(try (1...2).map { try Sample.parcel($0, attempts: 1) }, isEnd: true, at: later)
        _ = lane.turn(at: later, allowed: nil, faults: &book)
        let done = lane.answered(WebhookAnswer(status: 201), at: later)
        #expect(Sample.settlements(done).map(\.outcome) == [.delivered, .delivered])
        #expect(Sample.reports(done).map(\.entry.code) == [ResponseCode("RCP1061")])
        #expect(Sample.reports(done).map(\.entry.transactionID) == ["T-2"])
    }

    @Test func aClockSetBackLetsALaneGoOn() throws {
        var lane = try Sample.lane()
        var book = FaultBook()
        _ = book.set(Self.rule(.delay(milliseconds: 86_400_000)))
        _ = lane.arrived(at: Sample.start)
        _ = lane.fetched([try Sample.parcel(1)], isEnd: true, at: Sample.start)
        _ = lane.turn(at: Sample.start, allowed: nil, faults: &book)
        #expect(lane.condition == .resting(until: Sample.start.later(milliseconds: 86_400_000)))
        let before = Sample.start.later(milliseconds: -3_600_000)
        #expect(Sample.kinds(lane.timer(at: before)).isEmpty)
        #expect(Sample.kinds(lane.clockSetBack(at: before)) == "apply")
    }
}
