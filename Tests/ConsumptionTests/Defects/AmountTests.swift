import Kernel
import Market
import Testing

@testable import Consumption

/// How many are planted: budgets are exact, rates are near, and scopes leave out what they should.
@Suite struct AmountTests {
    private func mpans(_ run: DefectCase, kind: DefectKind? = nil) -> Set<MPANCore> {
        var found: Set<MPANCore> = []
        for position in 0..<run.plan.portfolio.count {
            let site = run.plan.portfolio.site(at: position)
            let days = run.dates.from.dayNumber..<(run.dates.from.dayNumber + run.dates.days)
            let halfHours = (days.lowerBound * 48 - 2)..<(days.upperBound * 48)
            for export in [false, true] {
                for one in run.plan.defects(of: site, export: export, halfHours: halfHours, days: days)
                where kind.map({ $0 == one.kind }) ?? true {
                    found.insert(one.mpan)
                }
            }
        }
        return found
    }

    @Test(arguments: [0, 3, 25])
    func aBudgetIsExact(count: Int) throws {
        for kind in DefectKind.allCases {
            let run = try DefectCase(
                [DefectSpec(kind, .budget(mpans: count))], seed: UInt64(count), count: 100, from: "2026-03-20",
                days: 230)
            let planted = mpans(run)
            #expect(planted.count == count, "\(kind)")
        }
    }

    @Test(arguments: [DayKind.utc, .local])
    func everyMPANOfABudgetIsInTheAnswerKey(kind: DayKind) throws {
        for from in ["2026-03-29", "2026-07-01", "2026-10-25"] {
            for defect in [DefectKind.missing, .negative, .stuck, .late, .wrongMPAN, .quality, .register, .spike] {
                // A number exchanged with the linked one would be counted at both.
                let variant: DefectVariant? = defect == .wrongMPAN ? .checkDigit : nil
                let run = try DefectCase(
                    [DefectSpec(defect, .budget(mpans: 13), variant: variant)], count: 60, from: from, days: 1,
                    kind: kind)
                #expect(Set(run.wholeKey.compactMap(\.mpan)).count == 13, "\(defect) from \(from)")
            }
        }
    }

    @Test func budgetsOfNarrowScopesAreExact() throws {
        let scopes: [DefectScope] = [
            DefectScope(segments: [.advanced]), DefectScope(classes: [.smartDomestic]),
            DefectScope(quantities: [.activeExport]), DefectScope(quantities: [.activeImport]),
            DefectScope(regions: [.a, .c]), DefectScope(segments: [.smart], regions: [.b, .p]),
        ]
        for scope in scopes {
            let run = try DefectCase([DefectSpec(.missing, .budget(mpans: 6), scope: scope)], count: 150)
            let planted = mpans(run)
            #expect(planted.count == 6, "\(scope)")
            for core in planted {
                let site = run.plan.portfolio.site(at: try #require(run.plan.portfolio.position(of: core)))
                #expect(scope.segments.isEmpty || scope.segments.contains(site.kind.siteClass.segment))
                #expect(scope.classes.isEmpty || scope.classes.contains(site.kind.siteClass))
                #expect(scope.regions.isEmpty || scope.regions.contains(site.region))
                if scope.quantities == [.activeExport] { #expect(core == site.export) }
                if scope.quantities == [.activeImport] { #expect(core == site.mpan) }
            }
        }
    }

    @Test func aBudgetOverListedMPANsChoosesAmongThem() throws {
        let all = try DefectCase([], count: 50)
        let listed = (0..<50).filter { $0 % 3 == 0 }.map { all.plan.portfolio.site(at: $0).mpan }
        let run = try DefectCase(
            [DefectSpec(.zero, .budget(mpans: 5), scope: DefectScope(mpans: listed))], count: 50)
        let planted = mpans(run)
        #expect(planted.count == 5)
        #expect(planted.isSubset(of: listed))
        // In a portfolio that is itself a list of MPANs.
        let list = try DefectCase([DefectSpec(.zero, .budget(mpans: 5))], count: 17, numbering: .list(listed))
        #expect(mpans(list).count == 5)
    }

    @Test func aLargerAmountHoldsASmaller() throws {
        func planted(_ amount: DefectAmount) throws -> Set<MPANCore> {
            mpans(try DefectCase([DefectSpec(.unit, amount)], count: 150))
        }
        #expect(try planted(.budget(mpans: 10)).isSubset(of: try planted(.budget(mpans: 70))))
        #expect(
            try planted(.share(perMillionMPANs: 30_000)).isStrictSubset(
                of: try planted(.share(perMillionMPANs: 300_000))))
        #expect(try planted(.rate(perMillionDays: 500)).isSubset(of: try planted(.rate(perMillionDays: 20_000))))
    }

    /// A narrower scope plants exactly what the wider one plants within it.
    @Test func scopesNest() throws {
        let wide = try DefectCase([DefectCase.often(.spike)], count: 100)
        let kinds = DefectScope(segments: [.smart], regions: [.a, .b, .c])
        var spec = DefectCase.often(.spike)
        spec.scope = kinds
        let narrow = try DefectCase([spec], count: 100)
        var inner = spec
        inner.scope.from = CalendarDate(iso: "2026-03-30")
        inner.scope.days = 3
        let inmost = try DefectCase([inner], count: 100)
        for position in 0..<100 {
            let site = wide.plan.portfolio.site(at: position)
            let within = site.kind.siteClass.segment == .smart && kinds.regions.contains(site.region)
            #expect(narrow.key(position) == (within ? wide.key(position) : []))
            let days = try #require(inner.scope.dayNumbers)
            #expect(inmost.key(position) == narrow.key(position).filter { days.contains($0.first.day.number) })
        }
    }

    @Test func ratesAreNear() throws {
        for (kind, rate) in [
            (DefectKind.spike, 20_000), (.missing, 10_000), (.late, 50_000), (.stuck, 4_000), (.quality, 7_000),
            (.shortDayGap, 300_000),
        ] {
            let run = try DefectCase(
                [DefectSpec(kind, .rate(perMillionDays: rate), scope: DefectScope(quantities: [.activeImport]))],
                seed: 99, count: 300, from: "2026-02-16", days: 64, mix: ["smart-domestic=1000"])
            let days = run.dates.from.dayNumber..<(run.dates.from.dayNumber + 64)
            var starts = 0
            for position in 0..<300 {
                let site = run.plan.portfolio.site(at: position)
                starts +=
                    run.plan.defects(
                        of: site, export: false, halfHours: (days.lowerBound * 48)..<(days.upperBound * 48), days: days
                    ).filter { days.contains($0.days.lowerBound) }.count
            }
            // A binomial count, five standard deviations either way.
            let chances = kind == .shortDayGap ? 300 : 300 * 64
            let expected = chances * rate / 1_000_000
            let slack = 5 * Int(Double(expected).squareRoot()) + 1
            #expect(abs(starts - expected) <= slack, "\(kind): \(starts) for \(expected)")
        }
    }

    @Test func geometricLengthsHaveTheirMean() {
        let philox = Philox(seed: 5)
        for mean in [1, 2, 4, 12] {
            var sum = 0
            for number in 0..<6_000 {
                let bits = philox.block(.defects, subject: 1, at: UInt32(number)).x
                sum += DefectDraw.length(bits, mean: mean, most: 2_000)
            }
            #expect(abs(sum - mean * 6_000) < 6_000 * mean / 20 + 1, "mean \(mean): \(sum)")
        }
        #expect(DefectDraw.length(0, mean: 50, most: 7) == 7)
        #expect(DefectDraw.length(.max, mean: 50, most: 7) == 1)
    }

    @Test func whatCannotBePlantedIsRefusedByName() throws {
        func refusal(_ specs: [DefectSpec]) -> String? {
            do {
                _ = try DefectCase(specs)
                return nil
            } catch { return String(describing: error) }
        }
        let cases: [([DefectSpec], String)] = [
            ([DefectSpec(.late, .rate(perMillionDays: 1_000_001))], "defects[0].rate_per_million"),
            ([DefectSpec(.late, .budget(mpans: -1))], "defects[0].budget_mpans"),
            ([DefectSpec(.stuck, .rate(perMillionDays: 100_000))], "defects[0].rate_per_million"),
            ([DefectSpec(.missing, .budget(mpans: 1_000))], "defects[0].budget_mpans"),
            ([DefectSpec(.changeOfSupplier, .rate(perMillionDays: 1))], "defects[0].per"),
            ([DefectSpec(.longDayCut, .budget(mpans: 1))], "defects[0].from"),
            ([DefectSpec(.unit, .budget(mpans: 1), variant: .crlf)], "defects[0].variant"),
            ([DefectSpec(.unit, .budget(mpans: 1), scope: DefectScope(days: 3))], "defects[0].from"),
            (
                [
                    DefectSpec(.late, .budget(mpans: 1)),
                    DefectSpec(
                        .unit, .budget(mpans: 1), scope: DefectScope(from: CalendarDate(iso: "2150-01-01"), days: 3)),
                ], "defects[1].from"
            ),
            (
                [try DefectSpec(.drift, .budget(mpans: 1)).setting("minutes_least", 200)],
                "defects[0].minutes_least"
            ),
            ([DefectSpec](repeating: DefectSpec(.unit, .budget(mpans: 0)), count: 16), "defects[15].defect"),
        ]
        for (specs, path) in cases {
            #expect(refusal(specs)?.hasPrefix(path + ": ") ?? false, "\(path): \(refusal(specs) ?? "not refused")")
        }
    }
}
