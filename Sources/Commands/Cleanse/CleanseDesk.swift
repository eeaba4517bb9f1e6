import ArgumentParser
import Cleanse
import Foundation
import Kernel
import Store

/// What the commands of the cleanse share: the loaded registers, the ledger, the judge over both.
struct CleanseDesk {
    let data: URL

    /// The registers that the last loads left.
    ///
    /// - Throws: a failure with code 70 where nothing was loaded.
    func loaded() throws -> LoadedRegisters {
        do {
            if let loaded = try CleanseFolder(data: data.path).current() { return loaded }
        } catch {
            throw Failure(
                "the registers in \(data.path) could not be read", because: "\(error)",
                advice: "load them again: changeover cleanse load DIR --as-at DATE", code: .couldNotRun)
        }
        throw Failure(
            "there is nothing to check in \(data.path)", because: "no register has been loaded there",
            advice: "run changeover cleanse load DIR --as-at DATE, or name the right folder with --data",
            code: .couldNotRun)
    }

    /// The ledger, made where there is none.
    func ledger() throws -> CleanseLedger {
        do {
            return try CleanseLedger(folder: data.path)
        } catch {
            throw Failure(
                "the ledger in \(data.path) could not be opened", because: "\(error)",
                advice: "name a folder that you may write to with --data", code: .couldNotRun)
        }
    }

    /// The ledger of a folder that has been checked.
    func existingLedger() throws -> CleanseLedger {
        guard FileManager.default.fileExists(atPath: data.appendingPathComponent("cleanse.sqlite").path) else {
            throw Failure(
                "there is no ledger in \(data.path)", because: "nothing has been checked there",
                advice: "run changeover cleanse check, or name the right folder with --data")
        }
        return try ledger()
    }

    /// A run of the ledger, the latest where none is named.
    func run(_ number: Int?, of ledger: CleanseLedger) throws -> LedgerRun {
        do {
            if let run = try ledger.run(number) { return run }
        } catch LedgerError.noSuchRun(let number) {
            throw Failure(
                "there is no run \(number)", because: "the ledger's runs are counted from 1",
                advice: "run changeover cleanse runs to see them", code: .misused)
        }
        throw Failure(
            "there is no run yet", because: "the ledger in \(data.path) is empty",
            advice: "run changeover cleanse check")
    }

    /// The judge over what was loaded, under settings.
    func judge(_ loaded: LoadedRegisters, _ settings: CleanseSettings, workers: CoreWorkers) throws -> Judge {
        var settings = settings
        settings.universalRegisters.formUnion(loaded.facts.universalRegisters)
        var inputs = loaded.facts.inputs(of: loaded.references)
        for table in loaded.registers.tables { inputs.formUnion(Input.given(by: table)) }
        if loaded.exemptions != nil { inputs.insert(.exemptions) }
        var removed: [RaisedException] = []
        try loaded.faults.forEach { if $0.rule == .fil11 { removed.append($0) } }
        var removedRows = RemovedRows(removed)
        for kind in RegisterKind.allCases {
            if let table = loaded.registers.table(kind), !table.withheld.isEmpty {
                removedRows.add(table.withheld, of: kind)
            }
        }
        return Judge(
            registers: loaded.registers, reference: Reference(files: loaded.references), settings: settings,
            rules: RuleTable(facts: RuleTable.standard, settings: settings, inputs: inputs),
            senders: Dictionary(
                uniqueKeysWithValues: RegisterKind.allCases.compactMap { kind in
                    loaded.facts.sender(of: kind).map { (kind, $0) }
                }),
            removed: removedRows, workers: workers)
    }
}

extension LoadedRegisters {
    /// MPANs that the exemptions name and REG does not hold.
    func dangling(_ judge: Judge) -> [RaisedException] {
        judge.danglingExemptions(
            exemptions,
            check: MPANCheck(
                distributors: references.first { $0.input == .distributors }, asAt: asAt, sender: nil),
            sender: facts.exemptionsSender)
    }

    /// What is said of one MPAN before any rule is asked of it: by the loads and of its exemptions.
    func faults(about mpan: UInt64, _ judge: Judge) throws -> [RaisedException] {
        try faults.about(mpan, with: dangling(judge))
    }
}

/// Which exceptions: options that several commands share.
struct ExceptionOptions: ParsableArguments {
    @Option(name: .long, help: ArgumentHelp("Only this owner's: S:ABCD, L:LOND, M:?.", valueName: "owner"))
    var owner: String?
    @Option(name: .long, help: ArgumentHelp("Only of this rule.", valueName: "rule")) var rule: String?
    @Option(name: .long, help: ArgumentHelp("Only of this severity: E, W or I.", valueName: "severity"))
    var severity: String?
    @Option(name: .long, help: ArgumentHelp("Only in this state, such as \"in progress\".", valueName: "state"))
    var state: String?
    @Option(name: .long, help: ArgumentHelp("Only on this item.", valueName: "column")) var item: String?
    @Option(name: .long, help: ArgumentHelp("Only about this MPAN or file.", valueName: "subject"))
    var subject: String?

    /// Whether nothing is asked for.
    var isEmpty: Bool { [owner, rule, severity, state, item, subject].allSatisfy { $0 == nil } }

    func filter() throws -> LedgerFilter {
        var filter = LedgerFilter()
        filter.owner = try owner.map { try Self.read($0, "--owner", "S:ABCD") { Owner($0) } }
        filter.rule = try rule.map { try Self.read($0, "--rule", "ESM-05") { Rule(id: $0.uppercased()) } }
        filter.severity = try severity.map {
            try Self.read($0, "--severity", "E, W or I") { Severity(rawValue: $0.uppercased()) }
        }
        filter.state = try state.map {
            let states = ExceptionState.allCases.map(\.rawValue).joined(separator: ", ")
            return try Self.read($0, "--state", "one of \(states)") { ExceptionState(rawValue: $0) }
        }
        filter.item = try item.map { try Self.read($0, "--item", "esme_id") { Item(rawValue: $0) } }
        filter.subject = subject
        return filter
    }

    private static func read<Value>(
        _ text: String, _ option: String, _ example: String, _ reading: (String) -> Value?
    ) throws -> Value {
        guard let value = reading(text) else {
            throw Failure(
                "\(option) \(text) is not understood", because: "it takes \(example)",
                advice: "run changeover cleanse exceptions --help", code: .misused)
        }
        return value
    }
}
