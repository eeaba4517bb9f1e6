/// Shares one capacity by weighted max-min, in whole numbers, exactly.
///
/// In real numbers there is one answer: a level t at which every party has its weight times t, but no less than its
/// floor and no more than its cap, and the parts come to the capacity. Whole numbers are that answer's floors, and the
/// units left over go to the largest remainders; so no part is a unit or more away from its exact share, and the sum is
/// the capacity to the unit. All comparisons are of whole numbers of 128 bits: no share is decided by rounding.
///
/// Largest remainders have one known blemish: a capacity one unit larger may move a rounding unit from one party to
/// another. Exact shares never fall when the capacity rises, and no part falls by more than one unit.
public enum WaterFilling {
    /// The largest weight, floor, cap and capacity.
    public static let largest = 1 << 50
    /// The most parties that share.
    public static let mostParties = 100_000

    public struct Party: Sendable, Hashable {
        /// What a unit of level is worth to it. Range: 1 to `largest`.
        public let weight: Int
        /// What it has before anybody's level is raised. Range: 0 to the cap.
        public let floor: Int
        /// The most it can use. Range: 0 to `largest`.
        public let cap: Int

        /// Values outside their range give the nearest end of the range.
        public init(weight: Int, floor: Int = 0, cap: Int) {
            self.weight = min(max(weight, 1), WaterFilling.largest)
            self.cap = min(max(cap, 0), WaterFilling.largest)
            self.floor = min(max(floor, 0), self.cap)
        }
    }

    /// A level: units for each unit of weight, as an exact fraction.
    public struct Level: Sendable, Hashable {
        public let numerator: Int128
        /// At least 1.
        public let denominator: Int128

        /// In millionths, rounded down; `Int.max` where that is more than can be held.
        public var millionths: Int { Int(clamping: numerator * 1_000_000 / denominator) }
    }

    public struct Outcome: Sendable, Hashable {
        /// By party.
        public let volumes: [Int]
        /// The common level of those between floor and cap; nil where every cap is met, and where the floors alone are
        /// more than there is.
        public let level: Level?
        /// The weight of those who would share the next unit: the parties below their caps.
        public let sharingWeight: Int
        /// Whether the capacity is less than the caps, so that it binds.
        public let isShort: Bool
    }

    /// Shares a capacity.
    ///
    /// Where the floors are more than the capacity, they are shared themselves, each with equal weight: everybody's
    /// floor is raised alike until there is no more. Of equal remainders the larger weight comes first, then the earlier
    /// party.
    ///
    /// - Parameter capacity: 0 to `largest`; more is as `largest`, less than 0 as 0.
    public static func share(_ capacity: Int, among parties: [Party]) -> Outcome {
        precondition(parties.count <= mostParties, "a capacity is shared by no more than the named number of parties")
        let capacity = min(max(capacity, 0), largest)
        let caps = parties.reduce(0) { $0 + $1.cap }
        guard caps > capacity else {
            return Outcome(volumes: parties.map(\.cap), level: nil, sharingWeight: 0, isShort: false)
        }
        let floors = parties.reduce(0) { $0 + $1.floor }
        guard floors <= capacity else {
            let equal = share(capacity, among: parties.map { Party(weight: 1, cap: $0.floor) })
            return Outcome(volumes: equal.volumes, level: nil, sharingWeight: equal.sharingWeight, isShort: true)
        }
        return round(level(capacity, parties), to: capacity, parties)
    }

    /// Raises the level until the parts come to the capacity.
    ///
    /// - Precondition: the floors are no more than the capacity, and the caps are more.
    private static func level(_ capacity: Int, _ parties: [Party]) -> Level {
        // A party begins at its floor, is raised from floor / weight on, and stops at cap / weight.
        var events: [(volume: Int, weight: Int, party: Int, isCap: Bool)] = []
        events.reserveCapacity(parties.count * 2)
        for (place, party) in parties.enumerated() where party.cap > party.floor {
            events.append((party.floor, party.weight, place, false))
            events.append((party.cap, party.weight, place, true))
        }
        events.sort { left, right in
            let difference =
                Int128(left.volume) * Int128(right.weight) - Int128(right.volume) * Int128(left.weight)
            if difference != 0 { return difference < 0 }
            // A floor comes before a cap of the same level; it cannot be the same party's, whose cap is above its floor.
            return left.isCap == right.isCap ? left.party < right.party : !left.isCap
        }
        var fixed = parties.reduce(0) { $0 + $1.floor }
        var weight: Int128 = 0
        for event in events {
            // At this event's level the parts come to: fixed + weight × volume / event's weight.
            let reached = weight * Int128(event.volume) >= Int128(capacity - fixed) * Int128(event.weight)
            if reached, weight > 0 { break }
            if event.isCap {
                fixed += event.volume
                weight -= Int128(event.weight)
            } else {
                fixed -= event.volume
                weight += Int128(event.weight)
            }
        }
        return Level(numerator: Int128(capacity - fixed), denominator: max(weight, 1))
    }

    /// Whole numbers at the level `amount / weight`, which is above no uncapped party's cap.
    private static func round(_ level: Level, to capacity: Int, _ parties: [Party]) -> Outcome {
        var volumes: [Int] = []
        volumes.reserveCapacity(parties.count)
        var remainders: [(remainder: Int128, weight: Int, party: Int)] = []
        var left = capacity
        var sharing = 0
        for (place, party) in parties.enumerated() {
            // The exact share before floor and cap, times the level's denominator.
            let product = Int128(party.weight) * level.numerator
            let floor = Int128(party.floor) * level.denominator
            let cap = Int128(party.cap) * level.denominator
            var volume = product <= floor ? party.floor : party.cap
            if product > floor, product < cap {
                let division = product.quotientAndRemainder(dividingBy: level.denominator)
                volume = Int(division.quotient)
                if division.remainder > 0 { remainders.append((division.remainder, party.weight, place)) }
            }
            if product >= floor, product < cap { sharing += party.weight }
            volumes.append(volume)
            left -= volume
        }
        remainders.sort { left, right in
            if left.remainder != right.remainder { return left.remainder > right.remainder }
            return left.weight != right.weight ? left.weight > right.weight : left.party < right.party
        }
        for entry in remainders.prefix(left) { volumes[entry.party] += 1 }
        return Outcome(volumes: volumes, level: level, sharingWeight: sharing, isShort: true)
    }
}
