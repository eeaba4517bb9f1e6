public import Kernel

/// A value as read from print, in the type of its column.
public enum Value: Sendable, Hashable {
    case text(String)
    case date(CalendarDate)
    case time(TimeOfDay)
    case integer(Int)
    case truth(Bool)
    /// Written joined by ` | `.
    case list([String])

    /// The value as every export writes it: ISO dates, `yes` and `no`, lists joined by ` | `.
    public var exported: String {
        switch self {
        case .text(let text): text
        case .date(let date): date.iso
        case .time(let time): time.description
        case .integer(let number): String(number)
        case .truth(let truth): truth ? "yes" : "no"
        case .list(let items): items.joined(separator: " | ")
        }
    }

    /// Reads back what `exported` wrote for a column of the given type; nil where the text is not of that type.
    public init?(exported text: String, as type: ColumnType) {
        switch type {
        case .date:
            guard let date = CalendarDate(iso: text) else { return nil }
            self = .date(date)
        case .time:
            let parts = text.split(separator: ":")
            guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]),
                let time = TimeOfDay(hour: hour, minute: minute)
            else { return nil }
            self = .time(time)
        case .integer:
            guard let number = Int(text) else { return nil }
            self = .integer(number)
        case .truth:
            guard text == "yes" || text == "no" else { return nil }
            self = .truth(text == "yes")
        case .list:
            self = .list(Self.split(text, by: " | "))
        case .moment:
            self = CalendarDate(iso: text).map { .date($0) } ?? .text(text)
        case .text, .identifier, .tier, .owners, .printed, .sources:
            self = .text(text)
        }
    }

    /// Whether the value may stand in a column of that type.
    public func fits(_ type: ColumnType) -> Bool {
        switch self {
        case .date: type == .date || type == .moment
        case .time: type == .time
        case .integer: type == .integer
        case .truth: type == .truth
        case .list: type == .list
        case .text: [.text, .identifier, .tier, .owners, .printed, .sources, .moment].contains(type)
        }
    }

    private static func split(_ text: String, by separator: String) -> [String] {
        var items: [String] = []
        var rest = text[...]
        while let range = firstRange(of: separator, in: rest) {
            items.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        items.append(String(rest))
        return items
    }

    private static func firstRange(of separator: String, in text: Substring) -> Range<String.Index>? {
        var start = text.startIndex
        while start < text.endIndex {
            if text[start...].hasPrefix(separator) {
                return start..<text.index(start, offsetBy: separator.count)
            }
            start = text.index(after: start)
        }
        return nil
    }
}

/// A value chosen in place of the one read: by a named rule, or by a person.
public struct ResolvedValue: Sendable, Hashable {
    /// The value as an export writes it.
    public let value: String
    /// The rule's name, or `person`.
    public let by: String
    /// Why, in words, with the evidence.
    public let reason: String

    public init(value: String, by: String, reason: String) {
        self.value = value
        self.by = by
        self.reason = reason
    }
}
