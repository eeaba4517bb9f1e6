import Cleanse

/// AES (FIPS 197) written out plainly, for tests only: slow, and open to every timing attack.
struct PlainAES: SixteenByteCipher {
    private let keys: [SIMD16<UInt8>]

    /// - Parameter key: 16, 24 or 32 bytes.
    init(_ key: [UInt8]) {
        let words = key.count / 4
        let rounds = words + 6
        var schedule = stride(from: 0, to: key.count, by: 4).map { Array(key[$0..<($0 + 4)]) }
        var constant: UInt8 = 1
        for index in words..<(4 * (rounds + 1)) {
            var word = schedule[index - 1]
            if index % words == 0 {
                word = [word[1], word[2], word[3], word[0]].map { Self.box[Int($0)] }
                word[0] ^= constant
                constant = Self.doubled(constant)
            } else if words > 6, index % words == 4 {
                word = word.map { Self.box[Int($0)] }
            }
            schedule.append(zip(word, schedule[index - words]).map { $0 ^ $1 })
        }
        keys = (0...rounds).map { SIMD16(schedule[(4 * $0)..<(4 * $0 + 4)].flatMap { $0 }) }
    }

    func encrypted(_ block: SIMD16<UInt8>) -> SIMD16<UInt8> {
        var state = block ^ keys[0]
        for round in 1..<keys.count {
            var moved = SIMD16<UInt8>()
            for column in 0..<4 {
                for row in 0..<4 { moved[4 * column + row] = Self.box[Int(state[4 * ((column + row) % 4) + row])] }
            }
            state = (round == keys.count - 1 ? moved : Self.mixed(moved)) ^ keys[round]
        }
        return state
    }

    private static func mixed(_ state: SIMD16<UInt8>) -> SIMD16<UInt8> {
        var result = SIMD16<UInt8>()
        for column in 0..<4 {
            for row in 0..<4 {
                func byte(_ step: Int) -> UInt8 { state[4 * column + (row + step) % 4] }
                result[4 * column + row] = doubled(byte(0)) ^ doubled(byte(1)) ^ byte(1) ^ byte(2) ^ byte(3)
            }
        }
        return result
    }

    private static func doubled(_ byte: UInt8) -> UInt8 { (byte << 1) ^ (byte & 0x80 == 0 ? 0 : 0x1B) }

    /// The inverse in the field, then the affine map.
    private static let box: [UInt8] = {
        func product(_ one: UInt8, _ other: UInt8) -> UInt8 {
            var (one, other, sum) = (one, other, UInt8(0))
            while other != 0 {
                if other & 1 == 1 { sum ^= one }
                (one, other) = (doubled(one), other >> 1)
            }
            return sum
        }
        return (0...255).map { (byte: UInt8) in
            let inverse = (0...255).first { product(byte, $0) == 1 } ?? 0
            func turned(_ by: UInt8) -> UInt8 { inverse << by | inverse >> (8 - by) }
            return inverse ^ turned(1) ^ turned(2) ^ turned(3) ^ turned(4) ^ 0x63
        }
    }()
}

func bytes(hexadecimal text: String) -> [UInt8] {
    let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
}
