/// Reading a chunk most of whose lines the last load had: their rows come out of its table, and only the others are
/// taken apart.
///
/// What comes out is what reading every line gives. A stretch is taken over only where sixteen bytes of digest say that
/// its lines, the file's layout and the judgement of numbers are those of the last load; a chunk with a quote in it,
/// whose rows may go on over lines, is read whole.
extension ChunkParser {
    /// A stretch of lines as it is found, before it is known what became of its rows.
    struct Draft {
        let digest: StretchDigest
        let bytes: Int
        /// The first line in the chunk, and how many there are.
        let line: Int
        let lines: Int
    }

    /// Neighbouring lines that are taken over together, or read together.
    private struct Piece {
        /// The first row in the last load's table; nil for lines that are read.
        let known: Int?
        /// Where the steps of the rows begin; nil where they follow one another.
        let steps: Int?
        /// Where the lines begin in the chunk's bytes and in its lines.
        let start: Int
        let line: Int
        var bytes: Int
        var lines: Int
        /// Where lines that are read begin among the bytes and the lines of all that are.
        var readStart = 0
        var readLine = 0
        /// The first row, in the table or among the rows that were read, and how many there are.
        var from = 0
        var rows = 0
        /// The first row in the chunk.
        var row = 0
    }

    /// Bytes without a known stretch after which a chunk is read whole.
    private static let patience = 1 << 17

    /// The chunk's rows; nil where too little of it is known.
    ///
    /// - Parameter running: the digest of all its bytes, taken on meanwhile.
    func takeOver(
        _ last: LastLoad, _ bytes: UnsafeMutablePointer<UInt8>, _ length: Int, _ offset: UInt64,
        _ running: inout RunningDigest
    ) -> PackedChunk? {
        guard let found = walk(last, bytes, length, &running) else { return nil }
        var pieces = found.pieces
        let unread = pieces.reduce(0) { $0 + ($1.known == nil ? $1.bytes : 0) }
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: unread + 128)
        defer { memory.deallocate() }
        (memory + unread).initialize(repeating: 0x20, count: 128)
        var at = 0
        var line = 0
        for index in pieces.indices where pieces[index].known == nil {
            (memory + at).initialize(from: bytes + pieces[index].start, count: pieces[index].bytes)
            pieces[index].readStart = at
            pieces[index].readLine = line
            at += pieces[index].bytes
            line += pieces[index].lines
        }
        if Self.hasQuote(memory, unread) { return nil }
        let read = read(memory, unread, 0)
        place(&pieces, read)
        var chunk = joined(pieces, last, read, found.lines)
        for reject in read.rejects {
            guard let piece = Self.piece(pieces, readLine: Int(reject.line)) else { continue }
            var moved = reject
            moved.line = UInt32(truncatingIfNeeded: piece.line + Int(reject.line) - piece.readLine)
            moved.offset = offset + UInt64(piece.start + Int(reject.offset) - piece.readStart)
            chunk.rejects.append(moved)
        }
        dirty = dirty.compactMap { line in
            Self.piece(pieces, readLine: Int(line)).map {
                UInt32(truncatingIfNeeded: $0.line + Int(line) - $0.readLine)
            }
        }
        keep(found.drafts, &chunk)
        return chunk
    }

    /// Notes the stretches of a chunk whose lines are as they were last scanned.
    func noteStretches(
        _ bytes: UnsafeMutablePointer<UInt8>, _ chunk: inout PackedChunk, _ running: inout RunningDigest
    ) {
        if index.oddities.contains(where: { bytes[Int($0)] == 0x22 }) { return }
        var drafts: [Draft] = []
        drafts.reserveCapacity(index.ends.count / 12 + 1)
        var (start, line, from) = (0, 0, 0)
        let last = index.ends.count - 1
        for (number, end) in index.ends.enumerated() {
            let stop = Int(index.separators[Int(end)])
            let lines = number + 1 - line
            if LineStretch.isLast(bytes + from, stop - from) || lines == LineStretch.longest || number == last {
                let digest = StretchDigest.of(bytes + start, stop + 1 - start, seed: seed, beside: &running)
                drafts.append(Draft(digest: digest, bytes: stop + 1 - start, line: line, lines: lines))
                start = stop + 1
                line = number + 1
            }
            from = stop + 1
        }
        keep(drafts, &chunk)
    }

    /// Keeps the stretches all of whose lines are rows with nothing wrong and nothing beside the columns.
    private func keep(_ drafts: [Draft], _ chunk: inout PackedChunk) {
        let lines = UnsafeBufferPointer(start: UnsafePointer(chunk.lines), count: chunk.count)
        var row = 0
        var spot = 0
        chunk.stretches.reserveCapacity(drafts.count)
        for draft in drafts {
            let end = draft.line + draft.lines
            while spot < dirty.count, Int(dirty[spot]) < draft.line { spot += 1 }
            let isClean = spot == dirty.count || Int(dirty[spot]) >= end
            let next = row + draft.lines
            if next <= lines.count, Int(lines[row]) == draft.line, Int(lines[next - 1]) == end - 1 {
                if isClean {
                    chunk.stretches.append(
                        LineStretch(digest: draft.digest, bytes: draft.bytes, rows: draft.lines, row: row))
                }
                row = next
            } else {
                while row < lines.count, Int(lines[row]) < end { row += 1 }
            }
        }
    }

    private typealias Found = (pieces: [Piece], drafts: [Draft], lines: Int)

    /// Goes through the lines, from one known stretch to the next.
    private func walk(
        _ last: LastLoad, _ bytes: UnsafeMutablePointer<UInt8>, _ length: Int, _ running: inout RunningDigest
    ) -> Found? {
        last.trace.stretches.withBuffer { known in
            var found: Found = ([], [], 0)
            found.drafts.reserveCapacity(length / 1_024)
            var (place, missed, hits) = (0, 0, 0)
            while place < length {
                var draft: Draft
                var match = guess(known, bytes, place, length, &running)
                if let match {
                    let stretch = known[match]
                    draft = Draft(
                        digest: stretch.digest, bytes: Int(stretch.bytes), line: found.lines, lines: Int(stretch.rows))
                } else {
                    draft = Self.draft(bytes, place, length, found.lines, seed)
                    match = last.find(draft.digest, draft.bytes, known)
                }
                if let match {
                    expected = match + 1
                    hits += 1
                } else {
                    missed += draft.bytes
                    if missed > Self.patience, hits == 0 || missed > length / 2 { return nil }
                }
                Self.add(draft, match.map { known[$0] }, place, &found.pieces)
                found.drafts.append(draft)
                found.lines += draft.lines
                place += draft.bytes
            }
            return hits > 0 ? found : nil
        }
    }

    /// The stretch that is expected here, or the one behind it, where the bytes are its.
    @inline(__always)
    private func guess(
        _ known: UnsafeBufferPointer<LineStretch>, _ bytes: UnsafeMutablePointer<UInt8>, _ place: Int, _ length: Int,
        _ running: inout RunningDigest
    ) -> Int? {
        for guess in expected..<min(expected + 2, known.count) {
            let size = Int(known[guess].bytes)
            guard size > 0, place + size <= length, bytes[place + size - 1] == 0x0A else { continue }
            if StretchDigest.of(bytes + place, size, seed: seed, beside: &running) == known[guess].digest {
                return guess
            }
        }
        return nil
    }

    /// The stretch that begins here, by its contents.
    private static func draft(
        _ bytes: UnsafeMutablePointer<UInt8>, _ place: Int, _ length: Int, _ line: Int, _ seed: UInt64
    ) -> Draft {
        var end = place
        var lines = 0
        while end < length, lines < LineStretch.longest {
            let stop = LineIndex.lineEnd(bytes, from: end)
            let isLast = LineStretch.isLast(bytes + end, stop - end)
            lines += 1
            end = stop + 1
            if isLast { break }
        }
        return Draft(
            digest: StretchDigest.of(bytes + place, end - place, seed: seed), bytes: end - place, line: line,
            lines: lines)
    }

    /// Adds a stretch to the piece before it, where both are read or follow one another in the table.
    private static func add(_ draft: Draft, _ known: LineStretch?, _ start: Int, _ pieces: inout [Piece]) {
        let steps = known.flatMap { $0.steps == .max ? nil : Int($0.steps) }
        if let before = pieces.last, before.steps == nil, steps == nil,
            known.map({ Int($0.row) }) == before.known.map({ $0 + before.lines })
        {
            pieces[pieces.count - 1].bytes += draft.bytes
            pieces[pieces.count - 1].lines += draft.lines
            return
        }
        pieces.append(
            Piece(
                known: known.map { Int($0.row) }, steps: steps, start: start, line: draft.line, bytes: draft.bytes,
                lines: draft.lines))
    }

    private static func hasQuote(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> Bool {
        var place = 0
        // What follows the bytes is spaces.
        while place < count {
            let words = UnsafeRawPointer(bytes + place).loadUnaligned(as: SIMD4<UInt64>.self)
            let flags = LineIndex.flags(words, equal: 0x22)
            if flags[0] | flags[1] | flags[2] | flags[3] != 0 { return true }
            place += 32
        }
        return false
    }

    /// Says of each piece which rows it has, among those of the table or those that were read.
    private func place(_ pieces: inout [Piece], _ read: PackedChunk) {
        var from = 0
        var row = 0
        for index in pieces.indices {
            if let known = pieces[index].known {
                pieces[index].from = known
                pieces[index].rows = pieces[index].lines
            } else {
                let end = pieces[index].readLine + pieces[index].lines
                pieces[index].from = from
                while from < read.count, Int(read.lines[from]) < end { from += 1 }
                pieces[index].rows = from - pieces[index].from
            }
            pieces[index].row = row
            row += pieces[index].rows
        }
    }

    /// The piece of a line that was read.
    private static func piece(_ pieces: [Piece], readLine line: Int) -> Piece? {
        pieces.last { $0.known == nil && $0.readLine <= line }
    }

    /// One chunk of the rows of all pieces.
    private func joined(
        _ pieces: [Piece], _ last: LastLoad, _ read: PackedChunk, _ lines: Int
    ) -> PackedChunk {
        let table = last.table
        let rows = pieces.last.map { $0.row + $0.rows } ?? 0
        let taken = pieces.reduce(0) { $0 + ($1.known == nil ? 0 : $1.rows) }
        takenRows += taken
        let plan = ColumnPlan(fields: layout.fields, rows: rows)
        var chunk = PackedChunk(
            kind: layout.kind, fields: layout.fields, worker: worker, count: rows,
            block: Block(byteCount: plan.byteCount, isZeroed: false),
            offsets: plan.offsets, formOffset: plan.formOffset, lineOffset: plan.lineOffset, others: read.others,
            rejects: [], lineCount: lines, rowsRead: taken + read.rowsRead, rejectedRows: read.rejectedRows,
            withheld: read.withheld)
        last.trace.steps.withBuffer { steps in
            for (field, fact) in layout.fields.enumerated() {
                guard field < table.fields.count else {
                    Self.blank(field, pieces, read, chunk)
                    use(field, chunk)
                    continue
                }
                let column = table.packed(fact.item)
                let known = column.block.address + UInt(column.offset)
                let (from, to) = (read.address(read.offsets[field]), chunk.address(plan.offsets[field]))
                switch fact.packing.width {
                case 1: Self.copy(pieces, steps, known, from, to, UInt8.self)
                case 2: Self.copy(pieces, steps, known, from, to, UInt16.self)
                case 4: Self.copy(pieces, steps, known, from, to, UInt32.self)
                default: Self.copy(pieces, steps, known, from, to, UInt64.self)
                }
                use(field, chunk)
                guard fact.packing == .device, let old = read.formOffset, let new = plan.formOffset else { continue }
                table.forms(fact.item).withBuffer { forms in
                    let known = UInt(bitPattern: forms.baseAddress)
                    Self.copy(pieces, steps, known, read.address(old), chunk.address(new), UInt8.self)
                }
            }
        }
        let target = chunk.lines
        for piece in pieces {
            for row in 0..<piece.rows {
                let line = piece.known == nil ? Int(read.lines[piece.from + row]) - piece.readLine : row
                target[piece.row + row] = UInt32(truncatingIfNeeded: piece.line + line)
            }
        }
        for field in chunk.others.indices where !chunk.others[field].isEmpty {
            chunk.others[field] = chunk.others[field].compactMap { other in
                let row = Int(other.row)
                guard let piece = pieces.last(where: { $0.known == nil && $0.rows > 0 && $0.from <= row }) else {
                    return nil
                }
                var moved = other
                moved.row = UInt32(truncatingIfNeeded: piece.row + row - piece.from)
                return moved
            }
        }
        return chunk
    }

    /// Fills a column that the last load's table has not: the lines that are taken over have nothing in it.
    private static func blank(_ field: Int, _ pieces: [Piece], _ read: PackedChunk, _ chunk: PackedChunk) {
        let width = chunk.fields[field].packing.width
        guard let target = UnsafeMutableRawPointer(bitPattern: chunk.address(chunk.offsets[field])),
            let source = UnsafeRawPointer(bitPattern: read.address(read.offsets[field]))
        else { preconditionFailure("a block has an address") }
        for piece in pieces {
            let (to, bytes) = (target + piece.row * width, piece.rows * width)
            if piece.known == nil {
                to.copyMemory(from: source + piece.from * width, byteCount: bytes)
            } else {
                to.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
            }
        }
    }

    /// Notes which texts of the list the chunk's rows have.
    private func use(_ field: Int, _ chunk: PackedChunk) {
        switch layout.fields[field].packing {
        case .code:
            lists[field]?.use(UnsafeBufferPointer(start: chunk.column(field, as: UInt16.self), count: chunk.count))
        case .text:
            lists[field]?.use(UnsafeBufferPointer(start: chunk.column(field, as: UInt32.self), count: chunk.count))
        default: return
        }
    }

    /// Fills a column from the table's and from that of the rows that were read.
    private static func copy<Value: BitwiseCopyable>(
        _ pieces: [Piece], _ steps: UnsafeBufferPointer<Int8>, _ known: UInt, _ read: UInt, _ target: UInt,
        _ type: Value.Type
    ) {
        guard let target = UnsafeMutablePointer<Value>(bitPattern: target),
            let known = UnsafePointer<Value>(bitPattern: known), let read = UnsafePointer<Value>(bitPattern: read)
        else { preconditionFailure("a block has an address") }
        for piece in pieces {
            let to = target + piece.row
            let from = (piece.known == nil ? read : known) + piece.from
            if let first = piece.steps {
                for row in 0..<piece.rows { to[row] = from[Int(steps[first &+ row])] }
            } else {
                to.update(from: from, count: piece.rows)
            }
        }
    }
}
