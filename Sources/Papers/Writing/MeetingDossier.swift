public import Kernel
public import Record

/// Everything the record knows of one meeting, as its own papers state it: what a report is written from.
public struct MeetingDossier: Sendable {
    public var meeting: Entry
    public var groupName: String
    /// The issue date to print; nil prints none.
    public var issued: CalendarDate?
    public var attendees: [Entry]
    public var actions: [Entry]
    public var decisions: [Entry]
    public var raid: [Entry]
    public var discussion: [Entry]
    public var sections: [Entry]

    public init(
        meeting: Entry, groupName: String, issued: CalendarDate?, attendees: [Entry] = [], actions: [Entry] = [],
        decisions: [Entry] = [], raid: [Entry] = [], discussion: [Entry] = [], sections: [Entry] = []
    ) {
        self.meeting = meeting
        self.groupName = groupName
        self.issued = issued
        self.attendees = attendees
        self.actions = actions
        self.decisions = decisions
        self.raid = raid
        self.discussion = discussion
        self.sections = sections
    }
}

/// A paper to be written, before it has a format.
public struct WrittenPaper: Sendable, Hashable {
    public enum Element: Sendable, Hashable {
        case title(String)
        case heading(String)
        case subheading(String)
        case paragraph(String)
        case item(String)
        /// Rows of a table without a head.
        case facts([[String]])
        case table(head: [String], rows: [[String]])
    }

    public var elements: [Element]

    public init(elements: [Element]) { self.elements = elements }
}

/// The forms of report that can be written.
public enum ReportForm: String, CaseIterable, Sendable {
    case headline
    case minutes
}

/// The formats a report is written in.
public enum ReportFormat: String, CaseIterable, Sendable {
    case text
    case markdown
    case html
}
