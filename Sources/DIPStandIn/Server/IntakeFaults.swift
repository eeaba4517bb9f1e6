import DIP
import Kernel

/// What goes wrong on purpose at the platform's own door.
struct IntakeFaults: Sendable {
    let desk: FaultDesk
    /// Numbers requests, so that a rule's share is drawn anew for each.
    let numbers: ReferenceCounter

    /// An answer in place of the platform's own; nil where nothing goes wrong. May take its time.
    func answerInstead(of route: StandInRoute, at: Instant) async -> Answer? {
        if desk.refusesIntake() {
            var answer = Answering().refusal(
                Refusal(
                    503, .processingFailed, "the platform is out of service",
                    help: "an outage is being rehearsed; send again later"), to: nil, at: at)
            answer.fields = [("Retry-After", "60")]
            return answer
        }
        guard case .send(let interface) = route else { return nil }
        let hits = desk.intakeFaults(
            FaultSubject(
                direction: .intake, party: nil, interface: interface, event: nil, number: numbers.number(), attempt: 0))
        for hit in hits {
            switch hit.effect {
            case .delay(let milliseconds), .slowConnection(let milliseconds):
                try? await Task.sleep(for: .milliseconds(milliseconds))
            case .answer(let status):
                return Answering().refusal(
                    Refusal(
                        status, .processingFailed, "answered \(status) by the fault rule \(hit.rule)",
                        help: "the rule is switched on the stand-in's fault page"), to: nil, at: at)
            default: continue
            }
        }
        return nil
    }
}
