import Formats
import Foundation
import Kernel
import Migration

/// A CSV file that is written as it grows; without a folder nothing is written.
struct GrowingTable {
    private let sink: ByteSink?
    private var bytes: [UInt8] = []
    private let columns: [String]

    init(_ name: String, in folder: String?, columns: [String]) throws {
        sink = try folder.map { try ByteSink(file: "\($0)/\(name)") }
        self.columns = columns
        if sink != nil { CSVWriter.append(columns, columns: nil, to: &bytes) }
    }

    mutating func add(_ values: [String]) throws {
        precondition(values.count == columns.count, "a row has a field a column")
        guard sink != nil else { return }
        CSVWriter.append(values.map(CSVWriter.guarded), columns: nil, to: &bytes)
        if bytes.count >= 1 << 18 {
            try sink?.write(bytes)
            bytes.removeAll(keepingCapacity: true)
        }
    }

    mutating func finish() throws {
        guard let sink else { return }
        try sink.write(bytes)
        bytes = []
        try sink.synchronise()
        sink.close()
    }
}

/// What the walk over the histories finds: what is under way, what is stuck, what was set aside.
struct TrackLists {
    /// The rows that are kept for the summary; all are in the tables.
    static let mostKept = 1_000

    struct Stuck {
        let mpan: UInt64
        let supplier: String
        let distributor: String
        let state: MigrationState
        let wait: TrackWait
        let action: TrackAction?
    }

    struct Quarantined {
        let mpan: UInt64
        let event: String
        let at: Int64
        let state: MigrationState?
        let rule: String
        let why: String
        let owner: TrackOwner
        let advice: String
    }

    private(set) var stuck: [Stuck] = []
    private(set) var stuckCount = 0
    private(set) var stuckByOwner: [TrackOwner: Int] = [:]
    private(set) var quarantined: [Quarantined] = []
    private(set) var quarantinedCount = 0
    private(set) var quarantinedByRule: [String: Int] = [:]
    private(set) var future = 0
    private(set) var byState: [MigrationState: Int] = [:]
    /// MPANs under way by cell, state and age in working days.
    private(set) var ages: [AgeKey: Int] = [:]

    struct AgeKey: Hashable {
        let cell: TrackLedger.Cell
        let state: MigrationState
        let age: Int
    }

    private let clocks: TrackClocks
    private let asAt: Int
    private let names: TrackTail
    private var stuckTable: GrowingTable
    private var quarantineTable: GrowingTable

    init(folder: String?, settings: MigrationSettings, asAt: Int, names: TrackTail) throws {
        clocks = TrackClocks(settings)
        self.asAt = asAt
        self.names = names
        stuckTable = try GrowingTable(
            "stuck.csv", in: folder,
            columns: [
                "mpan", "supplier", "distributor", "state", "waits_for", "owner", "due", "age_working_days", "action",
            ])
        quarantineTable = try GrowingTable(
            "quarantine.csv", in: folder,
            columns: ["mpan", "at", "event", "state", "rule", "why", "owner", "what_to_do"])
    }

    mutating func take(_ history: TrackHistory, _ folded: TrackFolded) throws {
        if folded.isOpen { byState[folded.state, default: 0] += 1 }
        for objection in folded.objections {
            let rule = TrackRule.named(objection.rule)
            try set(
                Quarantined(
                    mpan: history.mpan, event: objection.event.trackKind.words, at: objection.event.at,
                    state: objection.state, rule: rule.id, why: rule.words, owner: rule.owner, advice: rule.advice))
        }
        if folded.future > 0 { try setFuture(history) }
        guard let wait = clocks.wait(folded, mpan: history.mpan, asAt: asAt) else { return }
        if folded.bucket == .inFlight || folded.bucket == .reverseInFlight {
            let cell = TrackLedger.Cell(supplier: folded.supplier, distributor: history.distributor)
            ages[AgeKey(cell: cell, state: folded.state, age: wait.age), default: 0] += 1
        }
        guard wait.isStuck || folded.state == .stuck else { return }
        stuckCount += 1
        stuckByOwner[wait.owner, default: 0] += 1
        let row = Stuck(
            mpan: history.mpan, supplier: TrackReport.name(names.suppliers[folded.supplier]),
            distributor: TrackReport.name(names.distributors[history.distributor]), state: folded.state, wait: wait,
            action: folded.action)
        if stuck.count < Self.mostKept { stuck.append(row) }
        try stuckTable.add([
            TrackReport.mpan(row.mpan), row.supplier, row.distributor, row.state.name, wait.step, wait.owner.name,
            CalendarDate(dayNumber: wait.due).iso, String(wait.age), row.action?.words ?? "",
        ])
    }

    /// Messages later than the day wait for it.
    private mutating func setFuture(_ history: TrackHistory) throws {
        for event in history.events where LocalDays.day(of: event.at) > asAt {
            future += 1
            try set(Self.future(history.mpan, event.trackKind, event.at))
        }
        for range in history.consumption where Int(range.upperBound) > asAt {
            let first = max(Int(range.lowerBound), asAt + 1)
            future += Int(range.upperBound) - first + 1
            try set(Self.future(history.mpan, .consumption, LocalDays.start(of: first)))
        }
    }

    private static func future(_ mpan: UInt64, _ kind: TrackKind, _ at: Int64) -> Quarantined {
        Quarantined(
            mpan: mpan, event: kind.words, at: at, state: nil, rule: "future", why: "later than the day looked at",
            owner: .nobody, advice: "none: it counts when its day has come")
    }

    private mutating func set(_ row: Quarantined) throws {
        quarantinedCount += 1
        quarantinedByRule[row.rule, default: 0] += 1
        if quarantined.count < Self.mostKept { quarantined.append(row) }
        try quarantineTable.add([
            TrackReport.mpan(row.mpan), Instant(milliseconds: row.at).iso, row.event, row.state?.name ?? "", row.rule,
            row.why, row.owner.name, row.advice,
        ])
    }

    mutating func finish() throws {
        try stuckTable.finish()
        try quarantineTable.finish()
    }
}
