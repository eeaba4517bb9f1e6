import Market

/// Sums over the values of a row, as eight at a time as the processor allows.
public enum RowSum {
    /// The sum of the values that are there: watt-hours, or var-hours where reactive. Missing ones count nothing.
    public static func energy(of values: UnsafeBufferPointer<Int32>) -> Int {
        guard let start = values.baseAddress else { return 0 }
        let eights = values.count / 8
        // Halves apart, so that no lane can overflow: 16 bits above the sign and 16 below, of rows of up to 2^15 values.
        var (high, low) = (SIMD8<Int32>(), SIMD8<Int32>())
        let memory = UnsafeRawPointer(start)
        for eight in 0..<eights {
            let lanes = memory.loadUnaligned(fromByteOffset: eight &* 32, as: SIMD8<Int32>.self)
            let there = lanes.replacing(with: 0, where: lanes .== SIMD8(repeating: ConsumptionRow.missing))
            high &+= there &>> 16
            low &+= there & SIMD8(repeating: 0xFFFF)
        }
        var sum = 0
        for lane in 0..<8 { sum &+= Int(high[lane]) &* 65_536 &+ Int(low[lane]) }
        for value in values[(eights * 8)...] { sum &+= value == ConsumptionRow.missing ? 0 : Int(value) }
        return sum
    }
}
