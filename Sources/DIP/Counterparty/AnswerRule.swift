import Kernel

/// A rule of a scenario that makes a scripted party answer as it is told, whatever its own rules say.
public struct AnswerRule: Equatable, Sendable {
    public enum Answer: Equatable, Sendable {
        /// Rejected with these codes: in the interface's own answer where it has one, else in a status message for each.
        case reject([ResponseCode])
        /// Codes in status messages, and nothing else.
        case status([ResponseCode])
        case accept
        /// No answer at all.
        case silence
        /// What its own rules say, only later.
        case own
    }

    public var name: String
    /// Whose rule it is; nil: every scripted party's.
    public var party: DIPID?
    /// Which messages: nil asks for any.
    public var interface: InterfaceID?
    public var event: String?
    public var mpan: String?
    public var sender: DIPID?
    public var answer: Answer
    /// Added to the party's own delay, virtual milliseconds.
    public var delay: Int64
    /// How many messages it answers; nil: all.
    public var times: Int?

    public init(
        name: String, party: DIPID? = nil, interface: InterfaceID? = nil, event: String? = nil, mpan: String? = nil,
        sender: DIPID? = nil, answer: Answer, delay: Int64 = 0, times: Int? = nil
    ) {
        self.name = name
        self.party = party
        self.interface = interface
        self.event = event
        self.mpan = mpan
        self.sender = sender
        self.answer = answer
        self.delay = delay
        self.times = times
    }

    func applies(to message: ReceivedMessage, at party: DIPID) -> Bool {
        times != 0 && (self.party ?? party) == party && (interface ?? message.interface) == message.interface
            && (event ?? message.event) == message.event && (mpan == nil || mpan == message.mpan)
            && (sender ?? message.sender) == message.sender
    }
}

/// A message in front of a party, with the rule that the scenario has for it.
struct Hearing {
    var message: ReceivedMessage
    var at: Instant
    var rule: AnswerRule?

    /// Codes of a rejection: the rule's, or what the party's own rules say.
    func codes(_ decided: @autoclosure () -> [ResponseCode]) -> [ResponseCode] {
        switch rule?.answer {
        case .reject(let codes): codes
        case .accept: []
        default: decided()
        }
    }

    /// A delay of the party's with the rule's.
    func delay(_ own: Int64) -> Int64 { own + (rule?.delay ?? 0) }
}
