import GRDB

/// One numbered step of the database's form. Forward only; a released step is never edited.
struct Migration: Sendable {
    let number: Int
    let sql: String

    /// Every step in order, numbered from 1 without gaps.
    static let all: [Migration] = [.firstTables]

    /// The form that this release reads and writes.
    static var latest: Int { all.last?.number ?? 0 }

    /// Marks the file as a programme record: `CHGR` as a big-endian number.
    static let applicationID = 0x4348_4752

    /// Brings the database to the latest form, one transaction a step.
    static func run(
        _ migrations: [Migration], on db: Database, from form: Int, path: String
    ) throws(StoreError) {
        for migration in migrations where migration.number > form {
            do {
                try db.inTransaction {
                    try db.execute(sql: migration.sql)
                    try db.execute(sql: "PRAGMA application_id = \(applicationID)")
                    try db.execute(sql: "PRAGMA user_version = \(migration.number)")
                    return .commit
                }
            } catch {
                throw StoreError.migrationFailed(path: path, migration: migration.number, cause: "\(error)")
            }
        }
    }
}
