extension Judge {
    /// The rules of links, DPI-07, and the dates of links.
    func judgeLinks(_ view: CaseView, _ findings: inout CaseFindings) {
        guard columns.registration != nil else { return }
        if let row = view.row, view.isLive { judgeLinked(view, row, &findings) }
        if let member = sets.suspect(view.point.mpan, row: view.row) { judgeSuspect(member, view, &findings) }
    }

    /// Whether an MPAN has the links that it should have.
    private func judgeLinked(_ view: CaseView, _ row: Int, _ findings: inout CaseFindings) {
        guard let registration = columns.registration, columns.links != nil else { return }
        if registration.direction[row] == UInt8(ascii: "E"), !sets.links.inImportExport.contains(row) {
            raiseOrphan(view, row, &findings)
        }
        if sets.relatedCodes.holds(registration.mtc[row], mpan: view.point.mpan), !sets.links.inRelated.contains(row) {
            raiseRelatedCode(view, row, &findings)
        }
    }

    @inline(never)
    private func raiseOrphan(_ view: CaseView, _ row: Int, _ findings: inout CaseFindings) {
        let isReplaced = view.point.meters.contains { meter in
            sets.shared(of: meter).contains { $0.kind == .unlinkedHere }
        }
        guard !isReplaced else { return }
        raise(
            .lnk11, .subsidiary, view, owner: supplier(row: row), observed: "no link",
            expected: "an import/export link", suggestion: linkCandidate(view), &findings)
    }

    /// The import whose meter or device an export shares.
    private func linkCandidate(_ view: CaseView) -> String {
        guard let meters = columns.meters else { return "" }
        for meter in view.point.meters {
            for shared in sets.shared(of: meter) where shared.kind == .unlinkedID || shared.kind == .unlinkedDevice {
                return MPANText.printed(meters.mpan[Int(shared.partner)])
            }
        }
        return ""
    }

    @inline(never)
    private func raiseRelatedCode(_ view: CaseView, _ row: Int, _ findings: inout CaseFindings) {
        guard !findings.holds(.isd06), let table = registers.registration?.table else { return }
        raise(
            .lnk18, .mtc, view, owner: supplier(row: row), observed: table.text(.mtc, row: row),
            expected: "a related set", &findings)
    }

    /// What links that name an MPAN are wrong in, on the MPAN's side.
    @inline(never)
    private func judgeSuspect(_ member: Int, _ view: CaseView, _ findings: inout CaseFindings) {
        let rules = sets.linkRules
        for end in sets.links.links(of: member) {
            for breach in rules.breaches(end.link) where breach.isSubsidiary == end.isSubsidiary {
                raise(breach, end.link, view, rules, &findings)
            }
        }
    }

    private func raise(
        _ breach: LinkRules.Breach, _ link: Int, _ view: CaseView, _ rules: LinkRules,
        _ findings: inout CaseFindings
    ) {
        guard let words = words(breach, link, rules) else { return }
        if breach.rule == .lnk17, findings.holds(.isd07) { return }
        if breach.rule == .lnk10, !haveGoodSuppliers(link, rules) { return }
        let other = text(.links, breach.isSubsidiary ? .principal : .subsidiary, link)
        // A meter row that was removed may have been the one in common.
        if breach.rule == .lnk16, let number = UInt64(other), removed.holds(number, .meters) { return }
        // The row that was removed may have named the services that run.
        if breach.rule == .lnk19, let number = UInt64(other),
            removed.holds(number, .appointments) || removed.holds(view.point.mpan, .appointments)
        {
            return
        }
        let owner =
            breach.rule == .lnk13
            ? distributor(of: view.point.mpan)
            : view.row == nil ? supplier(row: registrationRow(other)) : supplier(row: view.row)
        raise(
            breach.rule, item(breach), view, owner: owner, observed: words.observed, expected: words.expected,
            place: place(.links, link), &findings)
    }

    /// True where both members' suppliers pass ISD-11: one that fails it is not compared with the other's.
    private func haveGoodSuppliers(_ link: Int, _ rules: LinkRules) -> Bool {
        guard let ends = sets.links.members(of: link), let registration = columns.registration else { return false }
        guard self.rules.asks(.isd11) else { return true }
        return [ends.principal, ends.subsidiary].compactMap { rules.liveRow($0) }
            .allSatisfy { isRegisteredSupplier($0, registration) }
    }

    private func registrationRow(_ mpan: String) -> Int? {
        UInt64(mpan).flatMap { registers.registration?.table.rows(of: $0).first }
    }

    private func item(_ breach: LinkRules.Breach) -> Item {
        switch breach.rule {
        case .lnk16: .meterID
        case .lnk17: .ssc
        case .dpi07: .dpi
        case .eff03: .to
        case .eff04: .from
        default: breach.isSubsidiary ? .subsidiary : .principal
        }
    }

    /// What a link says and what would satisfy the rule.
    private func words(
        _ breach: LinkRules.Breach, _ link: Int, _ rules: LinkRules
    ) -> (observed: String, expected: String)? {
        guard let ends = sets.links.members(of: link) else { return nil }
        let other = text(.links, breach.isSubsidiary ? .principal : .subsidiary, link)
        let kind = text(.links, .kind, link)
        switch breach.rule {
        case .eff03, .eff04:
            let (from, to) = (text(.links, .from, link), text(.links, .to, link))
            return breach.rule == .eff03 ? (to, "not before \(from)") : (from, "not after \(Day.text(today))")
        case .lnk01: return ("principal with direction E", "direction I")
        case .lnk02: return ("subsidiary with direction I", "direction E")
        case .lnk03: return ("connection type U in a link with \(other)", "no link of an unmetered MPAN")
        case .lnk04, .lnk08: return ("\(kind) principal \(other)", "one principal")
        case .lnk05: return ("\(kind) link with \(other)", "one link with another MPAN")
        case .lnk06: return ("IE principal of \(other)", "the primary of its related set")
        case .lnk07: return ("direction E in a related set with \(other)", "direction I")
        case .lnk09: return ("related to \(other), also in an IE link", "one of the two links")
        case .lnk13: return ("\(kind) link stated by \(other) alone", "stated by both sides")
        case .lnk12: return ("\(kind) link with \(other)", "a registered MPAN that is not disconnected")
        default: return pairWords(breach.rule, other, ends, rules)
        }
    }

    private func pairWords(
        _ rule: Rule, _ other: String, _ ends: (principal: Int, subsidiary: Int), _ rules: LinkRules
    ) -> (observed: String, expected: String)? {
        guard let registration = columns.registration, let principal = rules.liveRow(ends.principal),
            let subsidiary = rules.liveRow(ends.subsidiary)
        else { return nil }
        guard let table = registers.registration?.table else { return nil }
        switch rule {
        case .lnk10:
            return (
                table.text(.supplier, row: subsidiary), "\(table.text(.supplier, row: principal)), as \(other)"
            )
        case .lnk14:
            let items = rules.differences(principal, subsidiary).map { item in
                item == .distributor
                    ? "distributor \(MPANText.printed(registration.mpan[subsidiary]).prefix(2))"
                    : "\(item.rawValue) \(table.text(item, row: subsidiary))"
            }
            return (items.joined(separator: ", "), "as \(other)")
        case .lnk19: return rules.differingServices(ends).map { ($0.observed, "\($0.expected), as \(other)") }
        case .lnk16: return ("no open meter in common with \(other)", "a meter in common")
        case .lnk17:
            return (
                table.text(.ssc, row: subsidiary), "an SSC for profile class \(table.text(.pc, row: principal))"
            )
        case .dpi07:
            return (table.text(.dpi, row: subsidiary), "\(table.text(.dpi, row: principal)), as \(other)")
        default: return nil
        }
    }
}
