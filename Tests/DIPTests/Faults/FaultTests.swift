import DIP
import Kernel
import Testing

/// Faults by rule, outages, and the clock.
struct FaultTests {
    static let noon = RoutingSample.noon

    static func subject(
        _ number: Int64 = 1, party: String = RoutingSample.supplier, interface: String = "IF-021", attempt: Int = 0,
        direction: FaultRule.Direction = .delivery
    ) -> FaultSubject {
        FaultSubject(
            direction: direction, party: DIPID(party), interface: InterfaceID(interface), event: "[ActivePower]",
            number: number, attempt: attempt)
    }

    @Test func aRuleMatchesByAllItNames() throws {
        let rule = FaultRule(
            name: "r", direction: .delivery, party: DIPID(RoutingSample.supplier), interface: InterfaceID("IF-021"),
            event: "ActivePower", from: Self.noon, until: Self.noon.later(milliseconds: 10), effect: .drop)
        #expect(rule.matches(Self.subject(), at: Self.noon))
        #expect(!rule.matches(Self.subject(), at: Self.noon.later(milliseconds: -1)))
        #expect(!rule.matches(Self.subject(), at: Self.noon.later(milliseconds: 10)))
        #expect(!rule.matches(Self.subject(party: RoutingSample.mds), at: Self.noon))
        #expect(!rule.matches(Self.subject(interface: "IF-014"), at: Self.noon))
        #expect(!rule.matches(Self.subject(direction: .intake), at: Self.noon))
    }

    @Test func countAndShare() {
        var book = FaultBook(seed: 7)
        #expect(book.set(FaultRule(name: "three", direction: .delivery, count: 3, effect: .drop)) == nil)
        let hits = (0..<10).map { book.hits(Self.subject($0), at: Self.noon).count }
        #expect(hits == [1, 1, 1, 0, 0, 0, 0, 0, 0, 0])
        var share = FaultBook(seed: 7)
        #expect(
            share.set(FaultRule(name: "tenth", direction: .delivery, shareInMillion: 100_000, effect: .drop)) == nil)
        let drawn = (0..<2_000).filter { !share.hits(Self.subject(Int64($0)), at: Self.noon).isEmpty }
        #expect((140...260).contains(drawn.count))
        var again = FaultBook(seed: 7)
        _ = again.set(FaultRule(name: "tenth", direction: .delivery, shareInMillion: 100_000, effect: .drop))
        // The order of subjects does not matter.
        #expect(
            (0..<2_000).reversed().filter { !again.hits(Self.subject(Int64($0)), at: Self.noon).isEmpty }
                == drawn.reversed())
    }

    @Test func aRuleIsNotArmedAgainByAnothersChange() {
        let once = FaultRule(name: "once", direction: .delivery, count: 1, effect: .drop)
        let other = FaultRule(name: "other", direction: .intake, effect: .drop)
        let wrong = FaultRule(name: "wrong", direction: .delivery, effect: .answer(status: 99))
        func hits(_ book: inout FaultBook) -> Int { book.hits(Self.subject(), at: Self.noon).count }
        var book = FaultBook()
        #expect(book.replace(with: [once]).isEmpty)
        #expect(hits(&book) == 1)
        #expect(book.replace(with: [other, once, wrong]).count == 1)
        #expect(book.rules.map(\.name) == ["other", "once"])
        #expect(hits(&book) == 0, "it was for one message")
        var twice = once
        twice.count = 2
        #expect(book.replace(with: [twice]).isEmpty)
        #expect(hits(&book) == 1, "a rule that is changed begins anew")
        #expect(book.replace(with: [once, twice]).isEmpty)
        #expect(book.rules == [twice], "of two with a name, the later")
        #expect(book.replace(with: []).isEmpty && book.isEmpty)
        #expect(book.replace(with: [once]).isEmpty)
        #expect(hits(&book) == 1, "one that was taken away begins anew")
    }

    @Test func aDelayIsDoneOnce() {
        var book = FaultBook()
        _ = book.set(FaultRule(name: "late", direction: .delivery, effect: .delay(milliseconds: 5)))
        #expect(book.hits(Self.subject(), at: Self.noon).count == 1)
        #expect(book.hits(Self.subject(attempt: 1), at: Self.noon).isEmpty)
    }

    @Test(arguments: [
        FaultEffect.answer(status: 99), .answer(status: 600), .delay(milliseconds: -1), .duplicate(copies: 0),
        .duplicate(copies: 101), .truncatedBody(percent: 100), .slowBody(bytesPerSecond: 0),
    ]) func whatCannotBeDoneIsRefused(_ effect: FaultEffect) {
        var book = FaultBook()
        #expect(book.set(FaultRule(name: "r", direction: .delivery, effect: effect))?.contains("r") == true)
        #expect(book.isEmpty)
    }

    @Test func anOutageHoldsAndRefuses() {
        let outage = Outage(kind: .holdsDeliveries, from: Self.noon, hours: 72)
        let end = Self.noon.later(milliseconds: 72 * 3_600_000)
        #expect(outage.holdsDeliveries(at: Self.noon) && !outage.refusesIntake(at: Self.noon))
        #expect(outage.isOn(at: end.later(milliseconds: -1)) && !outage.isOn(at: end))
        #expect(Outage(kind: .whole, from: Self.noon, until: nil).refusesIntake(at: end))
        #expect(!Outage(kind: .refusesIntake, from: Self.noon, until: nil).holdsDeliveries(at: end))
    }

    @Test func theClockRunsAtItsPace() {
        let start = Self.noon
        let clock = VirtualClock(realOrigin: start, factor: 3_600)
        #expect(clock.shown(at: start.later(milliseconds: 72_000)) == start.later(milliseconds: 72 * 3_600_000))
        #expect(clock.real(showing: start.later(milliseconds: 3_601)) == start.later(milliseconds: 2))
        let slower = clock.paced(1, at: start.later(milliseconds: 10))
        #expect(slower.shown(at: start.later(milliseconds: 11)) == start.later(milliseconds: 36_001))
        let still = slower.paced(0, at: start.later(milliseconds: 11))
        #expect(still.shown(at: start.later(milliseconds: 9_999)) == start.later(milliseconds: 36_001))
        #expect(still.real(showing: start.later(milliseconds: 36_002)) == nil)
        #expect(
            still.jumped(to: start, at: start.later(milliseconds: 12)).shown(at: start.later(milliseconds: 12))
                == start.later(milliseconds: 36_001))
        #expect(VirtualClock.real.shown(at: start) == start)
        // What is real for an instant shows that instant or a later one, and a millisecond before it does not.
        for ahead in stride(from: Int64(-10_000), through: 10_000, by: 37) {
            let wanted = start.later(milliseconds: ahead)
            guard let real = clock.real(showing: wanted) else { continue }
            #expect(clock.shown(at: real) >= wanted)
            #expect(clock.shown(at: real.later(milliseconds: -1)) < wanted)
        }
    }
}
