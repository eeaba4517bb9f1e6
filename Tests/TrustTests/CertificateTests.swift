import Foundation
import Kernel
import SwiftASN1
import TestSupport
import Testing
import Trust
@_spi(FixedExpiryValidationTime) import X509

@Suite struct CertificateTests {
    let bench = TrustBench.shared

    @Test func saysWhatACertificateHolds() {
        let leaf = bench.leaf
        #expect(leaf.subject.contains("CN=2300481261") && leaf.subject.contains("O=ABCD"))
        #expect(leaf.issuer == bench.authority.certificate.subject)
        #expect(
            leaf.names == [
                "DNS:localhost", "IP:127.0.0.1", "IP:0:0:0:0:0:0:0:1", "DNS:dip.example",
                "URI:urn:changeover:dip:SUP:2300481261",
            ])
        #expect(leaf.notBefore == TrustBench.now.later(milliseconds: -300_000))
        #expect(leaf.notAfter == TrustBench.now.later(milliseconds: 365 * 86_400_000))
        #expect(leaf.serial.count == 32)
        #expect(leaf.digest.count == 64)
        #expect(!leaf.isAuthority && bench.authority.certificate.isAuthority)
        #expect(!leaf.pem.contains("\r") && leaf.pem.hasSuffix("-----END CERTIFICATE-----\n"))
        guard case .rsa(let bits, let modulus, let exponent) = leaf.key else {
            Issue.record("the key is not RSA")
            return
        }
        #expect(bits == 2_048 && modulus.count == 256 && exponent == [1, 0, 1])
    }

    @Test func serialNumbersComeFromTheSourceGiven() throws {
        var first = SeededGenerator(seed: 9)
        var second = SeededGenerator(seed: 9)
        let one = try bench.authority.issue(TrustBench.party, for: bench.rsa, at: TrustBench.now, using: &first)
        let other = try bench.authority.issue(TrustBench.party, for: bench.rsa, at: TrustBench.now, using: &second)
        let next = try bench.authority.issue(TrustBench.party, for: bench.rsa, at: TrustBench.now, using: &first)
        #expect(one.serial == other.serial && one.serial != next.serial)
    }

    @Test func judgesCertificates() throws {
        var generator = SeededGenerator(seed: 3)
        let roots = TrustRoots([bench.authority.certificate])
        let expired = try bench.authority.issue(
            TrustBench.party.expired(), for: bench.rsa, at: TrustBench.now, using: &generator)
        let stranger = try CertificateAuthority.make(
            .init(commonName: "Stranger"), key: bench.otherRSA, at: TrustBench.now, using: &generator)
        let foreign = try stranger.issue(TrustBench.party, for: bench.rsa, at: TrustBench.now, using: &generator)
        let impostor = try CertificateAuthority.make(key: bench.otherRSA, at: TrustBench.now, using: &generator)
        let forged = try impostor.issue(TrustBench.party, for: bench.rsa, at: TrustBench.now, using: &generator)
        let end = bench.leaf.notAfter
        #expect(roots.troubles(of: bench.leaf, at: TrustBench.now) == [])
        #expect(roots.troubles(of: bench.leaf, at: end) == [])
        #expect(roots.troubles(of: bench.leaf, at: end.later(milliseconds: 1)) == [.expired(at: end)])
        let start = bench.leaf.notBefore
        #expect(roots.troubles(of: bench.leaf, at: start.later(milliseconds: -1)) == [.notYetValid(from: start)])
        #expect(
            roots.troubles(of: expired, at: TrustBench.now)
                == [.expired(at: TrustBench.now.later(milliseconds: -3_600_000))])
        #expect(roots.troubles(of: foreign, at: TrustBench.now) == [.otherIssuer(stranger.certificate.subject)])
        #expect(roots.troubles(of: forged, at: TrustBench.now) == [.forged(issuer: forged.issuer)])
        #expect(roots.troubles(of: foreign, others: [stranger.certificate], at: TrustBench.now).count == 1)
    }

    /// The library's own verifier says the same of every certificate that the product judges.
    @Test func agreesWithTheLibrarysVerifier() async throws {
        var generator = SeededGenerator(seed: 4)
        let impostor = try CertificateAuthority.make(key: bench.otherRSA, at: TrustBench.now, using: &generator)
        let samples = [
            bench.leaf, bench.authority.certificate,
            try bench.authority.issue(
                TrustBench.party.expired(), for: bench.rsa, at: TrustBench.now, using: &generator),
            try impostor.issue(TrustBench.party, for: bench.rsa, at: TrustBench.now, using: &generator),
        ]
        let roots = TrustRoots([bench.authority.certificate])
        let store = CertificateStore([try Certificate(derEncoded: bench.authority.certificate.der)])
        let date = Date(timeIntervalSince1970: Double(TrustBench.now.milliseconds) / 1_000)
        for sample in samples {
            var verifier = Verifier(rootCertificates: store) { RFC5280Policy(fixedExpiryValidationTime: date) }
            let result = await verifier.validate(
                leaf: try Certificate(derEncoded: sample.der), intermediates: CertificateStore())
            let isValid = if case .validCertificate = result { true } else { false }
            #expect(roots.troubles(of: sample, at: TrustBench.now).isEmpty == isValid, "\(sample.subject)")
        }
    }

    @Test func opensslReadsAndVerifies() async throws {
        guard let openssl = TrustBench.openssl else { return }
        try await TemporaryFolder.with { folder in
            try folder.write(Array(bench.leaf.pem.utf8), to: "leaf.pem")
            try folder.write(Array(bench.authority.certificate.pem.utf8), to: "root.pem")
            let text = try await TrustBench.run(
                openssl, "x509 -in leaf.pem -noout -text -fingerprint -sha256", in: folder
            ).text
            for words in [
                "CN = 2300481261", "O = ABCD", "DNS:localhost", "IP Address:127.0.0.1", "IP Address:0:0:0:0:0:0:0:1",
                "URI:urn:changeover:dip:SUP:2300481261", "CA:FALSE", "Digital Signature, Key Encipherment",
                "TLS Web Client Authentication", "TLS Web Server Authentication", "(2048 bit)", "Version: 3",
                "Not After : Sep 21 14:13:20 2027 GMT",
            ] { #expect(text.contains(words), "\(words) is not in\n\(text)") }
            let plain = text.replacingOccurrences(of: ":", with: "").lowercased()
            #expect(plain.contains(bench.leaf.digest) && plain.contains(bench.leaf.serial))
            let root = try await TrustBench.run(openssl, "x509 -in root.pem -noout -text", in: folder).text
            #expect(root.contains("CA:TRUE, pathlen:0") && root.contains("Certificate Sign, CRL Sign"))
            for purpose in ["sslclient", "sslserver"] {
                let seconds = TrustBench.now.milliseconds / 1_000
                let good = try await TrustBench.run(
                    openssl, "verify -x509_strict -attime \(seconds) -purpose \(purpose) -CAfile root.pem leaf.pem",
                    in: folder)
                #expect(good.succeeded, "\(good.text)\(good.errors)")
            }
            let late = TrustBench.now.milliseconds / 1_000 + 366 * 86_400
            #expect(
                try await !TrustBench.run(openssl, "verify -attime \(late) -CAfile root.pem leaf.pem", in: folder)
                    .succeeded)
        }
    }

    @Test func pythonReadsAndVerifies() async throws {
        let script = """
            import sys
            from cryptography import x509
            from cryptography.hazmat.primitives import hashes
            sys.path.insert(0, sys.argv[1])
            from dip_signature import check_issued_by
            end = b"-----END CERTIFICATE-----"
            leaf, root = (x509.load_pem_x509_certificate(part + end + b"\\n")
                          for part in sys.stdin.buffer.read().split(end)[:2])
            check_issued_by(leaf, root)
            check_issued_by(root, root)
            print(leaf.fingerprint(hashes.SHA256()).hex(), format(leaf.serial_number, "x"))
            """
        let input = Array((bench.leaf.pem + bench.authority.certificate.pem).utf8)
        let outcome = try await Subprocess.run(
            Subprocess.python, ["-B", "-c", script, Repository.file("Tests/Clients").path], input: input)
        #expect(outcome.text == "\(bench.leaf.digest) \(bench.leaf.serial)\n", "\(outcome.errors)")
    }

    @Test func refusesWhatIsNoCertificate() {
        #expect(throws: TrustError.self) { try CertificateDocument(pem: "words") }
        #expect(throws: TrustError.self) { try CertificateDocument(der: [0x30, 0x03, 1, 2, 3]) }
        #expect(throws: TrustError.self) { try CertificateDocument(pem: bench.rsa.pem) }
        #expect(throws: TrustError.notAPair(key: "beside it", certificate: "the root given")) {
            try CertificateAuthority(certificate: bench.authority.certificate, key: bench.rsa)
        }
        #expect(throws: TrustError.self) { try CertificateAuthority(certificate: bench.leaf, key: bench.rsa) }
    }

    @Test func readsDamagedCertificatesWithoutACrash() async throws {
        let der = bench.leaf.der
        try await Property.check(seed: 21, count: 400) { generator in
            var bytes = der
            for _ in 0...generator.nextBelow(3) {
                bytes[generator.nextBelow(bytes.count)] = UInt8(generator.nextBelow(256))
            }
            guard let read = try? CertificateDocument(der: bytes) else { return }
            let good = TrustRoots([bench.authority.certificate]).troubles(of: read, at: TrustBench.now).isEmpty
            try Property.hold(!good || bytes == der, "a damaged certificate is trusted")
            _ = (read.names, read.key, read.isAuthority)
        }
    }
}
