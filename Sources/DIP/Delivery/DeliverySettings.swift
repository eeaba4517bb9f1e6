public import Kernel

/// What an HTTP status from a webhook means for what was posted to it.
public enum AnswerClass: String, CaseIterable, Sendable, Codable {
    case delivered
    /// Taken as delivered, though the specification does not list the status: the recipient has a defect.
    case deliveredWithWarning
    case retry
    /// Given up at once.
    case refused
}

/// The waits between tries.
public struct RetrySchedule: Hashable, Sendable, Codable {
    /// The wait after the first try, the second, …; the last one counts for all that follow. Milliseconds.
    public var waits: [Int]
    /// The tries in all, the first included; after the last the parcel is undelivered.
    public var tries: Int
    /// The share of a wait, in hundredths, by which a seeded draw lengthens it at most, so that lanes spread out.
    public var jitterPercent: Int

    /// The longest wait that counts: a week.
    public static let longestWait = 7 * 86_400_000

    /// - Parameter waits: at least one; an empty list means one second. Numbers out of range are brought to the nearer end.
    public init(waits: [Int], tries: Int, jitterPercent: Int = 20) {
        self.waits = (waits.isEmpty ? [1_000] : waits).map { min(max($0, 0), Self.longestWait) }
        self.tries = max(tries, 1)
        self.jitterPercent = min(max(jitterPercent, 0), 100)
    }

    /// Waits that grow by a factor up to a longest one.
    public static func exponential(
        first: Int, factor: Int = 2, longest: Int, tries: Int, jitterPercent: Int = 20
    ) -> RetrySchedule {
        var waits = [min(max(first, 1), longestWait)]
        while let last = waits.last, last < longest, factor > 1, waits.count < tries {
            waits.append(min(last * factor, longest, longestWait))
        }
        return RetrySchedule(waits: waits, tries: tries, jitterPercent: jitterPercent)
    }

    /// A second, doubled up to five minutes, ten tries: the default where the platform's own spacing is not known.
    public static let standard = exponential(first: 1_000, longest: 300_000, tries: 10)
    /// Ten tries within about ten seconds, for tests of a recipient's conduct.
    public static let quick = exponential(first: 100, longest: 2_000, tries: 10)
    /// A schedule as hosted senders of webhooks use it: seconds to ten hours, eight tries.
    public static let patient = RetrySchedule(
        waits: [5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 36_000_000], tries: 8)
    /// No second try.
    public static let once = RetrySchedule(waits: [1_000], tries: 1)

    /// The preset of a name: `standard`, `quick`, `patient`, `once`; nil for any other.
    public static func preset(_ name: String) -> RetrySchedule? {
        switch name {
        case "standard": standard
        case "quick": quick
        case "patient": patient
        case "once": once
        default: nil
        }
    }

    /// The wait after a try, milliseconds: the same for the same seed, parcel and try.
    /// - Parameter attempt: how many tries there were: from 1.
    public func wait(after attempt: Int, parcel: Int64, seed: UInt64) -> Int {
        let base = waits[min(max(attempt, 1), waits.count) - 1]
        var generator = SeededGenerator(seed: seed).child("retry \(parcel) \(attempt)")
        return base + generator.nextBelow(base / 100 * jitterPercent + 1)
    }
}

/// What is done with a parcel whose recipient has no webhook for its channel.
public enum MissingWebhook: String, CaseIterable, Sendable, Codable {
    /// Undelivered at once; it can be replayed and requeued.
    case undelivered
    /// Waits, and with it what comes after it in its lane, until a webhook is registered.
    case wait
}

/// What is done with the messages of a post that a recipient refused for good.
public enum RefusedPost: String, CaseIterable, Sendable, Codable {
    /// All of them are undelivered.
    case givenUp
    /// Each is tried once more alone, so that one bad message does not take the others with it.
    case oneByOne
}

/// How parcels are delivered. The spacing of retries and the size of posts are in no reachable text: they are settings.
public struct DeliverySettings: Hashable, Sendable, Codable {
    public var retry = RetrySchedule.standard
    /// Messages in a post, 1 or more.
    public var postMessages = 100
    /// Bytes in a post; one message goes out however long it is.
    public var postBytes = 1 << 20
    /// Whether a webhook's own maxima make posts smaller; the platform's guide says that they are not used.
    public var usesWebhookMaxima = false
    public var missingWebhook = MissingWebhook.undelivered
    public var refusedPost = RefusedPost.givenUp
    /// What a success status other than 201 and 207 means.
    public var otherSuccess = AnswerClass.deliveredWithWarning
    /// Codes in an answer for which a message is tried again though the post was taken; none by default.
    public var retriedCodes: [ResponseCode] = []
    /// Whether a recipient's Retry-After lengthens a wait, up to the schedule's longest.
    public var honoursRetryAfter = true
    /// Whether a sender is told of deliveries too, and not only of what went wrong.
    public var reportsDeliveries = false
    /// The seed of the retries' jitter.
    public var seed: UInt64 = 0
    /// Parcels of a lane in memory at most.
    public var laneParcels = 400
    /// Bytes of a lane in memory at most (one parcel at least).
    public var laneBytes = 2 << 20
    public var circuit = CircuitSettings()

    public init() {}

    /// The class of a status (dip.md 1.7). A status that is not listed: other successes by setting, other 5xx retry, the
    /// rest is refused.
    public func answerClass(of status: Int) -> AnswerClass {
        switch status {
        case 201, 207: .delivered
        case 408, 429, 500, 502, 503, 504: .retry
        case 400, 401, 403, 404, 405, 406, 413, 505: .refused
        case 200...299: otherSuccess
        case 500...599: .retry
        default: .refused
        }
    }
}

/// When a channel that keeps failing is left alone.
public struct CircuitSettings: Hashable, Sendable, Codable {
    /// Failures one after another that open it; 0 switches circuit breaking off.
    public var failures = 10
    /// The first rest, milliseconds; doubled with each failed probe.
    public var firstRest = 2_000
    public var longestRest = 60_000

    public init(failures: Int = 10, firstRest: Int = 2_000, longestRest: Int = 60_000) {
        self.failures = failures
        self.firstRest = firstRest
        self.longestRest = longestRest
    }
}

/// The circuit of one channel of one recipient: closed, open until an instant, or probing with one post.
public struct ChannelCircuit: Equatable, Sendable {
    public enum State: Hashable, Sendable {
        case closed
        /// Nothing is posted before the instant.
        case open(until: Instant)
        /// One post is on its way; its outcome decides.
        case probing
    }

    public private(set) var state = State.closed
    /// Failures one after another.
    public private(set) var failures = 0
    private var rest = 0
    private let settings: CircuitSettings

    public init(_ settings: CircuitSettings) { self.settings = settings }

    /// Whether a post may go out now; a probe is then under way where the circuit was open.
    /// - Returns: nil: yes; an instant: not before it.
    public mutating func admit(at instant: Instant) -> Instant? {
        switch state {
        case .closed: return nil
        case .open(let until):
            guard instant >= until else { return until }
            state = .probing
            return nil
        case .probing: return instant.later(milliseconds: Int64(settings.firstRest))
        }
    }

    /// The recipient answered, whatever it said of the messages.
    public mutating func succeeded() {
        state = .closed
        failures = 0
        rest = 0
    }

    /// No answer came, or one that asks for another try.
    public mutating func failed(at instant: Instant) {
        failures += 1
        guard settings.failures > 0 else { return }
        guard state == .probing || failures >= settings.failures else { return }
        rest = rest == 0 ? settings.firstRest : min(rest * 2, settings.longestRest)
        state = .open(until: instant.later(milliseconds: Int64(rest)))
    }

    /// A probe came to nothing that says anything of the channel: it is open as before.
    public mutating func probeWithdrawn(at instant: Instant) {
        if state == .probing { state = .open(until: instant) }
    }
}
