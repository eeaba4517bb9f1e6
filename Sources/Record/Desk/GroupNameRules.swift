/// Rules about the names and codes of groups.
enum GroupNameRules {
    /// A code and a name that are printed together.
    private struct Naming {
        let code: String
        let name: String
        let entry: Entry
        let source: Source?

        func precedes(_ other: Naming) -> Bool {
            guard let source, let place = other.source, source != place else { return name < other.name }
            return source < place
        }
    }

    /// One finding a group, however many names and codes it goes by.
    static func variants(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var forms: [Form: [Naming]] = [:]
        for naming in namings(snapshot) {
            forms[Form(code: naming.code, name: folded(naming.name)), default: []].append(naming)
        }
        return families(forms.keys.sorted()).compactMap { family in
            family.count > 1 ? finding(family.map { forms[$0] ?? [] }, rule) : nil
        }
    }

    /// A code with a name, as they are compared.
    private struct Form: Hashable, Comparable {
        let code: String
        let name: String

        static func < (left: Form, right: Form) -> Bool { (left.code, left.name) < (right.code, right.name) }
    }

    /// Forms that share a code or a name, directly or through others.
    private static func families(_ forms: [Form]) -> [[Form]] {
        var owner = Array(forms.indices)
        func root(_ index: Int) -> Int {
            var index = index
            while owner[index] != index {
                owner[index] = owner[owner[index]]
                index = owner[index]
            }
            return index
        }
        var first: [String: Int] = [:]
        for (index, form) in forms.enumerated() {
            for key in ["code \(form.code)", "name \(form.name)"] {
                if let other = first[key] { owner[root(index)] = root(other) } else { first[key] = index }
            }
        }
        var families: [Int: [Form]] = [:]
        for (index, form) in forms.enumerated() { families[root(index), default: []].append(form) }
        return families.values.sorted { $0[0] < $1[0] }
    }

    /// The rarest form against the one that is printed most; other codes count before other names.
    private static func finding(_ forms: [[Naming]], _ rule: Rule) -> Contradiction? {
        let ordered = forms.sorted { one, two in
            one.count != two.count ? one.count > two.count : one[0].precedes(two[0])
        }
        guard let main = ordered.first?.min(by: { $0.precedes($1) }) else { return nil }
        let others = ordered.dropFirst().compactMap { $0.min { $0.precedes($1) } }
        guard let other = others.last(where: { $0.code != main.code }) ?? others.last else { return nil }
        let codes = main.code != other.code
        let (one, two) = codes ? (other.code, main.code) : (other.name, main.name)
        let names = ([main] + others).prefix(6).map { "“\($0.name) (\($0.code))”" }.joined(separator: ", ")
        let counts = [main, other].map { one in
            ordered.filter { codes ? $0[0].code == one.code : $0[0].name == one.name }.reduce(0) { $0 + $1.count }
        }
        let subject = Contradiction.Subject(kind: other.entry.kind, key: other.entry.key, name: "group \(main.code)")
        return rule.finding(
            subject, Side(other.source, one), Side(main.source, two), "One group is called \(names).",
            likely: counts[0] > counts[1]
                ? Likely(two, because: "printed in \(counts[0]) places against \(counts[1])", .low)
                : .unknown(codes ? "one name, two codes" : "one code, two names", .low))
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
