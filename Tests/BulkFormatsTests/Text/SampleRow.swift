import Formats
import Foundation
import Kernel
import Market
import TestSupport

/// A row that owns its values.
struct SampleRow: Sendable {
    var mpan: UInt64 = 1_012_345_678_903
    var firstHalfHour: Int
    var quantity = MeasurementQuantity.activeImport
    var values: [Int32]
    var quality = QualityCode.actual
    var qualities: [UInt8]?
    var supply = SupplyPoint(region: .a, segment: .smart, connection: .wholeCurrent, distributor: 10)

    /// A UTC day; `values` are repeated over it.
    static func utc(_ iso: String, _ values: [Int32]) -> SampleRow {
        let first = UTCDay(FixedDays.day(iso)).firstHalfHour.index
        return SampleRow(firstHalfHour: first, values: (0..<48).map { values[$0 % values.count] })
    }

    /// A local day with its 46, 48 or 50 half hours; `values` are repeated over it.
    static func local(_ iso: String, _ values: [Int32]) -> SampleRow {
        let day = SettlementDay(FixedDays.day(iso))
        return SampleRow(
            firstHalfHour: day.firstHalfHour.index, values: (0..<day.periods).map { values[$0 % values.count] })
    }

    /// The quality of each value.
    var codes: [QualityCode] {
        values.indices.map { place in qualities.map { QualityCode(index: $0[place]) } ?? quality }
    }

    func give<Result>(_ body: (ConsumptionRow) -> Result) -> Result {
        values.withUnsafeBufferPointer { values in
            let row = ConsumptionRow(
                mpan: mpan, firstHalfHour: firstHalfHour, quantity: quantity, values: values, quality: quality,
                supply: supply)
            guard let qualities else { return body(row) }
            return qualities.withUnsafeBufferPointer { qualities in
                var mixed = row
                mixed.qualities = qualities.baseAddress
                return body(mixed)
            }
        }
    }
}

extension SampleRow {
    /// Where a formatter changes its way, and the ends of what a value can be.
    static let edges: [Int32] = [
        0, 1, 9, 10, 49, 50, 51, 99, 100, 949, 950, 999, 1_000, 9_899, 9_900, 9_949, 9_950, 9_999, 10_000, 10_001,
        99_999, 100_000, 999_949, 999_950, 999_999, 1_000_000, 9_999_999, 10_000_000, 99_999_999, 100_000_000,
        999_999_999, 1_000_000_000, .max, -1, -49, -50, -51, -999, -1_000, -9_999, -10_000, -123_456_789, -.max,
        ConsumptionRow.missing,
    ]

    /// Days around each clock change of three years and a leap day, among plain ones.
    private static let days: [CalendarDate] = [
        "2024-02-29", "2024-03-30", "2024-03-31", "2024-04-01", "2024-10-26", "2024-10-27", "2024-10-28", "2024-12-31",
        "2025-03-30", "2025-10-26", "2026-01-01", "2026-01-15", "2026-03-29", "2026-06-21", "2026-10-25", "2031-08-09",
    ].map(FixedDays.day)

    static func random(_ generator: inout SeededGenerator, _ kind: DayKind) -> SampleRow {
        let date = days[generator.nextBelow(days.count)]
        let day = SettlementDay(date)
        var row =
            kind == .utc
            ? SampleRow(firstHalfHour: UTCDay(date).firstHalfHour.index, values: Array(repeating: 0, count: 48))
            : SampleRow(firstHalfHour: day.firstHalfHour.index, values: Array(repeating: 0, count: day.periods))
        row.mpan = MPANCore(body: UInt64(generator.nextBelow(1_000_000_000_000))).number
        row.quantity = MeasurementQuantity.allCases[generator.nextBelow(4)]
        row.supply = SupplyPoint(
            region: GSPGroup.allCases[generator.nextBelow(14)], segment: MarketSegment.allCases[generator.nextBelow(3)],
            connection: ConnectionType.allCases[generator.nextBelow(5)], distributor: 99)
        let regime = generator.nextBelow(5)
        for place in row.values.indices { row.values[place] = value(regime, &generator) }
        row.quality = QualityCode(index: UInt8(generator.nextBelow(QualityCode.specified.count)))
        if generator.nextBelow(3) == 0 { row.qualities = runs(row.values.count, &generator) }
        return row
    }

    private static func value(_ regime: Int, _ generator: inout SeededGenerator) -> Int32 {
        switch regime {
        case 0: Int32(generator.nextBelow(1_500))
        case 1: Int32(generator.nextBelow(12_000))
        case 2: Int32(generator.nextBelow(900_000))
        case 3: generator.nextBelow(6) == 0 ? ConsumptionRow.missing : Int32(generator.nextBelow(4_000)) - 500
        default: edges[generator.nextBelow(edges.count)]
        }
    }

    /// Stretches of equal quality; sometimes one stretch only.
    private static func runs(_ count: Int, _ generator: inout SeededGenerator) -> [UInt8] {
        let often = 1 + generator.nextBelow(40)
        var code = UInt8(generator.nextBelow(QualityCode.specified.count))
        return (0..<count).map { _ in
            if generator.nextBelow(often) == 0 { code = UInt8(generator.nextBelow(QualityCode.specified.count)) }
            return code
        }
    }
}

/// A file as a run would lay it down.
enum BulkFile {
    static let run = RunDescription(
        from: FixedDays.day("2026-01-01"), days: 365, seed: 42, modelVersion: "1", configurationDigest: "5eed")

    /// Rows in chunks of these lengths, again and again; each chunk by the encoder that is next of three.
    static func write(
        _ format: some ConsumptionFormat, _ rows: [SampleRow], chunks: [Int] = [1_000], run: RunDescription = run
    ) -> [UInt8] {
        let arena = ByteArena(capacity: 64)
        let header = format.header(run)
        arena.append(header)
        var totals = WrittenTotals(bytes: header.count)
        var encoders = (0..<3).map { _ in format.makeEncoder(run) }
        var place = 0
        var chunk = 0
        while place < rows.count {
            let start = arena.count
            let end = min(rows.count, place + max(1, chunks[chunk % chunks.count]))
            for row in rows[place..<end] { row.give { encoders[chunk % 3].append($0, to: arena) } }
            let footer = encoders[chunk % 3].finish(to: arena)
            totals.add(footer, length: arena.count - start, keeping: format.isContainer)
            (place, chunk) = (end, chunk + 1)
        }
        arena.append(format.trailer(run, totals))
        return Array(arena.bytes)
    }

    static func text(_ format: some ConsumptionFormat, _ rows: [SampleRow]) -> String {
        String(decoding: write(format, rows), as: UTF8.self)
    }

    /// What one of the readers says of a file.
    static func read(_ bytes: [UInt8], _ reader: String, before: [String] = [], after: [String] = []) async throws
        -> String
    {
        let folder = try TemporaryFolder("bulk")
        let file = try folder.write(bytes, to: "file")
        let outcome = try await Subprocess.python(
            "Tests/BulkFormatsTests/Readers/\(reader)", before + [file.path] + after)
        guard outcome.succeeded else { throw Property.Broken("\(reader): \(outcome.errors)") }
        return outcome.text
    }
}

/// What a reader should find, in the readers' plain form.
enum Expected {
    static func date(_ dayNumber: Int) -> String { CalendarDate(dayNumber: dayNumber).iso.filter { $0 != "-" } }

    static func mpan(_ number: UInt64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 13 - digits.count) + digits
    }

    /// Whole watt-hours, nothing where missing.
    static func wattHours(_ value: Int32) -> String { value == ConsumptionRow.missing ? "" : "\(value)" }

    static func lines(_ lines: [String]) -> String { lines.map { $0 + "\n" }.joined() }
}
