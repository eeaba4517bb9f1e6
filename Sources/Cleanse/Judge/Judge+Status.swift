extension Judge {
    /// STA-01 to STA-07, but STA-01 of the metered flag, which the load says; of a disconnected MPAN the first four.
    @inline(__always)
    func judgeStatus(
        _ row: RegistrationRow, _ cells: RegistrationCells, isDisconnected: Bool, _ findings: inout CaseFindings
    ) {
        let point = cells.mpStatus[row.row]
        let registered = cells.rmpStatus[row.row]
        let energised = cells.energisation[row.row]
        let flag = cells.dccFlag[row.row]
        if Letters.meteringPointStatuses.excludes(point) || Letters.registeredStatuses.excludes(registered)
            || Letters.energisations.excludes(energised) || Letters.flags.excludes(flag)
        {
            judgeStatusSets(row, cells, &findings)
        }
        if Letters.meteringPointStatuses.has(point), Letters.registeredStatuses.has(registered),
            (point == Packed.x) != (registered == Packed.t)
        {
            raise(
                .sta02, .mpStatus, row, .distributor, with: [.rmpStatus], expected: "X and T together, or neither",
                &findings)
        }
        if energised == Packed.u { raise(.sta04, .energisation, row, .supplier, expected: "E or D", &findings) }
        if isDisconnected {
            if energised == Packed.e {
                raise(
                    .sta03, .mpStatus, row, .supplier, with: [.energisation], expected: "D where disconnected",
                    &findings)
            }
        } else if energised == Packed.e {
            if !row.hasOpenMeter { judgeEnergisedWithoutMeter(row, &findings) }
        } else if energised == Packed.d {
            judgeDeenergised(row, cells, flag, &findings)
        }
    }

    private func judgeStatusSets(
        _ row: RegistrationRow, _ cells: RegistrationCells, _ findings: inout CaseFindings
    ) {
        let sets: [(Item, UInt8, Letters, String)] = [
            (.mpStatus, cells.mpStatus[row.row], .meteringPointStatuses, "N, R, T or X"),
            (.rmpStatus, cells.rmpStatus[row.row], .registeredStatuses, "C, O or T"),
            (.energisation, cells.energisation[row.row], .energisations, "E, D or U"),
            (.dccFlag, cells.dccFlag[row.row], .flags, "A, I or N"),
        ]
        for (item, value, set, expected) in sets where set.excludes(value) {
            raise(.sta01, item, row, .distributor, expected: expected, &findings)
        }
    }

    /// STA-05: energised and metered, and no meter is open. Nobody is named, since no meter row is at fault.
    private func judgeEnergisedWithoutMeter(_ row: RegistrationRow, _ findings: inout CaseFindings) {
        let isMetered =
            row.metered == 0
            ? row.connection != Packed.u && !Letters.unmeteredClasses.has(row.mc) : row.metered == Packed.yes
        // A meter row that was removed at the load may have been the open one.
        guard isMetered, !removed.holds(row.mpan, .meters) else { return }
        raise(.sta05, .energisation, row, .meterManager, with: [.metered], expected: "an open meter", &findings)
    }

    /// STA-06 and STA-07.
    @inline(__always)
    private func judgeDeenergised(
        _ row: RegistrationRow, _ cells: RegistrationCells, _ flag: UInt8, _ findings: inout CaseFindings
    ) {
        if row.hasOpenSmartMeter, flag == Packed.a {
            raise(
                .sta06, .energisation, row, .supplier, with: [.dccFlag],
                expected: "E, or a meter that does not communicate", &findings)
        }
        let since = cells.energisationEFD[row.row]
        if since.isPacked, since <= longDeenergised {
            raise(
                .sta07, .energisation, row, .supplier, with: [.energisationEFD],
                expected: "at most \(settings.monthsDeenergised) months, or disconnected", &findings)
        }
    }
}
