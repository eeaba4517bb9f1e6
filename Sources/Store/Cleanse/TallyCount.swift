import Cleanse
import GRDB

/// Sums of exceptions that stand alike, gathered while a run is folded or a step is taken.
struct TallyCount {
    /// What the owners and severities met so far are called; a key has their numbers.
    private var owners: [String] = []
    private var numbers: [String: UInt64] = [:]
    private var last: (owner: String, number: UInt64) = ("", 0)
    private var counts: [UInt64: Int] = [:]

    private static let items = Item.allCases
    private static let numberOfItem = Dictionary(uniqueKeysWithValues: items.enumerated().map { ($1, UInt64($0)) })
    private static let states = ExceptionState.allCases
    private static let numberOfState = Dictionary(
        uniqueKeysWithValues: states.enumerated().map { ($1, UInt64($0)) })
    /// Stands for a subject that is no MPAN.
    private static let nowhere: UInt64 = 255

    mutating func add(_ count: Int, _ kept: KeptSpell, _ state: ExceptionState) {
        add(count, kept.rule, kept.item, kept.severity, state, kept.owner, kept.subject)
    }

    mutating func add(
        _ count: Int, _ rule: Rule, _ item: Item, _ severity: String, _ state: ExceptionState, _ owner: String,
        _ subject: Subject
    ) {
        var place = Self.nowhere
        if case .mpan(let mpan) = subject { place = mpan / 100_000_000_000 }
        let grade: UInt64 = severity == "E" ? 0 : severity == "W" ? 1 : 2
        let key =
            number(of: owner) << 40 | UInt64(rule.rawValue) << 32 | (Self.numberOfItem[item] ?? 0) << 24
            | grade << 16 | (Self.numberOfState[state] ?? 0) << 8 | min(place, Self.nowhere)
        counts[key, default: 0] += count
    }

    private mutating func number(of owner: String) -> UInt64 {
        if last.owner == owner { return last.number }
        let number: UInt64
        if let found = numbers[owner] {
            number = found
        } else {
            number = UInt64(owners.count)
            numbers[owner] = number
            owners.append(owner)
        }
        last = (owner, number)
        return number
    }

    /// Writes the sums that are not nothing, at a moment.
    func write(moment: Int64, _ db: Database) throws {
        let insert = try RawStatement(db, "INSERT INTO tally VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        for (key, count) in counts.sorted(by: { $0.key < $1.key }) where count != 0 {
            guard let rule = Rule(rawValue: UInt8(truncatingIfNeeded: key >> 32)) else { continue }
            insert.bind(moment, at: 1)
            insert.bind(text: rule.id, at: 2)
            insert.bind(text: Self.items[Int(key >> 24 & 0xFF)].rawValue, at: 3)
            insert.bind(text: Severity.allCases[Int(key >> 16 & 0xFF)].rawValue, at: 4)
            insert.bind(text: Self.states[Int(key >> 8 & 0xFF)].rawValue, at: 5)
            insert.bind(text: owners[Int(key >> 40)], at: 6)
            insert.bind(Int64(key & 0xFF), at: 7)
            insert.bind(Int64(count), at: 8)
            try insert.run()
        }
    }
}

extension LedgerTally {
    /// A row of the table; nil for a rule, an item or an owner that this release does not know.
    init?(_ row: Row) {
        guard let rule = Rule(id: row["rule"] as String), let item = Item(rawValue: row["item"]),
            let severity = Severity(rawValue: row["severity"]), let state = ExceptionState(rawValue: row["state"]),
            let owner = Owner(row["owner"] as String)
        else { return nil }
        let place: Int64 = row["distributor"]
        self.init(
            rule: rule, item: item, severity: severity, state: state, owner: owner,
            distributorCode: place < 100 ? UInt8(truncatingIfNeeded: place) : nil, count: row["count"])
    }
}

/// What the tallies say of one rule: how many exceptions there are, and how many a filter lists.
struct TallySum {
    let rule: Rule
    let all: Int
    let listed: Int
    let ofOwner: Int

    /// By rule, in order; subject, place and change of the filter are not looked at.
    static func byRule(_ filter: LedgerFilter, run: Int?, _ db: Database) throws -> [TallySum] {
        let moments = try CleanseLedger.tallyMoments(run: run, db)
        var test = "1"
        var arguments = StatementArguments()
        func add(_ condition: String, _ value: some DatabaseValueConvertible) {
            test += " AND " + condition
            arguments += [value]
        }
        if let owner = filter.owner { add("owner = ?", owner.description) }
        if let role = filter.ownerRole { add("substr(owner, 1, 2) = ?", "\(role.rawValue):") }
        if let rule = filter.rule { add("rule = ?", rule.id) }
        if let severity = filter.severity { add("severity = ?", severity.rawValue) }
        if let item = filter.item { add("item = ?", item.rawValue) }
        if let code = filter.distributorCode { add("distributor = ?", Int64(code)) }
        if let state = filter.state {
            add("state = ?", state.rawValue)
        } else {
            test += filter.withClosed ? " AND state <> 'watched'" : " AND state NOT IN \(Self.notOpen)"
        }
        arguments += [filter.owner?.description ?? "", moments.lowerBound, moments.upperBound]
        return try Row.fetchAll(
            db,
            sql: """
                SELECT rule, sum(count) AS whole, sum(CASE WHEN \(test) THEN count ELSE 0 END) AS listed,
                    sum(CASE WHEN owner = ? THEN count ELSE 0 END) AS owned
                FROM tally WHERE moment BETWEEN ? AND ? GROUP BY rule ORDER BY rule
                """,
            arguments: arguments
        ).compactMap { row in
            Rule(id: row["rule"] as String).map {
                TallySum(rule: $0, all: row["whole"], listed: row["listed"], ofOwner: row["owned"])
            }
        }
    }

    private static let notOpen = "('resolved', 'out of scope', 'not seen', 'watched')"
}
