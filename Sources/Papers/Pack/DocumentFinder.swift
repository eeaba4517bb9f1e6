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

    /// Names in a sentence, left to right, none overlapping.
    func names(in words: [String]) -> [NamedDocument] {
        var found: [NamedDocument] = []
        let compared = words.map(DocumentName.comparedWord)
        var index = 0
        while index < words.count {
            if let end = knownEnd(compared, index), let named = known[key(compared, index, end)] {
                found.append(NamedDocument(words: index..<end, name: named))
                index = end
            } else if let end = runEnd(words, index) {
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
    private func runEnd(_ words: [String], _ start: Int) -> Int? {
        guard Self.isCapital(words[start]), !Self.openers.contains(PackText.bare(words[start]).lowercased()) else {
            return nil
        }
        if start > 0, Self.isCapital(words[start - 1]),
            !Self.openers.contains(PackText.bare(words[start - 1]).lowercased()),
            !Self.endsPhrase(words[start - 1])
        {
            return nil
        }
        var end: Int?
        for index in start..<min(words.count, start + 16) {
            let word = words[index]
            let lower = word.lowercased()
            guard Self.isCapital(word) || (Self.connectors.contains(lower) && index > start) else { break }
            let bare = DocumentName.singular(PackText.words(word).last ?? "")
            let isCode =
                end == index && word.hasPrefix("(") && word.hasSuffix(")")
                && PackText.isCode(String(word.dropFirst().dropLast()))
            if Self.nouns.contains(bare) && (index > start) || isCode { end = index + 1 }
            if Self.endsPhrase(word) { break }
        }
        return end
    }

    private static func endsPhrase(_ word: String) -> Bool {
        guard let last = word.last else { return true }
        return ",.;:".contains(last)
    }

    private static func isCapital(_ word: String) -> Bool {
        let bare = word.drop { "(\"'“‘[".contains($0) }
        return bare.first.map { $0.isUppercase || $0.isNumber } ?? false
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
