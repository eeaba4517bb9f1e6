internal import Kernel
internal import Market

extension Judge {
    /// The meter managers' extracts against the register: REC-04 and REC-05, and EFF-06 of their dates.
    ///
    /// Asked of disconnected MPANs too. Rows are matched by meter id without spaces.
    func judgeExtracts(_ view: CaseView, _ findings: inout CaseFindings) {
        guard !view.point.extracts.isEmpty, let extracts = columns.extracts, let meters = columns.meters,
            columns.registration != nil
        else { return }
        if isPlain(view, extracts, meters) { return }
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

    /// The common case: one row, of the one meter of the register, with nothing different.
    @inline(__always)
    private func isPlain(_ view: CaseView, _ extracts: ExtractCells, _ meters: MeterCells) -> Bool {
        guard view.point.extracts.count == 1, view.point.meters.count == 1 else { return false }
        let (row, meter) = (view.point.extracts.lowerBound, view.point.meters.lowerBound)
        return extracts.meterID[row].isPacked && extracts.meterID[row] == meters.meterID[meter]
            && (extracts.location[row] == 0 || extracts.location[row] == meters.location[meter])
            && (extracts.digits[row] == 0 || extracts.digits[row] == meters.digits[meter])
            && (extracts.installDate[row] == 0 || extracts.installDate[row] == meters.installDate[meter])
            && extracts.location[row] != .otherText && extracts.digits[row] != .otherText
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
