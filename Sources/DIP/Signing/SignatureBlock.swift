/// A digest that a signature, or a content hash, may be made with.
public enum DigestAlgorithm: String, CaseIterable, Sendable, Codable {
    case md5 = "MD5"
    case sha1 = "SHA-1"
    case sha256 = "SHA-256"
    case sha384 = "SHA-384"
    case sha512 = "SHA-512"

    /// Bytes of a digest.
    public var byteCount: Int {
        switch self {
        case .md5: 16
        case .sha1: 20
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    /// DigestInfo of RFC 8017 section 9.2, note 1, up to the digest.
    var digestInfo: [UInt8] {
        switch self {
        case .md5:
            [
                0x30, 0x20, 0x30, 0x0C, 0x06, 0x08, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x02, 0x05, 0x05, 0x00, 0x04,
                0x10,
            ]
        case .sha1: [0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2B, 0x0E, 0x03, 0x02, 0x1A, 0x05, 0x00, 0x04, 0x14]
        case .sha256: Self.sha2(total: 0x31, arc: 1, length: 0x20)
        case .sha384: Self.sha2(total: 0x41, arc: 2, length: 0x30)
        case .sha512: Self.sha2(total: 0x51, arc: 3, length: 0x40)
        }
    }

    private static func sha2(total: UInt8, arc: UInt8, length: UInt8) -> [UInt8] {
        [
            0x30, total, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, arc, 0x05, 0x00, 0x04,
            length,
        ]
    }
}

/// What lies inside a signature made with a certificate's key: how it was padded and what was digested.
struct SignatureBlock {
    typealias Hash = (DigestAlgorithm, [UInt8]) -> [UInt8]

    enum Padding: Equatable {
        /// PKCS#1 v1.5 with DigestInfo, as it should be.
        case pkcs1
        /// PKCS#1 v1.5 round a bare digest, or another text.
        case bare
        /// PSS with a salt of so many bytes.
        case pss(salt: Int)
    }

    let padding: Padding
    let algorithm: DigestAlgorithm
    /// The digest; for PSS the hash of eight zeros, the digest and the salt.
    private let digest: [UInt8]
    private let salt: [UInt8]
    /// Other digests that the block may have been made with: where the salt is long, a wrong one's mask leaves what looks
    /// right once in some hundred times, and only the text can tell.
    let others: [SignatureBlock]

    /// Takes a signature apart with the public key; nil where nothing sensible is inside: another key made it.
    init?(signature: [UInt8], modulus: RSAModulus, exponent: [UInt8], hash: Hash) {
        guard let block = modulus.power(signature, exponent: exponent) else { return nil }
        if let found = Self.pkcs1(block) {
            self.init(padding: found.0, algorithm: found.1, digest: found.2, salt: [], others: [])
            return
        }
        // The shorter the salt, the more zeros stand before it, and the less they can be chance.
        let found = Self.pss(block, bitCount: modulus.bitCount, hash: hash).sorted { $0.salt.count < $1.salt.count }
        guard let first = found.first else { return nil }
        self.init(first, others: found.dropFirst().map { SignatureBlock($0, others: []) })
    }

    private init(_ found: PSS, others: [SignatureBlock]) {
        self.init(
            padding: .pss(salt: found.salt.count), algorithm: found.algorithm, digest: found.digest, salt: found.salt,
            others: others)
    }

    private init(
        padding: Padding, algorithm: DigestAlgorithm, digest: [UInt8], salt: [UInt8], others: [SignatureBlock]
    ) {
        self.padding = padding
        self.algorithm = algorithm
        self.digest = digest
        self.salt = salt
        self.others = others
    }

    /// Whether this text was signed.
    func covers(_ text: [UInt8], hash: Hash) -> Bool {
        let inner = hash(algorithm, text)
        guard case .pss = padding else { return inner == digest }
        return hash(algorithm, [UInt8](repeating: 0, count: 8) + inner + salt) == digest
    }

    /// 00 01, at least eight FF, 00, and what was signed.
    private static func pkcs1(_ block: [UInt8]) -> (Padding, DigestAlgorithm, [UInt8])? {
        guard block.count > 11, block[0] == 0, block[1] == 1 else { return nil }
        let filling = block.dropFirst(2).prefix { $0 == 0xFF }
        let rest = block.dropFirst(2 + filling.count)
        guard filling.count >= 8, rest.first == 0 else { return nil }
        let contents = Array(rest.dropFirst())
        for algorithm in DigestAlgorithm.allCases {
            let start = algorithm.digestInfo
            if contents.count == start.count + algorithm.byteCount, contents.starts(with: start) {
                return (.pkcs1, algorithm, Array(contents.dropFirst(start.count)))
            }
        }
        guard let algorithm = DigestAlgorithm.allCases.first(where: { $0.byteCount == contents.count }) else {
            return (.bare, .sha256, contents)
        }
        return (.bare, algorithm, contents)
    }

    private struct PSS {
        var algorithm: DigestAlgorithm
        var digest: [UInt8]
        var salt: [UInt8]
    }

    /// EMSA-PSS of RFC 8017 section 9.1.2, for any salt; the mask's digest may be SHA-1 also beside another digest, as in
    /// some libraries' defaults.
    private static func pss(_ block: [UInt8], bitCount: Int, hash: Hash) -> [PSS] {
        var found: [PSS] = []
        let length = (bitCount - 1 + 7) / 8
        let encoded = Array(block.suffix(length))
        guard encoded.last == 0xBC, block.dropLast(length).allSatisfy({ $0 == 0 }) else { return [] }
        for algorithm in [DigestAlgorithm.sha256, .sha1, .sha384, .sha512] {
            for mask in algorithm == .sha1 ? [.sha1] : [algorithm, .sha1] {
                let maskedCount = length - algorithm.byteCount - 1
                guard maskedCount > 0 else { continue }
                let digest = Array(encoded[maskedCount..<length - 1])
                var data = zip(encoded, generatedMask(digest, count: maskedCount, mask, hash: hash)).map { $0 ^ $1 }
                let spare = UInt8(8 * length - (bitCount - 1))
                data[0] &= 0xFF >> spare
                let zeros = data.prefix { $0 == 0 }.count
                if zeros < data.count, data[zeros] == 1 {
                    found.append(PSS(algorithm: algorithm, digest: digest, salt: Array(data.dropFirst(zeros + 1))))
                }
            }
        }
        return found
    }

    /// MGF1 of RFC 8017 appendix B.2.1.
    private static func generatedMask(
        _ seed: [UInt8], count: Int, _ algorithm: DigestAlgorithm, hash: Hash
    ) -> [UInt8] {
        var out: [UInt8] = []
        var counter: UInt8 = 0
        // At most 1,024 bytes are asked for: 52 rounds of the shortest digest.
        while out.count < count {
            out += hash(algorithm, seed + [0, 0, 0, counter])
            counter += 1
        }
        return Array(out.prefix(count))
    }
}
