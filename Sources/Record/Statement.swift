public import Kernel

/// Where in a paper's text something is printed.
public struct Place: Sendable, Hashable, Comparable {
    /// Physical line, from 1.
    public let line: Int
    /// Cell of the line's tab-separated cells, from 0; nil for running text.
    public let cell: Int?
    /// UTF-8 offsets within the line; nil for the whole cell or line.
    public let range: Range<Int>?

    public init(line: Int, cell: Int? = nil, range: Range<Int>? = nil) {
        self.line = line
        self.cell = cell
        self.range = range
    }

    public static func < (left: Place, right: Place) -> Bool {
        (left.line, left.cell ?? -1, left.range?.lowerBound ?? -1)
            < (right.line, right.cell ?? -1, right.range?.lowerBound ?? -1)
    }
}

/// One field as a statement gives it: what is printed, what was read, and what is doubtful about the reading.
public struct FieldReading: Sendable, Hashable {
    /// A column name of the statement's kind.
    public let name: String
    /// The characters as printed, never altered; empty where a rule derived the value.
    public let printed: String
    /// The typed value; nil where the print could not be read as the column's type.
    public let value: Value?
    /// Where it is printed; nil where the statement's lines say it all.
    public let place: Place?
    /// What is uncertain about the reading, in words.
    public let doubts: [String]
    /// What a named rule would put in the value's place, with its reason.
    public let resolved: ResolvedValue?

    public init(
        _ name: String, _ value: Value?, printed: String? = nil, at place: Place? = nil, doubts: [String] = [],
        resolved: ResolvedValue? = nil
    ) {
        self.name = name
        self.value = value
        self.printed = printed ?? value?.exported ?? ""
        self.place = place
        self.doubts = doubts
        self.resolved = resolved
    }

    /// A text field; empty text is no value.
    public static func text(
        _ name: String, _ text: String, printed: String? = nil, at place: Place? = nil, doubts: [String] = []
    ) -> FieldReading {
        FieldReading(name, text.isEmpty ? nil : .text(text), printed: printed ?? text, at: place, doubts: doubts)
    }
}

/// How much a statement's fields weigh when several statements speak of one record: the heaviest wins, then the latest.
public enum Weight: Int, Sendable, Hashable, Comparable {
    /// The record is only cited.
    case mention = 0
    /// Said in running text.
    case inline = 1
    /// A table or list of another purpose.
    case extract = 2
    /// A row of the record's own table.
    case table = 3

    public static func < (left: Weight, right: Weight) -> Bool { left.rawValue < right.rawValue }
}

/// What one place of one paper says of one record: the unit of the append-only store.
public struct Statement: Sendable, Hashable {
    public let kind: RecordKind
    /// Names the record within its kind; the same for every paper that speaks of the record.
    public let key: String
    public let fields: [FieldReading]
    /// Physical lines of the passage, ascending, without repeats, never empty.
    public let lines: [Int]
    /// The reader's rule that made the statement, for example `actions-table`.
    public let rule: String
    public let weight: Weight
    /// When the fact holds in the programme; nil for the paper's meeting.
    public let holds: CalendarDate?
    /// What is uncertain about the record as a whole, in words.
    public let doubts: [String]

    /// Makes a statement. Precondition: the kind has every named column, each value fits its column, there is a line.
    public init(
        _ kind: RecordKind, key: String, lines: [Int], rule: String, weight: Weight = .table,
        holds: CalendarDate? = nil, doubts: [String] = [], fields: [FieldReading]
    ) {
        precondition(!lines.isEmpty, "a statement has a passage: \(kind.rawValue) \(key)")
        let schema = kind.schema
        for field in fields {
            guard let column = schema.column(field.name) else {
                preconditionFailure("\(kind.rawValue) has no column \(field.name)")
            }
            precondition(
                field.value.map { $0.fits(column.type) } ?? true,
                "\(kind.rawValue).\(field.name) is a \(column.type.rawValue)")
        }
        self.kind = kind
        self.key = key
        self.lines = Array(Set(lines)).sorted()
        self.rule = rule
        self.weight = weight
        self.holds = holds
        self.doubts = doubts
        self.fields = fields
    }
}
