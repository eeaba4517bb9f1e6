import Foundation
import Migration

/// A market as its folder has it: `suppliers.csv`, `portfolios.csv`, `limits.csv`, `calendar.csv`, and where they are
/// there `ramps.csv`, `settings.json`, `agents.csv`, `agent_limits.csv` and `steps.csv`. Other files are passed over.
struct MarketFolder {
    let path: String
    let market: MigrationMarket
    /// Warnings and notes.
    let findings: FolderFindings
    /// The files read and their SHA-256, by name.
    let digests: [(name: String, sha256: String)]

    /// Reads a market whole; what is wrong ends the command with code 65 and every mistake named.
    ///
    /// Warnings are said on standard error, unless the answer is JSON, which has room for them (`FolderReport.write`).
    init(reading path: String, asJSON: Bool = false) throws {
        var files = try FolderFiles(path, what: "market")
        var tables = MarketTables()
        tables.suppliers = files.table(MarketTables.files[0])
        tables.portfolios = files.table(MarketTables.files[1])
        tables.limits = files.table(MarketTables.files[2])
        tables.calendar = files.table(MarketTables.files[3])
        tables.ramps = files.table(MarketTables.files[4])
        tables.settings = files.settings(MarketTables.settingsFile)
        tables.agents = files.table(MarketTables.files[6])
        tables.agentLimits = files.table(MarketTables.files[7])
        tables.steps = files.table(MarketTables.files[8])
        let reading = MarketReader.read(tables, findings: files.findings, unreadable: files.unreadable)
        try FolderReport.refuseErrors(reading.findings, what: "market", path: path, asJSON: asJSON)
        guard let market = reading.market else { preconditionFailure("a market without an error is there") }
        self.path = path
        self.market = market
        findings = reading.findings
        digests = files.digests
        if !asJSON { FolderReport.say(findings) }
    }

    /// Writes a market into a folder that is empty or not there yet, whole or not at all.
    ///
    /// - Parameter others: further files, by name.
    static func write(_ market: MigrationMarket, to path: String, with others: [(name: String, bytes: [UInt8])] = [])
        throws
    {
        try FolderInTheMaking(path).write(files(of: market) + others)
    }

    /// A market's files, in a folder of theirs.
    static func files(of market: MigrationMarket, in folder: String = "") -> [(name: String, bytes: [UInt8])] {
        let tables = market.tables
        let known = [
            tables.suppliers, tables.portfolios, tables.limits, tables.calendar, tables.ramps, tables.agents,
            tables.agentLimits, tables.steps,
        ]
        return known.compactMap { $0 }.map { (name: folder + $0.name, bytes: $0.csv) }
            + [(folder + MarketTables.settingsFile, settingsJSON(tables.settings ?? []))]
    }

    /// The market's files, and of the folder that it was read from `sprints.csv` as it is, where it is there.
    static func files(
        of market: MigrationMarket, in folder: String, from path: String
    ) -> [(name: String, bytes: [UInt8])] {
        let sprints = FileManager.default.contents(atPath: "\(path)/\(SubmissionTables.sprintsFile)")
        return files(of: market, in: folder)
            + (sprints.map { [(folder + SubmissionTables.sprintsFile, [UInt8]($0))] } ?? [])
    }

    private static func settingsJSON(_ members: [SettingMember]) -> [UInt8] {
        ExactJSON.object(members.map { ($0.name, ExactJSON($0.value)) }).inOrder
    }
}

extension FolderInTheMaking {
    /// Writes these files, and gives the folder its name when the last one stands.
    func write(_ files: [(name: String, bytes: [UInt8])]) throws {
        try begin()
        do {
            for file in files {
                let folder = "\(partial)/\(file.name)".split(separator: "/", omittingEmptySubsequences: false)
                    .dropLast()
                try FileManager.default.createDirectory(
                    atPath: folder.joined(separator: "/"), withIntermediateDirectories: true)
                let sink = try ByteSink(file: "\(partial)/\(file.name)")
                defer { sink.close() }
                try sink.write(file.bytes)
                try sink.synchronise()
            }
            try finish()
        } catch {
            abandon()
            if let problem = error as? SinkProblem { throw problem.failure(resumable: false) }
            throw error
        }
    }
}

extension ExactJSON {
    fileprivate init(_ value: SettingValue) {
        self =
            switch value {
            case .nothing, .composed: .null
            case .truth(let truth): .truth(truth)
            case .number(let text): .number(text)
            case .text(let text): .text(text)
            }
    }

    /// An object's members in their order, one a line.
    fileprivate var inOrder: [UInt8] {
        let lines = (members ?? []).map { "  \(ExactJSON.text($0.name).canonical): \($0.value.canonical)" }
        return Array("{\n\(lines.joined(separator: ",\n"))\n}\n".utf8)
    }
}
