/// Where a webhook may be: on this machine, unless the settings name other hosts (dip.md gives no rule; issue: only
/// loopback). Checked when a webhook is registered and again before each post.
public struct WebhookAddressPolicy: Hashable, Sendable, Codable {
    public enum PlainHTTP: String, CaseIterable, Sendable, Codable {
        case never
        /// To addresses of this machine only.
        case loopback
        case always
    }

    /// Names or literal addresses that posts may go to besides this machine's own; without regard to case.
    public var otherHosts: [String]
    public var plainHTTP: PlainHTTP

    public init(otherHosts: [String] = [], plainHTTP: PlainHTTP = .never) {
        self.otherHosts = otherHosts
        self.plainHTTP = plainHTTP
    }

    /// The address of a URL that posts may go to.
    /// - Throws: `WebhookAddressError` saying what the address would have to be.
    public func check(_ url: String) throws(WebhookAddressError) -> WebhookAddress {
        let address = try WebhookAddress(url)
        let isLoopback = address.isLoopbackLiteral || address.host == "localhost"
        let isListed = otherHosts.contains { $0.lowercased() == address.host }
        guard isLoopback || isListed else {
            throw WebhookAddressError(
                url: url, cause: "\(address.host) is neither this machine nor a host that the settings name")
        }
        if !address.isSecure {
            guard plainHTTP == .always || (plainHTTP == .loopback && isLoopback) else {
                throw WebhookAddressError(url: url, cause: "it has to begin with https://")
            }
        }
        return address
    }
}

/// A webhook's URL that posts may not go to.
public struct WebhookAddressError: Error, Hashable, Sendable, CustomStringConvertible {
    public var url: String
    /// What is wrong with it.
    public var cause: String

    public var description: String { "webhook \(url): \(cause)" }
}

/// The parts of a webhook's URL, read strictly: what two readers could understand differently is refused.
public struct WebhookAddress: Hashable, Sendable {
    public let url: String
    public let isSecure: Bool
    /// In lower case; of an address of IP version 6 without its brackets.
    public let host: String
    public let port: Int
    public let isLiteralVersion6: Bool

    /// The longest URL, bytes.
    public static let longest = 2_048

    /// - Throws: `WebhookAddressError` where it is not `https://host[:port][/path][?query]` in printing ASCII.
    public init(_ url: String) throws(WebhookAddressError) {
        func wrong(_ cause: String) -> WebhookAddressError { WebhookAddressError(url: url, cause: cause) }
        guard url.utf8.count <= Self.longest else { throw wrong("it is longer than \(Self.longest) bytes") }
        guard url.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else {
            throw wrong("only printing ASCII without blanks and backslashes is read")
        }
        let lowered = url.lowercased()
        guard let scheme = ["https://", "http://"].first(where: lowered.hasPrefix) else {
            throw wrong("it begins neither with https:// nor with http://")
        }
        let rest = lowered.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard !authority.contains("@") else { throw wrong("it holds a user's name or password") }
        guard !rest.contains("#") else { throw wrong("it holds a fragment (#)") }
        self.url = url
        isSecure = scheme == "https://"
        var portText: Substring = ""
        if authority.first == "[" {
            guard let close = authority.firstIndex(of: "]") else { throw wrong("a bracket is open") }
            host = String(authority[authority.index(after: authority.startIndex)..<close])
            portText = authority[authority.index(after: close)...]
            isLiteralVersion6 = true
            guard host.utf8.allSatisfy({ ($0.isHexadecimal || $0 == UInt8(ascii: ":")) }) else {
                throw wrong("[\(host)] is no plain address of IP version 6")
            }
        } else {
            let colon = authority.firstIndex(of: ":")
            host = String(authority[..<(colon ?? authority.endIndex)])
            portText = colon.map { authority[$0...] } ?? ""
            isLiteralVersion6 = false
            guard host.utf8.allSatisfy(\.isNameByte) else { throw wrong("\(host) is no host name") }
        }
        guard !host.isEmpty else { throw wrong("it names no host") }
        if portText.isEmpty {
            port = isSecure ? 443 : 80
        } else {
            guard portText.first == ":", let number = Int(portText.dropFirst()), (1...65_535).contains(number),
                portText.dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) })
            else { throw wrong("\(portText) is no port") }
            port = number
        }
    }

    /// Whether the host is written as an address of this machine: `127.0.0.0/8` in four plain numbers, or `::1`.
    public var isLoopbackLiteral: Bool {
        if isLiteralVersion6 { return host == "::1" }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "127" else { return false }
        // A nought in front would make other readers take it for an octal number.
        return parts.allSatisfy { part in
            guard let number = Int(part), (0...255).contains(number) else { return false }
            return String(number) == part
        }
    }
}

extension UInt8 {
    fileprivate var isHexadecimal: Bool {
        (0x30...0x39).contains(self) || (0x61...0x66).contains(self)
    }

    fileprivate var isNameByte: Bool {
        (0x30...0x39).contains(self) || (0x61...0x7A).contains(self) || self == UInt8(ascii: "-")
            || self == UInt8(ascii: ".") || self == UInt8(ascii: "_")
    }
}
