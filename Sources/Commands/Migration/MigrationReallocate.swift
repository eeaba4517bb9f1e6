import ArgumentParser
import Foundation
import Kernel
import Migration

/// `changeover migration reallocate`
struct MigrationReallocate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reallocate",
        abstract: "Give volume that is returned in time to those who wait for it, by weighted max-min.",
        discussion: """
            Tables are of supplier,distributor,date,volume. A day's volume may be returned until return_days migration \
            days before it; later it counts as unused. What is free is shared by need between standing requests, under \
            the usable limits of the distributor and the industry and under the ramps.

            Writes grants.csv (what became of each request, and its place on the waiting list), refusals.csv (returns \
            that were not taken), committed.csv (the volumes after the round), and use.csv where --actuals is given: \
            by week, what was used of what was committed.

            EXAMPLE
              changeover migration reallocate market/ --sprint 4 --plan plan/ --returns returns.csv \
            --requests requests.csv --as-at 2026-05-04 --out round/
            """)

    @Argument(help: ArgumentHelp("The market's folder.", valueName: "market")) var market: String
    @Option(name: .long, help: ArgumentHelp("The sprint, from 1.", valueName: "n")) var sprint: Int
    @Option(name: .long, help: ArgumentHelp("The committed volumes: a plan's folder.", valueName: "dir"))
    var plan: String
    @Option(name: .long, help: ArgumentHelp("What is returned.", valueName: "file")) var returns: String?
    @Option(name: .long, help: ArgumentHelp("What is asked for.", valueName: "file")) var requests: String?
    @Option(name: .long, help: ArgumentHelp("What was done: actuals.csv.", valueName: "file")) var actuals: String?
    @Option(name: .long, help: ArgumentHelp("The day of the round, ISO 8601.", valueName: "date")) var asAt: String
    @Option(name: .long, help: ArgumentHelp("A folder that is empty or not there yet.", valueName: "dir")) var out:
        String
    @Flag(name: .long, help: "What became of it, as JSON.") var json = false

    func validate() throws {
        if CalendarDate(iso: asAt) == nil {
            throw ValidationError("--as-at takes a date such as 2026-05-04, not “\(asAt)”.")
        }
    }

    func run() async throws {
        try await reporting {
            let asAt = CalendarDate(iso: asAt) ?? .earliest
            let desk = try SprintDesk(market: market, sprint: sprint, plan: plan, actuals: actuals, asJSON: json)
            let committed = try SprintDesk.lines(desk.plan ?? MigrationPlan.none, desk.market.market)
            let round = Reallocation(
                desk.table, committed: committed, returns: try lines(returns, "returns", desk),
                requests: try lines(requests, "requests", desk), asAt: asAt)
            let use = try measure(desk, committed, round, asAt)
            let papers = RoundPapers(desk: desk, round: round, use: use)
            try FolderInTheMaking(out).write(papers.files())
            try Terminal.print(json ? papers.json() : "\(out): \(papers.text())")
        }
    }

    private func lines(_ path: String?, _ what: String, _ desk: SprintDesk) throws -> [VolumeLine] {
        guard let path else { return [] }
        return try SideTable.read(path, what: "file of \(what)", asJSON: json) { table, findings in
            SubmissionTables.volumes(table, desk.market.market, findings: &findings)
        }
    }

    private func measure(
        _ desk: SprintDesk, _ committed: [VolumeLine], _ round: Reallocation, _ asAt: CalendarDate
    ) throws -> [CapacityUse]? {
        guard let actuals else { return nil }
        let done = try SideTable.read(actuals, what: "file of actuals", asJSON: true) { table, findings in
            SubmissionTables.actuals(table, desk.market.market, findings: &findings).lines
        }
        let waiting = round.entries.map {
            VolumeLine(
                supplier: $0.supplier, distributor: $0.distributor, date: $0.date, volume: $0.requested - $0.granted)
        }
        return CapacityUse.measure(
            desk.market.market, committed: committed, done: done, waiting: waiting, asAt: asAt)
    }
}

extension MigrationPlan {
    fileprivate static let none = MigrationPlan(suppliers: [], distributors: [], rows: [], unplaced: [])
}

/// The files of a round of reallocation.
private struct RoundPapers {
    let desk: SprintDesk
    let round: Reallocation
    let use: [CapacityUse]?

    private func codes(_ supplier: Int, _ distributor: Int) -> [String] {
        [desk.market.market.suppliers[supplier].code, desk.market.market.distributors[distributor]]
    }

    func files() -> [(name: String, bytes: [UInt8])] {
        var grants = MigrationTable(
            name: "grants.csv",
            header: ["supplier", "distributor", "date", "requested", "granted", "waiting", "return_by", "reason"])
        for entry in round.entries {
            grants.append(
                codes(entry.supplier, entry.distributor) + [
                    entry.date.iso, String(entry.requested), String(entry.granted),
                    entry.waitingPlace > 0 ? String(entry.waitingPlace) : "",
                    Reallocation.returnBy(entry.date, in: desk.market.market).iso, entry.reason,
                ])
        }
        var refusals = MigrationTable(
            name: "refusals.csv", header: ["supplier", "distributor", "date", "volume", "reason"])
        for refusal in round.refusals {
            refusals.append(
                codes(refusal.line.supplier, refusal.line.distributor) + [
                    refusal.line.date.iso, String(refusal.line.volume), refusal.reason,
                ])
        }
        var committed = MigrationTable(name: "committed.csv", header: ["supplier", "distributor", "date", "volume"])
        for line in round.committed {
            committed.append(codes(line.supplier, line.distributor) + [line.date.iso, String(line.volume)])
        }
        return [grants, refusals, committed].map { ($0.name, $0.csv) } + (use.map { [useFile($0)] } ?? [])
    }

    private func useFile(_ use: [CapacityUse]) -> (name: String, bytes: [UInt8]) {
        var table = MigrationTable(
            name: "use.csv",
            header: ["supplier", "distributor", "week", "committed", "done", "verdict", "days_above", "lost"])
        for week in use {
            table.append(
                codes(week.supplier, week.distributor) + [
                    week.week.iso, String(week.committed), String(week.done), week.verdict.rawValue,
                    String(week.daysAbove), String(week.lost),
                ])
        }
        return (table.name, table.csv)
    }

    private var granted: Int { round.entries.reduce(0) { $0 + $1.granted } }

    private var asked: Int { round.entries.reduce(0) { $0 + $1.requested } }

    func text() -> String {
        "\(granted.grouped) of \(asked.grouped) MPANs granted to \(round.entries.count.grouped) requests; "
            + "\(round.entries.count { $0.waitingPlace > 0 }.grouped) wait, "
            + "\(round.refusals.count.grouped) returns were not taken"
    }

    func json() -> String {
        var json = JSONDocument()
        json.object { json in
            json.member("requests", round.entries.count)
            json.member("requested", asked)
            json.member("granted", granted)
            json.member("waiting", round.entries.count { $0.waitingPlace > 0 })
            json.member("refused_returns", round.refusals.count)
        }
        return json.text
    }
}
