import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// A webhook under mutual TLS that answers 201 at once and keeps what it was sent in a few bytes a message: whether any
/// was lost, came twice or came out of order can be told afterwards.
public final class LoadReceiver: Sendable {
    /// What arrived.
    public struct Arrivals: Sendable {
        public var posts = 0
        public var messages = 0
        public var bytes = 0
        /// How often each serial came, by serial.
        public var counts: [UInt8]
        /// Messages that came after a later one of the same MPAN.
        public var disordered = 0
        /// The last serial of each MPAN.
        var last: [UInt64: Int] = [:]
    }

    private let box: ArrivalBox
    private let channel: any Channel
    /// The port it listens at.
    public let port: Int

    /// Listens on loopback. Serials, the last sixteen hexadecimal digits of a sender unique reference, are below `serials`.
    public init(certificate: String, key: String, authority: String, serials: Int) async throws {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
        configuration.certificateVerification = .noHostnameVerification
        configuration.trustRoots = .file(authority)
        let context = try NIOSSLContext(configuration: configuration)
        let box = ArrivalBox(serials: serials)
        self.box = box
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(ReceiverHandler(box))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    /// What has arrived so far.
    public var current: Arrivals { box.arrivals.withLock { $0 } }

    /// Messages so far; cheaper than all of `current`.
    public var messages: Int { box.arrivals.withLock { $0.messages } }

    /// Stops listening.
    public func close() async throws { try await channel.close().get() }
}

/// What arrived, shared by the connections.
private final class ArrivalBox: Sendable {
    let arrivals: Mutex<LoadReceiver.Arrivals>

    init(serials: Int) {
        arrivals = Mutex(LoadReceiver.Arrivals(counts: [UInt8](repeating: 0, count: serials)))
    }
}

/// Reads a body for references and MPANs, without building anything, and answers 201.
private final class ReceiverHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private static let reference = Needle("\"senderUniqueReference\":\"", anchor: "U")
    private static let mpan = Needle("\"MPANCore\":\"", anchor: "M")
    private static let answer = Array(#"{"messageArray":[],"timestamp":"2026-01-01T00:00:00+00:00"}"#.utf8)

    private let box: ArrivalBox
    private var body = ByteBuffer()

    init(_ box: ArrivalBox) { self.box = box }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head: body.clear()
        case .body(var part): body.writeBuffer(&part)
        case .end:
            note()
            let head = HTTPResponseHead(
                version: .http1_1, status: .created,
                headers: ["content-type": "application/json", "content-length": String(Self.answer.count)])
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: Self.answer)))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }

    private func note() {
        let found = body.withUnsafeReadableBytes { Self.messages(in: $0) }
        let size = body.readableBytes
        box.arrivals.withLock { arrivals in
            arrivals.posts += 1
            arrivals.bytes += size
            for (serial, mpan) in found where arrivals.counts.indices.contains(serial) {
                arrivals.messages += 1
                if arrivals.counts[serial] < 255 { arrivals.counts[serial] += 1 }
                if let last = arrivals.last[mpan], last > serial { arrivals.disordered += 1 }
                arrivals.last[mpan] = serial
            }
        }
    }

    /// Serial and MPAN of each message, in the body's order.
    private static func messages(in bytes: UnsafeRawBufferPointer) -> [(serial: Int, mpan: UInt64)] {
        var found: [(Int, UInt64)] = []
        var place = 0
        while let after = end(of: reference, in: bytes, from: place) {
            var serial: UInt64 = 0
            var cursor = after
            while cursor < bytes.count, bytes[cursor] != 0x22 {
                let byte = bytes[cursor]
                // A hyphen begins anew; sixteen hexadecimal digits push out what came before them.
                let isDigit = (0x30...0x39).contains(byte)
                serial = byte == 0x2D ? 0 : serial << 4 | UInt64(isDigit ? byte - 0x30 : (byte & 0xDF) &- 0x37)
                cursor += 1
            }
            guard let digits = end(of: mpan, in: bytes, from: cursor) else { break }
            var number: UInt64 = 0
            cursor = digits
            while cursor < bytes.count, (0x30...0x39).contains(bytes[cursor]) {
                number = number &* 10 &+ UInt64(bytes[cursor] - 0x30)
                cursor += 1
            }
            found.append((Int(truncatingIfNeeded: serial), number))
            place = cursor
        }
        return found
    }

    /// Where `needle` ends, at or after a place.
    ///
    /// The C library looks for one letter of it, a seldom one, in strides; a loop here would look at every byte.
    private static func end(of needle: Needle, in bytes: UnsafeRawBufferPointer, from place: Int) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        var from = place + needle.anchor
        while from < bytes.count,
            let found = memchr(base + from, Int32(needle.bytes[needle.anchor]), bytes.count - from)
        {
            let start = UnsafeRawPointer(found) - base - needle.anchor
            let end = start + needle.bytes.count
            guard end <= bytes.count else { return nil }
            if bytes[start..<end].elementsEqual(needle.bytes) { return end }
            from = start + needle.anchor + 1
        }
        return nil
    }

    /// A key with its quotes and colon, and the place in it of the letter that is looked for.
    private struct Needle {
        let bytes: [UInt8]
        let anchor: Int

        init(_ text: String, anchor: Character) {
            bytes = Array(text.utf8)
            self.anchor = text.firstIndex(of: anchor).map { text.utf8.distance(from: text.startIndex, to: $0) } ?? 0
        }
    }
}
