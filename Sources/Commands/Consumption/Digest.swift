import Crypto
import Glibc

/// SHA-256, as files and configurations are named by it.
enum Digest {
    static func hexadecimal(of bytes: [UInt8]) -> String { text(SHA256.hash(data: bytes)) }

    static func text(_ digest: SHA256.Digest) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in digest { text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }
}

/// Digests of files.
enum FileDigest {
    /// Takes the beginning of a file into a digest.
    static func add(_ path: String, bytes: Int, to hash: inout SHA256) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SinkProblem(code: errno, name: path) }
        defer { Glibc.close(descriptor) }
        let size = 4 << 20
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
        defer { buffer.deallocate() }
        var left = bytes
        while left > 0 {
            let count = Glibc.read(descriptor, buffer.baseAddress, min(size, left))
            guard count > 0 else { throw SinkProblem(code: count == 0 ? EIO : errno, name: path) }
            hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            left -= count
        }
    }
}
