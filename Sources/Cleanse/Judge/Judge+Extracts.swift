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
        for name in byName.keys.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            judgeMeter(name, byName[name] ?? [], view, &findings)
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
    private func judgeMeter(_ name: String, _ rows: [Int], _ view: CaseView, _ findings: inout CaseFindings) {
        guard let meters = columns.meters else { return }
        let ours = registeredMeter(name, view, meters)
        if ours == nil, !isTold(.meterID, of: view.point.mpan, findings), !hasUnknown(.meterID, view) {
            raise(
                .rec04, .meterID, view, owner: extractManager(rows[0]),
                observed: text(.extracts, .meterID, rows[0]), expected: "a meter of the registration",
                place: place(.extracts, rows[0]), &findings)
        }
        for item in [Item.location, .digits, .installDate] {
            judgeManagers(item, rows, ours, view, &findings)
            if let ours, !isUnknown(item, extracts: false, ours), !isTold(item, of: view.point.mpan, findings),
                !hasUnknown(item, view)
            {
                judgeValues(item, rows, ours, view, &findings)
            }
        }
    }

    /// The row of MTR of a meter: the open one, else the one installed last.
    private func registeredMeter(_ name: String, _ view: CaseView, _ meters: MeterCells) -> Int? {
        let rows = MeterRows(view.point.meters, meters)
        var found: Int?
        for place in 0..<rows.count where MeterNames.squeezed(text(.meters, .meterID, rows[place])) == name {
            let row = rows[place]
            guard let best = found else {
                found = row
                continue
            }
            let (one, other) = (rank(row, meters), rank(best, meters))
            if one > other { found = row }
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
        let told = rows.filter { isStated(item, extracts: true, $0) }
        for (place, one) in told.enumerated() {
            let manager = table.text(.mem, row: one)
            let value = table.text(item, row: one)
            let other = told[(place + 1)...].first {
                table.text(.mem, row: $0) != manager && table.text(item, row: $0) != value
            }
            guard let other else { continue }
            let owner = ours.map { meterManager($0) } ?? Owner(.meterManager, nil)
            raise(
                .rec05, item, view, owner: owner,
                observed: "\(value) by \(manager), \(table.text(item, row: other)) by \(table.text(.mem, row: other))",
                expected: ours.flatMap { registers.meters?.table.text(item, row: $0) } ?? "",
                place: Place(table, row: one), &findings)
            return
        }
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

    /// True when a row of the MPAN in either register has an item that was rejected: that was said of it already.
    private func hasUnknown(_ item: Item, _ view: CaseView) -> Bool {
        view.point.extracts.contains { isUnknown(item, extracts: true, $0) }
            || view.point.meters.contains { isUnknown(item, extracts: false, $0) }
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
        guard columns.extracts != nil, columns.meters != nil else { return "" }
        let name = MeterNames.squeezed(text(.meters, .meterID, meter))
        var values: Set<String> = []
        for row in view.point.extracts where MeterNames.squeezed(text(.extracts, .meterID, row)) == name {
            let value = text(.extracts, item, row)
            if !value.isEmpty { values.insert(value) }
        }
        return values.count == 1 ? values.first ?? "" : ""
    }
}
