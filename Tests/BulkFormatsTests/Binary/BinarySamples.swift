import Formats
import Foundation
import Kernel
import Market
import TestSupport

/// A row that owns its values, and how it should be printed.
struct BinarySampleRow {
    var mpan: UInt64
    var day: Int
    var quantity = MeasurementQuantity.activeImport
    /// 48 watt-hours; `ConsumptionRow.missing` where there is none.
    var values: [Int32]
    /// 48 codes' numbers, or one for all.
    var qualities: [UInt8] = [0]

    /// A line of the wide CSV in whole watt-hours, written the plain way.
    var line: String {
        var runs: [(code: UInt8, length: Int)] = []
        for code in qualities {
            if runs.last?.code == code { runs[runs.count - 1].length += 1 } else { runs.append((code, 1)) }
        }
        let codes = runs.map { QualityCode(index: $0.code).code }
        let quality =
            runs.count == 1 ? codes[0] : zip(codes, runs).map { "\($0)*\($1.length)" }.joined(separator: ";")
        let cells = values.map { $0 == ConsumptionRow.missing ? "" : "\($0)" }
        return (["\(mpan)", CalendarDate(dayNumber: day).iso, quantity.code, quality] + cells).joined(separator: ",")
    }

    func append(with encoder: inout some ChunkEncoder, to arena: ByteArena) {
        let supply = SupplyPoint(region: .a, segment: .smart, connection: .wholeCurrent, distributor: 99)
        values.withUnsafeBufferPointer { values in
            qualities.withUnsafeBufferPointer { codes in
                let row = ConsumptionRow(
                    mpan: mpan, firstHalfHour: day * 48, quantity: quantity, values: values,
                    quality: QualityCode(index: codes[0]), qualities: codes.count == 1 ? nil : codes.baseAddress,
                    supply: supply)
                encoder.append(row, to: arena)
            }
        }
    }
}

enum BinarySample {
    static let run = RunDescription(
        from: CalendarDate(dayNumber: 20_454), days: 7, seed: 42, modelVersion: "1.4",
        configurationDigest: String(repeating: "0123456789abcdef", count: 4), part: 2, parts: 8)

    /// Lays a file down as the command does: header, chunks by one encoder, trailer.
    static func file(_ format: some ConsumptionFormat, _ rows: [BinarySampleRow], chunk: Int = .max) -> [UInt8] {
        var bytes = format.header(run)
        var totals = WrittenTotals(bytes: bytes.count)
        var encoder = format.makeEncoder(run)
        // Something before the chunk: an encoder may not believe that its arena begins with it.
        let arena = ByteArena(capacity: 64)
        for start in stride(from: 0, to: max(rows.count, 1), by: min(chunk, max(rows.count, 1))) {
            arena.clear()
            arena.append("before")
            for row in rows[start..<min(rows.count, start + min(chunk, rows.count))] {
                row.append(with: &encoder, to: arena)
            }
            let footer = encoder.finish(to: arena)
            bytes += arena.bytes.dropFirst(6)
            totals.add(footer, length: arena.count - 6, keeping: format.isContainer)
        }
        return bytes + format.trailer(run, totals)
    }

    /// Rows of many customers and days, among them what is rare: large, negative, missing, several qualities.
    static func rows(_ count: Int, _ generator: inout SeededGenerator) -> [BinarySampleRow] {
        var mpan: UInt64 = 9_900_000_000_000 + UInt64(generator.nextBelow(1_000_000))
        var day = 20_454
        return (0..<count).map { _ in
            if generator.nextBelow(3) == 0 {
                mpan += UInt64(generator.nextBelow(500))
                day = 20_454
            } else {
                day += 1
            }
            var row = BinarySampleRow(mpan: mpan, day: day, values: [])
            row.quantity = MeasurementQuantity.allCases[generator.nextBelow(20) == 0 ? generator.nextBelow(4) : 0]
            let size = [300, 300, 300, 5_000, 400_000, 2_000_000_000][generator.nextBelow(6)]
            row.values = (0..<48).map { _ in value(size, &generator) }
            if generator.nextBelow(12) == 0 {
                row.values = row.values.map { _ in ConsumptionRow.missing }
            }
            row.qualities = qualities(&generator)
            // A defect may put rows out of order, or spoil a number.
            if generator.nextBelow(40) == 0 { row.mpan = UInt64(generator.nextBelow(1_000)) }
            return row
        }
    }

    private static func value(_ size: Int, _ generator: inout SeededGenerator) -> Int32 {
        switch generator.nextBelow(60) {
        case 0: ConsumptionRow.missing
        case 1: Int32(-1 - generator.nextBelow(70_000))
        case 2: [Int32.max, Int32.min + 1, 0, 65_535, 65_536, -1, 255, 256][generator.nextBelow(8)]
        default: Int32(generator.nextBelow(size))
        }
    }

    private static func qualities(_ generator: inout SeededGenerator) -> [UInt8] {
        switch generator.nextBelow(8) {
        case 0:
            let cut = generator.nextBelow(49)
            return (0..<48).map { $0 < cut ? 0 : 5 }
        case 1: return (0..<48).map { _ in UInt8(generator.nextBelow(38)) }
        case 2: return [UInt8(generator.nextBelow(38))]
        default: return [0]
        }
    }
}

/// The independent readers, run as programs of their own.
enum BinaryReaderProgram {
    static func read(_ script: String, _ file: [UInt8], packages: Bool = false) async throws -> JSONValue {
        let folder = try TemporaryFolder("binary")
        let place = try folder.write(file, to: "file")
        let outcome = try await Subprocess.run(
            Subprocess.python,
            ["-B", Repository.file("Tests/BulkFormatsTests/BinaryReaders/\(script)").path, place.path],
            environment: packages ? ["PYTHONPATH": Repository.file(".build-python").path] : [:])
        guard outcome.succeeded else { throw Property.Broken("\(script): \(outcome.errors)") }
        return try JSONValue.read(outcome.output)
    }
}
