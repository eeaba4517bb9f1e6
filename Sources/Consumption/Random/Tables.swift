/// The tables, unpacked once. Their words are made by a tool and checked in; see `TableWords`.
@usableFromInline
enum Tables {
    @usableFromInline static let powersOfTwo = unpacked32(TableWords.powersOfTwoWords, count: 1_024).map { UInt32($0) }
    /// Normal quantiles in Q16 at i/4,096, i from 0 to 4,096; the first and last are not used.
    @usableFromInline static let normal = unpacked32(TableWords.normalWords, count: 4_097).map {
        Int32($0) - 8 * 65_536
    }
    @usableFromInline static let normalTail = unpacked32(TableWords.normalTailWords, count: 256).map { Int32($0) }
    /// exp(-x²/2) at x = i/64 in Q16 less one, to x = 4.
    @usableFromInline static let bell = unpacked16(TableWords.bellWords, count: 256)
    /// sin(2πi/4,096) in Q15.
    @usableFromInline static let sine = unpacked32(TableWords.sineWords, count: 4_096).map { Int32($0) - 32_768 }

    /// The shapes, in hundredths, for which there is a table of gamma quantiles.
    static let gammaShapes = [50, 65, 80, 100, 140, 200, 400]

    /// Gamma quantiles of mean 1 in Q10: 4,095 steps, a blank, 256 within the last step.
    static func gamma(shape hundredths: Int) -> [UInt16] {
        let words =
            switch hundredths {
            case ...57: TableWords.gamma50Words
            case ...72: TableWords.gamma65Words
            case ...90: TableWords.gamma80Words
            case ...120: TableWords.gamma100Words
            case ...170: TableWords.gamma140Words
            case ...300: TableWords.gamma200Words
            default: TableWords.gamma400Words
            }
        return unpacked16(words, count: 4_352)
    }

    private static func unpacked16(_ words: [UInt64], count: Int) -> [UInt16] {
        (0..<count).map { UInt16(truncatingIfNeeded: words[$0 / 4] >> UInt64($0 % 4 * 16)) }
    }

    private static func unpacked32(_ words: [UInt64], count: Int) -> [Int64] {
        (0..<count).map { Int64(UInt32(truncatingIfNeeded: words[$0 / 2] >> UInt64($0 % 2 * 32))) }
    }
}
