public import DIP
public import Kernel

/// A request in a file and what its signature comes to: what `dip explain-signature` prints.
public struct ExplainedRequest: Sendable {
    public let request: HTTPRequestText
    /// The URL that was taken for the request's.
    public let url: String
    public let diagnosis: SignatureDiagnosis
    /// What a reader should know about how the file was read.
    public let notes: [String]

    /// Why a file could not be explained.
    public enum Problem: Error, Equatable, Sendable, CustomStringConvertible {
        case notARequest(HTTPRequestText.Problem)
        /// Neither the request line nor a `Host` header says where it was sent.
        case noURL
        case register(JournalError)

        public var description: String {
            switch self {
            case .notARequest(let problem): problem.description
            case .noURL: "neither the request line nor a Host header says where the request was sent"
            case .register(let error): error.description
            }
        }

        /// What the user can do about it.
        public var advice: String {
            switch self {
            case .notARequest: "save the request as it was sent: request line, headers, an empty line, the body"
            case .noURL: "add the Host header, or give the URL with --url"
            case .register: "check the data folder, or leave it out"
            }
        }
    }

    /// Reads a file and judges the signature in it.
    ///
    /// - Parameters:
    ///   - url: the full URL that the request was sent to; nil: the request's own, over HTTPS.
    ///   - register: where the API key's party is looked up; nil: any party may have signed.
    ///   - now: the clock to judge the date and the certificate by.
    public init(
        bytes: [UInt8], url: String? = nil, desk: SigningDesk, policy: SignaturePolicy = SignaturePolicy(),
        register: (any DIPRegister)? = nil, at now: Instant
    ) throws(Problem) {
        do throws(HTTPRequestText.Problem) {
            request = try HTTPRequestText(bytes)
        } catch {
            throw .notARequest(error)
        }
        guard let url = url ?? request.url() else { throw .noURL }
        self.url = url
        var notes = request.notes
        var participants: [Participant] = []
        if let register {
            do throws(JournalError) {
                participants = try register.participants()
            } catch {
                throw .register(error)
            }
        }
        var party: SigningParty?
        if let apiKey = request.headers.values(SignatureHeaders.Name.apiKey).first {
            let digest = Digests.sha256(apiKey)
            party = participants.first { $0.apiKeyDigest == digest }.map {
                SigningParty(name: Self.name($0), certificateDigest: $0.certificateDigest)
            }
            if party == nil, register != nil { notes.append("no enrolled party has the API key of the request") }
        } else {
            notes.append("the request has no \(SignatureHeaders.Name.apiKey) header")
        }
        self.notes = notes
        let owners = Dictionary(
            participants.map { ($0.certificateDigest, Self.name($0)) }, uniquingKeysWith: { first, _ in first })
        let check = desk.check(policy: policy) { owners[$0] }
        diagnosis = check.check(
            ReceivedRequest(method: request.method, url: url, headers: request.headers, body: request.body),
            party: party,
            at: now)
    }

    private static func name(_ participant: Participant) -> String {
        "\(participant.dipID) (\(participant.role) \(participant.mpid))"
    }

    /// The diagnosis and the notes for a terminal; ends with a line end.
    public var report: String {
        diagnosis.report + notes.map { "note: " + Printable.text($0, limit: 400) + "\n" }.joined()
    }
}
