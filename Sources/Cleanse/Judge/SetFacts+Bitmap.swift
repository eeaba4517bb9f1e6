/// Which rows of a register are in a sparse set, a bit a row, with the number of each among them.
///
/// Memory: an eighth of a byte a row and a number every 512 rows; both questions take constant time.
struct RowSet: Sendable {
    /// Rows the set speaks of.
    let rowCount: Int
    /// Rows in the set.
    let count: Int
    private let words: [UInt64]
    /// Rows of the set before each eighth word.
    private let before: [UInt32]

    private static let wordsPerStep = 8

    /// The set of these rows, in any order; rows may repeat.
    init(rowCount: Int, _ rows: [UInt32]) {
        var words = [UInt64](repeating: 0, count: (rowCount + 63) / 64)
        for row in rows { words[Int(row >> 6)] |= 1 << UInt64(row & 63) }
        var before: [UInt32] = []
        before.reserveCapacity(words.count / Self.wordsPerStep + 1)
        var total = 0
        for (place, word) in words.enumerated() {
            if place % Self.wordsPerStep == 0 { before.append(UInt32(total)) }
            total += word.nonzeroBitCount
        }
        self.rowCount = rowCount
        self.words = words
        self.before = before
        count = total
    }

    /// True for a row of the set.
    @inline(__always)
    func contains(_ row: Int) -> Bool {
        words[row >> 6] & (1 << UInt64(row & 63)) != 0
    }

    /// The number of a row among those of the set, from 0; nil for a row outside it.
    func number(of row: Int) -> Int? {
        let word = row >> 6
        let bit = UInt64(1) << UInt64(row & 63)
        guard words[word] & bit != 0 else { return nil }
        var found = Int(before[word / Self.wordsPerStep])
        for earlier in (word / Self.wordsPerStep * Self.wordsPerStep)..<word {
            found += words[earlier].nonzeroBitCount
        }
        return found + (words[word] & (bit - 1)).nonzeroBitCount
    }
}
