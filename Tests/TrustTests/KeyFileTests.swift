import Foundation
import Kernel
import Synchronization
import TestSupport
import Testing
import Trust

@Suite struct KeyFileTests {
    let bench = TrustBench.shared

    func mode(_ place: URL) throws -> Int {
        try #require(
            FileManager.default.attributesOfItem(atPath: place.path)[.posixPermissions] as? NSNumber
        ).intValue
    }

    @Test func filesAreForTheirOwnerAlone() async throws {
        try await TemporaryFolder.with { folder in
            let place = folder.file("a/b/key.pem")
            try PrivateFile.makeFolder(place.deletingLastPathComponent())
            try PrivateFile.write(Array(bench.rsa.pem.utf8), to: place)
            #expect(try mode(place) == 0o600)
            #expect(try mode(folder.file("a/b")) == 0o700)
            #expect(try PrivateKey(file: place).pem == bench.rsa.pem)
            try PrivateFile.write([1, 2], to: place)
            #expect(try PrivateFile.read(place) == [1, 2])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("a/b").path) == ["key.pem"])
        }
    }

    @Test func refusesAKeyThatOthersCanRead() async throws {
        try await TemporaryFolder.with { folder in
            let place = folder.file("key.pem")
            for mode in [0o640, 0o604, 0o644, 0o660, 0o601] {
                try PrivateFile.write(Array(bench.rsa.pem.utf8), to: place, mode: mode)
                let error = #expect(throws: TrustError.self) { try PrivateKey(file: place) }
                #expect(error == .readableByOthers(path: place.path, mode: "0" + String(mode, radix: 8)))
                #expect(error?.advice.contains("chmod 600 \(place.path)") == true)
                _ = try PrivateKey(file: place, allowsOthers: true)
            }
        }
    }

    @Test func errorsNameThePath() async throws {
        try await TemporaryFolder.with { folder in
            let missing = folder.file("none.pem")
            let error = #expect(throws: TrustError.self) { try PrivateKey(file: missing) }
            #expect(error?.description.contains(missing.path) == true)
            #expect(throws: TrustError.self) { try PrivateFile.read(folder.url) }
            #expect(throws: TrustError.self) { try PrivateFile.write([1], to: folder.file("none/key.pem")) }
            try PrivateFile.write(Array("words".utf8), to: missing)
            let other = #expect(throws: TrustError.self) { try PrivateKey(file: missing) }
            #expect(other?.description.contains(missing.path) == true && other?.advice.isEmpty == false)
            #expect(throws: TrustError.self) { try PrivateFile.read(missing, limit: 3) }
        }
    }

    @Test func readsTheKeysThatOpensslMakes() async throws {
        guard let openssl = TrustBench.openssl else { return }
        try await TemporaryFolder.with { folder in
            for (name, words, isRSA) in [
                ("rsa", "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.pem", true),
                ("old", "rsa -in rsa.pem -traditional -out old.pem", true),
                ("ec", "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out ec.pem", false),
            ] {
                let made = try await TrustBench.run(openssl, words, in: folder)
                #expect(made.succeeded, "\(made.errors)")
                #expect(try PrivateKey(file: folder.file(name + ".pem"), allowsOthers: true).isRSA == isRSA)
            }
            try folder.write(Array(bench.rsa.pem.utf8), to: "ours.pem")
            #expect(try await TrustBench.run(openssl, "rsa -in ours.pem -check -noout", in: folder).succeeded)
        }
    }

    @Test func theAuthorityIsMadeOnceAndReadAgain() async throws {
        try await TemporaryFolder.with { folder in
            let place = folder.file("dip/authority")
            var generator = SeededGenerator(seed: 1)
            let made = try CertificateAuthority.openOrMake(folder: place, at: TrustBench.now, using: &generator)
            let again = try CertificateAuthority.openOrMake(
                folder: place, at: TrustBench.now.later(milliseconds: 5), using: &generator)
            #expect(made.certificate == again.certificate && made.key.pem == again.key.pem)
            #expect(try mode(CertificateAuthority.keyFile(in: place)) == 0o600)
            #expect(try mode(place) == 0o700)
            try FileManager.default.removeItem(at: CertificateAuthority.keyFile(in: place))
            #expect(throws: TrustError.self) { try CertificateAuthority(folder: place) }
        }
    }

    @Test func oneHolderAtATimeHasAFolder() async throws {
        try await TemporaryFolder.with { folder in
            let held = try FolderLock(folder: folder.url)
            let error = #expect(throws: TrustError.self) { try FolderLock(folder: folder.url, tries: 2) }
            #expect(error?.because == "another process holds it")
            held.release()
            held.release()
            let next = try FolderLock(folder: folder.url, tries: 1)
            withExtendedLifetime(next) {}
            #expect(throws: TrustError.self) { try FolderLock(folder: folder.file("none")) }
        }
    }

    @Test func severalAtOnceAgreeOnOneAuthority() async throws {
        try await TemporaryFolder.with { folder in
            let place = folder.file("dip/authority")
            let digests = try await withThrowingTaskGroup(of: String.self) { group in
                for seed in 0..<8 {
                    group.addTask {
                        var generator = SeededGenerator(seed: UInt64(seed))
                        return try CertificateAuthority.openOrMake(
                            folder: place, at: TrustBench.now, using: &generator
                        ).certificate.digest
                    }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(digests.count == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("dip").path) == ["authority"])
        }
    }
}

@Suite struct SignerTests {
    let bench = TrustBench.shared

    @Test func opensslVerifiesOurSignatureAndWeTheirs() async throws {
        let text = "POST;https://localhost:8443/dip-channel/if-021;2025-06-12T09:30:15.123Z;abc="
        let signer = try MessageSigner(key: bench.rsa)
        let signature = try signer.signature(of: Array(text.utf8))
        #expect(try signer.signature(of: text) == Data(signature).base64EncodedString())
        let verifier = MessageVerifier()
        #expect(verifier.verifies(signature, of: Array(text.utf8), with: bench.leaf))
        guard let openssl = TrustBench.openssl else { return }
        try await TemporaryFolder.with { folder in
            try folder.write(Array(text.utf8), to: "text")
            try folder.write(signature, to: "signature")
            try folder.write(Array(bench.rsa.pem.utf8), to: "key.pem")
            try folder.write(Array(bench.leaf.pem.utf8), to: "leaf.pem")
            _ = try await TrustBench.run(openssl, "x509 -in leaf.pem -noout -pubkey -out public.pem", in: folder)
            let said = try await TrustBench.run(
                openssl, "dgst -sha256 -verify public.pem -signature signature text", in: folder)
            #expect(said.succeeded, "\(said.text)\(said.errors)")
            _ = try await TrustBench.run(openssl, "dgst -sha256 -sign key.pem -out theirs text", in: folder)
            // PKCS#1 v1.5 has no chance in it: both make the same bytes.
            #expect([UInt8](try Data(contentsOf: folder.file("theirs"))) == signature)
        }
    }

    @Test func refusesEveryOtherSignature() throws {
        let bytes = Array("text".utf8)
        let signature = try MessageSigner(key: bench.rsa).signature(of: bytes)
        let verifier = MessageVerifier()
        var damaged = signature
        damaged[0] ^= 1
        #expect(!verifier.verifies(damaged, of: bytes, with: bench.leaf))
        #expect(!verifier.verifies(signature, of: bytes + [0], with: bench.leaf))
        #expect(!verifier.verifies([], of: bytes, with: bench.leaf))
        #expect(!verifier.verifies(signature, of: bytes, with: bench.authority.certificate))
        let other = try MessageSigner(key: bench.otherRSA).signature(of: bytes)
        #expect(!verifier.verifies(other, of: bytes, with: bench.leaf))
        #expect(throws: TrustError.self) { try MessageSigner(key: bench.rootKey) }
    }

    @Test func keepsTheLastKeysOnly() throws {
        let kept = LastUsed<Int, Int>(capacity: 3)
        let made = Mutex(0)
        func use(_ key: Int) -> Int? {
            kept.value(for: key) {
                made.withLock { $0 += 1 }
                return key * 10
            }
        }
        for key in [1, 2, 3, 1, 4, 1, 2] { #expect(use(key) == key * 10) }
        // 1, 2, 3 and 4 were made; 2 was used longest ago when 4 came, so it was made again and put 3 out.
        #expect(made.withLock { $0 } == 5)
        #expect(kept.count == 3)
        #expect(kept.value(for: 9) { nil } == nil)
        #expect(kept.count == 3)
    }

    @Test func servesManyAtOnce() async throws {
        let bytes = Array("text".utf8)
        let signature = try MessageSigner(key: bench.rsa).signature(of: bytes)
        let verifier = MessageVerifier(capacity: 1)
        let leaf = bench.leaf
        let results = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<64 {
                group.addTask { verifier.verifies(signature, of: number.isMultiple(of: 2) ? bytes : [1], with: leaf) }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(results.filter { $0 }.count == 32)
        #expect(verifier.keptKeys == 1)
    }
}
