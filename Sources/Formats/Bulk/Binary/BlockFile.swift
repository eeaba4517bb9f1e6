import Kernel
public import Market

/// The layout of the compact block file (`.hhb`), shared by its writer and its reader.
///
/// The layout is described in Documentation/reference/block-file.md, from which a reader can be written.
enum BlockFile {
    /// As in PNG: a byte that is no text, and line ends that a text transfer would change.
    static let magic: [UInt8] = [0x89, 0x48, 0x48, 0x42, 0x0D, 0x0A, 0x1A, 0x0A]
    static let endMagic: [UInt8] = [0x0A, 0x1A, 0x0A, 0x0D, 0x42, 0x48, 0x48, 0x89]
    static let version: UInt16 = 1
    /// `HHBb` and `HHBi`, read as little-endian words.
    static let blockMagic: UInt32 = 0x6242_4848
    static let trailerMagic: UInt32 = 0x6942_4848

    /// What a reader need hold of one block at most.
    static let mostRowsOfBlock = 65_536
    static let blockHeadBytes = 13
    static let sectionHeadBytes = 10
    static let trailerEntryBytes = 44
    /// Magic, count, rows and check around the entries.
    static let trailerFrameBytes = 20
    /// The place of the trailer, and the end magic.
    static let endBytes = 16

    /// The parts of a block, in the order in which they stand; one without content is left out.
    enum Section: UInt8, CaseIterable {
        case mpans = 1
        case days, quantities, lowBytes, highBytes, wideRows, wideHalves, missing, qualities
    }

    /// How a section's bytes are stored.
    enum Coding: UInt8 { case plain, zstd }

    /// Values of the whole block that the section may hold at most, in bytes, which bounds what a reader allocates.
    static func mostBytes(of section: Section, rows: Int) -> Int {
        let values = rows * DayColumns.columns
        return switch section {
        case .mpans: rows * 10
        case .days, .wideRows: rows * 5
        case .quantities: rows
        case .lowBytes, .highBytes: values
        case .wideHalves: values * 2
        // Runs of one value are the dearest: a byte each, and a code behind it. The first run may be empty.
        case .missing: values + 1
        case .qualities: values * 2
        }
    }
}

/// One block's place and content, as the trailer lists it.
public struct BlockEntry: Sendable, Hashable {
    /// Bytes from the beginning of the file.
    public var offset: Int
    public var length: Int
    public var rows: Int
    /// CRC-32C of the block.
    public var check: UInt32
    public var mpans: ClosedRange<UInt64>
    public var days: ClosedRange<UTCDay>
}

/// The compact binary: MPANs as differences, values as byte planes by half hour, qualities as run lengths, each block
/// compressed and checked by itself, with an index at the end.
public struct BlockFileFormat: ConsumptionFormat {
    /// The level of Zstandard within blocks; nil leaves them plain.
    public var level: Int?
    public var rowsPerBlock: Int

    public let word = "hhb"
    public let fileExtension = "hhb"
    public let days = DayKind.utc
    public let isContainer = true
    public let rowsPerChunk = 65_536

    /// - Parameter rowsPerBlock: a multiple of 16 up to 65,536.
    public init(level: Int? = 1, rowsPerBlock: Int = 16_384) {
        precondition(
            rowsPerBlock % 16 == 0 && (16...BlockFile.mostRowsOfBlock).contains(rowsPerBlock),
            "a block has a multiple of 16 rows, 65,536 at most")
        self.level = level
        self.rowsPerBlock = rowsPerBlock
    }

    public func header(_ run: RunDescription) -> [UInt8] {
        var bytes = BlockFile.magic
        bytes.appendWord(BlockFile.version)
        let length = bytes.count
        bytes.appendWord(UInt16(0))
        bytes.appendWord(Int32(run.from.dayNumber))
        bytes.appendWord(UInt32(run.days))
        bytes.appendWord(run.seed)
        bytes.appendWord(UInt32(run.part))
        bytes.appendWord(UInt32(run.parts))
        bytes.appendShortText(run.configurationDigest)
        bytes.appendShortText(run.modelVersion)
        bytes.append(UInt8(QualityCode.specified.count))
        for code in QualityCode.specified { bytes.appendShortText(code) }
        let whole = UInt16(bytes.count + 4)
        bytes[length] = UInt8(whole & 0xFF)
        bytes[length + 1] = UInt8(whole >> 8)
        bytes.appendWord(CRC32.castagnoli.check(bytes))
        return bytes
    }

    public func makeEncoder(_ run: RunDescription) -> BlockFileEncoder {
        BlockFileEncoder(level: level, rowsPerBlock: rowsPerBlock)
    }

    public func trailer(_ run: RunDescription, _ totals: WrittenTotals) -> [UInt8] {
        var entries: [UInt8] = []
        var count = 0
        var rows = 0
        for chunk in totals.chunks {
            for note in BlockNote.read(chunk.footer.notes) {
                note.append(to: &entries, chunkOffset: chunk.offset)
                count += 1
                rows += note.rows
            }
        }
        var bytes: [UInt8] = []
        bytes.appendWord(BlockFile.trailerMagic)
        bytes.appendWord(UInt32(count))
        bytes += entries
        bytes.appendWord(UInt64(rows))
        bytes.appendWord(CRC32.castagnoli.check(bytes))
        bytes.appendWord(UInt64(totals.bytes))
        return bytes + BlockFile.endMagic
    }
}

extension [UInt8] {
    /// One byte of length and the text, cut where it is longer than 255 bytes.
    mutating func appendShortText(_ text: String) {
        let bytes = text.utf8.prefix(255)
        append(UInt8(bytes.count))
        append(contentsOf: bytes)
    }
}

/// What an encoder tells the trailer of a block it wrote.
struct BlockNote: Hashable {
    static let bytes = 44

    /// From the beginning of the chunk.
    var offset: Int
    var length: Int
    var rows: Int
    var check: UInt32
    var lowestMPAN: UInt64
    var highestMPAN: UInt64
    var firstDay: Int32
    var lastDay: Int32

    /// In the layout of a trailer's entry.
    func append(to bytes: inout [UInt8], chunkOffset: Int = 0) {
        bytes.appendWord(UInt64(chunkOffset + offset))
        bytes.appendWord(UInt32(length))
        bytes.appendWord(UInt32(rows))
        bytes.appendWord(check)
        bytes.appendWord(lowestMPAN)
        bytes.appendWord(highestMPAN)
        bytes.appendWord(firstDay)
        bytes.appendWord(lastDay)
    }

    init(
        offset: Int, length: Int, rows: Int, check: UInt32, mpans: (UInt64, UInt64), days: (Int32, Int32)
    ) {
        self.offset = offset
        self.length = length
        self.rows = rows
        self.check = check
        (lowestMPAN, highestMPAN) = mpans
        (firstDay, lastDay) = days
    }

    init(_ cursor: inout ByteCursor) throws(ByteCursor.Unreadable) {
        // A place beyond all files is no place of a block.
        offset = Int(exactly: try cursor.word(UInt64.self)) ?? -1
        length = Int(try cursor.word(UInt32.self))
        rows = Int(try cursor.word(UInt32.self))
        check = try cursor.word()
        lowestMPAN = try cursor.word()
        highestMPAN = try cursor.word()
        firstDay = try cursor.word()
        lastDay = try cursor.word()
    }

    /// The notes that an encoder's footer holds.
    static func read(_ notes: [UInt8]) -> [BlockNote] {
        notes.withUnsafeBytes { bytes in
            var cursor = ByteCursor(bytes)
            var found: [BlockNote] = []
            while !cursor.isAtEnd {
                guard let note = try? BlockNote(&cursor) else {
                    preconditionFailure("a chunk's notes are what its encoder wrote")
                }
                found.append(note)
            }
            return found
        }
    }
}
