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
    /// 2^40 divided by the watt-hours of a half hour at full load.
    var perFullLoad: Int

    /// - Parameters:
    ///   - fullLoad: watt-hours of a half hour at full load; at least 1.
    ///   - atFull: power factor in per mille at full load.
    ///   - atLight: power factor in per mille at no load.
    init(fullLoad: Int, atFull: Int, atLight: Int, capacitor: Int) {
        light = Self.tangent(powerFactorPerMille: atLight)
        fall = light - Self.tangent(powerFactorPerMille: atFull)
        self.capacitor = capacitor
        perFullLoad = 1 << 40 / max(fullLoad, 1)
    }

    /// Reactive energy, var-hours: import positive.
    ///
    /// - Parameter wobble: -128 to 127, which moves the ratio by up to 1.6 per cent either way.
    @inline(__always)
    func net(_ demand: Int, wobble: Int) -> Int {
        let load = min((demand &* perFullLoad) &>> 30, 1_024)
        let ratio = light &- (fall &* load) &>> 10
        return (demand &* (ratio &+ (ratio &* wobble) &>> 13) &+ 32_768) &>> 16 &- capacitor
    }

    /// The tangent of the angle whose cosine is a power factor, Q16: √(1 - pf²) / pf by a whole-number root.
    static func tangent(powerFactorPerMille factor: Int) -> Int {
        let factor = min(max(factor, 1), 1_000)
        return root((1_000_000 - factor * factor) << 32) / factor
    }

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
