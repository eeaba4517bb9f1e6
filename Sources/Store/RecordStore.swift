import Crypto
import Foundation
import GRDB
public import Record
import Synchronization

/// The programme's record in one SQLite file, `record.sqlite` in the data folder.
///
/// Papers and statements are only ever added, each linked to the one before by its hash. What tables show is derived
/// from them and can be made again at any time. Readers never wait for an import, and see the state before or after it.
public final class RecordStore: RecordReading, Sendable {
    /// The database's path.
    public let path: String

    let pool: DatabasePool
    /// Results that stay true until the chain grows.
    let cache = ReadCache()
    /// Asked before every change of an import; throws to let a test see what a failure there leaves behind.
    let beforeChange: (@Sendable () throws -> Void)?

    /// Opens the record of a data folder; makes the folder (0700) and an empty record (0600) where there is none.
    ///
    /// A record of an older form is brought to this release's form, after a copy `record.sqlite.form-N` was written.
    /// - Throws: `StoreError.cannotOpen`, `foreignDatabase`, `newerDatabase` or `migrationFailed`.
    public convenience init(folder: String) throws(StoreError) { try self.init(folder: folder, beforeChange: nil) }

    /// For tests, which also bring migrations of their own.
    init(
        folder: String, migrations: [Migration] = Migration.all, beforeChange: (@Sendable () throws -> Void)?
    ) throws(StoreError) {
        path = folder.hasSuffix("/") ? folder + "record.sqlite" : folder + "/record.sqlite"
        self.beforeChange = beforeChange
        do {
            try Self.makeFiles(folder: folder, path: path)
            try Self.refuseStrangers(at: path, latest: migrations.last?.number ?? 0)
            pool = try DatabasePool(path: path, configuration: Self.configuration)
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError.cannotOpen(path: path, cause: "\(error)")
        }
        try Self.prepare(pool, path: path, migrations)
    }

    /// Closes every connection; later calls fail.
    public func close() throws(StoreError) {
        do { try pool.close() } catch { throw StoreError.failed(attempt: "close the record", cause: "\(error)") }
    }

    /// The SHA-256 digest of bytes, lower-case hexadecimal.
    public static func sha256Hex(_ bytes: [UInt8]) -> String { hex(SHA256.hash(data: bytes)) }

    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(64)
        let digits = Array("0123456789abcdef".utf8)
        for byte in bytes {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }

    // MARK: - Opening

    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 8
        configuration.label = "record"
        configuration.prepareDatabase { db in
            // Replacing a row must fire the triggers that keep the chain append-only.
            try db.execute(sql: "PRAGMA recursive_triggers = ON")
            // 8 MB a connection holds the indexes of the default orders of a hundred thousand actions.
            try db.execute(sql: "PRAGMA cache_size = -8192")
        }
        return configuration
    }

    private static func makeFiles(folder: String, path: String) throws {
        let files = FileManager.default
        if !files.fileExists(atPath: folder) {
            try files.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        // SQLite gives its side files the mode of the database.
        if !files.fileExists(atPath: path) {
            guard files.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
                throw StoreError.cannotOpen(path: path, cause: "the file cannot be created")
            }
        }
    }

    /// Looks before the pool changes anything in the file.
    private static func refuseStrangers(at path: String, latest: Int) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        defer { try? queue.close() }
        try queue.read { db in
            let form = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            let objects = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
            if objects > 0 || form != 0 {
                guard application == Migration.applicationID else { throw StoreError.foreignDatabase(path: path) }
            }
            guard form <= latest else {
                throw StoreError.newerDatabase(path: path, found: form, known: latest)
            }
        }
    }

    private static func prepare(
        _ pool: DatabasePool, path: String, _ migrations: [Migration]
    ) throws(StoreError) {
        do {
            let form = try pool.read { db in try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0 }
            if form > 0 && migrations.contains(where: { $0.number > form }) {
                try backUp(pool, to: "\(path).form-\(form)")
            }
            try pool.writeWithoutTransaction { db in
                // The pool chose NORMAL with WAL: a power cut could then lose the last import.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                try Migration.run(migrations, on: db, from: form, path: path)
                try db.inTransaction {
                    try Projections.prepare(db)
                    return .commit
                }
            }
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError.cannotOpen(path: path, cause: "\(error)")
        }
    }

    private static func backUp(_ pool: DatabasePool, to path: String) throws {
        let files = FileManager.default
        try? files.removeItem(atPath: path)
        guard files.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]) else {
            throw StoreError.cannotOpen(path: path, cause: "the copy before a migration cannot be created")
        }
        let copy = try DatabaseQueue(path: path)
        try pool.backup(to: copy)
        try copy.close()
    }

    // MARK: - Access

    func read<Result: Sendable>(
        _ attempt: String, _ body: @escaping @Sendable (Database) throws -> Result
    ) async throws -> Result {
        do { return try await pool.read(body) } catch { throw Self.storeError(error, attempt) }
    }

    static func storeError(_ error: any Error, _ attempt: String) -> any Error {
        if error is StoreError || error is CancellationError { return error }
        guard let error = error as? DatabaseError else { return error }
        return StoreError.failed(attempt: attempt, cause: error.message ?? "\(error)")
    }

    /// The place of the chain's head: how many links, and the last link's hash.
    public func stateToken() async throws -> String {
        try await read("read the record's state") { db in try Chain.Head(db).token }
    }
}
