extension Tables {
    /// The shapes, in hundredths, for which there is a table of gamma quantiles.
    static let gammaShapes = [50, 65, 80, 100, 140, 200, 400, 800, 1_600]

    /// Entries of a table of gamma quantiles.
    static let gammaCount = 4_352

    /// Gamma quantiles of mean 1 in Q10: 4,095 steps, a blank, 256 within the last step.
    static func gamma(shape hundredths: Int) -> [UInt16] {
        let words = gammaWords(gammaPlace(shape: hundredths))
        return (0..<gammaCount).map { UInt16(truncatingIfNeeded: words[$0 / 4] >> UInt64($0 % 4 * 16)) }
    }

    /// The place among `gammaShapes` of the table for a shape: bounds between shapes are their geometric means.
    static func gammaPlace(shape hundredths: Int) -> Int {
        [57, 72, 90, 120, 170, 300, 565, 1_131].firstIndex { hundredths <= $0 } ?? gammaShapes.count - 1
    }

    /// A table's entries, four to a word.
    static func gammaWords(_ place: Int) -> [UInt64] {
        switch place {
        case 0: TableWords.gamma50Words
        case 1: TableWords.gamma65Words
        case 2: TableWords.gamma80Words
        case 3: TableWords.gamma100Words
        case 4: TableWords.gamma140Words
        case 5: TableWords.gamma200Words
        case 6: TableWords.gamma400Words
        case 7: TableWords.gamma800Words
        default: TableWords.gamma1600Words
        }
    }

    /// Sixteen habits, by half hours of the clock: factors in Q10 whose mean over the habits is one at each half hour.
    ///
    /// Rows of 128: places 0 to 127 are half hours -40 to 87, so that a day may begin at any place of the clock.
    static func habits(deviationPerMille: Int) -> [UInt32] {
        let factors = (0..<16).map { row in
            (0..<48).map { at in
                let place = row * 48 + at
                let word = UInt16(truncatingIfNeeded: TableWords.habitsWords[place / 4] >> UInt64(place % 4 * 16))
                return FixedPoint.exponential((Int(word) - 8_192) * 64 * deviationPerMille / 1_000)
            }
        }
        let means = (0..<48).map { at in factors.reduce(0) { $0 + $1[at] } / 16 }
        return factors.flatMap { row in
            (0..<128).map { place in
                let at = (place + 8) % 48
                return UInt32(row[at] * 1_024 / means[at])
            }
        }
    }
}
