import Foundation
import Kernel
import TestSupport
import Testing
import Trust

/// Keys and an authority that all tests share, since RSA keys take their time.
struct TrustBench: Sendable {
    static let shared = TrustBench()

    static let now = Instant(milliseconds: 1_790_000_000_000)  // 2026-09-21T14:13:20Z
    let rsa: PrivateKey
    let otherRSA: PrivateKey
    let rootKey: PrivateKey
    let authority: CertificateAuthority
    let leaf: CertificateDocument

    private init() {
        do {
            rsa = try PrivateKey.make(.rsa2048)
            otherRSA = try PrivateKey.make(.rsa2048)
            rootKey = try PrivateKey.make(.p256)
            var generator = SeededGenerator(seed: 5)
            authority = try CertificateAuthority.make(key: rootKey, at: Self.now, using: &generator)
            leaf = try authority.issue(Self.party, for: rsa, at: Self.now, using: &generator)
        } catch {
            preconditionFailure("no keys and certificates can be made: \(error)")
        }
    }

    static let party = CertificateAuthority.Leaf(
        commonName: "2300481261", organisation: "ABCD", hosts: ["localhost", "127.0.0.1", "::1", "dip.example"],
        uris: ["urn:changeover:dip:SUP:2300481261"])

    /// The `openssl` of the system; nil where there is none, which is said.
    static let openssl: URL? = {
        let place = URL(fileURLWithPath: "/usr/bin/openssl")
        if FileManager.default.isExecutableFile(atPath: place.path) { return place }
        Repository.say("ABSENT: /usr/bin/openssl; the checks by it are passed over")
        return nil
    }()

    /// Runs `openssl` in a folder.
    static func run(_ openssl: URL, _ words: String, in folder: TemporaryFolder) async throws -> Subprocess.Outcome {
        try await Subprocess.run(openssl, words.split(separator: " ").map(String.init), in: folder.url)
    }
}
