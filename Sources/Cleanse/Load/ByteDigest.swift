/// Fast digests of bytes and words: for telling loads apart, not against somebody who wants two to be equal.
///
/// Multiply-and-fold with fixed odd constants; the same on every machine.
enum ByteDigest {
    static let first: UInt64 = 0x9E37_79B9_7F4A_7C15
    static let second: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    static let third: UInt64 = 0x1656_67B1_9E37_79F9
    static let fourth: UInt64 = 0xD6E8_FEB8_6659_FD93

    /// A digest of bytes in their order.
    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var (one, two, three, four) = (first, second, third, fourth)
        var place = 0
        while place + 32 <= bytes.count {
            one = fold(one ^ bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self), first)
            two = fold(two ^ bytes.loadUnaligned(fromByteOffset: place &+ 8, as: UInt64.self), first)
            three = fold(three ^ bytes.loadUnaligned(fromByteOffset: place &+ 16, as: UInt64.self), first)
            four = fold(four ^ bytes.loadUnaligned(fromByteOffset: place &+ 24, as: UInt64.self), first)
            place &+= 32
        }
        var tail: UInt64 = 0
        for offset in place..<bytes.count {
            tail = tail << 8 | UInt64(bytes[offset])
            if (offset - place) % 8 == 7 {
                one = fold(one ^ tail, second)
                tail = 0
            }
        }
        let joined =
            fold(one ^ tail, third) ^ fold(two, fourth) &+ fold(three, second) ^ fold(four, first)
        return fold(joined ^ UInt64(bytes.count), third)
    }

    /// The two halves of a product, one over the other.
    @inline(__always)
    static func fold(_ value: UInt64, _ by: UInt64) -> UInt64 {
        let product = (value ^ by).multipliedFullWidth(by: by | 1)
        return product.high ^ product.low ^ value
    }
}
