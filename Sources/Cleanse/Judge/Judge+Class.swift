extension Judge {
    /// MCL-01 to MCL-04: the measurement class, and what goes with it.
    @inline(__always)
    func judgeClass(_ row: RegistrationRow, _ findings: inout CaseFindings) {
        if Letters.measurementClasses.excludes(row.mc) {
            raise(.mcl01, .mc, row, .supplier, expected: "A to G", &findings)
        }
        guard row.isClassGood else { return }
        if row.hasProfileClass,
            Letters.halfHourlyMetered.has(row.mc) ? row.profileClass != 0 : row.mc == Packed.a && row.profileClass == 0
        {
            raise(
                .mcl02, .mc, row, .supplier, with: [.pc],
                expected: row.mc == Packed.a ? "a profile class of 01 to 08, or another class" : "profile class 00",
                &findings)
        }
        if row.mtc.isGood { judgeTimeswitch(row, &findings) }
    }

    @inline(__always)
    private func judgeTimeswitch(_ row: RegistrationRow, _ findings: inout CaseFindings) {
        let isUnmeteredClass = Letters.unmeteredClasses.has(row.mc)
        // 800 says that there is no meter, which both kinds of class allow.
        if row.mtc.isUnmetered != isUnmeteredClass, row.mtc.number != 800 {
            raise(
                .mcl03, .mc, row, .supplier, with: [.mtc],
                expected: row.mtc.isUnmetered ? "class B or D" : "an unmetered MTC, or another class", &findings)
        }
        let type = row.mtc.type
        if type == UInt8(ascii: "H"), row.mc <= Packed.b {
            raise(.mcl04, .mc, row, .supplier, with: [.mtc], expected: "an MTC that is not half-hourly", &findings)
        } else if type == UInt8(ascii: "N"), row.mc > Packed.b {
            raise(.mcl04, .mc, row, .supplier, with: [.mtc], expected: "a half-hourly MTC", &findings)
        }
    }
}
