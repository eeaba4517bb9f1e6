import Foundation
import GRDB
import Kernel
import Record

/// A query as SQL: every name in it comes from the schema, every value is bound.
struct RowSQL {
    let table: ViewTable
    let condition: String
    let order: String
    let arguments: [DatabaseValue]

    /// - Throws: `StoreError.unknownColumn`.
    init(_ query: RowQuery) throws(StoreError) {
        let table = ViewTable.of(query.kind)
        self.table = table
        var conditions: [String] = []
        var arguments: [DatabaseValue] = []
        if let day = query.asKnownAt, query.kind != .contradictions {
            conditions.append(#"("_to" IS NULL OR "_to" > ?) AND "_from" <= ?"#)
            arguments += [day.iso.databaseValue, day.iso.databaseValue]
        } else {
            conditions.append(#""_to" IS NULL"#)
        }
        conditions.append(query.resolved ? #""_form" <> 1"# : #""_form" <> 2"#)
        for filter in query.filters {
            let column = try Self.column(filter.column, of: query.kind)
            conditions.append(Self.sql(filter.test, column, table, &arguments))
        }
        condition = conditions.joined(separator: " AND ")
        order = try Self.order(query, table)
        self.arguments = arguments
    }

    /// The rows: key first, then the schema's columns.
    func rows(offset: Int, limit: Int?) -> (sql: String, arguments: StatementArguments) {
        let columns = ([#""_key""#] + table.schema.columns.map { "\"\($0.name)\"" }).joined(separator: ", ")
        let bounds = [(limit ?? -1).databaseValue, max(offset, 0).databaseValue]
        return (
            "SELECT \(columns) FROM \(table.name) WHERE \(condition) ORDER BY \(order) LIMIT ? OFFSET ?",
            StatementArguments(arguments + bounds)
        )
    }

    var count: (sql: String, arguments: StatementArguments) {
        ("SELECT count(*) FROM \(table.name) WHERE \(condition)", StatementArguments(arguments))
    }

    func values(of column: ExportColumn, limit: Int) -> (sql: String, arguments: StatementArguments) {
        (
            """
            SELECT "\(column.name)", count(*) FROM \(table.name) WHERE \(condition)
            GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?
            """,
            StatementArguments(arguments + [max(limit, 0).databaseValue])
        )
    }

    /// Tells equal questions in the cache.
    var name: String {
        var name = table.name + " " + condition
        for argument in arguments { name += "\u{1F}\(argument)" }
        return name
    }

    static func column(_ name: String, of kind: RecordKind) throws(StoreError) -> ExportColumn {
        guard let column = kind.schema.column(name) else {
            throw StoreError.unknownColumn(kind: kind, column: name)
        }
        return column
    }

    // MARK: - Parts

    private static func sql(
        _ test: RowQuery.Test, _ column: ExportColumn, _ table: ViewTable, _ arguments: inout [DatabaseValue]
    ) -> String {
        let text = "\"\(column.name)\""
        let sort = table.sortColumn(column)
        let isNatural = ViewTable.isNatural(column.type)
        func bound(_ value: String) -> DatabaseValue {
            isNatural ? Data(SortKey.natural(value)).databaseValue : value.databaseValue
        }
        switch test {
        case .equals(let value):
            arguments.append(value.databaseValue)
            guard isNatural else { return "\(text) = ?" }
            // The index is on the natural key; equal texts have equal keys.
            arguments.append(bound(value))
            return "\(text) = ? AND \(sort) = ?"
        case .contains(let value):
            arguments.append("%\(escaped(value))%".databaseValue)
            return #"\#(text) LIKE ? ESCAPE '\'"#
        case .isEmpty: return "\(text) = ''"
        case .isNotEmpty: return "\(text) <> ''"
        case .atLeast(let value):
            arguments.append(bound(value))
            return "\(text) <> '' AND \(sort) >= ?"
        case .atMost(let value):
            arguments.append(bound(value))
            return "\(text) <> '' AND \(sort) <= ?"
        }
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            if character == "%" || character == "_" || character == "\\" { escaped.unicodeScalars.append("\\") }
            escaped.unicodeScalars.append(character)
        }
        return escaped
    }

    /// Ties go by the default place, in the direction of the last column so that an index read backwards serves.
    private static func order(_ query: RowQuery, _ table: ViewTable) throws(StoreError) -> String {
        var parts: [String] = []
        for order in query.order {
            let column = try column(order.column, of: query.kind)
            parts.append(table.sortColumn(column) + (order.descending ? " DESC" : ""))
        }
        parts.append(query.order.last?.descending == true ? #""_place" DESC"# : #""_place""#)
        return parts.joined(separator: ", ")
    }
}
