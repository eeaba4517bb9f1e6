import Record

/// The initials by which minutes name those who speak, as the attendance list gives them.
struct Speakers {
    /// Initials with the line of the attendance list.
    private var listed: [(initials: String, line: Int)] = []
    private var known: Set<String> = []

    init(_ statements: [Statement]) {
        for statement in statements where statement.kind == .attendees {
            let initials = Self.text("initials", of: statement)
            if initials.isEmpty {
                // Where none are printed or legible, those of the name are meant.
                known.insert(
                    Self.text("name", of: statement).split(separator: " ").compactMap(\.first).map(String.init).joined()
                )
            } else {
                listed.append((initials, statement.lines.first ?? 0))
                known.insert(initials)
            }
        }
    }

    private static func text(_ name: String, of statement: Statement) -> String {
        statement.fields.first { $0.name == name }?.value?.exported ?? ""
    }

    /// Doubts about initials that are not listed but begin as listed ones do, once each (hazard H60).
    func unlisted(in paragraphs: [String], lines: [Int]) -> [String] {
        guard !listed.isEmpty else { return [] }
        var told: Set<String> = []
        var doubts: [String] = []
        for (text, line) in zip(paragraphs, lines) {
            let words = text.split(separator: " ")
            for (place, word) in words.enumerated().dropLast() {
                guard (2...4).contains(word.utf8.count), word.utf8.prefix(2).allSatisfy(Ascii.isUpper),
                    place == 0 || ".?!:-".contains(words[place - 1].last ?? " "), Self.isSpoken(words[place + 1]),
                    !known.contains(String(word)), told.insert(String(word)).inserted
                else { continue }
                let alike = listed.filter { $0.initials.hasPrefix(word) }
                let present = alike.filter { one in words.contains { $0 == one.initials } }
                guard let meant = present.first ?? alike.first else { continue }
                doubts.append(
                    "“\(word)” (line \(line)) stands for nobody in the attendance list; \(meant.initials) "
                        + "(line \(meant.line)) begins alike")
            }
        }
        return doubts
    }

    /// `noted`, `responded`, `queried`: what a speaker does.
    private static func isSpoken(_ word: Substring) -> Bool {
        word.utf8.count >= 4 && word.hasSuffix("ed") && word.first?.isLowercase == true
            || ["said", "ran", "told", "put", "gave", "took", "went", "thought", "saw", "read"].contains(word)
    }
}
