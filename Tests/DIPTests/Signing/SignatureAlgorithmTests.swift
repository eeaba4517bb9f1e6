import Crypto
import CryptoExtras
import DIP
import Foundation
import Kernel
import TestSupport
import Testing

/// Wrong ways to make the signature itself.
@Suite struct SignatureAlgorithmTests {
    let bench = SigningBench.shared
    let text = Array(SigningBench.Parts().text.utf8)

    func diagnosis(_ signature: String) throws -> SignatureDiagnosis {
        try bench.check(SigningBench.request(signature: signature))
    }

    func base64(_ signature: _RSA.Signing.RSASignature) -> String { signature.rawRepresentation.base64EncodedString() }

    @Test func namesOtherDigests() throws {
        let made = [
            (
                "SHA-1",
                base64(try bench.key.signature(for: Insecure.SHA1.hash(data: text), padding: .insecurePKCS1v1_5))
            ),
            ("SHA-384", base64(try bench.key.signature(for: SHA384.hash(data: text), padding: .insecurePKCS1v1_5))),
            ("SHA-512", base64(try bench.key.signature(for: SHA512.hash(data: text), padding: .insecurePKCS1v1_5))),
        ]
        for (name, signature) in made {
            let found = try diagnosis(signature)
            #expect(found.faults.map(\.mistake) == [.digestAlgorithm])
            #expect(found.sentence.contains(name))
            #expect(found.received == found.expected)
        }
    }

    @Test func namesPSS() throws {
        let right = base64(try bench.key.signature(for: SHA256.hash(data: text), padding: .PSS))
        let found = try diagnosis(right)
        #expect(found.faults.map(\.mistake) == [.paddingPSS])
        #expect(found.sentence.contains("salt of 32 bytes"))
        #expect(found.isReceivedProven)
        let other = base64(try bench.key.signature(for: SHA512.hash(data: text), padding: .PSS))
        #expect(try diagnosis(other).faults.map(\.mistake) == [.paddingPSS, .digestAlgorithm])
    }

    @Test func namesPSSOverTheWrongText() throws {
        let wrong = Array("POST;\(SigningBench.url);\(SigningBench.date);\(SignedStringTests.hash)".utf8)
        let signature = base64(try bench.key.signature(for: SHA256.hash(data: wrong), padding: .PSS))
        #expect(try diagnosis(signature).faults.map(\.mistake) == [.paddingPSS, .urlCase])
    }

    @Test func namesATextThatWasHashedBefore() throws {
        let digest = Array(SHA256.hash(data: text))
        #expect(try diagnosis(bench.sign(digest)).faults.map(\.mistake) == [.hashedTwice])
        let hexadecimal = Hexadecimal.encode(digest)
        #expect(try diagnosis(bench.sign(hexadecimal)).faults.map(\.mistake) == [.hashedTwice])
    }

    @Test func namesAnotherEncodingOfTheText() throws {
        let wide = try #require(String(decoding: text, as: UTF8.self).data(using: .utf16LittleEndian))
        #expect(try diagnosis(bench.sign([UInt8](wide))).faults.map(\.mistake) == [.stringEncoding])
    }

    @Test func tellsAnotherKeyFromAnotherText() throws {
        let found = try diagnosis(bench.sign(text, with: bench.otherKey))
        #expect(found.faults.map(\.mistake) == [.keyDiffers])
        #expect(found.tries == 0)
        #expect(!found.isReceivedProven)
    }

    @Test func namesADamagedSignature() throws {
        var bytes = try #require(Data(base64Encoded: bench.sign(text)))
        bytes[100] ^= 1
        #expect(try diagnosis(bytes.base64EncodedString()).faults.map(\.mistake) == [.keyDiffers])
        #expect(try diagnosis(bytes.dropLast().base64EncodedString()).faults.map(\.mistake) == [.signatureLength])
        #expect(try diagnosis("!").faults.map(\.mistake) == [.signatureEncoding])
    }

    @Test func namesOtherEncodingsOfTheSignature() throws {
        let signature = try bench.sign(text)
        let bytes = try #require(Data(base64Encoded: signature))
        let forURLs = signature.replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
        let made = [
            ("hexadecimal", Hexadecimal.encode([UInt8](bytes))),
            ("URLs", forURLs.replacingOccurrences(of: "=", with: "")),
            ("padding", signature.replacingOccurrences(of: "=", with: "")),
            ("twice", Data(signature.utf8).base64EncodedString()),
            (
                "blanks",
                bytes.base64EncodedString(options: .lineLength64Characters).replacingOccurrences(of: "\r\n", with: " ")
            ),
            ("percent", signature.replacingOccurrences(of: "=", with: "%3D")),
            ("reverse order", Data(bytes.reversed()).base64EncodedString()),
        ]
        for (words, sent) in made {
            let found = try diagnosis(sent)
            #expect(found.faults.map(\.mistake) == [.signatureEncoding], "\(words)")
            #expect(found.sentence.contains(words), "\(found.sentence)")
            #expect(found.received == found.expected)
        }
    }

    /// The product's modular power against Python's, over moduli of every size that is let through.
    @Test func raisesAsPythonDoes() async throws {
        var cases: [String] = []
        var results: [String] = []
        try await Property.check(seed: 41, count: 60) { generator in
            let size = [64, 65, 127, 128, 200, 256, 384, 512, 1_024][generator.nextBelow(9)]
            var modulus = (0..<size).map { _ in UInt8(generator.nextBelow(256)) }
            modulus[0] |= UInt8(1 << generator.nextBelow(8))
            modulus[size - 1] |= 1
            var base = (0..<size).map { _ in UInt8(generator.nextBelow(256)) }
            base[0] = 0
            let exponent = [3, 17, 65_537, generator.nextBelow(1 << 62) + 1][generator.nextBelow(4)]
            cases.append("\(Hexadecimal.encode(base)) \(String(exponent, radix: 16)) \(Hexadecimal.encode(modulus))")
            let bytes = (0..<8).reversed().map { UInt8(truncatingIfNeeded: exponent >> ($0 * 8)) }
            results.append(RSAPower.hexadecimal(base: base, exponent: bytes, modulus: modulus) ?? "none")
        }
        let script = """
            import sys
            for line in sys.stdin:
                base, exponent, modulus = line.split()
                result = pow(int(base, 16), int(exponent, 16), int(modulus, 16))
                print(format(result, "0%dx" % len(modulus)))
            """
        let python = try await Subprocess.run(
            Subprocess.python, ["-c", script], input: Array(cases.joined(separator: "\n").utf8))
        #expect(python.text.split(separator: "\n").map(String.init) == results)
    }
}
