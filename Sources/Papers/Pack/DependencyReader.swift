import Record

/// Reads the slide `Roadmap for sign-off of X - dependencies`: blocks of what the document's next versions wait for.
struct DependencyReader: SectionReader {
    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        guard let title = paper.blocks[index].text, let document = Self.document(title.joined) else { return 0 }
        var next = index + 1
        var lists: [(label: TextBlock?, items: [ListItem])] = []
        while next < paper.blocks.count {
            let label = paper.blocks[next].text
            let at = label == nil ? next : next + 1
            guard label.map({ Self.isLabel($0.joined) }) ?? true, at < paper.blocks.count,
                let items = paper.blocks[at].list
            else { break }
            if label == nil, !lists.isEmpty {
                // A list without a label of its own: a page break cut the one above.
                lists[lists.count - 1].items += items
            } else {
                lists.append((label, items))
            }
            next = at + 1
        }
        guard !lists.isEmpty else { return 0 }
        ledger.claim(title.lines, as: .heading)
        var order = 0
        for (block, list) in lists.enumerated() {
            if let label = list.label { ledger.claim(label.lines, as: .heading) }
            for item in list.items {
                let text = MarkupReader.plain(item.text)
                guard !PackText.isEmptyState(text), let line = item.lines.first else {
                    ledger.claim(item.lines, as: .narrative)
                    continue
                }
                order += 1
                ledger.state(
                    Statement(
                        .documentDependencies,
                        key:
                            "\(DocumentName(document).key)|\(block + 1)|\(PackText.words(text).joined(separator: " "))",
                        lines: item.lines, rule: "sign-off-dependencies",
                        fields: [
                            .text("document", DocumentName(document).display, at: Place(line: title.lines[0])),
                            .text("block", String(block + 1), printed: ""),
                            .text("dependency", text, printed: item.text, at: Place(line: line)),
                            FieldReading("order", .integer(order), printed: ""),
                        ]))
            }
        }
        return next - index
    }

    /// The document of a title about its sign-off and dependencies.
    private static func document(_ title: String) -> String? {
        guard title.utf8.count <= 300, PackText.offset(of: "dependenc", in: Array(title.utf8)) != nil else {
            return nil
        }
        let text = MarkupReader.plain(title)
        let words = PackText.words(text)
        guard words.count <= 30, words.contains(where: { $0.hasPrefix("dependenc") }),
            words.contains("roadmap") || words.contains("sign") || words.contains("signoff")
        else { return nil }
        let bytes = Array(text.utf8)
        var start = 0
        for mark in [" of the ", " of ", " for the ", " for "] where start == 0 {
            if let place = PackText.offset(of: mark, in: bytes) { start = place + mark.utf8.count }
        }
        guard start > 0 else { return nil }
        var name = PackText.decode(bytes[start...])
        for mark in [" - dep", " – dep", " — dep", ": dep", " dependenc"] {
            if let halves = PackText.halves(name, at: mark) {
                name = halves.before
                break
            }
        }
        return name.trimmed.isEmpty ? nil : PackText.bare(name)
    }

    private static func isLabel(_ text: String) -> Bool {
        let words = PackText.words(text)
        return words.count <= 3 && words.contains { $0.hasPrefix("dependenc") }
    }
}
