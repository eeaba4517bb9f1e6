import Foundation
import TestSupport
import Testing

/// `migration envelopes` and `migration reallocate` as a user runs them.
@Suite(.serialized) struct MigrationSprintSerialTests {
    /// A made-up market and a plan of it.
    private func program(_ name: String) throws -> Program {
        let program = try Program("migration-sprint-\(name)")
        let made = try program.run(
            "migration", "market", "--seed", "3", "--recipe", "contested", "--suppliers", "6", "--distributors", "3",
            "--mpans", "40000", "--out", "market")
        #expect(made.status == 0, "\(made.error)")
        let planned = try program.run("migration", "plan", "market", "--out", "plan")
        #expect(planned.status == 0, "\(planned.error)")
        return program
    }

    private func text(_ program: Program, _ name: String) throws -> String {
        try String(contentsOf: program.folder.appendingPathComponent(name), encoding: .utf8)
    }

    private func rows(_ program: Program, _ name: String) throws -> [[String: String]] {
        let lines = try text(program, name).split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        guard let header = lines.first else { return [] }
        return lines.dropFirst().map { Dictionary(zip(header, $0), uniquingKeysWith: { first, _ in first }) }
    }

    @Test("A made-up market tells its nine sprints with their gaps, and a plan of it keeps them")
    func sprints() throws {
        let program = try program("gaps")
        defer { program.remove() }
        let sprints = try rows(program, "market/sprints.csv")
        #expect(sprints.count == 27)
        #expect(Set(sprints.compactMap { $0["phase"] }) == ["planning", "execution", "retrospective"])
        #expect(try text(program, "plan/market/sprints.csv") == text(program, "market/sprints.csv"))
        // No migration day lies in a gap: between the end of an execution and the start of the next.
        let executions = sprints.filter { $0["phase"] == "execution" }
        let days = try rows(program, "market/calendar.csv").filter { $0["class"] == "migration" }.compactMap {
            $0["date"]
        }
        for (sprint, next) in zip(executions, executions.dropFirst()) {
            let (to, from) = (try #require(sprint["to"]), try #require(next["from"]))
            #expect(to < from)
            #expect(!days.contains { $0 > to && $0 < from })
        }
        let held = executions.reduce(0) { sum, sprint in
            sum + days.count { $0 >= sprint["from"] ?? "" && $0 <= sprint["to"] ?? "" }
        }
        #expect(held == days.count)
    }

    @Test("Envelopes are written with templates that the check accepts, whole or not at all, and alike each time")
    func envelopes() throws {
        let program = try program("envelopes")
        defer { program.remove() }
        let made = try program.run("migration", "envelopes", "market", "--sprint", "4", "--out", "envelopes")
        #expect(made.status == 0, "\(made.error)")
        #expect(made.text.contains("sprint 4, "))
        #expect(made.text.contains("6 templates"))
        #expect(!made.text.contains("equal slices"))
        let again = try program.run(
            "migration", "envelopes", "market", "--sprint", "4", "--out", "again", "--json")
        #expect(again.text.contains("\"sprints_derived\": false"))
        for name in ["envelopes.csv", "weeks.csv", "days.csv"] {
            #expect(try text(program, "envelopes/\(name)") == text(program, "again/\(name)"))
        }
        // Every envelope has its reason; the sums by supplier and day are those of days.csv.
        let cells = try rows(program, "envelopes/envelopes.csv")
        #expect(!cells.isEmpty)
        #expect(cells.allSatisfy { $0["bound"]?.isEmpty == false && $0["reason"]?.isEmpty == false })
        let templates = try FileManager.default.contentsOfDirectory(
            atPath: program.folder.appendingPathComponent("envelopes/templates").path)
        #expect(templates.count == 6)
        for template in templates.sorted() {
            let checked = try program.run(
                "migration", "check", "envelopes/templates/\(template)", "--sprint", "4", "--market", "market",
                "--envelopes", "envelopes")
            #expect(checked.status == 0, "\(template): \(checked.text.prefix(1_000))")
        }
        // A second run does not write over the first.
        let full = try program.run("migration", "envelopes", "market", "--sprint", "4", "--out", "envelopes")
        #expect(full.status == 64)
        let none = try program.run("migration", "envelopes", "market", "--sprint", "12", "--out", "other")
        #expect(none.status == 64)
        #expect(none.error.contains("there is no sprint 12; the market has 9"))
        #expect(!FileManager.default.fileExists(atPath: program.folder.appendingPathComponent("other").path))
        let missing = try program.run("migration", "envelopes", "nowhere", "--sprint", "1", "--out", "other")
        #expect(missing.status == 65)
    }

    @Test("What is returned in time goes to who waits; what is late or more than there was is refused by name")
    func reallocation() throws {
        let program = try program("reallocate")
        defer { program.remove() }
        let plan = try rows(program, "plan/plan.csv")
        let sprint = try #require(
            try rows(program, "market/sprints.csv").first { $0["sprint"] == "4" && $0["phase"] == "execution" })
        let (from, to) = (try #require(sprint["from"]), try #require(sprint["to"]))
        let inSprint = plan.filter { ($0["date"] ?? "") >= from && ($0["date"] ?? "") <= to }
        let given = try #require(inSprint.last { (Int($0["volume"] ?? "") ?? 0) > 4 })
        func line(_ row: [String: String], _ volume: Int) -> String {
            [row["supplier"], row["distributor"], row["date"], String(volume)].map { $0 ?? "" }.joined(separator: ",")
        }
        let head = "supplier,distributor,date,volume\n"
        let waiting = try #require(
            inSprint.first { $0["supplier"] != given["supplier"] && $0["date"] == given["date"] } ?? inSprint.first)
        var asking = given
        asking["supplier"] = waiting["supplier"]
        _ = try program.write("returns.csv", head + line(given, 4) + "\n" + line(inSprint[0], 1) + "\n")
        _ = try program.write("requests.csv", head + line(asking, 3) + "\n")
        // On the first day of the sprint: its own volume can no longer be returned.
        let options = [
            "migration", "reallocate", "market", "--sprint", "4", "--plan", "plan", "--returns", "returns.csv",
            "--requests", "requests.csv", "--as-at", from,
        ]
        let round = try program.run(options + ["--out", "round"])
        #expect(round.status == 0, "\(round.error)")
        let grants = try rows(program, "round/grants.csv")
        #expect(grants.count == 1)
        let granted = try #require(Int(grants[0]["granted"] ?? ""))
        #expect((0...3).contains(granted))
        #expect(grants[0]["reason"]?.isEmpty == false)
        let refusals = try rows(program, "round/refusals.csv")
        #expect(refusals.contains { $0["date"] == inSprint[0]["date"] })
        // Volume is neither made nor lost but by the return that nobody took up.
        let before = plan.reduce(0) { $0 + (Int($1["volume"] ?? "") ?? 0) }
        let after = try rows(program, "round/committed.csv").reduce(0) { $0 + (Int($1["volume"] ?? "") ?? 0) }
        #expect(after <= before + granted && after >= before - 4)
        let again = try program.run(options + ["--out", "again"])
        #expect(again.status == 0)
        for name in ["grants.csv", "refusals.csv", "committed.csv"] {
            #expect(try text(program, "round/\(name)") == text(program, "again/\(name)"))
        }
        _ = try program.write("bad.csv", head + "NOPE,\(given["distributor"] ?? ""),\(to),5\n" + line(given, -2) + "\n")
        let bad = try program.run(
            "migration", "reallocate", "market", "--sprint", "4", "--plan", "plan", "--requests", "bad.csv", "--as-at",
            from, "--out", "none")
        #expect(bad.status == 65)
        #expect(bad.error.contains("line 2") && bad.error.contains("line 3"), "\(bad.error)")
        #expect(!FileManager.default.fileExists(atPath: program.folder.appendingPathComponent("none").path))
    }
}
