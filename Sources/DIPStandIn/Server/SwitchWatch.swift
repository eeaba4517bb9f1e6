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
    let handshakes: HandshakeState
    let contexts: Contexts
    let realNow: @Sendable () -> Instant
    let address: ServedAddress
    /// Rules that the settings put in force for good.
    let standing: [FaultRule]

    static let everyMilliseconds = 250
    /// Health is written each so many rounds.
    private static let healthRounds = 4

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var seen: [String: String] = [:]
            var round = 0
            while !Task.isCancelled {
                do {
                    let switches = try register.switches()
                    for name in [StandInSwitch.faults, StandInSwitch.outages, StandInSwitch.clock]
                    where switches[name] != seen[name] {
                        seen[name] = switches[name]
                        try await apply(name, switches[name])
                    }
                    if round % Self.healthRounds == 0 { try await publish() }
                } catch {
                    // What cannot be read now is read in the next round; the journal's own trouble is in the health.
                }
                applyHandshake()
                round += 1
                // A cancelled wait is the ordinary end.
                try? await Task.sleep(for: .milliseconds(Self.everyMilliseconds))
            }
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
            desk.removeAllRules()
            let objections = (standing + rules).compactMap { desk.set($0) }
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
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let text = String(decoding: try encoder.encode(told), as: UTF8.self)
        try register.setSwitch(StandInSwitch.health, to: text)
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
