import DIPStandIn
import Testing

/// Where posts may go.
struct WebhookAddressTests {
    @Test(arguments: [
        "https://127.0.0.1:9443/dip", "https://localhost/dip?a=b", "https://[::1]:9443/", "https://127.255.0.9",
        "HTTPS://LOCALHOST:1/", "https://Hooks.Example.test:65535/x",
    ]) func goesTo(_ url: String) throws {
        _ = try WebhookAddressPolicy(otherHosts: ["hooks.example.TEST"]).check(url)
    }

    @Test(arguments: [
        "https://10.0.0.1/", "https://169.254.169.254/latest", "https://example.com/", "https://127.1/",
        "https://0x7f000001/", "https://2130706433/", "https://127.0.0.01/", "https://0177.0.0.1/",
        "https://[::ffff:127.0.0.1]/", "https://[::]/", "https://0.0.0.0/", "https://user@127.0.0.1/",
        "https://user:word@127.0.0.1/", "https://127.0.0.1@evil.test/", "https://127.0.0.1#@evil.test/",
        "https://127.0.0.1\\@evil.test/", "https://127.0.0.1:0/", "https://127.0.0.1:65536/",
        "https://127.0.0.1:+80/", "https://127.0.0.1:/", "https:///x", "ftp://127.0.0.1/", "127.0.0.1/dip", "",
        "https://localhost.evil.test/", "https://127.0.0.1.evil.test/", "https://127.0.0.1 /", "https://[::1/",
        "https://[::1]x/", "https://127.0.0.1/\r\nX: y", "http://127.0.0.1/", "https://lo\u{2024}calhost/",
    ]) func doesNotGoTo(_ url: String) {
        #expect(throws: WebhookAddressError.self) { try WebhookAddressPolicy().check(url) }
    }

    @Test func plainHTTPBySetting() throws {
        _ = try WebhookAddressPolicy(plainHTTP: .loopback).check("http://127.0.0.1/")
        let listed = ["hooks.test"]
        #expect(throws: WebhookAddressError.self) {
            try WebhookAddressPolicy(otherHosts: listed, plainHTTP: .loopback).check("http://hooks.test/")
        }
        _ = try WebhookAddressPolicy(otherHosts: listed, plainHTTP: .always).check("http://hooks.test/")
        #expect(throws: WebhookAddressError.self) {
            try WebhookAddressPolicy(otherHosts: [], plainHTTP: .always).check(
                "https://127.0.0.1/" + String(repeating: "a", count: 2_048))
        }
    }
}
