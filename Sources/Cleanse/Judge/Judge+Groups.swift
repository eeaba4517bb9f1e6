extension Judge {
    func judgeIdentity(_ view: CaseView, _ findings: inout CaseFindings) {}
    func judgeRegistration(_ view: CaseView, _ findings: inout CaseFindings) {}
    func judgeReconciliation(_ view: CaseView, _ findings: inout CaseFindings) {}
}
