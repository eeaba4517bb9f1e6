import DIP
import Kernel

/// Writes lines of the journal as rows: the same cells on the page, in a transaction's timeline and in the stream.
struct JournalRows: Sendable {
    let desk: Desk

    static let heads = [
        PlainHead(text: "Time (UTC)", style: "t-date"), PlainHead(text: "What", style: "t-text"),
        PlainHead(text: "Interface", style: "t-text t-event"), PlainHead(text: "From", style: "t-code"),
        PlainHead(text: "To", style: "t-code"), PlainHead(text: "MPAN", style: "t-code"),
        PlainHead(text: "Answer", style: "t-text"), PlainHead(text: "Detail", style: "t-text t-detail"),
    ]

    /// Bytes of a detail that a row shows; the transaction's page and the files have the whole of it.
    private static let longestDetail = 240

    func cells(_ line: JournalLine) -> [DIPCell] {
        var time = DIPCell(line.at)
        if let id = line.transactionID { time.href = desk.link(.dip(.transaction(id))) }
        let what = DIPCell(DIPWording.event(line.event), tone: DIPWording.tone(of: line.event))
        let interface = DIPCell(line.interface, style: "t-text t-event", detail: line.eventCode)
        return [
            time, what, interface, party(line.sender, of: line), party(line.recipient, of: line), mpan(line),
            answer(line), detail(line),
        ]
    }

    func markup(_ lines: [JournalLine]) -> Markup {
        var rows = Markup()
        for line in lines { rows.row(cells(line), heads: Self.heads, data: line.sequence) }
        return rows
    }

    private func party(_ id: String?, of line: JournalLine) -> DIPCell {
        guard let id else { return DIPCell(nil, style: "t-code") }
        return DIPCell(party: id, href: desk.journal(["party": id]))
    }

    private func mpan(_ line: JournalLine) -> DIPCell {
        guard let mpan = line.mpan else { return DIPCell(nil, style: "t-code") }
        return DIPCell(mpan, style: "t-code", href: desk.journal(["mpan": mpan]))
    }

    private func answer(_ line: JournalLine) -> DIPCell {
        let status = line.httpStatus.map { "HTTP \($0)" }
        guard let code = line.code else { return DIPCell(status) }
        return DIPCell(code, href: desk.journal(["code": code]), detail: status)
    }

    private func detail(_ line: JournalLine) -> DIPCell {
        let text =
            line.detail.map { DIPWording.detail($0, beside: line.code) } ?? line.senderUniqueReference.map {
                "reference \($0)"
            } ?? ""
        return DIPCell(Wording.cut(text, to: Self.longestDetail), style: "t-text t-detail")
    }
}

extension Desk {
    /// A link to the search of the journal by some fields.
    func journal(_ fields: KeyValuePairs<String, String>) -> String {
        link(.dip(.journal), dip: DIPFields(fields))
    }

    /// A link under `/dip` that keeps the view's options.
    func link(_ route: Route, dip fields: DIPFields) -> String {
        var options = options
        options.focus = false
        return Address(route: route, options: options, dip: fields).text
    }

    /// The same, for another page of its table.
    func link(_ place: DIPPlace, dip fields: DIPFields = DIPFields(), page: Int) -> String {
        var options = options
        options.focus = false
        return Address(route: .dip(place), options: options, table: TableRequest(page: page), dip: fields).text
    }
}
