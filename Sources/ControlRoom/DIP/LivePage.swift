import DIP
import Kernel

/// `/dip`: totals, and traffic as it happens.
enum LivePage {
    /// Rows that the page begins with, and the most that its script keeps.
    static let rows = 50
    static let mostRows = 200
    /// Accepted messages that the rate is taken over.
    private static let linesOfARate = 500

    static func model(_ desk: Desk, _ dip: DIPDesk) async throws -> PageModel {
        var page = PageModel(heading: "Live traffic")
        page.lead = ["The stand-in for the Data Integration Platform: what passes through it, as it is written down."]
        let switches = try dip.register.switches()
        let clock = DIPSwitch.clock(in: switches, now: dip.now())
        let now = clock.shown(at: dip.now())
        page.notes = RunningStandIn.read(switches).notes(at: now, factor: clock.factor)
        if let note = clockNote(clock, now: dip.now()) { page.notes.append(note) }
        let totals = try await dip.journal.totals()
        let rate = try await rate(dip, now: now)
        var panel = PanelModel(anchor: "totals", name: "Since the journal began")
        panel.figures = [FigureRow(figures: figures(totals, rate: rate, desk))]
        page.panels = [panel, try await traffic(desk, dip)]
        return page
    }

    /// That the stand-in's clock is not ours, where it is not: its journal's times are of that clock.
    static func clockNote(_ clock: VirtualClock, now: Instant) -> NoteModel? {
        let ahead = clock.shown(at: now).milliseconds - now.milliseconds
        guard ahead.magnitude >= 1_000 || clock.factor != 1 else { return nil }
        let pace = clock.factor == 1 ? "" : " and runs \(Wording.number(clock.factor)) times as fast"
        let place =
            ahead.magnitude < 1_000
            ? "shows our time"
            : "is \(DIPWording.span(milliseconds: Int64(ahead.magnitude))) \(ahead > 0 ? "ahead of" : "behind") ours"
        return .bound("The stand-in’s clock \(place)\(pace). All times of the journal are of that clock.")
    }

    private static func figures(_ totals: JournalTotals, rate: Rate, _ desk: Desk) -> [FigureRow.Figure] {
        func figure(
            _ id: String, _ number: Int, _ caption: String, _ detail: String, _ href: String, _ tone: String = "quiet"
        ) -> FigureRow.Figure {
            FigureRow.Figure(
                number: Wording.number(number), caption: caption, detail: detail, href: [href], tone: tone, live: [id])
        }
        return [
            figure(
                "messages", totals.messages, "messages accepted", "answered 201", desk.journal(["event": "accepted"])),
            FigureRow.Figure(
                number: rate.number, caption: "accepted a second", detail: rate.inWords,
                href: [desk.journal(["event": "accepted"])], tone: "quiet", live: ["rate"]),
            figure(
                "delivered", totals.delivered, "delivered", "to a recipient’s webhook",
                desk.journal(["event": "delivered"]), "good"),
            figure(
                "waiting", totals.waiting, "waiting", "not settled yet", desk.link(.dip(.channels)),
                totals.waiting > 0 ? "fair" : "quiet"),
            figure(
                "undelivered", totals.undelivered, "undelivered", "given up; can be requeued",
                desk.journal(["event": "undelivered"]), totals.undelivered > 0 ? "bad" : "quiet"),
            figure(
                "refused", totals.refusedPosts, "posts refused", "nothing of them was taken in",
                desk.journal(["event": "refused"]), totals.refusedPosts > 0 ? "bad" : "quiet"),
        ]
    }

    private static func traffic(_ desk: Desk, _ dip: DIPDesk) async throws -> PanelModel {
        let lines = try await dip.journal.lines(before: nil, filter: JournalFilter(), limit: rows)
        var panel = PanelModel(anchor: "traffic", name: "Newest lines")
        panel.about = ["Newest first. A time opens its transaction; a party, an MPAN or a code opens all lines of it."]
        panel.more = [LinkModel(text: "Search the journal", href: desk.link(.dip(.journal)))]
        let newest = lines.first?.sequence ?? 0
        var fields = DIPFields()
        fields["after"] = String(newest)
        panel.live = [
            LiveModel(
                events: Address(route: .dip(.events), dip: fields).text, most: mostRows,
                reload: LinkModel(text: "Reload", href: desk.link(.dip(.live))),
                table: PlainTable(
                    caption: "Newest lines of the journal", form: "cards", columns: JournalRows.heads,
                    rows: JournalRows(desk: desk).markup(lines)),
                vacancy: lines.isEmpty ? ["Nothing has passed through yet. Send a message and it shows here."] : [])
        ]
        return panel
    }

    // MARK: Rate

    /// Messages a second, and over what.
    struct Rate: Sendable, Equatable {
        let number: String
        let inWords: String

        /// A second: two decimals below ten, one below a hundred.
        static func text(_ count: Int64, inMilliseconds length: Int64) -> String {
            let hundredths = count * 100_000 / length
            if hundredths >= 10_000 { return Wording.number(Int(hundredths / 100)) }
            if hundredths >= 1_000 { return "\(hundredths / 100).\(hundredths / 10 % 10)" }
            return "\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)"
        }
    }

    /// The rate of the newest messages from their own times, so that it is the same whoever asks.
    static func rate(_ dip: DIPDesk, now: Instant) async throws -> Rate {
        let lines = try await dip.journal.lines(
            before: nil, filter: JournalFilter(events: [.accepted]), limit: linesOfARate)
        guard let newest = lines.first, let oldest = lines.last else {
            return Rate(number: "0", inWords: "none so far")
        }
        let ago = DIPWording.span(milliseconds: max(0, now.milliseconds - newest.at.milliseconds))
        let length = newest.at.milliseconds - oldest.at.milliseconds
        guard lines.count > 1, length > 0 else {
            return Rate(number: "–", inWords: "the last one \(ago) ago")
        }
        return Rate(
            number: Rate.text(Int64(lines.count - 1), inMilliseconds: length),
            inWords: "over the newest \(Wording.number(lines.count)), the last \(ago) ago")
    }
}

/// What the live panel shows.
struct LiveModel: Sendable, Equatable {
    /// The address of the stream that its script follows.
    let events: String
    let most: Int
    let reload: LinkModel
    let table: PlainTable
    let vacancy: [String]
}
