import Foundation
import Migration

/// A file of actual progress.
struct ActualsFile {
    let actuals: MigrationActuals
    let findings: FolderFindings

    /// Reads it whole; what is wrong ends the command with code 65 and every mistake named.
    ///
    /// - Parameter plan: whose parties its rows may name.
    init(reading path: String, of plan: MigrationPlan, asJSON: Bool) throws {
        let url = URL(fileURLWithPath: path)
        var files = try FolderFiles(url.deletingLastPathComponent().path, what: "folder of")
        let table = files.table(url.lastPathComponent)
        guard table != nil || files.findings.errorCount > 0 else {
            throw Failure(
                "the actual progress \(path) cannot be read", because: "there is no such file",
                advice: "name a file with the columns \(ActualsReader.columns.joined(separator: ","))", code: .badInput)
        }
        let reading = table.map { ActualsReader.read($0, of: plan, findings: files.findings) }
        let findings = reading?.findings ?? files.findings
        try FolderReport.refuseErrors(findings, what: "actual progress", path: path, asJSON: asJSON)
        guard let actuals = reading?.actuals else { preconditionFailure("actual progress without an error is there") }
        self.actuals = actuals
        self.findings = findings
        // On standard error, so what is printed as JSON has the same shape with and without them.
        FolderReport.say(findings)
    }
}
