/// A block cipher over sixteen bytes, such as AES with a key of 128, 192 or 256 bits.
public protocol SixteenByteCipher: Sendable {
    /// The block, encrypted.
    func encrypted(_ block: SIMD16<UInt8>) -> SIMD16<UInt8>
}

/// FF1, the format-preserving mode of NIST SP 800-38G (March 2016): strings of numerals to strings of the same length.
///
/// A bijection for each key and tweak; whoever has both goes back. Numbers are held in one word, so the longer half of a
/// string must stay below 2 to the 63rd: 37 decimal digits, 30 hexadecimal ones, 24 of radix 36.
public struct FormatPreservingCipher<Cipher: SixteenByteCipher>: Sendable {
    /// The least number of strings of one length that the standard of 2016 allows; its revision asks for a million.
    public static var leastDomain: Int { 100 }

    private let cipher: Cipher

    public init(_ cipher: Cipher) { self.cipher = cipher }

    /// Encrypts a string of numerals.
    ///
    /// - Precondition: the radix is 2 to 36, every numeral is below it, and the length is as the type says.
    public func encrypt(_ numerals: [UInt8], radix: Int, tweak: [UInt8]) -> [UInt8] {
        let frame = Frame(count: numerals.count, radix: radix, tweak: tweak)
        var (left, right) = frame.halves(of: numerals)
        for round in 0..<10 {
            let size = round.isMultiple(of: 2) ? frame.leftSize : frame.rightSize
            let sum = left + added(round, right, frame, modulo: size)
            (left, right) = (right, sum >= size ? sum - size : sum)
        }
        return frame.string(left: left, right: right)
    }

    /// Goes back from what `encrypt` gave.
    public func decrypt(_ numerals: [UInt8], radix: Int, tweak: [UInt8]) -> [UInt8] {
        let frame = Frame(count: numerals.count, radix: radix, tweak: tweak)
        var (left, right) = frame.halves(of: numerals)
        for round in (0..<10).reversed() {
            let size = round.isMultiple(of: 2) ? frame.leftSize : frame.rightSize
            let taken = added(round, left, frame, modulo: size)
            (left, right) = (right >= taken ? right - taken : right + (size - taken), left)
        }
        return frame.string(left: left, right: right)
    }

    /// What a round adds: the pseudorandom function of tweak, round and the other half, modulo the half's size.
    private func added(_ round: Int, _ half: UInt64, _ frame: Frame, modulo size: UInt64) -> UInt64 {
        var block = cipher.encrypted(frame.head)
        var text = frame.padded
        text.append(UInt8(round))
        for place in (0..<frame.halfBytes).reversed() {
            text.append(UInt8(truncatingIfNeeded: half >> UInt64(8 * place)))
        }
        for start in stride(from: 0, to: text.count, by: 16) {
            for place in 0..<16 { block[place] ^= text[start + place] }
            block = cipher.encrypted(block)
        }
        // At most twelve bytes are asked for, so one block is enough.
        var rest: UInt64 = 0
        for place in 0..<frame.roundBytes {
            let wide = rest.multipliedFullWidth(by: 256)
            let (low, carried) = wide.low.addingReportingOverflow(UInt64(block[place]))
            rest = size.dividingFullWidth((wide.high + (carried ? 1 : 0), low)).remainder
        }
        return rest
    }

    /// What is the same in every round.
    private struct Frame {
        let radix: UInt64
        let leftCount: Int
        let rightCount: Int
        let leftSize: UInt64
        let rightSize: UInt64
        /// Bytes that hold the longer half, and bytes of a round's number.
        let halfBytes: Int
        let roundBytes: Int
        let head: SIMD16<UInt8>
        /// The tweak and the zeros behind it.
        let padded: [UInt8]

        init(count: Int, radix: Int, tweak: [UInt8]) {
            precondition((2...36).contains(radix) && count >= 2, "FF1 takes two numerals or more of radix 2 to 36")
            self.radix = UInt64(radix)
            leftCount = count / 2
            rightCount = count - leftCount
            leftSize = Self.power(UInt64(radix), leftCount)
            rightSize = Self.power(UInt64(radix), rightCount)
            halfBytes = (64 - (rightSize - 1).leadingZeroBitCount + 7) / 8
            roundBytes = 4 * ((halfBytes + 3) / 4) + 4
            var head: SIMD16<UInt8> = [1, 2, 1, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0]
            head[5] = UInt8(radix)
            head[7] = UInt8(truncatingIfNeeded: leftCount)
            for place in 0..<4 {
                head[8 + place] = UInt8(truncatingIfNeeded: count >> (24 - 8 * place))
                head[12 + place] = UInt8(truncatingIfNeeded: tweak.count >> (24 - 8 * place))
            }
            self.head = head
            let zeros = (16 - (tweak.count + halfBytes + 1) % 16) % 16
            padded = tweak + [UInt8](repeating: 0, count: zeros)
        }

        private static func power(_ radix: UInt64, _ count: Int) -> UInt64 {
            var size: UInt64 = 1
            for _ in 0..<count {
                let (product, overflow) = size.multipliedReportingOverflow(by: radix)
                precondition(!overflow && product < 1 << 63, "half a string of FF1 stays below 2 to the 63rd")
                size = product
            }
            return size
        }

        func halves(of numerals: [UInt8]) -> (UInt64, UInt64) {
            precondition(numerals.allSatisfy { $0 < radix }, "a numeral is below the radix")
            func number(_ part: ArraySlice<UInt8>) -> UInt64 { part.reduce(0) { $0 * radix + UInt64($1) } }
            return (number(numerals.prefix(leftCount)), number(numerals.dropFirst(leftCount)))
        }

        func string(left: UInt64, right: UInt64) -> [UInt8] {
            func numerals(_ number: UInt64, _ count: Int) -> [UInt8] {
                var (rest, result) = (number, [UInt8](repeating: 0, count: count))
                for place in (0..<count).reversed() {
                    result[place] = UInt8(rest % radix)
                    rest /= radix
                }
                return result
            }
            return numerals(left, leftCount) + numerals(right, rightCount)
        }
    }
}
