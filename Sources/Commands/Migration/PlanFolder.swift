import Migration

/// A plan as its folder has it: `plan.csv`, and where they are there `unplaced.csv` and `certificate.json`.
struct PlanFolder {
    static let certificateFile = "certificate.json"

    let path: String
    let plan: MigrationPlan
    /// Warnings and notes.
    let findings: FolderFindings
    /// The tables read and their SHA-256, by name.
    let digests: [(name: String, sha256: String)]

    /// Reads a plan whole; what is wrong ends the command with code 65 and every mistake named.
    ///
    /// `unplaced.csv` may be missing: then everything found a place. The certificate is not looked at.
    init(reading path: String, asJSON: Bool = false) throws {
        var files = try FolderFiles(path, what: "plan")
        let tables = PlanTables(
            plan: files.table(PlanTables.planFile), unplaced: files.table(PlanTables.unplacedFile))
        let reading = PlanReader.read(tables, findings: files.findings, unreadable: files.unreadable)
        try FolderReport.refuseErrors(reading.findings, what: "plan", path: path, asJSON: asJSON)
        guard let plan = reading.plan else { preconditionFailure("a plan without an error is there") }
        self.path = path
        self.plan = plan
        findings = reading.findings
        digests = files.digests
        if !asJSON { FolderReport.say(findings) }
    }

    /// Writes a plan and its certificate into a folder that is empty or not there yet, whole or not at all.
    ///
    /// - Parameters:
    ///   - certificate: the JSON that goes into `certificate.json`.
    ///   - others: further files, by name.
    static func write(
        _ plan: MigrationPlan, certificate: String, to path: String, with others: [(name: String, bytes: [UInt8])] = []
    ) throws {
        let files = [
            (name: PlanTables.planFile, bytes: plan.planCSV), (PlanTables.unplacedFile, plan.unplacedCSV),
            (certificateFile, Array((certificate.hasSuffix("\n") ? certificate : certificate + "\n").utf8)),
        ]
        try FolderInTheMaking(path).write(files + others)
    }
}
