extension Judge {
    /// MPN-04 and MPN-09; the other rules of identity are asked while rows are loaded.
    @inline(__always)
    func judgeIdentity(_ view: CaseView, _ findings: inout CaseFindings) {
        if view.row == nil {
            judgeDangling(view, &findings)
        } else {
            let code = Int(truncatingIfNeeded: view.point.mpan / 100_000_000_000)
            if code < 100, book.endedDistributors[code] { judgeEnded(view, code, &findings) }
        }
    }

    private func judgeEnded(_ view: CaseView, _ code: Int, _ findings: inout CaseFindings) {
        guard rules.asks(.mpn04), let row = view.row, let table = registers.registration?.table else { return }
        let spells = reference.distributors[code]
        let last = spells.lastEnded(before: today).map { Day.text($0.spell.to) } ?? ""
        findings.raise(
            RaisedException(
                rule: .mpn04, subject: .mpan(view.point.mpan), item: .mpan, owner: distributor(of: view.point.mpan),
                observed: "\(code) ended \(last)", expected: "a distributor of \(registers.asAt)",
                place: Place(table, row: row)))
    }

    /// An MPAN that some register holds and REG does not; one of EES is REC-02.
    private func judgeDangling(_ view: CaseView, _ findings: inout CaseFindings) {
        guard rules.asks(.mpn09), registers.registration != nil else { return }
        let holders: [(RegisterTable?, Range<Int>)] = [
            (registers.meters?.table, view.point.meters), (registers.histories?.table, view.point.histories),
            (registers.devices?.table, view.point.devices), (registers.extracts?.table, view.point.extracts),
            (registers.appointments?.table, view.point.appointments),
        ]
        var names: [String] = []
        var shown: (table: RegisterTable, row: Int)?
        for (table, rows) in holders {
            guard let table, let row = rows.first else { continue }
            names.append(table.kind.rawValue)
            if shown == nil { shown = (table, row) }
        }
        guard let shown else { return }
        findings.raise(
            RaisedException(
                rule: .mpn09, subject: .mpan(view.point.mpan), item: .mpan,
                owner: Owner(.sender, sender(shown.table, row: shown.row)),
                observed: "in \(names.joined(separator: ", ")), not in REG", expected: "an MPAN of REG",
                place: Place(shown.table, row: shown.row)))
    }
}
