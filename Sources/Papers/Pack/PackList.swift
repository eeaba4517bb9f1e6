/// The list in a cell without its empty states, with whether its items may have run together.
struct PackList {
    /// Text before the list; empty where it is an empty state.
    let lead: String
    /// Items that say something.
    let items: [String]
    /// Whether an item may hold several whose marks are lost.
    let runTogether: Bool

    init(_ cell: String) {
        let read = ListReader.items(cell)
        lead = PackText.isEmptyState(read.lead) ? "" : read.lead
        items = read.items.filter { !PackText.isEmptyState($0) }
        runTogether = read.runTogether && !items.isEmpty
    }

    var all: [String] { lead.isEmpty ? items : [lead] + items }

    static func doubt(_ field: String) -> String {
        "\(field): the marks between items are lost; items may run together"
    }

    func doubts(_ field: String) -> [String] { runTogether ? [Self.doubt(field)] : [] }
}
