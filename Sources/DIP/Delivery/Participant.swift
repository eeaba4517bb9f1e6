public import Kernel

/// A party on the platform: one DIP ID is one market participant in one role.
public struct Participant: Hashable, Sendable {
    public var dipID: DIPID
    /// Four capitals.
    public var mpid: String
    public var role: RoleCode
    /// SHA-256 of the API key, lower-case hexadecimal; the key itself is kept by its owner.
    public var apiKeyDigest: String
    /// SHA-256 of the certificate's DER bytes, lower-case hexadecimal: what it signs with and shows in TLS.
    public var certificateDigest: String
    /// The end of the certificate's validity.
    public var certificateExpires: Instant
    /// The connection provider that acts for it, if it named one.
    public var connectionProvider: DIPID?
    /// When it was enrolled first; nil where that was not written down.
    public var enrolledAt: Instant?

    public init(
        dipID: DIPID, mpid: String, role: RoleCode, apiKeyDigest: String, certificateDigest: String,
        certificateExpires: Instant, connectionProvider: DIPID? = nil, enrolledAt: Instant? = nil
    ) {
        self.dipID = dipID
        self.mpid = mpid
        self.role = role
        self.apiKeyDigest = apiKeyDigest
        self.certificateDigest = certificateDigest
        self.certificateExpires = certificateExpires
        self.connectionProvider = connectionProvider
        self.enrolledAt = enrolledAt
    }
}

/// A webhook that a party registered for a channel.
public struct Webhook: Hashable, Sendable {
    public var dipID: DIPID
    public var channel: Channel
    public var url: String
    /// What the party asked for; the platform's guide says that they are shown and not used. A setting makes them count.
    public var maxMessageCount: Int?
    /// Kilobytes.
    public var maxPayloadSize: Int?

    public init(dipID: DIPID, channel: Channel, url: String, maxMessageCount: Int? = nil, maxPayloadSize: Int? = nil) {
        self.dipID = dipID
        self.channel = channel
        self.url = url
        self.maxMessageCount = maxMessageCount
        self.maxPayloadSize = maxPayloadSize
    }
}

/// That a party serves an MPAN in a role for a time.
public struct Appointment: Hashable, Sendable {
    /// Thirteen digits.
    public var mpan: String
    public var role: RoleCode
    public var dipID: DIPID
    /// Included; nil: always was.
    public var from: Instant?
    /// Not included; nil: no end is known.
    public var until: Instant?

    public init(mpan: String, role: RoleCode, dipID: DIPID, from: Instant?, until: Instant?) {
        self.mpan = mpan
        self.role = role
        self.dipID = dipID
        self.from = from
        self.until = until
    }
}

/// Who takes part, where their webhooks are and who is appointed to what: written by commands, pages and traffic, read by
/// the running stand-in. Every change raises `version`, also one that another process made.
public protocol DIPRegister: Sendable {
    /// Grows with every change by any process; cheap enough to be asked once a request.
    func version() throws(JournalError) -> Int64
    func participants() throws(JournalError) -> [Participant]
    func webhooks() throws(JournalError) -> [Webhook]
    /// All appointments to an MPAN, past and to come, in order of role, start and DIP ID.
    func appointments(of mpan: String) throws(JournalError) -> [Appointment]
    func appointmentCount() throws(JournalError) -> Int

    /// Adds a participant, or replaces the one with its DIP ID.
    func enrol(_ participant: Participant) throws(JournalError)
    /// Sets a webhook, in place of the one that its party had for the channel.
    func setWebhook(_ webhook: Webhook) throws(JournalError)
    func removeWebhook(of dipID: DIPID, channel: Channel) throws(JournalError)
    /// Replaces what is known of these MPANs and roles by these appointments: all of them or none.
    func load(appointments: [Appointment]) throws(JournalError)
    /// Ends the current appointment of a role at an instant and begins the next (nil: none), as the traffic tells it.
    func appoint(mpan: String, role: RoleCode, dipID: DIPID?, from: Instant) throws(JournalError)

    /// What pages, commands and the running stand-in tell each other, by name: faults, outages, the clock, health. The
    /// values are JSON. Switches do not raise `version`.
    func switches() throws(JournalError) -> [String: String]
    /// Sets a switch, or removes it with nil. Bounds: 64 bytes of name, 1 MB of value, 1,000 switches.
    func setSwitch(_ name: String, to value: String?) throws(JournalError)
}
