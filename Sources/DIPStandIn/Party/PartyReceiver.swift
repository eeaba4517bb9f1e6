public import DIP
import Foundation
import Hummingbird
import HummingbirdCore
public import Kernel
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle
import Synchronization

/// What came to a webhook.
public struct Arrival: Sendable {
    public var at: Instant
    public var target: String
    public var body: [UInt8]
    /// How the platform's signature was judged.
    public var signature: SignatureDiagnosis
    /// What checking the messages found; nil for status messages and probes.
    public var verdict: BodyVerdict?
    /// What a status message said; empty for messages.
    public var statuses: [StatusEntry]
    /// Whether it is an empty array, which says nothing but that the connection holds: so it is proved.
    public var isProbe: Bool
    /// The answer that was given.
    public var status: Int
}

/// A party's webhook: TLS with the party's certificate, the platform's signature checked, every message read.
public struct PartyReceiver: Sendable {
    public struct Settings: Sendable {
        public var host: String
        /// 0 for any free one.
        public var port: Int
        /// Statuses to answer with, in turn; the last one for good. Empty: 201, or 400 and 401 where something is wrong.
        public var answers: [Int]
        public var mostBytes: Int

        public init(host: String = "127.0.0.1", port: Int, answers: [Int] = [], mostBytes: Int = 64 << 20) {
            self.host = host
            self.port = port
            self.answers = answers
            self.mostBytes = mostBytes
        }
    }

    let credentials: PartyFolder.Credentials
    let authority: String
    let settings: Settings
    let checker: MessageChecker
    let signatures: SignatureCheck
    let now: @Sendable () -> Instant
    let onReady: @Sendable (Int) async -> Void
    let onArrival: @Sendable (Arrival) async -> Void
    private let count = Counter()

    public init(
        credentials: PartyFolder.Credentials, authority: String, settings: Settings, checker: MessageChecker,
        signatures: SignatureCheck, now: @escaping @Sendable () -> Instant,
        onReady: @escaping @Sendable (Int) async -> Void, onArrival: @escaping @Sendable (Arrival) async -> Void
    ) {
        self.credentials = credentials
        self.authority = authority
        self.settings = settings
        self.checker = checker
        self.signatures = signatures
        self.now = now
        self.onReady = onReady
        self.onArrival = onArrival
    }

    /// Serves until the process is told to end (SIGINT, SIGTERM).
    public func run() async throws { try await application().runService() }

    /// Serves until the task is cancelled.
    public func serve() async throws {
        try await ServiceGroup(
            services: [try application()], logger: Logger(label: "receive") { _ in SwiftLogNoOpLogHandler() }
        ).run()
    }

    /// Connections that are kept with nothing under way: a platform needs a few.
    private static let mostStanding = 1_000

    private func application() throws -> some ApplicationProtocol {
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(credentials.files.certificate.path)
                .map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: credentials.files.key.path, format: .pem)))
        tls.certificateVerification = .noHostnameVerification
        tls.trustRoots = .file(authority)
        let handshakes = HandshakeState(context: try NIOSSLContext(configuration: tls))
        let onReady = onReady
        let standing = StandingConnections(most: Self.mostStanding)
        return Application(
            responder: ReceiverResponder(receiver: self),
            server: HTTPServerBuilder { responder in
                StandInChannel(
                    base: HTTP1Channel(
                        responder: responder,
                        configuration: .init(
                            additionalChannelHandlers: [
                                RequestDeadlines(
                                    head: .seconds(300), body: .seconds(60), standing: standing)
                            ])),
                    handshakes: handshakes)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port), serverName: nil),
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? 0) },
            logger: Logger(label: "receive") { _ in SwiftLogNoOpLogHandler() })
    }

    fileprivate func answer(_ request: ReceivedRequest, target: String, body: [UInt8]) async -> (Int, [UInt8]) {
        let at = now()
        let diagnosis = signatures.check(request, party: nil, at: at)
        let isStatus = Self.isStatus(body)
        let isProbe = Self.isProbe(body)
        let verdict = isStatus || isProbe ? nil : checker.check(body, interface: nil)
        let statuses = isStatus ? checker.statusMessages(body).value ?? [] : []
        let number = count.next()
        var status = diagnosis.isAccepted ? (verdict?.isAccepted ?? true ? 201 : 400) : 401
        if !settings.answers.isEmpty { status = settings.answers[min(number, settings.answers.count - 1)] }
        await onArrival(
            Arrival(
                at: at, target: target, body: body, signature: diagnosis, verdict: verdict, statuses: statuses,
                isProbe: isProbe, status: status))
        return (status, response(status, diagnosis: diagnosis, verdict: verdict, body: body, at: at))
    }

    /// A status message is an array of objects with a `senderID`, a message one of objects with a `payload`.
    private static func isStatus(_ body: [UInt8]) -> Bool {
        guard let text = try? JSONText(body), let first = text.tokens.first, first.kind == .array else { return false }
        return text.elements(of: 0).first.map { text.value(of: "payload", in: $0) == nil } ?? false
    }

    private static func isProbe(_ body: [UInt8]) -> Bool {
        guard let text = try? JSONText(body), text.tokens.first?.kind == .array else { return false }
        return text.elements(of: 0).isEmpty
    }

    private func response(
        _ status: Int, diagnosis: SignatureDiagnosis, verdict: BodyVerdict?, body: [UInt8], at: Instant
    ) -> [UInt8] {
        let own = credentials.party.dipId.text
        let word: String =
            switch status {
            case 201, 207: "RCP0000 - Success"
            case 401: "RCP9999 - \(diagnosis.sentence)"
            default:
                "RCP1001 - \(verdict?.findings.first(where: \.refuses)?.sentence ?? "answered \(status) as told to")"
            }
        let entries = (verdict?.heads ?? []).indices.map { index in
            let head = verdict?.heads[index] ?? MessageHead()
            return StatusEntry(
                transactionID: Self.transaction(body, head: head), senderUniqueReference: head.senderUniqueReference,
                correlationID: head.senderCorrelation, sentTimestamp: at.isoWithOffset, senderID: own,
                recipientID: head.sender, message: String(word.prefix(200)))
        }
        return StandardResponse(entries: entries, timestamp: at.isoWithOffset).bytes
    }

    /// D0.transactionID of a message.
    public static func transaction(_ body: [UInt8], head: MessageHead) -> String? {
        guard head.bytes.upperBound <= body.count, let text = try? JSONText(Array(body[head.bytes])),
            let payload = text.value(of: "payload", in: 0), let common = text.value(of: "CommonBlock", in: payload),
            let block = text.value(of: "D0", in: common), let id = text.value(of: "transactionID", in: block),
            text.tokens[id].kind == .string
        else { return nil }
        return text.string(id)
    }
}

/// Counts answers.
private final class Counter: Sendable {
    private let value = Atomic<Int>(0)
    func next() -> Int { value.add(1, ordering: .relaxed).oldValue }
}

private struct ReceiverResponder: HTTPResponder {
    typealias Context = StandInContext

    let receiver: PartyReceiver

    func respond(to request: Request, context: StandInContext) async throws -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "application/json; charset=utf-8"
        let buffer: ByteBuffer
        do {
            buffer = try await request.body.collect(upTo: receiver.settings.mostBytes)
        } catch {
            return Response(status: .contentTooLarge, headers: headers)
        }
        let body = Array(buffer.readableBytesView)
        let target = request.head.path ?? "/"
        let received = ReceivedRequest(
            method: request.head.method.rawValue,
            url: ReceivedRequest.url(scheme: "https", authority: request.head.authority ?? "", target: target),
            headers: request.headers.map { HeaderField(name: $0.name.rawName, value: $0.value) }, body: body)
        let (status, answer) = await receiver.answer(received, target: target, body: body)
        return Response(
            status: HTTPResponse.Status(code: status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer)))
    }
}
