import HTTPTypes
public import Hummingbird
import Logging
import NIOCore
import Synchronization

extension ControlRoom {
    /// The room as a server: HTTP/1.1, without TLS, read-only.
    public func application() -> some ApplicationProtocol {
        let hook = settings.onServerRunning
        return Application(
            responder: RoomResponder(room: self),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port), serverName: nil),
            onServerRunning: { channel in await hook(channel.localAddress?.port ?? 0) })
    }
}

/// Answers requests: guards first, then the page; whatever fails inside becomes a page with a reference.
struct RoomResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let room: ControlRoom
    private let failures = FailureCounter()

    init(room: ControlRoom) { self.room = room }

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        let (path, query) = Self.parts(of: request.head.path ?? "/")
        let page: Page
        do {
            page = try await answer(request, path: path, query: query)
        } catch {
            let reference = failures.reference(for: path)
            context.logger.error("page failed", metadata: ["reference": "\(reference)", "error": "\(error)"])
            page = Self.failurePage(reference)
        }
        return Self.response(page, to: request.head)
    }

    private func answer(_ request: Request, path: String, query: String) async throws -> Page {
        let head = request.head
        let isForm = head.method == .post && Route(path: path) == .dip(.act)
        guard head.method == .get || head.method == .head || isForm else {
            return Self.plain(405, "This room only reads. Ask with GET or HEAD.")
        }
        guard HostGuard.allows(head.authority, settings: room.settings) else {
            return Self.plain(421, "This room is not served under that name.")
        }
        if isForm { return try await act(request) }
        return try await room.respond(path: path, query: query, lastEventID: head.headerFields[.lastEventID])
    }

    /// Takes a form in from a page of this room and from nowhere else.
    private func act(_ request: Request) async throws -> Page {
        guard FormGuard.isSameOrigin(request.head) else {
            return Self.plain(403, "Forms are taken from pages of this room only.")
        }
        let type = request.headers[.contentType] ?? ""
        guard type.lowercased().hasPrefix("application/x-www-form-urlencoded") else {
            return Self.plain(415, "A form is sent as application/x-www-form-urlencoded.")
        }
        var body: [UInt8] = []
        for try await piece in request.body {
            body += Array(buffer: piece)
            guard body.count <= ActForm.mostBytes else {
                return Self.plain(413, "A form has at most \(ActForm.mostBytes) bytes.")
            }
        }
        guard let form = ActForm(body: body) else { return Self.plain(400, "The form cannot be read.") }
        return try await room.act(form)
    }

    private static func parts(of target: String) -> (path: String, query: String) {
        let target = target.prefix { $0 != "#" }
        guard let mark = target.firstIndex(of: "?") else { return (String(target), "") }
        return (String(target[..<mark]), String(target[target.index(after: mark)...]))
    }

    // MARK: Answers without the record

    static func plain(_ status: Int, _ words: String) -> Page {
        Page(status: status, contentType: "text/plain; charset=utf-8", body: Array((words + "\n").utf8))
    }

    /// Says that something failed, and under which reference the log holds more; nothing of the inside is shown.
    private static func failurePage(_ reference: String) -> Page {
        let text = Templates.render(
            FailureModel(stylesheet: Assets.stylesheet, home: Route.home.path, reference: reference), as: "failure")
        return Page(status: 500, body: Array(text.utf8))
    }

    // MARK: Headers

    private static func response(_ page: Page, to head: HTTPRequest) -> Response {
        var headers = SecurityHeaders.all
        headers[.contentType] = page.contentType
        if let tag = page.entityTag { headers[.eTag] = tag }
        if page.isForever {
            headers[.cacheControl] = "public, max-age=31536000, immutable"
        } else {
            headers[.cacheControl] = page.entityTag == nil ? "no-store" : "private, no-cache"
        }
        if let name = page.fileName { headers[.contentDisposition] = "attachment; filename=\"\(name)\"" }
        if let location = page.location { headers[.location] = location }
        if page.listens { headers[.contentSecurityPolicy] = SecurityHeaders.listening }
        if page.status == 405 { headers[.allow] = "GET, HEAD" }
        if page.status == 200, let tag = page.entityTag, matches(head.headerFields[.ifNoneMatch], tag) {
            return Response(status: .notModified, headers: headers)
        }
        let status = HTTPResponse.Status(code: page.status)
        if let stream = page.stream {
            guard head.method != .head else { return Response(status: status, headers: headers) }
            return Response(
                status: status, headers: headers,
                body: ResponseBody { writer in
                    try await stream.write { piece in try await writer.write(ByteBuffer(bytes: piece)) }
                    try await writer.finish(nil)
                })
        }
        guard head.method != .head else {
            headers[.contentLength] = String(page.body.count)
            return Response(status: status, headers: headers)
        }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: page.body)))
    }

    /// Whether an `If-None-Match` names the tag. Comparison is weak, RFC 9110 section 13.1.2.
    private static func matches(_ field: String?, _ tag: String) -> Bool {
        guard let field else { return false }
        return field.split(separator: ",").contains { piece in
            let piece = piece.drop { $0 == " " }
            let bare = piece.hasPrefix("W/") ? piece.dropFirst(2) : piece
            return bare == tag || bare == "*"
        }
    }
}

/// What the page of a failure shows.
struct FailureModel: Sendable, Equatable {
    let stylesheet: String
    let home: String
    let reference: String
}

/// Numbers failures, so that a page and the log speak of the same one.
final class FailureCounter: Sendable {
    private let count = Atomic<Int>(0)

    /// The path's fingerprint and a running number: no clock, no chance.
    func reference(for path: String) -> String {
        let number = count.add(1, ordering: .relaxed).newValue
        return "\(Fingerprint.text(Fingerprint.of(path.utf8)).prefix(8))-\(number)"
    }
}

extension HTTPField.Name {
    /// What a browser that lost a stream had last of it. The name is a token, so it is never nil.
    static var lastEventID: HTTPField.Name { HTTPField.Name("Last-Event-ID") ?? .range }
    static var fetchSite: HTTPField.Name { HTTPField.Name("Sec-Fetch-Site") ?? .origin }
}

/// Refuses forms that another page sends in a reader's name.
enum FormGuard {
    /// Whether a request says that it comes from a page of the room it goes to. Browsers say so in one field or both
    /// (Fetch Metadata; RFC 6454); a request that says nothing is refused.
    static func isSameOrigin(_ head: HTTPRequest) -> Bool {
        let site = head.headerFields[.fetchSite]
        let origin = head.headerFields[.origin]
        if site == nil, origin == nil { return false }
        if let site, site != "same-origin" { return false }
        guard let origin else { return true }
        guard let authority = head.authority?.lowercased(), !authority.isEmpty else { return false }
        return ["http://", "https://"].contains { $0 + authority == origin.lowercased() }
    }

    /// Whether a form carries the process's token. Every byte is compared, so that time tells nothing.
    static func isOurs(_ given: String?, _ token: String) -> Bool {
        let (given, token) = (Array((given ?? "").utf8), Array(token.utf8))
        guard !token.isEmpty, given.count == token.count else { return false }
        return zip(given, token).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// Headers that every answer carries.
enum SecurityHeaders {
    static let policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'"

    /// Of a page whose script listens to a stream of this room.
    static let listening = policy + "; connect-src 'self'"

    static let all: HTTPFields = {
        var fields = HTTPFields()
        fields[.contentSecurityPolicy] = policy
        fields[.xContentTypeOptions] = "nosniff"
        for (name, value) in [
            ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"), ("Cross-Origin-Embedder-Policy", "require-corp"),
            ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"), ("X-Frame-Options", "DENY"),
        ] {
            if let field = HTTPField.Name(name) { fields[field] = value }
        }
        return fields
    }()
}

/// Refuses names that are not ours: a page elsewhere whose name is bent to 127.0.0.1 must not read the record.
enum HostGuard {
    private static let loopback: Set<String> = ["localhost", "127.0.0.1", "[::1]", "::1"]

    static func allows(_ authority: String?, settings: ControlRoomSettings) -> Bool {
        guard let authority, !authority.isEmpty else { return false }
        let name = host(of: authority)
        return loopback.contains(name) || name == settings.host.lowercased()
            || settings.allowedHosts.contains { $0.lowercased() == name }
    }

    /// The authority without its port, lower case.
    private static func host(of authority: String) -> String {
        let text = authority.lowercased()
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") { return String(text[...end]) }
        guard let colon = text.lastIndex(of: ":") else { return text }
        return String(text[..<colon])
    }
}
