/// One register put together from the chunks of its files: texts numbered, rows sorted, rows of one key made one.
///
/// What comes out depends on the rows alone: not on their order, on the number of workers or on how files were cut.
/// Memory beside the chunks: four bytes a row where rows must be moved, twenty-four while unsorted rows are sorted.
public struct RegisterAssembly: Sendable {
    public let kind: RegisterKind
    /// The columns of the table.
    public let fields: [Field]
    /// Rows of the register.
    public let count: Int
    public let sources: [RegisterTable.Source]
    public let present: Set<Item>
    /// What was found when rows of one key met: FIL-09, FIL-10 and MPN-07. Lines are lines of files.
    public let rejects: [FoundReject]
    /// MPANs of registration rows that a spreadsheet damaged, rising, each once.
    public let withheld: [UInt64]

    let cells: RowCells
    /// The rows in order; nil where they stand in order as they are.
    let order: [UInt32]?
    /// Fields that are unknown because rows of one key differ, by row, rising.
    let patches: [Patch]

    /// A reject and the file that shows it.
    public struct FoundReject: Hashable, Sendable {
        /// An index into the sources.
        public let file: UInt16
        public let reject: Reject
    }

    struct Patch: Sendable {
        let row: UInt32
        let field: UInt16
    }

    /// - Parameters:
    ///   - chunks: in the order of their files and of their places in them; `file` and `linesBefore` are set.
    ///   - lists: the workers' lists of texts, by the number that chunks name.
    ///   - sources: the files in the order of their names.
    ///   - asAt: the as-at date, packed: a meter that was removed by then is closed.
    public init(
        kind: RegisterKind, chunks: [PackedChunk], lists: [[CodeList?]], sources: [RegisterTable.Source],
        present: Set<Item>, asAt: UInt16, workers: some Workers
    ) {
        self.kind = kind
        self.sources = sources
        self.present = present
        withheld = Set(chunks.flatMap(\.withheld)).sorted()
        let kept = chunks.filter { $0.count > 0 }
        let fields = kind.fields(with: present)
        self.fields = fields
        cells = RowCells(
            kind: kind, fields: fields, chunks: kept,
            numbering: TextNumbering(fields: fields, chunks: kept, lists: lists))
        let sorted = RowOrder.sorted(cells, workers: workers)
        let joiner = RowJoiner(cells: cells, asAt: asAt)
        let joined = joiner.join(sorted, workers: workers)
        order = joined.order
        patches = joined.patches
        rejects = joined.rejects
        count = joined.order?.count ?? cells.count
    }
}

/// Every cell of the chunks, by the row's number in the order of reading.
struct RowCells: Sendable {
    let kind: RegisterKind
    let fields: [Field]
    let chunks: [PackedChunk]
    let numbering: TextNumbering
    /// The number of each chunk's first row, and at the end the number of rows.
    let starts: [Int]
    let keyField: Int
    /// By field: how its values are packed.
    let packings: [Packing]
    /// By field: true where a chunk has texts beside the column.
    let hasOthers: [Bool]

    /// Where the columns begin, by field and then by chunk, and the workers whose lists chunks name: a chunk that is
    /// taken out of the list to read one cell costs more than the cell.
    private let addresses: [UInt]
    private let workers: [Int]
    /// By row in steps of 4,096: its chunk.
    private let guide: [UInt32]
    private static let guideShift = 12

    var count: Int { starts[chunks.count] }

    init(kind: RegisterKind, fields: [Field], chunks: [PackedChunk], numbering: TextNumbering) {
        precondition(chunks.allSatisfy { $0.fields == fields }, "every chunk has the register's columns")
        self.kind = kind
        self.fields = fields
        self.chunks = chunks
        self.numbering = numbering
        var starts = [0]
        for chunk in chunks { starts.append((starts.last ?? 0) + chunk.count) }
        self.starts = starts
        keyField = fields.firstIndex { $0.item == kind.key } ?? 0
        packings = fields.map(\.packing)
        hasOthers = fields.indices.map { field in chunks.contains { !$0.others[field].isEmpty } }
        addresses = fields.indices.flatMap { field in chunks.map { $0.block.address + UInt($0.offsets[field]) } }
        workers = chunks.map(\.worker)
        let count = starts[chunks.count]
        precondition(count < Int(UInt32.max), "a register has less than four billion rows")
        var guide: [UInt32] = []
        var chunk = 0
        for row in stride(from: 0, to: count, by: 1 << Self.guideShift) {
            while starts[chunk + 1] <= row { chunk += 1 }
            guide.append(UInt32(truncatingIfNeeded: chunk))
        }
        self.guide = guide
    }

    /// The chunk of a row and its place in it.
    @inline(__always)
    func place(of row: Int) -> (chunk: Int, row: Int) {
        var chunk = Int(guide[row >> Self.guideShift])
        while starts[chunk &+ 1] <= row { chunk &+= 1 }
        return (chunk, row &- starts[chunk])
    }

    /// The rows of a chunk from a place on.
    @inline(__always)
    func rowsLeft(from place: (chunk: Int, row: Int)) -> Int {
        starts[place.chunk &+ 1] &- starts[place.chunk] &- place.row
    }

    /// Where a field's column begins in a chunk.
    @inline(__always)
    func column<Element>(_ field: Int, _ chunk: Int, as type: Element.Type) -> UnsafePointer<Element> {
        guard let pointer = UnsafePointer<Element>(bitPattern: addresses[field &* chunks.count &+ chunk]) else {
            preconditionFailure("a block has an address")
        }
        return pointer
    }

    @inline(__always)
    func key(_ place: (chunk: Int, row: Int)) -> UInt64 { column(keyField, place.chunk, as: UInt64.self)[place.row] }

    @inline(__always)
    func key(_ row: Int) -> UInt64 { key(place(of: row)) }

    /// A cell as a number that orders as contents do: texts by their number in the register's list.
    func value(_ field: Int, _ place: (chunk: Int, row: Int)) -> UInt64 {
        switch packings[field] {
        case .letter, .flag: return UInt64(column(field, place.chunk, as: UInt8.self)[place.row])
        case .date: return UInt64(column(field, place.chunk, as: UInt16.self)[place.row])
        case .code:
            let value = column(field, place.chunk, as: UInt16.self)[place.row]
            return UInt64(number(field, UInt32(value), isWide: false, place))
        case .text:
            let value = column(field, place.chunk, as: UInt32.self)[place.row]
            return UInt64(number(field, value, isWide: true, place))
        case .mpan, .serial, .device, .short: return column(field, place.chunk, as: UInt64.self)[place.row]
        }
    }

    /// Lends the register's numbers of the numbers that a chunk uses.
    @inline(__always)
    func withNumbers(_ field: Int, _ chunk: Int, _ body: (UnsafePointer<UInt32>) -> Void) {
        numbering.withNumbers(field, worker: workers[chunk], body)
    }

    /// The register's number of a chunk's number; see `TextNumbering`.
    @inline(__always)
    private func number(_ field: Int, _ value: UInt32, isWide: Bool, _ place: (chunk: Int, row: Int)) -> UInt32 {
        let unknown = isWide ? UInt32.unknownField : UInt32(UInt16.unknownField)
        if value < unknown { return numbering.number(field, worker: workers[place.chunk], value) }
        return numbering.number(field, value, isWide: isWide, chunks[place.chunk], place.row)
    }

    /// The text beside a cell; nil where there is none.
    func other(_ field: Int, _ place: (chunk: Int, row: Int)) -> [UInt8]? {
        hasOthers[field] ? chunks[place.chunk].other(field, place.row) : nil
    }

    func form(_ place: (chunk: Int, row: Int)) -> UInt8 { chunks[place.chunk].forms?[place.row] ?? 0 }

    /// How two cells of one field stand to each other, where their packed values tell; nil where that takes a closer
    /// look, as where a text may stand beside them.
    @inline(__always)
    private func plainOrder(_ field: Int, _ one: (chunk: Int, row: Int), _ two: (chunk: Int, row: Int)) -> Int? {
        switch packings[field] {
        case .letter, .flag: return plainOrder(field, one, two, UInt8.self)
        case .date: return plainOrder(field, one, two, UInt16.self)
        case .mpan, .serial, .short: return plainOrder(field, one, two, UInt64.self)
        case .code: return plainOrderOfTexts(field, one, two, UInt16.self)
        case .text: return plainOrderOfTexts(field, one, two, UInt32.self)
        case .device: return nil
        }
    }

    @inline(__always)
    private func plainOrder<Value: FixedWidthInteger & UnsignedInteger>(
        _ field: Int, _ one: (chunk: Int, row: Int), _ two: (chunk: Int, row: Int), _ type: Value.Type
    ) -> Int? {
        let left = column(field, one.chunk, as: type)[one.row]
        let right = column(field, two.chunk, as: type)[two.row]
        guard left != .otherText, right != .otherText else { return nil }
        return left == right ? 0 : left < right ? -1 : 1
    }

    /// As `plainOrder`, by the register's numbers of texts.
    @inline(__always)
    private func plainOrderOfTexts<Value: FixedWidthInteger & UnsignedInteger>(
        _ field: Int, _ one: (chunk: Int, row: Int), _ two: (chunk: Int, row: Int), _ type: Value.Type
    ) -> Int? {
        let left = column(field, one.chunk, as: type)[one.row]
        let right = column(field, two.chunk, as: type)[two.row]
        guard left < .unknownField, right < .unknownField else { return nil }
        let (leftWorker, rightWorker) = (workers[one.chunk], workers[two.chunk])
        if left == right, leftWorker == rightWorker { return 0 }
        let leftNumber = numbering.number(field, worker: leftWorker, UInt32(left))
        let rightNumber = numbering.number(field, worker: rightWorker, UInt32(right))
        // A list that is full has one number for all further texts.
        guard leftNumber != .otherText, rightNumber != .otherText else { return nil }
        return leftNumber == rightNumber ? 0 : leftNumber < rightNumber ? -1 : 1
    }

    /// How two cells of one field stand to each other: below, equal or above 0.
    func compare(_ field: Int, _ one: (chunk: Int, row: Int), _ two: (chunk: Int, row: Int)) -> Int {
        if let order = plainOrder(field, one, two) { return order }
        let left = value(field, one)
        let right = value(field, two)
        if left != right { return left < right ? -1 : 1 }
        if packings[field] == .device {
            let forms = (form(one), form(two))
            if forms.0 != forms.1 { return forms.0 < forms.1 ? -1 : 1 }
        }
        guard hasOthers[field] else { return 0 }
        let leftText = other(field, one)
        let rightText = other(field, two)
        guard leftText != nil || rightText != nil else { return 0 }
        if leftText == rightText { return 0 }
        return (leftText ?? []).lexicographicallyPrecedes(rightText ?? []) ? -1 : 1
    }

    /// How two cells stand to each other as texts: blanks first, unknown fields last. Equal where `compare` says so.
    func compareTexts(_ field: Int, _ one: (chunk: Int, row: Int), _ two: (chunk: Int, row: Int)) -> Int {
        if let order = plainOrder(field, one, two) { return order }
        let order = compare(field, one, two)
        // Packed values order as their texts do; only a text beside the column may stand elsewhere.
        guard order != 0, isBeside(field, one) || isBeside(field, two), let left = spelt(field, one),
            let right = spelt(field, two), left != right
        else { return order }
        return left.lexicographicallyPrecedes(right) ? -1 : 1
    }

    /// True for a cell whose text may stand beside the column.
    private func isBeside(_ field: Int, _ place: (chunk: Int, row: Int)) -> Bool {
        switch fields[field].packing {
        case .serial: value(field, place) == .otherText
        case .letter, .flag: value(field, place) == UInt64(UInt8.otherText)
        case .device: form(place) != DeviceForm.canonical.rawValue
        default: false
        }
    }

    /// The text of such a cell; nil for a blank and for an unknown field.
    private func spelt(_ field: Int, _ place: (chunk: Int, row: Int)) -> [UInt8]? {
        if let other = other(field, place) { return other }
        let value = value(field, place)
        switch fields[field].packing {
        case .serial: return value.isPacked ? Array(Serial.text(value).utf8) : nil
        case .letter, .flag: return value > 0 && value < UInt64(UInt8.unknownField) ? [UInt8(value)] : nil
        case .device:
            return form(place) == DeviceForm.canonical.rawValue ? Array(Device.text(value).utf8) : nil
        default: return nil
        }
    }

    /// True for two spellings of one code: equal once leading zeros are put back.
    func isOneCode(_ field: Int, _ one: (chunk: Int, row: Int), _ two: (chunk: Int, row: Int)) -> Bool {
        guard let width = Code.width(fields[field].item), other(field, one) == nil, other(field, two) == nil
        else { return false }
        let texts = numbering.texts[field]
        let numbers = [value(field, one), value(field, two)]
        guard numbers.allSatisfy({ $0 > 0 && $0 <= UInt64(texts.count) }) else { return false }
        let codes = numbers.map { Code.padded(String(decoding: texts[Int($0) - 1], as: UTF8.self), to: width) }
        return codes[0] == codes[1]
    }

    /// The file and the line of a row.
    func origin(_ place: (chunk: Int, row: Int)) -> (file: UInt16, line: UInt32) {
        let chunk = chunks[place.chunk]
        return (chunk.file, chunk.linesBefore &+ chunk.lines[place.row] &+ 1)
    }
}

extension PackedChunk {
    /// The text beside a cell; nil where there is none.
    func other(_ field: Int, _ row: Int) -> [UInt8]? {
        let others = others[field]
        guard !others.isEmpty else { return nil }
        var low = 0
        var high = others.count
        while low < high {
            let middle = (low + high) / 2
            if others[middle].row < UInt32(row) { low = middle + 1 } else { high = middle }
        }
        return low < others.count && others[low].row == UInt32(row) ? others[low].text : nil
    }
}

/// The register's lists of texts and what the workers' numbers are in them.
struct TextNumbering: Sendable {
    /// By field: the texts in order; value v is `texts[v - 1]`. Empty for fields without a list.
    let texts: [[[UInt8]]]
    /// By field: a digest of each text.
    let digests: [[UInt64]]
    /// By field and worker: the register's number of the worker's number; 0 stays 0.
    private let numbers: [[[UInt32]]]
    /// The same in one list, and where those of a field and worker begin in it.
    private let allNumbers: [UInt32]
    private let firstNumbers: [Int]
    private let workerCount: Int
    /// By field, where texts are more than the column has numbers: the numbers of those that have one.
    private let overflow: [[[UInt8]: UInt32]?]
    private let workerTexts: [[CodeList?]]

    init(fields: [Field], chunks: [PackedChunk], lists: [[CodeList?]]) {
        var texts: [[[UInt8]]] = []
        var numbers: [[[UInt32]]] = []
        var overflow: [[[UInt8]: UInt32]?] = []
        for (index, field) in fields.enumerated() {
            guard field.packing == .code || field.packing == .text else {
                texts.append([])
                numbers.append([])
                overflow.append(nil)
                continue
            }
            let limit = field.packing == .code ? Int(UInt16.max) - 2 : Int(UInt32.max) - 2
            var all = Set(lists.flatMap { $0[index]?.goodTexts ?? [] })
            for chunk in chunks { for other in chunk.others[index] { all.insert(other.text) } }
            let sorted = all.sorted { $0.lexicographicallyPrecedes($1) }
            let held = Array(sorted.prefix(limit))
            var places = [[UInt8]: UInt32](minimumCapacity: held.count)
            for (place, text) in held.enumerated() { places[text] = UInt32(place + 1) }
            texts.append(held)
            numbers.append(
                lists.map { worker in
                    [0] + (worker[index]?.texts ?? []).map { places[$0] ?? .max }
                })
            overflow.append(chunks.contains { !$0.others[index].isEmpty } ? places : nil)
        }
        self.texts = texts
        digests = texts.map { $0.map(RowDigest.of) }
        workerTexts = lists
        self.numbers = numbers
        workerCount = lists.count
        var all: [UInt32] = []
        var firsts: [Int] = []
        for field in numbers {
            for worker in 0..<lists.count {
                firsts.append(all.count)
                if worker < field.count { all += field[worker] }
            }
        }
        allNumbers = all
        firstNumbers = firsts
        self.overflow = overflow
    }

    /// True where a list is as long as it may be, so that some of its texts may stand beside the column.
    func isFull(_ field: Int, _ packing: Packing) -> Bool {
        packing == .code && texts[field].count == Int(UInt16.max) - 2
    }

    /// The text of a worker's number.
    func text(_ field: Int, _ value: UInt32, _ chunk: PackedChunk) -> [UInt8]? {
        guard let list = workerTexts[chunk.worker][field], value > 0, Int(value) <= list.texts.count else { return nil }
        return list.texts[Int(value) - 1]
    }

    /// The register's number of a worker's number.
    @inline(__always)
    func number(_ field: Int, worker: Int, _ value: UInt32) -> UInt32 {
        allNumbers[firstNumbers[field &* workerCount &+ worker] &+ Int(value)]
    }

    /// Lends the register's numbers of a worker's numbers, by these; 0 stays 0.
    @inline(__always)
    func withNumbers(_ field: Int, worker: Int, _ body: (UnsafePointer<UInt32>) -> Void) {
        allNumbers.withUnsafeBufferPointer { numbers in
            guard let first = numbers.baseAddress else { return }
            body(first + firstNumbers[field &* workerCount &+ worker])
        }
    }

    /// The register's number of a chunk's number; `UInt32.max` and the one below stand for another text and an unknown
    /// field whatever the column's width.
    @inline(__always)
    func number(_ field: Int, _ value: UInt32, isWide: Bool, _ chunk: PackedChunk, _ row: Int) -> UInt32 {
        let unknown = isWide ? UInt32.unknownField : UInt32(UInt16.unknownField)
        if value < unknown { return numbers[field][chunk.worker][Int(value)] }
        if value == unknown { return .unknownField }
        guard let text = chunk.other(field, row), let found = overflow[field]?[text] else { return .otherText }
        return found
    }
}

extension CodeList {
    /// The texts that rows may have: those that a spreadsheet damaged are in no row.
    var goodTexts: [[UInt8]] { texts.indices.compactMap { faults[$0] == 0 && !isIdle($0) ? texts[$0] : nil } }
}
