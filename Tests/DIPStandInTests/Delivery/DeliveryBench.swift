import DIP
import DIPStandIn
import Foundation
import Kernel
import NIOSSL
import Synchronization
import TestSupport
import Trust

/// A deliverer over a journal in memory, with certificates of an authority of its own.
final class DeliveryBench: Sendable {
    static let supplier = "2300000001"
    static let sender = "1400000001"

    struct Missing: Error { var what: String }

    /// Made once: keys cost time.
    struct Certificates: Sendable {
        var root: NIOSSLCertificate
        var platform: (NIOSSLCertificate, NIOSSLPrivateKey)
        var expired: (NIOSSLCertificate, NIOSSLPrivateKey)
        var webhook: (NIOSSLCertificate, NIOSSLPrivateKey)

        static let shared = Result { try Certificates() }

        init() throws {
            var generator = SystemRandomNumberGenerator()
            let now = DeliveryBench.realNow()
            let authority = try CertificateAuthority.make(key: try PrivateKey.make(.p256), at: now, using: &generator)
            func issue(_ name: String, isExpired: Bool = false) throws -> (NIOSSLCertificate, NIOSSLPrivateKey) {
                let key = try PrivateKey.make(.p256)
                var leaf = CertificateAuthority.Leaf(commonName: name)
                if isExpired { leaf = leaf.expired() }
                let certificate = try authority.issue(leaf, for: key, at: now, using: &generator)
                return (
                    try NIOSSLCertificate(bytes: certificate.der, format: .der),
                    try NIOSSLPrivateKey(bytes: Array(key.pem.utf8), format: .pem)
                )
            }
            root = try NIOSSLCertificate(bytes: authority.certificate.der, format: .der)
            platform = try issue("platform")
            expired = try issue("platform", isExpired: true)
            webhook = try issue("webhook")
        }

        var webhookTLS: TLSConfiguration {
            var tls = TLSConfiguration.makeServerConfiguration(
                certificateChain: [.certificate(webhook.0)], privateKey: .privateKey(webhook.1))
            tls.trustRoots = .certificates([root])
            tls.certificateVerification = .noHostnameVerification
            return tls
        }
    }

    let journal = MemoryJournal()
    let register = MemoryRegister()
    let desk: FaultDesk
    let deliverer: Deliverer
    private let serial = Mutex(0)

    static func realNow() -> Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }

    static func tls() throws -> TLSConfiguration { try Certificates.shared.get().webhookTLS }

    init(_ change: (inout DelivererSettings, inout WebhookClientSettings) -> Void = { _, _ in }) throws {
        var settings = DelivererSettings()
        settings.delivery.retry = RetrySchedule(waits: [20], tries: 10)
        settings.delivery.circuit.firstRest = 20
        settings.registerMilliseconds = 20
        settings.tickMilliseconds = 5
        var clientSettings = WebhookClientSettings()
        change(&settings, &clientSettings)
        desk = FaultDesk(realNow: Self.realNow)
        let seen = Box()
        deliverer = Deliverer(
            journal: journal, register: register, renderer: OutboundRenderer(names: ["senderUniqueReference"]),
            client: try Self.client(clientSettings),
            sign: { _, url, body in
                [(name: "X-DIP-Signature", value: Self.digest(body)), (name: "X-Signed-URL", value: url)]
            }, desk: desk, settings: settings, onEvent: { seen.add($0) })
        box = seen
    }

    static func client(_ settings: WebhookClientSettings = WebhookClientSettings()) throws -> WebhookClient {
        let certificates = try Certificates.shared.get()
        func identity(_ pair: (NIOSSLCertificate, NIOSSLPrivateKey)) -> WebhookIdentity {
            WebhookIdentity(trustRoots: [certificates.root], certificates: [pair.0], key: pair.1)
        }
        return WebhookClient(
            identity: identity(certificates.platform), expired: identity(certificates.expired), settings: settings)
    }

    final class Box: Sendable {
        private let events = Mutex<[DeliveryEvent]>([])
        func add(_ event: DeliveryEvent) { events.withLock { $0.append(event) } }
        var all: [DeliveryEvent] { events.withLock { $0 } }
    }
    let box: Box

    /// Stands for a signature: the sum that the receiver can make too.
    static func digest(_ body: [UInt8]) -> String {
        String(body.reduce(UInt64(5_381)) { ($0 << 5) &+ $0 &+ UInt64($1) }, radix: 16)
    }

    static func id(_ text: String) throws -> DIPID {
        guard let id = DIPID(text) else { throw Missing(what: text) }
        return id
    }

    static func channel(_ text: String) throws -> Channel {
        guard let channel = Channel(text) else { throw Missing(what: text) }
        return channel
    }

    func register(_ url: String, channels: [String] = ["IF-021"], of party: String = supplier) throws {
        for channel in channels {
            register.setWebhook(
                Webhook(dipID: try Self.id(party), channel: try Self.channel(channel), url: url))
        }
    }

    /// Takes messages in; the transactions are `T-1`, `T-2`, … in order of acceptance.
    func send(
        _ count: Int, to party: String = supplier, interface: String = "IF-021", lanes: Int = 1, size: Int = 200
    ) async throws {
        guard let interface = InterfaceID(interface), let role = RoleCode("SUP") else { throw Missing(what: interface) }
        let recipient = try Self.id(party)
        var messages: [AcceptedMessage] = []
        var body: [UInt8] = Array("[".utf8)
        for index in 0..<count {
            let number = serial.withLock { serial in
                serial += 1
                return serial
            }
            let mpan = "20000565\(10_000 + number % 40)"
            let filler = String(repeating: "f", count: size)
            let element = Array(
                #"{"payload":{"CommonBlock":{"S0":{}},"CustomBlock":{"m":"\#(mpan)","f":"\#(filler)"}}}"#.utf8)
            if index > 0 { body.append(UInt8(ascii: ",")) }
            let range = body.count..<(body.count + element.count)
            body += element
            messages.append(
                AcceptedMessage(
                    head: MessageHead(
                        interface: interface.text, eventCode: "[ActivePower]", senderUniqueReference: "S-\(number)",
                        sender: Self.sender, senderRole: "SDS", mpan: mpan, bytes: range),
                    transactionID: "T-\(number)", acceptedAt: desk.now(), initialCorrelationID: nil,
                    addressees: [
                        Addressee(
                            recipient: recipient, role: role, kind: .secondary,
                            lane: Router.lane(ofMPAN: mpan, lanes: lanes))
                    ]))
        }
        body.append(UInt8(ascii: "]"))
        let post = AcceptedPost(body: body, interface: interface, sender: try Self.id(Self.sender), messages: messages)
        _ = try await journal.append(posts: [post])
        deliverer.arrived(
            Set(messages.flatMap(\.addressees).map { QueueID(recipient: $0.recipient, lane: $0.lane) }))
    }

    /// Runs the deliverer while the work is done, then stops it gracefully.
    func run(_ work: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.deliverer.run() }
            do {
                try await work()
            } catch {
                deliverer.stop()
                throw error
            }
            deliverer.stop()
            try await group.waitForAll()
        }
    }

    /// Looks at a state until it holds; 20 seconds at most.
    static func until(_ what: String, _ holds: () async throws -> Bool) async throws {
        for _ in 0..<2_000 {
            if try await holds() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw Missing(what: "in 20 s it did not come to: \(what)")
    }
}
