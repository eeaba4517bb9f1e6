/// The ledger of the cleanse could not do what it was asked; nothing of the call was kept.
public enum LedgerError: Error, Equatable, Sendable, CustomStringConvertible {
    case notOpened(path: String, cause: String)
    /// Made by a newer version of the program.
    case newer(path: String, found: Int, known: Int)
    case notWritten(attempted: String, cause: String)
    case notRead(attempted: String, cause: String)
    case noSuchRun(Int)

    public var description: String {
        switch self {
        case .notOpened(let path, let cause): "the ledger \(path) could not be opened: \(cause)"
        case .newer(let path, let found, let known):
            "the ledger \(path) is of form \(found), and this program knows \(known); use the newer program"
        case .notWritten(let attempted, let cause): "the ledger could not \(attempted): \(cause)"
        case .notRead(let attempted, let cause): "the ledger could not \(attempted): \(cause)"
        case .noSuchRun(let run): "there is no run \(run) in the ledger"
        }
    }
}
