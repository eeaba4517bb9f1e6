import Kernel

/// What the platform answered to a post.
public struct PlatformAnswer: Equatable, Sendable {
    /// HTTP status; 0 where no answer came.
    public var status: Int
    /// The standard response's entries, in order.
    public var entries: [StatusEntry]
    /// What else is known of a refusal, a sentence each; or why no answer came.
    public var sentences: [String]

    public init(status: Int, entries: [StatusEntry] = [], sentences: [String] = []) {
        self.status = status
        self.entries = entries
        self.sentences = sentences
    }
}

/// Something that a run has to know.
public enum ScenarioInput: Equatable, Sendable {
    /// An element of a webhook's body came for a party.
    case received(at: DIPID, element: JSONValue)
    case status(at: DIPID, StatusEntry)
    case answered(ticket: Int, PlatformAnswer)
    /// The clock moved.
    case time
    /// Nothing is on its way any more.
    case settled
}

/// Something that a run wants done.
public enum ScenarioAction: Equatable, Sendable {
    /// Post a body to an interface's channel; the answer is awaited under the ticket.
    case post(ticket: Int, from: DIPID, interface: InterfaceID, body: [UInt8])
    /// Tell `settled` when nothing is on its way, before a step begins that counts what comes.
    case settle
    /// Post status messages.
    case postStatus(ticket: Int, from: DIPID, entries: [StatusEntry])
    case fault(FaultRule)
    case clearFault(String)
    case beginOutage(Outage.Kind)
    case endOutage(ReleasePolicy)
}
