import Formats
import Foundation
import Kernel
import Migration

/// The tables of a run that are made from the counts.
struct TrackTables {
    let folder: String
}

/// What a run has to tell.
struct TrackReport {
    /// Lines of each list that the text shows; the tables have all.
    static let mostShown = 10
    static let mostFaults = 1_000

    /// Totals of the day looked at.
    struct Line {
        var portfolio = 0
        var firstPlanned = 0
        var planned = 0
        var initiated = 0
        var completed = 0
        var reversed = 0
        var inFlight = 0
        var reverseInFlight = 0
        var migrated = 0
        var excluded = 0
        var backlog = 0
        var plannedAhead = 0

        /// Completed to date against what the plan has to date.
        var variance: Int { completed - planned }
        var firstVariance: Int { completed - firstPlanned }

        mutating func add(_ day: TrackDay) {
            portfolio += day.portfolio
            firstPlanned += day.firstPlannedTotal
            planned += day.plannedTotal
            initiated += day.initiatedTotal
            completed += day.completedTotal
            reversed += day.reversedTotal
            inFlight += day.inFlight
            reverseInFlight += day.reverseInFlight
            migrated += day.migrated
            excluded += day.excluded
            backlog += day.backlog
            plannedAhead += day.planned
        }
    }

    struct Fault {
        let date: String
        let supplier: String
        let distributor: String
        let why: String
    }

    var asAt = 0
    var counts = TrackReadCounts()
    var merge: TrackMerge?
    var lists: TrackLists?
    var stateBytes = 0
    var portfolioSource = ""
    private(set) var industry = Line()
    private(set) var suppliers: [(name: String, line: Line)] = []
    private(set) var faults: [Fault] = []
    private(set) var faultCount = 0
    private(set) var days = 0
    private(set) var cells = 0

    static func name(_ text: String) -> String { text.isEmpty ? "?" : text }

    static func mpan(_ number: UInt64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 13 - digits.utf8.count)) + digits
    }

    static func date(_ day: Int) -> String { CalendarDate(dayNumber: day).iso }

    /// Goes through every day and cell: checks the conservation, writes the tables, and keeps the last day's totals.
    mutating func walk(_ conservation: TrackConservation, tail: TrackTail, tables: TrackTables?) throws {
        let named = conservation.cells.map { cell in
            (cell, Self.name(tail.suppliers[cell.supplier]), Self.name(tail.distributors[cell.distributor]))
        }.sorted { ($0.1, $0.2) < ($1.1, $1.2) }
        let starts = [
            conservation.ledger.days.map(\.day).min(),
            conservation.plan.cells.values.compactMap { $0.first?.day }.min(),
            conservation.first.cells.values.compactMap { $0.first?.day }.min(),
            conservation.lastResorts.map { Int($0.day) }.min(),
        ]
        let first = min(starts.compactMap { $0 }.min() ?? asAt, asAt)
        days = asAt - first + 1
        cells = named.count
        var files = try TrackTableFiles(tables?.folder)
        var bySupplier: [String: Line] = [:]
        var place = 0
        try conservation.walk(first...asAt, cells: named.map(\.0)) { day in
            let (_, supplier, distributor) = named[place]
            place = place + 1 == named.count ? 0 : place + 1
            try files.add(day, supplier, distributor)
            if let fault = day.fault {
                faultCount += 1
                if faults.count < Self.mostFaults {
                    faults.append(
                        Fault(date: Self.date(day.day), supplier: supplier, distributor: distributor, why: fault))
                }
            }
            if day.day == asAt {
                industry.add(day)
                bySupplier[supplier, default: Line()].add(day)
            }
        }
        suppliers = bySupplier.keys.sorted().map { ($0, bySupplier[$0] ?? Line()) }
        try files.finish()
        if let folder = tables?.folder { try writeLists(folder, tail) }
    }

    private func writeLists(_ folder: String, _ tail: TrackTail) throws {
        var ages = try GrowingTable(
            "in_flight.csv", in: folder, columns: ["supplier", "distributor", "state", "age_working_days", "mpans"])
        let rows = (lists?.ages ?? [:]).map { key, mpans in
            (
                Self.name(tail.suppliers[key.cell.supplier]), Self.name(tail.distributors[key.cell.distributor]), key,
                mpans
            )
        }.sorted { ($0.0, $0.1, $0.2.state.rawValue, $0.2.age) < ($1.0, $1.1, $1.2.state.rawValue, $1.2.age) }
        for (supplier, distributor, key, mpans) in rows {
            try ages.add([supplier, distributor, key.state.name, String(key.age), String(mpans)])
        }
        try ages.finish()
        var bad = try GrowingTable("bad_lines.csv", in: folder, columns: ["file", "line", "why"])
        for row in counts.bad { try bad.add([row.file, String(row.line), row.why]) }
        try bad.finish()
    }
}

/// The tables that grow with the days.
struct TrackTableFiles {
    private var progress: GrowingTable
    private var conservation: GrowingTable
    private var reverse: GrowingTable
    private var actuals: GrowingTable

    init(_ folder: String?) throws {
        progress = try GrowingTable(
            "progress.csv", in: folder,
            columns: [
                "date", "supplier", "distributor", "first_planned", "planned", "initiated", "retried", "completed",
                "reversed", "first_planned_to_date", "planned_to_date", "initiated_to_date", "completed_to_date",
                "reversed_to_date", "initiated_variance", "variance_to_first", "variance",
            ])
        conservation = try GrowingTable(
            "conservation.csv", in: folder,
            columns: [
                "date", "supplier", "distributor", "portfolio", "planned", "in_flight", "migrated", "excluded",
                "backlog", "holds", "why",
            ])
        reverse = try GrowingTable(
            "reverse.csv", in: folder,
            columns: ["date", "supplier", "distributor", "reversed", "reversed_to_date", "in_flight"])
        actuals = try GrowingTable(
            "actuals.csv", in: folder, columns: ["date", "supplier", "distributor", "completed", "reversed"])
    }

    mutating func add(_ day: TrackDay, _ supplier: String, _ distributor: String) throws {
        let key = [TrackReport.date(day.day), supplier, distributor]
        let row = day.row
        let today = [
            day.firstPlannedToday, day.plannedToday, Int(row.initiated), Int(row.retried), Int(row.completed),
            Int(row.reversed),
        ]
        if today.contains(where: { $0 != 0 }) {
            let totals = [
                day.firstPlannedTotal, day.plannedTotal, day.initiatedTotal, day.completedTotal, day.reversedTotal,
                day.initiatedTotal - day.plannedTotal, day.completedTotal - day.firstPlannedTotal,
                day.completedTotal - day.plannedTotal,
            ]
            try progress.add(key + (today + totals).map(String.init))
        }
        let parts = [day.portfolio, day.planned, day.inFlight, day.migrated, day.excluded, day.backlog]
        try conservation.add(key + parts.map(String.init) + [day.fault == nil ? "true" : "false", day.fault ?? ""])
        if row.reversed != 0 || row[.reverseInFlight] != 0 {
            try reverse.add(
                key + [Int(row.reversed), day.reversedTotal, day.reverseInFlight].map(String.init))
        }
        if row.completed != 0 || row.reversed != 0 {
            try actuals.add(key + [Int(row.completed), Int(row.reversed)].map(String.init))
        }
    }

    mutating func finish() throws {
        try progress.finish()
        try conservation.finish()
        try reverse.finish()
        try actuals.finish()
    }
}
