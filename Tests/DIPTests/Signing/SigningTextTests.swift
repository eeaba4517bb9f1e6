import DIP
import Foundation
import Kernel
import TestSupport
import Testing

@Suite struct Base64Tests {
    /// RFC 4648 section 10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func writesAndReadsThePublishedVectors(plain: String, text: String) throws {
        #expect(Base64.encode(Array(plain.utf8)) == text)
        #expect(try Base64.decode(text) == Array(plain.utf8))
    }

    @Test(arguments: [
        ("Zg=", Base64.Problem.length(3)), ("Zg", .length(2)), ("Z", .length(1)), ("Zm9v\n", .character(10, offset: 4)),
        ("Zm 9v===", .character(32, offset: 2)), ("Z-9v", .character(0x2D, offset: 1)),
        ("Zg==Zg==", .padding(offset: 2)),
        ("====", .padding(offset: 0)), ("Z===", .padding(offset: 1)), ("Zh==", .looseBits), ("Zm9=", .looseBits),
    ])
    func refusesWhatIsNotStrict(text: String, problem: Base64.Problem) {
        #expect(throws: problem) { try Base64.decode(text) }
    }

    @Test func agreesWithFoundation() async throws {
        try await Property.check(seed: 7, count: 300) { generator in
            let bytes = (0..<generator.nextBelow(200)).map { _ in UInt8(generator.nextBelow(256)) }
            let text = Data(bytes).base64EncodedString()
            try Property.hold(Base64.encode(bytes) == text, "encoding of \(bytes)")
            try Property.hold(try Base64.decode(text) == bytes, "decoding of \(text)")
        }
    }

    @Test func makesTextPrintable() {
        #expect(Printable.text("a\nb\r\t\u{1B}[31m\u{202E}é") == "a\\nb\\r\\t\\u{1b}[31m\\u{202e}é")
        #expect(Printable.text("abcdef", limit: 3) == "abc…")
        #expect(Printable.text([0xFF, 0x41]) == "\u{FFFD}A")
    }
}

@Suite struct HTTPRequestTextTests {
    func read(_ text: String) throws -> HTTPRequestText { try HTTPRequestText(Array(text.utf8)) }

    @Test(arguments: ["\n", "\r\n"])
    func readsARequestWithEitherLineEnd(end: String) throws {
        let lines = [
            "# a comment", "", "POST /dip-channel/IF-021?x=1 HTTP/1.1", "Host:  localhost:8443  ", "X-Long: one",
            "  two", "X-Empty:", "", "",
        ]
        let request = try read(lines.joined(separator: end).dropLast(end.count) + end + "[{\"a\":\r\n1}]\n")
        #expect(request.method == "POST")
        #expect(request.target == "/dip-channel/IF-021?x=1")
        #expect(request.headers.values("host") == ["localhost:8443"])
        #expect(request.headers.values("x-long") == ["one two"])
        #expect(request.headers.values("x-empty") == [""])
        #expect(request.body == Array("[{\"a\":\r\n1}]\n".utf8))
        #expect(request.url() == "https://localhost:8443/dip-channel/IF-021?x=1")
        #expect(request.notes == [])
    }

    @Test func takesAWholeURLAndNoVersion() throws {
        let request = try read("POST https://DIP.example/x\nHost: other\n\n")
        #expect(request.url() == "https://DIP.example/x")
        #expect(request.body == [])
        #expect(try read("POST /x HTTP/1.1").url() == nil)
    }

    @Test func cutsTheBodyAtItsLength() throws {
        let longer = try read("POST /x HTTP/1.1\nContent-Length: 2\n\n[]\n")
        #expect(longer.body == Array("[]".utf8))
        #expect(longer.notes.count == 1)
        let shorter = try read("POST /x HTTP/1.1\nContent-Length: 9\nContent-Encoding: gzip\n\n[]")
        #expect(shorter.body == Array("[]".utf8))
        #expect(shorter.notes.count == 2)
    }

    @Test(arguments: [
        ("", HTTPRequestText.Problem.empty), ("\n\n# only words\n", .empty), ("hello\n", .requestLine("hello")),
        ("POST  \n", .requestLine("POST  ")), ("POST x HTTP/1.1\n", .requestLine("POST x HTTP/1.1")),
        ("POST /x HTTP/1.1\nnonsense\n\n", .header(line: 2, text: "nonsense")),
        ("POST /x HTTP/1.1\n: x\n\n", .header(line: 2, text: ": x")),
        ("POST /x HTTP/1.1\nTransfer-Encoding: Chunked\n\n0\n\n", .chunked),
    ])
    func saysWhyATextIsNoRequest(text: String, problem: HTTPRequestText.Problem) {
        #expect(throws: problem) { try read(text) }
    }

    @Test func isBounded() {
        let long = "POST /x HTTP/1.1\nX: " + String(repeating: "a", count: HTTPRequestText.Limit.line) + "\n\n"
        #expect(throws: HTTPRequestText.Problem.tooLong(what: "line 2", limit: HTTPRequestText.Limit.line)) {
            try read(long)
        }
        let many = "POST /x HTTP/1.1\n" + String(repeating: "X: a\n", count: HTTPRequestText.Limit.headers + 1) + "\n"
        #expect(
            throws: HTTPRequestText.Problem.tooLong(what: "the list of headers", limit: HTTPRequestText.Limit.headers)
        ) {
            try read(many)
        }
    }

    /// No bytes make it crash, and what it reads is a part of what it was given.
    @Test func standsAnyBytes() async throws {
        let seeds = [
            "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc", "POST https://a/b\n\n", "\u{FEFF}POST /x\n",
        ]
        try await Property.check(seed: 11, count: 2_000) { generator in
            var bytes = Array(seeds[generator.nextBelow(seeds.count)].utf8)
            for _ in 0..<generator.nextBelow(6) {
                let place = generator.nextBelow(bytes.count)
                if generator.nextBelow(2) == 0 {
                    bytes[place] = UInt8(generator.nextBelow(256))
                } else {
                    bytes.remove(at: place)
                }
            }
            guard let request = try? HTTPRequestText(bytes) else { return }
            try Property.hold(bytes.suffix(bytes.count).count >= request.body.count, "the body grew")
            _ = request.url()
        }
    }
}

@Suite struct CertificateHeaderTests {
    /// Nothing here looks into the certificate; these bytes only begin as one does.
    static let der: [UInt8] = [0x30, 0x82, 0x01, 0x00] + Array(repeating: 7, count: 60)
    static let pem =
        "-----BEGIN CERTIFICATE-----\n"
        + Data(der).base64EncodedString(options: [.lineLength64Characters, .endLineWithLineFeed])
        + "\n-----END CERTIFICATE-----\n"
    static let keyBlock = "-----BEGIN PRIVATE KEY-----\nMAAA\n-----END PRIVATE KEY-----\n"

    static func wrapped(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    @Test(arguments: [
        (wrapped(pem), 1, [CertificateHeaderProblem]()), (wrapped(pem + pem), 2, []),
        (wrapped("Bag Attributes\n" + pem), 1, []),
        (wrapped(pem.replacingOccurrences(of: "\n", with: "\r\n")), 1, [.carriageReturns]),
        (Data(der).base64EncodedString(), 1, [.der]), (wrapped(wrapped(pem)), 1, [.encodedTwice]),
        (wrapped(Data(der).base64EncodedString()), 1, [.encodedTwice, .der]),
        (pem.replacingOccurrences(of: "\n", with: " "), 1, [.bareText]),
        (pem.replacingOccurrences(of: "\n", with: "\\n"), 1, [.bareText]),
        (pem.replacingOccurrences(of: "\n", with: ""), 1, [.bareText]),
        (pem.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "", 1, [.percentEncoded]),
        (wrapped(pem + keyBlock), 1, [.privateKey]), (wrapped(keyBlock), 0, [.privateKey]),
        (wrapped(pem.replacingOccurrences(of: "CERTIFICATE", with: "PUBLIC KEY")), 0, [.otherContents("a public key")]),
        (
            wrapped("words"), 0,
            [.unreadable("it has no text between a BEGIN CERTIFICATE and an END CERTIFICATE line")]
        ),
    ])
    func readsWhatSendersPutThere(header: String, count: Int, problems: [CertificateHeaderProblem]) {
        let read = CertificateHeader(header)
        #expect(read.certificates == Array(repeating: Self.der, count: count))
        #expect(read.problems == problems)
    }

    @Test func isBounded() {
        #expect(CertificateHeader(String(repeating: "A", count: CertificateHeader.Limit.bytes + 1)).certificates == [])
        let many = Self.wrapped(String(repeating: Self.pem, count: 10))
        #expect(CertificateHeader(many).certificates.count == CertificateHeader.Limit.certificates)
        #expect(!CertificateHeader("%%%").problems.isEmpty)
        #expect(!CertificateHeader("").problems.isEmpty)
    }
}
