public import Kernel
import Market

/// Reads compact block files, block by block, in memory of a few megabytes.
///
/// Nothing in the file is believed: every length is held against what is there and what can be, every part against its
/// CRC-32C, and blocks must follow one another without a gap. Damaged, cut and hostile files give a `BlockFileError`.
public struct BlockFileReader {
    /// Copies bytes from an offset of the file on; called within the file's size only. May throw what it likes.
    public typealias Source = (_ offset: Int, _ target: UnsafeMutableRawBufferPointer) throws -> Void

    /// What the file says of the run that made it.
    public struct Header: Sendable, Hashable {
        public var from: CalendarDate
        public var days: Int
        public var seed: UInt64
        public var part: Int
        public var parts: Int
        public var configurationDigest: String
        public var modelVersion: String
        /// What the numbers in the quality columns stand for.
        public var qualityCodes: [String]
    }

    public let header: Header
    public let blocks: [BlockEntry]
    public let rows: Int

    private let source: Source

    /// Reads the header and the trailer.
    ///
    /// - Parameters:
    ///   - size: of the file, in bytes.
    ///   - source: where its bytes come from.
    /// - Throws: `BlockFileError`; what `source` throws.
    public init(size: Int, source: @escaping Source) throws {
        self.source = source
        let (header, end) = try Self.readHeader(size, source)
        self.header = header
        (blocks, rows) = try Self.readTrailer(size, from: end, source)
    }

    /// Reads a file that is in memory.
    /// - Throws: `BlockFileError`.
    public init(bytes: [UInt8]) throws {
        try self.init(size: bytes.count) { offset, target in
            bytes.withUnsafeBytes { target.copyMemory(from: .init(rebasing: $0[offset..<offset + target.count])) }
        }
    }

    /// A block's rows.
    ///
    /// - Precondition: `number` is in `blocks.indices`.
    /// - Throws: `BlockFileError` that names the block; what the source throws.
    public func block(_ number: Int) throws -> BlockRows {
        let entry = blocks[number]
        let bytes = try Self.bytes(entry.offset..<entry.offset + entry.length, source)
        return try BlockRows(bytes, number: number, entry: entry, qualities: qualityNumbers)
    }

    /// Our numbers for the file's: the same unless the file was written with another list of codes.
    private var qualityNumbers: [UInt8?] {
        (0..<256).map { number in
            guard number < header.qualityCodes.count else { return UInt8(number) }
            return QualityCode(code: header.qualityCodes[number])?.index
        }
    }

    private static func bytes(_ range: Range<Int>, _ source: Source) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: range.count)
        if !range.isEmpty { try bytes.withUnsafeMutableBytes { try source(range.lowerBound, $0) } }
        return bytes
    }

    private static func readHeader(_ size: Int, _ source: Source) throws -> (Header, end: Int) {
        let beginning = try bytes(0..<min(size, 12), source)
        let known = min(beginning.count, BlockFile.magic.count)
        guard beginning[..<known] == BlockFile.magic[..<known] else { throw BlockFileError.notABlockFile }
        guard beginning.count == 12 else { throw BlockFileError.truncated(.header, offset: size) }
        let version = UInt16(beginning[8]) | UInt16(beginning[9]) << 8
        guard version == BlockFile.version else { throw BlockFileError.unknownVersion(version) }
        let length = Int(beginning[10]) | Int(beginning[11]) << 8
        guard length <= size else { throw BlockFileError.truncated(.header, offset: size) }
        let whole = try bytes(0..<length, source)
        return try whole.withUnsafeBytes { bytes in
            var cursor = ByteCursor(bytes)
            do {
                guard length > 16 else {
                    throw BlockFileError.impossible(.header, offset: 10, "it has \(length) bytes")
                }
                let content = try cursor.take(length - 4)
                guard try cursor.word() == CRC32.castagnoli.check(content) else {
                    throw BlockFileError.wrongCheck(.header, offset: 0)
                }
                cursor = ByteCursor(content)
                _ = try cursor.take(12)
                let header = try Header(&cursor)
                guard cursor.isAtEnd else {
                    throw BlockFileError.impossible(.header, offset: cursor.offset, "more follows the quality codes")
                }
                return (header, length)
            } catch let short as ByteCursor.Unreadable {
                throw BlockFileError.impossible(.header, offset: short.offset, "its content is longer than it says")
            }
        }
    }

    private static func readTrailer(_ size: Int, from start: Int, _ source: Source) throws -> ([BlockEntry], Int) {
        let least = BlockFile.trailerFrameBytes + BlockFile.endBytes
        guard size - start >= least else { throw BlockFileError.truncated(.trailer, offset: size) }
        let end = try bytes(size - BlockFile.endBytes..<size, source)
        guard Array(end[8...]) == BlockFile.endMagic else { throw BlockFileError.truncated(.trailer, offset: size) }
        let place = end.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        guard place >= UInt64(start), place <= UInt64(size - least) else {
            throw BlockFileError.impossible(.trailer, offset: size - 16, "it cannot begin at byte \(place)")
        }
        let offset = Int(place)
        let whole = try bytes(offset..<size - BlockFile.endBytes, source)
        return try whole.withUnsafeBytes { bytes in
            let content = UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count - 4)])
            let check = bytes.loadUnaligned(fromByteOffset: content.count, as: UInt32.self)
            guard UInt32(littleEndian: check) == CRC32.castagnoli.check(content) else {
                throw BlockFileError.wrongCheck(.trailer, offset: offset)
            }
            do {
                var trailer = TrailerReader(content, offset: offset)
                return try trailer.blocks(from: start)
            } catch let short as ByteCursor.Unreadable {
                throw BlockFileError.impossible(.trailer, offset: offset + short.offset, "its content is too short")
            }
        }
    }
}

extension BlockFileReader.Header {
    fileprivate init(_ cursor: inout ByteCursor) throws {
        let first = Int(try cursor.word(Int32.self))
        guard (CalendarDate.earliest.dayNumber...CalendarDate.latest.dayNumber).contains(first) else {
            throw BlockFileError.impossible(.header, offset: cursor.offset - 4, "it begins on day \(first) of 1970")
        }
        from = CalendarDate(dayNumber: first)
        days = Int(try cursor.word(UInt32.self))
        seed = try cursor.word()
        part = Int(try cursor.word(UInt32.self))
        parts = Int(try cursor.word(UInt32.self))
        configurationDigest = try cursor.shortText()
        modelVersion = try cursor.shortText()
        qualityCodes = []
        for _ in 0..<(try cursor.word(UInt8.self)) { qualityCodes.append(try cursor.shortText()) }
    }
}

/// Reads the list of blocks and holds it against the file.
private struct TrailerReader {
    private var cursor: ByteCursor
    /// Of the trailer in the file.
    private let offset: Int

    init(_ content: UnsafeRawBufferPointer, offset: Int) {
        cursor = ByteCursor(content)
        self.offset = offset
    }

    mutating func blocks(from start: Int) throws -> ([BlockEntry], Int) {
        guard try cursor.word() == BlockFile.trailerMagic else { throw impossible("it is no trailer") }
        let count = Int(try cursor.word(UInt32.self))
        let room = (cursor.bytes.count - 16) / BlockFile.trailerEntryBytes
        guard count == room else { throw impossible("\(count) blocks are said to be listed, and \(room) are") }
        var blocks: [BlockEntry] = []
        blocks.reserveCapacity(count)
        var next = start
        var rows = 0
        for _ in 0..<count {
            let entry = try entry(at: next)
            blocks.append(entry)
            next += entry.length
            rows += entry.rows
        }
        guard next == offset else { throw impossible("the blocks end at byte \(next)") }
        let total = try cursor.word(UInt64.self)
        guard total == UInt64(rows) else { throw impossible("\(total) rows are said to be there, and \(rows) are") }
        guard cursor.isAtEnd else { throw impossible("more follows its blocks") }
        return (blocks, rows)
    }

    private mutating func entry(at place: Int) throws -> BlockEntry {
        let note = try BlockNote(&cursor)
        guard note.offset == place, note.length <= offset - place else {
            throw impossible("a block cannot be at \(note.offset) with \(note.length) bytes")
        }
        guard note.length >= BlockFile.blockHeadBytes + 4 else {
            throw impossible("a block cannot have \(note.length) bytes")
        }
        guard (1...BlockFile.mostRowsOfBlock).contains(note.rows) else {
            throw impossible("a block cannot have \(note.rows) rows")
        }
        let days = CalendarDate.earliest.dayNumber...CalendarDate.latest.dayNumber
        guard note.lowestMPAN <= note.highestMPAN, note.firstDay <= note.lastDay, days.contains(Int(note.firstDay)),
            days.contains(Int(note.lastDay))
        else { throw impossible("a block's bounds are the wrong way round or out of range") }
        return BlockEntry(
            offset: note.offset, length: note.length, rows: note.rows, check: note.check,
            mpans: note.lowestMPAN...note.highestMPAN,
            days: UTCDay(number: Int(note.firstDay))...UTCDay(number: Int(note.lastDay)))
    }

    private func impossible(_ what: String) -> BlockFileError {
        .impossible(.trailer, offset: offset + cursor.offset, what)
    }
}
