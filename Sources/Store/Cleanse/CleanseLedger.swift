public import Cleanse
import DIP
import GRDB

/// The exceptions of the cleanse through all runs, in `cleanse.sqlite` of the data folder.
///
/// What a run changes is written in one transaction: a process that dies leaves the ledger of the run before.
public final class CleanseLedger: Sendable {
    let pool: DatabasePool

    /// Opens the ledger of a data folder, and makes one where there is none.
    public init(folder: String) throws(LedgerError) {
        let file = DIPDatabase(
            name: "cleanse.sqlite", applicationID: LedgerForms.applicationID, migrations: LedgerForms.all,
            pageSize: 8_192, cacheKilobytes: 65_536, readers: 4, checkpointsItself: true)
        do {
            pool = try file.open(folder: folder)
        } catch .newer(let found, let known) {
            throw .newer(path: file.path(in: folder), found: found, known: known)
        } catch .notRead(_, let cause) {
            throw .notOpened(path: file.path(in: folder), cause: cause)
        } catch {
            throw .notOpened(path: file.path(in: folder), cause: "\(error)")
        }
    }

    /// The runs so far, the first one first.
    public func runs() throws(LedgerError) -> [LedgerRun] {
        try reading("list the runs") { db in
            try Int.fetchAll(db, sql: "SELECT run FROM run ORDER BY run").map { try Self.run($0, db) }
        }
    }

    /// A run, or the latest where none is named; nil where there is no run yet.
    ///
    /// - Throws: `LedgerError.noSuchRun` for a number that no run has.
    public func run(_ number: Int? = nil) throws(LedgerError) -> LedgerRun? {
        let found = try reading("read a run") { db -> LedgerRun? in
            guard
                let last = try Int.fetchOne(
                    db, sql: "SELECT run FROM run WHERE ?1 IS NULL OR run = ?1 ORDER BY run DESC LIMIT 1",
                    arguments: [number])
            else { return nil }
            return try Self.run(last, db)
        }
        if let number, found == nil { throw .noSuchRun(number) }
        return found
    }

    /// The classes that a run counted.
    public func completeness(run: LedgerRun) throws(LedgerError) -> Completeness {
        try reading("read the classes of run \(run.number)") { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT * FROM completeness WHERE run = ?", arguments: [run.number])
            let cells = try rows.map { row in
                guard let item = Item(rawValue: row["item"]), let accounted = AccountedItem(item: item) else {
                    throw LedgerError.notRead(attempted: "read an item", cause: "the ledger has an unknown item")
                }
                return Completeness.Cell(
                    item: accounted, distributor: row["distributor"], supplier: row["supplier"],
                    counts: ItemCounts(
                        valid: row["valid"], invalid: row["invalid"], missing: row["missing"], exempt: row["exempt"],
                        outOfScope: row["out_of_scope"]))
            }
            return Completeness(cells: cells, population: run.population)
        }
    }

    private static func run(_ number: Int, _ db: Database) throws -> LedgerRun {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM run WHERE run = ?", arguments: [number]) else {
            throw LedgerError.noSuchRun(number)
        }
        let registers = try Row.fetchAll(
            db, sql: "SELECT * FROM run_register WHERE run = ? ORDER BY position", arguments: [number])
        let rules = try Row.fetchAll(
            db, sql: "SELECT * FROM run_rule WHERE run = ? ORDER BY rule", arguments: [number])
        return LedgerRun(
            number: number, asAt: row["as_at"], ruleSet: row["rule_set"], settings: row["settings"],
            registers: registers.map {
                RegisterFact(
                    register: $0["register"], rows: $0["rows"], rejected: $0["rejected"], digest: $0["digest"],
                    asAt: $0["as_at"])
            },
            // A rule that a later release no longer has is left out of what this one prints.
            rules: rules.compactMap { row in
                guard let rule = Rule(id: row["rule"] as String), let severity = Severity(rawValue: row["severity"])
                else { return nil }
                return RuleTally(
                    rule: rule, severity: severity, off: row["off"], raised: row["raised"], silenced: row["silenced"])
            },
            points: row["points"], population: row["population"])
    }

    func reading<Value>(_ attempt: String, _ body: (Database) throws -> Value) throws(LedgerError) -> Value {
        try reading(pool, attempt, body)
    }

    func reading<Value>(
        _ reader: some DatabaseReader, _ attempt: String, _ body: (Database) throws -> Value
    ) throws(LedgerError) -> Value {
        do {
            return try reader.read(body)
        } catch let error as LedgerError {
            throw error
        } catch {
            throw .notRead(attempted: attempt, cause: DIPDatabase.cause(of: error))
        }
    }

    func writing<Value>(_ attempt: String, _ body: (Database) throws -> Value) throws(LedgerError) -> Value {
        do {
            return try pool.write(body)
        } catch let error as LedgerError {
            throw error
        } catch {
            throw .notWritten(attempted: attempt, cause: DIPDatabase.cause(of: error))
        }
    }
}
