import Foundation
import GRDB
public import Kernel
import Record

extension RecordStore {
    /// A finding as people name it.
    public enum FindingName: Sendable, Hashable {
        /// The number in the current list of contradictions; it may change with the next import.
        case number(Int)
        /// The `fingerprint` column: sixteen hexadecimal digits, the same after every import.
        case fingerprint(String)
    }

    /// Records what a person decided of a finding: it counts as resolved from the day on, and the value stands as the
    /// resolved value of the record's field.
    ///
    /// - Parameters:
    ///   - value: as an export writes it; empty closes the finding and changes no field.
    ///   - day: from when the decision is known.
    /// - Returns: the finding's fingerprint, and the column that took the value, if the finding is about one column.
    /// - Throws: `StoreError.unknownFinding` or `failed`; nothing has changed then.
    @discardableResult
    public func resolve(
        _ finding: FindingName, value: String, reason: String, by person: String, on day: CalendarDate
    ) async throws -> (fingerprint: String, column: String?) {
        let beforeChange = beforeChange
        do {
            return try await pool.write { db in
                let resolutions = try Resolutions(db)
                let snapshot = try Snapshots.snapshot(db, resolutions, asKnownAt: nil)
                let found = NumberedFinding.all(in: snapshot, resolutions, asKnownAt: nil).first { candidate in
                    switch finding {
                    case .number(let number): candidate.number == number
                    case .fingerprint(let name): candidate.fingerprint == name
                    }
                }
                guard let found else {
                    switch finding {
                    case .number(let number): throw StoreError.unknownFinding(String(number))
                    case .fingerprint(let name): throw StoreError.unknownFinding(name)
                    }
                }
                let subject = RecordID(kind: found.finding.subject.kind, key: found.finding.subject.key)
                let entry = snapshot.entry(subject.kind, key: subject.key)
                let column = value.isEmpty ? nil : entry.flatMap(found.column(in:))
                let resolution = Resolution(
                    fingerprint: found.fingerprint, value: value, reason: reason, by: person, on: day,
                    subject: subject, column: column)
                try Self.append(resolution, db, beforeChange)
                return (found.fingerprint, column)
            }
        } catch {
            throw Self.storeError(error, "resolve a finding")
        }
    }

    private static func append(
        _ resolution: Resolution, _ db: Database, _ beforeChange: (@Sendable () throws -> Void)?
    ) throws {
        let link = Chain.StatementLink(
            kind: RecordKind.contradictions.rawValue, key: resolution.fingerprint, weight: Weight.table.rawValue,
            rule: Resolution.rule, holds: resolution.on.iso, lines: [], fields: resolution.fields)
        var head = try Chain.Head(db)
        var writer = ByteWriter()
        link.write(paper: "", into: &writer)
        head.advance(over: writer.bytes)
        try beforeChange?()
        try link.insert(db, at: head, paper: nil)
        try head.store(db, beforeChange)
        var projection = try Projection(db, beforeChange: beforeChange)
        if resolution.column != nil { try projection.rewrite(resolution.subject) }
        try projection.writeContradictions()
    }
}
