import Cleanse
import Kernel
import Testing

/// The registration beside the enquiry service, dangling MPANs, and the optional inputs.
@Suite struct ReconciliationRuleTests {
    private func words(_ changes: [Item: String] = [:], _ enquiry: [Item: String]) -> [String] {
        var market = MarketBuilder()
        market.changes = changes
        market.enquiry = enquiry
        return market.words()
    }

    @Test(
        arguments: [
            ([:], []),
            ([.supplier: "EFGH"], ["REC-03 S:ABCD supplier"]),
            ([.supplier: ""], ["REC-03 S:ABCD supplier"]),
            ([.supplier: "<rejected>"], []),
            ([.llfc: "102"], ["REC-03 L:LOND llfc"]),
            ([.pc: "1", .mtc: "801", .ssc: "393"], []),
            ([.dpi: "Y", .metered: "T"], []),
            ([.dpi: "F"], ["REC-03 S:ABCD dpi"]),
            ([.dccFlag: "I"], ["REC-03 D:? dcc_flag"]),
            ([.postcode: "n11aa"], []),
            ([.postcode: "N1 1AB"], ["REC-03 L:LOND postcode"]),
            ([.supplierEFD: "2020-01-02"], ["REC-03 S:ABCD supplier_efd"]),
            ([.mpStatus: "RR"], ["REC-03 L:LOND mp_status"]),
        ] as [([Item: String], [String])])
    func differences(_ enquiry: [Item: String], _ expected: [String]) {
        var market = MarketBuilder()
        market.enquiry = enquiry
        market.senders[.enquiry] = Owner(.sender, "EESC")
        #expect(market.words() == expected)
    }

    @Test func otherTextsOfBothAreComparedAsTexts() {
        #expect(words([.mpStatus: "RR"], [.mpStatus: "RQ"]) == ["STA-01 L:LOND mp_status"])
        #expect(words([.postcode: "LONG POSTCODE"], [.postcode: "LONG POSTCODX"]) == ["REC-03 L:LOND postcode"])
        #expect(words([.postcode: "LONG POSTCODE"], [.postcode: "long postcode"]) == [])
    }

    @Test func aFaultOfTheItemHidesTheDifference() {
        #expect(words([.mc: "Q"], [.mc: "A"]) == ["MCL-01 S:ABCD mc"])
        // Information hides nothing.
        #expect(
            words([.llfc: "1"], [.llfc: "106"]) == ["ISD-13 F:LOND llfc", "REC-03 L:LOND llfc"])
        // A silenced exception hides nothing.
        #expect(
            words([.connectionType: "U"], [.segment: "A"])
                == ["CON-03 L:LOND connection_type", "REC-03 L:LOND segment"])
    }

    @Test func aColumnThatTheEnquiryServiceLacksIsNotCompared() {
        var market = MarketBuilder()
        market.enquiry = [:]
        market.enquiryColumns = [.mpan, .supplier]
        #expect(market.words() == [])
    }

    @Test func disconnectedPointsAreComparedToo() {
        let gone: [Item: String] = [.mpStatus: "X", .rmpStatus: "T", .energisation: "D"]
        #expect(words(gone, [.mpStatus: "R"]) == ["REC-03 L:LOND mp_status"])
    }

    @Test(arguments: [
        ("2025-07-01", "2025-06-30", "EFF-06 P:?"),
        ("2025-06-30", "2025-07-01", "EFF-06 P:?"),
        ("2025-03-30", "2025-03-29", "REC-03 S:ABCD"),
        ("2025-03-31", "2025-03-30", "EFF-06 P:?"),
        ("2025-10-26", "2025-10-25", "EFF-06 P:?"),
        ("2025-10-27", "2025-10-26", "REC-03 S:ABCD"),
        ("2025-07-02", "2025-06-30", "REC-03 S:ABCD"),
    ])
    func aDayOfUniversalTimeIsToldApart(_ ours: String, _ theirs: String, _ expected: String) {
        var market = MarketBuilder()
        market.changes = [.supplierEFD: ours]
        market.enquiry = [.supplierEFD: theirs]
        market.settings.universalRegisters = [.enquiry]
        #expect(market.words() == ["\(expected) supplier_efd"])
        // Both clocks alike: a plain difference.
        market.settings.universalRegisters = [.enquiry, .registration]
        #expect(market.words() == ["REC-03 S:ABCD supplier_efd"])
    }

    @Test func theWinnerIsExpected() {
        var market = MarketBuilder()
        market.enquiry = [.supplier: "EFGH"]
        market.settings.winners = [.supplier: .enquiry]
        let found = market.judged().standing.first { $0.rule == .rec03 }
        #expect(found?.expected == "EFGH, as in EES")
        #expect(found?.observed == "REG ABCD, EES EFGH")
        #expect(found?.place?.register == "EES")
    }

    @Test func presence() {
        var market = MarketBuilder()
        market.others = [TableBuilder.table(.enquiry, "mpan\n1200000000028")]
        #expect(market.words() == ["REC-01 L:LOND mpan", "REC-02 L:LOND mpan"])
        market.removed = RemovedRows([Self.damaged(MarketBuilder.mpan, "EES"), Self.damaged("1200000000028", "REG")])
        #expect(market.words() == [])
    }

    @Test func danglingPoints() {
        var market = MarketBuilder()
        market.others = [
            TableBuilder.table(.devices, sender: Owner(.dataCompany, "DCCO"), "esme_id, mpan\nxx, 1200000000028"),
            TableBuilder.table(.extracts, sender: Owner(.meterManager, "MEMA"), "mem, mpan\nMEMA, 1200000000028"),
        ]
        #expect(market.judged().standing.filter { $0.subject == .mpan(1_200_000_000_028) }.map(\.rule) == [.mpn09])
        #expect(market.words() == ["MPN-09 F:DCCO mpan"])
    }

    @Test func meterPartiesAndDates() {
        var market = MarketBuilder()
        market.meters = """
            mpan, meter_id, meter_type, removal_date, install_date, map_id, map_efd, mem
            \(MarketBuilder.mpan), A1, S2A, , 2026-07-02, MAPX, 2026-08-01, OLDM
            \(MarketBuilder.mpan), B1, S2A, 2020-01-01, 2026-07-02, MAPX, 2026-08-01, OLDM
            """
        #expect(
            market.words() == [
                "EFF-04 M:OLDM install_date", "EFF-04 M:OLDM map_efd", "ISD-12 M:OLDM map_id", "ISD-12 M:OLDM mem",
            ])
    }

    @Test func historiesThatHaveNotBegun() {
        var market = MarketBuilder()
        market.others = [
            TableBuilder.table(
                .histories,
                """
                mpan, item, value, from, to
                \(MarketBuilder.mpan), supplier, EFGH, 2026-08-01,
                \(MarketBuilder.mpan), supplier, ABCD, 2020-01-01, 2026-07-31
                """)
        ]
        #expect(market.words() == ["EFF-04 S:ABCD supplier"])
    }

    private static func damaged(_ mpan: String, _ register: String) -> RaisedException {
        RaisedException(
            rule: .fil11, subject: .mpan(UInt64(mpan) ?? 0), item: .dpi, owner: Owner(.sender, nil), observed: "",
            expected: "", place: Place(register: register, file: "\(register).csv", line: 2))
    }
}

/// Rules that need a file or a setting of our own.
@Suite struct OptionalInputTests {
    private func words(_ changes: [Item: String] = [:], _ file: ReferenceFile?, _ settings: CleanseSettings = .init())
        -> [String]
    {
        var market = MarketBuilder()
        market.changes = changes
        market.settings = settings
        if let file { market.references.append(file) }
        return market.words()
    }

    @Test func combinations() {
        let pairs = TableBuilder.reference(
            .combinations, "distributor, mtc, llfc, from, to\n12, 801, 101, 2000-01-01,\n12, 801, 106, , 2020-01-01")
        #expect(words([:], pairs) == [])
        #expect(words([.llfc: "106"], pairs) == ["ISD-10 S:ABCD mtc"])
        #expect(words([.llfc: "999"], pairs) == ["ISD-03 L:LOND llfc"])
        let four = TableBuilder.reference(
            .combinations, "distributor, mtc, llfc, ssc, pc\n12, 801, 101, 393, 2\n12, 801, 101, 393, 1")
        #expect(words([:], four) == [])
        #expect(words([.pc: "02"], four) == [])
        #expect(words([.pc: "03", .dpi: "false", .llfc: "106"], four) == ["ISD-10 S:ABCD mtc"])
        #expect(words([.pc: "04", .direction: ""], four) == ["ISD-09 S:ABCD mtc"])
    }

    @Test func transformers() {
        let file = TableBuilder.reference(.halfHourlyMeters, "mpan, ct_ratio\n\(MarketBuilder.mpan), 200/5")
        #expect(words([:], file) == ["CON-10 L:LOND connection_type"])
        #expect(words([.connectionType: "L", .mc: "", .segment: "A"], file) == ["SEG-04 L:LOND segment"])
        let blank = TableBuilder.reference(.halfHourlyMeters, "mpan, ct_ratio\n\(MarketBuilder.mpan),")
        #expect(words([:], blank) == [])
    }

    @Test func unmeteredSupplies() {
        let row: [Item: String] = [
            .mc: "B", .mtc: "502", .pc: "08", .connectionType: "U", .segment: "U", .metered: "false", .dpi: "false",
            .llfc: "106",
        ]
        func file(_ rows: String...) -> ReferenceFile {
            TableBuilder.reference(
                .unmetered,
                "mpan, holder, party, eac, energisation, demand\n"
                    + rows.map { "\(MarketBuilder.mpan), \($0)" }.joined(separator: "\n"))
        }
        #expect(words(row, file("AGG, , 10, E, 1", "UMSO, UMSX, 15, E, 1")) == [])
        #expect(words(row, file("AGG, , 10, E, 1", "UMSO, UMSX, 15.001, E, 1")) == ["UMS-02 S:ABCD eac"])
        #expect(words(row, file("AGG, , 6, E, 1")) == ["UMS-03 S:ABCD eac"])
        #expect(words(row, file("AGG, , 5, E, 100.5")) == ["UMS-04 S:ABCD demand"])
        #expect(words(row, file("UMSO, UMSX, 5, , 1")) == ["UMS-05 U:UMSX energisation"])
        var settings = CleanseSettings()
        settings.unmeteredClassEnds = CalendarDate(iso: "2026-06-30")
        #expect(words(row, nil, settings) == ["UMS-01 S:ABCD mc"])
        settings.unmeteredClassEnds = MarketBuilder.asAt
        #expect(words(row, nil, settings) == [])
    }

    @Test func datedTimeswitchClassesOfOneDistributor() {
        var market = MarketBuilder()
        market.references.removeAll { $0.input == .mtc }
        market.references.append(
            TableBuilder.reference(
                .mtc,
                "mtc, type, distributor, from, to\n801, N, 12, 2000-01-01,\n802, N, 10, ,\n803, N, 12, , 2020-01-01"))
        #expect(market.words() == [])
        market.changes = [.mtc: "802"]
        #expect(market.words() == ["ISD-06 S:ABCD mtc"])
        market.changes = [.mtc: "803"]
        #expect(market.words() == ["ISD-06 S:ABCD mtc"])
    }

    @Test func participantsWithoutDistributorsTellNothing() {
        var market = MarketBuilder()
        market.references.removeAll { $0.input == .distributors }
        #expect(market.words() == [])
    }
}
