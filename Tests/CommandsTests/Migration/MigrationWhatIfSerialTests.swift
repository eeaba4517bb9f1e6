import Foundation
import TestSupport
import Testing

/// Changes of a market as they are typed, with the real binary.
@Suite("What if", .serialized) struct MigrationWhatIfSerialTests {
    /// A and B use an agent of 9 a day; 36 MPANs take 4 of the 10 days.
    private func program(_ name: String, withAgents: Bool = true) throws -> Program {
        let program = try Program("what-if-\(name)")
        func write(_ file: String, _ lines: [String]) throws {
            _ = try program.write("market/\(file)", lines.joined(separator: "\n") + "\n")
        }
        try FileManager.default.createDirectory(
            at: program.folder.appendingPathComponent("market"), withIntermediateDirectories: true)
        try write("suppliers.csv", ["supplier,active_from,small", "AAAA,2026-01-05,false", "BBBB,2026-01-05,false"])
        try write("portfolios.csv", ["supplier,distributor,mpans", "AAAA,LOND,24", "BBBB,LOND,12"])
        try write(
            "limits.csv", ["scope,distributor,from,to,value,source", "distributor,LOND,2026-01-05,2026-01-09,100,v1"])
        try write("calendar.csv", ["date,class"] + (5...14).map { "2026-01-\($0 < 10 ? "0" : "")\($0),migration" })
        guard withAgents else { return program }
        try write("agents.csv", ["supplier,agent", "AAAA,AGNT", "BBBB,AGNT"])
        try write("agent_limits.csv", ["agent,from,to,value,source", "AGNT,2026-01-05,2026-01-10,9,v1"])
        return program
    }

    @Test("An agent's cap can be set, raised and lowered, between dates or throughout")
    func agents() throws {
        let program = try program("agents")
        defer { program.remove() }
        // (change, last day with a volume): nine a day end on the 8th, five a day on the 12th.
        let cases = [
            ("AGNT=36", "2026-01-05"), ("AGNT=+9", "2026-01-06"), ("AGNT=5@2026-01-05..2026-01-14", "2026-01-12"),
            ("AGNT=-9@2026-01-05..2026-01-06", "2026-01-10"), ("AGNT=0@2026-01-05..2026-01-08", "2026-01-11"),
        ]
        for (change, finish) in cases {
            let found = try program.run("migration", "what-if", "market", "--agent", change, "--json")
            #expect(found.status == 0, "\(change): \(found.error)")
            let json = try #require(
                try JSONSerialization.jsonObject(with: Data(found.text.utf8)) as? [String: Any], "\(change)")
            #expect(json["finish_after"] as? String == finish, "\(change): \(found.text)")
            #expect(json["finish_before"] as? String == "2026-01-08")
        }
    }

    @Test("What is wrong with a change is named")
    func errors() throws {
        let program = try program("errors")
        defer { program.remove() }
        let cases = [
            ("--agent", "ZZZZ=9", "ZZZZ is no agent of the market"), ("--agent", "AGNT", "is not like AGNT=9000@"),
            ("--agent", "AGNT=nine", "nine is no whole number"),
            ("--agent", "AGNT=9@2026-01-08..2026-01-05", "ends before it begins"),
            ("--agent", "AGNT=9@2026-01-08", "is not like 2026-05-01..2026-05-31"),
            ("--agent", "AGNT=9@2026-02-30..2026-03-01", "2026-02-30 is no date"),
            ("--agent", "AGNT=+9@2026-01-11..2026-01-14", "AGNT has no cap then"),
            ("--limit", "LOND=+9@2026-01-11..2026-01-14", "LOND has no limit then"),
            ("--limit", "industry=-9", "industry has no limit then"), ("--limit", "ZZZZ=9", "ZZZZ is no distributor"),
        ]
        for (option, change, words) in cases {
            let found = try program.run("migration", "what-if", "market", "\(option)=\(change)")
            #expect(found.status == 64, "\(change)")
            #expect(found.error.contains("\(option): "), "\(found.error)")
            #expect(found.error.contains(words), "\(change): \(found.error)")
        }
    }

    @Test("A market without agents says so")
    func noAgents() throws {
        let program = try program("none", withAgents: false)
        defer { program.remove() }
        let found = try program.run("migration", "what-if", "market", "--agent", "AGNT=9")
        #expect(found.status == 64)
        #expect(found.error.contains("the market has no agents (agents.csv is not there)"), "\(found.error)")
    }
}
