public import Cleanse
import GRDB

extension CleanseLedger: LedgerReading {
    public func state() throws -> Int64 {
        try reading("read the ledger's state") { db in
            try Int64.fetchOne(db, sql: "SELECT max(moment) FROM moment") ?? 0
        }
    }

    public func allRuns() throws -> [LedgerRun] { try runs() }

    public func classes(of run: LedgerRun) throws -> Completeness { try completeness(run: run) }

    public func trends() throws -> [ItemTrend] {
        try reading("read the classes of all runs") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT run, item, sum(valid) AS valid, sum(invalid) AS invalid, sum(missing) AS missing,
                        sum(exempt) AS exempt, sum(out_of_scope) AS out_of_scope
                    FROM completeness GROUP BY run, item ORDER BY run, item
                    """
            ).compactMap { row in
                guard let item = Item(rawValue: row["item"]), let accounted = AccountedItem(item: item) else {
                    return nil
                }
                return ItemTrend(
                    run: row["run"], item: accounted,
                    counts: ItemCounts(
                        valid: row["valid"], invalid: row["invalid"], missing: row["missing"], exempt: row["exempt"],
                        outOfScope: row["out_of_scope"]))
            }
        }
    }

    public func tallies(run: Int?) throws -> [LedgerTally] {
        try standing(run: run)
    }

    public func list(_ filter: LedgerFilter, run: Int?, limit: Int) throws -> [LedgerEntry] {
        var entries: [LedgerEntry] = []
        try self.entries(filter, run: run, limit: limit) { entries.append($0) }
        return entries
    }

    public func howMany(_ filter: LedgerFilter, run: Int?) throws -> Int { try count(filter, run: run) }

    public func life(of number: Int64) throws -> [LedgerSpell] { try history(number: number) }

    public func changes(from: Int, to: Int) throws -> [LedgerChanges] {
        let counts: [LedgerChanges] = try reading("compare runs \(from) and \(to)") { db in
            let start = try Self.moment(of: from, db)
            let end = try Self.moment(of: to, db)
            let rows = try Row.fetchAll(
                db,
                sql: """
                    WITH touched AS
                        (SELECT DISTINCT exception FROM spell WHERE from_moment > ?1 AND from_moment <= ?2)
                    SELECT e.rule AS rule, b.state AS before, a.state AS after, count(*) AS count
                    FROM touched t CROSS JOIN exception e ON e.number = t.exception
                    LEFT JOIN spell b ON b.exception = t.exception AND b.from_moment <= ?1
                        AND (b.to_moment IS NULL OR b.to_moment > ?1)
                    LEFT JOIN spell a ON a.exception = t.exception AND a.from_moment <= ?2
                        AND (a.to_moment IS NULL OR a.to_moment > ?2)
                    GROUP BY 1, 2, 3
                    """,
                arguments: [start, end])
            var sums: [LedgerChanges] = []
            for row in rows {
                let before = (row["before"] as String?).flatMap { ExceptionState(rawValue: $0) }
                let after = (row["after"] as String?).flatMap { ExceptionState(rawValue: $0) }
                guard let rule = Rule(id: row["rule"] as String), let after,
                    let change = LedgerChange(from: before, to: after)
                else { continue }
                sums.append(LedgerChanges(rule: rule, change: change, state: after, count: row["count"]))
            }
            return sums
        }
        return Self.summed(counts)
    }

    /// Equal changes made one, in order.
    private static func summed(_ changes: [LedgerChanges]) -> [LedgerChanges] {
        var sums: [LedgerChanges] = []
        let sorted = changes.sorted {
            ($0.rule, $0.change.rawValue, $0.state.rawValue) < ($1.rule, $1.change.rawValue, $1.state.rawValue)
        }
        for change in sorted {
            if let last = sums.last, last.rule == change.rule, last.change == change.change, last.state == change.state
            {
                sums[sums.count - 1] = LedgerChanges(
                    rule: change.rule, change: change.change, state: change.state, count: last.count + change.count)
            } else {
                sums.append(change)
            }
        }
        return sums
    }
}
