import GRDB
import Kernel
import Record

/// A person's choice about a finding, as it stands in the chain.
struct Resolution: Sendable, Hashable {
    /// Marks the link in the chain.
    static let rule = "resolution"

    /// The finding's fingerprint, as `FoundContradiction.fingerprint` shortens it.
    let fingerprint: String
    /// The value chosen, as an export writes it; empty where the finding is closed without one.
    let value: String
    let reason: String
    let by: String
    /// From when it counts.
    let on: CalendarDate
    let subject: RecordID
    /// The subject's column that takes the value; nil where the finding is not about one column.
    let column: String?

    /// The link's fields.
    var fields: [UInt8] {
        var writer = ByteWriter()
        writer.texts([value, reason, by, subject.kind.rawValue, subject.key, column ?? ""])
        return writer.bytes
    }

    init(
        fingerprint: String, value: String, reason: String, by: String, on: CalendarDate, subject: RecordID,
        column: String?
    ) {
        self.fingerprint = fingerprint
        self.value = value
        self.reason = reason
        self.by = by
        self.on = on
        self.subject = subject
        self.column = column
    }

    private init(_ row: Row) throws {
        var reader = ByteReader(row.bytes(2))
        let texts = try reader.texts()
        guard texts.count == 6, let kind = RecordKind(rawValue: texts[3]),
            let on = CalendarDate(iso: row[1] as String)
        else { throw StoreError.damaged(what: "a resolution lacks a part") }
        self.init(
            fingerprint: row[0], value: texts[0], reason: texts[1], by: texts[2], on: on,
            subject: RecordID(kind: kind, key: texts[4]), column: texts[5].isEmpty ? nil : texts[5])
    }

    /// Every resolution in the order of the chain.
    static func all(_ db: Database) throws -> [Resolution] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT key, holds, fields FROM statement
                WHERE kind = 'contradictions' AND paper IS NULL ORDER BY sequence
                """)
        return try Row.fetchAll(statement).map(Resolution.init)
    }
}

/// All resolutions, ready to be laid over what was read.
struct Resolutions: Sendable {
    private let bySubject: [RecordID: [Resolution]]
    private let byFingerprint: [String: [Resolution]]

    init(_ all: [Resolution]) {
        // A later day outweighs an earlier one; on one day the later link does, for the sort is stable in the offset.
        let ordered = all.enumerated().sorted { ($0.element.on, $0.offset) < ($1.element.on, $1.offset) }.map(\.element)
        bySubject = Dictionary(grouping: ordered, by: \.subject)
        byFingerprint = Dictionary(grouping: ordered, by: \.fingerprint)
    }

    init(_ db: Database) throws { self.init(try Resolution.all(db)) }

    /// What was decided of a finding by a day; nil asks for now.
    func decision(on fingerprint: String, asKnownAt day: CalendarDate?) -> Resolution? {
        byFingerprint[fingerprint]?.last { resolution in day.map { resolution.on <= $0 } ?? true }
    }

    /// The entry with the values that people chose by a day; nil asks for now.
    func applied(to entry: Entry, asKnownAt day: CalendarDate?) -> Entry {
        guard !bySubject.isEmpty, let chosen = bySubject[RecordID(kind: entry.kind, key: entry.key)] else {
            return entry
        }
        var entry = entry
        for resolution in chosen where day.map({ resolution.on <= $0 }) ?? true {
            guard let column = resolution.column else { continue }
            entry.fields[column, default: FieldState(value: nil, printed: "")].resolved = ResolvedValue(
                value: resolution.value, by: resolution.by, reason: resolution.reason)
        }
        return entry
    }

    /// The versions cut at the days on which people chose values.
    func applied(to versions: [Version], of id: RecordID) -> [Version] {
        guard !bySubject.isEmpty, let chosen = bySubject[id] else { return versions }
        let days = Set(chosen.map(\.on)).sorted()
        return versions.flatMap { version in
            let cuts = days.filter { day in
                (version.from.map { $0 < day } ?? true) && (version.to.map { day < $0 } ?? true)
            }
            let starts = [version.from] + cuts.map(Optional.some)
            return starts.indices.map { index in
                let end = index + 1 < starts.count ? starts[index + 1] : version.to
                // Before the first choice nothing is laid over; `earliest` lies before every paper.
                let entry = applied(to: version.entry, asKnownAt: starts[index] ?? .earliest)
                return Version(from: starts[index], to: end, entry: entry)
            }
        }
    }
}
