import Cleanse
import Testing

@Suite struct LinkRuleTests {
    private static func link(_ kind: String, _ one: Int, _ other: Int, from: String = "", to: String = "")
        -> SetMarket.Row
    {
        [.kind: kind, .principal: "\(one)", .subsidiary: "\(other)", .from: from, .to: to]
    }

    private static let export: SetMarket.Row = [.direction: "E"]

    static let cases: [SetCase] = [
        SetCase("good", []) {
            $0.registrations[2] = export
            $0.links = [link("IE", 1, 2)]
        },
        SetCase("the wrong way", ["LNK-01 #2 principal S:ABCD", "LNK-02 #1 subsidiary S:EFGH"].reversed()) {
            $0.registrations[1] = [.supplier: "EFGH"]
            $0.registrations[2] = export
            $0.links = [link("IE", 2, 1)]
        },
        SetCase("unmetered", ["LNK-03 #1 principal S:ABCD"]) {
            $0.registrations[1] = [.connectionType: "U"]
            $0.registrations[2] = export
            $0.links = [link("IE", 1, 2)]
        },
        SetCase("two principals", ["LNK-04 #2 subsidiary S:ABCD"]) {
            $0.registrations[2] = export
            $0.links = [link("IE", 1, 2), link("IE", 3, 2)]
        },
        SetCase("one after the other", []) {
            $0.registrations[2] = export
            $0.links = [link("IE", 1, 2, to: "2024-01-01"), link("IE", 3, 2, from: "2024-01-02")]
        },
        SetCase("twice, which silences the directions", ["LNK-05 #2 subsidiary S:ABCD"]) {
            $0.links = [link("IE", 1, 2), link("IE", 1, 2, from: "2024-01-01")]
        },
        SetCase("to itself", ["LNK-05 #2 subsidiary S:ABCD"]) { $0.links = [link("IE", 2, 2)] },
        SetCase(
            "a link to itself does not link an export", ["LNK-05 #2 subsidiary S:ABCD", "LNK-11 #2 subsidiary S:ABCD"]
        ) {
            $0.registrations[2] = export
            $0.links = [link("IE", 2, 2)]
        },
        SetCase("the secondary as principal", ["LNK-06 #2 principal S:ABCD"]) {
            $0.registrations[3] = export
            $0.links = [link("REL", 1, 2, from: "2024-01-01"), link("IE", 2, 3, from: "2024-01-01")]
        },
        SetCase("related after it was principal", ["LNK-09 #2 subsidiary S:ABCD"]) {
            $0.registrations[3] = export
            $0.links = [link("REL", 1, 2, from: "2024-01-02"), link("IE", 2, 3, from: "2024-01-01")]
        },
        SetCase("related and a subsidiary", ["LNK-07 #2 subsidiary S:ABCD", "LNK-09 #2 subsidiary S:ABCD"]) {
            $0.registrations[2] = export
            $0.links = [link("REL", 1, 2), link("IE", 3, 2, from: "2024-01-01")]
        },
        SetCase("two sets", ["LNK-08 #2 subsidiary S:ABCD"]) { $0.links = [link("REL", 1, 2), link("REL", 3, 2)] },
        SetCase("suppliers", ["LNK-10 #2 subsidiary S:EFGH"]) {
            $0.registrations[2] = [.supplier: "EFGH"]
            $0.links = [link("REL", 1, 2)]
        },
        SetCase("suppliers of an import and an export", []) {
            $0.registrations[2] = [.supplier: "EFGH", .direction: "E"]
            $0.links = [link("IE", 1, 2)]
        },
        SetCase("orphan", ["LNK-11 #2 subsidiary S:ABCD"]) { $0.registrations[2] = export },
        SetCase("a stranger", ["LNK-12 #9 principal S:ABCD"]) {
            $0.registrations[2] = export
            $0.links = [link("IE", 9, 2)]
        },
        SetCase("strangers", ["LNK-12 #8 principal S:?", "LNK-12 #9 subsidiary S:?"]) { $0.links = [link("IE", 8, 9)] },
        SetCase("disconnected", ["LNK-12 #1 principal S:ABCD"]) {
            $0.registrations[1] = [.mpStatus: "X"]
            $0.links = [link("REL", 1, 2)]
        },
        SetCase("a gone link of a stranger", []) { $0.links = [link("REL", 9, 2, to: "2026-06-30")] },
        SetCase("apart", ["LNK-14 #2 subsidiary S:ABCD"]) {
            $0.registrations[2] = [.postcode: "N1 1AB"]
            $0.links = [link("REL", 1, 2)]
        },
        SetCase("postcodes in another spelling", []) {
            $0.registrations[2] = [.postcode: "n11aa"]
            $0.links = [link("REL", 1, 2)]
        },
        SetCase("no meter in common", ["LNK-16 #2 meter_id S:ABCD"]) {
            $0.registrations[2] = export
            $0.links = [link("IE", 1, 2)]
            $0.meters = [[.mpan: "1"], [.mpan: "2"]]
        },
        SetCase("one side without a meter", []) {
            $0.registrations[2] = export
            $0.links = [link("IE", 1, 2)]
            $0.meters = [[.mpan: "1"]]
        },
        SetCase("the import's profile class", ["LNK-17 #2 ssc S:ABCD"]) {
            $0.registrations[2] = [.direction: "E", .ssc: "0491"]
            $0.links = [link("IE", 1, 2)]
        },
        SetCase("the import's profile class agrees", []) {
            $0.registrations[2] = [.direction: "E", .ssc: "490"]
            $0.links = [link("IE", 1, 2)]
        },
        SetCase("related class", ["LNK-18 #3 mtc S:ABCD"]) {
            $0.registrations[3] = [.mtc: "500"]
            $0.registrations[2] = [.mtc: "500"]
            $0.links = [link("REL", 1, 2)]
            $0.references = [
                TableBuilder.reference(.mtc, "mtc,type,related,description\n500,N,true,Related\n801,N,false,Credit")
            ]
        },
        SetCase("domestic", ["DPI-07 #2 dpi S:ABCD"]) {
            $0.registrations[2] = [.direction: "E", .dpi: "false"]
            $0.links = [link("IE", 1, 2)]
        },
        SetCase("domestic, blank", []) {
            $0.registrations[2] = [.direction: "E", .dpi: ""]
            $0.links = [link("IE", 1, 2)]
        },
        SetCase("ends before it starts", ["EFF-03 #2 to S:ABCD"]) {
            $0.links = [link("REL", 1, 2, from: "2024-01-02", to: "2024-01-01")]
        },
    ]

    @Test(arguments: cases) func holds(_ one: SetCase) { one.check() }

    private static func spell(_ value: String, _ from: String, _ to: String, item: String = "pc") -> SetMarket.Row {
        [.mpan: "1", .item: item, .value: value, .from: from, .to: to]
    }

    static let histories: [SetCase] = [
        SetCase("one after the other", []) {
            $0.histories = [spell("1", "2020-01-01", "2020-12-31"), spell("2", "2021-01-01", "")]
        },
        SetCase("overlap", ["EFF-01 #1 pc S:ABCD"]) {
            $0.histories = [spell("1", "2020-01-01", "2021-01-01"), spell("2", "2021-01-01", "")]
        },
        SetCase("overlap of a far one", ["EFF-01 #1 pc S:ABCD"]) {
            $0.histories = [
                spell("1", "2020-01-01", ""), spell("2", "2021-01-01", "2021-12-31"), spell("3", "2022-01-01", ""),
            ]
        },
        SetCase("gap", ["EFF-02 #1 pc S:ABCD"]) {
            $0.histories = [spell("1", "2020-01-01", "2020-12-30"), spell("2", "2021-01-01", "")]
        },
        SetCase("gap of a disconnected MPAN", []) {
            $0.registrations[1] = [.mpStatus: "X"]
            $0.histories = [spell("1", "2020-01-01", "2020-12-30"), spell("2", "2021-01-01", "")]
        },
        SetCase("end before start", ["EFF-03 #1 pc S:ABCD"]) {
            $0.histories = [spell("1", "2020-01-02", "2020-01-01")]
        },
        SetCase("two values at one start", ["EFF-05 #1 pc S:ABCD"]) {
            $0.histories = [spell("1", "2020-01-01", ""), spell("2", "2020-01-01", "")]
        },
        SetCase("two ends of one value", ["EFF-01 #1 pc S:ABCD"]) {
            $0.histories = [spell("1", "2020-01-01", "2020-12-31"), spell("1", "2020-01-01", "")]
        },
        SetCase("two items", []) {
            $0.histories = [spell("1", "2020-01-01", ""), spell("A", "2021-01-01", "", item: "mc")]
        },
        SetCase("unknown dates", []) {
            $0.histories = [spell("1", "2020-01-01", ""), spell("2", TableBuilder.rejected, "")]
        },
    ]

    @Test(arguments: histories) func historiesHold(_ one: SetCase) { one.check() }
}
