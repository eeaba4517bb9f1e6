public import Kernel
public import Record

/// Writes meetings, actions with a due day, and milestones as an iCalendar stream (RFC 5545).
///
/// Meetings are events in Europe/London with their times, or all-day events where none is printed. Actions are to-dos.
/// Milestones are all-day events on their forecast, else their baseline. A record without its day is left out. A UID is
/// made from the record's key, so that a calendar that is read again updates what it has.
public enum CalendarWriter {
    public static let kinds: [RecordKind] = [.meetings, .actions, .milestones]

    /// - Parameter stamp: the day on which the record last learnt something; it stands as DTSTAMP, since there is no clock.
    /// - Throws: `FormatError.notCarried` for any other kind.
    public static func write(_ table: ExportTable, stamp: CalendarDate?) throws(FormatError) -> [UInt8] {
        guard kinds.contains(table.kind) else { throw .notCarried(format: .ics, kind: table.kind) }
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Changeover//Programme record//EN", "CALSCALE:GREGORIAN",
        ]
        // In every calendar: a stream needs at least one component (section 3.4), and there may be no other.
        lines += londonZone
        let stampText = "DTSTAMP:" + compact(stamp ?? CalendarDate(dayNumber: 0)) + "T000000Z"
        for row in table.rows {
            let fields = Fields(table, row)
            let uid = "UID:\(table.kind.rawValue)-\(identifier(row.key))@changeover"
            switch table.kind {
            case .meetings: lines += meeting(fields, uid, stampText)
            case .actions: lines += action(fields, uid, stampText)
            default: lines += milestone(fields, uid, stampText)
            }
        }
        lines.append("END:VCALENDAR")
        var bytes: [UInt8] = []
        for line in lines { appendFolded(line, to: &bytes) }
        return bytes
    }

    /// Values of a row by column name; a column that the table leaves out is empty.
    private struct Fields {
        let values: [String: String]
        init(_ table: ExportTable, _ row: RecordRow) {
            values = Dictionary(
                zip(table.columns.map(\.name), row.values), uniquingKeysWith: { first, _ in first })
        }
        subscript(name: String) -> String { values[name] ?? "" }
        func date(_ name: String) -> CalendarDate? { CalendarDate(iso: self[name]) }
        func time(_ name: String) -> TimeOfDay? {
            if case .time(let time)? = Value(exported: self[name], as: .time) { time } else { nil }
        }
    }

    /// A time of a day; 24:00 is the next day's first minute, since a calendar knows no hour 24.
    private struct DayTime: Comparable {
        let day: CalendarDate
        let minutes: Int

        init(_ date: CalendarDate, _ time: TimeOfDay) {
            day = date.adding(days: time.minutes / 1_440)
            minutes = time.minutes % 1_440
        }

        var compact: String {
            let digits = String(10_000 + minutes / 60 * 100 + minutes % 60).dropFirst()
            return CalendarWriter.compact(day) + "T\(digits)00"
        }

        static func < (left: DayTime, right: DayTime) -> Bool { (left.day, left.minutes) < (right.day, right.minutes) }
    }

    private static func meeting(_ fields: Fields, _ uid: String, _ stamp: String) -> [String] {
        guard let date = fields.date("date") else { return [] }
        var lines = ["BEGIN:VEVENT", uid, stamp]
        lines.append("SUMMARY:" + escaped("\(fields["group"]) \(fields["number"])".trimmed))
        if let start = fields.time("start") {
            let first = DayTime(date, start)
            lines.append("DTSTART;TZID=Europe/London:" + first.compact)
            // An end must be later than its start (section 3.8.2.2); one misprinted as earlier is left out.
            if let end = fields.time("end").map({ DayTime(date, $0) }), first < end {
                lines.append("DTEND;TZID=Europe/London:" + end.compact)
            }
        } else {
            lines += allDay(date)
        }
        if !fields["venue"].isEmpty { lines.append("LOCATION:" + escaped(fields["venue"])) }
        return lines + source(fields) + ["END:VEVENT"]
    }

    private static func action(_ fields: Fields, _ uid: String, _ stamp: String) -> [String] {
        guard let due = fields.date("due") else { return [] }
        var lines = ["BEGIN:VTODO", uid, stamp]
        lines.append("SUMMARY:" + escaped("\(fields["reference"]): \(fields["text"])"))
        lines.append("DUE;VALUE=DATE:" + compact(due))
        // DUE must be later than DTSTART (section 3.8.2.3).
        if let raised = fields.date("raised"), raised < due {
            lines.append("DTSTART;VALUE=DATE:" + compact(raised))
        }
        lines.append(fields["status"].lowercased().hasPrefix("closed") ? "STATUS:COMPLETED" : "STATUS:NEEDS-ACTION")
        if !fields["owners"].isEmpty { lines.append("CONTACT:" + escaped(fields["owners"])) }
        return lines + source(fields) + ["END:VTODO"]
    }

    private static func milestone(_ fields: Fields, _ uid: String, _ stamp: String) -> [String] {
        guard let date = fields.date("forecast") ?? fields.date("baseline") else { return [] }
        var lines = ["BEGIN:VEVENT", uid, stamp]
        lines.append("SUMMARY:" + escaped("\(fields["id"]) \(fields["title"])"))
        lines += allDay(date)
        if !fields["tier"].isEmpty { lines.append("CATEGORIES:" + escaped(fields["tier"])) }
        return lines + source(fields) + ["TRANSP:TRANSPARENT", "END:VEVENT"]
    }

    private static func allDay(_ date: CalendarDate) -> [String] {
        ["DTSTART;VALUE=DATE:" + compact(date), "DTEND;VALUE=DATE:" + compact(date.adding(days: 1))]
    }

    private static func source(_ fields: Fields) -> [String] {
        let doubts = fields["doubts"].isEmpty ? "" : " Doubts: " + fields["doubts"]
        guard !fields["sources"].isEmpty else { return [] }
        return ["DESCRIPTION:" + escaped("Source: " + fields["sources"] + "." + doubts)]
    }

    private static func compact(_ date: CalendarDate) -> String { date.iso.filter { $0 != "-" } }

    /// The key as part of a UID: ASCII letters, digits and hyphens as they are, any other byte as `_HH`.
    ///
    /// Two keys never give one UID, also where they differ in punctuation alone.
    static func identifier(_ key: String) -> String {
        var result = ""
        for byte in key.utf8 {
            let character = Character(Unicode.Scalar(byte))
            if character.isASCII && (character.isLetter || character.isNumber) || character == "-" {
                result.append(character)
            } else {
                result += "_" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return result
    }

    /// RFC 5545 section 3.3.11: backslash, semicolon, comma and line ends are escaped; other control characters, which a
    /// text may not hold, become spaces.
    ///
    /// Goes by scalars: a comma that carries a combining mark is a comma to the reader.
    static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var before: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", ";", ",":
                result.append("\\")
                result.append(scalar)
            case "\n" where before == "\r": break
            case "\n", "\r":
                result.append("\\")
                result.append("n")
            case "\t": result.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{7F}": result.append(" ")
            default: result.append(scalar)
            }
            before = scalar
        }
        return String(result)
    }

    /// RFC 5545 section 3.1: at most 75 octets a line, continued behind CRLF and a space; never inside a character.
    static func appendFolded(_ line: String, to bytes: inout [UInt8]) {
        var used = 0
        for scalar in line.unicodeScalars {
            let piece = Array(String(scalar).utf8)
            if used + piece.count > 75 {
                bytes.append(contentsOf: [0x0D, 0x0A, 0x20])
                used = 1
            }
            bytes.append(contentsOf: piece)
            used += piece.count
        }
        bytes.append(contentsOf: [0x0D, 0x0A])
    }

    /// Civil time of Great Britain since 1996: last Sunday of March to last Sunday of October.
    private static let londonZone = [
        "BEGIN:VTIMEZONE", "TZID:Europe/London",
        "BEGIN:STANDARD", "DTSTART:19961027T020000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "TZOFFSETFROM:+0100", "TZOFFSETTO:+0000", "TZNAME:GMT", "END:STANDARD",
        "BEGIN:DAYLIGHT", "DTSTART:19970330T010000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "TZOFFSETFROM:+0000", "TZOFFSETTO:+0100", "TZNAME:BST", "END:DAYLIGHT", "END:VTIMEZONE",
    ]
}

extension String {
    fileprivate var trimmed: String {
        var view = self[...]
        while view.first == " " { view = view.dropFirst() }
        while view.last == " " { view = view.dropLast() }
        return String(view)
    }
}
