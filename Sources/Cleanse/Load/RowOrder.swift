/// The order of rows by their key.
enum RowOrder {
    /// The rows in order of their key; nil where they stand so already. Equal keys stay in the order of reading.
    static func sorted(_ cells: Cells, workers: some Workers) -> [UInt32]? {
        if isSorted(cells) { return nil }
        var keys: [UInt64] = []
        keys.reserveCapacity(cells.count)
        for chunk in cells.chunks {
            keys.append(
                contentsOf: UnsafeBufferPointer(
                    start: chunk.column(cells.keyField, as: UInt64.self), count: chunk.count))
        }
        return radixSorted(&keys)
    }

    private static func isSorted(_ cells: Cells) -> Bool {
        var last: UInt64 = 0
        for chunk in cells.chunks {
            let keys = chunk.column(cells.keyField, as: UInt64.self)
            for row in 0..<chunk.count {
                if keys[row] < last { return false }
                last = keys[row]
            }
        }
        return true
    }

    /// Sorts by eleven bits at a time, the lowest first. Thirteen digits have forty-four bits: four passes.
    static func radixSorted(_ keys: inout [UInt64]) -> [UInt32] {
        let count = keys.count
        var rows = [UInt32](unsafeUninitializedCapacity: count) { buffer, filled in
            for row in 0..<count { buffer.initializeElement(at: row, to: UInt32(truncatingIfNeeded: row)) }
            filled = count
        }
        var otherKeys = [UInt64](repeating: 0, count: count)
        var otherRows = [UInt32](repeating: 0, count: count)
        var shift: UInt64 = 0
        let widest = keys.reduce(0, |)
        while shift < 64, widest >> shift != 0 {
            var counts = [Int](repeating: 0, count: 2_048)
            for key in keys { counts[Int(truncatingIfNeeded: (key >> shift) & 2_047)] += 1 }
            // A pass whose bits are all equal moves nothing.
            if counts.contains(count) {
                shift += 11
                continue
            }
            var place = 0
            for bucket in counts.indices {
                let size = counts[bucket]
                counts[bucket] = place
                place += size
            }
            keys.withUnsafeBufferPointer { keys in
                otherKeys.withUnsafeMutableBufferPointer { otherKeys in
                    rows.withUnsafeBufferPointer { rows in
                        otherRows.withUnsafeMutableBufferPointer { otherRows in
                            counts.withUnsafeMutableBufferPointer { counts in
                                for index in 0..<count {
                                    let bucket = Int(truncatingIfNeeded: (keys[index] >> shift) & 2_047)
                                    let to = counts[bucket]
                                    counts[bucket] = to &+ 1
                                    otherKeys[to] = keys[index]
                                    otherRows[to] = rows[index]
                                }
                            }
                        }
                    }
                }
            }
            swap(&keys, &otherKeys)
            swap(&rows, &otherRows)
            shift += 11
        }
        return rows
    }
}
