extension Judge {
    /// The rules of meters, locations, digits and devices: MTR, LOC, DIG, ESM.
    func judgeMeters(_ view: CaseView, _ findings: inout CaseFindings) {
        if columns.registration != nil {
            // Rows of an MPAN that the register does not hold are MPN-09 and nothing else.
            guard view.row != nil else { return }
            if view.isDisconnected {
                judgeDisconnectedMeters(view, &findings)
                return
            }
        }
        if let meters = columns.meters, !view.point.meters.isEmpty {
            let facts = MeterScope(view, self)
            for row in view.point.meters { judgeMeter(row, meters, view, facts, &findings) }
            settleUnlinked(&findings)
            if view.point.meters.count > 1 { judgeExchanges(meters, view, &findings) }
            if view.isUnmetered, view.hasOpenMeter { judgeUnmeteredMeters(meters, view, &findings) }
        }
        judgeDevices(view, &findings)
    }

    /// Meters and devices against DCC and MEM: after all rules of the registration, which are graver on an item.
    func judgeMetersElsewhere(_ view: CaseView, _ findings: inout CaseFindings) {
        guard view.row != nil || registers.registration == nil else { return }
        judgeDeviceRegister(view, &findings)
        judgeExtracts(view, &findings)
    }

    @inline(never)
    private func judgeDisconnectedMeters(_ view: CaseView, _ findings: inout CaseFindings) {
        guard let meters = columns.meters, view.hasOpenMeter else { return }
        for row in view.point.meters where isOpen(row, meters) {
            raiseMeter(.mtr15, .meterID, row, view, expected: "a removal date", &findings)
        }
    }

    @inline(never)
    private func judgeUnmeteredMeters(_ meters: MeterCells, _ view: CaseView, _ findings: inout CaseFindings) {
        for row in view.point.meters where isOpen(row, meters) {
            raiseMeter(
                .mtr14, .meterID, row, view, owner: distributor(of: view.point.mpan),
                expected: "no meter under connection type U", &findings)
        }
    }

    /// The rules of one row of MTR.
    private func judgeMeter(
        _ row: Int, _ meters: MeterCells, _ view: CaseView, _ scope: MeterScope, _ findings: inout CaseFindings
    ) {
        let id = meters.meterID[row]
        if id == 0 || id == .otherText { judgeOddID(row, id, meters, view, &findings) }
        let installed = meters.installDate[row]
        let removed = meters.removalDate[row]
        if installed.isPacked {
            if removed.isPacked, removed < installed {
                raiseMeter(.mtr07, .removalDate, row, view, expected: "not before \(Day.text(installed))", &findings)
            }
            if installed < scope.created {
                raiseMeter(
                    .mtr09, .installDate, row, view, expected: "not before \(Day.text(scope.created))", &findings)
            }
            if installed >= scope.disconnected {
                raiseMeter(
                    .mtr08, .installDate, row, view, expected: "before \(Day.text(scope.disconnected))", &findings)
            }
            let assets = meters.mapEFD[row]
            if assets.isPacked, assets < installed {
                raiseMeter(.mtr13, .mapEFD, row, view, expected: "not before \(Day.text(installed))", &findings)
            }
        }
        if removed.isPacked, removed <= today { return }
        judgeOpenMeter(row, meters, view, &findings)
    }

    @inline(never)
    private func judgeOddID(
        _ row: Int, _ id: UInt64, _ meters: MeterCells, _ view: CaseView, _ findings: inout CaseFindings
    ) {
        if id == 0 || meterName(row) == nil {
            raiseMeter(.mtr01, .meterID, row, view, expected: "1 to 10 characters", &findings)
        }
    }

    /// The rules of one open meter.
    @inline(__always)
    private func judgeOpenMeter(
        _ row: Int, _ meters: MeterCells, _ view: CaseView, _ findings: inout CaseFindings
    ) {
        let code = meters.meterType[row]
        let type = sets.type(code)
        if code.isStated, !type.isGood { raiseType(row, view, &findings) }
        let location = meters.location[row]
        if !MeterLetters.isPlainLocation(location) { judgeLocation(location, row, view, &findings) }
        let digits = meters.digits[row]
        if !MeterLetters.isDigits(digits) { judgeDigits(digits, row, view, &findings) }
        if !settings.digitsByMeterType.isEmpty, type.isGood, MeterLetters.isDigits(digits) {
            judgeCompatibility(digits, row, view, &findings)
        }
        let form = meters.esmeForm[row]
        let octets = meters.esmeID[row]
        if form != DeviceForm.canonical.rawValue || octets == 0 || octets == .max || !type.isSmart {
            judgeDevice(row, form, octets, type, view, &findings)
        } else if sets.hubs != nil {
            judgeHub(row, form, octets, view, &findings)
        }
        if hasLeftovers { judgeLeftovers(row, code, view, &findings) }
        if sets.sharedRows.contains(row) { judgeShared(row, view, &findings) }
    }

    /// MTR-16: what stands in either column, whatever it says, has no business there.
    @inline(never)
    private func judgeLeftovers(_ row: Int, _ code: UInt16, _ view: CaseView, _ findings: inout CaseFindings) {
        guard sets.isTraditional(code), let meters = registers.meters, let leftovers = meters.leftovers,
            leftovers.ihd[row].isStated || leftovers.smso[row].isStated
        else { return }
        let found = [Item.ihd, .smso].filter { !meters.table.text($0, row: row).isEmpty }
        raiseMeter(
            .mtr16, .meterType, row, view, owner: supplier(row: view.row),
            observed: Self.observed(meters.table, row, .meterType, found), expected: "no ihd and no smso", &findings)
    }

    @inline(never)
    private func raiseType(_ row: Int, _ view: CaseView, _ findings: inout CaseFindings) {
        let text = registers.meters?.table.text(.meterType, row: row) ?? ""
        let upper = String(decoding: MeterNames.upper(text), as: UTF8.self)
        let near = [upper, upper + "_"].first(where: MeterTypes.isKnown) ?? ""
        raiseMeter(.mtr12, .meterType, row, view, expected: "a meter type of the set", suggestion: near, &findings)
    }

    @inline(never)
    private func judgeLocation(
        _ location: UInt8, _ row: Int, _ view: CaseView, _ findings: inout CaseFindings
    ) {
        if location == 0 {
            guard !view.isUnmetered, !sets.shared(of: row).contains(where: { $0.kind == .quietLocation }) else {
                return
            }
            raiseMeter(
                .loc02, .location, row, view, expected: "a location",
                suggestion: extractValue(.location, row, view), &findings)
        } else if location == UInt8(ascii: "F") || location == UInt8(ascii: "D") {
            raiseMeter(.loc03, .location, row, view, expected: "a location that tells where", &findings)
        } else if location.isStated {
            raiseMeter(.loc01, .location, row, view, expected: "A to Z but Q", &findings)
        }
    }

    @inline(never)
    private func judgeDigits(_ digits: UInt8, _ row: Int, _ view: CaseView, _ findings: inout CaseFindings) {
        if digits == 0 {
            guard !view.isUnmetered, !sets.shared(of: row).contains(where: { $0.kind == .quietDigits }) else { return }
            raiseMeter(
                .dig02, .digits, row, view, expected: "1 to 9", suggestion: extractValue(.digits, row, view), &findings)
        } else if digits.isStated {
            raiseMeter(.dig01, .digits, row, view, expected: "1 to 9", &findings)
        }
    }

    /// DIG-03: the compatibility table is the user's own.
    @inline(never)
    private func judgeCompatibility(
        _ digits: UInt8, _ row: Int, _ view: CaseView, _ findings: inout CaseFindings
    ) {
        let type = registers.meters?.table.text(.meterType, row: row) ?? ""
        guard let allowed = settings.digitsByMeterType[type], !allowed.contains(Int(digits) - 0x30) else { return }
        let list = allowed.sorted().map(String.init).joined(separator: ", ")
        raiseMeter(.dig03, .digits, row, view, expected: "\(list) for meter type \(type)", &findings)
    }

    /// Notes an exception of a row of MTR; the owner is the row's manager unless told.
    @inline(never)
    func raiseMeter(
        _ rule: Rule, _ item: Item, _ row: Int, _ view: CaseView, owner: Owner? = nil, observed: String? = nil,
        expected: String, suggestion: String = "", _ findings: inout CaseFindings
    ) {
        guard let table = registers.meters?.table else { return }
        raise(
            rule, item, view, owner: owner ?? meterManager(row), observed: observed ?? table.text(item, row: row),
            expected: expected, place: Place(table, row: row), suggestion: suggestion, &findings)
    }
}

/// What every meter row of an MPAN is compared with.
private struct MeterScope {
    /// The day the MPAN was created; 0 where nobody says.
    let created: UInt16
    /// The day from which the history calls the MPAN disconnected; the last of all days where it does not.
    let disconnected: UInt16

    init(_ view: CaseView, _ judge: Judge) {
        let day = view.row.flatMap { judge.columns.registration?.created[$0] } ?? 0
        created = day.isPacked ? day : 0
        disconnected = view.point.histories.isEmpty ? .max : judge.disconnectionDay(view.point.histories)
    }
}

extension Judge {
    /// The start of the last spell of the MP status in the history, if that is X; else the last of all days.
    fileprivate func disconnectionDay(_ rows: Range<Int>) -> UInt16 {
        guard let histories = columns.histories, let status = sets.historyStatus else { return .max }
        var last: Int?
        for row in rows where histories.item[row] == status.item && histories.from[row] != .unknownField {
            if let found = last, histories.from[row] < histories.from[found] { continue }
            last = row
        }
        guard let last, histories.value[last] == status.disconnected, histories.from[last].isPacked else { return .max }
        return histories.from[last]
    }
}

/// One-letter columns of MTR.
enum MeterLetters {
    /// Locations A to Z but Q, without D and F, which are valid and tell nothing: a bit a letter.
    @inline(__always) private static var plain: UInt32 {
        ((1 << 26) - 1) & ~(Letters.bit(Packed.d) | Letters.bit(Packed.f) | Letters.bit(Packed.q))
    }

    /// True for a location of which no rule speaks.
    @inline(__always)
    static func isPlainLocation(_ letter: UInt8) -> Bool {
        let place = letter &- 0x41
        return place < 26 && plain & (1 << UInt32(place)) != 0
    }

    /// True for 1 to 9.
    @inline(__always)
    static func isDigits(_ letter: UInt8) -> Bool { letter &- 0x31 < 9 }
}
