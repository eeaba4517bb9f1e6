/// A request as it arrived, with the URLs under which its receiver may be addressed.
public struct ReceivedRequest: Hashable, Sendable {
    /// As in the request line.
    public var method: String
    /// The full URL as the request has it, in its own case: scheme, host and port of the `Host` header (or `:authority`),
    /// path and query.
    public var url: String
    /// Other full URLs of the same request that may be signed: the public name in front of a proxy.
    public var otherURLs: [String]
    public var headers: [HeaderField]
    /// The bytes as they came, before anything was decoded.
    public var body: [UInt8]
    /// Hosts and ports that a sender might have mixed up with this one; only for naming the mistake.
    public var knownHosts: [String]
    public var knownPorts: [String]

    public init(
        method: String, url: String, otherURLs: [String] = [], headers: [HeaderField], body: [UInt8],
        knownHosts: [String] = [], knownPorts: [String] = []
    ) {
        self.method = method
        self.url = url
        self.otherURLs = otherURLs
        self.headers = headers
        self.body = body
        self.knownHosts = knownHosts
        self.knownPorts = knownPorts
    }

    /// The full URL of a request line's target.
    ///
    /// - Parameters:
    ///   - target: a path, or a whole URL, which is then given back.
    ///   - authority: what the `Host` header or `:authority` says.
    public static func url(scheme: String, authority: String, target: String) -> String {
        let lowered = target.loweredASCII
        if lowered.hasPrefix("https://") || lowered.hasPrefix("http://") { return target }
        return scheme + "://" + authority + (target.hasPrefix("/") ? "" : "/") + target
    }
}
