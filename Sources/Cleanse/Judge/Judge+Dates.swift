extension Judge {
    /// EFF-04 and EFF-07 on the dates of REG.
    @inline(__always)
    func judgeDates(_ row: RegistrationRow, _ cells: RegistrationCells, _ findings: inout CaseFindings) {
        let index = row.row
        let connection = cells.connectionEFD[index]
        let segment = cells.segmentEFD[index]
        let latest = max(
            max(max(connection, segment), max(cells.supplierEFD[index], cells.energisationEFD[index])),
            max(max(cells.llfcEFD[index], cells.dpiEFD[index]), cells.dccEFD[index]))
        if latest > today { judgeStarts(row, cells, &findings) }
        let created = cells.created[index]
        guard created.isPacked, connection < created || segment < created else { return }
        for (item, day) in [(Item.connectionEFD, connection), (.segmentEFD, segment)]
        where day.isPacked && day < created {
            raise(
                .eff07, item, row, .distributor, with: [.created],
                expected: "not before \(Day.text(created)), when the MPAN was created", &findings)
        }
    }

    private func judgeStarts(_ row: RegistrationRow, _ cells: RegistrationCells, _ findings: inout CaseFindings) {
        let dates: [(Item, UInt16)] = [
            (.supplierEFD, cells.supplierEFD[row.row]), (.energisationEFD, cells.energisationEFD[row.row]),
            (.llfcEFD, cells.llfcEFD[row.row]), (.connectionEFD, cells.connectionEFD[row.row]),
            (.segmentEFD, cells.segmentEFD[row.row]), (.dpiEFD, cells.dpiEFD[row.row]),
            (.dccEFD, cells.dccEFD[row.row]),
        ]
        for (item, day) in dates where day.isPacked && day > today {
            raise(.eff04, item, row, Self.dataMaster(of: item), expected: notLater, &findings)
        }
    }

    private var notLater: String { "not later than \(registers.asAt)" }

    /// The open meters: what they are, EFF-04 on their dates, ISD-12 on their parties.
    @inline(__always)
    func judgeMeterRows(_ view: CaseView, _ row: inout RegistrationRow, _ findings: inout CaseFindings) {
        guard let cells = columns.meters else { return }
        for meter in view.point.meters {
            let removal = cells.removalDate[meter]
            if removal.isPacked, removal <= today { continue }
            row.hasOpenMeter = true
            row.openTypes |= book.meterClasses.entry(cells.meterType[meter], meterText(.meterType, meter))
            let install = cells.installDate[meter]
            let provided = cells.mapEFD[meter]
            if install > today || provided > today { judgeMeterStarts(meter, install, provided, row.mpan, &findings) }
            let day = provided.isPacked ? provided : today
            if !book.assetProviders.holds(cells.mapID[meter], day, meterText(.mapID, meter)) {
                raise(.isd12, .mapID, meter, row.mpan, expected: "a party with role 8 then", &findings)
            }
            if !book.meterManagers.entry(cells.mem[meter], meterText(.mem, meter)) {
                raise(
                    .isd12, .mem, meter, row.mpan, expected: "a party with role M, S or T on \(registers.asAt)",
                    &findings)
            }
        }
    }

    private func judgeMeterStarts(
        _ meter: Int, _ install: UInt16, _ provided: UInt16, _ mpan: UInt64, _ findings: inout CaseFindings
    ) {
        for (item, day) in [(Item.installDate, install), (.mapEFD, provided)] where day.isPacked && day > today {
            raise(.eff04, item, meter, mpan, expected: notLater, &findings)
        }
    }

    /// Notes that a row of MTR breaks a rule; its manager mends it.
    private func raise(
        _ rule: Rule, _ item: Item, _ meter: Int, _ mpan: UInt64, expected: String, _ findings: inout CaseFindings
    ) {
        guard rules.asks(rule), let table = registers.meters?.table else { return }
        findings.raise(
            RaisedException(
                rule: rule, subject: .mpan(mpan), item: item, owner: meterManager(meter),
                observed: "meter \(table.text(.meterID, row: meter)): \(table.text(item, row: meter))",
                expected: expected, place: Place(table, row: meter)))
    }

    private func meterText(_ item: Item, _ meter: Int) -> String {
        text(.meters, item, meter)
    }

    /// EFF-04 on the histories' starts; an item that is no column of ours is shown under `value`.
    func judgeHistoryStarts(_ view: CaseView, _ findings: inout CaseFindings) {
        guard let histories = columns.histories else { return }
        for index in view.point.histories {
            let from = histories.from[index]
            guard from.isPacked, from > today, histories.to[index] != .unknownField else { continue }
            guard rules.asks(.eff04), let table = registers.histories?.table else { return }
            let item = Item(rawValue: table.text(.item, row: index)) ?? .item
            findings.raise(
                RaisedException(
                    rule: .eff04, subject: .mpan(view.point.mpan), item: item,
                    owner: owner(Self.dataMaster(of: item), mpan: view.point.mpan, row: view.row),
                    observed: Day.text(from), expected: notLater, place: Place(table, row: index)))
        }
    }
}
