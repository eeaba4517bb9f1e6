import Record

/// A slide that opens an agenda item: title, `TYPE: objective`, lead, minutes.
struct Divider {
    var title = ""
    var kinds = ""
    var objective = ""
    var lead = ""
    var leadLine = 0
    var minutes: Int?
    var minutesPrinted = ""
    var minutesLine = 0
    var typeLine = 0
    var lines: [Int] = []
    /// Blocks that the divider takes.
    var blockCount = 1

    var asksForDecision: Bool { AgendaWords.asksForDecision(kinds) }

    private struct Entry {
        let text: String
        let line: Int
        let block: Int
    }

    /// The longest divider seen has seven lines.
    private static let reach = 12

    /// The divider that begins at a block; nil where none does.
    ///
    /// Lines are looked at rather than blocks, for blank lines are lost in some texts.
    init?(at index: Int, of paper: PaperContext) {
        guard Self.mayOpen(at: index, of: paper) else { return nil }
        let entries = Self.entries(from: index, of: paper)
        guard let typeAt = entries.prefix(3).firstIndex(where: { Self.typed($0.text) != nil }),
            let typed = Self.typed(entries[typeAt].text)
        else { return nil }
        // The title stands in the block before the type or in the same one, never further up.
        guard typeAt == 0 || entries[typeAt].block - index <= 1 else { return nil }
        let next = entries[(typeAt + 1)...].firstIndex { Self.typed($0.text) != nil } ?? entries.count
        let minutesAt = entries[typeAt..<next].firstIndex { Self.minutes($0.text) != nil }
        let isLoud = typed.kinds == typed.kinds.uppercased()
        guard isLoud ? minutesAt != nil || typeAt > 0 : minutesAt != nil && typeAt > 0 else { return nil }
        kinds = typed.kinds
        title = entries[..<typeAt].map(\.text).joined(separator: " ")
        typeLine = entries[typeAt].line
        var between = Array(entries[(typeAt + 1)..<(minutesAt ?? typeAt + 1)])
        if let minutesAt {
            minutes = Self.minutes(entries[minutesAt].text)
            minutesPrinted = entries[minutesAt].text
            minutesLine = entries[minutesAt].line
            if let last = between.last, last.block != entries[typeAt].block || last.block == entries[minutesAt].block {
                lead = MarkupReader.plain(last.text)
                leadLine = last.line
                between.removeLast()
            }
        } else {
            between = entries[(typeAt + 1)...].filter { $0.block == entries[typeAt].block }
        }
        objective = MarkupReader.plain(([typed.rest] + between.map(\.text)).joined(separator: " "))
        let end = minutesAt ?? entries.lastIndex { $0.block == entries[typeAt].block } ?? typeAt
        blockCount = entries[end].block - index + 1
        lines = paper.blocks[index..<(index + blockCount)].flatMap(\.lines)
    }

    /// Whether a type line stands in the block or opens the one after it.
    private static func mayOpen(at index: Int, of paper: PaperContext) -> Bool {
        guard let text = paper.blocks[index].text else { return false }
        if text.parts.prefix(3).contains(where: { typed($0) != nil }) { return true }
        guard index + 1 < paper.blocks.count, let next = paper.blocks[index + 1].text?.parts.first else { return false }
        return typed(next) != nil
    }

    private static func entries(from index: Int, of paper: PaperContext) -> [Entry] {
        var entries: [Entry] = []
        for block in index..<min(paper.blocks.count, index + reach) {
            switch paper.blocks[block] {
            case .table: return entries
            case .text(let text):
                entries += zip(text.parts, text.lines).map { Entry(text: $0, line: $1, block: block) }
            case .list(let items):
                if block == index { return entries }
                entries += items.map { Entry(text: $0.text, line: $0.lines.first ?? 0, block: block) }
            }
            if entries.count >= reach { return Array(entries.prefix(reach)) }
        }
        return entries
    }

    /// `DECISION: Approve …` as its type and the rest.
    private static func typed(_ text: String) -> (kinds: String, rest: String)? {
        guard text.utf8.prefix(40).contains(Ascii.colon), let halves = PackText.halves(text, at: ":"),
            halves.before.first?.isUppercase ?? false, AgendaWords.kinds(halves.before) != nil
        else { return nil }
        return (halves.before.trimmed, halves.after.trimmed)
    }

    /// The figure of `5 mins`, `0 mins – taken as read`.
    private static func minutes(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, digits.count <= 3, let number = Int(digits) else { return nil }
        let rest = text.dropFirst(digits.count).trimmed.lowercased()
        return rest.hasPrefix("min") ? number : nil
    }

    /// The agenda item that the divider opens: the one whose words are most like its own.
    func item(among candidates: [Candidate]) -> AgendaItem? {
        let title = Set(PackText.words(title))
        let objective = Set(PackText.words(objective))
        var best: (score: Int, item: AgendaItem)?
        for candidate in candidates {
            let byTitle = PackText.likeness(title, candidate.title)
            let byAim = objective.isEmpty ? 0 : PackText.likeness(objective, candidate.aim)
            guard byTitle >= 50 || byAim >= 60 else { continue }
            if byTitle + byAim > best?.score ?? 0 { best = (byTitle + byAim, candidate.item) }
        }
        return best?.item
    }

    /// An agenda item with its words, taken apart once.
    struct Candidate {
        let item: AgendaItem
        let title: Set<String>
        let aim: Set<String>

        init(_ item: AgendaItem) {
            self.item = item
            title = Set(PackText.words(item.title))
            aim = Set(PackText.words(item.aim))
        }
    }
}

/// Takes the lines of dividers.
struct DividerReader: SectionReader {
    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        guard let divider = Divider(at: index, of: paper) else { return 0 }
        ledger.claim(divider.lines, as: .heading)
        return divider.blockCount
    }
}

/// Brings what dividers say to the agenda items that they open: lead, minutes, and the decision sought.
struct DividerScan: LineScan {
    func scan(_ paper: PaperContext, into ledger: inout Ledger) {
        let items = AgendaReader.items(of: paper).map(Divider.Candidate.init)
        var index = 0
        while index < paper.blocks.count {
            guard let divider = Divider(at: index, of: paper) else {
                index += 1
                continue
            }
            let item = divider.item(among: items)
            if let item { state(divider, of: item, paper, &ledger) }
            if divider.asksForDecision { stateDecision(divider, item, paper, &ledger) }
            index += divider.blockCount
        }
    }

    private func lead(_ divider: Divider) -> [FieldReading] {
        divider.lead.isEmpty ? [] : [.text("lead", divider.lead, at: Place(line: divider.leadLine))]
    }

    private func state(_ divider: Divider, of item: AgendaItem, _ paper: PaperContext, _ ledger: inout Ledger) {
        var fields = lead(divider)
        if let minutes = divider.minutes {
            fields.append(
                FieldReading(
                    "minutes", .integer(minutes), printed: divider.minutesPrinted,
                    at: Place(line: divider.minutesLine)))
        }
        guard !fields.isEmpty else { return }
        ledger.stateInPassing(
            Statement(
                .agenda, key: AgendaReader.key(paper, item), lines: divider.lines, rule: "divider",
                weight: .extract, fields: fields))
    }

    private func stateDecision(
        _ divider: Divider, _ item: AgendaItem?, _ paper: PaperContext, _ ledger: inout Ledger
    ) {
        let sought = DecisionSubject.read(divider.objective) ?? DecisionSubject(divider.title)
        let place = Place(line: divider.typeLine)
        var fields = lead(divider)
        fields += [.text("group", paper.card.group, printed: ""), .text("meeting", paper.card.meeting, printed: "")]
        if !sought.version.isEmpty {
            fields.append(.text("version", sought.version, printed: sought.versionPrinted, at: place))
        }
        var key = ""
        var doubts: [String] = []
        if let item {
            key = AgendaReader.key(paper, item)
            if !item.asksForDecision {
                doubts.append("the slide asks for a decision, the agenda's type is “\(item.type?.trimmed ?? "")”")
                fields.append(.text("agenda_item", item.number))
                fields.append(.text("subject", sought.subject, at: place))
            }
        } else {
            guard !sought.subject.isEmpty else { return }
            key = "\(paper.meetingKey)|\(PackText.words(sought.subject).joined(separator: " "))"
            doubts.append("no item of the agenda matches the slide “\(divider.title)”")
            fields.append(.text("subject", sought.subject, at: place))
        }
        ledger.stateInPassing(
            Statement(
                .decisionsSought, key: key, lines: divider.lines, rule: "divider", weight: .extract, doubts: doubts,
                fields: fields))
    }
}
