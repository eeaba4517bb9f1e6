import Consumption
import Kernel
import Market
import TestSupport
import Testing

@testable import Commands

/// Totals by group against a slow plain reckoning of the same rows.
@Suite struct ExpectTotalsTests {
    private static let mix = RunSettings.standard.ordered.configuration.mix

    private struct Value {
        var mpan: UInt64
        var share: Int
        var supply: SupplyPoint
        var quantity: MeasurementQuantity
        var quality: QualityCode
        var halfHour: Int
        var value: Int32
    }

    /// Rows of a few metering points on UTC days about both clock changes, some values missing, qualities mixed.
    private static func values(_ seed: UInt64) -> [[Value]] {
        var state = seed
        func draw(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let qualities = [QualityCode.actual, .estimate, QualityCode(index: 36)]
        return (0..<60).map { row in
            let share = draw(mix.count)
            let supply = SupplyPoint(
                region: GSPGroup.allCases[draw(14)], segment: mix[share].kind.siteClass.segment,
                connection: ConnectionType.allCases[draw(5)],
                distributor: 99)
            let day = [20_541, 20_542, 20_751, 20_752][draw(4)]
            let quantity = MeasurementQuantity.allCases[draw(4)]
            let mpan = MPANCore(body: 990_000_000_000 + UInt64(draw(5))).number
            let isMixed = draw(2) == 0
            let quality = qualities[draw(3)]
            return (0..<48).map { place in
                Value(
                    mpan: mpan, share: share, supply: supply, quantity: quantity,
                    quality: isMixed ? qualities[draw(3)] : quality, halfHour: day * 48 + place,
                    value: draw(10) == 0 ? ConsumptionRow.missing : Int32(draw(5_000) - 100))
            }
        }
    }

    private static func add(_ row: [Value], to totals: inout ExpectTotals) {
        guard let first = row.first else { return }
        let values = row.map(\.value)
        let qualities = row.map(\.quality.index)
        values.withUnsafeBufferPointer { values in
            qualities.withUnsafeBufferPointer { qualities in
                totals.add(
                    ConsumptionRow(
                        mpan: first.mpan, firstHalfHour: first.halfHour, quantity: first.quantity, values: values,
                        qualities: qualities.baseAddress, supply: first.supply), share: first.share)
            }
        }
    }

    private static func plain(
        _ rows: [[Value]], _ columns: [ExpectColumn], onlyActual: Bool, localPeriods: Bool
    ) -> Set<String> {
        var sums: [String: (Int, Int)] = [:]
        for value in rows.joined() where value.value != ConsumptionRow.missing {
            if onlyActual && !value.quality.isActual { continue }
            let halfHour = HalfHour(index: value.halfHour)
            let local = SettlementDay.containing(halfHour)
            let words = columns.map { column in
                switch column {
                case .mpan: String(value.mpan)
                case .utcDate: halfHour.day.date.iso
                case .localDate: local.day.date.iso
                case .gsp: value.supply.region.id
                case .segment: value.supply.segment.word
                case .kind: mix[value.share].kind.description
                case .quality: value.quality.code
                case .period: "\(localPeriods ? local.period : halfHour.period)"
                case .connection: value.supply.connection.indicator
                case .domestic:
                    mix[value.share].kind.siteClass.word.contains(/domestic|traditional/) ? "T" : "F"
                }
            }
            let key = (words + [value.quantity.code]).joined(separator: ",")
            let before = sums[key] ?? (0, 0)
            sums[key] = (before.0 + 1, before.1 + Int(value.value))
        }
        return Set(sums.map { "\($0.key),\($0.value.0),\($0.value.1)" })
    }

    @Test(arguments: [
        "mpan", "utc_date", "local_date", "gsp,segment", "quality,class", "period", "period,gsp", "local_date,period",
        "utc_date,period,quality", "mpan,utc_date,local_date,gsp,segment,class,quality,period", "utc_date,local_date",
        "connection", "domestic,connection", "gsp,connection,segment,domestic,period",
        "mpan,utc_date,local_date,gsp,segment,connection,domestic,class,quality,period",
    ])
    func totalsAreThePlainOnes(_ by: String) throws {
        let columns = try ExpectColumn.list(by)
        let localPeriods = columns.contains(.localDate) && !columns.contains(.utcDate)
        for seed: UInt64 in [1, 2, 3] {
            let rows = Self.values(seed)
            for onlyActual in [false, true] {
                let layout = ExpectLayout(columns, mix: Self.mix, days: .utc, onlyActual: onlyActual)
                // Two tables merged, the second one filled backwards: order decides nothing.
                var first = ExpectTotals(layout)
                var second = ExpectTotals(layout)
                for row in rows[..<31] { Self.add(row, to: &first) }
                for row in rows[31...].reversed() { Self.add(row, to: &second) }
                second.merge(first)
                let lines = second.lines(mean: false).split(separator: "\n").map(String.init)
                let wanted = Self.plain(rows, columns, onlyActual: onlyActual, localPeriods: localPeriods)
                #expect(Set(lines) == wanted, "by \(by), seed \(seed)")
                #expect(lines.count == wanted.count)
            }
        }
    }

    @Test func linesAreSortedAsTheirColumns() throws {
        let columns = try ExpectColumn.list("segment,quality,gsp,period,connection,domestic")
        var totals = ExpectTotals(ExpectLayout(columns, mix: Self.mix, days: .utc))
        for row in Self.values(4) { Self.add(row, to: &totals) }
        let keys = totals.lines(mean: false).split(separator: "\n").map { line -> [String] in
            var fields = line.split(separator: ",").map(String.init)
            fields[3] = String(repeating: "0", count: 2 - fields[3].count) + fields[3]
            return Array(fields[0..<7])
        }
        #expect(keys.count > 100)
        #expect(keys == keys.sorted { $0.lexicographicallyPrecedes($1) })
    }

    @Test(arguments: [(10, 4, "2.500"), (-1, 3, "-0.333"), (1, 2_000, "0.001"), (-1, 4_000, "0.000"), (2, 3, "0.667")])
    func meansRoundAwayFromZero(_ sum: Int, _ count: Int, _ text: String) {
        #expect(ExpectTotals.mean(sum, count) == text)
    }

    @Test(arguments: ["", "gsp,gsp", "day,utc_date", "days", "gsp,"]) func columnsAreChecked(_ by: String) {
        #expect(throws: FieldProblem.self) { try ExpectColumn.list(by) }
    }
}
