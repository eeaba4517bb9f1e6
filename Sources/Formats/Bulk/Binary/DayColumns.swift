import Market

/// Rows of UTC days turned into columns: three of keys, and each of the 48 values as a plane of low bytes and one of
/// high bytes.
///
/// Nearly every half hour is below 65,536 Wh, so two planes hold it; the upper halves of the rows with a value beyond
/// (large sites, negative defects) are kept apart, and missing values are marked in a mask and are 0 in the planes.
///
/// Rows collect in a tile of 16 that stays in the nearest cache and is turned as a whole: a column's 16 bytes are then
/// stored at once. Columns lie a little more than `capacity` bytes apart, since at a power of two all 96 places being
/// written to would compete for one set of the cache.
///
/// A value whose copies share their memory: it has one owner, its encoder. (A class would have each of its variables
/// watched for overlapping access, which costs as much as turning the rows.)
struct DayColumns {
    static let columns = HalfHour.perDay
    private static let tileRows = 16

    let capacity: Int
    private(set) var rows = 0
    /// One a row, good up to `rows`.
    let mpans: UnsafeMutablePointer<UInt64>
    let days: UnsafeMutablePointer<Int32>
    let quantities: UnsafeMutablePointer<UInt8>
    /// Row numbers with a value outside 0 to 65,535, ascending.
    private(set) var wideRows: [Int32] = []
    /// The upper 16 bits of their 48 values each.
    private(set) var wideHalves: [UInt16] = []
    /// Columns with a missing value in any row, a bit each.
    private(set) var missingColumns: UInt64 = 0
    /// Rows with missing values, ascending, and which columns miss.
    private(set) var missing: [(row: Int32, columns: UInt64)] = []

    private let memory: Memory
    private let stride: Int
    private let planes: UnsafeMutableRawPointer
    private let tile: UnsafeMutablePointer<UInt8>

    /// Frees the memory with the last copy.
    private final class Memory {
        let start: UnsafeMutableRawPointer
        init(bytes: Int) { start = .allocate(byteCount: bytes, alignment: 64) }
        deinit { start.deallocate() }
    }

    /// - Parameter capacity: rows; a multiple of 16.
    init(capacity: Int) {
        precondition(capacity > 0 && capacity % Self.tileRows == 0, "columns hold whole tiles")
        self.capacity = capacity
        stride = capacity + 192
        let planeBytes = 2 * Self.columns * stride
        let tileBytes = 2 * Self.columns * Self.tileRows
        memory = Memory(bytes: planeBytes + tileBytes + capacity * (8 + 4 + 1))
        planes = memory.start
        tile = (planes + planeBytes).bindMemory(to: UInt8.self, capacity: tileBytes)
        tile.initialize(repeating: 0, count: tileBytes)
        let keys = planes + planeBytes + tileBytes
        mpans = keys.bindMemory(to: UInt64.self, capacity: capacity)
        days = (keys + 8 * capacity).bindMemory(to: Int32.self, capacity: capacity)
        quantities = (keys + 12 * capacity).bindMemory(to: UInt8.self, capacity: capacity)
    }

    var isFull: Bool { rows == capacity }

    /// Takes a row; there must be room.
    @inline(__always)
    mutating func append(_ row: ConsumptionRow) {
        precondition(row.values.count == Self.columns, "a row of a UTC day has 48 values")
        precondition(rows < capacity, "columns that are full are written before the next row")
        guard let source = row.values.baseAddress else { return }
        mpans[rows] = row.mpan
        days[rows] = Int32(row.firstHalfHour.flooredQuotient(by: HalfHour.perDay))
        quantities[rows] = row.quantity.rawValue
        let low = tile + (rows % Self.tileRows) * Self.columns
        let high = low + Self.tileRows * Self.columns
        var reach: UInt32 = 0
        for column in 0..<Self.columns {
            let value = UInt32(bitPattern: source[column])
            low[column] = UInt8(truncatingIfNeeded: value)
            high[column] = UInt8(truncatingIfNeeded: value >> 8)
            reach |= value
        }
        if reach > 0xFFFF { keepUpperHalves(source) }
        rows += 1
        if rows % Self.tileRows == 0 { turnTile(from: rows - Self.tileRows) }
    }

    /// Turns what is left in the tile; to be called before columns are read.
    func complete() {
        let left = rows % Self.tileRows
        if left > 0 { turnTile(from: rows - left) }
    }

    /// Forgets the rows and keeps the memory.
    mutating func clear() {
        rows = 0
        wideRows.removeAll(keepingCapacity: true)
        wideHalves.removeAll(keepingCapacity: true)
        missing.removeAll(keepingCapacity: true)
        missingColumns = 0
    }

    /// The low bytes of a column, one a row.
    func low(_ column: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: planes + column * stride, count: rows)
    }

    /// The high bytes of a column, one a row.
    func high(_ column: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: planes + (Self.columns + column) * stride, count: rows)
    }

    /// The lowest and the highest MPAN; there must be a row.
    var mpanBounds: (lowest: UInt64, highest: UInt64) {
        (0..<rows).reduce((.max, 0)) { (min($0.0, mpans[$1]), max($0.1, mpans[$1])) }
    }

    /// The first and the last day; there must be a row.
    var dayBounds: (first: Int32, last: Int32) {
        (0..<rows).reduce((.max, .min)) { (min($0.0, days[$1]), max($0.1, days[$1])) }
    }

    @inline(never)
    private mutating func keepUpperHalves(_ source: UnsafePointer<Int32>) {
        var mask: UInt64 = 0
        var isWide = false
        for column in 0..<Self.columns {
            let value = source[column]
            if value == ConsumptionRow.missing {
                mask |= 1 << UInt64(column)
            } else if UInt32(bitPattern: value) > 0xFFFF {
                isWide = true
            }
        }
        let row = Int32(truncatingIfNeeded: rows)
        if mask != 0 {
            missing.append((row, mask))
            missingColumns |= mask
        }
        guard isWide else { return }
        wideRows.append(row)
        for column in 0..<Self.columns {
            let value = source[column] == ConsumptionRow.missing ? 0 : UInt32(bitPattern: source[column])
            wideHalves.append(UInt16(truncatingIfNeeded: value >> 16))
        }
    }

    /// Stores the tile's 16 rows as 16 bytes of each of the 96 planes, in squares of 16 by 16.
    private func turnTile(from row: Int) {
        let squares = Self.columns / 16
        for plane in 0..<2 {
            let rows = UnsafeRawPointer(tile + plane * Self.tileRows * Self.columns)
            for square in 0..<squares {
                let target = planes + (plane * Self.columns + square * 16) * stride + row
                turnSquare(rows + square * 16, to: target, stride)
            }
        }
    }
}

/// Turns 16 rows of 16 bytes, 48 bytes apart, into 16 rows `stride` bytes apart.
///
/// Four rounds; each lays the rows of one half and of the other together byte by byte, so that after the fourth the
/// row number and the column number have changed places.
@inline(__always)
private func turnSquare(_ source: UnsafeRawPointer, to target: UnsafeMutableRawPointer, _ stride: Int) {
    withUnsafeTemporaryAllocation(of: SIMD16<UInt8>.self, capacity: 32) { memory in
        guard var from = memory.baseAddress else { return }
        var into = from + 16
        for row in 0..<16 {
            from[row] = (source + row * DayColumns.columns).loadUnaligned(as: SIMD16<UInt8>.self)
        }
        for _ in 0..<4 {
            for row in 0..<8 {
                let (first, second) = (from[row], from[row + 8])
                into[2 * row] = laced(first.lowHalf, second.lowHalf)
                into[2 * row + 1] = laced(first.highHalf, second.highHalf)
            }
            swap(&from, &into)
        }
        for row in 0..<16 { (target + row * stride).storeBytes(of: from[row], as: SIMD16<UInt8>.self) }
    }
}

@inline(__always)
private func laced(_ even: SIMD8<UInt8>, _ odd: SIMD8<UInt8>) -> SIMD16<UInt8> {
    var both = SIMD16<UInt8>()
    both.evenHalf = even
    both.oddHalf = odd
    return both
}
