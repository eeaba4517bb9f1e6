import Kernel

extension HalfHour {
    /// Reads the beginning of a half hour as ISO 8601 prints it: `2026-01-15T17:30:00Z`.
    ///
    /// Seconds may be left out. The offset from UTC may be `Z` or `+hh:mm` or `-hh:mm`; it may not be left out, since
    /// the hour after clocks go back would then be two hours. Range: the dates of `CalendarDate`.
    public init(reading printed: some StringProtocol) throws(TimestampError) {
        var scan = TimestampScan(printed)
        guard let stamp = scan.stamp() else { throw .malformed(String(printed)) }
        guard let date = CalendarDate(year: stamp.year, month: stamp.month, day: stamp.day) else {
            throw .noSuchDay(String(printed))
        }
        guard stamp.hour < 24, stamp.minute < 60, stamp.second < 60 else { throw .noSuchTime(String(printed)) }
        guard let offset = stamp.offset else { throw .noOffset(String(printed)) }
        let minutes = date.dayNumber * 1_440 + stamp.hour * 60 + stamp.minute - offset
        let holding = HalfHour(index: minutes.flooredQuotient(by: 30))
        guard (CalendarDate.earliest.dayNumber...CalendarDate.latest.dayNumber).contains(holding.day.number) else {
            throw .noSuchDay(String(printed))
        }
        guard minutes == holding.index * 30, stamp.second == 0, !stamp.hasFraction else {
            throw .withinHalfHour(String(printed), holding)
        }
        self = holding
    }

    /// When it begins by local clocks.
    public var local: LocalHalfHour { LocalHalfHour(self) }
}

/// A half hour as clocks in Great Britain show it.
public struct LocalHalfHour: Hashable, Sendable, CustomStringConvertible {
    public let halfHour: HalfHour
    public let day: SettlementDay
    /// 1 to 50.
    public let period: Int
    /// Whether clocks stand an hour ahead of UTC.
    public let isSummerTime: Bool

    public init(_ halfHour: HalfHour) {
        self.halfHour = halfHour
        (day, period) = SettlementDay.containing(halfHour)
        isSummerTime = SettlementDay.clockOffset(at: halfHour) != 0
    }

    /// Minutes since midnight that clocks show when it begins, 0 to 1,410.
    ///
    /// On the long day 60 and 90 occur twice; on the short day they do not occur.
    public var minutes: Int {
        (halfHour.index + (isSummerTime ? 2 : 0) - UTCDay(day.date).firstHalfHour.index) * 30
    }

    /// `01:30`.
    public var clock: String {
        let (hour, minute) = (minutes / 60, minutes % 60)
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }

    /// ISO 8601 with the offset from UTC: `2026-07-01T01:30:00+01:00`.
    public var iso: String { "\(day.date.iso)T\(clock):00\(isSummerTime ? "+01:00" : "+00:00")" }

    /// `2026-07-01 01:30 BST, period 4`.
    public var description: String {
        "\(day.date.iso) \(clock) \(isSummerTime ? "BST" : "GMT"), period \(period)"
    }
}

/// Why a text names no half hour.
public enum TimestampError: Error, Hashable, Sendable, CustomStringConvertible {
    case malformed(String)
    case noSuchDay(String)
    case noSuchTime(String)
    case noOffset(String)
    /// The instant lies inside this half hour, not at its beginning.
    case withinHalfHour(String, HalfHour)

    public var description: String {
        switch self {
        case .malformed(let printed):
            "\(quoted(printed)) is no time stamp; one is written like 2026-01-15T17:30:00Z"
        case .noSuchDay(let printed):
            "\(quoted(printed)) names a day that is not in the calendar of 1900 to 2199"
        case .noSuchTime(let printed):
            "\(quoted(printed)) names a time that no clock shows; hours end at 23, minutes and seconds at 59"
        case .noOffset(let printed):
            "\(quoted(printed)) does not say how far from UTC its clock is; end it with Z, +00:00 or +01:00"
        case .withinHalfHour(let printed, let halfHour):
            "\(quoted(printed)) is no beginning of a half hour; the one that holds it begins at \(halfHour)"
        }
    }
}

/// Reads the parts of a time stamp byte by byte, without judging their values.
private struct TimestampScan {
    struct Stamp {
        var year = 0, month = 0, day = 0
        var hour = 0, minute = 0, second = 0
        /// Whether there is a part of a second other than zero.
        var hasFraction = false
        /// Minutes ahead of UTC; nil where the text does not say.
        var offset: Int?
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ printed: some StringProtocol) { bytes = Array(printed.utf8) }

    mutating func stamp() -> Stamp? {
        var stamp = Stamp()
        guard let year = digits(4), take("-"), let month = digits(2), take("-"), let day = digits(2), take("T"),
            let hour = digits(2), take(":"), let minute = digits(2)
        else { return nil }
        (stamp.year, stamp.month, stamp.day, stamp.hour, stamp.minute) = (year, month, day, hour, minute)
        if take(":") {
            guard let second = digits(2) else { return nil }
            stamp.second = second
            if take(".") {
                guard let hasFraction = fraction() else { return nil }
                stamp.hasFraction = hasFraction
            }
        }
        if position == bytes.count { return stamp }
        guard let offset = offset(), position == bytes.count else { return nil }
        stamp.offset = offset
        return stamp
    }

    private mutating func offset() -> Int? {
        if take("Z") { return 0 }
        let isAhead = take("+")
        guard isAhead || take("-"), let hours = digits(2), take(":"), let minutes = digits(2), hours < 24, minutes < 60
        else { return nil }
        return (hours * 60 + minutes) * (isAhead ? 1 : -1)
    }

    /// Whether any of the digits that follow is not zero; nil where none follows.
    private mutating func fraction() -> Bool? {
        let start = position
        var isZero = true
        while let digit = digits(1) { isZero = isZero && digit == 0 }
        return position > start ? !isZero : nil
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
        position += 1
        return true
    }

    /// A number of exactly so many digits; takes nothing where they are not there.
    private mutating func digits(_ count: Int) -> Int? {
        guard position + count <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[position..<position + count] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        position += count
        return value
    }
}
