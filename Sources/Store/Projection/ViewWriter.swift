import Foundation
import GRDB
import Kernel
import Record

/// A record's name over all kinds.
struct RecordID: Hashable, Sendable {
    let kind: RecordKind
    let key: String
}

/// A state of a record, with the days between which it is what is known.
struct Version: Sendable {
    let from: CalendarDate?
    let to: CalendarDate?
    let entry: Entry

    /// Every state of a record.
    static func all(of id: RecordID, _ statements: [PlacedStatement], _ resolutions: Resolutions) -> [Version] {
        resolutions.applied(to: read(id, statements), of: id)
    }

    private static func read(_ id: RecordID, _ statements: [PlacedStatement]) -> [Version] {
        if statements.count == 1 {
            // Most records are spoken of once.
            let only = statements[0]
            if let from = only.knownFrom, let to = only.knownTo, to <= from { return [] }
            guard let entry = Derivation.entry(kind: id.kind, key: id.key, from: statements) else { return [] }
            return [Version(from: only.knownFrom, to: only.knownTo, entry: entry)]
        }
        return Derivation.versions(kind: id.kind, key: id.key, statements: statements).map {
            Version(from: $0.from, to: $0.to, entry: $0.entry)
        }
    }
}

/// A row of a view table, ready to be written.
struct ViewRow: Sendable {
    let key: String
    let from: String
    let to: String?
    let form: Int
    let place: [UInt8]
    let texts: [String]
    let sorts: [[UInt8]]

    /// The rows of a version: one, or one as read and one as resolved where the two differ.
    static func rows(of version: Version) -> [ViewRow] {
        let entry = version.entry
        let read = entry.row()
        guard entry.fields.values.contains(where: { $0.resolved != nil }) else {
            return [ViewRow(version, read, form: 0)]
        }
        let resolved = entry.row(resolved: true)
        if resolved == read { return [ViewRow(version, read, form: 0)] }
        return [ViewRow(version, read, form: 1), ViewRow(version, resolved, form: 2)]
    }

    private init(_ version: Version, _ texts: [String], form: Int) {
        let table = ViewTable.of(version.entry.kind)
        key = version.entry.key
        from = version.from?.iso ?? ""
        to = version.to?.iso
        self.form = form
        self.texts = texts
        place = SortKey.place(
            table.order.map { texts[$0.place] }, sources: version.entry.sources, key: key, table)
        sorts = table.natural.map { SortKey.natural(texts[$0]) }
    }

    /// Writes the row with the table's insert statement.
    func write(with statement: GRDB.Statement) throws {
        var values: [DatabaseValue] = []
        values.reserveCapacity(5 + texts.count + sorts.count)
        values.append(key.databaseValue)
        values.append(from.databaseValue)
        values.append(to.databaseValue)
        values.append(form.databaseValue)
        values.append(Data(place).databaseValue)
        for text in texts { values.append(text.databaseValue) }
        for sort in sorts { values.append(Data(sort).databaseValue) }
        try statement.execute(arguments: StatementArguments(values))
    }
}
