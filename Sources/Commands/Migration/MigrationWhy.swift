import ArgumentParser
import Kernel
import Migration

/// `changeover migration why`
struct MigrationWhy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Tell why a supplier has its volume at a distributor on a day.",
        discussion: """
            Which limit was full, who shared the day and at which level, what one MPAN more of a limit would bring, and \
            what the days beside it could still take. The market is the one that the plan was made from, unless --market \
            names another.

            EXAMPLE
              changeover migration why plan/ --supplier ABCD --distributor LOND --date 2026-05-14
            """)

    @Argument(help: ArgumentHelp("The plan's folder.", valueName: "plan")) var plan: String
    @Option(name: .long, help: ArgumentHelp("A supplier of the market.", valueName: "code")) var supplier: String
    @Option(name: .long, help: ArgumentHelp("A distributor of the market.", valueName: "code")) var distributor: String
    @Option(name: .long, help: ArgumentHelp("The day.", valueName: "yyyy-mm-dd")) var date: String
    @Option(name: .long, help: ArgumentHelp("The market, where the plan's folder has none.", valueName: "dir"))
    var market: String?
    @Flag(name: .long, help: "As JSON.") var json = false

    func run() async throws {
        try await reporting {
            let found = try PlannedMarket(plan: plan, market: market, asJSON: json)
            let market = found.market
            let supplier = try found.supplier(supplier, option: "--supplier")
            let distributor = try found.distributor(distributor, option: "--distributor")
            guard let date = CalendarDate(iso: date) else {
                throw Failure(line: "--date: \(date) is no date; write it as 2026-05-14", code: .misused)
            }
            let answer = WhyAnswer(
                PlanningGrid(market), plan: found.plan, supplier: supplier, distributor: distributor, date: date)
            let words = WhyText(answer, market: market)
            try Terminal.print(json ? words.json : words.text)
        }
    }
}

/// A plan beside the market that it was made for, in the market's own places.
struct PlannedMarket {
    let market: MigrationMarket
    let plan: MigrationPlan
    let path: String

    /// - Parameters:
    ///   - plan: the plan's folder.
    ///   - market: the market's folder; nil is the one inside the plan's.
    init(plan path: String, market: String?, asJSON: Bool) throws {
        self.path = path
        let folder = try PlanFolder(reading: path, asJSON: asJSON)
        let place = market ?? "\(path)/market"
        self.market = try MarketFolder(reading: place, asJSON: asJSON).market
        plan = try Self.placed(folder.plan, in: self.market, path: path)
    }

    func supplier(_ code: String, option: String) throws -> Int {
        guard let place = market.supplier(code) else {
            throw Failure(line: "\(option): \(code) is no supplier of the market", code: .misused)
        }
        return place
    }

    func distributor(_ code: String, option: String) throws -> Int {
        guard let place = market.distributor(code) else {
            throw Failure(line: "\(option): \(code) is no distributor of the market", code: .misused)
        }
        return place
    }

    /// The plan with the market's places.
    private static func placed(_ plan: MigrationPlan, in market: MigrationMarket, path: String) throws -> MigrationPlan
    {
        var unknown: [String] = []
        let suppliers = plan.suppliers.map { code in
            let place = market.supplier(code)
            if place == nil { unknown.append("\(code) is no supplier of the market") }
            return place ?? 0
        }
        let distributors = plan.distributors.map { code in
            let place = market.distributor(code)
            if place == nil { unknown.append("\(code) is no distributor of the market") }
            return place ?? 0
        }
        guard unknown.isEmpty else {
            throw Failure(
                "the plan \(path) does not belong to the market", because: unknown,
                advice: "name the market that it was made for with --market", code: .badInput)
        }
        return MigrationPlan(
            suppliers: market.suppliers.map(\.code), distributors: market.distributors,
            rows: plan.rows.map {
                .init(
                    supplier: suppliers[$0.supplier], distributor: distributors[$0.distributor], date: $0.date,
                    volume: $0.volume)
            },
            unplaced: plan.unplaced.map {
                .init(supplier: suppliers[$0.supplier], distributor: distributors[$0.distributor], mpans: $0.mpans)
            })
    }
}
