import GRDB
import Kernel
import Record

/// Gathers the whole record as known at a day: what the desk looks at.
enum Snapshots {
    /// Every stated record that counts at the day, in the order of its kind; nil asks for now.
    static func snapshot(
        _ db: Database, _ resolutions: Resolutions, asKnownAt day: CalendarDate?
    ) throws -> RecordSnapshot {
        var entries: [RecordKind: [Entry]] = [:]
        for kind in RecordKind.allCases where !kind.isComputed {
            entries[kind] = try Self.entries(db, kind, resolutions, asKnownAt: day)
        }
        return RecordSnapshot(entries: entries, cards: try cards(db, asKnownAt: day))
    }

    /// The record of now from its entries by kind, in any order, with their places in the default order.
    static func snapshot(
        _ db: Database, of current: [RecordKind: [(place: [UInt8], entry: Entry)]]
    ) throws -> RecordSnapshot {
        let ordered = current.mapValues { list in
            list.sorted { $0.place.lexicographicallyPrecedes($1.place) }.map(\.entry)
        }
        return RecordSnapshot(entries: ordered, cards: try cards(db, asKnownAt: nil))
    }

    /// Cards of the papers that count at the day, by name.
    static func cards(_ db: Database, asKnownAt day: CalendarDate?) throws -> [PaperCard] {
        try StoredPaper.all(db).filter { $0.counts(asKnownAt: day) }.map(\.card).sorted { $0.name < $1.name }
    }

    /// The stated records of a kind that count at the day, in the order of the kind.
    static func entries(
        _ db: Database, _ kind: RecordKind, _ resolutions: Resolutions, asKnownAt day: CalendarDate?
    ) throws -> [Entry] {
        var stored = StoredStatements(db)
        var entries: [Entry] = []
        try stored.each(kind) { id, statements in
            let counting = statements.filter { $0.counts(asKnownAt: day) }
            guard let entry = Derivation.entry(kind: kind, key: id.key, from: counting) else { return }
            entries.append(resolutions.applied(to: entry, asKnownAt: day))
        }
        return sorted(entries, as: kind)
    }

    /// Entries in the order in which the kind's rows stand.
    static func sorted(_ entries: [Entry], as kind: RecordKind) -> [Entry] {
        let table = ViewTable.of(kind)
        let keyed = entries.map { entry in
            (SortKey.place(table.orderTexts(of: entry), sources: entry.sources, key: entry.key, table), entry)
        }
        return keyed.sorted { $0.0.lexicographicallyPrecedes($1.0) }.map(\.1)
    }
}

extension StoredPaper {
    /// Whether the paper's statements count at the day; nil asks for now.
    func counts(asKnownAt day: CalendarDate?) -> Bool {
        guard let day else { return knownTo == nil }
        return (knownFrom.map { $0 <= day } ?? true) && (knownTo.map { day < $0 } ?? true)
    }
}
