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
            let (sql, arguments) = try Self.query(filter, run: run, select: Self.entryColumns, db)
            let rows = try Row.fetchCursor(
                db, sql: sql + " ORDER BY e.kind, e.subject, e.rule, e.item LIMIT ?",
                arguments: arguments + [limit == .max ? -1 : limit])
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

    /// How many exceptions a filter lists.
    public func count(_ filter: LedgerFilter, run: Int? = nil) throws(LedgerError) -> Int {
        try reading("count exceptions") { db in
            let (sql, arguments) = try Self.query(filter, run: run, select: "count(*)", db)
            return try Int.fetchOne(db, sql: sql, arguments: arguments) ?? 0
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

    /// The exceptions by rule, severity, state and owner, in that order; closed ones too.
    public func groups(run: Int? = nil) throws(LedgerError) -> [Group] {
        try reading("group exceptions") { db in
            var filter = LedgerFilter()
            filter.withClosed = true
            let (sql, arguments) = try Self.query(
                filter, run: run, select: "e.rule, s.severity, s.state, s.owner, count(*) AS count", db)
            let rows = try Row.fetchAll(
                db, sql: sql + " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4", arguments: arguments)
            return rows.compactMap { row in
                guard let rule = Rule(id: row["rule"] as String), let severity = Severity(rawValue: row["severity"]),
                    let state = ExceptionState(rawValue: row["state"]), let owner = Owner(row["owner"] as String)
                else { return nil }
                return Group(rule: rule, severity: severity, state: state, owner: owner, count: row["count"])
            }
        }
    }

    /// The owners of open exceptions, in order.
    public func owners() throws(LedgerError) -> [Owner] {
        try reading("list owners") { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT owner FROM spell WHERE to_moment IS NULL
                        AND state NOT IN ('resolved', 'out of scope', 'not seen', 'watched') ORDER BY owner
                    """
            ).compactMap { Owner($0) }
        }
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

    private static func query(
        _ filter: LedgerFilter, run: Int?, select: String, _ db: Database
    ) throws -> (String, StatementArguments) {
        var sql = "SELECT \(select) FROM exception e JOIN spell s ON s.exception = e.number WHERE "
        var arguments = StatementArguments()
        if let run {
            guard let moment = try Int64.fetchOne(db, sql: "SELECT moment FROM run WHERE run = ?", arguments: [run])
            else { throw LedgerError.noSuchRun(run) }
            sql += "s.from_moment <= ? AND (s.to_moment IS NULL OR s.to_moment > ?)"
            arguments += [moment, moment]
        } else {
            sql += "s.to_moment IS NULL"
        }
        func add(_ condition: String, _ value: some DatabaseValueConvertible) {
            sql += " AND " + condition
            arguments += [value]
        }
        if let owner = filter.owner { add("s.owner = ?", owner.description) }
        if let role = filter.ownerRole { add("s.owner GLOB ?", "\(role.rawValue):*") }
        if let rule = filter.rule { add("e.rule = ?", rule.id) }
        if let severity = filter.severity { add("s.severity = ?", severity.rawValue) }
        if let item = filter.item { add("e.item = ?", item.rawValue) }
        if let subject = filter.subject { add("e.subject = ?", subject) }
        if let code = filter.distributorCode {
            add("e.kind = 0 AND e.subject GLOB ?", (code < 10 ? "0\(code)" : "\(code)") + "*")
        }
        if let state = filter.state {
            add("s.state = ?", state.rawValue)
        } else {
            sql +=
                filter.withClosed
                ? " AND s.state <> 'watched'"
                : " AND s.state NOT IN ('resolved', 'out of scope', 'not seen', 'watched')"
        }
        if let after = filter.after {
            add(
                """
                (e.kind, e.subject, e.rule, e.item) > (SELECT kind, subject, rule, item FROM exception WHERE number = ?)
                """, after)
        }
        return (sql, arguments)
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
