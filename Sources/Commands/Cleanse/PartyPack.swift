import Cleanse
import ControlRoom
import Formats
import Store

/// A party's pack: its exceptions as CSV, and the manifest that has their digest.
///
/// The command line writes it to a folder, the control room hands it out; both are the same bytes.
struct PartyPack {
    let count: Int
    let files: PartyPackFiles

    /// - Parameter each: hands over the party's exceptions in order.
    init(
        _ owner: Owner, run: LedgerRun, _ each: ((LedgerEntry) throws -> Void) throws -> Void
    ) throws {
        var bytes: [UInt8] = []
        var count = 0
        var severities: [Severity: Int] = [:]
        CSVWriter.append(LedgerEntry.columns, columns: nil, to: &bytes)
        try each { entry in
            CSVWriter.append(entry.fields, columns: [], to: &bytes)
            severities[entry.severity, default: 0] += 1
            count += 1
        }
        self.count = count
        let manifest = Self.manifest(owner, run, bytes, count, severities)
        files = PartyPackFiles(exceptions: bytes, manifest: manifest)
    }

    private static func manifest(
        _ owner: Owner, _ run: LedgerRun, _ bytes: [UInt8], _ count: Int, _ severities: [Severity: Int]
    ) -> [UInt8] {
        var json = JSONDocument()
        json.object { json in
            json.member("tag", "DATA-CLEANSE")
            json.member("party", owner.description)
            json.member("run", run.number)
            json.member("as_at", run.asAt)
            json.member("rule_set", run.ruleSet)
            json.member("exceptions", count)
            json.member("severities") { json in
                json.object { json in
                    for severity in Severity.allCases { json.member(severity.rawValue, severities[severity] ?? 0) }
                }
            }
            json.member("files") { json in
                json.array(["exceptions.csv"]) { json, name in
                    json.object {
                        $0.member("name", name)
                        $0.member("bytes", bytes.count)
                        $0.member("rows", count)
                        $0.member("sha256", Digest.hexadecimal(of: bytes))
                    }
                }
            }
        }
        return Array((json.text + "\n").utf8)
    }
}
