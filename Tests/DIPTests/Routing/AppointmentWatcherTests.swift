import DIP
import Kernel
import TestSupport
import Testing

/// What the registration service's messages tell of appointments.
struct AppointmentWatcherTests {
    typealias Sample = RoutingSample

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var interface: String
        var event: String
        var fields: [String: String]
        var sender = "REGS"
        /// `role id date`.
        var changes: [String]
        var testDescription: String { name }
    }

    static let changeDay = "2026-05-01T00:00:00+00:00"
    static var cases: [Case] {
        let incoming = [
            "B015.incomingDataServiceDIPID": Sample.ads, "B015.incomingDataServiceEffectiveFromDate": changeDay,
        ]
        return [
            Case(
                name: "a new supplier", interface: "IF-001", event: "[ChangeOfSupplier]",
                fields: [
                    "B002.incomingSupplierDIPID": Sample.nextSupplier, "B002.supplierEffectiveFromDate": changeDay,
                ],
                changes: ["SUP \(Sample.nextSupplier) \(changeDay)"]),
            Case(
                name: "an advanced data service takes over from a smart one", interface: "IF-036",
                event: "[DSAppActive]", fields: incoming,
                changes: ["ADS \(Sample.ads) \(changeDay)", "SDS nobody \(changeDay)"]),
            Case(
                name: "the offset counts", interface: "IF-036", event: "[MSAppActive]",
                fields: [
                    "B014.incomingMeteringServiceDIPID": "1299999999", "B026.marketSegmentIndicator": "S",
                    "B014.incomingMeteringServiceEffectiveFromDate": "2026-05-01T01:00:00+01:00",
                ], changes: ["MSS 1299999999 \(changeDay)"]),
            Case(
                name: "an end", interface: "IF-037", event: "[DSDeApp]",
                fields: ["B009.deAppointedDataServiceDIPID": Sample.sds, "B009.dataServiceEffectiveToDate": changeDay],
                changes: ["SDS nobody \(changeDay)"]),
            Case(
                name: "the end of a party that is not appointed", interface: "IF-037", event: "[DSDeApp]",
                fields: ["B009.deAppointedDataServiceDIPID": Sample.ads, "B009.dataServiceEffectiveToDate": changeDay],
                changes: []),
            Case(
                name: "a reverse migration", interface: "IF-003", event: "[MSDeAppRM]",
                fields: [
                    "B008.deAppointedMeteringServiceDIPID": Sample.mss,
                    "B008.meteringServiceEffectiveToDate": changeDay,
                ], changes: ["MSS nobody \(changeDay)"]),
            Case(
                name: "a disconnection ends everything", interface: "IF-009", event: "[MPANDisconnection]",
                fields: ["B041.disconnectionEffectiveFromDate": changeDay],
                changes: ["MSS nobody \(changeDay)", "SDS nobody \(changeDay)", "SUP nobody \(changeDay)"]),
            Case(
                name: "a retriever that was rejected", interface: "IF-035", event: "[SDS-MDROutcome]",
                fields: [
                    "B092.assignedMDRDIPID": "1500000001", "B092.assignedMDREffectiveFromDate": changeDay,
                    "B099.responseCode": "R",
                ], changes: []),
            Case(
                name: "a retriever that was accepted", interface: "IF-035", event: "[SDS-MDROutcome]",
                fields: [
                    "B092.assignedMDRDIPID": "1500000001", "B092.assignedMDREffectiveFromDate": changeDay,
                    "B099.responseCode": "A",
                ], changes: ["MDR 1500000001 \(changeDay)"]),
            Case(
                name: "nobody else is believed", interface: "IF-036", event: "[DSAppActive]", fields: incoming,
                sender: "SUP", changes: []),
            Case(
                name: "a date that is none", interface: "IF-036", event: "[DSAppActive]",
                fields: incoming.merging(["B015.incomingDataServiceEffectiveFromDate": "2026-02-30T00:00:00+00:00"]) {
                    $1
                },
                changes: []),
            Case(name: "another interface", interface: "IF-021", event: "[ActivePower]", fields: [:], changes: []),
        ]
    }

    @Test(arguments: cases) func tells(_ one: Case) throws {
        let head = Sample.head(one.interface, one.event, sender: Sample.regs, role: one.sender)
        let changes = AppointmentWatcher().changes(
            from: head, appointments: try Sample.appointments(), directory: try Sample.directory()
        ) { one.fields["\($0).\($1)"] }
        #expect(changes.map { "\($0.role) \($0.dipID?.text ?? "nobody") \($0.from.isoWithOffset)" } == one.changes)
        #expect(AppointmentWatcher().watches(one.interface) == (one.interface != "IF-021"))
    }

    /// Begin and end of one change come in either order; what a register has in the end is the same.
    @Test(arguments: [[0, 1], [1, 0], [0, 0, 1, 1], [1, 0, 1, 0]]) func theOrderDoesNotMatter(_ order: [Int]) throws {
        let register = MemoryRegister()
        try register.load(appointments: try Sample.appointments())
        let messages: [(String, String, [String: String])] = [
            (
                "IF-036", "[DSAppActive]",
                [
                    "B015.incomingDataServiceDIPID": Sample.ads,
                    "B015.incomingDataServiceEffectiveFromDate": Self.changeDay,
                ]
            ),
            (
                "IF-037", "[DSDeApp]",
                ["B009.deAppointedDataServiceDIPID": Sample.sds, "B009.dataServiceEffectiveToDate": Self.changeDay]
            ),
        ]
        for index in order {
            let (interface, event, fields) = messages[index]
            let changes = AppointmentWatcher().changes(
                from: Sample.head(interface, event, sender: Sample.regs, role: "REGS"),
                appointments: register.appointments(of: Sample.mpan), directory: try Sample.directory()
            ) { fields["\($0).\($1)"] }
            for change in changes {
                try register.appoint(mpan: change.mpan, role: change.role, dipID: change.dipID, from: change.from)
            }
        }
        let data = register.appointments(of: Sample.mpan).filter { ["SDS", "ADS"].contains($0.role.text) }
        #expect(
            data.map { "\($0.role) \($0.dipID) \($0.from?.date ?? "-") \($0.until?.date ?? "-")" }
                == ["ADS \(Sample.ads) 2026-05-01 -", "SDS \(Sample.sds) - 2026-05-01"])
    }
}

/// Fields found in a message's text.
struct MessageFieldsTests {
    @Test func findsFieldsInAnyCase() throws {
        let text = try JSONText(
            Array(
                #"{"Payload":{"commonblock":{"R0":{"responseCode":"A"}},"CustomBlock":{"b002":{"incomingSupplierDIPID":"23\u0030","n":null,"l":[1]}}}}"#
                    .utf8))
        let fields = MessageFields(text)
        #expect(fields.value("B002", "incomingsupplierdipid") == "230")
        #expect(fields.value("R0", "responseCode") == "A")
        #expect(fields.value("B002", "n") == nil)
        #expect(fields.value("B002", "l") == nil)
        #expect(fields.value("B003", "n") == nil)
        #expect(MessageFields(try JSONText(Array("[]".utf8))).value("B002", "n") == nil)
    }
}
