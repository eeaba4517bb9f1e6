import Kernel
import Market

// Parties and metering points of a scenario's document.
extension ScenarioReader {
    /// The most parties and points of a scenario: it is a script, and volume comes from a generator.
    static let mostParties = 1_000
    static let mostPoints = 100_000

    func marketParty(_ findings: inout [ScenarioFinding]) -> MarketParty? {
        unknownKeys(.party, &findings)
        for key in ScenarioSection.party.keys where key.isRequired { require(key.name, &findings) }
        guard let name = text("name", &findings), let role = text("role", &findings),
            let mpid = text("mpid", &findings), let dipID = text("dipId", &findings)
        else { return nil }
        guard let role = RoleCode(role) else {
            part("role")?.report(
                "\(role.debugDescription) is no role.", "Write three to five capitals: REGS.", &findings)
            return nil
        }
        if mpid.utf8.count != 4 || !mpid.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) {
            part("mpid")?.report("\(mpid.debugDescription) is no MPID.", "Write four capitals.", &findings)
        }
        guard let dipID = DIPID(dipID) else {
            part("dipId")?.report(
                "\(dipID.debugDescription) is no DIP ID.", "Write ten characters in quotes.", &findings)
            return nil
        }
        return MarketParty(name: name, role: role, mpid: mpid, dipID: dipID)
    }

    func scenarioParty(_ party: MarketParty, _ book: AddressBook, _ findings: inout [ScenarioFinding]) -> ScenarioParty
    {
        let plays = choice("plays", ["script", "steps", "test"], &findings) ?? "script"
        return ScenarioParty(
            party: party, isUnderTest: plays == "test", isScripted: plays == "script",
            profile: part("profile")?.profile(book, &findings) ?? PartyProfile())
    }

    private func profile(_ book: AddressBook, _ findings: inout [ScenarioFinding]) -> PartyProfile {
        unknownKeys(.profile, &findings)
        var profile = PartyProfile()
        profile.connectionTypes = texts("connectionTypes", &findings)
        profile.segments = texts("segments", &findings)
        profile.meterTypes = texts("meterTypes", &findings)
        profile.gspGroups = texts("gspGroups", &findings)
        profile.domestic = flag("domestic", &findings)
        profile.noticeDays = integer("noticeDays", 0...3_650, &findings).map(Int64.init)
        profile.dataRetrievers = parties("dataRetrievers", book, &findings)
        profile.isQualified = flag("qualified", &findings) ?? true
        profile.appoints = parties("appoints", book, &findings)
        profile.usesRetriever = party("usesRetriever", book, &findings)
        if let contracts = part("contracts") {
            var agreed: [DIPID: String] = [:]
            for member in contracts.node.members ?? [] {
                let key = ScenarioReader(
                    node: SpecificationNode(.string(member.key), line: member.line), path: contracts.path)
                if let supplier = key.party(book, &findings) { agreed[supplier] = member.node.scalarText ?? "" }
            }
            profile.contracts = agreed
        }
        return profile
    }

    func point(_ book: AddressBook, start: Instant, _ findings: inout [ScenarioFinding]) -> MeteringPoint? {
        unknownKeys(.point, &findings)
        for key in ScenarioSection.point.keys where key.isRequired { require(key.name, &findings) }
        let created = instant("created", &findings) ?? start.midnight.later(milliseconds: -3_652 * Milliseconds.day)
        guard let mpan = mpan("mpan", &findings), let distributor = party("distributor", book, &findings),
            let group = choice("gspGroup", GSPGroup.allCases.map(\.id), &findings)
        else { return nil }
        if MPANCore(printed: mpan) == nil {
            part("mpan")?.report(
                "\(mpan) fails its check digit.", "Correct it; scenarios with a wrong MPAN name it in a step.",
                &findings)
        }
        var point = MeteringPoint(mpan: mpan, distributor: distributor, gspGroup: group, created: created)
        point.supplier = service("supplier", point, book, &findings)
        point.metering = service("meteringService", point, book, &findings)
        point.data = service("dataService", point, book, &findings)
        point.dataRetriever = service("dataRetriever", point, book, &findings)
        point.pendingSwitch = service("incomingSupplier", point, book, &findings).map {
            MeteringPoint.Switch(incoming: $0.dipID, from: $0.from)
        }
        letters(&point, &findings)
        point.domestic = flag("domestic", &findings) ?? true
        point.isMigrated = flag("migrated", &findings) ?? true
        point.isReverseMigrated = flag("reverseMigrated", &findings) ?? false
        point.hasStandingData = flag("standingDataComplete", &findings) ?? true
        point.meters = part("meters")?.list.compactMap { $0.meter(created, &findings) } ?? []
        point.linked = texts("linkedWith", &findings)
        return point
    }

    private func letters(_ point: inout MeteringPoint, _ findings: inout [ScenarioFinding]) {
        point.energisation = choice("energisation", ["E", "D", "U"], &findings) ?? point.energisation
        point.connectionType = choice("connectionType", ["W", "L", "H", "E", "U"], &findings) ?? point.connectionType
        point.segment = choice("segment", ["S", "A", "U"], &findings) ?? point.segment
        point.direction = choice("direction", ["I", "E"], &findings) ?? point.direction
        point.status = choice("status", ["C", "O", "T"], &findings) ?? point.status
        point.consent = choice("consent", ["H", "D", "M", "N"], &findings) ?? point.consent
    }

    private func service(
        _ key: String, _ point: MeteringPoint, _ book: AddressBook, _ findings: inout [ScenarioFinding]
    ) -> MeteringPoint.Service? {
        guard let part = part(key) else { return nil }
        guard part.node.members != nil else {
            return part.party(book, &findings).map { MeteringPoint.Service(dipID: $0, from: point.created) }
        }
        part.unknownKeys(.service, &findings)
        part.require("party", &findings)
        let from = part.instant("from", &findings) ?? point.created
        return part.party("party", book, &findings).map { MeteringPoint.Service(dipID: $0, from: from) }
    }

    private func meter(_ created: Instant, _ findings: inout [ScenarioFinding]) -> MeteringPoint.Meter? {
        unknownKeys(.meter, &findings)
        require("id", &findings)
        guard let id = text("id", &findings) else { return nil }
        if !(1...10).contains(id.unicodeScalars.count) {
            part("id")?.report(
                "\(id.debugDescription) is no meter's identifier.", "Write 1 to 10 characters.", &findings)
        }
        return MeteringPoint.Meter(
            id: id, type: text("type", &findings) ?? "S2A", installed: instant("installed", &findings) ?? created,
            removed: instant("removed", &findings))
    }
}
