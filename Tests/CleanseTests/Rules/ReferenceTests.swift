import Cleanse
import Kernel
import Testing

/// Reference data through time: unknown, not valid then and retired are kept apart.
@Suite struct ReferenceTests {
    private let reference = Reference(files: MarketBuilder.references)

    private func day(_ text: String) -> UInt16 { CalendarDate(iso: text).map { Day.packed($0) } ?? 0 }

    @Test(arguments: [
        (12, "2026-07-01", Standing.valid), (28, "2014-12-17", .valid), (28, "2014-12-18", .notValidThen),
        (28, "2003-12-31", .notValidThen), (13, "2026-07-01", .unknown),
    ])
    func distributors(_ code: UInt8, _ date: String, _ expected: Standing) {
        #expect(reference.standing(ofDistributor: code, on: day(date)) == expected)
    }

    @Test func theLastHolderOfACodeIsNamed() {
        #expect(reference.distributor(code: 28, on: day("2026-07-01")) == "EDFI")
        #expect(reference.distributor(code: 28, on: day("2000-01-01")) == nil)
        #expect(reference.distributor(code: 12, on: day("2026-07-01")) == "LOND")
        #expect(reference.distributor(code: 99, on: day("2026-07-01")) == nil)
        #expect(reference.distributor(code: 200, on: day("2026-07-01")) == nil)
    }

    @Test(
        arguments: [
            ("2015-03-31", "First use"), ("2015-04-01", nil), ("2016-03-31", nil), ("2016-04-01", "Second use"),
            ("1996-03-31", nil),
        ] as [(String, String?)])
    func aCodeIsUsedAgainAfterAGap(_ date: String, _ expected: String?) {
        let line = reference.llfc.timeline(["12", "LOND"], llfc: "103")
        #expect(line?.value(on: day(date))?.description == expected)
    }

    @Test func coverage() {
        let gap = reference.llfc.timeline(["LOND"], llfc: "103")
        #expect(gap?.covers(day("2016-04-01"), through: day("2026-07-01")) == true)
        #expect(gap?.covers(day("2016-03-31"), through: day("2026-07-01")) == false)
        let touching = reference.llfc.timeline(["LOND"], llfc: "111")
        #expect(touching?.covers(day("2000-01-01"), through: day("2026-07-01")) == true)
        #expect(touching?.coveredSince(day("1990-01-01")) == nil)
        #expect(reference.llfc.timeline(["LOND"], llfc: "1")?.entries.count == 1)
        #expect(reference.llfc.timeline(["LOND"], llfc: "001")?.entries.count == 1)
        #expect(reference.llfc.timeline(["EELC"], llfc: "101") == nil)
    }

    @Test(
        arguments: [
            ("DO NOT USE", true, nil), ("do not use - old", true, nil), ("SPARE", true, nil), ("Spare 12", true, nil),
            ("Transparent", false, nil), ("NOT USED", true, nil), ("CANNOT USED", false, nil), ("NOTUSED", false, nil),
            ("Domestic", false, true), ("NON-DOMESTIC", false, false), ("Non Dom LV", false, false),
            ("NONDOM", false, false), ("Non-Domestic and Domestic", false, nil), ("DOMINION", false, nil),
            ("LV Dom.", false, true),
        ] as [(String, Bool, Bool?)])
    func descriptions(_ text: String, _ isRetired: Bool, _ isDomestic: Bool?) {
        let words = LineLossClasses.Words(text)
        #expect(words.isRetired == isRetired)
        #expect(words.isDomestic == isDomestic)
    }

    @Test(arguments: [
        ("_A (HV) LV Band 1", 1), ("EN_M_LV_HH : HV", 1 << 11), ("_AB", 0), ("_I", 0), ("LV_P", 1 << 13), ("", 0),
        ("_", 0), ("_C _D", 0b1100),
    ])
    func groupsOfDescriptions(_ text: String, _ groups: UInt16) {
        #expect(LineLossClasses.Words(text).groups == groups)
    }

    @Test(arguments: [
        ("1", 3, "001"), ("001", 3, "001"), ("0001", 3, "0001"), ("A1", 3, "A1"), ("", 3, ""), ("393", 4, "0393"),
    ])
    func zeros(_ text: String, _ width: Int, _ expected: String) {
        #expect(Code.padded(text, to: width) == expected)
    }

    @Test func rowsInAnyOrderSayTheSame() {
        for input in [Input.llfc, .parties] {
            for file in MarketBuilder.references where file.input == input {
                let turned = ReferenceFile(
                    input: file.input, name: file.name, columns: file.columns, rows: file.rows.reversed())
                var market = MarketBuilder()
                market.references = market.references.filter { $0.input != input } + [turned]
                market.changes = [.llfc: "103", .llfcEFD: "2015-04-01", .supplierEFD: "2019-01-01"]
                #expect(market.words() == ["ISD-04 L:LOND llfc", "ISD-11 S:ABCD supplier"])
            }
        }
    }
}
