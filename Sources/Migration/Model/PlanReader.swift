import Kernel

/// The tables of a plan folder; `unplaced` may be missing.
public struct PlanTables: Sendable, Equatable {
    public var plan: MigrationTable?
    public var unplaced: MigrationTable?

    public init(plan: MigrationTable? = nil, unplaced: MigrationTable? = nil) {
        self.plan = plan
        self.unplaced = unplaced
    }

    public static let planFile = "plan.csv"
    public static let unplacedFile = "unplaced.csv"
}

/// A plan, or why there is none; findings either way.
public struct PlanReading: Sendable {
    /// Nil where an error was found.
    public let plan: MigrationPlan?
    public let findings: FolderFindings
}

/// Reads a plan folder's tables: whole, or not at all; rows and columns in any order.
public struct PlanReader {
    static let planColumns = ["supplier", "distributor", "date", "volume"]
    static let unplacedColumns = ["supplier", "distributor", "mpans"]
    /// The rows a plan may have.
    public static let mostRows = 50_000_000

    /// Codes by the order in which they are met.
    private struct Codes {
        var list: [String] = []
        private var places: [String: Int] = [:]
        private var last: (code: String, place: Int)?

        /// Rows of one party stand together, so the last code is asked first.
        mutating func place(_ code: String) -> Int {
            if let last, last.code == code { return last.place }
            let place = places[code] ?? list.count
            if place == list.count {
                places[code] = place
                list.append(code)
            }
            last = (code, place)
            return place
        }

        /// The new place of each when they are sorted.
        var order: (codes: [String], places: [Int]) {
            let sorted = list.indices.sorted { list[$0] < list[$1] }
            var places = Array(repeating: 0, count: list.count)
            for (new, old) in sorted.enumerated() { places[old] = new }
            return (sorted.map { list[$0] }, places)
        }
    }

    private var findings: FolderFindings
    private var suppliers = Codes()
    private var distributors = Codes()

    private init(findings: FolderFindings) { self.findings = findings }

    public static func read(
        _ tables: PlanTables, findings: FolderFindings = FolderFindings(), unreadable: Set<String> = []
    ) -> PlanReading {
        var reader = PlanReader(findings: findings)
        if tables.plan == nil, !unreadable.contains(PlanTables.planFile) {
            reader.findings.add(
                FolderFinding(
                    .fileIsThere, .error, file: PlanTables.planFile, problem: "is not there",
                    advice: "name a folder that a plan was written to"))
        }
        let rows = tables.plan.map { reader.rows($0) } ?? []
        let unplaced = tables.unplaced.map { reader.unplaced($0) } ?? []
        guard let plan = reader.plan(rows, unplaced, tables), reader.findings.errorCount == 0 else {
            return PlanReading(plan: nil, findings: reader.findings)
        }
        return PlanReading(plan: plan, findings: reader.findings)
    }

    // MARK: The tables

    private mutating func rows(_ table: MigrationTable) -> [(row: MigrationPlan.Row, place: Int)] {
        guard var reader = TableReader(table, Self.planColumns, &findings) else { return [] }
        var rows: [(row: MigrationPlan.Row, place: Int)] = []
        rows.reserveCapacity(table.count)
        if table.count > Self.mostRows {
            reader.report(.marketFits, "has \(table.count) rows, more than \(Self.mostRows)", "divide the plan")
        }
        for row in 0..<table.count where reader.isWhole(row) {
            let supplier = reader.code(row, 0)
            let distributor = reader.code(row, 1)
            let date = reader.date(row, 2)
            let volume = reader.whole(row, 3, 1...MigrationMarket.largestVolume)
            guard let supplier, let distributor, let date, let volume else { continue }
            let entry = MigrationPlan.Row(
                supplier: suppliers.place(supplier), distributor: distributors.place(distributor), date: date,
                volume: volume)
            rows.append((entry, row))
        }
        findings = reader.findings
        return rows
    }

    private mutating func unplaced(_ table: MigrationTable) -> [(row: MigrationPlan.Unplaced, place: Int)] {
        guard var reader = TableReader(table, Self.unplacedColumns, &findings) else { return [] }
        var rows: [(row: MigrationPlan.Unplaced, place: Int)] = []
        for row in 0..<table.count where reader.isWhole(row) {
            let supplier = reader.code(row, 0)
            let distributor = reader.code(row, 1)
            let mpans = reader.whole(row, 2, 0...MigrationMarket.largestVolume)
            guard let supplier, let distributor, let mpans else { continue }
            if mpans == 0 {
                reader.report(row, 2, .portfolioIsNotEmpty, "leaves nothing unplaced", "it is passed over", as: .note)
            }
            let entry = MigrationPlan.Unplaced(
                supplier: suppliers.place(supplier), distributor: distributors.place(distributor), mpans: mpans)
            rows.append((entry, row))
        }
        findings = reader.findings
        return rows
    }

    // MARK: The plan

    private mutating func plan(
        _ rows: [(row: MigrationPlan.Row, place: Int)], _ unplaced: [(row: MigrationPlan.Unplaced, place: Int)],
        _ tables: PlanTables
    ) -> MigrationPlan? {
        let (supplierCodes, supplierPlaces) = suppliers.order
        let (distributorCodes, distributorPlaces) = distributors.order
        var placed = rows.map { entry in
            (
                row: MigrationPlan.Row(
                    supplier: supplierPlaces[entry.row.supplier], distributor: distributorPlaces[entry.row.distributor],
                    date: entry.row.date, volume: entry.row.volume), place: entry.place
            )
        }
        Self.sort(&placed) { left, right in
            (left.supplier, left.distributor, left.date.dayNumber)
                < (right.supplier, right.distributor, right.date.dayNumber)
        }
        var left = unplaced.map { entry in
            (
                row: MigrationPlan.Unplaced(
                    supplier: supplierPlaces[entry.row.supplier], distributor: distributorPlaces[entry.row.distributor],
                    mpans: entry.row.mpans), place: entry.place
            )
        }
        Self.sort(&left) { ($0.supplier, $0.distributor) < ($1.supplier, $1.distributor) }
        if let table = tables.plan {
            reportDoubles(placed.map(\.place), table, column: 2, Self.planColumns) { one, other in
                let (one, other) = (placed[one].row, placed[other].row)
                return one.supplier == other.supplier && one.distributor == other.distributor && one.date == other.date
            }
        }
        if let table = tables.unplaced {
            reportDoubles(left.map(\.place), table, column: 1, Self.unplacedColumns) { one, other in
                let (one, other) = (left[one].row, left[other].row)
                return one.supplier == other.supplier && one.distributor == other.distributor
            }
        }
        guard findings.errorCount == 0 else { return nil }
        return MigrationPlan(
            suppliers: supplierCodes, distributors: distributorCodes, rows: placed.map(\.row),
            unplaced: left.map(\.row).filter { $0.mpans > 0 })
    }

    /// Sorts where the rows are not sorted already, as those that we wrote are; equal ones keep their order.
    private static func sort<Row>(_ rows: inout [(row: Row, place: Int)], _ isBefore: (Row, Row) -> Bool) {
        let isSorted = zip(rows, rows.dropFirst()).allSatisfy { !isBefore($1.row, $0.row) }
        guard !isSorted else { return }
        rows.sort { left, right in
            if isBefore(left.row, right.row) { return true }
            return !isBefore(right.row, left.row) && left.place < right.place
        }
    }

    private mutating func reportDoubles(
        _ places: [Int], _ table: MigrationTable, column: Int, _ columns: [String], _ isSame: (Int, Int) -> Bool
    ) {
        var doubles: [(row: Int, first: Int)] = []
        var first = 0
        for place in places.indices.dropFirst() {
            if isSame(first, place) { doubles.append((places[place], places[first])) } else { first = place }
        }
        guard !doubles.isEmpty, var reader = TableReader(table, columns, &findings) else { return }
        // The header was read before: what it lacks is told already.
        reader.findings = findings
        for double in doubles.sorted(by: { $0.row < $1.row }) {
            let names = (0..<column).map { FolderFinding.shown(reader.text(double.row, $0)) }
            reader.report(
                double.row, column, .keyIsThereOnce,
                "of \(names.joined(separator: " at ")) is on line \(table.line(double.first)) already",
                "keep one of the two rows")
        }
        findings = reader.findings
    }
}
