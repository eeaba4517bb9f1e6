import ArgumentParser
import Foundation
import Kernel
import Migration

/// `changeover migration adopt`
struct MigrationAdopt: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt",
        abstract: "Make a plan the current baseline of the data folder, for the control room to show.",
        discussion: """
            The plan and the market inside its folder are checked and copied into the data folder's migration/plans as \
            the next number, whole or not at all. The first one stays the first baseline. What is adopted is never \
            changed; a digest of its files goes into adopted.json.

            EXAMPLE
              changeover migration adopt plan/ --reason "first baseline"
            """)

    @OptionGroup var data: DataOptions
    @Argument(help: ArgumentHelp("The plan's folder, with the market inside it.", valueName: "plan")) var plan: String
    @Option(name: .long, help: ArgumentHelp("Why it is adopted.", valueName: "text")) var reason = ""

    func validate() throws {
        guard reason.utf8.count <= ControlBook.longestReason else {
            throw ValidationError("--reason takes at most \(ControlBook.longestReason) bytes.")
        }
    }

    func run() async throws {
        try await reporting {
            let found = try PlannedMarket(plan: plan, market: nil, asJSON: false)
            try Self.check(found)
            _ = try SprintDesk.sprints("\(plan)/market", found.market, asJSON: false)
            let shelf = MigrationShelf(data: data.folder)
            let number = shelf.current() + 1
            guard number <= MigrationShelf.mostBaselines else {
                throw Failure(line: "there are \(MigrationShelf.mostBaselines) baselines already", code: .misused)
            }
            var files = try Self.files(of: plan)
            let lines = files.map { "\($0.name) \(Digest.hexadecimal(of: $0.bytes))\n" }.joined()
            let digest = Digest.hexadecimal(of: Array(lines.utf8))
            var json = JSONDocument()
            json.object { json in
                json.member("baseline", number)
                json.member("reason", reason)
                json.member("digest", digest)
                json.member("files") { json in
                    json.object { json in
                        for file in files { json.member(file.name, Digest.hexadecimal(of: file.bytes)) }
                    }
                }
            }
            files.append((MigrationShelf.adoptedFile, Array((json.text + "\n").utf8)))
            try FolderInTheMaking(shelf.plan(number)).write(files)
            try shelf.pointMarket(to: number)
            let finish = found.plan.rows.map(\.date).max().map { ", the last on \($0.long)" } ?? ""
            try Terminal.print(
                "baseline \(number): \(found.plan.placed.grouped) of \(found.market.mpans.grouped) MPANs placed\(finish)\n"
                    + "digest \(digest)")
        }
    }

    /// Refuses a plan that places what the market does not have.
    private static func check(_ found: PlannedMarket) throws {
        let width = found.market.distributors.count
        var left: [Int: Int] = [:]
        for portfolio in found.market.portfolios {
            left[portfolio.supplier * width + portfolio.distributor, default: 0] += portfolio.mpans
        }
        for row in found.plan.rows { left[row.supplier * width + row.distributor, default: 0] -= row.volume }
        for row in found.plan.unplaced { left[row.supplier * width + row.distributor, default: 0] -= row.mpans }
        let over = left.filter { $0.value < 0 }.sorted { $0.key < $1.key }
        guard over.isEmpty else {
            let most = 20
            var reasons = over.prefix(most).map { cell, rest in
                "\(found.market.suppliers[cell / width].code) at \(found.market.distributors[cell % width]): "
                    + "\((-rest).grouped) MPANs more than its portfolio"
            }
            if over.count > most { reasons.append("and \((over.count - most).grouped) more of the kind") }
            throw Failure(
                "the plan \(found.path) does not belong to its market", because: reasons,
                advice: "plan the market again; nothing was adopted", code: .badInput)
        }
    }

    /// The files of a plan's folder and of the market inside it, as they are.
    private static func files(of plan: String) throws -> [(name: String, bytes: [UInt8])] {
        let names =
            [PlanTables.planFile, PlanTables.unplacedFile, PlanFolder.certificateFile]
            + (MarketTables.files + ["sprints.csv"]).map { "market/\($0)" }
        return names.compactMap { name in
            FileManager.default.contents(atPath: "\(plan)/\(name)").map { (name, [UInt8]($0)) }
        }
    }
}
