import DIP

/// What a path of the platform's wire contract asks for.
enum StandInRoute: Equatable, Sendable {
    /// `POST /dip-channel/{id}`
    case send(InterfaceID)
    /// `POST` and `DELETE /dip-channel/{id}/pubconfig/{recipient-id}`, and of status messages.
    case webhook(Channel, recipient: DIPID)
    /// `POST …/replay/{recipient-id}`
    case replay(Channel, recipient: DIPID)
    /// `POST …/requeue/{recipient-id}`
    case requeue(Channel, recipient: DIPID)
    /// `GET …/requeueStatus/{recipient-id}?requeue-id=`
    case requeueStatus(Channel, recipient: DIPID)
    /// `POST /statusmessage`
    case status
    /// `POST /validate/{IF-nnn}/{event code without brackets}`
    case validate(InterfaceID, event: String)
    /// `GET` and `POST /companyDetails`
    case companyDetails

    /// The longest path that is read, in bytes; every real one is below 100.
    static let longestPath = 512

    /// The route of a path, or nil where there is none.
    ///
    /// Nothing is decoded and no dot is resolved: names of the contract need neither, so that a path with tricks in it
    /// names nothing. Case counts only where `strictCase` says so, and never in an event code's place in the catalogue.
    init?(path: String, strictCase: Bool) {
        guard path.utf8.count <= Self.longestPath, path.hasPrefix("/") else { return nil }
        let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let words = strictCase ? parts : parts.map { $0.lowercased() }
        switch words.first {
        case "dip-channel": self.init(channel: parts, words: words, strictCase: strictCase)
        case "statusmessage": self.init(status: parts, words: words, strictCase: strictCase)
        case "validate":
            guard parts.count == 3, let interface = Self.interface(parts[1], strictCase), !parts[2].isEmpty else {
                return nil
            }
            self = .validate(interface, event: parts[2])
        case "companydetails", "companyDetails":
            guard parts.count == 1 else { return nil }
            self = .companyDetails
        default: return nil
        }
    }

    private init?(channel parts: [String], words: [String], strictCase: Bool) {
        guard parts.count == 2 || parts.count == 4, let interface = Self.interface(parts[1], strictCase) else {
            return nil
        }
        if parts.count == 2 {
            self = .send(interface)
            return
        }
        guard let recipient = DIPID(parts[3]) else { return nil }
        let channel = Channel.interface(interface)
        switch words[2] {
        case "pubconfig": self = .webhook(channel, recipient: recipient)
        case "replay": self = .replay(channel, recipient: recipient)
        case "requeue": self = .requeue(channel, recipient: recipient)
        case "requeuestatus", "requeueStatus": self = .requeueStatus(channel, recipient: recipient)
        default: return nil
        }
    }

    private init?(status parts: [String], words: [String], strictCase: Bool) {
        if parts.count == 1 {
            self = .status
            return
        }
        guard parts.count == 3, let recipient = DIPID(parts[2]) else { return nil }
        switch words[1] {
        case "config": self = .webhook(.status, recipient: recipient)
        case "replay": self = .replay(.status, recipient: recipient)
        case "requeue": self = .requeue(.status, recipient: recipient)
        case "requeuestatus", "requeueStatus": self = .requeueStatus(.status, recipient: recipient)
        default: return nil
        }
    }

    private static func interface(_ text: String, _ strictCase: Bool) -> InterfaceID? {
        guard let interface = InterfaceID(text), !strictCase || interface.text == text else { return nil }
        return interface
    }

    /// The methods that the route answers to, as an `Allow` field lists them.
    var methods: [String] {
        switch self {
        case .webhook: ["POST", "DELETE"]
        case .requeueStatus: ["GET"]
        case .companyDetails: ["GET", "POST"]
        default: ["POST"]
        }
    }
}
