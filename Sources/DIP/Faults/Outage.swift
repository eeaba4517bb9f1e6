public import Kernel

/// A time in which the platform does not work, as a drill (dip.md 1.11).
public struct Outage: Hashable, Sendable, Codable {
    public enum Kind: String, CaseIterable, Sendable, Codable {
        /// Posts are taken in, and nothing is delivered.
        case holdsDeliveries
        /// Posts are answered 503; what was taken in before is delivered.
        case refusesIntake
        /// Both.
        case whole
    }

    public var kind: Kind
    public var from: Instant
    /// Not included; nil: until it is ended by hand.
    public var until: Instant?
    public var release: ReleasePolicy

    public init(kind: Kind, from: Instant, until: Instant?, release: ReleasePolicy = .allAtOnce) {
        self.kind = kind
        self.from = from
        self.until = until
        self.release = release
    }

    /// An outage of this many hours of the given clock's time.
    public init(kind: Kind, from: Instant, hours: Int, release: ReleasePolicy = .allAtOnce) {
        self.init(kind: kind, from: from, until: from.later(milliseconds: Int64(hours) * 3_600_000), release: release)
    }

    public func isOn(at instant: Instant) -> Bool { instant >= from && until.map { instant < $0 } != false }
    public func holdsDeliveries(at instant: Instant) -> Bool { kind != .refusesIntake && isOn(at: instant) }
    public func refusesIntake(at instant: Instant) -> Bool { kind != .holdsDeliveries && isOn(at: instant) }
}

/// How the backlog goes out when an outage ends. How the real platform does it was not established.
public enum ReleasePolicy: Hashable, Sendable, Codable {
    case allAtOnce
    /// At most this many messages of the backlog a second, over all recipients.
    case rateLimited(messagesPerSecond: Int)
    /// Lanes whose next message is of an earlier interface of this list first; the others after it, oldest first.
    case byInterfacePriority([InterfaceID])
    /// The lane with the oldest message first.
    case oldestFirst
}

/// A clock that runs at its own pace: an outage of 72 hours in a minute. A value; who reads it brings the real instant.
public struct VirtualClock: Hashable, Sendable, Codable {
    /// A real instant and the virtual one that goes with it.
    public private(set) var realOrigin: Instant
    public private(set) var virtualOrigin: Instant
    /// Virtual milliseconds for each real one; 0 stands still.
    public private(set) var factor: Int

    /// The fastest: a day in 0.86 seconds.
    public static let fastest = 100_000

    /// A clock that shows `virtualOrigin` at `realOrigin`.
    /// - Parameter factor: 0 to `fastest`; a number outside is brought to the nearer end.
    public init(realOrigin: Instant, virtualOrigin: Instant? = nil, factor: Int = 1) {
        self.realOrigin = realOrigin
        self.virtualOrigin = virtualOrigin ?? realOrigin
        self.factor = min(max(factor, 0), Self.fastest)
    }

    /// The clock that shows real time.
    public static let real = VirtualClock(realOrigin: Instant(milliseconds: 0))

    /// What it shows at a real instant.
    public func shown(at real: Instant) -> Instant {
        virtualOrigin.later(milliseconds: (real.milliseconds - realOrigin.milliseconds) * Int64(factor))
    }

    /// The first real instant at which it shows an instant or a later one; nil where it stands still before it.
    public func real(showing virtual: Instant) -> Instant? {
        let ahead = virtual.milliseconds - virtualOrigin.milliseconds
        if factor == 0 { return ahead <= 0 ? realOrigin : nil }
        let (quotient, rest) = ahead.quotientAndRemainder(dividingBy: Int64(factor))
        return realOrigin.later(milliseconds: rest > 0 ? quotient + 1 : quotient)
    }

    /// This clock, going on from what it shows now at another pace.
    public func paced(_ factor: Int, at real: Instant) -> VirtualClock {
        VirtualClock(realOrigin: real, virtualOrigin: shown(at: real), factor: factor)
    }

    /// This clock, put forward to an instant; it never goes back.
    public func jumped(to virtual: Instant, at real: Instant) -> VirtualClock {
        VirtualClock(realOrigin: real, virtualOrigin: max(virtual, shown(at: real)), factor: factor)
    }
}
