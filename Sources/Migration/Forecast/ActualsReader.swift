import Kernel

/// Actual progress as read, or what is wrong with it.
public struct ActualsReading: Sendable {
    /// Nil where there is an error.
    public let actuals: MigrationActuals?
    public let findings: FolderFindings
}

/// Reads `actuals.csv`: date,supplier,distributor,completed,reversed, where `*` is a party that is not told apart.
public enum ActualsReader {
    public static let columns = ["date", "supplier", "distributor", "completed", "reversed"]
    /// The most rows.
    public static let mostRows = 20_000_000

    private struct Key: Hashable {
        let day: Int
        let supplier: Int
        let distributor: Int
    }

    /// - Parameters:
    ///   - plan: whose suppliers and distributors the rows may name.
    ///   - findings: what is known to be wrong already.
    public static func read(
        _ table: MigrationTable, of plan: MigrationPlan, findings: FolderFindings = FolderFindings()
    ) -> ActualsReading {
        var findings = findings
        guard var reader = TableReader(table, columns, &findings) else {
            return ActualsReading(actuals: nil, findings: findings)
        }
        if table.count > mostRows {
            reader.report(.marketFits, "has \(table.count) rows, more than \(mostRows)", "divide it")
            return ActualsReading(actuals: nil, findings: reader.findings)
        }
        let suppliers = Dictionary(uniqueKeysWithValues: plan.suppliers.enumerated().map { ($1, $0) })
        let distributors = Dictionary(uniqueKeysWithValues: plan.distributors.enumerated().map { ($1, $0) })
        var rows: [MigrationActuals.Row] = []
        var tableRows: [Int] = []
        rows.reserveCapacity(table.count)
        tableRows.reserveCapacity(table.count)
        var lines: [Key: Int] = [:]
        for row in 0..<table.count where reader.isWhole(row) {
            let date = reader.date(row, 0)
            let supplier = party(row, 1, suppliers, "supplier", &reader)
            let distributor = party(row, 2, distributors, "distributor", &reader)
            let completed = reader.whole(row, 3, 0...MigrationMarket.largestVolume)
            let reversed = reader.whole(row, 4, 0...MigrationMarket.largestVolume)
            guard let date, let supplier, let distributor, let completed, let reversed else { continue }
            let key = Key(day: date.dayNumber, supplier: supplier ?? -1, distributor: distributor ?? -1)
            let rest = "of supplier “\(reader.text(row, 1))”, distributor “\(reader.text(row, 2))” "
            guard reader.isNew(key, row, &lines, column: 0, of: rest) else { continue }
            rows.append(
                .init(
                    date: date, supplier: supplier, distributor: distributor, completed: completed, reversed: reversed))
            tableRows.append(row)
        }
        if let reach = DateReach(rows.map(\.date), planned: plan.rows.map(\.date).max()) {
            for (place, row) in rows.enumerated() where row.date > reach.last {
                reader.report(
                    tableRows[place], 0, .dateIsInReach, reach.problem,
                    "write the right date; a forecast with --as-at \(reach.last.iso) leaves it out", as: .warning)
            }
        }
        let isClean = reader.findings.errorCount == 0
        return ActualsReading(actuals: isClean ? MigrationActuals(rows: rows) : nil, findings: reader.findings)
    }

    /// A party's place; the inner nil is `*`, the outer one a mistake that was reported.
    private static func party(
        _ row: Int, _ column: Int, _ places: [String: Int], _ word: String, _ reader: inout TableReader
    ) -> Int?? {
        if reader.text(row, column) == "*" { return .some(nil) }
        guard let code = reader.code(row, column) else { return nil }
        guard let place = places[code] else {
            reader.report(
                row, column, .partyIsKnown, "is no \(word) of the plan",
                "write a \(word) of plan.csv or unplaced.csv, or *")
            return nil
        }
        return .some(place)
    }
}
