import Cleanse
import Testing

@Suite struct MeterRuleTests {
    private static func one(_ row: SetMarket.Row) -> [SetMarket.Row] {
        let base: SetMarket.Row = [.mpan: "1"]
        return [base.merging(row) { $1 }]
    }

    private static func simple(_ row: SetMarket.Row, _ expected: String...) -> SetCase {
        SetCase("\(row.map { "\($0.key.rawValue)=\($0.value)" }.sorted())", expected) { $0.meters = one(row) }
    }

    static let rows: [SetCase] = [
        simple([:]),
        simple([.meterID: ""], "MTR-01 #1 meter_id M:MEMA"),
        simple([.meterID: "L YYP 12345"]),
        simple([.meterID: "12345678901", .mem: ""], "MTR-01 #1 meter_id M:?"),
        simple([.meterID: TableBuilder.rejected]),
        simple([.removalDate: "2019-12-31"], "MTR-07 #1 removal_date M:MEMA"),
        simple([.installDate: "2017-12-31"], "MTR-09 #1 install_date M:MEMA"),
        simple([.meterType: "MAIN"], "MTR-12 #1 meter_type M:MEMA"),
        simple([.meterType: "MAIN_", .esmeID: ""]),
        simple([.meterType: ""]),
        simple([.mapEFD: "2019-12-31"], "MTR-13 #1 map_efd M:MEMA"),
        simple([.location: "Q"], "LOC-01 #1 location M:MEMA"),
        simple([.location: "a"], "LOC-01 #1 location M:MEMA"),
        simple([.location: "KK"], "LOC-01 #1 location M:MEMA"),
        simple([.location: ""], "LOC-02 #1 location M:MEMA"),
        simple([.location: "", .removalDate: "2026-07-01"]),
        simple([.location: TableBuilder.rejected]),
        simple([.location: "F"], "LOC-03 #1 location M:MEMA"),
        simple([.digits: "0"], "DIG-01 #1 digits M:MEMA"),
        simple([.digits: "10"], "DIG-01 #1 digits M:MEMA"),
        simple([.digits: ""], "DIG-02 #1 digits M:MEMA"),
        simple([.esmeID: ""], "ESM-01 #1 esme_id M:MEMA"),
        simple([.esmeID: "", .meterType: "N"]),
        simple([.esmeID: "0C-A2"], "ESM-02 #1 esme_id M:MEMA"),
        simple([.esmeID: "0ca2f40000000001"], "ESM-03 #1 esme_id M:MEMA"),
        simple([.esmeID: "FFFFFFFFFFFFFFFF"], "ESM-04 #1 esme_id M:MEMA"),
        simple([.esmeID: "00-00-00-00-00-00-00-00"], "ESM-04 #1 esme_id M:MEMA"),
        simple([.esmeID: TableBuilder.rejected]),
        simple([.meterType: "N"], "ESM-07 #1 esme_id M:MEMA"),
        simple([.meterType: "S"], "ESM-07 #1 esme_id M:MEMA"),
    ]

    @Test(arguments: rows) func rowsHold(_ one: SetCase) { one.check() }

    private static func left(_ row: SetMarket.Row, _ expected: String...) -> SetCase {
        let base: SetMarket.Row = [.mpan: "1", .meterType: "N", .esmeID: "", .ihd: "", .smso: ""]
        return SetCase("\(row.map { "\($0.key.rawValue)=\($0.value)" }.sorted())", expected) {
            $0.meters = [base.merging(row) { $1 }]
        }
    }

    static let leftovers: [SetCase] = [
        left([:]),
        left([.ihd: "I"], "MTR-16 #1 meter_type S:ABCD"),
        left([.smso: "SMSA"], "MTR-16 #1 meter_type S:ABCD"),
        left([.ihd: "D", .smso: "SMSA", .meterType: "SPECL"], "MTR-16 #1 meter_type S:ABCD"),
        left([.ihd: "I", .meterType: "S2A", .esmeID: SetMarket.device(1)]),
        left([.ihd: "I", .meterType: "NSS"]),
        left([.ihd: "I", .meterType: "H"]),
        left([.ihd: "I", .meterType: ""]),
        left([.ihd: "I", .removalDate: "2026-07-01"]),
        left([.ihd: TableBuilder.rejected, .smso: TableBuilder.rejected]),
        SetCase("the setting decides", ["MTR-16 #1 meter_type S:ABCD"]) {
            $0.settings.traditionalMeterTypes = ["NSS"]
            $0.meters = [[.mpan: "1", .meterType: "NSS", .esmeID: "", .ihd: "I"]]
        },
        SetCase("a disconnected MPAN", ["MTR-15 #1 meter_id M:MEMA"]) {
            $0.registrations[1] = [.mpStatus: "X"]
            $0.meters = [[.mpan: "1", .meterType: "N", .esmeID: "", .ihd: "I"]]
        },
    ]

    @Test(arguments: leftovers) func leftoversHold(_ one: SetCase) { one.check() }

    private static let hub = "0C-A2-F4-00-00-99-00-01"

    static let hubs: [SetCase] = [
        SetCase("another device", []) {
            $0.meters = one([:])
            $0.hubs = [[.guid: hub, .kind: "hub"]]
        },
        SetCase("a hub, in any spelling", ["ESM-03 #1 esme_id M:MEMA", "ESM-08 #1 esme_id D:DCCO"]) {
            $0.meters = one([.esmeID: "0ca2f40000990001"])
            $0.hubs = [[.guid: hub, .kind: "gas-proxy"]]
        },
        SetCase("a hub in place of a meter that is not smart", ["ESM-08 #1 esme_id D:DCCO"]) {
            $0.meters = one([.esmeID: hub, .meterType: "N"])
            $0.hubs = [[.guid: hub, .kind: ""]]
        },
        SetCase("a removed meter", []) {
            $0.meters = one([.esmeID: hub, .removalDate: "2026-07-01"])
            $0.hubs = [[.guid: hub]]
        },
        SetCase(
            "one hub at two MPANs is no shared device",
            ["ESM-08 #1 esme_id D:DCCO", "ESM-08 #2 esme_id D:DCCO"]
        ) {
            $0.registrations[2] = [:]
            $0.links = []
            $0.meters = [[.mpan: "1", .esmeID: hub], [.mpan: "2", .esmeID: hub]]
            $0.hubs = [[.guid: hub]]
        },
        SetCase("nor is it the device of the meter before", ["ESM-08 #1 esme_id D:DCCO"]) {
            $0.meters = [
                [.mpan: "1", .meterID: "OLD", .removalDate: "2024-01-01", .esmeID: hub],
                [.mpan: "1", .meterID: "NEW", .installDate: "2024-01-01", .esmeID: hub],
            ]
            $0.hubs = [[.guid: hub]]
        },
        SetCase("DCC has another device", ["ESM-08 #1 esme_id D:DCCO"]) {
            $0.meters = one([.esmeID: hub])
            $0.devices = [[.mpan: "1", .esmeID: SetMarket.device(1)]]
            $0.hubs = [[.guid: hub]]
        },
        SetCase("all zeros are no hub", ["ESM-04 #1 esme_id M:MEMA"]) {
            $0.meters = one([.esmeID: "00-00-00-00-00-00-00-00"])
            $0.hubs = [[.guid: "00-00-00-00-00-00-00-00"]]
        },
    ]

    @Test(arguments: hubs) func hubsHold(_ one: SetCase) { one.check() }

    static let points: [SetCase] = [
        SetCase("exchange too early", ["MTR-10 #1 install_date M:MEMB"]) {
            $0.meters = [
                [.mpan: "1", .meterID: "OLD", .removalDate: "2024-01-01", .esmeID: SetMarket.device(7)],
                [.mpan: "1", .meterID: "NEW", .installDate: "2023-12-31", .mem: "MEMB"],
            ]
        },
        SetCase("exchange on the day", []) {
            $0.meters = [
                [.mpan: "1", .meterID: "OLD", .removalDate: "2024-01-01", .esmeID: SetMarket.device(7)],
                [.mpan: "1", .meterID: "NEW", .installDate: "2024-01-01"],
            ]
        },
        SetCase("twice open", ["MTR-11 #1 meter_id M:MEMA"]) {
            $0.meters = [[.mpan: "1"], [.mpan: "1", .installDate: "2021-01-01"]]
        },
        SetCase("unmetered", ["MTR-14 #1 meter_id L:?"]) {
            $0.registrations[1] = [.connectionType: "U"]
            $0.meters = one([.location: "", .digits: ""])
        },
        SetCase("disconnected", ["MTR-15 #1 meter_id M:MEMA"]) {
            $0.registrations[1] = [.mpStatus: "X"]
            $0.meters = one([.location: "", .digits: "", .meterType: "MAIN"])
        },
        SetCase("after the disconnection", ["MTR-08 #1 install_date M:MEMA"]) {
            $0.meters = one([:])
            $0.histories = [
                [.mpan: "1", .item: "mp_status", .value: "R", .from: "2018-01-01", .to: "2019-12-31"],
                [.mpan: "1", .item: "mp_status", .value: "X", .from: "2020-01-01"],
            ]
        },
        SetCase("the removed meter's device", ["ESM-13 #1 esme_id M:MEMA"]) {
            $0.meters = [
                [.mpan: "1", .meterID: "OLD", .removalDate: "2024-01-01"], [.mpan: "1", .installDate: "2024-01-01"],
            ]
        },
        SetCase("two devices of one open meter", ["ESM-06 #1 esme_id M:MEMA", "MTR-11 #1 meter_id M:MEMA"]) {
            $0.meters = [[.mpan: "1"], [.mpan: "1", .esmeID: SetMarket.device(9)]]
        },
        SetCase("flag A without a device", ["ESM-09 #1 dcc_flag D:DCCO", "ESM-14 #1 dcc_flag S:ABCD"]) {
            $0.registrations[1] = [.dccFlag: "A"]
            $0.meters = one([.meterType: "N", .esmeID: ""])
        },
        SetCase("ESM-01 silences ESM-09", ["ESM-01 #1 esme_id M:MEMA"]) {
            $0.registrations[1] = [.dccFlag: "A"]
            $0.meters = one([.esmeID: ""])
        },
        SetCase("flag N with a SMETS2 meter", ["ESM-14 #1 dcc_flag S:ABCD"]) {
            $0.registrations[1] = [.dccFlag: "N"]
            $0.meters = one([:])
        },
        SetCase("flag N with a SMETS1 meter", []) {
            $0.registrations[1] = [.dccFlag: "N"]
            $0.meters = one([.meterType: "S1"])
        },
        SetCase("digits of a type", ["DIG-03 #1 digits M:MEMA"]) {
            $0.meters = one([:])
            $0.settings.digitsByMeterType = ["S2A": [6, 7]]
        },
    ]

    @Test(arguments: points) func pointsHold(_ one: SetCase) { one.check() }

    static let devices: [SetCase] = [
        SetCase("agreed", []) {
            $0.meters = one([:])
            $0.devices = [[.mpan: "1", .esmeID: SetMarket.device(1)]]
        },
        SetCase("another device", ["ESM-10 #1 esme_id S:ABCD"]) {
            $0.meters = one([:])
            $0.devices = [[.mpan: "1", .esmeID: SetMarket.device(9)]]
        },
        SetCase("another spelling is no other device", ["ESM-03 #1 esme_id D:DCCO"]) {
            $0.meters = one([:])
            $0.devices = [[.mpan: "1", .esmeID: "0C:A2:F4:00:00:00:00:01"]]
        },
        SetCase("no SMETS meter", ["ESM-11 #1 esme_id S:ABCD"]) {
            $0.meters = one([.meterType: "N", .esmeID: ""])
            $0.devices = [[.mpan: "1", .esmeID: SetMarket.device(1)]]
        },
        SetCase("disconnected", ["ESM-11 #1 esme_id S:ABCD"]) {
            $0.registrations[1] = [.mpStatus: "X"]
            $0.devices = [[.mpan: "1", .esmeID: SetMarket.device(1)]]
        },
        SetCase("not in DCC", ["ESM-12 #1 esme_id S:ABCD"]) {
            $0.meters = one([:])
            $0.devices = []
        },
        SetCase("missing first", ["ESM-01 #1 esme_id M:MEMA"]) {
            $0.meters = one([.esmeID: ""])
            $0.devices = [[.mpan: "1", .esmeID: SetMarket.device(1)]]
        },
        SetCase("unknown MPAN", []) { $0.devices = [[.mpan: "9", .esmeID: SetMarket.device(1)]] },
    ]

    @Test(arguments: devices) func devicesHold(_ one: SetCase) { one.check() }

    @Test func suggestsNearDevices() {
        var market = SetMarket()
        market.meters = Self.one([.esmeID: "0CA2F4000000001"])
        market.devices = [[.mpan: "1", .esmeID: SetMarket.device(1)]]
        #expect(market.exceptions().map(\.suggestion) == [SetMarket.device(1)])
        market.meters = Self.one([.esmeID: "0C-A2-F4-00-00-00-10-01"])
        #expect(market.exceptions().map(\.suggestion) == [SetMarket.device(1)])
        market.meters = Self.one([.esmeID: "0C-A2-4F-00-00-00-00-01"])
        #expect(market.exceptions().map(\.suggestion) == [SetMarket.device(1)])
        market.meters = Self.one([.esmeID: "0C-A2-4F-00-00-00-10-01"])
        #expect(market.exceptions().map(\.suggestion) == [""])
    }

    static let extracts: [SetCase] = [
        SetCase("agreed", []) {
            $0.meters = one([:])
            $0.extracts = [[.mpan: "1", .mem: "MEMA", .meterID: "A1", .location: "K"]]
        },
        SetCase("location", ["REC-04 #1 location M:MEMA"]) {
            $0.meters = one([:])
            $0.extracts = [[.mpan: "1", .mem: "MEMB", .meterID: "a 1", .location: "L"]]
        },
        SetCase("missing location first", ["LOC-02 #1 location M:MEMA"]) {
            $0.meters = one([.location: ""])
            $0.extracts = [[.mpan: "1", .mem: "MEMA", .meterID: "A1", .location: "L"]]
        },
        SetCase("no such meter", ["REC-04 #1 meter_id M:MEMB"]) {
            $0.meters = one([:])
            $0.extracts = [[.mpan: "1", .mem: "MEMB", .meterID: "B1", .location: "L"]]
        },
        SetCase("two managers", ["REC-05 #1 digits M:MEMA"]) {
            $0.meters = one([:])
            $0.extracts = [
                [.mpan: "1", .mem: "MEMA", .meterID: "A1", .digits: "5"],
                [.mpan: "1", .mem: "MEMB", .meterID: "A1", .digits: "6"],
            ]
        },
        SetCase("a day of summer time", ["EFF-06 #1 install_date P:?"]) {
            $0.meters = one([.installDate: "2020-07-02"])
            $0.extracts = [[.mpan: "1", .mem: "MEMA", .meterID: "A1", .installDate: "2020-07-01"]]
            $0.settings.universalRegisters = [.extracts]
        },
        SetCase("a day of winter time", ["REC-04 #1 install_date M:MEMA"]) {
            $0.meters = one([.installDate: "2020-01-02"])
            $0.extracts = [[.mpan: "1", .mem: "MEMA", .meterID: "A1", .installDate: "2020-01-01"]]
            $0.settings.universalRegisters = [.extracts]
        },
        SetCase("disconnected too", ["MTR-15 #1 meter_id M:MEMA", "REC-04 #1 digits M:MEMA"]) {
            $0.registrations[1] = [.mpStatus: "X"]
            $0.meters = one([:])
            $0.extracts = [[.mpan: "1", .mem: "MEMA", .meterID: "A1", .digits: "6"]]
        },
    ]

    @Test(arguments: extracts) func extractsHold(_ one: SetCase) { one.check() }
}
