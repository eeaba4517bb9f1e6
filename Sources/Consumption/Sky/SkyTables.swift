/// What sun and cloud are looked up in, unpacked once; see `SkyTableWords` for where each comes from.
enum SkyTables {
    /// Watts a square metre from a clear sky in Q4, at sines of elevation of 0, 1/256 and so on to 1: towards the sun,
    /// and from the rest of the sky onto level ground.
    static let clearBeam = unpacked(SkyTableWords.clearBeamWords, count: 257)
    static let clearDiffuse = unpacked(SkyTableWords.clearDiffuseWords, count: 257)
    /// The normal distribution's share in thousandths, from -6 to 6 in steps of a sixty-fourth.
    static let clearness = unpacked(SkyTableWords.clearnessWords, count: 769)
    /// What is added to the cloud noise in the twelve months of each region, in thousandths.
    static let cloudOffset = unpacked(SkyTableWords.cloudOffsetWords, count: 168).map { $0 - 6_000 }

    /// A table of 257 at a sine of elevation in Q30.
    static func value(_ table: [Int], at up: Int) -> Int {
        let place = min(up >> 22, 255)
        return table[place] + ((table[place + 1] - table[place]) * (up - place << 22)) >> 22
    }

    private static func unpacked(_ words: [UInt64], count: Int) -> [Int] {
        (0..<count).map { Int(UInt16(truncatingIfNeeded: words[$0 / 4] >> UInt64($0 % 4 * 16))) }
    }
}
