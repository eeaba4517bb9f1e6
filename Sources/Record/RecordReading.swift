public import Kernel

/// What a table shows: which rows, in what order, as known when.
public struct RowQuery: Sendable, Hashable {
    public enum Test: Sendable, Hashable {
        /// The column's text equals the value.
        case equals(String)
        /// The column's text contains the value, letter case ignored.
        case contains(String)
        case isEmpty
        case isNotEmpty
        /// ISO dates or natural order: from, inclusive.
        case atLeast(String)
        /// To, inclusive.
        case atMost(String)
    }

    public struct Filter: Sendable, Hashable {
        public let column: String
        public let test: Test
        public init(_ column: String, _ test: Test) {
            self.column = column
            self.test = test
        }
    }

    public struct Order: Sendable, Hashable {
        public let column: String
        public let descending: Bool
        public init(_ column: String, descending: Bool = false) {
            self.column = column
            self.descending = descending
        }
    }

    public var kind: RecordKind
    /// All must hold.
    public var filters: [Filter]
    /// Empty for the schema's own order.
    public var order: [Order]
    public var offset: Int
    /// Nil for all rows.
    public var limit: Int?
    /// Nil for all that is known now.
    public var asKnownAt: CalendarDate?
    /// Whether resolved values stand in place of read ones.
    public var resolved: Bool

    public init(
        _ kind: RecordKind, filters: [Filter] = [], order: [Order] = [], offset: Int = 0, limit: Int? = nil,
        asKnownAt: CalendarDate? = nil, resolved: Bool = false
    ) {
        self.kind = kind
        self.filters = filters
        self.order = order
        self.offset = offset
        self.limit = limit
        self.asKnownAt = asKnownAt
        self.resolved = resolved
    }
}

/// A row of an export: its record's key and one text a column of the schema.
public struct RecordRow: Sendable, Hashable {
    public let key: String
    public let values: [String]

    public init(key: String, values: [String]) {
        self.key = key
        self.values = values
    }
}

/// Rows of a query, and how many there are without its limit.
public struct RowPage: Sendable, Hashable {
    public let rows: [RecordRow]
    public let total: Int

    public init(rows: [RecordRow], total: Int) {
        self.rows = rows
        self.total = total
    }
}

/// A paper's text with what each line came to.
public struct PaperPage: Sendable {
    public struct Mark: Sendable, Hashable {
        public let kind: RecordKind
        public let key: String
        public init(kind: RecordKind, key: String) {
            self.kind = kind
            self.key = key
        }
    }

    public struct Line: Sendable {
        public let number: Int
        public let text: String
        public let claim: LineClaim
        /// The records whose passage holds the line.
        public let marks: [Mark]
        public init(number: Int, text: String, claim: LineClaim, marks: [Mark]) {
            self.number = number
            self.text = text
            self.claim = claim
            self.marks = marks
        }
    }

    public let card: PaperCard
    public let lines: [Line]

    public init(card: PaperCard, lines: [Line]) {
        self.card = card
        self.lines = lines
    }
}

/// A passage that a search found.
public struct SearchHit: Sendable, Hashable {
    public let paper: String
    public let line: Int
    public let text: String
    public let marks: [PaperPage.Mark]

    public init(paper: String, line: Int, text: String, marks: [PaperPage.Mark]) {
        self.paper = paper
        self.line = line
        self.text = text
        self.marks = marks
    }
}

/// Reads the record: the port that pages, exports and reports need of a store.
///
/// All reads of one call see one state of the record.
public protocol RecordReading: Sendable {
    /// Changes with every import and every resolution; equal states give equal tokens.
    func stateToken() async throws -> String
    func rows(_ query: RowQuery) async throws -> RowPage
    /// Distinct values of a column with the number of rows each, most frequent first, at most `limit`.
    func values(of column: String, in query: RowQuery, limit: Int) async throws -> [(value: String, count: Int)]
    /// One record, or nil where none of that key is known at the day.
    func entry(_ kind: RecordKind, key: String, asKnownAt: CalendarDate?) async throws -> Entry?
    /// Every statement about a record, in order of becoming known; superseded ones too.
    func history(_ kind: RecordKind, key: String) async throws -> [PlacedStatement]
    /// The text of a paper with its marks; nil where no such paper is known at the day.
    func paper(_ name: String, asKnownAt: CalendarDate?) async throws -> PaperPage?
    /// The bytes of a paper as imported.
    func bytes(ofPaper name: String) async throws -> [UInt8]?
    /// Passages that hold all words of a query, best first; at most `limit`.
    func search(_ words: String, asKnownAt: CalendarDate?, limit: Int) async throws -> [SearchHit]
    /// Days on which something became known, ascending, without repeats.
    func knownDays() async throws -> [CalendarDate]
    /// All entries of a kind, in the schema's order: for rules, reports and gates.
    func entries(_ kind: RecordKind, asKnownAt: CalendarDate?) async throws -> [Entry]
}
