import Kernel
import Market

/// Up to eight ASCII characters in one word, the first one lowest; stored at once and cut to its length.
struct SampleWord: Hashable, Sendable, ExpressibleByStringLiteral {
    var bits: UInt64

    static let blank = SampleWord(bits: 0)

    init(bits: UInt64) { self.bits = bits }

    /// - Precondition: at most eight bytes, none of them 0.
    init(_ text: String) {
        var bits: UInt64 = 0
        var count: UInt64 = 0
        for byte in text.utf8 {
            precondition(count < 8, "a word has at most eight characters")
            bits |= UInt64(byte) << (8 * count)
            count += 1
        }
        self.bits = bits
    }

    init(stringLiteral text: StaticString) { self.init("\(text)") }

    /// A character; blank for 0.
    init(letter: UInt8) { bits = UInt64(letter) }

    var isBlank: Bool { bits == 0 }

    @inline(__always)
    var count: Int { 8 - bits.leadingZeroBitCount / 8 }

    var text: String {
        var bytes: [UInt8] = []
        for place in 0..<count { bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(8 * place))) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Up to sixteen ASCII characters in two words.
struct SampleLongWord: Hashable, Sendable, ExpressibleByStringLiteral {
    var first: SampleWord
    var second: SampleWord

    static let blank = SampleLongWord(first: .blank, second: .blank)

    init(first: SampleWord, second: SampleWord) {
        self.first = first
        self.second = second
    }

    /// - Precondition: at most sixteen bytes, none of them 0.
    init(_ text: String) {
        first = SampleWord(String(decoding: text.utf8.prefix(8), as: UTF8.self))
        second = SampleWord(String(decoding: text.utf8.dropFirst(8), as: UTF8.self))
    }

    init(stringLiteral text: StaticString) { self.init("\(text)") }

    var text: String { first.text + second.text }
}

/// Bytes of a register being made: hot writers reserve, store and advance; whole lines are counted.
///
/// Not thread-safe: one run of bytes has one writer.
public final class SampleBytes {
    public private(set) var count = 0
    /// Lines written.
    public internal(set) var lines = 0
    private var capacity: Int
    private var memory: UnsafeMutableRawPointer

    init(capacity: Int = 1 << 16) {
        self.capacity = capacity
        memory = .allocate(byteCount: capacity, alignment: 64)
    }

    deinit { memory.deallocate() }

    /// The content, there until the bytes are written to again.
    public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory, count: count) }

    func clear() {
        count = 0
        lines = 0
    }

    /// Room for so many bytes more; good until the next call.
    @inline(__always)
    func reserve(_ bytes: Int) -> UnsafeMutableRawPointer {
        if count + bytes > capacity { grow(bytes) }
        return memory + count
    }

    @inline(__always)
    func advance(to end: UnsafeMutableRawPointer) { count = end - memory }

    func append(_ bytes: some Collection<UInt8>) {
        var place = reserve(bytes.count)
        for byte in bytes {
            place.storeBytes(of: byte, as: UInt8.self)
            place += 1
        }
        advance(to: place)
    }

    func append(_ text: String) { append(text.utf8) }

    /// Repeats what another wrote from a place on.
    @inline(__always)
    func append(_ other: SampleBytes, from start: Int) {
        let length = other.count - start
        let place = reserve(length)
        place.copyMemory(from: other.memory + start, byteCount: length)
        advance(to: place + length)
    }

    /// Puts other bytes in the place of those from a place on.
    func replace(from start: Int, _ change: ([UInt8]) -> [UInt8]) {
        let changed = change([UInt8](bytes[start...]))
        count = start
        append(changed)
    }

    @inline(never)
    private func grow(_ bytes: Int) {
        var wanted = capacity
        while count + bytes > wanted { wanted *= 2 }
        let larger = UnsafeMutableRawPointer.allocate(byteCount: wanted, alignment: 64)
        larger.copyMemory(from: memory, byteCount: count)
        memory.deallocate()
        memory = larger
        capacity = wanted
    }
}

/// A day of the made-up market: days since 1970-01-01; 0 is a blank.
typealias SampleDay = UInt16

/// Digits and days as text, laid out once; one set a worker.
final class SampleTextTables {
    /// Days that have a text: to 2079-06-06.
    static let days = 40_000

    private let dates: UnsafeMutableRawPointer
    private let groups: UnsafeMutablePointer<UInt32>
    private let pairs: UnsafeMutablePointer<UInt32>

    init() {
        dates = .allocate(byteCount: Self.days * 16, alignment: 64)
        dates.initializeMemory(as: UInt8.self, repeating: 0, count: Self.days * 16)
        for day in 1..<Self.days {
            for (place, byte) in CalendarDate(dayNumber: day).iso.utf8.enumerated() {
                dates.storeBytes(of: byte, toByteOffset: day * 16 + place, as: UInt8.self)
            }
        }
        groups = .allocate(capacity: 10_000)
        for number in 0..<10_000 {
            let digits = [number / 1_000, number / 100 % 10, number / 10 % 10, number % 10]
            (groups + number).initialize(
                to: digits.enumerated().reduce(UInt32(0)) { $0 | UInt32($1.element + 48) << UInt32(8 * $1.offset) })
        }
        pairs = .allocate(capacity: 256)
        let hexadecimal = Array("0123456789ABCDEF".utf8)
        for number in 0..<256 {
            (pairs + number).initialize(
                to: UInt32(hexadecimal[number >> 4]) | UInt32(hexadecimal[number & 15]) << 8 | 0x2D_0000)
        }
    }

    deinit {
        dates.deallocate()
        groups.deallocate()
        pairs.deallocate()
    }

    /// Thirteen digits.
    @inline(__always)
    func put(mpan: UInt64, _ place: inout UnsafeMutableRawPointer) {
        let high = mpan / 100_000_000
        let low = mpan % 100_000_000
        place.storeBytes(of: groups[Int(truncatingIfNeeded: high / 10)], as: UInt32.self)
        place.storeBytes(of: UInt8(truncatingIfNeeded: high % 10 + 48), toByteOffset: 4, as: UInt8.self)
        place.storeBytes(of: groups[Int(truncatingIfNeeded: low / 10_000)], toByteOffset: 5, as: UInt32.self)
        place.storeBytes(of: groups[Int(truncatingIfNeeded: low % 10_000)], toByteOffset: 9, as: UInt32.self)
        place += 13
    }

    /// Ten characters, or none for a blank.
    @inline(__always)
    func put(day: SampleDay, _ place: inout UnsafeMutableRawPointer) {
        let text = (dates + Int(day) * 16).load(as: SIMD16<UInt8>.self)
        place.storeBytes(of: text, as: SIMD16<UInt8>.self)
        place += day == 0 ? 0 : 10
    }

    /// Eight hex pairs with hyphens, 23 characters; none for 0. Writes 24 bytes at most.
    @inline(__always)
    func put(device: UInt64, _ place: inout UnsafeMutableRawPointer) {
        guard device != 0 else { return }
        for octet in 0..<7 {
            place.storeBytes(
                of: pairs[Int(truncatingIfNeeded: device >> UInt64(56 - 8 * octet) & 255)], as: UInt32.self)
            place += 3
        }
        place.storeBytes(of: pairs[Int(truncatingIfNeeded: device & 255)], as: UInt32.self)
        place += 2
    }

    func text(mpan: UInt64) -> String { MPANText.printed(mpan) }
}

extension UnsafeMutableRawPointer {
    /// Stores eight bytes and goes on by the word's length.
    @inline(__always)
    mutating func put(_ word: SampleWord) {
        storeBytes(of: word.bits, as: UInt64.self)
        self += word.count
    }

    @inline(__always)
    mutating func put(_ word: SampleLongWord) {
        put(word.first)
        put(word.second)
    }

    /// One character, or none for 0.
    @inline(__always)
    mutating func put(letter: UInt8) {
        storeBytes(of: letter, as: UInt8.self)
        self += letter == 0 ? 0 : 1
    }

    @inline(__always)
    mutating func put(byte: UInt8) {
        storeBytes(of: byte, as: UInt8.self)
        self += 1
    }

    @inline(__always)
    mutating func comma() { put(byte: 0x2C) }
}
