/// What a column holds; it decides how a value is read, compared, sorted and written.
public enum ColumnType: String, Sendable, Hashable {
    /// Free text, whitespace folded.
    case text
    /// A canonical identifier, such as `TMAG08-01`; compared by natural order.
    case identifier
    /// A calendar date, ISO 8601.
    case date
    /// A day, or a day with its time where one is printed: `2023-08-24`, `2023-08-24T12:30`.
    case moment
    /// A time of day, `HH:MM`.
    case time
    /// A whole number.
    case integer
    /// `yes` or `no`.
    case truth
    /// `T1`, `T2` or `T3`.
    case tier
    /// Values joined by ` | `.
    case list
    /// `Organisation/Person` joined by `; `.
    case owners
    /// The characters as printed of the column that the name without `_printed` names.
    case printed
    /// `paper#line` joined by `;`.
    case sources
}

/// A column of an export: its name is a contract.
public struct Column: Sendable, Hashable {
    public let name: String
    public let type: ColumnType

    public init(_ name: String, _ type: ColumnType) {
        self.name = name
        self.type = type
    }
}

/// The columns of one kind of record.
///
/// `contract` holds the columns that users' programs may rely on, in order. `additional` holds columns of our own that
/// come after them: printed twins of typed columns, and whatever a reader learnt beside the contract. Every export ends
/// with `doubts`.
public struct Schema: Sendable {
    public let kind: RecordKind
    public let contract: [Column]
    public let additional: [Column]
    /// Columns that order the rows of an export; ties go by the first source, then by key.
    public let order: [String]

    /// All columns of the export in order, `doubts` last.
    public let columns: [Column]
    private let places: [String: Int]

    init(_ kind: RecordKind, _ contract: String, additional: String = "", order: String = "") {
        self.kind = kind
        let stated = Self.parse(contract)
        var own = Self.parse(additional)
        let names = Set((stated + own).map(\.name))
        for column in stated where [.date, .moment, .time, .integer].contains(column.type) {
            let twin = column.name + "_printed"
            if !kind.isComputed && !names.contains(twin) { own.append(Column(twin, .printed)) }
        }
        self.contract = stated
        self.additional = own
        self.order = order.split(separator: ",").map(String.init)
        let all = stated + own + [Column("doubts", .list)]
        self.columns = all
        self.places = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($0.element.name, $0.offset) })
    }

    /// The place of a column in `columns`, or nil where the kind has no such column.
    public func place(of name: String) -> Int? { places[name] }

    /// The column of that name, or nil where the kind has no such column.
    public func column(_ name: String) -> Column? { places[name].map { columns[$0] } }

    /// Columns that a statement may fill: everything but what is derived from the statement itself.
    public var stateable: [Column] {
        columns.filter { $0.type != .printed && $0.type != .sources && $0.name != "doubts" }
    }

    /// Reads `name` or `name:type`, joined by commas; the type defaults by name.
    private static func parse(_ text: String) -> [Column] {
        text.split(separator: ",").map { part in
            let pieces = part.split(separator: ":")
            let name = String(pieces[0])
            if pieces.count > 1, let type = ColumnType(rawValue: String(pieces[1])) { return Column(name, type) }
            if name.hasSuffix("_printed") { return Column(name, .printed) }
            if name == "sources" { return Column(name, .sources) }
            return Column(name, .text)
        }
    }
}
