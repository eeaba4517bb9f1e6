import DIP
import DIPStandIn
import Foundation
import TestSupport
import Testing

@Suite("Reference page of scenarios")
struct ScenarioReferenceTests {
    private static func page(_ name: String) throws -> String {
        try String(
            contentsOf: Repository.root.appendingPathComponent("Documentation/reference/\(name)"), encoding: .utf8)
    }

    /// The keys that the page documents, by section: rows of the tables below `## section`.
    private static func documented() throws -> [String: [String]] {
        var sections: [String: [String]] = [:]
        var section = ""
        for line in try page("scenarios.md").split(separator: "\n") {
            if line.hasPrefix("## ") { section = String(line.dropFirst(3)) }
            if line.hasPrefix("| `"), let key = line.split(separator: "`").dropFirst().first {
                sections[section, default: []].append(String(key))
            }
        }
        return sections
    }

    @Test("It documents every key that the reader knows, and no other", arguments: ScenarioSection.all.map(\.name))
    func keys(section: String) throws {
        let known = try #require(ScenarioSection.all.first { $0.name == section })
        #expect(try Self.documented()[section] == known.keys.map(\.name))
    }

    /// A document in which one key of a section has its example.
    private static func document(_ section: ScenarioSection, _ key: ScenarioSection.Key) -> String {
        let required = section.keys.filter { $0.isRequired && $0.name != key.name }
        let inner = (required + [key]).map { "\($0.name): \($0.example)" }.joined(separator: ", ")
        let name = section.name == "document" && key.name == "name" ? "" : "name: Test\n"
        let regs = "name: regs, role: REGS, mpid: REGA, dipId: \"2200000001\""
        let party = "{\(regs)}"
        let point = "mpan: \"2000056535971\", distributor: regs, gspGroup: _K"
        let earlier = "{name: earlier, wait: 1 s}"
        func whole(_ parts: String, parties: String = "[\(party)]", steps: String = "[]") -> String {
            name + "parties: \(parties)\n" + parts + "steps: \(steps)\n"
        }
        switch section.name {
        case "document":
            let rest = section.keys.filter { $0.isRequired && $0.name != key.name }
            return (rest + [key]).map { "\($0.name): \($0.example)" }.joined(separator: "\n")
        case "clock", "timings": return whole("\(section.name): {\(inner)}\n")
        case "party": return whole("", parties: "[{\(inner)}]")
        case "profile": return whole("", parties: "[{\(regs), profile: {\(inner)}}]")
        case "mpan": return whole("mpans: [{\(inner)}]\n")
        case "service": return whole("mpans: [{\(point), supplier: {\(inner)}}]\n")
        case "meter": return whole("mpans: [{\(point), meters: [{\(inner)}]}]\n")
        case "step": return whole("", steps: "[{\(key.name == "name" ? "wait: 1 s, " : "")\(inner)}]")
        case "case": return whole("", steps: "[{send: {from: regs, interface: IF-008, vary: [{\(inner)}]}}]")
        case "fault": return whole("", steps: "[{fault: {\(key.name == "kind" ? "" : "kind: delay, ")\(inner)}}]")
        case "outage":
            let policy = ["perSecond": "end: rateLimited, ", "first": "end: byInterfacePriority, "][key.name] ?? ""
            return whole("", steps: "[{outage: {\(policy)\(inner)}}]")
        default: return whole("", steps: "[\(earlier), {\(section.name): {\(inner)}}]")
        }
    }

    static let examples: [(String, String)] = ScenarioSection.all.flatMap { section in
        section.keys.map { (section.name, $0.name) }
    }

    @Test("The example of every key is read without a finding", arguments: examples)
    func example(section: String, key: String) throws {
        let section = try #require(ScenarioSection.all.first { $0.name == section })
        let key = try #require(section.keys.first { $0.name == key })
        let text = Self.document(section, key)
        let reading = try Scenario.read(yaml: text, name: "example.yaml")
        #expect(reading.scenario != nil, "\(reading.findings.map(\.description)) in\n\(text)")
    }

    @Test("Every code that the page says is decided has a case in the counterparties' tests")
    func codes() throws {
        let page = try Self.page("counterparties.md")
        let folder = Repository.root.appendingPathComponent("Tests/DIPTests/Counterparty")
        let tests = try FileManager.default.contentsOfDirectory(atPath: folder.path).map {
            try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8)
        }.joined()
        let decided = page.split(separator: "\n").filter { $0.hasPrefix("| `") }
            .compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) }
            .filter { $0.count <= 7 && $0.last?.isNumber == true && !$0.hasPrefix("IF") }
        #expect(decided.count > 60)
        for code in decided { #expect(tests.contains("\"\(code)\""), "\(code) has no case") }
    }
}
