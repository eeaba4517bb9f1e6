public import Kernel

/// Something that goes wrong on purpose.
public enum FaultEffect: Hashable, Sendable, Codable {
    /// It is delivered this much later; what comes after it in its lane waits.
    case delay(milliseconds: Int)
    /// It is not delivered, and nobody is told; the journal says so, and it can be requeued.
    case drop
    /// It is delivered this many times more, at once.
    case duplicate(copies: Int)
    /// What waits in the lane goes out in a seeded order in place of its own.
    case shuffle
    /// The answer is this HTTP status, without the other side being asked: a 429 or 503 storm.
    case answer(status: Int)
    /// The connection is kept waiting before anything is said.
    case slowConnection(milliseconds: Int)
    /// The handshake fails: no certificate is shown.
    case brokenTLS
    /// The certificate shown has expired.
    case expiredCertificate
    /// A byte of the signature is changed.
    case wrongSignature
    /// The body ends after this share of it, in hundredths; hash and signature are of the whole.
    case truncatedBody(percent: Int)
    /// The body trickles at this many bytes a second.
    case slowBody(bytesPerSecond: Int)

    /// Whether it is done to a whole post and not to one message in it.
    public var concernsPost: Bool {
        switch self {
        case .delay, .drop, .duplicate, .shuffle: false
        case .answer, .slowConnection, .brokenTLS, .expiredCertificate, .wrongSignature, .truncatedBody, .slowBody: true
        }
    }

    /// The highest number that an effect takes: an hour, a hundred copies.
    public static let longestMilliseconds = 7 * 86_400_000
    public static let mostCopies = 100

    /// What keeps it from being done, or nil where it can be.
    public var objection: String? {
        switch self {
        case .delay(let milliseconds), .slowConnection(let milliseconds):
            (0...Self.longestMilliseconds).contains(milliseconds)
                ? nil : "\(milliseconds) ms is not 0 to \(Self.longestMilliseconds)"
        case .duplicate(let copies):
            (1...Self.mostCopies).contains(copies) ? nil : "\(copies) copies are not 1 to \(Self.mostCopies)"
        case .answer(let status): (100...599).contains(status) ? nil : "\(status) is no HTTP status"
        case .truncatedBody(let percent): (0...99).contains(percent) ? nil : "\(percent) % is not 0 to 99"
        case .slowBody(let rate): rate >= 1 ? nil : "\(rate) bytes a second is not 1 or more"
        case .drop, .shuffle, .brokenTLS, .expiredCertificate, .wrongSignature: nil
        }
    }
}

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

    public init(
        name: String, direction: Direction, party: DIPID? = nil, interface: InterfaceID? = nil, event: String? = nil,
        shareInMillion: Int = FaultRule.everything, count: Int? = nil, from: Instant? = nil, until: Instant? = nil,
        effect: FaultEffect
    ) {
        self.name = name
        self.direction = direction
        self.party = party
        self.interface = interface
        self.event = event
        self.shareInMillion = shareInMillion
        self.count = count
        self.from = from
        self.until = until
        self.effect = effect
    }

    /// Whether it is done to this subject at this instant, share and count aside.
    public func matches(_ subject: FaultSubject, at instant: Instant) -> Bool {
        if direction != subject.direction { return false }
        if let party, party != subject.party { return false }
        if let interface, interface != subject.interface { return false }
        if let event, RoutingTable.bare(event) != subject.event.map(RoutingTable.bare) { return false }
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
    /// The parcel, or the number of the post: with the try it addresses the draw.
    public var number: Int64
    /// From 0.
    public var attempt: Int

    public init(
        direction: FaultRule.Direction, party: DIPID?, interface: InterfaceID?, event: String?, number: Int64,
        attempt: Int = 0
    ) {
        self.direction = direction
        self.party = party
        self.interface = interface
        self.event = event
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

/// The rules in force, how often each was used, and the seed of their draws.
///
/// A draw depends on the seed, the rule's name, the subject's number and its try, so that the same traffic meets the same
/// faults; only `count` depends on the order in which subjects come.
public struct FaultBook: Equatable, Sendable {
    public private(set) var rules: [FaultRule] = []
    public private(set) var used: [String: Int] = [:]
    public let seed: UInt64

    /// The most rules at a time.
    public static let mostRules = 1_000

    public init(seed: UInt64 = 0) { self.seed = seed }

    /// Puts a rule in force, in place of the one with its name, whose uses are forgotten.
    /// - Returns: why it cannot be, or nil.
    public mutating func set(_ rule: FaultRule) -> String? {
        if let objection = rule.effect.objection { return "fault \(rule.name): \(objection)" }
        guard (0...FaultRule.everything).contains(rule.shareInMillion) else {
            return "fault \(rule.name): a share of \(rule.shareInMillion) is not 0 to \(FaultRule.everything)"
        }
        used[rule.name] = nil
        if let index = rules.firstIndex(where: { $0.name == rule.name }) {
            rules[index] = rule
        } else {
            guard rules.count < Self.mostRules else { return "fault \(rule.name) would be more than \(Self.mostRules)" }
            rules.append(rule)
        }
        return nil
    }

    public mutating func remove(_ name: String) {
        rules.removeAll { $0.name == name }
        used[name] = nil
    }

    public mutating func removeAll() {
        rules = []
        used = [:]
    }

    /// Whether nothing is in force: the ordinary case, and cheap.
    public var isEmpty: Bool { rules.isEmpty }

    /// The faults done to a subject, in the rules' order, counted as used.
    public mutating func hits(_ subject: FaultSubject, at instant: Instant) -> [FaultHit] {
        var hits: [FaultHit] = []
        for rule in rules where rule.matches(subject, at: instant) {
            if let count = rule.count, used[rule.name, default: 0] >= count { continue }
            // A delay is done once; else a parcel would never get through.
            if case .delay = rule.effect, subject.attempt > 0 { continue }
            guard draw(rule, subject) else { continue }
            used[rule.name, default: 0] += 1
            hits.append(FaultHit(rule: rule.name, effect: rule.effect))
        }
        return hits
    }

    private func draw(_ rule: FaultRule, _ subject: FaultSubject) -> Bool {
        if rule.shareInMillion >= FaultRule.everything { return true }
        var generator = SeededGenerator(seed: seed).child("fault \(rule.name) \(subject.number) \(subject.attempt)")
        return generator.nextBelow(FaultRule.everything) < rule.shareInMillion
    }
}
