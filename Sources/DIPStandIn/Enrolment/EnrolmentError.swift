public import DIP
public import Trust

/// Why a party could not be enrolled or found.
public enum EnrolmentError: Error, Equatable, Sendable, CustomStringConvertible {
    case badMPID(String)
    /// The DIP ID asked for is another party's.
    case dipIDTaken(DIPID, by: String)
    /// No identifier is left for the party.
    case noDIPIDLeft(role: String, mpid: String)
    case unknownParty(String, known: [String])
    /// Several parties have the MPID.
    case ambiguousParty(String, choices: [String])
    /// A party's folder does not hold what it should.
    case damagedFolder(path: String, cause: String)
    case trust(TrustError)
    case register(JournalError)

    public var description: String { "could not \(attempt): \(because)" }

    /// What was attempted.
    public var attempt: String {
        switch self {
        case .badMPID(let mpid): "enrol '\(Printable.text(mpid, limit: 40))'"
        case .dipIDTaken(let id, _): "enrol \(id)"
        case .noDIPIDLeft(let role, let mpid): "enrol \(mpid) as \(role)"
        case .unknownParty(let name, _), .ambiguousParty(let name, _):
            "find the party '\(Printable.text(name, limit: 40))'"
        case .damagedFolder(let path, _): "read \(path)"
        case .trust(let error): error.attempt
        case .register: "write the register"
        }
    }

    /// What was wrong.
    public var because: String {
        switch self {
        case .badMPID: "an MPID has four capitals or digits"
        case .dipIDTaken(_, let owner): "that DIP ID belongs to \(owner)"
        case .noDIPIDLeft: "every identifier that was tried is taken"
        case .unknownParty(_, let known):
            known.isEmpty ? "no party is enrolled in this data folder" : "enrolled are \(Self.list(known))"
        case .ambiguousParty(_, let choices): "several parties have it: \(Self.list(choices))"
        case .damagedFolder(_, let cause): cause
        case .trust(let error): error.because
        case .register(let error): error.description
        }
    }

    /// What the user can do about it.
    public var advice: String {
        switch self {
        case .badMPID: "give an MPID such as ABCD"
        case .dipIDTaken: "leave --dip-id out, or give one that is free"
        case .noDIPIDLeft: "give one with --dip-id"
        case .unknownParty: "enrol it with: changeover dip enrol --role SUP --mpid ABCD"
        case .ambiguousParty: "name one by its DIP ID, or as MPID/ROLE"
        case .damagedFolder: "enrol the party again with --renew"
        case .trust(let error): error.advice
        case .register: "check the data folder and that you may write to it"
        }
    }

    /// At most twenty names.
    private static func list(_ names: [String]) -> String {
        names.prefix(20).joined(separator: ", ") + (names.count > 20 ? " and \(names.count - 20) more" : "")
    }
}
