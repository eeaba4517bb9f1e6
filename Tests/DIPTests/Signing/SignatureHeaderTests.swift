import DIP
import Foundation
import Kernel
import TestSupport
import Testing

/// The headers beside the signature: content hash, date, certificate, and which are there at all.
@Suite struct SignatureHeaderTests {
    let bench = SigningBench.shared

    func check(hash: String, body: [UInt8] = SigningBench.body) throws -> SignatureDiagnosis {
        var parts = SigningBench.Parts()
        parts.hash = hash
        return try bench.check(bench.request(parts, body: body))
    }

    /// The check values of dip.md 2.3.
    @Test(arguments: [
        ("{}", "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o="), ("[]", "T1PNoYwrqgwDVLtfmj7L5e0Sq02OEbqHPC8RFhICuUU="),
        ("", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
    ])
    func hashesAsPublished(body: String, hash: String) throws {
        #expect(Base64.encode(SigningBench.hash(.sha256, Array(body.utf8))) == hash)
        #expect(try check(hash: hash, body: Array(body.utf8)).isAccepted)
    }

    @Test func anEmptyBodyMayBeHashedAsTheSettingSays() throws {
        let braces = "RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o="
        let nothing = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
        for (setting, accepted) in [
            (SignaturePolicy.EmptyBody.either, [braces, nothing]), (.braces, [braces]), (.empty, [nothing]),
        ] {
            for hash in [braces, nothing] {
                var parts = SigningBench.Parts()
                parts.hash = hash
                let found = try bench.check(
                    bench.request(parts, body: []), policy: SignaturePolicy(emptyBody: setting))
                #expect(found.isAccepted == accepted.contains(hash))
                if !found.isAccepted { #expect(found.faults.map(\.mistake) == [.hashEmptyBody]) }
            }
        }
    }

    @Test func namesAnotherEncodingOfTheHash() throws {
        let digest = SigningBench.hash(.sha256, SigningBench.body)
        let made = [
            ("in hexadecimal", Hexadecimal.encode(digest)), ("in hexadecimal", Hexadecimal.encode(digest).uppercased()),
            ("hexadecimal text", Data(Hexadecimal.encode(digest).utf8).base64EncodedString()),
            ("padding", SigningBench.contentHash(SigningBench.body).replacingOccurrences(of: "=", with: "")),
        ]
        for (words, hash) in made {
            let found = try check(hash: hash)
            #expect(found.faults.map(\.mistake) == [.hashEncoding], "\(found.sentence)")
            #expect(found.sentence.contains(words), "\(found.sentence)")
            #expect(found.isReceivedProven)
        }
    }

    @Test(arguments: [DigestAlgorithm.md5, .sha1, .sha384, .sha512])
    func namesAnotherAlgorithm(algorithm: DigestAlgorithm) throws {
        let found = try check(hash: Base64.encode(SigningBench.hash(algorithm, SigningBench.body)))
        #expect(found.faults.map(\.mistake) == [.hashAlgorithm])
        #expect(found.sentence.contains(algorithm.rawValue))
    }

    /// What other programs hash, made by Python's own writer of JSON.
    @Test func namesOtherLayoutsOfTheBody() async throws {
        let script = """
            import base64, hashlib, json, sys
            body = json.loads(sys.stdin.buffer.read())
            for name, made in [
                ("one line with blanks", json.dumps(body, ensure_ascii=False)),
                ("one line with blanks", json.dumps(body)),
                ("2 blanks", json.dumps(body, indent=2, ensure_ascii=False)),
                ("4 blanks", json.dumps(body, indent=4, ensure_ascii=False)),
                ("4 blanks", json.dumps(body, indent=4)),
                ("tabs", json.dumps(body, indent="\\t", ensure_ascii=False)),
                ("2 blanks", json.dumps(body, indent=2, ensure_ascii=False) + "\\n"),
                ("CRLF", json.dumps(body, indent=2, ensure_ascii=False).replace("\\n", "\\r\\n")),
                ("without the array", json.dumps(body[0], separators=(",", ":"), ensure_ascii=False)),
                ("UTF-16", json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode("utf-16-le")),
                ("a line end", json.dumps(body, separators=(",", ":"), ensure_ascii=False) + "\\n"),
            ]:
                data = made if isinstance(made, bytes) else made.encode("utf-8")
                print(name + "|" + base64.b64encode(hashlib.sha256(data).digest()).decode())
            """
        let body = Array(#"[{"a":{"b":[],"c":{},"d":[1,2,{"e":"x: y, {z} \" \\"}]},"Name":"Zoë"}]"#.utf8)
        let python = try await Subprocess.run(Subprocess.python, ["-c", script], input: body)
        let lines = python.text.split(separator: "\n")
        #expect(lines.count == 11, "\(python.errors)")
        for line in lines {
            let pieces = line.split(separator: "|").map(String.init)
            let found = try check(hash: pieces[1], body: body)
            #expect(found.faults.map(\.mistake) == [.hashOtherLayout], "\(pieces[0]): \(found.sentence)")
            #expect(found.sentence.contains(pieces[0]), "\(pieces[0]): \(found.sentence)")
        }
        // And the other way round: the pretty text was sent and the compact one hashed.
        let pretty = try JSONSerialization.data(
            withJSONObject: JSONSerialization.jsonObject(with: Data(#"[{"a":1}]"#.utf8)), options: [.prettyPrinted])
        let found = try check(hash: SigningBench.contentHash(Array(#"[{"a":1}]"#.utf8)), body: [UInt8](pretty))
        #expect(found.faults.map(\.mistake) == [.hashOtherLayout])
        #expect(found.sentence.contains("one line without blanks"))
    }

    @Test func namesAHashOfNothing() throws {
        for text in ["", "{}"] {
            let found = try check(hash: SigningBench.contentHash(Array(text.utf8)))
            #expect(found.faults.map(\.mistake) == [.hashEmptyBody], "\(found.sentence)")
        }
    }

    /// Case 15 of dip.md 11.
    @Test func namesABodyThatWasChanged() throws {
        let changed = Array(String(decoding: SigningBench.body, as: UTF8.self).replacing("IF-021", with: "IF-022").utf8)
        let found = try bench.check(bench.request(body: changed))
        #expect(found.faults.map(\.mistake) == [.bodyChanged])
        #expect(found.sentence.contains("X-DIP-Content-Hash"))
        #expect(found.isReceivedProven)
        #expect(found.status == 401)
    }

    @Test func namesEveryMissingHeader() throws {
        for name in SignatureHeaders.Name.all {
            var request = try bench.request()
            request.headers.removeAll { $0.name.lowercased() == name.lowercased() }
            let found = try bench.check(request)
            #expect(found.faults.map(\.mistake) == [.headerMissing])
            #expect(found.sentence.contains(name))
            #expect(found.status == 401)
        }
        let bare = ReceivedRequest(method: "POST", url: SigningBench.url, headers: [], body: SigningBench.body)
        #expect(try bench.check(bare).faults.map(\.mistake) == Array(repeating: .headerMissing, count: 4))
        var twice = try bench.request()
        twice.headers.append(HeaderField(name: "X-DIP-Signature", value: "other"))
        #expect(try bench.check(twice).faults.map(\.mistake) == [.headerRepeated])
        var older = try bench.request()
        older.headers[3].name = "X-DIP-Certificate"
        #expect(try bench.check(older).faults.map(\.mistake) == [.olderHeader])
    }

    @Test(arguments: [
        ("2025-06-12T09:30:15Z", SignatureMistake.dateForm, "without milliseconds"),
        ("2025-06-12T10:30:15.123+01:00", .dateForm, "local time"), ("2025-06-12T09:30:15.123", .dateForm, "no zone"),
        ("2025-06-12T09:30:15.1234567Z", .dateForm, "three digits"),
        ("Thu, 12 Jun 2025 09:30:15 GMT", .dateForm, "HTTP"),
        ("1749720615", .dateForm, "1970"), ("2025-06-12 09:30:15", .dateUnreadable, "ISO 8601"),
        ("2025-02-30T09:30:15.123Z", .dateUnreadable, "ISO 8601"), ("yesterday", .dateUnreadable, "ISO 8601"),
    ])
    func namesTheFormOfTheDate(text: String, mistake: SignatureMistake, words: String) throws {
        var parts = SigningBench.Parts()
        parts.date = text
        let found = try bench.check(bench.request(parts))
        #expect(found.faults.map(\.mistake) == [mistake])
        #expect(found.sentence.contains(words), "\(found.sentence)")
        #expect(found.expected.contains(";\(SigningBench.now.iso.prefix(19))"))
        let lenient = SignaturePolicy(dateForms: SignatureDate.Form.allCases)
        #expect(try bench.check(bench.request(parts), policy: lenient).isAccepted == (mistake == .dateForm))
    }

    @Test func tellsTheSkewAndRefusesItOnlyWhenTold() throws {
        let later = SigningBench.now.later(milliseconds: 360_000)
        let loose = try bench.check(bench.request(), at: later)
        #expect(loose.isAccepted)
        #expect(loose.skewMilliseconds == -360_000)
        #expect(loose.faults.map(\.mistake) == [.clockSkew])
        let strict = SignaturePolicy(allowedSkewMilliseconds: 300_000)
        let refused = try bench.check(bench.request(), policy: strict, at: later)
        #expect(refused.status == 401)
        #expect(refused.sentence.contains("6 min behind this clock"))
        #expect(
            try bench.check(bench.request(), policy: strict, at: SigningBench.now.later(milliseconds: 300_000))
                .isAccepted)
        let hour = try bench.check(
            bench.request(), policy: strict, at: SigningBench.now.later(milliseconds: -3_601_000))
        #expect(hour.sentence.contains("local time"))
    }

    @Test func namesWhatIsWrongWithTheCertificate() throws {
        let now = SigningBench.now
        let cases: [(SignatureMistake, String, @Sendable (inout SigningCertificate) -> Void)] = [
            (.certificateExpired, "expired", { $0.notAfter = now.later(milliseconds: -1_000) }),
            (.certificateNotYetValid, "valid from", { $0.notBefore = now.later(milliseconds: 1_000) }),
            (.certificateOtherIssuer, "was issued by", { $0.standing = .notTrusted("was issued by CN=x") }),
            (.certificateOfAnother, "not enrolled", { $0.digest = "cd" }),
            (.certificateCarriageReturns, "CRLF", { $0.problems = [.carriageReturns] }),
            (.certificateDER, "DER", { $0.problems = [.der] }),
            (.certificateNotWrapped, "PEM text itself", { $0.problems = [.bareText] }),
            (.certificateEncodedTwice, "twice", { $0.problems = [.encodedTwice] }),
            (.certificatePrivateKey, "private key", { $0.problems = [.privateKey] }),
        ]
        for (mistake, words, change) in cases {
            let found = try bench.check(bench.request(), change)
            #expect(found.faults.map(\.mistake) == [mistake])
            #expect(found.sentence.contains(words), "\(found.sentence)")
            #expect(found.status == 401)
        }
        let other = try bench.check(bench.request()) { $0.key = .other("P-256") }
        #expect(other.faults.contains { $0.mistake == .certificateKeyKind })
        var request = try bench.request()
        request.headers[3].value = "nothing"
        #expect(try bench.check(request).faults.map(\.mistake) == [.certificateUnreadable])
    }

    @Test func namesTheOwnerOfACertificateAndTakesItsStatusFromTheSettings() throws {
        let check = SignatureCheck(
            policy: SignaturePolicy(ownerStatus: 403),
            tools: try bench.tools(owner: { $0 == "cd" ? "1200481261 (MSS ABCD)" : nil }) { $0.digest = "cd" })
        let found = try check.check(bench.request(), party: SigningBench.party, at: SigningBench.now)
        #expect(found.status == 403)
        #expect(found.sentence.contains("1200481261 (MSS ABCD)"))
        #expect(try check.check(bench.request(), party: nil, at: SigningBench.now).isAccepted)
    }

    @Test func helpKeepsToTheAnswersLength() throws {
        var request = try bench.request()
        request.headers = []
        request.body = Array(repeating: 0x41, count: 1_000)
        let found = try bench.check(request)
        #expect(found.help.count <= 500 && found.help.contains("also: "))
    }

    @Test func aPreparedRequestIsAccepted() throws {
        let made = try SignatureHeaders.sign(
            method: "post", url: SigningBench.url, date: SigningBench.now, body: SigningBench.body,
            certificatePEM: "CERT\r\nIFICATE", sha256: { SigningBench.hash(.sha256, $0) },
            sign: { bytes in Array(Data(base64Encoded: try bench.sign(bytes)) ?? Data()) })
        #expect(made.date == SigningBench.date)
        #expect(made.certificate == Data("CERT\nIFICATE".utf8).base64EncodedString())
        var fields = made.fields
        fields[3].value = SigningBench.certificateHeader
        let request = ReceivedRequest(
            method: "POST", url: SigningBench.url, headers: fields, body: SigningBench.body)
        #expect(try bench.check(request).isAccepted)
    }
}
