import Cleanse

/// A register's table in memory as a snapshot's file has it.
struct AssembledTable {
    let table: RegisterTable
    let digest: RowDigest
    /// Every column with what stands beside it, for comparing two tables to the byte.
    let bytes: [UInt8]

    init(_ assembly: RegisterAssembly) {
        let fields = assembly.fields
        var place = 0
        func take(_ width: Int) -> Int {
            let start = place
            place = (start + width * assembly.count + 63) / 64 * 64
            return start
        }
        let offsets = fields.map { take($0.packing.width) }
        let (forms, file, line) = (take(1), take(2), take(4))
        let block = Block(byteCount: place)
        func start(_ part: RegisterAssembly.Part, _ row: Int) -> Int {
            switch part {
            case .field(let field): offsets[field] + row * fields[field].packing.width
            case .forms: forms + row
            case .file: file + row * 2
            case .line: line + row * 4
            }
        }
        var digest = RowDigest()
        var others = [[RegisterTable.OtherText]](repeating: [], count: fields.count)
        // Short stretches, so that tables of tests have several.
        for first in stride(from: 0, to: assembly.count, by: 97) {
            let filled = assembly.fill(first..<min(first + 97, assembly.count)) { part, bytes in
                guard let from = bytes.baseAddress,
                    let to = UnsafeMutableRawPointer(bitPattern: block.address + UInt(start(part, first)))
                else { return }
                to.copyMemory(from: from, byteCount: bytes.count)
            }
            for field in fields.indices {
                others[field] += filled.others[field].map {
                    .init(row: $0.row, text: String(decoding: $0.text, as: UTF8.self))
                }
            }
            digest = digest + filled.digest
        }
        let formColumn: Column<UInt8> = Column(block, offset: forms, count: assembly.count)
        var columns: [Item: RegisterTable.PackedColumn] = [:]
        var bytes: [UInt8] = []
        for (index, field) in fields.enumerated() {
            let texts = assembly.texts(index).map { String(decoding: $0, as: UTF8.self) }
            columns[field.item] = .init(
                block: block, offset: offsets[index], packing: field.packing, texts: texts,
                others: RegisterTable.OtherTexts(others[index]), forms: field.packing == .device ? formColumn : nil)
            bytes += Array("\(field.item) \(texts) \(others[index])".utf8)
        }
        bytes += Array("\(assembly.withheld) \(assembly.count) \(digest) \(assembly.sources)".utf8)
        if let memory = UnsafeRawPointer(bitPattern: block.address) {
            bytes += Array(UnsafeRawBufferPointer(start: memory, count: place))
        }
        self.bytes = bytes
        self.digest = digest
        table = RegisterTable(
            kind: assembly.kind, count: assembly.count, sources: assembly.sources, present: assembly.present,
            file: Column(block, offset: file, count: assembly.count),
            line: Column(block, offset: line, count: assembly.count), columns: columns, withheld: assembly.withheld)
    }
}
