import Kernel

/// A date in running text as `d Month yyyy`, for rules that look inside a sentence of the record.
enum DateMention {
    /// The first full date, or the first day and month with the year that brings it nearest before the anchor.
    static func first(in text: String, anchor: CalendarDate?) -> CalendarDate? {
        let tokens = Words.tokens(text)
        for index in tokens.indices.dropLast() {
            guard let day = day(tokens[index]) else { continue }
            var next = index + 1
            if ["st", "nd", "rd", "th"].contains(tokens[next]), next + 1 < tokens.count { next += 1 }
            guard let month = month(tokens[next]) else { continue }
            if next + 1 < tokens.count, let year = year(tokens[next + 1]) {
                return CalendarDate(year: year, month: month, day: day)
            }
            guard let anchor else { continue }
            if let date = CalendarDate(year: anchor.year, month: month, day: day), date <= anchor { return date }
            if let date = CalendarDate(year: anchor.year - 1, month: month, day: day) { return date }
        }
        return nil
    }

    /// The first day and month of a text in the year that brings it nearest to a date; a printed year is kept.
    static func nearest(in text: String, to date: CalendarDate) -> CalendarDate? {
        guard let found = first(in: text, anchor: date.adding(days: 183)) else { return nil }
        return abs(found - date) <= 366 ? found : nil
    }

    private static func day(_ token: String) -> Int? {
        let digits = token.prefix { $0.isASCII && $0.isNumber }
        guard digits.count <= 2, let day = Int(digits), (1...31).contains(day) else { return nil }
        return ["", "st", "nd", "rd", "th"].contains(String(token.dropFirst(digits.count))) ? day : nil
    }

    private static func month(_ token: String) -> Int? {
        guard token.count >= 3 else { return nil }
        return months.firstIndex { $0.hasPrefix(token) }.map { $0 + 1 }
    }

    private static func year(_ token: String) -> Int? {
        guard let number = Int(token) else { return nil }
        return token.count == 4 ? number : token.count == 2 ? 2000 + number : nil
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
}

/// The day of the month on which a group meets, such as the third Wednesday.
struct Cadence: Hashable {
    let week: Int
    let weekday: Weekday

    init(week: Int, weekday: Weekday) {
        self.week = week
        self.weekday = weekday
    }

    init(_ date: CalendarDate) { self.init(week: (date.day - 1) / 7 + 1, weekday: date.weekday) }

    var words: String {
        "\(["first", "second", "third", "fourth", "fifth"][min(max(week, 1), 5) - 1]) \(weekday.name) of the month"
    }

    /// The day in the month of another date; nil where the month has no such day.
    func day(inMonthOf date: CalendarDate) -> CalendarDate? {
        guard let first = CalendarDate(year: date.year, month: date.month, day: 1) else { return nil }
        let shift = (weekday.rawValue - first.weekday.rawValue + 7) % 7 + (week - 1) * 7
        let day = first.adding(days: shift)
        return day.month == date.month ? day : nil
    }

    /// The pattern of each group that shows one: three days or more on which it met or is to meet, three in four of
    /// them on one pattern.
    static func patterns(in snapshot: RecordSnapshot) -> [String: Cadence] {
        var days: [String: Set<CalendarDate>] = [:]
        for entry in snapshot.entries(.meetings) {
            for column in ["date", "next_meeting"] {
                if let date = entry.date(column) { days[entry.word("group"), default: []].insert(date) }
            }
        }
        for entry in snapshot.entries(.roadmap) {
            if let date = entry.date("meeting_date") { days[entry.word("group"), default: []].insert(date) }
        }
        var patterns: [String: Cadence] = [:]
        for (group, dates) in days where dates.count >= 3 && !group.isEmpty {
            var counts: [Cadence: Int] = [:]
            for date in dates { counts[Cadence(date), default: 0] += 1 }
            for (cadence, count) in counts where count * 4 >= dates.count * 3 { patterns[group] = cadence }
        }
        return patterns
    }
}
