import GRDB
import GRDBSQLite

/// A prepared statement used a hundred thousand times a second: bound and stepped without a value a column.
struct RawStatement {
    private let statement: Statement
    private let handle: OpaquePointer
    private let db: Database

    /// The connection's cached statement; valid as long as the closure that the database was given to.
    init(_ db: Database, _ sql: String) throws {
        self.db = db
        statement = try db.cachedStatement(sql: sql)
        handle = statement.sqliteStatement
        sqlite3_reset(handle)
    }

    func bind(_ value: Int64, at index: Int32) { sqlite3_bind_int64(handle, index, value) }

    func bind(_ value: Int64?, at index: Int32) {
        if let value { sqlite3_bind_int64(handle, index, value) } else { sqlite3_bind_null(handle, index) }
    }

    /// Binds a text, which is copied.
    func bind(text: String, at index: Int32) {
        var text = text
        text.withUTF8 { bytes in
            guard let start = UnsafeRawPointer(bytes.baseAddress), !bytes.isEmpty else {
                // A null address would bind NULL in place of an empty text.
                sqlite3_bind_text(handle, index, "", 0, Self.copied)
                return
            }
            sqlite3_bind_text64(
                handle, index, start.assumingMemoryBound(to: CChar.self), UInt64(bytes.count), Self.copied,
                UInt8(SQLITE_UTF8))
        }
    }

    /// `SQLITE_TRANSIENT`: SQLite makes a copy of its own.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    /// Binds bytes that stay where they are until the statement has run.
    func bind(static bytes: UnsafeRawBufferPointer, at index: Int32) {
        sqlite3_bind_blob64(handle, index, bytes.baseAddress, UInt64(bytes.count), nil)
    }

    /// Steps to the end with these bytes bound, which are not copied.
    func run(bytes: UnsafeRawBufferPointer, at index: Int32) throws {
        if let base = bytes.baseAddress, !bytes.isEmpty {
            sqlite3_bind_blob64(handle, index, base, UInt64(bytes.count), nil)
        } else {
            sqlite3_bind_zeroblob(handle, index, 0)
        }
        try run()
    }

    /// Steps to the end.
    func run() throws {
        while try step() {}
    }

    /// Whether there is a row. At the end, or by an error, the statement is ready to be bound again.
    func step() throws -> Bool {
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        // The message belongs to the connection, and resetting may change it.
        let message = code == SQLITE_DONE ? nil : db.lastErrorMessage
        sqlite3_reset(handle)
        guard code == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message) }
        return false
    }

    func reset() { sqlite3_reset(handle) }

    func int(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    /// A column as text; empty for a null.
    func text(_ column: Int32) -> String {
        guard let base = sqlite3_column_text(handle, column) else { return "" }
        return String(
            decoding: UnsafeBufferPointer(start: base, count: Int(sqlite3_column_bytes(handle, column))), as: UTF8.self)
    }

    func bytes(_ column: Int32) -> [UInt8] {
        guard let base = sqlite3_column_blob(handle, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: base, count: Int(sqlite3_column_bytes(handle, column))))
    }
}
