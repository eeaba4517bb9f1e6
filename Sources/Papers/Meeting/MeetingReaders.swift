extension PaperReader {
    /// Readers of this folder, in the order in which they are asked.
    static var meetingReaders: [any SectionReader] { [AttendeeReader(), MeetingTables(), MinutesBody()] }
}
