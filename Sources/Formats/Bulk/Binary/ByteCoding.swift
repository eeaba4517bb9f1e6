// Integers as the binary formats store them: little-endian words, and varints of seven bits a byte, lowest first.

extension ByteArena {
    @inline(__always)
    func appendWord(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { append($0) }
    }

    @inline(__always)
    func appendVarint(_ value: UInt64) {
        var end = reserve(10)
        var rest = value
        while rest >= 0x80 {
            end.pointee = UInt8(truncatingIfNeeded: rest) | 0x80
            end += 1
            rest >>= 7
        }
        end.pointee = UInt8(truncatingIfNeeded: rest)
        advance(to: end + 1)
    }

    func appendVarint(_ value: Int) { appendVarint(UInt64(value)) }

    @inline(__always)
    func appendZigzag(_ value: Int64) { appendVarint(zigzag(value)) }

    /// Puts a word in place of bytes that were written.
    func setWord(_ value: some FixedWidthInteger, at place: Int) {
        let start = UnsafeMutableRawPointer(reserve(0)) - count + place
        start.storeBytes(of: value.littleEndian, as: type(of: value))
    }

    /// Forgets what was written behind the first `count` bytes.
    func cut(to count: Int) {
        let end = reserve(0)
        advance(to: end - (self.count - count))
    }
}

extension [UInt8] {
    mutating func appendWord(_ value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }

    mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func appendVarint(_ value: Int) { appendVarint(UInt64(value)) }

    mutating func appendZigzag(_ value: Int64) { appendVarint(zigzag(value)) }
}

/// Small numbers of either sign as small numbers: 0, -1, 1, -2 as 0, 1, 2, 3.
@inline(__always)
func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: value << 1 ^ value >> 63) }

@inline(__always)
func unzigzag(_ value: UInt64) -> Int64 { Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }

/// Reads integers from bytes and never beyond them.
struct ByteCursor {
    /// The bytes end in the midst of what was asked for, or a varint has no end within ten bytes.
    struct Unreadable: Error, Hashable {
        var offset: Int
    }

    let bytes: UnsafeRawBufferPointer
    private(set) var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { offset == bytes.count }

    @inline(__always)
    mutating func word<Word: FixedWidthInteger>(_ type: Word.Type = Word.self) throws(Unreadable) -> Word {
        guard bytes.count - offset >= MemoryLayout<Word>.size else { throw Unreadable(offset: offset) }
        defer { offset += MemoryLayout<Word>.size }
        return Word(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Word.self))
    }

    @inline(__always)
    mutating func varint() throws(Unreadable) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        var place = offset
        while place < bytes.count {
            let byte = bytes[place]
            // The tenth byte holds the 64th bit and nothing else.
            guard shift < 63 || byte <= 1 else { break }
            value |= UInt64(byte & 0x7F) << shift
            place += 1
            if byte < 0x80 {
                offset = place
                return value
            }
            shift += 7
        }
        throw Unreadable(offset: offset)
    }

    @inline(__always)
    mutating func zigzag() throws(Unreadable) -> Int64 { unzigzag(try varint()) }

    /// So many bytes as they stand.
    mutating func take(_ count: Int) throws(Unreadable) -> UnsafeRawBufferPointer {
        guard count >= 0, bytes.count - offset >= count else { throw Unreadable(offset: offset) }
        defer { offset += count }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
    }

    /// A length in one byte, then that much UTF-8.
    mutating func shortText() throws(Unreadable) -> String {
        let length = try word(UInt8.self)
        return String(decoding: try take(Int(length)), as: UTF8.self)
    }
}
