import Foundation
import Kernel
import TestSupport
import Testing

/// Loads of a market that changed a little, into a folder that holds it as it was and into an empty one.
@Suite("A load after a change gives what a load from nothing gives", .serialized)
struct LoadAgainSerialTests {
    /// What a data folder holds of the registers: every byte of tables and of rejects, and what is told of them.
    private struct Held: Equatable {
        var files: [String: Data] = [:]
        var names: [String: String] = [:]
        var facts = ""

        init(_ data: URL) throws {
            let folder = data.appendingPathComponent("registers")
            let name = try String(contentsOf: folder.appendingPathComponent("current"), encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            let manifest = try Data(contentsOf: folder.appendingPathComponent(name))
            let set = try #require(try JSONSerialization.jsonObject(with: manifest) as? [String: Any])
            for part in ["tables", "faults"] {
                for (register, file) in try #require(set[part] as? [String: String]) {
                    names["\(part) \(register)"] = file
                    files["\(part) \(register)"] = try Data(contentsOf: folder.appendingPathComponent(file))
                }
            }
            let registers = try #require((set["facts"] as? [String: Any])?["registers"])
            facts = String(
                decoding: try JSONSerialization.data(withJSONObject: registers, options: .sortedKeys), as: UTF8.self)
        }
    }

    private static func load(_ program: Program, _ market: String, _ data: String, _ more: [String]) throws {
        let result = try program.run(
            ["cleanse", "load", market] + more,
            environment: ["CHANGEOVER_DATA": program.folder.appendingPathComponent(data).path])
        try #require(result.status == 0, "\(result.error)")
    }

    /// Changes some lines of some files of a market.
    private static func edit(_ market: URL, _ random: inout SeededGenerator) throws {
        for name in ["REG", "EES", "MTR", "LNK", "HIS", "DCC", "MEM"] where random.nextBelow(4) > 0 {
            let file = market.appendingPathComponent("\(name).csv")
            var lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
            for _ in 0..<random.nextBelow(12) {
                let place = 1 + random.nextBelow(lines.count - 2)
                let other = 1 + random.nextBelow(lines.count - 2)
                switch random.nextBelow(8) {
                case 0: lines.remove(at: place)
                case 1: lines.insert(lines[other], at: place)
                case 2: lines.swapAt(place, other)
                case 3: lines[place] += ",more"
                case 4: lines[place] = lines[place].replacingOccurrences(of: "20", with: "2\"0")
                case 5: lines[place] = lines[place].replacingOccurrences(of: "-", with: "/")
                case 6: lines[place] = " " + lines[place].replacingOccurrences(of: ",", with: ", ")
                default: lines[place] = lines[place].replacingOccurrences(of: "A", with: "B")
                }
            }
            try Data(lines.joined(separator: "\n").utf8).write(to: file)
        }
    }

    @Test("Random edits of a sample's files, load after load")
    func edits() throws {
        let program = try Program("cleanse-load-again")
        defer { program.remove() }
        let market = program.folder.appendingPathComponent("market")
        let made = try program.run(
            "cleanse", "sample", "--mpans", "12000", "--seed", "3", "--inputs", "all", "--out", market.path)
        try #require(made.status == 0, "\(made.error)")
        // Each load is of another day, so that none is a replay.
        try Self.load(program, market.path, "again", ["--as-at", "2026-07-01"])
        var random = SeededGenerator(seed: 17)
        for day in 2...5 {
            try Self.edit(market, &random)
            var more = ["--as-at", "2026-07-0\(day)"]
            if day == 3 { more += ["--sender", "REG=L:LOND", "--sender", "MTR=F:LOND"] }
            if day == 4 {
                let mapping = try program.write("ees.json", "{\"dates\": \"iso\", \"clock\": \"utc\"}")
                more += ["--mapping", "EES=\(mapping)"]
            }
            try Self.load(program, market.path, "again", more)
            try Self.load(program, market.path, "fresh-\(day)", more)
            let again = try Held(program.folder.appendingPathComponent("again"))
            let fresh = try Held(program.folder.appendingPathComponent("fresh-\(day)"))
            #expect(again.facts == fresh.facts, "day \(day)")
            #expect(again.files.keys.sorted() == fresh.files.keys.sorted(), "day \(day)")
            for (name, bytes) in fresh.files where again.files[name] != bytes {
                Issue.record("day \(day): \(name) is another")
            }
        }
    }

    @Test("A register of the columns of another is what it is alone")
    func alike() throws {
        let program = try Program("cleanse-load-alike")
        defer { program.remove() }
        let market = program.folder.appendingPathComponent("market")
        let made = try program.run("cleanse", "sample", "--mpans", "6000", "--seed", "5", "--out", market.path)
        try #require(made.status == 0, "\(made.error)")
        let alone = program.folder.appendingPathComponent("alone")
        try FileManager.default.createDirectory(at: alone, withIntermediateDirectories: true)
        for name in ["EES.csv", "distributors.csv"] {
            try FileManager.default.copyItem(
                at: market.appendingPathComponent(name), to: alone.appendingPathComponent(name))
        }
        try Self.load(program, market.path, "data", ["--as-at", "2026-07-01"])
        try Self.load(program, alone.path, "data-alone", ["--as-at", "2026-07-01"])
        let both = try Held(program.folder.appendingPathComponent("data"))
        let one = try Held(program.folder.appendingPathComponent("data-alone"))
        #expect(both.files["tables EES"] == one.files["tables EES"])
        #expect(try #require(one.files["tables EES"]).count > 6000 * 50)
        // Beside REG only what a near miss suggests is another: without it there is nothing to suggest.
        #expect((both.files["faults EES"] == nil) == (one.files["faults EES"] == nil))
    }

    @Test("The same files again: the tables stay as they are, and the replay is told")
    func same() throws {
        let program = try Program("cleanse-load-same")
        defer { program.remove() }
        let market = program.folder.appendingPathComponent("market")
        let made = try program.run("cleanse", "sample", "--mpans", "3000", "--seed", "4", "--out", market.path)
        try #require(made.status == 0, "\(made.error)")
        let data = program.folder.appendingPathComponent("data")
        try Self.load(program, market.path, "data", ["--as-at", "2026-07-01"])
        let first = try Held(data)
        try Self.load(program, market.path, "data", ["--as-at", "2026-07-01"])
        let second = try Held(data)
        #expect(second.facts == first.facts)
        for name in first.files.keys.filter({ $0.hasPrefix("tables") }) {
            #expect(second.names[name] == first.names[name])
            #expect(second.files[name] == first.files[name])
        }
        #expect(second.files["faults REG"] != first.files["faults REG"], "the replay is told")
        // One file's name is part of every row of it.
        try FileManager.default.moveItem(
            at: market.appendingPathComponent("DCC.csv"), to: market.appendingPathComponent("DCC-9.csv"))
        try Self.load(program, market.path, "data", ["--as-at", "2026-07-01"])
        try Self.load(program, market.path, "fresh", ["--as-at", "2026-07-01"])
        let third = try Held(data)
        let fresh = try Held(program.folder.appendingPathComponent("fresh"))
        #expect(third.names["tables DCC"] != first.names["tables DCC"])
        #expect(third.files["tables DCC"] == fresh.files["tables DCC"])
    }
}
