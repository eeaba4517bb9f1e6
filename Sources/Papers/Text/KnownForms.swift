/// The tables that papers print, known by their heads: where a new one begins, the one above has ended.
enum KnownForms {
    /// The name of the form whose head a row is; nil for any other row.
    static func name(of row: Row) -> String? {
        guard row.cells.count >= 2, row.texts.count >= 2, row.cells.allSatisfy({ $0.text.utf8.count <= 60 }) else {
            return nil
        }
        if AgendaRows.head(in: row) != nil { return "agenda" }
        if MilestoneTable.head(in: row) != nil { return "milestones" }
        if ReadinessTracker.head(in: row) != nil { return "tracker" }
        if let (form, _) = MeetingForms.form(of: row) { return form.name }
        for form in [RiskReader.form, ChangeRequestTable.form, OnboardingWindowsReader.form]
        where form.head(in: row) != nil {
            return form.name
        }
        return nil
    }
}
