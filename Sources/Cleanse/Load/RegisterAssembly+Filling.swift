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

    /// Where rows stand in the chunks, and the runs of rows that stand in one chunk.
    struct Places {
        typealias Run = (chunk: Int, rows: Range<Int>)

        private(set) var runs: [Run] = []
        /// By row: its place in its chunk.
        private(set) var rows: [UInt32] = []

        init(_ range: Range<Int>, _ order: [UInt32]?, _ cells: RowCells) {
            rows.reserveCapacity(range.count)
            var chunk = -1
            var start = 0
            var last: (number: Int, place: (chunk: Int, row: Int)) = (0, (0, 0))
            for row in range {
                let number = order.map { Int($0[row]) } ?? row
                let place = chunk < 0 ? cells.place(of: number) : cells.place(of: number, after: last)
                last = (number, place)
                if place.chunk != chunk {
                    if chunk >= 0 { runs.append((chunk, start..<rows.count)) }
                    chunk = place.chunk
                    start = rows.count
                }
                rows.append(UInt32(truncatingIfNeeded: place.row))
            }
            if chunk >= 0 { runs.append((chunk, start..<rows.count)) }
        }

        /// Calls for every run: its chunk, its rows, and by row its place in the chunk.
        @inline(__always)
        func each(_ body: (Int, Range<Int>, UnsafeBufferPointer<UInt32>) -> Void) {
            rows.withUnsafeBufferPointer { rows in for run in runs { body(run.chunk, run.rows, rows) } }
        }
    }

    private func fill<Value: FixedWidthInteger & UnsignedInteger>(
        _ field: Int, _ rows: Range<Int>, _ places: Places, _ target: UnsafeMutablePointer<Value>,
        _ hashes: inout [UInt64], _ filled: inout Filled
    ) {
        let packing = cells.packings[field]
        let isListed = packing == .code || packing == .text
        places.each { chunk, run, places in
            let column = cells.column(field, chunk, as: Value.self)
            for index in run { target[index] = column[Int(places[index])] }
            if isListed { renumber(field, chunk, run, places, target) }
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
        places.each { chunk, run, places in
            for index in run {
                let row = Int(places[index])
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
        _ field: Int, _ chunk: Int, _ run: Range<Int>, _ places: UnsafeBufferPointer<UInt32>,
        _ target: UnsafeMutablePointer<Value>
    ) {
        let isWide = Value.bitWidth == 32
        cells.numbers(field, chunk).withUnsafeBufferPointer { numbers in
            for index in run {
                let value = target[index]
                let number =
                    value < .unknownField
                    ? numbers[Int(value)]
                    : cells.numbering.number(
                        field, UInt32(value), isWide: isWide, cells.chunks[chunk], Int(places[index]))
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
        places.each { chunk, run, places in
            let forms = cells.chunks[chunk].forms
            for index in run { target[index] = forms?[Int(places[index])] ?? 0 }
        }
        patch(field, rows) { target[$0] = DeviceForm.unknown.rawValue }
        for index in hashes.indices { hashes[index] = RowDigest.step(hashes[index], UInt64(target[index]), 0) }
    }

    private func fillOrigins(
        _ places: Places, _ memory: UnsafeMutableRawPointer, _ take: (Part, UnsafeRawBufferPointer) -> Void
    ) {
        let count = places.rows.count
        let files = memory.bindMemory(to: UInt16.self, capacity: count)
        places.each { chunk, run, _ in
            let file = cells.chunks[chunk].file
            for index in run { files[index] = file }
        }
        take(.file, UnsafeRawBufferPointer(start: memory, count: count * 2))
        let lines = memory.bindMemory(to: UInt32.self, capacity: count)
        places.each { number, run, places in
            let chunk = cells.chunks[number]
            let (from, before) = (chunk.lines, chunk.linesBefore &+ 1)
            for index in run { lines[index] = before &+ from[Int(places[index])] }
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
