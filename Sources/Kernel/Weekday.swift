/// A day of the week, numbered as ISO 8601 numbers it.
///
/// Range: 1 (Monday) to 7 (Sunday).
public enum Weekday: Int, CaseIterable, Sendable, Codable {
    case monday = 1
    case tuesday, wednesday, thursday, friday, saturday, sunday

    /// The weekday's English name, such as "Monday".
    public var name: String {
        switch self {
        case .monday: "Monday"
        case .tuesday: "Tuesday"
        case .wednesday: "Wednesday"
        case .thursday: "Thursday"
        case .friday: "Friday"
        case .saturday: "Saturday"
        case .sunday: "Sunday"
        }
    }

    /// The first three letters of the name, such as "Mon".
    public var shortName: String { String(name.prefix(3)) }

    /// True for Saturday and Sunday.
    public var isWeekend: Bool { rawValue >= 6 }

    /// Reads a printed weekday: the full name or a usual short form ("Mon", "Tues", "Weds", "Thurs"), in any case.
    public init?(printed: some StringProtocol) {
        switch printed.lowercased() {
        case "mon", "monday": self = .monday
        case "tue", "tues", "tuesday": self = .tuesday
        case "wed", "weds", "wednesday": self = .wednesday
        case "thu", "thur", "thurs", "thursday": self = .thursday
        case "fri", "friday": self = .friday
        case "sat", "saturday": self = .saturday
        case "sun", "sunday": self = .sunday
        default: return nil
        }
    }
}
