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

    private static func stated(
        _ side: String, _ one: Int = 1, _ other: Int = 2, kind: String = "IE", from: String = "", to: String = ""
    ) -> SetMarket.Row {
        link(kind, one, other, from: from, to: to).merging([.statedBy: side]) { $1 }
    }

    /// Links that say whose side states them.
    static let sides: [SetCase] = [
        SetCase("both sides", []) {
            $0.registrations[2] = export
            $0.links = [stated("principal", from: "2020-01-01"), stated("subsidiary", from: "2021-01-01")]
        },
        SetCase("a row for both", []) {
            $0.registrations[2] = export
            $0.registrations[3] = [:]
            $0.links = [stated(""), stated("principal", 1, 3, kind: "REL"), stated("subsidiary", 1, 3, kind: "REL")]
        },
        SetCase("the principal alone", ["LNK-13 #2 subsidiary L:?"]) {
            $0.registrations[2] = export
            $0.links = [stated("principal")]
        },
        SetCase("the subsidiary alone", ["LNK-13 #1 principal L:?"]) {
            $0.registrations[2] = export
            $0.links = [stated("subsidiary")]
        },
        SetCase(
            "the other side's is another kind",
            [
                "LNK-13 #1 principal L:?", "LNK-02 #2 subsidiary S:ABCD", "LNK-09 #2 subsidiary S:ABCD",
                "LNK-13 #2 subsidiary L:?",
            ]
        ) {
            $0.registrations[2] = [:]
            $0.links = [stated("principal", kind: "REL"), stated("subsidiary", kind: "IE")]
        },
        SetCase("the other side's is over", ["LNK-13 #2 subsidiary L:?"]) {
            $0.registrations[2] = export
            $0.links = [stated("principal"), stated("subsidiary", to: "2026-06-30")]
        },
        SetCase("a side that cannot be read may be either", []) {
            $0.registrations[2] = export
            $0.links = [stated("principal"), stated(TableBuilder.rejected)]
        },
        SetCase("one side twice", ["LNK-05 #2 subsidiary S:ABCD"]) {
            $0.registrations[2] = export
            $0.links = [stated("principal"), stated("principal", from: "2020-01-01"), stated("subsidiary")]
        },
        SetCase("one side and both", ["LNK-05 #2 subsidiary S:ABCD"]) {
            $0.registrations[2] = export
            $0.links = [stated("principal"), stated("")]
        },
        SetCase("a stranger has no side", ["LNK-12 #9 principal S:ABCD"]) {
            $0.registrations[2] = export
            $0.links = [stated("subsidiary", 9, 2)]
        },
    ]

    @Test(arguments: sides) func sidesHold(_ one: SetCase) { one.check() }

    private static func services(
        _ number: Int, _ ms: String, _ ds: String, from: String = "", to: String = ""
    ) -> SetMarket.Row {
        [.mpan: "\(number)", .ms: ms, .ds: ds, .from: from, .to: to]
    }

    private static let other = ["LNK-19 #2 subsidiary S:ABCD"]

    /// Services of the two members of a link.
    static let appointments: [SetCase] = [
        SetCase("the same", []) {
            $0.appointments = [services(1, "MSA", "DSA"), services(2, "MSA", "DSA", from: "2020-01-01")]
        },
        SetCase("another metering service", other) {
            $0.appointments = [services(1, "MSA", "DSA"), services(2, "MSB", "DSA")]
        },
        SetCase("another data service", other) {
            $0.appointments = [services(1, "MSA", "DSA"), services(2, "MSA", "DSB")]
        },
        SetCase("another one before", []) {
            $0.appointments = [
                services(1, "MSA", "DSA"), services(2, "MSB", "DSB", to: "2026-06-30"),
                services(2, "MSA", "DSA", from: "2026-07-01"),
            ]
        },
        SetCase("another one until today", other) {
            $0.appointments = [
                services(1, "MSA", "DSA"), services(2, "MSB", "DSA", to: "2026-07-01"),
                services(2, "MSA", "DSA", from: "2026-07-02"),
            ]
        },
        SetCase("nothing known of one side", []) { $0.appointments = [services(1, "MSA", "DSA")] },
        SetCase("a service not known", other) {
            $0.appointments = [services(1, "MSA", ""), services(2, "MSB", "DSB")]
        },
        SetCase("neither service known on both sides", []) {
            $0.appointments = [services(1, "MSA", ""), services(2, "", "DSB")]
        },
        SetCase("two that differ run at once", []) {
            $0.appointments = [services(1, "MSA", "DSA"), services(2, "MSB", "DSA"), services(2, "MSC", "DSA")]
        },
        SetCase("two that are one run at once", other) {
            $0.appointments = [
                services(1, "MSA", "DSA"), services(2, "MSB", "DSA"), services(2, "MSB", "DSA", from: "2020-01-01"),
            ]
        },
        SetCase("a date that cannot be read", []) {
            $0.appointments = [services(1, "MSA", "DSA"), services(2, "MSB", "DSB", from: TableBuilder.rejected)]
        },
    ]

    @Test(arguments: appointments) func appointmentsHold(_ one: SetCase) {
        for kind in ["IE", "REL"] {
            SetCase("\(kind): \(one.name)", one.expected) {
                one.market(&$0)
                $0.registrations[2] = kind == "IE" ? Self.export : [:]
                $0.links = [Self.link(kind, 1, 2)]
            }.check()
        }
    }

    @Test("A link that is over, or that leads to an import, is not asked for services") func otherLinks() {
        let differ = [Self.services(1, "MSA", "DSA"), Self.services(2, "MSB", "DSB")]
        SetCase("over", []) {
            $0.links = [Self.link("REL", 1, 2, to: "2026-06-30")]
            $0.appointments = differ
        }.check()
        SetCase("to an import", ["LNK-02 #2 subsidiary S:ABCD"]) {
            $0.links = [Self.link("IE", 1, 2)]
            $0.appointments = differ
        }.check()
    }

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
