import Consumption
import Kernel
import Market

/// Totals by group: how many half hours have a value, and their sum. Adding and merging may happen in any order.
struct ExpectTotals: Sendable {
    /// Groups of one table at most: about 2 GB.
    static let groupsMax = 20_000_000

    let layout: ExpectLayout
    private var places: [ExpectLayout.Key: Int] = [:]
    private var counts: [Int] = []
    private var sums: [Int] = []
    /// 1, or one for each period where periods are told apart.
    private let width: Int
    /// The local day found last, since half hours come in order.
    private var localDay = (halfHours: 0..<0, number: 0)

    init(_ layout: ExpectLayout) {
        self.layout = layout
        width = layout.has(.period) ? 51 : 1
    }

    /// Groups, periods not counted.
    var count: Int { places.count }

    /// Adds a row's values that are there.
    /// - Parameter share: the place of the site's kind in the mix.
    mutating func add(_ row: ConsumptionRow, share: Int) {
        let fixed =
            layout.part(.mpan, Int(row.mpan)) | layout.part(.gsp, Int(row.supply.region.rawValue))
            | layout.part(row.supply.segment) | layout.part(row.supply.connection) | layout.part(share: share)
            | layout.part(row.quantity)
        var start = 0
        while start < row.values.count {
            let quality = row.quality(at: start)
            let end = self.end(ofRunAt: start, of: row, quality)
            if quality.isActual || !layout.onlyActual {
                add(row.values[start..<end], firstHalfHour: row.firstHalfHour + start, fixed | layout.part(quality))
            }
            start = end
        }
    }

    /// Where the values stop being of one day and quality, as far as the columns tell these apart.
    private mutating func end(ofRunAt start: Int, of row: ConsumptionRow, _ quality: QualityCode) -> Int {
        var end = row.values.count
        let halfHour = row.firstHalfHour + start
        if layout.has(.utcDate) || (layout.has(.period) && !layout.countsLocalPeriods) {
            end = min(end, HalfHour(index: halfHour).day.halfHours.upperBound - row.firstHalfHour)
        }
        if layout.has(.localDate) || layout.countsLocalPeriods {
            end = min(end, local(halfHour).halfHours.upperBound - row.firstHalfHour)
        }
        if row.qualities != nil, layout.has(.quality) || layout.onlyActual {
            for place in start..<end where row.quality(at: place) != quality { return place }
        }
        return end
    }

    private mutating func local(_ halfHour: Int) -> (halfHours: Range<Int>, number: Int) {
        if localDay.halfHours.contains(halfHour) { return localDay }
        let day = SettlementDay(containing: HalfHour(index: halfHour))
        localDay = (day.halfHours, day.date.dayNumber)
        return localDay
    }

    private mutating func add(
        _ values: Slice<UnsafeBufferPointer<Int32>>, firstHalfHour: Int, _ fixed: ExpectLayout.Key
    ) {
        var periods = 0
        var sum = 0
        for value in values where value != ConsumptionRow.missing {
            periods += 1
            sum += Int(value)
        }
        guard periods > 0 else { return }
        var key = fixed
        let day = HalfHour(index: firstHalfHour).day
        key |= layout.part(.utcDate, day.number)
        if layout.has(.localDate) { key |= layout.part(.localDate, local(firstHalfHour).number) }
        let place = self.place(of: key)
        guard width > 1 else {
            counts[place] += periods
            sums[place] += sum
            return
        }
        let midnight =
            layout.countsLocalPeriods ? local(firstHalfHour).halfHours.lowerBound : day.halfHours.lowerBound
        var slot = place + firstHalfHour - midnight + 1
        for value in values {
            if value != ConsumptionRow.missing {
                counts[slot] += 1
                sums[slot] += Int(value)
            }
            slot += 1
        }
    }

    private mutating func place(of key: ExpectLayout.Key) -> Int {
        if let found = places[key] { return found }
        let place = counts.count
        places[key] = place
        counts.append(contentsOf: repeatElement(0, count: width))
        sums.append(contentsOf: repeatElement(0, count: width))
        return place
    }

    /// Takes another table's totals.
    mutating func merge(_ other: ExpectTotals) {
        for (key, from) in other.places {
            let place = self.place(of: key)
            for slot in 0..<width {
                counts[place + slot] += other.counts[from + slot]
                sums[place + slot] += other.sums[from + slot]
            }
        }
    }

    /// Every group with its totals, sorted by the columns and the quantity.
    var sorted: [(key: ExpectLayout.Key, periods: Int, sum: Int)] {
        var groups: [(key: ExpectLayout.Key, periods: Int, sum: Int)] = []
        groups.reserveCapacity(places.count)
        for (key, place) in places {
            for slot in 0..<width where counts[place + slot] > 0 {
                groups.append((key | layout.part(.period, slot), counts[place + slot], sums[place + slot]))
            }
        }
        groups.sort { $0.key < $1.key }
        return groups
    }

    /// The lines of the table; with `mean`, the mean value with three decimals stands at the end.
    func lines(mean: Bool) -> String {
        var text = ""
        for group in sorted {
            text += "\(layout.text(group.key)),\(group.periods),\(group.sum)"
            if mean { text += ",\(Self.mean(group.sum, group.periods))" }
            text += "\n"
        }
        return text
    }

    /// Sum over count with three decimals, halves away from zero.
    static func mean(_ sum: Int, _ count: Int) -> String {
        let thousandths = (sum.magnitude * 1_000 * 2 + count.magnitude) / (2 * count.magnitude)
        let rest = String(thousandths % 1_000)
        return "\(sum < 0 && thousandths > 0 ? "-" : "")\(thousandths / 1_000)."
            + String(repeating: "0", count: 3 - rest.utf8.count) + rest
    }
}
