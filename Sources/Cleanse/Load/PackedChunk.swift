/// A row, a field or a file that a load rejected, before its owner and its file's name are known.
public struct Reject: Hashable, Sendable {
    public let rule: Rule
    public let subject: Subject
    public let item: Item
    /// What the file says, at most two hundred bytes of it, other bytes than printable ASCII escaped.
    public let observed: String
    public let expected: String
    /// Within its chunk until the chunk is placed: lines before it are added then. From 0 in a chunk, from 1 in a file.
    public var line: UInt32
    /// The byte in the file's text where the wrong field begins.
    public var offset: UInt64

    public init(
        rule: Rule, subject: Subject, item: Item, observed: String, expected: String, line: UInt32, offset: UInt64
    ) {
        self.rule = rule
        self.subject = subject
        self.item = item
        self.observed = observed
        self.expected = expected
        self.line = line
        self.offset = offset
    }

    /// Bytes of a field as text for people: a file of noise has as many as rows.
    static func printed(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(min(bytes.count, 200) * 4 + 3)
        func digit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x37 + nibble }
        for byte in bytes.prefix(200) {
            if (0x20...0x7E).contains(byte) {
                text.append(byte)
            } else {
                text += [0x5C, 0x78, digit(byte >> 4), digit(byte & 15)]
            }
        }
        if bytes.count > 200 { text += [0x2E, 0x2E, 0x2E] }
        return String(decoding: text, as: UTF8.self)
    }
}

/// The rows of a piece of a file in packed columns, in the file's order.
///
/// Codes have the numbers of the worker that read them; `RegisterAssembly` gives them those of the whole register.
public struct PackedChunk: Sendable {
    /// A text that its column could not hold.
    struct Other: Sendable {
        var row: UInt32
        let text: [UInt8]
    }

    public let kind: RegisterKind
    /// The columns of the register's table.
    let fields: [Field]
    /// Which worker's lists the codes are numbers of.
    let worker: Int
    /// Rows that stay.
    public internal(set) var count: Int
    var block: Block
    /// Where each field's column lies in the block.
    var offsets: [Int]
    /// Where the forms of the device column lie; nil where there is none.
    var formOffset: Int?
    var lineOffset: Int
    var others: [[Other]]
    public internal(set) var rejects: [Reject]
    /// Line ends in the chunk.
    public let lineCount: Int
    /// Lines that were rows, whatever became of them.
    public let rowsRead: Int
    public internal(set) var rejectedRows: Int
    /// Registration rows that FIL-11 removed although their MPAN could be read: nothing else is said of these.
    public internal(set) var withheld: [UInt64] = []
    /// A digest of the chunk's bytes.
    public internal(set) var digest: UInt64 = 0
    /// Stretches of lines whose rows a next load may take over, in their order.
    var stretches: [LineStretch] = []
    /// A digest of the lines and of what they are judged by, for telling whether a whole register is the same.
    var whole = StretchDigest(low: 0, high: 0)
    /// Where the chunk's rows come from: set by the load.
    public var file: UInt16 = 0
    /// Lines of the file before the chunk: set by the load.
    public var linesBefore: UInt32 = 0

    /// Lets go of the rejects, once they are somewhere else.
    public mutating func forgetRejects() { rejects = [] }

    func column<Element>(_ field: Int, as type: Element.Type) -> UnsafeMutablePointer<Element> {
        pointer(at: offsets[field])
    }

    /// Where a place of the block is in memory.
    func address(_ offset: Int) -> UInt { block.address + UInt(offset) }

    var lines: UnsafeMutablePointer<UInt32> { pointer(at: lineOffset) }

    var forms: UnsafeMutablePointer<UInt8>? { formOffset.map { pointer(at: $0) } }

    private func pointer<Element>(at offset: Int) -> UnsafeMutablePointer<Element> {
        guard let pointer = UnsafeMutablePointer<Element>(bitPattern: block.address + UInt(offset)) else {
            preconditionFailure("a block has an address")
        }
        return pointer
    }
}

/// The places of a register's columns in one stretch of memory.
struct ColumnPlan {
    let offsets: [Int]
    let formOffset: Int?
    let lineOffset: Int
    let byteCount: Int

    /// Columns for so many rows, each begun on a multiple of `alignment`.
    init(fields: [Field], rows: Int, alignment: Int = 64) {
        var place = 0
        func take(_ width: Int) -> Int {
            let start = place
            place = (start + width * rows + alignment - 1) / alignment * alignment
            return start
        }
        offsets = fields.map { take($0.packing.width) }
        formOffset = fields.contains { $0.packing == .device } ? take(1) : nil
        lineOffset = take(4)
        byteCount = place
    }
}
