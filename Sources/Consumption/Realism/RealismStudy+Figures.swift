import Kernel
import Market

extension RealismStudy {
    /// A sample's part of its segment, kept when its block is let go.
    public struct Part: Sendable {
        let segment: MarketSegment
        let count: Int
        let sampled: Int
        let siteCounts: [Int]
        let imports: [[Int]]
    }

    /// The figures of one sample, and what its segment needs of it.
    ///
    /// - Parameters:
    ///   - block: its blocks, added in order.
    ///   - coincidence: its groups' peaks, smallest first.
    public func figures(
        _ sample: Int, _ block: RealismBlock, coincidence: [CoincidencePoint]
    ) -> (kind: KindFigures, part: Part) {
        let chosen = samples[sample]
        let part = Part(
            segment: chosen.kind.siteClass.segment, count: chosen.count, sampled: chosen.positions.count,
            siteCounts: block.siteCounts, imports: block.imports)
        let total = Self.total(calendar, [part], weights: [1])
        let ratios = total.shapes.map { WithinDay(block.ratios[StudyCalendar.bin($0.season, $0.kind)]) }
        var allRatios = RealismBlock.DayRatios()
        for ratio in block.ratios { allRatios.add(ratio) }
        let peaks = block.peaks.reduce(0, +)
        let imported = block.sites.reduce(0) { $0 + $1.imported }
        let rows = block.qualities.reduce(0, +)
        let kind = KindFigures(
            kind: chosen.kind, count: chosen.count, sampled: chosen.positions.count, total: total,
            withinDay: WithinDay(allRatios), withinDayByShape: ratios,
            peakShares: peaks > 0 ? block.peaks.map { Double($0) / Double(peaks) } : [],
            halfHours: KindFigures.halfHourShares.map { block.halfHours.quantile(perTenThousand: $0) },
            relativeHalfHours: KindFigures.halfHourShares.map { block.relative.quantile(perTenThousand: $0) / 1_000 },
            zeroShare: Double(block.halfHours.zeros) / Double(block.halfHours.total),
            halfHourDeviation: Self.deviation(block.halfHourSquares, imported, block.halfHours.total),
            relativeDays: KindFigures.halfHourShares.map {
                let day = Double(imported) / Double(block.dayEnergies.total)
                return day > 0 ? block.dayEnergies.quantile(perTenThousand: $0) / day : 0
            },
            siteDayDeviation: Self.deviation(block.daySquares, imported, block.dayEnergies.total),
            coincidence: coincidence,
            fit: CoincidenceFit(coincidence),
            autocorrelation: RealismFigures.lags.indices.map { lag in
                Spread(block.sites.compactMap { $0.correlations[lag] })
            },
            dayDeviation: Spread(block.sites.compactMap(\.dayDeviation)),
            dayStep: Spread(block.sites.compactMap(\.dayStep)), annual: annual(block),
            peak: Spread(block.sites.map { Double(2 * $0.peak) }),
            loadFactor: Spread(
                block.sites.filter { $0.peak > 0 }.map {
                    Double($0.imported) / Double(calendar.places.count) / Double($0.peak)
                }),
            export: export(block), burning: chosen.kind.siteClass.segment == .unmetered ? burning(block) : nil,
            qualities: block.qualities.enumerated().filter { $0.element > 0 }.map {
                (QualityCode(index: UInt8($0.offset)), Double($0.element) / Double(rows))
            },
            totals: MeasurementQuantity.allCases.compactMap {
                let (utc, local) = block.totals[Int($0.rawValue)]
                return utc == 0 && local == 0 && $0 != .activeImport ? nil : ($0, utc, local)
            })
        return (kind, part)
    }

    /// The whole report's figures from all samples', in their order.
    public func figures(_ made: [(kind: KindFigures, part: Part)]) -> RealismFigures {
        let parts = made.map(\.part)
        let segments = MarketSegment.allCases.filter { one in parts.contains { $0.segment == one } }
        let wanted = segments.map(Optional.some) + (segments.count > 1 ? [nil] : [])
        return RealismFigures(
            days: calendar.days, sitesPerKind: sitesPerKind, kinds: made.map(\.kind),
            segments: wanted.map { segment in
                let some = parts.filter { segment == nil || $0.segment == segment }
                return SegmentFigures(
                    segment: segment, count: some.reduce(0) { $0 + $1.count },
                    sampled: some.reduce(0) { $0 + $1.sampled },
                    total: Self.total(
                        calendar, some, weights: some.map { Double($0.count) / Double($0.sampled) }))
            }, isComplete: isComplete)
    }

    /// Sums parts, each weighed: the sites looked at stand for the others.
    private static func total(_ calendar: StudyCalendar, _ parts: [Part], weights: [Double]) -> TotalFigures {
        var bins = DayBins()
        var series = [Double](repeating: 0, count: calendar.made.count * HalfHour.perDay)
        var sites = 0.0
        for (part, weight) in zip(parts, weights) {
            bins.add(calendar, part.imports, sites: part.siteCounts, weight: weight)
            for group in part.imports {
                for place in series.indices { series[place] += weight * Double(group[place]) }
            }
            sites += weight * Double(part.sampled)
        }
        return TotalFigures(calendar, bins: bins, series: series, sites: sites)
    }

    /// Deviation over mean from a sum of squares, a sum and a count.
    private static func deviation(_ squares: Double, _ sum: Int, _ count: Int) -> Double? {
        guard sum > 0 else { return nil }
        let mean = Double(sum) / Double(count)
        return max(squares / Double(count) - mean * mean, 0).squareRoot() / mean
    }

    private func annual(_ block: RealismBlock) -> AnnualFigures? {
        let years = block.sites.map { Double($0.imported) * 365 / Double(calendar.days.count) }
        guard let spread = Spread(years) else { return nil }
        let logarithms = years.filter { $0 >= 100_000 }.map(StableMath.ln)
        let logSpread = Spread(logarithms)
        return AnnualFigures(
            wattHours: spread, belowHundred: years.count - logarithms.count, logDeviation: logSpread?.deviation,
            logDeviationOfQuartiles: logSpread.map { ($0.quantiles[4] - $0.quantiles[2]) / 1.349 })
    }

    private func burning(_ block: RealismBlock) -> BurningFigures? {
        let perYear = 365 / Double(calendar.days.count)
        let sites = block.sites.filter { $0.peak > 0 }
        guard let full = Spread(sites.map { Double($0.imported) / Double(2 * $0.peak) * perYear }),
            let lit = Spread(sites.map { Double($0.lit) / 2 * perYear })
        else { return nil }
        return BurningFigures(fullHours: full, litHours: lit)
    }

    private func export(_ block: RealismBlock) -> ExportFigures? {
        guard block.exporters > 0 else { return nil }
        let sites = Double(block.exporters)
        let kilowatts = Double(block.panelWatts) / 1_000
        let months: [ExportFigures.Month] = (1...12).compactMap { month in
            let days = calendar.days.filter { $0.date.month == month }
            guard let first = days.first else { return nil }
            let sums = block.months[month - 1]
            // A month seen in part, or in several years, is brought to its own length once.
            let length = Double(calendarLength(month, first.date.year)) / Double(days.count)
            return ExportFigures.Month(
                month: month, days: days.count, exportedPerDay: Double(sums.exported) / sites / Double(days.count),
                generatedPerDay: Double(sums.generated) / sites / Double(days.count),
                exportedShare: sums.generated > 0 ? Double(sums.exported) / Double(sums.generated) : nil,
                yield: kilowatts > 0 ? Double(sums.generated) / 1_000 / kilowatts * length : nil)
        }
        let exported = block.months.reduce(0) { $0 + $1.exported }
        let generated = block.months.reduce(0) { $0 + $1.generated }
        var bins = DayBins()
        bins.add(calendar, block.exports, sites: block.siteCounts, weight: 1)
        return ExportFigures(
            sites: block.exporters, panelWatts: Double(block.panelWatts) / sites, months: months,
            exportedShare: generated > 0 ? Double(exported) / Double(generated) : nil,
            annualYield: months.count == 12 && kilowatts > 0 ? months.reduce(0) { $0 + ($1.yield ?? 0) } : nil,
            shapes: bins.shapes)
    }

    private func calendarLength(_ month: Int, _ year: Int) -> Int { CalendarDate.length(ofMonth: month, year: year) }
}
