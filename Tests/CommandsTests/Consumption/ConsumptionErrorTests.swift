import Foundation
import TestSupport
import Testing

@testable import Commands

/// Bad input: one clear line that names the field, a code, and nothing left behind.
@Suite("Consumption errors, Serial") struct ConsumptionErrorSerialTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let arguments: String
        let code: Int32
        let words: String

        init(_ arguments: String, _ code: Int32, _ words: String) {
            self.arguments = arguments
            self.code = code
            self.words = words
        }

        var testDescription: String { arguments }
    }

    @Test(arguments: [
        Case("generate --mix smart=1", 64, "mix: there is no class “smart”"),
        Case("generate --mix smart-domestic=0.7", 64, "mix: the shares sum to 0.7, and must sum to 1"),
        Case("generate --mix smart-domestic+wind=1", 64, "mix: there is no add-on “wind”"),
        Case("generate --mix smart-domestic", 64, "mix: “smart-domestic” is not a name and a share"),
        Case("generate --gsp _A=0.5", 64, "gsp: the shares sum to 0.5"),
        Case("generate --from 2026-02-30", 64, "from: “2026-02-30” is not a date"),
        Case("generate --from 1999-01-01", 64, "from: 1999-01-01"),
        Case("generate --days 3701", 64, "days: 3701 is outside 1 to 3,700"),
        Case("generate --mpans 0", 64, "mpans: 0 is outside"),
        Case("generate --parts 4 --part 5", 64, "part: 5 is outside 1 to 4"),
        Case("generate --part 2", 64, "part: 2 is outside 1 to 1"),
        Case("generate --parts 4", 64, "part: which of the 4 parts?"),
        Case("generate --parts 0", 64, "parts: 0 is outside"),
        Case("generate --threads 0", 64, "threads: 0 is outside"),
        Case("generate --zstd 20", 64, "zstd: compression level 20"),
        Case("generate --format xml", 64, "format: there is no format “xml”"),
        Case("generate --scenario none", 64, "scenario: there is no scenario “none”"),
        Case("generate --numbering real", 64, "numbering: “real” is neither"),
        Case("generate --config missing.json", 65, "config: there is no file missing.json"),
        Case("generate --config wrong.json", 65, "wrong.json: classes.smart-domestic.annual_median_wh: -5 is not"),
        Case("generate --config broken.json", 65, "broken.json, line 1, column 2: "),
        Case("generate --mpan-list list.txt", 64, "mpan-list: list.txt, line 2: “123” has 3 digits"),
        Case("generate --deliveries d.csv --out new", 64, "portfolio, defects, deliveries, manifest: they go into"),
        Case("generate --resume", 64, "resume: standard output cannot be resumed"),
        Case("generate --out list.txt", 1, "out: list.txt is a file"),
        Case("generate --out /proc/none/x", 1, "out: /proc/none/x cannot be made"),
        Case("generate --out other", 1, "out: other holds another run"),
        Case("generate --out stranger", 1, "out: stranger holds consumption.csv without a manifest"),
        Case("value --mpan 123 --at 2026-01-15T17:30:00Z", 64, "mpan: “123” has 3 digits"),
        Case(
            "value --mpan 1012345678903 --at 2026-01-15T17:30:00Z", 64, "mpan: 1012345678903 is not in this portfolio"),
        Case("value --mpan 9900000000006 --at 2026-01-15T17:31:00Z", 64, "at: "),
        Case(
            "value --mpan 9900000000006 --at 2026-01-15T17:30:00Z --quantity AE", 64, "quantity: “AE” is not measured"),
        Case("expect other --by gsp,nothing", 64, "by: there is no column “nothing”"),
        Case("expect nowhere", 65, "nowhere: it holds no manifest.json"),
        Case("expect other --seed 3", 64, "dir: a folder's manifest says what was manufactured"),
        Case("join other", 65, "other: it holds no manifest of a part"),
    ])
    func oneLineNamesTheField(_ one: Case) throws {
        let program = try Program("errors-\(abs(one.arguments.hashValue))")
        defer { program.remove() }
        _ = try program.write("wrong.json", #"{"classes":{"smart-domestic":{"annual_median_wh":-5}}}"#)
        _ = try program.write("broken.json", "{]")
        _ = try program.write("list.txt", "1012345678903\n123\n")
        let other = ["consumption", "generate", "--mix", "smart-domestic=1", "--mpans", "1", "--out", "other"]
        #expect(try program.run(other).status == 0)
        let stranger = program.folder.appendingPathComponent("stranger")
        try FileManager.default.createDirectory(at: stranger, withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: stranger.appendingPathComponent("consumption.csv"))
        let before = try Self.files(program)
        let result = try program.run(["consumption"] + one.arguments.split(separator: " ").map(String.init))
        #expect(result.status == one.code)
        #expect(result.error.hasPrefix("error: \(one.words)"), "\(result.error)")
        #expect(result.error.count { $0 == "\n" } == 1, "\(result.error)")
        #expect(try Self.files(program) == before)
        #expect(result.output.isEmpty)
    }

    private static func files(_ program: Program) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: program.folder.path).filter { !$0.hasPrefix("run-") }
            .sorted()
    }

    @Test func aFullDiskAndAClosedPipeAreSaidInOneLine() async throws {
        let program = Program.executable.path
        for (command, words) in [
            ("'\(program)' consumption generate --mpans 3000 > /dev/full", "standard output: no space left on device"),
            (
                "'\(program)' consumption generate --mpans 3000 | head -c 1 > /dev/null; exit ${PIPESTATUS[0]}",
                "standard output: the reader closed it before the end"
            ),
            (
                "'\(program)' consumption portfolio --mpans 30000 --csv | head -c 1 > /dev/null; exit ${PIPESTATUS[0]}",
                "standard output: the reader closed it before the end"
            ),
        ] {
            let outcome = try await Subprocess.run(URL(fileURLWithPath: "/bin/bash"), ["-c", command])
            #expect(outcome.status == 1)
            #expect(outcome.errors.hasPrefix("error: \(words)"), "\(outcome.errors)")
            #expect(outcome.errors.count { $0 == "\n" } == 1)
        }
    }

    @Test func aStoppedRunIsNotBegunAgainUnasked() throws {
        let program = try Program("stopped")
        defer { program.remove() }
        let folder = program.folder.appendingPathComponent("data")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        _ = try program.write("data/consumption.csv.journal", "torn")
        _ = try program.write("data/consumption.csv.partial", "torn")
        let run = ["consumption", "generate", "--mpans", "5", "--out", "data"]
        let refused = try program.run(run)
        #expect(refused.status == 1 && refused.error.contains("--resume goes on with it, --force begins again"))
        // A journal of which nothing is good is a run that never came to a line.
        let resumed = try program.run(run + ["--resume"])
        #expect(resumed.status == 0, "\(resumed.error)")
        let done = try program.run(run + ["--resume"])
        #expect(done.status == 0 && done.text.contains("was finished already"))
        let other = try program.run(run + ["--seed", "9", "--force"])
        #expect(other.status == 0, "\(other.error)")
    }
}
