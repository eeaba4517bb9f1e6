import DIP
import Kernel
import Market

/// How a certificate stands to the day.
struct CertificateState: Sendable, Equatable {
    /// Below this a page warns.
    static let warningDays: Int64 = 30
    private static let day: Int64 = 86_400_000

    let words: String
    let tone: String

    init(expires: Instant, now: Instant) {
        let left = expires.milliseconds - now.milliseconds
        if left <= 0 {
            let days = Int(-left / Self.day)
            (words, tone) = (days == 0 ? "expired" : "expired \(Wording.count(days, "day")) ago", "bad")
        } else {
            let days = left / Self.day
            words = days == 0 ? "expires within a day" : "\(Wording.count(Int(days), "day")) left"
            tone = days < Self.warningDays ? "warm" : "good"
        }
    }

    var isFine: Bool { tone == "good" }
}

/// `/dip/participants`: who takes part, with which identifiers and certificates.
enum ParticipantsPage {
    static let rowsOnAPage = 100

    private static let heads = [
        PlainHead(text: "DIP ID", style: "t-code"), PlainHead(text: "MPID", style: "t-code"),
        PlainHead(text: "Role", style: "t-text"), PlainHead(text: "Certificate until (UTC)", style: "t-date"),
        PlainHead(text: "Validity", style: "t-text"), PlainHead(text: "SHA-256", style: "t-text"),
        PlainHead(text: "Provider", style: "t-code"), PlainHead(text: "Lines", style: "t-text"),
    ]

    static func views(_ desk: Desk, here: DIPPlace) -> [TabRow] {
        [
            TabRow(
                tabs: [("Participants", DIPPlace.participants), ("Appointments", .appointments)].map { text, place in
                    TabModel(text: text, href: desk.link(.dip(place)), isHere: place == here)
                })
        ]
    }

    static func model(_ desk: Desk, _ dip: DIPDesk) throws -> PageModel {
        var page = PageModel(heading: "Participants")
        page.lead = ["One DIP ID is one market participant in one role, with one certificate for signing and for TLS."]
        page.views = views(desk, here: .participants)
        let participants = try dip.register.participants().sorted { $0.dipID < $1.dipID }
        var panel = PanelModel(anchor: "participants", name: "Who takes part")
        guard !participants.isEmpty else {
            panel.absence = [
                "Nobody is enrolled. `changeover dip enrol --role SDS --mpid ABCD` makes a DIP ID, an API key and a certificate."
            ]
            page.panels = [panel]
            return page
        }
        // Certificates run out by the real clock, whatever the stand-in plays.
        let now = dip.now()
        let ailing = participants.filter { !CertificateState(expires: $0.certificateExpires, now: now).isFine }
        if !ailing.isEmpty {
            page.notes = [
                .warning(
                    "\(Wording.count(ailing.count, "certificate")) expired or with less than \(CertificateState.warningDays) days left: \(list(ailing)). Enrolling again makes a new one."
                )
            ]
        }
        let shown = Pages.rows(participants, perPage: rowsOnAPage, desk)
        guard !shown.isEmpty else {
            panel.absence = ["The table has fewer pages than that."]
            page.panels = [panel]
            return page
        }
        var rows = Markup()
        for participant in shown { rows.row(cells(participant, now: now, desk), heads: heads) }
        panel.about = ["\(Wording.count(participants.count, "participant"))."]
        panel.plain = [PlainTable(caption: "Participants", form: "cards", columns: heads, rows: rows)]
        panel.pages = Pages.pager(total: participants.count, perPage: rowsOnAPage, desk)
        page.panels = [panel]
        return page
    }

    private static func list(_ participants: [Participant]) -> String {
        let names = participants.prefix(5).map { "\($0.dipID) (\($0.mpid), \($0.role))" }.joined(separator: "; ")
        return participants.count > 5 ? names + " and others" : names
    }

    private static func cells(_ participant: Participant, now: Instant, _ desk: Desk) -> [DIPCell] {
        let id = participant.dipID.text
        let state = CertificateState(expires: participant.certificateExpires, now: now)
        let provider = participant.connectionProvider?.text
        return [
            DIPCell(id, style: "t-code", href: desk.link(.dip(.tracker(id)))),
            DIPCell(participant.mpid, style: "t-code"), DIPCell(participant.role),
            DIPCell(DIPWording.second(participant.certificateExpires), style: "t-date"),
            DIPCell(
                String(state.words.map { $0 == " " ? "\u{A0}" : $0 }),
                href: desk.link(.dip(.tracker(id))) + "#steps", tone: state.tone),
            DIPCell(participant.certificateDigest.isEmpty ? nil : participant.certificateDigest.prefix(12) + "…"),
            DIPCell(provider, style: "t-code", href: provider.map { desk.journal(["party": $0]) }),
            DIPCell("journal", href: desk.journal(["party": id])),
        ]
    }
}

/// `/dip/appointments`: who serves an MPAN, was or will be.
enum AppointmentsPage {
    private static let heads = [
        PlainHead(text: "Role", style: "t-text"), PlainHead(text: "Appointed", style: "t-code"),
        PlainHead(text: "From (UTC)", style: "t-date"), PlainHead(text: "Until (UTC)", style: "t-date"),
        PlainHead(text: "Now", style: "t-text"),
    ]

    static func model(_ desk: Desk, _ dip: DIPDesk) throws -> PageModel {
        let search = JournalSearch(desk.address.dip)
        var page = PageModel(heading: "Appointments")
        page.lead = ["Who is appointed to an MPAN decides who gets its messages as a secondary recipient."]
        page.views = ParticipantsPage.views(desk, here: .appointments)
        var look = PanelModel(anchor: "look", name: "Look up an MPAN")
        let count = try dip.register.appointmentCount()
        look.about = [
            count == 0
                ? "The register holds no appointment. `changeover dip appointments load FILE` fills it; the traffic keeps it current."
                : "The register holds \(Wording.count(count, "appointment"))."
        ]
        look.forms = [
            FormModel(
                name: "Look up an MPAN", action: Route.dip(.appointments).path, method: "get",
                hidden: desk.hiddenOptions,
                fields: [
                    .typed(
                        "mpan", "MPAN", value: desk.address.dip["mpan"], of: "look", longest: 40, hint: "13 digits.",
                        wrong: search.problems["mpan"])
                ], button: "Look up")
        ]
        page.panels = [look]
        if !search.problems.isEmpty { page.status = 422 }
        guard let mpan = search.filter.mpan else { return page }
        if let number = UInt64(mpan), MPANCore(number: number) == nil {
            page.notes = [.warning("The last digit of \(mpan) is not its check digit, so it is no MPAN.")]
        }
        page.panels.append(try appointments(mpan, desk, dip))
        return page
    }

    private static func appointments(_ mpan: String, _ desk: Desk, _ dip: DIPDesk) throws -> PanelModel {
        let found = try dip.register.appointments(of: mpan)
        var panel = PanelModel(anchor: "appointments", name: "Appointed to \(mpan)")
        panel.more = [LinkModel(text: "Its lines in the journal", href: desk.journal(["mpan": mpan]))]
        guard !found.isEmpty else {
            panel.absence = [
                "Nobody is appointed to it, was or will be. Messages about it reach no secondary recipient."
            ]
            return panel
        }
        let now = try dip.shown()
        var rows = Markup()
        for one in found.prefix(JournalSearch.linesOnAPage) {
            let (words, tone): (String, String) =
                if let from = one.from, now < from { ("to come", "calm") } else if let until = one.until, now >= until {
                    ("past", "quiet")
                } else {
                    ("current", "good")
                }
            rows.row(
                [
                    DIPCell(one.role),
                    DIPCell(one.dipID.text, style: "t-code", href: desk.link(.dip(.tracker(one.dipID.text)))),
                    DIPCell(one.from.map(DIPWording.second) ?? "always was", style: "t-date"),
                    DIPCell(one.until.map(DIPWording.second) ?? "no end known", style: "t-date"),
                    DIPCell(words, tone: tone),
                ], heads: heads)
        }
        if found.count > JournalSearch.linesOnAPage {
            panel.notes = [.bound("The first \(JournalSearch.linesOnAPage) of \(Wording.number(found.count)).")]
        }
        panel.plain = [PlainTable(caption: "Appointments", form: "cards", columns: heads, rows: rows)]
        return panel
    }
}
