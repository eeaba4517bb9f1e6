import Record

/// The table that shows one kind of record: a row for each state that a record has had.
///
/// Beside a text column for each column of the export it has columns of its own, marked by an underscore: `_key`;
/// `_from` (ISO date, empty for from the start) and `_to` (exclusive, NULL for good); `_form` (0 as read and resolved
/// alike, 1 as read, 2 resolved); `_place`, the row's place in the default order; `_sort_x` for natural order by x.
struct ViewTable: Sendable {
    /// A column of the default order.
    struct OrderColumn: Sendable {
        let place: Int
        let isNatural: Bool
    }

    let kind: RecordKind
    let schema: Schema
    let name: String
    let order: [OrderColumn]
    /// Places of columns with a natural-sort twin.
    let natural: [Int]

    static let all: [ViewTable] = RecordKind.allCases.map(ViewTable.init)

    static func of(_ kind: RecordKind) -> ViewTable { all[kind.ordinal] }

    private init(_ kind: RecordKind) {
        self.kind = kind
        let schema = kind.schema
        self.schema = schema
        name = "view_" + String(kind.rawValue.map { $0 == "-" ? "_" : $0 })
        order = schema.order.compactMap { name in
            schema.place(of: name).map {
                OrderColumn(place: $0, isNatural: Self.isNatural(schema.columns[$0].type))
            }
        }
        natural = schema.columns.indices.filter { Self.isNatural(schema.columns[$0].type) }
    }

    /// An entry's texts in the columns of the default order.
    func orderTexts(of entry: Entry) -> [String] { order.map { entry.exported(schema.columns[$0.place].name) } }

    static func isNatural(_ type: ColumnType) -> Bool { type == .identifier || type == .integer }

    /// What every index ends with, so that paging and counting never touch the rows themselves.
    private static let tail = #""_place", "_to", "_from", "_form""#

    var tableSQL: String {
        let own = [
            #""_id" INTEGER PRIMARY KEY"#, #""_key" TEXT NOT NULL"#, #""_from" TEXT NOT NULL"#, #""_to" TEXT"#,
            #""_form" INTEGER NOT NULL"#, #""_place" BLOB NOT NULL"#,
        ]
        let texts = schema.columns.map { "\"\($0.name)\" TEXT NOT NULL" }
        let sorts = natural.map { "\"_sort_\(schema.columns[$0].name)\" BLOB NOT NULL" }
        return "CREATE TABLE \(name) (\n    " + (own + texts + sorts).joined(separator: ",\n    ") + "\n) STRICT"
    }

    var keyIndex: String { "\(name)_by_key" }

    /// Each index's name and statement.
    var indexes: [(name: String, sql: String)] {
        var list = [(keyIndex, #"("_key")"#), ("\(name)_by_place", "(\(Self.tail))")]
        for column in schema.columns where Self.isIndexed(column, of: kind) {
            list.append(("\(name)_by_\(column.name)", "(\(sortColumn(column)), \(Self.tail))"))
        }
        return list.map { ($0.0, "CREATE INDEX \($0.0) ON \(name) \($0.1)") }
    }

    var insertSQL: String {
        let names =
            [#""_key""#, #""_from""#, #""_to""#, #""_form""#, #""_place""#] + schema.columns.map { "\"\($0.name)\"" }
            + natural.map { "\"_sort_\(schema.columns[$0].name)\"" }
        let marks = Array(repeating: "?", count: names.count).joined(separator: ", ")
        return "INSERT INTO \(name) (\(names.joined(separator: ", "))) VALUES (\(marks))"
    }

    var deleteSQL: String { #"DELETE FROM \#(name) WHERE "_key" = ?"# }

    /// What a column is sorted and bounded by.
    func sortColumn(_ column: Column) -> String {
        Self.isNatural(column.type) ? "\"_sort_\(column.name)\"" : "\"\(column.name)\""
    }

    /// Columns that people sort and filter by; others are scanned.
    private static func isIndexed(_ column: Column, of kind: RecordKind) -> Bool {
        switch kind {
        case .actions: ["reference", "group", "meeting", "raised", "due", "status"].contains(column.name)
        case .milestones: ["id", "tier", "baseline", "forecast", "state"].contains(column.name)
        case .identifiers: ["canonical"].contains(column.name)
        default: [.identifier, .date, .tier].contains(column.type) && kind.schema.contract.contains(column)
        }
    }
}
