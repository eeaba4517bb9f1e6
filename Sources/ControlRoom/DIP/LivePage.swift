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
        let now = dip.now()
        let health = StandInHealth.read(try dip.switches())
        page.notes = [health.note(at: now)]
        let totals = try await dip.journal.totals()
        let rate = try await rate(dip, now: now)
        var panel = PanelModel(anchor: "totals", name: "Since the journal began")
        panel.figures = [FigureRow(figures: figures(totals, rate: rate, desk))]
        page.panels = [panel, try await traffic(desk, dip)]
        return page
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

/// What the running stand-in says of itself, in the switch `health`.
struct StandInHealth: Sendable, Equatable {
    /// How long its word holds.
    static let freshMilliseconds: Int64 = 10_000

    /// When it last spoke; nil where it never did.
    var at: Instant?
    /// Where it listens.
    var address: String?

    static func read(_ switches: [String: String]) -> StandInHealth {
        var health = StandInHealth()
        guard let text = switches["health"], let value = try? JSONValue(Array(text.utf8)) else { return health }
        health.at =
            value["at"]?.integer.map { Instant(milliseconds: Int64($0)) }
            ?? value["at"]?.text.flatMap(InstantText.read)
        health.address = value["address"]?.text
        return health
    }

    func isRunning(at now: Instant) -> Bool {
        at.map { now.milliseconds - $0.milliseconds <= Self.freshMilliseconds } ?? false
    }

    func note(at now: Instant) -> NoteModel {
        guard let at else {
            return .bound("The stand-in has not reported itself. The pages show what its journal and register hold.")
        }
        guard isRunning(at: now) else {
            return .warning(
                "The stand-in last reported itself at \(DIPWording.time(at)) UTC, \(DIPWording.span(milliseconds: now.milliseconds - at.milliseconds)) ago. Nothing is taken in or delivered until it runs again."
            )
        }
        return .good("The stand-in runs\(address.map { " at \($0)" } ?? "").")
    }
}
