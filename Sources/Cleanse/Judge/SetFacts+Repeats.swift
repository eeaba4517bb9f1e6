/// Gives each row of a register the key under which rows are gathered.
protocol RowKeys: Sendable {
    /// Rows of the register.
    var rowCount: Int { get }
    /// The row's key; 0 for a row that is left out.
    func key(of row: Int) -> UInt64
    /// Writes the keys of some rows one after another: what is asked of a key is then asked once for many.
    func write(_ rows: Range<Int>, to keys: UnsafeMutablePointer<UInt64>)
}

extension RowKeys {
    func write(_ rows: Range<Int>, to keys: UnsafeMutablePointer<UInt64>) {
        for row in rows { keys[row &- rows.lowerBound] = key(of: row) }
    }
}

/// Finds rows that share a key, exactly, over tens of millions of rows.
///
/// Rows are dealt into 1,024 parts by a hash of their key, eight bytes a row (22 bits of the hash beyond the part's and
/// the row), each part then sorts in a core's cache. A run of equal hashes may still hold several keys, which whoever
/// takes the run tells apart by the registers. Results do not depend on the number of workers. Memory: 8 bytes a row.
enum Repeats {
    private static let partBits: UInt64 = 10
    private static let partCount = 1 << 10

    /// What `take` makes of each run of two or more rows with one hash, in a fixed order.
    ///
    /// `take` gets the rows of a run, rising, and adds what it finds to its part's list.
    @inline(__always)
    static func runs<Keys: RowKeys, Found: Sendable>(
        of keys: Keys, workers: some Workers, take: @Sendable ([UInt32], inout [Found]) -> Void
    ) -> [Found] {
        precondition(keys.rowCount < Int(UInt32.max), "a register's rows are numbered in 32 bits")
        let pieces = keys.rowCount < 1 << 16 ? 1 : workers.count
        let counts = workers.map(pieces) { piece in
            histogram(keys, rows(of: piece, among: pieces, count: keys.rowCount))
        }
        var starts = [[Int]](repeating: [Int](repeating: 0, count: partCount), count: pieces)
        var bounds = [0]
        bounds.reserveCapacity(partCount + 1)
        var total = 0
        for part in 0..<partCount {
            for piece in 0..<pieces {
                starts[piece][part] = total
                total += counts[piece][part]
            }
            bounds.append(total)
        }
        let dealt = Block(byteCount: total * 8, isZeroed: false)
        let places = starts
        _ = workers.map(pieces) { piece in
            deal(keys, rows(of: piece, among: pieces, count: keys.rowCount), to: dealt, from: places[piece])
        }
        let edges = bounds
        let found = workers.map(partCount) { part in
            gather(dealt, edges[part]..<edges[part + 1], take)
        }
        return withExtendedLifetime(dealt) { Array(found.joined()) }
    }

    /// The rows of a piece when rows are dealt out evenly.
    static func rows(of piece: Int, among pieces: Int, count: Int) -> Range<Int> {
        count * piece / pieces..<count * (piece + 1) / pieces
    }

    /// A number that spreads keys over all bits; different keys have different numbers.
    @inline(__always)
    private static func spread(_ key: UInt64) -> UInt64 {
        var number = key &* 0x9E37_79B9_7F4A_7C15
        number ^= number >> 32
        number = number &* 0xD6E8_FEB8_6659_FD93
        return number ^ (number >> 32)
    }

    /// Rows whose keys are asked for at once.
    private static let batch = 512

    /// Calls for every row that has a key.
    @inline(__always)
    private static func each<Keys: RowKeys>(_ keys: Keys, _ rows: Range<Int>, _ body: (Int, UInt64) -> Void) {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: batch) { memory in
            guard let read = memory.baseAddress else { return }
            for start in stride(from: rows.lowerBound, to: rows.upperBound, by: batch) {
                let some = start..<min(start + batch, rows.upperBound)
                keys.write(some, to: read)
                for row in some where read[row &- start] != 0 { body(row, read[row &- start]) }
            }
        }
    }

    private static func histogram<Keys: RowKeys>(_ keys: Keys, _ rows: Range<Int>) -> [Int] {
        var counts = [Int](repeating: 0, count: partCount)
        counts.withUnsafeMutableBufferPointer { counts in
            each(keys, rows) { _, key in
                counts[Int(truncatingIfNeeded: spread(key) >> (64 - partBits))] += 1
            }
        }
        return counts
    }

    private static func deal<Keys: RowKeys>(
        _ keys: Keys, _ rows: Range<Int>, to block: Block, from starts: [Int]
    ) {
        guard let entries = UnsafeMutablePointer<UInt64>(bitPattern: block.address) else { return }
        var places = starts
        places.withUnsafeMutableBufferPointer { places in
            each(keys, rows) { row, key in
                let number = spread(key)
                let part = Int(truncatingIfNeeded: number >> (64 - partBits))
                let rest = (number << partBits) & 0xFFFF_FFFF_0000_0000
                entries[places[part]] = rest | UInt64(truncatingIfNeeded: row)
                places[part] += 1
            }
        }
    }

    private static func gather<Found>(
        _ block: Block, _ part: Range<Int>, _ take: ([UInt32], inout [Found]) -> Void
    ) -> [Found] {
        guard part.count > 1, let entries = UnsafePointer<UInt64>(bitPattern: block.address) else { return [] }
        let sorted = RadixSort.byHighHalf(UnsafeBufferPointer(start: entries + part.lowerBound, count: part.count))
        var found: [Found] = []
        var start = 0
        while start < sorted.count {
            var end = start + 1
            while end < sorted.count, sorted[end] >> 32 == sorted[start] >> 32 { end += 1 }
            if end - start > 1 { take(sorted[start..<end].map { UInt32(truncatingIfNeeded: $0) }, &found) }
            start = end
        }
        return found
    }
}

/// Sorting by digits of eleven bits, the lowest first; equal keys keep their order.
enum RadixSort {
    private static let digitBits: UInt64 = 11
    private static let digitCount = 1 << 11

    /// Entries in order of their upper 32 bits.
    static func byHighHalf(_ entries: UnsafeBufferPointer<UInt64>) -> [UInt64] {
        if entries.count < 256 { return entries.sorted() }
        var from = Array(entries)
        var into = [UInt64](repeating: 0, count: from.count)
        for pass in 0..<3 as Range<UInt64> {
            turn(&from, &into, shift: 32 + pass * digitBits)
            swap(&from, &into)
        }
        return from
    }

    private static func turn(_ from: inout [UInt64], _ into: inout [UInt64], shift: UInt64) {
        var places = [Int](repeating: 0, count: digitCount)
        places.withUnsafeMutableBufferPointer { places in
            from.withUnsafeBufferPointer { from in
                into.withUnsafeMutableBufferPointer { into in
                    for entry in from { places[digit(entry, shift)] += 1 }
                    accumulate(places)
                    for entry in from {
                        let digit = digit(entry, shift)
                        into[places[digit]] = entry
                        places[digit] += 1
                    }
                }
            }
        }
    }

    /// The order in which `count` keys rise, equal keys in the order of their numbers. Range of a key: below 2^44.
    static func order(ofKeys keys: [UInt64]) -> [UInt32] {
        var from = Array(0..<UInt32(keys.count))
        var into = [UInt32](repeating: 0, count: keys.count)
        for pass in 0..<4 as Range<UInt64> {
            var places = [Int](repeating: 0, count: digitCount)
            places.withUnsafeMutableBufferPointer { places in
                for key in keys { places[digit(key, pass * digitBits)] += 1 }
                accumulate(places)
                for number in from {
                    let digit = digit(keys[Int(number)], pass * digitBits)
                    into[places[digit]] = number
                    places[digit] += 1
                }
            }
            swap(&from, &into)
        }
        return from
    }

    @inline(__always)
    private static func digit(_ entry: UInt64, _ shift: UInt64) -> Int {
        Int(truncatingIfNeeded: (entry >> shift) & UInt64(digitCount - 1))
    }

    private static func accumulate(_ places: UnsafeMutableBufferPointer<Int>) {
        var total = 0
        for place in 0..<places.count {
            let count = places[place]
            places[place] = total
            total += count
        }
    }
}
