public import Cleanse
import GRDB

extension CleanseLedger {
    /// What came of a person's step.
    public struct StepOutcome: Hashable, Sendable {
        /// How many exceptions changed.
        public let changed: Int
        /// How many of those asked for could not take the step: closed, exempt or already there.
        public let unchanged: Int
    }

    /// Takes a person's step with every exception that a filter lists: notified, in progress, claimed fixed.
    ///
    /// All of them at one moment, or none. Nobody resolves by hand: a re-run does.
    public func mark(_ filter: LedgerFilter, as state: ExceptionState, note: String) throws(LedgerError) -> StepOutcome
    {
        var listed: [LedgerEntry] = []
        try entries(filter) { listed.append($0) }
        let entries = listed
        return try writing("mark exceptions as \(state.rawValue)") { db in
            var changed: [(Int64, ExceptionLife)] = []
            var tally = TallyCount()
            for entry in entries where entry.life.state != state {
                var life = entry.life
                guard life.marked(state) else { continue }
                changed.append((entry.number, life))
                let owner = entry.owner.description
                tally.add(-1, entry.rule, entry.item, entry.severity.rawValue, entry.life.state, owner, entry.subject)
                tally.add(1, entry.rule, entry.item, entry.severity.rawValue, state, owner, entry.subject)
            }
            guard !changed.isEmpty else { return StepOutcome(changed: 0, unchanged: entries.count) }
            let moment = try Self.newMoment(state == .notified ? "pack" : "step", note: note, db)
            let copy = try RawStatement(
                db,
                """
                INSERT INTO spell SELECT exception, ?2, NULL, ?3, reopened, in_a_row, severity, owner, observed,
                    expected, register, file, line, suggestion, last_seen
                FROM spell WHERE exception = ?1 AND to_moment IS NULL
                """)
            let end = try RawStatement(
                db, "UPDATE spell SET to_moment = ?2 WHERE exception = ?1 AND to_moment IS NULL AND from_moment < ?2")
            for (number, life) in changed {
                copy.bind(number, at: 1)
                copy.bind(moment, at: 2)
                copy.bind(text: life.state.rawValue, at: 3)
                try copy.run()
                end.bind(number, at: 1)
                end.bind(moment, at: 2)
                try end.run()
            }
            try tally.write(moment: moment, db)
            return StepOutcome(changed: changed.count, unchanged: entries.count - changed.count)
        }
    }

    /// An exception's life, the oldest stretch first.
    public func history(number: Int64) throws(LedgerError) -> [LedgerSpell] {
        try reading("read the life of exception \(number)") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT m.kind, m.note, s.state, s.owner, s.observed FROM spell s
                    JOIN moment m ON m.moment = s.from_moment WHERE s.exception = ? ORDER BY s.from_moment
                    """,
                arguments: [number]
            ).compactMap { row in
                ExceptionState(rawValue: row["state"]).map {
                    LedgerSpell(
                        kind: row["kind"], note: row["note"], state: $0, owner: row["owner"], observed: row["observed"])
                }
            }
        }
    }
}
