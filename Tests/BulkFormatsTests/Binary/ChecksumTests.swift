import Formats
import Kernel
import TestSupport
import Testing

@Suite("Cyclic redundancy checks")
struct ChecksumTests {
    /// RFC 3720, appendix B.4, and the check values of the published catalogues.
    @Test(
        "Published vectors",
        arguments: [
            (Array("123456789".utf8), 0xE306_9283, 0xCBF4_3926),
            ([UInt8](repeating: 0, count: 32), 0x8A91_36AA, 0x190A_55AD),
            ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43, 0xFF6C_AB0B),
            (Array(0..<32), 0x46DD_794E, 0x9126_7E8A),
            ([], 0, 0),
        ] as [([UInt8], UInt32, UInt32)])
    func vectors(_ bytes: [UInt8], castagnoli: UInt32, ieee: UInt32) {
        #expect(CRC32.castagnoli.check(bytes) == castagnoli)
        #expect(CRC32.ieee.check(bytes) == ieee)
    }

    @Test("Any length and any cut gives what bit by bit gives")
    func bitByBit() async throws {
        try await Property.check(seed: 3, count: 200) { generator in
            let bytes = (0..<generator.nextBelow(100)).map { _ in UInt8(generator.nextBelow(256)) }
            let cut = generator.nextBelow(bytes.count + 1)
            let first = CRC32.castagnoli.check(Array(bytes[..<cut]))
            let both = bytes[cut...].withUnsafeBytes { CRC32.castagnoli.check($0, after: first) }
            try Property.hold(both == slow(bytes), "\(bytes) cut at \(cut)")
        }
    }

    private func slow(_ bytes: [UInt8]) -> UInt32 {
        var check: UInt32 = .max
        for byte in bytes {
            check ^= UInt32(byte)
            for _ in 0..<8 { check = check & 1 == 1 ? check >> 1 ^ 0x82F6_3B78 : check >> 1 }
        }
        return ~check
    }
}
