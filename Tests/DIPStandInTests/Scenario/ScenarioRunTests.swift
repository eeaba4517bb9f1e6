import DIP
import DIPStandIn
import Kernel
import TestSupport
import Testing

@Suite("Runs of scenarios")
struct ScenarioRunTests {
    private static let head = """
        name: Test
        onFailure: continue
        parties:
          - {name: supplier, role: SUP, mpid: SUPA, dipId: "2300000001"}
          - {name: data, role: SDS, mpid: SDSA, dipId: "1400000001", plays: steps}
          - {name: network, role: LDSO, mpid: NETA, dipId: "2500000001"}
          - {name: market, role: MDS, mpid: MDSA, dipId: "1500000001"}
        mpans:
          - {mpan: "2000056535971", distributor: network, gspGroup: _H, supplier: supplier, dataService: data}
        steps:

        """

    private static func run(_ steps: String) throws -> ScenarioReport {
        let reading = try Scenario.read(yaml: head + steps, name: "test.yaml")
        let scenario = try #require(reading.scenario, "\(reading.findings.map(\.description))")
        return scenario.runOffline(specification: .bundled)
    }

    private static func outcomes(_ steps: String) throws -> [String] {
        try run(steps).steps.map(\.outcome.rawValue)
    }

    @Test("An answer to an earlier action is not taken for this one's; a step that is named reaches back")
    func window() throws {
        let outcomes = try Self.outcomes(
            """
              - {name: first, send: {from: data, interface: IF-021, fields: {S1.subText: one}}}
              - expect: {party: market, interface: IF-021, fields: {S1.subText: one}}
              - {name: second, send: {from: data, interface: IF-021, fields: {S1.subText: two}}}
              - expect: {party: supplier, interface: IF-021, fields: {S1.subText: one}}
              - expect: {party: supplier, interface: IF-021, after: first, fields: {S1.subText: one}}
              - expect: {party: supplier, interface: IF-021, fields: {S1.subText: two}}
            """)
        #expect(outcomes == ["passed", "passed", "passed", "failed", "passed", "passed"])
    }

    @Test("Actions in a row have their answers in any order, each once")
    func order() throws {
        let outcomes = try Self.outcomes(
            """
              - send: {from: data, interface: IF-021, fields: {S1.subText: one}}
              - send: {from: data, interface: IF-021, fields: {S1.subText: two}}
              - expect: {party: supplier, interface: IF-021, fields: {S1.subText: two}}
              - expect: {party: supplier, interface: IF-021, fields: {S1.subText: one}}
              - expect: {party: supplier, interface: IF-021}
            """)
        #expect(outcomes == ["passed", "passed", "passed", "passed", "failed"])
    }

    @Test("Evidence of what did not come names what came instead, or what was wrong in it")
    func evidence() throws {
        let report = try Self.run(
            """
              - send: {from: data, interface: IF-021}
              - expect: {party: supplier, interface: IF-008}
              - expect: {party: supplier, interface: IF-021, fields: {B900.MQID.measurementQuantityID: AE, S1.subText: "@absent"}}
            """)
        #expect(report.steps[1].evidence.first?.found == "only IF-021 [ActivePower]")
        let wrong = report.steps[2].evidence.filter { $0.holds == false }
        #expect(wrong.map(\.expected) == ["IF-021 at supplier", "AE", "nothing"])
        #expect(wrong.map(\.found).suffix(2) == ["AI", "null"])
    }

    @Test("A message that cannot be made fails its step and says why")
    func cannotBeMade() throws {
        let report = try Self.run(
            """
              - send: {from: data, interface: IF-021, event: Nothing}
              - send: {from: data, interface: IF-021, fields: {S0.eventCode.deeper: 1}}
              - send: {from: data, interface: IF-021, body: "[", answer: 400, code: MSG1001}
              - send: {from: data, interface: IF-021, body: "[]", answer: 400}
            """)
        #expect(report.steps.map(\.outcome) == [.failed, .failed, .passed, .passed])
        #expect(report.steps[0].evidence.first?.found?.contains("[ReactivePower]") == true)
    }

    @Test("Time limits hold to the millisecond: what comes at the limit counts, what comes after it does not")
    func limits() throws {
        // Deliveries take 200 ms.
        let outcomes = try Self.outcomes(
            """
              - send: {from: data, interface: IF-021}
              - expect: {party: supplier, interface: IF-021, within: 200 ms}
              - send: {from: data, interface: IF-021}
              - expect: {party: supplier, interface: IF-021, within: 199 ms}
            """)
        #expect(outcomes == ["passed", "passed", "passed", "failed"])
    }

    @Test(
        "A backlog keeps the order of each point under every policy",
        arguments: [
            "allAtOnce", "oldestFirst", "rateLimited, perSecond: 5", "byInterfacePriority, first: [IF-027, IF-021]",
        ])
    func backlog(policy: String) throws {
        let sends = (1...9).map { "  - send: {from: data, interface: IF-021, fields: {S1.subText: \"\($0)\"}}\n" }
            .joined()
        let expects = (1...9).map {
            "  - expect: {party: supplier, interface: IF-021, fields: {S1.subText: \"\($0)\"}}\n"
        }
        .joined()
        let report = try Self.run(
            "  - outage: {begin: holdsDeliveries}\n" + sends + "  - outage: {end: \(policy)}\n" + expects)
        #expect(report.hasPassed, "\(report.text)")
        let received = report.events.filter { $0.kind == .received && $0.party == "supplier" }.compactMap(
            \.transactionID)
        let posted = report.steps.filter { $0.kind == "send" }.compactMap { $0.evidence.first?.transactionID }
        #expect(received == posted)
    }

    @Test("A batch of five hundred is counted to the last")
    func many() throws {
        let report = try Self.run(
            """
              - send: {from: data, interface: IF-021, count: 500}
              - expect: {party: supplier, interface: IF-021, count: 500}
              - expect: {party: supplier, interface: IF-021, absent: true}
            """)
        #expect(report.hasPassed)
    }
}
