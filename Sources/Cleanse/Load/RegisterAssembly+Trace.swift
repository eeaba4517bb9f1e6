extension RegisterAssembly {
    /// Where the table has the lines of the files, but for the table's digest (`LoadTrace.of`), so that it can be found
    /// while the table is written.
    ///
    /// - Parameter whole: what tells the load from others.
    public func trace(_ whole: LoadTrace.Whole) -> LoadTrace {
        let places = places()
        var stretches: [LineStretch] = []
        stretches.reserveCapacity(cells.chunks.reduce(0) { $0 + $1.stretches.count })
        var steps: [Int8] = []
        for (number, chunk) in cells.chunks.enumerated() {
            let start = cells.starts[number]
            guard let places else {
                for var stretch in chunk.stretches {
                    stretch.row &+= UInt32(truncatingIfNeeded: start)
                    stretches.append(stretch)
                }
                continue
            }
            places.withUnsafeBufferPointer { places in
                for var stretch in chunk.stretches {
                    let first = start &+ Int(stretch.row)
                    let rows = UnsafeBufferPointer(rebasing: places[first..<first &+ Int(stretch.rows)])
                    if Self.place(&stretch, rows, &steps) { stretches.append(stretch) }
                }
            }
        }
        return LoadTrace(
            stretches: Column(stretches), steps: Column(steps), count: count, digest: RowDigest(), whole: whole)
    }

    /// By the row's number in the order of reading: its row in the table; `UInt32.max` where it is not as it was read.
    /// nil where all rows stand in the order of reading.
    private func places() -> [UInt32]? {
        guard let order else { return nil }
        var places = [UInt32](repeating: .max, count: cells.count)
        places.withUnsafeMutableBufferPointer { places in
            for (row, number) in order.enumerated() { places[Int(number)] = UInt32(truncatingIfNeeded: row) }
            for patch in patches { places[Int(order[Int(patch.row)])] = .max }
        }
        return places
    }

    /// Says where the rows of a stretch stand in the table: one after another, or near one another as where the rows of
    /// an MPAN come in another order. False where a row is missing or far away.
    private static func place(
        _ stretch: inout LineStretch, _ rows: UnsafeBufferPointer<UInt32>, _ steps: inout [Int8]
    ) -> Bool {
        let row = rows[0]
        guard row != .max else { return false }
        stretch.row = row
        var next = 1
        while next < rows.count, rows[next] == row &+ UInt32(truncatingIfNeeded: next) { next &+= 1 }
        if next == rows.count { return true }
        let start = steps.count
        for other in rows {
            guard other != .max, let step = Int8(exactly: Int(other) - Int(row)) else {
                steps.removeLast(steps.count - start)
                return false
            }
            steps.append(step)
        }
        guard start + rows.count < Int(UInt32.max) else { return false }
        stretch.steps = UInt32(truncatingIfNeeded: start)
        return true
    }
}

extension LoadTrace.Whole {
    /// Nothing read yet.
    public init() { self.init(low: ByteDigest.first, high: ByteDigest.second) }

    /// Takes in a chunk's lines.
    public mutating func add(_ chunk: PackedChunk) { add(chunk.whole) }

    /// Takes in a text: a file's name, a sender, a day.
    public mutating func add(_ text: String) {
        let bytes = Array(text.utf8) + [0]
        bytes.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            add(StretchDigest.of(start, bytes.count, seed: 0))
        }
    }

    /// Takes in what was read of a file.
    public mutating func add(_ other: LoadTrace.Whole) { add(StretchDigest(low: other.low, high: other.high)) }

    private mutating func add(_ digest: StretchDigest) {
        var sum = StretchDigest(low: low, high: high)
        sum.add(digest)
        (low, high) = (sum.low, sum.high)
    }
}
