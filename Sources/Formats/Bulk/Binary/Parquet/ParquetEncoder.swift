public import Market

/// Writes rows as row groups of a Parquet file. Holds one row group: 9 MB for 65,536 rows.
public struct ParquetEncoder: ChunkEncoder {
    private let values: ParquetFormat.Values
    private var columns: DayColumns
    private var quantities = TextDictionary()
    private var qualities = QualityTexts()
    private let zstd: ZstdFrames
    /// A page before it is compressed, and after.
    private let raw: ByteArena
    private let stored: ByteArena
    private var footer = ChunkFooter()
    private var chunkStart: Int?

    init(values: ParquetFormat.Values, level: Int, rowsPerGroup: Int) {
        self.values = values
        columns = DayColumns(capacity: rowsPerGroup)
        let page = rowsPerGroup * 8 + 64
        raw = ByteArena(capacity: page)
        stored = ByteArena(capacity: page + page / 64)
        do {
            // Pages carry a check of their own.
            zstd = try ZstdFrames(anyLevel: level, checksum: false)
        } catch {
            preconditionFailure("Zstandard can be set up: \(error)")
        }
    }

    public mutating func append(_ row: ConsumptionRow, to arena: ByteArena) {
        if chunkStart == nil { chunkStart = arena.count }
        qualities.append(row)
        columns.append(row)
        if columns.isFull { writeGroup(to: arena) }
    }

    public mutating func finish(to arena: ByteArena) -> ChunkFooter {
        if columns.rows > 0 { writeGroup(to: arena) }
        defer {
            footer = ChunkFooter()
            chunkStart = nil
        }
        return footer
    }

    private mutating func writeGroup(to arena: ByteArena) {
        columns.complete()
        let start = arena.count
        for row in 0..<columns.rows { quantities.append(quantity: columns.quantities[row]) }
        let written = ParquetColumn.all.map { write($0, to: arena) }
        // In the order of signed numbers, which a spoiled MPAN could be.
        let mpans = (0..<columns.rows).map { Int64(bitPattern: columns.mpans[$0]) }
        let (first, last) = columns.dayBounds
        let group = ParquetGroup(
            offset: start - (chunkStart ?? start), rows: columns.rows, mpans: (mpans.min() ?? 0)...(mpans.max() ?? 0),
            days: first...last, columns: written)
        group.append(to: &footer.notes)
        footer.rows += columns.rows
        columns.clear()
        quantities.clear()
        qualities.clear()
    }

    // MARK: Pages

    private func write(_ column: ParquetColumn, to arena: ByteArena) -> ParquetGroup.Column {
        var sizes = ParquetGroup.Column()
        var encoding = ParquetEncoding.plain
        raw.clear()
        switch column {
        case .mpan:
            encoding = writeIntegers(of: UInt64.self, columns.mpans) { Int64(bitPattern: $0) }
        case .date:
            encoding = writeIntegers(of: Int32.self, columns.days) { Int64($0) }
        case .quantity:
            encoding = .dictionary
            writeDictionary(quantities, &sizes, to: arena)
        case .quality:
            encoding = .dictionary
            writeDictionary(qualities.texts, &sizes, to: arena)
        case .value(let place):
            encoding = values == .split ? .byteStreamSplit : .plain
            sizes.nulls = writeValues(place)
        }
        writePage(&sizes, to: arena) { header in
            header.int32(1, ParquetCode.dataPage)
        } content: { header in
            header.structure(5) { page in
                page.int32(1, Int32(columns.rows))
                page.int32(2, encoding.rawValue)
                page.int32(3, ParquetEncoding.runLength.rawValue)
                page.int32(4, ParquetEncoding.runLength.rawValue)
            }
        }
        return sizes
    }

    /// Compresses what `raw` holds and writes it behind its header.
    private func writePage(
        _ sizes: inout ParquetGroup.Column, to arena: ByteArena, kind: (inout CompactThrift) -> Void,
        content: (inout CompactThrift) -> Void
    ) {
        stored.clear()
        let length = zstd.compressSurely(raw.bytes, to: stored)
        let header = CompactThrift.structure { header in
            kind(&header)
            header.int32(2, Int32(raw.count))
            header.int32(3, Int32(length))
            header.int32(4, Int32(bitPattern: CRC32.ieee.check(stored.bytes)))
            content(&header)
        }
        header.withUnsafeBytes { arena.append($0) }
        arena.append(stored.bytes)
        sizes.stored += header.count + length
        sizes.raw += header.count + raw.count
    }

    private func writeIntegers<Value: FixedWidthInteger>(
        of type: Value.Type, _ column: UnsafeMutablePointer<Value>, _ widened: (Value) -> Int64
    ) -> ParquetEncoding {
        guard values == .split else {
            for row in 0..<columns.rows { raw.appendWord(column[row]) }
            return .plain
        }
        DeltaBinaryPacked.encode(count: columns.rows, to: raw) { widened(column[$0]) }
        return .deltaBinaryPacked
    }

    /// Writes the dictionary's page and leaves the places in `raw`.
    private func writeDictionary(
        _ dictionary: TextDictionary, _ sizes: inout ParquetGroup.Column, to arena: ByteArena
    ) {
        for text in dictionary.texts {
            raw.appendWord(UInt32(text.count))
            text.withUnsafeBytes { raw.append($0) }
        }
        writePage(&sizes, to: arena) { header in
            header.int32(1, ParquetCode.dictionaryPage)
        } content: { header in
            header.structure(7) { page in
                page.int32(1, Int32(dictionary.texts.count))
                page.int32(2, ParquetEncoding.plain.rawValue)
            }
        }
        sizes.dictionary = sizes.stored
        raw.clear()
        // Readers need not take a width of 0.
        let width = max(1, 16 - UInt16(dictionary.texts.count - 1).leadingZeroBitCount)
        raw.appendWord(UInt8(width))
        dictionary.places.withUnsafeBufferPointer { RunLengthHybrid.encode($0, width: width, to: raw) }
    }

    // MARK: Values

    /// Lays out a page of values: definition levels with their length, then the values that are there.
    /// - Returns: how many are not.
    private func writeValues(_ column: Int) -> Int {
        let rows = columns.rows
        raw.appendWord(UInt32(0))
        var absent: [Int] = []
        if columns.missingColumns >> UInt64(column) & 1 == 0 {
            RunLengthHybrid.encode(1, count: rows, to: raw)
        } else {
            absent = columns.missing.filter { $0.columns >> UInt64(column) & 1 == 1 }.map { Int($0.row) }
            var levels = [UInt16](repeating: 1, count: rows)
            for row in absent { levels[row] = 0 }
            levels.withUnsafeBufferPointer { RunLengthHybrid.encode($0, width: 1, to: raw) }
        }
        raw.setWord(UInt32(raw.count - 4), at: 0)

        let planes = raw.reserve(4 * rows)
        layOutPlanes(of: column, at: planes)
        if !absent.isEmpty { squeeze(planes, without: absent) }
        let left = rows - absent.count
        if values == .plain {
            stored.clear()
            interleave(planes, count: left)
        }
        raw.advance(to: planes + 4 * left)
        return absent.count
    }

    /// Four planes of bytes, the lowest first.
    private func layOutPlanes(of column: Int, at planes: UnsafeMutablePointer<UInt8>) {
        let rows = columns.rows
        let memory = UnsafeMutableRawBufferPointer(start: planes, count: 4 * rows)
        UnsafeMutableRawBufferPointer(rebasing: memory[..<rows]).copyMemory(from: columns.low(column))
        UnsafeMutableRawBufferPointer(rebasing: memory[rows..<2 * rows]).copyMemory(from: columns.high(column))
        (planes + 2 * rows).update(repeating: 0, count: 2 * rows)
        for (place, row) in columns.wideRows.enumerated() {
            let half = columns.wideHalves[place * DayColumns.columns + column]
            planes[2 * rows + Int(row)] = UInt8(truncatingIfNeeded: half)
            planes[3 * rows + Int(row)] = UInt8(truncatingIfNeeded: half >> 8)
        }
    }

    /// Takes absent rows out of the four planes, which then lie closer together.
    private func squeeze(_ planes: UnsafeMutablePointer<UInt8>, without absent: [Int]) {
        var end = planes
        for plane in 0..<4 {
            let start = planes + plane * columns.rows
            var from = 0
            for row in absent + [columns.rows] {
                // Towards the beginning, so what is read was not yet overwritten.
                end.update(from: start + from, count: row - from)
                end += row - from
                from = row + 1
            }
        }
    }

    /// Four planes as little-endian words in the same place.
    private func interleave(_ planes: UnsafeMutablePointer<UInt8>, count: Int) {
        let words = stored.reserve(4 * count)
        for place in 0..<count {
            for plane in 0..<4 { words[4 * place + plane] = planes[plane * count + place] }
        }
        planes.update(from: words, count: 4 * count)
    }
}
