/// Writes the compact form in which statements are stored and hashed.
///
/// Numbers are LEB128 (seven bits a byte, lowest first), signed ones zigzag; texts are UTF-8 after their length.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 256) { bytes.reserveCapacity(capacity) }

    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    mutating func byte(_ byte: UInt8) { bytes.append(byte) }

    mutating func number(_ number: Int) {
        var rest = UInt64(bitPattern: Int64((number << 1) ^ (number >> 63)))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func text(_ text: String) {
        number(text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func blob(_ blob: [UInt8]) {
        number(blob.count)
        bytes.append(contentsOf: blob)
    }

    mutating func texts(_ texts: [String]) {
        number(texts.count)
        for text in texts { self.text(text) }
    }

    /// Ascending numbers as differences.
    mutating func numbers(_ numbers: [Int]) {
        number(numbers.count)
        var last = 0
        for value in numbers {
            number(value - last)
            last = value
        }
    }
}

/// Reads what `ByteWriter` wrote; every read is checked, for stored bytes may be damaged.
struct ByteReader {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func byte() throws(StoreError) -> UInt8 {
        guard position < bytes.count else { throw Self.cut }
        position += 1
        return bytes[position - 1]
    }

    mutating func number() throws(StoreError) -> Int {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64 {
            let next = try byte()
            value |= UInt64(next & 0x7F) << shift
            if next & 0x80 == 0 {
                let half = Int64(bitPattern: value >> 1)
                return Int(value & 1 == 0 ? half : ~half)
            }
            shift += 7
        }
        throw StoreError.damaged(what: "a stored number has more than 64 bits")
    }

    /// A number of things that each take a byte at least, so that damage cannot ask for unbounded memory.
    mutating func count() throws(StoreError) -> Int {
        let count = try number()
        guard count >= 0, count <= bytes.count - position else { throw Self.cut }
        return count
    }

    mutating func text() throws(StoreError) -> String {
        let length = try count()
        defer { position += length }
        guard let text = String(validating: bytes[position..<(position + length)], as: UTF8.self) else {
            throw StoreError.damaged(what: "a stored text is not UTF-8")
        }
        return text
    }

    mutating func texts() throws(StoreError) -> [String] {
        var texts: [String] = []
        for _ in 0..<(try count()) { texts.append(try text()) }
        return texts
    }

    mutating func numbers() throws(StoreError) -> [Int] {
        var numbers: [Int] = []
        var last = 0
        for _ in 0..<(try count()) {
            let (sum, overflowed) = last.addingReportingOverflow(try number())
            guard !overflowed else { throw Self.cut }
            last = sum
            numbers.append(last)
        }
        return numbers
    }

    private static var cut: StoreError { .damaged(what: "stored bytes end too early") }
}
