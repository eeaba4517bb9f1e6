import Cleanse
import Foundation

/// What a load keeps beside a register's table so that the next one need not read every line: see `LoadTrace`.
///
/// Nothing hangs on it: where it is missing or damaged, the next load reads everything.
enum TraceFile {
    static func write(_ trace: LoadTrace, to path: String, disk: DiskSync) throws(CleanseFolderError) {
        let file = try SystemFile(path: path)
        let place = file.place
        var end = 0
        do {
            try trace.withBytes { bytes in
                try place.write(bytes, at: end)
                end += bytes.count
            }
        } catch let error as CleanseFolderError {
            throw error
        } catch {
            throw .system(attempt: "write", path: path, cause: "\(error)")
        }
        try file.commit(disk)
    }

    /// The trace of a table; nil where there is none that can be used.
    static func read(_ path: String, of table: RegisterTable, digest: String) -> LoadTrace? {
        guard let block = try? SnapshotFile.map(path, atLeast: 1) else { return nil }
        return LoadTrace(block, count: table.count, digest: digest)
    }
}
