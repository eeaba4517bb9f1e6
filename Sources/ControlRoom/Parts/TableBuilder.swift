import Formats
import Kernel
import Record

/// Makes the table of a kind as an address asks for it.
struct TableBuilder: Sendable {
    let desk: Desk
    let kind: RecordKind
    /// Filters that the page itself sets; they are not shown as the reader's.
    var fixed: [RowQuery.Filter] = []
    var caption: String?

    private static let mostChoices = 60
    private static let mostChips = 20

    private var schema: Schema { kind.schema }
    private var look: Look { Look.of(kind) }
    private var request: TableRequest { desk.address.table }
    private var route: Route { desk.address.route }

    /// The columns shown: those asked for, else the page's own choice.
    private var columns: [Column] {
        (request.columns.isEmpty ? look.columns : request.columns).compactMap(schema.column)
    }

    /// The query that the address asks for. Throws `RoomFailure`.
    func query() throws(RoomFailure) -> RowQuery {
        try AddressReader.check(request, against: schema)
        return desk.query(
            kind, fixed + request.filters, order: request.order, limit: TableRequest.rowsOnAPage,
            offset: (request.page - 1) * TableRequest.rowsOnAPage)
    }

    func table() async throws -> TableModel {
        let query = try query()
        let page = try await desk.record.rows(query)
        let rows = Rows(kind: kind, page: page).all
        let columns = columns
        let labels = try await desk.labels(
            for: columns.contains { $0.type == .sources } ? rows.flatMap { $0.sources.prefix(3) } : [])
        let writer = CellWriter(desk: desk, labels: labels)
        var body = Markup()
        for row in rows { body.append(writer.row(row, columns: columns)) }
        return TableModel(
            caption: caption ?? Wording.kind(kind),
            summary: summary(page),
            action: route.path,
            filterHidden: hidden { $0.table.filters.removeAll { formFields.contains($0.pair.name) } },
            columnHidden: hidden { $0.table.columns = [] },
            selectors: try await selectors(),
            words: wordFilters,
            spans: spanFilters,
            chips: chips,
            clear: request.filters.isEmpty
                ? [] : [LinkModel(text: "Clear all filters", href: link { $0.filters = [] })],
            isFiltered: !request.filters.isEmpty,
            columns: schema.columns.map { column in
                TableModel.Choice(
                    value: column.name, text: Wording.column(column.name),
                    isChosen: columns.contains { $0.name == column.name })
            },
            exports: exports(columns),
            reading: readingLink,
            heads: columns.map(head),
            rows: body,
            hasRows: !rows.isEmpty,
            vacancy: rows.isEmpty ? [vacancy(page.total)] : [],
            pager: pager(page.total))
    }

    // MARK: Links

    /// The address with its table changed; the page goes back to the first.
    private func link(_ change: (inout TableRequest) -> Void) -> String {
        var address = desk.address
        address.table.page = 1
        change(&address.table)
        return address.text
    }

    private func hidden(_ change: (inout Address) -> Void) -> [HiddenField] {
        var address = desk.address
        address.table.page = 1
        change(&address)
        return address.pairs.map { HiddenField(name: $0.name, value: $0.value) }
    }

    private var readingLink: LinkModel {
        var address = desk.address
        address.options.resolved.toggle()
        return LinkModel(
            text: desk.options.resolved ? "Show values as read" : "Show resolved values", href: address.text)
    }

    private func head(_ column: Column) -> TableModel.Head {
        let current = request.order.first
        let isCurrent = current?.column == column.name
        let descending = isCurrent && current?.descending == false
        let sorted = isCurrent ? (current?.descending == true ? "descending" : "ascending") : "none"
        return TableModel.Head(
            name: column.name, text: Wording.column(column.name),
            href: link { $0.order = [RowQuery.Order(column.name, descending: descending)] },
            sorted: sorted, arrow: isCurrent ? (current?.descending == true ? "↓" : "↑") : "↕",
            style: CellWriter.style(of: column))
    }

    private func exports(_ columns: [Column]) -> [LinkModel] {
        ExportFormat.allCases.filter { $0.carries(kind) }.map { format in
            var address = desk.address
            address.route = .export(kind, format)
            address.table.page = 1
            address.table.filters = fixed + request.filters
            address.table.columns = columns.map(\.name)
            // What is uncertain goes along with every export; the page shows it as notes.
            if !address.table.columns.contains("doubts") { address.table.columns.append("doubts") }
            address.options.focus = false
            return LinkModel(text: format.rawValue.uppercased(), href: address.text)
        }
    }

    // MARK: Filters

    /// The fields that the filter form holds; other filters of the address go along hidden.
    private var formFields: Set<String> {
        var fields = Set(look.choices.map { "f.\($0).eq" } + look.words.map { "f.\($0).has" })
        for name in look.spans { fields.formUnion(["f.\(name).from", "f.\(name).to"]) }
        return fields
    }

    private func selectors() async throws -> [TableModel.Selector] {
        var selectors: [TableModel.Selector] = []
        for name in look.choices {
            let others = fixed + request.filters.filter { $0.column != name }
            let values = try await desk.values(of: name, kind, others, limit: Self.mostChoices)
            let chosen = request.filters.compactMap { filter -> String? in
                if case .equals(let value) = filter.test, filter.column == name { value } else { nil }
            }.first
            var choices = values.filter { !$0.value.isEmpty }.map { value in
                TableModel.Choice(
                    value: value.value, text: "\(value.value) (\(Wording.number(value.count)))",
                    isChosen: value.value == chosen)
            }
            if let chosen, !choices.contains(where: \.isChosen) {
                choices.append(TableModel.Choice(value: chosen, text: chosen, isChosen: true))
            }
            guard choices.count > 1 || chosen != nil else { continue }
            selectors.append(
                TableModel.Selector(field: "f.\(name).eq", text: Wording.column(name), choices: choices))
        }
        return selectors
    }

    private var wordFilters: [TableModel.WordFilter] {
        look.words.map { name in
            let value = request.filters.compactMap { filter -> String? in
                if case .contains(let value) = filter.test, filter.column == name { value } else { nil }
            }.first
            return TableModel.WordFilter(field: "f.\(name).has", text: Wording.column(name), value: value ?? "")
        }
    }

    private var spanFilters: [TableModel.SpanFilter] {
        look.spans.map { name in
            var from = ""
            var to = ""
            for filter in request.filters where filter.column == name {
                if case .atLeast(let day) = filter.test { from = day }
                if case .atMost(let day) = filter.test { to = day }
            }
            return TableModel.SpanFilter(
                text: Wording.column(name), fieldFrom: "f.\(name).from", fieldTo: "f.\(name).to", from: from, to: to)
        }
    }

    /// The filters in words, each with a link that takes it away.
    private var chips: [LinkModel] {
        request.filters.prefix(Self.mostChips).map { filter in
            LinkModel(text: Self.words(filter), href: link { $0.filters.removeAll { $0 == filter } })
        }
    }

    static func words(_ filter: RowQuery.Filter) -> String {
        let column = Wording.column(filter.column)
        func day(_ text: String) -> String { CalendarDate(iso: text).map(Wording.date) ?? text }
        return switch filter.test {
        case .equals(let value): "\(column) is \(value)"
        case .contains(let value): "\(column) has “\(value)”"
        case .isEmpty: "\(column) is empty"
        case .isNotEmpty: "\(column) is given"
        case .atLeast(let value): "\(column) from \(day(value))"
        case .atMost(let value): "\(column) to \(day(value))"
        }
    }

    // MARK: Words

    private func summary(_ page: RowPage) -> String {
        guard page.total > 0 else { return "No rows" }
        let first = (request.page - 1) * TableRequest.rowsOnAPage + 1
        guard page.total > page.rows.count, !page.rows.isEmpty else { return Wording.count(page.total, "row") }
        let last = first + page.rows.count - 1
        return "Rows \(Wording.number(first)) to \(Wording.number(last)) of \(Wording.number(page.total))"
    }

    private func vacancy(_ total: Int) -> String {
        if total > 0 { return "The table has fewer pages than that. Go back to its first page." }
        if !request.filters.isEmpty { return "No row passes the filters. Take one away to see more." }
        if let day = desk.day {
            return "Nothing of this kind was known at \(Wording.date(day)). \(look.empty)"
        }
        return look.empty
    }

    private func pager(_ total: Int) -> [TableModel.Pager] {
        let pages = max(1, (total + TableRequest.rowsOnAPage - 1) / TableRequest.rowsOnAPage)
        guard pages > 1 || request.page > 1 else { return [] }
        let current = request.page
        let previous = min(current - 1, pages)
        return [
            TableModel.Pager(
                previous: previous >= 1 ? [LinkModel(text: "Previous", href: link { $0.page = previous })] : [],
                next: current < pages ? [LinkModel(text: "Next", href: link { $0.page = current + 1 })] : [],
                position: "Page \(Wording.number(current)) of \(Wording.number(pages))")
        ]
    }
}
