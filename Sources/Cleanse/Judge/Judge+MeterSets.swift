extension Judge {
    /// The rules of several meters of one MPAN: exchanges (MTR-10, ESM-13) and one id twice open (MTR-11).
    func judgeExchanges(_ meters: MeterCells, _ view: CaseView, _ findings: inout CaseFindings) {
        var (open, removed) = (0, 0)
        var (firstInstalled, lastRemoved) = (UInt16.max, UInt16.min)
        for row in view.point.meters {
            if isOpen(row, meters) { open += 1 } else { removed += 1 }
            let (installed, ended) = (meters.installDate[row], meters.removalDate[row])
            if installed.isPacked { firstInstalled = min(firstInstalled, installed) }
            if ended.isPacked { lastRemoved = max(lastRemoved, ended) }
        }
        if open > 1 { judgeTwiceOpen(meters, view, &findings) }
        for row in view.point.meters {
            let installed = meters.installDate[row]
            if installed.isPacked, installed > firstInstalled, installed < lastRemoved {
                if mayOverlap(view.point.meters, meters) { judgeOverlaps(meters, view, &findings) }
                break
            }
        }
        if open > 0, removed > 0, mayKeepDevice(view.point.meters, meters) {
            judgeKeptDevices(meters, view, &findings)
        }
    }

    /// MTR-11. Rows of one id stand together in order of their ids, texts that do not pack excepted.
    @inline(never)
    private func judgeTwiceOpen(_ meters: MeterCells, _ view: CaseView, _ findings: inout CaseFindings) {
        var seen: Set<MeterName> = []
        for row in view.point.meters where isOpen(row, meters) {
            guard let name = meterName(row) else { continue }
            if !seen.insert(name).inserted {
                raiseMeter(.mtr11, .meterID, row, view, expected: "one open row", &findings)
            }
        }
    }

    /// Meters up to which each is held beside each by its dates alone.
    private static let pairedMeters = 16

    /// False where no meter was installed between the installation and the removal of another: no exchange by exchange
    /// as meters are changed for years overlaps, and their ids need not be told apart.
    private func mayOverlap(_ rows: Range<Int>, _ meters: MeterCells) -> Bool {
        guard trustsCells, rows.count <= Self.pairedMeters else { return true }
        for row in rows where meters.installDate[row].isPacked && meters.removalDate[row].isPacked {
            for other in rows {
                let day = meters.installDate[other]
                if day.isPacked, day > meters.installDate[row], day < meters.removalDate[row] { return true }
            }
        }
        return false
    }

    /// False where no open meter has the device of a removed one.
    private func mayKeepDevice(_ rows: Range<Int>, _ meters: MeterCells) -> Bool {
        guard trustsCells, rows.count <= Self.pairedMeters else { return true }
        for row in rows where !isOpen(row, meters) {
            guard let device = meters.device(row) else { continue }
            for other in rows where isOpen(other, meters) && meters.device(other) == device { return true }
        }
        return false
    }

    /// MTR-10: a meter installed while another, installed before it, was still there.
    ///
    /// In order of installation, the two latest removals of different ids so far are all that a new meter can meet.
    @inline(never)
    private func judgeOverlaps(_ meters: MeterCells, _ view: CaseView, _ findings: inout CaseFindings) {
        let dated = view.point.meters.filter {
            meters.installDate[$0].isPacked && meters.meterID[$0].isStated
        }
        let byDay = dated.sorted { (meters.installDate[$0], $0) < (meters.installDate[$1], $1) }
        var late: [(name: String, removed: UInt16)] = []
        var clashes: [Int: UInt16] = [:]
        var start = 0
        while start < byDay.count {
            let day = meters.installDate[byDay[start]]
            let end = byDay[start...].firstIndex { meters.installDate[$0] != day } ?? byDay.count
            for row in byDay[start..<end] {
                if let met = late.first(where: { $0.name != squeezedID(row, meters) }), met.removed > day {
                    clashes[row] = met.removed
                }
            }
            for row in byDay[start..<end] where meters.removalDate[row].isPacked {
                Self.note(squeezedID(row, meters), meters.removalDate[row], &late)
            }
            start = end
        }
        for row in dated {
            guard let removed = clashes[row] else { continue }
            raiseMeter(
                .mtr10, .installDate, row, view, expected: "not before the removal of \(Day.text(removed))", &findings)
        }
    }

    /// Keeps the latest removals of two different ids, the later first.
    private static func note(_ name: String, _ removed: UInt16, _ late: inout [(name: String, removed: UInt16)]) {
        if let place = late.firstIndex(where: { $0.name == name }) {
            late[place].removed = max(late[place].removed, removed)
        } else {
            late.append((name, removed))
        }
        late.sort { ($1.removed, $0.name) < ($0.removed, $1.name) }
        if late.count > 2 { late.removeLast() }
    }

    private func squeezedID(_ row: Int, _ meters: MeterCells) -> String {
        MeterNames.squeezed(text(.meters, .meterID, row))
    }

    /// ESM-13: a new meter with the device of a removed one.
    @inline(never)
    private func judgeKeptDevices(_ meters: MeterCells, _ view: CaseView, _ findings: inout CaseFindings) {
        var removed: [UInt64: Set<String>] = [:]
        for row in view.point.meters where !isOpen(row, meters) && meters.meterID[row].isStated {
            if let device = sets.device(row, meters) { removed[device, default: []].insert(squeezedID(row, meters)) }
        }
        for row in view.point.meters where isOpen(row, meters) && meters.meterID[row].isStated {
            guard let device = sets.device(row, meters), let names = removed[device] else { continue }
            if names.contains(where: { $0 != squeezedID(row, meters) }) {
                raiseMeter(
                    .esm13, .esmeID, row, view, expected: "another device than the removed meter's", &findings)
            }
        }
    }

    /// LNK-15 names the device only where no meter's id is shared: one fault is one exception.
    func settleUnlinked(_ findings: inout CaseFindings) {
        guard findings.holds(.lnk15), findings.raised.contains(where: { $0.rule == .lnk15 && $0.item == .meterID })
        else { return }
        findings.withdraw { $0.rule == .lnk15 && $0.item == .esmeID }
    }

    /// The rules of a meter that has something in common with others.
    @inline(never)
    func judgeShared(_ row: Int, _ view: CaseView, _ findings: inout CaseFindings) {
        for shared in sets.shared(of: row) { raise(shared, view, &findings) }
    }

    private func raise(_ shared: SharedMeter, _ view: CaseView, _ findings: inout CaseFindings) {
        guard let table = registers.meters?.table else { return }
        let (row, partner) = (Int(shared.row), Int(shared.partner))
        let id = table.text(.meterID, row: row)
        let other = table.text(.mpan, row: partner)
        let both = "\(id) at \(MPANText.printed(view.point.mpan)) and \(other)"
        switch shared.kind {
        case .twin: raiseMeter(.mtr02, .meterID, row, view, observed: both, expected: "open at one of them", &findings)
        case .spaced:
            let partnerID = table.text(.meterID, row: partner)
            raiseMeter(
                .mtr03, .meterID, row, view, observed: "\(id), and \(partnerID) at \(other)", expected: "one spelling",
                suggestion: MeterNames.squeezed(id), &findings)
        case .yearApart:
            let partnerID = table.text(.meterID, row: partner)
            raiseMeter(
                .mtr04, .meterID, row, view, observed: "\(id), and \(partnerID) at \(other)",
                expected: "confirmation that there are two meters", &findings)
        case .otherMake:
            raiseMeter(
                .mtr05, .meterID, row, view, observed: "\(both), different makes", expected: "confirmation", &findings)
        case .stale:
            raiseMeter(
                .mtr06, .meterID, row, view,
                observed: "\(id) open, installed at \(other) on \(table.text(.installDate, row: partner))",
                expected: "a removal date", &findings)
        case .device, .twoDevices, .unlinkedDevice, .unlinkedID: raiseDevice(shared, other, view, &findings)
        case .unlinkedHere, .quietLocation, .quietDigits: return
        }
    }

    private func raiseDevice(
        _ shared: SharedMeter, _ other: String, _ view: CaseView, _ findings: inout CaseFindings
    ) {
        guard let table = registers.meters?.table else { return }
        let row = Int(shared.row)
        let esme = table.text(.esmeID, row: row)
        switch shared.kind {
        case .device:
            raiseMeter(
                .esm05, .esmeID, row, view, owner: supplier(row: view.row),
                observed: "\(esme) at \(MPANText.printed(view.point.mpan)) and \(other)",
                expected: "open at one of them",
                &findings)
        case .twoDevices:
            let second = table.text(.esmeID, row: Int(shared.partner))
            raiseMeter(
                .esm06, .esmeID, row, view, observed: "\(esme), and \(second) at \(other)", expected: "one device",
                &findings)
        default:
            let item: Item = shared.kind == .unlinkedID ? .meterID : .esmeID
            raiseMeter(
                .lnk15, item, row, view, owner: supplier(row: view.row),
                observed: "\(table.text(item, row: row)) also at import \(other)", expected: "a link with \(other)",
                suggestion: other, &findings)
        }
    }
}
