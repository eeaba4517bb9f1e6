import Consumption
import Kernel
import Market
import TestSupport
import Testing

@testable import ControlRoom

/// The form as an address, read and written.
@Suite struct ConsumptionReadingTests {
    private static func read(_ query: String) throws -> ConsumptionReading {
        .read(try AddressReader.read(path: "/consumption", query: query).consumption)
    }

    // MARK: Every field's message

    @Test(arguments: [
        ("mpans=many", "mpans", "“many” is not a whole number. Write one from 1 to 1,000,000,000."),
        ("mpans=0", "mpans", "“0” is outside 1 to 1,000,000,000."),
        ("mpans=1000000001", "mpans", "“1000000001” is outside 1 to 1,000,000,000."),
        ("mpans=99999999999999999999", "mpans", "“99999999999999999999” is outside 1 to 1,000,000,000."),
        ("mpans=1.5", "mpans", "“1.5” is not a whole number. Write one from 1 to 1,000,000,000."),
        ("seed=-1", "seed", "“-1” is not a whole number from 0 to 18446744073709551615."),
        (
            "seed=18446744073709551616", "seed",
            "“18446744073709551616” is not a whole number from 0 to 18446744073709551615."
        ),
        ("from=2026-02-30", "from", "“2026-02-30” is not a date. Write one such as 2026-01-12."),
        ("from=12/01/2026", "from", "“12/01/2026” is not a date. Write one such as 2026-01-12."),
        ("from=1999-12-31", "from", "31 Dec 1999 is outside 1 Jan 2000 to 31 Dec 2098."),
        ("days=0", "days", "“0” is outside 1 to 3,700."), ("days=3701", "days", "“3701” is outside 1 to 3,700."),
        (
            "from=2098-12-30&days=3", "days",
            "From 30 Dec 2098 there are 2 days up to 31 Dec 2098, the last."
        ),
        (
            "gsp=_I", "gsp",
            "There is no GSP group “_I”. There are _A, _B, _C, _D, _E, _F, _G, _H, _J, _K, _L, _M, _N, _P."
        ),
        (
            "format=xlsx", "format",
            "There is no format “xlsx”. There are csv, long, fixed, d0036, d0379, if021, df2, parquet, parquet-plain, hhb."
        ),
        (
            "class1=smart-domestik&share1=100", "class1",
            "There is no class “smart-domestik”. The classes are listed below."
        ),
        (
            "class1=smart-domestic%2Bwind&share1=100", "class1",
            "There is no add-on “wind”. There are ev, heat-pump, storage-heating, pv, battery."
        ),
        ("class1=smart-domestic%2Bpv%2Bpv&share1=100", "class1", "The add-on pv is named twice."),
        ("class1=unmetered-allnight%2Bpv&share1=100", "class1", "Unmetered classes take no add-ons."),
        ("share2=10", "class2", "Name the class that has this share, or empty the share."),
        ("class2=smart-domestic", "share2", "Give this class a share, or empty the class."),
        (
            "class1=smart-domestic&share1=half", "share1",
            "“half” is not a share in per cent, such as 12.5."
        ),
        ("class1=smart-domestic&share1=-5", "share1", "“-5” is not a share in per cent, such as 12.5."),
        ("class1=smart-domestic&share1=1e2", "share1", "“1e2” is not a share in per cent, such as 12.5."),
        ("class1=smart-domestic&share1=100.1", "share1", "“100.1” is more than 100 %."),
        (
            "class1=smart-domestic&share1=50&class7=smart-domestic&share7=50", "class7",
            "smart-domestic stands in another row already. Write it once, with the whole share."
        ),
        (
            "class1=smart-domestic%2Bpv%2Bev&share1=50&class2=smart-domestic%2Bev%2Bpv&share2=50", "class2",
            "smart-domestic+ev+pv stands in another row already. Write it once, with the whole share."
        ),
        ("class1=smart-domestic&share1=95", "mix", "The shares sum to 95 %. They must sum to 100 %."),
        ("class1=smart-domestic&share1=0", "mix", "The shares sum to 0 %. They must sum to 100 %."),
    ])
    func aFieldThatCannotBeReadSaysWhy(query: String, field: String, words: String) throws {
        let reading = try Self.read(query)
        #expect(reading.problems == [.init(field: field, words: words)])
        #expect(reading.request == nil)
    }

    @Test(arguments: [
        ("mpan=12ab", "mpan", "“12ab” holds something other than digits. An MPAN is 13 digits."),
        ("mpan=99", "mpan", "“99” is not 13 digits long."),
        ("mpan=9900000000007", "mpan", "“9900000000007” fails its check digit: after these twelve digits comes 6."),
        ("day=soon", "day", "“soon” is not a date. Write one such as 2026-01-12."),
        ("day=2026-01-26", "day", "26 Jan 2026 is outside 12 Jan 2026 to 25 Jan 2026, the run."),
        ("clock=moon", "clock", "“moon” is neither utc nor local."),
    ])
    func whatIsLookedAtHasItsMessageAndTheRunStands(query: String, field: String, words: String) throws {
        let reading = try Self.read(query)
        #expect(reading.problems == [.init(field: field, words: words)])
        #expect(reading.request?.configuration == ConsumptionPreset.standard)
    }

    @Test func anMPANOfAnotherPortfolioIsNamed() throws {
        let reading = try Self.read("mpans=10&mpan=1012345678903")
        let words = try #require(reading.words(of: "mpan").first)
        #expect(words.hasPrefix("1012345678903 is not in this portfolio, whose import MPANs run from 9900000000006 to"))
    }

    @Test func allProblemsAreSaidAtOnceInTheOrderOfTheForm() throws {
        let reading = try Self.read("share1=x&days=x&mpans=x&class2=y&share2=1")
        #expect(reading.problems.map(\.field) == ["mpans", "days", "class1", "share1", "class2"])
    }

    // MARK: What is read

    @Test func whatIsLeftEmptyTakesTheBeginning() throws {
        let request = try #require(try Self.read("mpans=&class1=&share1=&gsp=all").request)
        #expect(request.configuration == ConsumptionPreset.standard)
        #expect(request.region == nil && request.format == "csv" && request.day == request.configuration.from)
    }

    @Test func numbersMayBeWrittenAsPeopleWriteThem() throws {
        let request = try #require(
            try Self.read("mpans=1,200&class1=smart-domestic&share1=62.5+%25&class2=smart-business&share2=37.5").request
        )
        #expect(request.configuration.importMPANs == 1_200)
        #expect(request.configuration.mix.map(\.billionths) == [625_000_000, 375_000_000])
    }

    @Test func thirdsMayBeWritten() throws {
        let request = try #require(
            try Self.read(
                "class1=smart-domestic&share1=33.33333&class2=smart-business&share2=33.33333&class3=traditional&share3=33.33333"
            ).request)
        #expect(request.configuration.mix.count == 3)
    }

    @Test func theOrderOfRowsDecidesNothing() throws {
        let forth = try Self.read("class1=smart-domestic%2Bpv&share1=40&class2=smart-business&share2=60")
        let back = try Self.read("class5=smart-business&share5=60&class9=smart-domestic%2Bpv&share9=40")
        #expect(forth == back)
        #expect(forth.request != nil)
    }

    @Test func sharesInPerCentAreExact() throws {
        for billionths in [0, 1, 10, 9_999_999, 10_000_000, 125_000_000, 333_333_333, 999_999_999, 1_000_000_000] {
            #expect(Percent.billionths(Percent.text(billionths: billionths)) == billionths)
        }
        #expect(Percent.text(billionths: 125_000_000) == "12.5")
        #expect(Percent.share(billionths: 125_000_000) == "0.125")
        #expect(Percent.share(billionths: 1_000_000_000) == "1")
        for text in ["", ".", "%", "1.2.3", "0.00000001", "1000", "٣", "+1", "1,5"] {
            #expect(Percent.billionths(text) == nil, "\(text)")
        }
    }

    // MARK: The address

    @Test func aPresetsAddressAsksForThePreset() throws {
        for preset in ConsumptionPreset.all {
            let address = Address(route: .consumption(.portfolio), consumption: preset.fields)
            let parts = address.text.split(separator: "?").map(String.init)
            let read = try AddressReader.read(path: parts[0], query: parts[1])
            #expect(read == address)
            let request = try #require(ConsumptionReading.read(read.consumption).request, "\(preset.name)")
            #expect(request.configuration == preset.configuration, "\(preset.name)")
            #expect(request.fields == preset.fields)
        }
    }

    @Test func anyRequestComesBackFromItsAddress() async throws {
        try await Property.check(seed: 3_006, count: 200) { generator in
            let request = Self.request(&generator)
            let address = Address(route: .consumption(.site), consumption: request.fields)
            let parts = address.text.split(separator: "?").map(String.init)
            let reading = ConsumptionReading.read(try AddressReader.read(path: parts[0], query: parts[1]).consumption)
            try Property.hold(reading.problems.isEmpty, "\(reading.problems)")
            try Property.hold(reading.request == request, "\(address.text)")
        }
    }

    private static func request(_ generator: inout SeededGenerator) -> ConsumptionRequest {
        let kinds = SiteClass.allCases.shuffled(using: &generator).prefix(Int.random(in: 1...8, using: &generator))
        var left = ConsumptionConfiguration.whole
        var mix = kinds.dropFirst().map { siteClass in
            let share = Int.random(in: 1...(left / 9), using: &generator)
            left -= share
            let addOns: AddOns =
                siteClass.segment == .unmetered ? [] : AddOns(rawValue: .random(in: 0...31, using: &generator))
            return ConsumptionConfiguration.Share(SiteKind(siteClass, addOns), billionths: share)
        }
        mix.append(.init(SiteKind(kinds[0]), billionths: left))
        let from = ConsumptionConfiguration.dates.lowerBound.adding(days: .random(in: 0...32_000, using: &generator))
        let days = Int.random(in: 1...3_700, using: &generator)
        let region = Bool.random(using: &generator) ? GSPGroup.allCases.randomElement(using: &generator) : nil
        var configuration = ConsumptionConfiguration(
            seed: .random(in: 0...UInt64.max, using: &generator),
            importMPANs: .random(in: 1...2_000, using: &generator),
            mix: ConsumptionRequest.ordered(mix), from: from, days: days)
        if let region { configuration.regions = [.init(region, billionths: ConsumptionConfiguration.whole)] }
        let portfolio = Portfolio(configuration)
        let position = Int.random(in: 0..<portfolio.count, using: &generator)
        return ConsumptionRequest(
            configuration: configuration, region: region,
            format: SampleFormats.words.randomElement(using: &generator) ?? "csv",
            mpan: portfolio.site(at: position).mpan, day: from.adding(days: .random(in: 0..<days, using: &generator)),
            clock: Bool.random(using: &generator) ? .utc : .local)
    }

    @Test func theFormsFieldsAreReadOnItsPagesOnly() throws {
        #expect(throws: RoomFailure.self) { try AddressReader.read(path: "/actions", query: "mpans=5") }
        #expect(throws: RoomFailure.self) { try AddressReader.read(path: "/consumption", query: "class25=x") }
        #expect(throws: RoomFailure.self) { try AddressReader.read(path: "/consumption", query: "mpans=5&mpans=6") }
        #expect(throws: RoomFailure.self) { try AddressReader.read(path: "/consumption/nothing", query: "") }
    }
}
