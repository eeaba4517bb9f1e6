import Kernel
import Record

/// Finds dated events that a paper announces: lists under `Upcoming events`, deadlines, webinars, surveys.
struct EventScan: LineScan {
    private enum Section { case other, wider, events }

    func scan(_ paper: PaperContext, into ledger: inout Ledger) {
        var section = Section.other
        var head = ""
        for (index, block) in paper.blocks.enumerated() {
            switch block {
            case .table(let table):
                if paper.card.kind != .pack { scan(table, paper, &ledger) }
            case .text(let text):
                if Divider(at: index, of: paper) != nil {
                    section = .other
                } else if let opened = Self.section(text) {
                    section = opened
                    head = ""
                } else if text.looksLikeHeading && text.joined.utf8.count < 80 {
                    if section == .events { section = .wider }
                    head = MarkupReader.plain(text.joined)
                } else if section == .wider {
                    if !window(text, head, paper, &ledger) { sentences(text.joined, text.lines, paper, &ledger) }
                } else {
                    announced(text.joined, text.lines, paper, &ledger)
                }
            case .list(let items):
                for item in items {
                    switch section {
                    case .events: list(item, paper, &ledger)
                    case .wider: sentences(item.text, item.lines, paper, &ledger)
                    case .other: announced(item.text, item.lines, paper, &ledger)
                    }
                }
            }
        }
    }

    private func scan(_ table: RawTable, _ paper: PaperContext, _ ledger: inout Ledger) {
        for row in table.rows {
            for cell in row.cells where cell.text.utf8.count > 40 {
                announced(cell.text, [cell.line], paper, &ledger)
            }
        }
    }

    private static func section(_ block: TextBlock) -> Section? {
        guard block.parts.count == 1 else { return nil }
        let words = PackText.words(block.joined)
        guard words.count <= 6 else { return nil }
        if words.contains("event") || words.contains("events") || words.contains("diary")
            || (words.contains("key") && words.contains("dates"))
        {
            return .events
        }
        if words.contains("wider"), words.contains(where: { $0.hasPrefix("update") }) { return .wider }
        return nil
    }

    // MARK: - Lists of events

    private func list(_ item: ListItem, _ paper: PaperContext, _ ledger: inout Ledger) {
        let text = MarkupReader.plain(item.text)
        let bytes = Array(text.utf8)
        guard let found = DateReader.find(in: text, context: paper.dates).first(where: { Self.isDated($0.value) })
        else { return }
        let before = PackText.decode(bytes[..<found.range.lowerBound])
        let after = PackText.decode(bytes[found.range.upperBound...])
        let place = Place(line: item.lines.first ?? 1)
        var names: [String] = []
        var time = ""
        if PackText.bare(before).isEmpty {
            // `8 August: A, B`
            names = Self.parts(PackText.bare(after))
        } else {
            names = [Self.name(before)]
            let reading = TimeReader.read(after)
            if reading.value?.start != nil { time = PackText.bare(after) }
        }
        for name in names where !name.isEmpty {
            state(name, found, nil, time: time, lines: item.lines, place, paper, &ledger, claims: true)
        }
    }

    /// Texts between commas outside brackets.
    private static func parts(_ text: String) -> [String] {
        var parts = [""]
        var depth = 0
        for character in text {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == ",", depth <= 0 {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts.map(PackText.bare)
    }

    /// The event's name before its date: without `The next` and the words that lead to the date.
    private static func name(_ text: String) -> String {
        var words = PackText.bare(text).split(separator: " ")[...]
        while let last = words.last,
            ["on", "is", "at", "for", "be", "will", "held", "was", "from", "the", "by", "takes", "place", "to"]
                .contains(last.lowercased())
        {
            words = words.dropLast()
        }
        while let first = words.first, ["the", "next", "a", "an", "and", "our"].contains(first.lowercased()) {
            words = words.dropFirst()
        }
        return PackText.bare(words.joined(separator: " "))
    }

    // MARK: - Running text

    /// A paragraph that opens and closes something: `On 5 September … have until 25 September`.
    private func window(
        _ block: TextBlock, _ head: String, _ paper: PaperContext, _ ledger: inout Ledger
    ) -> Bool {
        let text = MarkupReader.plain(block.joined)
        let dates = DateReader.find(in: text, context: paper.dates).filter { $0.value.day != nil }
        guard !head.isEmpty, dates.count >= 2, let first = dates.first else { return false }
        let bytes = Array(text.utf8)
        let end = dates.dropFirst().first { found in
            let lead = PackText.decode(bytes[max(0, found.range.lowerBound - 24)..<found.range.lowerBound])
            let words = PackText.words(lead).suffix(2)
            return words.contains("until") || words.contains("by") || words.contains("closes")
                || words.contains("closing")
        }
        guard let end else { return false }
        state(
            PackText.bare(head), first, end, time: "", lines: block.lines, Place(line: block.lines[0]), paper,
            &ledger, claims: false)
        return true
    }

    private static let deadlines = ["cut-off", "cut off", "deadline", "closing date"]
    private static let gatherings = ["webinar", "workshop", "drop-in", "surgery", "forum", "briefing session"]

    private func sentences(_ text: String, _ lines: [Int], _ paper: PaperContext, _ ledger: inout Ledger) {
        for sentence in PackText.sentences(MarkupReader.plain(text)) {
            let bytes = Array(sentence.utf8)
            guard let mark = (Self.deadlines + Self.gatherings).compactMap({ PackText.offset(of: $0, in: bytes) }).min()
            else { continue }
            single(sentence, from: mark, lines, paper, &ledger)
        }
    }

    /// Outside the sections for updates only what is said to be scheduled or to be a deadline.
    private func announced(_ text: String, _ lines: [Int], _ paper: PaperContext, _ ledger: inout Ledger) {
        let raw = Array(text.utf8)
        guard
            PackText.offset(of: "scheduled for", in: raw) != nil || PackText.offset(of: "deadline for", in: raw) != nil
        else { return }
        for sentence in PackText.sentences(MarkupReader.plain(text)) {
            let bytes = Array(sentence.utf8)
            if let mark = PackText.offset(of: "scheduled for", in: bytes) {
                single(sentence, from: mark, lines, paper, &ledger)
            } else if let mark = PackText.offset(of: "deadline for", in: bytes) {
                single(sentence, from: mark, lines, paper, &ledger)
            }
        }
    }

    /// The one event of a sentence: its name stands before `is`, `was` or `had been`, its date behind.
    private func single(
        _ sentence: String, from mark: Int, _ lines: [Int], _ paper: PaperContext, _ ledger: inout Ledger
    ) {
        let bytes = Array(sentence.utf8)
        guard
            let found = DateReader.find(in: sentence, context: paper.dates)
                .first(where: {
                    Self.isDated($0.value) && $0.range.lowerBound > mark && $0.range.lowerBound - mark < 80
                })
        else { return }
        var name = PackText.decode(bytes[..<found.range.lowerBound])
        for verb in [" had been ", " has been ", " will be ", " is ", " was ", " scheduled "] {
            if let halves = PackText.halves(name, at: verb) { name = halves.before }
        }
        // The name begins behind the last comma or the word that joins it to what came before.
        for joint in [", ", " noted ", " that ", " noting "] {
            while let halves = PackText.halves(name, at: joint) { name = halves.after }
        }
        name = Self.name(name)
        guard name.utf8.count >= 3, name.split(separator: " ").count <= 14 else { return }
        state(
            name, found, nil, time: "", lines: lines, Place(line: lines.first ?? 1), paper, &ledger, claims: false)
    }

    private static func isDated(_ value: DateValue) -> Bool {
        switch value {
        case .day, .days, .weekCommencing: true
        case .month, .months, .word: false
        }
    }

    /// The day, with the time of day where one is printed.
    private static func moment(_ day: CalendarDate, _ time: TimeOfDay?) -> Value {
        time.map { .text("\(day.iso)T\($0)") } ?? .date(day)
    }

    private func state(
        _ name: String, _ start: FoundDate, _ end: FoundDate?, time: String, lines: [Int], _ place: Place,
        _ paper: PaperContext, _ ledger: inout Ledger, claims: Bool
    ) {
        var from = start.value.day
        var to = end?.value.day
        if case .days(let first, let last) = start.value { (from, to) = (first, last) }
        guard let from else { return }
        let span = time.isEmpty ? nil : TimeReader.read(time).value
        var fields: [FieldReading] = [
            .text("event", name, at: place),
            FieldReading(
                "start", Self.moment(from, span?.start), printed: start.printed, at: place, doubts: start.doubts),
        ]
        if let to {
            fields.append(FieldReading("end", .date(to), printed: (end ?? start).printed, at: place))
        } else if let close = span?.end {
            fields.append(FieldReading("end", Self.moment(from, close), printed: time, at: place))
        }
        if !time.isEmpty { fields.append(.text("time", time, at: place)) }
        let statement = Statement(
            .events, key: "\(PackText.words(name).joined(separator: " "))|\(from.iso)", lines: lines,
            rule: "announced-event", weight: .extract, fields: fields)
        if claims { ledger.state(statement) } else { ledger.stateInPassing(statement) }
    }
}
