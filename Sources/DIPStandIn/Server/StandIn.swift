public import DIP
import Foundation
import Hummingbird
import HummingbirdCore
import Kernel
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle
public import Trust
import UnixSignals

/// The stand-in for the platform: a server that takes messages in, and a deliverer that takes them to their recipients.
public struct StandIn: Sendable {
    private let room: StandInRoom
    private let deliverer: Deliverer
    private let switches: SwitchWatch
    private let replays: ConsumptionReplays
    private let handshakes: HandshakeState
    private let enrolment: Enrolment
    private let journal: any MessageJournal
    private let address: ServedAddress
    private let host: String
    private let port: Int
    private let onReady: @Sendable (Int) async -> Void

    /// Puts a stand-in together.
    ///
    /// - Parameters:
    ///   - folder: holds the authority, the platform's own certificate, and the parties.
    ///   - names: host names and addresses in the server's certificate, beside this machine's usual ones.
    ///   - onReady: told the port when the server listens.
    public init(
        folder: PartyFolder, journal: any MessageJournal, register: any DIPRegister, authority: CertificateAuthority,
        specification: Specification, routing: RoutingTable, settings: PlatformSettings, host: String, port: Int,
        names: [String] = [], onReady: @escaping @Sendable (Int) async -> Void
    ) throws {
        let realNow: @Sendable () -> Instant = { SystemClock.now() }
        let own = try PlatformCertificates(
            folder: folder, authority: authority, names: names + [host], at: realNow())
        let desk = FaultDesk(seed: 0, realNow: realNow)
        let signing = SigningDesk(roots: TrustRoots([authority.certificate]))
        let signer = try PartySigner(key: own.key, certificate: own.certificate)
        let renderer = OutboundRenderer(
            names: specification.fieldNames, table: settings.isOn(.masking) ? routing : routing.unmasked)
        let addresses = WebhookPolicy.make(settings)
        let delivery = Deliverer(
            journal: journal, register: register, renderer: renderer,
            client: WebhookClient(
                identity: try own.identity, expired: try own.expiredIdentity,
                settings: WebhookClientSettings(settings, addresses: addresses)),
            sign: { method, url, body in
                try signer.headers(method: method, url: url, date: desk.now(), body: body).fields.map {
                    ($0.name, $0.value)
                }
            }, desk: desk, settings: DelivererSettings(settings))
        let standing = FaultRule.standing(settings)
        for rule in standing { _ = desk.set(rule) }
        let directory = try Directory(register: register) { delivery.changed(participants: $0, webhooks: $1) }
        let address = ServedAddress()
        let wake: @Sendable ([QueueID]) -> Void = { delivery.arrived($0) }
        let checker = MessageChecker(
            specification: specification, settings: CheckSettings(settings, isCaseStrict: settings.isOn(.strictCase)))
        let numbers = RunningNumbers(seed: own.seed, startedAt: realNow())
        let router = Router(table: routing, settings: RoutingSettings(settings))
        let replays = ConsumptionReplays(
            journal: journal, register: register, directory: directory, checker: checker, router: router,
            settings: settings, numbers: numbers, logger: Self.logger, onAccepted: wake)
        self.replays = replays
        let faults = IntakeFaults(desk: desk, numbers: ReferenceCounter())
        room = StandInRoom(
            settings: settings, now: { desk.now() },
            door: Door(
                directory: directory, settings: settings, signatures: signing.check(policy: SignaturePolicy(settings)),
                knownHosts: names + [host]),
            intake: Intake(
                checker: checker, router: router, directory: directory, register: register, journal: journal,
                settings: settings, watcher: AppointmentWatcher(table: routing), numbers: numbers, faults: faults,
                onAccepted: wake, onTaken: { replays.arrived($0) }),
            statuses: StatusDesk(
                journal: journal, checker: checker, faults: faults,
                platform: ConsumptionReplays.party(settings)?.dipID, onAccepted: wake),
            channels: ChannelDesk(register: register, journal: journal, addresses: addresses, checker: checker),
            replays: ReplayDesk(
                journal: journal, settings: settings, features: specification.features, renderer: renderer,
                pages: ReplayPages(
                    mostTokens: settings.integer(.replayTokens), mostRequeues: settings.integer(.requeuesRemembered),
                    makeToken: { UUID().uuidString.lowercased() }), checker: checker, onRequeued: wake),
            validation: ValidationDesk(checker: checker, specification: specification),
            companies: CompanyDesk(directory: directory, register: register, settings: settings),
            faults: faults)
        handshakes = HandshakeState(context: try own.serverContext)
        switches = SwitchWatch(
            register: register, journal: journal, desk: desk, deliverer: delivery, isIdle: { replays.isIdle },
            handshakes: handshakes,
            contexts: SwitchWatch.Contexts(good: try own.serverContext, expired: try own.expiredServerContext),
            realNow: realNow, address: address, standing: standing)
        enrolment = Enrolment(folder: folder, authority: authority, register: register)
        self.journal = journal
        deliverer = delivery
        self.address = address
        self.host = host
        self.port = port
        self.onReady = onReady
    }

    private static let logger: Logger = {
        var logger = Logger(label: "dip")
        logger.logLevel = .warning
        return logger
    }()

    /// Serves and delivers until the process is told to end (SIGINT, SIGTERM) or the task is cancelled.
    public func run() async throws {
        try await enrolment.dateParties(from: journal)
        try await replays.begin()
        let settings = room.settings
        let idle = TimeAmount.seconds(Int64(settings.integer(.idleSeconds)))
        let body = TimeAmount.seconds(Int64(settings.integer(.bodySeconds)))
        let handshakes = handshakes
        let (onReady, address, host) = (onReady, address, host)
        let standing = StandingConnections(most: settings.integer(.standingConnections))
        let logger = Self.logger
        let application = Application(
            responder: StandInResponder(room: room),
            server: HTTPServerBuilder { responder in
                StandInChannel(
                    base: HTTP1Channel(
                        responder: responder,
                        configuration: .init(
                            additionalChannelHandlers: [RequestDeadlines(head: idle, body: body, standing: standing)],
                            httpDecoderConfiguration: .init(
                                maxHeaderFieldSize: 32_768, maxHeaderListSize: 65_536, maxHeaderFieldCount: 100))),
                    handshakes: handshakes)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), serverName: nil, backlog: 1_024,
                availableConnectionsDelegate: MaximumAvailableConnections(
                    DescriptorLimit.connections(atMost: settings.integer(.maximumConnections)))),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? 0
                address.text = "https://\(host):\(port)"
                await onReady(port)
            }, logger: logger)
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: deliverer), .init(service: switches), .init(service: replays),
                    .init(service: application),
                ], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }
}
