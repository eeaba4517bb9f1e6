import Foundation
import Kernel
import Migration
import TestSupport
import Testing

/// A plan folder is read whole or not at all, in any order of rows, and written in one.
struct PlanReaderTests {
    private static let plan = """
        supplier,distributor,date,volume
        ABCD,LOND,2026-01-05,10
        ABCD,LOND,2026-01-07,20
        EFGH,SWAE,2026-01-05,1
        """
    private static let unplaced = "supplier,distributor,mpans\nEFGH,LOND,3"

    private static func read(_ plan: String, _ unplaced: String? = unplaced) -> PlanReading {
        PlanReader.read(
            PlanTables(
                plan: MarketSample.table("plan.csv", plan),
                unplaced: unplaced.map { MarketSample.table("unplaced.csv", $0) }))
    }

    @Test func readsWhatItWrites() throws {
        let plan = try #require(Self.read(Self.plan).plan)
        #expect(plan.placed == 31)
        #expect(plan.notPlaced == 3)
        #expect(String(decoding: plan.planCSV, as: UTF8.self) == Self.plan + "\n")
        #expect(String(decoding: plan.unplacedCSV, as: UTF8.self) == Self.unplaced + "\n")
    }

    @Test func unplacedMayBeMissing() throws {
        let plan = try #require(Self.read(Self.plan, nil).plan)
        #expect(plan.unplaced.isEmpty)
        #expect(plan.distributors == ["LOND", "SWAE"])
    }

    @Test(arguments: [
        (
            "ABCD,LOND,2026-01-05,10", "ABCD,LOND,2026-01-05,0",
            "plan.csv, line 2: volume “0” is less than 1; write a whole number from 1 to 9999999999"
        ),
        (
            "ABCD,LOND,2026-01-05,10", "ABCD,LOND,2026-01-05,-10",
            "plan.csv, line 2: volume “-10” is negative; write a whole number from 1 to 9999999999"
        ),
        (
            "ABCD,LOND,2026-01-07,20", "ABCD,LOND,2026-01-05,20",
            "plan.csv, line 3: date “2026-01-05” of “ABCD” at “LOND” is on line 2 already; keep one of the two rows"
        ),
        (
            "EFGH,SWAE,2026-01-05,1", "EFGH,SWAE,2026-13-05,1",
            "plan.csv, line 4: date “2026-13-05” is no day of the calendar; "
                + "write a date of the calendar such as 2026-05-14"
        ),
        (
            "EFGH,SWAE,2026-01-05,1", ",SWAE,2026-01-05,1",
            "plan.csv, line 4: supplier is empty; write the code of the party, at most 64 bytes that can be printed"
        ),
    ]) func refuses(_ old: String, _ new: String, _ sentence: String) {
        let reading = Self.read(Self.plan.replacingOccurrences(of: old, with: new))
        #expect(reading.plan == nil)
        #expect(reading.findings.errors.map(\.sentence) == [sentence])
    }

    @Test func doubledRowsFarApartAreFound() {
        let reading = Self.read(Self.plan + "\nABCD,LOND,2026-01-05,10\nABCD,LOND,2026-01-05,11")
        #expect(
            reading.findings.errors.map(\.sentence)
                == [5, 6].map {
                    "plan.csv, line \($0): date “2026-01-05” of “ABCD” at “LOND” is on line 2 already; "
                        + "keep one of the two rows"
                })
    }

    @Test func aFolderWithoutAPlanIsRefused() {
        let reading = PlanReader.read(PlanTables())
        #expect(
            reading.findings.errors.map(\.sentence) == [
                "plan.csv: is not there; name a folder that a plan was written to"
            ])
    }

    /// Rows and columns in any order give the same plan, byte for byte.
    @Test func orderMeansNothing() async throws {
        try await Property.check(seed: 11, count: 50) { generator in
            var table = MigrationTable(name: "plan.csv", header: ["supplier", "distributor", "date", "volume"])
            for supplier in 0..<(1 + generator.nextBelow(5)) {
                for distributor in 0..<4 where generator.nextBelow(2) == 0 {
                    for day in 0..<8 where generator.nextBelow(3) == 0 {
                        table.append([
                            "S\(supplier)", "L\(distributor)", CalendarDate(dayNumber: 20_500 + day).iso,
                            "\(1 + generator.nextBelow(100_000))",
                        ])
                    }
                }
            }
            let plan = PlanReader.read(PlanTables(plan: table)).plan
            let shuffled = MarketSample.shuffled(table, &generator)
            let other = PlanReader.read(PlanTables(plan: shuffled)).plan
            try Property.hold(plan != nil && plan == other, "order changes the plan")
            try Property.hold(plan?.planCSV == table.csv, "the plan is not written as it was read")
        }
    }

    @Test func aMarketsWorthOfRowsIsRead() throws {
        var table = MigrationTable(name: "plan.csv", header: ["supplier", "distributor", "date", "volume"])
        for supplier in 100..<190 {
            for distributor in 10..<38 {
                for day in 0..<40 {
                    table.append([
                        "S\(supplier)", "L\(distributor)", CalendarDate(dayNumber: 20_500 + day).iso, "\(day + 1)",
                    ])
                }
            }
        }
        let plan = try #require(PlanReader.read(PlanTables(plan: table)).plan)
        #expect(plan.rows.count == 100_800)
        #expect(plan.planCSV == table.csv)
    }
}
