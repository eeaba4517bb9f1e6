import Kernel

/// The tables of a market folder; nil where a file is not there.
public struct MarketTables: Sendable, Equatable {
    public var suppliers: MigrationTable?
    public var portfolios: MigrationTable?
    public var limits: MigrationTable?
    public var calendar: MigrationTable?
    public var ramps: MigrationTable?
    /// The members of `settings.json`, in order.
    public var settings: [SettingMember]?
    /// Which agents suppliers use, and what agents can carry.
    public var agents: MigrationTable?
    public var agentLimits: MigrationTable?
    /// Step limits of single suppliers.
    public var steps: MigrationTable?

    public init() {}

    /// The files there may be, in the order in which they are read; the first four must be there.
    public static let files = [
        "suppliers.csv", "portfolios.csv", "limits.csv", "calendar.csv", "ramps.csv", settingsFile,
        "agents.csv", "agent_limits.csv", "steps.csv",
    ]
    public static let required = 4
    public static let settingsFile = "settings.json"
}

/// A market, or why there is none; findings either way.
public struct MarketReading: Sendable {
    /// Nil where an error was found.
    public let market: MigrationMarket?
    public let findings: FolderFindings
}

/// Reads a market folder's tables: whole, or not at all.
///
/// Every row of every file is looked at, so that all that is wrong is told at once. The market is the same whatever
/// the order of rows and columns. Source: the contract of the market folder, issue 6 section 1.
public struct MarketReader {
    static let supplierColumns = ["supplier", "active_from", "small"]
    static let portfolioColumns = ["supplier", "distributor", "mpans"]
    static let limitColumns = ["scope", "distributor", "from", "to", "value", "source"]
    static let calendarColumns = ["date", "class"]
    static let rampColumns = ["supplier", "day_index", "max"]
    static let stepColumns = ["supplier", "max"]
    /// The most that a market may hold, MPANs: far below what stands for no limit.
    public static let mostMPANs = 9_999_999_999_999

    /// A limit whose distributor is known by code.
    struct CodedLimit: Hashable {
        let distributor: String?
        let from: CalendarDate
        let to: CalendarDate
        let value: Int
        let source: String
        /// Place in the file.
        let row: Int
    }

    private struct CodedPortfolio {
        let supplier: Int
        let distributor: Int
        let mpans: Int
    }

    var findings: FolderFindings
    /// By the order in which they are met; nil where a cell of the row is wrong.
    private var suppliers: [MigrationMarket.Supplier?] = []
    private var supplierRows: [Int] = []
    /// Every supplier that is named, with a wrong row too: one mistake is told once.
    private var supplierPlaces: [String: Int]?
    private var distributors: [String] = []
    private var distributorPlaces: [String: Int] = [:]
    private var portfolios: [CodedPortfolio] = []
    var limits: [CodedLimit] = []
    private var days: [MigrationCalendar.Day] = []
    private var ramps: [[Int: Int]] = []
    private var steps: [Int: Int] = [:]
    private var settings = MigrationSettings()
    /// By code of the agent: its suppliers by place, and its caps.
    var agents: [String: (suppliers: Set<Int>, limits: [MigrationMarket.Agent.Limit])] = [:]

    /// - Parameters:
    ///   - findings: what was found wrong while the files were opened and cut into cells.
    ///   - unreadable: the files that are there but gave no table, which are not reported as missing.
    public static func read(
        _ tables: MarketTables, findings: FolderFindings = FolderFindings(), unreadable: Set<String> = []
    ) -> MarketReading {
        var reader = MarketReader(findings: findings)
        reader.reportMissing(tables, unreadable)
        if let table = tables.suppliers { reader.readSuppliers(table) }
        if let table = tables.portfolios { reader.readPortfolios(table) }
        if let table = tables.limits { reader.readLimits(table) }
        if let table = tables.calendar { reader.readCalendar(table) }
        if let table = tables.ramps { reader.readRamps(table) }
        if let table = tables.steps { reader.readSteps(table) }
        if let table = tables.agents { reader.readAgents(table) }
        if let table = tables.agentLimits { reader.readAgentLimits(table) }
        if let members = tables.settings {
            reader.settings = SettingsReader.read(members, file: MarketTables.settingsFile, findings: &reader.findings)
        }
        guard reader.findings.errorCount == 0 else { return MarketReading(market: nil, findings: reader.findings) }
        let market = reader.market()
        if let table = tables.suppliers { reader.lookAtStarts(market, table) }
        return MarketReading(market: market, findings: reader.findings)
    }

    private init(findings: FolderFindings) { self.findings = findings }

    private mutating func reportMissing(_ tables: MarketTables, _ unreadable: Set<String>) {
        let found = [tables.suppliers, tables.portfolios, tables.limits, tables.calendar]
        let columns = [Self.supplierColumns, Self.portfolioColumns, Self.limitColumns, Self.calendarColumns]
        for (place, table) in found.enumerated() where table == nil {
            let name = MarketTables.files[place]
            guard !unreadable.contains(name) else { continue }
            findings.add(
                FolderFinding(
                    .fileIsThere, .error, file: name, problem: "is not there",
                    advice: "add it with the header \(columns[place].joined(separator: ","))"))
        }
    }

    /// Reads the rows of a table that have a cell for every column.
    mutating func eachRow(
        of table: MigrationTable, _ columns: [String], _ body: (inout MarketReader, inout TableReader, Int) -> Void
    ) {
        guard var reader = TableReader(table, columns, &findings) else { return }
        for row in 0..<table.count where reader.isWhole(row) { body(&self, &reader, row) }
        findings = reader.findings
    }

    // MARK: The tables

    private mutating func readSuppliers(_ table: MigrationTable) {
        var lines: [String: Int] = [:]
        var isRead = false
        eachRow(of: table, Self.supplierColumns) { market, reader, row in
            isRead = true
            let code = reader.code(row, 0)
            let activeFrom = reader.date(row, 1)
            let isSmall = reader.word(row, 2, [("true", true), ("false", false)])
            guard let code, reader.isNew(code, row, &lines, column: 0) else { return }
            guard market.suppliers.count < MigrationMarket.mostSuppliers else {
                if market.suppliers.count == MigrationMarket.mostSuppliers {
                    reader.report(
                        row, 0, .marketFits,
                        "is one more than the \(MigrationMarket.mostSuppliers) suppliers there can be",
                        "divide the market")
                }
                return
            }
            market.supplierRows.append(row)
            guard let activeFrom, let isSmall else { return market.suppliers.append(nil) }
            market.suppliers.append(.init(code: code, activeFrom: activeFrom, isSmall: isSmall))
        }
        guard isRead || table.count == 0, table.header != nil else { return }
        // Where a row had no code that can be read, an unknown supplier elsewhere may be that one: it is told once.
        supplierPlaces = [:]
        var place = 0
        for (code, _) in lines.sorted(by: { $0.value < $1.value }) where place < suppliers.count {
            supplierPlaces?[code] = place
            place += 1
        }
        ramps = Array(repeating: [:], count: suppliers.count)
        if table.count == 0 {
            findings.add(
                FolderFinding(
                    .marketFits, .error, file: table.name, problem: "has no supplier", advice: "add a row for each"))
        }
    }

    /// A supplier's place by its code; what is unknown is reported.
    func supplier(_ code: String, _ row: Int, _ reader: inout TableReader) -> Int? {
        guard let places = supplierPlaces else { return nil }
        if let place = places[code] { return place }
        let bare = String(Cell.trimmed(code))
        let like = places[bare] != nil ? bare : places[bare.uppercased()] != nil ? bare.uppercased() : nil
        reader.report(
            row, 0, .partyIsKnown, "is no supplier of suppliers.csv",
            like.map { "write \($0), or add a row to suppliers.csv" } ?? "add a row to suppliers.csv, or mend the code")
        return nil
    }

    private mutating func distributor(_ code: String) -> Int {
        if let place = distributorPlaces[code] { return place }
        distributorPlaces[code] = distributors.count
        distributors.append(code)
        return distributors.count - 1
    }

    private mutating func readPortfolios(_ table: MigrationTable) {
        var lines: [Int: Int] = [:]
        var sum = 0
        eachRow(of: table, Self.portfolioColumns) { market, reader, row in
            let code = reader.code(row, 0)
            let place = code.flatMap { market.supplier($0, row, &reader) }
            let distributor = reader.code(row, 1).map { market.distributor($0) }
            let mpans = reader.whole(row, 2, 0...MigrationMarket.largestVolume)
            guard let place, let distributor else { return }
            let key = place << 32 | distributor
            let isNew = reader.isNew(
                key, row, &lines, column: 1, of: "of supplier \(FolderFinding.shown(code ?? "")) ")
            guard isNew, let mpans else { return }
            if mpans == 0 {
                reader.report(
                    row, 2, .portfolioIsNotEmpty, "is an empty portfolio", "nothing is planned for it", as: .note)
            }
            sum += mpans
            market.portfolios.append(CodedPortfolio(supplier: place, distributor: distributor, mpans: mpans))
        }
        if sum > Self.mostMPANs {
            findings.add(
                FolderFinding(
                    .marketFits, .error, file: table.name, column: "mpans",
                    problem: "comes to \(sum) over all rows, more than \(Self.mostMPANs)", advice: "divide the market"))
        }
        if table.header != nil, table.count == 0 {
            findings.add(
                FolderFinding(
                    .partyHasPortfolio, .warning, file: table.name, problem: "has no portfolio",
                    advice: "there is nothing to plan"))
        }
    }

    private mutating func readLimits(_ table: MigrationTable) {
        let withPortfolio = Set(distributors)
        var isPortfolioRead = false
        if supplierPlaces != nil, !distributors.isEmpty { isPortfolioRead = true }
        var strangers: Set<String> = []
        eachRow(of: table, Self.limitColumns) { market, reader, row in
            let scope: Bool? = reader.word(row, 0, [("industry", true), ("distributor", false)])
            let distributor = scope.flatMap { Self.distributor(ofIndustry: $0, row, &reader) }
            let from = reader.date(row, 2)
            let to = reader.date(row, 3)
            let value = reader.whole(row, 4, 0...MigrationMarket.largestVolume)
            if let from, let to, from > to {
                reader.report(row, 3, .periodIsInOrder, "is before \(from), on which it begins", "swap the two dates")
                return
            }
            guard let distributor, let from, let to, let value else { return }
            if let code = distributor {
                _ = market.distributor(code)
                if isPortfolioRead, !withPortfolio.contains(code), strangers.insert(code).inserted {
                    reader.report(
                        row, 1, .partyHasPortfolio, "has a limit but no portfolio",
                        "it binds nobody; mend the code if another distributor is meant", as: .warning)
                }
            }
            market.limits.append(
                CodedLimit(
                    distributor: distributor, from: from, to: to, value: value, source: reader.text(row, 5), row: row))
        }
        lookAtDoubledLimits(table)
        let most = MigrationMarket.mostDistributors
        if distributors.count > most {
            findings.add(
                FolderFinding(
                    .marketFits, .error, file: "portfolios.csv", column: "distributor",
                    problem: "has \(distributors.count) codes with those of limits.csv, more than \(most)",
                    advice: "divide the market"))
        }
    }

    /// The distributor that a scope asks for, nil inside for the industry; what does not fit is reported.
    private static func distributor(ofIndustry isIndustry: Bool, _ row: Int, _ reader: inout TableReader) -> String?? {
        let text = reader.text(row, 1)
        if isIndustry {
            guard text.isEmpty else {
                reader.report(
                    row, 1, .scopeHasItsDistributor, "stands in a row of scope industry",
                    "leave it empty, or write distributor for the scope")
                return nil
            }
            return .some(nil)
        }
        guard !text.isEmpty else {
            reader.report(
                row, 1, .scopeHasItsDistributor, "is empty in a row of scope distributor",
                "name the distributor, or write industry for the scope")
            return nil
        }
        return reader.code(row, 1).map { .some($0) }
    }

    private mutating func readCalendar(_ table: MigrationTable) {
        let errorsBefore = findings.errorCount
        var lines: [CalendarDate: Int] = [:]
        let classes = MigrationCalendar.DayClass.allCases.map { ($0.rawValue, $0) }
        eachRow(of: table, Self.calendarColumns) { market, reader, row in
            let date = reader.date(row, 0)
            let dayClass = reader.word(row, 1, classes)
            guard let date, reader.isNew(date, row, &lines, column: 0), let dayClass else { return }
            if market.days.count == MigrationMarket.mostDays {
                reader.report(
                    row, 0, .marketFits, "is one more than the \(MigrationMarket.mostDays) days there can be",
                    "leave out days that are closed")
            }
            market.days.append(.init(date: date, dayClass: dayClass))
        }
        if findings.errorCount == errorsBefore, !days.contains(where: { $0.dayClass == .migration }) {
            findings.add(
                FolderFinding(
                    .marketHasMigrationDays, .error, file: table.name, column: "class",
                    problem: "is migration on no day", advice: "list the days on which migrations may begin"))
        }
    }

    private mutating func readRamps(_ table: MigrationTable) {
        var lines: [Int: Int] = [:]
        eachRow(of: table, Self.rampColumns) { market, reader, row in
            let code = reader.code(row, 0)
            let place = code.flatMap { market.supplier($0, row, &reader) }
            let index = reader.whole(row, 1, 0...MigrationMarket.mostDays)
            let most = reader.whole(row, 2, 0...MigrationMarket.largestVolume)
            guard let place, let index else { return }
            let isNew = reader.isNew(
                place << 32 | index, row, &lines, column: 1,
                of: "of supplier \(FolderFinding.shown(code ?? "")) ")
            guard isNew, let most else { return }
            market.ramps[place][index] = most
        }
    }

    /// By how much a supplier's day may rise: `steps.csv`. Who is not named has the settings' limit.
    private mutating func readSteps(_ table: MigrationTable) {
        var lines: [Int: Int] = [:]
        eachRow(of: table, Self.stepColumns) { market, reader, row in
            let place = reader.code(row, 0).flatMap { market.supplier($0, row, &reader) }
            let most = reader.whole(row, 1, 1...MigrationMarket.largestVolume)
            guard let place, reader.isNew(place, row, &lines, column: 0), let most else { return }
            market.steps[place] = most
        }
    }

    // MARK: The market

    /// The market of what was read; there must be no error.
    private func market() -> MigrationMarket {
        let known = suppliers.compactMap { $0 }
        let order = known.indices.sorted { known[$0].code < known[$1].code }
        let newPlace = Self.inverse(of: order)
        let codes = distributors.sorted()
        let places = Dictionary(uniqueKeysWithValues: codes.enumerated().map { ($1, $0) })
        let newDistributor = distributors.map { places[$0] ?? 0 }
        return MigrationMarket(
            suppliers: order.map { known[$0] }, distributors: codes,
            portfolios: portfolios.map {
                .init(supplier: newPlace[$0.supplier], distributor: newDistributor[$0.distributor], mpans: $0.mpans)
            }.sorted { ($0.supplier, $0.distributor) < ($1.supplier, $1.distributor) },
            limits: Self.sorted(limits, places), calendar: MigrationCalendar(days: days.sorted { $0.date < $1.date }),
            ramps: order.map { ramps[$0] },
            steps: Dictionary(uniqueKeysWithValues: steps.map { (newPlace[$0.key], $0.value) }),
            agents: sortedAgents(newPlace), settings: settings)
    }

    private static func inverse(of order: [Int]) -> [Int] {
        var places = Array(repeating: 0, count: order.count)
        for (new, old) in order.enumerated() { places[old] = new }
        return places
    }

    /// The industry's first, then by distributor, dates, value and source.
    private static func sorted(_ limits: [CodedLimit], _ places: [String: Int]) -> [CapacityLimit] {
        limits.map { ($0, $0.distributor.flatMap { places[$0] } ?? -1) }.sorted { left, right in
            if left.1 != right.1 { return left.1 < right.1 }
            let dates = ((left.0.from, left.0.to, left.0.value), (right.0.from, right.0.to, right.0.value))
            return dates.0 != dates.1 ? dates.0 < dates.1 : left.0.source < right.0.source
        }.map { limit, place in
            CapacityLimit(
                scope: place < 0 ? .industry : .distributor(place), from: limit.from, to: limit.to, value: limit.value,
                source: limit.source)
        }
    }

    /// What is no mistake but plans nothing: suppliers that start too late.
    private mutating func lookAtStarts(_ market: MigrationMarket, _ table: MigrationTable) {
        let last = market.lastDate
        guard let first = market.calendar.migrationDays.first else { return }
        if first > last {
            findings.add(
                FolderFinding(
                    .marketHasMigrationDays, .warning, file: MarketTables.settingsFile, column: "finish_by",
                    problem: "less the buffer is \(last), before the first migration day \(first)",
                    advice: "nothing can be placed"))
            return
        }
        var mpans = Array(repeating: 0, count: market.suppliers.count)
        for portfolio in market.portfolios { mpans[portfolio.supplier] += portfolio.mpans }
        for (place, supplier) in suppliers.enumerated() {
            guard let supplier, let sorted = market.supplier(supplier.code), mpans[sorted] > 0 else { continue }
            let day = market.calendar.firstMigrationDay(onOrAfter: supplier.activeFrom)
            let days = market.calendar.migrationDays
            guard day == days.count || days[day] > last else { continue }
            findings.add(
                FolderFinding(
                    .supplierCanStart, .warning, file: table.name, line: table.line(supplierRows[place]),
                    column: "active_from", value: "\(supplier.activeFrom)",
                    problem: "is after the last day on which \(FolderFinding.shown(supplier.code)) could be placed",
                    advice: "its \(mpans[sorted]) MPANs stay unplaced"))
        }
    }
}
