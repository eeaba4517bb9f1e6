import Foundation
import GRDB
import Store
import TestSupport
import Testing

@Suite("The form of the ledger")
struct LedgerSchemaTests {
    @Test("The schema is the golden one")
    func schema() async throws {
        let folder = try TemporaryFolder("ledger")
        _ = try CleanseLedger(folder: folder.path)
        let queue = try DatabaseQueue(path: folder.path + "/cleanse.sqlite")
        let schema =
            try await queue.read { db in
                try String.fetchAll(
                    db, sql: "SELECT sql || ';' FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name")
            }.joined(separator: "\n\n") + "\n"
        try Golden.check(schema, against: "Tests/CleanseStoreTests/Schema/cleanse.sql")
    }
}

extension TemporaryFolder {
    var path: String { url.path }
}
