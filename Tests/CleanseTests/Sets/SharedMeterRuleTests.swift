import Cleanse
import Testing

@Suite struct SharedMeterRuleTests {
    private static let imports: SetMarket.Row = [.direction: "I"]
    private static let export: SetMarket.Row = [.direction: "E"]

    private static func share(
        _ one: SetMarket.Row = [:], _ other: SetMarket.Row = [:], id: String = "Z1"
    ) -> [SetMarket.Row] {
        let first: SetMarket.Row = [.mpan: "1", .meterID: id, .meterType: "N", .esmeID: ""]
        let second: SetMarket.Row = [.mpan: "2", .meterID: id, .meterType: "N", .esmeID: ""]
        return [first.merging(one) { $1 }, second.merging(other) { $1 }]
    }

    private static let link: SetMarket.Row = [.kind: "IE", .principal: "1", .subsidiary: "2"]

    static let cases: [SetCase] = [
        SetCase("equal dates", ["MTR-02 #1 meter_id M:MEMA", "MTR-02 #2 meter_id M:MEMB"]) {
            $0.meters = share([:], [.mem: "MEMB"])
        },
        SetCase("case does not part ids", ["MTR-02 #1 meter_id M:MEMA", "MTR-02 #2 meter_id M:MEMA"]) {
            $0.meters = share([:], [.meterID: "z1"])
        },
        SetCase("unknown date", ["MTR-02 #1 meter_id M:MEMA", "MTR-02 #2 meter_id M:MEMA"]) {
            $0.meters = share([:], [.installDate: TableBuilder.rejected])
        },
        SetCase("the earlier is stale", ["MTR-06 #1 meter_id M:MEMA"]) {
            $0.meters = share([:], [.installDate: "2021-01-01"])
        },
        SetCase("another make", ["MTR-05 #1 meter_id M:MEMA", "MTR-05 #2 meter_id M:MEMA"]) {
            $0.meters = share([:], [.makeType: "Other"])
        },
        SetCase("makes differ in case only", ["MTR-02 #1 meter_id M:MEMA", "MTR-02 #2 meter_id M:MEMA"]) {
            $0.meters = share([:], [.makeType: "MAKE"])
        },
        SetCase("a blank make is no other make", ["MTR-06 #1 meter_id M:MEMA"]) {
            $0.meters = share([:], [.makeType: "", .installDate: "2021-01-01"])
        },
        SetCase("removed", []) { $0.meters = share([.removalDate: "2026-07-01"]) },
        SetCase("removed tomorrow", ["MTR-02 #1 meter_id M:MEMA", "MTR-02 #2 meter_id M:MEMA"]) {
            $0.meters = share([.removalDate: "2026-07-02"])
        },
        SetCase("a disconnected MPAN takes no part", ["MTR-15 #2 meter_id M:MEMA"]) {
            $0.meters = share()
            $0.registrations[2] = [.mpStatus: "X"]
        },
        SetCase("an unregistered MPAN takes no part", []) {
            $0.meters = share()
            $0.registrations[2] = nil
        },
        SetCase("one set", []) {
            $0.meters = share()
            $0.registrations[2] = export
            $0.links = [link]
        },
        SetCase("one set across both kinds", []) {
            $0.meters = share()
            $0.meters?.append([.mpan: "3", .meterID: "Z1"])
            $0.registrations[2] = export
            $0.links = [link, [.kind: "REL", .principal: "1", .subsidiary: "3"]]
        },
        SetCase("the link has ended", ["MTR-02 #1 meter_id M:MEMA", "MTR-02 #2 meter_id M:MEMA"]) {
            $0.meters = share()
            $0.links = [link.merging([.to: "2026-06-30"]) { $1 }]
        },
        SetCase("spaces", ["MTR-03 #1 meter_id M:MEMA", "MTR-03 #2 meter_id M:MEMA"]) {
            $0.meters = share([.meterID: "L21P12345"], [.meterID: "L 21P 12345"])
        },
        SetCase("years", ["MTR-04 #1 meter_id M:MEMA", "MTR-04 #2 meter_id M:MEMA"]) {
            $0.meters = share([.meterID: "L21P12345"], [.meterID: "L19P12345"])
        },
        SetCase("years in one set", []) {
            $0.meters = share([.meterID: "L21P12345"], [.meterID: "L19P12345"])
            $0.registrations[2] = export
            $0.links = [link]
            $0.meters?.append([.mpan: "2", .meterID: "L21P12345"])
        },
        SetCase("no years where the rest ends in a letter", []) {
            $0.meters = share([.meterID: "L21P1234X"], [.meterID: "L19P1234X"])
        },
        SetCase("device", ["ESM-05 #1 esme_id S:ABCD", "ESM-05 #2 esme_id S:EFGH"]) {
            $0.registrations[2] = [.supplier: "EFGH"]
            $0.meters = [[.mpan: "1", .esmeID: SetMarket.device(9)], [.mpan: "2", .esmeID: SetMarket.device(9)]]
        },
        SetCase(
            "device in two spellings",
            ["ESM-05 #1 esme_id S:ABCD", "ESM-03 #2 esme_id M:MEMA", "ESM-05 #2 esme_id S:ABCD"]
        ) {
            $0.meters = [[.mpan: "1", .esmeID: SetMarket.device(9)], [.mpan: "2", .esmeID: "0ca2f40000000009"]]
        },
        SetCase("import and export at one postcode", ["LNK-15 #2 meter_id S:ABCD"]) {
            $0.registrations[2] = export
            $0.meters = share(
                [.meterType: "S2A", .esmeID: SetMarket.device(9)],
                [.meterType: "S2A", .esmeID: SetMarket.device(9), .installDate: "2021-01-01"])
        },
        SetCase("by their device only", ["LNK-15 #2 esme_id S:ABCD"]) {
            $0.registrations[2] = [.direction: "E", .postcode: "n11aa"]
            $0.meters = [[.mpan: "1", .esmeID: SetMarket.device(9)], [.mpan: "2", .esmeID: SetMarket.device(9)]]
        },
        SetCase(
            "at two postcodes",
            [
                "MTR-02 #1 meter_id M:MEMA", "LNK-11 #2 subsidiary S:ABCD", "LNK-15 #2 meter_id S:ABCD",
                "MTR-02 #2 meter_id M:MEMA",
            ]
        ) {
            $0.registrations[2] = [.direction: "E", .postcode: "N1 2BB"]
            $0.meters = share()
        },
        SetCase("location once in a set", ["DIG-02 #1 digits M:MEMA", "LOC-02 #1 location M:MEMA"]) {
            $0.registrations[2] = export
            $0.links = [link]
            $0.meters = share([.location: "", .digits: ""], [.location: "", .digits: ""])
        },
        SetCase("location where it is blank", ["LOC-02 #2 location M:MEMA"]) {
            $0.registrations[2] = export
            $0.links = [link]
            $0.meters = share([:], [.location: ""])
        },
        SetCase("import first", ["LOC-02 #2 location M:MEMA"]) {
            $0.registrations[1] = export
            $0.links = [[.kind: "IE", .principal: "2", .subsidiary: "1"]]
            $0.meters = share([.location: ""], [.location: ""])
        },
        SetCase("two devices of one meter", ["ESM-06 #1 esme_id M:MEMA", "ESM-06 #2 esme_id M:MEMA"]) {
            $0.registrations[2] = export
            $0.links = [link]
            $0.meters = share(
                [.meterType: "S2A", .esmeID: SetMarket.device(8)], [.meterType: "S2A", .esmeID: SetMarket.device(9)])
        },
    ]

    @Test(arguments: cases) func holds(_ one: SetCase) { one.check() }

    @Test func suggestsWhatMayBeMeant() {
        var market = SetMarket()
        market.registrations[2] = Self.export
        market.meters = Self.share()
        #expect(market.exceptions().first?.suggestion == SetMarket.mpan(1))
        market.registrations[2] = [:]
        market.meters = Self.share([.meterID: "L21P12345"], [.meterID: "L 21P 12345"])
        #expect(market.exceptions().map(\.suggestion) == ["L21P12345", "L21P12345"])
    }
}
