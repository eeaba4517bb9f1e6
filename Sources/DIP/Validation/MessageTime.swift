public import Kernel

/// A time as messages write it: `2026-04-01T09:00:00+00:00`, 25 characters, with any offset.
public struct MessageTime: Hashable, Sendable {
    public var instant: Instant
    /// Of the offset that was written, -1439 to 1439.
    public var offsetMinutes: Int

    /// The time with this text; nil unless it has exactly this form and the day and time exist.
    public init?(_ text: some StringProtocol) {
        var text = String(text)
        let time = text.withUTF8 { MessageTime(bytes: $0) }
        guard let time else { return nil }
        self = time
    }

    init?(bytes text: UnsafeBufferPointer<UInt8>) {
        guard text.count == 25, text[4] == 0x2D, text[7] == 0x2D, text[10] == UInt8(ascii: "T"),
            text[13] == 0x3A, text[16] == 0x3A, text[22] == 0x3A, text[19] == 0x2B || text[19] == 0x2D
        else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            var value = 0
            for index in range {
                guard (0x30...0x39).contains(text[index]) else { return nil }
                value = value * 10 + Int(text[index] - 0x30)
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), hour < 24, let minute = number(14..<16), minute < 60,
            let second = number(17..<19), second < 60, let offsetHour = number(20..<22), offsetHour < 24,
            let offsetMinute = number(23..<25), offsetMinute < 60,
            let date = CalendarDate(year: year, month: month, day: day)
        else { return nil }
        let offset = (offsetHour * 60 + offsetMinute) * (text[19] == 0x2D ? -1 : 1)
        let seconds = Int64(date.dayNumber) * 86_400 + Int64(hour * 3_600 + minute * 60 + second - offset * 60)
        instant = Instant(milliseconds: seconds * 1_000)
        offsetMinutes = offset
    }
}
