/// The list in a cell, with what is doubtful about where its items part.
struct PackList {
    /// Text before the list.
    let lead: String
    /// Items that say something; empty states are left out.
    let items: [String]
    /// Whether an item may hold several whose marks are lost.
    let runTogether: Bool

    /// Words that open a sentence: where one follows a lower-case word with a capital, an item ended without a stop.
    private static let openers: Set<Substring> = [
        "This", "That", "These", "Those", "The", "For", "We", "It", "In", "Any", "All", "If", "There", "When", "To",
        "Their", "They", "Each", "An", "As", "On",
    ]

    init(_ cell: String) {
        let read = ListReader.items(cell)
        var found = read.items
        var together = read.runTogether
        let marked = cell.utf8.contains(0xE2) && PackText.offset(of: "•", in: Array(cell.utf8)) != nil
        if found.count > 1, !marked, PackText.offset(of: "<li", in: Array(cell.utf8)) == nil,
            found.contains(where: Self.holdsLostStop)
        {
            // Some items end without a stop, so stops do not tell the items apart.
            found = [found.joined(separator: " ")]
            together = true
        }
        lead = PackText.isEmptyState(read.lead) ? "" : read.lead
        items = found.filter { !PackText.isEmptyState($0) }
        runTogether = together && !items.isEmpty
    }

    var all: [String] { lead.isEmpty ? items : [lead] + items }

    func doubts(_ field: String) -> [String] {
        runTogether ? ["\(field): the marks between items are lost; items may run together"] : []
    }

    private static func holdsLostStop(_ text: String) -> Bool {
        let words = text.split(separator: " ")
        return words.indices.dropFirst().contains { index in
            openers.contains(words[index]) && words[index - 1].last.map { $0.isLetter || $0.isNumber } ?? false
                && words[index - 1] != words[index - 1].uppercased()
        }
    }
}
