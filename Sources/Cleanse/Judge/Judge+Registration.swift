import Kernel

extension Judge {
    /// The rules of one row of REG, with what its open meters are.
    ///
    /// A disconnected MPAN is asked about its status only. Columns are read once; a row that passes makes no text.
    @inline(__always)
    func judgeRegistration(_ view: CaseView, _ findings: inout CaseFindings) {
        guard let index = view.row, let cells = columns.registration else { return }
        var row = RegistrationRow(view.point.mpan, index, cells, self)
        if view.isDisconnected { return judgeStatus(row, cells, isDisconnected: true, &findings) }
        judgeMeterRows(view, &row, &findings)
        judgeReferenceData(row, cells, &findings)
        judgeStatus(row, cells, isDisconnected: false, &findings)
        judgeDates(row, cells, &findings)
        if !view.point.histories.isEmpty { judgeHistoryStarts(view, &findings) }
        judgeClass(row, &findings)
        judgeConnection(row, &findings)
        judgeSegment(row, view, &findings)
        judgeDirection(row, &findings)
        judgeDomestic(row, &findings)
        if !reference.unmetered.isEmpty || settings.unmeteredClassEnds != nil { judgeUnmetered(row, &findings) }
    }

    /// The last day from which so many months have passed before a date: months are counted by the calendar, and a day
    /// that the later month lacks is its last.
    static func lastDay(months: Int, before date: CalendarDate) -> UInt16 {
        var day = date
        while day > .earliest, adding(months: months, to: day) >= date { day = day.adding(days: -1) }
        return Day.packed(day)
    }

    private static func adding(months: Int, to date: CalendarDate) -> CalendarDate {
        let month = date.year * 12 + date.month - 1 + months
        let length = CalendarDate.length(ofMonth: month % 12 + 1, year: month / 12)
        return CalendarDate(year: month / 12, month: month % 12 + 1, day: min(date.day, length)) ?? .latest
    }
}
