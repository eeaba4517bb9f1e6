extension Judge {
    /// SEG-01 to SEG-05: the market segment and the metered flag.
    @inline(__always)
    func judgeSegment(_ row: RegistrationRow, _ view: CaseView, _ findings: inout CaseFindings) {
        if Letters.segments.excludes(row.segment) {
            raise(.seg01, .segment, row, .distributor, expected: "S, A or U", &findings)
        }
        let isUnmetered = row.connection == Packed.u
        if row.isConnectionGood {
            if row.isSegmentGood, (row.segment == Packed.u) != isUnmetered {
                raise(
                    .seg02, .segment, row, .distributor, with: [.connectionType], expected: "both U, or neither",
                    &findings)
            }
            if row.segment == Packed.s, !isUnmetered, row.connection != Packed.w {
                raise(.seg03, .segment, row, .distributor, with: [.connectionType], expected: "A", &findings)
            }
            if row.saysMetered, (row.metered == Packed.yes) == isUnmetered {
                raise(
                    .seg05, .metered, row, .distributor, with: [.connectionType],
                    expected: isUnmetered ? "false" : "true", &findings)
            }
        }
        if row.segment == Packed.s, row.openTypes & (MeterClass.advanced | MeterClass.halfHourly) != 0 {
            raiseMeterSegment(row, view, MeterClass.advanced | MeterClass.halfHourly, "A", &findings)
        } else if row.segment == Packed.a, row.openTypes & (MeterClass.smart | MeterClass.traditional) != 0 {
            raiseMeterSegment(row, view, MeterClass.smart | MeterClass.traditional, "S", &findings)
        }
    }

    /// SEG-04, with the first open meter of the kind.
    private func raiseMeterSegment(
        _ row: RegistrationRow, _ view: CaseView, _ kinds: UInt8, _ expected: String, _ findings: inout CaseFindings
    ) {
        guard rules.asks(.seg04), let meters = columns.meters, let register = registers.meters?.table,
            let table = registers.registration?.table
        else { return }
        let meter = view.point.meters.first { meter in
            isOpen(meter, meters)
                && book.meterClasses.entry(meters.meterType[meter], register.text(.meterType, row: meter)) & kinds
                    != 0
        }
        let type = meter.map { register.text(.meterType, row: $0) } ?? ""
        findings.raise(
            RaisedException(
                rule: .seg04, subject: .mpan(row.mpan), item: .segment, owner: distributor(of: row.mpan),
                observed: "segment \(table.text(.segment, row: row.row)), open meter of type \(type)",
                expected: expected, place: Place(table, row: row.row)))
    }

    /// DIR-01 to DIR-05: import or export.
    @inline(__always)
    func judgeDirection(_ row: RegistrationRow, _ findings: inout CaseFindings) {
        let isImport = row.direction == Packed.i
        guard isImport || row.direction == Packed.e else {
            if row.direction.isStated {
                raise(.dir01, .direction, row, .distributor, expected: "I or E", &findings)
            }
            return
        }
        if isImport ? row.llfc.isExport : row.llfc.isImport, let cells = columns.registration, isGood(row, cells) {
            raise(
                .dir02, .direction, row, .distributor, with: [.llfc],
                expected: isImport ? "E, or an LLFC for import" : "I, or an LLFC for export", &findings)
        }
        if row.ssc.type == (isImport ? Packed.e : Packed.i) {
            raise(
                .dir03, .direction, row, .supplier, with: [.ssc],
                expected: isImport ? "E, or an SSC for import" : "I, or an SSC for export", &findings)
        }
        if isImport {
            if row.mtc.isExport, row.mtc.isGood {
                raise(.dir04, .direction, row, .supplier, with: [.mtc], expected: "an MTC for import", &findings)
            }
        } else if row.mc == Packed.a || row.mc == Packed.b, row.hasProfileClass, row.profileClass != 8 {
            raise(.dir05, .direction, row, .supplier, with: [.pc], expected: "profile class 08", &findings)
        }
    }
}
