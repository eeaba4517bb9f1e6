import DIP
import Kernel

/// What goes wrong on purpose at the platform's own door.
///
/// Rules that ask for nothing but the request are done before its body is read; those that name a sender, a recipient, an
/// event or an MPAN, or that give a response code, are done to what is sound otherwise: a real fault goes first.
struct IntakeFaults: Sendable {
    let desk: FaultDesk
    /// Numbers requests and messages, so that a rule's share is drawn anew for each.
    let numbers: ReferenceCounter

    /// What rules do to the messages of one post, or to the entries of a post of status messages.
    struct Outcome {
        /// An answer in place of the platform's own.
        var answer: Answer?
        /// How long the answer takes, milliseconds.
        var wait = 0
        /// Messages that are refused, by their index: the first rule of each.
        var refusals: [(index: Int, rule: String, code: ResponseCode)] = []
        /// Messages that are taken in, and of which their senders are told.
        var reports: [(index: Int, rule: String, code: ResponseCode)] = []
    }

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
                direction: .intake, party: nil, interface: interface, event: nil, number: numbers.number(), attempt: 0)
        ) { !Self.waitsForTheSender($0) }
        for hit in hits {
            switch hit.effect {
            case .delay(let milliseconds), .slowConnection(let milliseconds):
                try? await Task.sleep(for: .milliseconds(milliseconds))
            case .answer(let status): return Self.answer(status, by: hit.rule, at: at)
            default: continue
            }
        }
        return nil
    }

    /// Whether it shows only after the request was read whether a rule is done.
    private static func waitsForTheSender(_ rule: FaultRule) -> Bool { rule.looksAtMessages || rule.party != nil }

    private static func answer(_ status: Int, by rule: String, at: Instant) -> Answer {
        Answering().refusal(
            Refusal(
                status, .processingFailed, "answered \(status) by the fault rule \(rule)",
                help: "the rule is switched on the stand-in's fault page"), to: nil, at: at)
    }

    /// What is done to the sound messages of a post; nil, and cheap, where nothing is.
    func done(to messages: [AcceptedMessage], interface: InterfaceID, at: Instant) -> Outcome? {
        guard desk.hasRules else { return nil }
        return outcome(of: messages.count, at: at) { index in
            let head = messages[index].head
            return FaultSubject(
                direction: .intake, party: DIPID(head.sender), interface: interface, event: head.eventCode,
                sender: DIPID(head.sender), recipients: messages[index].addressees.map(\.recipient), mpan: head.mpan,
                number: numbers.number())
        }
    }

    /// What is done to sound status messages that a party posts; nil, and cheap, where nothing is.
    func done(to statuses: [AddressedStatus], at: Instant) -> Outcome? {
        guard desk.hasRules else { return nil }
        return outcome(of: statuses.count, at: at) { index in
            let sender = DIPID(statuses[index].entry.senderID)
            return FaultSubject(
                direction: .intake, party: sender, interface: nil, event: nil, sender: sender,
                recipients: [statuses[index].recipient], mpan: statuses[index].mpan, number: numbers.number())
        }
    }

    private func outcome(of count: Int, at: Instant, subject: (Int) -> FaultSubject) -> Outcome? {
        var outcome = Outcome()
        var isTouched = false
        for index in 0..<count {
            for hit in desk.intakeFaults(subject(index), where: Self.waitsForTheSender) {
                isTouched = true
                switch hit.effect {
                case .delay(let milliseconds), .slowConnection(let milliseconds):
                    outcome.wait = max(outcome.wait, milliseconds)
                case .answer(let status): outcome.answer = outcome.answer ?? Self.answer(status, by: hit.rule, at: at)
                case .refuse(let code) where outcome.refusals.last?.index != index:
                    outcome.refusals.append((index, hit.rule, code))
                case .report(let code): outcome.reports.append((index, hit.rule, code))
                default: continue
                }
            }
        }
        return isTouched ? outcome : nil
    }
}
