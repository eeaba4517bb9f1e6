/// When unmetered equipment burns, and at what part of its watts.
///
/// The market's own table of regimes was not to be had, so regimes are data; their codes here are invented.
public struct SwitchRegime: Sendable, Hashable {
    /// The numbers of a regime in the parameters.
    static let stride = 7
    static let dimmingStride = 5
    /// How many regimes a class may have.
    static let most = 8

    /// A window of the day; where `to` is not after `from` it passes midnight.
    public struct Window: Sendable, Hashable {
        /// Minutes of the day.
        public var from: Int
        public var to: Int
        /// By the local clock rather than GMT.
        public var isLocal: Bool
        /// What is left of the watts, in per mille: 0 is off.
        public var perMille: Int
    }

    /// Three characters, invented: `Z`, the class's letter and the place.
    public var code: String
    public var isContinuous: Bool
    /// Minutes after sunset at which a photocell switches on.
    public var afterSunset: Int
    /// Minutes before sunrise at which a photocell switches off.
    public var beforeSunrise: Int
    /// Windows in which equipment that is switched on is off or dimmed.
    public var windows: [Window]
    /// Share of inventory lines, in per mille.
    public var share: Int

    /// The regimes of a class's parameters.
    static func reading(_ values: ParameterValues, letter: Character) -> [SwitchRegime] {
        let list = values.list("regimes")
        let dimming = values.list("dimming")
        return Swift.stride(from: 0, to: min(list.count, most * stride), by: stride).enumerated().map { place, at in
            var windows: [Window] = []
            if list[at + 3] != list[at + 4] {
                windows.append(Window(from: list[at + 3], to: list[at + 4], isLocal: list[at + 5] == 1, perMille: 0))
            }
            for from in Swift.stride(from: 0, to: dimming.count, by: dimmingStride) where dimming[from] == place {
                windows.append(
                    Window(
                        from: dimming[from + 1], to: dimming[from + 2], isLocal: dimming[from + 3] == 1,
                        perMille: dimming[from + 4]))
            }
            return SwitchRegime(
                code: "Z\(letter)\(place + 1)", isContinuous: list[at] == 1, afterSunset: list[at + 1],
                beforeSunrise: list[at + 2], windows: windows, share: list[at + 6])
        }
    }

    /// Minutes burnt at full watts in each half hour of a day, in thousandths of a minute: 0 to 30,000.
    ///
    /// Exact: a lamp that switches within a half hour burns for the minutes that are left of it.
    /// - Parameters:
    ///   - dusk: minutes by which the day's cloud makes photocells switch on later.
    ///   - dawn: minutes by which it makes them switch off later.
    func burning(_ day: RegionDay, dusk: Int = 0, dawn: Int = 0) -> [Int32] {
        let lit: [Range<Int>]
        if isContinuous {
            lit = [0..<1_440]
        } else {
            let off = min(max(day.sunrise - beforeSunrise + dawn, 0), 1_440)
            let on = min(max(day.sunset + afterSunset + dusk, off), 1_440)
            lit = [0..<off, on..<1_440]
        }
        let changed = windows.map { window in
            (lost: 1_000 - window.perMille, parts: Self.minutes(of: window, day))
        }
        return (0..<48).map { place in
            let half = (place * 30)..<(place * 30 + 30)
            var sum = 0
            for range in lit {
                let burnt = range.clamped(to: half)
                sum += burnt.count * 1_000
                for window in changed {
                    for part in window.parts { sum -= part.clamped(to: burnt).count * window.lost }
                }
            }
            return Int32(truncatingIfNeeded: max(sum, 0))
        }
    }

    /// The minutes of the UTC day that a window covers; by the local clock where it says so, on each side of a change.
    static func minutes(of window: Window, _ day: RegionDay) -> [Range<Int>] {
        let change = min(day.clockChange * 30, 1_440)
        let length = (window.to - window.from + 1_440) % 1_440
        var parts: [Range<Int>] = []
        for (piece, ahead) in [(0..<change, day.clockOffsets.before), (change..<1_440, day.clockOffsets.after)] {
            let start = window.from - (window.isLocal ? ahead * 30 : 0)
            for turn in [-1_440, 0, 1_440] {
                let covered = ((start + turn)..<(start + turn + length)).clamped(to: piece)
                if !covered.isEmpty { parts.append(covered) }
            }
        }
        return parts
    }
}
