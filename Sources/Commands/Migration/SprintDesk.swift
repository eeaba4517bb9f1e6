import ArgumentParser
import Foundation
import Kernel
import Migration

/// What the commands of a sprint share: the market, its sprints, and how far it has come.
struct SprintDesk {
    let market: MarketFolder
    let grid: PlanningGrid
    let sprints: SprintCalendar
    let sprint: SprintCalendar.Sprint
    let table: EnvelopeTable
    let plan: MigrationPlan?

    /// - Parameters:
    ///   - plan: a plan folder; nil for none.
    ///   - actuals: a file of what was done; nil for none.
    init(market path: String, sprint number: Int, plan: String?, actuals: String?, asJSON: Bool) throws {
        let market = try MarketFolder(reading: path, asJSON: asJSON)
        let sprints = try Self.sprints(path, market.market, asJSON: asJSON)
        guard let sprint = sprints[number] else {
            throw Failure(
                line: "sprint: there is no sprint \(number); the market has \(sprints.sprints.count)", code: .misused)
        }
        let grid = PlanningGrid(market.market)
        let planned = try plan.map { try PlanFolder(reading: $0, asJSON: asJSON).plan }
        var migrated: [Int]?
        var reached: [Int]?
        if actuals != nil || planned != nil || number == 1 {
            let done = try actuals.map { try Self.actuals($0, market.market, asJSON: asJSON) } ?? []
            let lines = try planned.map { try Self.lines($0, market.market) }
            migrated = EnvelopeTable.migrated(before: sprint, done: done, plan: lines ?? [], in: grid)
            reached = EnvelopeTable.reached(before: sprint, done: done, plan: lines, in: grid)
        }
        self.market = market
        self.grid = grid
        self.sprints = sprints
        self.sprint = sprint
        self.plan = planned
        table = EnvelopeTable(grid, sprints: sprints, sprint: sprint, migrated: migrated, reached: reached)
    }

    /// The sprints of the market's folder, or the default.
    static func sprints(_ path: String, _ market: MigrationMarket, asJSON: Bool) throws -> SprintCalendar {
        var files = try FolderFiles(path, what: "market")
        guard let table = files.table(SubmissionTables.sprintsFile) else {
            try FolderReport.refuseErrors(files.findings, what: "market", path: path, asJSON: asJSON)
            return SprintCalendar.derived(from: market)
        }
        let sprints = SubmissionTables.sprints(table, findings: &files.findings)
        try FolderReport.refuseErrors(files.findings, what: "market", path: path, asJSON: asJSON)
        return sprints ?? SprintCalendar.derived(from: market)
    }

    private static func actuals(_ path: String, _ market: MigrationMarket, asJSON: Bool) throws -> [VolumeLine] {
        let read = try SideTable.read(path, what: "file of actuals", asJSON: asJSON) { table, findings in
            SubmissionTables.actuals(table, market, findings: &findings)
        }
        if read.leftOut > 0 {
            Terminal.error(
                "note: \(path): \(read.leftOut.grouped) rows of * say nothing of one supplier at one distributor; "
                    + "they were left out")
        }
        return read.lines
    }

    /// A plan's rows by the market's places.
    static func lines(_ plan: MigrationPlan, _ market: MigrationMarket) throws -> [VolumeLine] {
        let unknown =
            plan.suppliers.filter { market.supplier($0) == nil }
            + plan.distributors.filter { market.distributor($0) == nil }
        guard unknown.isEmpty else {
            throw Failure(
                "the plan is not of this market",
                because: "the market has no \(unknown.prefix(5).joined(separator: ", "))",
                advice: "name the market that the plan was made from", code: .badInput)
        }
        return plan.rows.compactMap { row in
            guard let supplier = market.supplier(plan.suppliers[row.supplier]),
                let distributor = market.distributor(plan.distributors[row.distributor])
            else { return nil }
            return VolumeLine(supplier: supplier, distributor: distributor, date: row.date, volume: row.volume)
        }
    }
}

/// A table in a file of its own, named on the command line.
enum SideTable {
    static func read<Value>(
        _ path: String, what: String, asJSON: Bool, _ body: (MigrationTable, inout FolderFindings) throws -> Value
    ) throws -> Value {
        let url = URL(fileURLWithPath: path)
        var files = try FolderFiles(url.deletingLastPathComponent().path, what: "folder of the \(what)")
        guard let table = files.table(url.lastPathComponent) else {
            try FolderReport.refuseErrors(files.findings, what: what, path: path, asJSON: asJSON)
            throw Failure(
                "the \(what) \(path) cannot be read", because: "there is no such file", advice: "name a CSV file",
                code: .badInput)
        }
        let value = try body(table, &files.findings)
        try FolderReport.refuseErrors(files.findings, what: what, path: path, asJSON: asJSON)
        if !asJSON { FolderReport.say(files.findings) }
        return value
    }
}
