import ArgumentParser
import Cleanse
import Foundation
import Kernel
import Store

/// `changeover cleanse check`
struct CleanseCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Ask every rule of every row, and fold what it finds into the ledger.",
        discussion: """
            Ends with 0 where no exception of severity E or W is open in this run, with 2 where some are, and with 70 \
            where the check could not run. A rule whose inputs were not loaded is off, and the summary says so.

            EXAMPLE
              changeover cleanse check --settings cleanse.json
            """)

    @OptionGroup var data: DataOptions
    @Option(name: .long, help: ArgumentHelp("Rules and targets as tuned in this file.", valueName: "file"))
    var settings: String?
    @Option(name: .long, help: ArgumentHelp("How many cores to use (else all).", valueName: "n")) var workers: Int?
    @Flag(name: .long, help: "The summary as JSON.") var json = false

    func validate() throws {
        if let workers, !(1...64).contains(workers) { throw ValidationError("--workers takes a number from 1 to 64.") }
    }

    func run() async throws {
        try await reporting {
            let desk = CleanseDesk(data: data.folder)
            let loaded = try desk.loaded()
            let file = try CleanseSettingsFile(path: settings, data: data.folder)
            let crew = CoreWorkers(count: workers)
            let judge = try desk.judge(loaded, file.settings, workers: crew)
            let run = try Self.record(loaded, judge, file, try desk.ledger(), crew)
            try Terminal.print(json ? CheckSummary.json(run) : CheckSummary.text(run, loaded))
            let grave = run.rules.contains { $0.severity != .information && $0.raised > 0 }
            if grave { throw ExitCode(Failure.Code.findings.rawValue) }
        }
    }

    private static func record(
        _ loaded: LoadedRegisters, _ judge: Judge, _ file: CleanseSettingsFile, _ ledger: CleanseLedger,
        _ crew: CoreWorkers
    ) throws -> LedgerRun {
        let exemptions = loaded.exemptions.map(Exemptions.init) ?? .none
        let names = loaded.facts.registers.flatMap { $0.files.map(\.name) } + loaded.references.map(\.name)
        var check = MarketCheck(
            judge: judge, exemptions: exemptions,
            loadedFiles: Set(names + (loaded.exemptions.map { [$0.name] } ?? [])), targets: file.targets)
        check.rest = { loaded.rest() }
        let facts = CleanseLedger.RunFacts(
            asAt: "\(loaded.asAt)", ruleSet: judge.rules.digest(of: file.text), settings: file.text,
            registers: loaded.facts.registers.map {
                RegisterFact(
                    register: $0.register, rows: $0.rows, rejected: $0.rejectedRows, digest: $0.digest, asAt: $0.asAt)
            },
            persistence: file.settings.persistence, today: Day.packed(loaded.asAt), exemptions: exemptions)
        do {
            var faults = try loaded.faults.reader(with: loaded.dangling(judge))
            return try ledger.record(facts, check, workers: crew, nextFault: { try faults.next() })
        } catch {
            throw Failure(
                "the check could not run to its end", because: "\(error)",
                advice: "nothing of this run was kept; put that right and run it again", code: .couldNotRun)
        }
    }
}

extension RuleTable {
    /// A digest of the rules as they were asked: every row of the table and the settings' text.
    func digest(of settings: String) -> String {
        var text = settings
        for fact in facts {
            text += "\n\(fact.rule.id)|\(severity(fact.rule).rawValue)|\(whyOff(fact.rule)?.words ?? "")"
            text += "|\(fact.condition)|\(fact.silences.map(\.id).joined(separator: ","))"
        }
        return Digest.hexadecimal(of: Array(text.utf8))
    }
}
