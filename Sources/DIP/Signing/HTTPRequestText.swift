/// A request as it stands in a file: request line, headers, an empty line, the body's bytes.
///
/// Lines end with LF or CRLF, also mixed. Comments of request files (`#`, `//`) before the request line are passed over. The
/// body is everything after the empty line, to the byte; where `Content-Length` says less, it is cut there, since editors add
/// a line end to a file.
public struct HTTPRequestText: Hashable, Sendable {
    public var method: String
    /// As in the request line: a path, or a whole URL.
    public var target: String
    public var headers: [HeaderField]
    public var body: [UInt8]
    /// What a reader should know about how it was read.
    public var notes: [String]

    /// Bounds of what is read.
    public enum Limit {
        public static let bytes = 67_108_864
        /// Of the request line or of one header. A certificate's header has about 2,000.
        public static let line = 65_536
        public static let headers = 200
    }

    /// Why a text is no request.
    public enum Problem: Error, Hashable, Sendable, CustomStringConvertible {
        case tooLong(what: String, limit: Int)
        case empty
        case requestLine(String)
        case header(line: Int, text: String)
        case chunked

        public var description: String {
            switch self {
            case .tooLong(let what, let limit): "\(what) has more than \(limit) bytes"
            case .empty: "there is no request line"
            case .requestLine(let text):
                "'\(text)' is no request line; write for instance: POST https://localhost:8443/dip-channel/IF-021 HTTP/1.1"
            case .header(let line, let text): "line \(line), '\(text)', is no header; write a name, a colon and a value"
            case .chunked: "the body is in chunks (Transfer-Encoding); save the body as it was before it was sent"
            }
        }
    }

    /// Reads a request.
    /// - Throws: what keeps it from being one.
    public init(_ bytes: [UInt8]) throws(Problem) {
        guard bytes.count <= Limit.bytes else { throw .tooLong(what: "the file", limit: Limit.bytes) }
        var lines = LineReader(bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { lines.place = 3 }
        (method, target) = try Self.requestLine(&lines)
        headers = try Self.headers(&lines)
        body = Array(bytes[lines.place...])
        notes = []
        if headers.values("Transfer-Encoding").contains(where: { $0.loweredASCII.contains("chunked") }) {
            throw .chunked
        }
        if let length = headers.values("Content-Length").first.flatMap({ Int($0) }), length >= 0 {
            if length < body.count {
                notes.append("\(body.count - length) bytes after the Content-Length of \(length) were left out")
                body = Array(body.prefix(length))
            } else if length > body.count {
                notes.append("Content-Length is \(length), and the file has \(body.count) bytes of body")
            }
        }
        if let encoding = headers.values("Content-Encoding").first, encoding.loweredASCII != "identity" {
            notes.append("the body is taken as it is, with Content-Encoding \(Printable.text(encoding, limit: 40))")
        }
    }

    /// The full URL, with the `Host` header where the target is a path; nil where there is no host.
    public func url(scheme: String = "https") -> String? {
        let lowered = target.loweredASCII
        let isWhole = lowered.hasPrefix("https://") || lowered.hasPrefix("http://")
        let host = headers.values("Host").first
        guard isWhole || host?.isEmpty == false else { return nil }
        return ReceivedRequest.url(scheme: scheme, authority: host ?? "", target: target)
    }

    private static func requestLine(_ lines: inout LineReader) throws(Problem) -> (String, String) {
        while let line = try lines.next() {
            let text = String(decoding: line, as: UTF8.self)
            if line.allSatisfy(BodyForms.isBlank) || text.hasPrefix("#") || text.hasPrefix("//") { continue }
            let words = text.split(separator: " ").map(String.init)
            guard (2...3).contains(words.count), words[0].utf8.allSatisfy({ $0.isLetterOrDigit }),
                words.count == 2 || words[2].hasPrefix("HTTP/"),
                words[1].hasPrefix("/") || words[1].loweredASCII.hasPrefix("http")
            else { throw .requestLine(Printable.text(text, limit: 80)) }
            return (words[0], words[1])
        }
        throw .empty
    }

    private static func headers(_ lines: inout LineReader) throws(Problem) -> [HeaderField] {
        var out: [HeaderField] = []
        while let line = try lines.next(), !line.isEmpty {
            if let first = line.first, first == 0x20 || first == 0x09, let last = out.indices.last {
                // A folded header: the line goes on with the one before.
                let more = trimmed(line)
                out[last].value += (out[last].value.isEmpty || more.isEmpty ? "" : " ") + more
                continue
            }
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
                line[..<colon].allSatisfy({ $0 > 0x20 && $0 < 0x7F })
            else { throw .header(line: lines.number, text: Printable.text(line, limit: 80)) }
            guard out.count < Limit.headers else { throw .tooLong(what: "the list of headers", limit: Limit.headers) }
            out.append(
                HeaderField(
                    name: String(decoding: line[..<colon], as: UTF8.self), value: trimmed(line[(colon + 1)...])))
        }
        return out
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        let start = bytes.drop(while: BodyForms.isBlank)
        return String(decoding: start.reversed().drop(while: BodyForms.isBlank).reversed(), as: UTF8.self)
    }

    private struct LineReader {
        let bytes: [UInt8]
        var place = 0
        var number = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        /// The next line without its end; nil where there is none.
        mutating func next() throws(Problem) -> ArraySlice<UInt8>? {
            guard place < bytes.count else { return nil }
            number += 1
            var end = place
            while end < bytes.count, bytes[end] != 0x0A {
                end += 1
                guard end - place <= Limit.line else { throw .tooLong(what: "line \(number)", limit: Limit.line) }
            }
            var line = bytes[place..<end]
            if line.last == 0x0D { line = line.dropLast() }
            place = min(end + 1, bytes.count)
            return line
        }
    }
}
