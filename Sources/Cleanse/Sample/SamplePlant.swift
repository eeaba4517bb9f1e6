import Market

/// A fault that can be planted: which rule it breaks, where, how often by default, and how.
struct SamplePlant {
    let rule: Rule
    /// The only kind of site that it is planted in.
    let kind: SampleKind
    /// Unit: sites in a million MPANs, where faults are planted by default.
    let perMillion: Int
    /// Whether another site lends a meter or a device and breaks the rule with it.
    let isPair: Bool
    /// Changes what the site is; the copies in other registers follow.
    let change: Step
    /// Changes the copies, or adds rows, after they were made.
    let skew: Step

    typealias Step = @Sendable (inout SampleSite, SampleScene) -> Void

    init(
        _ rule: Rule, in kind: SampleKind, perMillion: Int = 60, isPair: Bool = false,
        change: @escaping Step = { _, _ in }, skew: @escaping Step = { _, _ in }
    ) {
        self.rule = rule
        self.kind = kind
        self.perMillion = perMillion
        self.isPair = isPair
        self.change = change
        self.skew = skew
    }
}

/// What is planted at one site.
struct SamplePlanting: Hashable {
    /// Index among the plants.
    let plant: Int
    /// The site whose meter or device is taken; nil for a fault of one site.
    var donor: Int?
    /// The how-manieth of its plant, which varies the fault.
    let number: Int
    /// Whether this is the site that lends.
    var isDonor = false
}

/// What a plant may ask of the market around its site.
struct SampleScene {
    let market: SampleMarket
    /// The other site of a pair, without its fault.
    let other: SampleSite?
    let planting: SamplePlanting

    /// The class of a tariff in the site's network and group.
    func lossClass(_ tariff: SampleTariff, at site: SampleSite, variant: Int = 0) -> SampleWord {
        let reference = market.reference
        return reference.classes[
            reference.place(reference.networks[site.network], group: site.group, tariff, variant: variant)]
    }

    /// `L:LOND`
    func distributor(of site: SampleSite) -> String { "L:\(market.reference.networks[site.network].mpid)" }

    /// A supplier other than this one.
    func supplier(otherThan supplier: SampleWord) -> SampleWord {
        market.reference.suppliers[supplier == market.reference.suppliers[3] ? 4 : 3]
    }

    func manager(otherThan manager: SampleWord) -> SampleWord {
        market.reference.managers[manager == market.reference.managers[2] ? 5 : 2]
    }

    /// Moves a site to another network: its numbers and its loss classes follow.
    func move(_ site: inout SampleSite, to network: Int, group: Int) {
        let reference = market.reference
        let (old, new) = (reference.networks[site.network], reference.networks[network])
        var numbers: [UInt64: UInt64] = [:]
        for index in site.points.indices {
            let unique = 9_800_000_000 + UInt64(site.number) * 4 + UInt64(index)
            let mpan = MPANCore(distributor: new.code, unique: unique % 10_000_000_000).number
            numbers[site.points[index].mpan] = mpan
            site.points[index].mpan = mpan
            site.points[index].group = SampleReference.groupWord(new.groups[group])
            let mine = (0..<SampleTariff.perGroup).first {
                reference.classes[old.firstClass + site.group * SampleTariff.perGroup + $0]
                    == site.points[index].lossClass
            }
            site.points[index].lossClass =
                reference.classes[new.firstClass + group * SampleTariff.perGroup + (mine ?? 0)]
        }
        for index in site.links.indices {
            site.links[index].principal = numbers[site.links[index].principal] ?? 0
            site.links[index].subsidiary = numbers[site.links[index].subsidiary] ?? 0
        }
        for index in site.histories.indices { site.histories[index].mpan = numbers[site.histories[index].mpan] ?? 0 }
        site.histories.removeAll { $0.item == "llfc" }
        site.network = network
        site.group = group
    }
}

/// Where every fault is planted: for each kind, windows in a shuffled order of its sites.
///
/// A site's place in that order is its ordinal times a factor without common divisor, modulo the kind's count, so counts
/// are exact, the sites are spread over the market, and a site alone can tell what is planted in it.
struct SamplePlanner {
    private struct Window {
        let start: Int
        let end: Int
        let plant: Int
        /// The first place of the sites that lend; nil for a fault of one site.
        let donors: Int?
    }

    private struct Order {
        let count: Int
        let factor: Int
        let inverse: Int
        let windows: [Window]
        /// Places from here on hold no fault.
        let end: Int
    }

    private let sites: SampleSites
    private let orders: [Order]
    /// Of each kind: count, factor and end, without the windows, for the many sites that have no fault.
    private let gates: [(count: UInt64, factor: UInt64, end: UInt64)]
    /// How often each plant is planted.
    let counts: [Int]

    init(
        sites: SampleSites, configuration: SampleConfiguration, plants: [SamplePlant]
    ) throws(SampleError) {
        self.sites = sites
        let wanted = try Self.wanted(configuration, plants)
        var counts = [Int](repeating: 0, count: plants.count)
        var orders: [Order] = []
        for kind in SampleKind.allCases {
            let room = sites.counts[kind.rawValue]
            var windows: [Window] = []
            var next = 0
            for (index, plant) in plants.enumerated() where plant.kind == kind && wanted[index] > 0 {
                // Faults move on by part of a gap in a changed market.
                let gap = plant.isPair ? 0 : wanted[index] / 16 + 1
                let needed = (plant.isPair ? 2 : 1) * wanted[index] + gap
                guard next + needed <= room else {
                    if case .amounts = configuration.faults {
                        throw .tooMany(
                            plant.rule, asked: wanted[index], room: Self.most(in: room - next, isPair: plant.isPair))
                    }
                    continue
                }
                let moved = plant.isPair ? 0 : Self.moved(configuration.change, wanted[index], gap)
                windows.append(
                    Window(
                        start: next + moved, end: next + moved + wanted[index], plant: index,
                        donors: plant.isPair ? next + wanted[index] : nil))
                counts[index] = wanted[index]
                next += needed
            }
            let factor = Self.factor(room, seed: configuration.seed &+ UInt64(kind.rawValue))
            orders.append(
                Order(
                    count: room, factor: factor, inverse: Self.inverse(of: factor, modulo: room), windows: windows,
                    end: next))
        }
        self.counts = counts
        self.orders = orders
        gates = orders.map { (UInt64(max($0.count, 1)), UInt64($0.factor), UInt64($0.end)) }
    }

    /// What is planted at a site; nil for nothing.
    @inline(__always)
    func planting(_ kind: SampleKind, ordinal: Int) -> SamplePlanting? {
        let gate = gates[kind.rawValue]
        guard gate.end > 0 else { return nil }
        let place = UInt64(ordinal) &* gate.factor % gate.count
        return place < gate.end ? find(orders[kind.rawValue], Int(place), kind) : nil
    }

    private func find(_ order: Order, _ place: Int, _ kind: SampleKind) -> SamplePlanting? {
        for window in order.windows {
            if place >= window.start, place < window.end {
                let number = place - window.start
                return SamplePlanting(
                    plant: window.plant, donor: window.donors.map { site(order, $0 + number, kind) }, number: number)
            }
            if let donors = window.donors, place >= donors, place < donors + window.end - window.start {
                let number = place - donors
                return SamplePlanting(
                    plant: window.plant, donor: site(order, window.start + number, kind), number: number,
                    isDonor: true)
            }
        }
        return nil
    }

    private func site(_ order: Order, _ place: Int, _ kind: SampleKind) -> Int {
        let ordinal = place.multipliedFullWidth(by: order.inverse)
        return sites.site(kind, ordinal: order.count.dividingFullWidth(ordinal).remainder)
    }

    private static func wanted(
        _ configuration: SampleConfiguration, _ plants: [SamplePlant]
    ) throws(SampleError) -> [Int] {
        switch configuration.faults {
        case .none: return plants.map { _ in 0 }
        case .standard:
            return plants.map { max(1, configuration.mpans * $0.perMillion / 1_000_000) }
        case .amounts(let amounts):
            var wanted = [Int](repeating: 0, count: plants.count)
            for rule in Rule.allCases {
                // REC-06 is the manifest's own.
                guard let amount = amounts[rule], rule != .rec06 else { continue }
                let mine = plants.indices.filter { plants[$0].rule == rule }
                guard !mine.isEmpty else { throw .notShown(rule) }
                let count = amount.count(of: configuration.mpans)
                guard count >= 0 else { throw .amount(rule) }
                for (place, index) in mine.enumerated() {
                    wanted[index] = count / mine.count + (place < count % mine.count ? 1 : 0)
                }
            }
            return wanted
        }
    }

    /// The most faults that so many sites have room for, with their gap.
    private static func most(in room: Int, isPair: Bool) -> Int {
        isPair ? max(0, room / 2) : max(0, (room - 1) * 16 / 17)
    }

    private static func moved(_ change: SampleChange?, _ count: Int, _ gap: Int) -> Int {
        guard let change else { return 0 }
        return min(gap, (count * change.millionths + 999_999) / 1_000_000)
    }

    /// A factor near the golden section of the count, without a common divisor.
    private static func factor(_ count: Int, seed: UInt64) -> Int {
        guard count > 2 else { return 1 }
        var draw = SampleDraw(seed: seed, site: 0, purpose: 2)
        var factor = max(1, count * 618 / 1_000 + draw.below(max(1, count / 16)))
        while greatestDivisor(factor, count) != 1 { factor += 1 }
        return factor % count
    }

    private static func greatestDivisor(_ one: Int, _ other: Int) -> Int {
        var (one, other) = (one, other)
        while other != 0 { (one, other) = (other, one % other) }
        return one
    }

    private static func inverse(of factor: Int, modulo count: Int) -> Int {
        guard count > 1 else { return 0 }
        var (old, next) = (factor, count)
        var (oldTimes, times) = (1, 0)
        while next != 0 {
            let quotient = old / next
            (old, next) = (next, old - quotient * next)
            (oldTimes, times) = (times, oldTimes - quotient * times)
        }
        return (oldTimes % count + count) % count
    }
}
