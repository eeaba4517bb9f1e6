/// Why a key, a certificate or their files could not be made, read or used.
public enum TrustError: Error, Hashable, Sendable, CustomStringConvertible {
    case folderNotMade(path: String, cause: String)
    case notWritten(path: String, cause: String)
    case notRead(path: String, cause: String)
    /// Others than its owner may read a private key.
    case readableByOthers(path: String, mode: String)
    /// A file, or a text, does not hold what it should.
    case notUnderstood(path: String, wanted: String, cause: String)
    /// A key and a certificate are not a pair.
    case notAPair(key: String, certificate: String)
    case keyNotMade(kind: String, cause: String)
    case notIssued(subject: String, cause: String)
    case notSigned(cause: String)

    public var description: String { "could not \(attempt): \(because)" }

    /// What was attempted.
    public var attempt: String {
        switch self {
        case .folderNotMade(let path, _): "make the folder \(path)"
        case .notWritten(let path, _): "write \(path)"
        case .notRead(let path, _), .readableByOthers(let path, _): "read \(path)"
        case .notUnderstood(let path, let wanted, _): "read \(wanted) from \(path)"
        case .notAPair(_, let certificate): "use the certificate \(certificate)"
        case .keyNotMade(let kind, _): "make a key of kind \(kind)"
        case .notIssued(let subject, _): "issue a certificate for \(subject)"
        case .notSigned: "sign"
        }
    }

    /// What was wrong.
    public var because: String {
        switch self {
        case .folderNotMade(_, let cause), .notWritten(_, let cause), .notRead(_, let cause),
            .notUnderstood(_, _, let cause), .keyNotMade(_, let cause), .notIssued(_, let cause),
            .notSigned(let cause):
            cause
        case .readableByOthers(_, let mode): "its mode is \(mode), so others than its owner can read this private key"
        case .notAPair(let key, _): "the private key \(key) does not belong to it"
        }
    }

    /// What the user can do about it.
    public var advice: String {
        switch self {
        case .folderNotMade, .notWritten: "check the folder's owner and the disk's free space, or name another folder"
        case .notRead: "check that the file exists and that you may read it"
        case .readableByOthers(let path, _): "chmod 600 \(path), or make a new key if others may have read it"
        case .notUnderstood: "name a PEM file, or enrol the party again"
        case .notAPair: "name the certificate and the key of the same party, or enrol the party again"
        case .keyNotMade: "use RSA with 2048, 3072 or 4096 bits, or P-256"
        case .notIssued: "check the names and the validity that were asked for"
        case .notSigned: "use an RSA key"
        }
    }
}
