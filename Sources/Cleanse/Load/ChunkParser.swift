/// Reads pieces of a register's files into packed columns: one parser a worker, any number of chunks.
///
/// Lines whose commas are as many as the header's and that hold nothing odd are read column by column, in batches that
/// stay in the processor's cache; every other line is taken apart with care. A field that the quick way does not know is
/// given to the careful one, so that both agree on every field by construction.
public final class ChunkParser {
    /// Rows read side by side.
    static let batch = 128
    /// Longer texts of codes are looked at with care: they are rare.
    private static let longestQuickText = 64

    let layout: RegisterLayout
    let check: MPANCheck
    let worker: Int
    /// By field: the texts of `code` and `text` columns.
    public internal(set) var lists: [CodeList?]
    let index = LineIndex()
    /// What is taken over from the last load; nil to read everything.
    private let last: LastLoad?
    /// What rows hang on beside their bytes, and the same with the key: the digests of stretches hang on that one.
    let plainSeed: UInt64
    let seed: UInt64
    /// Rows that were taken over.
    public internal(set) var takenRows = 0
    /// The place of the known stretch that is expected next.
    var expected = 0
    /// Lines of the rows with something wrong or something beside the columns, rising.
    var dirty: [UInt32] = []
    let places = RowPlaces()
    private let fieldPlaces = UnsafeMutablePointer<UInt32>.allocate(capacity: 2 * ChunkParser.batch)
    /// Fields of one column and batch whose texts are in no list yet, and those that need care: row, begin, length.
    private var missed: [(UInt32, Int, Int)] = []
    private var careful: [(UInt32, Int, Int)] = []
    /// What was found wrong in the chunk, in no order.
    var wrongs: [Wrong] = []
    var others: [[PackedChunk.Other]]

    /// Something wrong in a row.
    struct Wrong {
        let row: UInt32
        /// The field's place in the register's order; nil for the row as a whole.
        let field: Int?
        let rule: Rule
        /// Within the chunk.
        let offset: UInt32
        let observed: [UInt8]
    }

    /// - Parameters:
    ///   - worker: the number by which chunks name this parser's lists.
    ///   - lists: those of this worker's parser of the register's file before; nil for its first.
    ///   - last: the last load of the register or of one like it, whose rows are taken over where lines are the same.
    ///   - key: a number that nobody who sends files can know, of this load and the last one: with it, nobody can make
    ///     lines that are taken for another's.
    public init(
        layout: RegisterLayout, check: MPANCheck, worker: Int, lists: [CodeList?]? = nil, last: LastLoad? = nil,
        key: UInt64 = 0
    ) {
        precondition(
            last.map { $0.table.kind.like == layout.kind.like } ?? true, "rows are taken over from a register like this"
        )
        self.layout = layout
        self.check = check
        self.worker = worker
        self.last = last
        self.lists = lists ?? Self.lists(of: last, layout.fields)
        plainSeed = Self.seed(layout, check)
        seed = plainSeed ^ key
        others = Array(repeating: [], count: layout.fields.count)
    }

    deinit { fieldPlaces.deallocate() }

    /// The lists of a last load, or empty ones; those of columns that it had not are empty.
    private static func lists(of last: LastLoad?, _ fields: [Field]) -> [CodeList?] {
        guard let last else { return emptyLists(fields) }
        return Array(last.lists.prefix(fields.count)) + emptyLists(Array(fields.dropFirst(last.lists.count)))
    }

    static func emptyLists(_ fields: [Field]) -> [CodeList?] {
        fields.map { field in
            switch field.packing {
            case .code: CodeList(limit: UInt32(UInt16.max) - 2)
            case .text: CodeList(limit: .max - 2)
            default: nil
            }
        }
    }

    /// Reads whole lines.
    ///
    /// - Parameters:
    ///   - bytes: the lines; a last line without an end is given one, so one byte more must be writable and 64 readable.
    ///   - count: bytes of the lines.
    ///   - offset: where in the file's text the lines begin.
    public func parse(_ bytes: UnsafeMutablePointer<UInt8>, count: Int, offset: UInt64) -> PackedChunk {
        precondition(count < Int(UInt32.max) / 2, "a chunk has some megabytes")
        var running = RunningDigest(bytes, count, seed: 0)
        var length = count
        if count > 0, bytes[count - 1] != 0x0A {
            bytes[count] = 0x0A
            length += 1
        }
        var chunk: PackedChunk
        if let last, let known = takeOver(last, bytes, length, offset, &running) {
            chunk = known
        } else {
            chunk = read(bytes, length, offset)
            noteStretches(bytes, &chunk, &running)
        }
        var whole = running.end()
        chunk.digest = whole.low
        whole.add(StretchDigest(low: plainSeed, high: 0))
        chunk.whole = whole
        return chunk
    }

    /// Reads every line.
    ///
    /// - Parameter length: bytes of the lines, the last one's end included.
    func read(_ bytes: UnsafeMutablePointer<UInt8>, _ length: Int, _ offset: UInt64) -> PackedChunk {
        index.scan(UnsafePointer(bytes), count: length)
        wrongs.removeAll(keepingCapacity: true)
        for field in others.indices { others[field].removeAll() }
        let odd = sortLines(bytes)
        let fields = layout.fields
        // MPANs first: the texts of a row without one are in no list, so that nonsense leaves nothing in memory.
        let mpans = fields.indices.filter { fields[$0].packing == .mpan }
        let inOrder = mpans + fields.indices.filter { fields[$0].packing != .mpan }
        let plan = ColumnPlan(fields: layout.fields, rows: places.count)
        // Every field of a regular row is written, be it as a blank.
        let isWhole = odd.isEmpty && fields.indices.allSatisfy { layout.places[$0] != nil }
        let block = Block(byteCount: plan.byteCount, isZeroed: !isWhole)
        var chunk = PackedChunk(
            kind: layout.kind, fields: layout.fields, worker: worker, count: places.count, block: block,
            offsets: plan.offsets,
            formOffset: plan.formOffset, lineOffset: plan.lineOffset, others: [], rejects: [],
            lineCount: index.ends.count, rowsRead: places.count, rejectedRows: 0)
        noteLines(&chunk)
        var batch = FieldBatch(UnsafePointer(bytes), fieldPlaces)
        var from = 0
        while from < places.regular {
            let rows = from..<min(from + Self.batch, places.regular)
            for field in inOrder {
                guard let place = layout.places[field] else { continue }
                batch.go(to: place, of: layout.width, rows, places, index)
                pack(field, batch, bytes, chunk)
            }
            from = rows.upperBound
        }
        for row in odd { packCarefully(row, inOrder, bytes, chunk) }
        settle(&chunk, bytes, offset)
        return chunk
    }

    /// Sorts lines into regular rows and rows that need care; empty lines are no rows.
    private func sortLines(_ bytes: UnsafeMutablePointer<UInt8>) -> [Int] {
        var odd: [Int] = []
        var oddity = 0
        var first = 0
        var (regular, row) = (0, 0)
        /// Lines up to here are part of a row that quoted fields break.
        var broken: UInt32 = 0
        places.clear(index.ends.count)
        let (separators, oddities, places) = (index.separators, index.oddities, places)
        let (firsts, slots, starts, stops, lines) = (
            places.firsts, places.slots, places.starts, places.stops, places.lines
        )
        let total = index.ends.last.map { Int(separators[Int($0)]) + 1 } ?? 0
        let width = layout.width
        for (number, end) in index.ends.enumerated() {
            let start = separators[first &- 1] &+ 1
            var stop = separators[Int(end)]
            var isOdd = Int(end) &- first &+ 1 != width || Int(stop) &- Int(start) > RegisterLayout.longestLine
            while oddity < oddities.count, oddities[oddity] < stop {
                isOdd = true
                oddity += 1
            }
            let lineFirst = first
            first = Int(end) &+ 1
            if stop < broken { continue }
            if isOdd, let last = rowEnd(bytes, start, stop, total) {
                broken = last + 1
                stop = last
            } else if isOdd || stop == start, Self.isEmpty(bytes, start, stop) {
                continue
            }
            if isOdd {
                odd.append(row)
            } else {
                firsts[regular] = UInt32(truncatingIfNeeded: lineFirst)
                slots[regular] = UInt32(truncatingIfNeeded: row)
                regular &+= 1
            }
            starts[row] = start
            stops[row] = stop
            lines[row] = UInt32(truncatingIfNeeded: number)
            row &+= 1
        }
        places.count = row
        places.regular = regular
        return odd
    }

    /// Where a row ends whose quotes are open at the end of its first line; nil for all others.
    @inline(never)
    private func rowEnd(
        _ bytes: UnsafeMutablePointer<UInt8>, _ start: UInt32, _ stop: UInt32, _ total: Int
    ) -> UInt32? {
        guard (start..<stop).contains(where: { bytes[Int($0)] == 0x22 }) else { return nil }
        let row = UnsafeRawBufferPointer(start: bytes + Int(start), count: total - Int(start))
        return layout.rowEnd(row).map { start + UInt32(truncatingIfNeeded: $0) }
    }

    private func noteLines(_ chunk: inout PackedChunk) {
        chunk.lines.update(from: places.lines, count: places.count)
    }

    private static func isEmpty(_ bytes: UnsafeMutablePointer<UInt8>, _ start: UInt32, _ stop: UInt32) -> Bool {
        for place in start..<stop where bytes[Int(place)] != 0x20 && bytes[Int(place)] != 0x0D { return false }
        return true
    }

    /// Packs one column of a batch of regular rows.
    private func pack(
        _ field: Int, _ batch: FieldBatch, _ bytes: UnsafeMutablePointer<UInt8>, _ chunk: PackedChunk
    ) {
        switch layout.fields[field].packing {
        case .mpan:
            let column = chunk.column(field, as: UInt64.self)
            batch.eachField { row, start, length in
                if let number = QuickFields.mpan(UnsafePointer(bytes) + start, length) {
                    column[Int(row)] = number
                    judge(field, row, start, number)
                } else if length == 0 {
                    // A blank in an MPAN's place is MPN-01 as any other text is that is not thirteen digits.
                    column[Int(row)] = 0
                    note(Int(row), field, .mpn01, start, [])
                } else {
                    packCarefully(field, row, start, start &+ length, bytes, chunk)
                }
            }
        case .letter:
            batch.each(chunk.column(field, as: UInt8.self), QuickFields.letter) {
                self.packCarefully(field, $0, $1, $2, bytes, chunk)
            }
        case .flag:
            batch.each(chunk.column(field, as: UInt8.self), QuickFields.flag) {
                self.packCarefully(field, $0, $1, $2, bytes, chunk)
            }
        case .code: packCodes(field, batch, chunk.column(field, as: UInt16.self), bytes, chunk)
        case .text: packCodes(field, batch, chunk.column(field, as: UInt32.self), bytes, chunk)
        case .serial:
            batch.each(chunk.column(field, as: UInt64.self), QuickFields.serial) {
                self.packCarefully(field, $0, $1, $2, bytes, chunk)
            }
        case .device:
            guard let forms = chunk.forms else { return }
            if layout.kind == .hubs { return packHubs(field, batch, forms, bytes, chunk) }
            batch.eachDevice(chunk.column(field, as: UInt64.self), forms) {
                self.packCarefully(field, $0, $1, $2, bytes, chunk)
            }
        case .short:
            batch.each(chunk.column(field, as: UInt64.self), QuickFields.short) {
                self.packCarefully(field, $0, $1, $2, bytes, chunk)
            }
        case .date:
            // One call for each, so that none is by a pointer.
            let column = chunk.column(field, as: UInt16.self)
            switch layout.days.dialect {
            case .slashed:
                batch.each(column, QuickFields.slashedDay) { self.packCarefully(field, $0, $1, $2, bytes, chunk) }
            case .compact:
                batch.each(column, QuickFields.compactDay) { self.packCarefully(field, $0, $1, $2, bytes, chunk) }
            case .iso, nil:
                batch.each(column, QuickFields.isoDay) { self.packCarefully(field, $0, $1, $2, bytes, chunk) }
            }
        }
    }

    private func packCodes<Number: FixedWidthInteger & UnsignedInteger>(
        _ field: Int, _ batch: FieldBatch, _ column: UnsafeMutablePointer<Number>,
        _ bytes: UnsafeMutablePointer<UInt8>, _ chunk: PackedChunk
    ) {
        guard var list = lists[field].take() else { return }
        // A link's kind has a rule of its own, and its few rows need no haste.
        guard layout.kind != .links || layout.fields[field].item != .kind else {
            lists[field] = consume list
            return batch.eachField { row, start, length in
                column[Int(row)] = 0
                packCarefully(field, row, start, start &+ length, bytes, chunk)
            }
        }
        // The texts of a row without an MPAN are in no list; of codes there are few.
        let keys = Number.self == UInt32.self ? mpanColumn(chunk) : nil
        missed.removeAll(keepingCapacity: true)
        list.withKnown { known in
            batch.eachField { row, start, length in
                let number = known.number(UnsafePointer(bytes) + start, length)
                column[Int(row)] = Number(truncatingIfNeeded: number)
                if number == 0, length > 0 { missed.append((row, start, length)) }
            }
        }
        if let keys {
            batch.eachField { row, start, length in
                if keys[Int(row)] == .unknownField, column[Int(row)] != 0 {
                    column[Int(row)] = 0
                    missed.append((row, start, length))
                }
            }
        }
        if list.hasBegun { batch.eachField { row, _, _ in list.use(UInt32(column[Int(row)])) } }
        careful.removeAll(keepingCapacity: true)
        // Of a closed set of words only good ones come into the list, by the careful way.
        let isClosed = words(of: field) != nil
        for (row, start, length) in missed {
            guard length <= Self.longestQuickText, keys?[Int(row)] != .unknownField, !isClosed else {
                careful.append((row, start, length))
                continue
            }
            // A regular row has no byte that a text may not have.
            let number = list.number(UnsafeRawBufferPointer(start: bytes + start, count: length))
            if number == 0 || list.faults[Int(number) &- 1] != 0 {
                careful.append((row, start, length))
            } else {
                column[Int(row)] = Number(truncatingIfNeeded: number)
            }
        }
        lists[field] = consume list
        for (row, start, length) in careful {
            packCarefully(field, row, start, start + length, bytes, chunk)
        }
    }

    /// The words that a column of codes may have; nil for a column of any.
    func words(of field: Int) -> [StaticString]? {
        switch (layout.kind, layout.fields[field].item) {
        case (.hubs, .kind): ["hub", "gas-proxy"]
        case (.links, .statedBy): ["principal", "subsidiary"]
        default: nil
        }
    }

    /// Packs the identifiers of hubs: only octets that a device may have, in any spelling.
    private func packHubs(
        _ field: Int, _ batch: FieldBatch, _ forms: UnsafeMutablePointer<UInt8>, _ bytes: UnsafeMutablePointer<UInt8>,
        _ chunk: PackedChunk
    ) {
        let column = chunk.column(field, as: UInt64.self)
        batch.eachField { row, start, length in
            if let value = QuickFields.device(UnsafePointer(bytes) + start, length), value != 0, value != .max {
                column[Int(row)] = value
                forms[Int(row)] = DeviceForm.canonical.rawValue
            } else {
                packCarefully(field, row, start, start &+ length, bytes, chunk)
            }
        }
    }

    /// The column of the MPAN that a row is about; nil in links, which have no texts to hold.
    func mpanColumn(_ chunk: PackedChunk) -> UnsafeMutablePointer<UInt64>? {
        let fields = layout.fields
        guard let field = fields.firstIndex(where: { $0.item == .mpan }) else { return nil }
        return chunk.column(field, as: UInt64.self)
    }

    /// Gives the list of a field to the careful packer and takes it back.
    func number(_ field: Int, _ text: UnsafeRawBufferPointer) -> (number: UInt32, isDamaged: Bool) {
        guard var list = lists[field].take() else { return (0, false) }
        let number = list.number(text)
        let isDamaged = number != 0 && list.faults[Int(number) - 1] != 0
        lists[field] = consume list
        return (number, isDamaged)
    }
}
