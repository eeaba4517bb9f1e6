import Kernel
import Market

/// The first checks of all specifications, laid out so that a metering point that has no defect is told quickly.
///
/// Specifications whose cells have the same length share one mixed word a cell; each multiplies it by a number of its
/// own, so what one draws depends on nothing of the others.
struct GateIndex: Sendable {
    /// Specifications of one length of cell.
    private struct Group {
        var shift: Int
        var lookBack: Int
        var entries: Range<Int>
    }

    private struct Entry {
        var multiplier: UInt64
        var threshold: UInt64
        var place: Int
    }

    /// A specification that is asked for in another way than by cells.
    struct Other {
        var mode: DefectGate.Mode
        var stream: UInt64
        var threshold: UInt64
        var place: Int
        var budget: BudgetChoice?
    }

    /// Where what suits one kind of site's import or export MPAN stands.
    struct Places: Sendable {
        fileprivate(set) var groups: Range<Int>
        /// In `others`: specifications that are asked for in another way than by cells.
        fileprivate(set) var others: Range<Int>

        var isEmpty: Bool { groups.isEmpty && others.isEmpty }
    }

    private var groups: [Group] = []
    private var entries: [Entry] = []
    private(set) var others: [Other] = []
    /// Import and export MPANs of each kind in turn.
    private var placed: [Places] = []

    init(_ gates: [DefectGate], mix: [ConsumptionConfiguration.Share]) {
        for share in mix {
            for export in [false, true] {
                let suited = gates.indices.filter { gates[$0].suits(share.kind, export: export) }
                var places = Places(groups: groups.count..<groups.count, others: others.count..<others.count)
                for place in suited where gates[place].mode != .cells {
                    let gate = gates[place]
                    others.append(
                        Other(
                            mode: gate.mode, stream: gate.stream, threshold: gate.threshold, place: place,
                            budget: gate.budget))
                }
                let byCells = suited.filter { gates[$0].mode == .cells }
                for shift in 0...6 {
                    for lookBack in 0...1 {
                        let start = entries.count
                        for place in byCells where gates[place].shift == shift && gates[place].lookBack == lookBack {
                            let gate = gates[place]
                            entries.append(
                                Entry(
                                    multiplier: DefectDraw.multiplier(stream: gate.stream), threshold: gate.threshold,
                                    place: place))
                        }
                        if entries.count > start {
                            groups.append(Group(shift: shift, lookBack: lookBack, entries: start..<entries.count))
                        }
                    }
                }
                places.groups = places.groups.lowerBound..<groups.count
                places.others = places.others.lowerBound..<others.count
                placed.append(places)
            }
        }
    }

    func places(share: Int, export: Bool) -> Places { placed[share * 2 + (export ? 1 : 0)] }

    /// Calls with each specification's place and each cell in which one of it starts, for cells that can reach the days.
    @inline(__always)
    func cellsLetIn(
        _ places: Places, _ base: (UInt64, UInt64), from low: Int, to high: Int, _ take: (Int, Int) -> Void
    ) {
        groups.withUnsafeBufferPointer { groups in
            entries.withUnsafeBufferPointer { entries in
                for number in places.groups {
                    let group = groups[number]
                    for cell in ((low >> group.shift) - group.lookBack)...(high >> group.shift) {
                        let word = DefectDraw.word(base, shift: group.shift, cell: cell)
                        for entry in group.entries
                        where (word &* entries[entry].multiplier) >> 32 < entries[entry].threshold {
                            take(entries[entry].place, cell)
                        }
                    }
                }
            }
        }
    }

    /// Whether clocks may change on one of the days; surely not where this is false.
    static func mayHoldClockChange(from low: Int, to high: Int) -> Bool {
        if high - low > 60 { return true }
        for day in low...high where !isClockChange.indices.contains(day) || isClockChange[day] { return true }
        return false
    }

    /// By the number of the day, to the last that can be made.
    private static let isClockChange: [Bool] = {
        let last = ConsumptionConfiguration.dates.upperBound
        var days = [Bool](repeating: false, count: last.dayNumber + 1)
        for year in ConsumptionConfiguration.dates.lowerBound.year...last.year {
            let changes = SettlementDay.clockChanges(in: year)
            days[changes.forward.dayNumber] = true
            days[changes.back.dayNumber] = true
        }
        return days
    }()
}
