import Crypto
public import DIP

/// Digests of bytes, by the library.
public enum Digests {
    /// The digest of bytes; the old algorithms are there to recognise what a sender used, never to trust it.
    public static func hash(_ algorithm: DigestAlgorithm, _ bytes: [UInt8]) -> [UInt8] {
        switch algorithm {
        case .md5: Array(Insecure.MD5.hash(data: bytes))
        case .sha1: Array(Insecure.SHA1.hash(data: bytes))
        case .sha256: Array(SHA256.hash(data: bytes))
        case .sha384: Array(SHA384.hash(data: bytes))
        case .sha512: Array(SHA512.hash(data: bytes))
        }
    }

    /// SHA-256 in lower-case hexadecimal: how the register keeps an API key.
    public static func sha256(_ text: String) -> String { Hexadecimal.encode(hash(.sha256, Array(text.utf8))) }
}
