import DIP
import Foundation
import GRDB

/// Opens a database of the stand-in: files that only the owner can read, forms brought forward, strangers refused.
struct DIPDatabase {
    let name: String
    /// Four letters as a big-endian number, which mark the file.
    let applicationID: Int
    let migrations: [Migration]
    /// Bytes a page, for a new file.
    let pageSize: Int
    /// Kilobytes of pages that a writing connection keeps.
    let cacheKilobytes: Int
    let readers: Int
    /// Whether SQLite moves the write-ahead log into the file by itself, within a commit.
    let checkpointsItself: Bool

    // Three ordinary messages of 4.5 kB fit a page; a commit of one post writes a few pages.
    static let journalPage = 16_384

    static func journal(_ migrations: [Migration]) -> DIPDatabase {
        DIPDatabase(
            name: "dip.sqlite", applicationID: 0x4348_474A, migrations: migrations, pageSize: journalPage,
            cacheKilobytes: 16_384, readers: 4, checkpointsItself: false)
    }

    static func register(_ migrations: [Migration]) -> DIPDatabase {
        DIPDatabase(
            name: "dip-register.sqlite", applicationID: 0x4348_4750, migrations: migrations, pageSize: 4_096,
            cacheKilobytes: 16_384, readers: 2, checkpointsItself: true)
    }

    func path(in folder: String) -> String { folder.hasSuffix("/") ? folder + name : folder + "/" + name }

    /// Opens the database of a data folder; makes the folder (0700) and the file (0600) where there are none.
    ///
    /// A database of an older form is brought to this release's, after a copy `<name>.form-N` was written.
    /// - Throws: `JournalError.newer` for one that a later release wrote, untouched; `.notRead` for anything else.
    func open(folder: String) throws(JournalError) -> DatabasePool {
        let path = path(in: folder)
        do {
            try makeFiles(folder: folder, path: path)
            try refuseStrangers(at: path)
            let pool = try DatabasePool(path: path, configuration: configuration)
            try prepare(pool, path: path)
            return pool
        } catch let error as JournalError {
            throw error
        } catch {
            throw .notRead(attempted: "open \(path)", cause: Self.cause(of: error))
        }
    }

    static func cause(of error: any Error) -> String {
        guard let error = error as? DatabaseError else { return "\(error)" }
        return error.message ?? "\(error)"
    }

    var configuration: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        // Long enough for another process's bulk load of appointments.
        configuration.busyMode = .timeout(30)
        configuration.maximumReaderCount = readers
        configuration.label = name
        let cache = cacheKilobytes
        let page = pageSize
        let checkpointsItself = checkpointsItself
        configuration.prepareDatabase { db in
            // The page's size counts only until the file has a first page.
            if !db.configuration.readonly { try db.execute(sql: "PRAGMA page_size = \(page)") }
            // Readers mostly read what is read once.
            try db.execute(sql: "PRAGMA cache_size = -\(db.configuration.readonly ? min(cache, 4_096) : cache)")
            if !checkpointsItself { try db.execute(sql: "PRAGMA wal_autocheckpoint = 0") }
        }
        return configuration
    }

    private func makeFiles(folder: String, path: String) throws {
        let files = FileManager.default
        if !files.fileExists(atPath: folder) {
            try files.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        // SQLite gives its side files the mode of the database.
        if !files.fileExists(atPath: path) {
            guard files.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
                throw JournalError.notRead(attempted: "open \(path)", cause: "the file cannot be created")
            }
        }
    }

    /// Looks before the pool changes anything in the file.
    private func refuseStrangers(at path: String) throws {
        var plain = Configuration()
        plain.busyMode = .timeout(30)
        let queue = try DatabaseQueue(path: path, configuration: plain)
        defer { try? queue.close() }
        let latest = migrations.last?.number ?? 0
        try queue.read { db in
            let form = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            let objects = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
            if objects > 0 || form != 0 {
                guard application == applicationID else {
                    throw JournalError.notRead(
                        attempted: "open \(path)", cause: "the file is a database, but not one of this kind")
                }
            }
            guard form <= latest else { throw JournalError.newer(found: form, known: latest) }
        }
    }

    private func prepare(_ pool: DatabasePool, path: String) throws {
        let form = try pool.read { db in try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0 }
        if form > 0 && migrations.contains(where: { $0.number > form }) {
            try backUp(pool, to: "\(path).form-\(form)")
        }
        try pool.writeWithoutTransaction { db in
            // The pool chose NORMAL with WAL: a power cut could then lose what was answered 201.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            for migration in migrations where migration.number > form {
                try db.inTransaction(.immediate) {
                    // Another process may have done it between the look and the lock.
                    let now = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
                    guard now < migration.number else { return .commit }
                    try db.execute(sql: migration.sql)
                    try db.execute(sql: "PRAGMA application_id = \(applicationID)")
                    try db.execute(sql: "PRAGMA user_version = \(migration.number)")
                    return .commit
                }
            }
        }
    }

    private func backUp(_ pool: DatabasePool, to path: String) throws {
        let files = FileManager.default
        try? files.removeItem(atPath: path)
        guard files.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw JournalError.notWritten(attempted: "copy \(path)", cause: "the file cannot be created")
        }
        let copy = try DatabaseQueue(path: path)
        try pool.backup(to: copy)
        try copy.close()
    }
}
