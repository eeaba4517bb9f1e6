import Crypto
import GRDB
import Record

/// The view tables as a whole: made anew whenever their form or the rules that fill them change.
enum Projections {
    /// Counted up when rows would come out otherwise though no column has changed.
    private static let edition = 1

    /// Makes the tables where they are missing or of another form, and fills them from the chain.
    static func prepare(_ db: Database) throws {
        let fingerprint = fingerprint
        let known = try String.fetchOne(db, sql: "SELECT value FROM setting WHERE name = 'projections'")
        guard known != fingerprint else { return }
        let old = try String.fetchAll(
            db, sql: #"SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'view\_%' ESCAPE '\'"#)
        for name in old { try db.execute(sql: "DROP TABLE \"\(name)\"") }
        for table in ViewTable.all {
            try db.execute(sql: table.tableSQL)
            for index in table.indexes { try db.execute(sql: index.sql) }
        }
        try db.execute(
            sql:
                "INSERT INTO setting VALUES ('projections', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            arguments: [fingerprint])
        var projection = try Projection(db, beforeChange: nil)
        try projection.rebuild()
    }

    private static var fingerprint: String {
        var text = "\(edition)"
        for table in ViewTable.all {
            text += table.tableSQL
            for index in table.indexes { text += index.sql }
            text += table.schema.order.joined(separator: ",")
        }
        return RecordStore.sha256Hex(Array(text.utf8))
    }
}
