import Cleanse
import Formats

/// Metering points that a cut takes, and which belong together.
struct CutSelection {
    /// Why a metering point was taken: the rule, or `CLEAN`.
    private(set) var seeds: [[UInt8]: String] = [:]
    /// Every metering point of the cut, seeds and all that hangs on them.
    private(set) var members: Set<[UInt8]> = []
    /// Those of them that registration has.
    var registered: Set<[UInt8]> = []
    private var parents: [[UInt8]: [UInt8]] = [:]

    /// A number or a device that more metering points share than these joins none of them: it names no meter.
    static let sharersMost = 16
    /// Links are followed so often from one metering point to the next.
    static let roundsMost = 24

    mutating func add(_ mpan: [UInt8], for rule: String) {
        if seeds[mpan] == nil { seeds[mpan] = rule }
        members.insert(mpan)
    }

    /// Joins two metering points; true where one of them is new.
    @discardableResult
    mutating func join(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        let isNew = members.insert(one).inserted
        let isOtherNew = members.insert(other).inserted
        let (first, second) = (root(one), root(other))
        if first != second {
            // The lesser one stands for both, so that the order of rows does not matter.
            if first.lexicographicallyPrecedes(second) { parents[second] = first } else { parents[first] = second }
        }
        return isNew || isOtherNew
    }

    /// The one that stands for a metering point's set.
    func root(_ mpan: [UInt8]) -> [UInt8] {
        var place = mpan
        while let parent = parents[place] { place = parent }
        return place
    }

    /// The sets, each in order, in the order of those that stand for them.
    var sets: [[[UInt8]]] {
        Dictionary(grouping: members, by: root).sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
            $0.value.sorted { $0.lexicographicallyPrecedes($1) }
        }
    }

    /// Takes whatever is linked with a member or shares a meter or a device with one, until nothing new is found.
    mutating func close(over folder: CutFolder) throws {
        var known = Set<[UInt8]>()
        for _ in 0..<Self.roundsMost {
            var isGrown = false
            for file in folder.files(of: [.links]) {
                try folder.read(file) { row in
                    let ends = row.mpans
                    guard ends.count == 2, members.contains(ends[0]) || members.contains(ends[1]) else { return }
                    if join(ends[0], ends[1]) { isGrown = true }
                }
            }
            var sharers: [[UInt8]: Set<[UInt8]>] = [:]
            var wanted = known
            for file in folder.files(of: [.meters, .devices]) {
                try folder.read(file) { row in
                    guard let mpan = row.mpans.first else { return }
                    let isMember = members.contains(mpan)
                    for name in Self.shared(row) where isMember || wanted.contains(name) {
                        if isMember { wanted.insert(name) }
                        if sharers[name, default: []].count <= Self.sharersMost {
                            sharers[name, default: []].insert(mpan)
                        }
                    }
                }
            }
            for (_, mpans) in sharers.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
            where (2...Self.sharersMost).contains(mpans.count) {
                guard let first = mpans.min(by: { $0.lexicographicallyPrecedes($1) }) else { continue }
                for mpan in mpans where mpan != first {
                    if join(first, mpan) { isGrown = true }
                }
            }
            // What was first seen in this round may stand in rows that had gone by.
            if wanted.count > known.count { isGrown = true }
            known = wanted
            if !isGrown { return }
        }
        throw Failure(
            line: "links hang together over more than \(Self.roundsMost) steps; select fewer exceptions of links",
            code: .failed)
    }

    /// Keeps only some of the seeds and forgets all that hung on the others.
    func keeping(_ isKept: ([UInt8]) -> Bool) -> CutSelection {
        var kept = CutSelection()
        for (mpan, rule) in seeds where isKept(mpan) { kept.add(mpan, for: rule) }
        return kept
    }

    /// The meters' numbers and devices of a row, as sharers have them in common.
    private static func shared(_ row: CutFolder.Row) -> [[UInt8]] {
        row.layout.namings.indices.compactMap { place in
            let text = Array(row.fields.bytes(place))
            guard !text.isEmpty else { return nil }
            switch row.layout.namings[place] {
            case .serial: return [0x53] + CutName.sharing(CutName.serial(text))
            case .device: return CutName.isDevice(text) ? [0x44] + CutName.device(text) : nil
            default: return nil
            }
        }
    }
}
