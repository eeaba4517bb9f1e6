extension PaperReader {
    /// Readers of this folder, in the order in which they are asked.
    static var testingReaders: [any SectionReader] {
        [
            MilestoneTablesReader(), ReadinessTracker(), ArtefactDatesReader(), OnboardingWindowsReader(),
            OnboardingWeeksReader(), TranchesReader(), PlanGridReader(), CleanseTimelineReader(),
            ChoreographyReader(), GateCriteriaReader(), EntryCriteriaReader(), AssuranceReader(),
            QualificationReader(),
        ]
    }

    /// Scans of this folder over every line.
    static var testingScans: [any LineScan] { [NamedMilestoneScan()] }
}
