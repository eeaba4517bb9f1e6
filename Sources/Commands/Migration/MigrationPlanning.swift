public import ArgumentParser
import Foundation
import Kernel
public import Migration

/// `changeover migration plan`
struct MigrationPlanning: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Make a daily plan in whole numbers for the whole horizon, with its certificate.",
        discussion: """
            No limit is broken, the least is left unplaced, and what must be left is shared by max-min of the placed \
            share. Then the objective:

            fair       every day's capacity is shared by weighted max-min between the suppliers; a supplier's weight is \
            its remaining backlog divided by its remaining effective days
            earliest   the least mean completion day over MPANs

            The folder holds plan.csv, unplaced.csv, certificate.json, and the market that the plan was made from. A \
            plan that leaves something unplaced ends with 0 and names the limits in conflict.

            --with-controls plans under the throttles, freezes and exceptional limits that are in force in the data \
            folder; the market inside the plan's folder is then the one under them.

            EXAMPLE
              changeover migration plan market/ --out plan/
            """)

    @Argument(help: ArgumentHelp("The market's folder.", valueName: "market")) var market: String
    @Option(name: .long, help: ArgumentHelp("A folder that is empty or not there yet.", valueName: "dir"))
    var out: String
    @Option(name: .long, help: "fair or earliest.") var objective = PlanObjective.fair
    @Flag(name: .long, help: "Plan under the controls that are in force in the data folder.") var withControls = false
    @OptionGroup var data: DataOptions
    @Flag(name: .long, help: "The certificate as JSON in place of a summary.") var json = false

    func run() async throws {
        try await reporting {
            let folder = try MarketFolder(reading: market, asJSON: json)
            let market = withControls ? try Self.controlled(folder.market, data.folder) : folder.market
            let result = Planner(PlanningGrid(market)).plan(objective)
            let certificate = result.certificate
            precondition(certificate.broken.isEmpty, "a plan keeps every limit")
            let plan = result.plan
            let text = CertificateJSON.text(certificate, market: market, digests: folder.digests)
            try PlanFolder.write(
                plan, certificate: text, to: out,
                with: MarketFolder.files(of: market, in: "market/", from: folder.path))
            try Terminal.print(json ? text : Self.summary(certificate, plan, market, out))
        }
    }

    /// The market under the controls in force; a log that was changed ends the command.
    static func controlled(_ market: MigrationMarket, _ data: URL) throws -> MigrationMarket {
        let path = MigrationShelf(data: data).path(MigrationShelf.controlsFile)
        let log = try ControlLog(reading: path)
        if let fault = log.fault {
            throw Failure(
                "the control log \(path) is not as it was written", because: "line \(fault.line) \(fault.why)",
                advice: "put back the log as it was; nothing was planned", code: .checkFailed)
        }
        return log.book.applied(to: market)
    }

    private static func summary(
        _ certificate: PlanCertificate, _ plan: MigrationPlan, _ market: MigrationMarket, _ out: String
    ) -> String {
        let words = MigrationWords(market)
        let finish = plan.rows.map(\.date).max().map { ", the last on \($0.long)" } ?? ""
        var lines = [
            "\(out): \(certificate.placed.grouped) of \(certificate.mpans.grouped) MPANs placed"
                + " (\(certificate.objective.rawValue))\(finish)",
            "mean completion: day \(MigrationWords.days(certificate.meanCompletion)); "
                + "no plan is under day \(MigrationWords.days(certificate.bound)) "
                + "(gap \(MigrationWords.percent(certificate.gap)))",
            "price of fairness: fair is day \(MigrationWords.days(certificate.fairMeanCompletion)), "
                + "earliest is day \(MigrationWords.days(certificate.earliestMeanCompletion))",
        ]
        var byLimit: [PlanCertificate.LimitName: Int] = [:]
        for limit in certificate.tightest where limit.used == limit.usable { byLimit[limit.limit, default: 0] += 1 }
        let full = byLimit.values.reduce(0, +)
        lines.append(
            "days with a limit that is full: \(full.grouped) of \(certificate.tightest.count.grouped); none is passed")
        if !certificate.unfairDays.isEmpty {
            lines.append(
                "days on which placing everything came before sharing: \(certificate.unfairDays.count.grouped)")
        }
        if certificate.mpans > certificate.placed {
            lines.append(
                "unplaced: \((certificate.mpans - certificate.placed).grouped) MPANs"
                    + (certificate.isPlacementProved ? ", and no plan leaves fewer" : ""))
            lines += certificate.conflicts.map { "  \(words.sentence($0))" }
        }
        return lines.joined(separator: "\n")
    }
}

extension PlanObjective: ExpressibleByArgument {}
