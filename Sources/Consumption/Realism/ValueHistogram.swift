/// Counts of whole numbers, exact below 4,096 and within one part in 256 above: enough for quantiles, in 50 kB however
/// many are counted.
struct ValueHistogram: Sendable {
    private static let exact = 4_096
    /// Steps of each doubling above the exact values.
    private static let steps = 256
    /// 19 doublings lead from 2^12 to the greatest value of 31 bits.
    private static let size = exact + 19 * steps

    private(set) var counts = [Int](repeating: 0, count: size)
    private(set) var total = 0
    /// How many were zero or less.
    var zeros: Int { counts[0] }

    /// The bucket of a value; values below 0 count as 0.
    @inline(__always)
    static func bucket(_ value: Int32) -> Int {
        if value < 4_096 { return Int(max(value, 0)) }
        let magnitude = 31 - value.leadingZeroBitCount
        return exact + (magnitude - 12) * steps + Int(value >> Int32(magnitude - 8)) - steps
    }

    /// The middle of a bucket.
    static func value(_ bucket: Int) -> Double {
        if bucket < exact { return Double(bucket) }
        let (doubling, step) = (bucket - exact).quotientAndRemainder(dividingBy: steps)
        let width = 1 << (doubling + 4)
        return Double((steps + step) * width) + Double(width - 1) / 2
    }

    mutating func add(_ values: UnsafeBufferPointer<Int32>) {
        counts.withUnsafeMutableBufferPointer { counts in
            for value in values { counts[Self.bucket(value)] &+= 1 }
        }
        total += values.count
    }

    mutating func add(_ value: Int) {
        counts[Self.bucket(Int32(clamping: value))] += 1
        total += 1
    }

    mutating func add(_ other: ValueHistogram) {
        for place in counts.indices { counts[place] += other.counts[place] }
        total += other.total
    }

    /// The least value that at least a share (per ten thousand) of all are not above; 0 where nothing is counted.
    func quantile(perTenThousand share: Int) -> Double {
        let wanted = max((total * share + 9_999) / 10_000, 1)
        var seen = 0
        for (bucket, count) in counts.enumerated() {
            seen += count
            if seen >= wanted { return Self.value(bucket) }
        }
        return 0
    }
}
