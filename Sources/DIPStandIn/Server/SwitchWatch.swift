import DIP
import Foundation
public import Kernel
import NIOCore
import NIOSSL
import ServiceLifecycle
import Synchronization

/// The names of the switches that the stand-in goes by.
public enum StandInSwitch {
    /// JSON array of `FaultRule`.
    public static let faults = "faults"
    /// JSON array of `Outage`.
    public static let outages = "outages"
    /// JSON of `VirtualClock`.
    public static let clock = "clock"
    /// JSON of what the central system told of companies.
    public static let companies = "companies"
    /// Written by the running stand-in: JSON of `StandInHealth`.
    public static let health = "health"
    /// A word by which somebody asks whether the switches are in force and all deliveries made.
    static let question = "question"
    /// Written by the running stand-in: JSON of `SwitchAnswer`.
    static let answer = "answer"
}

/// What a running stand-in says to a question.
struct SwitchAnswer: Codable, Equatable, Sendable {
    /// The question's word: every switch that was set before or with it is in force.
    var question: String
    /// Whether nothing has been under way since: everything that was posted before the question is delivered, or waits for
    /// an instant to come, an outage to end or a webhook to be registered.
    var isAtRest: Bool
    /// What the platform's clock showed.
    var at: Instant
    /// When deliveries that wait for an instant are due, by recipient, and when a rate lets the next ones go.
    var dues: [String: Instant] = [:]
    var rateDue: Instant?
}

/// What a running stand-in tells of itself once a second.
public struct StandInHealth: Codable, Sendable {
    public var at: Instant
    public var processID: Int32
    /// `https://127.0.0.1:8443`.
    public var address: String
    public var waiting: Int
    public var postsUnderWay: Int
    public var memoryBytes: Int
    public var isHeld: Bool
    public var journalTrouble: String?
    public var channels: [Channel]

    public struct Channel: Codable, Sendable {
        public var recipient: String
        public var channel: String
        public var url: String?
        public var delivered: Int
        public var retried: Int
        public var undelivered: Int
        public var lastSuccess: Instant?
        public var lastFailure: Instant?
        public var lastAnswer: String?
        public var milliseconds: Int?
        public var circuit: String
    }
}

/// Carries switches that pages and commands set over to the running stand-in, and its health back.
struct SwitchWatch: Service {
    struct Contexts: Sendable {
        var good: NIOSSLContext
        var expired: NIOSSLContext
    }

    let register: any DIPRegister
    let journal: any MessageJournal
    let desk: FaultDesk
    let deliverer: Deliverer
    /// Whether the platform's own services have nothing to post.
    let isIdle: @Sendable () -> Bool
    let handshakes: HandshakeState
    let contexts: Contexts
    let realNow: @Sendable () -> Instant
    let address: ServedAddress
    /// Rules that the settings put in force for good.
    let standing: [FaultRule]

    private static let everyMilliseconds: Int64 = 250
    /// While somebody asks, and for so long after the last question: one who asks, asks again.
    private static let askedMilliseconds: Int64 = 20
    private static let askerMilliseconds: Int64 = 5_000
    private static let healthMilliseconds: Int64 = 1_000

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var seen: [String: String] = [:]
            var question = Question()
            var published: ContinuousClock.Instant?
            while !Task.isCancelled {
                do {
                    let switches = try register.switches()
                    for name in [StandInSwitch.faults, StandInSwitch.outages, StandInSwitch.clock]
                    where switches[name] != seen[name] {
                        seen[name] = switches[name]
                        try await apply(name, switches[name])
                    }
                    try await question.follow(switches[StandInSwitch.question], self)
                    if published.map({ .now - $0 >= .milliseconds(Self.healthMilliseconds) }) ?? true {
                        try await publish()
                        published = .now
                    }
                } catch {
                    // What cannot be read now is read in the next round; the journal's own trouble is in the health.
                }
                applyHandshake()
                let wait = question.isLively ? Self.askedMilliseconds : Self.everyMilliseconds
                // A cancelled wait is the ordinary end.
                try? await Task.sleep(for: .milliseconds(wait))
            }
        }
    }

    /// A question that somebody put, and how far it is answered.
    private struct Question {
        private var word: String?
        /// Ticks of the deliverer when it was read, or when the platform last had something to post itself.
        private var ticks = 0
        private var isOpen = false
        private var put: ContinuousClock.Instant?

        var isLively: Bool { put.map { .now - $0 < .milliseconds(SwitchWatch.askerMilliseconds) } ?? false }

        /// Says that the switches are in force at once, and that deliveries rest when they do.
        mutating func follow(_ asked: String?, _ watch: SwitchWatch) async throws {
            let (deliverer, register, now) = (watch.deliverer, watch.register, watch.desk.now())
            guard asked == word else {
                word = asked
                isOpen = asked != nil
                put = asked.map { _ in .now }
                ticks = await deliverer.pause.ticks
                let answer = word.map { SwitchAnswer(question: $0, isAtRest: false, at: now) }
                return try register.setSwitch(StandInSwitch.answer, to: answer.map(SwitchWatch.text))
            }
            guard isOpen, let word else { return }
            guard watch.isIdle() else {
                ticks = await deliverer.pause.ticks
                return
            }
            let pause = await deliverer.pause
            // The tick that was on when the question was read may not have seen what came just before it.
            guard pause.isAtRest, pause.ticks > ticks + 1 else { return }
            var answer = SwitchAnswer(question: word, isAtRest: true, at: now)
            for (recipient, due) in await deliverer.dues() { answer.dues[recipient.text] = due }
            answer.rateDue = await deliverer.rateDue
            try register.setSwitch(StandInSwitch.answer, to: SwitchWatch.text(answer))
            isOpen = false
        }
    }

    private func apply(_ name: String, _ value: String?) async throws {
        let data = Data((value ?? "[]").utf8)
        var words = "\(name) changed"
        var event = JournalLine.Event.fault
        switch name {
        case StandInSwitch.faults:
            let read = try? JSONDecoder().decode([FaultRule].self, from: data)
            let rules = read ?? []
            let objections = desk.replaceRules(with: standing + rules)
            let taken = desk.rules.map(\.name).filter { name in rules.contains { $0.name == name } }
            words = taken.isEmpty ? "no fault is in force" : "in force: " + taken.joined(separator: ", ")
            if read == nil { words += "; the switch holds what cannot be read as rules" }
            if !objections.isEmpty { words += "; not taken: " + objections.joined(separator: "; ") }
        case StandInSwitch.outages:
            let outages = (try? JSONDecoder().decode([Outage].self, from: data)) ?? []
            desk.endOutages()
            for outage in outages where !desk.add(outage) { words = "too many outages" }
            event = .outage
            words = Self.words(outages, now: desk.now())
        default:
            // A switch that is taken away, or that nobody can read, means real time.
            let clock =
                value.flatMap { try? JSONDecoder().decode(VirtualClock.self, from: Data($0.utf8)) }
                ?? .real
            desk.set(clock)
            words = "the clock shows \(desk.now().iso) and runs \(clock.factor) times as fast as the real one"
        }
        try await journal.append(notes: [JournalLine(at: desk.now(), event: event, detail: words)])
    }

    /// What the switch says of outages: those to come or on with their ends, else that they are over.
    private static func words(_ outages: [Outage], now: Instant) -> String {
        let ahead = outages.filter { outage in outage.until.map { now < $0 } ?? true }
        guard !ahead.isEmpty else { return outages.isEmpty ? "no outage" : "the outage is over" }
        return (ahead.count == 1 ? "outage until " : "\(ahead.count) outages until ")
            + ahead.map { $0.until?.iso ?? "told otherwise" }.joined(separator: ", ")
    }

    /// Faults of the handshake are done to whoever connects, since nobody is known yet.
    private func applyHandshake() {
        let now = desk.now()
        let rules = desk.rules.filter { rule in
            rule.direction == .intake && rule.party == nil && rule.interface == nil && !rule.looksAtMessages
                && rule.from.map { $0 <= now } != false && rule.until.map { now < $0 } != false
        }
        let contexts = contexts
        handshakes.change { conduct in
            conduct = HandshakeState.Conduct(context: contexts.good)
            for rule in rules {
                switch rule.effect {
                case .expiredCertificate: conduct.context = contexts.expired
                case .brokenTLS: conduct.breaks = true
                case .slowConnection(let milliseconds): conduct.delay = .milliseconds(Int64(milliseconds))
                default: continue
                }
            }
        }
    }

    private func publish() async throws {
        let health = try await deliverer.deliveryHealth()
        let told = StandInHealth(
            at: desk.now(), processID: getpid(), address: address.text,
            waiting: health.queues.reduce(0) { $0 + $1.waiting },
            postsUnderWay: health.postsUnderWay, memoryBytes: health.memoryBytes, isHeld: health.isHeld,
            journalTrouble: health.journalTrouble,
            channels: health.channels.map { channel in
                StandInHealth.Channel(
                    recipient: channel.recipient.text, channel: channel.channel.description, url: channel.url,
                    delivered: channel.delivered, retried: channel.retried, undelivered: channel.undelivered,
                    lastSuccess: channel.lastSuccess, lastFailure: channel.lastFailure,
                    lastAnswer: channel.lastAnswer, milliseconds: channel.milliseconds,
                    circuit: "\(channel.circuit)")
            })
        try register.setSwitch(StandInSwitch.health, to: Self.text(told))
    }

    /// A switch's value.
    static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

/// Where the server listens; known once it does.
final class ServedAddress: Sendable {
    private let kept = Mutex("")

    var text: String {
        get { kept.withLock { $0 } }
        set { kept.withLock { $0 = newValue } }
    }
}
