import Kernel
import Record

/// What is asked of every page beside its subject.
struct ViewOptions: Sendable, Hashable {
    /// The record as known at the end of that day; nil for all that is known now.
    var asKnownAt: CalendarDate?
    /// Whether everything but the panel is hidden.
    var focus = false
    /// Whether resolved values stand in place of read ones.
    var resolved = false
}

/// How a table is asked for.
struct TableRequest: Sendable, Hashable {
    var filters: [RowQuery.Filter] = []
    var order: [RowQuery.Order] = []
    /// Empty for the page's own choice.
    var columns: [String] = []
    /// From 1.
    var page = 1

    static let rowsOnAPage = 100

    init(
        filters: [RowQuery.Filter] = [], order: [RowQuery.Order] = [], columns: [String] = [], page: Int = 1
    ) {
        self.filters = filters
        self.order = order
        self.columns = columns
        self.page = page
    }
}

/// A whole address: the page, the view of it, its table, the words searched for, and what a form was filled with.
struct Address: Sendable, Hashable {
    var route: Route
    var options = ViewOptions()
    var table = TableRequest()
    var words = ""
    var consumption = ConsumptionFields()
    var dip = DIPFields()
    var cleanse = CleanseFields()
    var migration = MigrationFields()

    /// The address as links write it; equal addresses give equal texts.
    var text: String {
        let pairs = self.pairs
        guard !pairs.isEmpty else { return route.path }
        return route.path + "?"
            + pairs.map { "\($0.name)=\(PercentCoding.encode($0.value))" }.joined(separator: "&")
    }

    /// The query's names and values in a fixed order.
    var pairs: [(name: String, value: String)] {
        var pairs: [(String, String)] = consumption.pairs + dip.pairs + cleanse.pairs + migration.pairs
        if !words.isEmpty { pairs.append(("q", words)) }
        for filter in table.filters { pairs.append(filter.pair) }
        if !table.order.isEmpty { pairs.append(("sort", table.order.map(\.text).joined(separator: ","))) }
        for column in table.columns { pairs.append(("col", column)) }
        if table.page > 1 { pairs.append(("page", String(table.page))) }
        if let day = options.asKnownAt { pairs.append(("at", day.iso)) }
        if options.resolved { pairs.append(("resolved", "1")) }
        if options.focus { pairs.append(("focus", "1")) }
        return pairs
    }
}

extension RowQuery.Order {
    fileprivate var text: String { descending ? "-" + column : column }
}

extension RowQuery.Filter {
    /// The filter as an address holds it: `f.column.operator` and a value.
    var pair: (name: String, value: String) {
        switch test {
        case .equals(let value): ("f.\(column).eq", value)
        case .contains(let value): ("f.\(column).has", value)
        case .atLeast(let value): ("f.\(column).from", value)
        case .atMost(let value): ("f.\(column).to", value)
        case .isEmpty: ("f.\(column).is", "empty")
        case .isNotEmpty: ("f.\(column).is", "filled")
        }
    }
}
