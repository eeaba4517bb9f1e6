/// A document's name found among the words of a sentence.
struct NamedDocument {
    let words: Range<Int>
    var name: DocumentName
    /// The version printed with the name; empty where none is.
    var version = ""
    var doubts: [String] = []
}

/// Finds documents' names: those that the paper's agenda and appendices name, and capitalised names that end in a
/// document's word, such as `Test Data Strategy`.
struct DocumentFinder {
    private static let nouns: Set<String> = [
        "plan", "strategy", "approach", "report", "scenario", "log", "guidance", "document", "map", "catalogue",
        "framework", "profile", "policy", "schedule", "matrix", "methodology", "reference", "tor", "specification",
        "threshold", "proposal", "roadmap", "register", "handbook", "guide", "protocol", "charter",
    ]
    private static let connectors: Set<String> = ["and", "&", "of", "for"]
    private static let openers: Set<String> = [
        "the", "a", "an", "this", "these", "all", "both", "our", "seeking", "update", "approve", "approval", "final",
        "complete", "clean", "updated", "decision", "information", "on", "in", "for", "to", "at", "version", "issue",
        "we've", "we", "as", "overall", "target", "sign-off", "recommendation", "terms",
    ]

    /// Names of the agenda and the appendices by their key.
    private(set) var known: [String: DocumentName] = [:]
    private var knownOrder: [DocumentName] = []

    mutating func learn(_ printed: String) {
        let name = DocumentName(printed)
        guard name.words.count >= 2, known[name.key] == nil else { return }
        known[name.key] = name
        knownOrder.append(name)
    }

    /// Whether a name reads as a document's.
    static func isDocument(_ name: DocumentName) -> Bool {
        guard name.words.count >= 2, let last = name.words.last else { return false }
        return nouns.contains(last)
    }

    /// What the search asks of a printed word, found out once.
    private struct Word {
        let compared: [String]
        let isCapital: Bool
        let isOpener: Bool
        let isConnector: Bool
        let isNoun: Bool
        let isCode: Bool
        let endsPhrase: Bool

        init(_ word: String) {
            compared = DocumentName.comparedWord(word)
            let first = word.utf8.first { !"(\"'[".utf8.contains($0) } ?? 0
            isCapital = Ascii.isUpper(first) || Ascii.isDigit(first)
            let lower = PackText.bare(word).lowercased()
            isOpener = DocumentFinder.openers.contains(lower)
            isConnector = DocumentFinder.connectors.contains(lower)
            isNoun = compared.last.map(DocumentFinder.nouns.contains) ?? false
            isCode = word.hasPrefix("(") && word.hasSuffix(")") && PackText.isCode(word.dropFirst().dropLast())
            endsPhrase = word.utf8.last.map { ",.;:".utf8.contains($0) } ?? true
        }
    }

    /// Names in a sentence, left to right, none overlapping.
    func names(in words: [String]) -> [NamedDocument] {
        var found: [NamedDocument] = []
        let facts = words.map(Word.init)
        let compared = facts.map(\.compared)
        var index = 0
        while index < words.count {
            if let end = knownEnd(compared, index), let named = known[key(compared, index, end)] {
                found.append(NamedDocument(words: index..<end, name: named))
                index = end
            } else if let end = runEnd(facts, index) {
                let name = DocumentName(words[index..<end].joined(separator: " "))
                found.append(resolved(NamedDocument(words: index..<end, name: name)))
                index = end
            } else {
                index += 1
            }
        }
        return found
    }

    private func key(_ compared: [[String]], _ start: Int, _ end: Int) -> String {
        compared[start..<end].flatMap(\.self).joined(separator: " ")
    }

    /// Where a known name that begins at a word ends; the longest.
    private func knownEnd(_ compared: [[String]], _ start: Int) -> Int? {
        guard let first = compared[start].first else { return nil }
        var best: Int?
        for name in knownOrder where name.words.first == first && name.words.count >= 2 {
            var place = 0
            var index = start
            while index < compared.count, place < name.words.count,
                name.words[place...].starts(with: compared[index]), !compared[index].isEmpty
            {
                place += compared[index].count
                index += 1
            }
            if place == name.words.count, index > best ?? 0 { best = index }
        }
        return best
    }

    /// Where a capitalised run that ends in a document's word ends.
    private func runEnd(_ words: [Word], _ start: Int) -> Int? {
        guard words[start].isCapital, !words[start].isOpener else { return nil }
        if start > 0 {
            let before = words[start - 1]
            if before.isCapital, !before.isOpener, !before.endsPhrase { return nil }
        }
        var end: Int?
        for index in start..<min(words.count, start + 16) {
            let word = words[index]
            guard word.isCapital || (word.isConnector && index > start) else { break }
            if (word.isNoun && index > start) || (word.isCode && end == index) { end = index + 1 }
            if word.endsPhrase { break }
        }
        return end
    }

    /// A name that lacks the word `test` of one known name is that name; the print is kept as a doubt.
    private func resolved(_ found: NamedDocument) -> NamedDocument {
        guard known[found.name.key] == nil else { return found }
        let words = found.name.words
        let near = knownOrder.filter { name in
            guard name.words.count == words.count + 1 else { return false }
            for (place, word) in name.words.enumerated() where word == "test" {
                if Array(name.words[..<place] + name.words[(place + 1)...]) == words { return true }
            }
            return false
        }
        guard near.count == 1, let name = near.first else { return found }
        var read = found
        read.name = name
        read.doubts.append("printed “\(found.name.display)”, read as “\(name.display)”")
        return read
    }

    /// The name with one word less than a document's own, as in `SIT Test Plan` on the slide of `SIT Functional Test Plan`.
    static func shortens(_ name: DocumentName, _ whole: DocumentName) -> Bool {
        guard name.words.count + 1 == whole.words.count, name.words.count >= 3 else { return false }
        return whole.words.indices.contains { place in
            Array(whole.words[..<place] + whole.words[(place + 1)...]) == name.words
        }
    }
}
