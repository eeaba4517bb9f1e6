import Foundation
import Kernel
import Migration
import TestSupport
import Testing

@Suite struct TrackPropertyTests {
    @Test func orderAndRepetitionChangeNothing() async throws {
        try await Property.check(seed: 11, count: 150) { generator in
            let (lines, _) = TrackSample.random(&generator, mpans: 1)
            let sample = TrackSample(lines)
            let mpan = sample.events.first?.mpan ?? 0
            let plain = sample.history(mpan)
            var shuffled = sample.events + sample.events.filter { _ in generator.nextBelow(3) == 0 }
            for place in shuffled.indices.reversed() {
                shuffled.swapAt(place, generator.nextBelow(place + 1))
            }
            let other = sample.history(mpan, shuffled)
            try Property.hold(plain == other, "the order changes the history: \(lines)")
            let (folded, again) = (plain.folded(in: sample.tail.context), other.folded(in: sample.tail.context))
            try Property.hold(folded == again, "the order changes the state: \(lines)")
            var bytes: [UInt8] = []
            TrackCoding.append(plain, isOpen: true, to: &bytes)
            let read = bytes.withUnsafeBytes { buffer in
                var decoder = TrackDecoder(buffer)
                return decoder.history()
            }
            try Property.hold(read == plain, "the bytes give another history: \(lines)")
        }
    }

    private struct Blocks: TrackBlockSource, TrackBlockSink {
        var blocks: [[UInt8]] = []
        var place = 0

        mutating func nextBlock() -> [UInt8]? {
            guard place < blocks.count else { return nil }
            defer { place += 1 }
            return blocks[place]
        }

        mutating func write(_ block: [UInt8]) { blocks.append(block) }
    }

    private func merged(_ events: [TrackEvent], _ old: (TrackTail, Blocks), _ new: TrackTail) throws -> (
        TrackTail, Blocks
    ) {
        var tail = new
        tail.ledger = old.0.ledger
        (tail.mpans, tail.messages, tail.lastDay) = (old.0.mpans, old.0.messages, old.0.lastDay)
        var merge = TrackMerge(old: old.0, new: tail, asAt: .max)
        var sink = Blocks()
        var source = old.1
        let sorted = events.sorted { $0.mpan != $1.mpan ? $0.mpan < $1.mpan : TrackEvent.comesBefore($0, $1) }
        var place = 0
        try merge.run(
            old: &source, into: &sink,
            next: {
                guard place < sorted.count else { return nil }
                defer { place += 1 }
                return sorted[place]
            }, visit: { _, _ in })
        return (merge.tail, sink)
    }

    /// What is read in many runs, in any order and more than once, gives the bytes of one run.
    @Test func runsMakeNoDifference() async throws {
        try await Property.check(seed: 12, count: 25) { generator in
            let (lines, _) = TrackSample.random(&generator, mpans: 12)
            let sample = TrackSample(lines)
            let once = try merged(sample.events, (TrackTail(), Blocks()), sample.tail)
            var parts: [[TrackEvent]] = [[], [], []]
            for event in sample.events { parts[generator.nextBelow(3)].append(event) }
            parts.append(sample.events.filter { _ in generator.nextBelow(2) == 0 })
            var state = (TrackTail(), Blocks())
            for part in parts { state = try merged(part, state, sample.tail) }
            try Property.hold(state.0.bytes == once.0.bytes, "the counts differ")
            try Property.hold(state.1.blocks == once.1.blocks, "the histories differ")
            try Property.hold(TrackTail(reading: once.0.bytes) == once.0, "the tail is not what was written")
        }
    }

    /// States, and the stocks of every day, are those of a slow fold in Python.
    @Test func pythonAgrees() async throws {
        let folder = try TemporaryFolder("track")
        for seed in 1...3 as ClosedRange<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let (lines, listed) = TrackSample.random(&generator, mpans: 120)
            var sample = TrackSample(lines)
            var events = sample.events
            for (mpan, supplier) in listed {
                var row = TrackEvent(
                    mpan: UInt64(mpan) ?? 0, at: 0, id: 0, kind: .plan,
                    supplier: sample.tail.suppliers.place(of: supplier) ?? 0,
                    distributor: sample.tail.distributors.place(of: "LOND") ?? 0)
                row.kind = TrackMerge.listed
                events.insert(row, at: 0)
            }
            let asAt = try #require(CalendarDate(iso: "2026-03-20")).dayNumber
            let found = try swift(events, sample.tail, asAt)
            try folder.write(Array(sample.text.utf8), to: "events.csv")
            let list = "mpan,supplier,distributor\n" + listed.map { "\($0.0),\($0.1),LOND\n" }.joined()
            try folder.write(Array(list.utf8), to: "mpans.csv")
            let outcome = try await Subprocess.python(
                "Tests/MigrationTests/Oracle/track.py",
                [folder.file("events.csv").path, folder.file("mpans.csv").path, "2026-03-20"])
            #expect(outcome.succeeded, "\(outcome.errors)")
            let mismatch = Golden.compare(found, with: outcome.text, path: "seed \(seed)")
            #expect(mismatch == nil)
        }
    }

    private func swift(_ events: [TrackEvent], _ tail: TrackTail, _ asAt: Int) throws -> String {
        var merge = TrackMerge(old: TrackTail(), new: tail, asAt: asAt, visitsAll: true)
        var source = Blocks()
        var sink = Blocks()
        let sorted = events.sorted {
            if $0.mpan != $1.mpan { return $0.mpan < $1.mpan }
            return $0.kind == TrackMerge.listed && $1.kind != TrackMerge.listed
        }
        var place = 0
        var lines: [String] = []
        try merge.run(
            old: &source, into: &sink,
            next: {
                guard place < sorted.count else { return nil }
                defer { place += 1 }
                return sorted[place]
            },
            visit: { history, folded in
                lines.append("mpan \(history.mpan) \(folded.state.name) \(tail.suppliers[folded.supplier])")
            })
        return (lines + stocks(merge.tail, asAt)).joined(separator: "\n") + "\n"
    }

    /// The days on which anything happens are the oracle's; all days are reckoned, and those are told.
    private func stocks(_ tail: TrackTail, _ asAt: Int) -> [String] {
        let portfolios = Dictionary(uniqueKeysWithValues: tail.ledger.followed.map { ($0.cell, $0.mpans) })
        let conservation = TrackConservation(
            ledger: tail.ledger, plan: TrackBaseline(), first: TrackBaseline(), portfolios: portfolios, isListed: true,
            lastResorts: [])
        let cells = conservation.cells.sorted { tail.suppliers[$0.supplier] < tail.suppliers[$1.supplier] }
        let first = tail.ledger.days.map(\.day).min() ?? asAt
        var lines: [String] = []
        conservation.walk(first...asAt, cells: cells) { day in
            if let fault = day.fault { lines.append("fault \(fault)") }
            let parts = [
                ("excluded", day.excluded), ("in flight", day.inFlight), ("migrated", day.migrated),
                ("not started", day.backlog + day.planned),
            ]
            for (name, mpans) in parts where mpans != 0 {
                let key = "\(tail.suppliers[day.cell.supplier]),\(tail.distributors[day.cell.distributor]),\(name)"
                lines.append("day,\(CalendarDate(dayNumber: day.day).iso),\(key),\(mpans)")
            }
        }
        return lines
    }
}
