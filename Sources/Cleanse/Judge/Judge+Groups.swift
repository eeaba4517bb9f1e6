extension Judge {
    func judgeMeters(_ view: CaseView, _ findings: inout CaseFindings) {}
    func judgeLinks(_ view: CaseView, _ findings: inout CaseFindings) {}
    func judgeHistories(_ view: CaseView, _ findings: inout CaseFindings) {}
}
