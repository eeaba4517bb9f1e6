import DIP
import Kernel

/// `/dip/channels`: where each party is delivered to, how that goes, and what waits.
enum ChannelsPage {
    static let rowsOnAPage = 100

    static func model(_ desk: Desk, _ dip: DIPDesk) async throws -> PageModel {
        var page = PageModel(heading: "Channels")
        page.lead = ["Where each party’s webhooks are, how delivery to them goes, and what waits."]
        let search = JournalSearch(desk.address.dip)
        guard search.problems.isEmpty else {
            page.status = 422
            page.notes = search.problems.sorted { $0.key < $1.key }.map { .bad("Not read", $0.value) }
            return page
        }
        let participants = try dip.register.participants()
        let webhooks = try dip.register.webhooks().sorted { ($0.dipID, $0.channel) < ($1.dipID, $1.channel) }
        let backlogs = PartyBacklog.read(try await dip.journal.queues())
        let party = search.filter.party.flatMap { DIPID($0) }
        page.panels = [
            parties(participants, webhooks, backlogs, chosen: party, desk, now: try dip.shown()),
            try await channels(webhooks.filter { party == nil || $0.dipID == party }, party, desk, dip),
        ]
        return page
    }

    // MARK: Parties

    private static func parties(
        _ participants: [Participant], _ webhooks: [Webhook], _ backlogs: [DIPID: PartyBacklog], chosen: DIPID?,
        _ desk: Desk, now: Instant
    ) -> PanelModel {
        var panel = PanelModel(anchor: "parties", name: "What waits, by party")
        var ids = Set(participants.map(\.dipID)).union(backlogs.keys).union(webhooks.map(\.dipID))
        if let chosen { ids = ids.filter { $0 == chosen } }
        guard !ids.isEmpty else {
            panel.absence = ["Nobody is enrolled, and nothing waits."]
            return panel
        }
        let roles = Dictionary(participants.map { ($0.dipID, $0) }) { first, _ in first }
        let counts = Dictionary(grouping: webhooks, by: \.dipID).mapValues(\.count)
        // Those with the longest wait first; then by identifier.
        let order = ids.sorted {
            (-(backlogs[$0]?.waiting ?? 0), $0) < (-(backlogs[$1]?.waiting ?? 0), $1)
        }
        let heads = [
            PlainHead(text: "Party", style: "t-code"), PlainHead(text: "MPID", style: "t-text"),
            PlainHead(text: "Role", style: "t-text"), PlainHead(text: "Channels", style: "t-number"),
            PlainHead(text: "Waiting", style: "t-number"), PlainHead(text: "Oldest (UTC)", style: "t-date"),
            PlainHead(text: "Failures", style: "t-text"),
        ]
        var rows = Markup()
        for id in order.prefix(JournalSearch.linesOnAPage) {
            let backlog = backlogs[id] ?? PartyBacklog()
            let age = backlog.oldest.map {
                "for " + DIPWording.span(milliseconds: max(0, now.milliseconds - $0.milliseconds))
            }
            rows.row(
                [
                    DIPCell(
                        id.text, style: "t-code", href: desk.link(.dip(.channels), dip: DIPFields(["party": id.text]))),
                    DIPCell(roles[id]?.mpid), roles[id].map { DIPCell($0.role) } ?? DIPCell("not enrolled"),
                    DIPCell(Wording.number(counts[id] ?? 0), style: "t-number"),
                    DIPCell(Wording.number(backlog.waiting), style: "t-number"),
                    DIPCell(backlog.oldest.map(DIPWording.second), style: "t-date", detail: age),
                    DIPCell(
                        "tries that failed",
                        href: desk.journal(["party": id.text, "event": "attempted,undelivered"])),
                ], heads: heads)
        }
        panel.plain = [PlainTable(caption: "What waits, by party", form: "cards", columns: heads, rows: rows)]
        if order.count > JournalSearch.linesOnAPage {
            panel.notes = [
                .bound("The \(JournalSearch.linesOnAPage) with the most waiting, of \(Wording.number(order.count)).")
            ]
        }
        return panel
    }

    // MARK: Channels

    private static let heads = [
        PlainHead(text: "Channel", style: "t-code"), PlainHead(text: "Party", style: "t-code"),
        PlainHead(text: "State", style: "t-text"), PlainHead(text: "Webhook", style: "t-text t-wide"),
        PlainHead(text: "Last delivered (UTC)", style: "t-date"),
        PlainHead(text: "Last failure (UTC)", style: "t-date"),
    ]

    private static func channels(
        _ webhooks: [Webhook], _ party: DIPID?, _ desk: Desk, _ dip: DIPDesk
    ) async throws -> PanelModel {
        var panel = PanelModel(anchor: "channels", name: party.map { "Channels of \($0)" } ?? "Channels")
        if party != nil { panel.more = [LinkModel(text: "All parties", href: desk.link(.dip(.channels)))] }
        guard !webhooks.isEmpty else {
            panel.absence = [
                "No webhook is registered. `changeover dip channels set ID IF-021 URL` registers one, as does the platform’s own address for webhooks."
            ]
            return panel
        }
        let switches = try dip.register.switches()
        let clock = DIPSwitch.clock(in: switches, now: dip.now())
        let health = RunningStandIn.read(switches)
        // What a stand-in that runs no more said last is no news.
        let isRunning = health.isRunning(at: clock.shown(at: dip.now()), factor: clock.factor)
        let tries = try await NewestTries.read(of: party, dip.journal)
        let all = webhooks.map { webhook in
            let said = isRunning ? health[webhook] : nil
            return (webhook, ChannelHealth(webhook, tries, said: said), said)
        }
        // A role has dozens of channels, most of them idle: what fails and what moves stands first.
        let ordered = ChannelHealth.State.allCases.flatMap { state in all.filter { $0.1.state == state } }
        let shown = Pages.rows(ordered, perPage: rowsOnAPage, desk)
        guard !shown.isEmpty else {
            panel.absence = ["The table has fewer pages than that."]
            return panel
        }
        var rows = Markup()
        for (webhook, state, said) in shown { rows.row(cells(webhook, state, said, desk), heads: heads) }
        let counts = ChannelHealth.State.allCases.compactMap { state in
            let count = all.count { $0.1.state == state }
            return count == 0 ? nil : "\(Wording.number(count)) \(state.rawValue)"
        }
        panel.about = [
            "\(Wording.count(webhooks.count, "channel")): \(counts.joined(separator: ", ")). The state is that of the newest try\(tries.isCut ? " among the last \(Wording.number(NewestTries.most)) deliveries and as many failures" : "")."
        ]
        panel.plain = [PlainTable(caption: "Channels", form: "cards", columns: heads, rows: rows)]
        panel.pages = Pages.pager(total: webhooks.count, perPage: rowsOnAPage, desk)
        return panel
    }

    private static func cells(
        _ webhook: Webhook, _ health: ChannelHealth, _ said: RunningStandIn.Channel?, _ desk: Desk
    ) -> [DIPCell] {
        var evidence = DIPFields(["party": webhook.dipID.text, "event": "delivered,attempted,undelivered"])
        if case .interface(let interface) = webhook.channel { evidence["interface"] = interface.text }
        var maxima: [String] = []
        if let count = webhook.maxMessageCount { maxima.append("at most \(Wording.number(count)) messages") }
        if let size = webhook.maxPayloadSize { maxima.append("at most \(Wording.number(size)) kB") }
        return [
            DIPCell(webhook.channel.description, style: "t-code"),
            DIPCell(webhook.dipID.text, style: "t-code", href: desk.link(.dip(.tracker(webhook.dipID.text)))),
            DIPCell(
                health.state.rawValue, href: desk.link(.dip(.journal), dip: evidence), tone: health.tone,
                detail: said.flatMap { $0.words.isEmpty ? nil : $0.words }),
            DIPCell(
                webhook.url, style: "t-text t-wide",
                detail: maxima.isEmpty ? nil : maxima.joined(separator: ", ")),
            moment(health.lastDelivered, desk), moment(health.lastFailure, desk),
        ]
    }

    private static func moment(_ line: JournalLine?, _ desk: Desk) -> DIPCell {
        guard let line else { return DIPCell(nil, style: "t-date") }
        var cell = DIPCell(line.at)
        if let id = line.transactionID { cell.href = desk.link(.dip(.transaction(id))) }
        let words = [
            line.httpStatus.map { "HTTP \($0)" }, line.code,
            line.detail.map { Wording.cut(DIPWording.detail($0, beside: line.code), to: 90) },
        ]
        .compactMap(\.self).joined(separator: ", ")
        cell.detail = words.isEmpty ? line.at.date : "\(line.at.date): \(words)"
        return cell
    }
}
