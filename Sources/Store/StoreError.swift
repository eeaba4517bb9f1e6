public import Record

/// Why an operation on the stored record failed. Nothing of a failed operation is kept.
public enum StoreError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The database could not be opened or created.
    case cannotOpen(path: String, cause: String)
    /// The file is a database of something else.
    case foreignDatabase(path: String)
    /// A later release wrote the database.
    case newerDatabase(path: String, found: Int, known: Int)
    /// A migration failed; the database is as it was before it.
    case migrationFailed(path: String, migration: Int, cause: String)
    /// A paper of another series has the same name, so that `paper#line` would no longer tell one line from another.
    case nameTaken(name: String, held: String, heldDigest: String, refused: String, refusedDigest: String)
    /// The bytes handed over are not those that the text was read from.
    case digestDiffers(paper: String, told: String, computed: String)
    /// The reading does not fit the text: not one claim a line.
    case claimsDiffer(paper: String, lines: Int, claims: Int)
    /// A query names a column that the kind does not have.
    case unknownColumn(kind: RecordKind, column: String)
    /// No open finding has that number or fingerprint.
    case unknownFinding(String)
    /// What is stored cannot be read back.
    case damaged(what: String)
    /// The database refused an operation.
    case failed(attempt: String, cause: String)

    public var description: String { "\(attempt): \(because)" }

    /// What was attempted.
    public var attempt: String {
        switch self {
        case .cannotOpen(let path, _), .foreignDatabase(let path), .newerDatabase(let path, _, _):
            "open the record at \(path)"
        case .migrationFailed(let path, let migration, _): "bring the record at \(path) to form \(migration)"
        case .nameTaken(let name, _, _, _, _): "import the paper \(name)"
        case .digestDiffers(let paper, _, _), .claimsDiffer(let paper, _, _): "import the paper \(paper)"
        case .unknownColumn(let kind, _): "read \(kind.rawValue)"
        case .unknownFinding(let name): "resolve the finding \(name)"
        case .damaged: "read the record"
        case .failed(let attempt, _): attempt
        }
    }

    /// What was wrong.
    public var because: String {
        switch self {
        case .cannotOpen(_, let cause), .migrationFailed(_, _, let cause), .failed(_, let cause): cause
        case .foreignDatabase: "the file is a database, but not a programme record"
        case .newerDatabase(_, let found, let known):
            "the database has form \(found); this release knows forms up to \(known)"
        case .nameTaken(let name, let held, let heldDigest, let refused, let refusedDigest):
            "\(name) (digest \(heldDigest.prefix(8))) is already the \(held) paper; the refused file of that name "
                + "(digest \(refusedDigest.prefix(8))) is the \(refused) paper"
        case .digestDiffers(_, let told, let computed):
            "the text was read from bytes with digest \(told.prefix(16)), those handed over have \(computed.prefix(16))"
        case .claimsDiffer(_, let lines, let claims): "the text has \(lines) lines, the reading accounts for \(claims)"
        case .unknownColumn(let kind, let column): "\(kind.rawValue) has no column \(column)"
        case .unknownFinding: "no finding has that number or fingerprint"
        case .damaged(let what): what
        }
    }

    /// What the user can do about it.
    public var advice: String {
        switch self {
        case .cannotOpen: "check that the data folder exists and that you may write to it"
        case .foreignDatabase: "name another data folder"
        case .newerDatabase: "use the release that wrote it, or a later one"
        case .migrationFailed: "the copy beside the database holds it as it was; report the cause"
        case .nameTaken: "give the file another name and import it again"
        case .digestDiffers, .claimsDiffer: "read the file again and import it"
        case .unknownColumn: "list the columns with the export's help"
        case .unknownFinding: "list the findings with: changeover record export contradictions"
        case .damaged: "run changeover record verify; restore a backup or import the papers into a new data folder"
        case .failed: "check the disk's free space and that no other program holds the database, then try again"
        }
    }
}
