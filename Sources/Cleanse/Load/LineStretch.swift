/// A few neighbouring lines of a file, by which a next load finds rows that it need not read again.
///
/// Stretches end where the contents say so, not where a count does: lines that are put in or taken out move the lines
/// behind them, and the stretches move with them.
struct LineStretch: BitwiseCopyable, Sendable {
    /// Sixteen bytes that tell the lines, how they were read and by what they were judged.
    var digest: StretchDigest
    /// The lines with their ends.
    var bytes: UInt32
    /// Lines; as many rows.
    var rows: UInt32
    /// The first row: in its chunk while a file is read, in the register's table when all is read.
    var row: UInt32
    /// Where the steps of rows begin that stand not one after another; `UInt32.max` where they do. The n-th row stands
    /// so many rows from the first as its step says.
    var steps: UInt32 = .max

    init(digest: StretchDigest, bytes: Int, rows: Int, row: Int) {
        self.digest = digest
        self.bytes = UInt32(truncatingIfNeeded: bytes)
        self.rows = UInt32(truncatingIfNeeded: rows)
        self.row = UInt32(truncatingIfNeeded: row)
    }

    /// The most lines of a stretch; nearly all end after about sixteen by what their last line holds.
    static let longest = 64

    /// True for a line that ends a stretch: one in sixteen, by its first and last bytes. Eight bytes behind its end are
    /// readable.
    @inline(__always)
    static func isLast(_ line: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        guard length >= 16 else { return false }
        let raw = UnsafeRawPointer(line)
        let first = raw.loadUnaligned(as: UInt64.self) &* ByteDigest.first
        let second = (raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self) ^ first >> 32) &* ByteDigest.second
        let last = raw.loadUnaligned(fromByteOffset: length - 8, as: UInt64.self)
        return ((last ^ second >> 29) &* ByteDigest.third) >> 60 == 0
    }
}

/// Sixteen bytes of digest: for telling stretches of lines apart among millions.
///
/// Two of a billion stretches are equal by accident once in 10^20 loads, and a stretch is known by its length too. It
/// is no seal against somebody who knows the seed: a load's has a key in it that is made by chance.
struct StretchDigest: BitwiseCopyable, Hashable, Sendable {
    var low: UInt64
    var high: UInt64

    /// - Parameter seed: what the lines' meaning hangs on beside their bytes.
    @inline(__always)
    static func of(_ bytes: UnsafePointer<UInt8>, _ count: Int, seed: UInt64) -> StretchDigest {
        var digest = RunningDigest(bytes, count, seed: seed)
        while digest.step() {}
        return digest.end()
    }

    /// As `of`, and meanwhile takes another digest on by as much: the processor waits for products in both, and does
    /// one while it waits for the other.
    @inline(__always)
    static func of(
        _ bytes: UnsafePointer<UInt8>, _ count: Int, seed: UInt64, beside other: inout RunningDigest
    ) -> StretchDigest {
        var digest = RunningDigest(bytes, count, seed: seed)
        while digest.step() { _ = other.step() }
        return digest.end()
    }

    /// Takes in the digest of what follows.
    mutating func add(_ next: StretchDigest) {
        let (low, high) = (self.low, self.high)
        self.low = ByteDigest.fold(low ^ next.low, ByteDigest.first) &+ next.high
        self.high = ByteDigest.fold(high ^ next.high, ByteDigest.fourth) &+ low
    }
}

/// A digest on its way through some bytes.
struct RunningDigest {
    private let raw: UnsafeRawPointer
    private let count: Int
    private var place = 0
    private var a: UInt64
    private var b: UInt64
    private var c: UInt64
    private var d: UInt64

    @inline(__always)
    init(_ bytes: UnsafePointer<UInt8>, _ count: Int, seed: UInt64) {
        raw = UnsafeRawPointer(bytes)
        self.count = count
        a = ByteDigest.first ^ seed
        b = ByteDigest.second &+ seed
        c = ByteDigest.third ^ seed
        d = ByteDigest.fourth &+ seed
    }

    /// Takes in thirty-two bytes; false where so many are not left.
    @inline(__always)
    mutating func step() -> Bool {
        guard place &+ 32 <= count else { return false }
        // Every word goes into two lanes, so that a change of one word changes twice sixty-four bits.
        let first = raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        let second = raw.loadUnaligned(fromByteOffset: place &+ 8, as: UInt64.self)
        let third = raw.loadUnaligned(fromByteOffset: place &+ 16, as: UInt64.self)
        let fourth = raw.loadUnaligned(fromByteOffset: place &+ 24, as: UInt64.self)
        a = ByteDigest.fold(a ^ first, ByteDigest.first) &+ second
        b = ByteDigest.fold(b ^ second, ByteDigest.second) &+ third
        c = ByteDigest.fold(c ^ third, ByteDigest.third) &+ fourth
        d = ByteDigest.fold(d ^ fourth, ByteDigest.fourth) &+ first
        place &+= 32
        return true
    }

    /// Takes in the rest.
    @inline(__always)
    mutating func end() -> StretchDigest {
        while step() {}
        while place < count {
            var word: UInt64 = 0
            for offset in place..<min(place &+ 8, count) {
                word = word << 8 | UInt64(raw.load(fromByteOffset: offset, as: UInt8.self))
            }
            a = ByteDigest.fold(a ^ word, ByteDigest.second)
            c = ByteDigest.fold(c &+ word, ByteDigest.fourth)
            place &+= 8
        }
        let length = UInt64(count)
        let one = ByteDigest.fold(a ^ c &+ length, ByteDigest.third) ^ ByteDigest.fold(b &+ d, ByteDigest.first)
        let other = ByteDigest.fold(b ^ c, ByteDigest.fourth) ^ ByteDigest.fold(a &+ d ^ length, ByteDigest.second)
        return StretchDigest(
            low: ByteDigest.fold(one, ByteDigest.second), high: ByteDigest.fold(other, ByteDigest.third))
    }
}

extension ChunkParser {
    /// What a row's columns hang on beside its bytes: where the file has its columns, how it writes days, which numbers
    /// are anybody's. Counted up with every change of what the parser makes of a field.
    static let form: UInt64 = 1

    /// A number for all of that.
    static func seed(_ layout: RegisterLayout, _ check: MPANCheck) -> UInt64 {
        var bytes = Array("\(form) \(layout.kind.like.rawValue) \(layout.width)".utf8)
        // What other files of the register have is nothing to this one's lines.
        let own = layout.places.dropFirst(layout.kind.fields.count).contains { $0 != nil }
        let places = own ? layout.places : Array(layout.places.prefix(layout.kind.fields.count))
        for place in places { bytes += Array(" \(place ?? -1)".utf8) }
        bytes += Array(" \(layout.days.dialect?.rawValue ?? "any") \(layout.days.clock.rawValue) ".utf8)
        bytes += check.verdicts
        bytes += [0xFF] + (check.own ?? []).map { $0 ? 1 : 0 }
        return bytes.withUnsafeBytes { ByteDigest.of($0) }
    }
}
