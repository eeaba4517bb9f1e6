/// A URL in the parts that a sender may get wrong.
struct SignedURL: Hashable {
    /// `https`; nil where there is none.
    var scheme: String?
    /// With brackets where it is an IPv6 address.
    var host: String
    var port: String?
    /// With the slash it begins with.
    var path: String
    /// Without the question mark.
    var query: String?

    init(_ text: String) {
        var rest = text[...]
        if let end = rest.firstRange(of: "://"), rest[..<end.lowerBound].allSatisfy({ $0.isLetter }) {
            scheme = String(rest[..<end.lowerBound])
            rest = rest[end.upperBound...]
        }
        let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        let authority = rest[..<authorityEnd]
        rest = rest[authorityEnd...]
        if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
            host = String(authority[..<colon])
            port = String(authority[authority.index(after: colon)...])
        } else {
            host = String(authority)
        }
        if let mark = rest.firstIndex(of: "?") {
            path = String(rest[..<mark])
            query = String(rest[rest.index(after: mark)...])
        } else {
            path = String(rest)
        }
    }

    var text: String { (scheme.map { $0 + "://" } ?? "") + authority + target }
    var authority: String { host + (port.map { ":" + $0 } ?? "") }
    /// Path and query.
    var target: String { path + (query.map { "?" + $0 } ?? "") }

    /// A form of the URL that a sender may have signed, with the mistake that it is.
    struct Deviation {
        var text: String
        var mistake: SignatureMistake
        var sentence: String
    }

    /// The forms of an accepted URL that a sender may have signed instead, each once, the likeliest first.
    /// - Parameter asReceived: the URL as it was in the request, before it was put into small letters.
    static func deviations(from expected: String, asReceived: String, hosts: [String], ports: [String]) -> [Deviation] {
        var out = cases(asReceived, expected: expected)
        let url = SignedURL(expected)
        out += leftOut(url) + leftOut(SignedURL(asReceived)).map(withCase)
        out += elsewhere(url, hosts: hosts, ports: ports)
        out += otherPaths(url)
        var seen: Set<String> = [expected]
        return out.filter { seen.insert($0.text).inserted }
    }

    private static func withCase(_ deviation: Deviation) -> Deviation {
        Deviation(
            text: deviation.text, mistake: deviation.mistake,
            sentence: deviation.sentence + ", and it was not put into small letters")
    }

    private static func cases(_ asReceived: String, expected: String) -> [Deviation] {
        let url = SignedURL(asReceived)
        var lowerHost = url
        lowerHost.scheme = url.scheme?.loweredASCII
        lowerHost.host = url.host.loweredASCII
        let sentence = "the URL was not put into small letters before it was signed"
        var forms = [asReceived, lowerHost.text, expected.raisedASCII]
        // The path in the specification's own case, whatever the request line had.
        var capitals = SignedURL(expected)
        capitals.path = capitals.path.split(separator: "/", omittingEmptySubsequences: false)
            .map { $0.hasPrefix("if-") || $0.hasPrefix("rep-") ? $0.raisedASCII : String($0) }.joined(separator: "/")
        forms.append(capitals.text)
        return forms.map { Deviation(text: $0, mistake: .urlCase, sentence: sentence) }
    }

    private static func leftOut(_ url: SignedURL) -> [Deviation] {
        var out: [Deviation] = []
        func add(_ text: String, _ mistake: SignatureMistake, _ sentence: String) {
            out.append(Deviation(text: text, mistake: mistake, sentence: sentence))
        }
        let pathOnly = "only the path was signed and not the whole URL"
        add(url.target, .urlPathOnly, pathOnly)
        add(url.path, .urlPathOnly, pathOnly)
        add(String(url.path.drop { $0 == "/" }), .urlPathOnly, pathOnly + " (without its first slash)")
        let last = url.path.split(separator: "/").last.map(String.init) ?? ""
        add(last, .urlPathOnly, "only the last part of the path was signed and not the whole URL")
        add(url.authority + url.target, .urlScheme, "the scheme '\(url.scheme ?? "https")://' was left out of the URL")
        add("//" + url.authority + url.target, .urlScheme, "the scheme was left out of the URL")
        add(url.host + url.target, .urlScheme, "the scheme and the port were left out of the URL")
        add((url.scheme ?? "https") + "://" + url.authority, .urlPathOnly, "the path was left out of the URL")
        var other = url
        other.scheme = url.scheme == "http" ? "https" : "http"
        add(
            other.text, .urlScheme,
            "the URL was signed with '\(other.scheme ?? "")://' and the request came over '\(url.scheme ?? "https")://'"
        )
        if let query = url.query {
            var bare = url
            bare.query = nil
            add(bare.text, .urlQuery, "the query '?\(Printable.text(query, limit: 60))' was left out of the URL")
        } else {
            add(url.text + "?", .urlQuery, "the URL was signed with a question mark after it")
        }
        var slash = url
        if url.path.hasSuffix("/") {
            slash.path = String(url.path.dropLast())
            add(slash.text, .urlTrailingSlash, "the URL was signed without the slash at its end")
        } else {
            slash.path += "/"
            add(slash.text, .urlTrailingSlash, "the URL was signed with a slash at its end that the request has not")
        }
        return out
    }

    /// Other hosts and ports. At most 16 of each are tried.
    private static func elsewhere(_ url: SignedURL, hosts: [String], ports: [String]) -> [Deviation] {
        let knownHosts = [url.host, "localhost", "127.0.0.1", "[::1]", "0.0.0.0", "::1"] + hosts.map(\.loweredASCII)
        let knownPorts: [String?] = [url.port, nil, "443", "8443", "80", "8080", "9443"] + ports
        var out: [Deviation] = []
        for host in knownHosts.prefix(16) {
            for port in knownPorts.prefix(16) where host != url.host || port != url.port {
                var other = url
                other.host = host
                other.port = port
                let isHost = host != url.host
                out.append(
                    Deviation(
                        text: other.text, mistake: isHost ? .urlHost : .urlPort,
                        sentence: isHost
                            ? "the URL was signed for the host \(other.authority) and was sent to \(url.authority)"
                            : "the URL was signed \(port.map { "with port \($0)" } ?? "without a port") and was sent to "
                                + url.authority))
            }
        }
        // Ports differ oftener than hosts: those come first.
        return out.filter { $0.mistake == .urlPort } + out.filter { $0.mistake == .urlHost }
    }

    /// The same URL for another interface: a signature that was made for another request.
    private static func otherPaths(_ url: SignedURL) -> [Deviation] {
        guard let place = url.path.firstRange(of: "/if-") else { return [] }
        let digits = url.path[place.upperBound...].prefix(3)
        guard digits.count == 3, digits.allSatisfy({ $0.isNumber }) else { return [] }
        return (1...99).map { number in
            var other = url
            let text = "0" + (number < 10 ? "0" : "") + String(number)
            other.path.replaceSubrange(place.upperBound..<digits.endIndex, with: text)
            return Deviation(
                text: other.text, mistake: .urlOtherPath,
                sentence: "the URL was signed for IF-\(text) and the request was sent to IF-\(digits)")
        }
    }
}
