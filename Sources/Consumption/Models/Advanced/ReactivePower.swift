/// What a large site draws and gives of reactive energy beside its active energy.
///
/// Without correction the ratio of the two is the tangent of the phase angle, which falls in a straight line from light
/// load to full load. With an oversized capacitor bank a constant is taken off, and what is left below nothing flows
/// back: reactive export on nights and Sundays.
struct ReactivePower: Sendable, Hashable {
    /// var-hours for a watt-hour at no load, Q16.
    var light: Int
    /// How much of that is gone at full load, Q16.
    var fall: Int
    /// var-hours a half hour from the capacitors; 0 without.
    var capacitor: Int
    /// 2^30 divided by the watt-hours of a half hour at full load.
    var perFullLoad: Int

    /// - Parameters:
    ///   - fullLoad: watt-hours of a half hour at full load; at least 1, at most 2^26.
    ///   - atFull: power factor in per mille at full load.
    ///   - atLight: power factor in per mille at no load.
    init(fullLoad: Int, atFull: Int, atLight: Int, capacitor: Int) {
        light = Self.tangent(powerFactorPerMille: atLight)
        fall = light - Self.tangent(powerFactorPerMille: atFull)
        self.capacitor = capacitor
        perFullLoad = 1 << 30 / max(fullLoad, 1)
    }

    /// Writes the 48 half hours' reactive energy, var-hours, for their demand in watt-hours.
    ///
    /// The ratio wobbles by up to 1.6 per cent either way, by the lowest byte of each half hour's word. Demand is below
    /// twice the full load, so the load (Q10) and the ratio (Q16) are worked out in 32 bits.
    @inline(__always)
    func write(
        _ demand: UnsafeMutablePointer<Int32>, words: UnsafeMutablePointer<UInt32>,
        reactiveImport: UnsafeMutablePointer<Int32>, reactiveExport: UnsafeMutablePointer<Int32>
    ) {
        let (light, fall) = (UInt32(light), UInt32(max(fall, 0)))
        let (perFullLoad, capacitor) = (UInt32(perFullLoad), Int64(capacitor))
        for place in 0..<48 {
            let energy = UInt32(bitPattern: demand[place])
            let load = min((energy &* perFullLoad) &>> 20, 1_024)
            let mean = light &- (fall &* load) &>> 10
            // 8,192 and a byte less its middle, over 8,192.
            let ratio = (mean &>> 1 &* (8_064 &+ (words[place] & 0xFF))) &>> 12
            let drawn = (UInt64(energy) &* UInt64(ratio) &+ 32_768) &>> 16
            let net = Int64(truncatingIfNeeded: drawn) &- capacitor
            reactiveImport[place] = Int32(truncatingIfNeeded: max(net, 0))
            reactiveExport[place] = Int32(truncatingIfNeeded: max(0 &- net, 0))
        }
    }

    /// The tangent of the angle whose cosine is a power factor, Q16: √(1 - pf²) / pf by a whole-number root.
    static func tangent(powerFactorPerMille factor: Int) -> Int {
        tangents[min(max(factor, 1), 1_000)]
    }

    /// One for each power factor in per mille; that of 0 stands for nothing.
    private static let tangents: [Int] =
        [0] + (1...1_000).map { factor in root((1_000_000 - factor * factor) << 32) / factor }

    /// The largest whole number whose square is not above `value`.
    private static func root(_ value: Int) -> Int {
        var low = 0
        var high = 1 << 31
        while low < high {
            let middle = (low + high + 1) / 2
            if middle * middle <= value { low = middle } else { high = middle - 1 }
        }
        return low
    }
}
