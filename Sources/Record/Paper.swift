public import Kernel

/// The form of a paper.
public enum PaperKind: String, CaseIterable, Sendable, Hashable, Codable {
    case minutes
    case headline
    case pack
}

/// A paper as the record knows it: what it is, whose it is, and since when the programme could know it.
public struct PaperCard: Sendable, Hashable {
    /// The file's name without its extension.
    public var name: String
    public var kind: PaperKind
    /// Code of the group, such as `TMAG`; empty where none is printed.
    public var group: String
    /// Canonical meeting number, `8` or `10.1`; empty where none is printed.
    public var meeting: String
    public var title: String
    public var documentID: String
    public var version: String
    public var issueDate: CalendarDate?
    public var issueDatePrinted: String
    public var meetingDate: CalendarDate?
    /// SHA-256 of the bytes, lower-case hexadecimal.
    public var digest: String
    /// Lines that hold the card's own facts.
    public var lines: [Int]
    public var doubts: [String]

    public init(
        name: String, kind: PaperKind, group: String = "", meeting: String = "", title: String = "",
        documentID: String = "", version: String = "", issueDate: CalendarDate? = nil, issueDatePrinted: String = "",
        meetingDate: CalendarDate? = nil, digest: String = "", lines: [Int] = [], doubts: [String] = []
    ) {
        self.name = name
        self.kind = kind
        self.group = group
        self.meeting = meeting
        self.title = title
        self.documentID = documentID
        self.version = version
        self.issueDate = issueDate
        self.issueDatePrinted = issueDatePrinted
        self.meetingDate = meetingDate
        self.digest = digest
        self.lines = lines
        self.doubts = doubts
    }

    /// The day from which the programme could know the paper: its issue date; where there is none, or one before the
    /// meeting (a contradiction), the meeting's date. Nil counts as known from the start.
    public var knownFrom: CalendarDate? {
        guard let issueDate else { return meetingDate }
        guard let meetingDate else { return issueDate }
        return max(issueDate, meetingDate)
    }

    /// Names the paper apart from its corrections: a later text of the same form, meeting and document supersedes.
    public var series: String {
        let place = documentID.isEmpty ? "\(group) \(meeting)" : documentID
        return group.isEmpty && meeting.isEmpty && documentID.isEmpty
            ? "\(kind.rawValue) \(name)" : "\(kind.rawValue) \(place)"
    }
}

/// What became of a line of a paper.
public enum LineClaim: UInt8, Sendable, Hashable, CaseIterable {
    /// Nothing but white space.
    case blank = 0
    /// No record, heading or narrative claims it.
    case unclaimed = 1
    /// A statement's passage.
    case record = 2
    /// A heading, a table's head, a label.
    case heading = 3
    /// Running text that belongs to a section and states no record.
    case narrative = 4
}

/// A paper as read: its card, its statements, and what became of each line.
public struct ReadPaper: Sendable {
    public var card: PaperCard
    /// In the order of the text.
    public var statements: [Statement]
    /// One a physical line.
    public var claims: [LineClaim]

    public init(card: PaperCard, statements: [Statement], claims: [LineClaim]) {
        self.card = card
        self.statements = statements
        self.claims = claims
    }
}
