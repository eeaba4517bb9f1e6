/// Writing the columns out: any stretch of rows of any column, by any number of workers.
extension RegisterAssembly {
    /// What a stretch of rows gives beside its columns.
    public struct Filled: Sendable {
        /// By field: texts beside the column, by row, rising.
        public var others: [[(row: UInt32, text: [UInt8])]]
        /// Sums over the rows' digests.
        public var digest: RowDigest
    }

    /// Rows that are filled at once.
    public static let stretch = 16_384

    /// The texts of a field's list, value v at v - 1.
    public func texts(_ field: Int) -> [[UInt8]] { cells.numbering.texts[field] }

    /// Fills every column for some rows.
    ///
    /// - Parameters:
    ///   - rows: at most `stretch` of them.
    ///   - take: gets a column's bytes for these rows: a field's place in the register's order, or one of `Extra`.
    public func fill(_ rows: Range<Int>, _ take: (Part, UnsafeRawBufferPointer) -> Void) -> Filled {
        let places = Places(rows, order, cells)
        var filled = Filled(others: Array(repeating: [], count: fields.count), digest: RowDigest())
        var hashes = [UInt64](repeating: RowDigest.seed, count: rows.count)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: rows.count * 8 + 64, alignment: 64)
        defer { memory.deallocate() }
        for (field, fact) in fields.enumerated() {
            switch fact.packing.width {
            case 1: fill(field, rows, places, memory.bindMemory(to: UInt8.self, capacity: rows.count), &hashes, &filled)
            case 2:
                fill(field, rows, places, memory.bindMemory(to: UInt16.self, capacity: rows.count), &hashes, &filled)
            case 4:
                fill(field, rows, places, memory.bindMemory(to: UInt32.self, capacity: rows.count), &hashes, &filled)
            default:
                fill(field, rows, places, memory.bindMemory(to: UInt64.self, capacity: rows.count), &hashes, &filled)
            }
            take(.field(field), UnsafeRawBufferPointer(start: memory, count: rows.count * fact.packing.width))
            if fact.packing == .device {
                fillForms(field, rows, places, memory.bindMemory(to: UInt8.self, capacity: rows.count), &hashes)
                take(.forms, UnsafeRawBufferPointer(start: memory, count: rows.count))
            }
        }
        fillOrigins(places, memory, take)
        for hash in hashes { filled.digest.add(hash) }
        return filled
    }

    /// Which column some bytes are of.
    public enum Part: Hashable, Sendable {
        case field(Int)
        case forms
        case file
        case line
    }

    /// Where rows stand in the chunks: the runs of rows that follow one another in one chunk.
    struct Places {
        /// Rows of the stretch, and where the first of them stands in its chunk.
        typealias Run = (chunk: Int, from: Int, rows: Range<Int>)

        private(set) var runs: [Run] = []
        let count: Int

        init(_ range: Range<Int>, _ order: [UInt32]?, _ cells: RowCells) {
            count = range.count
            var row = range.lowerBound
            while row < range.upperBound {
                let first = order.map { Int($0[row]) } ?? row
                let place = cells.place(of: first)
                let most = min(range.upperBound - row, cells.rowsLeft(from: place))
                let length = order.map { Self.following($0, row, most) } ?? most
                runs.append((place.chunk, place.row, row - range.lowerBound..<row - range.lowerBound + length))
                row += length
            }
        }

        /// How many numbers from one on rise by one, at most so many.
        @inline(__always)
        private static func following(_ order: [UInt32], _ row: Int, _ most: Int) -> Int {
            order.withUnsafeBufferPointer { order in
                var length = 1
                while length < most, order[row &+ length] == order[row] &+ UInt32(truncatingIfNeeded: length) {
                    length &+= 1
                }
                return length
            }
        }

        /// Calls for every run: its chunk, its rows, and what to add to a row for its place in the chunk.
        @inline(__always)
        func each(_ body: (_ chunk: Int, _ rows: Range<Int>, _ offset: Int) -> Void) {
            for run in runs { body(run.chunk, run.rows, run.from - run.rows.lowerBound) }
        }
    }

    private func fill<Value: FixedWidthInteger & UnsignedInteger>(
        _ field: Int, _ rows: Range<Int>, _ places: Places, _ target: UnsafeMutablePointer<Value>,
        _ hashes: inout [UInt64], _ filled: inout Filled
    ) {
        let packing = cells.packings[field]
        let isListed = packing == .code || packing == .text
        places.each { chunk, run, offset in
            if isListed { return renumber(field, chunk, run, offset, target) }
            let column = cells.column(field, chunk, as: Value.self)
            (target + run.lowerBound).update(from: column + (run.lowerBound &+ offset), count: run.count)
        }
        patch(field, rows) { target[$0] = .unknownField }
        let salt = UInt64(field) &+ 1
        // A blank of a further column adds nothing, as if the column were not there.
        let blanks = field >= kind.fields.count ? hashes : []
        defer { for index in blanks.indices where target[index] == 0 { hashes[index] = blanks[index] } }
        hashes.withUnsafeMutableBufferPointer { hashes in
            guard isListed else {
                for index in hashes.indices {
                    hashes[index] = RowDigest.step(hashes[index], UInt64(target[index]), salt)
                }
                return
            }
            cells.numbering.digests[field].withUnsafeBufferPointer { texts in
                for index in hashes.indices {
                    let value = target[index]
                    hashes[index] = RowDigest.step(
                        hashes[index], value.isPacked ? texts[Int(value) &- 1] : UInt64(value), salt)
                }
            }
        }
        guard cells.hasOthers[field] || cells.numbering.isFull(field, packing) else { return }
        places.each { chunk, run, offset in
            for index in run {
                let row = index + offset
                let isOther =
                    packing == .device ? isOddDevice(rows, index, (chunk, row)) : target[index] == .otherText
                guard isOther, let text = text(field, (chunk, row)) else { continue }
                filled.others[field].append((UInt32(rows.lowerBound + index), text))
                hashes[index] = RowDigest.step(hashes[index], RowDigest.of(text), salt)
            }
        }
    }

    private func isOddDevice(_ rows: Range<Int>, _ index: Int, _ place: (chunk: Int, row: Int)) -> Bool {
        let form = cells.form(place)
        guard form == DeviceForm.misspelt.rawValue || form == DeviceForm.invalid.rawValue else { return false }
        guard let field = cells.packings.firstIndex(of: .device) else { return false }
        return !isPatched(field, rows.lowerBound + index)
    }

    /// The text of a cell that its column cannot hold.
    private func text(_ field: Int, _ place: (chunk: Int, row: Int)) -> [UInt8]? {
        let chunk = cells.chunks[place.chunk]
        if let text = chunk.other(field, place.row) { return text }
        switch cells.packings[field] {
        case .code: return cells.numbering.text(field, UInt32(chunk.column(field, as: UInt16.self)[place.row]), chunk)
        case .text: return cells.numbering.text(field, chunk.column(field, as: UInt32.self)[place.row], chunk)
        default: return nil
        }
    }

    /// Gives a chunk's rows the numbers of the register's list.
    @inline(__always)
    private func renumber<Value: FixedWidthInteger & UnsignedInteger>(
        _ field: Int, _ chunk: Int, _ run: Range<Int>, _ offset: Int, _ target: UnsafeMutablePointer<Value>
    ) {
        let isWide = Value.bitWidth == 32
        let column = cells.column(field, chunk, as: Value.self)
        cells.withNumbers(field, chunk) { numbers in
            for index in run {
                let value = column[index &+ offset]
                let number =
                    value < .unknownField
                    ? numbers[Int(value)]
                    : cells.numbering.number(
                        field, UInt32(value), isWide: isWide, cells.chunks[chunk], index &+ offset)
                target[index] =
                    number == .otherText
                    ? .otherText : number == .unknownField ? .unknownField : Value(truncatingIfNeeded: number)
            }
        }
    }

    private func fillForms(
        _ field: Int, _ rows: Range<Int>, _ places: Places, _ target: UnsafeMutablePointer<UInt8>,
        _ hashes: inout [UInt64]
    ) {
        places.each { chunk, run, offset in
            let target = target + run.lowerBound
            if let forms = cells.chunks[chunk].forms {
                target.update(from: forms + (run.lowerBound &+ offset), count: run.count)
            } else {
                target.update(repeating: 0, count: run.count)
            }
        }
        patch(field, rows) { target[$0] = DeviceForm.unknown.rawValue }
        for index in hashes.indices { hashes[index] = RowDigest.step(hashes[index], UInt64(target[index]), 0) }
    }

    private func fillOrigins(
        _ places: Places, _ memory: UnsafeMutableRawPointer, _ take: (Part, UnsafeRawBufferPointer) -> Void
    ) {
        let count = places.count
        let files = memory.bindMemory(to: UInt16.self, capacity: count)
        places.each { chunk, run, _ in
            let file = cells.chunks[chunk].file
            for index in run { files[index] = file }
        }
        take(.file, UnsafeRawBufferPointer(start: memory, count: count * 2))
        let lines = memory.bindMemory(to: UInt32.self, capacity: count)
        places.each { number, run, offset in
            let chunk = cells.chunks[number]
            let (from, before) = (chunk.lines, chunk.linesBefore &+ 1)
            for index in run { lines[index] = before &+ from[index &+ offset] }
        }
        take(.line, UnsafeRawBufferPointer(start: memory, count: count * 4))
    }

    private func patch(_ field: Int, _ rows: Range<Int>, _ set: (Int) -> Void) {
        var index = firstPatch(rows.lowerBound)
        while index < patches.count, Int(patches[index].row) < rows.upperBound {
            if patches[index].field == UInt16(field) { set(Int(patches[index].row) - rows.lowerBound) }
            index += 1
        }
    }

    private func isPatched(_ field: Int, _ row: Int) -> Bool {
        var index = firstPatch(row)
        while index < patches.count, Int(patches[index].row) == row {
            if patches[index].field == UInt16(field) { return true }
            index += 1
        }
        return false
    }

    private func firstPatch(_ row: Int) -> Int {
        var low = 0
        var high = patches.count
        while low < high {
            let middle = (low + high) / 2
            if Int(patches[middle].row) < row { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// A digest of rows that does not depend on their order: the sums of two words of each row.
///
/// A row's words come from its contents (texts as texts, not as numbers of a list), not from its file or line. Equal
/// rows count as often as they are there. It tells loads apart; it is no seal against a forger.
public struct RowDigest: Hashable, Sendable, CustomStringConvertible {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    static let seed: UInt64 = 0x5851_F42D_4C95_7F2D

    public init() {}

    init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    var words: (low: UInt64, high: UInt64) { (low, high) }

    @inline(__always)
    static func step(_ hash: UInt64, _ value: UInt64, _ salt: UInt64) -> UInt64 {
        let product = (hash ^ value &+ salt &* ByteDigest.third) &* ByteDigest.first
        return product ^ product >> 29
    }

    static func of(_ text: [UInt8]) -> UInt64 { text.withUnsafeBytes { ByteDigest.of($0) } }

    mutating func add(_ hash: UInt64) {
        low &+= ByteDigest.fold(hash, ByteDigest.second)
        high &+= ByteDigest.fold(hash, ByteDigest.fourth)
    }

    public static func + (one: RowDigest, two: RowDigest) -> RowDigest {
        var sum = one
        sum.low &+= two.low
        sum.high &+= two.high
        return sum
    }

    /// Thirty-two hexadecimal digits.
    public var description: String {
        [high, low].map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }.joined()
    }
}
