import Record

/// Reads the report of working groups: a table with a column a group (or a row a group) and a row a subject.
struct WorkingGroupReader: SectionReader {
    private enum Subject: CaseIterable {
        case upcoming, next, last, escalations

        /// The subject that a row's label names.
        init?(_ label: String) {
            guard label.utf8.count <= 60 else { return nil }
            let words = PackText.words(label)
            let has = { (word: String) in words.contains { $0.hasPrefix(word) } }
            if has("escalation") {
                self = .escalations
            } else if has("deliverable") {
                self = .upcoming
            } else if has("meeting") && has("next") {
                self = .next
            } else if has("meeting") && (has("last") || has("previous")) {
                self = .last
            } else {
                return nil
            }
        }
    }

    private struct Report {
        var head: Cell?
        var cells: [Subject: Cell] = [:]
        var lines: Set<Int> = []
    }

    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        guard let table = paper.blocks[index].table, let reports = Self.reports(of: table) else { return 0 }
        ledger.claim(table.lines, as: .heading)
        let codes = reports.compactMap { $0.head.flatMap { PackText.namedGroup($0.text)?.code } }
        let known = KnownItems(of: paper)
        for (place, report) in reports.enumerated() {
            state(report, place, codes, known, of: paper, into: &ledger)
        }
        return 1
    }

    private static func reports(of table: RawTable) -> [Report]? {
        let labelled = table.rows.filter { Subject($0[0].text) != nil }
        if labelled.count >= 2 { return columns(of: table) }
        guard let head = table.rows.first, head.cells.count(where: { Subject($0.text) != nil }) >= 2 else { return nil }
        return rows(of: table, head)
    }

    /// A column a group.
    private static func columns(of table: RawTable) -> [Report] {
        let first = table.rows.firstIndex { Subject($0[0].text) != nil } ?? 0
        let head = table.rows[..<first].last { $0.cells.contains { PackText.namedGroup($0.text) != nil } }
        let width = head.map { $0.cells.lastIndex { !$0.isEmpty } ?? 0 } ?? table.width - 1
        var reports = (0..<max(0, width)).map { place in
            Report(head: head.map { $0[place + 1] }, lines: Set(head?.lines ?? []))
        }
        var current: Subject?
        for row in table.rows[first...] {
            let subject = Subject(row[0].text)
            if subject != nil || !row[0].isEmpty { current = subject }
            guard let current else { continue }
            for place in reports.indices {
                let cell = row[place + 1]
                guard !cell.isEmpty else { continue }
                if var above = reports[place].cells[current] {
                    above.text += " " + cell.text
                    above.doubts.append("carried on in line \(cell.line)")
                    reports[place].cells[current] = above
                } else {
                    reports[place].cells[current] = cell
                }
                reports[place].lines.formUnion(row.lines)
            }
        }
        return reports
    }

    /// A row a group.
    private static func rows(of table: RawTable, _ head: Row) -> [Report] {
        table.rows.dropFirst().filter { !$0.isEmpty && !$0[0].isEmpty }.map { row in
            var report = Report(head: row[0], lines: Set(row.lines))
            for (cell, label) in zip(row.cells, head.cells) {
                if let subject = Subject(label.text), !cell.isEmpty { report.cells[subject] = cell }
            }
            return report
        }
    }

    private func state(
        _ report: Report, _ place: Int, _ codes: [String], _ known: KnownItems, of paper: PaperContext,
        into ledger: inout Ledger
    ) {
        guard !report.lines.isEmpty, report.head.map({ !$0.isEmpty }) ?? !report.cells.isEmpty else { return }
        var fields: [FieldReading] = [.text("reported_in", paper.meetingKey, printed: "")]
        var doubts: [String] = []
        var name = ""
        if let head = report.head {
            let at = Place(line: head.line, cell: head.column)
            let group = PackText.namedGroup(head.text)
            name = group?.code ?? MarkupReader.plain(head.text)
            fields.append(.text("group", name, printed: head.text, at: at))
            if let group { fields.append(.text("group_name", group.name, printed: head.text, at: at)) }
        } else {
            name = "column \(place + 1)"
            doubts.append("the table's head is missing; which group this is is not printed")
        }
        if let cell = report.cells[.upcoming] {
            let read = list("upcoming", cell, known)
            fields.append(read.field)
            doubts += foreign(read.items, to: name, among: codes)
        }
        fields += meeting(report.cells[.next], "next_meeting", "next_agenda", known, paper)
        fields += meeting(report.cells[.last], "last_meeting", "last_agenda", known, paper)
        if let cell = report.cells[.escalations], !PackText.isEmptyState(MarkupReader.plain(cell.text)) {
            fields.append(PackField.text("escalations", cell))
        }
        ledger.state(
            Statement(
                .workingGroups, key: "\(paper.meetingKey)|\(name)", lines: Array(report.lines),
                rule: "working-group-table", doubts: doubts, fields: fields))
    }

    private func list(
        _ name: String, _ cell: Cell, _ known: KnownItems
    ) -> (field: FieldReading, items: [String]) {
        let list = PackList(cell.text)
        let read = known.parted(list.all, of: list)
        return (field(name, read.items, read.runTogether, cell), read.items)
    }

    private func field(_ name: String, _ items: [String], _ runTogether: Bool, _ cell: Cell) -> FieldReading {
        FieldReading(
            name, items.isEmpty ? nil : .list(items), printed: cell.text,
            at: Place(line: cell.line, cell: cell.column),
            doubts: (runTogether ? [PackList.doubt(name)] : []) + cell.doubts)
    }

    /// A cell that begins with the meeting's date and goes on with its agenda.
    private func meeting(
        _ cell: Cell?, _ date: String, _ agenda: String, _ known: KnownItems, _ paper: PaperContext
    ) -> [FieldReading] {
        guard let cell else { return [] }
        let list = PackList(cell.text)
        var fields: [FieldReading] = []
        let read = known.parted(list.items, of: list)
        var items = read.items
        let lead = Array(list.lead.utf8)
        if let found = DateReader.find(in: list.lead, context: paper.dates).first {
            fields.append(PackField.date(date, found, line: cell.line, cell: cell.column))
            let rest =
                PackText.decode(lead[..<found.range.lowerBound]) + " "
                + PackText.decode(lead[found.range.upperBound...])
            if !PackText.isEmptyState(PackText.bare(rest)) { items.insert(PackText.bare(rest), at: 0) }
        } else if !list.lead.isEmpty {
            items.insert(list.lead, at: 0)
            fields.append(
                FieldReading(
                    date, nil, printed: "", at: Place(line: cell.line, cell: cell.column),
                    doubts: ["\(date): no date is printed"]))
        }
        fields.append(field(agenda, items, read.runTogether, cell))
        return fields
    }

    /// Deliverables that carry another group's name: `SIT …` in a column that is not SITWG's (hazard H17).
    private func foreign(_ items: [String], to group: String, among codes: [String]) -> [String] {
        let stem = { (code: String) -> String in
            code.hasSuffix("WG") || code.hasSuffix("AG") ? String(code.dropLast(2)).lowercased() : code.lowercased()
        }
        let own = stem(group)
        var doubts: [String] = []
        for item in items {
            let words = PackText.words(item)
            guard own.count < 3 || !words.contains(own),
                let other = codes.first(where: { stem($0) != own && stem($0).count >= 3 && words.contains(stem($0)) })
            else { continue }
            doubts.append("“\(shortened(item))” names \(other)'s subject; the cell may have shifted by a column")
        }
        return doubts
    }
}
