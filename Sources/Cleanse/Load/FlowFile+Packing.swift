extension FlowFile {
    /// The flow's rows in packed columns, with the rejects of rows; lines are the flow's.
    ///
    /// - Parameter parser: reads MEM with `FlowFile.layout`.
    public func packed(_ parser: ChunkParser) -> PackedChunk {
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: rows.count + 128)
        memory.initialize(repeating: 0x20, count: rows.count + 128)
        defer { memory.deallocate() }
        rows.withUnsafeBufferPointer { rows in
            if let start = rows.baseAddress { memory.update(from: start, count: rows.count) }
        }
        var chunk = parser.parse(memory, count: rows.count, offset: 0)
        for row in 0..<chunk.count { chunk.lines[row] = lines[Int(chunk.lines[row])] &- 1 }
        for index in chunk.rejects.indices { chunk.rejects[index].line = lines[Int(chunk.rejects[index].line)] &- 1 }
        return chunk
    }

    /// The layout of `rows`.
    public static var layout: RegisterLayout {
        let fields = RegisterKind.extracts.fields
        return RegisterLayout(
            kind: .extracts, places: fields.map { columns.firstIndex(of: $0.item) }, width: columns.count,
            days: DayReader(dialect: .iso))
    }

    /// The digest of a flow's bytes.
    public static func digest(_ bytes: UnsafeRawBufferPointer) -> String {
        TextDigest([ByteDigest.of(bytes)]).description
    }
}

/// A digest of a file's text, from those of its chunks in their order.
public struct TextDigest: Hashable, Sendable, CustomStringConvertible {
    private var value: UInt64 = ByteDigest.second

    public init(_ digests: [UInt64] = []) { for digest in digests { add(digest) } }

    public mutating func add(_ digest: UInt64) { value = ByteDigest.fold(value ^ digest, ByteDigest.third) }

    /// Sixteen hexadecimal digits.
    public var description: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}

extension PackedChunk {
    /// The rows of a table as chunks, one a source, and the lists that their codes are numbers of: so that rows can be
    /// added to a snapshot.
    ///
    /// - Parameter worker: the number that the chunks name the lists by.
    public static func chunks(of table: RegisterTable, worker: Int) -> (chunks: [PackedChunk], lists: [CodeList?]) {
        var lists = ChunkParser.emptyLists(table.fields)
        for (index, field) in table.fields.enumerated() {
            for text in table.texts(field.item) {
                _ = Array(text.utf8).withUnsafeBytes { lists[index]?.number($0) }
            }
        }
        let chunks = table.sources.indices.map { source in
            chunk(of: table, rows: (0..<table.count).filter { Int(table.file[$0]) == source }, UInt16(source), worker)
        }
        return (chunks, lists)
    }

    private static func chunk(of table: RegisterTable, rows: [Int], _ file: UInt16, _ worker: Int) -> PackedChunk {
        let plan = ColumnPlan(fields: table.fields, rows: rows.count)
        var chunk = PackedChunk(
            kind: table.kind, fields: table.fields, worker: worker, count: rows.count,
            block: Block(byteCount: plan.byteCount),
            offsets: plan.offsets, formOffset: plan.formOffset, lineOffset: plan.lineOffset, others: [], rejects: [],
            lineCount: 0, rowsRead: rows.count, rejectedRows: 0, digest: 0)
        for (index, field) in table.fields.enumerated() {
            switch field.packing.width {
            case 1: chunk.copy(table.column(field.item) as Column<UInt8>, index, rows)
            case 2: chunk.copy(table.column(field.item) as Column<UInt16>, index, rows)
            case 4: chunk.copy(table.column(field.item) as Column<UInt32>, index, rows)
            default: chunk.copy(table.column(field.item) as Column<UInt64>, index, rows)
            }
            let others = table.packed(field.item).others
            chunk.others.append(
                others.isEmpty
                    ? []
                    : rows.enumerated().compactMap { place, row in
                        others.text(row: row).map { Other(row: UInt32(place), text: Array($0.utf8)) }
                    })
            if field.packing == .device {
                let forms = table.forms(field.item)
                for (place, row) in rows.enumerated() { chunk.forms?[place] = forms[row] }
            }
        }
        for (place, row) in rows.enumerated() { chunk.lines[place] = table.line[row] &- 1 }
        chunk.file = file
        return chunk
    }

    private func copy<Element>(_ source: Column<Element>, _ field: Int, _ rows: [Int]) {
        let target = column(field, as: Element.self)
        for (place, row) in rows.enumerated() { target[place] = source[row] }
    }
}
