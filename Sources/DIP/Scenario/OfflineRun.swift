public import Kernel

extension Scenario {
    /// The most inputs of an offline run: a scenario whose parties answer each other for ever ends there.
    static let mostTurns = 5_000_000

    /// Runs it against the platform in memory, as fast as it goes. The same scenario and specification give the same report.
    public func runOffline(
        specification: Specification, routing: RoutingTable = .builtIn, settings: CheckSettings = CheckSettings()
    ) -> ScenarioReport {
        var run = ScenarioRun(self, specification: specification, routing: routing)
        var platform = LoopbackPlatform(
            specification: specification, parties: parties.map(\.party), points: points, seed: seed, routing: routing,
            settings: settings)
        var now = start
        var waiting = run.begin()
        var turns = 0
        while !run.isFinished {
            turns += 1
            guard turns < Self.mostTurns else {
                run.stop("The run has more than \(Self.mostTurns) turns and was ended.")
                break
            }
            if !waiting.isEmpty {
                let action = waiting.removeFirst()
                waiting += platform.perform(action, for: &run, at: now)
                continue
            }
            guard let next = [platform.nextDue, run.nextDue].compactMap({ $0 }).min() else {
                run.stop("Nothing is left that could happen.")
                break
            }
            now = max(now, next)
            let deliveries = platform.due(at: now)
            for delivery in deliveries {
                switch delivery.contents {
                case .message(let element):
                    waiting += run.take(.received(at: delivery.recipient, element: element), at: now)
                case .status(let entry): waiting += run.take(.status(at: delivery.recipient, entry), at: now)
                }
            }
            if deliveries.isEmpty { waiting += run.take(.time, at: now) }
        }
        return run.report
    }
}

extension LoopbackPlatform {
    /// Does what a run wants; what the run wants then.
    public mutating func perform(
        _ action: ScenarioAction, for run: inout ScenarioRun, at now: Instant
    ) -> [ScenarioAction] {
        switch action {
        case .post(let ticket, let sender, let interface, let body):
            let answer = post(from: sender, interface: interface, body: body, at: now)
            return run.take(.answered(ticket: ticket, answer), at: now)
        case .postStatus(let ticket, let sender, let entries):
            let answer = postStatus(from: sender, entries, at: now)
            return run.take(.answered(ticket: ticket, answer), at: now)
        case .settle: return run.take(.settled, at: now)
        case .fault(let rule):
            if let objection = set(rule) { run.stop(objection) }
        case .clearFault(let name): clear(fault: name)
        case .beginOutage(let kind): beginOutage(kind, at: now)
        case .endOutage(let policy): endOutage(policy, at: now)
        }
        return []
    }
}
