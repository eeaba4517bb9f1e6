import Kernel
import Record

/// Makes statements of a paper's document events: one name a document, undated reports joined to the dated one.
struct DocumentLedger {
    private var events: [DocumentEvent]
    private let paper: PaperContext

    init(events: [DocumentEvent], paper: PaperContext) {
        self.paper = paper
        self.events = Self.joined(events)
    }

    func state(into ledger: inout Ledger) {
        let names = displays()
        for event in events {
            let place = Place(line: event.line, cell: event.cell)
            var fields: [FieldReading] = [
                .text("document", names[event.name.key] ?? event.name.display, printed: event.name.display, at: place),
                .text("event", event.event, printed: ""), .text("meeting", paper.meetingKey),
            ]
            if !event.version.isEmpty { fields.append(.text("version", event.version, at: place)) }
            if !event.by.isEmpty { fields.append(.text("by", event.by, at: place)) }
            if event.date != nil || !event.datePrinted.isEmpty {
                let resolved = resolution(event, ledger.statements)
                fields.append(
                    FieldReading(
                        "date", event.date.map { .date($0) }, printed: event.datePrinted, at: place,
                        doubts: event.date == nil ? ["date: only “\(event.datePrinted)” is printed"] : [],
                        resolved: resolved))
            }
            if let count = event.count {
                fields.append(FieldReading("count", .integer(count), at: place))
                fields.append(.text("count_unit", event.countUnit, at: place))
            }
            let key = [
                event.name.key, event.version, event.event, event.by, event.date?.iso ?? event.datePrinted.lowercased(),
            ].joined(separator: "|")
            ledger.stateInPassing(
                Statement(
                    .documents, key: key, lines: [event.line], rule: event.rule, weight: .inline, holds: event.date,
                    doubts: event.doubts, fields: fields))
        }
    }

    /// `August TMAG` is this paper's meeting where it is TMAG's of August; `August EWG` the meeting that the working
    /// groups' report gives as EWG's last.
    private func resolution(_ event: DocumentEvent, _ statements: [Statement]) -> ResolvedValue? {
        guard event.date == nil, let month = PackText.words(event.datePrinted).first else { return nil }
        if event.by == paper.card.group, let day = paper.card.meetingDate, month == Self.months[(day.month - 1) % 12] {
            return ResolvedValue(
                value: day.iso, by: "month-of-this-meeting",
                reason: "the \(paper.card.group) of that month is this paper's meeting")
        }
        for statement in statements where statement.kind == .workingGroups {
            let has = statement.fields.contains { $0.name == "group" && $0.value == .text(event.by) }
            guard has, event.event != "planned",
                case .date(let day)? = statement.fields.first(where: { $0.name == "last_meeting" })?.value,
                month == Self.months[(day.month - 1) % 12]
            else { continue }
            return ResolvedValue(
                value: day.iso, by: "last-meeting-of-the-month",
                reason: "the working groups' report gives \(day.iso) as \(event.by)'s last meeting")
        }
        return nil
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    /// The print of each name that the paper has most often; the earliest among equals.
    private func displays() -> [String: String] {
        var counts: [String: [(display: String, count: Int)]] = [:]
        for event in events {
            var list = counts[event.name.key] ?? []
            if let place = list.firstIndex(where: { $0.display == event.name.display }) {
                list[place].count += 1
            } else {
                list.append((event.name.display, 1))
            }
            counts[event.name.key] = list
        }
        return counts.mapValues { list in
            list.reduce(list[0]) { $1.count > $0.count ? $1 : $0 }.display
        }
    }

    /// Reports of one event that leave out its day, its version or its group take them from the only one that has them.
    private static func joined(_ events: [DocumentEvent]) -> [DocumentEvent] {
        var joined = events
        for index in joined.indices {
            let event = joined[index]
            let isBare = event.date == nil && event.datePrinted.isEmpty
            guard isBare || event.version.isEmpty || event.by.isEmpty else { continue }
            let whole = events.filter { other in
                other.name.key == event.name.key && other.event == event.event
                    && (event.version == other.version || (event.version.isEmpty && isBare))
                    && (event.by == other.by || event.by.isEmpty)
                    && (isBare || event.date == other.date) && other.date != nil
            }
            let kinds = Set(whole.map { "\($0.version)|\($0.by)|\($0.date?.iso ?? "")" })
            guard kinds.count == 1, let other = whole.first else {
                if isBare, event.version.isEmpty { takeNearName(&joined[index], from: events) }
                continue
            }
            joined[index].version = other.version
            joined[index].by = other.by
            joined[index].date = other.date
            joined[index].datePrinted = other.datePrinted
        }
        return joined
    }

    /// `SIT CIT Test Plan approved by TMAG` is the `CIT Test Plan` that the paper says TMAG approved.
    private static func takeNearName(_ event: inout DocumentEvent, from events: [DocumentEvent]) {
        let near = events.filter {
            $0.event == event.event && $0.by == event.by && !event.by.isEmpty && $0.date != nil
                && (DocumentFinder.shortens($0.name, event.name) || DocumentFinder.shortens(event.name, $0.name))
        }
        guard Set(near.map { "\($0.name.key)|\($0.version)" }).count == 1, let other = near.first else { return }
        event.doubts.append("printed “\(event.name.display)”, read as “\(other.name.display)”")
        event.name = other.name
        event.version = other.version
        event.date = other.date
        event.datePrinted = other.datePrinted
    }
}
