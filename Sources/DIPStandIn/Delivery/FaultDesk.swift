public import DIP
public import Kernel
import Synchronization

/// The faults, outages and the clock that the whole stand-in shares: set by pages, commands and scenarios, read by the
/// intake and the deliverer.
public final class FaultDesk: Sendable {
    private struct State {
        var book: FaultBook
        var outages: [Outage] = []
        var clock: VirtualClock
        var heldByHand: ReleasePolicy?
        var lastRelease = ReleasePolicy.allAtOnce
    }

    private let state: Mutex<State>
    private let realNow: @Sendable () -> Instant

    /// The most outages at a time.
    public static let mostOutages = 100

    /// - Parameter realNow: the real clock.
    public init(seed: UInt64 = 0, clock: VirtualClock = .real, realNow: @escaping @Sendable () -> Instant) {
        state = Mutex(State(book: FaultBook(seed: seed), clock: clock))
        self.realNow = realNow
    }

    /// What the stand-in's clock shows.
    public func now() -> Instant { state.withLock { [realNow] in $0.clock.shown(at: realNow()) } }

    public var clock: VirtualClock { state.withLock { $0.clock } }

    /// Lets the clock run at another pace from now on.
    public func pace(_ factor: Int) { state.withLock { [realNow] in $0.clock = $0.clock.paced(factor, at: realNow()) } }

    /// Puts the clock forward.
    public func jump(to instant: Instant) {
        state.withLock { [realNow] in $0.clock = $0.clock.jumped(to: instant, at: realNow()) }
    }

    /// Puts a clock in place of the one that is, also one that shows an earlier time: the end of a rehearsal.
    public func set(_ clock: VirtualClock) { state.withLock { $0.clock = clock } }

    public var rules: [FaultRule] { state.withLock { $0.book.rules } }
    public var uses: [String: Int] { state.withLock { $0.book.used } }

    /// Puts a rule in force.
    /// - Returns: why it cannot be, or nil.
    public func set(_ rule: FaultRule) -> String? { state.withLock { $0.book.set(rule) } }
    public func remove(_ name: String) { state.withLock { $0.book.remove(name) } }
    /// Puts rules in force in place of all that are; those that are in force already keep their uses.
    /// - Returns: why some of them cannot be.
    public func replaceRules(with rules: [FaultRule]) -> [String] { state.withLock { $0.book.replace(with: rules) } }

    /// Draws with the book; the closure has to be short and may not wait.
    public func draw<Value: Sendable>(_ work: (inout FaultBook) -> Value) -> Value {
        state.withLock { state in work(&state.book) }
    }

    /// Whether any rule is in force.
    public var hasRules: Bool { state.withLock { !$0.book.isEmpty } }

    /// The faults done to a post or a message on its way in.
    /// - Parameter isAsked: which rules are looked at.
    public func intakeFaults(
        _ subject: FaultSubject, where isAsked: @Sendable (FaultRule) -> Bool = { _ in true }
    ) -> [FaultHit] {
        state.withLock { [realNow] state in
            state.book.isEmpty ? [] : state.book.hits(subject, at: state.clock.shown(at: realNow()), where: isAsked)
        }
    }

    /// Adds an outage; one that is over is forgotten.
    /// - Returns: whether there was room.
    public func add(_ outage: Outage) -> Bool {
        let now = now()
        return state.withLock { state in
            state.outages.removeAll { outage in outage.until.map { $0 <= now } ?? false }
            guard state.outages.count < Self.mostOutages else { return false }
            state.outages.append(outage)
            return true
        }
    }

    public var outages: [Outage] { state.withLock { $0.outages } }

    /// Ends all outages now.
    public func endOutages() { state.withLock { $0.outages = [] } }

    /// Holds deliveries until `release`.
    public func hold() { state.withLock { $0.heldByHand = .allAtOnce } }
    public func release(_ policy: ReleasePolicy = .allAtOnce) {
        state.withLock { state in
            state.heldByHand = nil
            state.lastRelease = policy
        }
    }

    /// Whether posts are answered 503 now.
    public func refusesIntake() -> Bool {
        state.withLock { [realNow] state in
            guard !state.outages.isEmpty else { return false }
            let now = state.clock.shown(at: realNow())
            return state.outages.contains { $0.refusesIntake(at: now) }
        }
    }

    /// Whether deliveries are held now, and the policy of what holds them or held them last.
    func deliveries(at instant: Instant) -> (isHeld: Bool, release: ReleasePolicy) {
        state.withLock { state in
            if state.heldByHand != nil { return (true, state.lastRelease) }
            guard let outage = state.outages.last(where: { $0.holdsDeliveries(at: instant) }) else {
                return (false, state.lastRelease)
            }
            state.lastRelease = outage.release
            return (true, outage.release)
        }
    }
}
