import DIP
import Kernel
import Market
import TestSupport
import Testing

@Suite("Manufactured messages")
struct SampleTests {
    static let data = party("data", "SDS", "SDSA", "1400000001")
    static let book = AddressBook([
        data, party("regs", "REGS", "REGA", "2200000001"), party("supplier", "SUP", "SUPA", "2300000001"),
        party("metering", "MSS", "MSSA", "1200000001"), party("network", "LDSO", "NETA", "2500000001"),
        party("reader", "MDR", "MDRA", "1800000001"),
    ])
    static let noon = Instant(milliseconds: 1_775_044_800_000)

    static func party(_ name: String, _ role: String, _ mpid: String, _ id: String) -> MarketParty {
        guard let role = RoleCode(role), let id = DIPID(id) else { preconditionFailure("the test names known parties") }
        return MarketParty(name: name, role: role, mpid: mpid, dipID: id)
    }

    static func request(
        _ interface: InterfaceID, _ event: String = "", seed: UInt64 = 1, serial: UInt64 = 1,
        fields: [FieldValue] = []
    ) -> SampleRequest {
        SampleRequest(
            interface: interface, event: event, sender: data, recipients: [], book: book, at: noon, seed: seed,
            serial: serial, fields: fields)
    }

    static let events: [(String, String)] = Specification.bundled.interfaces.flatMap { interface in
        interface.events.map { (interface.id.text, $0) }
    }

    @Test("The checker accepts a message of every event that the specification has", arguments: events)
    func everyEvent(interface: String, event: String) throws {
        let interface = try #require(InterfaceID(interface))
        let checker = MessageChecker(specification: .bundled)
        let maker = SampleMaker(.bundled)
        for seed in [UInt64(1), 77] {
            let body = try maker.body(Self.request(interface, event, seed: seed))
            let verdict = checker.check(body, interface: interface)
            #expect(verdict.isAccepted, "\(verdict.findings.map { "\($0.pointer): \($0.sentence)" })")
        }
    }

    @Test("The same request gives the same bytes; another seed or serial another reference")
    func deterministic() throws {
        let maker = SampleMaker(.bundled)
        let interface = try #require(InterfaceID("IF-021"))
        let first = try maker.body(Self.request(interface))
        #expect(try maker.body(Self.request(interface)) == first)
        var references: Set<String> = []
        for seed in 1...20 {
            for serial in 1...20 {
                references.insert(Self.request(interface, seed: UInt64(seed), serial: UInt64(serial)).reference)
            }
        }
        #expect(references.count == 400)
    }

    @Test("A made-up point has a true check digit")
    func checkDigit() async throws {
        let maker = SampleMaker(.bundled)
        let interface = try #require(InterfaceID("IF-008"))
        try await Property.check(seed: 4_711, count: 200) { generator in
            let payload = try maker.payload(Self.request(interface, seed: generator.next(), serial: generator.next()))
            let mpan = payload.text(at: "/CommonBlock/M0/MPANCore") ?? ""
            try Property.hold(MPANCore(printed: mpan) != nil, "\(mpan) fails its check digit")
            let group = payload.text(at: "/CommonBlock/M0/GSPGroupID") ?? ""
            try Property.hold(GSPGroup(id: group) != nil, "\(group) is no GSP group")
        }
    }

    @Test("A day has 48 half hours that end on the half hour, with three decimals")
    func halfHours() throws {
        let payload = try SampleMaker(.bundled).payload(Self.request(try #require(InterfaceID("IF-021"))))
        let day = try #require(payload.value(at: "/CustomBlock/B900/settlementDayConsumptionPeriods/0"))
        let periods = try #require(day["consumptionPeriods"]?.elements)
        #expect(periods.count == 48)
        #expect(day.text(at: "/settlementDay/settlementDayDate") == "2026-03-31T00:00:00+00:00")
        #expect(periods.first?["sp"]?.text == "2026-03-31T00:30:00+00:00")
        #expect(periods.last?["sp"]?.text == "2026-04-01T00:00:00+00:00")
        let pattern = try TextPattern(#"^-?\d{1,9}\.\d{3}$"#)
        #expect(periods.allSatisfy { pattern.matches($0["v"]?.text ?? "") })
        #expect(Set(periods.compactMap { $0["v"]?.text }).count > 20)
    }

    @Test("Values that are set stand where they were set; a block that is named is made")
    func fieldsAreSet() throws {
        let interface = try #require(InterfaceID("IF-008"))
        let payload = try SampleMaker(.bundled).payload(
            Self.request(
                interface,
                fields: [
                    FieldValue("/CustomBlock/B025/energisationStatus", .string("D")),
                    FieldValue("/CommonBlock/R0/responseMessages", .array([.string("REG1002")])),
                    FieldValue("/CommonBlock/S1/subText", .string("test")),
                ]))
        #expect(payload.text(at: "/CustomBlock/B025/energisationStatus") == "D")
        #expect(payload.text(at: "/CommonBlock/R0/responseMessages/0") == "REG1002")
        let without = try SampleMaker(.bundled).payload(
            Self.request(interface, fields: [FieldValue("/CustomBlock/B025", nil)]))
        #expect(without.value(at: "/CustomBlock/B025") == nil)
    }

    @Test("An unknown event and a place that leads nowhere are errors that name what to do")
    func errors() throws {
        let maker = SampleMaker(.bundled)
        let interface = try #require(InterfaceID("IF-021"))
        #expect(
            throws: SampleError.unknownEvent("Nothing", of: interface, known: ["[ActivePower]", "[ReactivePower]"])
        ) {
            try maker.body(Self.request(interface, "Nothing"))
        }
        #expect(throws: SampleError.noSuchPlace("/CommonBlock/S0/eventCode/inner")) {
            try maker.body(
                Self.request(interface, fields: [FieldValue("/CommonBlock/S0/eventCode/inner", .null)]))
        }
        let report = try #require(InterfaceID("REP-999"))
        #expect(throws: SampleError.self) { try maker.body(Self.request(report)) }
    }

    @Test("A batch is accepted, and each of its messages has a point, reference and values of its own")
    func batch() throws {
        let interface = try #require(InterfaceID("IF-021"))
        let maker = SampleMaker(.bundled)
        let batch = try ConsumptionBatch(maker, Self.request(interface))
        let mpans = (1...50).map { MPANCore(distributor: 99, unique: UInt64($0)) }
        let body = batch.body(mpans: mpans, firstSerial: 1_000)
        let verdict = MessageChecker(specification: .bundled).check(body, interface: interface)
        #expect(verdict.isAccepted, "\(verdict.findings.prefix(3))")
        #expect(verdict.heads.compactMap(\.mpan) == mpans.map(\.description))
        #expect(Set(verdict.heads.map(\.senderUniqueReference)).count == 50)
        let values = try JSONValue(body).elements?.map {
            $0.value(at: "/payload/CustomBlock/B900/settlementDayConsumptionPeriods/0/consumptionPeriods")
        }
        #expect(Set(values ?? []).count == 50)
        #expect(batch.body(mpans: mpans, firstSerial: 1_000) == body)
    }
}
