import Kernel
import Market

/// Makes the days of one site after another and measures them, in memory of its own.
final class SitePass {
    private let calendar: StudyCalendar
    private let imported: UnsafeMutableBufferPointer<Int32>
    private let ratios: UnsafeMutableBufferPointer<Int32>
    private let deviations: UnsafeMutableBufferPointer<Double>
    private let dayEnergies: UnsafeMutableBufferPointer<Int>
    /// A day's half hours in order of size.
    private let ordered: UnsafeMutableBufferPointer<Int32>

    init(_ calendar: StudyCalendar) {
        self.calendar = calendar
        let count = calendar.made.count * HalfHour.perDay
        imported = .allocate(capacity: count)
        imported.initialize(repeating: 0)
        ratios = .allocate(capacity: calendar.places.count)
        ratios.initialize(repeating: 0)
        deviations = .allocate(capacity: calendar.places.count)
        deviations.initialize(repeating: 0)
        dayEnergies = .allocate(capacity: calendar.days.count)
        dayEnergies.initialize(repeating: 0)
        ordered = .allocate(capacity: 50)
        ordered.initialize(repeating: 0)
    }

    deinit {
        imported.deallocate()
        ratios.deallocate()
        deviations.deallocate()
        dayEnergies.deallocate()
        ordered.deallocate()
    }

    /// Makes and measures the worker's loaded site.
    func measure(_ worker: ConsumptionWorker, keepsSeries: Bool, into block: inout RealismBlock) {
        let group = worker.site.region.isScottish ? 1 : 0
        block.siteCounts[group] += 1
        block.qualities[Int(worker.quality.index)] += calendar.days.count * worker.quantities.count
        make(worker, group: group, into: &block)
        let series = UnsafeBufferPointer(rebasing: imported[calendar.places])
        let isScottish = group == 1
        var total = 0
        var peak = 0
        for (number, day) in calendar.days.enumerated() {
            let values = UnsafeBufferPointer(rebasing: imported[day.start..<day.start + day.periods])
            let bin = StudyCalendar.bin(day.season, isScottish ? day.kinds.scotland : day.kinds.england)
            let measured = measure(day: values, ratios: &block.ratios[bin], peaks: &block.peaks)
            dayEnergies[number] = measured.energy
            total += measured.energy
            peak = max(peak, measured.peak)
            block.months[day.date.month - 1].imported += measured.energy
            block.dayEnergies.add(measured.energy)
            block.daySquares += Double(measured.energy) * Double(measured.energy)
        }
        let zerosBefore = block.halfHours.zeros
        block.halfHours.add(series)
        if total > 0 { addRelative(series, total: total, to: &block.relative) }
        let mean = Double(total) / Double(series.count)
        for place in series.indices { deviations[place] = Double(series[place]) - mean }
        block.halfHourSquares += Self.product(UnsafeBufferPointer(deviations), lag: 0)
        block.halfHourSquares += mean * mean * Double(series.count)
        let days = Self.dayToDay(dayEnergies, total: total)
        block.sites.append(
            SiteMeasure(
                imported: total, peak: peak, correlations: Self.correlations(UnsafeBufferPointer(deviations)),
                dayDeviation: days?.deviation, dayStep: days?.step,
                lit: series.count - (block.halfHours.zeros - zerosBefore)))
        if keepsSeries { block.pool.append(Array(series.prefix(RealismStudy.poolPlaces))) }
    }

    /// Makes the days: keeps the import, and adds up what is only added up.
    private func make(_ worker: ConsumptionWorker, group: Int, into block: inout RealismBlock) {
        let quantities = worker.quantities + (worker.site.export == nil ? [] : [.activeExport])
        let exports = worker.site.export != nil
        if exports {
            block.exporters += 1
            block.panelWatts += worker.facts.panelWatts
            if block.exports[group].isEmpty {
                block.exports[group] = [Int](repeating: 0, count: imported.count)
            }
        }
        for (number, day) in calendar.made.enumerated() {
            let made = worker.make(UTCDay(number: day))
            let at = number * HalfHour.perDay
            for place in 0..<48 { imported[at + place] = made.activeImport[place] }
            let local = calendar.places.clamped(to: at..<at + 48)
            let isDate = calendar.utcDates.contains(day)
            for quantity in quantities {
                let row = made.row(quantity)
                let place = Int(quantity.rawValue)
                if isDate { block.totals[place].utc += Self.sum(row, 0..<48) }
                block.totals[place].local += Self.sum(row, local.lowerBound - at..<local.upperBound - at)
            }
            block.imports[group].withUnsafeMutableBufferPointer { sums in
                for place in 0..<48 { sums[at + place] &+= Int(made.activeImport[place]) }
            }
            guard exports else { continue }
            addExport(made, at: at, local: local, group: group, into: &block)
        }
    }

    private func addExport(
        _ made: DayScratch, at: Int, local: Range<Int>, group: Int, into block: inout RealismBlock
    ) {
        for place in 0..<48 { block.exports[group][at + place] += Int(made.activeExport[place]) }
        guard !local.isEmpty else { return }
        // A UTC day has halves of at most two local days, and they may be of two months.
        let (first, last) = (calendar.local(at: local.lowerBound).day, calendar.local(at: local.upperBound - 1).day)
        let cut = first.date == last.date ? local.upperBound : last.start
        for (month, part) in [(first.date.month, local.lowerBound..<cut), (last.date.month, cut..<local.upperBound)]
        where !part.isEmpty {
            let within = part.lowerBound - at..<part.upperBound - at
            block.months[month - 1].exported += Self.sum(made.activeExport, within)
            block.months[month - 1].generated += Self.sum(made.generation, within)
        }
    }

    private static func sum(_ row: UnsafeMutablePointer<Int32>, _ places: Range<Int>) -> Int {
        var sum = 0
        for place in places { sum &+= Int(row[place]) }
        return sum
    }

    /// One day's energy and greatest half hour; its ratios and the time of its peak where it used anything.
    private func measure(
        day: UnsafeBufferPointer<Int32>, ratios: inout RealismBlock.DayRatios, peaks: inout [Int]
    ) -> (energy: Int, peak: Int) {
        var energy = 0
        var most = Int32.min
        var least = Int32.max
        var at = 0
        for place in day.indices {
            let value = day[place]
            energy &+= Int(value)
            if value > most { (most, at) = (value, place) }
            least = min(least, value)
        }
        guard energy > 0 else { return (energy, Int(max(most, 0))) }
        let mean = Double(energy) / Double(day.count)
        var squares = 0.0
        for value in day { squares += (Double(value) - mean) * (Double(value) - mean) }
        ratios.days += 1
        ratios.most += Double(most) / mean
        ratios.least += Double(least) / mean
        ratios.deviation += (squares / Double(day.count)).squareRoot() / mean
        ratios.median += median(day) / mean
        peaks[StudyDay.clock(at, periods: day.count)] += 1
        return (energy, Int(most))
    }

    /// The middle of a day's half hours, which are always even in number. Sorted by insertion: fifty at most.
    private func median(_ day: UnsafeBufferPointer<Int32>) -> Double {
        for place in day.indices {
            let value = day[place]
            var at = place
            while at > 0, ordered[at - 1] > value {
                ordered[at] = ordered[at - 1]
                at -= 1
            }
            ordered[at] = value
        }
        let middle = day.count / 2
        return (Double(ordered[middle - 1]) + Double(ordered[middle])) / 2
    }

    private func addRelative(_ series: UnsafeBufferPointer<Int32>, total: Int, to histogram: inout ValueHistogram) {
        let factor = 1_000 * Double(series.count) / Double(total)
        for place in series.indices {
            ratios[place] = Int32(truncatingIfNeeded: Int(min(Double(series[place]) * factor + 0.5, 2_147_483_000)))
        }
        histogram.add(UnsafeBufferPointer(ratios))
    }

    private static func dayToDay(
        _ days: UnsafeMutableBufferPointer<Int>, total: Int
    ) -> (deviation: Double, step: Double)? {
        guard days.count >= 2, total > 0 else { return nil }
        let mean = Double(total) / Double(days.count)
        var squares = 0.0
        var steps = 0
        for (number, day) in days.enumerated() {
            squares += (Double(day) - mean) * (Double(day) - mean)
            if number > 0 { steps += abs(day - days[number - 1]) }
        }
        return ((squares / Double(days.count)).squareRoot() / mean, Double(steps) / Double(days.count - 1) / mean)
    }

    /// The series' own autocorrelation: products of deviations from the whole mean, over their squares.
    private static func correlations(_ deviations: UnsafeBufferPointer<Double>) -> [Double?] {
        let squares = product(deviations, lag: 0)
        return RealismFigures.lags.map { lag in
            guard squares > 0, deviations.count >= 2 * lag + 2 else { return nil }
            return product(deviations, lag: lag) / squares
        }
    }

    /// The sum of products of values a lag apart, in four running sums: the order, and so the last bit, is fixed.
    private static func product(_ values: UnsafeBufferPointer<Double>, lag: Int) -> Double {
        guard let start = values.baseAddress, values.count > lag else { return 0 }
        let raw = UnsafeRawPointer(start)
        var sums = SIMD4<Double>.zero
        let count = values.count - lag
        var place = 0
        while place + 4 <= count {
            let here = raw.loadUnaligned(fromByteOffset: place * 8, as: SIMD4<Double>.self)
            let later = raw.loadUnaligned(fromByteOffset: (place + lag) * 8, as: SIMD4<Double>.self)
            sums += here * later
            place += 4
        }
        var sum = (sums.x + sums.y) + (sums.z + sums.w)
        while place < count {
            sum += values[place] * values[place + lag]
            place += 1
        }
        return sum
    }
}
