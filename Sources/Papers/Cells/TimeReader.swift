public import Kernel

/// A printed span of time; each part only as far as it is printed.
public struct TimeSpan: Hashable, Sendable {
    /// When it begins.
    public let start: TimeOfDay?

    /// When it ends.
    public let end: TimeOfDay?

    /// How long it lasts: as stated, otherwise from start to end. Unit: minutes.
    public let minutes: Int?

    /// Makes a span from its parts.
    public init(start: TimeOfDay? = nil, end: TimeOfDay? = nil, minutes: Int? = nil) {
        self.start = start
        self.end = end
        self.minutes = minutes
    }
}

/// Reads printed times: "1000-1200", "10:00-10:05 5 mins", "0 mins", "approx. 1.5 hours".
///
/// Source: governance research, section 4.2. Times are local; the papers never name a zone.
public enum TimeReader {
    /// Reads a whole cell; nil when it has neither a time nor a length.
    public static func read(_ cell: String) -> Reading<TimeSpan> {
        let line = TokenLine(bytes: Array(cell.utf8.prefix(DateReader.longestCell)))
        return read(cell, line, from: 0)
    }

    static func read(_ cell: String, _ line: TokenLine, from first: Int) -> Reading<TimeSpan> {
        var times: [TimeOfDay] = []
        var stated: Int?
        var doubts: [String] = []
        var notes: [String] = []
        var index = first
        while index < line.tokens.count {
            if line.tokens[index].kind == .number {
                if let (minutes, end) = length(line, index) {
                    stated = (stated ?? 0) + minutes
                    index = end
                    continue
                }
                if times.count < 2, let (time, end) = clock(line, index, ranged: !times.isEmpty) {
                    times.append(time)
                    index = end
                    continue
                }
                doubts.append("not a time: \(line.text(line.tokens[index]))")
            } else if ["approx", "approximately", "about", "circa"].contains(line.lowered(index)) {
                notes.append("approximate")
            } else if line.isMark(index, Ascii.close), !line.tokens[..<index].contains(where: { $0.mark == Ascii.open })
            {
                doubts.append("stray ) after the time")
            }
            index += 1
        }
        guard !times.isEmpty || stated != nil else {
            let text = folded(cell)
            return Reading(printed: cell, value: nil, doubts: text.isEmpty ? [] : ["not a time: \(shortened(text))"])
        }
        let start = times.first
        let end = times.count > 1 ? times[1] : nil
        var minutes = stated
        if let start, let end {
            let span = end.minutes - start.minutes
            if span < 0 {
                doubts.append("\(end) is before \(start)")
            } else if let stated, stated != span {
                doubts.append("\(stated) minutes stated, \(span) from \(start) to \(end)")
            }
            if stated == nil, span >= 0 { minutes = span }
        }
        return Reading(
            printed: cell, value: TimeSpan(start: start, end: end, minutes: minutes), doubts: doubts, notes: notes)
    }

    /// "10:00", "10.30am", "1000", "2pm"; four figures without a mark are a time only in a range or at the start of one.
    private static func clock(_ line: TokenLine, _ index: Int, ranged: Bool) -> (TimeOfDay, Int)? {
        guard let first = line[index] else { return nil }
        var hour = first.value
        var minute = 0
        var next = index + 1
        if first.length == 4 {
            (hour, minute) = (first.value / 100, first.value % 100)
        } else if first.length <= 2, line.isMark(next, Ascii.colon) || line.isMark(next, Ascii.dot),
            let second = line[next + 1], second.kind == .number, second.length == 2, !second.spaced
        {
            minute = second.value
            next += 2
        } else if first.length <= 2, ["am", "pm", "noon"].contains(line.lowered(next)) {
            minute = 0
        } else {
            return nil
        }
        switch line.lowered(next) {
        case "am":
            if hour == 12 { hour = 0 }
            next += 1
        case "pm", "noon":
            if hour < 12 { hour += 12 }
            next += 1
        default: break
        }
        return TimeOfDay(hour: hour, minute: minute).map { ($0, next) }
    }

    /// "5 mins", "1.5 hours", "2 hrs", "90 minutes".
    private static func length(_ line: TokenLine, _ index: Int) -> (Int, Int)? {
        guard let whole = line[index], (0...9_999).contains(whole.value), whole.length <= 4 else { return nil }
        var next = index + 1
        var tenths = whole.value * 10
        if line.isMark(next, Ascii.dot), let part = line[next + 1], part.kind == .number, part.length == 1, !part.spaced
        {
            tenths += part.value
            next += 2
        }
        if line.isMark(next, Ascii.hyphen) { next += 1 }
        switch line.lowered(next) {
        case "min", "mins", "minute", "minutes", "m": return (tenths / 10, next + 1)
        case "hour", "hours", "hr", "hrs", "h": return (tenths * 6, next + 1)
        default: return nil
        }
    }
}

/// A day and, where printed, the times on it.
public struct DateAndTimes: Hashable, Sendable {
    /// The day.
    public let day: CalendarDate

    /// The times; nil when none is printed.
    public let times: TimeSpan?
}

/// Reads a date with its times: "17 August 2022 1000-1200)".
public enum DateTimeReader {
    /// Reads a whole cell; without a date there is no value.
    public static func read(_ cell: String, in context: DateContext = DateContext()) -> Reading<DateAndTimes> {
        guard cell.utf8.count <= DateReader.longestCell else {
            return Reading(printed: cell, value: nil, doubts: ["text, not a date"])
        }
        let line = TokenLine(folded(cell))
        let grammar = DateGrammar(line: line, context: context, running: true)
        guard let date = DateReader.find(in: line, grammar: grammar).first(where: { $0.value.day != nil }),
            let day = date.value.day
        else {
            let reading = DateReader.read(cell, in: context)
            return Reading(
                printed: cell, value: reading.value?.day.map { DateAndTimes(day: $0, times: nil) },
                doubts: reading.doubts, notes: reading.notes)
        }
        // The date's own figures are no times: read what stands on either side of it.
        let after = line.tokens.firstIndex { $0.start >= date.range.upperBound } ?? line.tokens.count
        let hasAfter = line.tokens[after...].contains { $0.kind == .number }
        let rest = hasAfter ? line.text(date.range.upperBound..<line.bytes.count) : line.text(0..<date.range.lowerBound)
        let times = TokenLine(rest).tokens.contains { $0.kind == .number } ? TimeReader.read(rest) : nil
        return Reading(
            printed: cell, value: DateAndTimes(day: day, times: times?.value),
            doubts: date.doubts + (times?.doubts ?? []), notes: times?.notes ?? [])
    }
}
