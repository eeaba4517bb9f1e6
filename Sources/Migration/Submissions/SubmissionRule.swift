/// The rules that a submission is judged by: rows of a table, each with its own switch.
public enum SubmissionRule: String, Sendable, CaseIterable {
    case nameMatchesRows = "F01"
    case sequenceRises = "F02"
    case fileIsReadable = "F03"
    case senderIsEntitled = "F04"
    case receivedInWindow = "F05"
    case valuesParse = "T01"
    case keysAreUnique = "T02"
    case partiesAreKnown = "T03"
    case granularityIsRight = "T04"
    case periodsAreRight = "T05"
    case cellsAreComplete = "T06"
    case nothingOffTheCalendar = "C01"
    case nothingBeforeActivation = "C02"
    case nothingAfterTheEnd = "C03"
    case cellWithinEnvelope = "V01"
    case dayWithinEnvelope = "V02"
    case totalWithinPortfolio = "V03"
    case planFinishes = "V04"
    case finishesInTime = "V05"
    case dayWithinRamp = "V06"
    case stepsAreSmall = "V07"
    case smallWithinTotal = "V08"
    case weekCanBeSplit = "V09"
    case frozenIsKept = "V10"
    case envelopeIsUsed = "V11"
    case agentSharesAreWhole = "A01"
    case agentsAreActive = "A02"
    case agentsHaveCapacity = "A03"
    case distributorLimitHolds = "L01"
    case industryLimitHolds = "L02"
    case limitIsNotAmber = "L03"
    case reserveIsLeft = "R01"
    case forecastIsKept = "X01"

    public enum Severity: String, Sendable, Comparable {
        case error = "E"
        case warning = "W"

        public static func < (left: Severity, right: Severity) -> Bool { left == .warning && right == .error }
    }

    public var id: String { rawValue }

    /// What the table says of it.
    public var fact: SubmissionRuleFact { SubmissionRuleFact.of(self) }

    /// The switch: 0 off, 1 a warning, 2 an error that rejects.
    ///
    /// A rule that says that a row cannot be used may be a warning, and is never off: the row would vanish in silence.
    public var strength: MigrationParameter<Int> {
        MigrationParameter(
            "rule_\(rawValue)", fact.severity == .error ? 2 : 1, (leavesOutRows ? 1 : 0)...2,
            meaning: "rule \(rawValue) of submissions: " + (leavesOutRows ? "" : "0 off, ") + "1 warning, 2 error",
            basis: "our rule table")
    }

    /// Whether a row that breaks the rule may be left out of what later rules are asked of.
    var leavesOutRows: Bool {
        switch self {
        case .fileIsReadable, .valuesParse, .keysAreUnique, .partiesAreKnown, .granularityIsRight, .periodsAreRight,
            .cellsAreComplete:
            true
        default: false
        }
    }

    /// The severity under some settings; nil where the rule is off.
    public func severity(_ settings: MigrationSettings) -> Severity? {
        switch settings[strength] {
        case 0: nil
        case 1: .warning
        default: .error
        }
    }
}

/// One row of the rule table.
public struct SubmissionRuleFact: Sendable, Hashable {
    public let rule: SubmissionRule
    /// The severity where settings do not say otherwise.
    public let severity: SubmissionRule.Severity
    /// What holds when a submission is good.
    public let statement: String
    /// When the rule is broken, in full.
    public let condition: String
    /// What the suggestion is.
    public let suggestion: String
    /// What it needs besides the submission and the market; empty where nothing.
    public let needs: String
    public let basis: String
}
