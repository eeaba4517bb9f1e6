/// The reference page of events files, states and transitions, made from the tables that the tracker itself uses.
public enum TrackReference {
    /// Markdown.
    public static func page() -> String {
        [
            intro, columns, events, journal, time, states, course, legs, rules, reasons, clocks, state, conservation,
            files, readiness,
        ].joined(separator: "\n\n") + "\n"
    }

    private static let intro = """
        # Migration events

        What `changeover migration track` reads, and how it decides where an MPAN stands. This page is made from the \
        program's own tables; a test compares the two. The formats and transitions are Changeover's own: the Programme \
        has published none.

        An MPAN's state is folded from the set of its messages in canonical order: time, then business order (a request \
        before its answer, metering before data), then id. So the order of arrival does not matter, a message that comes \
        again changes nothing, and a message that comes late puts right what was set aside without it. What a rule \
        refuses is quarantined with its owner and what to do; it is looked at again whenever the MPAN has news.
        """

    private static let columns = """
        ## Columns

        CSV, UTF-8, a head with the names in any order, one message a line; other columns are passed over. Lines of JSON \
        with the same names are read too (`.json`, `.jsonl`, `.ndjson`). A line that cannot be read is named with its \
        file, number and reason, and passed over. A row is at most 65,536 bytes; a field may stand in quotation marks, \
        but hold none.

        | column | needed | what |
        | --- | --- | --- |
        | event | yes | the event code, with or without brackets, or an event of our own |
        | message | yes, but for events of our own | the hub's id of the message; with the event it tells an MPAN's messages apart |
        | mpan | yes, but for `last-resort` | thirteen digits |
        | at | yes | when the hub took it in: `2026-05-14T09:30:00+01:00`, `…Z`, up to milliseconds; a date means local midnight |
        | supplier | | who requests, gains or holds the MPAN |
        | former | | who loses it by a change of supplier |
        | distributor | | else the one that the MPAN's first two digits name |
        | interface | | `IF-031`; checked against the event |
        | code | | a response (`A`, `R`, `L`, `W`), a reason (`REG9008`), both (`R REG9008`), or a scenario (`COS`) |
        | reason | | the reason, where code has the response |
        | effective | | the day from which it holds: a date, or a time with offset |

        A list of MPANs (`--mpans`) has the columns mpan, supplier and distributor.
        """

    private static var events: String {
        var lines = ["## Events", "", "| event | interface | what |", "| --- | --- | --- |"]
        for entry in TrackMeaning.entries {
            let interface = entry.interface.map { "IF-\(MessageWords.padded($0))" } ?? ""
            lines.append("| \(entry.event) | \(interface) | \(entry.words) |")
        }
        lines.append("")
        lines.append(
            "Events of other interfaces are no part of a migration and are counted only. Consumption counts by its local "
                + "day: two messages on one day are one.")
        return lines.joined(separator: "\n")
    }

    private static let journal = """
        ## The hub's journal

        `changeover dip journal --json` prints lines that can be read as they are: those with the event `accepted` are \
        messages, the others are about messages and are counted only. A line has what its message says: the answer of \
        IF-032, IF-034 and IF-035 (`responseCode`, `reasons`), the scenario of an appointment (`scenario`), the day from \
        which it holds (`effective`), who requests (the sender of IF-031) or gains the MPAN (`supplier`) and who loses it \
        (`formerSupplier`), by DIP ID and by MPID. A party is called as `--parties` names its DIP ID, else by the MPID of \
        the line, else by its DIP ID. Lines of an older export without these are read as well: IF-032 and IF-034 are \
        then answers without a legible outcome, and a change of supplier waits in quarantine for its gaining supplier.

        An answer may give several reasons: data come before timing, timing before the provider, the provider before \
        the hub.
        """

    private static let time = """
        ## Time

        A day is a day by the clocks of Great Britain; times carry an offset, so the hour that clocks show twice is no \
        doubt. A change of supplier and the end of the new arrangements take effect at the beginning of their day, \
        consumption at the end of its day. Messages later than the day looked at (`--as-at`) wait in quarantine until \
        their day. Times and days lie in 2015 to 2099.
        """

    private static var states: String {
        """
        ## States

        \(MigrationState.allCases.map { "`\($0.name)`" }.joined(separator: ", ")).

        While an MPAN is on its way (course `forward`), its two appointments say which it is: Stuck where a failed \
        appointment has used up its attempts (or was mistimed twice), Rejected or TimedOut where one has failed, \
        DSAppointed where both stand, DSRequested where metering stands and data is under way, MSAppointed where metering \
        stands alone, MSRequested where the metering service has been asked, else Initiated. An appointment stands when it \
        is appointed or active.

        A request with scenario COS that registration processes after the supply start date counts as rejected whatever \
        the answer says, and has to be sent again as CSP; on the day itself it is in time. The supply start date is that \
        of the change of supplier, or the appointment's own where no change is known.
        """
    }

    private static var course: String {
        table(
            "## An MPAN's transitions", TrackTable.courses, place: { "\($0)" }, event: { "\($0)" },
            note: "`appointment` means that the table of appointments decides.")
    }

    private static var legs: String {
        table(
            "## An appointment's transitions", TrackTable.legs, place: { "\($0)" }, event: { "\($0)" },
            note: "The same for the metering service and the data service.")
    }

    private static func table<Place, Event>(
        _ title: String, _ rows: [TrackRow<Place, Event>], place: (Place) -> String, event: (Event) -> String,
        note: String
    ) -> String {
        var lines = [title, "", note, "", "| from | event | to | rule |", "| --- | --- | --- | --- |"]
        for row in rows {
            let to: String =
                switch row.outcome {
                case .to(let next): place(next)
                case .stay: "stays"
                case .appointment: "appointment"
                case .refuse: "quarantined"
                }
            lines.append("| \(place(row.from)) | \(event(row.event)) | \(to) | \(row.rule) |")
        }
        return lines.joined(separator: "\n")
    }

    private static var rules: String {
        var lines = [
            "## Rules", "", "| rule | what it says | basis | owner | what to do |", "| --- | --- | --- | --- | --- |",
        ]
        for rule in TrackRule.all {
            lines.append("| \(rule.id) | \(rule.words) | \(rule.basis) | \(rule.owner.name) | \(rule.advice) |")
        }
        return lines.joined(separator: "\n")
    }

    private static var reasons: String {
        var lines = [
            "## Reasons and retries", "",
            "The tracker says what should be done; it sends nothing. A code that is not known is one of data, so that "
                + "somebody looks at it.", "", "| class | what is done | owner |", "| --- | --- | --- |",
        ]
        for reason in TrackReasonClass.allCases {
            lines.append("| \(reason.name) | \(reason.policy) | \(reason.owner.name) |")
        }
        lines.append("")
        lines.append("Codes about timing: \(TrackReasonClass.timings.sorted().joined(separator: ", ")).")
        lines.append("Providers' codes about data: \(TrackReasonClass.providerData.sorted().joined(separator: ", ")).")
        lines.append("Other codes that begin with SP or DS are the provider's; with MSG, RCP or HTTP, technical.")
        return lines.joined(separator: "\n")
    }

    private static var clocks: String {
        var lines = [
            "## Clocks", "",
            "Working days of the licence area's nation; an independent network's are England's. What is past its due day, "
                + "or older than a migration should be, is listed as stuck with its owner. The market's `settings.json` "
                + "may set each of these.", "", "| setting | default | what | basis |", "| --- | --- | --- | --- |",
        ]
        for parameter in TrackParameters.wholes {
            lines.append("| \(parameter.name) | \(parameter.standard) | \(parameter.meaning) | \(parameter.basis) |")
        }
        return lines.joined(separator: "\n")
    }

    private static let state = """
        ## What is kept

        With `--state` the histories of all MPANs stand in `track.state`: blocks of records, each a Zstandard frame with a \
        checksum, by MPAN. An MPAN that has migrated without trouble (metering and data appointed by requests, nothing set \
        aside, no change of supplier, cancellation or reverse migration) is settled `settleDays` after its last message: \
        of its messages the kinds, codes, days and order are kept, not the times of day, and eight bits of each id. A \
        state is folded from order and days alone, so a settled MPAN counts and answers as before, also under a change of \
        supplier, a supplier's end or a setting that comes later. Given up is where within one day a message stands that \
        comes more than `settleDays` late (it goes behind those of its day), and once in 256 a message that comes so late \
        with the kind and day of another is taken for that one.
        """

    private static let conservation = """
        ## Conservation

        On every day, for every supplier and distributor: planned + in flight + migrated + excluded + backlog = \
        portfolio. Portfolios are the market's (`--market`), else what the first plan, else the current plan places and \
        leaves unplaced; they move with changes of supplier. In flight counts reverse migrations under way. Planned is \
        what has not begun and has a volume on a later day of the plan; backlog is what has not begun and has none. What \
        was refused before any service was appointed has not begun. The check fails where more MPANs are followed than \
        the portfolio has, where a list of MPANs and the portfolio differ, or where the parts, which are counted from the \
        states, do not add up to the portfolio, which is counted from gains and losses.
        """

    private static var readiness: String {
        var lines = [
            "## Readiness", "",
            "`changeover migration ready` judges every followed MPAN by the first of these rules that fits. The basis of "
                + "all: \(ReadinessRule.all.first?.basis ?? ""). An exclusion (mpan,approval,reason,approver,expires) saves "
                + "an MPAN that no rule accepts until it expires. Facts (mpan,fact) are: "
                + ReadinessFact.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ") + ".", "",
            "| rule | states | facts | clock | verdict | what it says | owner |",
            "| --- | --- | --- | --- | --- | --- | --- |",
        ]
        for rule in ReadinessRule.all {
            let states = rule.states.map { $0.map(\.name).joined(separator: ", ") } ?? "any"
            let facts = rule.facts.map(\.rawValue).joined(separator: ", ")
            let clock = rule.insideClock.map { $0 ? "inside" : "past" } ?? ""
            lines.append(
                "| \(rule.id) | \(states) | \(facts) | \(clock) | \(rule.verdict.rawValue) | \(rule.words) | "
                    + "\(rule.owner.name) |")
        }
        return lines.joined(separator: "\n")
    }

    private static let files = """
        ## Tables written

        | file | columns |
        | --- | --- |
        | progress.csv | date,supplier,distributor, then the day's first_planned,planned,initiated,retried,completed,reversed, the same to date, and variances: initiated less plan, completed less first plan, completed less plan; days on which something is planned or happens |
        | conservation.csv | date,supplier,distributor,portfolio,planned,in_flight,migrated,excluded,backlog,holds,why; every day and row |
        | in_flight.csv | supplier,distributor,state,age_working_days,mpans |
        | stuck.csv | mpan,supplier,distributor,state,waits_for,owner,due,age_working_days,action |
        | quarantine.csv | mpan,at,event,state,rule,why,owner,what_to_do |
        | reverse.csv | date,supplier,distributor,reversed,reversed_to_date,in_flight |
        | actuals.csv | date,supplier,distributor,completed,reversed; what `changeover migration forecast` reads |
        | bad_lines.csv | file,line,why; the first 1,000 |
        """
}
