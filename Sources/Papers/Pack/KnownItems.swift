import Record

/// Names that a paper prints as items of their own: they tell items apart where a list's marks are lost.
struct KnownItems {
    private var names: Set<[String]> = []
    private var longest = 0

    /// Gathers the agenda's documents, the appendices' titles and bullets of tables.
    init(of paper: PaperContext) {
        for item in AgendaReader.items(of: paper) { learn(DecisionSubject.read(item.aim)?.subject) }
        for block in paper.blocks {
            switch block {
            case .list(let items):
                for item in items {
                    learn(AppendixText.item(item.text).flatMap { DecisionSubject.matter($0.title) }?.subject)
                }
            case .table(let table):
                for row in table.rows {
                    for cell in row.cells where PackText.offset(of: "•", in: Array(cell.text.utf8)) != nil {
                        ListReader.items(cell.text).items.forEach { learn($0) }
                    }
                }
            case .text: break
            }
        }
    }

    private mutating func learn(_ name: String?) {
        guard let name else { return }
        let words = PackText.words(name)
        guard words.count >= 2, words.count <= 12 else { return }
        names.insert(words)
        longest = max(longest, words.count)
    }

    /// Cuts off known names at the start, one after the other, as long as a capital of two words or more follows; the
    /// rest stays one item. `isSure` where nothing is left over.
    func parted(_ text: String) -> (parts: [String], isSure: Bool) {
        var parts: [String] = []
        var rest = text.split(separator: " ").map(String.init)[...]
        while let end = prefixEnd(rest) {
            parts.append(rest[..<end].joined(separator: " "))
            rest = rest[end...]
            if rest.isEmpty { return (parts, true) }
        }
        return (parts + [rest.joined(separator: " ")], false)
    }

    /// The items of a list told apart, and whether any may still hold several.
    func parted(_ items: [String], of list: PackList) -> (items: [String], runTogether: Bool) {
        guard list.runTogether else { return (items, false) }
        let read = items.map(parted)
        return (read.flatMap(\.parts), !read.allSatisfy(\.isSure))
    }

    /// Where the longest known name at the start ends.
    private func prefixEnd(_ words: ArraySlice<String>) -> Int? {
        var prefix: [String] = []
        var best: Int?
        for index in words.indices {
            prefix += PackText.words(words[index])
            if prefix.count > longest { break }
            let next = index + 1
            let opens = next >= words.endIndex || (words[next].first?.isUppercase ?? false)
            if names.contains(prefix), opens, words.endIndex - next != 1 { best = next }
        }
        return best
    }
}
