import ArgumentParser
import Foundation
import Kernel
import Migration

/// `changeover migration check`
struct MigrationCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Accept or reject a supplier's submission, row by row, with a value that would be legal.",
        discussion: """
            Several files are checked each and together. Every fault is said once: by its first cause, with what was \
            found, what is allowed, and a value that passes all rules; --mended writes the file with all of them put in. \
            Rules whose inputs were not given are listed as not run. The same input gives the same answer to the byte.

            Ends with 0 where everything is accepted (warnings too), with 2 where something is rejected, with 65 where \
            an input cannot be read. The rules: changeover migration rules.

            EXAMPLE
              changeover migration check submission.csv --sprint 4 --market market/
            """)

    @Argument(help: ArgumentHelp("The submissions, CSV.", valueName: "file")) var files: [String]
    @Option(name: .long, help: ArgumentHelp("The sprint that is committed by day, from 1.", valueName: "n"))
    var sprint: Int
    @Option(
        name: .long,
        help: ArgumentHelp("The market's folder (else migration/market in the data folder).", valueName: "dir"))
    var market: String?
    @Option(name: .long, help: ArgumentHelp("Envelopes as published (else worked out).", valueName: "dir"))
    var envelopes: String?
    @Option(name: .long, help: ArgumentHelp("The plan that holds: a folder.", valueName: "dir")) var plan: String?
    @Option(name: .long, help: ArgumentHelp("What was done: actuals.csv.", valueName: "file")) var actuals: String?
    @Option(name: .long, help: ArgumentHelp("The last accepted submission of the supplier.", valueName: "file"))
    var previous: String?
    @Option(name: .long, help: ArgumentHelp("When it was received: ISO 8601 with an offset.", valueName: "time"))
    var received: String?
    @Option(name: .long, help: ArgumentHelp("The waiver of a late submission.", valueName: "id")) var waiver: String?
    @Option(name: .long, help: ArgumentHelp("A change request for the whole file.", valueName: "id"))
    var changeRequest: String?
    @Option(name: .long, help: ArgumentHelp("Who submits.", valueName: "name")) var user: String?
    @Option(name: .long, help: ArgumentHelp("Who may act for whom: user,supplierMPID.", valueName: "file"))
    var entitlements: String?
    @Option(
        name: .long,
        help: ArgumentHelp("Agents' shares: supplierMPID,role,agentMPID,percent,from.", valueName: "file"))
    var agents: String?
    @Option(
        name: .long,
        help: ArgumentHelp("The register of agents: agentMPID,role,active_from,capacity.", valueName: "file"))
    var agentRegister: String?
    @Option(name: .long, help: ArgumentHelp("Write the findings here, CSV.", valueName: "file")) var out: String?
    @Option(name: .long, help: ArgumentHelp("Write the one submission with every suggestion here.", valueName: "file"))
    var mended: String?
    @Flag(name: .long, help: "The answer as JSON.") var json = false
    @OptionGroup var data: DataOptions

    func validate() throws {
        if let received, Instant(iso: received) == nil || received.utf8.count == 10 {
            throw ValidationError("--received takes a time such as 2026-04-20T08:00:00Z, not “\(received)”.")
        }
        if files.isEmpty { throw ValidationError("Name a submission.") }
        if mended != nil || previous != nil, files.count > 1 {
            throw ValidationError("--mended and --previous go with one submission.")
        }
    }

    func run() async throws {
        try await reporting {
            let desk = try SprintDesk(
                market: try marketPath(), sprint: sprint, plan: plan, actuals: actuals, asJSON: json)
            let checker = SubmissionChecker(desk.table)
            var circumstances = try circumstances(checker, desk)
            circumstances.plan = desk.plan
            let papers = try files.map { try Self.file($0) }
            let outcomes = papers.map { checker.check($0, circumstances) }
            let answer = SubmissionReport(outcomes, checker: checker, agents: try agentCheck(outcomes, checker))
            try write(answer, papers)
            try Terminal.print(json ? answer.json() : answer.text())
            if answer.isRejected { throw ExitCode(Failure.Code.findings.rawValue) }
        }
    }

    /// The market that is named, or the data folder's.
    private func marketPath() throws -> String {
        if let market { return market }
        let place = data.folder.appendingPathComponent("migration/market").path
        guard FileManager.default.fileExists(atPath: place) else {
            throw Failure(
                "there is no market to check against", because: "--market was not given, and \(place) is not there",
                advice: "name the market's folder with --market, or keep it at \(place)", code: .badInput)
        }
        return place
    }

    private static func file(_ path: String) throws -> SubmissionFile {
        var isFolder: ObjCBool = false
        let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard isThere, !isFolder.boolValue, let contents = FileManager.default.contents(atPath: path) else {
            throw Failure(
                "the submission \(path) cannot be read",
                because: isFolder.boolValue ? "it is a folder" : "there is no such file, or it is not yours to read",
                advice: "name a CSV file", code: .badInput)
        }
        let bytes = [UInt8](contents)
        return SubmissionFile(
            name: URL(fileURLWithPath: path).lastPathComponent, digest: Digest.hexadecimal(of: bytes), bytes: bytes)
    }

    private func circumstances(_ checker: SubmissionChecker, _ desk: SprintDesk) throws -> SubmissionCircumstances {
        var circumstances = SubmissionCircumstances()
        circumstances.previous = try previous.map { try Self.file($0) }
        circumstances.received = received.flatMap { Instant(iso: $0) }
        circumstances.waiver = waiver
        circumstances.changeRequest = changeRequest
        circumstances.user = user
        circumstances.entitlements = try entitlements.map { path in
            try SideTable.read(path, what: "list of who may act for whom", asJSON: json) { table, findings in
                SubmissionTables.entitlements(table, findings: &findings)
            }
        }
        circumstances.published = try envelopes.map { try published($0, checker.layout, desk.market.market) }
        return circumstances
    }

    private func published(
        _ path: String, _ layout: SubmissionLayout, _ market: MigrationMarket
    ) throws -> [PublishedEnvelope] {
        var files = try FolderFiles(path, what: "folder of envelopes")
        var rows: [PublishedEnvelope] = []
        guard let days = files.table(SubmissionTables.envelopesFile) else {
            try FolderReport.refuseErrors(files.findings, what: "folder of envelopes", path: path, asJSON: json)
            throw Failure(
                "the folder of envelopes \(path) cannot be used",
                because: "it has no \(SubmissionTables.envelopesFile)",
                advice: "name a folder that changeover migration envelopes has written", code: .badInput)
        }
        rows += SubmissionTables.envelopes(days, layout, market, findings: &files.findings)
        if let weeks = files.table(SubmissionTables.weeksFile) {
            rows += SubmissionTables.envelopes(weeks, layout, market, findings: &files.findings)
        }
        if let totals = files.table(SubmissionTables.daysFile) {
            rows += SubmissionTables.totals(totals, layout, market, findings: &files.findings)
        }
        try FolderReport.refuseErrors(files.findings, what: "folder of envelopes", path: path, asJSON: json)
        return rows
    }

    private func agentCheck(
        _ outcomes: [SubmissionOutcome], _ checker: SubmissionChecker
    ) throws -> AgentReport? {
        guard let agents else { return nil }
        let shares = try SideTable.read(agents, what: "agent file", asJSON: json) { table, findings in
            SubmissionTables.agents(table, findings: &findings)
        }
        let register = try agentRegister.map { path in
            try SideTable.read(path, what: "register of agents", asJSON: json) { table, findings in
                SubmissionTables.agentRegister(table, findings: &findings)
            }
        }
        let (findings, notRun) = AgentSplitCheck(shares: shares, register: register).check(outcomes, by: checker)
        return AgentReport(
            fileId: URL(fileURLWithPath: agents).lastPathComponent, findings: findings, notRun: notRun)
    }

    private func write(_ answer: SubmissionReport, _ papers: [SubmissionFile]) throws {
        if let out { try Self.write(answer.csv(), to: out) }
        guard let mended else { return }
        guard let bytes = SubmissionMending.mended(papers[0].bytes, by: answer.outcomes[0].answer.findings) else {
            throw Failure(
                "nothing can be mended", because: "the header of \(files[0]) is not one",
                advice: "write the header of the template first", code: .badInput)
        }
        try Self.write(bytes, to: mended)
    }

    /// Writes a file whole or not at all.
    private static func write(_ bytes: [UInt8], to path: String) throws {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw Failure(
                "\(path) cannot be written", because: error.localizedDescription,
                advice: "name a place that you may write to")
        }
    }
}
