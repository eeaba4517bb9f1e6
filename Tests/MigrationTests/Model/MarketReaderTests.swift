import Kernel
import Migration
import TestSupport
import Testing

/// A market folder is read whole or not at all, and every mistake is named with its place, its value and its mending.
struct MarketReaderTests {
    @Test func theSampleIsAMarket() throws {
        let reading = MarketReader.read(MarketSample().tables)
        let market = try #require(reading.market)
        #expect(reading.findings.kept.isEmpty)
        #expect(market.suppliers.map(\.code) == ["ABCD", "EFGH"])
        #expect(market.suppliers.map(\.isSmall) == [false, true])
        #expect(market.distributors == ["LOND", "SWAE"])
        #expect(market.mpans == 521)
        #expect(market.calendar.migrationDays.map(\.iso) == ["2026-01-05", "2026-01-07"])
        #expect(market.ramps == [[0: 10], [:]])
        #expect(market.limits.map(\.value) == [300, 200])
    }

    struct Spoilt: Sendable, CustomTestStringConvertible {
        let file: String
        let old: String
        let new: String
        let sentence: String
        var testDescription: String { sentence }

        init(_ file: String, _ old: String, _ new: String, _ sentence: String) {
            self.file = file
            self.old = old
            self.new = new
            self.sentence = sentence
        }
    }

    @Test(arguments: [
        Spoilt(
            "portfolios.csv", ",500", ",-5",
            "portfolios.csv, line 2: mpans “-5” is negative; write a whole number from 0 to 9999999999"),
        Spoilt(
            "portfolios.csv", ",500", ",-5.5",
            "portfolios.csv, line 2: mpans “-5.5” is negative; write a whole number from 0 to 9999999999"),
        Spoilt(
            "portfolios.csv", ",500", ",5.5",
            "portfolios.csv, line 2: mpans “5.5” is not whole; write a whole number from 0 to 9999999999"),
        Spoilt(
            "portfolios.csv", ",500", ",12345678901",
            "portfolios.csv, line 2: mpans “12345678901” has more than ten digits; "
                + "write a whole number from 0 to 9999999999"),
        Spoilt(
            "portfolios.csv", ",500", ", 500",
            "portfolios.csv, line 2: mpans “ 500” has spaces around the number; "
                + "write a whole number from 0 to 9999999999"),
        Spoilt(
            "portfolios.csv", ",500", ",1 500",
            "portfolios.csv, line 2: mpans “1 500” has marks between its digits; "
                + "write a whole number from 0 to 9999999999"),
        Spoilt(
            "portfolios.csv", ",500", ",5e2",
            "portfolios.csv, line 2: mpans “5e2” is no whole number; write a whole number from 0 to 9999999999"),
        Spoilt(
            "portfolios.csv", ",500", ",",
            "portfolios.csv, line 2: mpans is empty; write a whole number from 0 to 9999999999"),
        Spoilt(
            "portfolios.csv", "ABCD,LOND,500", "ABCX,LOND,500",
            "portfolios.csv, line 2: supplier “ABCX” is no supplier of suppliers.csv; "
                + "add a row to suppliers.csv, or mend the code"),
        Spoilt(
            "portfolios.csv", "ABCD,LOND,500", "abcd ,LOND,500",
            "portfolios.csv, line 2: supplier “abcd ” is no supplier of suppliers.csv; "
                + "write ABCD, or add a row to suppliers.csv"),
        Spoilt(
            "portfolios.csv", "ABCD,SWAE", "ABCD,LOND",
            "portfolios.csv, line 3: distributor “LOND” of supplier “ABCD” is on line 2 already; "
                + "keep one of the two rows"),
        Spoilt(
            "portfolios.csv", "ABCD,SWAE,1", "ABCD,,1",
            "portfolios.csv, line 3: distributor is empty; "
                + "write the code of the party, at most 64 bytes that can be printed"),
        Spoilt(
            "portfolios.csv", "ABCD,SWAE,1", "ABCD,*,1",
            "portfolios.csv, line 3: distributor “*” stands for every party; "
                + "write the code of the party, at most 64 bytes that can be printed"),
        Spoilt(
            "portfolios.csv", "ABCD,SWAE,1", "ABCD,S\u{7}AE,1",
            "portfolios.csv, line 3: distributor “S\\u{7}AE” has characters that cannot be printed; "
                + "write the code of the party, at most 64 bytes that can be printed"),
        Spoilt(
            "portfolios.csv", "ABCD,SWAE,1", "ABCD,SWAE",
            "portfolios.csv, line 3: the row has 2 cells and the header 3; give each column one cell"),
        Spoilt(
            "portfolios.csv", "mpans", "volume",
            "portfolios.csv, line 1: mpans is missing from the header; add the column"),
        Spoilt(
            "portfolios.csv", "mpans", " MPANs",
            "portfolios.csv, line 1: mpans is missing from the header; write mpans in place of “ MPANs”"),
        Spoilt(
            "portfolios.csv", "supplier,distributor,mpans", "supplier,distributor,supplier,mpans",
            "portfolios.csv, line 1: supplier is there more than once; keep one of the columns"),
        Spoilt(
            "suppliers.csv", "06,true", "06,true\nABCD,2026-01-07,false",
            "suppliers.csv, line 4: supplier “ABCD” is on line 2 already; keep one of the two rows"),
        Spoilt(
            "suppliers.csv", "2026-01-06", "2026-02-30",
            "suppliers.csv, line 3: active_from “2026-02-30” is no day of the calendar; "
                + "write a date of the calendar such as 2026-05-14"),
        Spoilt(
            "suppliers.csv", "2026-01-06", "2526-01-06",
            "suppliers.csv, line 3: active_from “2526-01-06” is outside the years 1900 to 2199; "
                + "write a date of the calendar such as 2026-05-14"),
        Spoilt(
            "suppliers.csv", "2026-01-06", "06/01/2026",
            "suppliers.csv, line 3: active_from “06/01/2026” is not written yyyy-mm-dd; "
                + "write a date of the calendar such as 2026-05-14"),
        Spoilt(
            "suppliers.csv", "2026-01-06", "2026-01-06 ",
            "suppliers.csv, line 3: active_from “2026-01-06 ” has spaces around the date; "
                + "write a date of the calendar such as 2026-05-14"),
        Spoilt(
            "suppliers.csv", "true", "yes",
            "suppliers.csv, line 3: small “yes” is not true or false; write true or false"),
        Spoilt(
            "limits.csv", "industry,,", "industry,LOND,",
            "limits.csv, line 2: distributor “LOND” stands in a row of scope industry; "
                + "leave it empty, or write distributor for the scope"),
        Spoilt(
            "limits.csv", "distributor,LOND", "distributor,",
            "limits.csv, line 3: distributor is empty in a row of scope distributor; "
                + "name the distributor, or write industry for the scope"),
        Spoilt(
            "limits.csv", "industry,,", "gsp,,",
            "limits.csv, line 2: scope “gsp” is not industry or distributor; write industry or distributor"),
        Spoilt(
            "limits.csv", "2026-12-31,300", "2025-12-31,300",
            "limits.csv, line 2: to “2025-12-31” is before 2026-01-01, on which it begins; swap the two dates"),
        Spoilt(
            "limits.csv", ",300,", ",0.5,",
            "limits.csv, line 2: value “0.5” is not whole; write a whole number from 0 to 9999999999"),
        Spoilt(
            "calendar.csv", "hold", "holiday",
            "calendar.csv, line 3: class “holiday” is not migration, hold or closed; "
                + "write migration, hold or closed"),
        Spoilt(
            "calendar.csv", "2026-01-10", "2026-01-05",
            "calendar.csv, line 5: date “2026-01-05” is on line 2 already; keep one of the two rows"),
        Spoilt(
            "ramps.csv", "ABCD", "WXYZ",
            "ramps.csv, line 2: supplier “WXYZ” is no supplier of suppliers.csv; "
                + "add a row to suppliers.csv, or mend the code"),
        Spoilt(
            "ramps.csv", ",0,", ",-1,",
            "ramps.csv, line 2: day_index “-1” is negative; write a whole number from 0 to 40000"),
        Spoilt(
            "ramps.csv", "ABCD,0,10", "ABCD,0,10\nABCD,0,11",
            "ramps.csv, line 3: day_index “0” of supplier “ABCD” is on line 2 already; keep one of the two rows"),
    ]) func refuses(_ spoilt: Spoilt) {
        var sample = MarketSample()
        sample.replace(spoilt.file, spoilt.old, spoilt.new)
        let reading = MarketReader.read(sample.tables)
        #expect(reading.market == nil)
        #expect(reading.findings.errors.map(\.sentence) == [spoilt.sentence])
        #expect(reading.findings.errorCount == 1)
    }

    @Test func aMissingFileIsNamedWithItsHeader() {
        var tables = MarketSample().tables
        tables.limits = nil
        #expect(
            MarketReader.read(tables).findings.errors.map(\.sentence) == [
                "limits.csv: is not there; add it with the header scope,distributor,from,to,value,source"
            ])
    }

    @Test func aCalendarWithoutAMigrationDayIsRefused() {
        var sample = MarketSample()
        sample.calendar = "date,class\n2026-01-05,hold"
        #expect(
            MarketReader.read(sample.tables).findings.errors.map(\.sentence) == [
                "calendar.csv: class is migration on no day; list the days on which migrations may begin"
            ])
    }

    @Test func everyMistakeOfEveryFileIsToldAtOnce() {
        var sample = MarketSample()
        sample.replace("suppliers.csv", "true", "no")
        sample.replace("portfolios.csv", ",500", ",x")
        sample.replace("limits.csv", ",300,", ",x,")
        sample.replace("calendar.csv", "hold", "")
        sample.replace("ramps.csv", ",10", ",x")
        sample.settings = [SettingMember("reserve", .number("2"))]
        let findings = MarketReader.read(sample.tables).findings
        #expect(
            findings.errors.map(\.file) == [
                "suppliers.csv", "portfolios.csv", "limits.csv", "calendar.csv", "ramps.csv", "settings.json",
            ])
    }

    @Test func beyondAThousandMistakesAreCounted() {
        var sample = MarketSample()
        for _ in 0..<1_500 { sample.portfolios += "\nABCD,SOUT,-1" }
        let findings = MarketReader.read(sample.tables).findings
        #expect(findings.errors.count == 1_000)
        // Each row has a negative number, and all but the first a key that is there already.
        #expect(findings.errorCount == 1_500 + 1_499)
    }

    @Test func whatIsOddButUsableIsAWarning() throws {
        var sample = MarketSample()
        sample.limits += "\nindustry,,2026-01-01,2026-12-31,250,v2\ndistributor,NOBO,2026-01-01,2026-12-31,9,v1"
        sample.portfolios += "\nEFGH,SWAE,0"
        sample.replace("suppliers.csv", "2026-01-06", "2027-01-06")
        sample.calendar = "date,class,name\n2026-01-05,migration,a\n2026-01-07,migration,b"
        let reading = MarketReader.read(sample.tables)
        #expect(reading.findings.errors.isEmpty)
        #expect(
            reading.findings.warnings.map(\.sentence) == [
                "limits.csv, line 5: distributor “NOBO” has a limit but no portfolio; "
                    + "it binds nobody; mend the code if another distributor is meant",
                "limits.csv, line 4: value “250” contradicts line 2, which gives the same days 300; the smallest holds",
                "calendar.csv, line 1: name is no column of this file; it is passed over",
                "suppliers.csv, line 3: active_from “2027-01-06” is after the last day on which “EFGH” could be placed; "
                    + "its 20 MPANs stay unplaced",
            ])
        #expect(
            reading.findings.notes.map(\.sentence) == [
                "portfolios.csv, line 5: mpans “0” is an empty portfolio; nothing is planned for it"
            ])
        let market = try #require(reading.market)
        #expect(market.distributors == ["LOND", "NOBO", "SWAE"])
        #expect(PlanningGrid(market).industry == [250, 250])
    }

    @Test func rampsAndSettingsMayBeMissing() throws {
        var sample = MarketSample()
        sample.ramps = nil
        let market = try #require(MarketReader.read(sample.tables).market)
        #expect(market.ramps == [[:], [:]])
        #expect(market.settings.reserve == .none)
        #expect(market.lastDate.iso == "2026-01-10")
    }

    /// Written and read again, in any order of rows and columns, a market is the same.
    @Test func orderMeansNothing() async throws {
        try await Property.check(seed: 6, count: 30) { generator in
            let recipe = MadeMarketRecipe.allCases[generator.nextBelow(3)]
            let made = try MadeMarket(
                seed: generator.next(), recipe: recipe, suppliers: 1 + generator.nextBelow(12),
                distributors: 1 + generator.nextBelow(20), mpans: 1 + generator.nextBelow(100_000))
            let written = made.market.tables
            let read = MarketReader.read(written)
            try Property.hold(read.findings.errorCount == 0, "\(read.findings.errors.map(\.sentence))")
            try Property.hold(read.market?.tables == written, "the market is not the one that was written")
            var shuffled = MarketTables()
            shuffled.suppliers = MarketSample.shuffled(written.suppliers, &generator)
            shuffled.portfolios = MarketSample.shuffled(written.portfolios, &generator)
            shuffled.limits = MarketSample.shuffled(written.limits, &generator)
            shuffled.calendar = MarketSample.shuffled(written.calendar, &generator)
            shuffled.ramps = MarketSample.shuffled(written.ramps, &generator)
            shuffled.settings = written.settings?.shuffled(using: &generator)
            try Property.hold(MarketReader.read(shuffled).market?.tables == written, "order changes the market")
        }
    }

    @Test func codesAreTakenAsTheyAre() throws {
        var tables = MarketSample().tables
        var suppliers = MigrationTable(name: "suppliers.csv", header: ["supplier", "active_from", "small"])
        suppliers.append(["=A, \"B\"", "2026-01-05", "false"])
        var portfolios = MigrationTable(name: "portfolios.csv", header: ["supplier", "distributor", "mpans"])
        portfolios.append(["=A, \"B\"", "Łódź", "7"])
        tables.suppliers = suppliers
        tables.portfolios = portfolios
        tables.ramps = nil
        let market = try #require(MarketReader.read(tables).market)
        #expect(market.suppliers.map(\.code) == ["=A, \"B\""])
        let table = try #require(market.tables.portfolios)
        #expect(
            String(decoding: table.csv, as: UTF8.self) == "supplier,distributor,mpans\n\"=A, \"\"B\"\"\",Łódź,7\n")
    }
}
