import DIP
import Kernel

/// One cell of a table of the stand-in's pages, for the page and for the stream alike.
struct DIPCell: Sendable, Equatable {
    var text: String
    var style = "t-text"
    var href: String?
    /// Names the look of a word in a frame; nil for plain text.
    var tone: String?
    /// A second line, fainter.
    var detail: String?
    /// The instant behind a text that is one.
    var instant: Instant?

    init(_ text: String?, style: String = "t-text", href: String? = nil, tone: String? = nil, detail: String? = nil) {
        self.text = text ?? ""
        self.style = style
        self.href = href
        self.tone = tone
        self.detail = detail
    }

    /// A role: its code, its name below.
    init(_ role: RoleCode) { self.init(role.text, detail: DIPWording.role(role)) }

    /// A party's DIP ID, or the platform's own name for the number that stands for it, with a link.
    init(party id: String, href: String?) {
        let isPlatform = id == StatusEntry.platform
        self.init(isPlatform ? "the platform" : id, style: "t-code", href: href)
    }

    /// A time in UTC to the millisecond, its day below.
    init(_ instant: Instant, href: String? = nil) {
        text = String(DIPWording.time(instant).dropFirst(11))
        detail = instant.date
        style = "t-date"
        self.href = href
        self.instant = instant
    }

    /// The class of its cell: texts without a place to break may be broken anywhere.
    var classes: String {
        var run = 0
        var longest = 0
        for byte in text.utf8 {
            run = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") ? 0 : run + 1
            longest = max(longest, run)
        }
        // A code keeps together for longer: broken, it is hard to compare.
        let most = style == "t-code" ? 26 : 18
        return style + (text.isEmpty && detail == nil ? " is-empty" : longest > most ? " has-long" : "")
    }
}

extension Markup {
    /// Adds a row: its first cell heads it.
    mutating func row(_ cells: [DIPCell], heads: [PlainHead], data sequence: Int64? = nil) {
        raw("<tr")
        if let sequence { attribute("data-sequence", String(sequence)) }
        raw(">")
        for (place, cell) in cells.enumerated() { self.cell(cell, head: heads[place], isFirst: place == 0) }
        raw("</tr>\n")
    }

    private mutating func cell(_ cell: DIPCell, head: PlainHead, isFirst: Bool) {
        raw(isFirst ? "<th scope=\"row\"" : "<td")
        attribute("class", cell.classes)
        attribute("data-label", head.text)
        raw(">")
        if cell.text.isEmpty {
            if cell.detail == nil { raw("<span class=\"nothing\" aria-label=\"empty\">–</span>") }
        } else {
            words(of: cell)
        }
        if let detail = cell.detail {
            raw("<span class=\"cell-note\">")
            text(detail)
            raw("</span>")
        }
        raw(isFirst ? "</th>" : "</td>")
    }

    private mutating func words(of cell: DIPCell) {
        if let href = cell.href {
            raw("<a")
            attribute("href", href)
            raw(">")
        }
        if let tone = cell.tone {
            raw("<span")
            attribute("class", "mark tone-\(tone)")
            raw(">")
        } else if let instant = cell.instant {
            raw("<time")
            attribute("datetime", instant.iso)
            raw(">")
        }
        text(cell.text)
        if cell.tone != nil { raw("</span>") } else if cell.instant != nil { raw("</time>") }
        if cell.href != nil { raw("</a>") }
    }

    /// Adds a cell with a button that sends a form, behind the other cells of a row that was just added.
    mutating func button(
        _ words: String, of thing: String, hidden: [HiddenField], action: String, head: PlainHead
    ) {
        dropRowEnd()
        raw("<td class=\"t-act\"")
        attribute("data-label", head.text)
        raw("><form method=\"post\"")
        attribute("action", action)
        raw(">")
        for field in hidden {
            raw("<input type=\"hidden\"")
            attribute("name", field.name)
            attribute("value", field.value)
            raw(">")
        }
        raw("<button type=\"submit\">")
        text(words)
        raw("<span class=\"unseen\"> ")
        text(thing)
        raw("</span></button></form></td></tr>\n")
    }
}

/// How values of the stand-in are put for reading.
enum DIPWording {
    /// `2026-04-01 09:00:00.123`, UTC.
    static func time(_ instant: Instant) -> String {
        let iso = instant.iso
        return iso.prefix(10) + " " + iso.dropFirst(11).dropLast()
    }

    /// A length of time: `0 ms`, `1.204 s`, `5 s`, `4 min 5 s`, `3 h 20 min`, `5 d 4 h`.
    static func span(milliseconds: Int64) -> String {
        let sign = milliseconds < 0 ? "−" : ""
        let length = milliseconds.magnitude
        let seconds = length / 1_000
        switch length {
        case ..<1_000: return "\(sign)\(length) ms"
        case ..<60_000:
            return length % 1_000 == 0 ? "\(sign)\(seconds) s" : "\(sign)\(seconds).\(padded(length % 1_000)) s"
        case ..<3_600_000: return "\(sign)\(seconds / 60) min \(seconds % 60) s"
        case ..<172_800_000: return "\(sign)\(seconds / 3_600) h \(seconds / 60 % 60) min"
        default: return "\(sign)\(seconds / 86_400) d \(seconds / 3_600 % 24) h"
        }
    }

    private static func padded(_ value: UInt64) -> String {
        let digits = String(value)
        return String(repeating: "0", count: 3 - digits.utf8.count) + digits
    }

    /// The same without its fraction, for what was never meant to the millisecond: `2026-04-01 09:00:00`.
    static func second(_ instant: Instant) -> String { String(time(instant).dropLast(4)) }

    /// A role's name in words; nil for a code that our table of roles does not know.
    static func role(_ code: RoleCode) -> String? { RoutingTable.builtIn.roles.first { $0.code == code }?.name }

    /// A detail without the code that it begins with, where the code stands beside it: `RCP0000 - Success`, `Success`.
    static func detail(_ text: String, beside code: String?) -> String {
        guard let code, text.hasPrefix(code + " - ") else { return text }
        return String(text.dropFirst(code.utf8.count + 3))
    }

    /// What kind of line it is, in a word or two.
    static func event(_ event: JournalLine.Event) -> String {
        switch event {
        case .attempted: "tried"
        case .channel: "channel"
        default: event.rawValue
        }
    }

    static func tone(of event: JournalLine.Event) -> String {
        switch event {
        case .accepted: "calm"
        case .delivered: "good"
        case .refused, .undelivered: "bad"
        case .attempted: "warm"
        case .fault, .outage: "fair"
        case .status, .replayed, .requeued, .enrolled, .channel, .appointment, .note: "quiet"
        }
    }

    static func tone(of outcome: RunOutcome) -> String {
        switch outcome {
        case .running: "calm"
        case .passed: "good"
        case .failed: "bad"
        case .broken: "warm"
        case .skipped: "quiet"
        }
    }

    static func tone(of confidence: SettingConfidence) -> String {
        switch confidence {
        case .stated: "good"
        case .inferred: "fair"
        case .chosen: "warm"
        }
    }
}

/// Reads points in time as forms and addresses write them, in UTC.
enum InstantText {
    /// `2026-04-01`, `2026-04-01T09:00`, with seconds, with milliseconds, with a `Z`, `+00:00` or nothing; nil for anything else.
    static func read(_ text: String) -> Instant? {
        var rest = Array(text.utf8)
        if rest.last == UInt8(ascii: "Z") {
            rest.removeLast()
        } else if rest.count > 16, rest.suffix(6).elementsEqual("+00:00".utf8) {
            rest.removeLast(6)
        }
        guard rest.count >= 10, let day = CalendarDate(iso: String(decoding: rest[..<10], as: UTF8.self)) else {
            return nil
        }
        var milliseconds = Int64(day.dayNumber) * 86_400_000
        guard rest.count > 10 else { return Instant(milliseconds: milliseconds) }
        guard [16, 19, 23].contains(rest.count), rest[10] == UInt8(ascii: "T") || rest[10] == 0x20,
            rest[13] == UInt8(ascii: ":"), let hour = number(rest[11..<13], below: 24),
            let minute = number(rest[14..<16], below: 60)
        else { return nil }
        milliseconds += hour * 3_600_000 + minute * 60_000
        if rest.count >= 19 {
            guard rest[16] == UInt8(ascii: ":"), let second = number(rest[17..<19], below: 60) else { return nil }
            milliseconds += second * 1_000
        }
        if rest.count == 23 {
            guard rest[19] == UInt8(ascii: "."), let part = number(rest[20..<23], below: 1_000) else { return nil }
            milliseconds += part
        }
        return Instant(milliseconds: milliseconds)
    }

    private static func number(_ digits: ArraySlice<UInt8>, below limit: Int64) -> Int64? {
        var value: Int64 = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int64(digit - 0x30)
        }
        return value < limit ? value : nil
    }
}
