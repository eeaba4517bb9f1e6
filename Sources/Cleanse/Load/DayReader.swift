import Kernel

/// How a sender writes days.
public enum DateDialect: String, CaseIterable, Sendable, Codable {
    /// `2026-07-01`, or an instant with its offset, `2026-07-01T00:00:00+01:00`.
    case iso
    /// `20260701`.
    case compact = "yyyymmdd"
    /// `01/07/2026`.
    case slashed = "dd/mm/yyyy"
}

/// Whose midnight begins a sender's day.
public enum DayClock: String, CaseIterable, Sendable, Codable {
    /// Legacy settlement days: local clock time of Great Britain.
    case local
    /// Days of universal time.
    case universal = "utc"
}

/// Reads days out of bytes: which dialects are accepted is the sender's, and an impossible day is none.
///
/// Years 1900 to 9999; `Day` says how days far off are held. An instant with an offset is taken to the day of the clock.
public struct DayReader: Hashable, Sendable {
    /// nil accepts ISO and compact.
    public let dialect: DateDialect?
    public let clock: DayClock

    public init(dialect: DateDialect? = nil, clock: DayClock = .local) {
        self.dialect = dialect
        self.clock = clock
    }

    /// Packs a day; nil for anything that is not one day in an accepted dialect. No spaces around it.
    public func packed(_ bytes: UnsafeRawBufferPointer) -> UInt16? {
        switch bytes.count {
        case 8 where dialect == nil || dialect == .compact:
            return Self.civil(
                Self.number(bytes, 0, 4), Self.number(bytes, 4, 2), Self.number(bytes, 6, 2)
            ).map(Day.packed(dayNumber:))
        case 10 where dialect == .slashed:
            guard bytes[2] == 0x2F, bytes[5] == 0x2F else { return nil }
            return Self.civil(
                Self.number(bytes, 6, 4), Self.number(bytes, 3, 2), Self.number(bytes, 0, 2)
            ).map(Day.packed(dayNumber:))
        case 10 where dialect == nil || dialect == .iso:
            return Self.isoDay(bytes).map(Day.packed(dayNumber:))
        case 20 where dialect == nil || dialect == .iso, 25 where dialect == nil || dialect == .iso:
            return dayOfInstant(bytes).map(Day.packed(dayNumber:))
        default: return nil
        }
    }

    /// Days since 1970-01-01 of `yyyy-mm-dd`, the first ten bytes.
    private static func isoDay(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
        return civil(number(bytes, 0, 4), number(bytes, 5, 2), number(bytes, 8, 2))
    }

    private func dayOfInstant(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard let day = Self.isoDay(bytes), bytes[10] == 0x54, bytes[13] == 0x3A, bytes[16] == 0x3A else { return nil }
        let hour = Self.number(bytes, 11, 2)
        let minute = Self.number(bytes, 14, 2)
        let second = Self.number(bytes, 17, 2)
        guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second) else { return nil }
        var offset = 0
        if bytes.count == 20 {
            guard bytes[19] == 0x5A else { return nil }
        } else {
            let hours = Self.number(bytes, 20, 2)
            let minutes = Self.number(bytes, 23, 2)
            guard bytes[19] == 0x2B || bytes[19] == 0x2D, bytes[22] == 0x3A, (0...14).contains(hours),
                (0...59).contains(minutes)
            else { return nil }
            offset = (hours * 3_600 + minutes * 60) * (bytes[19] == 0x2B ? 1 : -1)
        }
        var moment = day * 86_400 + hour * 3_600 + minute * 60 + second - offset
        if clock == .local, Self.isSummer(moment) { moment += 3_600 }
        return moment >= 0 ? moment / 86_400 : -((86_399 - moment) / 86_400)
    }

    /// True while clocks are an hour ahead: from 01:00 on the last Sunday of March to 01:00 on that of October, in
    /// universal time.
    private static func isSummer(_ moment: Int) -> Bool {
        let day = moment >= 0 ? moment / 86_400 : -((86_399 - moment) / 86_400)
        let year = CalendarDate(dayNumber: day).year
        func change(_ month: Int) -> Int {
            guard let last = civil(year, month, 31) else { return .max }
            // 1970-01-01 was a Thursday; Sunday is 0.
            let weekday = ((last + 4) % 7 + 7) % 7
            return (last - weekday) * 86_400 + 3_600
        }
        return change(3) <= moment && moment < change(10)
    }

    /// A number of so many digits; -1 where there is another byte.
    private static func number(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ count: Int) -> Int {
        var value = 0
        for place in start..<start + count {
            let digit = Int(bytes[place]) - 0x30
            guard digit >= 0, digit < 10 else { return -1 }
            value = value * 10 + digit
        }
        return value
    }

    /// Days since 1970-01-01; nil where there is no such day.
    static func civil(_ year: Int, _ month: Int, _ day: Int) -> Int? {
        guard (1_900...9_999).contains(year), (1...12).contains(month), day >= 1,
            day <= CalendarDate.length(ofMonth: month, year: year)
        else { return nil }
        // Years begin in March, so that the leap day is the last of its year.
        let marchYear = month <= 2 ? year - 1 : year
        let era = marchYear / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
