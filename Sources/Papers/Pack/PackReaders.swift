extension PaperReader {
    /// Readers of this folder, in the order in which they are asked.
    static var packReaders: [any SectionReader] {
        [
            AgendaReader(), WorkingGroupReader(), RiskReader(), RoadmapReader(), AppendixReader(), ChangeRequestTable(),
            GroupUpdateReader(), DependencyReader(), DividerReader(),
        ]
    }

    /// Scans of this folder, over the whole paper.
    static var packScans: [any LineScan] {
        [DividerScan(), AppendixTitleScan(), ChangeRequestScan(), RaidDefinitionScan(), EventScan(), DocumentScan()]
    }
}
