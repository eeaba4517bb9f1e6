/// Where a register's table has the lines of the files it was made of, so that the next load of nearly the same files
/// takes their rows over instead of reading them again.
///
/// It names only stretches of lines all of whose rows stand in the table near one another as they were read: no row of
/// them was rejected in any field, joined with another, or has a text beside its column.
public struct LoadTrace: Sendable {
    /// What tells a whole load from another: its text, layouts, senders' numbers.
    public struct Whole: Hashable, Sendable {
        var low: UInt64
        var high: UInt64
    }

    let stretches: Column<LineStretch>
    /// The steps of the stretches whose rows stand not one after another.
    let steps: Column<Int8>
    /// The table's rows.
    let count: Int
    /// The table's digest.
    let digest: RowDigest
    public let whole: Whole

    private static let mark: UInt64 = 0x3143_5254_4E41_4843
    /// Bytes before the stretches.
    static let headBytes = 80

    init(
        stretches: Column<LineStretch>, steps: Column<Int8>, count: Int, digest: RowDigest, whole: Whole
    ) {
        self.stretches = stretches
        self.steps = steps
        self.count = count
        self.digest = digest
        self.whole = whole
    }

    /// The trace of a table with this digest.
    public func of(_ digest: RowDigest) -> LoadTrace {
        LoadTrace(stretches: stretches, steps: steps, count: count, digest: digest, whole: whole)
    }

    /// True for a stretch whose rows are rows of the table.
    func isWithin(_ stretch: LineStretch, _ count: Int) -> Bool {
        let rows = Int(stretch.rows)
        guard rows > 0, Int(stretch.row) < count else { return false }
        guard stretch.steps != .max else { return Int(stretch.row) + rows <= count }
        guard Int(stretch.steps) + rows <= steps.count else { return false }
        return steps.withBuffer { steps in
            steps[Int(stretch.steps)..<Int(stretch.steps) + rows].allSatisfy {
                (0..<count).contains(Int(stretch.row) + Int($0))
            }
        }
    }

    /// Lends the trace as bytes, in parts that follow one another.
    public func withBytes(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
        try stretches.withBuffer { stretches in
            try steps.withBuffer { steps in
                let (rows, more) = (UnsafeRawBufferPointer(stretches), UnsafeRawBufferPointer(steps))
                let words = digest.words
                let head: [UInt64] = [
                    Self.mark, UInt64(count), words.low, words.high, whole.low, whole.high, UInt64(stretches.count),
                    ByteDigest.of(rows), UInt64(steps.count), ByteDigest.of(more),
                ]
                try head.withUnsafeBytes(body)
                for part in [rows, more] where !part.isEmpty { try body(part) }
            }
        }
    }

    /// A trace as it was kept; nil where it is damaged or of another table.
    ///
    /// - Parameters:
    ///   - block: the bytes of `withBytes`.
    ///   - count: rows of the table.
    ///   - digest: the table's digest as it was told.
    public init?(_ block: Block, count: Int, digest: String) {
        guard block.byteCount >= Self.headBytes, let start = UnsafeRawPointer(bitPattern: block.address) else {
            return nil
        }
        let head = UnsafeRawBufferPointer(start: start, count: Self.headBytes).bindMemory(to: UInt64.self)
        let table = RowDigest(low: head[2], high: head[3])
        let width = UInt64(MemoryLayout<LineStretch>.stride)
        let room = UInt64(block.byteCount - Self.headBytes)
        guard head[0] == Self.mark, head[1] == UInt64(count), table.description == digest, head[6] <= room / width,
            head[8] == room - head[6] * width
        else { return nil }
        let (stretches, steps) = (Int(head[6]), Int(head[8]))
        let end = Self.headBytes + stretches * MemoryLayout<LineStretch>.stride
        guard
            head[7]
                == ByteDigest.of(
                    UnsafeRawBufferPointer(start: start + Self.headBytes, count: end - Self.headBytes)),
            head[9] == ByteDigest.of(UnsafeRawBufferPointer(start: start + end, count: steps))
        else { return nil }
        self.init(
            stretches: Column(block, offset: Self.headBytes, count: stretches),
            steps: Column(block, offset: end, count: steps), count: count, digest: table,
            whole: Whole(low: head[4], high: head[5]))
    }
}

/// The last load of a register: its table, and where the table has which lines.
public final class LastLoad: Sendable {
    public let table: RegisterTable
    public let trace: LoadTrace
    /// The texts of the table's columns as the first of every worker's, so that the table's numbers hold.
    let lists: [CodeList?]
    /// By the low word of a stretch's digest: one more than the stretch's place; 0 for none.
    private let slots: [UInt32]
    private let mask: UInt64

    /// Longer lists of texts cost more to take over than rows gain.
    private static let mostTexts = 1 << 20

    /// nil where nothing can be taken over: the trace is not the table's, or a list of codes is full, so that some of
    /// its texts stand beside the columns.
    public init?(table: RegisterTable, trace: LoadTrace) {
        guard trace.count == table.count, !trace.stretches.isEmpty else { return nil }
        var lists = ChunkParser.emptyLists(table.fields)
        for (index, field) in table.fields.enumerated() where lists[index] != nil {
            let texts = table.texts(field.item)
            guard texts.count < (field.packing == .code ? Int(UInt16.max) - 2 : Self.mostTexts) else { return nil }
            lists[index]?.begin(with: texts.map { Array($0.utf8) })
        }
        self.table = table
        self.trace = trace
        self.lists = lists
        var capacity = 16
        while capacity < trace.stretches.count * 2 { capacity *= 2 }
        let mask = UInt64(capacity - 1)
        var slots = [UInt32](repeating: 0, count: capacity)
        let isWithin = trace.stretches.withBuffer { stretches in
            slots.withUnsafeMutableBufferPointer { slots in
                for (place, stretch) in stretches.enumerated() {
                    guard trace.isWithin(stretch, table.count) else { return false }
                    var slot = stretch.digest.low & mask
                    while slots[Int(slot)] != 0 { slot = (slot &+ 1) & mask }
                    slots[Int(slot)] = UInt32(truncatingIfNeeded: place + 1)
                }
                return true
            }
        }
        guard isWithin else { return nil }
        self.slots = slots
        self.mask = mask
    }

    /// The digest of the table's rows.
    public var digest: RowDigest { trace.digest }

    /// True where the last load was of the same files in every byte, read and judged in the same way.
    public func isOf(_ whole: LoadTrace.Whole, rows: Int) -> Bool { trace.whole == whole && table.count == rows }

    /// True where nearly every stretch of another trace is one of this: of some thousand that lie equally far apart, all
    /// but one in sixteen.
    public func holdsNearly(_ other: LastLoad) -> Bool {
        trace.stretches.withBuffer { known in
            other.trace.stretches.withBuffer { others in
                var (asked, found) = (0, 0)
                for place in stride(from: 0, to: others.count, by: max(1, others.count / 4_096)) {
                    asked += 1
                    if find(others[place].digest, Int(others[place].bytes), known) != nil { found += 1 }
                }
                return found * 16 >= asked * 15
            }
        }
    }

    /// The place of a stretch of these lines; nil where the last load had none.
    @inline(__always)
    func find(
        _ digest: StretchDigest, _ bytes: Int, _ stretches: UnsafeBufferPointer<LineStretch>
    ) -> Int? {
        var slot = digest.low & mask
        while slots[Int(slot)] != 0 {
            let place = Int(slots[Int(slot)]) - 1
            if stretches[place].digest == digest, Int(stretches[place].bytes) == bytes { return place }
            slot = (slot &+ 1) & mask
        }
        return nil
    }
}

extension Column {
    var isEmpty: Bool { count == 0 }
}
