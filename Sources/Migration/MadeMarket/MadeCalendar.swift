import Kernel

/// Calendars of made-up markets.
enum MadeCalendar {
    static let sprints = 9

    private static var dates: [CalendarDate] {
        (0...(MadeMarket.finishBy - MadeMarket.firstDay)).map { MadeMarket.firstDay.adding(days: $0) }
    }

    /// Every working day of England and Wales.
    static func workingDays() -> MigrationCalendar {
        MigrationCalendar(
            days: dates.map {
                .init(date: $0, dayClass: WorkingDayCalendar.englandAndWales.isWorkingDay($0) ? .migration : .closed)
            })
    }

    /// Working days of England, Wales and Scotland at once, less holds: Christmas, Easter, a week between sprints, and
    /// three days of incidents.
    static func withHolds(_ generator: SeededGenerator) -> MigrationCalendar {
        var draw = MarketDraw(generator: generator.child("calendar"))
        let dates = dates
        let held = holds(dates)
        var classes = dates.map { date -> MigrationCalendar.DayClass in
            let isWorking =
                WorkingDayCalendar.englandAndWales.isWorkingDay(date) && WorkingDayCalendar.scotland.isWorkingDay(date)
            return isWorking ? (held.contains(date) ? .hold : .migration) : .closed
        }
        for _ in 0..<3 {
            let open = classes.indices.filter { classes[$0] == .migration }
            classes[open[draw.below(open.count)]] = .hold
        }
        return MigrationCalendar(days: zip(dates, classes).map { .init(date: $0, dayClass: $1) })
    }

    /// The first day of each sprint: nine equal slices of the migration.
    static func sprintStarts() -> [CalendarDate] {
        let length = MadeMarket.finishBy - MadeMarket.firstDay + 1
        return (0..<sprints).map { MadeMarket.firstDay.adding(days: $0 * length / sprints) }
    }

    /// The sprints that `withHolds` leaves gaps between: planned in the four weeks before, carried out up to the gap, looked
    /// back on in the gap.
    static func sprintCalendar() -> SprintCalendar? {
        let starts = sprintStarts()
        return try? SprintCalendar(
            sprints: starts.enumerated().map { place, start in
                let isLast = place + 1 == starts.count
                let last = isLast ? MadeMarket.finishBy : starts[place + 1].adding(days: -gapDays - 1)
                return SprintCalendar.Sprint(
                    number: place + 1,
                    planning: start.adding(days: -SprintParameters.planningDays.standard)...start.adding(days: -1),
                    execution: start...last,
                    retrospective:
                        last
                        .adding(days: 1)...last.adding(days: SprintParameters.retrospectiveDays.standard))
            })
    }

    /// Calendar days before a sprint that belong to no sprint's execution.
    private static let gapDays = 7

    private static func holds(_ dates: [CalendarDate]) -> Set<CalendarDate> {
        var held: Set<CalendarDate> = []
        // The week before each sprint but the first belongs to no sprint's execution.
        for start in sprintStarts().dropFirst() { for back in 1...gapDays { held.insert(start.adding(days: -back)) } }
        for date in dates {
            if (date.month == 12 && date.day >= 22) || (date.month == 1 && date.day <= 2) { held.insert(date) }
            // Good Friday is the only bank holiday on a Friday of March or April.
            let isGoodFriday =
                (3...4).contains(date.month) && date.weekday == .friday
                && WorkingDayCalendar.englandAndWales.isBankHoliday(date)
            if isGoodFriday { for step in -1...4 { held.insert(date.adding(days: step)) } }
        }
        return held
    }
}
