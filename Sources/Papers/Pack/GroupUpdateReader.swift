import Kernel
import Record

/// Reads what a pack reports of other groups' meetings: a group's name, `Updates from CODE date`, a list.
struct GroupUpdateReader: SectionReader {
    /// A group's meeting that the items below report.
    private struct Source {
        var group = ""
        var name = ""
        var date: FoundDate?
        var line = 0
        var lines: [Int] = []
        var doubts: [String] = []
        var blockCount = 0
    }

    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        guard let source = Self.source(at: index, of: paper) else { return 0 }
        var next = index + source.blockCount
        var items: [ListItem] = []
        var end = next
        // A page break may cut the list; what does not belong to it ends it.
        while next < paper.blocks.count {
            if let list = paper.blocks[next].list {
                items += list
            } else if let text = paper.blocks[next].text, Self.isPointer(text.joined) {
                ledger.claim(text.lines, as: .narrative)
                end = next + 1
                break
            } else {
                break
            }
            next += 1
            end = next
        }
        guard !items.isEmpty else { return 0 }
        ledger.claim(source.lines, as: .heading)
        for item in Self.whole(items) { Self.state(item, of: source, paper, &ledger) }
        return end - index
    }

    private static func source(at index: Int, of paper: PaperContext) -> Source? {
        guard let block = paper.blocks[index].text else { return nil }
        var source = Source()
        var parts = Array(zip(block.parts, block.lines))
        source.blockCount = 1
        if let named = PackText.namedGroup(block.joined), updated(block.parts.last ?? "") == nil {
            guard index + 1 < paper.blocks.count, let next = paper.blocks[index + 1].text else { return nil }
            (source.name, source.group) = named
            parts = Array(zip(next.parts, next.lines))
            source.lines = block.lines
            source.blockCount = 2
        } else if parts.count == 2, let named = PackText.namedGroup(block.parts[0]) {
            (source.name, source.group) = named
            source.lines = [block.lines[0]]
            parts.removeFirst()
        }
        guard parts.count == 1, let (text, line) = parts.first, let code = updated(text) else { return nil }
        source.line = line
        source.lines.append(line)
        source.date = DateReader.find(in: text, context: paper.dates).first
        if source.group.isEmpty {
            source.group = code
        } else if !code.isEmpty, code != source.group {
            source.doubts.append("the heading names \(source.group), the line below it \(code)")
        }
        return source
    }

    /// The group's code in `Updates from PSG 02 August 2023`; nil for any other text.
    private static func updated(_ text: String) -> String? {
        guard text.utf8.count <= 160, text.first == "U" || text.first == "u" else { return nil }
        let words = text.split(separator: " ")
        guard words.count >= 3, words.count <= 14, words[0].lowercased().hasPrefix("update"),
            words[1].lowercased() == "from"
        else { return nil }
        let code = words.dropFirst(2).first { PackText.isCode(PackText.bare(String($0))) }
        return code.map { PackText.bare(String($0)) } ?? ""
    }

    /// `PSG papers available here`.
    private static func isPointer(_ text: String) -> Bool {
        let words = PackText.words(MarkupReader.plain(text))
        return words.count <= 12 && words.contains("available")
            && words.contains { $0 == "papers" || $0 == "minutes" || $0 == "report" }
    }

    /// Items with those that stand deeper joined to the one above.
    private static func whole(_ items: [ListItem]) -> [ListItem] {
        var whole: [ListItem] = []
        let margin = items.map(\.indent).min() ?? 0
        for item in items {
            if item.indent > margin, !whole.isEmpty {
                whole[whole.count - 1].text += " " + item.text
                whole[whole.count - 1].lines += item.lines
            } else {
                whole.append(item)
            }
        }
        return whole
    }

    /// `**Route to M9:** text` as heading and text; no heading where none is marked.
    static func parted(_ text: String) -> (heading: String, text: String) {
        for mark in [":**", "**:", ":__"] {
            if let halves = PackText.halves(text, at: mark), halves.before.utf8.count <= 160 {
                return (PackText.bare(MarkupReader.plain(halves.before)), MarkupReader.plain(halves.after))
            }
        }
        let plain = MarkupReader.plain(text)
        for mark in [": ", " – ", " - "] {
            if let halves = PackText.halves(plain, at: mark), halves.before.utf8.count <= 90,
                !halves.before.utf8.contains(Ascii.dot)
            {
                return (PackText.bare(halves.before), halves.after.trimmed)
            }
        }
        return ("", plain)
    }

    private static func state(
        _ item: ListItem, of source: Source, _ paper: PaperContext, _ ledger: inout Ledger
    ) {
        let (heading, text) = parted(item.text)
        let day = source.date?.value.day
        let place = Place(line: item.lines.first ?? source.line)
        var fields: [FieldReading] = [
            .text("group", source.group), .text("group_name", source.name),
            .text("heading", heading, at: place), .text("text", text, printed: item.text, at: place),
            .text("reported_in", paper.meetingKey, printed: ""),
        ]
        if let date = source.date { fields.append(PackField.date("date", date, line: source.line)) }
        let when = day?.iso ?? ""
        let name = heading.isEmpty ? PackText.words(text).prefix(8).joined(separator: " ") : heading
        ledger.state(
            Statement(
                .groupUpdates, key: "\(source.group)|\(when)|\(name)", lines: item.lines, rule: "group-updates",
                holds: day, doubts: source.doubts + (day == nil ? ["the meeting's date is not printed"] : []),
                fields: fields))
        for sentence in PackText.sentences(text) {
            for verdict in VerdictFinder(sentence: sentence, heading: heading).verdicts() {
                report(verdict, sentence, item, source, &ledger)
            }
        }
    }

    private static func report(
        _ verdict: Verdict, _ sentence: String, _ item: ListItem, _ source: Source, _ ledger: inout Ledger
    ) {
        let place = Place(line: item.lines.first ?? source.line)
        var group = source.group
        var date = source.date
        var doubts: [String] = []
        let codes = verdict.agent.split(separator: " ").map { PackText.bare(String($0)) }.filter(PackText.isCode)
        if let other = codes.first, !codes.contains(source.group), other != "SRO" {
            group = other
            date = nil
            doubts.append("\(other) decided; the day is not printed")
        }
        let when = date?.value.day?.iso ?? ""
        for named in verdict.subjects {
            let (subject, caveat) = shornOfCaveat(named)
            let outcome = caveat.isEmpty ? verdict.outcome : "\(verdict.outcome) \(caveat)"
            var fields: [FieldReading] = [
                .text("group", group), .text("subject", subject, at: place),
                .text("outcome", outcome, at: place), .text("text", sentence, at: place),
            ]
            if let date { fields.append(PackField.date("date", date, line: source.line)) }
            ledger.state(
                Statement(
                    .decisionsReported, key: "\(group)|\(when)|\(subject)", lines: item.lines,
                    rule: "reported-decision", holds: date?.value.day, doubts: doubts + verdict.doubts,
                    fields: fields))
            let isChange = ReferenceReader.find(in: subject).contains {
                $0.kind == .changeRequest && $0.canonical == subject
            }
            guard isChange else { continue }
            let state = verdict.condition.isEmpty ? verdict.outcome : shorn(verdict.outcome, of: verdict.condition)
            var own: [FieldReading] = [
                .text("id", subject), .text("state", state, at: place), .text("group", group),
            ]
            if !verdict.condition.isEmpty { own.append(.text("condition", verdict.condition, at: place)) }
            if let date { own.append(PackField.date("date", date, line: source.line)) }
            ledger.state(
                Statement(
                    .changeRequests, key: subject, lines: item.lines, rule: "reported-decision", weight: .extract,
                    holds: date?.value.day, fields: own))
        }
    }

    /// `Plan (with the caveat of …)` as the matter and its caveat.
    private static func shornOfCaveat(_ subject: String) -> (subject: String, caveat: String) {
        guard subject.hasSuffix(")"), let open = subject.lastIndex(of: "(") else { return (subject, "") }
        let inner = String(subject[subject.index(after: open)...].dropLast())
        guard inner.hasPrefix("with ") || inner.hasPrefix("subject to") else { return (subject, "") }
        return (subject[..<open].trimmed, inner)
    }

    /// The outcome without the condition that ends it.
    private static func shorn(_ outcome: String, of condition: String) -> String {
        guard outcome.hasSuffix(condition), outcome.count > condition.count else { return outcome }
        return PackText.bare(String(outcome.dropLast(condition.count)))
    }
}

/// Finds the titles of change requests: they stand in brackets behind the identifier.
struct ChangeRequestScan: LineScan {
    func scan(_ paper: PaperContext, into ledger: inout Ledger) {
        for line in paper.lines where Self.mayName(line.text) {
            for (column, cell) in line.cells.enumerated() where Self.mayName(cell) {
                let text = MarkupReader.plain(cell)
                for found in ReferenceReader.find(in: text) where found.kind == .changeRequest {
                    let title = Self.title(text, after: found.range.upperBound)
                    guard !title.isEmpty else { continue }
                    let place = Place(line: line.number, cell: line.isTabbed ? column : nil)
                    ledger.stateInPassing(
                        Statement(
                            .changeRequests, key: found.canonical, lines: [line.number], rule: "change-request",
                            weight: .inline,
                            fields: [
                                .text("id", found.canonical, printed: found.printed, at: place, doubts: found.doubts),
                                .text("title", title, at: place),
                            ]))
                }
            }
        }
    }

    private static func mayName(_ text: String) -> Bool {
        PackText.offset(of: "CR", in: Array(text.utf8)) != nil
    }

    /// `(Data Item Names and Descriptions)`: a bracket right behind the identifier that reads as a title.
    private static func title(_ text: String, after end: Int) -> String {
        let bytes = Array(text.utf8)
        var start = end
        while start < bytes.count, bytes[start] == Ascii.space { start += 1 }
        guard start < bytes.count, bytes[start] == Ascii.open else { return "" }
        var depth = 0
        for index in start..<bytes.count {
            if bytes[index] == Ascii.open { depth += 1 }
            if bytes[index] == Ascii.close { depth -= 1 }
            guard depth == 0 else { continue }
            let title = PackText.decode(bytes[(start + 1)..<index]).trimmed
            let isTitle = title.first?.isUppercase ?? false && title.utf8.contains(Ascii.space)
            return isTitle ? title : ""
        }
        return ""
    }
}
