import Kernel
import Migration
import TestSupport
import Testing

@Suite struct TrackFoldTests {
    typealias Sample = TrackSample

    struct Story: Sendable {
        let name: String
        let lines: [String]
        let state: MigrationState
        var rules: [String] = []
    }

    static let toMetering = Array(Sample.appointment("MS", 4))
    static let stories: [Story] = [
        Story(name: "nothing", lines: [], state: .backlog),
        Story(name: "planned", lines: [Sample.line("planned", 4)], state: .planned),
        Story(name: "begun", lines: Array(toMetering.prefix(1)), state: .initiated),
        Story(name: "answered", lines: Array(toMetering.prefix(2)), state: .initiated),
        Story(name: "asked", lines: Array(toMetering.prefix(3)), state: .msRequested),
        Story(name: "metering appointed", lines: Array(toMetering.prefix(5)), state: .msAppointed),
        Story(name: "metering active", lines: toMetering, state: .msAppointed),
        Story(name: "data begun", lines: toMetering + Sample.appointment("DS", 5).prefix(1), state: .dsRequested),
        Story(name: "both", lines: toMetering + Sample.appointment("DS", 5), state: .dsAppointed),
        Story(name: "completed", lines: Sample.migrated, state: .completed),
        Story(
            name: "consumption too soon", lines: toMetering + [Sample.line("ActivePower", 6)], state: .msAppointed,
            rules: ["Q8"]),
        Story(
            name: "refused", lines: [toMetering[0], Sample.line("MSAppInitialResp", 5, code: "REG9008")],
            state: .rejected),
        Story(name: "lapsed", lines: toMetering.prefix(3) + [Sample.line("MSAppLapsed", 6)], state: .timedOut),
        Story(
            name: "answer without request", lines: [Sample.line("MSAppAccepted", 6)], state: .backlog, rules: ["Q7"]),
        Story(
            name: "asked twice", lines: toMetering.prefix(3) + [Sample.line("MSApp", 5, supplier: "AAAA")],
            state: .msRequested, rules: ["Q14"]),
        Story(
            name: "called off", lines: toMetering.prefix(3) + [Sample.line("cancelled", 5)], state: .cancelled),
        Story(
            name: "appointed although called off",
            lines: toMetering.prefix(3) + [Sample.line("cancelled", 5), Sample.line("MSAppAccepted", 6)],
            state: .cancelled, rules: ["Q6"]),
        Story(
            name: "a supplier of somewhere else",
            lines: [Sample.line("planned", 3, supplier: "AAAA")]
                + [Sample.line("MSApp", 4, supplier: "BBBB")], state: .planned, rules: ["Q4"]),
        Story(
            name: "excluded", lines: [Sample.line("excluded", 4, code: "vacant"), toMetering[0]], state: .initiated,
            rules: ["Q11"]),
        Story(
            name: "begun although excluded", lines: [Sample.line("excluded", 3, code: "vacant"), toMetering[0]],
            state: .excluded, rules: ["Q2"]),
        Story(
            name: "reversed", lines: Sample.migrated + [Sample.line("ReverseMigNotification", 10)], state: .reversed),
        Story(
            name: "going back",
            lines: Sample.migrated + [Sample.line("MSDeAppRM", 10)], state: .reverseInFlight),
        Story(
            name: "migrated twice",
            lines: Sample.migrated + [Sample.line("ReverseMigNotification", 10)] + Sample.appointment("MS", 12)
                + Sample.appointment("DS", 13) + [Sample.line("ActivePower", 14)], state: .completed),
        Story(
            name: "switched while under way",
            lines: toMetering.prefix(3)
                + [Sample.line("ChangeOfSupplier", 6, supplier: "BBBB", former: "AAAA", effective: "2026-05-20")],
            state: .superseded),
        Story(
            name: "switched when migrated",
            lines: Sample.migrated
                + [Sample.line("ChangeOfSupplier", 8, supplier: "BBBB", former: "AAAA", effective: "2026-05-20")],
            state: .completed),
        Story(
            name: "a switch without a gaining supplier", lines: Sample.migrated + [Sample.line("ChangeOfSupplier", 8)],
            state: .completed, rules: ["Q17"]),
        Story(
            name: "five failures",
            lines: (0..<5).flatMap {
                [
                    Sample.line("MSApp", 4 + 2 * $0, supplier: "AAAA"),
                    Sample.line("MSAppInitialResp", 5 + 2 * $0, code: "REG9011"),
                ]
            }, state: .stuck),
    ]

    @Test(arguments: stories.map(\.name)) func story(_ name: String) throws {
        let story = try #require(Self.stories.first { $0.name == name })
        let sample = TrackSample(story.lines)
        #expect(sample.bad.isEmpty)
        let folded = sample.folded()
        #expect(folded.state == story.state)
        // The exclusion that comes at the same hour as the request comes after it in business order.
        #expect(folded.objections.map(\.rule) == story.rules)
    }

    @Test(arguments: [
        // The day on which registration answers; the answer; the state; what is set aside.
        (19, "A", MigrationState.initiated, [String]()), (20, "A", .initiated, []), (21, "A", .rejected, ["Q5"]),
        (21, "", .rejected, []), (21, "R", .rejected, []), (20, "", .initiated, []),
    ])
    func changeOfSupplierProcessed(_ day: Int, _ answer: String, _ state: MigrationState, _ rules: [String]) {
        var lines = [
            Sample.line("ChangeOfSupplier", 12, supplier: "BBBB", former: "AAAA", effective: "2026-05-20"),
            Sample.line("MSApp", 13, supplier: "BBBB", code: "COS", effective: "2026-05-20"),
            Sample.line("MSAppInitialResp", day, code: answer),
        ]
        var sample = TrackSample(lines)
        var folded = sample.folded()
        #expect(folded.state == state)
        #expect(folded.objections.map(\.rule) == rules)
        #expect(folded.action == (state == .rejected ? .resendForSupplierInPlace : nil))
        guard state == .rejected else { return }
        // Sent again as CSP it goes on; sent again as COS it is stuck.
        lines += [
            Sample.line("MSApp", 22, supplier: "BBBB", code: "CSP"), Sample.line("MSAppInitialResp", 23, code: "A"),
            Sample.line("MSAppSPRequest", 23, 10),
        ]
        sample = TrackSample(lines)
        #expect(sample.folded().state == .msRequested)
        lines[3] = Sample.line("MSApp", 22, supplier: "BBBB", code: "COS", effective: "2026-05-20")
        folded = TrackSample(Array(lines.prefix(5))).folded()
        #expect(folded.state == .stuck)
        #expect(folded.action == .handToOwner)
    }

    @Test func anUnqualifiedSupplierReverses() throws {
        let change = Sample.line("ChangeOfSupplier", 8, supplier: "BBBB", former: "AAAA", effective: "2026-05-20")
        var sample = TrackSample(Sample.migrated + [change])
        let known = try #require(sample.tail.suppliers.known("AAAA"))
        sample.tail.qualifiedFrom = [known: 0]
        #expect(sample.folded().state == .reverseInFlight)
        #expect(sample.folded().action == .expectReverseMigration)
        sample.add([Sample.line("ReverseMigNotification", 19, effective: "2026-05-20")])
        let before = try #require(CalendarDate(iso: "2026-05-19")).dayNumber
        #expect(sample.folded(through: before).state == .reverseInFlight)
        let after = sample.folded(through: before + 1)
        #expect(after.state == .reversed)
        #expect(sample.tail.suppliers[after.supplier] == "BBBB")
        // On the day of its start it may hold migrated MPANs.
        let gaining = try #require(sample.tail.suppliers.known("BBBB"))
        sample = TrackSample(Sample.migrated + [change])
        sample.tail.qualifiedFrom = [known: 0, gaining: Int32(before + 1)]
        #expect(sample.folded().state == .completed)
    }

    @Test func aSupplierOfLastResortTakesAll() throws {
        let failing = "last-resort,,,2026-05-18T09:00:00Z,BBBB,AAAA,,,2026-05-20"
        for (lines, state) in [
            (Sample.migrated, MigrationState.completed), (Array(Self.toMetering.prefix(3)), .superseded),
            ([], .backlog),
        ] {
            let sample = TrackSample(lines + [failing, Sample.line("planned", 1, supplier: "AAAA")])
            #expect(sample.bad.isEmpty)
            let day = try #require(CalendarDate(iso: "2026-05-20")).dayNumber
            let after = sample.folded(through: day)
            #expect(sample.tail.suppliers[after.supplier] == "BBBB")
            #expect(after.state == (lines.isEmpty ? .superseded : state))
            #expect(sample.tail.suppliers[sample.folded(through: day - 1).supplier] == "AAAA")
        }
    }

    @Test func theFutureWaits() throws {
        let sample = TrackSample(Sample.migrated)
        let day = try #require(CalendarDate(iso: "2026-05-04")).dayNumber
        let folded = sample.folded(through: day)
        #expect(folded.state == .msAppointed)
        #expect(folded.future == 7)
        #expect(sample.folded(through: day + 2).future == 0)
    }

    @Test(arguments: [
        ("2026-03-29T00:59:59Z", "2026-03-29"), ("2026-03-28T23:59:59Z", "2026-03-28"),
        ("2026-05-13T23:00:00Z", "2026-05-14"), ("2026-05-14T00:30:00+01:00", "2026-05-14"),
        ("2026-10-24T23:30:00Z", "2026-10-25"), ("2026-10-25T23:30:00Z", "2026-10-25"),
        ("2026-10-26T00:00:00Z", "2026-10-26"), ("2028-02-29T12:00:00Z", "2028-02-29"),
    ])
    func dayByTheClocks(_ time: String, _ date: String) throws {
        let instant = try #require(Instant(iso: time))
        #expect(CalendarDate(dayNumber: LocalDays.day(of: instant.milliseconds)).iso == date)
        let day = LocalDays.day(of: instant.milliseconds)
        #expect(LocalDays.day(of: LocalDays.start(of: day)) == day)
        #expect(LocalDays.day(of: LocalDays.start(of: day) - 1) == day - 1)
    }
}
