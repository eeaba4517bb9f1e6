import Kernel

extension MigrationMarket {
    /// The tables of a folder that reads back as this market: suppliers, portfolios, limits, calendar, ramps, settings,
    /// and agents and step limits of suppliers where it has any.
    ///
    /// Rows are sorted by their keys.
    public var tables: MarketTables {
        var tables = MarketTables()
        tables.suppliers = supplierTable
        tables.portfolios = portfolioTable
        tables.limits = limitTable
        tables.calendar = calendarTable
        tables.ramps = rampTable
        tables.settings = SettingsReader.members(settings)
        // A market without agents has no such files.
        if !agents.isEmpty {
            tables.agents = agentTable
            tables.agentLimits = agentLimitTable
        }
        if !steps.isEmpty { tables.steps = stepTable }
        return tables
    }

    private var supplierTable: MigrationTable {
        var table = MigrationTable(name: MarketTables.files[0], header: MarketReader.supplierColumns)
        for supplier in suppliers {
            table.append([supplier.code, "\(supplier.activeFrom)", supplier.isSmall ? "true" : "false"])
        }
        return table
    }

    private var portfolioTable: MigrationTable {
        var table = MigrationTable(name: MarketTables.files[1], header: MarketReader.portfolioColumns)
        for portfolio in portfolios {
            table.append([
                suppliers[portfolio.supplier].code, distributors[portfolio.distributor], "\(portfolio.mpans)",
            ])
        }
        return table
    }

    private var limitTable: MigrationTable {
        var table = MigrationTable(name: MarketTables.files[2], header: MarketReader.limitColumns)
        for limit in limits {
            let scope: (String, String) =
                switch limit.scope {
                case .industry: ("industry", "")
                case .distributor(let place): ("distributor", distributors[place])
                }
            table.append([scope.0, scope.1, "\(limit.from)", "\(limit.to)", "\(limit.value)", limit.source])
        }
        return table
    }

    private var calendarTable: MigrationTable {
        var table = MigrationTable(name: MarketTables.files[3], header: MarketReader.calendarColumns)
        for day in calendar.days { table.append(["\(day.date)", day.dayClass.rawValue]) }
        return table
    }

    private var agentTable: MigrationTable {
        var table = MigrationTable(name: MarketTables.files[6], header: MarketReader.agentColumns)
        for (place, supplier) in suppliers.enumerated() {
            for agent in agents where agent.suppliers.contains(place) { table.append([supplier.code, agent.code]) }
        }
        return table
    }

    private var agentLimitTable: MigrationTable {
        var table = MigrationTable(name: MarketTables.files[7], header: MarketReader.agentLimitColumns)
        for agent in agents {
            for limit in agent.limits {
                table.append([agent.code, "\(limit.from)", "\(limit.to)", "\(limit.value)", limit.source])
            }
        }
        return table
    }

    private var stepTable: MigrationTable {
        var table = MigrationTable(name: MarketTables.files[8], header: MarketReader.stepColumns)
        for (place, supplier) in suppliers.enumerated() {
            if let most = steps[place] { table.append([supplier.code, "\(most)"]) }
        }
        return table
    }

    private var rampTable: MigrationTable {
        var table = MigrationTable(name: MarketTables.files[4], header: MarketReader.rampColumns)
        for (place, ramp) in ramps.enumerated() {
            for (day, most) in ramp.sorted(by: { $0.key < $1.key }) {
                table.append([suppliers[place].code, "\(day)", "\(most)"])
            }
        }
        return table
    }
}

extension MigrationPlan {
    /// `plan.csv`: supplier, distributor, date, volume, in the order of the rows.
    public var planCSV: [UInt8] {
        let parties = distributors.map { Self.cell($0) }
        var dates: [Int: [UInt8]] = [:]
        var bytes = Array("supplier,distributor,date,volume\n".utf8)
        bytes.reserveCapacity(rows.count * 30 + 64)
        var lead: [UInt8] = []
        var leadOf = (supplier: -1, distributor: -1)
        for row in rows {
            if leadOf != (row.supplier, row.distributor) {
                leadOf = (row.supplier, row.distributor)
                lead = Self.cell(suppliers[row.supplier]) + parties[row.distributor]
            }
            bytes.append(contentsOf: lead)
            if let date = dates[row.date.dayNumber] {
                bytes.append(contentsOf: date)
            } else {
                let date = Array("\(row.date),".utf8)
                dates[row.date.dayNumber] = date
                bytes.append(contentsOf: date)
            }
            Self.append(row.volume, to: &bytes)
        }
        return bytes
    }

    /// `unplaced.csv`: supplier, distributor, mpans.
    public var unplacedCSV: [UInt8] {
        var bytes = Array("supplier,distributor,mpans\n".utf8)
        for row in unplaced {
            bytes.append(contentsOf: Self.cell(suppliers[row.supplier]) + Self.cell(distributors[row.distributor]))
            Self.append(row.mpans, to: &bytes)
        }
        return bytes
    }

    /// A code as its cell and the comma after it.
    private static func cell(_ code: String) -> [UInt8] {
        var bytes: [UInt8] = []
        MigrationTable.append(code, to: &bytes)
        bytes.append(UInt8(ascii: ","))
        return bytes
    }

    /// A number that is not negative, and the end of the line.
    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        var power = 1
        while number / power >= 10 { power *= 10 }
        while power > 0 {
            bytes.append(0x30 + UInt8(truncatingIfNeeded: number / power % 10))
            power /= 10
        }
        bytes.append(UInt8(ascii: "\n"))
    }
}
