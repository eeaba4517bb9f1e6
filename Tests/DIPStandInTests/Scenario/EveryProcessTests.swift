import DIP
import DIPStandIn
import Foundation
import Kernel
import TestSupport
import Testing

@Suite("Processes of the scripted parties, each once through the platform")
struct EveryProcessTests {
    private static let head = """
        name: Every process
        onFailure: continue
        parties:
          - {name: regs, role: REGS, mpid: REGA, dipId: "2200000001"}
          - {name: supplier, role: SUP, mpid: SUPA, dipId: "2300000001"}
          - {name: next supplier, role: SUP, mpid: SUPB, dipId: "2300000002"}
          - {name: metering, role: MSS, mpid: MSSA, dipId: "1200000001"}
          - {name: old data, role: SDS, mpid: SDSA, dipId: "1400000001"}
          - {name: data, role: SDS, mpid: SDSB, dipId: "1400000002", profile: {usesRetriever: reader}}
          - {name: reader, role: MDR, mpid: MDRA, dipId: "1800000001"}
          - {name: other reader, role: MDR, mpid: MDRB, dipId: "1800000002"}
          - {name: network, role: LDSO, mpid: NETA, dipId: "2500000001"}
          - {name: market, role: MDS, mpid: MDSA, dipId: "1500000001"}
          - {name: enquiry, role: EES, mpid: EESA, dipId: "1700000001"}
          - {name: smart, role: DCC, mpid: DCCA, dipId: "1900000001"}
          - {name: publisher, role: ISD, mpid: ISDA, dipId: "2000000001"}
        mpans:
          - {mpan: "2000056535971", distributor: network, gspGroup: _H, supplier: supplier, meteringService: metering, dataService: old data, meters: [{id: M1}]}
          - {mpan: "1900012374324", distributor: network, gspGroup: _H, supplier: supplier, meteringService: metering, dataService: old data, direction: E}
        steps:

        """

    static let processes: [(String, String)] = [
        (
            "appointment with a retriever, and its readings",
            """
              - send:
                  from: supplier
                  interface: IF-031
                  event: DSApp
                  to: [regs]
                  fields:
                    B071.proposedDataServiceDIPID: "@id data"
                    B071.proposedDataServiceMPID: "@mpid data"
                    B071.proposedDataServiceDIPEffectiveFromDate: "@today+1d"
                    B071.appointmentScenario: CSP
              - expect: {party: data, interface: IF-036, event: DSAppActive, within: 2 d, fields: {B019.assignedMDRDIPID: "@id reader"}}
              - expect: {party: reader, interface: IF-061, event: MDRStart}
              - expect: {party: data, interface: IF-062, fields: {R0.responseCode: A}}
              - send: {from: data, interface: IF-065, event: MDRConsumption, to: [reader]}
              - expect: {party: data, interface: IF-064}
              - send: {from: data, interface: IF-065, event: MDRTOU, to: [reader]}
              - expect: {party: data, interface: IF-065, event: ReadingRemote}
              - send:
                  from: data
                  interface: IF-034
                  event: SDS-MDRUpdate
                  to: [regs]
                  fields:
                    B018.SDSNominatedMDRDIPID: "@id other reader"
                    B018.SDSNominatedMDRMPID: "@mpid other reader"
                    B018.SDSNominatedMDRRequestedEffectiveFromDate: "@today+1d"
              - expect: {party: data, interface: IF-035, event: SDS-MDROutcome, fields: {B099.responseCode: A}}
            """
        ),
        (
            "what suppliers and services keep in the register",
            """
              - send: {from: supplier, interface: IF-019, event: LinkedImportExportCreate, to: [regs], fields: {B090List: [{subsidiaryMPAN: "1900012374324"}]}}
              - expect: {party: supplier, interface: IF-020, event: LinkedImportExportCreate, fields: {R0.responseCode: A}}
              - send: {from: supplier, interface: IF-019, event: LinkedImportExportCreate, to: [regs], fields: {B090List: [{subsidiaryMPAN: "1900012374324"}]}}
              - expect: {party: supplier, interface: IF-020, fields: {R0.responseMessages: {contains: REG1052}}}
              - send: {from: supplier, interface: IF-025, event: ConsentGranularity, to: [regs], fields: {B068.consentGranularity: D, B068.consentGranularityEffectiveFromDate: "@today"}}
              - expect: {party: supplier, interface: IF-026, fields: {B068.consentGranularity: D}}
              - expect: {party: network, interface: IF-026, fields: {B068.consentGranularity: x}}
              - send: {from: old data, interface: IF-038, event: DirectContractDSAdd, to: [regs], fields: {B021.customerDirectContractDataServiceEffectiveToDate: "@today+9d"}}
              - expect: {party: old data, interface: IF-039, fields: {R0.responseCode: A}}
              - send: {from: old data, interface: IF-038, event: DirectContractDSRemove, to: [regs]}
              - expect: {party: old data, interface: IF-039, event: DirectContractDSRemove, fields: {R0.responseCode: A}}
              - send: {from: supplier, interface: IF-027, to: [old data]}
              - expect: {party: supplier, interface: IF-028, fields: {R0.responseCode: A}}
              - rule: {name: amended, party: old data, interface: IF-027, answer: [DSCA001, DSCA999]}
              - send: {from: supplier, interface: IF-027, to: [old data]}
              - expect: {party: supplier, interface: IF-028, fields: {R0.responseMessages: {equals: [DSCA001, DSCA999]}}}
            """
        ),
        (
            "what begins outside the platform",
            """
              - process: {party: publisher, begin: standingData, version: V7}
              - expect: {party: supplier, interface: IF-047, fields: {P01.publicationVersionID: V7}}
              - process: {party: regs, begin: segmentChange, to: S}
              - expect: {party: supplier, interface: IF-044, fields: {B026.marketSegmentIndicator: S}}
              - process: {party: regs, begin: connectionTypeChange, to: L}
              - expect: {party: smart, interface: IF-043, fields: {B023.connectionTypeIndicator: L}}
              - process: {party: regs, begin: changeOfSupplier, supplier: next supplier, effective: "@today+1d"}
              - expect: {party: next supplier, interface: IF-002}
              - expect: {party: next supplier, interface: IF-045, event: NoMSAppointed, within: 2 d}
              - expect: {party: next supplier, interface: IF-045, event: NoDSAppointed}
              - expect: {party: old data, interface: IF-037, event: DSDeApp, fields: {B009.deAppointmentReasonCode: CSUPP}}
              - process: {party: regs, begin: disconnection}
              - expect: {party: enquiry, interface: IF-009, event: MPANDisconnection}
              - send: {from: next supplier, interface: IF-025, event: ConsentGranularity, to: [regs]}
              - expect: {party: next supplier, interface: IF-026, fields: {R0.responseMessages: {contains: REG1001}}}
            """
        ),
        (
            "a request that lapses, and one that its provider refuses on order",
            """
              - rule: {name: silent, party: data, interface: IF-033, answer: silence, times: 1}
              - rule: {name: refuses, party: metering, interface: IF-033, answer: SP099}
              - send:
                  from: supplier
                  interface: IF-031
                  event: DSApp
                  to: [regs]
                  fields:
                    B071.proposedDataServiceDIPID: "@id data"
                    B071.proposedDataServiceMPID: "@mpid data"
                    B071.proposedDataServiceDIPEffectiveFromDate: "@today+20d"
                    B071.appointmentScenario: CSP
              - expect: {party: supplier, interface: IF-035, event: DSAppLapsed, within: 6 d, fields: {B007.responseCode: L}}
              - send:
                  from: supplier
                  interface: IF-031
                  event: MSApp
                  to: [regs]
                  fields:
                    B070.proposedMeteringServiceDIPID: "@id metering"
                    B070.proposedMeteringServiceMPID: "@mpid metering"
                    B070.proposedMeteringServiceDIPEffectiveFromDate: "@today+5d"
                    B070.appointmentScenario: USP
              - expect: {party: supplier, interface: IF-035, event: MSAppRejected, fields: {B007.proposedAppointmentResponseCode: SP099}}
            """
        ),
    ]

    /// Each data item of IF-018, with a value, and where it stands in the message.
    static let items: [(item: String, to: String, place: String, value: String)] = [
        ("AddressChg", "7 Other Street", "B022.addressLine1", "7 Other Street"),
        ("GSPChg", "_K", "M0.GSPGroupID", "_K"),
        ("DomPremInd", "\"false\"", "B028.domesticPremiseIndicator", "false"),
        ("DUOSTariffIDChg", "\"042\"", "B024.DUOSTariffID", "\"042\""),
        ("EnergyDirection", "E", "B023.energyDirection", "E"), ("DCCEnrolment", "I", "B029.DCCServiceFlag", "I"),
        ("MUMIndicator", "\"true\"", "B023.meteredIndicator", "true"),
    ]

    @Test("Each data item of a point is told of with its new value", arguments: items)
    func item(item: String, to: String, place: String, value: String) throws {
        try process(
            name: item,
            steps: """
                  - process: {party: regs, begin: dataItemChange, item: \(item), to: \(to), effective: "@today"}
                  - expect: {party: supplier, interface: IF-018, event: \(item), fields: {\(place): \(value)}}
                  - expect: {party: enquiry, interface: IF-018, event: \(item)}
                """)
        #expect(RegistrationItem(rawValue: item) != nil)
        #expect(Self.items.count == RegistrationItem.allCases.count)
    }

    @Test(
        "A value that an item cannot have is told",
        arguments: [("EnergyDirection", "X"), ("DomPremInd", "\"yes\""), ("DCCEnrolment", "Q"), ("GSPChg", "K")])
    func wrongItem(item: String, to: String) throws {
        let step = "  - process: {party: regs, begin: dataItemChange, item: \(item), to: \(to)}"
        let reading = try Scenario.read(yaml: Self.head + step, name: "wrong.yaml")
        #expect(reading.scenario == nil)
        #expect(reading.findings.contains { $0.path.hasSuffix("process.to") }, "\(reading.findings)")
    }

    @Test("Every event of a reading can be ordered", arguments: ["ReadingCOR", "DSEstimate", "ReadingOverride"])
    func reading(event: String) throws {
        try process(
            name: event,
            steps: """
                  - process: {party: old data, begin: reading, event: \(event)}
                  - expect: {party: supplier, interface: IF-041, event: \(event), fields: {B064List.0.meterID: M1}}
                """)
    }

    @Test("The reference page lists the processes that can begin, and who begins them")
    func documented() throws {
        let page = try String(
            contentsOf: Repository.root.appendingPathComponent("Documentation/reference/counterparties.md"),
            encoding: .utf8)
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") && $0.contains("IF-") }
            .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
        #expect(rows.map { $0[0] } == MarketProcess.words.map(\.word))
        #expect(rows.map { $0[1] } == MarketProcess.words.map(\.who))
    }

    @Test("Every message is valid and goes to parties that may have it", arguments: processes)
    func process(name: String, steps: String) throws {
        let reading = try Scenario.read(yaml: Self.head + steps, name: "\(name).yaml")
        let scenario = try #require(reading.scenario, "\(reading.findings.map(\.description))")
        let report = scenario.runOffline(specification: .bundled)
        #expect(report.hasPassed, "\(report.text)")
    }
}
