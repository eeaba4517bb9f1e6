import Market

/// Sums over the values of a row, several at a time.
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

    /// Fletcher's two sums over the values' 32 bits, modulo 2^64: one of the values, one of the sums so far, so that order
    /// counts.
    public static func check(of values: UnsafeBufferPointer<Int32>) -> (plain: UInt64, running: UInt64) {
        guard let start = values.baseAddress else { return (0, 0) }
        let fours = values.count / 4
        let memory = UnsafeRawPointer(start)
        // A value stands in as many of the running sums as there are places from its own on.
        var places = SIMD4<UInt64>(repeating: UInt64(values.count)) &- SIMD4(0, 1, 2, 3)
        var (plain, running) = (SIMD4<UInt64>(), SIMD4<UInt64>())
        for four in 0..<fours {
            let words = memory.loadUnaligned(fromByteOffset: four &* 16, as: SIMD4<UInt32>.self)
            let lanes = SIMD4<UInt64>(truncatingIfNeeded: words)
            plain &+= lanes
            running &+= lanes &* (places & SIMD4(repeating: 0xFFFF_FFFF))
            places &-= SIMD4(repeating: 4)
        }
        var sums = (plain: plain.wrappedSum(), running: running.wrappedSum())
        for place in (fours * 4)..<values.count {
            let value = UInt64(UInt32(bitPattern: values[place]))
            sums.plain &+= value
            sums.running &+= value &* UInt64(values.count - place)
        }
        return sums
    }
}
