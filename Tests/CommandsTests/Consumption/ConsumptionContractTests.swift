import Foundation
import TestSupport
import Testing

@testable import Commands

/// The contract of the command line and the files, with the real program.
@Suite("Consumption contract, Serial") struct ConsumptionContractSerialTests {
    static let mix =
        "smart-domestic=0.5,smart-domestic+pv+ev=0.2,smart-business=0.1,advanced-office=0.1,unmetered-allnight=0.1"
    private static let size = ["--mpans", "70", "--mix", mix, "--from", "2026-03-28", "--days", "3", "--seed", "11"]

    static func generate(_ program: Program, _ arguments: [String]) throws -> Data {
        let result = try program.run(["consumption", "generate"] + arguments)
        #expect(result.status == 0, "\(arguments): \(result.error)")
        return result.output
    }

    /// Each part but the first without its first line, joined.
    private static func joined(_ parts: [Data], headerLines: Int) -> Data {
        var whole = parts.first ?? Data()
        for part in parts.dropFirst() {
            var rest = part[...]
            for _ in 0..<headerLines { rest = rest[(rest.firstIndex(of: 0x0A) ?? rest.endIndex - 1)...].dropFirst() }
            whole += rest
        }
        return whole
    }

    @Test(arguments: ["csv", "long", "fixed", "d0036", "d0379", "if021", "df2", "d0268", "d0010"])
    func partsJoinedAreTheWhole(_ format: String) throws {
        let program = try Program("parts-\(format)")
        defer { program.remove() }
        let whole = try Self.generate(program, Self.size + ["--format", format])
        // What a part of no metering points holds is the header.
        let empty = try Self.generate(program, Self.size + ["--format", format, "--parts", "200", "--part", "150"])
        let headerLines = empty.count { $0 == 0x0A }
        #expect(whole.count > empty.count || format == "d0010")
        for (parts, threads) in [(2, 1), (7, 3), (64, 2)] {
            let pieces = try (1...parts).map { part in
                try Self.generate(
                    program,
                    Self.size + [
                        "--format", format, "--parts", "\(parts)", "--part", "\(part)", "--threads", "\(threads)",
                    ])
            }
            #expect(Self.joined(pieces, headerLines: headerLines) == whole, "\(parts) parts of \(format) differ")
        }
    }

    @Test(arguments: ["csv", "parquet", "hhb"]) func threadsDecideNothing(_ format: String) throws {
        let program = try Program("threads-\(format)")
        defer { program.remove() }
        let arguments = ["--mpans", "3000", "--mix", Self.mix, "--days", "4", "--format", format]
        let one = try Self.generate(program, arguments + ["--threads", "1"])
        #expect(one.count > 100_000)
        #expect(try Self.generate(program, arguments + ["--threads", "5"]) == one)
    }

    @Test func partsOfADirtyRunJoin() throws {
        let program = try Program("dirty-parts")
        defer { program.remove() }
        let arguments = ["--scenario", "dirty-data", "--mpans", "60", "--format", "d0036"]
        let whole = try Self.generate(program, arguments)
        let pieces = try (1...3).map { part in
            try Self.generate(program, arguments + ["--parts", "3", "--part", "\(part)"])
        }
        #expect(Self.joined(pieces, headerLines: 1) == whole)
    }

    @Test func anyDayAndAnyValueCanBeMadeAlone() throws {
        let program = try Program("alone")
        defer { program.remove() }
        let wide = ["--mpans", "40", "--mix", Self.mix, "--seed", "18446744073709551615", "--from", "2026-03-01"]
        let month = try Self.lines(Self.generate(program, wide + ["--days", "30"]))
        let third = try Self.lines(Self.generate(program, wide + ["--days", "30", "--dates-step", "3"]))
        #expect(third.count > 400 && Set(third).isSubset(of: month))
        let day = try Self.lines(
            Self.generate(program, wide.dropLast(2) + ["--from", "2026-03-29", "--days", "1"]))
        #expect(Set(day.dropFirst()) == Set(month.filter { $0.contains(",20260329,") }))
        for (place, line) in day.dropFirst().enumerated() where place % 7 == 0 {
            let fields = line.split(separator: ",").map(String.init)
            let period = place % 48
            let at = "2026-03-29T\(period / 2 < 10 ? "0" : "")\(period / 2):\(period % 2 == 0 ? "00" : "30"):00Z"
            let value = try program.run(
                ["consumption", "value", "--mpan", fields[0], "--quantity", fields[2], "--at", at, "--days", "1"] + wide
            )
            let wattHours = ExactDecimal.billionths(fields[4 + period]).map { $0 / 1_000_000 }
            #expect(value.text == "\(wattHours ?? -1)\n", "\(fields[0]) at \(at): \(value.error)")
        }
    }

    @Test func aListIsMadeInItsOrder() throws {
        let program = try Program("list")
        defer { program.remove() }
        let list = try program.write("mpans.txt", "2143967712809\n1012345678903\n1049827101269\n")
        let lines = try Self.lines(Self.generate(program, ["--mpan-list", list, "--mix", "smart-domestic=1"]))
        #expect(lines.dropFirst().map { $0.prefix(13) } == ["2143967712809", "1012345678903", "1049827101269"])
        let other = try program.write("other.txt", "1049827101269\n")
        let alone = try Self.lines(Self.generate(program, ["--mpan-list", other, "--mix", "smart-domestic=1"]))
        #expect(alone.last == lines.last)
    }

    @Test func compressedBytesHoldTheSame() throws {
        let program = try Program("zstd")
        defer { program.remove() }
        let plain = try Self.generate(program, Self.size)
        let packed = try program.write("c.zst", [UInt8](Self.generate(program, Self.size + ["--zstd", "3"])))
        #expect(try Data(contentsOf: URL(fileURLWithPath: packed)).count < plain.count / 2)
        let parts = try (1...2).flatMap { part in
            [UInt8](try Self.generate(program, Self.size + ["--zstd", "--parts", "2", "--part", "\(part)"]))
        }
        let joined = try program.write("j.zst", parts)
        let read = try ZstdText.read(URL(fileURLWithPath: packed))
        #expect(read == plain)
        #expect(try ZstdText.read(URL(fileURLWithPath: joined)).count > plain.count)
    }

    static func lines(_ data: Data) -> [String] {
        String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
