/// What the platform needs to know of one message: the common block, read, and where its bytes are.
///
/// Values are as printed (not yet judged): a head is made of every message whose common block could be read, so that a
/// refusal can still name the reference.
public struct MessageHead: Equatable, Sendable {
    /// S0.
    public var interface: String
    public var schemaVersion: String
    /// With its brackets: `[ActivePower]`.
    public var eventCode: String
    /// S1.
    public var environmentTag: String
    public var subText: String?
    public var senderUniqueReference: String
    public var senderTimestamp: String
    public var sender: String
    public var senderRole: String
    public var senderCorrelation: String?
    public var connectionProvider: String?
    /// A0.primaryRecipients; nulls left out.
    public var primaryRecipients: [String]
    /// M0, or M1's principal MPAN; nil where the interface carries no MPAN.
    public var mpan: String?
    public var distributor: String?
    public var gspGroup: String?
    /// R0.responseCode: `A`, `R`, `L`, `W`, `x`.
    public var responseCode: String?
    /// The bytes of the whole element of the array (`{"payload":…}`) within the body.
    public var bytes: Range<Int>
    /// Where the element's parts are, where the check saw it; nil: they have to be looked for.
    var layout: MessageLayout?

    /// Where the element's parts are, as a journal keeps it: 16 offsets within the element; nil where they have to be
    /// looked for. Numbers that cannot be places leave nil.
    public var layoutPlaces: [UInt32]? {
        get { layout?.places }
        set { layout = newValue.flatMap { MessageLayout(places: $0) } }
    }

    public init(
        interface: String = "", schemaVersion: String = "", eventCode: String = "", environmentTag: String = "",
        subText: String? = nil, senderUniqueReference: String = "", senderTimestamp: String = "", sender: String = "",
        senderRole: String = "", senderCorrelation: String? = nil, connectionProvider: String? = nil,
        primaryRecipients: [String] = [], mpan: String? = nil, distributor: String? = nil, gspGroup: String? = nil,
        responseCode: String? = nil, bytes: Range<Int> = 0..<0
    ) {
        self.interface = interface
        self.schemaVersion = schemaVersion
        self.eventCode = eventCode
        self.environmentTag = environmentTag
        self.subText = subText
        self.senderUniqueReference = senderUniqueReference
        self.senderTimestamp = senderTimestamp
        self.sender = sender
        self.senderRole = senderRole
        self.senderCorrelation = senderCorrelation
        self.connectionProvider = connectionProvider
        self.primaryRecipients = primaryRecipients
        self.mpan = mpan
        self.distributor = distributor
        self.gspGroup = gspGroup
        self.responseCode = responseCode
        self.bytes = bytes
    }
}

/// One thing wrong with a message or a body.
public struct MessageFinding: Hashable, Sendable {
    /// Which message of the array, from 0; nil for the body as a whole.
    public var index: Int?
    /// Where, as a JSON pointer from the body: `/0/payload/CommonBlock/S1/senderDIPID`.
    public var pointer: String
    /// Where, in the body's bytes, from 0.
    public var offset: Int
    /// The stable name of the rule that does not hold: `TypeIsString`, `MPANHasACheckDigit`; `findings.md` lists them.
    public var rule: String
    /// What the platform would answer.
    public var code: ResponseCode
    /// One sentence with the values.
    public var sentence: String
    /// Whether the message is refused for it; a lint's advice is not.
    public var refuses: Bool
    /// The specification's own defect that it comes from, where it is a known one.
    public var knownDefect: String?

    public init(
        index: Int?, pointer: String, offset: Int, rule: String, code: ResponseCode = .schemaFailure, sentence: String,
        refuses: Bool = true, knownDefect: String? = nil
    ) {
        self.index = index
        self.pointer = pointer
        self.offset = offset
        self.rule = rule
        self.code = code
        self.sentence = sentence
        self.refuses = refuses
        self.knownDefect = knownDefect
    }
}

/// What reading and checking one posted body gave.
public struct BodyVerdict: Equatable, Sendable {
    /// One a message, in the body's order; empty where the body is no array of messages.
    public var heads: [MessageHead]
    /// All that is wrong, in the body's order, up to the checker's limit.
    public var findings: [MessageFinding]

    public init(heads: [MessageHead], findings: [MessageFinding]) {
        self.heads = heads
        self.findings = findings
    }

    /// Whether the whole body goes through: all or nothing.
    public var isAccepted: Bool { !heads.isEmpty && !findings.contains(where: \.refuses) }
}
