import Kernel
import Record

/// The text of a paper, every claimed passage marked and linked to its record.
enum PaperTextPage {
    /// Lines of a paper on one page; an address's line anchor leads to the right page.
    static let linesOnAPage = 2_000
    private static let mostMarks = 4

    static func model(_ name: String, _ desk: Desk) async throws -> PageModel {
        guard let paper = try await desk.record.paper(name, asKnownAt: desk.day) else {
            throw RoomFailure.noSuchRecord(missing(name, desk))
        }
        let card = paper.card
        let parts = max(1, (paper.lines.count + linesOnAPage - 1) / linesOnAPage)
        let part = desk.address.table.page
        guard part <= parts else {
            throw RoomFailure.noSuchRecord(
                "The text of \(name) has \(Wording.count(parts, "page")); page \(part) is not one.")
        }
        let first = (part - 1) * linesOnAPage
        let lines = paper.lines[first..<min(first + linesOnAPage, paper.lines.count)]
        var page = PageModel(
            heading: card.title.isEmpty ? name : card.title,
            kicker: [kicker(card)],
            notes: card.doubts.map(NoteModel.doubt))
        let about = facts(card).map { "\($0.0): \($0.1)" }.joined(separator: " · ")
        page.lead = about.isEmpty ? [] : [about]
        var panel = PanelModel(
            anchor: "text", name: parts > 1 ? "Text, page \(part) of \(parts)" : "Text",
            figures: [figures(paper, desk)],
            prose: text(lines, desk))
        if part > 1 { panel.more.append(link("Previous page", part - 1, name, desk)) }
        if part < parts { panel.more.append(link("Next page", part + 1, name, desk)) }
        panel.more.append(
            LinkModel(text: "The paper's record", href: desk.link(.record(.papers, key: name))))
        page.panels = [panel]
        return page
    }

    private static func missing(_ name: String, _ desk: Desk) -> String {
        guard let day = desk.day else { return "No paper named \(name) is in the record." }
        return "No paper named \(name) was known at \(Wording.date(day))."
    }

    private static func kicker(_ card: PaperCard) -> String {
        [card.group, card.meeting, Wording.paperKind(card.kind.rawValue)].filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static func facts(_ card: PaperCard) -> [(String, String)] {
        [
            ("File", card.name), ("Document", card.documentID), ("Version", card.version),
            ("Meeting", card.meetingDate.map(Wording.date) ?? ""), ("Issued", card.issueDate.map(Wording.date) ?? ""),
        ].filter { !$0.1.isEmpty }
    }

    private static func link(_ text: String, _ part: Int, _ name: String, _ desk: Desk) -> LinkModel {
        LinkModel(text: text, href: desk.link(.paper(name), table: TableRequest(page: part)))
    }

    private static func figures(_ paper: PaperPage, _ desk: Desk) -> FigureRow {
        var counts: [LineClaim: Int] = [:]
        for line in paper.lines { counts[line.claim, default: 0] += 1 }
        func figure(_ claim: LineClaim, _ caption: String, _ tone: String = "quiet") -> FigureRow.Figure {
            FigureRow.Figure(
                number: Wording.number(counts[claim] ?? 0), caption: caption, detail: "", href: [], tone: tone)
        }
        return FigureRow(figures: [
            figure(.record, "lines of records"), figure(.heading, "headings and labels"),
            figure(.narrative, "lines of running text"),
            figure(.unclaimed, "unclaimed lines", (counts[.unclaimed] ?? 0) > 0 ? "bad" : "good"),
        ])
    }

    // MARK: Text

    private static func text(_ lines: ArraySlice<PaperPage.Line>, _ desk: Desk) -> Markup {
        var out = Markup(
            """
            <p class="legend"><span><b>R</b> record</span><span><b>H</b> heading or label</span>\
            <span><b>N</b> running text</span><span><b>!</b> unclaimed</span>\
            <span><b>→</b> a column boundary</span></p>
            <div class="text"><ol>

            """)
        for line in lines { write(line, desk, into: &out) }
        out.raw("</ol></div>")
        return out
    }

    private static func write(_ line: PaperPage.Line, _ desk: Desk, into out: inout Markup) {
        let (letter, word, style) = claim(line.claim)
        let number = String(line.number)
        out.raw("<li")
        out.attribute("id", "L" + number)
        if !style.isEmpty { out.attribute("class", style) }
        out.raw("><span class=\"claim\"")
        out.attribute("title", word)
        out.raw(">")
        out.text(letter)
        out.raw("</span><a class=\"line-number\"")
        out.attribute("href", "#L" + number)
        out.attribute("aria-label", "Line " + number)
        out.raw(">")
        out.text(number)
        out.raw("</a><span class=\"line-text\">")
        passage(line.text, into: &out)
        out.raw("</span><span class=\"marks\">")
        for mark in line.marks.prefix(mostMarks) {
            out.raw("<a")
            out.attribute("href", desk.link(.record(mark.kind, key: mark.key)))
            out.raw(">")
            out.text("\(Wording.one(mark.kind)) \(Wording.key(mark.key))")
            out.raw("</a>")
        }
        if line.marks.count > mostMarks {
            out.raw("<span class=\"quiet\">and ")
            out.text(Wording.count(line.marks.count - mostMarks, "more record"))
            out.raw("</span>")
        }
        out.raw("</span></li>\n")
    }

    /// A line's text with its tabs shown as arrows.
    static func passage(_ text: String, into out: inout Markup) {
        var isFirst = true
        for cell in text.split(separator: "\t", omittingEmptySubsequences: false) {
            if !isFirst { out.raw("<span class=\"tab-stop\"> → </span>") }
            out.text(cell)
            isFirst = false
        }
    }

    private static func claim(_ claim: LineClaim) -> (letter: String, word: String, style: String) {
        switch claim {
        case .blank: ("", "Blank line", "is-blank")
        case .unclaimed: ("!", "Unclaimed: no record, heading or running text", "is-unclaimed")
        case .record: ("R", "Record", "is-record")
        case .heading: ("H", "Heading or label", "is-heading")
        case .narrative: ("N", "Running text", "")
        }
    }
}
