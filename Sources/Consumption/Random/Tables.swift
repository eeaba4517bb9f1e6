extension Tables {
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
        return (0..<4_352).map { UInt16(truncatingIfNeeded: words[$0 / 4] >> UInt64($0 % 4 * 16)) }
    }
}
