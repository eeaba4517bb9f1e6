public import Kernel
public import Market

/// What every site of a region shares on one UTC day: the clock, the calendar, the weather and the sky.
///
/// Half hours of the day are places 0 ..< 48; places from -8 to 55 may be asked for, since a site may live a little
/// before or after the clock, and evenings run past midnight.
public struct RegionDay: Sendable {
    /// Places that can be asked for.
    public static let places = -8..<56

    public let region: GSPGroup
    public let day: UTCDay
    /// The local dates before, on and after this day.
    public let localDays: (before: LocalDay, on: LocalDay, after: LocalDay)
    /// Half hours by which clocks are ahead of UTC before `clockChange` and from it on: 0 or 2.
    public let clockOffsets: (before: Int, after: Int)
    /// The place at which clocks change; 64 on a day without a change.
    public let clockChange: Int
    /// Mean temperature of the days before, on and after, in hundredths of a degree Celsius.
    public let temperatures: (before: Int, on: Int, after: Int)
    /// When the sun rises and sets at the region's middle, in minutes of this UTC day.
    public let sunrise: Int
    public let sunset: Int
    /// Clearness of the sky, in thousandths: 0 is darkest cloud, 1,000 is clear. One a place, from place -8.
    public let clearness: InlineArray<64, Int16>

    /// - Parameters:
    ///   - weather: nil for the temperature that the season alone would give, under an even sky.
    ///   - warmer: hundredths of a degree added to the season's temperature where there is no weather.
    public init(region: GSPGroup, day: UTCDay, weather: Weather?, warmer: Int = 0) {
        self.region = region
        self.day = day
        let date = day.date
        localDays = (
            LocalDay(date.adding(days: -1), region: region), LocalDay(date, region: region),
            LocalDay(date.adding(days: 1), region: region)
        )
        let first = SettlementDay.clockOffset(at: day.firstHalfHour)
        let last = SettlementDay.clockOffset(at: day.firstHalfHour.advanced(by: 47))
        clockOffsets = (first, last)
        // Clocks change at 01:00 UTC, the third half hour of the day.
        clockChange = first == last ? 64 : 2
        func temperature(_ number: Int) -> Int {
            let day = UTCDay(number: number)
            return weather?.meanTemperature(region, day) ?? Weather.climate(region, day) + warmer
        }
        temperatures = (temperature(day.number - 1), temperature(day.number), temperature(day.number + 1))
        let sun = Sun.riseAndSet(
            day: day, latitudeArcminutes: region.latitudeArcminutes, longitudeArcminutes: region.longitudeArcminutes)
        sunrise = sun.rise
        sunset = sun.set
        clearness = weather?.clearness(region, day) ?? InlineArray(repeating: 600)
    }

    /// Half hours by which clocks are ahead at a place.
    @inlinable
    public func clockOffset(at place: Int) -> Int { place < clockChange ? clockOffsets.before : clockOffsets.after }

    /// The local day and the half hour of it by the clock (0 to 47) at a place.
    public func local(at place: Int) -> (day: LocalDay, halfHour: Int) {
        let clock = place + clockOffset(at: place)
        if clock < 0 { return (localDays.before, clock + 48) }
        if clock >= 48 { return (localDays.after, clock - 48) }
        return (localDays.on, clock)
    }

    /// The temperature at a place, in hundredths of a degree: the daily means joined by straight lines, with a daily
    /// swing of 3 degrees either way that is lowest at 05:00 and highest at 15:00 UTC.
    public func temperature(at place: Int) -> Int {
        let fromNoon = place - 24
        let mean =
            fromNoon < 0
            ? temperatures.on + (temperatures.before - temperatures.on) * -fromNoon / 48
            : temperatures.on + (temperatures.after - temperatures.on) * fromNoon / 48
        // A full turn of the table a day; its highest place, a quarter turn, falls on 15:00 (place 30).
        let turn = ((place - 30) * 4_096 / 48 + 1_024) & 4_095
        return mean + 300 * Int(Tables.sine[turn]) / 32_768
    }

    /// How dark it is at the middle of a place's half hour, in thousandths: 0 an hour or more before sunset, 1,000 half
    /// an hour or more after, and the same about sunrise.
    public func darkness(at place: Int) -> Int {
        let minute = place * 30 + 15
        let toDusk = minute - (sunset - 60)
        let toDawn = (sunrise + 60) - minute
        return min(max(max(toDusk, toDawn), 0) * 1_000 / 90, 1_000)
    }
}

/// One local date as consumption sees it.
public struct LocalDay: Sendable, Hashable {
    /// Bank holidays are lived as Sundays.
    public enum Kind: Int, Sendable, Hashable { case weekday, saturday, sunday }

    public let date: CalendarDate
    public let kind: Kind
    public let isBankHoliday: Bool
    /// 0 on 1 January.
    public let dayOfYear: Int

    public init(_ date: CalendarDate, region: GSPGroup) {
        self.date = date
        isBankHoliday =
            region.isScottish
            ? WorkingDayCalendar.scotland.isBankHoliday(date)
            : WorkingDayCalendar.englandAndWales.isBankHoliday(date)
        let weekday = date.weekday
        kind = isBankHoliday || weekday == .sunday ? .sunday : weekday == .saturday ? .saturday : .weekday
        let month = date.month
        let beforeMonth = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334][month - 1]
        dayOfYear = beforeMonth + date.day - 1 + (month > 2 && CalendarDate.isLeap(date.year) ? 1 : 0)
    }
}
