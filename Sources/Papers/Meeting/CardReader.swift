import Kernel
import Record

/// Reads a paper's head: its form, group, meeting, dates.
enum CardReader {
    /// Reads the card, and refuses what is no paper, or more than one.
    /// - Throws: `PaperError` for an unknown form, two meetings in one file, or a head that contradicts itself.
    static func card(of source: SourceText, _ blocks: [Block]) throws(PaperError) -> PaperCard {
        let head = PaperHead(source.lines)
        let title = PaperTitle(head)
        let form = PaperForm.of(source, head, title)
        guard let kind = form.kind else {
            let first = source.lines.first { !$0.isBlank }
            throw PaperError(
                file: source.name, line: first?.number,
                problem: .unknownKind(seen: shortened(MarkupReader.plain(first?.text ?? ""))))
        }
        try HeadCheck.check(source, head, title)
        var card = PaperCard(name: source.name, kind: kind, title: title.text, digest: source.digest)
        card.doubts = form.doubts
        readMeeting(head, title, source, &card)
        readDates(head, title, kind, &card)
        card.version = title.version
        card.documentID = title.documentID
        card.lines = Array(Set(title.lines + head.labelLines)).sorted()
        return card
    }

    /// Takes the document's number and version from the pages' footers, where the head has none and they agree.
    static func complete(_ card: inout PaperCard, from lines: [SourceLine], _ furniture: Set<Int>) {
        guard card.documentID.isEmpty, card.kind != .pack || card.version.isEmpty else { return }
        var numbers: Set<String> = []
        var versions: Set<String> = []
        for line in lines where furniture.contains(line.number) {
            for found in ReferenceReader.find(in: line.text) where found.kind == .deliverable {
                numbers.insert(found.canonical)
            }
            for found in VersionReader.find(in: line.text) { versions.insert(found.canonical) }
        }
        guard numbers.count == 1, let number = numbers.first else { return }
        card.documentID = number
        if card.version.isEmpty, versions.count == 1, let version = versions.first { card.version = version }
    }

    private static func readMeeting(
        _ head: PaperHead, _ title: PaperTitle, _ source: SourceText, _ card: inout PaperCard
    ) {
        let entry = head.entry(.number)
        let number = entry.flatMap { HeadCheck.number($0.value) } ?? title.number
        if let entry, HeadCheck.number(entry.value) == nil {
            card.doubts.append("line \(entry.line): not a meeting number: \(shortened(entry.value))")
        }
        card.group = title.code ?? number?.group ?? mostPrinted(source.lines) ?? ""
        if let code = title.code, let other = number?.group, other != code {
            card.doubts.append("the title names the group \(code), the meeting number \(other)")
        }
        if let number {
            card.meeting = number.canonical
        } else if let raised = latestRaised(source.lines, card.group) {
            card.meeting = String(raised)
            card.doubts.append("no meeting number is printed; \(raised) is the highest that its action references name")
        } else {
            card.doubts.append("no meeting number is printed")
        }
        if card.group.isEmpty { card.doubts.append("no group is named") }
    }

    private static func readDates(_ head: PaperHead, _ title: PaperTitle, _ kind: PaperKind, _ card: inout PaperCard) {
        if let entry = head.entry(.date) {
            card.meetingDate = HeadCheck.day(entry.value)
            if card.meetingDate == nil {
                card.doubts.append("line \(entry.line): no date is legible in “\(shortened(entry.value))”")
            }
        } else {
            card.meetingDate = title.date
            if title.date == nil { card.doubts.append("no meeting date is printed") }
        }
        guard let issue = head.entry(.issue) else {
            if kind != .pack { card.doubts.append("no issue date is printed") }
            return
        }
        card.issueDatePrinted = issue.value
        let reading = DateReader.read(issue.value, in: DateContext(anchor: card.meetingDate))
        card.issueDate = reading.value?.day
        card.doubts += reading.doubts.map { "line \(issue.line): \($0)" }
        if card.issueDate == nil && reading.doubts.isEmpty {
            card.doubts.append("line \(issue.line): no issue date is legible in “\(shortened(issue.value))”")
        }
    }

    /// The group of most action references, where no head names it; the first in the alphabet of equals.
    private static func mostPrinted(_ lines: [SourceLine]) -> String? {
        var counts: [String: Int] = [:]
        for line in lines.prefix(4_000) where line.text.utf8.count <= 8_192 {
            for found in ReferenceReader.find(in: line.text) where found.kind == .action {
                counts[String(found.canonical.prefix { $0.isLetter }), default: 0] += 1
            }
        }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    /// The highest meeting that action references of the group name.
    private static func latestRaised(_ lines: [SourceLine], _ group: String) -> Int? {
        var latest: Int?
        for line in lines.prefix(4_000) where line.text.utf8.count <= 8_192 {
            for found in ReferenceReader.find(in: line.text) where found.kind == .action {
                guard let parts = ActionParts(found.canonical), parts.group == group,
                    let number = Int(parts.meeting.prefix { $0 != "." })
                else { continue }
                latest = max(latest ?? 0, number)
            }
        }
        return latest
    }

    // MARK: - Statement

    /// States the meeting that the paper is of.
    static func state(_ paper: PaperContext, into ledger: inout Ledger) {
        let card = paper.card
        guard !card.group.isEmpty, !card.meeting.isEmpty else { return }
        let head = PaperHead(paper.lines)
        let title = PaperTitle(head)
        var fields: [FieldReading] = [
            .text("group", card.group, at: title.lines.first.map { Place(line: $0) }),
            .text("number", card.meeting, printed: head.entry(.number)?.value ?? title.number?.printed ?? ""),
        ]
        if let entry = head.entry(.date) {
            fields += dateAndTimes(entry)
        } else if let date = title.date {
            fields.append(
                FieldReading(
                    "date", .date(date), printed: title.datePrinted, at: title.dateLine.map { Place(line: $0) }))
        }
        for (fact, name) in [(PaperHead.Fact.venue, "venue"), (.classification, "classification")] {
            guard let entry = head.entry(fact), !entry.value.isEmpty else { continue }
            fields.append(.text(name, MarkupReader.plain(entry.value), at: Place(line: entry.line, cell: entry.cell)))
        }
        if !title.groupName.isEmpty { fields.append(.text("group_name", title.groupName)) }
        if !title.programme.isEmpty { fields.append(.text("programme", title.programme)) }
        let lines = card.lines.isEmpty ? [head.zone.first?.number ?? 1] : card.lines
        ledger.state(Statement(.meetings, key: paper.meetingKey, lines: lines, rule: "head", fields: fields))
        if card.kind == .pack { MeetingTimes.state(paper, into: &ledger) }
    }

    private static func dateAndTimes(_ entry: PaperHead.Entry) -> [FieldReading] {
        let place = Place(line: entry.line, cell: entry.cell)
        guard let found = DateReader.find(in: entry.value).first(where: { $0.value.day != nil }) else {
            let reading = DateReader.read(entry.value)
            return [FieldReading("date", nil, printed: entry.value, at: place, doubts: reading.doubts)]
        }
        var fields = [
            FieldReading(
                "date", found.value.day.map(Value.date), printed: found.printed, at: place, doubts: found.doubts)
        ]
        let rest = Words.part(entry.value, found.range.upperBound..<entry.value.utf8.count)
        guard !rest.trimmed.isEmpty else { return fields }
        let times = TimeReader.read(rest)
        fields.append(
            FieldReading(
                "start", times.value?.start.map(Value.time), printed: rest.trimmed, at: place, doubts: times.doubts))
        fields.append(
            FieldReading("end", times.value?.end.map(Value.time), printed: rest.trimmed, at: place))
        return fields
    }
}

/// The times of a meeting whose pack prints them only item by item: from the first item's start to the last one's end.
enum MeetingTimes {
    private static let form = TableForm(
        "agenda times",
        [ColumnForm("item", "Item", "Agenda item"), ColumnForm("time", "Time", "Timing"), ColumnForm("lead", "Lead")])

    static func state(_ paper: PaperContext, into ledger: inout Ledger) {
        var first: (time: TimeOfDay, line: Int)?
        var last: (time: TimeOfDay, line: Int)?
        for block in paper.blocks {
            guard let table = block.table, let head = table.rows.prefix(3).compactMap({ form.head(in: $0) }).first,
                let place = head.places["time"]
            else { continue }
            for row in table.rows {
                for cell in row.cells where abs(cell.column - place) <= 1 && cell.text.utf8.count <= 40 {
                    guard cell.text.utf8.contains(Ascii.colon), let span = TimeReader.read(cell.text).value,
                        let start = span.start, let end = span.end
                    else { continue }
                    if first.map({ start < $0.time }) ?? true { first = (start, cell.line) }
                    if last.map({ end > $0.time }) ?? true { last = (end, cell.line) }
                }
            }
        }
        guard let first, let last else { return }
        ledger.stateInPassing(
            Statement(
                .meetings, key: paper.meetingKey, lines: [first.line, last.line], rule: "agenda-times",
                weight: .extract,
                fields: [
                    FieldReading("start", .time(first.time), printed: "", at: Place(line: first.line)),
                    FieldReading("end", .time(last.time), printed: "", at: Place(line: last.line)),
                ]))
    }
}
