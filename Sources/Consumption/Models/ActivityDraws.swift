import Market

/// The words that a site's activity is drawn from, and what becomes of them.
enum ActivityDraws {
    /// The 32 bits of one half hour, by its address: the slow way that the fast one is tested against.
    ///
    /// Half hours go in sixteens. Block `4g + lane` serves the sixteen number g; its word w is that of the half hour
    /// `16g + 4w + lane`.
    static func word(_ philox: Philox, subject: UInt64, halfHour: Int) -> UInt32 {
        let group = halfHour.flooredQuotient(by: 16)
        let within = halfHour - group * 16
        let place = UInt32(truncatingIfNeeded: group * 4 + (within & 3))
        return philox.block(.activity, subject: subject, at: place)[within >> 2]
    }

    /// Words of the 16 half hours before a UTC day and its 48, in order: 256 bytes.
    @inline(__always)
    static func words(_ philox: LanePhilox, subject: UInt64, day: Int, into words: UnsafeMutableRawPointer) {
        let low = SIMD4<UInt64>(repeating: subject & 0xFFFF_FFFF)
        let high = SIMD4<UInt64>(repeating: subject >> 32)
        let purpose = SIMD4<UInt64>(repeating: UInt64(Purpose.activity.rawValue))
        // Places stay far from 2^32, so the lanes of a group never wrap apart.
        let first = UInt64(UInt32(truncatingIfNeeded: (day &* 3 &- 1) &* 4))
        for half in 0..<2 {
            let places = SIMD4(repeating: first &+ UInt64(half &* 8)) &+ SIMD4<UInt64>(0, 1, 2, 3)
            var one = LanePhilox.Four(low, high, places, purpose)
            var other = LanePhilox.Four(low, high, places &+ SIMD4(repeating: 4), purpose)
            philox.run(&one, &other)
            store(one, at: words + half &* 128)
            store(other, at: words + (half &* 128 &+ 64))
        }
    }

    /// Stores sixteen words: word 0 of the four lanes, then word 1, and so on.
    @inline(__always)
    private static func store(_ drawn: LanePhilox.Four, at target: UnsafeMutableRawPointer) {
        target.storeBytes(of: SIMD4<UInt32>(truncatingIfNeeded: drawn.a), as: SIMD4<UInt32>.self)
        target.storeBytes(of: SIMD4<UInt32>(truncatingIfNeeded: drawn.b), toByteOffset: 16, as: SIMD4<UInt32>.self)
        target.storeBytes(of: SIMD4<UInt32>(truncatingIfNeeded: drawn.c), toByteOffset: 32, as: SIMD4<UInt32>.self)
        target.storeBytes(of: SIMD4<UInt32>(truncatingIfNeeded: drawn.d), toByteOffset: 48, as: SIMD4<UInt32>.self)
    }

    /// Looks up the activity (Q10) of the half hours from eight before the day on: places 8 to 63.
    ///
    /// - Parameter table: 4,095 steps, a blank, 256 within the last step.
    @inline(__always)
    static func levels(
        _ words: UnsafeMutableRawPointer, table: UnsafePointer<UInt16>, into levels: UnsafeMutableRawPointer
    ) {
        let words = words.assumingMemoryBound(to: UInt32.self)
        let levels = levels.assumingMemoryBound(to: UInt32.self)
        for place in 8..<64 {
            let word = words[place]
            let step = Int(word &>> 20)
            let at = step == 4_095 ? 4_096 + Int((word &>> 12) & 0xFF) : step
            levels[place] = UInt32(table[at])
        }
    }

    /// Writes the day's 48 energies in watt-hours, eight at a time.
    ///
    /// The activity of a half hour is the level drawn at the latest renewal among it and the three before; where none
    /// renewed, the level of three half hours ago. A renewal is a low byte of the word of `keep` or more. The base
    /// flickers by the next byte, evenly to either side.
    ///
    /// - Parameters:
    ///   - shape: 48 levels of the class's activity (Q12, below 2^15), perhaps unaligned.
    ///   - habit: 48 factors of the site's habit (Q10, below 2^13), perhaps unaligned.
    ///   - active: Wh in a half hour at level one (Q8).
    ///   - base: Wh in a half hour (Q8).
    ///   - flicker: how far the base swings, Q8.
    @inline(__always)
    static func energies(
        words: UnsafeMutableRawPointer, levels: UnsafeMutableRawPointer, shape: UnsafeRawPointer,
        habit: UnsafeRawPointer, keep: UInt32,
        active: UInt64, base: UInt64, flicker: UInt32, into demand: UnsafeMutablePointer<Int32>
    ) {
        typealias Lanes = SIMD8<UInt32>
        let bytes = Lanes(repeating: 0xFF)
        let kept = Lanes(repeating: keep)
        let low = SIMD4<UInt64>(repeating: 0xFFFF_FFFF)
        let (active, base) = (SIMD4<UInt64>(repeating: active), SIMD4<UInt64>(repeating: base))
        let half = SIMD4<UInt64>(repeating: 32_768)
        // m = 256 + (2 × byte - 255) × flicker / 256, kept above zero by adding first.
        let (one, swing) = (Lanes(repeating: 65_536 &- 255 &* flicker), Lanes(repeating: 2 &* flicker))
        for eight in 0..<6 {
            let at = 64 &+ eight &* 32
            let word = words.loadUnaligned(fromByteOffset: at, as: Lanes.self)
            var level = levels.loadUnaligned(fromByteOffset: at &- 12, as: Lanes.self)
            @inline(__always)
            func renew(_ back: Int) {
                let renewed = (words.loadUnaligned(fromByteOffset: at &- back, as: Lanes.self) & bytes) .>= kept
                level.replace(with: levels.loadUnaligned(fromByteOffset: at &- back, as: Lanes.self), where: renewed)
            }
            renew(8)
            renew(4)
            renew(0)
            let shaped = shape.loadUnaligned(fromByteOffset: eight &* 32, as: Lanes.self)
            // A shape of under 2^19 times a habit of under 2^13 fits. Held below sixteen times the mean, the product with
            // a level of under 2^16 fits too.
            let own = (shaped &* habit.loadUnaligned(fromByteOffset: eight &* 32, as: Lanes.self)) &>> 10
            level &*= pointwiseMin(own, Lanes(repeating: 65_535))
            let flickered = (one &+ ((word &>> 8) & bytes) &* swing) &>> 8
            // Q8 of watt-hours times Q12 times Q10, brought to the Q16 of Q8 times Q8; even and odd lanes apart.
            let (levelPairs, flickerPairs) = (
                unsafeBitCast(level, to: SIMD4<UInt64>.self), unsafeBitCast(flickered, to: SIMD4<UInt64>.self)
            )
            let even =
                (((levelPairs & low) &* active) &>> 14 &+ (flickerPairs & low) &* base &+ half) &>> 16
            let odd =
                (((levelPairs &>> 32) &* active) &>> 14 &+ (flickerPairs &>> 32) &* base &+ half) &>> 16
            UnsafeMutableRawPointer(demand).storeBytes(
                of: even | odd &<< 32, toByteOffset: eight &* 32, as: SIMD4<UInt64>.self)
        }
    }
}
