internal import Market

/// The rules of one link and of the links beside it, as facts without words.
///
/// A link with a member that is not registered or is disconnected breaks LNK-12 and nothing else; a link to itself
/// breaks LNK-05 and nothing else; neither counts for the rules of several links.
struct LinkRules: Sendable {
    /// A rule that a link breaks, and the side at fault.
    struct Breach: Hashable, Sendable {
        let rule: Rule
        let isSubsidiary: Bool
    }

    let registers: Registers
    let columns: MarketCells
    let graph: LinkGraph
    let today: UInt16
    /// By code of REG's list: true for one of the fourteen groups.
    private let goodGroups: [Bool]
    /// By code: the profile class 0 to 8, else `noNumber`.
    private let profiles: [UInt16]
    /// By code: the number of an SSC, else `noNumber`.
    private let configurations: [UInt16]
    /// By member: what its good links say together.
    private var gathered: [GatheredLinks] = []
    /// What the rows of one kind and pair say together.
    private let pairs: LinkPairs
    private let services: MemberServices?
    let meters: MemberMeters

    private static let noNumber = UInt16.max

    init(
        registers: Registers, columns: MarketCells, graph: LinkGraph, rules: RuleTable, today: UInt16,
        workers: some Workers
    ) {
        self.registers = registers
        self.columns = columns
        self.graph = graph
        self.today = today
        pairs = LinkPairs(registers.links, columns.links, today: today)
        // What only one rule asks for is not gathered where that rule is off.
        services = MemberServices(
            rules.asks(.lnk19) ? registers.appointments : nil, graph.members, today: today, workers: workers)
        meters = MemberMeters(
            rules.asks(.lnk16) ? registers.meters : nil, columns.meters, registers, graph.members, today: today,
            workers: workers)
        let table = registers.registration?.table
        goodGroups = [false] + (table?.texts(.gspGroup) ?? []).map { GSPGroup(id: $0) != nil }
        profiles =
            [Self.noNumber]
            + (table?.texts(.pc) ?? []).map { text in
                Self.number(text, digits: 2).flatMap { $0 <= 8 ? $0 : nil } ?? Self.noNumber
            }
        configurations =
            [Self.noNumber] + (table?.texts(.ssc) ?? []).map { Self.number($0, digits: 4) ?? Self.noNumber }
        gathered = gather()
    }

    /// What the good links that name a member say together, so that no link has to look at the others beside it: a hub
    /// has as many as there are links.
    private struct GatheredLinks {
        /// The principal of an import/export link, and of a related link, whose subsidiary the member is.
        var importOf = LinkGraph.absent
        var relatedTo = LinkGraph.absent
        var hasTwoImports = false
        var hasTwoPrimaries = false
        /// The first start of a related link whose subsidiary, and of an import/export link whose principal the member
        /// is; later than any day where there is none.
        var relatedSince = UInt32.max
        var exportingSince = UInt32.max
    }

    private func gather() -> [GatheredLinks] {
        guard let links = columns.links, columns.registration != nil else { return [] }
        var gathered = [GatheredLinks](repeating: GatheredLinks(), count: graph.members.count)
        for link in 0..<(registers.links?.table.count ?? 0) where isGood(link) {
            guard let ends = graph.members(of: link) else { continue }
            let principal = UInt32(ends.principal)
            if links.kind[link] == graph.importExport {
                let known = gathered[ends.subsidiary].importOf
                if known != LinkGraph.absent, known != principal { gathered[ends.subsidiary].hasTwoImports = true }
                gathered[ends.subsidiary].importOf = principal
                gathered[ends.principal].exportingSince = min(gathered[ends.principal].exportingSince, start(link))
            } else {
                let known = gathered[ends.subsidiary].relatedTo
                if known != LinkGraph.absent, known != principal { gathered[ends.subsidiary].hasTwoPrimaries = true }
                gathered[ends.subsidiary].relatedTo = principal
                gathered[ends.subsidiary].relatedSince = min(gathered[ends.subsidiary].relatedSince, start(link))
            }
        }
        return gathered
    }

    private static func number(_ text: String, digits: Int) -> UInt16? {
        guard (1...digits).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return UInt16(text)
    }

    private func number(_ list: [UInt16], _ code: UInt16) -> UInt16 {
        Int(code) < list.count ? list[Int(code)] : Self.noNumber
    }

    /// The profile class that an export's SSC stands for (0482 to 0489 and 0490 to 0497: 1 to 8); nil for others.
    func encodedProfile(_ row: Int) -> UInt16? {
        guard let registration = columns.registration else { return nil }
        let number = number(configurations, registration.ssc[row])
        return (482...497).contains(number) ? (number - 482) % 8 + 1 : nil
    }

    /// A row's profile class, 0 to 8; nil where it is none.
    func profile(_ row: Int) -> UInt16? {
        guard let registration = columns.registration else { return nil }
        let number = number(profiles, registration.pc[row])
        return number == Self.noNumber ? nil : number
    }

    /// True for a link that holds today, whose members differ and are both live.
    func isGood(_ link: Int) -> Bool {
        guard let links = columns.links, let ends = graph.members(of: link) else { return false }
        return links.isCurrent(link, on: today) && ends.principal != ends.subsidiary
            && liveRow(ends.principal) != nil && liveRow(ends.subsidiary) != nil
    }

    /// The row of REG of a member that is registered and not disconnected.
    func liveRow(_ member: Int) -> Int? {
        let row = graph.rows[member]
        guard row != LinkGraph.absent, let registration = columns.registration,
            registration.mpStatus[Int(row)] != UInt8(ascii: "X")
        else { return nil }
        return Int(row)
    }

    /// Every rule that a link breaks.
    func breaches(_ link: Int) -> [Breach] {
        guard let links = columns.links, let registration = columns.registration, let ends = graph.members(of: link)
        else {
            return []
        }
        let (principal, subsidiary) = (liveRow(ends.principal), liveRow(ends.subsidiary))
        var found: [Breach] = []
        if subsidiary != nil {
            let (from, to) = (links.from[link], links.to[link])
            if from.isPacked, from > today { found.append(Breach(rule: .eff04, isSubsidiary: true)) }
            if from.isPacked, to.isPacked, to < from { found.append(Breach(rule: .eff03, isSubsidiary: true)) }
        }
        guard links.isCurrent(link, on: today) else { return found }
        if principal == nil { found.append(Breach(rule: .lnk12, isSubsidiary: false)) }
        if subsidiary == nil { found.append(Breach(rule: .lnk12, isSubsidiary: true)) }
        guard let principal, let subsidiary else { return found }
        let isRepeated = ends.principal == ends.subsidiary || pairs.isRepeated(link)
        if isRepeated { found.append(Breach(rule: .lnk05, isSubsidiary: true)) }
        guard ends.principal != ends.subsidiary else { return found }
        members(link, principal, subsidiary, isRepeated: isRepeated, &found)
        pair(link, ends, principal, subsidiary, &found)
        beside(link, ends, &found)
        let isSecondary = registration.direction[subsidiary] == UInt8(ascii: "E") || links.kind[link] == graph.related
        if isSecondary, differingServices(ends) != nil { found.append(Breach(rule: .lnk19, isSubsidiary: true)) }
        return found
    }

    private func members(
        _ link: Int, _ principal: Int, _ subsidiary: Int, isRepeated: Bool, _ found: inout [Breach]
    ) {
        guard let registration = columns.registration, let links = columns.links else { return }
        let (imports, export) = (UInt8(ascii: "I"), UInt8(ascii: "E"))
        let (one, other) = (registration.direction[principal], registration.direction[subsidiary])
        if links.kind[link] == graph.importExport {
            if !isRepeated, one == export { found.append(Breach(rule: .lnk01, isSubsidiary: false)) }
            if !isRepeated, other == imports { found.append(Breach(rule: .lnk02, isSubsidiary: true)) }
        } else {
            if one == export { found.append(Breach(rule: .lnk07, isSubsidiary: false)) }
            if other == export { found.append(Breach(rule: .lnk07, isSubsidiary: true)) }
        }
        let unmetered = UInt8(ascii: "U")
        if registration.connectionType[principal] == unmetered {
            found.append(Breach(rule: .lnk03, isSubsidiary: false))
        }
        if registration.connectionType[subsidiary] == unmetered {
            found.append(Breach(rule: .lnk03, isSubsidiary: true))
        }
    }

    private func pair(
        _ link: Int, _ ends: (principal: Int, subsidiary: Int), _ principal: Int, _ subsidiary: Int,
        _ found: inout [Breach]
    ) {
        guard let registration = columns.registration, let links = columns.links else { return }
        if pairs.lacks(link, subsidiary: false) { found.append(Breach(rule: .lnk13, isSubsidiary: false)) }
        if pairs.lacks(link, subsidiary: true) { found.append(Breach(rule: .lnk13, isSubsidiary: true)) }
        if !differences(principal, subsidiary).isEmpty { found.append(Breach(rule: .lnk14, isSubsidiary: true)) }
        let (one, other) = (registration.dpi[principal], registration.dpi[subsidiary])
        if one.isPacked, other.isPacked, one != other { found.append(Breach(rule: .dpi07, isSubsidiary: true)) }
        if links.kind[link] == graph.related {
            let (one, other) = (registration.supplier[principal], registration.supplier[subsidiary])
            if one.isPacked, other.isPacked, one != other { found.append(Breach(rule: .lnk10, isSubsidiary: true)) }
            return
        }
        if let encoded = encodedProfile(subsidiary), registration.direction[subsidiary] == UInt8(ascii: "E"),
            let profile = profile(principal), profile != encoded
        {
            found.append(Breach(rule: .lnk17, isSubsidiary: true))
        }
        if pairs.isFirst(link), meters.haveNoneInCommon(ends.principal, ends.subsidiary) {
            found.append(Breach(rule: .lnk16, isSubsidiary: true))
        }
    }

    /// What two members differ in that one site has in common, each tested where both have it.
    func differences(_ principal: Int, _ subsidiary: Int) -> [Item] {
        guard let registration = columns.registration else { return [] }
        var found: [Item] = []
        let distributor = { (row: Int) in registration.mpan[row] / 100_000_000_000 }
        if distributor(principal) != distributor(subsidiary) { found.append(.distributor) }
        let (one, other) = (registration.gspGroup[principal], registration.gspGroup[subsidiary])
        if one != other, isGoodGroup(one), isGoodGroup(other) { found.append(.gspGroup) }
        if registration.postcode[principal] != registration.postcode[subsidiary] {
            let (one, other) = (registers.comparedPostcode(principal), registers.comparedPostcode(subsidiary))
            if one != 0, other != 0, one != other { found.append(.postcode) }
        }
        return found
    }

    private func isGoodGroup(_ code: UInt16) -> Bool { Int(code) < goodGroups.count && goodGroups[Int(code)] }

    /// Rules that look at the other links of the two members.
    private func beside(_ link: Int, _ ends: (principal: Int, subsidiary: Int), _ found: inout [Breach]) {
        guard let links = columns.links else { return }
        let isImportExport = links.kind[link] == graph.importExport
        let (principal, subsidiary) = (gathered[ends.principal], gathered[ends.subsidiary])
        if isImportExport ? subsidiary.hasTwoImports : subsidiary.hasTwoPrimaries {
            found.append(Breach(rule: isImportExport ? .lnk04 : .lnk08, isSubsidiary: true))
        }
        let start = start(link)
        if isImportExport {
            if principal.relatedSince <= start { found.append(Breach(rule: .lnk06, isSubsidiary: false)) }
        } else if subsidiary.importOf != LinkGraph.absent || subsidiary.exportingSince < start {
            found.append(Breach(rule: .lnk09, isSubsidiary: true))
        }
    }

    /// The first day of a link; blank and unknown days come before all others.
    private func start(_ link: Int) -> UInt32 {
        guard let from = columns.links?.from[link], from.isPacked else { return 0 }
        return UInt32(from)
    }

    /// The services in which a subsidiary differs from its principal, for people; nil where it does in none.
    func differingServices(
        _ ends: (principal: Int, subsidiary: Int)
    ) -> (observed: String, expected: String)? {
        services?.differences(ends.principal, ends.subsidiary)
    }
}
