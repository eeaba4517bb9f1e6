import Record

/// An item of an agenda with the cells it was read from.
struct AgendaItem {
    /// The item's number; empty where none can be read.
    var number = ""
    var numberCell: Cell?
    var theme = ""
    var themeCell: Cell?
    var item: Cell?
    var objective: Cell?
    var type: Cell?
    var lead: Cell?
    var time: Cell?
    var page: Cell?
    var lines: [Int]
    var doubts: [String] = []
    /// Whether the row has a cell for a theme, be it empty.
    var hasThemeCell = false

    var title: String { item.map { MarkupReader.plain($0.text) } ?? "" }
    var aim: String { objective.map { MarkupReader.plain($0.text) } ?? "" }
    var asksForDecision: Bool { type.map { AgendaWords.asksForDecision($0.text) } ?? false }
}

/// Words that agendas use.
enum AgendaWords {
    private static let types: Set<String> = [
        "decision", "decisions", "information", "discussion", "discuss", "approval", "update", "note", "noting",
        "action", "endorsement", "recommendation", "consultation", "review", "assurance",
    ]

    /// The kinds of item a cell names, such as `Information / Decision`; nil where it is no such cell.
    static func kinds(_ text: String) -> [String]? {
        guard text.utf8.count <= 60 else { return nil }
        let words = PackText.words(text).filter { $0 != "for" && $0 != "and" }
        guard (1...3).contains(words.count), words.allSatisfy(types.contains) else { return nil }
        return words
    }

    static func asksForDecision(_ text: String) -> Bool {
        kinds(text)?.contains { $0.hasPrefix("decision") || $0 == "approval" } ?? false
    }
}

/// Finds the columns of an agenda row by what its cells hold, because a theme that is merged over several rows makes
/// these rows wider than the head (governance research, hazard H09).
struct AgendaRows {
    static let form = TableForm(
        "agenda",
        [
            ColumnForm("number", "#", "No", "Number", "Ref", "Item no", required: false),
            ColumnForm("theme", "Theme", "Area", "Section", required: false),
            ColumnForm("item", "Item", "Agenda item", "Topic", "Title", "Subject"),
            ColumnForm("objective", "Objective", "Objectives", "Purpose", "Aim", "Description", required: false),
            ColumnForm("type", "Type", "Item type", "Action required", required: false),
            ColumnForm("lead", "Lead", "Leads", "Presenter", "Led by", "Owner", "Speaker", required: false),
            ColumnForm("time", "Time", "Timing", "Timings", "Duration", "Time and duration"),
            ColumnForm("page", "Page", "Pages", "Slide", "Slides", "Page number", "Slide number", required: false),
        ])

    private static let topics: Set<String> = ["topic", "title", "subject", "agendaitem", "item"]

    /// Places of a head as printed when a slide has lost its own.
    static let usual = TableHead(
        places: ["number": 0, "item": 1, "objective": 2, "type": 3, "lead": 4, "time": 5, "page": 6], width: 7,
        lines: [])

    let head: TableHead
    private let leftFields: [String]

    init(head: TableHead) {
        self.head = head
        leftFields = ["theme", "item", "objective"].filter(head.has)
    }

    static func head(in row: Row) -> TableHead? {
        // `Item` above the numbers, the items themselves under another head.
        var row = row
        if let first = row.cells.first, TableForm.fold(first.text) == "item",
            row.cells.dropFirst().contains(where: { topics.contains(TableForm.fold($0.text)) })
        {
            row.cells[0].text = "#"
        }
        guard let head = form.head(in: row), head.has("lead") || head.has("type") || head.has("objective") else {
            return nil
        }
        return head
    }

    /// The items of the rows below the head, themes filled down.
    func items(of rows: [Row]) -> [AgendaItem] {
        var items: [AgendaItem] = []
        for row in rows where !row.isEmpty {
            if let read = item(of: row) {
                items.append(read)
            } else if !items.isEmpty {
                carryOn(&items[items.count - 1], with: row)
            }
        }
        repairNumbers(&items)
        fillThemes(&items)
        return items
    }

    private func place(_ field: String) -> Int? { head.places[field] }

    /// The row's item; nil where the row only carries on the one above it.
    private func item(of row: Row) -> AgendaItem? {
        var read = AgendaItem(lines: row.lines)
        let numberPlace = place("number")
        if let numberPlace {
            let cell = row[numberPlace]
            read.numberCell = cell
            if let number = Int(PackText.bare(cell.text)), number >= 0 { read.number = String(number) }
        }
        let time = row.cells.last { Self.isTime($0.text) }
        let typeFrom = place("item") ?? 0
        let type = row.cells.first { $0.column > typeFrom && AgendaWords.kinds($0.text) != nil }
        if (read.numberCell?.isEmpty ?? false) && time == nil && type == nil { return nil }
        if isInUsualOrder, time != nil || type != nil {
            anchor(&read, row, time: time, type: type, from: (numberPlace ?? -1) + 1)
        } else {
            takePlaces(&read, row)
        }
        return read
    }

    private var isInUsualOrder: Bool {
        let places = ["number", "theme", "item", "objective", "type", "lead", "time", "page"].compactMap(place)
        return places == places.sorted()
    }

    /// Columns counted from the time cell and the type cell.
    private func anchor(_ read: inout AgendaItem, _ row: Row, time: Cell?, type: Cell?, from start: Int) {
        let timePlace = time?.column
        let gap = { (left: String, right: String) -> Int in
            guard let left = place(left), let right = place(right) else { return 1 }
            return right - left
        }
        let typePlace: Int? =
            type?.column ?? (head.has("type") ? timePlace.map { $0 - gap("type", "time") } : nil)
        let leadPlace: Int? =
            head.has("lead")
            ? timePlace.map { $0 - gap("lead", "time") } ?? typePlace.map { $0 + gap("type", "lead") } : nil
        read.time = time
        if let typePlace, typePlace >= start { read.type = row[typePlace] }
        if let leadPlace, leadPlace >= start, leadPlace != typePlace { read.lead = row[leadPlace] }
        let end = [typePlace, leadPlace, timePlace].compactMap(\.self).min() ?? row.cells.count
        takeLeft(&read, row, start..<max(start, end))
        guard let after = timePlace ?? leadPlace.map({ $0 + 1 }) else { return }
        read.page = row.cells.first { $0.column > after && !$0.isEmpty }
    }

    /// Gives the cells between the number and the type to theme, item and objective.
    private func takeLeft(_ read: inout AgendaItem, _ row: Row, _ range: Range<Int>) {
        var fields = leftFields
        var cells = range.map { row[$0] }
        if !head.has("theme"), cells.count > fields.count {
            read.hasThemeCell = true
            read.themeCell = cells.removeFirst()
        } else if head.has("theme"), let first = cells.first {
            read.hasThemeCell = true
            if cells.count >= fields.count {
                read.themeCell = first
                cells.removeFirst()
            }
            fields.removeFirst()
        }
        if cells.count > fields.count, fields.count >= 1 {
            let rest = cells[(fields.count - 1)...]
            var joined = rest.first ?? row[range.lowerBound]
            joined.text = rest.map(\.trimmed).filter { !$0.isEmpty }.joined(separator: " ")
            joined.doubts.append("the row has more cells than the head; the text of \(rest.count) is joined")
            cells = Array(cells[..<(fields.count - 1)]) + [joined]
        }
        if cells.count < fields.count { read.doubts.append("the row has fewer cells than the head") }
        for (field, cell) in zip(fields, cells) {
            if field == "item" { read.item = cell } else { read.objective = cell }
        }
    }

    /// Columns at the head's own places, for rows with neither a time nor a type.
    private func takePlaces(_ read: inout AgendaItem, _ row: Row) {
        let last = row.cells.last { !$0.isEmpty && Int($0.trimmed) != nil }
        var shift = 0
        if let last, let page = place("page"), last.column == page + 1, isInUsualOrder { shift = 1 }
        let cell = { (field: String) -> Cell? in
            guard let place = place(field) else { return nil }
            let found = row[place + (field == "number" ? 0 : shift)]
            return found.isEmpty ? nil : found
        }
        if shift == 1, let place = place("item") {
            read.hasThemeCell = true
            read.themeCell = row[place]
        } else if head.has("theme") {
            read.hasThemeCell = true
            read.themeCell = cell("theme")
        }
        read.item = cell("item")
        read.objective = cell("objective")
        read.type = cell("type")
        read.lead = cell("lead")
        read.time = cell("time")
        read.page = cell("page")
    }

    /// A row that a page break cut off: its texts go to the item above, cell by cell.
    private func carryOn(_ item: inout AgendaItem, with row: Row) {
        let doubt = "carried on in line \(row.lines.first ?? 0)"
        for cell in row.cells where !cell.isEmpty {
            func join(_ target: inout Cell?) {
                guard var joined = target, joined.column == cell.column else { return }
                joined.text += " " + cell.trimmed
                joined.doubts.append(doubt)
                target = joined
            }
            join(&item.item)
            join(&item.objective)
            join(&item.lead)
        }
        item.lines += row.lines
    }

    /// Numbers that are not figures: the record keeps its place where the numbers round it leave one.
    private func repairNumbers(_ items: inout [AgendaItem]) {
        for index in items.indices where items[index].number.isEmpty {
            guard let cell = items[index].numberCell else { continue }
            let before = index > 0 ? Int(items[index - 1].number) : 0
            let after = index + 1 < items.count ? Int(items[index + 1].number) : nil
            let probable = before.map { $0 + 1 }
            if let probable, after == nil || after == probable + 1 {
                items[index].number = String(probable)
                items[index].doubts.append(
                    cell.isEmpty
                        ? "no number is printed; by its place it is \(probable)"
                        : "not a number: \(cell.trimmed); by its place it is \(probable)")
            } else {
                items[index].doubts.append("not a number: \(cell.trimmed)")
            }
        }
    }

    /// A theme is printed once for the rows it is merged over, at their head or in their middle.
    private func fillThemes(_ items: inout [AgendaItem]) {
        var index = 0
        while index < items.count {
            guard items[index].hasThemeCell else {
                index += 1
                continue
            }
            var end = index
            while end < items.count && items[end].hasThemeCell { end += 1 }
            let labelled = (index..<end).filter { !(items[$0].themeCell?.isEmpty ?? true) }
            var label = labelled.first
            for place in index..<end {
                if labelled.contains(place) { label = place }
                guard let label, let cell = items[label].themeCell else { continue }
                items[place].theme = MarkupReader.plain(cell.text)
                items[place].themeCell = cell
            }
            index = end
        }
    }

    /// `10:00-10:05 5 mins`, `0 mins`, `1000-1200`; not a page number.
    static func isTime(_ text: String) -> Bool {
        guard text.utf8.count <= 60, text.utf8.contains(where: Ascii.isDigit),
            let span = TimeReader.read(text).value
        else { return false }
        return span.minutes != nil || (span.start != nil && text.utf8.contains(Ascii.colon))
    }
}
