/// How messages are checked where the specification or the platform's conduct leaves a choice.
public struct CheckSettings: Hashable, Sendable {
    /// What `sp` of a consumption period names; the data item's name and the official example disagree.
    public enum PeriodNaming: String, Hashable, Sendable, CaseIterable, Codable {
        /// The end: 00:30 to 24:00.
        case end
        /// The start: 00:00 to 23:30.
        case start
        /// Either, the same within a day.
        case either
    }

    public var limits: JSONLimits
    /// Messages of one body; a body with more is refused, since each message's head takes memory.
    public var mostMessages: Int
    /// Findings of one body; those after are left out.
    public var mostFindings: Int
    /// Whether keys have to be in the specification's case. The platform does not ask it on the way in.
    public var isCaseStrict: Bool
    /// Whether null passes where a schema is nullable and its enumeration does not list null.
    public var nullableCoversEnumerations: Bool
    /// Whether a message that fits two variants of an interface is refused, as `oneOf` says by the letter. The official
    /// files have such an overlap (IF-020), so by the letter nobody could send these events.
    public var overlappingVariantsRefuse: Bool
    /// Whether keys that repeat within an object refuse a message.
    public var repeatedKeysRefuse: Bool
    /// Whether a sender unique reference that comes twice in a body refuses a message.
    public var repeatedReferencesRefuse: Bool
    /// Whether a sender timestamp that is no date and time (month 13) refuses a message, which no schema asks.
    public var senderTimestampIsADateTime: Bool
    /// Whether advice is looked for too: check digits, days, periods.
    public var advises: Bool
    public var periodNaming: PeriodNaming

    public init(
        limits: JSONLimits = JSONLimits(), mostMessages: Int = 50_000, mostFindings: Int = 100,
        isCaseStrict: Bool = false,
        nullableCoversEnumerations: Bool = true, overlappingVariantsRefuse: Bool = false,
        repeatedKeysRefuse: Bool = true, repeatedReferencesRefuse: Bool = true,
        senderTimestampIsADateTime: Bool = true, advises: Bool = false,
        periodNaming: PeriodNaming = .either
    ) {
        self.limits = limits
        self.mostMessages = max(1, mostMessages)
        self.mostFindings = max(1, mostFindings)
        self.isCaseStrict = isCaseStrict
        self.nullableCoversEnumerations = nullableCoversEnumerations
        self.overlappingVariantsRefuse = overlappingVariantsRefuse
        self.repeatedKeysRefuse = repeatedKeysRefuse
        self.repeatedReferencesRefuse = repeatedReferencesRefuse
        self.senderTimestampIsADateTime = senderTimestampIsADateTime
        self.advises = advises
        self.periodNaming = periodNaming
    }

    /// What a recipient asks of what the platform delivers: the same, but that it has to live with a message that comes
    /// twice.
    public static let recipient = CheckSettings(repeatedReferencesRefuse: false)
}
