import Foundation
import Hummingbird
import Synchronization
import Testing

@testable import ControlRoom

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// One request over a loopback socket, written and read as bytes, so that no client library tidies it up.
///
/// Waits on a thread of its own: the threads that run tests also run the server.
func exchange(port: Int, _ request: String) async throws -> String {
    let answer = await withCheckedContinuation { continuation in
        Thread.detachNewThread { continuation.resume(returning: blockingExchange(port: port, request)) }
    }
    return try #require(answer, "the server takes the connection")
}

private func blockingExchange(port: Int, _ request: String) -> String? {
    #if canImport(Glibc)
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
        let socket = Darwin.socket(AF_INET, SOCK_STREAM, 0)
    #endif
    defer { close(socket) }
    var wait = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
    guard connected == 0 else { return nil }
    let bytes = Array(request.utf8)
    guard send(socket, bytes, bytes.count, 0) == bytes.count else { return nil }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = recv(socket, &buffer, buffer.count, 0)
        if count <= 0 { break }
        answer += buffer[..<count]
    }
    return String(decoding: answer, as: UTF8.self)
}

/// Expects the status that an answer to a request begins with.
private func expectStatus(_ port: Int, _ request: String, _ status: Int) async throws {
    let answer = try await exchange(port: port, request)
    #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(request.prefix(60))")
}

/// Runs a room on a free port for the time of a block.
func withServer(
    _ room: (@escaping @Sendable (Int) async -> Void) -> ControlRoom,
    _ body: @Sendable @escaping (Int) async throws -> Void
) async throws {
    let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
    let room = room { continuation.yield($0) }
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await room.application().run() }
        for await port in ports {
            try await body(port)
            break
        }
        group.cancelAll()
        while let result = await group.nextResult() { _ = result }
    }
}

@Suite struct ServerTests {
    private func room(isBroken: Bool = false) -> (@escaping @Sendable (Int) async -> Void) -> ControlRoom {
        { hook in
            var record = SampleRecord.full
            record.isBroken = isBroken
            return ControlRoom(
                record: record,
                settings: ControlRoomSettings(port: 0, allowedHosts: ["record.example"], onServerRunning: hook))
        }
    }

    private static func get(_ path: String, method: String = "GET", host: String = "127.0.0.1", more: String = "")
        -> String
    {
        "\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\n\(more)Connection: close\r\n\r\n"
    }

    @Test func answersOverASocket() async throws {
        try await withServer(room()) { port in
            let answer = try await exchange(port: port, Self.get("/actions"))
            #expect(answer.hasPrefix("HTTP/1.1 200"))
            let headers = answer.components(separatedBy: "\r\n\r\n")[0].lowercased()
            #expect(
                headers.contains("content-security-policy: default-src 'none'; style-src 'self'; script-src 'self'"))
            for name in [
                "x-content-type-options: nosniff", "referrer-policy:", "cross-origin-opener-policy:",
                "x-frame-options: deny",
            ] {
                #expect(headers.contains(name))
            }
            let tag = try #require(
                headers.components(separatedBy: "etag: ").last?.components(separatedBy: "\r\n").first)
            let again = try await exchange(port: port, Self.get("/actions", more: "If-None-Match: \(tag)\r\n"))
            #expect(again.hasPrefix("HTTP/1.1 304"))
            let head = try await exchange(port: port, Self.get("/actions", method: "HEAD"))
            #expect(head.hasPrefix("HTTP/1.1 200"))
            #expect(head.hasSuffix("\r\n\r\n"))
            let style = try await exchange(port: port, Self.get(Assets.stylesheet))
            #expect(style.contains("immutable") && style.lowercased().contains("content-type: text/css"))
        }
    }

    @Test func guardsComeFirst() async throws {
        try await withServer(room()) { port in
            try await expectStatus(port, Self.get("/", host: "evil.example"), 421)
            try await expectStatus(port, Self.get("/", host: "Record.Example:80"), 200)
            try await expectStatus(port, Self.get("/", host: "localhost:\(port)"), 200)
            for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
                try await expectStatus(port, Self.get("/", method: method), 405)
            }
            let long = "/search?q=" + String(repeating: "a", count: 9_000)
            try await expectStatus(port, Self.get(long), 414)
        }
    }

    @Test func aFailureShowsAReferenceAndNoInside() async throws {
        try await withServer(room(isBroken: true)) { port in
            let answer = try await exchange(port: port, Self.get("/actions"))
            #expect(answer.hasPrefix("HTTP/1.1 500"))
            #expect(answer.contains("reference"))
            #expect(!answer.contains("Broken"))
            #expect(answer.lowercased().contains("content-security-policy"))
        }
    }
}
