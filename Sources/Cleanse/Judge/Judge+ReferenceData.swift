import Market

extension Judge {
    /// ISD-01 to ISD-11 and ISD-13: codes against reference data.
    @inline(__always)
    func judgeReferenceData(_ row: RegistrationRow, _ cells: RegistrationCells, _ findings: inout CaseFindings) {
        if row.group == CodeBook.bad {
            raise(.isd01, .gspGroup, row, .distributor, expected: "one of the fourteen groups", &findings)
        } else if row.group != 0, row.group != homeGroup(row), homeGroup(row) != 0 {
            judgeHome(row, cells, &findings)
        }
        if row.llfc.standing != .untested { judgeLineLoss(row, cells, &findings) }
        if row.mtc.standing == .unknown || row.mtc.standing == .notValidThen {
            raise(
                .isd06, .mtc, row, .supplier, expected: "a class of the distributor valid on \(registers.asAt)",
                &findings)
        }
        if row.ssc.standing == .unknown || row.ssc.standing == .notValidThen {
            raise(
                .isd07, .ssc, row, .supplier, expected: "a configuration valid on \(registers.asAt)", &findings)
        }
        if row.profileClass == CodeBook.bad { raise(.isd08, .pc, row, .supplier, expected: "00 to 08", &findings) }
        judgeSupplier(row, cells, &findings)
        if book.combinations != nil { judgeCombination(row, cells, &findings) }
        if book.padding.isNeeded { judgePadding(row, cells, &findings) }
    }

    @inline(__always)
    private func homeGroup(_ row: RegistrationRow) -> UInt8 {
        row.distributor < 100 ? book.homeGroups[row.distributor] : 0
    }

    /// ISD-02: outside the distributor's home group, and the LLFC does not name the group.
    private func judgeHome(_ row: RegistrationRow, _ cells: RegistrationCells, _ findings: inout CaseFindings) {
        let isBlank = cells.llfc[row.row] == 0
        if !isBlank {
            guard isGood(row, cells) else { return }
            if row.llfc.groups & 1 << UInt16(row.group - 1) != 0 { return }
        }
        let home = GSPGroup(rawValue: homeGroup(row) - 1)?.id ?? ""
        raise(
            .isd02, .gspGroup, row, .distributor, with: [.llfc],
            expected: "\(home), or an LLFC whose description names the group", &findings)
    }

    /// True where the LLFC is valid on the as-at date and has been since the row's date.
    @inline(__always)
    func isGood(_ row: RegistrationRow, _ cells: RegistrationCells) -> Bool {
        row.llfc.standing == .valid && !isGap(row, cells)
    }

    /// True where the LLFC is valid now but was not on some day since the row's date.
    @inline(__always)
    private func isGap(_ row: RegistrationRow, _ cells: RegistrationCells) -> Bool {
        let since = cells.llfcEFD[row.row]
        return since.isPacked && since <= today && since < row.llfc.coveredSince
    }

    @inline(__always)
    private func judgeLineLoss(_ row: RegistrationRow, _ cells: RegistrationCells, _ findings: inout CaseFindings) {
        if row.llfc.standing == .valid, !row.llfc.isRetired, !isGap(row, cells) { return }
        raiseLineLoss(row, cells, &findings)
    }

    private func raiseLineLoss(_ row: RegistrationRow, _ cells: RegistrationCells, _ findings: inout CaseFindings) {
        guard row.llfc.standing != .unknown else {
            return raise(.isd03, .llfc, row, .distributor, expected: "an LLFC of the distributor", &findings)
        }
        let line = book.lineLoss.timeline(
            row.distributor, registers.registration?.table.text(.llfc, row: row.row) ?? "")
        let since = cells.llfcEFD[row.row]
        if row.llfc.standing == .valid, !isGap(row, cells) {
            let description = line?.value(on: today)?.description ?? ""
            return raise(
                .isd05, .llfc, row, .distributor, expected: "an LLFC in use; this one is described as \(description)",
                &findings)
        }
        // A date that is unknown or still to come says nothing about the days until now.
        guard since == 0 || (since.isPacked && since <= today) else { return }
        raise(
            .isd04, .llfc, row, .distributor, with: [.llfcEFD],
            expected: "an LLFC valid from the row's date to \(registers.asAt); this one is valid \(line?.words ?? "")",
            &findings)
    }

    /// ISD-11, on the day that the supplier's registration began.
    @inline(__always)
    private func judgeSupplier(_ row: RegistrationRow, _ cells: RegistrationCells, _ findings: inout CaseFindings) {
        if isRegisteredSupplier(row.row, cells) { return }
        raise(.isd11, .supplier, row, .supplier, with: [.supplierEFD], expected: "a party with role X then", &findings)
    }

    /// True where a row's supplier had role X on the day that its registration began.
    @inline(__always)
    func isRegisteredSupplier(_ row: Int, _ cells: RegistrationCells) -> Bool {
        let since = cells.supplierEFD[row]
        return book.suppliers.holds(
            cells.supplier[row], since.isPacked ? since : today, text(.registration, .supplier, row))
    }

    /// ISD-10 and ISD-09, by the optional file of combinations.
    private func judgeCombination(
        _ row: RegistrationRow, _ cells: RegistrationCells, _ findings: inout CaseFindings
    ) {
        guard let book = book.combinations, row.mtc.isGood, cells.llfc[row.row].isStated,
            row.llfc.standing == .untested || isGood(row, cells)
        else { return }
        let (mtc, llfc, ssc) = (cells.mtc[row.row], cells.llfc[row.row], cells.ssc[row.row])
        guard book.holds(row.distributor, mtc: mtc, llfc: llfc) else {
            return raise(
                .isd10, .mtc, row, .supplier, with: [.llfc], expected: "a pair valid on \(registers.asAt)", &findings)
        }
        guard book.hasFourWay, row.mc == Packed.a, row.hasProfileClass, ssc.isStated,
            row.ssc.standing == .valid || row.ssc.standing == .untested,
            !book.holds(row.distributor, mtc: mtc, llfc: llfc, ssc: ssc, profileClass: row.profileClass)
        else { return }
        raise(
            .isd09, .mtc, row, .supplier, with: [.llfc, .ssc, .pc],
            expected: "a combination valid on \(registers.asAt)", &findings)
    }

    /// ISD-13: a code that was found only with its leading zeros.
    private func judgePadding(_ row: RegistrationRow, _ cells: RegistrationCells, _ findings: inout CaseFindings) {
        let isKnown: (CodeStanding) -> Bool = { $0 == .valid || $0 == .notValidThen }
        let padding = book.padding
        if isKnown(row.llfc.standing), padding.isShort(.llfc, cells.llfc[row.row]) {
            raisePadding(.llfc, row, &findings)
        }
        if isKnown(row.mtc.standing), padding.isShort(.mtc, cells.mtc[row.row]) { raisePadding(.mtc, row, &findings) }
        if isKnown(row.ssc.standing), padding.isShort(.ssc, cells.ssc[row.row]) { raisePadding(.ssc, row, &findings) }
        if row.hasProfileClass, padding.isShort(.pc, cells.pc[row.row]) { raisePadding(.pc, row, &findings) }
    }

    private func raisePadding(_ item: Item, _ row: RegistrationRow, _ findings: inout CaseFindings) {
        let padded = Code.padded(registers.registration?.table.text(item, row: row.row) ?? "", item)
        raise(.isd13, item, row, .sender, expected: padded, suggestion: padded, &findings)
    }
}
