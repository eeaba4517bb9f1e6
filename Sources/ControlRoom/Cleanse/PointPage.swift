import Charts
import Cleanse
import Kernel

/// `/cleanse/mpans/…`: what every register says of one MPAN through time, every rule's verdict, every exception's life.
enum PointPage {
    /// Exceptions of one subject that are shown with their lives.
    private static let mostLives = 60

    static func asking(_ desk: Desk) throws -> PageModel {
        let typed = desk.address.cleanse["subject"]
        var page = PageModel(heading: "MPANs")
        page.lead = ["What each register says of one MPAN, and every rule’s verdict."]
        var panel = PanelModel(anchor: "ask", name: "Ask for one")
        let digits = (typed ?? "").filter { $0 != " " }
        let isMPAN = mpan(digits) != nil
        if typed != nil, !isMPAN { page.status = 422 }
        panel.forms = [
            FormModel(
                name: "Ask for an MPAN", action: Route.cleanse(.points).path, method: "get", hidden: [],
                fields: [
                    .typed(
                        "subject", "MPAN", value: typed, of: "ask", longest: 40, hint: "Thirteen digits.",
                        wrong: typed != nil && !isMPAN ? "An MPAN’s core has thirteen digits." : nil)
                ], button: "Show")
        ]
        if isMPAN { panel.more = [LinkModel(text: "The page of \(digits)", href: desk.cleanse(.point(digits)))] }
        page.panels = [panel]
        return page
    }

    static func mpan(_ digits: String) -> UInt64? {
        guard digits.utf8.count == 13, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return UInt64(digits)
    }

    static func model(_ subject: String, _ desk: Desk, _ sight: CleanseSight) async throws -> PageModel {
        var filter = LedgerFilter()
        filter.subject = subject
        filter.withClosed = true
        let entries = try sight.books.ledger.list(filter, run: nil, limit: mostLives)
        let number = mpan(subject)
        var point: ExplainedPoint?
        var trouble: SettingsTrouble?
        do {
            if let number { point = try await sight.books.explain(number) }
        } catch let found as SettingsTrouble {
            trouble = found
        }
        let isKnown = point.map { !$0.explanation.rows.isEmpty } ?? false
        guard !entries.isEmpty || isKnown || trouble != nil else {
            throw RoomFailure.noSuchRecord(
                number == nil
                    ? "No exception is about “\(Wording.cut(subject, to: 80))”."
                    : "No register has MPAN \(subject), and no exception is about it.")
        }
        var page = PageModel(heading: Wording.cut(subject, to: 80))
        page.kicker = [number == nil ? "Subject" : "MPAN"]
        if let point, isKnown {
            page.panels.append(standing(point, entries, desk))
            if let timeline = PointTimeline.panel(point) { page.panels.append(timeline) }
            page.panels.append(contentsOf: verdicts(point.explanation, desk))
            page.panels.append(rows(point.explanation))
        } else if let trouble {
            page.notes = [.bad("The rules could not be asked", trouble.sentence)]
        } else if number != nil {
            page.notes = [
                .bound(
                    point == nil
                        ? "No register is loaded in this data folder, so only the ledger speaks here."
                        : "No register that is loaded now has this MPAN; the ledger remembers it.")
            ]
        }
        page.panels.append(try lives(entries, desk, sight))
        return page
    }

    // MARK: How it stands

    private static func standing(_ point: ExplainedPoint, _ entries: [LedgerEntry], _ desk: Desk) -> PanelModel {
        let open = entries.filter { !$0.life.state.isClosed && $0.life.state != .watched }
        var figures = [
            FigureRow.Figure(
                number: Wording.number(open.count), caption: "Open exceptions",
                detail: open.isEmpty ? "nothing to mend" : open.map(\.rule.id).uniqued.joined(separator: ", "),
                href: ["#lives"], tone: open.isEmpty ? "good" : "bad")
        ]
        for one in point.explanation.classes {
            figures.append(
                FigureRow.Figure(
                    number: CleanseWording.itemClass(one.itemClass), caption: CleanseWording.item(one.item), detail: "",
                    href: [CleanseDashboard.certificateLink(one.item, desk)], tone: CleanseWording.tone(one.itemClass)))
        }
        var panel = PanelModel(anchor: "standing", name: "How it stands", figures: [FigureRow(figures: figures)])
        panel.about = ["Registers as at \(Wording.date(point.asAt)). Classes are those before exemptions."]
        return panel
    }

    private static func rows(_ explanation: Explanation) -> PanelModel {
        var panel = PanelModel(anchor: "rows", name: "What the registers say")
        let heads = [
            PlainHead(text: "Register", style: "t-code"), PlainHead(text: "Row", style: "t-text"),
            PlainHead(text: "Says", style: "t-text t-wide"),
        ]
        var rows = Markup()
        for row in explanation.rows {
            let fields = row.fields.filter { !$0.text.isEmpty }.map { "\($0.item.rawValue) \($0.text)" }
            rows.row(
                [
                    DIPCell(row.register, style: "t-code"),
                    DIPCell(row.place.file + (row.place.line.map { ":\($0)" } ?? "")),
                    DIPCell(fields.joined(separator: ", "), style: "t-text t-wide"),
                ], heads: heads)
        }
        panel.plain = [PlainTable(caption: "Rows of the registers", form: "cards", columns: heads, rows: rows)]
        return panel
    }

    // MARK: Verdicts

    private static let verdictHeads = [
        PlainHead(text: "Rule", style: "t-code"), PlainHead(text: "Verdict", style: "t-text"),
        PlainHead(text: "Item", style: "t-text"), PlainHead(text: "Observed", style: "t-text t-wide"),
        PlainHead(text: "Expected", style: "t-text"), PlainHead(text: "Owner", style: "t-text"),
    ]

    private static func verdicts(_ explanation: Explanation, _ desk: Desk) -> [PanelModel] {
        var panel = PanelModel(anchor: "verdicts", name: "Every rule’s verdict")
        var rows = Markup()
        for (rule, verdict) in explanation.verdicts {
            switch verdict {
            case .raised(let exceptions):
                for one in exceptions { rows.row(cells(rule, one, "raised", "bad", desk), heads: verdictHeads) }
            case .silenced(let by, let exceptions):
                for one in exceptions {
                    rows.row(cells(rule, one, "silenced by \(by.id)", "quiet", desk), heads: verdictHeads)
                }
            default: continue
            }
        }
        if rows.isEmpty {
            panel.notes = [
                .good("No rule is broken, by the registers as they are loaded and the rules as they are set.")
            ]
        } else {
            panel.plain = [PlainTable(caption: "Verdicts", form: "cards", columns: verdictHeads, rows: rows)]
        }
        func rules(_ holds: (Explanation.Verdict) -> Bool) -> [Rule] {
            explanation.verdicts.filter { holds($0.verdict) }.map(\.rule)
        }
        let passed = rules { if case .passes = $0 { true } else { false } }
        let gone = rules { if case .notAskedOfDisconnected = $0 { true } else { false } }
        panel.prose.append(list("Passed", passed, desk))
        panel.prose.append(list("Not asked of a disconnected MPAN", gone, desk))
        var reasons: [String] = []
        var off: [String: [Rule]] = [:]
        for (rule, verdict) in explanation.verdicts {
            guard case .off(let why) = verdict else { continue }
            if off[why.words] == nil { reasons.append(why.words) }
            off[why.words, default: []].append(rule)
        }
        for reason in reasons { panel.prose.append(list("Off: \(reason)", off[reason] ?? [], desk)) }
        return [panel]
    }

    private static func cells(
        _ rule: Rule, _ exception: RaisedException, _ words: String, _ tone: String, _ desk: Desk
    ) -> [DIPCell] {
        [
            DIPCell(rule.id, style: "t-code", href: desk.cleanse(.rule(rule.id))), DIPCell(words, tone: tone),
            DIPCell(exception.item.rawValue), DIPCell(exception.observed, style: "t-text t-wide"),
            DIPCell(
                exception.expected, detail: exception.suggestion.isEmpty ? nil : "perhaps \(exception.suggestion)"),
            DIPCell(exception.owner.description),
        ]
    }

    private static func list(_ heading: String, _ rules: [Rule], _ desk: Desk) -> Markup {
        guard !rules.isEmpty else { return Markup() }
        var out = Markup("<div class=\"prose\"><h3>")
        out.text("\(heading) (\(rules.count))")
        out.raw("</h3><p class=\"rule-list\">")
        for rule in rules {
            out.raw("<a")
            out.attribute("href", desk.cleanse(.rule(rule.id)))
            out.raw(">")
            out.text(rule.id)
            out.raw("</a> ")
        }
        out.raw("</p></div>\n")
        return out
    }

    // MARK: Lives

    private static func lives(_ entries: [LedgerEntry], _ desk: Desk, _ sight: CleanseSight) throws -> PanelModel {
        var panel = PanelModel(anchor: "lives", name: "The life of each exception")
        guard !entries.isEmpty else {
            panel.absence = ["The ledger has never had an exception about it."]
            return panel
        }
        let heads = [
            PlainHead(text: "Exception", style: "t-text"), PlainHead(text: "By", style: "t-text"),
            PlainHead(text: "State", style: "t-text"), PlainHead(text: "Owner", style: "t-text"),
            PlainHead(text: "Observed", style: "t-text t-wide"),
        ]
        var rows = Markup()
        for entry in entries {
            for (place, spell) in try sight.books.ledger.life(of: entry.number).enumerated() {
                rows.row(
                    [
                        DIPCell(
                            place == 0 ? "\(entry.rule.id) \(entry.item.rawValue)" : "then",
                            href: place == 0 ? desk.cleanse(.rule(entry.rule.id)) : nil,
                            detail: place == 0 ? "first seen \(CleanseWording.day(entry.firstSeen))" : nil),
                        DIPCell(spell.kind, detail: spell.note),
                        DIPCell(spell.state.rawValue, tone: CleanseWording.tone(spell.state)), DIPCell(spell.owner),
                        DIPCell(spell.observed, style: "t-text t-wide"),
                    ], heads: heads)
            }
        }
        panel.about = [
            "Oldest first. Only a run that saw the row and passed it resolves an exception; the opening date stays."
        ]
        panel.plain = [PlainTable(caption: "Lives of exceptions", form: "cards", columns: heads, rows: rows)]
        if entries.count == mostLives { panel.notes = [.bound("The first \(mostLives) exceptions are shown.")] }
        return panel
    }
}

extension Array where Element: Hashable {
    /// Each element once, where it came first.
    fileprivate var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
