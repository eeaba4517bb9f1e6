import Foundation
import TestSupport
import Testing

/// `migration forecast`, `migration twin` and `migration appraise` as a user runs them.
@Suite("Forecast, twin and appraisal on the command line", .serialized)
struct MigrationOutlookSerialTests {
    private static let oracles = Repository.root.appendingPathComponent("Tests/MigrationTests/Oracle")
    private static let options = Repository.root.appendingPathComponent("Examples/migration/options.yaml").path

    private func text(_ program: Program, _ path: String) throws -> String {
        String(decoding: try Data(contentsOf: program.folder.appendingPathComponent(path)), as: UTF8.self)
    }

    private func python(_ script: String, _ arguments: [String]) throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [Self.oracles.appendingPathComponent(script).path] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    /// Ten weeks of five days, two suppliers and two distributors; three weeks and a half of progress.
    private func prepared(_ name: String) throws -> Program {
        let program = try Program(name)
        try FileManager.default.createDirectory(
            at: program.folder.appendingPathComponent("plan"), withIntermediateDirectories: true)
        var plan = "supplier,distributor,date,volume\n"
        var actuals = "date,supplier,distributor,completed,reversed\n"
        for (supplier, volume) in [("AAAA", 40), ("BBBB", 25)] {
            for distributor in ["EELC", "LOND"] {
                for offset in 0..<70 where offset % 7 < 5 {
                    plan += "\(supplier),\(distributor),\(Self.date(offset)),\(volume)\n"
                }
            }
            for offset in 0..<24 where offset % 7 < 5 {
                actuals += "\(Self.date(offset)),\(supplier),*,\(volume + offset % 3 * 7),\(offset % 2)\n"
            }
        }
        _ = try program.write("plan/plan.csv", plan)
        _ = try program.write("plan/unplaced.csv", "supplier,distributor,mpans\nBBBB,LOND,77\n")
        _ = try program.write("actuals.csv", actuals)
        return program
    }

    /// Days after Monday 5 January 2026, up to mid March.
    private static func date(_ offset: Int) -> String {
        let day = 5 + offset
        let (month, rest) = day <= 31 ? (1, day) : day <= 59 ? (2, day - 31) : (3, day - 59)
        return "2026-0\(month)-\(rest < 10 ? "0" : "")\(rest)"
    }

    @Test("A forecast's arithmetic is that of a checker in Python; the same again byte for byte")
    func forecasts() throws {
        let program = try prepared("migration-forecast")
        defer { program.remove() }
        let made = try program.run("migration", "forecast", "plan", "actuals.csv", "--out", "forecast", "--backtest")
        #expect(made.status == 0, "\(made.error)")
        #expect(made.text.contains("industry finish: P50 "))
        let checked = try python(
            "forecast_arithmetic.py",
            ["plan", "actuals.csv", "forecast"].map {
                program.folder.appendingPathComponent($0).path
            })
        #expect(checked.status == 0, "\(checked.text)")
        let again = try program.run("migration", "forecast", "plan", "actuals.csv", "--out", "again", "--backtest")
        #expect(again.text == made.text)
        for file in ["forecast.csv", "forecast.json"] {
            #expect(try text(program, "forecast/\(file)") == text(program, "again/\(file)"))
        }
        let json = try program.run("migration", "forecast", "plan", "actuals.csv", "--json", "--as-at", "2026-01-16")
        #expect(json.status == 0)
        for key in ["\"variance\"", "\"needed_rate\"", "\"days_left\": 40,", "\"known_to\": \"2026-01-16\""] {
            #expect(json.text.contains(key), "\(key)")
        }
    }

    @Test("Bad progress is named row by row, and nothing is written")
    func refusals() throws {
        let program = try prepared("migration-forecast-bad")
        defer { program.remove() }
        _ = try program.write(
            "bad.csv",
            """
            date,supplier,distributor,completed,reversed
            2026-01-05,AAAA,*,-4,0
            2026-01-05,CCCC,EELC,4,0
            2026-02-30,*,*,4,0
            2026-01-06,*,*,4.5,0
            2026-01-07,*,LOND,1,0
            2026-01-07,*,LOND,2,0

            """)
        let refused = try program.run("migration", "forecast", "plan", "bad.csv", "--out", "forecast")
        #expect(refused.status == 65)
        for place in [
            "line 2: completed “-4”", "line 3: supplier “CCCC”", "line 4: date", "line 5: completed", "line 7:",
        ] {
            #expect(refused.error.contains(place), "\(place) in \(refused.error)")
        }
        #expect(!FileManager.default.fileExists(atPath: program.folder.appendingPathComponent("forecast").path))
        #expect(try program.run("migration", "forecast", "plan", "none.csv").status == 65)
        #expect(try program.run("migration", "forecast", "plan", "actuals.csv", "--as-at", "soon").status == 64)
    }

    @Test("The appraisal is that of a checker in Python, and its record is a chain")
    func appraisals() throws {
        let program = try Program("migration-appraise")
        defer { program.remove() }
        let made = try program.run("migration", "appraise", Self.options, "--out", "appraisal")
        #expect(made.status == 0, "\(made.error)")
        #expect(made.text.contains("4920/64") || made.text.contains("615/8"))
        let folder = program.folder.appendingPathComponent("appraisal")
        let checked = try python(
            "appraisal_arithmetic.py", [Self.options, folder.appendingPathComponent("appraisal.json").path])
        #expect(checked.status == 0, "\(checked.text)")
        let again = try program.run("migration", "appraise", Self.options, "--json")
        #expect(try again.text == text(program, "appraisal/appraisal.json"))
        let bad = try program.write("bad.yaml", "title: x\noptions:\n  - {id: a, nam: b}\n")
        let refused = try program.run("migration", "appraise", bad)
        #expect(refused.status == 65)
        #expect(refused.error.contains("line 3: options[0].nam is not known"), "\(refused.error)")
    }

    /// Each damage of an audit, and what is said of it.
    private static let tampers: [(String, @Sendable (inout [String]) -> Void, String)] = [
        ("a changed entry", { $0[2] = $0[2].replacingOccurrences(of: "\"", with: "'") }, "line 3"),
        ("a line left out", { $0.remove(at: 4) }, "line 5 has the number"),
        ("two lines in another order", { $0.swapAt(3, 4) }, "line 4 has the number"),
        ("a line put in", { $0.insert($0[2], at: 3) }, "line 4 has the number"),
        ("the end cut off", { $0.removeLast(2) }, "is not there"),
        ("another header", { $0[0] = "number,entry,digest" }, "line 1 is not the header"),
        ("nothing", { $0 = [] }, "the file is empty"),
    ]

    @Test("An audit that was changed is found out, and so is another sheet")
    func audits() throws {
        let program = try Program("migration-audit")
        defer { program.remove() }
        #expect(try program.run("migration", "appraise", Self.options, "--out", "appraisal").status == 0)
        let good = try program.run("migration", "appraise", Self.options, "--verify", "appraisal/audit.csv")
        #expect(good.status == 0, "\(good.error)")
        let head = try #require(try text(program, "appraisal/appraisal.json").split(separator: "\"").dropLast().last)
        #expect(good.text.contains("head \(head)"))
        let whole = try text(program, "appraisal/audit.csv")
        for (what, tamper, words) in Self.tampers {
            var lines = whole.split(whereSeparator: \.isNewline).map(String.init)
            tamper(&lines)
            let file = try program.write("tampered.csv", lines.map { $0 + "\r\n" }.joined())
            let found = try program.run("migration", "appraise", Self.options, "--verify", file)
            #expect(found.status == 3, "\(what)")
            #expect(found.error.contains(words), "\(what): \(found.error)")
        }
        // The sheet changed after the audit was written: a score more by hand.
        let sheet = try String(contentsOfFile: Self.options, encoding: .utf8) + "\n# one more word\n"
        let other = try program.run(
            "migration", "appraise", try program.write("other.yaml", sheet), "--verify", "appraisal/audit.csv", "--json"
        )
        #expect(other.status == 3)
        #expect(other.text.contains("\"holds\": false"))
        #expect(try program.run("migration", "appraise", Self.options, "--verify", "none.csv").status == 65)
        #expect(
            try program.run("migration", "appraise", Self.options, "--verify", "appraisal/audit.csv", "--out", "x")
                .status
                == 64)
    }

    @Test("The twin's answer is the same for one core and for two")
    func twins() throws {
        let program = try Program("migration-twin")
        defer { program.remove() }
        try FileManager.default.createDirectory(
            at: program.folder.appendingPathComponent("market"), withIntermediateDirectories: true)
        var calendar = "date,class\n"
        for offset in 0..<70 where offset % 7 < 5 { calendar += "\(Self.date(offset)),migration\n" }
        _ = try program.write("market/calendar.csv", calendar)
        _ = try program.write(
            "market/suppliers.csv", "supplier,active_from,small\nAAAA,2026-01-05,false\nBBBB,2026-01-19,true\n")
        _ = try program.write(
            "market/portfolios.csv",
            "supplier,distributor,mpans\nAAAA,EELC,9000\nAAAA,LOND,7000\nBBBB,EELC,800\nBBBB,LOND,60\n")
        _ = try program.write(
            "market/limits.csv",
            "scope,distributor,from,to,value,source\nindustry,,2026-01-05,2026-03-15,600,made up\n")
        _ = try program.write("market/settings.json", "{\"twin_rejection\": 0.05}\n")
        let one = try program.run("migration", "twin", "market", "--runs", "24", "--workers", "1", "--out", "one")
        #expect(one.status == 0, "\(one.error)")
        let two = try program.run("migration", "twin", "market", "--runs", "24", "--workers", "2", "--out", "two")
        #expect(one.text == two.text)
        for file in ["curve.csv", "finish.csv", "twin.json"] {
            #expect(try text(program, "one/\(file)") == text(program, "two/\(file)"))
        }
        #expect(try text(program, "one/twin.json").contains("\"twin_rejection\": 0.050000"))
        let again = try program.run("migration", "twin", "market", "--runs", "8", "--replan", "2", "--json")
        #expect(again.status == 0, "\(again.error)")
        #expect(again.text.contains("\"replan_weeks\": 2"))
        #expect(try program.run("migration", "twin", "market", "--replan", "0").status == 64)
    }
}
