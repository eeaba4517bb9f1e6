import Kernel

extension Desk {
    static let dateRules: [any DeskRule] = [
        Rule(
            "weekday-agrees", "A date against its weekday", "A printed weekday is the weekday of its date.",
            clause: "governance.md 4.2, 6.6", find: DateRules.weekday),
        Rule(
            "due-after-raised", "Due before raised", "An action falls due on or after the day on which it was raised.",
            clause: "governance.md 8.2, H53", find: DateRules.due),
        Rule(
            "raised-at-a-meeting", "Raised on a day without a meeting",
            "An action is raised on the day of the meeting that its reference names.",
            clause: "governance.md 2.2, 8.1", find: DateRules.raisedAtMeeting),
        Rule(
            "issued-after-meeting", "Issued before the meeting",
            "Minutes and headline reports are issued on or after the day of their meeting.",
            clause: "governance.md 8.1, H52", find: DateRules.issued),
        Rule(
            "next-after-last", "Next before last", "A group's next meeting comes after its last one.",
            clause: "governance.md H58", find: DateRules.nextAfterLast),
        Rule(
            "next-is-ahead", "A next meeting in the past",
            "What a paper calls next is not before the meeting for which the paper was written.",
            clause: "governance.md H57", find: EventRules.nextIsAhead),
        Rule(
            "on-a-working-day", "A date on a weekend",
            "Meetings, milestones and planned dates fall on Monday to Friday.",
            clause: "governance.md 8.1, H54", find: DateRules.weekend),
        Rule(
            "in-the-calendar-pattern", "A meeting off its pattern",
            "A group whose meetings show a day of the month meets on that day, unless the meeting before announced "
                + "another.",
            clause: "governance.md 8.1, H54", find: DateRules.pattern),
        Rule(
            "minutes-of-a-meeting-held", "Minutes of a day without a meeting",
            "Minutes that are approved are those of a day on which the group met.",
            clause: "governance.md 8.1, H54", find: DateRules.minutesHeld),
    ]
}

/// Rules about single dates and their order.
enum DateRules {
    static func weekday(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var found: [Contradiction] = []
        for kind in RecordKind.allCases where !kind.isComputed {
            for entry in snapshot.entries(kind) where !entry.doubts.isEmpty {
                for (name, field) in entry.fields {
                    for doubt in field.doubts where doubt.hasPrefix("weekday ") {
                        found.append(
                            rule.finding(
                                entry, Side(entry.place(of: name), field.printed), .none,
                                "The \(ValueRules.spoken(name)) of \(entry.subject.name): \(doubt).",
                                likely: nearest(field, doubt)))
                    }
                }
            }
        }
        return found
    }

    /// The day within a week of the date that has the printed weekday: the one whose day number is one digit off, if
    /// only one is.
    private static func nearest(_ field: FieldState, _ doubt: String) -> Likely {
        let words = doubt.split(separator: " ")
        guard case .date(let date)? = field.value, words.count > 1, let weekday = Weekday(printed: words[1]) else {
            return .unknown(doubt, .high)
        }
        let days = (-28...28).map { date.adding(days: $0) }.filter { day in
            day.weekday == weekday && day.calendarMonth == date.calendarMonth
                && (day.day / 10 == date.day / 10) != (day.day % 10 == date.day % 10)
        }
        guard days.count == 1, let day = days.first else { return .unknown(doubt, .high) }
        return Likely(day.iso, because: "\(doubt); \(day.iso) is a \(weekday.name), one digit off", .medium)
    }

    static func due(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var found: [Contradiction] = []
        var usual: [String: [CalendarDate: Int]]?
        for entry in snapshot.entries(.actions) {
            guard let due = entry.date("due"), let raised = raised(entry, snapshot), due < raised.date else { continue }
            let counts = usual ?? usualDueDates(snapshot)
            usual = counts
            found.append(
                rule.finding(
                    entry, entry.side("due"), Side(raised.source, raised.date.iso),
                    "\(entry.subject.name) is due on \(due.iso), before it was raised on \(raised.date.iso).",
                    likely: likelyDue(entry, due, raised.date, counts)))
        }
        return found
    }

    /// The printed day on which an action was raised, else the date of the meeting at which it was.
    private static func raised(_ entry: Entry, _ snapshot: RecordSnapshot) -> (date: CalendarDate, source: Source?)? {
        if let date = entry.date("raised") { return (date, entry.place(of: "raised")) }
        let key = "\(entry.word("group")) \(entry.word("meeting"))"
        guard let meeting = snapshot.entry(.meetings, key: key), let date = meeting.date("date") else { return nil }
        return (date, meeting.place(of: "date"))
    }

    private static func usualDueDates(_ snapshot: RecordSnapshot) -> [String: [CalendarDate: Int]] {
        var usual: [String: [CalendarDate: Int]] = [:]
        for entry in snapshot.entries(.actions) {
            if let due = entry.date("due"), let source = entry.place(of: "due") {
                usual[source.paper, default: [:]][due, default: 0] += 1
            }
        }
        return usual
    }

    private static func likelyDue(
        _ entry: Entry, _ due: CalendarDate, _ raised: CalendarDate, _ usual: [String: [CalendarDate: Int]]
    ) -> Likely {
        let others = usual[entry.place(of: "due")?.paper ?? ""] ?? [:]
        let near = others.filter { $0.key >= raised && oneNumberOff($0.key, due) }
        if let best = near.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) {
            return Likely(
                best.key.iso, because: "other actions of the paper are due then, and only one number differs", .medium)
        }
        if let meeting = others.filter({ $0.key >= raised }).max(by: { ($0.value, $1.key) < ($1.value, $0.key) }),
            others.count == 2, meeting.value > 1
        {
            return Likely(meeting.key.iso, because: "every other action of the paper is due then", .medium)
        }
        return .unknown("an action cannot be due before it was raised on \(raised.iso)", .high)
    }

    /// Whether day, month and year of two dates differ in one of the three only.
    private static func oneNumberOff(_ one: CalendarDate, _ two: CalendarDate) -> Bool {
        [one.day == two.day, one.month == two.month, one.year == two.year].filter { !$0 }.count == 1
    }

    static func issued(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        snapshot.cards.compactMap { card in
            guard card.kind != .pack, let issued = card.issueDate, let held = card.meetingDate, issued < held else {
                return nil
            }
            let meeting = RecordSnapshot.meeting(of: card)
            let entry = meeting.flatMap { snapshot.entry(.meetings, key: $0) }
            let heldPlace = entry?.fields["date"]?.sources.first { $0.paper == card.name }
            let place = issuePlace(card, entry) ?? heldPlace
            let later = CalendarMonth(issued).adding(months: 1)
            let shifted = CalendarDate(year: later.year, month: later.month, day: issued.day)
            let likely: Likely =
                if let shifted, shifted >= held, shifted - held <= 21, shifted.weekday.isWeekend == false {
                    Likely(
                        shifted.iso,
                        because: "the month is one off: that is \(shifted - held) days after the meeting", .medium)
                } else {
                    .unknown("a record of a meeting cannot be issued before it", .high)
                }
            return rule.finding(
                Contradiction.Subject(kind: .papers, key: card.name, name: name(of: card)),
                Side(place ?? card.lines.first.map { Source(paper: card.name, line: $0) }, issued.iso),
                Side(heldPlace ?? card.lines.last.map { Source(paper: card.name, line: $0) }, held.iso),
                "The \(name(of: card)) are dated \(issued.iso), before the meeting on \(held.iso).", likely: likely)
        }
    }

    private static func name(of card: PaperCard) -> String {
        let form = card.kind == .minutes ? "minutes" : card.kind == .headline ? "headline report" : "pack"
        return RecordSnapshot.meeting(of: card).map { "\(form) of \($0)" } ?? "\(form) \(card.name)"
    }

    /// Where a paper prints its issue date: the line of its head on which no other fact of the meeting stands. Nil
    /// where every line holds one: then the date shares the line of the meeting's own.
    private static func issuePlace(_ card: PaperCard, _ meeting: Entry?) -> Source? {
        guard let meeting else { return nil }
        var taken: Set<Int> = []
        for name in ["group", "date", "start", "end", "venue", "classification", "chair"] {
            for source in meeting.fields[name]?.sources ?? [] where source.paper == card.name {
                taken.insert(source.line)
            }
        }
        return card.lines.first { !taken.contains($0) }.map { Source(paper: card.name, line: $0) }
    }

    static func nextAfterLast(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        let pairs: [(RecordKind, String, String)] = [
            (.workingGroups, "next_meeting", "last_meeting"), (.meetings, "next_meeting", "date"),
        ]
        return pairs.flatMap { kind, next, last in
            snapshot.entries(kind).compactMap { entry -> Contradiction? in
                guard let ahead = entry.date(next), let behind = entry.date(last), ahead <= behind else { return nil }
                return rule.finding(
                    entry, entry.side(next), entry.side(last),
                    "\(entry.subject.name) has its next meeting on \(ahead.iso), not after the last on \(behind.iso).",
                    likely: .unknown("a next meeting comes after the last one", .high))
            }
        }
    }

    // MARK: - The calendar

    private static let planned: [(RecordKind, [String])] = [
        (.meetings, ["date", "next_meeting"]), (.milestones, ["baseline", "forecast"]), (.pitDates, ["date"]),
        (.choreography, ["date"]), (.onboardingWindows, ["start", "end"]),
        (.workingGroups, ["next_meeting", "last_meeting"]), (.readinessTasks, ["start", "finish", "forecast"]),
        (.groupUpdates, ["date"]), (.roadmap, ["meeting_date"]),
    ]

    static func weekend(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var found: [Contradiction] = []
        let announced = weekendsAnnounced(snapshot)
        for (kind, columns) in planned {
            for entry in snapshot.entries(kind) {
                // A date that breaks its printed rule is that rule's finding, whatever its weekday.
                if kind == .pitDates, entry.fields["agrees"]?.value == .truth(false) { continue }
                for column in columns {
                    guard let date = entry.date(column), date.weekday.isWeekend, !announced.contains(date) else {
                        continue
                    }
                    let day = date.weekday.name
                    found.append(
                        rule.finding(
                            entry, entry.side(column), .none,
                            "The \(ValueRules.spoken(column)) of \(entry.subject.name), \(date.iso), is a \(day).",
                            likely: workingDay(entry, column, date)))
                }
            }
        }
        return found
    }

    /// Weekend days that a milestone's title names with their weekday, such as `(Saturday 19 August)`: those are meant.
    private static func weekendsAnnounced(_ snapshot: RecordSnapshot) -> Set<CalendarDate> {
        var days: Set<CalendarDate> = []
        for entry in snapshot.entries(.milestones) {
            guard let text = entry.fields["title"]?.value?.exported, text.utf8.contains(UInt8(ascii: "(")),
                let near = entry.date("forecast") ?? entry.date("baseline"),
                let date = DateMention.nearest(in: text, to: near)
            else { continue }
            let words = Words.tokens(text)
            if date.weekday.isWeekend, words.contains(date.weekday.name.lowercased()) { days.insert(date) }
        }
        return days
    }

    private static func workingDay(_ entry: Entry, _ column: String, _ date: CalendarDate) -> Likely {
        let day = "\(date.iso) is a \(date.weekday.name)"
        if let expected = entry.kind == .pitDates ? entry.date("expected") : nil, !expected.weekday.isWeekend {
            return Likely(expected.iso, because: "\(day); the rule gives \(expected.iso)", .medium)
        }
        for other in entry.fields[column]?.alternatives ?? [] {
            if let otherDate = CalendarDate(iso: other.value), !otherDate.weekday.isWeekend {
                return Likely(other.value, because: "\(day); printed elsewhere as \(other.value)", .high)
            }
        }
        return .unknown(day, .high)
    }

    static func raisedAtMeeting(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var patterns: [String: Cadence]?
        var announced: Set<String> = []
        return snapshot.entries(.actions).compactMap { entry in
            guard let raised = entry.date("raised") else { return nil }
            let group = entry.word("group")
            let meeting = snapshot.entry(.meetings, key: "\(group) \(entry.word("meeting"))")
            if let meeting, let held = meeting.date("date") {
                guard held != raised else { return nil }
                return rule.finding(
                    entry, entry.side("raised"), meeting.side("date"),
                    "\(entry.subject.name) is dated \(raised.iso), but \(meeting.subject.name) was held on \(held.iso).",
                    likely: Likely(held.iso, because: "\(meeting.subject.name) was held then", .medium))
            }
            if patterns == nil {
                patterns = Cadence.patterns(in: snapshot)
                for meeting in snapshot.entries(.meetings) {
                    for column in ["date", "next_meeting"] {
                        if let date = meeting.date(column) { announced.insert("\(meeting.word("group")) \(date.iso)") }
                    }
                }
            }
            guard let cadence = patterns?[group], Cadence(raised) != cadence,
                !announced.contains("\(group) \(raised.iso)"), let usual = cadence.day(inMonthOf: raised)
            else { return nil }
            return rule.finding(
                entry, entry.side("raised"), Side("", usual.iso),
                "\(entry.subject.name) is dated \(raised.iso), a \(raised.weekday.name), but \(group) meets on the "
                    + "\(cadence.words), that month on \(usual.iso).",
                likely: Likely(usual.iso, because: "\(group) meets on the \(cadence.words)", .medium))
        }
    }

    static func pattern(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        let patterns = Cadence.patterns(in: snapshot)
        guard !patterns.isEmpty else { return [] }
        var announced: Set<String> = []
        for entry in snapshot.entries(.meetings) {
            if let next = entry.date("next_meeting") { announced.insert("\(entry.word("group")) \(next.iso)") }
        }
        return snapshot.entries(.meetings).compactMap { entry in
            let group = entry.word("group")
            // `10.1` is an extraordinary meeting: it has no day of its own.
            guard let cadence = patterns[group], let date = entry.date("date"), Cadence(date) != cadence,
                !entry.word("number").contains("."),
                !date.weekday.isWeekend, !announced.contains("\(group) \(date.iso)")
            else { return nil }
            let usual = cadence.day(inMonthOf: date)?.iso ?? ""
            return rule.finding(
                entry, entry.side("date"), Side("", usual),
                "\(entry.subject.name) is on \(date.iso), a \(date.weekday.name), but \(group) meets on the "
                    + "\(cadence.words).",
                likely: Likely(usual, because: "the \(cadence.words), as the group's other meetings", .low))
        }
    }

    static func minutesHeld(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        let patterns = Cadence.patterns(in: snapshot)
        var held: Set<String> = []
        for meeting in snapshot.entries(.meetings) {
            for column in ["date", "next_meeting"] {
                if let date = meeting.date(column) { held.insert("\(meeting.word("group")) \(date.iso)") }
            }
        }
        return snapshot.entries(.decisions).compactMap { entry in
            guard Words.tokens(entry.word("text")).contains("minutes") else { return nil }
            let anchor = snapshot.card(of: entry)?.meetingDate
            guard let cited = DateMention.first(in: entry.word("text"), anchor: anchor) else { return nil }
            let group = entry.word("group")
            guard !held.contains("\(group) \(cited.iso)") else { return nil }
            var likely: Likely?
            if let before = meetingBefore(entry, snapshot), let date = before.date("date") {
                likely = Likely(date.iso, because: "\(before.subject.name) was held then", .high)
            }
            let cadence = patterns[group]
            let breaks = cited.weekday.isWeekend || likely != nil || cadence.map { Cadence(cited) != $0 } == true
            guard breaks else { return nil }
            if likely == nil, let cadence, let usual = cadence.day(inMonthOf: cited) {
                likely = Likely(usual.iso, because: "\(group) meets on the \(cadence.words)", .medium)
            }
            let day = "\(cited.iso) is a \(cited.weekday.name)"
            return rule.finding(
                entry, Side(entry.place(of: "text"), cited.iso), Side("", likely?.value ?? ""),
                "\(entry.subject.name) approves minutes of \(cited.iso), a \(cited.weekday.name) on which \(group) is "
                    + "not known to have met.",
                likely: likely ?? .unknown(day, .high))
        }
    }

    /// The meeting of the same group with the number before, where the record holds it.
    private static func meetingBefore(_ entry: Entry, _ snapshot: RecordSnapshot) -> Entry? {
        guard let number = Int(entry.word("meeting")), number > 1 else { return nil }
        return snapshot.entry(.meetings, key: "\(entry.word("group")) \(number - 1)")
    }
}
