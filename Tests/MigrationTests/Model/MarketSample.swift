import Foundation
import Kernel
import Migration
import TestSupport

/// A small market as the texts of its files, for tests that spoil a row of it.
struct MarketSample {
    var suppliers = """
        supplier,active_from,small
        ABCD,2026-01-05,false
        EFGH,2026-01-06,true
        """
    var portfolios = """
        supplier,distributor,mpans
        ABCD,LOND,500
        ABCD,SWAE,1
        EFGH,LOND,20
        """
    var limits = """
        scope,distributor,from,to,value,source
        industry,,2026-01-01,2026-12-31,300,v1
        distributor,LOND,2026-01-01,2026-12-31,200,v1
        """
    var calendar = """
        date,class
        2026-01-05,migration
        2026-01-06,hold
        2026-01-07,migration
        2026-01-10,closed
        """
    var ramps: String? = """
        supplier,day_index,max
        ABCD,0,10
        """
    var settings: [SettingMember]?

    /// Replaces the one place of a file that reads so.
    mutating func replace(_ file: String, _ old: String, _ new: String) {
        func spoil(_ text: inout String) {
            precondition(text.components(separatedBy: old).count == 2, "\(old) stands once in \(file)")
            text = text.replacingOccurrences(of: old, with: new)
        }
        switch file {
        case "suppliers.csv": spoil(&suppliers)
        case "portfolios.csv": spoil(&portfolios)
        case "limits.csv": spoil(&limits)
        case "calendar.csv": spoil(&calendar)
        default:
            var text = ramps ?? ""
            spoil(&text)
            ramps = text
        }
    }

    var tables: MarketTables {
        var tables = MarketTables()
        tables.suppliers = Self.table("suppliers.csv", suppliers)
        tables.portfolios = Self.table("portfolios.csv", portfolios)
        tables.limits = Self.table("limits.csv", limits)
        tables.calendar = Self.table("calendar.csv", calendar)
        tables.ramps = ramps.map { Self.table("ramps.csv", $0) }
        tables.settings = settings
        return tables
    }

    /// A text without quotation marks as a table.
    static func table(_ name: String, _ text: String) -> MigrationTable {
        var table = MigrationTable(name: name)
        for (place, line) in text.components(separatedBy: "\n").enumerated() {
            for cell in line.components(separatedBy: ",") { table.append(cell: cell) }
            table.endRow(line: place + 1)
        }
        return table
    }

    /// Writes a market's files as a folder has them.
    static func write(_ market: MigrationMarket, to folder: TemporaryFolder, _ name: String) throws -> URL {
        let place = folder.file(name)
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let tables = market.tables
        for table in [
            tables.suppliers, tables.portfolios, tables.limits, tables.calendar, tables.ramps, tables.agents,
            tables.agentLimits, tables.steps,
        ] {
            guard let table else { continue }
            try folder.write(table.csv, to: "\(name)/\(table.name)")
        }
        let settings = (tables.settings ?? []).map { member in
            switch member.value {
            case .number(let text): "\"\(member.name)\": \(text)"
            case .text(let text): "\"\(member.name)\": \"\(text)\""
            default: "\"\(member.name)\": null"
            }
        }
        try folder.write(Array("{\(settings.joined(separator: ", "))}\n".utf8), to: "\(name)/settings.json")
        return place
    }

    /// The rows of a table in another order, its columns too.
    static func shuffled(_ table: MigrationTable?, _ generator: inout SeededGenerator) -> MigrationTable? {
        guard let table, let header = table.header else { return nil }
        let columns = header.indices.shuffled(using: &generator)
        var shuffled = MigrationTable(name: table.name, header: columns.map { header[$0] })
        for row in (0..<table.count).shuffled(using: &generator) {
            shuffled.append(columns.map { table.cell(row, $0) })
        }
        return shuffled
    }
}
