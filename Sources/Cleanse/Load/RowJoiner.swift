/// Puts rows of one MPAN in the order of their contents and makes rows of one key one row.
///
/// Keys: REG and EES the MPAN; DCC MPAN and device; MEM manager, MPAN and meter; LNK kind, both MPANs, the begin and the
/// side that states it; hubs the identifier; HIS and appointments the whole row; MTR the whole row of a closed meter
/// (equal open meters are MTR-11, which needs both rows). Rows of a key in one file are FIL-10 where they are equal, else
/// FIL-09; an MPAN in two files of REG or EES is MPN-07. The row that is left has every field unknown in which they
/// differ.
struct RowJoiner {
    let cells: RowCells
    let asAt: UInt16
    /// Meters stand by id and dates, so that the first of several failing rows is the one that people call the first;
    /// all others in the order of the contract's columns.
    ///
    /// The field by which rows are sorted is in neither list: rows that meet have one value of it.
    private let fieldOrder: [Int]
    private let keyFields: [Int]
    /// By field: true for one of the key.
    private let isOfKey: [Bool]

    init(cells: RowCells, asAt: UInt16) {
        self.cells = cells
        self.asAt = asAt
        let fields = cells.fields.indices
        let first: [Item] = cells.kind == .meters ? [.mpan, .meterID, .installDate, .removalDate] : []
        let leading = first.compactMap { item in fields.first { cells.fields[$0].item == item } }
        let order = leading + fields.filter { !leading.contains($0) }
        fieldOrder = order.filter { $0 != cells.keyField }
        let key = Self.keyFields(cells.kind, cells.fields).filter { $0 != cells.keyField }
        keyFields = key
        isOfKey = fields.map { key.contains($0) }
    }

    struct Joined: Sendable {
        var order: [UInt32]?
        var patches: [RegisterAssembly.Patch] = []
        var rejects: [RegisterAssembly.FoundReject] = []
    }

    /// What a piece of the rows gives.
    private struct Piece: Sendable {
        var rows: [UInt32] = []
        var patches: [RegisterAssembly.Patch] = []
        var rejects: [RegisterAssembly.FoundReject] = []
        /// The rows of one MPAN while they are put in order.
        var group: [Numbered] = []
    }

    private typealias Numbered = (number: UInt32, place: Place)

    typealias Place = (chunk: Int, row: Int)

    func join(_ order: [UInt32]?, workers: some Workers) -> Joined {
        if order == nil, !hasEqualKeys() { return Joined() }
        let count = cells.count
        let pieces = max(1, min(workers.count * 4, count / 65_536))
        // Pieces begin where a new key begins.
        var bounds = [0]
        for piece in 1..<max(pieces, 1) + 0 {
            var bound = max(count / pieces * piece, bounds[piece - 1])
            while bound > 0, bound < count, key(order, bound) == key(order, bound - 1) { bound += 1 }
            bounds.append(bound)
        }
        bounds.append(count)
        let limits = bounds
        let joiner = self
        let results = workers.map(pieces) { joiner.piece(order, limits[$0]..<limits[$0 + 1]) }
        var joined = Joined(order: [])
        joined.order?.reserveCapacity(count)
        for result in results {
            let base = UInt32(truncatingIfNeeded: joined.order?.count ?? 0)
            joined.order?.append(contentsOf: result.rows)
            joined.patches += result.patches.map { .init(row: $0.row + base, field: $0.field) }
            joined.rejects += result.rejects
        }
        return joined
    }

    private func hasEqualKeys() -> Bool {
        var last: UInt64 = 0
        for chunk in cells.chunks {
            let keys = chunk.column(cells.keyField, as: UInt64.self)
            for row in 0..<chunk.count {
                if keys[row] == last { return true }
                last = keys[row]
            }
        }
        return false
    }

    private func key(_ order: [UInt32]?, _ index: Int) -> UInt64 { cells.key(order.map { Int($0[index]) } ?? index) }

    private func piece(_ order: [UInt32]?, _ range: Range<Int>) -> Piece {
        guard let order else { return piece(range) { UInt32(truncatingIfNeeded: $0) } }
        return order.withUnsafeBufferPointer { order in piece(range) { order[$0] } }
    }

    @inline(__always)
    private func piece(_ range: Range<Int>, _ number: (Int) -> UInt32) -> Piece {
        var piece = Piece()
        piece.rows.reserveCapacity(range.count)
        var index = range.lowerBound
        // The key of the rows that wait in the group, since more of it may follow.
        var waiting: UInt64 = 0
        while index < range.upperBound {
            // Rows that were read one after another are looked at without asking after the place of each.
            let first = number(index)
            let place = cells.place(of: Int(first))
            let most = min(range.upperBound &- index, cells.rowsLeft(from: place))
            var count = 1
            while count < most, number(index &+ count) == first &+ UInt32(truncatingIfNeeded: count) { count &+= 1 }
            let keys = cells.column(cells.keyField, place.chunk, as: UInt64.self) + place.row
            func wait(_ rows: Range<Int>) {
                for row in rows {
                    piece.group.append(
                        (first &+ UInt32(truncatingIfNeeded: row), (place.chunk, place.row &+ row)))
                }
            }
            /// Rows that stand as they were read.
            func layDown(_ rows: Range<Int>) {
                let from = first &+ UInt32(truncatingIfNeeded: rows.lowerBound)
                piece.rows.append(contentsOf: from..<from &+ UInt32(truncatingIfNeeded: rows.count))
            }
            var row = 0
            if !piece.group.isEmpty {
                while row < count, keys[row] == waiting { row &+= 1 }
                wait(0..<row)
                if row < count { settle(&piece) }
            }
            var start = row
            while row < count {
                var end = row &+ 1
                while end < count, keys[end] == keys[row] { end &+= 1 }
                let isWhole = end < count
                if !isWhole || !standsInOrder(place.chunk, place.row &+ row..<place.row &+ end) {
                    layDown(start..<row)
                    wait(row..<end)
                    if isWhole { settle(&piece) } else { waiting = keys[row] }
                    start = end
                }
                row = end
            }
            layDown(start..<count)
            index &+= count
        }
        if !piece.group.isEmpty { settle(&piece) }
        return piece
    }

    /// Lays down the rows of one MPAN.
    private func settle(_ piece: inout Piece) {
        if standsInOrder(piece.group) {
            for row in piece.group { piece.rows.append(row.number) }
            piece.group.removeAll(keepingCapacity: true)
            return
        }
        sort(&piece.group)
        var from = 0
        while from < piece.group.count {
            var to = from + 1
            while to < piece.group.count, isOneKey(piece.group[from].place, piece.group[to].place) { to += 1 }
            if to == from + 1 || !isJoined(piece.group[from].place) {
                for row in from..<to { piece.rows.append(piece.group[row].number) }
            } else {
                joinGroup(Array(piece.group[from..<to]), &piece)
            }
            from = to
        }
        piece.group.removeAll(keepingCapacity: true)
    }

    /// True where each row stands before the next one and has another key, as in most files.
    @inline(__always)
    private func standsInOrder(_ chunk: Int, _ rows: Range<Int>) -> Bool {
        for row in rows.dropFirst() where !isBeforeOfOtherKey((chunk, row &- 1), (chunk, row)) { return false }
        return true
    }

    private func standsInOrder(_ group: [Numbered]) -> Bool {
        for row in 1..<group.count where !isBeforeOfOtherKey(group[row - 1].place, group[row].place) { return false }
        return true
    }

    private func isBeforeOfOtherKey(_ one: Place, _ two: Place) -> Bool {
        for field in fieldOrder {
            let order = cells.compareTexts(field, one, two)
            if order != 0 { return order < 0 && isOfKey[field] }
        }
        return false
    }

    /// Sorts by contents; nearly every MPAN has few rows.
    private func sort(_ group: inout [Numbered]) {
        guard group.count <= 16 else { return group.sort { isBefore($0.place, $1.place) } }
        for row in 1..<group.count {
            var place = row
            while place > 0, isBefore(group[place].place, group[place - 1].place) {
                group.swapAt(place, place - 1)
                place -= 1
            }
        }
    }

    private func isOneKey(_ one: Place, _ two: Place) -> Bool {
        for field in keyFields where cells.compare(field, one, two) != 0 { return false }
        return true
    }

    private func isBefore(_ one: Place, _ two: Place) -> Bool {
        for field in fieldOrder {
            let order = cells.compareTexts(field, one, two)
            if order != 0 { return order < 0 }
        }
        return cells.origin(one) < cells.origin(two)
    }

    private static func keyFields(_ kind: RegisterKind, _ fields: [Field]) -> [Int] {
        let items: [Item]
        switch kind {
        case .registration, .enquiry: items = [.mpan]
        case .devices: items = [.mpan, .esmeID]
        case .extracts: items = [.mem, .mpan, .meterID]
        case .links: items = [.kind, .principal, .subsidiary, .from, .statedBy]
        case .hubs: items = [.guid]
        case .histories, .meters, .appointments: items = fields.map(\.item)
        }
        return fields.indices.filter { items.contains(fields[$0].item) }
    }

    /// Open meters stay as they are, equal or not.
    private func isJoined(_ place: Place) -> Bool {
        guard cells.kind == .meters else { return true }
        guard let field = cells.fields.firstIndex(where: { $0.item == .removalDate }) else { return true }
        let day = cells.value(field, place)
        return day != 0 && day < UInt64(UInt16.unknownField) && day <= UInt64(asAt)
    }

    /// Rows of one key, more than one.
    private func joinGroup(_ group: [(number: UInt32, place: Place)], _ piece: inout Piece) {
        let byFile = Dictionary(grouping: group) { cells.origin($0.place).file }.sorted { $0.key < $1.key }
        for (_, rows) in byFile where rows.count > 1 { sayOfFile(rows, &piece) }
        let isOneFileOnly = cells.kind == .registration || cells.kind == .enquiry
        if isOneFileOnly {
            if byFile.count > 1 { sayOfFiles(byFile.map(\.value), &piece) }
            keep(group, &piece)
        } else {
            // One row a file; between files they stay apart, in the order of their contents.
            let kept = Set(byFile.map { first($0.value).number })
            for row in group where kept.contains(row.number) {
                let rows = byFile.first { $0.value.contains { $0.number == row.number } }?.value ?? [row]
                keep(rows, &piece)
            }
        }
    }

    private func first(_ rows: [(number: UInt32, place: Place)]) -> (number: UInt32, place: Place) {
        rows.min { cells.origin($0.place) < cells.origin($1.place) } ?? rows[0]
    }

    /// Keeps the first of some rows, its fields unknown in which they differ.
    private func keep(_ rows: [(number: UInt32, place: Place)], _ piece: inout Piece) {
        let row = UInt32(truncatingIfNeeded: piece.rows.count)
        for field in differing(rows) { piece.patches.append(.init(row: row, field: UInt16(field))) }
        piece.rows.append(first(rows).number)
    }

    private func differing(_ rows: [(number: UInt32, place: Place)]) -> [Int] {
        cells.fields.indices.filter { field in
            rows.dropFirst().contains {
                cells.compare(field, rows[0].place, $0.place) != 0
                    && !cells.isOneCode(field, rows[0].place, $0.place)
            }
        }
    }

    private func sayOfFile(_ rows: [(number: UInt32, place: Place)], _ piece: inout Piece) {
        let fields = differing(rows)
        let inOrder = rows.sorted { cells.origin($0.place) < cells.origin($1.place) }
        say(fields.isEmpty ? .fil10 : .fil09, inOrder[1].place, fields, "\(rows.count) rows", &piece)
    }

    private func sayOfFiles(_ files: [[(number: UInt32, place: Place)]], _ piece: inout Piece) {
        say(.mpn07, first(files[1]).place, differing(files.flatMap { $0 }), "\(files.count) files", &piece)
    }

    private func say(_ rule: Rule, _ place: Place, _ fields: [Int], _ count: String, _ piece: inout Piece) {
        let item: Item =
            switch cells.kind {
            case .links: .subsidiary
            case .hubs: .guid
            default: .mpan
            }
        let field = cells.fields.firstIndex { $0.item == item } ?? 0
        let isOfFile = cells.kind == .hubs
        let rows = isOfFile ? "\(count) of \(Device.text(cells.value(field, place)))" : count
        let names = fields.map { cells.fields[$0].item.rawValue }
        let origin = cells.origin(place)
        piece.rejects.append(
            .init(
                file: origin.file,
                reject: Reject(
                    rule: rule, subject: isOfFile ? .file("") : .mpan(cells.value(field, place)), item: item,
                    observed: rows + (names.isEmpty ? ", equal" : ", other \(names.joined(separator: ", "))"),
                    expected: "one row", line: origin.line, offset: 0)))
    }
}
