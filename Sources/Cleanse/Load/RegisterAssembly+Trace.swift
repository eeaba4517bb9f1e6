extension RegisterAssembly {
    /// Where the table has the lines of the files.
    ///
    /// - Parameters:
    ///   - digest: the table's.
    ///   - whole: what tells the load from others.
    public func trace(_ digest: RowDigest, _ whole: LoadTrace.Whole) -> LoadTrace {
        let places = places()
        var stretches: [LineStretch] = []
        for (number, chunk) in cells.chunks.enumerated() {
            let start = cells.starts[number]
            for stretch in chunk.stretches {
                var stretch = stretch
                let first = start + Int(stretch.row)
                guard let row = Self.row(first, Int(stretch.rows), places) else { continue }
                stretch.row = row
                stretches.append(stretch)
            }
        }
        return LoadTrace(stretches: Column(stretches), count: count, digest: digest, whole: whole)
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

    /// The table's row of the first of some rows that follow one another there as they were read.
    private static func row(_ first: Int, _ rows: Int, _ places: [UInt32]?) -> UInt32? {
        guard let places else { return UInt32(truncatingIfNeeded: first) }
        let row = places[first]
        guard row != .max else { return nil }
        for step in 1..<max(rows, 1) where places[first + step] != row &+ UInt32(truncatingIfNeeded: step) {
            return nil
        }
        return row
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
