public import Kernel

/// What the paper knows that a printed date may leave out.
public struct DateContext: Hashable, Sendable {
    /// The paper's meeting or issue date: a missing year is that of the nearest occurrence to it.
    public var anchor: CalendarDate?

    /// The column head's month, for "16 August:" or "24" under "Aug-24".
    public var month: CalendarMonth?

    /// Makes a context; without parts, a date that leaves out its year has no value.
    public init(anchor: CalendarDate? = nil, month: CalendarMonth? = nil) {
        self.anchor = anchor
        self.month = month
    }
}

/// What a printed date says, no more exact than the print.
public enum DateValue: Hashable, Sendable {
    /// One day.
    case day(CalendarDate)
    /// A month without a day.
    case month(CalendarMonth)
    /// The week that begins on the day.
    case weekCommencing(CalendarDate)
    /// From one month to another, both included.
    case months(CalendarMonth, CalendarMonth)
    /// From one day to another, both included.
    case days(CalendarDate, CalendarDate)
    /// A word in place of a date, as printed: "Ongoing", "TBC", "EOY".
    case word(String)

    /// The day, for a day or a week commencing; nil for everything less exact.
    public var day: CalendarDate? {
        switch self {
        case .day(let day), .weekCommencing(let day): day
        case .month, .months, .days, .word: nil
        }
    }
}

/// A date found in running text.
public struct FoundDate: Hashable, Sendable {
    /// What it says.
    public let value: DateValue

    /// The text as printed, its weekday included.
    public let printed: String

    /// Where it stands, in UTF-8 bytes from the start of the line.
    public let range: Range<Int>

    /// What is doubtful about it.
    public let doubts: [String]
}
