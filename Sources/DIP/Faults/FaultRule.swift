public import Kernel

/// One fault and what it is done to. Data: it can be written in a scenario and shown on a page.
public struct FaultRule: Hashable, Sendable, Codable {
    public enum Direction: String, CaseIterable, Sendable, Codable {
        /// What parties post to the platform.
        case intake
        /// What the platform posts to webhooks.
        case delivery
    }

    /// Unique among the rules in force; shown in the journal.
    public var name: String
    public var direction: Direction
    /// The sender at intake, the recipient at delivery; nil: any.
    public var party: DIPID?
    /// Nil: any, status messages too.
    public var interface: InterfaceID?
    /// With or without brackets; nil: any.
    public var event: String?
    /// Who sent the message; nil: anybody.
    public var sender: DIPID?
    /// Who receives the message: at intake one of those that it goes to; nil: anybody.
    public var recipient: DIPID?
    /// Thirteen digits; nil: any, and messages without one.
    public var mpan: String?
    /// Only every so many-th of those that match, counted from 1 in the order in which they come; nil: each. A try again
    /// is not counted and not hit.
    public var every: Int?
    /// How many of a million that match, by a seeded draw.
    public var shareInMillion: Int
    /// At most this many times; nil: no bound.
    public var count: Int?
    public var from: Instant?
    /// Not included.
    public var until: Instant?
    public var effect: FaultEffect

    /// A share of everything.
    public static let everything = 1_000_000
    /// The highest `every`.
    public static let rarest = 1_000_000

    public init(
        name: String, direction: Direction, party: DIPID? = nil, interface: InterfaceID? = nil, event: String? = nil,
        sender: DIPID? = nil, recipient: DIPID? = nil, mpan: String? = nil, every: Int? = nil,
        shareInMillion: Int = FaultRule.everything, count: Int? = nil, from: Instant? = nil, until: Instant? = nil,
        effect: FaultEffect
    ) {
        self.name = name
        self.direction = direction
        self.party = party
        self.interface = interface
        self.event = event
        self.sender = sender
        self.recipient = recipient
        self.mpan = mpan
        self.every = every
        self.shareInMillion = shareInMillion
        self.count = count
        self.from = from
        self.until = until
        self.effect = effect
    }

    /// Whether it can only be told from messages whether it is done: not from the request's line and its sender.
    public var looksAtMessages: Bool {
        effect.code != nil || event != nil || sender != nil || recipient != nil || mpan != nil
    }

    /// What keeps it from being in force, with its name; or nil.
    public var objection: String? {
        var why = effect.objection
        if why == nil, !(0...Self.everything).contains(shareInMillion) {
            why = "a share of \(shareInMillion) is not 0 to \(Self.everything)"
        }
        if why == nil, let every, !(1...Self.rarest).contains(every) {
            why = "every \(every) is not 1 to \(Self.rarest)"
        }
        if why == nil, let mpan, mpan.utf8.count != 13 || !mpan.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            why = "an MPAN has thirteen digits, and “\(mpan)” has not"
        }
        return why.map { "fault \(name): \($0)" }
    }

    /// Whether it is done to this subject at this instant, share and count aside.
    public func matches(_ subject: FaultSubject, at instant: Instant) -> Bool {
        if direction != subject.direction { return false }
        if let party, party != subject.party { return false }
        if let interface, interface != subject.interface { return false }
        if let event, RoutingTable.bare(event) != subject.event.map(RoutingTable.bare) { return false }
        if let sender, sender != subject.sender { return false }
        if let recipient, !subject.recipients.contains(recipient) { return false }
        if let mpan, mpan != subject.mpan { return false }
        if let from, instant < from { return false }
        if let until, instant >= until { return false }
        return true
    }
}

/// What a fault could be done to: one parcel on its way out, or one post on its way in.
public struct FaultSubject: Hashable, Sendable {
    public var direction: FaultRule.Direction
    public var party: DIPID?
    public var interface: InterfaceID?
    public var event: String?
    /// Who sent the message; nil where that is not known yet.
    public var sender: DIPID?
    /// Whom the message goes to; empty where that is not known yet.
    public var recipients: [DIPID]
    public var mpan: String?
    /// The parcel, or the number of the post: with the try it addresses the draw.
    public var number: Int64
    /// From 0.
    public var attempt: Int

    public init(
        direction: FaultRule.Direction, party: DIPID?, interface: InterfaceID?, event: String?, sender: DIPID? = nil,
        recipients: [DIPID] = [], mpan: String? = nil, number: Int64, attempt: Int = 0
    ) {
        self.direction = direction
        self.party = party
        self.interface = interface
        self.event = event
        self.sender = sender
        self.recipients = recipients
        self.mpan = mpan
        self.number = number
        self.attempt = attempt
    }
}

/// A fault that is done, and the rule that it comes from.
public struct FaultHit: Hashable, Sendable {
    public var rule: String
    public var effect: FaultEffect

    public init(rule: String, effect: FaultEffect) {
        self.rule = rule
        self.effect = effect
    }
}
