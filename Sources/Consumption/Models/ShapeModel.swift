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
    let archetypeEnds: [Int]
    private let floor: Int
    private let bells: [Int32]

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
        archetypeEnds = archetypes.map { row in
            end += row[0]
            return end
        }
        floor = values["floor_per_mille"]
        bells = Self.bells(bumps, archetypes)
    }

    var archetypeCount: Int { archetypes.count }

    /// The share of an archetype, in per mille.
    func archetypeShare(_ row: Int) -> Int { archetypes[row][0] }

    /// The archetype at a place of the running share, 0 to 999.
    func archetype(at perMille: Int) -> Int {
        archetypeEnds.firstIndex { perMille < $0 } ?? archetypes.count - 1
    }

    /// Writes the day's activity, in per mille of the mean before normalising, for each archetype: rows of 64.
    func levels(_ day: RegionDay, into rows: inout [Int32]) {
        let cold = max(0, 1_550 - (day.temperatures.on * 2 + day.temperatures.before) / 3)
        // Heights by kind of day and bump, grown by the cold.
        let grown = (0..<3).map { kind in
            bumps.map { max($0.heights[kind] + $0.heights[kind] * $0.cold * cold / 1_000_000, -20_000) }
        }
        for place in RegionDay.places {
            let (local, halfHour) = day.local(at: place)
            let heights = grown[local.kind.rawValue]
            let darkness = day.darkness(at: place)
            for row in archetypes.indices {
                var level = floor << 16
                let first = (row * 48 + halfHour) * bumps.count
                for number in bumps.indices where bells[first + number] > 0 {
                    let height = heights[number] + bumps[number].dark * darkness / 1_000
                    level += Int(bells[first + number]) * max(height, 0)
                }
                rows[row * 64 + 8 + place] = Int32(clamping: max(level >> 16, 0))
            }
        }
    }

    /// Each bump's bell at each half hour of the clock for each archetype, Q16: rows of 48 by the number of bumps.
    private static func bells(_ bumps: [Bump], _ archetypes: [[Int]]) -> [Int32] {
        archetypes.flatMap { archetype in
            (0..<48).flatMap { halfHour in
                bumps.enumerated().map { number, bump in
                    Int32(clamping: bell(halfHour * 30 + 15 - archetype[1], bump) * archetype[2 + number] / 1_000)
                }
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
