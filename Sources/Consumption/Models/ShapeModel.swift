/// The average day of a class: bumps over the local clock that grow with cold and darkness and differ by kind of day.
///
/// A bump is a bell with its own width before and after its middle. Eight numbers each, in a list: middle, width
/// before, width after (minutes); height on a weekday, a Saturday, a Sunday (per mille of the class's mean); growth per
/// 10 degrees below 15.5 °C (per mille of the height); and height added in darkness (per mille of the mean).
struct ShapeModel: Sendable {
    static let bumpStride = 8
    static let archetypeStride = 10
    static let mostBumps = 8

    static let parameters: [ParameterSpec] = [
        ParameterSpec(
            list: "bumps", unit: "minutes and per mille", range: -20_000...20_000, stride: bumpStride,
            mayBeEmpty: true,
            meaning:
                "Up to 8 bumps of 8 numbers: middle, width before, width after in minutes of the local day; height "
                + "on weekdays, Saturdays and Sundays in per mille of the mean; growth per 10 degrees below 15.5 °C in "
                + "per mille of the height; height added in darkness in per mille of the mean."),
        ParameterSpec(
            list: "archetypes", unit: "per mille and minutes", range: -720...10_000, stride: archetypeStride,
            mayBeEmpty: true,
            meaning:
                "Ways of living, 10 numbers each: share in per mille, shift in minutes, and the multiple of each of "
                + "8 bumps in per mille. Shares sum to 1,000."),
        ParameterSpec(
            "floor_per_mille", unit: "per mille of the mean", range: 0...2_000,
            meaning: "Activity that is there at any hour."),
    ]

    private struct Bump {
        var centre: Int
        var before: Int
        var after: Int
        var heights: [Int]
        var cold: Int
        var dark: Int
    }

    private let bumps: [Bump]
    private let archetypes: [[Int]]
    /// Share of each archetype in per mille, running.
    private let archetypeEnds: Bounds
    private let floor: Int
    private let bells: [SIMD8<Int32>]

    init(_ values: ParameterValues) {
        let list = values.list("bumps")
        bumps = stride(from: 0, to: min(list.count, Self.mostBumps * Self.bumpStride), by: Self.bumpStride).map { at in
            Bump(
                centre: list[at], before: max(list[at + 1], 1), after: max(list[at + 2], 1),
                heights: Array(list[(at + 3)...(at + 5)]), cold: list[at + 6], dark: list[at + 7])
        }
        let rows = values.list("archetypes")
        archetypes =
            rows.isEmpty
            ? [[1_000, 0] + [Int](repeating: 1_000, count: 8)]
            : stride(from: 0, to: rows.count, by: Self.archetypeStride).map {
                Array(rows[$0..<($0 + Self.archetypeStride)])
            }
        var end = 0
        archetypeEnds = Bounds(
            archetypes.map { row in
                end += row[0]
                return end
            })
        floor = values["floor_per_mille"]
        bells = Self.bells(bumps, archetypes)
    }

    var archetypeCount: Int { archetypes.count }

    /// The share of an archetype, in per mille.
    func archetypeShare(_ row: Int) -> Int { archetypes[row][0] }

    /// The archetype at a place of the running share, 0 to 999.
    func archetype(at perMille: Int) -> Int {
        min(archetypeEnds.place(of: perMille), archetypes.count - 1)
    }

    /// How high the bumps are on one day of a region, grown by the cold: what the archetypes share.
    struct Heights {
        /// By `LocalDay.Kind`.
        fileprivate var byKind: InlineArray<3, SIMD8<Int>>
        /// Added in full darkness.
        fileprivate var dark: SIMD8<Int>
    }

    /// The heights of the bumps on a day.
    func heights(_ day: RegionDay) -> Heights {
        let cold = max(0, 1_550 - (day.temperatures.on * 2 + day.temperatures.before) / 3)
        var made = Heights(byKind: InlineArray(repeating: SIMD8()), dark: SIMD8())
        for (number, bump) in bumps.enumerated() {
            for kind in 0..<3 {
                let height = bump.heights[kind]
                made.byKind[kind][number] = max(height + height * bump.cold * cold / 1_000_000, -20_000)
            }
            made.dark[number] = bump.dark
        }
        return made
    }

    /// Writes an archetype's activity on the day, in per mille of the mean before normalising: 64 places from -8.
    func write(_ row: Int, _ heights: Heights, _ day: RegionDay, into levels: UnsafeMutablePointer<Int32>) {
        bells.withUnsafeBufferPointer { bells in
            let zero = SIMD8<Int>()
            for place in RegionDay.places {
                let (local, halfHour) = day.local(at: place)
                let darkness = day.darkness(at: place)
                var height = heights.byKind[local.kind.rawValue]
                if darkness > 0 { height &+= Self.perMille(heights.dark, darkness) }
                let bell = SIMD8<Int>(truncatingIfNeeded: bells[row * 48 + halfHour])
                let level = floor << 16 + (bell &* pointwiseMax(height, zero)).wrappedSum()
                levels[place + 8] = Int32(clamping: max(level >> 16, 0))
            }
        }
    }

    /// So many thousandths of each.
    private static func perMille(_ whole: SIMD8<Int>, _ share: Int) -> SIMD8<Int> {
        if share == 1_000 { return whole }
        var part = SIMD8<Int>()
        for place in 0..<mostBumps { part[place] = whole[place] * share / 1_000 }
        return part
    }

    /// Writes the day's activity of every archetype: rows of 64.
    func levels(_ day: RegionDay, into rows: inout [Int32]) {
        let heights = heights(day)
        rows.withUnsafeMutableBufferPointer { rows in
            guard let rows = rows.baseAddress else { return }
            for row in archetypes.indices { write(row, heights, day, into: rows + row * 64) }
        }
    }

    /// Each bump's bell at each half hour of the clock for each archetype, Q16: rows of 48. Nothing is below 0.
    private static func bells(_ bumps: [Bump], _ archetypes: [[Int]]) -> [SIMD8<Int32>] {
        archetypes.flatMap { archetype in
            (0..<48).map { halfHour in
                var made = SIMD8<Int32>()
                for (number, bump) in bumps.enumerated() {
                    let height = bell(halfHour * 30 + 15 - archetype[1], bump) * archetype[2 + number] / 1_000
                    made[number] = max(Int32(clamping: height), 0)
                }
                return made
            }
        }
    }

    /// exp(-x²/2) in Q16 of the distance to the bump's middle the short way round the clock.
    private static func bell(_ minute: Int, _ bump: Bump) -> Int {
        var distance = minute - bump.centre
        while distance > 720 { distance -= 1_440 }
        while distance < -720 { distance += 1_440 }
        let scaled = distance < 0 ? -distance * 64 / bump.before : distance * 64 / bump.after
        return scaled < 256 ? Int(Tables.bell[scaled]) : 0
    }
}
