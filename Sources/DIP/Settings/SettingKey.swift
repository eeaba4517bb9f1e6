/// Everything about the platform that can be set, each with its default, and where the default comes from.
///
/// What the sources establish is code; what they do not is here, so that a user who knows better can say so.
public enum SettingKey: String, CaseIterable, Sendable {
    case environment
    case maximumBodyKilobytes, maximumBatchMessages
    case clockWindowSeconds
    case badSignatureStatus, foreignKeyStatus
    case emptyBodySignedAs
    case strictCase, checkSenderRole, unknownMPAN, periodTime
    case acknowledgeEachMessage, otherSuccess
    case retryFirstSeconds, retryFactor, retryMaximumSeconds, retryTries, retryJitterPercent
    case connectSeconds, answerSeconds
    case lanes, order
    case deliveryMessages, deliveryKilobytes, honourWebhookMaxima
    case webhookHosts, webhookPlainHTTP
    case replayPageMessages, requeueConcurrent
    case idleSeconds, bodySeconds, maximumConnections, standingConnections
    case certificateYears
    case masking
    case deliverPartly, primaryStandsForSecondary, reportAbsentAlways, reportNobody
    case missingWebhook, refusedPost, retriedCodes, honourRetryAfter
    case circuitFailures, circuitFirstRestSeconds, circuitMaximumRestSeconds
    case simultaneousPosts, connectionsPerHost, answerKilobytes, deliveryMemoryMegabytes, stopSeconds
    case replayKilobytes, replayTokens, requeuesRemembered
    case marketRoles
    case consumptionReplay, platformDIPID
}

/// How sure the source of a default is.
public enum SettingConfidence: String, Sendable {
    /// Stated in the named source.
    case stated
    /// Concluded from sources.
    case inferred
    /// Chosen by us, since no source could be reached.
    case chosen
}

/// What may be written for a setting.
public enum SettingKind: Equatable, Sendable {
    case integer(ClosedRange<Int>)
    case boolean
    case choice([String])
    /// Words, up to so many.
    case list(most: Int)
}

/// A setting's value.
public enum SettingValue: Equatable, Sendable, CustomStringConvertible {
    case integer(Int)
    case boolean(Bool)
    case text(String)
    case list([String])

    public var description: String {
        switch self {
        case .integer(let value): String(value)
        case .boolean(let value): String(value)
        case .text(let value): value
        case .list(let values): "[" + values.joined(separator: ", ") + "]"
        }
    }
}

/// One row of the table of settings.
public struct SettingEntry: Sendable {
    public let key: SettingKey
    public let kind: SettingKind
    public let standard: SettingValue
    /// What it decides, in one sentence with its unit.
    public let sentence: String
    public let source: String
    public let confidence: SettingConfidence
}
