import Kernel
import Record

/// Writes a row's cells as HTML, each value in the way that suits its column.
struct CellWriter: Sendable {
    let desk: Desk
    /// Names for the papers that sources speak of.
    let labels: [String: String]

    private static let mostSources = 3
    private static let mostItems = 6
    private static let mostDoubts = 2
    /// Bytes of a text that is shown whole.
    private static let longText = 160
    /// Bytes without a place to break: a column this wide is still of use.
    private static let longestRun = 18
    private static let mostInTip = 3

    /// A row of cells. The first column heads the row and links to its record.
    func row(_ row: Row, columns: [Column]) -> Markup {
        var out = Markup("<tr>")
        let notedAt = placeOfDoubts(row, columns)
        for (place, column) in columns.enumerated() {
            let value = row[column.name]
            let tag: (open: StaticString, close: StaticString) =
                place == 0 ? ("<th scope=\"row\"", "</th>") : ("<td", "</td>")
            out.raw(tag.open)
            out.attribute("class", Self.style(of: column) + Self.shape(of: value, column))
            out.attribute("data-label", Wording.column(column.name))
            out.raw(">")
            if place == 0 { head(row, value, column, into: &out) } else { cell(row, value, column, into: &out) }
            if place == notedAt { doubts(row["doubts"], into: &out) }
            out.raw(tag.close)
        }
        out.raw("</tr>\n")
        return out
    }

    /// The cell that carries the row's doubts as a note: the first wide one, where they have no column of their own.
    private func placeOfDoubts(_ row: Row, _ columns: [Column]) -> Int? {
        guard !row["doubts"].isEmpty, !columns.contains(where: { $0.name == "doubts" }) else { return nil }
        return columns.firstIndex { Self.wide.contains($0.name) } ?? 0
    }

    /// Columns whose texts are sentences.
    private static let wide: Set<String> = [
        "text", "title", "description", "criterion", "subject", "task", "activity", "sentence", "figure", "dependency",
        "objective", "document", "identifier",
    ]

    /// The class of a column's cells and head.
    static func style(of column: Column) -> String {
        switch column.type {
        case .date, .time: "t-date"
        case .integer: "t-number"
        case .identifier, .tier: "t-code"
        case .sources: "t-sources"
        default: column.name == "doubts" ? "t-doubts" : wide.contains(column.name) ? "t-text t-wide" : "t-text"
        }
    }

    /// The class of what a cell holds: nothing, or a run of letters so long that it may be broken anywhere.
    private static func shape(of value: String, _ column: Column) -> String {
        if value.isEmpty { return " is-empty" }
        // Sources are shown as a number of lines.
        if case .sources = column.type { return "" }
        var run = 0
        for byte in value.utf8 {
            run = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") ? 0 : run + 1
            if run > longestRun { return " has-long" }
        }
        return ""
    }

    /// Heads for columns.
    static func heads(_ columns: [Column]) -> [PlainHead] {
        columns.map { PlainHead(text: Wording.column($0.name), style: style(of: $0)) }
    }

    private func head(_ row: Row, _ value: String, _ column: Column, into out: inout Markup) {
        out.raw("<a class=\"row-link\"")
        out.attribute("href", destination(of: row))
        out.raw(">")
        if value.isEmpty {
            out.text(column.type == .identifier ? "Not numbered" : "Open record")
        } else {
            out.text(column.type == .date ? CalendarDate(iso: value).map(Wording.date) ?? value : value)
        }
        out.raw("</a>")
    }

    /// The page of a row's record. Papers have their text; what is computed from papers opens it.
    private func destination(of row: Row) -> String {
        switch row.kind {
        case .papers, .coverage: desk.link(.paper(row["paper"]))
        case .unclaimed: desk.link(Source(paper: row["paper"], line: Int(row["line"]) ?? 1))
        default: desk.link(.record(row.kind, key: row.key))
        }
    }

    private func cell(_ row: Row, _ value: String, _ column: Column, into out: inout Markup) {
        guard !value.isEmpty else {
            out.raw("<span class=\"nothing\" aria-label=\"empty\">–</span>")
            return
        }
        if column.name == "doubts" { return doubts(value, into: &out) }
        switch column.type {
        case .sources: sourcesInShort(SourceText.read(value), of: row, into: &out)
        case .date, .moment: date(value, into: &out)
        case .truth: truth(value, column, into: &out)
        case .tier: mark(value, tone: "quiet", into: &out)
        case .list: items(Self.split(value, by: " | "), column, into: &out)
        case .owners: items(Self.owners(value), column, into: &out)
        case .integer: out.text(Int(value).map(Wording.number) ?? value)
        case .text, .identifier, .time, .printed: plain(row, value, column, into: &out)
        }
    }

    private func plain(_ row: Row, _ value: String, _ column: Column, into out: inout Markup) {
        if let tone = Tone.of(column: column.name, value: value) { return mark(value, tone: tone, into: &out) }
        // A contradiction's values are of any type; days read like days everywhere.
        if row.kind == .contradictions, CalendarDate(iso: value) != nil { return date(value, into: &out) }
        if let link = reference(value, column.name) {
            out.raw("<a")
            out.attribute("href", link)
            out.raw(">")
            out.text(value)
            out.raw("</a>")
        } else {
            prose(value, into: &out)
        }
    }

    /// A text, cut by its look to a few lines where it is long; the record's page has it all.
    private func prose(_ text: String, into out: inout Markup) {
        guard text.utf8.count > Self.longText else { return out.text(text) }
        out.raw("<div class=\"clamp\">")
        out.text(text)
        out.raw("</div>")
    }

    /// Where a value that names another record leads.
    func reference(_ value: String, _ column: String) -> String? {
        switch column {
        case "milestone_id", "level1": desk.link(.record(.milestones, key: value))
        case "paper", "superseded_by", "supersedes", "reported_in": desk.link(.paper(value))
        case "place_a", "place_b": SourceText.read(value).first.map { desk.link($0) }
        default: nil
        }
    }

    private func items(_ values: [String], _ column: Column, into out: inout Markup) {
        guard values.count > 1 || column.name == "depends_on" else {
            return prose(values.first ?? "", into: &out)
        }
        out.raw("<ul class=\"cell-list\">")
        for value in values.prefix(Self.mostItems) {
            out.raw("<li>")
            if column.name == "depends_on" {
                out.raw("<a")
                out.attribute("href", desk.link(.record(.milestones, key: value)))
                out.raw(">")
                out.text(value)
                out.raw("</a>")
            } else {
                out.text(value)
            }
            out.raw("</li>")
        }
        if values.count > Self.mostItems {
            out.raw("<li class=\"quiet\">and ")
            out.text(String(values.count - Self.mostItems))
            out.raw(" more</li>")
        }
        out.raw("</ul>")
    }

    private func doubts(_ value: String, into out: inout Markup) {
        let doubts = Self.split(value, by: " | ")
        for doubt in doubts.prefix(Self.mostDoubts) {
            out.raw("<p class=\"doubt\"><span class=\"doubt-word\">Doubt</span> ")
            out.text(doubt)
            out.raw("</p>")
        }
        if doubts.count > Self.mostDoubts {
            out.raw("<p class=\"doubt\"><span class=\"doubt-word\">And ")
            out.text(Wording.count(doubts.count - Self.mostDoubts, "more doubt"))
            out.raw("</span> on the record's page</p>")
        }
    }

    /// Owners as people read them: a person without an organisation has no leading slash.
    static func owners(_ value: String) -> [String] {
        split(value, by: "; ").map { $0.hasPrefix("/") ? String($0.dropFirst()) : $0 }
    }

    func date(_ value: String, into out: inout Markup) {
        let halves = value.split(separator: "T", maxSplits: 1)
        guard let day = halves.first.flatMap({ CalendarDate(iso: $0) }) else {
            out.text(value)
            return
        }
        out.raw("<time")
        out.attribute("datetime", value)
        out.raw(">")
        out.text(Wording.date(day) + (halves.count > 1 ? ", \(halves[1])" : ""))
        out.raw("</time>")
    }

    private func truth(_ value: String, _ column: Column, into out: inout Markup) {
        if column.name == "agrees" {
            mark(value == "yes" ? "Agrees" : "Differs", tone: value == "yes" ? "good" : "bad", into: &out)
        } else {
            out.text(value == "yes" ? "Yes" : "No")
        }
    }

    func mark(_ word: String, tone: String, into out: inout Markup) {
        out.raw("<span")
        out.attribute("class", "mark tone-\(tone)")
        out.raw(">")
        out.text(word)
        out.raw("</span>")
    }

    /// One link for all lines, so that a table's rows stay low: to the line where there is one, else to the record's
    /// page, which quotes them all.
    private func sourcesInShort(_ sources: [Source], of row: Row, into out: inout Markup) {
        guard let first = sources.first else { return }
        out.raw("<a")
        if sources.count == 1 {
            out.attribute("href", desk.link(first))
            out.attribute("title", label(first))
            out.raw(">Line ")
            out.text(Wording.number(first.line))
            out.raw("<span class=\"unseen\"> of ")
            out.text(labels[first.paper] ?? first.paper)
            out.raw("</span></a>")
        } else {
            out.attribute("href", desk.link(.record(row.kind, key: row.key)) + "#passages")
            out.attribute("title", sources.prefix(Self.mostInTip).map(label).joined(separator: "; "))
            out.raw(">")
            out.text(Wording.count(sources.count, "line"))
            out.raw("</a>")
        }
    }

    /// Links to the lines where something is printed.
    func sources(_ sources: [Source], into out: inout Markup, limit: Int = mostSources) {
        out.raw("<ul class=\"sources\">")
        for source in sources.prefix(limit) {
            out.raw("<li><a")
            out.attribute("href", desk.link(source))
            out.attribute("title", source.description)
            out.raw(">")
            out.text(label(source))
            out.raw("</a></li>")
        }
        if sources.count > limit {
            out.raw("<li class=\"quiet\">and ")
            out.text(Wording.count(sources.count - limit, "line"))
            out.raw(" more</li>")
        }
        out.raw("</ul>")
    }

    /// `TMAG 22 pack, line 620`.
    func label(_ source: Source) -> String {
        "\(labels[source.paper] ?? source.paper), line \(source.line)"
    }

    /// Parts of a text that stand between a separator.
    static func split(_ text: String, by separator: String) -> [String] {
        let bytes = Array(text.utf8)
        let mark = Array(separator.utf8)
        var parts: [String] = []
        var start = 0
        while let range = WordCase.firstRange(ofFolded: mark, in: bytes, from: start) {
            parts.append(String(decoding: bytes[start..<range.lowerBound], as: UTF8.self))
            start = range.upperBound
        }
        parts.append(String(decoding: bytes[start...], as: UTF8.self))
        return parts
    }
}

/// The look that a state's word is given. The word itself is always shown.
enum Tone {
    static func of(column: String, value: String) -> String? {
        switch column {
        case "rag", "rag_last", "rag_current", "rag_next": rag(value)
        case "status", "state", "outcome", "event", "change", "confidence": state(value)
        case "type": "quiet"
        default: nil
        }
    }

    static func rag(_ value: String) -> String {
        switch value.lowercased() {
        case "red", "critical": "bad"
        case "high": "warm"
        case "amber", "medium", "yellow": "fair"
        case "green", "low": "good"
        case "blue", "complete": "calm"
        default: "quiet"
        }
    }

    private static func state(_ value: String) -> String {
        let words = value.lowercased()
        if words.hasPrefix("open") || words.hasPrefix("overdue") { return "warm" }
        if words.hasPrefix("clos") || words.hasPrefix("recommend") || words.hasPrefix("resolved") { return "good" }
        if words.hasPrefix("approved") || words.hasPrefix("endorsed") || words.hasPrefix("agreed") { return "good" }
        if words.hasPrefix("reject") || words.hasPrefix("remov") || words.hasPrefix("doubt") { return "bad" }
        if words.hasPrefix("defer") || words.hasPrefix("propos") { return "fair" }
        if words == "high" || words == "new" { return "calm" }
        return "quiet"
    }
}
