internal import Kernel
internal import Market

extension Judge {
    /// The meter managers' extracts against the register: REC-04 and REC-05, and EFF-06 of their dates.
    ///
    /// Asked of disconnected MPANs too. Rows are matched by meter id without spaces.
    func judgeExtracts(_ view: CaseView, _ findings: inout CaseFindings) {
        guard asksExtracts, !view.point.extracts.isEmpty, let extracts = columns.extracts,
            let meters = columns.meters, columns.registration != nil, !isAgreed(view, extracts, meters)
        else { return }
        compareExtracts(view, meters, &findings)
    }

    /// Everything that is to be said, by texts: packed cells differ or cannot tell.
    @inline(never)
    private func compareExtracts(_ view: CaseView, _ meters: MeterCells, _ findings: inout CaseFindings) {
        var byName: [String: [Int]] = [:]
        for row in view.point.extracts {
            let name = MeterNames.squeezed(text(.extracts, .meterID, row))
            if !name.isEmpty { byName[name, default: []].append(row) }
        }
        let meterRows = registeredMeters(view, meters)
        // Rules between registers tell nothing of one another, so what is told is found once.
        let told = Set(
            [Item.meterID, .location, .digits, .installDate].filter {
                isTold($0, of: view.point.mpan, findings)
            })
        // A meter whose id was rejected may be any.
        let mayBeUnread = view.point.meters.contains { isUnknown(.meterID, extracts: false, $0) }
        for name in byName.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            let (rows, ours) = (byName[name] ?? [], meterRows[name])
            if ours == nil, !mayBeUnread, !told.contains(.meterID) {
                raise(
                    .rec04, .meterID, view, owner: extractManager(rows[0]),
                    observed: text(.extracts, .meterID, rows[0]), expected: "a meter of the registration",
                    place: place(.extracts, rows[0]), &findings)
            }
            judgeMeter(rows, ours, told, view, &findings)
        }
    }

    /// Pairs of a row of MEM and one of MTR up to which packed cells are compared.
    private static let comparedPairs = 256

    /// True where packed cells tell that nothing is to be said: every row of MEM names a meter of the register, and
    /// whatever it states is what the register has.
    ///
    /// Then no two managers differ either. False says nothing: texts decide.
    @inline(__always)
    private func isAgreed(_ view: CaseView, _ extracts: ExtractCells, _ meters: MeterCells) -> Bool {
        guard trustsCells else { return false }
        let (rows, registered) = (view.point.extracts, view.point.meters)
        if rows.count == 1, registered.count == 1 {
            let (row, meter) = (rows.lowerBound, registered.lowerBound)
            if extracts.meterID[row] == meters.meterID[meter], extracts.meterID[row].isPacked {
                return agrees(row, extracts, meter, meters)
            }
        }
        return agreeByName(rows, extracts, registered, meters)
    }

    /// As `isAgreed`, of any number of rows and meters, ids compared in upper case and without spaces.
    @inline(never)
    private func agreeByName(
        _ rows: Range<Int>, _ extracts: ExtractCells, _ registered: Range<Int>, _ meters: MeterCells
    ) -> Bool {
        guard rows.count <= Self.comparedPairs, rows.count * registered.count <= Self.comparedPairs else {
            return false
        }
        // An id that only a text tells may be any row's meter.
        for meter in registered where meters.meterID[meter] >= .unknownField { return false }
        for row in rows {
            let id = extracts.meterID[row]
            guard id < .unknownField else { return false }
            let name = MeterNames.squeezed(id)
            if name == 0 { continue }
            var ours: Int?
            for meter in registered
            where (meters.meterID[meter] == id || MeterNames.squeezed(meters.meterID[meter]) == name)
                && ours.map({ rank(meter, meters) > rank($0, meters) }) ?? true
            {
                ours = meter
            }
            guard let ours, agrees(row, extracts, ours, meters) else { return false }
        }
        return true
    }

    /// True where every item that a row of MEM states is packed, and the same in a row of MTR.
    @inline(__always)
    private func agrees(_ row: Int, _ extracts: ExtractCells, _ meter: Int, _ meters: MeterCells) -> Bool {
        @inline(__always)
        func isSame<Cell: FixedWidthInteger & UnsignedInteger>(_ theirs: Cell, _ ours: Cell) -> Bool {
            !theirs.isStated || (theirs == ours && theirs != .otherText)
        }
        return isSame(extracts.location[row], meters.location[meter])
            && isSame(extracts.digits[row], meters.digits[meter])
            && isSame(extracts.installDate[row], meters.installDate[meter])
    }

    /// The rows of MEM of one meter.
    @inline(never)
    private func judgeMeter(
        _ rows: [Int], _ ours: Int?, _ told: Set<Item>, _ view: CaseView, _ findings: inout CaseFindings
    ) {
        for item in [Item.location, .digits, .installDate] {
            judgeManagers(item, rows, ours, view, &findings)
            if let ours, !told.contains(item), !isUnknown(item, extracts: false, ours) {
                judgeValues(item, rows, ours, view, &findings)
            }
        }
    }

    /// The row of MTR of each meter, by id without spaces: the open one, else the one installed last.
    private func registeredMeters(_ view: CaseView, _ meters: MeterCells) -> [String: Int] {
        var found: [String: Int] = [:]
        for row in view.point.meters {
            let name = MeterNames.squeezed(text(.meters, .meterID, row))
            if let best = found[name], !(rank(row, meters) > rank(best, meters)) { continue }
            found[name] = row
        }
        return found
    }

    private func rank(_ row: Int, _ meters: MeterCells) -> (Int, UInt16) {
        let installed = meters.installDate[row]
        return (isOpen(row, meters) ? 1 : 0, installed.isPacked ? installed : 0)
    }

    /// REC-05: two managers say different things.
    private func judgeManagers(
        _ item: Item, _ rows: [Int], _ ours: Int?, _ view: CaseView, _ findings: inout CaseFindings
    ) {
        guard rows.count > 1, let table = registers.extracts?.table else { return }
        let told = rows.filter { isStated(item, extracts: true, $0) }.map {
            (row: $0, manager: table.text(.mem, row: $0), value: table.text(item, row: $0))
        }
        guard let first = told.first else { return }
        var pair = (first, told.first { $0.manager != first.manager && $0.value != first.value })
        if pair.1 == nil {
            // All others share the first one's manager or its value: one of each kind differ in both.
            let same = told.first { $0.manager == first.manager && $0.value != first.value }
            let agreeing = told.first { $0.manager != first.manager }
            if let same, let agreeing { pair = same.row < agreeing.row ? (same, agreeing) : (agreeing, same) }
        }
        guard let other = pair.1 else { return }
        let owner = ours.map { meterManager($0) } ?? Owner(.meterManager, nil)
        raise(
            .rec05, item, view, owner: owner,
            observed: "\(pair.0.value) by \(pair.0.manager), \(other.value) by \(other.manager)",
            expected: ours.flatMap { registers.meters?.table.text(item, row: $0) } ?? "",
            place: Place(table, row: pair.0.row), &findings)
    }

    /// REC-04, or EFF-06 where two clocks explain a date.
    private func judgeValues(
        _ item: Item, _ rows: [Int], _ ours: Int, _ view: CaseView, _ findings: inout CaseFindings
    ) {
        guard let table = registers.extracts?.table, let register = registers.meters?.table else { return }
        let manager = register.text(.mem, row: ours)
        let own = rows.filter { table.text(.mem, row: $0) == manager }
        let isSeveral = rows.contains { table.text(.mem, row: $0) != table.text(.mem, row: rows[0]) }
        let right = register.text(item, row: ours)
        for row in isSeveral && !own.isEmpty ? own : rows where isStated(item, extracts: true, row) {
            let value = table.text(item, row: row)
            if value == right { continue }
            let place = Place(table, row: row)
            if item == .installDate, isClockShift(row, ours) {
                raise(
                    .eff06, item, view, owner: Owner(.programme, nil), observed: value, expected: right, place: place,
                    &findings)
            } else {
                let owner = manager.isEmpty ? extractManager(row) : meterManager(ours)
                raise(
                    .rec04, item, view, owner: owner, observed: "MEM \(value)",
                    expected: "MTR \(right.isEmpty ? "blank" : right)", place: place, suggestion: value, &findings)
            }
        }
    }

    private func extractManager(_ row: Int) -> Owner {
        Owner(.meterManager, registers.extracts?.table.text(.mem, row: row))
    }

    /// True when a date of MEM and one of MTR differ as a day of universal time and one of local summer time do.
    private func isClockShift(_ row: Int, _ meter: Int) -> Bool {
        guard let theirs = registers.extracts?.installDate[row], let ours = registers.meters?.installDate[meter],
            theirs.isPacked, ours.isPacked, max(theirs, ours) - min(theirs, ours) == 1,
            settings.universalRegisters.contains(.meters) != settings.universalRegisters.contains(.extracts)
        else { return false }
        let later = Day.date(max(theirs, ours))
        let changes = SettlementDay.clockChanges(in: later.year)
        return changes.forward < later && later <= changes.back
    }

    /// True when an item is a value in a row of MEM or MTR.
    private func isStated(_ item: Item, extracts: Bool, _ row: Int) -> Bool {
        value(item, extracts: extracts, row).map { $0 == .stated } ?? false
    }

    private func isUnknown(_ item: Item, extracts: Bool, _ row: Int) -> Bool {
        value(item, extracts: extracts, row).map { $0 == .unknown } ?? false
    }

    private enum Standing { case blank, unknown, stated }

    private func value(_ item: Item, extracts isExtracts: Bool, _ row: Int) -> Standing? {
        guard let table = isExtracts ? registers.extracts?.table : registers.meters?.table else { return nil }
        func standing<Element: FixedWidthInteger & UnsignedInteger>(_ value: Element) -> Standing {
            value == 0 ? .blank : value == .unknownField ? .unknown : .stated
        }
        switch table.packed(item).packing {
        case .letter: return standing((table.column(item) as Column<UInt8>)[row])
        case .date: return standing((table.column(item) as Column<UInt16>)[row])
        case .serial: return standing((table.column(item) as Column<UInt64>)[row])
        default: return nil
        }
    }

    /// What the managers' extracts say of an item of a meter: a suggestion for a missing value; empty where they differ.
    func extractValue(_ item: Item, _ meter: Int, _ view: CaseView) -> String {
        // A suggestion is not worth a search through a register's worth of rows.
        guard columns.extracts != nil, columns.meters != nil, view.point.extracts.count <= 256 else { return "" }
        let name = MeterNames.squeezed(text(.meters, .meterID, meter))
        var values: Set<String> = []
        for row in view.point.extracts where MeterNames.squeezed(text(.extracts, .meterID, row)) == name {
            let value = text(.extracts, item, row)
            if !value.isEmpty { values.insert(value) }
        }
        return values.count == 1 ? values.first ?? "" : ""
    }
}
