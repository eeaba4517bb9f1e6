/// Rules about the names and codes of groups.
enum GroupNameRules {
    /// A code and a name that are printed together.
    private struct Naming {
        let code: String
        let name: String
        let entry: Entry
        let source: Source?
    }

    static func variants(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var byCode: [String: [String: Naming]] = [:]
        var byName: [String: [String: Naming]] = [:]
        for naming in namings(snapshot) {
            let name = folded(naming.name)
            if byCode[naming.code]?[name] == nil { byCode[naming.code, default: [:]][name] = naming }
            if byName[name]?[naming.code] == nil { byName[name, default: [:]][naming.code] = naming }
        }
        let names = byCode.values.flatMap { pairs($0, rule) { "“\($0.code)” is “\($0.name)” and “\($1.name)”." } }
        let codes = byName.values.flatMap { pairs($0, rule) { "“\($0.name)” is “\($0.code)” and “\($1.code)”." } }
        return names + codes
    }

    private static func pairs(
        _ variants: [String: Naming], _ rule: Rule, _ sentence: (Naming, Naming) -> String
    ) -> [Contradiction] {
        let ordered = variants.sorted { $0.key < $1.key }.map(\.value)
        guard ordered.count > 1, let first = ordered.first else { return [] }
        return ordered.dropFirst().prefix(32).map { other in
            let sameCode = first.code == other.code
            return rule.finding(
                first.entry, Side(first.source, sameCode ? first.name : first.code),
                Side(other.source, sameCode ? other.name : other.code), sentence(first, other),
                likely: .unknown(sameCode ? "one code, two names" : "one name, two codes", .low))
        }
    }

    /// What does not make another name: small words, case, `Test` for `Testing`.
    private static func folded(_ name: String) -> String {
        Words.tokens(name).map { $0 == "test" ? "testing" : $0 }.filter { !["the", "and", "of"].contains($0) }
            .joined(separator: " ")
    }

    private static func namings(_ snapshot: RecordSnapshot) -> [Naming] {
        var namings: [Naming] = []
        for kind in [RecordKind.workingGroups, .groupUpdates, .meetings] {
            for entry in snapshot.entries(kind) where !entry.word("group").isEmpty && !entry.word("group_name").isEmpty
            {
                namings.append(
                    Naming(
                        code: entry.word("group"), name: entry.word("group_name"), entry: entry,
                        source: entry.place(of: "group_name")))
            }
        }
        for (kind, column) in [(RecordKind.actions, "text"), (.decisions, "text"), (.discussion, "text")] {
            for entry in snapshot.entries(kind) {
                for (name, code) in mentions(in: entry.word(column)) {
                    namings.append(Naming(code: code, name: name, entry: entry, source: entry.place(of: column)))
                }
            }
        }
        return namings
    }

    /// Names such as `Migration Working Group (MWG)`: capitalised words up to `Group`, then a code in brackets.
    static func mentions(in text: String) -> [(name: String, code: String)] {
        guard text.utf8.contains(UInt8(ascii: "(")) else { return [] }
        let words = text.split(separator: " ")
        var found: [(name: String, code: String)] = []
        for (place, word) in words.enumerated() where word.hasPrefix("(") && place > 0 && words[place - 1] == "Group" {
            let code = word.dropFirst().prefix { $0.isASCII && $0.isUppercase }
            guard (3...7).contains(code.count), word.dropFirst(code.count + 1).first == ")" else { continue }
            var start = place - 1
            while start > 0, isPart(words[start - 1], start > 1 ? words[start - 2] : nil) { start -= 1 }
            let name = words[start..<place].joined(separator: " ")
            // A name shorter than its code has lost its beginning to the text before it.
            if place - start >= 2 { found.append((name, String(code))) }
        }
        return found
    }

    /// Whether a word belongs to a name: a capital first, or a joining word between two that have one.
    private static func isPart(_ word: Substring, _ before: Substring?) -> Bool {
        if ["and", "&", "of"].contains(word) { return before?.first?.isUppercase == true }
        return word.first?.isUppercase == true && word.last?.isPunctuation == false && !["The", "This"].contains(word)
    }
}
