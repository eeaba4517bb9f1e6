public import Kernel
import Market

/// When a traditional meter is read: each month, quarter or year, on the site's own day.
public struct ReadSchedule: Sendable, Hashable {
    public enum Frequency: Int, Sendable, Hashable {
        case monthly = 1
        case quarterly = 3
        case yearly = 12
    }

    public var frequency: Frequency
    /// 1 to 28.
    public var dayOfMonth: Int
    /// The first month of the year in which it is read, 1 to 12 (1 to 3 where quarterly).
    public var firstMonth: Int

    public init(frequency: Frequency, dayOfMonth: Int, firstMonth: Int) {
        self.frequency = frequency
        self.dayOfMonth = dayOfMonth
        self.firstMonth = firstMonth
    }

    init(subject: UInt64, philox: Philox, settings: MeterSettings) {
        let draw = philox.block(.meter, subject: subject, at: 2)
        let place = FixedPoint.below(1_000, draw.x)
        frequency =
            place < settings.monthlyPerMille
            ? .monthly : place < settings.monthlyPerMille + settings.quarterlyPerMille ? .quarterly : .yearly
        dayOfMonth = 1 + FixedPoint.below(28, draw.y)
        firstMonth = 1 + FixedPoint.below(frequency.rawValue, draw.z)
    }

    /// The read dates about a local date: the last one at or before it and the first after it.
    public func period(containing date: CalendarDate) -> (from: CalendarDate, to: CalendarDate) {
        // Months since the schedule's first month of the year 0, of which every nth has a read.
        let month = date.calendarMonth
        let number = month.year * 12 + month.month - firstMonth
        let step = frequency.rawValue
        let back = number % step
        let at = day(in: month.adding(months: -back))
        if date >= at { return (at, day(in: month.adding(months: step - back))) }
        return (day(in: month.adding(months: -back - step)), at)
    }

    /// Every read date within two dates, both included.
    public func dates(from first: CalendarDate, to last: CalendarDate) -> [CalendarDate] {
        var dates: [CalendarDate] = []
        var date = period(containing: first.adding(days: -1)).to
        while date <= last {
            dates.append(date)
            let next = period(containing: date).to
            guard next > date else { break }
            date = next
        }
        return dates
    }

    private func day(in month: CalendarMonth) -> CalendarDate { month.first.adding(days: dayOfMonth - 1) }
}

extension ConsumptionGenerator {
    /// When a traditional site's meter is read; nil for other classes, whose values are read half-hourly.
    public func readSchedule(of site: Site, settings: MeterSettings = MeterSettings()) -> ReadSchedule? {
        guard site.kind.siteClass == .traditional else { return nil }
        return ReadSchedule(subject: site.mpan.body, philox: philox, settings: settings)
    }

    /// How the read of a date came about.
    public func readingType(
        of site: Site, at date: CalendarDate, settings: MeterSettings = MeterSettings()
    ) -> ReadingType {
        // Places 0 to 3 are the meter's own; dates come after.
        let place = UInt32(truncatingIfNeeded: date.dayNumber + 100_000)
        let draw = philox.block(.meter, subject: site.mpan.body, at: place)
        return FixedPoint.happens(draw.x, perMillion: settings.customerReadPerMille * 1_000) ? .customer : .routine
    }
}
