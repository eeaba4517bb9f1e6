import GRDB
import Record

/// The records that an import speaks of, each with its new statements.
struct Touched {
    private var places: [RecordID: Int] = [:]
    private var list: [(id: RecordID, new: [PlacedStatement])] = []
    private(set) var statements = 0

    mutating func add(_ placed: PlacedStatement) {
        list[place(of: placed.statement)].new.append(placed)
        statements += 1
    }

    /// Names a record without a new statement about it.
    mutating func mark(_ statement: RecordStatement) { _ = place(of: statement) }

    /// Kind by kind and key by key: neighbours in the tables are written together.
    func sorted() -> [(id: RecordID, new: [PlacedStatement])] {
        list.sorted { ($0.id.kind, $0.id.key) < ($1.id.kind, $1.id.key) }
    }

    private mutating func place(of statement: RecordStatement) -> Int {
        let id = RecordID(kind: statement.kind, key: statement.key)
        if let known = places[id] { return known }
        places[id] = list.count
        list.append((id, []))
        return list.count - 1
    }
}

/// Leaves indexes out while a bulk is written: one made at the end is sorted once, in place of a search a row.
struct BulkLoad {
    /// Below this many statements keeping indexes up is the cheaper way.
    private static let linksMin = 5_000
    private let indexes: [String]

    /// - Parameters:
    ///   - links: statements about to be shown.
    ///   - known: links before them.
    init(_ db: Database, links: Int, onto known: Int) throws {
        guard links > max(Self.linksMin, known) else {
            indexes = []
            return
        }
        var left: [String] = []
        for table in ViewTable.all {
            // Records that were there before are found by key, to be replaced.
            for index in table.indexes where known == 0 || index.name != table.keyIndex {
                try db.execute(sql: "DROP INDEX \(index.name)")
                left.append(index.sql)
            }
        }
        indexes = left
    }

    func end(_ db: Database) throws {
        for sql in indexes { try db.execute(sql: sql) }
    }
}
