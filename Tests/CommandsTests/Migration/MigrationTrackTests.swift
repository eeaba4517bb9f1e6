import Foundation
import Kernel
import Migration
import TestSupport
import Testing

@testable import Commands

@Suite struct MigrationTrackTests {
    private static let head = "event,message,mpan,at,supplier,distributor,code,effective,former\n"

    private static func migration(_ mpan: String, _ day: String, supplier: String = "AAAA") -> String {
        var lines = ""
        for (place, event) in [
            "MSApp", "MSAppInitialResp", "MSAppSPRequest", "MSAppSPResponse", "MSAppAccepted", "MSAppActive", "DSApp",
            "DSAppInitialResp", "DSAppSPRequest", "DSAppAccepted", "DSAppActive", "ActivePower",
        ].enumerated() {
            let code = event.hasSuffix("Resp") || event.hasSuffix("Response") ? "A" : ""
            let by = event.hasSuffix("App") ? supplier : ""
            lines +=
                "\(event),\(mpan)-\(place),\(mpan),\(day)T\(place < 2 ? "0" : "")\(8 + place):00:00Z,\(by),LOND,\(code),,\n"
        }
        return lines
    }

    private struct Room {
        let folder: TemporaryFolder
        var plan: String { folder.file("plan").path }
        var events: String { folder.file("events").path }
        var state: String { folder.file("state").path }

        init() throws {
            folder = try TemporaryFolder("track")
            for name in ["plan", "events"] {
                try FileManager.default.createDirectory(at: folder.file(name), withIntermediateDirectories: true)
            }
            try folder.write(
                Array("supplier,distributor,date,volume\nAAAA,LOND,2026-05-04,2\nAAAA,LOND,2026-05-05,1\n".utf8),
                to: "plan/plan.csv")
            try folder.write(
                Array("supplier,distributor,mpans\nAAAA,LOND,2\n".utf8), to: "plan/unplaced.csv")
        }

        func write(_ name: String, _ text: String) throws {
            try folder.write(Array(text.utf8), to: "events/\(name)")
        }

        func run(
            state: Bool = true, asAt: String? = nil, out: String? = nil,
            before: @escaping (TrackStateFile.Step) throws -> Void = { _ in }
        ) throws -> TrackReport {
            var run = try MigrationTrackRun(
                inputs: TrackInputs(plan: plan, first: nil, market: nil, mpans: nil, parties: nil, asJSON: true),
                state: state ? self.state : nil, asAt: asAt.flatMap { CalendarDate(iso: $0) })
            run.before = before
            try run.follow(events, out: out.map { folder.file($0).path })
            return run.report
        }

        func stateBytes() throws -> Data { try Data(contentsOf: folder.file("state/track.state")) }

        func text(_ name: String) throws -> String {
            String(decoding: try Data(contentsOf: folder.file(name)), as: UTF8.self)
        }
    }

    @Test func aDayIsFollowedAndTold() throws {
        let room = try Room()
        try room.write(
            "a.csv",
            Self.head + Self.migration("1200000000001", "2026-05-04") + "MSApp,x,12,2026-05-04T09:00:00Z,AAAA,LOND,,,\n"
                + "MSApp,y,1200000000002,2026-05-04T09:00:00Z,AAAA,LOND,MCA,,\n"
                + "MSAppAccepted,z,1200000000003,2026-05-04T09:00:00Z,,LOND,,,\n")
        let report = try room.run(asAt: "2026-05-06", out: "day")
        #expect(report.industry.portfolio == 5)
        #expect(report.industry.planned == 3)
        #expect((report.industry.initiated, report.industry.completed) == (2, 1))
        #expect((report.industry.inFlight, report.industry.migrated, report.industry.backlog) == (1, 1, 3))
        #expect(report.counts.badCount == 1)
        #expect(report.counts.bad.first?.line == 14)
        // The third MPAN's supplier is not known, so a row of its own does not add up.
        #expect(report.faultCount > 0)
        #expect(report.faults.allSatisfy { $0.supplier == "?" })
        #expect(
            try room.text("day/actuals.csv")
                == "date,supplier,distributor,completed,reversed\r\n2026-05-04,AAAA,LOND,1,0\r\n")
        #expect(try room.text("day/stuck.csv").contains("1200000000002,AAAA,LOND,Initiated"))
        #expect(try room.text("day/quarantine.csv").contains("1200000000003"))
        for line in try room.text("day/conservation.csv").split(separator: "\r\n").dropFirst() {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            let parts = fields[4...8].compactMap { Int($0) }
            #expect(fields[9] == "false" || parts.reduce(0, +) == Int(fields[3]))
        }
    }

    /// A party that nobody knows is taken in and named by its first line; a doubled row of the list by its own.
    @Test func strangersAndDoubledRowsAreNamed() throws {
        let room = try Room()
        try room.write(
            "a.csv",
            Self.head + "MSApp,x,1200000000001,2026-05-04T09:00:00Z,ZZZZ,LOND,MCA,,\n"
                + "MSApp,y,1200000000002,2026-05-04T09:00:00Z,ZZZZ,NADA,MCA,,\n"
                + "MSApp,z,1200000000003,2026-05-04T09:00:00Z,AAAA,LOND,MCA,,\n")
        try room.folder.write(
            Array(
                "mpan,supplier,distributor\n1200000000003,AAAA,LOND\n1200000000003,ZZZZ,LOND\n1200000000003,AAAA,LOND\n"
                    .utf8), to: "mpans.csv")
        var run = try MigrationTrackRun(
            inputs: TrackInputs(
                plan: room.plan, first: nil, market: nil, mpans: room.folder.file("mpans.csv").path, parties: nil,
                asJSON: true), state: nil, asAt: CalendarDate(iso: "2026-05-06"))
        try run.follow(room.events, out: nil)
        let strangers = run.report.counts.strangers
        #expect(strangers.map(\.name) == ["ZZZZ", "NADA"])
        #expect(strangers.map { "\($0.file) \($0.line) \($0.lines)" } == ["mpans.csv 3 3", "a.csv 3 1"])
        // The first line stands, and only the one that differs is refused.
        #expect(run.report.merge?.refusals.map(\.line) == [3])
        #expect(run.report.text.contains("mpans.csv, line 3: supplier: \"ZZZZ\" is in neither"))
        #expect(run.report.text.contains("line 3 of the list of MPANs: 1200000000003"))
    }

    @Test func runningTwiceChangesNothing() throws {
        let room = try Room()
        try room.write("a.csv", Self.head + Self.migration("1200000000001", "2026-05-04"))
        let first = try room.run()
        let bytes = try room.stateBytes()
        let second = try room.run()
        #expect(try room.stateBytes() == bytes)
        #expect(second.merge?.added == 0)
        #expect(second.merge?.known == first.merge?.added)
        #expect(second.industry.completed == 1)
        // Without the events, the state alone gives the same.
        try FileManager.default.removeItem(at: room.folder.file("events/a.csv"))
        #expect(try room.run().industry.completed == 1)
    }

    @Test func whatIsSpilledIsTheSame() throws {
        let room = try Room()
        var tail = TrackTail()
        let text = (0..<40).map { Self.migration("12000000000\($0 + 10)", "2026-05-04") }.joined()
        try room.write("a.csv", Self.head + text)
        var lists: [[TrackEvent]] = []
        for most in [1_000, 7, 64] {
            var spool = TrackSpool(folder: room.folder.url.path, most: most)
            var counts = TrackReadCounts()
            try TrackEventFiles(room.events).read(participants: [:], tail: &tail, counts: &counts, spool: &spool)
            var sorted = try spool.sorted()
            var events: [TrackEvent] = []
            while let event = try sorted.next() { events.append(event) }
            spool.remove()
            lists.append(events)
        }
        #expect(lists[0].count == 480)
        #expect(lists[0] == lists[1] && lists[0] == lists[2])
    }

    private struct Stop: Error {}

    /// Stopped before each step of writing: the old state stands until the new one has its name.
    @Test(arguments: TrackStateFile.Step.allCases) func stoppedInTheMiddle(_ step: TrackStateFile.Step) throws {
        let room = try Room()
        try room.write("a.csv", Self.head + Self.migration("1200000000001", "2026-05-04"))
        _ = try room.run()
        let old = try room.stateBytes()
        try room.write("b.csv", Self.head + Self.migration("1200000000002", "2026-05-05"))
        #expect(throws: Stop.self) { try room.run(before: { if $0 == step { throw Stop() } }) }
        let left = try room.stateBytes()
        #expect((left == old) == (step != .folder))
        // The next run mends it.
        #expect(try room.run().industry.completed == 2)
        #expect(try room.run().merge?.added == 0)
    }

    @Test func aDamagedStateIsRefused() throws {
        let room = try Room()
        try room.write("a.csv", Self.head + Self.migration("1200000000001", "2026-05-04"))
        _ = try room.run()
        let good = try room.stateBytes()
        for place in stride(from: 0, to: good.count, by: 7) {
            var bad = good
            bad[place] ^= 0x10
            try bad.write(to: room.folder.file("state/track.state"))
            #expect(throws: Failure.self, "byte \(place)") { try room.run() }
        }
        try good.prefix(good.count - 5).write(to: room.folder.file("state/track.state"))
        #expect(throws: Failure.self) { try room.run() }
    }

    @Test func theFutureWaits() throws {
        let room = try Room()
        try room.write("a.csv", Self.head + Self.migration("1200000000001", "2026-05-08"))
        let before = try room.run(asAt: "2026-05-07")
        #expect(before.lists?.future == 12)
        #expect(before.industry.completed == 0)
        #expect(try room.run(asAt: "2026-05-08").industry.completed == 1)
    }
}
