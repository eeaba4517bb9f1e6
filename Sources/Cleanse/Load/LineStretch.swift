import CLanes

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
        return digest.end()
    }

    /// As `of`, and meanwhile takes another digest on by as much: the processor waits for products in both, and does
    /// one while it waits for the other.
    @inline(__always)
    static func of(
        _ bytes: UnsafePointer<UInt8>, _ count: Int, seed: UInt64, beside other: inout RunningDigest
    ) -> StretchDigest {
        var digest = RunningDigest(bytes, count, seed: seed)
        digest.take(beside: &other)
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
    private let bytes: UnsafePointer<UInt8>
    private let count: Int
    private var place = 0
    private var lanes: lanes_digest

    @inline(__always)
    init(_ bytes: UnsafePointer<UInt8>, _ count: Int, seed: UInt64) {
        self.bytes = bytes
        self.count = count
        lanes = lanes_digest(
            a: ByteDigest.first ^ seed, b: ByteDigest.second &+ seed, c: ByteDigest.third ^ seed,
            d: ByteDigest.fourth &+ seed)
    }

    /// What each lane is multiplied by.
    @inline(__always)
    private static var by: lanes_digest {
        lanes_digest(a: ByteDigest.first, b: ByteDigest.second, c: ByteDigest.third, d: ByteDigest.fourth)
    }

    /// How many times there are thirty-two bytes more.
    private var steps: Int { (count &- place) / 32 }

    /// Takes in all but the rest of less than thirty-two bytes, and as many of the other's, if it has so many.
    @inline(__always)
    mutating func take(beside other: inout RunningDigest) {
        let both = min(steps, other.steps)
        lanes = lanes_digest_take_two(
            lanes, bytes + place, &other.lanes, other.bytes + other.place, both, Self.by)
        place &+= 32 &* both
        other.place &+= 32 &* both
        take()
    }

    @inline(__always)
    private mutating func take() {
        let steps = steps
        lanes = lanes_digest_take(lanes, bytes + place, steps, Self.by)
        place &+= 32 &* steps
    }

    /// Takes in the rest.
    @inline(__always)
    mutating func end() -> StretchDigest {
        take()
        let raw = UnsafeRawPointer(bytes)
        var (a, c) = (lanes.a, lanes.c)
        while place < count {
            var word: UInt64 = 0
            if count &- place >= 8 {
                word = raw.loadUnaligned(fromByteOffset: place, as: UInt64.self).bigEndian
            } else {
                for offset in place..<count {
                    word = word << 8 | UInt64(raw.load(fromByteOffset: offset, as: UInt8.self))
                }
            }
            a = ByteDigest.fold(a ^ word, ByteDigest.second)
            c = ByteDigest.fold(c &+ word, ByteDigest.fourth)
            place &+= 8
        }
        let (b, d) = (lanes.b, lanes.d)
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
