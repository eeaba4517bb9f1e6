import DIP
import DIPStandIn
import Foundation
import Kernel
import TestSupport
import Testing

/// Versions of the official files that lie beside the repository on the machines that check it.
enum OfficialFolder {
    static let versions: [String] = {
        let found = ["1.8.3", "2.1.0"].filter { FileManager.default.fileExists(atPath: folder($0).path) }
        if found.count < 2 {
            Repository.say("ABSENT: ../shared/dip-spec. Messages are not made by the official files in this run.")
        }
        return found
    }()

    static func folder(_ version: String) -> URL {
        Repository.root.deletingLastPathComponent().appendingPathComponent("shared/dip-spec/\(version)")
    }
}

@Suite("Messages made by the official files")
struct OfficialSamplesTests {
    private static func party(_ name: String, _ role: String, _ mpid: String, _ id: String) throws -> MarketParty {
        MarketParty(name: name, role: try #require(RoleCode(role)), mpid: mpid, dipID: try #require(DIPID(id)))
    }

    @Test("Each version's checker accepts a message of each of its events", arguments: OfficialFolder.versions)
    func everyEvent(version: String) throws {
        let specification = try YAMLReading.specification(in: OfficialFolder.folder(version)).specification
        let checker = MessageChecker(specification: specification)
        let maker = SampleMaker(specification)
        let data = try Self.party("data", "SDS", "SDSA", "1400000001")
        let book = AddressBook([
            data, try Self.party("regs", "REGS", "REGA", "2200000001"),
            try Self.party("supplier", "SUP", "SUPA", "2300000001"),
            try Self.party("metering", "MSS", "MSSA", "1200000001"),
            try Self.party("network", "LDSO", "NETA", "2500000001"),
        ])
        var made = 0
        for interface in specification.interfaces {
            for event in interface.events {
                let body = try maker.body(
                    SampleRequest(
                        interface: interface.id, event: event, sender: data, book: book,
                        at: Instant(milliseconds: 1_775_034_000_000), serial: UInt64(made)))
                let verdict = checker.check(body, interface: interface.id)
                #expect(
                    verdict.isAccepted,
                    "\(interface.id) \(event): \(verdict.findings.map { "\($0.pointer): \($0.sentence)" })")
                made += 1
            }
        }
        #expect(made > 100)
    }

    @Test("Examples run by the official files too", arguments: ExampleScenarioTests.names)
    func examples(name: String) throws {
        guard OfficialFolder.versions.contains("2.1.0") else { return }
        let specification = try YAMLReading.specification(in: OfficialFolder.folder("2.1.0")).specification
        let report = try ExampleScenarioTests.scenario(name).runOffline(specification: specification)
        #expect(report.hasPassed, "\(report.text)")
    }
}
