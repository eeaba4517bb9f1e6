/// The order of rows by their key.
enum RowOrder {
    /// The rows in order of their key; nil where they stand so already. Equal keys stay in the order of reading.
    static func sorted(_ cells: RowCells, workers: some Workers) -> [UInt32]? {
        if isSorted(cells) { return nil }
        if let rows = merged(cells) { return rows }
        var keys: [UInt64] = []
        keys.reserveCapacity(cells.count)
        for chunk in cells.chunks {
            keys.append(
                contentsOf: UnsafeBufferPointer(
                    start: chunk.column(cells.keyField, as: UInt64.self), count: chunk.count))
        }
        return radixSorted(&keys)
    }

    /// A register that somebody sorted has few rows out of their place: these are taken out, sorted and put back. nil
    /// where more than one row in sixteen is out of its place.
    ///
    /// Wherever a key falls, the row before it and the row itself are taken out; what is left rises.
    static func merged(_ cells: RowCells) -> [UInt32]? {
        var strays: [(key: UInt64, row: UInt32)] = []
        let most = cells.count / 16
        var isMessy = false
        let kept = [UInt32](unsafeUninitializedCapacity: cells.count) { kept, count in
            var row: UInt32 = 0
            var last: UInt64 = 0
            for chunk in cells.chunks where !isMessy {
                let keys = chunk.column(cells.keyField, as: UInt64.self)
                for place in 0..<chunk.count {
                    if keys[place] >= last {
                        kept[count] = row
                        count &+= 1
                        last = keys[place]
                    } else {
                        if count > 0 {
                            count &-= 1
                            strays.append((last, kept[count]))
                        }
                        strays.append((keys[place], row))
                        last = count > 0 ? cells.key(Int(kept[count &- 1])) : 0
                        isMessy = strays.count > most
                        if isMessy { break }
                    }
                    row &+= 1
                }
            }
        }
        if isMessy { return nil }
        strays.sort { ($0.key, $0.row) < ($1.key, $1.row) }
        var rows: [UInt32] = []
        rows.reserveCapacity(cells.count)
        var from = 0
        for stray in strays {
            // The rows that are left rise by key, and by number among those of one key: longer and longer steps, and
            // then halves of the last one.
            func isBefore(_ place: Int) -> Bool {
                (cells.key(Int(kept[place])), kept[place]) < (stray.key, stray.row)
            }
            var (low, step) = (from, 1)
            while low + step <= kept.count, isBefore(low + step - 1) {
                low += step
                step *= 2
            }
            var high = min(low + step, kept.count)
            while low < high {
                let middle = (low + high) / 2
                if isBefore(middle) { low = middle + 1 } else { high = middle }
            }
            rows.append(contentsOf: kept[from..<low])
            rows.append(stray.row)
            from = low
        }
        rows.append(contentsOf: kept[from...])
        return rows
    }

    private static func isSorted(_ cells: RowCells) -> Bool {
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
