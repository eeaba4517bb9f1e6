public import Record

/// A format of an export.
public enum ExportFormat: String, CaseIterable, Sendable {
    case csv
    case json
    case xlsx
    case ics

    public var contentType: String {
        switch self {
        case .csv: "text/csv; charset=utf-8; header=present"
        case .json: "application/json; charset=utf-8"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .ics: "text/calendar; charset=utf-8"
        }
    }

    /// Whether the format can carry records of that kind: a calendar carries what has a day.
    public func carries(_ kind: RecordKind) -> Bool {
        self == .ics ? CalendarWriter.kinds.contains(kind) : true
    }
}

/// Columns and rows to write: every format writes the same texts in the same order.
public struct ExportTable: Sendable {
    public let kind: RecordKind
    public let columns: [Column]
    /// One text a column, in the order of `columns`.
    public let rows: [RecordRow]

    /// Precondition: each row has one text a column.
    public init(kind: RecordKind, columns: [Column], rows: [RecordRow]) {
        precondition(rows.allSatisfy { $0.values.count == columns.count }, "a row has one text a column")
        self.kind = kind
        self.columns = columns
        self.rows = rows
    }

    /// The rows of a page of the store, cut to the named columns in the schema's order; all columns where none is named.
    public init(kind: RecordKind, page: RowPage, only names: [String] = []) {
        let schema = kind.schema
        let wanted = Set(names)
        let places = schema.columns.indices.filter { names.isEmpty || wanted.contains(schema.columns[$0].name) }
        self.init(
            kind: kind, columns: places.map { schema.columns[$0] },
            rows: page.rows.map { row in RecordRow(key: row.key, values: places.map { row.values[$0] }) })
    }
}

/// Why an export could not be written.
public enum FormatError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The format cannot carry the kind.
    case notCarried(format: ExportFormat, kind: RecordKind)
    /// The spreadsheet library failed, with its own words.
    case spreadsheet(String)
    /// More rows than a sheet can hold.
    case tooManyRows(Int, limit: Int)

    public var description: String {
        switch self {
        case .notCarried(let format, let kind):
            "\(kind.rawValue) cannot be written as \(format.rawValue); "
                + "a calendar carries \(CalendarWriter.kinds.map(\.rawValue).joined(separator: ", "))"
        case .spreadsheet(let words): "the spreadsheet could not be written: \(words)"
        case .tooManyRows(let rows, let limit): "\(rows) rows do not fit a sheet, which holds \(limit)"
        }
    }
}
