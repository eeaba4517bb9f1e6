public import Kernel

/// The date of a signature as it was written: its form, and the instant it means.
public struct SignatureDate: Hashable, Sendable {
    /// How a date is written. Only the first is the signature's form (dip.md 2.3).
    public enum Form: String, CaseIterable, Sendable, Codable {
        /// `2025-06-12T09:30:15.123Z`
        case milliseconds
        /// `2025-06-12T09:30:15Z`, as early samples of the specification have it.
        case seconds
        /// `2025-06-12T09:30:15.1234567Z`: a fraction of another length.
        case otherFraction
        /// `2025-06-12T10:30:15.123+01:00`: an offset in place of `Z`.
        case offset
        /// `2025-06-12T09:30:15.123`: no zone.
        case withoutZone
        /// `Thu, 12 Jun 2025 09:30:15 GMT`, as HTTP's own `Date` header.
        case http
        /// Seconds or milliseconds since 1970.
        case unix
        case unreadable

        /// What to call it in a sentence.
        public var name: String {
            switch self {
            case .milliseconds: "UTC with milliseconds and Z"
            case .seconds: "whole seconds without milliseconds"
            case .otherFraction: "a fraction that is not three digits"
            case .offset: "an offset from UTC in place of Z (local time)"
            case .withoutZone: "no zone: it does not say that it is UTC"
            case .http: "the form of HTTP's Date header"
            case .unix: "a count since 1970"
            case .unreadable: "no date and time of ISO 8601"
            }
        }
    }

    /// As written.
    public let text: String
    public let form: Form
    /// The instant it means, cut to milliseconds; nil where it cannot be read. Without a zone it is taken as UTC.
    public let instant: Instant?

    /// Reads a date; any text gives a value.
    public init(_ text: String) {
        self.text = text
        let bytes = Array(text.utf8.prefix(64))
        if let (form, instant) = Self.iso(bytes) ?? Self.http(bytes) ?? Self.unix(bytes), text.utf8.count <= 64 {
            self.form = form
            self.instant = instant
        } else {
            form = .unreadable
            instant = nil
        }
    }

    private static func iso(_ bytes: [UInt8]) -> (Form, Instant)? {
        guard let time = bytes.withUnsafeBufferPointer({ WrittenTime(bytes: $0) }) else { return nil }
        let form: Form
        switch time.zone {
        case .none: form = .withoutZone
        case .offset(let minutes, _):
            // No place on Earth is further from UTC; more is a slip of the pen.
            guard abs(minutes) < 15 * 60 else { return nil }
            form = .offset
        case .utc:
            form = time.fractionDigits == 3 ? .milliseconds : time.fractionDigits == 0 ? .seconds : .otherFraction
        }
        return (form, time.instant)
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Thu, 12 Jun 2025 09:30:15 GMT`; the name of the day is not compared.
    private static func http(_ bytes: [UInt8]) -> (Form, Instant)? {
        guard bytes.count == 29, bytes[3] == UInt8(ascii: ","), bytes.suffix(4).elementsEqual(" GMT".utf8),
            let day = number(bytes[5..<7]), let year = number(bytes[12..<16]),
            let month = months.firstIndex(of: String(decoding: bytes[8..<11], as: UTF8.self)),
            let date = CalendarDate(year: year, month: month + 1, day: day),
            let seconds = timeOfDay(bytes[17..<25])
        else { return nil }
        return (.http, Instant(milliseconds: (Int64(date.dayNumber) * 86_400 + Int64(seconds)) * 1_000))
    }

    /// Ten digits are seconds, thirteen milliseconds.
    private static func unix(_ bytes: [UInt8]) -> (Form, Instant)? {
        guard bytes.count == 10 || bytes.count == 13, let count = number(bytes[...]) else { return nil }
        return (.unix, Instant(milliseconds: Int64(count) * (bytes.count == 10 ? 1_000 : 1)))
    }

    /// Seconds of `hh:mm:ss`.
    private static func timeOfDay(_ bytes: ArraySlice<UInt8>) -> Int? {
        let start = bytes.startIndex
        guard bytes.count == 8, bytes[start + 2] == UInt8(ascii: ":"), bytes[start + 5] == UInt8(ascii: ":"),
            let hour = number(bytes[start..<start + 2]), let minute = number(bytes[start + 3..<start + 5]),
            let second = number(bytes[start + 6..<start + 8]), hour < 24, minute < 60, second < 60
        else { return nil }
        return hour * 3_600 + minute * 60 + second
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        guard !bytes.isEmpty, bytes.count <= 13, bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return bytes.reduce(0) { $0 * 10 + Int($1) - 0x30 }
    }

    /// The same instant in other forms, with what to call them: what a sender may have signed in place of the header.
    static func otherWays(of instant: Instant) -> [(text: String, name: String)] {
        let iso = instant.iso
        let toSeconds = String(iso.prefix(19))
        let milliseconds = String(iso.prefix(23))
        return [
            (iso, "milliseconds and Z"),
            (toSeconds + "Z", "whole seconds"),
            (milliseconds + "+00:00", "milliseconds and +00:00"),
            (toSeconds + "+00:00", "whole seconds and +00:00"),
            (milliseconds + "000Z", "microseconds"),
            (milliseconds + "0000Z", "seven decimals"),
            (milliseconds + "000000Z", "nanoseconds"),
            (milliseconds, "milliseconds and no zone"),
            (toSeconds, "whole seconds and no zone"),
            (httpDate(instant), "the form of HTTP's Date header"),
            (String(instant.milliseconds / 1_000), "seconds since 1970"),
            (String(instant.milliseconds), "milliseconds since 1970"),
        ]
    }

    private static func httpDate(_ instant: Instant) -> String {
        let day = instant.day
        let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        let number = day.day < 10 ? "0\(day.day)" : "\(day.day)"
        let time = instant.iso.dropFirst(11).prefix(8)
        return "\(names[day.weekday.rawValue - 1]), \(number) \(months[day.month - 1]) \(day.year) \(time) GMT"
    }
}
