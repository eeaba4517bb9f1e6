import Kernel
import Market
import Testing

@testable import Consumption

/// What each defect makes of known values, worked out again from the truth.
@Suite struct EffectTests {
    /// One site with one defect over the middle of its days; the truth as a function of the half hour.
    private struct Probe {
        let run: DefectCase
        let site: Site
        let truth: [Int: Int32]
        let delivered: [Int: Int32]
        let defects: [PlantedDefect]

        init(_ spec: DefectSpec, mix: String = "smart-domestic", from: String = "2026-05-12", days: Int = 9) throws {
            run = try DefectCase([spec], count: 1, from: from, days: days, mix: ["\(mix)=1000"])
            site = run.plan.portfolio.site(at: 0)
            func series(_ rows: [DefectCase.Row]) -> [Int: Int32] {
                var values: [Int: Int32] = [:]
                for row in rows where row.quantity == .activeImport {
                    for (place, value) in row.values.enumerated() { values[row.first + place] = value }
                }
                return values
            }
            // A day more on either side, for what is moved in time.
            let wide = DateSpan(from: run.dates.from.adding(days: -9), days: days + 10, kind: .utc)
            truth = series(run.truth(0, wide))
            delivered = series(run.delivered(0))
            let range = run.dates.from.dayNumber..<(run.dates.from.dayNumber + days)
            defects = run.plan.defects(
                of: site, export: false, halfHours: (range.lowerBound * 48)..<(range.upperBound * 48), days: range)
        }

        /// Compares each half hour with what a function of the truth says.
        func expect(_ meant: (Int, PlantedDefect?) throws -> Int?) throws {
            #expect(!defects.isEmpty)
            for (halfHour, value) in delivered {
                let defect = defects.first { $0.halfHours.contains(halfHour) }
                let expected = try meant(halfHour, defect) ?? Int(ConsumptionRow.missing)
                #expect(Int(value) == expected, "\(HalfHour(index: halfHour))")
            }
        }

        func at(_ halfHour: Int) throws -> Int { Int(try #require(truth[halfHour])) }
    }

    private static let once = DefectAmount.budget(mpans: 1)

    @Test func valuesOfOneHalfHour() throws {
        let negative = try Probe(DefectSpec(.negative, Self.once))
        try negative.expect { at, defect in defect == nil ? try negative.at(at) : -max(try negative.at(at), 1) }
        #expect(negative.defects[0].halfHours.count == 1)

        let spike = try Probe(DefectSpec(.spike, Self.once, variant: .factor))
        try spike.expect { at, defect in
            guard let defect else { return try spike.at(at) }
            #expect((10...1_000).contains(defect.amount))
            return max(try spike.at(at), 1) * defect.amount
        }
        let over = try Probe(try DefectSpec(.spike, Self.once, variant: .overLimit).setting("limit_wh", 50_000))
        try over.expect { at, defect in try over.at(at) + (defect == nil ? 0 : 50_000) }
    }

    @Test func frozenAndZero() throws {
        let stuck = try Probe(DefectSpec(.stuck, Self.once, variant: .constant))
        try stuck.expect { at, defect in try stuck.at(defect?.halfHours.lowerBound ?? at) }
        for spec in [
            DefectSpec(.stuck, Self.once, variant: .stopped), DefectSpec(.zero, Self.once),
            DefectSpec(.energisation, Self.once, variant: .noConsumption),
        ] {
            let zero = try Probe(spec)
            try zero.expect { at, defect in defect == nil ? try zero.at(at) : 0 }
        }
    }

    @Test func movedInTime() throws {
        let end = try Probe(DefectSpec(.endStamped, Self.once))
        try end.expect { at, defect in try end.at(defect == nil ? at : at - 1) }
        for (variant, minutes) in [
            (DefectVariant.fast, 12), (.slow, 12), (.fast, 30), (.slow, 30), (.fast, 75), (.slow, 75), (.slow, 1),
        ] {
            let drift = try Probe(
                try DefectSpec(.drift, Self.once, variant: variant).setting("minutes_least", minutes)
                    .setting("minutes_most", minutes))
            let ahead = variant == .fast ? minutes : -minutes
            try drift.expect { at, defect in
                guard defect != nil else { return try drift.at(at) }
                // Minute by minute: how much of each true half hour the meter's own half hour holds, in thirtieths.
                var shares: [Int: Int] = [:]
                for minute in 0..<30 {
                    shares[(at * 30 + minute - ahead).flooredQuotient(by: 30), default: 0] += 1
                }
                let exact = try shares.reduce(0) { $0 + (try drift.at($1.key)) * $1.value }
                let given = Int(try #require(drift.delivered[at]))
                #expect(abs(given * 30 - exact) < 60, "\(variant) \(minutes)")
                return given
            }
        }
    }

    /// A drift moves energy and loses none: a run of half hours keeps its sum but for what crosses its ends.
    @Test func driftLosesNoEnergy() throws {
        let drift = try Probe(
            try DefectSpec(.drift, Self.once, variant: .fast).setting("minutes_least", 60).setting("minutes_most", 60))
        let range = try #require(drift.defects.first).halfHours
        let inside = range.dropLast(2)
        let moved = inside.dropFirst(2).reduce(0) { $0 + Int(drift.delivered[$1] ?? 0) }
        let truth = try inside.dropLast(2).reduce(0) { $0 + (try drift.at($1)) }
        #expect(moved == truth)
    }

    @Test func scaled() throws {
        for (variant, scale) in [
            (DefectVariant.whAsKWh, { $0 * 1_000 }), (.kWhAsMWh, { ($0 + 500) / 1_000 }), (.kWAsKWh, { $0 * 2 }),
        ] as [(DefectVariant, (Int) -> Int)] {
            let unit = try Probe(DefectSpec(.unit, Self.once, variant: variant))
            try unit.expect { at, defect in defect == nil ? try unit.at(at) : scale(try unit.at(at)) }
        }
        for (variant, scale) in [
            (DefectVariant.notApplied, { ($0 + 20) / 40 }), (.appliedTwice, { $0 * 40 }),
        ] as [(DefectVariant, (Int) -> Int)] {
            let ratio = try Probe(
                try DefectSpec(.multiplier, Self.once, variant: variant).setting("ratios", 40), mix: "advanced-lf30")
            try ratio.expect { at, defect in defect == nil ? try ratio.at(at) : scale(try ratio.at(at)) }
        }
        let pulse = try Probe(
            try DefectSpec(.multiplier, Self.once, variant: .pulse).setting("pulse_per_mille", 100),
            mix: "advanced-lf30")
        try pulse.expect { at, defect in
            defect == nil ? try pulse.at(at) : (try pulse.at(at) * 100 + 500) / 1_000
        }
    }

    @Test func missingAndEstimated() throws {
        let gap = try Probe(try DefectSpec(.missing, Self.once, variant: .empty).setting("whole_days_per_mille", 0))
        try gap.expect { at, defect in defect == nil ? try gap.at(at) : nil }

        let week = try Probe(DefectSpec(.estimated, Self.once, variant: .lastWeek))
        try week.expect { at, defect in try week.at(defect == nil ? at : at - 336) }
        for row in week.run.delivered(0) {
            for (place, quality) in row.qualities.enumerated() {
                let isEstimate = week.defects[0].halfHours.contains(row.first + place)
                #expect(QualityCode(index: quality).code == (isEstimate ? "E5" : "A"))
            }
        }
        // A load-shape estimate of a week has the level of the week before, not its wiggles.
        let shape = try Probe(
            try DefectSpec(.estimated, Self.once, variant: .loadShape).setting("length_mean", 2_880)
                .setting("length_most", 2_880).setting("start_period", 1), from: "2026-05-12", days: 8)
        let range = try #require(shape.defects.first).halfHours
        let before = try ((range.lowerBound - 336)..<range.lowerBound).reduce(0) { $0 + (try shape.at($1)) }
        let estimated = range.reduce(0) { $0 + Int(shape.delivered[$1] ?? 0) }
        #expect(range.count >= 48)
        #expect(abs(estimated * 336 - before * range.count) < before * range.count / 2)
        let day = range.prefix(48).map { shape.delivered[$0] ?? 0 }
        #expect(Set(day).count > 10)
    }

    /// Across a clock change, the same time by the clock is 334 or 338 half hours earlier.
    @Test(arguments: [("2026-03-30", 334), ("2026-10-26", 338), ("2026-03-27", 336)])
    func lastWeekIsByTheClock(from: String, back: Int) throws {
        let week = try Probe(
            try DefectSpec(.estimated, Self.once, variant: .lastWeek).setting("start_period", 10), from: from, days: 1)
        try week.expect { at, defect in try week.at(defect == nil ? at : at - back) }
    }

    @Test func omittedRowsAreLeftOut() throws {
        let spec = try DefectSpec(.missing, Self.once, variant: .omitted).setting("whole_days_per_mille", 1_000)
        let run = try DefectCase([spec], count: 1, mix: ["smart-domestic=1000"])
        let key = try #require(run.key(0).first)
        let days = key.halfHours / 48
        #expect(key.missing == days * 48 && key.after == 0 && days >= 1)
        #expect(run.delivered(0).count == run.truth(0).count - days)
    }

    @Test func registersExchanged() throws {
        let swap = try DefectCase(
            [DefectSpec(.channel, Self.once, variant: .swapped)], count: 1, mix: ["smart-domestic+pv=1000"])
        let (truth, given) = (swap.truth(0), swap.delivered(0))
        let defect = try #require(
            swap.plan.defects(
                of: swap.plan.portfolio.site(at: 0), export: true, halfHours: 0..<1_000_000_000, days: 0..<40_000
            ).first)
        for row in given {
            let other: MeasurementQuantity = row.quantity == .activeImport ? .activeExport : .activeImport
            let isSwapped = defect.days.contains(row.first / 48)
            let source = truth.first { $0.first == row.first && $0.quantity == (isSwapped ? other : row.quantity) }
            #expect(row.values == source?.values)
        }
        #expect(Set(swap.key(0).compactMap(\.quantity)) == [.activeImport, .activeExport])

        let reactive = try DefectCase(
            [DefectSpec(.channel, .share(perMillionMPANs: 1_000_000), variant: .reactive)], count: 1,
            mix: ["advanced-office=1000"])
        #expect(reactive.key(0).allSatisfy { $0.quantity == .activeImport && $0.variant == .reactive })
        #expect(!reactive.key(0).isEmpty)
    }

    @Test func wrongNumbers() throws {
        for variant in [DefectVariant.checkDigit, .unknown, .linked] {
            let run = try DefectCase(
                [DefectSpec(.wrongMPAN, .budget(mpans: 5), variant: variant)], count: 20,
                mix: ["smart-domestic+pv=1000"])
            var wrong = 0
            for position in 0..<20 {
                let site = run.plan.portfolio.site(at: position)
                let own = Set([site.mpan.number, site.export?.number].compactMap { $0 })
                for (truth, given) in zip(run.truth(position), run.delivered(position)) where truth.mpan != given.mpan {
                    wrong += 1
                    #expect(given.values == truth.values)
                    let isValid = MPANCore(body: given.mpan / 10).number == given.mpan
                    switch variant {
                    case .checkDigit: #expect(!isValid && given.mpan / 10 == truth.mpan / 10)
                    case .unknown:
                        #expect(isValid && run.plan.portfolio.position(of: MPANCore(body: given.mpan / 10)) == nil)
                    default: #expect(own.contains(given.mpan))
                    }
                }
            }
            #expect(wrong >= 5)
        }
    }

    @Test func wrongQualities() throws {
        for (mix, variant, codes) in [
            ("smart-domestic", DefectVariant.impossible, ["?255"]), ("smart-domestic", .otherSegment, ["EA1", "EA12"]),
            ("advanced-office", .otherSegment, ["E0", "E7"]),
        ] {
            let run = try DefectCase(
                [DefectSpec(.quality, .budget(mpans: 4), variant: variant)], count: 8, mix: ["\(mix)=1000"])
            var found: Set<String> = []
            for position in 0..<8 {
                for row in run.delivered(position) {
                    found.formUnion(row.qualities.map { QualityCode(index: $0).code })
                }
            }
            #expect(found.subtracting(["A"]).isSubset(of: codes) && found.count > 1, "\(found)")
        }
    }

    /// Two on one half hour: the one that stands first in the order of precedence decides it, whatever was configured.
    @Test func precedenceIsFixed() throws {
        let all = DefectScope(from: CalendarDate(iso: "2026-05-14"), days: 1)
        func specs(_ kinds: [DefectKind]) throws -> [DefectSpec] {
            try kinds.map { kind in
                var spec = DefectSpec(kind, Self.once, scope: all)
                if spec.parameters.specs.contains(where: { $0.name == "start_period" }) {
                    spec = try spec.setting("start_period", 5)
                }
                return spec
            }
        }
        let kinds: [DefectKind] = [.missing, .negative, .zero, .unit, .endStamped]
        for order in [kinds, kinds.reversed(), [.zero, .missing, .endStamped, .negative, .unit]] {
            let run = try DefectCase(
                try specs(order), count: 1, from: "2026-05-12", days: 5, mix: ["smart-domestic=1000"])
            let first = try #require(CalendarDate(iso: "2026-05-14")).dayNumber * 48 + 4
            let row = try #require(run.delivered(0).first { $0.first == first - 4 })
            #expect(row.value(at: first) == ConsumptionRow.missing)
            let key = run.key(0)
            #expect(key.count == 5)
            // Each is in the key; the negative value is hidden by the gap.
            #expect(key.first { $0.kind == .negative }?.halfHours == 0)
            let decided = key.reduce(0) { $0 + $1.halfHours }
            let covered = Set(key.flatMap { Array($0.first.index...$0.last.index) })
            #expect(decided == covered.count)
        }
        #expect(Set(DefectKind.valuePrecedence) == Set(DefectKind.allCases.filter { $0.level == .values }))
    }
}
