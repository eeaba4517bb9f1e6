public import Cleanse
import GRDB

extension CleanseLedger {
    /// Reads exceptions in the order of subject, rule and item, one at a time.
    ///
    /// - Parameters:
    ///   - run: as the report of that run was printed; nil for now, with what people did since.
    ///   - limit: at most so many.
    /// - Throws: `LedgerError.noSuchRun`; what `body` throws comes through as `notRead`.
    public func entries(
        _ filter: LedgerFilter, run: Int? = nil, limit: Int = .max, _ body: (LedgerEntry) throws -> Void
    ) throws(LedgerError) {
        try reading("list exceptions") { db in
            let asked = try Self.lastAsked(upTo: run ?? .max, db)
            let query = try EntryQuery(filter, run: run, limit: limit, db)
            let rows = try Row.fetchCursor(
                db,
                sql: "SELECT \(Self.entryColumns) FROM \(query.source) WHERE \(query.condition)"
                    + " ORDER BY e.kind, e.subject, e.rule, e.item LIMIT ?",
                arguments: query.arguments + [limit == .max ? -1 : limit])
            while let row = try rows.next() {
                if let entry = Self.entry(row, asked: asked) { try body(entry) }
            }
        }
    }

    /// One exception now, by its number.
    public func entry(number: Int64) throws(LedgerError) -> LedgerEntry? {
        try reading("read exception \(number)") { db in
            let asked = try Self.lastAsked(upTo: .max, db)
            let row = try Row.fetchOne(
                db,
                sql: "SELECT \(Self.entryColumns) FROM exception e JOIN spell s ON s.exception = e.number"
                    + " WHERE s.to_moment IS NULL AND e.number = ?",
                arguments: [number])
            return row.flatMap { Self.entry($0, asked: asked) }
        }
    }

    /// How many exceptions a filter lists, wherever its page begins.
    public func count(_ filter: LedgerFilter, run: Int? = nil) throws(LedgerError) -> Int {
        var filter = filter
        filter.after = nil
        let wanted = filter
        return try reading("count exceptions") { db in
            if wanted.subject == nil, wanted.change == nil {
                return try TallySum.byRule(wanted, run: run, db).reduce(0) { $0 + $1.listed }
            }
            let query = try EntryQuery(wanted, run: run, limit: .max, db)
            return try Int.fetchOne(
                db, sql: "SELECT count(*) FROM \(query.source) WHERE \(query.condition)", arguments: query.arguments)
                ?? 0
        }
    }

    /// How many exceptions stand in each group: by rule, severity, state and owner, as of a run or now.
    public struct Group: Hashable, Sendable {
        public let rule: Rule
        public let severity: Severity
        public let state: ExceptionState
        public let owner: Owner
        public let count: Int
    }

    /// The exceptions by rule, severity, state and owner, in that order; closed ones too, watched ones not.
    public func groups(run: Int? = nil) throws(LedgerError) -> [Group] {
        let tallies = try standing(run: run)
        var order: [[String]] = []
        var groups: [[String]: Group] = [:]
        for tally in tallies {
            let key = [tally.rule.id, tally.severity.rawValue, tally.state.rawValue, tally.owner.description]
            if groups[key] == nil { order.append(key) }
            groups[key] = Group(
                rule: tally.rule, severity: tally.severity, state: tally.state, owner: tally.owner,
                count: (groups[key]?.count ?? 0) + tally.count)
        }
        return order.sorted { $0.lexicographicallyPrecedes($1) }.compactMap { groups[$0] }
    }

    /// The owners of open exceptions, in order.
    public func owners() throws(LedgerError) -> [Owner] {
        Set(try standing(run: nil).filter { !$0.state.isClosed }.map(\.owner)).sorted()
    }

    /// The exceptions that stand alike, as after a run or now; closed ones too, watched ones not.
    func standing(run: Int?) throws(LedgerError) -> [LedgerTally] {
        try reading("count exceptions") { db in
            try Self.tallies(run: run, db).filter { $0.state != .watched }
        }
    }

    static func tallies(run: Int?, _ db: Database) throws -> [LedgerTally] {
        let moments = try tallyMoments(run: run, db)
        return try Row.fetchAll(
            db,
            sql: """
                SELECT rule, item, severity, state, owner, distributor, sum(count) AS count FROM tally
                WHERE moment BETWEEN ? AND ? GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(count) <> 0
                ORDER BY 1, 2, 3, 4, 5, 6
                """,
            arguments: [moments.lowerBound, moments.upperBound]
        ).compactMap { LedgerTally($0) }
    }

    /// The moments whose tallies add up to how a run left things, or to now.
    static func tallyMoments(run: Int?, _ db: Database) throws -> ClosedRange<Int64> {
        if let run {
            let moment = try moment(of: run, db)
            return moment...moment
        }
        return (try Int64.fetchOne(db, sql: "SELECT max(moment) FROM run") ?? 0)...Int64.max
    }

    static func moment(of run: Int, _ db: Database) throws -> Int64 {
        guard let moment = try Int64.fetchOne(db, sql: "SELECT moment FROM run WHERE run = ?", arguments: [run]) else {
            throw LedgerError.noSuchRun(run)
        }
        return moment
    }

    private static let entryColumns = """
        e.number, e.kind, e.subject, e.rule, e.item, e.first_seen, s.state, s.reopened, s.in_a_row, s.severity,
        s.owner, s.observed, s.expected, s.register, s.file, s.line, s.suggestion, s.last_seen
        """

    /// As-at date of the last run, up to one, that asked each rule.
    static func lastAsked(upTo run: Int, _ db: Database) throws -> [Rule: String] {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT rule, as_at, max(r.run) FROM run_rule k JOIN run r ON r.run = k.run
                WHERE k.off = '' AND r.run <= ? GROUP BY rule
                """,
            arguments: [run])
        var result: [Rule: String] = [:]
        for row in rows {
            if let rule = Rule(id: row["rule"] as String) { result[rule] = row["as_at"] }
        }
        return result
    }

    private static func entry(_ row: Row, asked: [Rule: String]) -> LedgerEntry? {
        guard let rule = Rule(id: row["rule"] as String), let item = Item(rawValue: row["item"]),
            let state = ExceptionState(rawValue: row["state"]), let severity = Severity(rawValue: row["severity"]),
            let owner = Owner(row["owner"] as String)
        else { return nil }
        let printed: String = row["subject"]
        let kind: Int64 = row["kind"]
        let firstSeen: String = row["first_seen"]
        let register: String = row["register"]
        let line: Int64? = row["line"]
        return LedgerEntry(
            number: row["number"], rule: rule, severity: severity, owner: owner,
            subject: kind == 0 ? .mpan(UInt64(printed) ?? 0) : kind == 1 ? .printed(printed) : .file(printed),
            item: item, observed: row["observed"], expected: row["expected"], firstSeen: firstSeen,
            lastSeen: (row["last_seen"] as String?) ?? asked[rule] ?? firstSeen,
            life: ExceptionLife(state: state, reopened: row["reopened"], seenInARow: row["in_a_row"]),
            place: register.isEmpty
                ? nil : Place(register: register, file: row["file"], line: line.map { UInt32(truncatingIfNeeded: $0) }),
            suggestion: row["suggestion"])
    }
}
