import Charts
import Kernel
import Migration

/// The pages under `/migration`.
enum MigrationPages {
    /// Rows of a table on one page.
    static let rowsOnAPage = 100

    static func model(_ place: MigrationPlace, _ desk: Desk) async throws -> PageModel {
        guard let books = desk.migration else { return absence(place, desk) }
        let sight = try desk.migrationSights.sight(books)
        switch place {
        case .dashboard: return try MigrationDashboard.model(desk, sight)
        case .heat: return try HeatPage.model(desk, sight)
        case .suppliers: return try SuppliersPage.model(desk, sight)
        case .league: return SuppliersPage.league(desk, sight)
        case .supplier(let code): return try PartyPage.supplier(code, desk, sight)
        case .distributors: return try DistributorsPage.model(desk, sight)
        case .distributor(let code): return try PartyPage.distributor(code, desk, sight)
        case .agents: return AgentPages.model(desk, sight)
        case .agent(let code): return try AgentPages.agent(code, desk, sight)
        case .sprints: return SprintPages.model(desk, sight)
        case .sprint(let number): return try SprintPages.sprint(number, desk, sight)
        case .why: return try WhyPage.model(desk, sight)
        case .differences: return try DifferencesPage.model(desk, sight)
        case .stuck: return TrackedPages.stuck(desk, sight)
        case .quarantine: return TrackedPages.quarantine(desk, sight)
        case .controls: return ControlsPage.model(desk, sight)
        case .file: throw RoomFailure.noSuchPage
        }
    }

    /// The file at a place.
    static func file(_ file: MigrationFile, _ desk: Desk) throws -> Page {
        guard let books = desk.migration else { throw RoomFailure.noSuchPage }
        let sight = try desk.migrationSights.sight(books)
        switch file {
        case .burnUpPicture, .burnUpTable:
            let panel = try burnUp(desk, sight)
            return file == .burnUpTable
                ? page(panel.csv, file) : picture(panel.picture(.wide), file)
        case .heatPicture: return picture(try HeatPage.map(desk, sight).svg, file)
        case .heatTable: return page(try HeatPage.map(desk, sight).csv, file)
        case .suppliers: return page(try SuppliersPage.csv(sight), file)
        case .agentPicture: return picture(AgentPages.picture(try agents(desk, sight).first, .wide), file)
        case .agentTable: return page(AgentPages.csv(try agents(desk, sight)), file)
        case .plan, .unplaced, .certificate, .controls, .stuck, .quarantine:
            guard let kept = MigrationBooks.File(rawValue: file.rawValue), let bytes = try books.file(kept) else {
                throw RoomFailure.noSuchPage
            }
            return page(bytes, file)
        }
    }

    private static func burnUp(_ desk: Desk, _ sight: MigrationSight) throws -> BurnUpPanel {
        let fields = desk.address.migration
        if let code = fields["supplier"] {
            return try BurnUpPanel(sight, .supplier(try supplier(code, sight)), title: "Burn-up of \(code)")
        }
        if let code = fields["distributor"] {
            return try BurnUpPanel(sight, .distributor(try distributor(code, sight)), title: "Burn-up of \(code)")
        }
        return try BurnUpPanel(sight, .industry, title: "Burn-up of the industry")
    }

    private static func picture(_ svg: String, _ file: MigrationFile) -> Page {
        page(Array(StandAloneSVG.text(svg).utf8), file)
    }

    private static func page(_ bytes: [UInt8], _ file: MigrationFile) -> Page {
        let name = file.rawValue
        let type =
            name.hasSuffix(".svg")
            ? "image/svg+xml; charset=utf-8"
            : name.hasSuffix(".csv") ? "text/csv; charset=utf-8" : "application/json; charset=utf-8"
        return Page(contentType: type, body: bytes, fileName: name)
    }

    // MARK: Parties

    static func supplier(_ code: String, _ sight: MigrationSight) throws -> Int {
        guard let place = sight.market.supplier(code) else {
            throw RoomFailure.noSuchRecord("The adopted market has no supplier \(Wording.cut(code, to: 40)).")
        }
        return place
    }

    static func distributor(_ code: String, _ sight: MigrationSight) throws -> Int {
        guard let place = sight.market.distributor(code) else {
            throw RoomFailure.noSuchRecord("The adopted market has no distributor \(Wording.cut(code, to: 40)).")
        }
        return place
    }

    static func agent(_ code: String, _ sight: MigrationSight) throws -> Int {
        guard let place = sight.market.agents.firstIndex(where: { $0.code == code }) else {
            throw RoomFailure.noSuchRecord("The adopted market has no agent \(Wording.cut(code, to: 40)).")
        }
        return place
    }

    /// The agent that an address names; all where it names none.
    private static func agents(_ desk: Desk, _ sight: MigrationSight) throws -> [AgentUse] {
        guard let code = desk.address.migration["agent"] else { return sight.agents }
        return [sight.agents[try agent(code, sight)]]
    }

    // MARK: Absence

    /// Says how to begin, where no plan was adopted.
    private static func absence(_ place: MigrationPlace, _ desk: Desk) -> PageModel {
        var page = PageModel(heading: title(place.home))
        page.lead = [
            "The migration of the market: planned day by day under its limits, followed, and kept under control."
        ]
        var panel = PanelModel(anchor: "begin", name: "How to begin")
        panel.prose = CleansePages.steps(
            "No plan was adopted in this data folder yet.",
            [
                (
                    "Make a market to try it with, or write one of your own as comma-separated values.",
                    "changeover migration market --seed 7 --out market"
                ),
                ("Plan it.", "changeover migration plan market --out plan"),
                (
                    "Adopt the plan as the first baseline.",
                    "changeover migration adopt plan --reason \"first baseline\""
                ),
                ("Take in what was done, day by day.", "changeover migration take --actuals actuals.csv"),
            ])
        page.panels = [panel]
        return page
    }

    static func title(_ place: MigrationPlace) -> String {
        switch place {
        case .dashboard, .file: "Migration"
        case .heat: "Heat map"
        case .suppliers, .supplier: "Suppliers"
        case .league: "League"
        case .distributors, .distributor: "Distributors"
        case .agents, .agent: "Agents"
        case .sprints, .sprint: "Sprints"
        case .why: "Why"
        case .differences: "Plan differences"
        case .stuck: "Stuck"
        case .quarantine: "Quarantine"
        case .controls: "Controls"
        }
    }
}
