import Foundation

/// A blocking HTTP/1.1 client on one loopback connection, for measuring: no pool, no redirects, no compression.
final class PlainClient {
    private var descriptor: Int32 = -1
    private let port: UInt16
    private var buffer: [UInt8] = []

    init(port: UInt16) { self.port = port }

    deinit { disconnect() }

    private func disconnect() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
        buffer.removeAll(keepingCapacity: true)
    }

    /// Connects; false where nothing listens yet.
    func connect() -> Bool {
        if descriptor >= 0 { return true }
        let made = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard made >= 0 else { return false }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var noDelay: Int32 = 1
        setsockopt(made, Int32(IPPROTO_TCP), TCP_NODELAY, &noDelay, socklen_t(MemoryLayout<Int32>.size))
        var patience = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(made, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(made, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else {
            close(made)
            return false
        }
        descriptor = made
        return true
    }

    /// Fetches an address; the status and the length of the body, or nil where the exchange failed.
    func get(_ path: String) -> (status: Int, length: Int)? {
        guard connect() else { return nil }
        let request = Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: keep-alive\r\n\r\n".utf8)
        var sent = 0
        while sent < request.count {
            let count = request[sent...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else {
                disconnect()
                return nil
            }
            sent += count
        }
        guard let answer = receive() else {
            disconnect()
            return nil
        }
        return answer
    }

    private func receive() -> (status: Int, length: Int)? {
        var headEnd = end(ofHead: 0)
        while headEnd == nil {
            guard fill() else { return nil }
            headEnd = end(ofHead: 0)
        }
        guard let headEnd else { return nil }
        let head = String(decoding: buffer[..<headEnd], as: UTF8.self).lowercased()
        let lines = head.components(separatedBy: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }),
            let length = lines.first(where: { $0.hasPrefix("content-length:") })
                .flatMap({ Int($0.dropFirst("content-length:".count).trimmingCharacters(in: .whitespaces)) })
        else { return nil }
        while buffer.count < headEnd + length {
            guard fill() else { return nil }
        }
        buffer.removeFirst(headEnd + length)
        return (status, length)
    }

    private func end(ofHead from: Int) -> Int? {
        guard buffer.count >= 4 else { return nil }
        for index in from...(buffer.count - 4)
        where buffer[index] == 13 && buffer[index + 1] == 10 && buffer[index + 2] == 13 && buffer[index + 3] == 10 {
            return index + 4
        }
        return nil
    }

    private func fill() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else { return false }
        buffer.append(contentsOf: chunk[..<count])
        return true
    }
}
