import Market
import Testing

@testable import Consumption

/// Edits of written bytes and of register reads, case by case.
@Suite struct ByteAndRegisterTests {
    @Test(arguments: [
        (DefectVariant.oneDecimal, "0.123", "0.1"), (.oneDecimal, "0.960", "1.0"), (.oneDecimal, "9.950", "10.0"),
        (.oneDecimal, "-12.345", "-12.3"), (.oneDecimal, "4.2", "4.2"), (.fourDecimals, "0.123", "0.1231"),
        (.fourDecimals, "9.8", "9.8001"), (.exponent, "0.123", "1.23E-1"), (.exponent, "12.300", "1.2300E1"),
        (.exponent, "0.000", "0.0E0"), (.exponent, "0.005", "5.0E-3"), (.leadingZeros, "-1.500", "-0001.500"),
        (.decimalComma, "7.250", "7,250"), (.badDecimal, "7.250", "7..250"),
    ])
    func numbers(variant: DefectVariant, number: String, spoiled: String) {
        let edit = ByteDefect(variant, spoilsAllValues: true)
        for (before, after) in [("9912,20260115,AI,A,", ",,\n"), ("101|9912|AI|\n103|A|", "|\n"), ("", "")] {
            let row = before + number + after
            #expect(String(decoding: edit.spoil(row: row.utf8), as: UTF8.self) == before + spoiled + after)
        }
    }

    @Test func oneValueOrAll() {
        let row = "9912345678901,20260115,AI,A,0.100,0.200,,0.300,0.400\n"
        var seen: Set<String> = []
        for choice in stride(from: UInt32(0), to: .max - 100_000_000, by: 100_000_000) {
            let spoiled = String(
                decoding: ByteDefect(.decimalComma, choice: choice).spoil(row: row.utf8), as: UTF8.self)
            #expect(spoiled.utf8.count == row.utf8.count)
            #expect(zip(spoiled.utf8, row.utf8).count { $0 != $1 } == 1)
            seen.insert(spoiled)
        }
        #expect(seen.count == 4)
        let all = ByteDefect(.decimalComma, spoilsAllValues: true).spoil(row: row.utf8)
        #expect(String(decoding: all, as: UTF8.self) == "9912345678901,20260115,AI,A,0,100,0,200,,0,300,0,400\n")
        let whole = "9912345678901,20260115,AI,A,100,200\n"
        #expect(String(decoding: ByteDefect(.decimalComma).spoil(row: whole.utf8), as: UTF8.self) == whole)
    }

    @Test func linesAndFiles() {
        func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
        let row = "101|1|\n103|A|0.1|\n"
        #expect(text(ByteDefect(.crlf).spoil(row: row.utf8)) == "101|1|\r\n103|A|0.1|\r\n")
        #expect(text(ByteDefect(.blankLine).spoil(row: row.utf8)) == "\n" + row)
        #expect(ByteDefect(.byteOrderMark).spoil(header: "mpan\n".utf8) == [0xEF, 0xBB, 0xBF] + "mpan\n".utf8)
        #expect(text(ByteDefect(.crlf).spoil(header: "mpan\n".utf8)) == "mpan\n")
        let trailer = "ZPT|0103175679|100|100|2|20260617141614|\n"
        #expect(
            text(ByteDefect(.trailerCount, choice: 3).spoil(lastRow: row.utf8, trailer: trailer.utf8)) == row
                + "ZPT|0103175679|104|100|2|20260617141614|\n")
        #expect(text(ByteDefect(.cutShort).spoil(lastRow: row.utf8, trailer: trailer.utf8)) == "101|1|\n10")
        #expect(text(ByteDefect(.trailerCount).spoil(lastRow: row.utf8, trailer: "".utf8)) == row)
    }

    @Test func fileDefectsAreAskedForOnce() throws {
        let run = try DefectCase([
            DefectSpec(.truncation, .budget(mpans: 1), variant: .cutShort),
            DefectSpec(.truncation, .share(perMillionMPANs: 1_000_000), variant: .byteOrderMark),
            DefectSpec(.truncation, .share(perMillionMPANs: 0), variant: .trailerCount),
        ])
        #expect(run.plan.fileDefects.map(\.variant) == [.cutShort, .byteOrderMark])
        #expect(run.wholeKey.isEmpty)
        let key = AnswerKey(run.generator.makeWorker(), run.plan).fileRows(run.dates)
        #expect(
            key.map(\.csv) == [
                ",2026-03-24T00:00:00Z,2026-04-06T23:30:00Z,,TRUNC,cut-short,0,0,0,0,cut-short,reject the file\n",
                ",2026-03-24T00:00:00Z,2026-04-06T23:30:00Z,,TRUNC,byte-order-mark,0,0,0,0,byte-order-mark,"
                    + "reject the file\n",
            ])
    }

    /// The rows that carry byte defects are those that the key names.
    @Test func byteDefectsComeWithTheirRows() throws {
        let run = try DefectCase([DefectCase.often(.precision), DefectCase.often(.truncation)])
        let source = DefectiveRows(run.generator.makeWorker(), run.plan)
        var met = 0
        for position in 0..<40 {
            let key = run.key(position)
            source.rows(position: position, dates: run.dates) { row in
                let named = key.filter {
                    $0.mpan?.number == row.mpan && $0.quantity == row.quantity
                        && ($0.first.index...$0.last.index).contains(row.firstHalfHour)
                }
                #expect(Set(source.byteDefects.map(\.variant)) == Set(named.map(\.variant)))
                met += named.count
            }
        }
        #expect(met > 100)
    }

    private let reads = [0, 48, 96, 144].map { DeliveredRead(halfHour: $0, reading: 99_000 + $0 * 10) }

    @Test func registers() {
        func shown(_ reads: [DeliveredRead]) -> [[Int]] { reads.map { [$0.halfHour, $0.meter, $0.reading] } }
        #expect(
            shown(RegisterDefect(.rollover, halfHour: 72, digits: 5).spoil(reads))
                == [[0, 0, 99_280], [48, 0, 99_760], [96, 0, 240], [144, 0, 720]])
        #expect(
            shown(RegisterDefect(.rollover, halfHour: 72, digits: 5).spoil(reads, exact: 99_500))
                == [[0, 0, 99_500], [48, 0, 99_980], [96, 0, 460], [144, 0, 940]])
        #expect(
            shown(RegisterDefect(.exchange, halfHour: 72, digits: 5).spoil(reads))
                == [
                    [0, 0, 99_000], [48, 0, 99_480], [72, 0, 99_720], [72, 1, 0], [96, 1, 240], [144, 1, 720],
                ])
        #expect(
            shown(RegisterDefect(.fewDigits, halfHour: 72, digits: 4).spoil(reads))
                == [[0, 0, 9_000], [48, 0, 9_480], [96, 0, 9_960], [144, 0, 440]])
        #expect(RegisterDefect(.rollover, halfHour: 500, digits: 5).spoil(reads) == reads)
    }
}
