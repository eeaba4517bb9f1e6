import GRDB
public import Papers
public import Record

extension RecordStore {
    /// Adds papers to the record, all or none of them.
    ///
    /// Bytes that the record already has change nothing. The order of papers does not matter, but for two texts of one
    /// series with the same version and day: the one imported later then counts as the correction.
    /// - Parameters:
    ///   - batch: each paper's text, bytes and reading; the text's name is the name that sources show.
    ///   - importedAt: the instant as the caller tells it, kept as evidence beside the day of becoming known.
    /// - Throws: `StoreError.nameTaken`, `digestDiffers`, `claimsDiffer` or `failed`; nothing has changed then.
    public func importPapers(
        _ batch: [(source: SourceText, bytes: [UInt8], read: ReadPaper)], importedAt: String
    ) async throws -> ImportReport {
        let beforeChange = beforeChange
        do {
            return try await pool.write { db in
                // Pages of a big import that do not fit the cache are written and read again and again.
                try db.execute(sql: "PRAGMA cache_size = \(batch.count > 100 ? -131_072 : -16_384)")
                defer {
                    try? db.execute(sql: "PRAGMA cache_size = -8192")
                    db.releaseMemory()
                }
                var session = try ImportSession(db, importedAt: importedAt, beforeChange: beforeChange)
                return try session.run(batch)
            }
        } catch {
            throw Self.storeError(error, "import \(batch.count) papers")
        }
    }
}
