import Foundation
import TestSupport
import Testing

@testable import Commands

/// Market and plan folders on the disk: made by the program, read whole or refused with every mistake.
@Suite("Market and plan folders") struct MarketFolderTests {
    private static let plan = "supplier,distributor,date,volume\nABCD,LOND,2026-01-05,10\n"

    @Test("The same seed makes the same files, marked as invented")
    func madeTwice() throws {
        let program = try Program("migration-made")
        defer { program.remove() }
        let size = ["--recipe", "contested", "--suppliers", "9", "--distributors", "5", "--mpans", "4000"]
        for name in ["one", "two"] {
            let made = try program.run(["migration", "market", "--seed", "7", "--out", name] + size)
            #expect(made.status == 0, "\(made.error)")
        }
        let one = try Self.contents(program.folder.appendingPathComponent("one"))
        let two = try Self.contents(program.folder.appendingPathComponent("two"))
        #expect(
            one.keys.sorted() == [
                "calendar.csv", "limits.csv", "market.txt", "portfolios.csv", "ramps.csv", "settings.json",
                "sprints.csv", "suppliers.csv",
            ])
        #expect(one == two)
        let market = try MarketFolder(reading: program.folder.appendingPathComponent("one").path)
        #expect(
            market.digests.map(\.name) == [
                "suppliers.csv", "portfolios.csv", "limits.csv", "calendar.csv", "ramps.csv", "settings.json",
            ])
        #expect(market.digests.allSatisfy { $0.sha256.count == 64 })
        let again = try program.run(["migration", "market", "--seed", "7", "--out", "one"] + size)
        #expect(again.status == 64)
        #expect(again.error.contains("has files in it"))
    }

    @Test("A size out of range is misuse, and makes nothing")
    func sizes() throws {
        let program = try Program("migration-sizes")
        defer { program.remove() }
        let made = try program.run("migration", "market", "--suppliers", "0", "--out", "market")
        #expect(made.status == 64)
        #expect(made.error == "error: suppliers: 0 is outside the range; choose 1 to 2000\n")
        #expect(!FileManager.default.fileExists(atPath: program.folder.appendingPathComponent("market").path))
        let json = try program.run("migration", "market", "--mpans", "1000", "--out", "market", "--json")
        #expect(json.text.hasPrefix("{\n  \"recipe\": \"standard\","))
    }

    @Test("Byte order marks, either line end and quotation marks are read")
    func kindsOfText() async throws {
        try await TemporaryFolder.with("market") { folder in
            try Self.write(Self.sample, to: folder)
            let plain = try MarketFolder(reading: folder.url.path).market
            var odd = Self.sample
            for (name, text) in odd {
                let lines = text.replacingOccurrences(of: "ABCD", with: "\"ABCD\"")
                odd[name] = "\u{FEFF}" + lines.replacingOccurrences(of: "\n", with: "\r\n")
            }
            let other = try TemporaryFolder("market")
            try Self.write(odd, to: other)
            try MarketFolder.write(plain, to: folder.file("a").path)
            try MarketFolder.write(MarketFolder(reading: other.url.path).market, to: folder.file("b").path)
            #expect(try Self.contents(folder.file("a")) == Self.contents(folder.file("b")))
        }
    }

    @Test(
        "A broken file is named with its line",
        arguments: [
            (
                "portfolios.csv", "supplier,distributor,mpans\n\"ABCD,LOND,5\n",
                "portfolios.csv, line 2: has a cell whose opening quotation mark is never closed; "
                    + "write it as RFC 4180 has it"
            ),
            (
                "portfolios.csv", "supplier,distributor,mpans\nABCD,LOND,-5\n",
                "portfolios.csv, line 2: mpans “-5” is negative; write a whole number from 0 to 9999999999"
            ),
            (
                "limits.csv", "",
                "limits.csv: has no line; begin it with the header scope,distributor,from,to,value,source"
            ),
            (
                "settings.json", "{\"reserve\": 0.05,}",
                "settings.json, line 1: is no JSON at column 18: a name in quotation marks should be here; "
                    + "mend it, or leave the file out"
            ),
            (
                "settings.json", "{\"reserve\": 1}",
                "settings.json: reserve “1” leaves nothing of any limit; "
                    + "write a share below 1, such as 0.05"
            ),
        ])
    func broken(_ name: String, _ text: String, _ sentence: String) async throws {
        try await TemporaryFolder.with("market") { folder in
            var files = Self.sample
            files[name] = text
            try Self.write(files, to: folder)
            let failure = #expect(throws: Failure.self) { try MarketFolder(reading: folder.url.path) }
            #expect(failure?.code == .badInput)
            #expect(failure?.because == [sentence])
        }
    }

    @Test("A plan is written whole or not at all, and read with or without unplaced.csv")
    func plans() async throws {
        try await TemporaryFolder.with("plan") { folder in
            try folder.write(Array(Self.plan.utf8), to: "plan.csv")
            let plan = try PlanFolder(reading: folder.url.path)
            #expect(plan.digests.map(\.name) == ["plan.csv"])
            let out = folder.file("out")
            try PlanFolder.write(plan.plan, certificate: "{}", to: out.path)
            #expect(
                try Self.contents(out) == [
                    "plan.csv": Self.plan, "unplaced.csv": "supplier,distributor,mpans\n", "certificate.json": "{}\n",
                ])
            // The place has files now, and they stay.
            let failure = #expect(throws: Failure.self) {
                try PlanFolder.write(plan.plan, certificate: "{\"again\": 1}", to: out.path)
            }
            #expect(failure?.code == .misused)
            #expect(try Self.contents(out)["certificate.json"] == "{}\n")
            let missing = #expect(throws: Failure.self) { try PlanFolder(reading: folder.file("nowhere").path) }
            #expect(missing?.code == .badInput)
        }
    }

    // MARK: Files

    private static let sample = [
        "suppliers.csv": "supplier,active_from,small\nABCD,2026-01-05,false\n",
        "portfolios.csv": "supplier,distributor,mpans\nABCD,LOND,5\n",
        "limits.csv": "scope,distributor,from,to,value,source\nindustry,,2026-01-01,2026-12-31,3,v1\n",
        "calendar.csv": "date,class\n2026-01-05,migration\n2026-01-06,migration\n",
    ]

    private static func write(_ files: [String: String], to folder: TemporaryFolder) throws {
        for (name, text) in files { try folder.write(Array(text.utf8), to: name) }
    }

    private static func contents(_ folder: URL) throws -> [String: String] {
        var files: [String: String] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            files[name] = String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
        }
        return files
    }
}
