/// Why the packed registers could not be read or written. What was there before stays.
public enum CleanseFolderError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The system refused an operation on a file.
    case system(attempt: String, path: String, cause: String)
    /// What is stored cannot be read back.
    case damaged(path: String, what: String)
    /// A later release wrote it.
    case newer(path: String, found: Int, known: Int)
    /// Another load is under way.
    case busy(path: String)

    public var description: String { "\(attempt): \(because)" }

    /// What was attempted.
    public var attempt: String {
        switch self {
        case .system(let attempt, let path, _): "\(attempt) \(path)"
        case .damaged(let path, _), .newer(let path, _, _): "read \(path)"
        case .busy(let path): "load into \(path)"
        }
    }

    /// What was wrong.
    public var because: String {
        switch self {
        case .system(_, _, let cause): cause
        case .damaged(_, let what): what
        case .newer(_, let found, let known): "it has form \(found); this release knows forms up to \(known)"
        case .busy: "another load is writing there"
        }
    }

    /// What to do.
    public var advice: String {
        switch self {
        case .system: "see that the folder is there, may be written and has room"
        case .damaged: "load the registers again with changeover cleanse load"
        case .newer: "use the release that wrote it, or load the registers again"
        case .busy: "wait until it has ended"
        }
    }
}
