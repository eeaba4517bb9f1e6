extension PaperReader {
    /// Readers of this folder, in the order in which they are asked.
    static var packReaders: [any SectionReader] {
        [AgendaReader(), WorkingGroupReader(), AppendixReader(), DividerReader()]
    }

    /// Scans of this folder, over the whole paper.
    static var packScans: [any LineScan] {
        [DividerScan(), AppendixTitleScan()]
    }
}
