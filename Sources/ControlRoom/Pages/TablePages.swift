import Kernel
import Record

/// The table of any kind.
enum TablePage {
    static func model(_ kind: RecordKind, _ desk: Desk) async throws -> PageModel {
        let table = try await TableBuilder(desk: desk, kind: kind).table()
        return PageModel(
            heading: Wording.kind(kind), kicker: ["All records"],
            panels: [PanelModel(anchor: "table", name: Wording.kind(kind), table: [table])])
    }
}

/// Every kind of record with the number of its rows.
enum RecordIndexPage {
    static func model(_ desk: Desk) async throws -> PageModel {
        var rows = Markup()
        for kind in RecordKind.allCases {
            let count = try await desk.count(kind)
            rows.raw("<tr><th scope=\"row\" data-label=\"Kind\"><a")
            rows.attribute("href", desk.link(.table(kind)))
            rows.raw(">")
            rows.text(Wording.kind(kind))
            rows.raw("</a></th><td class=\"t-number\" data-label=\"Rows\">")
            rows.text(Wording.number(count))
            rows.raw("</td><td class=\"t-code\" data-label=\"Export name\">")
            rows.text(kind.rawValue)
            rows.raw("</td></tr>\n")
        }
        return PageModel(
            heading: "All records",
            lead: ["Every kind of record, under the name that its export has on the command line."],
            panels: [
                PanelModel(
                    anchor: "kinds", name: "Kinds of record",
                    plain: [
                        PlainTable(
                            caption: "Kinds of record", form: "cards",
                            columns: [
                                PlainHead(text: "Kind", style: "t-text"), PlainHead(text: "Rows", style: "t-number"),
                                PlainHead(text: "Export name", style: "t-code"),
                            ], rows: rows)
                    ])
            ])
    }
}

/// Passages that hold the words asked for.
enum SearchPage {
    private static let mostHits = 100
    /// Characters of a record's key.
    private static let mostOfKey = 48

    static func model(_ desk: Desk) async throws -> PageModel {
        var page = PageModel(heading: "Search", lead: ["Looks through every line of every paper."])
        let words = desk.address.words
        guard !words.isEmpty else {
            page.panels = [
                PanelModel(
                    anchor: "results", name: "Nothing asked yet",
                    absence: [
                        "Type words or a reference, such as a milestone's, into the box above. A slash (/) goes there."
                    ])
            ]
            return page
        }
        let hits = try await desk.record.search(words, asKnownAt: desk.day, limit: mostHits)
        page.heading = "Search: \(words)"
        guard !hits.isEmpty else {
            page.panels = [
                PanelModel(
                    anchor: "results", name: "No passage found",
                    absence: ["No line holds all of these words. Try fewer words, or part of one."])
            ]
            return page
        }
        let labels = try await desk.labels(for: hits.map { Source(paper: $0.paper, line: $0.line) })
        var body = Markup("<ol class=\"hits\">\n")
        let wanted = words.split { $0 == " " || $0 == "\"" }.map { Array($0.lowercased().utf8) }
        for hit in hits { write(hit, wanted, labels, desk, into: &body) }
        body.raw("</ol>")
        let name = hits.count == mostHits ? "The best \(mostHits) passages" : Wording.count(hits.count, "passage")
        page.panels = [PanelModel(anchor: "results", name: name, prose: body)]
        return page
    }

    private static func write(
        _ hit: SearchHit, _ wanted: [[UInt8]], _ labels: [String: String], _ desk: Desk, into body: inout Markup
    ) {
        let source = Source(paper: hit.paper, line: hit.line)
        body.raw("<li class=\"hit\"><p class=\"where\"><a")
        body.attribute("href", desk.link(source))
        body.raw(">")
        body.text(CellWriter(desk: desk, labels: labels).label(source))
        body.raw("</a></p><p class=\"said\">")
        highlight(hit.text, wanted, into: &body)
        body.raw("</p>")
        if !hit.marks.isEmpty {
            body.raw("<ul class=\"chips\">")
            for mark in hit.marks.prefix(6) {
                body.raw("<li><a")
                body.attribute("href", desk.link(.record(mark.kind, key: mark.key)))
                body.raw(">")
                body.text("\(Wording.one(mark.kind)) \(Wording.cut(Wording.key(mark.key), to: mostOfKey))")
                body.raw("</a></li>")
            }
            body.raw("</ul>")
        }
        body.raw("</li>\n")
    }

    /// The text with the words marked. Where lower case has another length than the text, nothing is marked.
    private static func highlight(_ text: String, _ wanted: [[UInt8]], into body: inout Markup) {
        // Empty columns at a row's ends say nothing here.
        func isBlank(_ sign: Character) -> Bool { sign == "\t" || sign == " " }
        let kept = text.drop(while: isBlank)
        let text = String(kept[..<(kept.lastIndex { !isBlank($0) }.map(kept.index(after:)) ?? kept.startIndex)])
        let bytes = Array(text.utf8)
        let folded = Array(text.lowercased().utf8)
        guard bytes.count == folded.count else {
            PaperTextPage.passage(text, into: &body)
            return
        }
        var marked = [Bool](repeating: false, count: bytes.count)
        for word in wanted where !word.isEmpty {
            var start = 0
            while let range = WordCase.firstRange(ofFolded: word, in: folded, from: start) {
                for place in range { marked[place] = true }
                start = range.upperBound
            }
        }
        var start = 0
        while start < bytes.count {
            var end = start
            while end < bytes.count, marked[end] == marked[start] { end += 1 }
            if marked[start] { body.raw("<mark>") }
            PaperTextPage.passage(String(decoding: bytes[start..<end], as: UTF8.self), into: &body)
            if marked[start] { body.raw("</mark>") }
            start = end
        }
    }
}
