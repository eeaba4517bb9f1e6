/// What is true of several MPANs together: links and related sets, shared meters, shared devices.
///
/// Computed once a run, exactly, over the whole market; kept sparse, since few MPANs share anything. A walk asks by row
/// in constant time whether there is anything to say, and searches short sorted lists only then.
///
/// An object, as the judge is, so that asking it copies nothing.
public final class SetFacts: Sendable {
    /// MPANs that only links name, rising: a walk has to be told of them.
    public let strangers: [UInt64]
    /// How many metering points are in sets, and how many rows of meters have something in common with another.
    public var size: (linked: Int, shared: Int) { (links.members.count, shared.count) }

    let links: LinkGraph
    let linkRules: LinkRules
    /// Members of links of which a link rule has something to say, rising.
    let suspects: [UInt32]
    /// Rows of REG of the suspects.
    let suspectRows: RowSet
    /// What open meters have in common with others, by row.
    let shared: [SharedMeter]
    /// The rows of MTR that `shared` speaks of.
    let sharedRows: RowSet
    /// The codes of the MP status and of its value X in HIS; nil where the history never calls an MPAN disconnected.
    let historyStatus: (item: UInt16, disconnected: UInt32)?
    /// Hubs and gas proxies; nil where nobody tells of them.
    let hubs: HubKeys?
    /// By code of a meter's type: true for one that the setting calls traditional.
    private let traditional: [Bool]
    /// The MTCs of related metering points.
    let relatedCodes: RelatedCodes
    private let types: [MeterTypes.Class]

    init(
        registers: Registers, columns: MarketCells, reference: Reference, settings: CleanseSettings, rules: RuleTable,
        removed: RemovedRows, workers: some Workers
    ) {
        let today = Day.packed(registers.asAt)
        relatedCodes = RelatedCodes(registers, reference, today: today)
        types = [.none] + (registers.meters?.table.texts(.meterType) ?? []).map(MeterTypes.Class.init)
        historyStatus = registers.histories.flatMap { histories in
            guard let item = histories.table.texts(.item).firstIndex(of: Item.mpStatus.rawValue),
                let value = histories.table.texts(.value).firstIndex(of: "X")
            else { return nil }
            return (UInt16(item + 1), UInt32(value + 1))
        }
        traditional =
            [false]
            + (registers.meters?.table.texts(.meterType) ?? []).map {
                MeterTypes.isKnown($0) && settings.traditionalMeterTypes.contains($0)
            }
        hubs = rules.asks(.esm08) ? registers.hubs.map(HubKeys.init) : nil
        links = LinkGraph(registers: registers, columns: columns, today: today, workers: workers)
        strangers = links.strangers
        var shared: [SharedMeter] = []
        if let meters = columns.meters {
            shared = Self.shared(
                meters, registers: registers, columns: columns, links: links, hubs: hubs, rules: rules,
                removed: removed, workers: workers)
        }
        self.shared = shared
        sharedRows = RowSet(rowCount: registers.meters?.table.count ?? 0, shared.map(\.row))
        linkRules = LinkRules(
            registers: registers, columns: columns, graph: links, rules: rules, today: today, workers: workers)
        suspects =
            Self.ofLinks.contains(where: rules.asks)
            ? Self.suspects(linkRules, links, registers.links?.table.count ?? 0, workers) : []
        suspectRows = RowSet(
            rowCount: registers.registration?.table.count ?? 0,
            suspects.map { [links] in links.rows[Int($0)] }.filter { $0 != LinkGraph.absent })
    }

    /// The rules that read what open meters of one id, of one device have in common, and what is wrong with a link:
    /// what none of them asks is not looked for.
    private static let ofIDs: [Rule] = [
        .mtr02, .mtr03, .mtr04, .mtr05, .mtr06, .esm06, .lnk11, .lnk15, .loc02, .dig02,
    ]
    private static let ofDevices: [Rule] = [.esm05, .lnk11, .lnk15]
    private static let ofLinks: [Rule] = [
        .lnk01, .lnk02, .lnk03, .lnk04, .lnk05, .lnk06, .lnk07, .lnk08, .lnk09, .lnk10, .lnk12, .lnk13, .lnk14,
        .lnk16, .lnk17, .lnk19, .dpi07, .eff03, .eff04,
    ]

    private static func shared(
        _ meters: MeterCells, registers: Registers, columns: MarketCells, links: LinkGraph, hubs: HubKeys?,
        rules: RuleTable, removed: RemovedRows, workers: some Workers
    ) -> [SharedMeter] {
        let (asksIDs, asksDevices) = (ofIDs.contains(where: rules.asks), ofDevices.contains(where: rules.asks))
        guard asksIDs || asksDevices else { return [] }
        let homes = MeterHomes(
            meters, registers: registers, columns: columns, links: links, hubs: hubs,
            today: Day.packed(registers.asAt), workers: workers)
        let judge = SharedMeters(
            homes: homes, registration: columns.registration, asksUnlinked: rules.asks(.lnk15), removed: removed)
        var found: [SharedMeter] = []
        if asksIDs {
            found += Repeats.runs(of: homes, workers: workers) { rows, found in judge.judgeIDs(rows, &found) }
        }
        if asksDevices {
            found += Repeats.runs(of: DeviceKeys(homes: homes), workers: workers) { rows, found in
                judge.judgeDevices(rows, &found)
            }
        }
        return found.sorted()
    }

    /// The members at the ends of links that break a rule.
    private static func suspects(
        _ rules: LinkRules, _ graph: LinkGraph, _ count: Int, _ workers: some Workers
    ) -> [UInt32] {
        let pieces = count < 1 << 12 ? 1 : workers.count * 8
        let found = workers.map(pieces) { piece in
            var members: [UInt32] = []
            for link in Repeats.rows(of: piece, among: pieces, count: count) {
                guard let ends = graph.members(of: link) else { continue }
                for breach in rules.breaches(link) {
                    members.append(UInt32(breach.isSubsidiary ? ends.subsidiary : ends.principal))
                }
            }
            return members
        }
        return Set(found.joined()).sorted()
    }

    /// True for the number of a SMETS meter type in MTR's list.
    func isSmart(_ code: UInt16) -> Bool { type(code).isSmart }

    /// What the number of a meter type in MTR's list stands for.
    @inline(__always)
    func type(_ code: UInt16) -> MeterTypes.Class { Int(code) < types.count ? types[Int(code)] : .none }

    /// True for the number of a traditional meter's type in MTR's list.
    func isTraditional(_ code: UInt16) -> Bool { Int(code) < traditional.count && traditional[Int(code)] }

    /// A meter's device where it is good: none that is all zeros or all F, and no hub.
    @inline(__always)
    func device(_ row: Int, _ meters: MeterCells) -> UInt64? { meters.device(row, besides: hubs) }

    /// What an open meter has in common with others; empty for most.
    func shared(of row: Int) -> ArraySlice<SharedMeter> {
        guard sharedRows.contains(row) else { return [] }
        let start = shared.firstPlace { $0.row >= UInt32(row) }
        let end = shared.firstPlace { $0.row > UInt32(row) }
        return shared[start..<end]
    }

    /// The member that an MPAN is, if a link rule has something to say of it.
    func suspect(_ mpan: UInt64, row: Int?) -> Int? {
        if let row, suspectRows.rowCount > 0, !suspectRows.contains(row) { return nil }
        guard !suspects.isEmpty, let member = links.member(mpan, row: row) else { return nil }
        let place = suspects.firstPlace { $0 >= UInt32(member) }
        return place < suspects.count && suspects[place] == UInt32(member) ? member : nil
    }
}
