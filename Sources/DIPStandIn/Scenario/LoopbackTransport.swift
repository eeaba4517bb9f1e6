public import DIP
public import Kernel

/// The platform in memory as a transport, on a clock that jumps to whatever is next.
public actor LoopbackTransport: ScenarioTransport {
    private var platform: LoopbackPlatform
    private var clock: Instant

    public init(_ platform: LoopbackPlatform, start: Instant) {
        self.platform = platform
        clock = start
    }

    /// The platform for a scenario.
    public init(_ scenario: Scenario, specification: Specification, routing: RoutingTable = .builtIn) {
        self.init(
            LoopbackPlatform(
                specification: specification, parties: scenario.parties.map(\.party), points: scenario.points,
                seed: scenario.seed, routing: routing), start: scenario.start)
    }

    public func now() -> Instant { clock }

    public func post(as party: DIPID, interface: InterfaceID, body: [UInt8]) -> PlatformAnswer {
        platform.post(from: party, interface: interface, body: body, at: clock)
    }

    public func postStatus(as party: DIPID, entries: [StatusEntry]) -> PlatformAnswer {
        platform.postStatus(from: party, entries, at: clock)
    }

    public func apply(_ action: ScenarioAction) -> String? {
        switch action {
        case .fault(let rule): return platform.set(rule)
        case .clearFault(let name): platform.clear(fault: name)
        case .beginOutage(let kind): platform.beginOutage(kind, at: clock)
        case .endOutage(let policy): platform.endOutage(policy, at: clock)
        case .post, .postStatus, .settle: break
        }
        return nil
    }

    /// Here everything waits for an instant of the clock.
    public func settle() -> [ScenarioArrival] { [] }

    public func arrivals(until instant: Instant?) -> [ScenarioArrival] {
        guard let next = [platform.nextDue, instant].compactMap({ $0 }).min() else { return [] }
        clock = max(clock, next)
        return platform.due(at: clock).map { ScenarioArrival(at: clock, delivery: $0) }
    }
}
