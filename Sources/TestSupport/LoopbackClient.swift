import Glibc

/// Asks a server on this machine over plain HTTP/1.1, one connection a request.
///
/// Foundation's own client refuses a header without a space behind its colon, and chromedriver writes such headers.
public struct LoopbackClient: Sendable {
    /// Why there is no answer.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        public let description: String
    }

    /// Bytes of an answer: a picture of a long page stays below.
    private static let answerMax = 64 * 1024 * 1024

    private let port: UInt16

    public init(port: UInt16) { self.port = port }

    /// Sends a request and gives the answer's body, whatever its status.
    ///
    /// Blocks its thread, at most about as long as the limit.
    /// - Throws: `Failure` where nothing listens, the limit passes, or the answer is not HTTP with a known length.
    public func send(
        _ method: String, _ path: String, body: [UInt8]? = nil, within limit: Duration
    ) throws -> [UInt8] {
        let end = ContinuousClock.now + limit
        let place = "\(method) \(path)"
        let connection = try connected(place)
        defer { close(connection) }
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
        if let body { head += "Content-Type: application/json; charset=utf-8\r\nContent-Length: \(body.count)\r\n" }
        try write(Array((head + "\r\n").utf8) + (body ?? []), to: connection, place)
        var answer: [UInt8] = []
        var expected: Int?
        while expected.map({ answer.count < $0 }) ?? true {
            guard ContinuousClock.now < end else { throw Failure(description: "\(place): no answer in \(limit)") }
            let bytes = try read(from: connection, place)
            guard let bytes else { break }
            answer += bytes
            guard answer.count <= Self.answerMax else { throw Failure(description: "\(place): the answer is too long") }
            if expected == nil { expected = Self.wholeLength(of: answer) }
        }
        guard let expected, answer.count >= expected, let start = Self.bodyStart(of: answer) else {
            throw Failure(description: "\(place): the answer ends after \(answer.count) bytes")
        }
        return Array(answer[start..<expected])
    }

    private func connected(_ place: String) throws -> Int32 {
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard connection >= 0 else { throw Failure(description: "\(place): no socket") }
        // A read that waits a second asks whether the limit has passed.
        var second = timeval(tv_sec: 1, tv_usec: 0)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &second, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &second, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            close(connection)
            throw Failure(description: "\(place): nothing listens on port \(port)")
        }
        return connection
    }

    private func write(_ bytes: [UInt8], to connection: Int32, _ place: String) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure(description: "\(place): the request was not taken") }
            sent += count
        }
    }

    /// What came in at most a second; empty where nothing did, nil at the end.
    private func read(from connection: Int32, _ place: String) throws -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(connection, &buffer, buffer.count, 0)
        if count > 0 { return Array(buffer[..<count]) }
        if count == 0 { return nil }
        guard errno == EAGAIN || errno == EINTR else {
            throw Failure(description: "\(place): \(String(cString: strerror(errno)))")
        }
        return []
    }

    private static func bodyStart(of answer: [UInt8]) -> Int? {
        var index = 0
        while index + 4 <= answer.count {
            if answer[index] == 0x0D, answer[index..<(index + 4)].elementsEqual([0x0D, 0x0A, 0x0D, 0x0A]) {
                return index + 4
            }
            index += 1
        }
        return nil
    }

    /// Bytes of the head and the body together; nil while the head is not whole, or gives no length.
    private static func wholeLength(of answer: [UInt8]) -> Int? {
        guard let start = bodyStart(of: answer) else { return nil }
        for line in String(decoding: answer[..<start], as: UTF8.self).split(separator: "\r\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2, parts[0].lowercased() == "content-length" {
                return Int(parts[1].drop { $0 == " " }).map { start + $0 }
            }
        }
        return nil
    }
}
