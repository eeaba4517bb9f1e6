import Cleanse
import GRDB

/// How a list of exceptions is read: by identity, by rule or by owner, whichever touches the fewest rows.
///
/// The tallies say beforehand how many exceptions a filter lists and where they may be, so that a page of a million
/// exceptions reads some thousands of them at most.
struct EntryQuery {
    /// What stands behind FROM: exceptions `e` and their spells `s`.
    let source: String
    private(set) var condition: String
    private(set) var arguments = StatementArguments()

    private enum Way {
        case identity, owner, number
        case rules([Rule])
    }

    init(_ filter: LedgerFilter, run: Int?, limit: Int, _ db: Database) throws {
        let way: Way
        if filter.change != nil {
            way = .number
        } else if filter.subject != nil {
            way = .identity
        } else {
            way = try Self.way(filter, run: run, limit: limit, db)
        }
        source = Self.source(way)
        condition = "s.to_moment IS NULL"
        let now = try run.map { try CleanseLedger.moment(of: $0, db) }
        if let now {
            condition = "s.from_moment <= ? AND (s.to_moment IS NULL OR s.to_moment > ?)"
            arguments = [now, now]
        }
        if case .rules(let rules) = way, filter.rule == nil {
            condition += " AND e.rule IN (" + rules.map { "'\($0.id)'" }.joined(separator: ", ") + ")"
        }
        add(filter)
        if let change = filter.change { try add(change, now: now, db) }
        if let after = filter.after { try add(after: after, db) }
    }

    private static func source(_ way: Way) -> String {
        switch way {
        case .identity:
            "exception e INDEXED BY exception_by_identity CROSS JOIN spell s ON s.exception = e.number"
        case .rules: "exception e INDEXED BY exception_by_rule CROSS JOIN spell s ON s.exception = e.number"
        case .number: "exception e CROSS JOIN spell s ON s.exception = e.number"
        case .owner: "spell s INDEXED BY spell_now_by_owner CROSS JOIN exception e ON e.number = s.exception"
        }
    }

    /// The way that touches the fewest rows. A sorted row counts as four.
    private static func way(_ filter: LedgerFilter, run: Int?, limit: Int, _ db: Database) throws -> Way {
        var (all, listed, ofOwner, candidates) = (0, 0, 0, 0)
        var rules: [Rule] = []
        for sum in try TallySum.byRule(filter, run: run, db) {
            all += sum.all
            ofOwner += sum.ofOwner
            guard sum.listed > 0 else { continue }
            listed += sum.listed
            candidates += sum.all
            rules.append(sum.rule)
        }
        guard listed > 0 else { return filter.rule == nil ? .identity : .rules([]) }
        func untilFull(_ rows: Int) -> Int { limit >= listed ? rows : rows / listed * limit + limit }
        let scanned = untilFull(all)
        let byRule = rules.count == 1 ? untilFull(candidates) : candidates * 4
        let byOwner = filter.owner == nil || run != nil ? Int.max : ofOwner * 4
        if scanned <= byRule, scanned <= byOwner { return .identity }
        return byRule <= byOwner ? .rules(rules) : .owner
    }

    private mutating func add(_ test: String, _ value: some DatabaseValueConvertible) {
        condition += " AND " + test
        arguments += [value]
    }

    private mutating func add(_ filter: LedgerFilter) {
        if let owner = filter.owner { add("s.owner = ?", owner.description) }
        if let role = filter.ownerRole { add("s.owner GLOB ?", "\(role.rawValue):*") }
        if let rule = filter.rule { add("e.rule = ?", rule.id) }
        if let severity = filter.severity { add("s.severity = ?", severity.rawValue) }
        if let item = filter.item { add("e.item = ?", item.rawValue) }
        if let subject = filter.subject { add("e.kind IN (0, 1, 2) AND e.subject = ?", subject) }
        if let code = filter.distributorCode {
            let start = code < 10 ? "0\(code)" : "\(code)"
            condition += " AND e.kind = 0 AND e.subject >= ? AND e.subject < ?"
            // A colon comes after every digit.
            arguments += [start, start + ":"]
        }
        if let state = filter.state {
            add("s.state = ?", state.rawValue)
        } else {
            condition +=
                filter.withClosed
                ? " AND s.state <> 'watched'"
                : " AND s.state NOT IN ('resolved', 'out of scope', 'not seen', 'watched')"
        }
    }

    private mutating func add(_ change: LedgerFilter.Change, now: Int64?, _ db: Database) throws {
        let since = try CleanseLedger.moment(of: change.since, db)
        condition += " AND e.number IN (SELECT exception FROM spell WHERE from_moment > ? AND from_moment <= ?)"
        arguments += [since, now ?? .max]
        let ends = "('resolved', 'out of scope', 'not seen')"
        let before =
            "EXISTS (SELECT 1 FROM spell b WHERE b.exception = e.number AND b.from_moment <= ?"
            + " AND (b.to_moment IS NULL OR b.to_moment > ?) AND b.state"
        switch change.kind {
        case .opened: condition += " AND s.state NOT IN \(ends) AND NOT \(before) <> 'watched')"
        case .closed: condition += " AND s.state IN \(ends) AND \(before) NOT IN \(ends) AND b.state <> 'watched')"
        case .reopened: condition += " AND s.state NOT IN \(ends) AND \(before) IN \(ends))"
        }
        arguments += [since, since]
    }

    private mutating func add(after number: Int64, _ db: Database) throws {
        guard
            let row = try Row.fetchOne(
                db, sql: "SELECT kind, subject, rule, item FROM exception WHERE number = ?", arguments: [number])
        else {
            throw LedgerError.notRead(attempted: "list exceptions", cause: "there is no exception \(number)")
        }
        condition += " AND (e.kind, e.subject, e.rule, e.item) > (?, ?, ?, ?)"
        arguments += [
            row["kind"] as Int64, row["subject"] as String, row["rule"] as String, row["item"] as String,
        ]
    }
}
