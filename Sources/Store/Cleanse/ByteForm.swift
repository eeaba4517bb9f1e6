/// Writes numbers and texts one after another, the lowest byte of a number first.
struct ByteFormWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func put(_ text: String) { put(Array(text.utf8)) }

    mutating func put(_ text: [UInt8]) {
        put(UInt32(text.count))
        bytes.append(contentsOf: text)
    }

    mutating func clear() { bytes.removeAll(keepingCapacity: true) }
}

/// Reads what `ByteFormWriter` wrote; whatever does not fit is an error and never a trap.
struct ByteFormReader {
    struct Short: Error {}

    private let bytes: UnsafeRawBufferPointer
    private var place = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count }

    mutating func number<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) throws -> Value {
        let width = MemoryLayout<Value>.size
        guard bytes.count - place >= width else { throw Short() }
        defer { place += width }
        return Value(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Value.self))
    }

    mutating func text() throws -> String {
        let count = Int(try number(UInt32.self))
        guard bytes.count - place >= count else { throw Short() }
        defer { place += count }
        return String(decoding: bytes[place..<place + count], as: UTF8.self)
    }
}
