import Kernel
import Market

/// The true values of one site at any half hour, kept for the days asked for last.
///
/// Defects that move values in time or take them from another register look them up here, so that the rows' own maker
/// is never disturbed.
final class TrueSeries {
    private static let pages = 16
    private static let rowCount = 4 * HalfHour.perDay
    private let worker: ConsumptionWorker
    private var site: Site?
    private var days = [Int](repeating: .min, count: pages)
    private var values = [Int32](repeating: 0, count: pages * rowCount)
    private let firstDay = ConsumptionConfiguration.dates.lowerBound.dayNumber

    init(_ worker: ConsumptionWorker) { self.worker = worker }

    /// Makes ready to be asked about a site.
    func load(_ site: Site) {
        if self.site == site { return }
        self.site = site
        worker.load(site)
        for place in days.indices { days[place] = .min }
    }

    /// The true value of a half hour; before the first day that can be made, that of the first day.
    func value(_ quantity: MeasurementQuantity, _ halfHour: Int) -> Int32 {
        let day = halfHour.flooredQuotient(by: HalfHour.perDay)
        return page(max(day, firstDay), quantity)[halfHour - day * HalfHour.perDay]
    }

    /// The sum of the seven UTC days before a day.
    func weekBefore(_ day: Int, _ quantity: MeasurementQuantity) -> Int {
        var sum = 0
        for day in (day - 7)..<day { for value in page(max(day, firstDay), quantity) { sum += Int(max(value, 0)) } }
        return sum
    }

    /// One day of one quantity.
    func page(_ day: Int, _ quantity: MeasurementQuantity) -> ArraySliceOfDay {
        let slot = day & (Self.pages - 1)
        if days[slot] != day {
            let made = worker.make(UTCDay(number: day))
            for quantity in MeasurementQuantity.allCases {
                let row = made.row(quantity)
                let start = slot * Self.rowCount + Int(quantity.rawValue) * HalfHour.perDay
                for place in 0..<HalfHour.perDay { values[start + place] = row[place] }
            }
            days[slot] = day
        }
        let start = slot * Self.rowCount + Int(quantity.rawValue) * HalfHour.perDay
        return ArraySliceOfDay(values: values[start..<(start + HalfHour.perDay)])
    }
}

/// Forty-eight values counted from 0.
struct ArraySliceOfDay: Sequence {
    let values: ArraySlice<Int32>

    subscript(place: Int) -> Int32 { values[values.startIndex + place] }

    func makeIterator() -> ArraySlice<Int32>.Iterator { values.makeIterator() }
}

/// The shape that estimates follow: the sum of the true days of sites that stand for a kind of site in a region.
///
/// These are sites of their own at invented numbers, so the shape depends on nothing of the portfolio; it is not the
/// load shape that the whole population gives.
final class LoadShapes {
    /// How many sites stand for a kind.
    static let references = 24
    /// Bodies of the invented distributor that no portfolio uses.
    private static let firstBody: UInt64 = 999_999_000_000
    /// Days kept: some fifteen megabytes, which hold a year of a region's kinds.
    private static let most = 32_768

    private struct Key: Hashable {
        var kind: SiteKind
        var region: GSPGroup
        var day: Int
        var quantity: MeasurementQuantity
    }

    private let worker: ConsumptionWorker
    private var shapes: [Key: [Int]] = [:]
    private let firstDay = ConsumptionConfiguration.dates.lowerBound.dayNumber

    init(_ worker: ConsumptionWorker) { self.worker = worker }

    /// The 48 sums of a day.
    func shape(_ site: Site, day: Int, _ quantity: MeasurementQuantity) -> [Int] {
        let day = max(day, firstDay)
        let key = Key(kind: site.kind, region: site.region, day: day, quantity: quantity)
        if let found = shapes[key] { return found }
        if shapes.count >= Self.most { shapes.removeAll(keepingCapacity: true) }
        var sums = [Int](repeating: 0, count: HalfHour.perDay)
        for number in 0..<Self.references {
            var reference = site
            reference.mpan = MPANCore(body: Self.firstBody + UInt64(number))
            worker.load(reference)
            let row = worker.make(UTCDay(number: day)).row(quantity)
            for place in 0..<HalfHour.perDay { sums[place] += Int(row[place]) }
        }
        shapes[key] = sums
        return sums
    }

    /// The sum of the seven UTC days before a day.
    func weekBefore(_ site: Site, day: Int, _ quantity: MeasurementQuantity) -> Int {
        ((day - 7)..<day).reduce(0) { $0 + shape(site, day: $1, quantity).reduce(0, +) }
    }
}
