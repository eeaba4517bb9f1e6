public import Kernel

/// A line of a paper as a source: written `paper#line`.
public struct Source: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The paper's file name without extension.
    public let paper: String
    public let line: Int

    public init(paper: String, line: Int) {
        self.paper = paper
        self.line = line
    }

    public var description: String { "\(paper)#\(line)" }

    public static func < (left: Source, right: Source) -> Bool {
        (left.paper, left.line) < (right.paper, right.line)
    }
}

/// A statement with the paper it stands in.
public struct PlacedStatement: Sendable, Hashable {
    public let statement: Statement
    public let paper: PaperCard
    /// From when the statement counts: `paper.knownFrom`.
    public let knownFrom: CalendarDate?
    /// Until when it counts, exclusive: the day on which a correction of its paper became known; nil for good.
    public let knownTo: CalendarDate?

    public init(statement: Statement, paper: PaperCard, knownFrom: CalendarDate?, knownTo: CalendarDate?) {
        self.statement = statement
        self.paper = paper
        self.knownFrom = knownFrom
        self.knownTo = knownTo
    }

    /// Whether the statement counts on a day; nil asks for all that is known now.
    public func counts(asKnownAt day: CalendarDate?) -> Bool {
        guard let day else { return knownTo == nil }
        return (knownFrom.map { $0 <= day } ?? true) && (knownTo.map { day < $0 } ?? true)
    }
}

/// A value that another statement gives for the same field.
public struct Alternative: Sendable, Hashable {
    public let value: String
    public let printed: String
    public let sources: [Source]

    public init(value: String, printed: String, sources: [Source]) {
        self.value = value
        self.printed = printed
        self.sources = sources
    }
}

/// The current state of one field of a record.
public struct FieldState: Sendable, Hashable {
    public var value: Value?
    public var printed: String
    public var resolved: ResolvedValue?
    public var doubts: [String]
    /// Where the chosen value is printed.
    public var sources: [Source]
    /// Differing values of other statements that count, in order of their sources.
    public var alternatives: [Alternative]

    public init(
        value: Value?, printed: String, resolved: ResolvedValue? = nil, doubts: [String] = [], sources: [Source] = [],
        alternatives: [Alternative] = []
    ) {
        self.value = value
        self.printed = printed
        self.resolved = resolved
        self.doubts = doubts
        self.sources = sources
        self.alternatives = alternatives
    }
}

/// A record as derived from every statement that counts.
public struct Entry: Sendable, Hashable {
    public let kind: RecordKind
    public let key: String
    /// Field states by column name; columns that no statement fills are absent.
    public var fields: [String: FieldState]
    /// All lines that speak of the record, sorted by paper, then line.
    public var sources: [Source]
    public var doubts: [String]

    public init(kind: RecordKind, key: String, fields: [String: FieldState], sources: [Source], doubts: [String]) {
        self.kind = kind
        self.key = key
        self.fields = fields
        self.sources = sources
        self.doubts = doubts
    }

    /// The value of a column as exports write it; empty where there is none.
    ///
    /// Precondition: the kind has the column.
    public func exported(_ name: String, resolved: Bool = false) -> String {
        guard let column = kind.schema.column(name) else {
            preconditionFailure("\(kind.rawValue) has no column \(name)")
        }
        switch column.type {
        case .sources: return sources.map(\.description).joined(separator: ";")
        case .printed:
            if let own = fields[name] { return own.value?.exported ?? own.printed }
            return fields[String(name.dropLast("_printed".count))]?.printed ?? ""
        default: break
        }
        if name == "doubts" { return doubts.joined(separator: " | ") }
        guard let field = fields[name] else { return "" }
        if resolved, let chosen = field.resolved { return chosen.value }
        return field.value?.exported ?? ""
    }

    /// The whole row in the order of the schema's columns.
    public func row(resolved: Bool = false) -> [String] {
        kind.schema.columns.map { exported($0.name, resolved: resolved) }
    }

    public func text(_ name: String) -> String { exported(name) }

    public func date(_ name: String) -> CalendarDate? {
        switch fields[name]?.value {
        case .date(let date)?: date
        // A moment with its time: the day stands before the T.
        case .text(let text)? where kind.schema.column(name)?.type == .moment: CalendarDate(iso: text.prefix(10))
        default: nil
        }
    }

    public func integer(_ name: String) -> Int? {
        if case .integer(let number)? = fields[name]?.value { number } else { nil }
    }
}
