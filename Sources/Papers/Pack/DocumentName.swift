/// A document's name, as printed and as compared.
struct DocumentName: Hashable {
    /// The name to show: `&` as `and`, words that are not the name's own taken off.
    let display: String
    /// The words to compare by: lower case, singular, codes in place of the names they stand behind.
    let words: [String]

    var key: String { words.joined(separator: " ") }

    private static let trailing: Set<String> = [
        "approval", "update", "updates", "document", "documents", "sign", "off",
    ]
    private static let leading: Set<String> = [
        "the", "a", "an", "updated", "final", "complete", "new", "revised", "draft", "this",
    ]

    init(_ printed: String) {
        var tokens = PackText.bare(MarkupReader.plain(printed)).split(separator: " ").map(String.init)
        tokens = tokens.map { $0 == "&" ? "and" : $0 }
        while let first = tokens.first, Self.leading.contains(first.lowercased()) { tokens.removeFirst() }
        while tokens.count > 1, let last = tokens.last, Self.trailing.contains(PackText.words(last).joined()) {
            tokens.removeLast()
        }
        display = PackText.bare(tokens.joined(separator: " "))
        words = Self.compared(display)
    }

    /// `Data Working Group (DWG) Terms of Reference (ToR)` as `dwg term of reference`.
    static func compared(_ name: String) -> [String] {
        var kept: [String] = []
        for token in name.split(separator: " ") {
            let bare = token.filter { $0 != "(" && $0 != ")" }
            if token.hasPrefix("("), token.hasSuffix(")"), PackText.isCode(String(bare)) {
                let run = Array(
                    kept.reversed().prefix { $0.first?.isUppercase ?? false || ["and", "of"].contains($0) })
                // The code stands for the name before it where its letters are the name's first letters.
                let letters = run.reversed().compactMap(\.first).map { $0.lowercased() }
                let wanted = bare.lowercased().filter(\.isLetter)
                if let length = Self.length(of: wanted, in: letters) {
                    kept.removeLast(length)
                    kept.append(String(bare))
                }
                continue
            }
            kept.append(String(token))
        }
        return kept.flatMap(comparedWord)
    }

    /// The words of a printed word, singular; `ToR` in full.
    static func comparedWord(_ word: String) -> [String] {
        let words = PackText.words(word)
        return words == ["tor"] ? ["term", "of", "reference"] : words.map(singular)
    }

    /// How many words at the end have a code's letters in order; nil where they have not.
    private static func length(of code: String, in letters: [String]) -> Int? {
        var rest = Array(code)[...]
        for (count, letter) in letters.reversed().enumerated() {
            if let last = rest.last, letter == String(last) { rest = rest.dropLast() }
            if rest.isEmpty { return count + 1 }
        }
        return nil
    }

    static func singular(_ word: String) -> String {
        guard word.utf8.count > 3, word.utf8.last == UInt8(ascii: "s") else { return word }
        if word.hasSuffix("ches") { return String(word.dropLast(2)) }
        guard !word.hasSuffix("ss"), !word.hasSuffix("us"), !word.hasSuffix("is") else { return word }
        return String(word.dropLast())
    }
}
