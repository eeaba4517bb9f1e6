public import Market

/// Writes rows as blocks of a compact block file. Holds one block: 5 MB for 16,384 rows.
public struct BlockFileEncoder: ChunkEncoder {
    private var columns: DayColumns
    private let zstd: ZstdFrames?
    /// Written while rows come.
    private let qualities = ByteArena(capacity: 1 << 12)
    /// A section laid out before it is compressed, and what it became.
    private let scratch: ByteArena
    private let stored: ByteArena

    private var qualityRun: (code: UInt8, length: Int) = (0, 0)
    private var footer = ChunkFooter()
    private var chunkStart: Int?

    init(level: Int?, rowsPerBlock: Int) {
        columns = DayColumns(capacity: rowsPerBlock)
        scratch = ByteArena(capacity: rowsPerBlock * DayColumns.columns)
        stored = ByteArena(capacity: 2 * rowsPerBlock * DayColumns.columns)
        guard let level else {
            zstd = nil
            return
        }
        do {
            // The block's own check covers the frame.
            zstd = try ZstdFrames(anyLevel: level, checksum: false)
        } catch {
            preconditionFailure("Zstandard can be set up: \(error)")
        }
    }

    public mutating func append(_ row: ConsumptionRow, to arena: ByteArena) {
        if chunkStart == nil { chunkStart = arena.count }
        if let codes = row.qualities {
            for place in 0..<DayColumns.columns { take(quality: codes[place], times: 1) }
        } else {
            take(quality: row.quality.index, times: DayColumns.columns)
        }
        columns.append(row)
        if columns.isFull { writeBlock(to: arena) }
    }

    public mutating func finish(to arena: ByteArena) -> ChunkFooter {
        if columns.rows > 0 { writeBlock(to: arena) }
        defer {
            footer = ChunkFooter()
            chunkStart = nil
        }
        return footer
    }

    @inline(__always)
    private mutating func take(quality: UInt8, times: Int) {
        if quality == qualityRun.code {
            qualityRun.length += times
        } else {
            endQualityRun()
            qualityRun = (quality, times)
        }
    }

    private mutating func endQualityRun() {
        guard qualityRun.length > 0 else { return }
        qualities.appendVarint(qualityRun.length)
        qualities.appendWord(qualityRun.code)
        qualityRun.length = 0
    }

    private mutating func writeBlock(to arena: ByteArena) {
        columns.complete()
        endQualityRun()
        var heads: [(section: BlockFile.Section, coding: BlockFile.Coding, stored: Int, raw: Int)] = []
        stored.clear()
        for section in BlockFile.Section.allCases {
            let bytes = content(of: section)
            guard !bytes.isEmpty else { continue }
            let (coding, length) = store(bytes)
            heads.append((section, coding, length, bytes.count))
        }

        let start = arena.count
        let length = BlockFile.blockHeadBytes + heads.count * BlockFile.sectionHeadBytes + stored.count + 4
        arena.appendWord(BlockFile.blockMagic)
        arena.appendWord(UInt32(length))
        arena.appendWord(UInt32(columns.rows))
        arena.appendWord(UInt8(heads.count))
        for head in heads {
            arena.appendWord(head.section.rawValue)
            arena.appendWord(head.coding.rawValue)
            arena.appendWord(UInt32(head.stored))
            arena.appendWord(UInt32(head.raw))
        }
        arena.append(stored.bytes)
        let check = CRC32.castagnoli.check(UnsafeRawBufferPointer(rebasing: arena.bytes[start...]))
        arena.appendWord(check)
        let note = BlockNote(
            offset: start - (chunkStart ?? start), length: length, rows: columns.rows, check: check,
            mpans: columns.mpanBounds, days: columns.dayBounds)
        note.append(to: &footer.notes)
        footer.rows += columns.rows
        columns.clear()
        qualities.clear()
    }

    /// Puts a section behind those stored already, compressed where that makes it shorter.
    private func store(_ bytes: UnsafeRawBufferPointer) -> (BlockFile.Coding, Int) {
        if let zstd {
            let before = stored.count
            let length = zstd.compressSurely(bytes, to: stored)
            if length < bytes.count { return (.zstd, length) }
            stored.cut(to: before)
        }
        stored.append(bytes)
        return (.plain, bytes.count)
    }

    /// A section's bytes, there until the next call.
    private func content(of section: BlockFile.Section) -> UnsafeRawBufferPointer {
        scratch.clear()
        switch section {
        case .mpans: layOutMPANs()
        case .days: layOutDays()
        case .quantities: return UnsafeRawBufferPointer(start: columns.quantities, count: columns.rows)
        case .qualities: return qualities.bytes
        case .lowBytes: for column in 0..<DayColumns.columns { scratch.append(columns.low(column)) }
        case .highBytes: for column in 0..<DayColumns.columns { scratch.append(columns.high(column)) }
        case .wideRows: layOutWideRows()
        case .wideHalves: layOutWideHalves()
        case .missing: layOutMissing()
        }
        return scratch.bytes
    }

    /// Each row's difference from the one before; the first from 0.
    private func layOutMPANs() {
        var before: UInt64 = 0
        for row in 0..<columns.rows {
            let mpan = columns.mpans[row]
            scratch.appendZigzag(Int64(bitPattern: mpan &- before))
            before = mpan
        }
    }

    private func layOutDays() {
        var before: Int64 = 0
        for row in 0..<columns.rows {
            let day = Int64(columns.days[row])
            scratch.appendZigzag(day - before)
            before = day
        }
    }

    /// Each row's distance from the one before; the first from -1.
    private func layOutWideRows() {
        var before: Int32 = -1
        for row in columns.wideRows {
            scratch.appendVarint(Int(row - before))
            before = row
        }
    }

    /// The third bytes of the wide rows' values by column, then the fourth.
    private func layOutWideHalves() {
        let count = columns.wideRows.count
        guard count > 0 else { return }
        let halves = columns.wideHalves
        let end = scratch.reserve(2 * count * DayColumns.columns)
        for column in 0..<DayColumns.columns {
            for row in 0..<count {
                let half = halves[row * DayColumns.columns + column]
                end[column * count + row] = UInt8(truncatingIfNeeded: half)
                end[(DayColumns.columns + column) * count + row] = UInt8(truncatingIfNeeded: half >> 8)
            }
        }
        scratch.advance(to: end + 2 * count * DayColumns.columns)
    }

    /// Lengths of runs of values that are there and that are missing, in turn, row by row; the last run is left out
    /// where it is of values that are there.
    private func layOutMissing() {
        var place = 0
        var runStart = 0
        var isMissing = false
        func begin(_ missing: Bool, at start: Int) {
            guard missing != isMissing else { return }
            scratch.appendVarint(start - runStart)
            (runStart, isMissing) = (start, missing)
        }
        for (row, mask) in columns.missing {
            let first = Int(row) * DayColumns.columns
            if first > place { begin(false, at: place) }
            for column in 0..<DayColumns.columns { begin(mask >> UInt64(column) & 1 == 1, at: first + column) }
            place = first + DayColumns.columns
        }
        if isMissing { scratch.appendVarint(place - runStart) }
    }
}
