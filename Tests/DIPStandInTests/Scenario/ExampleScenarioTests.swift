import DIP
import DIPStandIn
import Foundation
import Kernel
import TestSupport
import Testing

@Suite("Example scenarios")
struct ExampleScenarioTests {
    static let names = [
        "appointment", "change-of-supplier", "consumption-and-rejection", "duplicates-and-disorder", "energisation",
        "forward-migration", "meter-change", "new-connection", "outage-72-hours", "readings-and-replay",
        "response-codes", "reverse-migration",
    ]

    static func scenario(_ name: String) throws -> Scenario {
        let file = Repository.root.appendingPathComponent("Examples/dip/\(name).yaml")
        let reading = try Scenario.read(yaml: String(contentsOf: file, encoding: .utf8), name: "\(name).yaml")
        #expect(reading.findings.isEmpty, "\(reading.findings.map(\.description))")
        return try #require(reading.scenario)
    }

    @Test("Each passes against the platform in memory, and its report is the one that is kept", arguments: names)
    func golden(name: String) throws {
        let report = try Self.scenario(name).runOffline(specification: .bundled)
        #expect(report.hasPassed, "\(report.text)")
        try Golden.check(report.text, against: "Tests/Golden/dip-scenarios/\(name).txt")
    }

    @Test("The folder holds no example that is not run")
    func all() throws {
        let folder = Repository.root.appendingPathComponent("Examples/dip")
        let found = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".yaml") }
        #expect(found.map { String($0.dropLast(5)) }.sorted() == Self.names)
    }

    @Test("Twice gives the same report in every form; another seed other references", arguments: ["appointment"])
    func deterministic(name: String) throws {
        var scenario = try Self.scenario(name)
        let first = scenario.runOffline(specification: .bundled)
        let second = scenario.runOffline(specification: .bundled)
        #expect(first.json == second.json)
        #expect(first.page == second.page)
        scenario.seed = 99
        let other = scenario.runOffline(specification: .bundled)
        #expect(other.hasPassed)
        #expect(other.json != first.json)
    }

    @Test("Over a transport it is the same as offline", arguments: names)
    func transport(name: String) async throws {
        let scenario = try Self.scenario(name)
        let transport = LoopbackTransport(scenario, specification: .bundled)
        let report = await ScenarioRunner.run(scenario, specification: .bundled, over: transport)
        let offline = scenario.runOffline(specification: .bundled)
        #expect(report.json == offline.json)
    }

    @Test("A step that fails says what it wanted and what came, and those after it are left out")
    func failure() throws {
        var scenario = try Self.scenario("energisation")
        let place = try #require(scenario.steps.firstIndex { $0.name == "the supplier hears of it" })
        guard case .expect(var expect) = scenario.steps[place].action else { throw NoExpectation() }
        expect.fields = [
            FieldCheck(pointer: "/CustomBlock/B025/energisationStatus", test: .equals(.literal(.string("E"))))
        ]
        scenario.steps[place].action = .expect(expect)
        let report = scenario.runOffline(specification: .bundled)
        #expect(!report.hasPassed)
        #expect(report.steps[place].outcome == .failed)
        let field = report.steps[place].evidence.first { $0.pointer != nil }
        #expect(field?.expected == "E")
        #expect(field?.found == "D")
        #expect(report.steps[(place + 1)...].allSatisfy { $0.outcome == .skipped })
        #expect(report.steps.count == scenario.steps.count)
    }

    struct NoExpectation: Error {}
}

@Suite("Documents of scenarios")
struct ScenarioDocumentTests {
    private static let head = """
        name: Test
        parties:
          - {name: regs, role: REGS, mpid: REGA, dipId: "2200000001"}

        """

    private static func findings(_ text: String) throws -> [ScenarioFinding] {
        try Scenario.read(yaml: text, name: "test.yaml").findings
    }

    @Test(
        "What is wrong is told with its line, its place and what to do",
        arguments: [
            ("steps: [{wait: long}]", 4, "steps[1].wait", "ms, s, min, h or d"),
            ("steps: [{sleep: 1 s}]", 4, "steps[1]", "send, expect"),
            ("steps:\n  - expect: {party: nobody, interface: IF-001}", 5, "steps[1].expect.party", "regs"),
            ("steps:\n  - expect: {party: regs, interface: PUB-1}", 5, "steps[1].expect.interface", "IF-021"),
            ("steps:\n  - expect: {party: regs, interface: IF-001, witin: 3 s}", 5, "steps[1].expect", "within"),
            ("steps:\n  - send: {interface: IF-001}", 5, "steps[1].send", "from"),
            ("steps:\n  - {wait: 1 s, name: a, outage: {begin: whole}}", 5, "steps[1]", "one"),
            ("steps:\n  - outage: {begin: sometimes}", 5, "steps[1].outage.begin", "whole"),
            ("steps:\n  - fault: {name: f, kind: delay, for: soon}", 5, "steps[1].fault.for", "ms, s"),
            ("steps:\n  - rule: {name: r, answer: nonsense}", 5, "steps[1].rule.answer", "REG1026"),
            (
                "steps:\n  - send: {from: regs, interface: IF-008, again: before}", 5, "steps[1].send.again", "earlier"
            ),
            (
                "steps:\n  - send: {from: regs, interface: IF-008, fields: {B025.x: \"@tomorrow\"}}", 5,
                "steps[1].send.fields.B025.x", "@now"
            ),
            (
                "mpans: [{mpan: \"2000056535972\", distributor: regs, gspGroup: _H}]\nsteps: []", 4, "mpans[1].mpan",
                "Correct"
            ),
            (
                "mpans: [{mpan: \"2000056535971\", distributor: regs, gspGroup: _I}]\nsteps: []", 4,
                "mpans[1].gspGroup", "_H"
            ),
            ("clock: {start: yesterday}\nsteps: []", 4, "clock.start", "2026-04-01T09:00:00+00:00"),
            ("seed: many\nsteps: []", 4, "seed", "without quotes"),
        ])
    func wrong(text: String, line: Int, path: String, advice: String) throws {
        let findings = try Self.findings(Self.head + text)
        let finding = try #require(findings.first { $0.path == path }, "\(findings)")
        #expect(finding.line == line)
        #expect(finding.description.contains(advice), "\(finding)")
    }

    @Test(
        "A document that is no map, or empty, or of another kind, gives findings and no scenario",
        arguments: ["", "[]", "text", "name: only", "{name: a, parties: 1, steps: 2}"])
    func notAScenario(text: String) throws {
        let reading = try Scenario.read(yaml: text, name: "test.yaml")
        #expect(reading.scenario == nil)
        #expect(!reading.findings.isEmpty)
    }

    @Test("Damaged examples are refused or read, and never end the program")
    func damaged() async throws {
        let file = Repository.root.appendingPathComponent("Examples/dip/consumption-and-rejection.yaml")
        let good = try Array(String(contentsOf: file, encoding: .utf8).utf8)
        try await Property.check(seed: 2_026, count: 150) { generator in
            var bytes = good
            for _ in 0...generator.nextBelow(4) {
                let place = generator.nextBelow(bytes.count)
                switch generator.nextBelow(3) {
                case 0: bytes.remove(at: place)
                case 1: bytes.insert(UInt8(32 + generator.nextBelow(95)), at: place)
                default: bytes[place] = UInt8(32 + generator.nextBelow(95))
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            guard let reading = try? Scenario.read(yaml: text, name: "damaged") else { return }
            try Property.hold((reading.scenario == nil) == !reading.findings.isEmpty, "a reading is one or the other")
        }
    }

    @Test("A table of cases is a step for each, with what must follow it")
    func cases() throws {
        let reading = try Scenario.read(
            yaml: Self.head + """
                steps:
                  - name: table
                    send:
                      from: regs
                      interface: IF-008
                      answer: 400
                      vary:
                        - {case: one, code: MSG1001}
                        - case: two
                          answer: 201
                          then: [{wait: 1 s}]
                """, name: "test.yaml")
        let steps = try #require(reading.scenario?.steps, "\(reading.findings)")
        #expect(steps.map(\.name) == ["table: one", "table: two", "table: two: wait"])
        #expect(steps.map(\.number) == [1, 2, 3])
        guard case .send(let first) = steps[0].action, case .send(let second) = steps[1].action else {
            Issue.record("cases are not sent")
            return
        }
        #expect(first.answer == 400)
        #expect(first.code == ResponseCode("MSG1001"))
        #expect(second.answer == 201)
    }
}
