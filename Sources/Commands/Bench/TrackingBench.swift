import Foundation
import Kernel
import Migration

/// Measures the tracker: the whole market's state on the disk, and a day's messages taken into it.
///
/// All but the day's MPANs have migrated, so that the state is as large as it gets: each by eleven messages on a day of the
/// three hundred before, the last thirty days of which are not settled yet. The day has 250,000 initiations of eleven
/// messages each in no order of MPANs, as a hub takes them in.
struct TrackingBench {
    private static let suppliers = 90
    private static let distributors = 28
    private static let areas = 14
    private static let days = 300
    private static let mostInitiations = 250_000
    /// 2026-09-07, a Monday.
    private static let today = 20_703

    let mpans: Int
    let folder: URL

    private var initiations: Int { min(Self.mostInitiations, max(mpans / 8, 1)) }
    /// Every so many MPANs one has not migrated.
    private var step: Int { mpans / initiations }
    private var state: TrackStateFile { TrackStateFile(path: path("state")) }

    private func path(_ name: String) -> String { folder.appendingPathComponent("tracking-\(name)").path }

    func measure(_ figures: inout Figures) throws {
        let name = "tracking \(mpans.grouped) MPANs"
        try writePlan()
        let made = try timed { try makeState() }
        figures.add("\(name): state made from their messages", made.seconds, "s", aim: nil)
        figures.add("\(name): state on the disk", megabytes(state.file), "MB", aim: "under 2000")
        figures.add("\(name): bytes for each", megabytes(state.file) * 1e6 / Double(mpans), "B", aim: nil)
        let events = path("day.csv")
        try writeDay(to: events)
        let day = try timed { try follow(events) }
        let lines = initiations * Self.messages.count
        figures.add("\(name): a day of \(lines.grouped) messages taken in", day.seconds, "s", aim: "under 30")
        let merge = day.value.merge
        guard merge?.added == lines, day.value.faultCount == 0 else {
            throw Failure(line: "the day was not taken in: \(merge?.added ?? 0) messages of \(lines)", code: .failed)
        }
        let again = try timed { try follow(events) }
        figures.add("\(name): the same day once more", again.seconds, "s", aim: nil)
        guard again.value.merge?.added == 0 else {
            throw Failure(line: "the day was taken in twice: \(again.value.merge?.added ?? 0) messages", code: .failed)
        }
        figures.add("\(name): memory, peak", try ProcessMemory.peak.megabytes(), "MB", aim: "under 2000")
        try FileManager.default.removeItem(atPath: state.path)
        try FileManager.default.removeItem(atPath: events)
    }

    private func follow(_ events: String) throws -> TrackReport {
        var run = try MigrationTrackRun(
            inputs: TrackInputs(
                plan: path("plan"), first: nil, market: nil, mpans: nil, parties: nil, asJSON: true),
            state: state.path, asAt: CalendarDate(dayNumber: Self.today))
        try run.follow(events, out: nil)
        return run.report
    }

    // MARK: Parties

    private static func supplier(_ place: Int) -> String { "S" + pad(place, 3) }
    private static func distributor(_ place: Int) -> String { "L" + pad(place, 3) }

    private static func pad(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(width - text.utf8.count, 0)) + text
    }

    /// The number of an MPAN by its place, growing; the first two digits are a licence area's.
    private func number(_ place: Int) -> UInt64 {
        let part = mpans / Self.areas + 1
        let (area, rest) = place.quotientAndRemainder(dividingBy: part)
        return UInt64(10 + area) * 100_000_000_000 + UInt64(rest * (99_000_000_000 / part)) + 3
    }

    private func isOpen(_ place: Int) -> Bool { place % step == 0 && place / step < initiations }

    private func cell(_ place: Int) -> (supplier: Int, distributor: Int) {
        (place / step % Self.suppliers, place * Self.distributors / mpans)
    }

    // MARK: Files

    private func writePlan() throws {
        var open = [Int](repeating: 0, count: Self.suppliers * Self.distributors)
        var rest = open
        for place in 0..<mpans {
            let cell = cell(place)
            if isOpen(place) {
                open[cell.supplier * Self.distributors + cell.distributor] += 1
            } else {
                rest[cell.supplier * Self.distributors + cell.distributor] += 1
            }
        }
        let date = CalendarDate(dayNumber: Self.today).iso
        var plan = "supplier,distributor,date,volume\n"
        var unplaced = "supplier,distributor,mpans\n"
        for supplier in 0..<Self.suppliers {
            for distributor in 0..<Self.distributors {
                let key = "\(Self.supplier(supplier)),\(Self.distributor(distributor))"
                let place = supplier * Self.distributors + distributor
                if open[place] > 0 { plan += "\(key),\(date),\(open[place])\n" }
                if rest[place] > 0 { unplaced += "\(key),\(rest[place])\n" }
            }
        }
        try FileManager.default.createDirectory(atPath: path("plan"), withIntermediateDirectories: true)
        try Data(plan.utf8).write(to: URL(fileURLWithPath: path("plan") + "/plan.csv"))
        try Data(unplaced.utf8).write(to: URL(fileURLWithPath: path("plan") + "/unplaced.csv"))
    }

    /// Event, code and days until it of a migration's messages; consumption comes last.
    private static let messages: [(event: String, kind: TrackKind, code: String)] = [
        ("MSApp", .appointment(.metering, .request), "MCA"),
        ("MSAppInitialResp", .appointment(.metering, .accept), "A"),
        ("MSAppSPRequest", .appointment(.metering, .ask), ""),
        ("MSAppSPResponse", .appointment(.metering, .agree), "A"),
        ("MSAppAccepted", .appointment(.metering, .confirm), ""),
        ("MSAppActive", .appointment(.metering, .activate), ""),
        ("DSApp", .appointment(.data, .request), "MCA"),
        ("DSAppInitialResp", .appointment(.data, .accept), "A"),
        ("DSAppAccepted", .appointment(.data, .confirm), ""), ("DSAppActive", .appointment(.data, .activate), ""),
        ("ActivePower", .consumption, ""),
    ]

    private func makeState() throws {
        try state.prepare()
        var tail = TrackTail()
        for place in 0..<Self.suppliers { _ = tail.suppliers.place(of: Self.supplier(place)) }
        for place in 0..<Self.distributors { _ = tail.distributors.place(of: Self.distributor(place)) }
        let scenario = tail.codes.place(of: "MCA") ?? 0
        var merge = TrackMerge(
            old: TrackTail(), new: tail, asAt: Self.today - 1, settleDays: TrackParameters.settleDays.standard)
        var sink = try TrackStateWriter(state)
        var none = TrackNoState()
        var generator = SeededGenerator(seed: 7)
        var place = 0
        // Of the MPAN: its row of the list, then its messages.
        var message = -1
        var at: Int64 = 0
        try merge.run(
            old: &none, into: &sink,
            next: {
                guard place < mpans else { return nil }
                let mpan = number(place)
                let cell = cell(place)
                if message < 0 {
                    var row = TrackEvent(
                        mpan: mpan, at: 0, id: 0, kind: .plan, supplier: UInt16(cell.supplier + 1),
                        distributor: UInt16(cell.distributor + 1))
                    row.kind = TrackMerge.listed
                    let day = Self.today - 2 - place % Self.days
                    at = Int64(day) * 86_400_000 + 25_200_000 + Int64(generator.nextBelow(20_000)) * 1_000
                    if isOpen(place) { place += 1 } else { message = 0 }
                    return row
                }
                let kind = Self.messages[message].kind
                at += Int64(generator.nextBelow(2_400) + 1) * 1_000
                var event = TrackEvent(
                    mpan: mpan, at: at, id: UInt32(truncatingIfNeeded: generator.next()), kind: kind)
                if Self.messages[message].code == "MCA" {
                    event.supplier = UInt16(cell.supplier + 1)
                    event.code = scenario
                    event.effective = Int32(at / 86_400_000) + 1
                }
                message += 1
                if message == Self.messages.count { (place, message) = (place + 1, -1) }
                return event
            }, visit: { _, _ in })
        try sink.finish(merge.tail)
    }

    private func writeDay(to file: String) throws {
        let sink = try ByteSink(file: file)
        defer { sink.close() }
        var bytes = Array("event,message,mpan,at,supplier,code,effective\n".utf8)
        let date = CalendarDate(dayNumber: Self.today).iso
        let next = CalendarDate(dayNumber: Self.today + 1).iso
        // A stride that is prime to the count walks through all of them in no order.
        var stride = initiations * 3 / 5 | 1
        while Self.divisor(stride, initiations) != 1 { stride += 2 }
        for (step, message) in Self.messages.enumerated() {
            for number in 0..<initiations {
                let place = number * stride % initiations * self.step
                let minute = 60 * (8 + step) + place % 60
                let isRequest = message.code == "MCA"
                let line =
                    "\(message.event),T-IF-031-1409012345-SUP-20260907-\(place)-\(step),\(self.number(place)),"
                    + "\(date)T\(Self.pad(minute / 60, 2)):\(Self.pad(minute % 60, 2)):\(Self.pad(place / 60 % 60, 2))+01:00,"
                    + (isRequest ? Self.supplier(cell(place).supplier) : "") + ",\(message.code),"
                    + (isRequest ? next : "") + "\n"
                bytes += line.utf8
                if bytes.count > 1 << 20 {
                    try sink.write(bytes)
                    bytes.removeAll(keepingCapacity: true)
                }
            }
        }
        try sink.write(bytes)
    }

    private static func divisor(_ one: Int, _ other: Int) -> Int { other == 0 ? one : divisor(other, one % other) }

    private func megabytes(_ file: String) -> Double {
        let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? NSNumber)?.doubleValue
        return (size ?? 0) / 1e6
    }
}

/// Measures the check of a large submission.
struct SubmissionBench {
    /// One supplier at so many distributors: a row for each and for each day or week that is left.
    private static let distributors = 500
    private static let rows = 40_000

    func measure(_ figures: inout Figures) throws {
        let made = try MadeMarket(
            seed: 7, recipe: .standard, suppliers: 6, distributors: Self.distributors, mpans: 33_800_000)
        let sprints = made.sprints ?? SprintCalendar.derived(from: made.market)
        let grid = PlanningGrid(made.market)
        guard let sprint = sprints[1] else { throw Failure(line: "the made-up market has no sprint", code: .failed) }
        let table = EnvelopeTable(
            grid, sprints: sprints, sprint: sprint,
            migrated: EnvelopeTable.migrated(before: sprint, done: [], plan: [], in: grid))
        let checker = SubmissionChecker(table)
        let supplier = grid.cellsOfSupplier.indices.max {
            grid.cellsOfSupplier[$0].count < grid.cellsOfSupplier[$1].count
        }
        let template = SubmissionTemplate(table, checker.layout, supplier: supplier ?? 0)
        let rows = Array(template.rows(checker.layout, in: made.market).prefix(Self.rows))
        guard rows.count == Self.rows else {
            throw Failure(line: "the template has \(rows.count.grouped) rows only", code: .failed)
        }
        var spoilt = rows
        for place in stride(from: 0, to: rows.count, by: 10) { spoilt[place][6] = "9999999" }
        for (name, content) in [("as proposed", rows), ("every tenth row too large", spoilt)] {
            let bytes = Self.bytes(content)
            let file = SubmissionFile(name: "submission.csv", digest: Digest.hexadecimal(of: bytes), bytes: bytes)
            let (outcome, seconds) = timed { checker.check(file, SubmissionCircumstances()) }
            figures.add("a submission of \(Self.rows.grouped) rows, \(name)", seconds, "s", aim: "under 0.2")
            figures.add(
                "a submission of \(Self.rows.grouped) rows, \(name): findings",
                Double(outcome.answer.findings.count), "", aim: nil)
        }
    }

    private static func bytes(_ rows: [[String]]) -> [UInt8] {
        var bytes: [UInt8] = []
        for row in [SubmissionTemplate.columns] + rows {
            for (place, field) in row.enumerated() {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                MigrationTable.append(field, to: &bytes)
            }
            bytes.append(UInt8(ascii: "\n"))
        }
        return bytes
    }
}
