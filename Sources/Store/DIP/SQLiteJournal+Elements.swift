public import DIP
import Kernel

extension SQLiteJournal {
    /// Messages that one call gives at most.
    static let elementsPerCall = 100_000

    /// The bytes of messages as they came, by the sequences of their lines; up to 100,000 at once.
    ///
    /// - Parameter sequences: of lines whose event is `accepted`.
    /// - Throws: `JournalError.notRead` where a sequence is no message's.
    public func elements(of sequences: [Int64]) async throws(JournalError) -> [Int64: [UInt8]] {
        guard sequences.count <= Self.elementsPerCall else {
            throw .beyondLimit(attempted: "\(sequences.count) messages at once", limit: Self.elementsPerCall)
        }
        return try await read("read messages") { db in
            let log = try LogReader(db)
            var found: [Int64: [UInt8]] = [:]
            for sequence in sequences { found[sequence] = try log.element(sequence) }
            return found
        }
    }
}
