import Kernel

/// One date expression matched at a token.
struct DateMatch {
    /// Nil when the form is a date's but there is no such day, or its year is not to be had.
    var value: DateValue?
    var end: Int
    var doubts: [String] = []
    var notes: [String] = []
}

/// Matches date expressions over the tokens of a line.
///
/// Source: governance research, section 4.2. Every match looks at a bounded number of tokens.
struct DateGrammar {
    let line: TokenLine
    let context: DateContext
    /// True for running text, where short forms could be something else.
    let running: Bool

    /// The parts of one printed day.
    private struct Day {
        var weekday: Weekday?
        var weekdayPrint = ""
        var start: Int
        var end: Int
        var day: Int
        var month: Int
        var year: Int?
        var bareNumber = false
    }

    private struct Month {
        var month: Int
        var year: Int?
        var end: Int
        var note: String?
        var uncertain = false
        var full = false
    }

    /// The longest date expression that begins at a token.
    func match(at index: Int) -> DateMatch? {
        if let week = weekCommencing(at: index) { return week }
        if let shared = sharedMonthRange(at: index) { return shared }
        if let first = day(at: index) { return days(from: first) }
        return months(at: index)
    }

    // MARK: - Days

    private func days(from first: Day) -> DateMatch {
        let single = resolved(first)
        guard let next = separator(at: first.end, ampersand: false), let second = day(at: next) else { return single }
        let last = resolved(second)
        guard case .day(let end)? = last.value else { return single }
        var opening = first
        if opening.year == nil { opening.year = end.year }
        var start = resolved(opening)
        if first.year == nil, case .day(let date)? = start.value, date > end {
            opening.year = end.year - 1
            start = resolved(opening)
        }
        guard case .day(let begin)? = start.value, begin <= end else { return single }
        return DateMatch(value: .days(begin, end), end: last.end, doubts: start.doubts + last.doubts)
    }

    /// "14-18 August 2023", "14th to 18th August".
    private func sharedMonthRange(at index: Int) -> DateMatch? {
        guard let first = line[index], isDayNumber(first) else { return nil }
        let after = skipOrdinal(index + 1)
        guard let next = separator(at: after, ampersand: false), let second = line[next], isDayNumber(second),
            let last = wordDay(at: next, weekday: nil, start: next)
        else { return nil }
        let end = resolved(last)
        guard case .day(let lastDay)? = end.value,
            let firstDay = CalendarDate(year: lastDay.year, month: lastDay.month, day: first.value), firstDay <= lastDay
        else { return nil }
        return DateMatch(value: .days(firstDay, lastDay), end: end.end, doubts: end.doubts)
    }

    private func isDayNumber(_ token: Token) -> Bool { token.kind == .number && token.length <= 2 }

    private func day(at index: Int) -> Day? {
        var start = index
        var weekday: Weekday?
        if let token = line[index], token.kind == .word, (3...9).contains(token.length),
            let named = Weekday(printed: line.lowered(index))
        {
            weekday = named
            start += 1
            if line.isMark(start, UInt8(ascii: ",")) || line.isMark(start, Ascii.dot) { start += 1 }
            if line.isWord(start, "the") { start += 1 }
        }
        guard
            var found = numericDay(at: start) ?? wordDay(at: start, weekday: weekday, start: start)
                ?? monthFirst(at: start)
        else { return nil }
        found.weekday = weekday
        if weekday != nil, let token = line[index] { found.weekdayPrint = line.text(token) }
        return found
    }

    /// Figures only: d/m/y with `/`, `.` or `-` between, d/m, yyyy-mm-dd.
    private func numericDay(at index: Int) -> Day? {
        guard let first = line[index], first.kind == .number, let mark = dateMark(index + 1),
            let second = line[index + 2], second.kind == .number, !second.spaced, second.length <= 2
        else { return nil }
        let third =
            dateMark(index + 3) != nil ? line[index + 4].flatMap { $0.kind == .number && !$0.spaced ? $0 : nil } : nil
        if first.length == 4, mark == Ascii.hyphen, let third, third.length == 2, second.length == 2 {
            return Day(start: index, end: index + 5, day: third.value, month: second.value, year: first.value)
        }
        guard first.length <= 2 else { return nil }
        if let third, third.length == 4 || third.length == 2, !gluedAfter(index + 4) {
            let slashes = mark == Ascii.slash || dateMark(index + 3) == Ascii.slash
            // `3.3.23` alone in a cell is a day; in running text it numbers a version or a clause.
            let sure =
                slashes || third.length == 4 || (first.length == 2 && second.length == 2)
                || (!running && third.value >= 20)
            guard sure else { return nil }
            let year = third.length == 2 ? 2000 + third.value : third.value
            return Day(start: index, end: index + 5, day: first.value, month: second.value, year: year)
        }
        guard mark == Ascii.slash, third == nil || !running, !gluedAfter(index + 2) else { return nil }
        if running {
            guard (1...31).contains(first.value), (1...12).contains(second.value), first.length + second.length > 2,
                !(first.value == 24 && second.value == 7)
            else { return nil }
        }
        return third == nil ? Day(start: index, end: index + 3, day: first.value, month: second.value) : nil
    }

    private func dateMark(_ index: Int) -> UInt8? {
        guard let token = line[index], !token.spaced else { return nil }
        return [Ascii.slash, Ascii.dot, Ascii.hyphen].first { $0 == token.mark }
    }

    private func gluedAfter(_ index: Int) -> Bool {
        guard let next = line[index + 1] else { return false }
        return next.kind != .mark && !next.spaced
    }

    /// A day number, then the month's name: "9 th October '23", "18 Aug 23", "04-Sep-23", "20-Sep", "the 6th of July".
    private func wordDay(at index: Int, weekday: Weekday?, start: Int) -> Day? {
        guard let first = line[index], isDayNumber(first) else { return nil }
        var next = skipOrdinal(index + 1)
        let ordinal = next > index + 1
        if line.isWord(next, "of") { next += 1 }
        let marked = dateMark(next) != nil || (line.isMark(next, Ascii.hyphen) && line[next + 1]?.kind == .word)
        if marked { next += 1 }
        if let month = DateWords.month(line, next) {
            if line.isMark(next + 1, Ascii.dot), line[next + 1]?.spaced == false, line[next + 2]?.spaced != true {
                next += 1
            }
            let (year, end) = yearAfter(next, marked: marked)
            return Day(start: start, end: end, day: first.value, month: month, year: year)
        }
        guard ordinal || !running, let month = context.month, !gluedAfter(index) || ordinal else { return nil }
        guard ordinal ? !running : line.tokens.count <= 4 else { return nil }
        let end = skipOrdinal(index + 1)
        guard line[end].map({ $0.kind == .mark && $0.mark != Ascii.slash && $0.mark != Ascii.hyphen }) ?? true else {
            return nil
        }
        return Day(start: start, end: end, day: first.value, month: month.month, year: month.year, bareNumber: true)
    }

    /// "July 6th", "August 16, 2023".
    private func monthFirst(at index: Int) -> Day? {
        guard let month = DateWords.month(line, index), let number = line[index + 1], isDayNumber(number),
            number.spaced,
            (1...31).contains(number.value)
        else { return nil }
        let next = skipOrdinal(index + 2)
        let comma = line.isMark(next, UInt8(ascii: ",")) ? next + 1 : next
        if let year = line[comma], year.kind == .number, year.length == 4, CalendarDate.years.contains(year.value) {
            return Day(start: index, end: comma + 1, day: number.value, month: month, year: year.value)
        }
        return next > index + 2 ? Day(start: index, end: next, day: number.value, month: month) : nil
    }

    private func skipOrdinal(_ index: Int) -> Int {
        for word: StaticString in ["st", "nd", "rd", "th"] where line.isWord(index, word) { return index + 1 }
        return index
    }

    /// The year after a month's name at `index`, and the token after it.
    private func yearAfter(_ index: Int, marked: Bool) -> (Int?, Int) {
        var next = index + 1
        var sign = false
        if let token = line[next], token.kind == .mark {
            switch token.mark {
            case Ascii.apostrophe: sign = true
            case Ascii.hyphen, Ascii.slash: sign = marked || line[next + 1]?.spaced == false
            case UInt8(ascii: ","), Ascii.dot: sign = line[next + 1]?.length == 4
            default: break
            }
            guard sign else { return (nil, index + 1) }
            next += 1
            if line.isMark(next, Ascii.apostrophe) { next += 1 }
        }
        guard let year = line[next], year.kind == .number else { return (nil, index + 1) }
        let after = line[next + 1]
        if let after, !after.spaced {
            if after.kind == .word { return (nil, index + 1) }
            let number = line[next + 2].map { $0.kind == .number && !$0.spaced } ?? false
            if after.mark == Ascii.colon, number { return (nil, index + 1) }
            if number, year.length == 2, !sign, [Ascii.slash, Ascii.hyphen, Ascii.dot].contains(after.mark) {
                return (nil, index + 1)
            }
        }
        if year.length == 4, CalendarDate.years.contains(year.value) { return (year.value, next + 1) }
        guard year.length == 2 else { return (nil, index + 1) }
        let full = 2000 + year.value
        if running, !sign, let anchor = context.anchor, abs(full - anchor.year) > 10 { return (nil, index + 1) }
        if running, !sign, full < 2010 { return (nil, index + 1) }
        return (full, next + 1)
    }

    private func resolved(_ day: Day) -> DateMatch {
        let print = printed(day.start, day.end)
        guard let date = date(of: day) else {
            let why =
                day.year == nil && (1...12).contains(day.month) && (1...31).contains(day.day) && !hasYearSource
                ? "no year for \(print)" : "not a date: \(print)"
            return DateMatch(value: nil, end: day.end, doubts: [why])
        }
        var match = DateMatch(value: .day(date), end: day.end)
        if let weekday = day.weekday, weekday != date.weekday {
            match.doubts = ["weekday \(day.weekdayPrint) does not agree with \(print), a \(date.weekday.name)"]
        }
        return match
    }

    private var hasYearSource: Bool { context.anchor != nil || context.month != nil }

    private func date(of day: Day) -> CalendarDate? {
        if let year = day.year { return CalendarDate(year: year, month: day.month, day: day.day) }
        if let month = context.month, month.month == day.month {
            return CalendarDate(year: month.year, month: day.month, day: day.day)
        }
        guard let anchor = context.anchor ?? context.month?.first else { return nil }
        let candidates = (-1...1).compactMap { CalendarDate(year: anchor.year + $0, month: day.month, day: day.day) }
        return candidates.min { abs($0 - anchor) < abs($1 - anchor) }
    }

    // MARK: - Weeks and months

    private func weekCommencing(at index: Int) -> DateMatch? {
        var next: Int
        if line.isWord(index, "w"), line.isMark(index + 1, Ascii.slash), line.isWord(index + 2, "c") {
            next = index + 3
        } else if line.isWord(index, "wc") {
            next = index + 1
        } else if line.isWord(index, "week"),
            line.isWord(index + 1, "commencing") || line.isWord(index + 1, "beginning")
        {
            next = index + 2
        } else {
            return nil
        }
        if line.isMark(next, Ascii.colon) { next += 1 }
        guard let first = day(at: next) else { return nil }
        var match = resolved(first)
        guard case .day(let date)? = match.value else { return match }
        if date.weekday != .monday, match.doubts.isEmpty {
            match.doubts = ["week commencing \(printed(first.start, first.end)), a \(date.weekday.name)"]
        }
        match.value = .weekCommencing(date)
        return match
    }

    private func month(at index: Int) -> Month? {
        var next = index
        var note: String?
        for word: StaticString in ["mid", "early", "late"] where line.isWord(index, word) {
            next += 1
            if line.isMark(next, Ascii.hyphen) { next += 1 }
            note = line[index].map(line.text)
        }
        guard let month = DateWords.month(line, next), let token = line[next] else { return nil }
        var gap = next
        if line.isMark(next + 1, Ascii.hyphen), let hyphen = line[next + 1], hyphen.spaced, let after = line[next + 2],
            after.kind == .number, !after.spaced, after.length == 2 || after.length == 4
        {
            gap += 1  // "Jan -25"
        }
        let (year, end) = gap > next ? yearAfter(gap, marked: true) : yearAfter(next, marked: false)
        let found = year == nil ? next + 1 : end
        let loose = year != nil && gap == next && line[next + 1]?.length == 2 && line[next + 1]?.kind == .number
        return Month(
            month: month, year: year, end: found, note: note.map { $0 + " " + line.text(token) }, uncertain: loose,
            full: token.length > 3 && Ascii.isUpper(line.bytes[token.start]) && month != 5)
    }

    private func months(at index: Int) -> DateMatch? {
        guard let first = month(at: index) else { return nil }
        if let next = separator(at: first.end, ampersand: true), let second = month(at: next), day(at: next) == nil,
            let end = resolved(second)
        {
            var begin = first.year.flatMap { CalendarMonth(year: $0, month: first.month) }
            if begin == nil, first.year == nil {
                begin = CalendarMonth(year: end.year, month: first.month)
                if let month = begin, month > end { begin = month.adding(months: -12) }
            }
            if let begin, begin <= end {
                return DateMatch(
                    value: .months(begin, end), end: second.end, notes: [first.note, second.note].compactMap { $0 })
            }
        }
        if running, first.year == nil, first.note == nil, !first.full { return nil }
        guard let value = resolved(first) else {
            let why = first.year == nil ? "no year for" : "not a date:"
            return DateMatch(value: nil, end: first.end, doubts: ["\(why) \(printed(index, first.end))"])
        }
        let doubt = "\(printed(index, first.end)) read as a month and a year"
        return DateMatch(
            value: .month(value), end: first.end, doubts: first.uncertain ? [doubt] : [],
            notes: [first.note].compactMap { $0 })
    }

    private func resolved(_ month: Month) -> CalendarMonth? {
        if let year = month.year { return CalendarMonth(year: year, month: month.month) }
        if let head = context.month, head.month == month.month { return head }
        guard let anchor = context.anchor.map({ CalendarMonth($0) }) ?? context.month else { return nil }
        let candidates = (-1...1).compactMap { CalendarMonth(year: anchor.year + $0, month: month.month) }
        return candidates.min { abs($0 - anchor) < abs($1 - anchor) }
    }

    /// The token after "-", "to", "until", and for months "&", "/" and "and"; nil where none stands.
    private func separator(at index: Int, ampersand: Bool) -> Int? {
        guard let token = line[index] else { return nil }
        if token.mark == Ascii.hyphen || line.isWord(index, "to") || line.isWord(index, "until") { return index + 1 }
        guard ampersand else { return nil }
        if token.mark == UInt8(ascii: "&") || token.mark == Ascii.slash || line.isWord(index, "and") {
            return index + 1
        }
        return nil
    }

    /// The text from one token to before another.
    func printed(_ start: Int, _ end: Int) -> String {
        guard let first = line[start], let last = line[end - 1] else { return "" }
        return line.text(first.start..<last.end)
    }
}

/// The words a date cell may hold.
enum DateWords {
    private static let names = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    /// The month a token names, 1 to 12: the full name, its first three letters or "Sept".
    static func month(_ line: TokenLine, _ index: Int) -> Int? {
        guard let token = line[index], token.kind == .word, (3...9).contains(token.length) else { return nil }
        let letter = Ascii.lowered(line.bytes[token.start])
        guard "jfmasond".utf8.contains(letter) else { return nil }
        let word = line.lowered(index)
        if word == "sept" { return 9 }
        return names.firstIndex { word == $0 || (word.utf8.count == 3 && $0.hasPrefix(word)) }.map { $0 + 1 }
    }

    /// Words that stand in place of a date, lower case.
    static let standIns: Set<String> = [
        "ongoing", "on-going", "eoy", "end of year", "tbc", "tbd", "na", "n/a", "none", "asap", "morning", "afternoon",
        "immediately", "complete", "completed", "closed", "not provided", "not applicable", "to be confirmed", "n.a.",
        "when available", "today", "tomorrow", "yesterday", "as required", "continuous",
    ]

    /// Openings of phrases that stand in place of a date, lower case.
    static let standInOpenings = [
        "end of ", "last month", "next month", "this month", "next meeting", "next tmag", "last meeting", "cop ",
        "before next ", "before the next ", "by next ", "by the next ", "next ", "following ", "prior to ", "ahead of ",
        "post ", "start of ", "q1 ", "q2 ", "q3 ", "q4 ",
    ]
}
