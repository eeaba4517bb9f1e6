import DIP
import Kernel
import Synchronization

/// Who takes part and where their webhooks are, read again whenever the register changed.
final class Directory: Sendable {
    /// One state of the register.
    struct Snapshot: Sendable {
        var version: Int64
        var participants: [DIPID: Participant]
        /// By the digest of the API key: a key belongs to one DIP ID.
        var byKey: [String: DIPID]
        var webhooks: [DIPID: [Channel: Webhook]]
        var routing: RoutingDirectory

        init(version: Int64, participants: [Participant], webhooks: [Webhook]) {
            self.version = version
            self.participants = [:]
            self.byKey = [:]
            self.webhooks = [:]
            routing = RoutingDirectory(participants)
            for participant in participants {
                self.participants[participant.dipID] = participant
                byKey[participant.apiKeyDigest] = participant.dipID
            }
            for webhook in webhooks { self.webhooks[webhook.dipID, default: [:]][webhook.channel] = webhook }
        }
    }

    private let register: any DIPRegister
    /// Told of every new state before anything is done by it, so that what follows finds the webhooks in force.
    private let onChange: @Sendable ([Participant], [Webhook]) -> Void
    private let kept: Mutex<Snapshot>
    private let known = Mutex<KnownAppointments>(KnownAppointments())

    init(
        register: any DIPRegister, onChange: @escaping @Sendable ([Participant], [Webhook]) -> Void = { _, _ in }
    ) throws(JournalError) {
        self.register = register
        self.onChange = onChange
        kept = Mutex(
            Snapshot(
                version: try register.version(), participants: try register.participants(),
                webhooks: try register.webhooks()))
    }

    /// The register as it stands.
    func snapshot() throws(JournalError) -> Snapshot {
        let version = try register.version()
        let snapshot = kept.withLock { $0.version == version ? $0 : nil }
        if let snapshot { return snapshot }
        let (participants, webhooks) = (try register.participants(), try register.webhooks())
        let read = Snapshot(version: version, participants: participants, webhooks: webhooks)
        onChange(participants, webhooks)
        kept.withLock { $0 = read }
        known.withLock { $0 = KnownAppointments(version: version) }
        return read
    }

    /// The appointments of an MPAN, as the register has them.
    func appointments(of mpan: String, version: Int64) throws(JournalError) -> [Appointment] {
        if let found = known.withLock({ $0.version == version ? $0.byMPAN[mpan] : nil }) { return found }
        let read = try register.appointments(of: mpan)
        known.withLock { $0.keep(read, of: mpan, version: version) }
        return read
    }
}

/// Appointments read lately, within a bound; all are forgotten when it is reached, which costs less than an order of use.
private struct KnownAppointments {
    static let most = 50_000

    var version: Int64 = -1
    var byMPAN: [String: [Appointment]] = [:]

    mutating func keep(_ appointments: [Appointment], of mpan: String, version: Int64) {
        guard version == self.version || byMPAN.isEmpty else { return }
        self.version = version
        if byMPAN.count >= Self.most { byMPAN.removeAll(keepingCapacity: true) }
        byMPAN[mpan] = appointments
    }
}
