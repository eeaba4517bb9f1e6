import DIP
import HTTPTypes
import Kernel

/// Who stands at the door: the party whose API key came, and the party whose certificate signed.
struct Visitor: Sendable {
    /// The owner of the API key.
    var participant: Participant
    var snapshot: Directory.Snapshot

    /// Whether messages of this sender may come through this visitor: its own, or of a party that named it as its
    /// connection provider.
    func maySend(for dipID: DIPID) -> Bool {
        dipID == participant.dipID || snapshot.participants[dipID]?.connectionProvider == participant.dipID
    }
}

/// A request as it came in, whole.
struct Received: Sendable {
    var method: String
    /// Path and query as in the request line.
    var target: String
    /// The `Host` or `:authority`.
    var authority: String
    var fields: HTTPFields
    var body: [UInt8]
    /// SHA-256, in hexadecimal, of the client's certificate as TLS verified it.
    var certificateDigest: String?
    var at: Instant

    func field(_ name: String) -> String? { HTTPField.Name(name).flatMap { fields[$0] } }

    /// The address as the sender wrote it, as far as can be seen here.
    var url: String { ReceivedRequest.url(scheme: "https", authority: authority, target: target) }
}

/// Lets known parties in: a certificate of our authority, an API key, a signature that holds.
struct Door: Sendable {
    let directory: Directory
    let settings: PlatformSettings
    let signatures: SignatureCheck
    /// Names under which this platform may be addressed, to tell what a sender mixed up.
    let knownHosts: [String]

    /// The visitor, or why there is none.
    func admit(_ request: Received) throws -> Visitor {
        let badSignature = settings.integer(.badSignatureStatus)
        guard let certificate = request.certificateDigest else {
            throw Refusal(
                badSignature, .processingFailed, "no client certificate came with the connection",
                help:
                    "connect with the certificate and key that enrolment made; the handshake asks for them once, first")
        }
        guard let key = request.field("X-API-Key"), !key.isEmpty else {
            throw Refusal(
                badSignature, .processingFailed, "the header X-API-Key is missing",
                help: "each DIP ID has an API key; changeover dip enrol printed it")
        }
        let snapshot = try directory.snapshot()
        guard let owner = snapshot.byKey[Digests.sha256(key)],
            let participant = snapshot.participants[owner]
        else {
            throw Refusal(
                badSignature, .processingFailed, "the API key is of no participant",
                help: "enrolling a DIP ID again makes a new key, and the one before stops working")
        }
        let visitor = Visitor(participant: participant, snapshot: snapshot)
        try check(certificateDigest: certificate, of: visitor)
        try checkSignature(request, of: visitor)
        return visitor
    }

    /// Checks that the certificate of the connection is the participant's.
    private func check(certificateDigest digest: String, of visitor: Visitor) throws {
        guard digest != visitor.participant.certificateDigest else { return }
        let other = visitor.snapshot.participants.values.filter { $0.certificateDigest == digest }
            .map(\.dipID).min()
        throw Refusal(
            settings.integer(.foreignKeyStatus), .senderInvalid,
            "the API key is of \(visitor.participant.dipID), and the certificate "
                + (other.map { "of \($0)" } ?? "of no participant as enrolled now"),
            help: "one party's certificate serves signing and TLS; a new enrolment replaces it")
    }

    private func checkSignature(_ request: Received, of visitor: Visitor) throws {
        let participant = visitor.participant
        let received = ReceivedRequest(
            method: request.method, url: request.url,
            headers: request.fields.map { HeaderField(name: $0.name.rawName, value: $0.value) }, body: request.body,
            knownHosts: knownHosts, knownPorts: [])
        let diagnosis = signatures.check(
            received,
            party: SigningParty(
                name: "\(participant.dipID) (\(participant.role) \(participant.mpid))",
                certificateDigest: participant.certificateDigest), at: request.at)
        guard let status = diagnosis.status else { return }
        throw Refusal(status, .processingFailed, diagnosis.sentence, help: diagnosis.help)
    }
}
