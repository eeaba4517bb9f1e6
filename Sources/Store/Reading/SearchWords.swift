/// What a user typed, as a full-text query that cannot be wrong.
enum SearchWords {
    /// A query is bounded: nobody types more words than this.
    static let wordsMax = 32

    /// Each word as a quoted phrase, all of which must be found; nil where no word has a letter or a digit.
    ///
    /// Words end at white space. Inside quotation marks nothing is an operator to FTS5; a mark itself is doubled. A
    /// reference such as `TMAG08-01` is a phrase of its parts. Beginnings of words are not looked for: gathering every
    /// word that begins with `p` takes longer than a page may.
    static func query(_ words: String) -> String? {
        let parts = words.split { $0.isWhitespace || $0 == "\0" }.filter { part in
            part.unicodeScalars.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
        }
        guard !parts.isEmpty else { return nil }
        let phrases = parts.prefix(wordsMax).map { part in
            "\"" + part.reduce(into: "") { $0 += $1 == "\"" ? "\"\"" : String($1) } + "\""
        }
        return phrases.joined(separator: " AND ")
    }
}
