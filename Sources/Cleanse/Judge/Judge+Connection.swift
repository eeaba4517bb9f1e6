extension Judge {
    /// CON-01 to CON-10: the connection type, and what goes with it.
    @inline(__always)
    func judgeConnection(_ row: RegistrationRow, _ findings: inout CaseFindings) {
        if row.connection == 0 { return judgeBlankConnection(row, &findings) }
        guard row.isConnectionGood else {
            if Letters.connections.excludes(row.connection) {
                raise(.con01, .connectionType, row, .distributor, expected: "W, L, H, E or U", &findings)
            }
            return
        }
        judgeConnectionOfClass(row, &findings)
        if row.connection == Packed.w, !reference.halfHourlyMeters.isEmpty { judgeTransformer(row, &findings) }
    }

    /// CON-08 where the type was due, CON-09 where it may still be blank.
    private func judgeBlankConnection(_ row: RegistrationRow, _ findings: inout CaseFindings) {
        let isDue =
            switch row.mc {
            case Packed.b, Packed.d, Packed.f, Packed.g: true
            case Packed.a: row.hasOpenSmartMeter
            case UInt8(ascii: "C"), Packed.e:
                row.llfc.isSiteSpecific && columns.registration.map { isGood(row, $0) } == true
            default: false
            }
        let expected =
            switch row.mc {
            case Packed.b, Packed.d: "U"
            case Packed.a, Packed.f, Packed.g: "W"
            default: "W, L, H, E or U"
            }
        raise(
            isDue ? .con08 : .con09, .connectionType, row, .distributor, with: [.mc],
            expected: isDue ? expected : "a type before the MPAN migrates", &findings)
    }

    @inline(__always)
    private func judgeConnectionOfClass(_ row: RegistrationRow, _ findings: inout CaseFindings) {
        let isWhole = row.connection == Packed.w
        let isUnmetered = row.connection == Packed.u
        switch row.mc {
        case Packed.b, Packed.d:
            if !isUnmetered { raiseConnection(.con02, row, "U", &findings) }
        case Packed.a:
            if isUnmetered { raiseConnection(.con03, row, "W, L, H or E", &findings) }
            if row.hasOpenSmartMeter, !isWhole { raiseConnection(.con07, row, "W", &findings) }
        case UInt8(ascii: "C"):
            if isUnmetered { raiseConnection(.con03, row, "W, L, H or E", &findings) }
        case Packed.e:
            if isUnmetered { raiseConnection(.con03, row, "L or H", &findings) }
            if isWhole { raiseConnection(.con05, row, "L or H, or another class", &findings) }
        case Packed.f:
            if isUnmetered { raiseConnection(.con03, row, "W", &findings) }
            if !isWhole { raiseConnection(.con06, row, "W", &findings) }
        case Packed.g:
            if isUnmetered { raiseConnection(.con03, row, "W", &findings) }
            if !isWhole { raiseConnection(.con04, row, "W, or another class", &findings) }
        default: break
        }
    }

    private func raiseConnection(
        _ rule: Rule, _ row: RegistrationRow, _ expected: String, _ findings: inout CaseFindings
    ) {
        raise(rule, .connectionType, row, .distributor, with: [.mc], expected: expected, &findings)
    }

    /// CON-10, by the optional file of half-hourly meters.
    private func judgeTransformer(_ row: RegistrationRow, _ findings: inout CaseFindings) {
        guard let ratio = reference.halfHourlyMeters.ratio(of: row.mpan) else { return }
        raise(
            .con10, .connectionType, row, .distributor,
            expected: "L, H or E: half-hourly meter details hold a current transformer of \(ratio)", &findings)
    }
}
