import DIP
import Kernel

/// `/dip/transactions/ID`: what became of one message, and the message itself as it came and as each recipient gets it.
enum TransactionPage {
    /// Lines of one transaction that are read; a message has a few for each recipient and try.
    static let mostLines = 2_000

    static func model(_ id: String, _ desk: Desk, _ dip: DIPDesk) async throws -> PageModel {
        let message = try await dip.journal.message(transactionID: id)
        let lines = try await dip.journal.lines(
            after: 0, filter: JournalFilter(transactionID: id), limit: mostLines)
        guard message != nil || !lines.isEmpty else {
            throw RoomFailure.noSuchRecord("The journal holds no transaction \(Wording.cut(id, to: 80)).")
        }
        var page = PageModel(heading: id)
        page.kicker = ["Transaction"]
        if lines.count == mostLines {
            page.notes.append(.bound("Only the first \(Wording.number(mostLines)) lines are regarded here."))
        }
        if let message {
            page.lead = [lead(message.message)]
            page.panels.append(recipients(message.message, lines, id, desk, dip, now: try dip.shown()))
        }
        page.panels.append(timeline(lines, desk))
        let statuses = lines.filter { $0.event == .status }
        if !statuses.isEmpty { page.panels.append(Self.statuses(statuses, desk)) }
        if let message {
            page.panels.append(facts(message, desk))
            page.panels += try payloads(message, id, desk, dip)
        }
        return page
    }

    private static func lead(_ message: AcceptedMessage) -> String {
        let head = message.head
        let mpan = head.mpan.map { " about MPAN \($0)" } ?? ""
        let name = RoleCode(head.senderRole).flatMap(DIPWording.role)
        let role = name.map { "\(head.senderRole), \($0)" } ?? head.senderRole
        return
            "\(head.interface) \(head.eventCode) from \(head.sender) (\(role))\(mpan), accepted at \(DIPWording.time(message.acceptedAt)) UTC."
    }

    // MARK: Recipients

    private static func recipients(
        _ message: AcceptedMessage, _ lines: [JournalLine], _ id: String, _ desk: Desk, _ dip: DIPDesk, now: Instant
    ) -> PanelModel {
        var panel = PanelModel(anchor: "recipients", name: "Recipients")
        guard !message.addressees.isEmpty else {
            panel.absence = ["The message reached nobody: no recipient was named, appointed or set by a rule."]
            return panel
        }
        let heads = ["Recipient", "Role", "Why", "State", "Since", "Answer", "Tries", "Lane"].map {
            PlainHead(text: $0, style: "t-text")
        }
        var rows = Markup()
        var waiting = 0
        for addressee in message.addressees {
            let state = RecipientState(addressee.recipient, lines: lines)
            if state.isWaiting { waiting += 1 }
            var fields = DIPFields(["transaction": id])
            fields["party"] = addressee.recipient.text
            let since = state.at ?? message.acceptedAt
            rows.row(
                [
                    DIPCell(
                        addressee.recipient.text, style: "t-code",
                        href: desk.link(.dip(.transaction(id)), dip: DIPFields(["party": addressee.recipient.text]))
                            + "#payloads"),
                    DIPCell(addressee.role), DIPCell(addressee.kind.rawValue),
                    DIPCell(state.words, href: desk.link(.dip(.journal), dip: fields), tone: state.tone),
                    DIPCell(
                        DIPWording.time(since), style: "t-date",
                        detail: state.isWaiting
                            ? DIPWording.span(milliseconds: now.milliseconds - message.acceptedAt.milliseconds)
                                + " since taken in" : nil),
                    DIPCell(state.answer, detail: state.reason), DIPCell(String(state.tries), style: "t-number"),
                    DIPCell(String(addressee.lane), style: "t-number"),
                ], heads: heads)
        }
        panel.about = [
            waiting == 0
                ? "Nothing waits: every recipient has it, or it was given up."
                : "It waits for \(Wording.count(waiting, "recipient"))."
        ]
        panel.plain = [PlainTable(caption: "Recipients", form: "cards", columns: heads, rows: rows)]
        return panel
    }

    // MARK: Timeline

    private static let timelineHeads =
        [PlainHead(text: "Time (UTC)", style: "t-date"), PlainHead(text: "After", style: "t-number")]
        + JournalRows.heads.filter { $0.text != "Time (UTC)" && $0.text != "Interface" && $0.text != "MPAN" }

    private static func timeline(_ lines: [JournalLine], _ desk: Desk) -> PanelModel {
        let perPage = JournalSearch.linesOnAPage
        let first = (desk.address.table.page - 1) * perPage
        let shown = lines.dropFirst(first).prefix(perPage)
        var panel = PanelModel(anchor: "timeline", name: "Timeline")
        panel.about = ["Oldest first; “after” is the time since the line before."]
        guard !shown.isEmpty else {
            panel.absence = ["The timeline has fewer pages than that."]
            return panel
        }
        let writer = JournalRows(desk: desk)
        var rows = Markup()
        var before = first > 0 ? lines[first - 1].at : nil
        for line in shown {
            let cells = writer.cells(line)
            var time = cells[0]
            time.href = nil
            let gap = before.map { DIPWording.span(milliseconds: line.at.milliseconds - $0.milliseconds) }
            rows.row(
                [time, DIPCell(gap, style: "t-number"), cells[1], cells[3], cells[4], cells[6], cells[7]],
                heads: timelineHeads, data: line.sequence)
            before = line.at
        }
        panel.plain = [PlainTable(caption: "Timeline", form: "cards", columns: timelineHeads, rows: rows)]
        panel.pages = Pages.pager(total: lines.count, perPage: perPage, desk)
        panel.more = [
            LinkModel(
                text: "These lines in the journal",
                href: desk.journal(["transaction": lines.first?.transactionID ?? ""]))
        ]
        return panel
    }

    private static func statuses(_ lines: [JournalLine], _ desk: Desk) -> PanelModel {
        var panel = PanelModel(anchor: "statuses", name: "Status messages")
        panel.about = ["What the platform or a recipient reported to the sender about it."]
        panel.plain = [
            PlainTable(
                caption: "Status messages", form: "cards", columns: JournalRows.heads,
                rows: JournalRows(desk: desk).markup(Array(lines.prefix(JournalSearch.linesOnAPage))))
        ]
        return panel
    }

    // MARK: The message

    private static func facts(_ journalled: JournalledMessage, _ desk: Desk) -> PanelModel {
        let (message, head) = (journalled.message, journalled.message.head)
        var panel = PanelModel(anchor: "facts", name: "Common block, as sent")
        let facts: [(String, String?, String?)] = [
            ("Interface", head.interface, desk.journal(["interface": head.interface])),
            ("Event", head.eventCode, nil), ("Schema version", head.schemaVersion, nil),
            ("Environment", head.environmentTag, nil), ("Sender", head.sender, desk.journal(["party": head.sender])),
            ("Sender’s role", head.senderRole, nil),
            ("Sender’s reference", head.senderUniqueReference, desk.journal(["reference": head.senderUniqueReference])),
            ("Sender’s time", head.senderTimestamp, nil), ("Sender’s correlation", head.senderCorrelation, nil),
            ("Initial correlation", message.initialCorrelationID, nil),
            ("Connection provider", head.connectionProvider, nil),
            ("MPAN", head.mpan, head.mpan.map { desk.journal(["mpan": $0]) }), ("Distributor", head.distributor, nil),
            ("GSP group", head.gspGroup, nil), ("Response code", head.responseCode, nil),
            ("Sequence", String(journalled.sequence), nil),
        ]
        let heads = [PlainHead(text: "Field", style: "t-text"), PlainHead(text: "Value", style: "t-text t-wide")]
        var rows = Markup()
        for (name, value, href) in facts {
            guard let value, !value.isEmpty else { continue }
            rows.row([DIPCell(name), DIPCell(value, style: "t-text t-wide", href: href)], heads: heads)
        }
        panel.plain = [PlainTable(caption: "Common block", form: "cards tally", columns: heads, rows: rows)]
        return panel
    }

    private static func payloads(
        _ message: JournalledMessage, _ id: String, _ desk: Desk, _ dip: DIPDesk
    ) throws -> [PanelModel] {
        let addressees = message.message.addressees
        let asked = desk.address.dip["party"]
        let chosen = addressees.first { $0.recipient.text == asked } ?? addressees.first
        let copy = try chosen.flatMap { addressee in try dip.outbound?(message, addressee) }
        let leaves = copy.flatMap { try? PayloadView.Leaves($0.bytes) }
        var received = payload(
            message.bytes, anchor: "payloads", name: "As received", against: leaves, masked: [], isReceived: true)
        received.more = [LinkModel(text: "File", href: desk.link(.dip(.received(id))))]
        guard let chosen else { return [received] }
        received.width = "half"
        var sent = PanelModel(anchor: "sent", name: "As \(chosen.recipient) gets it", width: "half")
        if let copy {
            sent = payload(
                copy.bytes, anchor: "sent", name: sent.name, against: try? PayloadView.Leaves(message.bytes),
                masked: copy.masked, isReceived: false)
            sent.width = "half"
            sent.more = [
                LinkModel(text: "File", href: desk.link(.dip(.sent(id, recipient: chosen.recipient.text))))
            ]
        } else {
            sent.absence = ["This room has no way to make a recipient’s copy; the stand-in makes it as it delivers."]
        }
        sent.more += addressees.filter { $0.recipient != chosen.recipient }.prefix(12).map { other in
            LinkModel(
                text: other.recipient.text,
                href: desk.link(.dip(.transaction(id)), dip: DIPFields(["party": other.recipient.text])) + "#payloads")
        }
        return [received, sent]
    }

    private static func payload(
        _ bytes: [UInt8], anchor: String, name: String, against other: PayloadView.Leaves?, masked: [String],
        isReceived: Bool
    ) -> PanelModel {
        var panel = PanelModel(anchor: anchor, name: name)
        panel.about = ["\(Wording.count(bytes.count, "byte")), laid out for reading; the file has it as it is."]
        do throws(JSONTextError) {
            let view = try PayloadView(bytes, against: other, masked: masked, isReceived: isReceived)
            panel.prose = view.markup
            if view.isCut {
                panel.notes = [
                    .bound("Only the first \(Wording.number(PayloadView.mostLines)) lines are laid out here.")
                ]
            }
        } catch {
            panel.notes = [.warning("It cannot be laid out: \(error.description)")]
        }
        return panel
    }

    // MARK: Files

    static func file(_ id: String, recipient: String?, _ dip: DIPDesk) async throws -> Page {
        guard let message = try await dip.journal.message(transactionID: id) else {
            throw RoomFailure.noSuchRecord("The journal holds no transaction \(Wording.cut(id, to: 80)).")
        }
        guard let recipient else { return json(message.bytes, name: "received.json") }
        guard let outbound = dip.outbound,
            let addressee = message.message.addressees.first(where: { $0.recipient.text == recipient })
        else { throw RoomFailure.noSuchPage }
        return json(try outbound(message, addressee).bytes, name: "\(addressee.recipient).json")
    }

    private static func json(_ bytes: [UInt8], name: String) -> Page {
        Page(contentType: "application/json", body: bytes, fileName: name)
    }
}

/// What became of a message for one recipient, from the journal's lines.
struct RecipientState: Sendable, Equatable {
    var isWaiting = true
    var words = "waiting"
    var tone = "fair"
    /// Since when; nil where nothing was tried yet.
    var at: Instant?
    var answer = ""
    /// Why it is not there, where no answer says so.
    var reason: String?
    var tries = 0

    init(_ recipient: DIPID, lines: [JournalLine]) {
        for line in lines where line.recipient == recipient.text {
            switch line.event {
            case .attempted:
                (isWaiting, words, tone) = (true, "to be tried again", "warm")
                tries += 1
            case .delivered:
                (isWaiting, words, tone) = (false, "delivered", "good")
                tries += 1
            case .undelivered:
                (isWaiting, words, tone) = (false, "undelivered", "bad")
                tries += 1
            case .requeued: (isWaiting, words, tone) = (true, "requeued", "fair")
            default: continue
            }
            at = line.at
            answer = [line.httpStatus.map { "HTTP \($0)" }, line.code].compactMap(\.self).joined(separator: " ")
            reason = line.event == .attempted || line.event == .undelivered ? line.detail.map(Self.short) : nil
        }
    }

    private static func short(_ detail: String) -> String { Wording.cut(detail, to: 120) }
}

/// Pages of tables that are numbered.
enum Pages {
    /// The pager of a table of `total` rows; none where one page holds them.
    static func pager(total: Int, perPage: Int, _ desk: Desk) -> [TableModel.Pager] {
        let pages = max(1, (total + perPage - 1) / perPage)
        let current = desk.address.table.page
        guard pages > 1 || current > 1 else { return [] }
        func link(_ text: String, _ page: Int) -> LinkModel {
            var address = desk.address
            address.table.page = page
            return LinkModel(text: text, href: address.text)
        }
        return [
            TableModel.Pager(
                previous: current > 1 ? [link("Previous", min(current - 1, pages))] : [],
                next: current < pages ? [link("Next", current + 1)] : [],
                position: "Page \(Wording.number(current)) of \(Wording.number(pages))")
        ]
    }

    /// The rows of the page asked for.
    static func rows<Row>(_ all: [Row], perPage: Int, _ desk: Desk) -> ArraySlice<Row> {
        all.dropFirst((desk.address.table.page - 1) * perPage).prefix(perPage)
    }
}
