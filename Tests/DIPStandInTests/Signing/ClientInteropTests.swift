import DIP
import DIPStandIn
import Foundation
import Kernel
import TestSupport
import Testing
import Trust

/// The product against the independent client in Python: signatures both ways, and its webhook over mutual TLS with the
/// certificates that the product issues.
@Suite struct ClientInteropTests {
    static let url = "https://localhost:8443/dip-channel/IF-021"
    static let body = Array("[{\"Name\":\"Zoë\"}]".utf8)

    static func client(_ arguments: [String], input: [UInt8] = []) async throws -> Subprocess.Outcome {
        try await Subprocess.run(
            Subprocess.python, ["-B", Repository.file("Tests/Clients/dip_client.py").path] + arguments, input: input,
            environment: ["PYTHONPATH": Repository.file(".build-python").path])
    }

    /// The instant of this test run: Python judges certificates by the clock.
    static var now: Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) }

    struct Scene {
        var bench: EnrolmentBench
        var outcome: Enrolment.Outcome
        var desk: SigningDesk
        var party: SigningParty

        init() throws {
            bench = try EnrolmentBench(at: ClientInteropTests.now)
            outcome = try bench.enrol(EnrolmentBench.request("SUP"), at: ClientInteropTests.now)
            desk = SigningDesk(roots: TrustRoots([bench.enrolment.authority.certificate]))
            let credentials = try bench.folder.credentials(of: bench.folder.party(named: "ABCD"))
            party = SigningParty(name: "ABCD", certificateDigest: credentials.certificate.digest)
        }

        /// What the desk says of a request that the client signs with these arguments.
        func diagnosis(of arguments: [String]) async throws -> SignatureDiagnosis {
            // The signature is judged as of before it was made: beside other tests its answer may be read much later.
            let began = ClientInteropTests.now
            let signed = try await client(
                ["sign", url, "--certificate", outcome.certificate, "--key", outcome.key, "--file", "-"] + arguments,
                input: body)
            #expect(signed.succeeded, "\(signed.errors)")
            let headers = signed.text.split(separator: "\n").map { line in
                let pieces = line.split(separator: ":", maxSplits: 1)
                return HeaderField(name: String(pieces[0]), value: pieces[1].trimmingCharacters(in: .whitespaces))
            }
            let request = ReceivedRequest(method: "POST", url: url, headers: headers, body: body)
            return desk.check().check(request, party: party, at: began)
        }
    }

    @Test func acceptsWhatTheClientSigns() async throws {
        let found = try await Scene().diagnosis(of: [])
        #expect(found.isAccepted, "\(found.report)")
        #expect(found.certificate?.standing == .trusted)
    }

    @Test func namesWhatTheClientDoesWrong() async throws {
        let scene = try Scene()
        for (arguments, mistakes) in [
            (["--scheme", "pss"], [SignatureMistake.paddingPSS]), (["--scheme", "pss-max"], [.paddingPSS]),
            (["--scheme", "pss-mgf-sha1"], [.paddingPSS]), (["--digest", "sha1"], [.digestAlgorithm]),
            (["--scheme", "pss-max", "--digest", "sha512"], [.paddingPSS, .digestAlgorithm]),
            (["--text", "{method};{url};{date};{hash}"], [.urlCase]),
            (["--text", "{method};/dip-channel/IF-021;{date};{hash}"], [.urlPathOnly]),
            (["--text", "{method}\n{lower}\n{date}\n{hash}"], [.separator]),
            (["--date", "2025-06-12T09:30:15Z"], [.dateForm, .clockSkew]),
        ] {
            let found = try await scene.diagnosis(of: arguments)
            #expect(found.faults.map(\.mistake) == mistakes, "\(arguments): \(found.report)")
        }
    }

    @Test func theClientVerifiesWhatWeSign() async throws {
        let scene = try Scene()
        let credentials = try scene.bench.folder.credentials(of: scene.bench.folder.party(named: "ABCD"))
        let signer = try PartySigner(key: credentials.key, certificate: credentials.certificate)
        for (sent, received, verified) in [
            (Self.body, Self.body, true), (Self.body, Self.body + [0x20], false), ([], [], true),
        ] as [([UInt8], [UInt8], Bool)] {
            let headers = try signer.headers(url: Self.url, date: Self.now, body: sent)
            let text = headers.fields.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
            let place = try scene.bench.temporary.write(received, to: "body")
            let said = try await Self.client(
                [
                    "verify", Self.url, "--headers", "-", "--authority", scene.outcome.certificateAuthority, "--file",
                    place.path,
                ], input: Array(text.utf8))
            #expect(said.succeeded == verified, "\(said.text)\(said.errors)")
        }
        #expect(throws: TrustError.self) {
            try PartySigner(key: EnrolmentBench.keys[1], certificate: credentials.certificate)
        }
    }

    /// Our certificates serve as server's and as client's in another TLS implementation, and a stranger's do not.
    @Test func theClientsWebhookTalksToItself() async throws {
        var scene = try Scene()
        let other = try scene.bench.enrol(EnrolmentBench.request("SDS", "EFGH"), key: 1, at: Self.now)
        let strangers = try Scene()
        let stranger = strangers.outcome
        let script = """
            import json, sys, threading
            sys.path.insert(0, sys.argv[1])
            import dip_client, requests
            root, certificate, key, peer, peer_key, foreign, foreign_key = sys.argv[2:9]
            with open(sys.argv[9], "w+") as log:
                server = dip_client.receive("127.0.0.1", 0, peer, peer_key, root, file=log, statuses=[503, 201])
                threading.Thread(target=server.serve_forever, daemon=True).start()
                url = "https://localhost:%d/dip/IF-021" % server.server_address[1]
                body = b'[{"payload":{"CommonBlock":{"S0":{"senderUniqueReference":"S-1"}}}}]'
                print(dip_client.send(url, body, certificate, key, root, "k").status_code)
                answer = dip_client.send(url, body, certificate, key, root, "k")
                print(answer.status_code, answer.json()["messageArray"][0]["senderUniqueReference"])
                print(dip_client.send(url, body, certificate, key, root, "k", headers={"X-DIP-Signature": "AAAA"}).status_code)
                try:
                    print(dip_client.send(url, body, foreign, foreign_key, root, "k").status_code)
                except requests.RequestException:
                    print("refused")
                server.shutdown()
                log.seek(0)
                print([json.loads(line).get("verified") for line in log])
            """
        let outcome = try await Subprocess.run(
            Subprocess.python,
            [
                "-B", "-c", script, Repository.file("Tests/Clients").path, scene.outcome.certificateAuthority,
                scene.outcome.certificate, scene.outcome.key, other.certificate, other.key, stranger.certificate,
                stranger.key, scene.bench.temporary.file("log").path,
            ], environment: ["PYTHONPATH": Repository.file(".build-python").path])
        #expect(
            outcome.text == "503\n201 S-1\n401\nrefused\n[True, True, False, None]\n",
            "\(outcome.text)\(outcome.errors)")
        // Their folders go with them.
        withExtendedLifetime((scene, strangers)) {}
    }

    @Test func theClientExplainsItself() async throws {
        for words in [
            ["--help"], ["sign", "--help"], ["send", "--help"], ["verify", "--help"], ["receive", "--help"],
        ] {
            let said = try await Self.client(words)
            #expect(said.succeeded && said.text.contains("usage:"))
        }
        #expect(try await Self.client([]).status == 64)
        #expect(try await Self.client(["sign", "x", "--certificate", "/none", "--key", "/none"]).status == 64)
    }
}

@Suite struct SigningDeskTests {
    /// Every way in which a certificate's header comes, with a real certificate and a signature that holds.
    @Test func namesTheFormOfTheCertificatesHeader() throws {
        let scene = try ClientInteropTests.Scene()
        let credentials = try scene.bench.folder.credentials(of: scene.bench.folder.party(named: "ABCD"))
        let signer = try PartySigner(key: credentials.key, certificate: credentials.certificate)
        let pem = credentials.certificate.pem
        let headers = try signer.headers(
            url: ClientInteropTests.url, date: ClientInteropTests.now, body: ClientInteropTests.body)
        let crlf = pem.replacingOccurrences(of: "\n", with: "\r\n")
        for (text, mistakes) in [
            (headers.certificate, [SignatureMistake]()),
            (Data(credentials.certificate.der).base64EncodedString(), [.certificateDER]),
            (Data(crlf.utf8).base64EncodedString(), [.certificateCarriageReturns]),
            (pem.replacingOccurrences(of: "\n", with: " "), [.certificateNotWrapped]),
            (Data((pem + credentials.key.pem).utf8).base64EncodedString(), [.certificatePrivateKey]),
            ("AAAA", [.certificateUnreadable]), ("%", [.certificateUnreadable]),
            (Data(String(repeating: "0", count: 40).utf8).base64EncodedString(), [.certificateUnreadable]),
        ] {
            var fields = headers.fields
            fields[3].value = text
            let request = ReceivedRequest(
                method: "POST", url: ClientInteropTests.url, headers: fields, body: ClientInteropTests.body)
            let found = scene.desk.check().check(request, party: scene.party, at: ClientInteropTests.now)
            #expect(found.faults.map(\.mistake) == mistakes, "\(found.report)")
            // With the strangest header the certificate is still read, and the signature proven.
            #expect(found.isReceivedProven == (found.certificate != nil))
        }
    }

    @Test func anAuthorityThatIsNotTrustedIsNamed() throws {
        let scene = try ClientInteropTests.Scene()
        let stranger = try ClientInteropTests.Scene()
        let credentials = try stranger.bench.folder.credentials(of: stranger.bench.folder.party(named: "ABCD"))
        let signer = try PartySigner(key: credentials.key, certificate: credentials.certificate)
        let headers = try signer.headers(
            url: ClientInteropTests.url, date: ClientInteropTests.now, body: ClientInteropTests.body)
        let request = ReceivedRequest(
            method: "POST", url: ClientInteropTests.url, headers: headers.fields, body: ClientInteropTests.body)
        let found = scene.desk.check().check(request, party: nil, at: ClientInteropTests.now)
        #expect(found.faults.map(\.mistake) == [.certificateOtherIssuer])
        let loose = SignaturePolicy(requiresTrustedIssuer: false)
        #expect(scene.desk.check(policy: loose).check(request, party: nil, at: ClientInteropTests.now).isAccepted)
    }
}

@Suite struct ExplainedRequestTests {
    @Test func explainsAFile() throws {
        let scene = try ClientInteropTests.Scene()
        let credentials = try scene.bench.folder.credentials(of: scene.bench.folder.party(named: "ABCD"))
        let signer = try PartySigner(key: credentials.key, certificate: credentials.certificate)
        let now = ClientInteropTests.now
        let headers = try signer.headers(url: ClientInteropTests.url, date: now, body: ClientInteropTests.body)
        func file(target: String, host: String?, apiKey: String, body: [UInt8] = ClientInteropTests.body) -> [UInt8] {
            let lines =
                ["POST \(target) HTTP/1.1"] + (host.map { ["Host: \($0)"] } ?? []) + ["X-API-Key: \(apiKey)"]
                + headers.fields.map { "\($0.name): \($0.value)" }
            return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
        }
        func explain(_ bytes: [UInt8], url: String? = nil) throws -> ExplainedRequest {
            try ExplainedRequest(bytes: bytes, url: url, desk: scene.desk, register: scene.bench.register, at: now)
        }
        let key = scene.outcome.apiKey
        let good = try explain(file(target: "/dip-channel/IF-021", host: "localhost:8443", apiKey: key))
        #expect(good.diagnosis.isAccepted && good.notes == [])
        let elsewhere = try explain(file(target: "/dip-channel/IF-021", host: "127.0.0.1:8443", apiKey: key))
        #expect(elsewhere.diagnosis.faults.map(\.mistake) == [.urlHost])
        #expect(elsewhere.report.contains("likely mistake: the URL was signed for the host localhost:8443"))
        let told = try explain(file(target: "/x", host: nil, apiKey: "other"), url: ClientInteropTests.url)
        #expect(told.diagnosis.isAccepted && told.notes.count == 1)
        let edited = try explain(
            file(target: ClientInteropTests.url, host: nil, apiKey: key, body: ClientInteropTests.body + [0x0A]))
        #expect(edited.diagnosis.faults.map(\.mistake) == [.hashOtherLayout])
        #expect(edited.diagnosis.sentence.contains("without the line end"))
        #expect(throws: ExplainedRequest.Problem.noURL) { try explain(file(target: "/x", host: nil, apiKey: key)) }
        #expect(throws: ExplainedRequest.Problem.notARequest(.empty)) { try explain([]) }
    }

    /// Whatever a sender puts into the headers, the answer is a diagnosis of a bounded size.
    @Test func standsAnyHeaders() async throws {
        let scene = try ClientInteropTests.Scene()
        let credentials = try scene.bench.folder.credentials(of: scene.bench.folder.party(named: "ABCD"))
        let signer = try PartySigner(key: credentials.key, certificate: credentials.certificate)
        let headers = try signer.headers(
            url: ClientInteropTests.url, date: ClientInteropTests.now, body: ClientInteropTests.body)
        let check = scene.desk.check(policy: SignaturePolicy(tries: 20))
        let party = scene.party
        let now = ClientInteropTests.now
        try await Property.check(seed: 31, count: 300) { generator in
            var fields = headers.fields
            let changed = generator.nextBelow(4)
            var bytes = Array(fields[changed].value.utf8)
            for _ in 0...generator.nextBelow(4) {
                bytes[generator.nextBelow(bytes.count)] = UInt8(generator.nextBelow(256))
            }
            fields[changed].value = String(decoding: bytes, as: UTF8.self)
            let request = ReceivedRequest(
                method: "POST", url: ClientInteropTests.url, headers: fields, body: ClientInteropTests.body)
            let found = check.check(request, party: party, at: now)
            try Property.hold(
                found.isAccepted == (fields == headers.fields), "a changed header passes: \(fields[changed])")
            try Property.hold(found.help.count <= 500 && found.report.utf8.count < 40_000, "the answer is too long")
        }
    }
}
