import Cleanse
import Testing

private let noMeters = "mpan, meter_id\n"

private func meter(_ type: String, removed: String = "", extra: String = "") -> String {
    """
    mpan, meter_id, meter_type, removal_date, mem
    \(MarketBuilder.mpan), A1, \(type), \(removed), MEMA
    """
}

/// Every rule of one row of REG, by tables of cases; the owner and the item are part of each.
@Suite struct RowRuleTests {
    @Test func theGoodRowRaisesNothing() {
        #expect(MarketBuilder().words() == [])
    }

    @Test(arguments: [
        RuleCase([.mpan: "2800000000012"], "ISD-03 L:EDFI llfc", "MPN-04 L:EDFI mpan"),
        RuleCase([.mpan: "2400000000010", .gspGroup: "_P"], "ISD-03 L:IPNL llfc"),
        RuleCase([.mpan: "1000000000014", .llfc: "201", .gspGroup: "_A"]),
    ])
    func identity(_ one: RuleCase) { one.check() }

    @Test(arguments: [
        RuleCase([.gspGroup: "_I"], "ISD-01 L:LOND gsp_group"),
        RuleCase([.gspGroup: ""]),
        RuleCase([.gspGroup: "<rejected>"]),
        RuleCase([.gspGroup: "_A"], "ISD-02 L:LOND gsp_group"),
        RuleCase([.gspGroup: "_A", .llfc: "109"]),
        RuleCase([.gspGroup: "_H", .llfc: "109"], "ISD-02 L:LOND gsp_group"),
        RuleCase([.gspGroup: "_A", .llfc: ""], "ISD-02 L:LOND gsp_group"),
        RuleCase([.gspGroup: "_A", .llfc: "<rejected>"]),
        RuleCase([.gspGroup: "_A", .llfc: "999"], "ISD-03 L:LOND llfc"),
        RuleCase([.llfc: "201"], "ISD-03 L:LOND llfc"),
        RuleCase([.llfc: "001"]),
        RuleCase([.llfc: "1"], "ISD-13 F:LOND llfc"),
        RuleCase([.llfc: "103", .llfcEFD: "2016-04-01"]),
        RuleCase([.llfc: "103", .llfcEFD: "2016-03-31"], "ISD-04 L:LOND llfc"),
        RuleCase([.llfc: "103", .llfcEFD: "2015-01-01"], "ISD-04 L:LOND llfc"),
        RuleCase([.llfc: "111", .llfcEFD: "2005-01-01"]),
        RuleCase([.llfc: "104"], "ISD-04 L:LOND llfc"),
        RuleCase([.llfc: "104", .llfcEFD: ""], "ISD-04 L:LOND llfc"),
        RuleCase([.llfc: "104", .llfcEFD: "<rejected>"]),
        RuleCase([.llfc: "104", .llfcEFD: "2027-01-01"], "EFF-04 L:LOND llfc_efd"),
        RuleCase([.llfc: "105"], "ISD-05 L:LOND llfc"),
        RuleCase([.llfc: "106"]),
        RuleCase([.mtc: "999"], "ISD-06 S:ABCD mtc"),
        RuleCase([.mtc: "1"], "ISD-13 F:LOND mtc"),
        RuleCase([.ssc: "0001"], "ISD-07 S:ABCD ssc"),
        RuleCase([.ssc: "393"], "ISD-13 F:LOND ssc"),
        RuleCase([.pc: "09"], "ISD-08 S:ABCD pc"),
        RuleCase([.pc: "1"], "ISD-13 F:LOND pc"),
        RuleCase([.pc: "10"], "ISD-08 S:ABCD pc"),
        RuleCase([.supplier: "NONE"], "ISD-11 S:NONE supplier"),
        RuleCase([.supplier: "LATE"], "ISD-11 S:LATE supplier"),
        RuleCase([.supplier: "LATE", .supplierEFD: ""]),
        RuleCase([.supplierEFD: "2018-12-31"]),
        RuleCase([.supplierEFD: "2019-01-01"], "ISD-11 S:ABCD supplier"),
        RuleCase([.supplier: ""]),
    ])
    func referenceData(_ one: RuleCase) { one.check() }

    @Test(arguments: [
        RuleCase([.supplierEFD: "2026-07-01"]),
        RuleCase([.supplierEFD: "2026-07-02"], "EFF-04 S:ABCD supplier_efd"),
        RuleCase([.dccEFD: "2026-07-02"], "EFF-04 D:? dcc_efd"),
        RuleCase([.created: "2026-07-02", .connectionEFD: "", .segmentEFD: ""]),
        RuleCase([.created: "2019-01-02"], "EFF-07 L:LOND connection_efd", "EFF-07 L:LOND segment_efd"),
        RuleCase([.created: "2019-01-01"]),
        RuleCase([.created: ""]),
    ])
    func dates(_ one: RuleCase) { one.check() }

    @Test(arguments: [
        RuleCase([.mpStatus: "Q"], "STA-01 L:LOND mp_status"),
        RuleCase([.mpStatus: "RR"], "STA-01 L:LOND mp_status"),
        RuleCase([.mpStatus: ""]),
        RuleCase([.rmpStatus: "o"], "STA-01 L:LOND rmp_status"),
        RuleCase([.energisation: "1"], "STA-01 L:LOND energisation"),
        RuleCase([.dccFlag: "X"], "STA-01 L:LOND dcc_flag"),
        RuleCase([.rmpStatus: "T"], "STA-02 L:LOND mp_status"),
        RuleCase([.mpStatus: "X", .energisation: "D"], "STA-02 L:LOND mp_status"),
        RuleCase([.mpStatus: "X", .rmpStatus: "T", .energisation: "D"]),
        RuleCase([.mpStatus: "X", .rmpStatus: "T"], "STA-03 S:ABCD mp_status"),
        RuleCase([.energisation: "U"], "STA-04 S:ABCD energisation"),
        RuleCase([:], "STA-05 M:? energisation", meters: noMeters),
        RuleCase([:], "STA-05 M:? energisation", meters: meter("S2A", removed: "2026-07-01")),
        RuleCase([:], meters: meter("S2A", removed: "2026-07-02")),
        RuleCase([.energisation: "E", .metered: ""], "STA-05 M:? energisation", meters: noMeters),
        RuleCase([.metered: "<rejected>"], meters: noMeters),
        RuleCase([.energisation: "D", .energisationEFD: "2025-07-01"], "STA-06 S:ABCD energisation"),
        RuleCase([.energisation: "D", .energisationEFD: "2025-07-01", .dccFlag: "I"]),
        RuleCase([.energisation: "D", .energisationEFD: "2025-06-30", .dccFlag: "I"], "STA-07 S:ABCD energisation"),
        RuleCase([.mpStatus: "X", .rmpStatus: "T", .energisation: "D", .gspGroup: "_I", .mc: "Q", .dpi: ""]),
    ])
    func status(_ one: RuleCase) { one.check() }

    @Test(arguments: [
        RuleCase([.mc: "H"], "MCL-01 S:ABCD mc"),
        RuleCase([.mc: ""]),
        RuleCase([.mc: "F", .mtc: "845"], "MCL-02 S:ABCD mc"),
        RuleCase([.mc: "F", .mtc: "845", .pc: "00"]),
        RuleCase([.pc: "00"], "MCL-02 S:ABCD mc"),
        RuleCase([.mtc: "502"], "MCL-03 S:ABCD mc"),
        RuleCase([.mtc: "800"]),
        RuleCase([.mtc: "845"], "MCL-04 S:ABCD mc"),
        RuleCase([.mc: "F", .pc: "00"], "MCL-04 S:ABCD mc"),
        RuleCase(
            [
                .mc: "B", .mtc: "502", .pc: "08", .connectionType: "U", .segment: "U", .metered: "false",
                .dpi: "false", .llfc: "106",
            ], meters: noMeters),
    ])
    func measurementClass(_ one: RuleCase) { one.check() }
}
