public import DIP
import Foundation
public import Kernel
public import Trust

/// Enrols parties: makes their DIP ID, API key, key and certificate, and tells the register.
public struct Enrolment: Sendable {
    /// Who is to be enrolled.
    public struct Request: Sendable {
        public var role: RoleCode
        /// Four capitals or digits.
        public var mpid: String
        /// Nil: one is made from role and MPID.
        public var dipID: DIPID?
        /// Webhooks to set, beside those that the party has.
        public var webhooks: [(channel: Channel, url: String)]
        public var connectionProvider: DIPID?
        /// Host names and addresses of the party's own webhook, beside this machine's usual names.
        public var hosts: [String]
        public var validityDays: Int
        public var keyKind: PrivateKey.Kind
        /// Whether a party that is enrolled already gets a new key, certificate and API key.
        public var renews: Bool

        public init(
            role: RoleCode, mpid: String, dipID: DIPID? = nil, webhooks: [(channel: Channel, url: String)] = [],
            connectionProvider: DIPID? = nil, hosts: [String] = [], validityDays: Int = 365,
            keyKind: PrivateKey.Kind = .rsa2048, renews: Bool = false
        ) {
            self.role = role
            self.mpid = mpid
            self.dipID = dipID
            self.webhooks = webhooks
            self.connectionProvider = connectionProvider
            self.hosts = hosts
            self.validityDays = validityDays
            self.keyKind = keyKind
            self.renews = renews
        }
    }

    /// What `dip enrol` prints. Paths are absolute.
    public struct Outcome: Hashable, Sendable {
        public var dipId: DIPID
        public var role: RoleCode
        public var mpid: String
        public var apiKey: String
        /// Paths of PEM files.
        public var certificate: String
        public var key: String
        public var certificateAuthority: String
        /// Whether the party was enrolled before and kept its key.
        public var wasEnrolled: Bool

        /// One line: `{"dipId","role","mpid","apiKey","certificate","key","certificateAuthority"}`, in this order.
        public var json: String {
            JSONValue.object([
                "dipId": .string(dipId.text), "role": .string(role.text), "mpid": .string(mpid),
                "apiKey": .string(apiKey), "certificate": .string(certificate), "key": .string(key),
                "certificateAuthority": .string(certificateAuthority),
            ]).description
        }
    }

    public let folder: PartyFolder
    public let authority: CertificateAuthority
    let register: any DIPRegister

    public init(folder: PartyFolder, authority: CertificateAuthority, register: any DIPRegister) {
        self.folder = folder
        self.authority = authority
        self.register = register
    }

    /// Enrols a party, or brings an enrolled one up to date: it keeps its key and API key, and gets a new certificate
    /// where its own has less than a day left or is another authority's.
    ///
    /// The files are there before the register knows of the party, so a party in the register can always be used.
    /// - Parameters:
    ///   - premade: a key to use for a new party; nil: one is made.
    ///   - generator: gives the API key's 32 bytes and the certificate's serial number. It has to be one that nobody can
    ///     foretell, such as the system's.
    public func enrol(
        _ request: Request, premade: PrivateKey? = nil, at now: Instant,
        using generator: inout some RandomNumberGenerator
    ) throws(EnrolmentError) -> Outcome {
        guard request.mpid.utf8.count == 4,
            request.mpid.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) })
        else { throw .badMPID(request.mpid) }
        // Two commands that enrol the same party at once would mix one's key with the other's certificate.
        let lock = try lockFolder()
        defer { lock.release() }
        let party = PartyFolder.Party(
            dipId: try identifier(for: request), role: request.role, mpid: request.mpid)
        let kept = try keptCredentials(of: party, request: request)
        let outcome: Outcome
        let certificate: CertificateDocument
        do throws(TrustError) {
            let key =
                if let kept { kept.key } else if let premade { premade } else { try PrivateKey.make(request.keyKind) }
            guard key.isRSA else { throw .notSigned(cause: "the key is no RSA key, and parties sign with RSA") }
            if let kept, isGood(kept.certificate, for: request, at: now) {
                certificate = kept.certificate
            } else {
                certificate = try authority.issue(
                    leaf(of: party, request: request), for: key, at: now, using: &generator)
            }
            let apiKey = kept?.apiKey ?? Self.apiKey(using: &generator)
            outcome = try write(party, apiKey: apiKey, certificate: certificate, key: key, isKept: kept != nil)
        } catch {
            throw .trust(error)
        }
        try tellRegister(of: outcome, certificate: certificate, request: request, at: now)
        return outcome
    }

    func lockFolder() throws(EnrolmentError) -> FolderLock {
        do throws(TrustError) {
            try PrivateFile.makeFolder(folder.folder)
            return try FolderLock(folder: folder.folder)
        } catch {
            throw .trust(error)
        }
    }

    /// 32 random bytes as base64 for URLs, without padding: 43 characters.
    public static func apiKey(using generator: inout some RandomNumberGenerator) -> String {
        String(
            Base64.encode(RandomBytes.make(32, using: &generator)).compactMap {
                $0 == "+" ? "-" : $0 == "/" ? "_" : $0 == "=" ? nil : $0
            })
    }

    private func identifier(for request: Request) throws(EnrolmentError) -> DIPID {
        let participants: [Participant]
        do throws(JournalError) {
            participants = try register.participants()
        } catch {
            throw .register(error)
        }
        let owners = Dictionary(participants.map { ($0.dipID, $0) }, uniquingKeysWith: { first, _ in first })
        func isAnothers(_ id: DIPID) -> Bool {
            guard let owner = owners[id] else { return false }
            return owner.role != request.role || owner.mpid != request.mpid
        }
        if let wanted = request.dipID {
            if let owner = owners[wanted], isAnothers(wanted) {
                throw .dipIDTaken(wanted, by: "\(owner.role) \(owner.mpid)")
            }
            return wanted
        }
        // A party that was enrolled under a DIP ID of its own keeps it. The register's order decides between several.
        if let own = participants.first(where: { $0.role == request.role && $0.mpid == request.mpid }) {
            return own.dipID
        }
        guard let made = DIPIDMaker.make(role: request.role, mpid: request.mpid, isTaken: isAnothers) else {
            throw .noDIPIDLeft(role: request.role.text, mpid: request.mpid)
        }
        return made
    }

    private func keptCredentials(
        of party: PartyFolder.Party, request: Request
    ) throws(EnrolmentError) -> PartyFolder.Credentials? {
        let facts = folder.files(of: party.dipId).facts
        guard !request.renews, FileManager.default.fileExists(atPath: facts.path) else { return nil }
        let found = try folder.party(named: party.dipId.text)
        guard found == party else { throw .dipIDTaken(party.dipId, by: "\(found.role) \(found.mpid)") }
        return try folder.credentials(of: party)
    }

    private func isGood(_ certificate: CertificateDocument, for request: Request, at now: Instant) -> Bool {
        let names = Set(certificate.names)
        let wanted = request.hosts.allSatisfy { names.contains("DNS:" + $0) || names.contains("IP:" + $0) }
        return wanted && certificate.notAfter > now.later(milliseconds: 86_400_000)
            && TrustRoots([authority.certificate]).troubles(of: certificate, at: now).isEmpty
    }

    private func leaf(of party: PartyFolder.Party, request: Request) -> CertificateAuthority.Leaf {
        CertificateAuthority.Leaf(
            commonName: party.dipId.text, organisation: party.mpid,
            hosts: CertificateAuthority.Leaf.loopback + request.hosts,
            uris: ["urn:changeover:dip:\(party.role):\(party.dipId)"], validityDays: request.validityDays)
    }

    private func write(
        _ party: PartyFolder.Party, apiKey: String, certificate: CertificateDocument, key: PrivateKey, isKept: Bool
    ) throws(TrustError) -> Outcome {
        do throws(EnrolmentError) {
            try folder.write(party, apiKey: apiKey, certificate: certificate, key: key)
        } catch {
            if case .trust(let cause) = error { throw cause }
            throw .notWritten(path: folder.files(of: party.dipId).folder.path, cause: error.because)
        }
        let files = folder.files(of: party.dipId)
        return Outcome(
            dipId: party.dipId, role: party.role, mpid: party.mpid, apiKey: apiKey, certificate: files.certificate.path,
            key: files.key.path,
            certificateAuthority: CertificateAuthority.certificateFile(in: folder.authority).path, wasEnrolled: isKept)
    }

    private func tellRegister(
        of outcome: Outcome, certificate: CertificateDocument, request: Request, at now: Instant
    ) throws(EnrolmentError) {
        do throws(JournalError) {
            let before = try register.participants().first { $0.dipID == outcome.dipId }
            try register.enrol(
                Participant(
                    dipID: outcome.dipId, mpid: outcome.mpid, role: outcome.role,
                    apiKeyDigest: Digests.sha256(outcome.apiKey), certificateDigest: certificate.digest,
                    certificateExpires: certificate.notAfter,
                    connectionProvider: request.connectionProvider ?? before?.connectionProvider,
                    enrolledAt: before == nil ? now : before?.enrolledAt))
            for webhook in request.webhooks {
                try register.setWebhook(
                    Webhook(dipID: outcome.dipId, channel: webhook.channel, url: webhook.url))
            }
        } catch {
            throw .register(error)
        }
    }
}
