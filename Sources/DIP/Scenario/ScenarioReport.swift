public import Kernel

/// What a run of a scenario showed: each step with its evidence, and the traffic in order.
public struct ScenarioReport: Equatable, Sendable {
    public enum Outcome: String, Sendable, CaseIterable {
        case passed, failed
        /// Left out, since an earlier step failed.
        case skipped
    }

    /// One thing that a step rests on.
    public struct Evidence: Equatable, Sendable {
        /// What was looked at: `http status`, `message`, `field`.
        public var subject: String
        public var transactionID: String?
        /// JSON pointer from the payload.
        public var pointer: String?
        public var expected: String?
        public var found: String?
        /// Whether it is as expected; nil where it only tells something.
        public var holds: Bool?
    }

    public struct Step: Equatable, Sendable {
        public var number: Int
        public var name: String
        public var kind: String
        public var line: Int
        public var outcome: Outcome
        /// By the virtual clock.
        public var began: Instant
        public var ended: Instant
        public var evidence: [Evidence]
    }

    /// Something that was sent, came or changed.
    public struct Event: Equatable, Sendable {
        public enum Kind: String, Sendable, CaseIterable {
            case posted, refused, received, status, changed
        }
        public var at: Instant
        public var kind: Kind
        /// The party by its name in the scenario.
        public var party: String
        /// `IF-008 [EnergisationStatusChange] from regs`.
        public var words: String
        public var mpan: String?
        public var transactionID: String?
    }

    public var name: String
    public var description: String
    public var seed: UInt64
    /// Version of the specification.
    public var version: String
    /// By the virtual clock.
    public var began: Instant
    public var ended: Instant
    public var steps: [Step]
    /// What went wrong beside the steps: a scripted party's own message was refused, a bound was met.
    public var problems: [String]
    public var events: [Event]
    /// Events beyond the bound of `mostEvents`, which are counted only.
    public var eventsLeftOut: Int

    /// The most events that a report holds.
    public static let mostEvents = 10_000

    /// Whether every step passed and nothing went wrong beside them.
    public var hasPassed: Bool { problems.isEmpty && steps.allSatisfy { $0.outcome == .passed } }

    public func count(_ outcome: Outcome) -> Int { steps.count { $0.outcome == outcome } }
}
