public import Kernel

/// Days that tests use in place of a clock.
public enum FixedDays {
    /// A Wednesday in summer time, in the middle of a programme: 17 August 2022.
    public static let meeting = day("2022-08-17")
    /// The working day after `meeting`.
    public static let issue = day("2022-08-18")
    /// The meeting a month later: 21 September 2022.
    public static let nextMeeting = day("2022-09-21")

    /// The day that an ISO 8601 date names.
    ///
    /// Precondition: the text is a date; a test that misspells one should stop.
    public static func day(_ iso: String) -> CalendarDate {
        guard let date = CalendarDate(iso: iso) else { preconditionFailure("a date of a test is ISO 8601: \(iso)") }
        return date
    }

    /// Days in a row, the first included.
    public static func days(from first: CalendarDate, count: Int) -> [CalendarDate] {
        (0..<max(0, count)).map { first.adding(days: $0) }
    }
}
