import Kernel
import Market
import TestSupport
import Testing

@testable import Consumption

/// The truth never moves, and the answer key explains every deviation from it, no more and no less.
@Suite struct CompletenessTests {
    private struct Meter: Hashable {
        var mpan: UInt64
        var quantity: MeasurementQuantity
    }

    /// Compares what is delivered with the truth, half hour by half hour; gives how many deviate.
    @discardableResult
    private func compare(_ run: DefectCase, _ words: String) throws -> Int {
        var deviations = 0
        for position in 0..<run.plan.portfolio.count {
            let truth = run.truth(position)
            let delivered = run.delivered(run.plan.deliveredPosition(position))
            var covered: [Meter: [ClosedRange<Int>]] = [:]
            var aliases: Set<UInt64> = []
            for row in run.key(position) {
                guard let core = row.mpan, let quantity = row.quantity else { continue }
                covered[Meter(mpan: core.number, quantity: quantity), default: []]
                    .append(row.first.index...row.last.index)
                if row.kind == .wrongMPAN, let last = row.detail.split(separator: " ").last, let alias = UInt64(last) {
                    aliases.insert(alias)
                }
            }
            for row in truth {
                let ranges = covered[Meter(mpan: row.mpan, quantity: row.quantity)] ?? []
                let whole = row.first...(row.first + row.values.count - 1)
                let own = delivered.filter {
                    $0.mpan == row.mpan && $0.quantity == row.quantity && $0.first == row.first
                }
                if !ranges.contains(where: { $0.overlaps(whole) }) {
                    // A row of another register may have been delivered under this number; the true one is there.
                    try Property.hold(
                        own.contains { $0.content == row && $0.delivery?.batch == 0 }, "\(words): row lost at \(row)")
                    continue
                }
                for one in own where one.values.count == row.values.count && own.count == 1 {
                    for halfHour in whole where one.value(at: halfHour) != row.value(at: halfHour) {
                        deviations += 1
                        try Property.hold(
                            ranges.contains { $0.contains(halfHour) },
                            "\(words): \(row.mpan) \(row.quantity) deviates at \(HalfHour(index: halfHour))")
                    }
                }
            }
            let numbers = Set(truth.map(\.mpan))
            for row in delivered {
                try Property.hold(
                    numbers.contains(row.mpan) || aliases.contains(row.mpan), "\(words): \(row.mpan) is unexplained")
            }
        }
        return deviations
    }

    @Test(arguments: [DayKind.utc, .local], ["2026-03-24", "2026-10-20"])
    func everythingAtOnceIsExplained(kind: DayKind, from: String) throws {
        for seed in [UInt64.max] {
            let specs = DefectCase.everyWay.filter { $0.variant != .sites }
                .map { DefectCase.often($0.kind, variant: $0.variant) }
            let run = try DefectCase(specs, seed: seed, count: 20, from: from, days: 10, kind: kind)
            #expect(try compare(run, "seed \(seed)") > 300)
        }
    }

    @Test(arguments: DefectKind.allCases, [DayKind.utc, .local])
    func eachKindAloneIsExplainedAndItsSumsAreTrue(defect: DefectKind, kind: DayKind) throws {
        for variant in defect.variants where !variant.belongsToFile {
            for from in ["2026-03-27", "2026-10-22"] {
                let run = try DefectCase(
                    [DefectCase.often(defect, variant: variant)], count: 9, from: from, days: 5, kind: kind)
                try compare(run, "\(defect) \(variant)")
                try checkSums(run, defect)
            }
        }
    }

    /// With one kind planted, each answer-key row's sums are those of the truth and of what is delivered.
    private func checkSums(_ run: DefectCase, _ defect: DefectKind) throws {
        for position in 0..<run.plan.portfolio.count {
            let key = run.key(position)
            if key.isEmpty { continue }
            let truth = run.truth(position)
            let delivered = run.delivered(run.plan.deliveredPosition(position))
            for row in key {
                #expect(row.kind == defect)
                let covered = row.first.index...row.last.index
                let number = try #require(row.mpan).number
                let alias =
                    defect == .wrongMPAN ? try #require(UInt64(row.detail.split(separator: " ").last ?? "")) : number
                let overlapping = key.contains { other in
                    other != row && other.mpan == row.mpan && other.quantity == row.quantity
                        && (other.first.index...other.last.index).overlaps(covered)
                }
                if overlapping { continue }
                let before = sum(truth, number, row.quantity, covered)
                #expect(before.count == row.halfHours)
                #expect(before.sum == row.before)
                // A row whose places were cut keeps its sum but not its places.
                let isCut = [.shortDayGap, .longDayCut].contains(defect) && run.dates.kind == .local
                if isCut {
                    #expect(row.after == 0 && row.missing == 2)
                    continue
                }
                let after = sum(delivered, alias, row.quantity, covered)
                #expect(after.sum == row.after, "\(row)")
                let isOmitted = row.variant == .omitted
                if !isOmitted, defect != .duplicate { #expect(after.missing == row.missing) }
            }
        }
    }

    private func sum(
        _ rows: [DefectCase.Row], _ mpan: UInt64, _ quantity: MeasurementQuantity?, _ covered: ClosedRange<Int>
    ) -> (sum: Int, count: Int, missing: Int) {
        var result = (sum: 0, count: 0, missing: 0)
        for row in rows where row.mpan == mpan && row.quantity == quantity {
            for (place, value) in row.values.enumerated() where covered.contains(row.first + place) {
                result.count += 1
                if value == ConsumptionRow.missing { result.missing += 1 } else { result.sum += Int(value) }
            }
        }
        return result
    }

    @Test func theTruthIsTheSameWithAndWithoutDefects() throws {
        let specs = DefectCase.everyWay.map { DefectCase.often($0.kind, variant: $0.variant) }
        let dirty = try DefectCase(specs)
        let clean = try DefectCase([])
        for position in 0..<40 { #expect(dirty.truth(position) == clean.truth(position)) }
    }

    @Test func withoutDefectsEverythingIsDeliveredAsItIs() throws {
        let clean = try DefectCase([])
        for position in 0..<40 {
            #expect(clean.delivered(position).map(\.content) == clean.truth(position))
            #expect(clean.key(position).isEmpty)
        }
    }

    /// What other defects are planted beside one changes neither where it stands nor how large it is.
    @Test func plantingOneDefectMovesNoOther() throws {
        let pairs = DefectCase.everyWay.filter { $0.variant != .sites }
        let all = try DefectCase(pairs.map { DefectCase.often($0.kind, variant: $0.variant) }, count: 12)
        var seen: [DefectKind: Int] = [:]
        for (place, (kind, variant)) in pairs.enumerated() {
            // The same how-manieth of its kind, with nothing else beside it.
            let number = seen[kind, default: 0]
            seen[kind] = number + 1
            let idle = (0..<number).map { _ in
                DefectSpec(kind, kind.isOncePerMPAN ? .share(perMillionMPANs: 0) : .rate(perMillionDays: 0))
            }
            let alone = try DefectCase(idle + [DefectCase.often(kind, variant: variant)], count: 12)
            for position in 0..<12 {
                let site = all.plan.portfolio.site(at: position)
                let (days, halfHours) = (20_530..<20_560, (20_530 * 48)..<(20_560 * 48))
                func planted(_ run: DefectCase, _ place: Int) -> [PlantedDefect] {
                    run.plan.defects(of: site, export: false, halfHours: halfHours, days: days)
                        .filter { $0.place == place }.map {
                            var copy = $0
                            copy.place = 0
                            return copy
                        }
                }
                #expect(planted(all, place) == planted(alone, number))
            }
        }
    }

    /// A day alone, every third day, the days in any order: what the whole run has.
    @Test(arguments: [DayKind.utc, .local])
    func anyDayAloneIsTheWholeRunsDay(kind: DayKind) throws {
        let specs = DefectCase.everyWay.filter { $0.kind != .order }
            .map { DefectCase.often($0.kind, variant: $0.variant) }
        let run = try DefectCase(specs, count: 10, days: 8, kind: kind)
        let source = DefectiveRows(run.generator.makeWorker(), run.plan, batch: nil)
        func rows(_ position: Int, _ dates: DateSpan) -> [DefectCase.Row] {
            var rows: [DefectCase.Row] = []
            source.rows(position: position, dates: dates) { rows.append(DefectCase.Row($0, source.delivery)) }
            return rows
        }
        var order = SeededGenerator(seed: 3)
        let whole = (0..<10).map { rows($0, run.dates) }
        for position in (0..<10).shuffled(using: &order) {
            for day in (0..<run.dates.days).shuffled(using: &order) {
                let alone = rows(position, DateSpan(from: run.dates.from.adding(days: day), days: 1, kind: kind))
                let range = kind.halfHours(of: run.dates.from.adding(days: day))
                #expect(alone == whole[position].filter { range.contains($0.first) })
            }
            let third = rows(position, DateSpan(from: run.dates.from, days: run.dates.days, kind: kind, step: 3))
            let starts = Set(
                stride(from: 0, to: run.dates.days, by: 3).map {
                    kind.halfHours(of: run.dates.from.adding(days: $0)).lowerBound
                })
            #expect(third == whole[position].filter { starts.contains($0.first) })
        }
    }

    @Test func aLongerRunPlantsTheSameByTheDay() throws {
        let specs = DefectCase.everyWay.filter { !$0.kind.isOncePerMPAN && $0.kind != .order }
            .map { DefectCase.often($0.kind, variant: $0.variant) }
        let short = try DefectCase(specs, count: 10, from: "2026-03-27", days: 4)
        let long = try DefectCase(specs, count: 10, from: "2026-02-20", days: 60)
        for position in 0..<10 {
            #expect(short.delivered(position) == long.delivered(position, short.dates))
            #expect(short.key(position) == long.key(position, short.dates))
        }
    }
}
