public import DIP
public import Kernel

/// Something that came for a party.
public struct ScenarioArrival: Equatable, Sendable {
    public var at: Instant
    public var delivery: LoopbackPlatform.Delivery

    public init(at: Instant, delivery: LoopbackPlatform.Delivery) {
        self.at = at
        self.delivery = delivery
    }
}

/// How a scenario's run reaches a platform: the one in memory, or one that is served over HTTPS.
///
/// What a post led to may arrive before its answer is returned; the runner keeps the order in which it is told.
public protocol ScenarioTransport: Sendable {
    /// What the virtual clock shows.
    func now() async -> Instant
    /// Posts messages as a party; status 0 where no answer came.
    func post(as party: DIPID, interface: InterfaceID, body: [UInt8]) async -> PlatformAnswer
    func postStatus(as party: DIPID, entries: [StatusEntry]) async -> PlatformAnswer
    /// Sets a fault, or begins or ends an outage.
    /// - Returns: why it cannot be, or nil.
    func apply(_ action: ScenarioAction) async -> String?
    /// Waits until nothing that was posted is on its way any more, and gives what came meanwhile. What waits for an instant
    /// of the virtual clock, or for an outage to end, is not waited for; nor is anything longer than a bound of its own.
    func settle() async -> [ScenarioArrival]
    /// What came since it was last asked, in order. Waits until something comes or the virtual clock shows the instant
    /// (nil: waits for something to come), and no longer than a bound of its own, after which it returns nothing.
    func arrivals(until instant: Instant?) async -> [ScenarioArrival]
}

/// Runs scenarios over a transport.
public enum ScenarioRunner {
    /// The most turns of a run: inputs that it takes.
    public static let mostTurns = 5_000_000

    /// Runs a scenario to its end, or until the task is cancelled.
    public static func run(
        _ scenario: Scenario, specification: Specification, routing: RoutingTable = .builtIn,
        over transport: some ScenarioTransport
    ) async -> ScenarioReport {
        var run = ScenarioRun(scenario, specification: specification, routing: routing)
        var actions = run.begin()
        var turns = 0
        while !run.isFinished {
            turns += 1
            guard turns < mostTurns, !Task.isCancelled else {
                run.stop(
                    Task.isCancelled ? "The run was ended from outside." : "The run has more than \(mostTurns) turns.")
                break
            }
            if !actions.isEmpty {
                let action = actions.removeFirst()
                actions += await perform(action, &run, over: transport)
                continue
            }
            let due = run.nextDue
            let came = await transport.arrivals(until: due)
            for arrival in came { actions += take(arrival, &run) }
            if came.isEmpty {
                let now = await transport.now()
                actions += run.take(.time, at: now)
            }
        }
        return run.report
    }

    private static func take(_ arrival: ScenarioArrival, _ run: inout ScenarioRun) -> [ScenarioAction] {
        switch arrival.delivery.contents {
        case .message(let element):
            run.take(.received(at: arrival.delivery.recipient, element: element), at: arrival.at)
        case .status(let entry): run.take(.status(at: arrival.delivery.recipient, entry), at: arrival.at)
        }
    }

    private static func perform(
        _ action: ScenarioAction, _ run: inout ScenarioRun, over transport: some ScenarioTransport
    ) async -> [ScenarioAction] {
        switch action {
        case .post(let ticket, let party, let interface, let body):
            let answer = await transport.post(as: party, interface: interface, body: body)
            return run.take(.answered(ticket: ticket, answer), at: await transport.now())
        case .postStatus(let ticket, let party, let entries):
            let answer = await transport.postStatus(as: party, entries: entries)
            return run.take(.answered(ticket: ticket, answer), at: await transport.now())
        case .settle:
            let came = await transport.settle()
            var actions: [ScenarioAction] = []
            for arrival in came { actions += take(arrival, &run) }
            return actions + run.take(.settled, at: await transport.now())
        case .fault, .clearFault, .beginOutage, .endOutage:
            if let objection = await transport.apply(action) { run.stop(objection) }
            return []
        }
    }
}
