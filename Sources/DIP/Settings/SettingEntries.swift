extension SettingKey {
    /// The row of this setting.
    public var entry: SettingEntry {
        let (kind, standard, sentence, source, confidence) = row
        return SettingEntry(
            key: self, kind: kind, standard: standard, sentence: sentence, source: source, confidence: confidence)
    }

    private typealias Row = (SettingKind, SettingValue, String, String, SettingConfidence)

    private var row: Row {
        switch self {
        case .environment, .maximumBodyKilobytes, .maximumBatchMessages, .clockWindowSeconds, .badSignatureStatus,
            .foreignKeyStatus, .emptyBodySignedAs, .strictCase, .checkSenderRole, .unknownMPAN, .periodTime,
            .masking:
            intake
        case .acknowledgeEachMessage, .otherSuccess, .retryFirstSeconds, .retryFactor, .retryMaximumSeconds,
            .retryTries, .retryJitterPercent, .connectSeconds, .answerSeconds, .lanes, .order, .deliveryMessages,
            .deliveryKilobytes, .honourWebhookMaxima, .webhookHosts, .webhookPlainHTTP:
            delivery
        case .replayPageMessages, .requeueConcurrent, .idleSeconds, .bodySeconds, .maximumConnections,
            .standingConnections, .certificateYears, .stopSeconds, .replayKilobytes, .replayTokens,
            .requeuesRemembered, .marketRoles, .consumptionReplay, .platformDIPID:
            room
        case .deliverPartly, .primaryStandsForSecondary, .reportAbsentAlways, .reportNobody: routing
        case .missingWebhook, .refusedPost, .retriedCodes, .honourRetryAfter, .circuitFailures,
            .circuitFirstRestSeconds, .circuitMaximumRestSeconds, .simultaneousPosts, .connectionsPerHost,
            .answerKilobytes, .deliveryMemoryMegabytes:
            channel
        }
    }

    private static let unreached = "not found in any text in reach; our choice"

    private var intake: Row {
        switch self {
        case .environment:
            (
                .choice(["DEV", "SIT", "SITB", "UIT"]), .text("SIT"),
                "The environment tag that messages must carry; PRD is refused, for this is no production platform.",
                "tags: API specification, DT-013; the choice among them is ours", .stated
            )
        case .maximumBodyKilobytes:
            (
                .integer(1...1_048_576), .integer(65_536),
                "The largest body taken, in kilobytes of 1,024 bytes; larger ones are answered 413.",
                "the API specification names no limit; a server needs one", .chosen
            )
        case .maximumBatchMessages:
            (
                .integer(0...10_000), .integer(0),
                "The most messages in one POST, 0 for as many as the body holds (10,000 at most); more are answered 413.",
                "the API specification names at least one and no most", .stated
            )
        case .clockWindowSeconds:
            (
                .integer(0...86_400), .integer(0),
                "How far the signature's date may be from our clock, in seconds; 0 reports the difference and refuses none.",
                Self.unreached, .chosen
            )
        case .badSignatureStatus:
            (
                .integer(400...499), .integer(401), "The HTTP status for a missing or wrong signature or certificate.",
                "the API specification declares 401 and 403 and does not say which; our choice", .chosen
            )
        case .foreignKeyStatus:
            (
                .integer(400...499), .integer(403),
                "The HTTP status where the API key does not own the sender's DIP ID.",
                "the API specification declares 401 and 403 and does not say which; our choice", .chosen
            )
        case .emptyBodySignedAs:
            (
                .choice(["either", "braces", "nothing"]), .text("either"),
                "What the content hash of a request without a body is taken over: `{}`, nothing, or either of them.",
                "a public client hashes {} for an empty body; whether the platform agrees is unknown", .inferred
            )
        case .strictCase:
            (
                .boolean, .boolean(false),
                "Whether field names and addresses must have the specification's case on the way in.",
                "API specification, note on upper and lower case: not enforced on the way in", .stated
            )
        case .checkSenderRole:
            (
                .boolean, .boolean(true),
                "Whether a role may send only the interfaces that the routing table gives it (MSG1010).",
                "Interface Catalogue roles as a public reference carries them; the platform's own check is inferred",
                .inferred
            )
        case .unknownMPAN:
            (
                .choice(["status", "refuse", "ignore"]), .text("status"),
                "What follows when an MPAN that routing needs is in no appointment: a status message, a refusal, nothing.",
                "response codes MSG1037 and MSG1038; that they come later and not at once is inferred", .inferred
            )
        case .periodTime:
            (
                .choice(["end", "start", "either"]), .text("either"),
                "What the time of a consumption period names, for the lint of IF-021.",
                "the data item is named as an end, and the official example shows starts", .stated
            )
        default:
            (
                .boolean, .boolean(true), "Whether values that a recipient's role may not see are sent as `x`.",
                "API specification, enumerations with x; that the platform masks is inferred", .inferred
            )
        }
    }

    private var delivery: Row {
        switch self {
        case .acknowledgeEachMessage:
            (
                .boolean, .boolean(false),
                "Whether the sender gets a status message MSG0000 for each message delivered.",
                Self.unreached, .chosen
            )
        case .otherSuccess:
            (
                .choice(["accept", "retry", "refuse"]), .text("accept"),
                "What a webhook's 200, 202, 204 or redirect counts as; accepted ones are reported as the recipient's defect.",
                "the API specification lists 201 and 207 alone", .inferred
            )
        case .retryFirstSeconds:
            (.integer(1...3_600), .integer(1), "The wait before the second try, in seconds.", Self.unreached, .chosen)
        case .retryFactor:
            (
                .integer(1...10), .integer(2),
                "How many times longer each further wait is than the one before.",
                Self.unreached, .chosen
            )
        case .retryMaximumSeconds:
            (
                .integer(1...86_400), .integer(300), "The longest wait between tries, in seconds.", Self.unreached,
                .chosen
            )
        case .retryTries:
            (
                .integer(1...1_000), .integer(10), "Tries before a message is undelivered; it can still be replayed.",
                Self.unreached, .chosen
            )
        case .retryJitterPercent:
            (
                .integer(0...100), .integer(10),
                "How much of a wait is drawn by lot, in percent, so that lanes do not march.",
                Self.unreached, .chosen
            )
        case .connectSeconds:
            (
                .integer(1...600), .integer(5), "How long connecting to a webhook may take, in seconds.",
                Self.unreached, .chosen
            )
        case .answerSeconds:
            (
                .integer(1...600), .integer(30), "How long a webhook may take to answer, in seconds.", Self.unreached,
                .chosen
            )
        case .lanes:
            (
                .integer(1...64), .integer(4),
                "Lanes of a recipient: an MPAN keeps its order in its lane, and lanes go on side by side.",
                "no promise of order is in reach; order by MPAN is our choice", .chosen
            )
        case .order:
            (
                .choice(["kept", "shuffled"]), .text("kept"),
                "Whether order is kept by recipient and MPAN, or broken on purpose for testing.",
                "no promise of order is in reach", .chosen
            )
        case .deliveryMessages:
            (.integer(1...1_000), .integer(100), "The most messages in one POST to a webhook.", Self.unreached, .chosen)
        case .deliveryKilobytes:
            (
                .integer(1...65_536), .integer(1_024),
                "The most kilobytes in one POST to a webhook; one message always goes.",
                Self.unreached, .chosen
            )
        case .honourWebhookMaxima:
            (
                .boolean, .boolean(false), "Whether a webhook's own maxima of messages and kilobytes are kept to.",
                "the onboarding guide: they are shown, but not used at present", .stated
            )
        case .webhookHosts:
            (
                .list(most: 100), .list([]), "Hosts beside loopback to which webhooks may lead.",
                "our rule: loopback unless a configuration names other hosts", .chosen
            )
        default:
            (
                .choice(["loopback", "never"]), .text("loopback"), "Where a webhook may be plain http.",
                "the platform's webhooks are https; plain ones on loopback help a first try", .chosen
            )
        }
    }

    private var room: Row {
        switch self {
        case .replayPageMessages:
            (.integer(1...10_000), .integer(500), "Messages on one page of a replay.", Self.unreached, .chosen)
        case .requeueConcurrent:
            (
                .integer(1...100), .integer(1), "Requeues of one channel at a time; more are answered 429.",
                "API specification 2.2.1 as a public reference carries it", .stated
            )
        case .idleSeconds:
            (
                .integer(1...3_600), .integer(60),
                "How long a connection may stand without a whole request's head, in seconds.", Self.unreached, .chosen
            )
        case .bodySeconds:
            (
                .integer(1...3_600), .integer(60), "How long a body may take to arrive, in seconds.", Self.unreached,
                .chosen
            )
        case .maximumConnections:
            (
                .integer(1...65_536), .integer(16_384),
                "Connections held at a time, fewer where the system grants fewer open files; others wait.",
                Self.unreached, .chosen
            )
        case .standingConnections:
            (
                .integer(1...65_536), .integer(500),
                "Connections kept with TLS and nothing under way, and as many that still shake hands; past that the one "
                    + "that has stood longest is closed.",
                Self.unreached, .chosen
            )
        case .consumptionReplay:
            (
                .boolean, .boolean(true),
                "Whether the platform itself answers requests for earlier consumption (IF-015) from its journal, unless "
                    + "a participant of role DIP does.",
                "that the platform has a replay service is stated; how it answers was not found", .inferred
            )
        case .platformDIPID:
            (
                .integer(0...9_999_999_999), .integer(0),
                "The DIP ID under which the platform's replay service sends (IF-016), written in ten digits.",
                Self.unreached, .chosen
            )
        case .stopSeconds:
            (
                .integer(0...600), .integer(10), "How long a stop waits for posts on their way, in seconds.",
                "a matter of this server alone", .chosen
            )
        case .replayKilobytes:
            (
                .integer(1...1_048_576), .integer(32_768),
                "The most kilobytes on one page of a replay; one message always goes.", Self.unreached, .chosen
            )
        case .replayTokens:
            (
                .integer(1...100_000), .integer(1_000),
                "Continuation tokens of replays that are kept; the oldest is forgotten beyond that.",
                "the token is stated for 2.2.1; how long it holds was not found", .chosen
            )
        case .requeuesRemembered:
            (
                .integer(1...100_000), .integer(1_000),
                "Requeues whose progress can still be asked for; the oldest is forgotten beyond that.",
                "the question is stated for 2.2.1; how long it is answered was not found", .chosen
            )
        case .marketRoles:
            (
                .list(most: 100), .list(["SUP=X", "SDS=N"]),
                "The one-letter market role of each platform role in company details; null for a role that is not named.",
                "participant data exchange 1.0.3: X and N are in its examples, the others were not reached", .stated
            )
        default:
            (
                .integer(1...10), .integer(1), "How many years a participant's certificate is valid.",
                "key sizes and validity not found; our choice", .chosen
            )
        }
    }

    private var routing: Row {
        switch self {
        case .deliverPartly:
            (
                .boolean, .boolean(true),
                "Whether recipients that were found get a message though another could not be found; else nobody does.",
                "MSG1033 to MSG1038 come after acceptance; what the others get was not found", .chosen
            )
        case .primaryStandsForSecondary:
            (
                .boolean, .boolean(true),
                "Whether an unknown MPAN is passed over where the sender named a party of each role that it would give.",
                "official examples name as primary who would be secondary; that this suffices is inferred", .inferred
            )
        case .reportAbsentAlways:
            (
                .boolean, .boolean(false),
                "Whether the sender is told that an always recipient takes no part here (MSG1035, MSG1036).",
                "the codes are stated; off, so that a party may test alone", .chosen
            )
        default:
            (
                .boolean, .boolean(true), "Whether a sender is told that nobody gets its message (MSG1030).",
                "response code MSG1030; that it comes in this case is inferred", .inferred
            )
        }
    }

    private var channel: Row {
        switch self {
        case .missingWebhook:
            (
                .choice(["undelivered", "wait"]), .text("undelivered"),
                "What becomes of a message whose recipient has no webhook for it: undelivered at once, or it waits for one.",
                Self.unreached, .chosen
            )
        case .refusedPost:
            (
                .choice(["givenUp", "oneByOne"]), .text("givenUp"),
                "What becomes of a post that its recipient refuses for good: all given up, or each tried once more alone.",
                Self.unreached, .chosen
            )
        case .retriedCodes:
            (
                .list(most: 50), .list([]),
                "Response codes in a recipient's answer for which a message is tried again though the post was taken.",
                Self.unreached, .chosen
            )
        case .honourRetryAfter:
            (
                .boolean, .boolean(true),
                "Whether a recipient's Retry-After lengthens a wait, up to the longest wait.", Self.unreached, .chosen
            )
        case .circuitFailures:
            (
                .integer(0...10_000), .integer(10),
                "Failures of a channel one after another before it is left alone; 0: it never is.", Self.unreached,
                .chosen
            )
        case .circuitFirstRestSeconds:
            (
                .integer(1...86_400), .integer(2),
                "How long a channel is left alone first, in seconds; doubled with each failed probe.", Self.unreached,
                .chosen
            )
        case .circuitMaximumRestSeconds:
            (
                .integer(1...86_400), .integer(60), "The longest that a channel is left alone, in seconds.",
                Self.unreached, .chosen
            )
        case .simultaneousPosts:
            (
                .integer(1...1_024), .integer(32), "Posts to webhooks on their way at a time, over all recipients.",
                Self.unreached, .chosen
            )
        case .connectionsPerHost:
            (
                .integer(1...1_024), .integer(32), "Connections to one webhook host at a time.", Self.unreached, .chosen
            )
        case .answerKilobytes:
            (
                .integer(1...65_536), .integer(1_024), "What is read of a webhook's answer, in kilobytes.",
                Self.unreached, .chosen
            )
        default:
            (
                .integer(4...4_096), .integer(64),
                "Messages in memory for delivery, in megabytes, over all recipients.",
                "a matter of this server alone", .chosen
            )
        }
    }
}
