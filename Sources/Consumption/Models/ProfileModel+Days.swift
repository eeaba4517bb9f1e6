import Market

extension ProfileModel {
    // MARK: - What a class shares

    /// Rows of a class's day: one for each archetype, and one of what is expected over all of them.
    var rowCount: Int { shape.archetypeCount + 1 }

    /// Activity levels in Q12 of the mean for each archetype, a row of what is expected over all of them; then the night
    /// load's growth with cold, as a scalar.
    func classDay(_ day: RegionDay) -> ClassDay {
        var made = ClassDay(rows: rowCount)
        made.levels.withUnsafeMutableBufferPointer { levels in
            guard let levels = levels.baseAddress else { return }
            let heights = shape.heights(day)
            for row in 0..<shape.archetypeCount { write(row, heights, day, into: levels + row * 64) }
            writeExpected(levels)
        }
        if let night { made.scalars = [night.level(at: day.temperatures.on)] }
        return made
    }

    /// Writes the 64 levels of one archetype.
    func write(_ row: Int, _ heights: ShapeModel.Heights, _ day: RegionDay, into levels: UnsafeMutablePointer<Int32>) {
        shape.write(row, heights, day, into: levels)
        let normal = normaliser[Int(day.region.rawValue)]
        for place in 0..<64 {
            levels[place] = Int32(min(Int(levels[place]) * 16 * 4_096 / normal, 1 << 18))
        }
    }

    /// Writes the last row, what is expected over all archetypes, from theirs.
    func writeExpected(_ levels: UnsafeMutablePointer<Int32>) {
        for place in 8..<56 {
            let active = (0..<shape.archetypeCount).reduce(0) { sum, row in
                sum + Int(levels[row * 64 + place]) * shape.archetypeShare(row)
            }
            let level = (baseMean * 4_096 + (1_000 - baseMean) * active / 1_000) / 1_000
            levels[shape.archetypeCount * 64 + place] = Int32(clamping: max(level, 0))
        }
    }

    // MARK: - A site's day

    /// Writes the demand on the day of the site whose traits a worker holds.
    ///
    /// - Parameters:
    ///   - clockOffset: half hours by which clocks are ahead of UTC at the day's end: on the two days of a change the habit
    ///     of the first hour is an hour off.
    ///   - levels: of the site's archetype, from place -8.
    ///   - habits: the class's table.
    @inline(__always)
    func fill(
        _ tables: WorkerTables, subject: UInt64, day: Int, clockOffset: Int, levels: UnsafePointer<Int32>,
        habits: UnsafePointer<UInt32>, demand: UnsafeMutablePointer<Int32>
    ) {
        let (traits, words) = (tables.traits, tables.words)
        ActivityDraws.words(tables.philox, subject: subject, day: day, into: words)
        let whole = traits.pointee.active
        let dayFactor = whole == 0 ? 0 : dayFactor(traits, tables.philox, subject: subject, day: day)
        // A level takes at most four times this number (2^32 &>> 30), so 1 MWh (Q8) is where a value's 32 bits still hold.
        let active = UInt64(min((whole &* dayFactor) &>> 24, 1 << 28))
        let base = UInt64(traits.pointee.base &>> 8)
        let shift = traits.pointee.shift
        let habit = traits.pointee.habit * 128 + 40 + clockOffset - shift
        let makeup = ActivityDraws.Makeup(
            table: tables.activities + traits.pointee.activity * Tables.gammaCount,
            shape: UnsafeRawPointer(levels + (8 - shift)), habit: UnsafeRawPointer(habits + habit),
            keep: keepThreshold, flicker: flicker)
        // Products of two 32-bit numbers are one instruction.
        if let active = UInt32(exactly: active), let base = UInt32(exactly: base) {
            ActivityDraws.energies(words: words, makeup, active: active, base: base, into: demand)
        } else {
            ActivityDraws.energies(words: words, makeup, active: active, base: base, into: demand)
        }
    }

    /// The site's day: away, or persistent noise of mean 1; Q16.
    @inline(__always)
    private func dayFactor(
        _ traits: UnsafeMutablePointer<Traits>, _ philox: LanePhilox, subject: UInt64, day: Int
    ) -> Int {
        let (phase, fortnightPhase) = (traits.pointee.phase, traits.pointee.fortnightPhase)
        let cell = (day + phase) >> 2
        let place = UInt32(truncatingIfNeeded: cell)
        let fortnight = (day + fortnightPhase).flooredQuotient(by: 14)
        let (before, after, absence, _) = philox.blocks(
            subject: subject, places: SIMD4(place, place &+ 1, UInt32(truncatingIfNeeded: fortnight), 0),
            purposes: SIMD4(
                Purpose.dayState.rawValue, Purpose.dayState.rawValue, Purpose.holidays.rawValue,
                Purpose.holidays.rawValue))
        if FixedPoint.happens(absence.x, perMillion: awayPerMillion),
            Self.isAway(absence, within: day + fortnightPhase - fortnight * 14)
        {
            return FixedPoint.one / 20
        }
        let within = day + phase - cell * 4
        let t = FixedPoint.smoothStep(within * FixedPoint.one / 4)
        let (from, to) = (FixedPoint.normal(before.x), FixedPoint.normal(after.x))
        let slow = from + ((to - from) * t) >> 16
        // The rest of a day's change is its own: a word of the lattice block that no other day of the four uses.
        // Looked up and not chosen by branches, which nobody could foresee.
        let own = SIMD4(before.y, before.z, before.w, after.y ^ before.x)[within]
        let deviate = (slow * 80 + FixedPoint.normal(own) * 60) / 100
        return FixedPoint.exponential(deviate * dayDeviation / 1_000 - dayMean)
    }

    /// Absences of 2 to 14 days, at most one in each fortnight of the site's own count.
    private static func isAway(_ draw: Philox.Block, within: Int) -> Bool {
        let start = FixedPoint.below(13, draw.y)
        let length = 2 + FixedPoint.below(7, draw.z) + FixedPoint.below(7, draw.w)
        return within >= start && within < start + length
    }

    /// Adds the cheap-rate load: flat from its start until it drops out, whole minutes at both ends.
    ///
    /// - Parameter level: what `Night.level(at:)` gives for the day's temperature.
    func addNight(
        _ traits: UnsafeMutablePointer<Traits>, level: Int, demand: UnsafeMutablePointer<Int32>
    ) {
        guard level > 0 else { return }
        let energy = traits.pointee.night * level / 1_000
        // Minutes UTC: the switch does not know of summer time. A window may begin on the day before.
        for days in -1...1 {
            let start = traits.pointee.nightStart + days * 1_440
            let end = start + traits.pointee.nightMinutes
            guard end > max(start, 0), start < 1_440 else { continue }
            for place in (max(start, 0) / 30)...((min(end, 1_440) - 1) / 30) {
                let covered = min(place * 30 + 30, end) - max(place * 30, start)
                if covered > 0 { demand[place] &+= Int32(truncatingIfNeeded: (energy * covered / 30) >> 16) }
            }
        }
    }
}
