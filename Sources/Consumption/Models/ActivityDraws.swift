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

    /// Stores sixteen words: word 0 of the four lanes, then word 1, and so on. Eight at a time, as they are loaded again.
    @inline(__always)
    private static func store(_ drawn: LanePhilox.Four, at target: UnsafeMutableRawPointer) {
        let first = SIMD8<UInt32>(
            lowHalf: SIMD4<UInt32>(truncatingIfNeeded: drawn.a), highHalf: SIMD4<UInt32>(truncatingIfNeeded: drawn.b))
        let second = SIMD8<UInt32>(
            lowHalf: SIMD4<UInt32>(truncatingIfNeeded: drawn.c), highHalf: SIMD4<UInt32>(truncatingIfNeeded: drawn.d))
        target.storeBytes(of: first, as: SIMD8<UInt32>.self)
        target.storeBytes(of: second, toByteOffset: 32, as: SIMD8<UInt32>.self)
    }

    /// Looks up the activity (Q10) of eight half hours.
    ///
    /// - Parameter table: 4,095 steps, a blank, 256 within the last step.
    @inline(__always)
    private static func levels(_ words: SIMD8<UInt32>, _ table: UnsafePointer<UInt16>) -> SIMD8<UInt32> {
        var places = words &>> 20
        let tail = ((words &>> 12) & SIMD8(repeating: 0xFF)) | SIMD8(repeating: 4_096)
        places.replace(with: tail, where: places .== SIMD8(repeating: 4_095))
        // Taken out of the vector in pairs.
        let pairs = unsafeBitCast(places, to: SIMD4<UInt64>.self)
        let (a, b, c, d) = (pairs[0], pairs[1], pairs[2], pairs[3])
        @inline(__always)
        func low(_ pair: UInt64) -> UInt16 { table[Int(UInt32(truncatingIfNeeded: pair))] }
        @inline(__always)
        func high(_ pair: UInt64) -> UInt16 { table[Int(truncatingIfNeeded: pair &>> 32)] }
        // Each lane of 32 bits has a level of the first four below one of the last four.
        let packed = unsafeBitCast(
            SIMD8(low(a), low(c), high(a), high(c), low(b), low(d), high(b), high(d)), to: SIMD4<UInt32>.self)
        return SIMD8(lowHalf: packed & SIMD4(repeating: 0xFFFF), highHalf: packed &>> 16)
    }

    /// What a site's half hours are made of.
    struct Makeup {
        /// Quantiles of its activity; see `Tables.gamma`.
        var table: UnsafePointer<UInt16>
        /// 48 levels of the class's activity (Q12, below 2^19), perhaps unaligned.
        var shape: UnsafeRawPointer
        /// 48 factors of the site's habit (Q10, below 2^13), perhaps unaligned.
        var habit: UnsafeRawPointer
        /// What the low byte of a word must reach to renew the activity.
        var keep: UInt32
        /// How far the base swings, Q8.
        var flicker: UInt32
    }

    /// Writes the day's 48 energies in watt-hours, eight at a time, from the words of the 16 half hours before and of
    /// the day's 48.
    ///
    /// The activity of a half hour is the level drawn at the latest renewal among it and the three before; where none
    /// renewed, the level of three half hours ago. A renewal is a low byte of the word of `keep` or more. The base
    /// flickers by the next byte, evenly to either side.
    ///
    /// - Parameters:
    ///   - words: 256 bytes of them, and room for as many bytes of levels.
    ///   - active: Wh in a half hour at level one (Q8).
    ///   - base: Wh in a half hour (Q8).
    @inline(never)
    static func energies(
        words: UnsafeMutableRawPointer, _ makeup: Makeup, active: UInt32, base: UInt32,
        into demand: UnsafeMutablePointer<Int32>
    ) {
        let energy = (SIMD4(repeating: UInt64(active)), SIMD4(repeating: UInt64(base)))
        energies(words: words, makeup, active: energy.0, base: energy.1, into: demand)
    }

    /// The same for sites beyond all measure, whose products are of more than 32 bits.
    @inline(never)
    static func energies(
        words: UnsafeMutableRawPointer, _ makeup: Makeup, active: UInt64, base: UInt64,
        into demand: UnsafeMutablePointer<Int32>
    ) {
        let energy = (SIMD4(repeating: active), SIMD4(repeating: base))
        energies(words: words, makeup, active: energy.0, base: energy.1, into: demand)
    }

    @inline(__always)
    private static func energies(
        words: UnsafeMutableRawPointer, _ makeup: Makeup, active: SIMD4<UInt64>, base: SIMD4<UInt64>,
        into demand: UnsafeMutablePointer<Int32>
    ) {
        typealias Lanes = SIMD8<UInt32>
        let bytes = Lanes(repeating: 0xFF)
        let kept = Lanes(repeating: makeup.keep)
        let low = SIMD4<UInt64>(repeating: 0xFFFF_FFFF)
        let half = SIMD4<UInt64>(repeating: 32_768)
        // m = 256 + (2 × byte - 255) × flicker / 256, kept above zero by adding first.
        let (one, swing) = (Lanes(repeating: 65_536 &- 255 &* makeup.flicker), Lanes(repeating: 2 &* makeup.flicker))
        // All levels first: what is stored in one piece and loaded across two must have settled. A level that renews has
        // its highest bit set.
        let drawn = words + 256
        for eight in 1..<8 {
            let word = words.loadUnaligned(fromByteOffset: eight &* 32, as: Lanes.self)
            let found = levels(word, makeup.table)
            let renewing = found | Lanes(repeating: 1 << 31)
            drawn.storeBytes(
                of: found.replacing(with: renewing, where: (word & bytes) .>= kept), toByteOffset: eight &* 32,
                as: Lanes.self)
        }
        for eight in 0..<6 {
            let at = 64 &+ eight &* 32
            let word = words.loadUnaligned(fromByteOffset: at, as: Lanes.self)
            var level = drawn.loadUnaligned(fromByteOffset: at &- 12, as: Lanes.self)
            for back in 0..<3 {
                let later = drawn.loadUnaligned(fromByteOffset: at &- 8 &+ 4 &* back, as: Lanes.self)
                level.replace(with: later, where: later .>= Lanes(repeating: 1 << 31))
            }
            level = level & Lanes(repeating: 0xFFFF)
            let shaped = makeup.shape.loadUnaligned(fromByteOffset: eight &* 32, as: Lanes.self)
            // A shape of under 2^19 times a habit of under 2^13 fits. Held below sixteen times the mean, the product with
            // a level of under 2^16 fits too.
            let own = (shaped &* makeup.habit.loadUnaligned(fromByteOffset: eight &* 32, as: Lanes.self)) &>> 10
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
