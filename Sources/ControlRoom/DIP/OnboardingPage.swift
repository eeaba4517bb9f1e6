import DIP
import Kernel

/// `/dip/onboarding`: how far each participant is on its way.
enum OnboardingPage {
    /// Rows on a page; each asks the journal twice.
    static let rowsOnAPage = 50

    static func model(_ desk: Desk, _ dip: DIPDesk) async throws -> PageModel {
        var page = PageModel(heading: "Onboarding")
        page.lead = [
            "The steps from an agreement to the first message. What can be worked out is; what only people know is ticked with a note."
        ]
        let participants = try dip.register.participants().sorted { $0.dipID < $1.dipID }
        var panel = PanelModel(anchor: "participants", name: "Participants")
        let shown = Pages.rows(participants, perPage: rowsOnAPage, desk)
        guard !shown.isEmpty else {
            panel.absence = [
                participants.isEmpty
                    ? "Nobody is enrolled. `changeover dip enrol --role SDS --mpid ABCD` begins the tracker of a participant."
                    : "The table has fewer pages than that."
            ]
            page.panels = [panel]
            return page
        }
        let reading = try OnboardingReading(desk, dip)
        let heads = [
            PlainHead(text: "DIP ID", style: "t-code"), PlainHead(text: "MPID", style: "t-code"),
            PlainHead(text: "Role", style: "t-text"), PlainHead(text: "Done", style: "t-text"),
            PlainHead(text: "Amiss", style: "t-text t-wide"), PlainHead(text: "Next", style: "t-text t-wide"),
        ]
        var rows = Markup()
        for participant in shown {
            let states = try await reading.states(of: participant)
            let done = states.filter { $0.standing == .done }.count
            let wrong = states.filter { $0.standing == .wrong }
            let href = desk.link(.dip(.tracker(participant.dipID.text)))
            rows.row(
                [
                    DIPCell(participant.dipID.text, style: "t-code", href: href),
                    DIPCell(participant.mpid, style: "t-code"), DIPCell(participant.role),
                    DIPCell(
                        "\(done)\u{A0}of\u{A0}\(states.count)", href: href + "#steps",
                        tone: done == states.count ? "good" : wrong.isEmpty ? "calm" : "warm"),
                    DIPCell(wrong.map(\.step.title).joined(separator: "; "), style: "t-text t-wide"),
                    DIPCell(states.first { $0.standing == .open }?.step.title, style: "t-text t-wide"),
                ], heads: heads)
        }
        panel.plain = [PlainTable(caption: "Participants and their steps", form: "cards", columns: heads, rows: rows)]
        panel.pages = Pages.pager(total: participants.count, perPage: rowsOnAPage, desk)
        page.panels = [panel]
        return page
    }
}

/// `/dip/onboarding/ID`: one participant's steps, its channels and the checks of its connections.
enum TrackerPage {
    static func model(_ id: String, _ desk: Desk, _ dip: DIPDesk) async throws -> PageModel {
        guard let participant = try dip.register.participants().first(where: { $0.dipID.text == id }) else {
            throw RoomFailure.noSuchRecord("No participant has the DIP ID \(Wording.cut(id, to: 40)).")
        }
        let reading = try OnboardingReading(desk, dip)
        let states = try await reading.states(of: participant)
        var page = PageModel(heading: "\(participant.mpid) as \(participant.role)")
        page.kicker = [
            ["DIP ID \(participant.dipID)", DIPWording.role(participant.role)].compactMap(\.self).joined(
                separator: ", ")
        ]
        let done = states.filter { $0.standing == .done }.count
        page.lead = ["\(done) of \(Wording.count(states.count, "step")) done."]
        let needs = ChannelNeeds(participant, webhooks: reading.webhooks, routing: reading.routing)
        page.panels = [
            steps(states, participant, desk), proving(participant, needs, reading, desk, dip),
            ticks(states, participant, desk),
            channels(participant, needs, reading, desk),
        ]
        return page
    }

    // MARK: Steps

    private static let heads = [
        PlainHead(text: "Step", style: "t-text t-wide"), PlainHead(text: "State", style: "t-text"),
        PlainHead(text: "Evidence", style: "t-text t-wide"), PlainHead(text: "Since (UTC)", style: "t-date"),
        PlainHead(text: "Whose", style: "t-text"),
    ]

    private static func steps(_ states: [StepState], _ participant: Participant, _ desk: Desk) -> PanelModel {
        var panel = PanelModel(anchor: "steps", name: "Steps")
        panel.more = [
            LinkModel(text: "Its lines in the journal", href: desk.journal(["party": participant.dipID.text])),
            LinkModel(text: "All participants", href: desk.link(.dip(.onboarding))),
        ]
        var rows = Markup()
        for state in states {
            rows.row(
                [
                    DIPCell(state.step.title, style: "t-text t-wide"),
                    DIPCell(state.standing.rawValue, tone: state.tone),
                    DIPCell(
                        state.words, style: "t-text t-wide", href: state.href,
                        detail: state.step.isTicked ? "said by people" : "worked out"),
                    DIPCell(state.at.map(DIPWording.second), style: "t-date"), DIPCell(state.step.who),
                ], heads: heads)
        }
        panel.plain = [PlainTable(caption: "Steps", form: "cards", columns: heads, rows: rows)]
        return panel
    }

    /// The form in which steps are ticked, or the tick taken away.
    private static func ticks(_ states: [StepState], _ participant: Participant, _ desk: Desk) -> PanelModel {
        var panel = PanelModel(anchor: "tick", name: "Tick a step")
        panel.about = ["For the steps that only people can see. An empty note takes a tick away."]
        let options = states.filter(\.step.isTicked).map { state in
            (
                value: state.step.rawValue,
                text: state.step.title + (state.standing == .done ? " (ticked)" : "")
            )
        }
        panel.forms = [
            desk.form(
                "Tick a step", act: "tick", more: [HiddenField(name: "party", value: participant.dipID.text)],
                fields: [
                    .choice("step", "Step", options: options, chosen: options.first?.value, of: "tick"),
                    .typed(
                        "note", "Note", value: nil, of: "tick", longest: 300,
                        hint: "Who saw what, and where it is kept."),
                ], button: "Save")
        ]
        return panel
    }

    // MARK: Proving

    private static let checkHeads = [
        PlainHead(text: "Check", style: "t-text t-wide"), PlainHead(text: "Result", style: "t-text"),
        PlainHead(text: "Detail", style: "t-text t-wide"),
    ]

    private static func proving(
        _ participant: Participant, _ needs: ChannelNeeds, _ reading: OnboardingReading, _ desk: Desk, _ dip: DIPDesk
    ) -> PanelModel {
        var panel = PanelModel(anchor: "proving", name: "Connectivity proving")
        let proof = Proof.read(reading.switches[DIPSwitch.proof(participant.dipID)])
        panel.about = [proof.map { "Last tried at \(DIPWording.second($0.at)) UTC." } ?? "Not tried yet."]
        if dip.prove != nil {
            panel.forms = [
                desk.form(
                    "Prove connectivity", act: "prove",
                    more: [HiddenField(name: "party", value: participant.dipID.text)], fields: [],
                    button: "Prove now")
            ]
        } else {
            panel.notes = [.bound("This room cannot reach out by itself; what the register shows is checked here.")]
        }
        let checks = registerChecks(participant, needs, reading) + (proof?.checks ?? [])
        var rows = Markup()
        for check in checks.prefix(JournalSearch.linesOnAPage) {
            rows.row(
                [
                    DIPCell(check.name, style: "t-text t-wide"), DIPCell(check.result.rawValue, tone: check.tone),
                    DIPCell(Wording.cut(check.detail, to: 400), style: "t-text t-wide"),
                ], heads: checkHeads)
        }
        if checks.count > JournalSearch.linesOnAPage {
            panel.notes.append(.bound("The first \(JournalSearch.linesOnAPage) of \(checks.count) checks."))
        }
        panel.plain = [PlainTable(caption: "Checks", form: "cards", columns: checkHeads, rows: rows)]
        return panel
    }

    /// What can be checked without a connection, as it stands now.
    private static func registerChecks(
        _ participant: Participant, _ needs: ChannelNeeds, _ reading: OnboardingReading
    ) -> [ProvenCheck] {
        let state = CertificateState(expires: participant.certificateExpires, now: reading.now)
        let expired = participant.certificateExpires <= reading.now
        return [
            ProvenCheck(
                name: "Certificate is valid today (register)", result: expired ? .failed : .passed, detail: state.words),
            ProvenCheck(
                name: "A webhook for every channel of the role (register)",
                result: needs.missing.isEmpty ? .passed : .failed,
                detail: needs.missing.isEmpty
                    ? Wording.count(needs.wanted.count, "channel")
                    : "\(Wording.count(needs.missing.count, "channel")) missing"),
            ProvenCheck(
                name: "A webhook for status messages (register)",
                result: needs.missing.contains(.status) ? .failed : .passed,
                detail: needs.missing.contains(.status) ? "none is registered" : "registered"),
        ]
    }

    private static func channels(
        _ participant: Participant, _ needs: ChannelNeeds, _ reading: OnboardingReading, _ desk: Desk
    ) -> PanelModel {
        var panel = PanelModel(anchor: "role-channels", name: "Channels of the role")
        let guessed = Set(reading.routing.routes.filter { $0.roles == .guessed }.map(\.interface))
        panel.about = [
            "What the routing table sends to \(participant.role). A guessed row is our guess, and a channel may be missing for a good reason."
        ]
        panel.more = [
            LinkModel(
                text: "Routing table", href: desk.link(.dip(.routing))),
            LinkModel(
                text: "Their health",
                href: desk.link(.dip(.channels), dip: DIPFields(["party": participant.dipID.text]))),
        ]
        let urls = Dictionary(
            reading.webhooks.filter { $0.dipID == participant.dipID }.map { ($0.channel, $0.url) }
        ) { first, _ in first }
        let heads = [
            PlainHead(text: "Channel", style: "t-code"), PlainHead(text: "State", style: "t-text"),
            PlainHead(text: "Webhook", style: "t-text t-wide"), PlainHead(text: "Routing row", style: "t-text"),
        ]
        var rows = Markup()
        for channel in needs.wanted {
            let url = urls[channel]
            var isGuessed = false
            if case .interface(let interface) = channel { isGuessed = guessed.contains(interface) }
            rows.row(
                [
                    DIPCell(channel.description, style: "t-code"),
                    DIPCell(url == nil ? "missing" : "registered", tone: url == nil ? "warm" : "good"),
                    DIPCell(url, style: "t-text t-wide"),
                    DIPCell(isGuessed ? "guessed" : "", tone: isGuessed ? "fair" : nil),
                ], heads: heads)
        }
        panel.plain = [PlainTable(caption: "Channels of the role", form: "cards", columns: heads, rows: rows)]
        return panel
    }
}

extension ProvenCheck {
    var tone: String {
        switch result {
        case .passed: "good"
        case .failed: "bad"
        case .skipped: "fair"
        }
    }
}
