import Cleanse
import Kernel
import Store
import TestSupport
import Testing

/// The ledger through runs. The exceptions are handed in as a load's, so that only the ledger is tested here.
@Suite("The ledger of the cleanse")
struct LedgerTests {
    private struct Stop: Error {}

    private static let one: UInt64 = 1_012_345_678_903
    private static let other: UInt64 = 1_700_000_000_014

    private static let facts = [
        RuleFact(
            .fil06, .error, owner: "F", items: [.dpiEFD], population: "all", condition: "an impossible date",
            resolution: "correct", basis: "test", confidence: "D", needs: [.registration]),
        RuleFact(
            .fil07, .warning, owner: "F", items: [.supplier], population: "all", condition: "a strange byte",
            resolution: "correct", basis: "test", confidence: "D", needs: [.enquiry]),
    ]

    private static func raised(
        _ mpan: UInt64, _ rule: Rule = .fil06, owner: String = "F:AAAA", observed: String = "20240230", line: UInt32 = 2
    ) -> RaisedException {
        RaisedException(
            rule: rule, subject: .mpan(mpan), item: .dpiEFD, owner: Owner(owner) ?? Owner(.sender, nil),
            observed: observed, expected: "a date", place: Place(register: "REG", file: "REG.csv", line: line))
    }

    /// A run over these registrations (MPAN and MP status) that raises these exceptions.
    @discardableResult
    private static func run(
        _ ledger: CleanseLedger, asAt: String, rows: [(UInt64, String)], raises: [RaisedException],
        exemptions: Exemptions = .none, persistence: Int = 1, workers: some Workers = OneWorker(),
        failing: Bool = false
    ) throws -> LedgerRun {
        let text = "mpan,mp_status\n" + rows.map { "\(MPANText.printed($0.0)),\($0.1)" }.joined(separator: "\n")
        let date = try #require(CalendarDate(iso: asAt))
        let registers = Registers(asAt: date, tables: [TableBuilder.table(.registration, text)])
        let rules = RuleTable(facts: facts, settings: CleanseSettings(), inputs: [.registration])
        let judge = Judge(
            registers: registers, reference: Reference(files: []), settings: CleanseSettings(), rules: rules,
            workers: workers)
        let check = MarketCheck(judge: judge, exemptions: exemptions, loadedFiles: ["REG.csv"])
        var faults = raises.sorted()[...]
        return try ledger.record(
            CleanseLedger.RunFacts(
                asAt: asAt, ruleSet: "r", settings: "", registers: [], persistence: persistence,
                today: Day.packed(date), exemptions: exemptions),
            check, workers: workers,
            nextFault: {
                if failing, faults.count == 1 { throw Stop() }
                return faults.popFirst()
            })
    }

    private static func list(_ ledger: CleanseLedger, run: Int? = nil, closed: Bool = true) throws -> [LedgerEntry] {
        var filter = LedgerFilter()
        filter.withClosed = closed
        var entries: [LedgerEntry] = []
        try ledger.entries(filter, run: run) { entries.append($0) }
        return entries
    }

    @Test("New, resolved, re-opened and counted; the opening date stays; every past report can be made again")
    func life() throws {
        let folder = try TemporaryFolder()
        let ledger = try CleanseLedger(folder: folder.path)
        let rows = [(Self.one, "R"), (Self.other, "R")]
        try Self.run(ledger, asAt: "2026-07-01", rows: rows, raises: [Self.raised(Self.one), Self.raised(Self.other)])
        try Self.run(ledger, asAt: "2026-07-08", rows: rows, raises: [Self.raised(Self.other)])
        try Self.run(
            ledger, asAt: "2026-07-15", rows: rows,
            raises: [Self.raised(Self.one, owner: "F:BBBB"), Self.raised(Self.other)])
        let now = try Self.list(ledger)
        #expect(now.map(\.life.state) == [.reopened, .new])
        #expect(now.map(\.life.reopened) == [1, 0])
        #expect(now.map(\.firstSeen) == ["2026-07-01", "2026-07-01"])
        #expect(now.map(\.lastSeen) == ["2026-07-15", "2026-07-15"])
        #expect(now.map(\.owner.description) == ["F:BBBB", "F:AAAA"])
        let second = try Self.list(ledger, run: 2)
        #expect(second.map(\.life.state) == [.resolved, .new])
        #expect(second.map(\.lastSeen) == ["2026-07-01", "2026-07-08"])
        #expect(second.map(\.owner.description) == ["F:AAAA", "F:AAAA"])
        #expect(try Self.list(ledger, run: 1).map(\.life.state) == [.new, .new])
        #expect(try Self.list(ledger, run: 2, closed: false).map(\.subject) == [.mpan(Self.other)])
        let number = try #require(now.first?.number)
        #expect(try ledger.history(number: number).map(\.state) == [.new, .resolved, .reopened])
    }

    @Test("A row that vanished is not seen, and one that was disconnected is out of scope: neither is a fix")
    func ends() throws {
        let folder = try TemporaryFolder()
        let ledger = try CleanseLedger(folder: folder.path)
        let raises = [Self.raised(Self.one), Self.raised(Self.other)]
        try Self.run(ledger, asAt: "2026-07-01", rows: [(Self.one, "R"), (Self.other, "R")], raises: raises)
        try Self.run(ledger, asAt: "2026-07-08", rows: [(Self.other, "X")], raises: [])
        #expect(try Self.list(ledger).map(\.life.state) == [.notSeen, .outOfScope])
        #expect(try Self.list(ledger, closed: false).isEmpty)
    }

    @Test("A rule that a run does not ask leaves its exceptions as they are")
    func notAsked() throws {
        let folder = try TemporaryFolder()
        let ledger = try CleanseLedger(folder: folder.path)
        // FIL-07 needs EES in this table, and no run has it: raised, it is not even taken.
        try Self.run(
            ledger, asAt: "2026-07-01", rows: [(Self.one, "R")], raises: [Self.raised(Self.one, .fil07)])
        #expect(try Self.list(ledger).isEmpty)
        let run = try #require(try ledger.run())
        #expect(run.rules.first { $0.rule == .fil07 }?.off == "no EES")
    }

    @Test("The same again, in any order, writes no new spell; a changed line or owner does")
    func same() throws {
        let folder = try TemporaryFolder()
        let ledger = try CleanseLedger(folder: folder.path)
        let rows = [(Self.one, "R")]
        try Self.run(ledger, asAt: "2026-07-01", rows: rows, raises: [Self.raised(Self.one)])
        try Self.run(ledger, asAt: "2026-07-01", rows: rows, raises: [Self.raised(Self.one)])
        let number = try #require(try Self.list(ledger).first?.number)
        #expect(try ledger.history(number: number).count == 1)
        try Self.run(ledger, asAt: "2026-07-02", rows: rows, raises: [Self.raised(Self.one, line: 9)])
        #expect(try ledger.history(number: number).count == 2)
        #expect(try Self.list(ledger).first?.place?.line == 9)
        #expect(try Self.list(ledger, run: 2).first?.place?.line == 2)
    }

    @Test("A person's step holds until a run says otherwise")
    func steps() throws {
        let folder = try TemporaryFolder()
        let ledger = try CleanseLedger(folder: folder.path)
        let rows = [(Self.one, "R"), (Self.other, "R")]
        let raises = [Self.raised(Self.one), Self.raised(Self.other)]
        try Self.run(ledger, asAt: "2026-07-01", rows: rows, raises: raises)
        var filter = LedgerFilter()
        filter.subject = MPANText.printed(Self.one)
        #expect(try ledger.mark(filter, as: .claimedFixed, note: "said so").changed == 1)
        #expect(try ledger.mark(filter, as: .resolved, note: "cannot").changed == 0)
        #expect(try Self.list(ledger).map(\.life.state) == [.claimedFixed, .new])
        // The report of the run stays as it was printed.
        #expect(try Self.list(ledger, run: 1).map(\.life.state) == [.new, .new])
        try Self.run(ledger, asAt: "2026-07-08", rows: rows, raises: raises)
        #expect(try Self.list(ledger).map(\.life.state) == [.inProgress, .new])
        try Self.run(ledger, asAt: "2026-07-15", rows: rows, raises: [])
        #expect(try Self.list(ledger).map(\.life.state) == [.resolved, .resolved])
    }

    @Test("An exemption shows an exception and takes it out of the debt until its last day")
    func exempt() throws {
        let folder = try TemporaryFolder()
        let ledger = try CleanseLedger(folder: folder.path)
        let exemptions = Exemptions(
            TableBuilder.reference(
                .exemptions, "mpan,item,scenario,until\n\(MPANText.printed(Self.one)),dpi_efd,site lost,2026-07-08"))
        for (day, state) in [("2026-07-01", ExceptionState.exempt), ("2026-07-08", .exempt), ("2026-07-09", .new)] {
            try Self.run(
                ledger, asAt: day, rows: [(Self.one, "R")], raises: [Self.raised(Self.one)], exemptions: exemptions)
            #expect(try Self.list(ledger, closed: false).map(\.life.state) == [state], "\(day)")
        }
    }

    @Test("A run that fails leaves the ledger of the run before")
    func failedRun() throws {
        let folder = try TemporaryFolder()
        let ledger = try CleanseLedger(folder: folder.path)
        let rows = [(Self.one, "R"), (Self.other, "R")]
        try Self.run(ledger, asAt: "2026-07-01", rows: rows, raises: [Self.raised(Self.one)])
        #expect(throws: LedgerError.self) {
            try Self.run(
                ledger, asAt: "2026-07-08", rows: rows, raises: [Self.raised(Self.other), Self.raised(Self.one)],
                failing: true)
        }
        #expect(try ledger.runs().count == 1)
        #expect(try Self.list(ledger).map(\.life.state) == [.new])
    }

    /// Sums, filters and changes agree with the plain list, now and as after every run.
    private static func checkSums(_ ledger: CleanseLedger, run last: Int, seed: UInt64) throws {
        for run in [nil] + (1...last).map(Optional.some) {
            let all = try list(ledger, run: run)
            let sums = try ledger.tallies(run: run)
            #expect(sums.reduce(0) { $0 + $1.count } == all.count, "seed \(seed), run \(run ?? 0)")
            for state in ExceptionState.allCases where state != .watched {
                var filter = LedgerFilter()
                filter.state = state
                let plain = all.filter { $0.life.state == state }
                #expect(try ledger.count(filter, run: run) == plain.count, "seed \(seed), \(state)")
                filter.owner = Owner("F:AAAA")
                filter.rule = .fil06
                var pages: [LedgerEntry] = []
                while true {
                    let page = try ledger.list(filter, run: run, limit: 3)
                    pages += page
                    guard let end = page.last, page.count == 3 else { break }
                    filter.after = end.number
                }
                #expect(pages == plain, "seed \(seed), \(state)")
            }
        }
        for since in 1...last {
            let before = try Dictionary(
                uniqueKeysWithValues: list(ledger, run: since).map { ($0.number, $0.life.state) })
            let after = try list(ledger, run: last)
            let changes = try ledger.changes(from: since, to: last)
            for kind in LedgerChange.allCases {
                let plain = after.filter { LedgerChange(from: before[$0.number], to: $0.life.state) == kind }
                #expect(changes.reduce(0) { $0 + ($1.change == kind ? $1.count : 0) } == plain.count)
                var filter = LedgerFilter()
                filter.withClosed = true
                filter.change = LedgerFilter.Change(kind, since: since)
                #expect(try ledger.list(filter, run: last, limit: 100) == plain, "seed \(seed), \(kind) since \(since)")
                #expect(try ledger.count(filter, run: last) == plain.count)
            }
        }
    }

    @Test("Many exceptions over many runs agree with a plain list", arguments: [1, 2, 3, 4, 5] as [UInt64])
    func model(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let folder = try TemporaryFolder()
        let ledger = try CleanseLedger(folder: folder.path)
        let mpans = (0..<40).map { 1_000_000_000_000 + UInt64($0) * 7 }
        var model: [UInt64: (state: ExceptionState, reopened: Int, first: String)] = [:]
        for day in 1...9 {
            let asAt = "2026-07-0\(day)"
            let rows = mpans.filter { _ in generator.nextBelow(10) > 0 }.map {
                ($0, generator.nextBelow(8) == 0 ? "X" : "R")
            }
            let raised = rows.filter { $0.1 == "R" && generator.nextBelow(3) == 0 }.map(\.0)
            for mpan in mpans {
                let state = model[mpan]?.state
                if raised.contains(mpan) {
                    if let state, state.isClosed {
                        model[mpan]?.state = .reopened
                        model[mpan]?.reopened += 1
                    } else if state == nil {
                        model[mpan] = (.new, 0, asAt)
                    }
                } else if let state, !state.isClosed {
                    let row = rows.first { $0.0 == mpan }
                    model[mpan]?.state = row == nil ? .notSeen : row?.1 == "X" ? .outOfScope : .resolved
                }
            }
            try Self.run(ledger, asAt: asAt, rows: rows, raises: raised.map { Self.raised($0) })
            let entries = try Self.list(ledger)
            let expected = model.keys.sorted().map { "\($0) \(model[$0].map { "\($0)" } ?? "")" }
            let found = entries.map { entry in
                "\(entry.subject.description) \((state: entry.life.state, reopened: entry.life.reopened, first: entry.firstSeen))"
            }
            #expect(found == expected, "seed \(seed), day \(day)")
            if day % 3 == 0 {
                var filter = LedgerFilter()
                filter.distributorCode = 10
                filter.state = .new
                _ = try ledger.mark(filter, as: .notified, note: "pack")
                for mpan in mpans where model[mpan]?.state == .new { model[mpan]?.state = .notified }
            }
            try Self.checkSums(ledger, run: day, seed: seed)
        }
    }
}
