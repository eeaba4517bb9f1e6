import Kernel
import Migration
import TestSupport
import Testing

/// What is kept of an MPAN that has migrated: enough to fold the same under whatever comes later.
@Suite struct TrackSettlingTests {
    private struct Blocks: TrackBlockSource, TrackBlockSink {
        var blocks: [[UInt8]] = []
        var place = 0

        mutating func nextBlock() -> [UInt8]? {
            guard place < blocks.count else { return nil }
            defer { place += 1 }
            return blocks[place]
        }

        mutating func write(_ block: [UInt8]) { blocks.append(block) }

        var bytes: Int { blocks.reduce(0) { $0 + $1.count } }
    }

    private struct State {
        var tail = TrackTail()
        var blocks = Blocks()
        var added = 0

        /// Takes messages in, and gives what was seen of every MPAN.
        mutating func take(
            _ events: [TrackEvent], _ names: TrackTail, asAt: Int, settleDays: Int?
        ) throws -> [TrackHistory: TrackFolded] {
            var new = names
            new.ledger = tail.ledger
            (new.mpans, new.messages, new.lastDay) = (tail.mpans, tail.messages, tail.lastDay)
            var merge = TrackMerge(old: tail, new: new, asAt: asAt, settleDays: settleDays, visitsAll: true)
            var source = blocks
            source.place = 0
            var sink = Blocks()
            let sorted = events.sorted { $0.mpan != $1.mpan ? $0.mpan < $1.mpan : TrackEvent.comesBefore($0, $1) }
            var place = 0
            var found: [TrackHistory: TrackFolded] = [:]
            try merge.run(
                old: &source, into: &sink,
                next: {
                    guard place < sorted.count else { return nil }
                    defer { place += 1 }
                    return sorted[place]
                }, visit: { found[$0] = $1 })
            tail = merge.tail
            blocks = sink
            added = merge.added
            return found
        }

        func states(_ found: [TrackHistory: TrackFolded]) -> [UInt64: String] {
            Dictionary(
                uniqueKeysWithValues: found.map { history, folded in
                    (
                        history.mpan,
                        "\(folded.state.name) \(tail.suppliers[folded.supplier]) \(folded.since ?? 0) "
                            + "\(folded.objections.map(\.rule)) \(folded.future)"
                    )
                })
        }
    }

    /// Lines of MPANs that migrate on some days, with retries here and there.
    private static func lines(_ generator: inout SeededGenerator, mpans: Int) -> [String] {
        (0..<mpans).flatMap { number -> [String] in
            let mpan = "12000000\(10_000 + number)"
            var day = 1 + generator.nextBelow(3)
            var lines: [String] = []
            for leg in ["MS", "DS"] {
                if generator.nextBelow(4) == 0 {
                    lines.append(TrackSample.line("\(leg)App", day, 8, supplier: "AAAA", code: "MCA", mpan: mpan))
                    lines.append(TrackSample.line("\(leg)AppInitialResp", day, 9, code: "REG9008", mpan: mpan))
                    day += generator.nextBelow(2)
                }
                for (place, event) in ["App", "AppInitialResp", "AppSPRequest", "AppAccepted", "AppActive"].enumerated()
                {
                    let isRequest = event == "App"
                    lines.append(
                        TrackSample.line(
                            leg + event, day, 10 + place, supplier: isRequest ? "AAAA" : "",
                            code: isRequest ? "MCA" : event == "AppInitialResp" ? "A" : "",
                            effective: isRequest ? "2026-05-0\(day + 1)" : "", mpan: mpan))
                    day += generator.nextBelow(5) == 0 ? 1 : 0
                }
            }
            lines.append(TrackSample.line("MeterUpdate", day, 20, mpan: mpan))
            lines.append(TrackSample.line("ActivePower", day + generator.nextBelow(2), 21, mpan: mpan))
            return lines
        }
    }

    /// Settled or not: the same states, counts and days, now and after a change of supplier, a supplier's end, repeated
    /// messages and messages of later days.
    @Test func aSettledHistoryFoldsTheSame() async throws {
        let asAt = try #require(CalendarDate(iso: "2026-07-01")).dayNumber
        try await Property.check(seed: 21, count: 60) { generator in
            let lines = Self.lines(&generator, mpans: 6)
            var sample = TrackSample(lines)
            let first = sample.events
            var plain = State()
            var settled = State()
            _ = try plain.take(first, sample.tail, asAt: asAt, settleDays: nil)
            let found = try settled.take(first, sample.tail, asAt: asAt, settleDays: 30)
            try Property.hold(found.keys.allSatisfy { $0.settled == $0.events.count }, "some are not settled")
            try Property.hold(settled.blocks.bytes * 3 < plain.blocks.bytes * 2, "settling saves nothing")
            // What comes later: all again, a switch, a last resort in the past, an agent's change.
            var later = [
                TrackSample.line(
                    "ChangeOfSupplier", 28, 9, supplier: "BBBB", former: "AAAA", effective: "2026-05-30",
                    mpan: "1200000010001"),
                TrackSample.line("DSApp", 29, 9, supplier: "AAAA", code: "CSP", mpan: "1200000010002"),
            ]
            if generator.nextBelow(2) == 0 {
                let day = 1 + generator.nextBelow(9)
                later.append("last-resort,,,2026-05-0\(day)T00:00:00Z,CCCC,AAAA,,,2026-05-0\(day)")
            }
            sample.add(later)
            let shown = try plain.take(sample.events, sample.tail, asAt: asAt, settleDays: nil)
            let shownSettled = try settled.take(sample.events, sample.tail, asAt: asAt, settleDays: 30)
            try Property.hold(settled.added == 2, "what is known was taken for new: \(settled.added)")
            try Property.hold(plain.tail.bytes == settled.tail.bytes, "the counts differ: \(lines)")
            try Property.hold(
                plain.states(shown) == settled.states(shownSettled),
                "\(plain.states(shown)) is not \(settled.states(shownSettled)): \(lines)")
            for history in shownSettled.keys {
                var bytes: [UInt8] = []
                TrackCoding.append(history, isOpen: false, to: &bytes)
                let read = bytes.withUnsafeBytes { buffer in
                    var decoder = TrackDecoder(buffer)
                    return decoder.history()
                }
                try Property.hold(read == history, "the bytes give another history")
            }
        }
    }

    @Test func settlingWaitsForItsDays() throws {
        let sample = TrackSample(TrackSample.migrated)
        let last = try #require(CalendarDate(iso: "2026-05-05")).dayNumber
        for (days, isSettled) in [(29, false), (30, true)] {
            var state = State()
            let found = try state.take(sample.events, sample.tail, asAt: last + days, settleDays: 30)
            #expect(found.keys.allSatisfy { ($0.settled > 0) == isSettled })
        }
        // One that waits is settled by a later run, although nothing comes for it.
        var state = State()
        _ = try state.take(sample.events, sample.tail, asAt: last + 2, settleDays: 30)
        let before = state.blocks.bytes
        _ = try state.take([], sample.tail, asAt: last + 60, settleDays: 30)
        #expect(state.blocks.bytes < before)
    }

    /// An MPAN with a change of supplier, one under way and one with something set aside keep all that they have.
    @Test(arguments: [
        TrackSample.appointment("MS", 4),
        TrackSample.migrated + [TrackSample.line("ChangeOfSupplier", 20, supplier: "BBBB", former: "AAAA")],
        [TrackSample.line("AppSPRequest", 1)] + TrackSample.migrated
            + [TrackSample.line("cancelled", 9, id: "late")],
    ])
    func otherHistoriesAreKept(_ lines: [String]) throws {
        let sample = TrackSample(lines)
        var state = State()
        let found = try state.take(sample.events, sample.tail, asAt: LocalDays.last, settleDays: 30)
        #expect(found.keys.allSatisfy { $0.settled == 0 })
    }

    @Test func reasonsTogetherHaveTheGravestClass() {
        #expect(TrackReasonClass(codes: "REG9006 REG9008") == .data)
        #expect(TrackReasonClass(codes: "SP001 SP011") == .timing)
        #expect(TrackReasonClass(codes: "MSG1001 SP001") == .provider)
        #expect(TrackReasonClass(codes: "HTTP500") == .technical)
        #expect(TrackReasonClass(codes: "") == .data)
    }
}
