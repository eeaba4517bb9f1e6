extension CalendarMonth {
    /// English names, January first.
    public static let names = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}

/// Days as the programme's papers print them (governance research, section 4.2).
extension CalendarDate {
    /// `17 August 2022`.
    public var long: String { "\(day) \(CalendarMonth.names[month - 1]) \(year)" }

    /// `17/08/22`.
    public var slashed: String { "\(Self.two(day))/\(Self.two(month))/\(Self.two(year % 100))" }

    /// `17/08/2022`.
    public var slashedFull: String { "\(Self.two(day))/\(Self.two(month))/\(year)" }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
