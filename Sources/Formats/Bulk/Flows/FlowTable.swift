public import Market

/// The layout of an industry flow, as data: its groups, their fields, and how they nest.
///
/// One writer writes every flow from its table, and checks what it is given against it. Layouts are those of public
/// builders and parsers (testdata.md 3.2); the official catalogue was not at hand, so widths are as wide as the samples
/// allow.
public struct FlowTable: Sendable, Hashable {
    /// `D0036`.
    public var code: String
    /// Three digits.
    public var version: String
    public var title: String
    public var from: FlowEnd
    public var to: FlowEnd
    /// The days that its dates name.
    public var days = DayKind.local
    /// Whether the trailer states the count of lines a second time, or leaves that field empty.
    public var countsTwice: Bool
    /// The outermost group: the trailer counts its lines.
    public var batchGroup: String
    /// In the order in which they may follow one another.
    public var groups: [FlowGroup]

    public subscript(group: String) -> FlowGroup? { groups.first { $0.id == group } }
}

/// A party to a flow, whose identifiers the run's settings give.
public enum FlowEnd: Sendable, Hashable { case sender, recipient, supplier, meterOperator }

/// A group of a flow: one line.
public struct FlowGroup: Sendable, Hashable {
    /// Three characters.
    public var id: String
    /// The group that it stands in; nil for an outermost one.
    public var inside: String?
    /// How often it stands in one of them.
    public var times: ClosedRange<Int>
    public var fields: [FlowField]

    init(_ id: String, inside: String? = nil, times: ClosedRange<Int> = 1...Int.max, _ fields: [FlowField]) {
        self.id = id
        self.inside = inside
        self.times = times
        self.fields = fields
    }
}

/// A field of a group.
public struct FlowField: Sendable, Hashable {
    public var name: String
    public var kind: FlowKind
    /// Characters; a field that may have none may be empty.
    public var width: ClosedRange<Int>
    /// What a row of half hours puts into it.
    public var holds: FlowSeriesItem?

    init(_ name: String, _ kind: FlowKind, _ width: ClosedRange<Int>, holds: FlowSeriesItem? = nil) {
        self.name = name
        self.kind = kind
        self.width = width
        self.holds = holds
    }

    /// A field that always has the same number of characters.
    init(_ name: String, _ kind: FlowKind, _ width: Int, holds: FlowSeriesItem? = nil) {
        self.init(name, kind, width...width, holds: holds)
    }
}

/// What a field's text is.
public enum FlowKind: Sendable, Hashable {
    /// Characters of ASCII, without the separator and without control characters.
    case text
    /// Decimal digits.
    case digits
    /// A number with so many digits behind the point; `signed` ones may be negative.
    case decimal(places: Int, signed: Bool)
    /// `YYYYMMDD`.
    case date
    /// `YYYYMMDDHHMMSS`.
    case stamp
    /// One of these words.
    case choice([String])
}

/// What a row of half hours gives to a flow.
public enum FlowSeriesItem: Sendable, Hashable {
    case mpan, quantity, supplier, day
    /// `A` for an actual value, `E` for any other.
    case flag
    /// Kilowatt-hours of a half hour.
    case energy
}
