extension Judge {
    /// Notes an exception of an MPAN, if the run asks the rule; its place is the MPAN's row of REG unless told.
    @inline(never)
    func raise(
        _ rule: Rule, _ item: Item, _ view: CaseView, owner: Owner, observed: String, expected: String,
        place: Place? = nil, suggestion: String = "", _ findings: inout CaseFindings
    ) {
        guard rules.asks(rule) else { return }
        let own = view.row.flatMap { row in registers.registration.map { Place($0.table, row: row) } }
        findings.raise(
            RaisedException(
                rule: rule, subject: .mpan(view.point.mpan), item: item, owner: owner, observed: observed,
                expected: expected, place: place ?? own, suggestion: suggestion))
    }

    /// True when another rule of severity E or W was raised on an item: rules across registers are then silent on it.
    func isTold(_ item: Item, of mpan: UInt64, _ findings: CaseFindings) -> Bool {
        findings.holdsFault(in: item, of: mpan, by: rules)
    }
}
