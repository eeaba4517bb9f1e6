public import Kernel

extension Instant {
    /// The instant that a message's 25-character date and time names, with any offset: `2026-04-01T01:00:00+01:00`.
    ///
    /// Nil for any other form, and for a day or time that is none. `Z` in place of the offset is read too.
    public init?(stamp: some StringProtocol) {
        let bytes = Array(stamp.utf8)
        guard bytes.count == 25 || (bytes.count == 20 && bytes[19] == UInt8(ascii: "Z")),
            bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let date = CalendarDate(iso: String(decoding: bytes[0..<10], as: UTF8.self)),
            let hour = Self.two(bytes, 11), let minute = Self.two(bytes, 14), let second = Self.two(bytes, 17),
            hour < 24, minute < 60, second < 60
        else { return nil }
        var offset = 0
        if bytes.count == 25 {
            guard bytes[22] == UInt8(ascii: ":"), let hours = Self.two(bytes, 20), let minutes = Self.two(bytes, 23),
                hours < 24, minutes < 60
            else { return nil }
            switch bytes[19] {
            case UInt8(ascii: "+"): offset = hours * 60 + minutes
            case UInt8(ascii: "-"): offset = -(hours * 60 + minutes)
            default: return nil
            }
        }
        let seconds = Int64(date.dayNumber) * 86_400 + Int64((hour * 60 + minute - offset) * 60 + second)
        self.init(milliseconds: seconds * 1_000)
    }

    private static func two(_ bytes: [UInt8], _ at: Int) -> Int? {
        let (tens, units) = (bytes[at], bytes[at + 1])
        guard (0x30...0x39).contains(tens), (0x30...0x39).contains(units) else { return nil }
        return Int(tens - 0x30) * 10 + Int(units - 0x30)
    }

    /// Midnight UTC of its day.
    var midnight: Instant { Instant(milliseconds: Int64(day.dayNumber) * Milliseconds.day) }

    /// The first midnight UTC after it.
    var nextMidnight: Instant { midnight.later(milliseconds: Milliseconds.day) }
}

/// Lengths of time in the unit of `Instant`.
enum Milliseconds {
    static let second: Int64 = 1_000
    static let minute: Int64 = 60 * second
    static let hour: Int64 = 60 * minute
    static let day: Int64 = 24 * hour
}
