extension PaperReader {
    /// Readers of this folder, in the order in which they are asked.
    static var meetingReaders: [any SectionReader] { [AttendeeReader(), MeetingTables(), MinutesBody()] }

    /// Scans of this folder over every line.
    static var meetingScans: [any LineScan] { [InlineScan(), NextMeetingScan(), IdentifierScan()] }
}
