import Kernel

// What suppliers and services keep in the register: consent and other data (IF-025), relationships (IF-019), contracts (IF-038).
extension RegistrationService {
    mutating func hearSupplierData(_ hearing: Hearing) -> [Reaction] {
        let message = hearing.message
        let point = desk.point(message.mpan)
        let codes = hearing.codes(supplierDataRules(message, point, at: hearing.at))
        guard codes.isEmpty, var changed = point else { return [answer(26, hearing, about: point, codes: codes)] }
        if let consent = message.field("B068/consentGranularity") {
            changed.consent = consent
            changed.consentFrom = message.instant("B068/consentGranularityEffectiveFromDate") ?? hearing.at
        }
        return desk.keep(changed) + [
            answer(
                26, hearing, about: changed, codes: [],
                others: interested(in: changed) + desk.all(.lss, .ees) + [changed.dataRetriever?.dipID])
        ]
    }

    private func supplierDataRules(
        _ message: ReceivedMessage, _ point: MeteringPoint?, at now: Instant
    ) -> [ResponseCode] {
        var codes = standing(of: point)
        guard let point else { return codes }
        if point.supplier?.dipID != message.sender { codes.append(.reg(1021)) }
        if point.isReverseMigrated { codes.append(.reg(9002)) }
        if message.field("B068/consentGranularity") == "x" { codes.append(.reg(1022)) }
        let dates = [
            "B068/consentGranularityEffectiveFromDate", "B030/IHDEffectiveFromDate", "B031/SMSOEffectiveFromDate",
            "B032/profileClassEffectiveFromDate", "B032/SSCEffectiveFromDate",
        ].compactMap { message.instant($0) }
        if message.event == "ConsentGranularity", dates.contains(where: { $0 < now.midnight }) {
            codes.append(.reg(1024))
        }
        if message.event == "IHDInfo", let installed = point.installedMeters.map(\.installed).min(),
            dates.contains(where: { $0 < installed })
        {
            codes.append(.reg(1096))
        }
        if message.event == "SSCandProfileClass", point.installedMeters.contains(where: { $0.type == "N" }) {
            if message.field("B032/SSC") == nil { codes.append(.reg(1042)) }
            if message.field("B032/profileClass") == nil { codes.append(.reg(1043)) }
        }
        return codes
    }

    mutating func hearRelationship(_ hearing: Hearing) -> [Reaction] {
        let message = hearing.message
        let principal = desk.point(message.mpan)
        let named = (message.payload.value(at: "/CustomBlock/B090List")?.elements ?? [])
            .compactMap { $0["subsidiaryMPAN"]?.text }
        let codes = hearing.codes(relationshipRules(message, principal, named))
        guard codes.isEmpty, let principal else { return [answer(20, hearing, about: principal, codes: codes)] }
        var reactions: [Reaction] = []
        let isLink = message.event.hasPrefix("Linked")
        let ends = message.event.hasSuffix("Remove")
        for (mpan, partners) in [(principal.mpan, named)] + named.map({ ($0, [principal.mpan]) }) {
            guard var point = desk.point(mpan) else { continue }
            let old = isLink ? point.linked : point.related
            let kept = old.filter { !partners.contains($0) }
            if isLink {
                point.linked = ends ? kept : kept + partners
            } else {
                point.related = ends ? kept : kept + partners
            }
            reactions += desk.keep(point)
        }
        let subsidiaries = named.compactMap { desk.point($0) }.flatMap { interested(in: $0) }
        return reactions + [
            answer(
                20, hearing, about: principal, codes: [],
                others: interested(in: principal) + subsidiaries + desk.all(.ees))
        ]
    }

    private func relationshipRules(
        _ message: ReceivedMessage, _ principal: MeteringPoint?, _ named: [String]
    ) -> [ResponseCode] {
        var codes = standing(of: principal)
        guard let principal else { return codes }
        let others = named.compactMap { desk.point($0) }
        if others.count < named.count { codes.append(.reg(0)) }
        let all = [principal] + others
        if all.contains(where: { $0.pendingSwitch != nil }) { codes.append(.reg(7)) }
        if all.contains(where: { !$0.isMigrated }) { codes.append(.reg(9010)) }
        if Set(named + [principal.mpan]).count < named.count + 1 { codes.append(.reg(1059)) }
        if all.contains(where: { $0.segment == "U" || $0.connectionType == "U" }) { codes.append(.reg(1051)) }
        let owned = all.filter { $0.supplier?.dipID == message.sender }
        let begins = !message.event.hasSuffix("Remove")
        if message.event.hasPrefix("Linked") {
            if owned.isEmpty { codes.append(.reg(1050)) }
            if begins, others.contains(where: { !$0.linked.isEmpty }) { codes.append(.reg(1052)) }
            if principal.direction != "I" { codes.append(.reg(1053)) }
            if others.contains(where: { $0.direction != "E" }) { codes.append(.reg(1054)) }
        } else {
            if owned.count < all.count { codes.append(.reg(1060)) }
            if begins, others.contains(where: { $0.direction == "I" && !$0.linked.isEmpty }) {
                codes.append(.reg(1066))
            }
            if all.contains(where: { $0.direction != "I" }) { codes.append(.reg(1067)) }
        }
        return codes
    }

    mutating func hearContract(_ hearing: Hearing) -> [Reaction] {
        let message = hearing.message
        let kind: ServiceKind = message.event.hasPrefix("DirectContractMS") ? .metering : .data
        let point = desk.point(message.mpan)
        let adds = message.event.hasSuffix("Add")
        var rules = standing(of: point)
        if let point {
            if point[kind]?.dipID != message.sender { rules.append(.reg(1075)) }
            if point.isReverseMigrated { rules.append(.reg(9001)) }
            if !adds, point[contract: kind] == nil { rules.append(.reg(1074)) }
            if !adds, let holder = point[contract: kind], holder != message.sender { rules.append(.reg(1076)) }
            let block = kind == .metering ? "B020" : "B021"
            if adds, let end = message.instant("\(block)/customerDirectContract\(kind.noun)EffectiveToDate"),
                end < hearing.at
            {
                rules.append(.reg(1071))
            }
        }
        let codes = hearing.codes(rules)
        guard codes.isEmpty, var changed = point else { return [answer(39, hearing, about: point, codes: codes)] }
        changed[contract: kind] = adds ? message.sender : nil
        return desk.keep(changed) + [answer(39, hearing, about: changed, codes: [])]
    }
}
