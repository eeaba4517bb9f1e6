import Consumption
import Kernel
import Market

/// What a page shows of a run: exact counts, and figures from a bounded sample of its sites and days.
///
/// The same request gives the same sample. Sites are taken evenly over the positions of each class, so that every region
/// and every rare class has its part.
struct ConsumptionPreview: Sendable, Hashable {
    /// Sites whose days are made.
    static let mostSites = 300
    /// Days that are made of each.
    static let mostDays = 14
    /// Sites whose traits are read for the spread of annual energy.
    static let mostAnnual = 2_000
    /// Positions looked at in search of one more site of a class, and of all of them.
    private static let (reach, mostLooks) = (8_000, 200_000)

    /// The mean day of one class, in watt-hours for each half hour that local clocks show, 48 of them; nil where the days
    /// do not have it. Empty where there is no such day.
    struct MeanDay: Sendable, Hashable {
        let kind: SiteKind
        /// Import metering points of the whole run.
        let count: Int
        /// Sites of the sample.
        let sampled: Int
        let weekday: [Int?]
        let weekend: [Int?]
        /// Exports over all days; empty without solar panels.
        let export: [Int?]
    }

    /// Local days.
    let days: ClosedRange<CalendarDate>
    /// Their half hours, as `HalfHour.index`.
    let halfHours: Range<Int>
    let sampledSites: Int
    /// Whether the sample is every site of the run.
    let isWhole: Bool
    let meanDays: [MeanDay]
    /// Watt-hours of the whole run for each of `halfHours`: exact where the sample is whole, else estimated.
    let imported: [Int]
    let exported: [Int]
    /// Sites of the sample by annual use in watt-hours, each standing for `weight` millionths of a metering point.
    let annual: [Annual]

    struct Annual: Sendable, Hashable {
        let wattHours: Int
        let weight: Int
    }

    init(_ generator: ConsumptionGenerator, from day: CalendarDate) {
        let configuration = generator.configuration
        let last = min(day.adding(days: Self.mostDays - 1), configuration.from.adding(days: configuration.days - 1))
        days = day...last
        let portfolio = generator.portfolio
        let places = Self.positions(portfolio, most: Self.mostSites)
        let worker = generator.makeWorker()
        let axis = Axis(days)
        halfHours = axis.halfHours
        var imported = [Int](repeating: 0, count: axis.slots.count)
        var exported = imported
        var means: [MeanDay] = []
        for (share, positions) in places.enumerated() where !positions.isEmpty {
            var sums = Sums(axis)
            for position in positions {
                worker.load(position: position)
                sums.add(worker, axis)
            }
            let count = portfolio.countsByShare[share]
            means.append(sums.mean(portfolio.mix[share].kind, count: count, axis))
            for place in imported.indices {
                imported[place] += Self.scaled(sums.imported[place], count, positions.count)
                exported[place] += Self.scaled(sums.exported[place], count, positions.count)
            }
        }
        meanDays = means
        self.imported = imported
        self.exported = exported
        sampledSites = places.reduce(0) { $0 + $1.count }
        isWhole = sampledSites == portfolio.count
        annual = Self.annual(portfolio, worker)
    }

    /// A sum over `sampled` sites as a sum over `count` of them, to the nearest whole.
    private static func scaled(_ sum: Int, _ count: Int, _ sampled: Int) -> Int {
        guard count != sampled else { return sum }
        // Up to 10^9 sites of up to 10^7 Wh: the product of the sum and the count may pass 63 bits, the quotient not.
        let product = sum.multipliedFullWidth(by: count)
        return sampled.dividingFullWidth(product).quotient
    }

    private static func annual(_ portfolio: Portfolio, _ worker: ConsumptionWorker) -> [Annual] {
        let places = positions(portfolio, most: mostAnnual)
        return places.enumerated().flatMap { share, positions in
            positions.map { position in
                worker.load(position: position)
                let weight = portfolio.countsByShare[share] * 1_000_000 / positions.count
                return Annual(wattHours: worker.facts.annualWattHours, weight: weight)
            }
        }
    }

    /// For each entry of the mix, positions ascending and evenly spaced: all where the run has no more than `most`.
    static func positions(_ portfolio: Portfolio, most: Int) -> [[Int]] {
        var found = [[Int]](repeating: [], count: portfolio.mix.count)
        if portfolio.count <= most {
            for position in 0..<portfolio.count { found[portfolio.site(at: position).share].append(position) }
            return found
        }
        let quotas = quotas(portfolio.countsByShare, most: most)
        var looks = mostLooks
        for (share, quota) in quotas.enumerated() where quota > 0 {
            var next = 0
            for number in 0..<quota {
                next = max(next, number * portfolio.count / quota)
                let start = next
                let end = min(next + min(reach, looks), portfolio.count)
                while next < end, portfolio.site(at: next).share != share { next += 1 }
                looks -= next - start
                guard next < end else { continue }
                found[share].append(next)
                next += 1
            }
        }
        return found
    }

    /// How many of each class: in proportion to its count, but of each at least a fair share, and no more than there are.
    private static func quotas(_ counts: [Int], most: Int) -> [Int] {
        let used = counts.filter { $0 > 0 }.count
        guard used > 0 else { return counts }
        let sum = counts.reduce(0, +)
        let least = max(most / (3 * used), 1)
        return counts.map { count in
            // At most 10^9 sites times a few thousand.
            min(count, least + max(most - least * used, 0) * count / sum)
        }
    }
}

/// The half hours of the local days of a preview, each with its place on the clock, and the UTC days that hold them.
private struct Axis {
    struct Slot {
        /// Half hours since local midnight as clocks show them, 0 to 47.
        let clock: Int
        let isWeekend: Bool
    }

    /// A UTC day and the places of `slots` that its places go to.
    struct Piece {
        let day: UTCDay
        let places: Range<Int>
        let start: Int
    }

    let halfHours: Range<Int>
    let slots: [Slot]
    let pieces: [Piece]

    init(_ days: ClosedRange<CalendarDate>) {
        let halfHours =
            SettlementDay(days.lowerBound).halfHours.lowerBound..<SettlementDay(days.upperBound).halfHours.upperBound
        self.halfHours = halfHours
        slots = halfHours.map { index in
            let local = HalfHour(index: index).local
            return Slot(clock: local.minutes / 30, isWeekend: local.day.date.weekday.isWeekend)
        }
        let (first, last) = (HalfHour(index: halfHours.lowerBound).day, HalfHour(index: halfHours.upperBound - 1).day)
        pieces = (first.number...last.number).map { number in
            let day = UTCDay(number: number)
            let covered = day.halfHours.clamped(to: halfHours)
            let start = day.halfHours.lowerBound
            return Piece(
                day: day, places: covered.lowerBound - start..<covered.upperBound - start,
                start: covered.lowerBound - halfHours.lowerBound)
        }
    }
}

/// Sums over the sites of one class.
private struct Sums {
    var sites = 0
    var imported: [Int]
    var exported: [Int]

    init(_ axis: Axis) {
        imported = [Int](repeating: 0, count: axis.slots.count)
        exported = imported
    }

    /// Makes and adds the days of the worker's loaded site.
    mutating func add(_ worker: ConsumptionWorker, _ axis: Axis) {
        sites += 1
        let hasExport = worker.site.export != nil
        for piece in axis.pieces {
            let made = worker.make(piece.day)
            var at = piece.start
            for place in piece.places {
                imported[at] += Int(made.activeImport[place])
                if hasExport { exported[at] += Int(made.activeExport[place]) }
                at += 1
            }
        }
    }

    func mean(_ kind: SiteKind, count: Int, _ axis: Axis) -> ConsumptionPreview.MeanDay {
        ConsumptionPreview.MeanDay(
            kind: kind, count: count, sampled: sites, weekday: mean(imported, axis) { !$0.isWeekend },
            weekend: mean(imported, axis) { $0.isWeekend },
            export: kind.addOns.contains(.solar) ? mean(exported, axis) { _ in true } : [])
    }

    /// The mean of a site's half hour by local clock over the slots that are wanted.
    private func mean(_ sums: [Int], _ axis: Axis, of wanted: (Axis.Slot) -> Bool) -> [Int?] {
        var totals = [Int](repeating: 0, count: HalfHour.perDay)
        var seen = totals
        for (place, slot) in axis.slots.enumerated() where wanted(slot) {
            totals[slot.clock] += sums[place]
            seen[slot.clock] += sites
        }
        guard seen.contains(where: { $0 > 0 }) else { return [] }
        return zip(totals, seen).map { $1 > 0 ? ($0 + $1 / 2) / $1 : nil }
    }
}
