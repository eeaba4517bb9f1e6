public import Cleanse
import GRDB

extension CleanseLedger {
    /// What a run is told beside its exceptions.
    public struct RunFacts: Sendable {
        public let asAt: String
        public let ruleSet: String
        public let settings: String
        public let registers: [RegisterFact]
        public let persistence: Int
        /// As packed by `Day`.
        public let today: UInt16
        public let exemptions: Exemptions

        public init(
            asAt: String, ruleSet: String, settings: String, registers: [RegisterFact], persistence: Int,
            today: UInt16, exemptions: Exemptions
        ) {
            self.asAt = asAt
            self.ruleSet = ruleSet
            self.settings = settings
            self.registers = registers
            self.persistence = persistence
            self.today = today
            self.exemptions = exemptions
        }
    }

    /// Folds a run into the ledger: the check's stretches are merged, as they come, with what is open.
    ///
    /// All of it is kept or nothing. Memory: one stretch; the ledger is read along, never whole.
    public func record(
        _ facts: RunFacts, _ check: MarketCheck, workers: some Workers,
        nextFault: () throws -> RaisedException? = { nil }
    ) throws(LedgerError) -> LedgerRun {
        // Read beside the transaction: what this run writes is not met again.
        let before: DatabaseSnapshot
        do {
            before = try pool.makeSnapshot()
        } catch {
            throw .notRead(attempted: "read what is open", cause: DIPDatabase.cause(of: error))
        }
        let latest = try reading(before, "read the latest moment", Self.latestMoment)
        let number = try writing("record a run") { db in
            guard try Self.latestMoment(db) == latest else {
                throw LedgerError.notWritten(
                    attempted: "record a run", cause: "another process wrote meanwhile; run the check again")
            }
            let moment = try Self.newMoment("run", note: "as at \(facts.asAt)", db)
            let run = (try Int.fetchOne(db, sql: "SELECT max(run) FROM run") ?? 0) + 1
            let outcome = try before.read { old in
                var fold = try RunFold(db, old, facts: facts, moment: moment, check: check, previous: run - 1)
                let outcome = try check.run(
                    workers: workers, nextFault: nextFault, deliver: { try fold.take($0) })
                try fold.end()
                return outcome
            }
            try Self.write(run: run, moment: moment, facts, outcome, check.judge.rules, db)
            return run
        }
        guard let run = try run(number) else { throw .noSuchRun(number) }
        return run
    }

    private static func latestMoment(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT max(moment) FROM moment") ?? 0
    }

    static func newMoment(_ kind: String, note: String, _ db: Database) throws -> Int64 {
        try db.execute(sql: "INSERT INTO moment (kind, note) VALUES (?, ?)", arguments: [kind, note])
        return db.lastInsertedRowID
    }

    private static func write(
        run: Int, moment: Int64, _ facts: RunFacts, _ outcome: MarketCheck.Outcome, _ rules: RuleTable, _ db: Database
    ) throws {
        try db.execute(
            sql: "INSERT INTO run VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [
                run, moment, facts.asAt, facts.ruleSet, facts.settings, outcome.points,
                outcome.completeness.population,
            ])
        for (position, register) in facts.registers.enumerated() {
            try db.execute(
                sql: "INSERT INTO run_register VALUES (?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    run, position, register.register, register.rows, register.rejected, register.digest, register.asAt,
                ])
        }
        for fact in rules.facts {
            try db.execute(
                sql: "INSERT INTO run_rule VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    run, fact.rule.id, rules.severity(fact.rule).rawValue, rules.whyOff(fact.rule)?.words ?? "",
                    outcome.raised[fact.rule] ?? 0, outcome.silenced[fact.rule] ?? 0,
                ])
        }
        for cell in outcome.completeness.cells {
            try db.execute(
                sql: "INSERT INTO completeness VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    run, cell.item.item.rawValue, cell.distributor, cell.supplier, cell.counts[.valid],
                    cell.counts[.invalid], cell.counts[.missing], cell.counts[.exempt], cell.counts[.outOfScope],
                ])
        }
    }
}

/// The merge of a run's exceptions, which come in order, with the ledger's, which are read in the same order.
private struct RunFold {
    private let facts: CleanseLedger.RunFacts
    private let check: MarketCheck
    private let moment: Int64
    private let kept: RawStatement
    private let newException: RawStatement
    private let newSpell: RawStatement
    private let endSpell: RawStatement
    private let db: Database
    /// The as-at date of the run before, which last saw what that run raised.
    private let lastAsAt: [Rule: String]
    private var next: KeptSpell?

    init(
        _ db: Database, _ old: Database, facts: CleanseLedger.RunFacts, moment: Int64, check: MarketCheck,
        previous: Int
    ) throws {
        self.db = db
        self.facts = facts
        self.check = check
        self.moment = moment
        kept = try RawStatement(old, KeptSpell.sql)
        newException = try RawStatement(
            db, "INSERT INTO exception (kind, subject, rule, item, first_seen) VALUES (?, ?, ?, ?, ?)")
        newSpell = try RawStatement(
            db, "INSERT INTO spell VALUES (?, ?, NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        endSpell = try RawStatement(
            db, "UPDATE spell SET to_moment = ?2 WHERE exception = ?1 AND to_moment IS NULL")
        lastAsAt = try CleanseLedger.lastAsked(upTo: previous, old)
        next = nil
        try advance()
    }

    /// Takes the next stretch of the run's exceptions.
    mutating func take(_ stretch: [RaisedException]) throws {
        for raised in stretch {
            while let kept = next, kept.compared(with: raised) < 0 {
                try pass(kept)
                try advance()
            }
            if let kept = next, kept.compared(with: raised) == 0 {
                try meet(kept, raised)
                try advance()
            } else {
                try open(raised)
            }
        }
    }

    /// What the ledger has after the run's last exception was not raised.
    mutating func end() throws {
        while let kept = next {
            try pass(kept)
            try advance()
        }
    }

    private mutating func advance() throws {
        next = nil
        while next == nil, try kept.step() { next = KeptSpell(kept) }
    }

    private func isExempt(_ raised: RaisedException) -> Bool {
        facts.exemptions.scenario(of: raised, on: facts.today) != nil
    }

    private func open(_ raised: RaisedException) throws {
        newException.bind(raised.subject.kind, at: 1)
        newException.bind(text: raised.subject.description, at: 2)
        newException.bind(text: raised.rule.id, at: 3)
        newException.bind(text: raised.item.rawValue, at: 4)
        newException.bind(text: facts.asAt, at: 5)
        try newException.run()
        let life = ExceptionLife.first(isExempt: isExempt(raised), persistence: facts.persistence)
        try write(raised, life, number: db.lastInsertedRowID)
    }

    private func meet(_ kept: KeptSpell, _ raised: RaisedException) throws {
        var life = kept.life
        life.raised(isExempt: isExempt(raised), persistence: facts.persistence)
        // A count of runs that nothing asks for is no change.
        if life.state == kept.life.state, life.state != .watched {
            if kept.prints(raised, severity: check.judge.rules.severity(raised.rule)) { return }
        }
        try close(kept)
        try write(raised, life, number: kept.number)
    }

    private func pass(_ kept: KeptSpell) throws {
        guard !kept.life.state.isClosed else { return }
        var life = kept.life
        let standing = check.standing(
            kept.rule, kept.subject, item: kept.item, register: kept.register, file: kept.file)
        life.passed(standing)
        guard life != kept.life else { return }
        try close(kept)
        newSpell.bind(kept.number, at: 1)
        newSpell.bind(moment, at: 2)
        bind(life)
        newSpell.bind(text: kept.severity, at: 6)
        newSpell.bind(text: kept.owner, at: 7)
        newSpell.bind(text: kept.observed, at: 8)
        newSpell.bind(text: kept.expected, at: 9)
        newSpell.bind(text: kept.register, at: 10)
        newSpell.bind(text: kept.file, at: 11)
        newSpell.bind(kept.line, at: 12)
        newSpell.bind(text: kept.suggestion, at: 13)
        newSpell.bind(text: kept.lastSeen ?? lastAsAt[kept.rule] ?? facts.asAt, at: 14)
        try newSpell.run()
    }

    private func close(_ kept: KeptSpell) throws {
        endSpell.bind(kept.number, at: 1)
        endSpell.bind(moment, at: 2)
        try endSpell.run()
    }

    private func write(_ raised: RaisedException, _ life: ExceptionLife, number: Int64) throws {
        newSpell.bind(number, at: 1)
        newSpell.bind(moment, at: 2)
        bind(life)
        newSpell.bind(text: check.judge.rules.severity(raised.rule).rawValue, at: 6)
        newSpell.bind(text: raised.owner.description, at: 7)
        newSpell.bind(text: raised.observed, at: 8)
        newSpell.bind(text: raised.expected, at: 9)
        newSpell.bind(text: raised.place?.register ?? "", at: 10)
        newSpell.bind(text: raised.place?.file ?? "", at: 11)
        newSpell.bind(raised.place?.line.map(Int64.init), at: 12)
        newSpell.bind(text: raised.suggestion, at: 13)
        newSpell.bind(nil as Int64?, at: 14)
        try newSpell.run()
    }

    private func bind(_ life: ExceptionLife) {
        newSpell.bind(text: life.state.rawValue, at: 3)
        newSpell.bind(Int64(life.reopened), at: 4)
        newSpell.bind(Int64(life.seenInARow), at: 5)
    }
}
