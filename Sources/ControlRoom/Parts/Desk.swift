import Kernel
import Record

/// What a page is made with: the record, the view asked for, and the names of papers.
struct Desk: Sendable {
    let record: any RecordReading
    let settings: ControlRoomSettings
    let address: Address
    let token: String
    let knownDays: [CalendarDate]
    let papers: PaperLabels
    let shelf: GeneratorShelf
    /// The stand-in's ports; nil where the data folder holds none.
    var dip: DIPDesk?
    /// The cleanse's ports; nil where the data folder holds none.
    var cleanse: CleanseBooks?
    var cleanseSums = CleanseSums()
    /// The migration's books; nil where no plan was adopted in the data folder.
    var migration: MigrationBooks?
    var migrationSights = MigrationSights()
    /// What a form has to carry for the room to do what it says.
    var formToken = ""
    /// What a form was sent with and what of it is wrong, by field, where it comes back.
    var typed: [String: String] = [:]
    var problems: [String: String] = [:]

    var options: ViewOptions { address.options }
    var day: CalendarDate? { options.asKnownAt }

    /// The day against which dates are overdue or to come: the day asked for, the day given by whoever started the
    /// room, or the newest day on which the record learnt something.
    var today: CalendarDate { options.asKnownAt ?? settings.today ?? knownDays.last ?? .earliest }

    /// Says which day `today` is.
    var todayInWords: String {
        let words = Wording.date(today)
        if options.asKnownAt != nil { return "\(words), the day asked for" }
        return settings.today == nil ? "\(words), the newest day the record knows" : words
    }

    /// A link that keeps the day and the reading asked for.
    func link(_ route: Route, table: TableRequest = TableRequest(), words: String = "") -> String {
        var options = options
        options.focus = false
        return Address(route: route, options: options, table: table, words: words).text
    }

    func link(_ kind: RecordKind, filters: [RowQuery.Filter], order: [RowQuery.Order] = []) -> String {
        link(Navigation.route(of: kind), table: TableRequest(filters: filters, order: order))
    }

    /// A link to a line of a paper; long papers are shown in parts.
    func link(_ source: Source) -> String {
        let part = (max(source.line, 1) - 1) / PaperTextPage.linesOnAPage + 1
        return link(.paper(source.paper), table: TableRequest(page: part)) + "#L\(source.line)"
    }

    func query(
        _ kind: RecordKind, _ filters: [RowQuery.Filter] = [], order: [RowQuery.Order] = [], limit: Int?,
        offset: Int = 0
    ) -> RowQuery {
        RowQuery(
            kind, filters: filters, order: order, offset: offset, limit: limit, asKnownAt: day,
            resolved: options.resolved)
    }

    func rows(
        _ kind: RecordKind, _ filters: [RowQuery.Filter] = [], order: [RowQuery.Order] = [], limit: Int
    ) async throws -> Rows {
        let page = try await record.rows(query(kind, filters, order: order, limit: limit))
        return Rows(kind: kind, page: page)
    }

    func count(_ kind: RecordKind, _ filters: [RowQuery.Filter] = []) async throws -> Int {
        // A limit of one rather than none: a port may read a limit of nothing as no limit.
        try await record.rows(query(kind, filters, limit: 1)).total
    }

    func values(
        of column: String, _ kind: RecordKind, _ filters: [RowQuery.Filter] = [], limit: Int
    ) async throws -> [(value: String, count: Int)] {
        try await record.values(of: column, in: query(kind, filters, limit: nil), limit: limit)
    }

    /// Names for every paper that rows speak of.
    func labels(for sources: [Source]) async throws -> [String: String] {
        var names: [String] = []
        var seen: Set<String> = []
        for source in sources where seen.insert(source.paper).inserted { names.append(source.paper) }
        return try await papers.labels(for: names, token: token, in: record)
    }
}

/// Rows of a kind whose cells are had by column name.
struct Rows: Sendable {
    let kind: RecordKind
    let page: RowPage
    private let schema: Schema

    init(kind: RecordKind, page: RowPage) {
        self.kind = kind
        self.page = page
        self.schema = kind.schema
    }

    var total: Int { page.total }
    var isEmpty: Bool { page.rows.isEmpty }
    var all: [Row] { page.rows.map { Row(kind: kind, row: $0, schema: schema) } }
}

/// One row whose cells are had by column name.
struct Row: Sendable {
    let kind: RecordKind
    let row: RecordRow
    let schema: Schema

    var key: String { row.key }

    /// The cell of a column; empty where the kind has none of that name.
    subscript(name: String) -> String {
        guard let place = schema.place(of: name), place < row.values.count else { return "" }
        return row.values[place]
    }

    func date(_ name: String) -> CalendarDate? { CalendarDate(iso: self[name]) }
    var sources: [Source] { SourceText.read(self["sources"]) }
}
