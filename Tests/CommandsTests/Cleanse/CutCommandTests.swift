import Foundation
import Testing

/// `cleanse sample` and `cleanse cut` as a user runs them.
@Suite("Samples and test cuts on the command line", .serialized)
struct SampleAndCutSerialTests {
    private static let key = "2B7E151628AED2A6ABF7158809CF4F3C"

    /// A program with a sample of 3,000 MPANs in `registers` and a key of mode 600.
    private func prepared(_ name: String) throws -> Program {
        let program = try Program(name)
        let made = try program.run(
            "cleanse", "sample", "--mpans", "3000", "--seed", "5", "--out", "registers", "--workers", "2")
        #expect(made.status == 0, "\(made.error)")
        _ = try program.write("key", Self.key)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: program.folder.appendingPathComponent("key").path)
        return program
    }

    private func text(_ program: Program, _ path: String) throws -> String {
        String(decoding: try Data(contentsOf: program.folder.appendingPathComponent(path)), as: UTF8.self)
    }

    private func column(_ name: String, _ table: String) -> [String] {
        let rows = table.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        guard let place = rows.first?.firstIndex(of: name) else { return [] }
        return rows.dropFirst().map { $0.indices.contains(place) ? $0[place] : "" }
    }

    @Test("Workers and compression change no byte of a sample, and a folder with files is refused")
    func samples() throws {
        let program = try prepared("cleanse-sample")
        defer { program.remove() }
        let again = try program.run(
            "cleanse", "sample", "--mpans", "3000", "--seed", "5", "--out", "again/", "--workers", "1")
        #expect(again.status == 0)
        for name in ["REG", "EES", "MTR", "LNK", "HIS", "DCC", "MEM", "answers", "manifest", "llfc"] {
            #expect(try text(program, "registers/\(name).csv") == text(program, "again/\(name).csv"))
        }
        let refused = try program.run("cleanse", "sample", "--mpans", "10", "--out", "again")
        #expect(refused.status == 64)
        #expect(refused.error.contains("has files in it"))
        let packed = try program.run(
            "cleanse", "sample", "--mpans", "3000", "--seed", "5", "--out", "packed", "--compress", "zst")
        #expect(packed.status == 0)
        #expect(try text(program, "packed/answers.csv").contains("MTR.csv.zst"))
        #expect(!FileManager.default.fileExists(atPath: program.folder.appendingPathComponent("packed.partial").path))
    }

    @Test(
        "A file of faults that cannot be planted is refused in one line",
        arguments: [
            (#"{"LNK-01": 5000}"#, "there is room for", 64), (#"{"XXX-01": 1}"#, "there is no rule", 65),
            (#"{"UMS-01": 1}"#, "cannot show UMS-01", 64), (#"{"LOC-02": -1}"#, "takes a count", 65),
            (#"[1]"#, "a JSON object", 65),
        ])
    func faults(json: String, words: String, status: Int32) throws {
        let program = try Program("cleanse-faults-\(status)-\(json.utf8.count)")
        defer { program.remove() }
        let file = try program.write("faults.json", json)
        let result = try program.run("cleanse", "sample", "--mpans", "1000", "--faults", file, "--out", "registers")
        #expect(result.status == status)
        #expect(result.error.contains(words), "\(result.error)")
        #expect(!FileManager.default.fileExists(atPath: program.folder.appendingPathComponent("registers").path))
    }

    @Test("A cut has no name of its source, keeps its faults, and goes to participants without overlap")
    func cuts() throws {
        let program = try prepared("cleanse-cut")
        defer { program.remove() }
        func cut(_ out: String, _ more: String...) throws -> Program.Result {
            try program.run(
                [
                    "cleanse", "cut", "registers", "--select", "ESM-05=2", "MTR-03=1", "MPN-02=1", "CLEAN=20", "--key",
                    "key",
                ]
                    + ["--participants", "S:SAAA=8,S:SAAB=8", "--out", out] + more)
        }
        let first = try cut("first")
        #expect(first.status == 0, "\(first.error)")
        #expect(first.text.contains("proved: no name of the source is left"))
        let (source, made) = (try text(program, "registers/REG.csv"), try text(program, "first/REG.csv"))
        let numbers = column("mpan", made)
        #expect(numbers.count >= 25)
        #expect(Set(numbers).isDisjoint(with: column("mpan", source)))
        let serials = column("meter_id", try text(program, "first/MTR.csv"))
        #expect(Set(serials).isDisjoint(with: column("meter_id", try text(program, "registers/MTR.csv"))))
        #expect(serials.contains { $0.contains(" ") })
        let rules = Set(column("rule", try text(program, "first/answers.csv")))
        #expect(rules.isSuperset(of: ["ESM-05", "MTR-03", "MPN-02"]))
        #expect(!made.contains(Self.key))

        let second = try cut("second", "--seed", "2")
        #expect(second.status == 0, "\(second.error)")
        let (one, other) = (
            column("mpan", try text(program, "first/allocations.csv")),
            column("mpan", try text(program, "second/allocations.csv"))
        )
        #expect(!one.isEmpty && !other.isEmpty)
        #expect(Set(one).count == one.count && Set(one).isDisjoint(with: other))
    }

    @Test("A key that others can read, and a ledger that was changed, are refused")
    func refusals() throws {
        let program = try prepared("cleanse-cut-refused")
        defer { program.remove() }
        let arguments = [
            "cleanse", "cut", "registers", "--select", "CLEAN=5", "--key", "key", "--participants", "S:SAAA=3", "--out",
        ]
        #expect(try program.run(arguments + ["one"]).status == 0)
        let ledger = try text(program, "cut-ledger.jsonl").replacingOccurrences(of: "SAAA", with: "SAAB")
        _ = try program.write("cut-ledger.jsonl", ledger)
        let changed = try program.run(arguments + ["two"])
        #expect(changed.status == 3)
        #expect(changed.error.contains("was changed"))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: program.folder.appendingPathComponent("key").path)
        let open = try program.run(arguments + ["three"])
        #expect(open.status == 65)
        #expect(open.error.contains("others than its owner"))
    }
}
