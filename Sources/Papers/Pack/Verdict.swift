/// A decision that running text reports: who decided what about which matters.
struct Verdict: Equatable {
    /// The words that name who decided; empty in the passive.
    var agent = ""
    /// Matters as named, each with its version behind the name.
    var subjects: [String]
    /// The outcome in the words printed: `approved`, `deferred to the September 2023 DAG meeting`.
    var outcome: String
    /// What the outcome hangs on: `pending …`, `subject to …`.
    var condition = ""
    var doubts: [String] = []
}

/// Finds decisions in sentences such as `The TMAG approved version 0.3 of the Data Cleanse Plan`.
struct VerdictFinder {
    private static let verbs: Set<String> = [
        "approved", "rejected", "deferred", "endorsed", "ratified", "agreed", "declined", "withdrawn", "withdrew",
        "adopted", "baselined", "accepted", "postponed",
    ]
    private static let auxiliaries: Set<String> = ["was", "were", "been"]
    private static let adverbs: Set<String> = [
        "formally", "unanimously", "also", "now", "then", "both", "all", "subsequently", "therefore", "jointly", "not",
    ]
    private static let bodies: Set<String> = [
        "chair", "members", "group", "board", "committee", "panel", "sro", "sponsor", "ofgem", "authority",
        "programme", "regulator", "council",
    ]
    private static let pronouns: Set<String> = ["these", "this", "they", "it", "both", "all", "those"]

    /// What a heading over the text names: the matter where a sentence has only a pronoun.
    let heading: String
    private let words: [String]
    private let plain: [String]

    init(sentence: String, heading: String) {
        self.heading = heading
        let hasVerb = Self.mayDecide(sentence)
        words = hasVerb ? sentence.split(separator: " ").map(String.init) : []
        plain = words.map { PackText.words($0).joined(separator: " ") }
    }

    /// Whether a verb's beginning stands in the text: a cheap look before the sentence is taken apart.
    private static func mayDecide(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return [
            "pproved", "eject", "eferred", "ndorsed", "atified", "greed", "eclined", "ithdr", "dopted", "aselined",
            "ccepted", "ostponed",
        ].contains { PackText.offset(of: $0, in: bytes) != nil }
    }

    func verdicts() -> [Verdict] {
        var found: [Verdict] = []
        for index in plain.indices where Self.verbs.contains(plain[index]) {
            if let verdict = passive(index) ?? noted(index) ?? active(index) { found.append(verdict) }
        }
        return found
    }

    private func before(_ index: Int) -> Int {
        var place = index - 1
        while place >= 0, Self.adverbs.contains(plain[place]) { place -= 1 }
        return place
    }

    private func isNegated(_ index: Int) -> Bool {
        plain[max(0, index - 3)..<index].contains("not")
    }

    // MARK: - Passive

    private func passive(_ verb: Int) -> Verdict? {
        let auxiliary = before(verb)
        guard auxiliary > 0, Self.auxiliaries.contains(plain[auxiliary]), !isNegated(verb) else { return nil }
        var end = auxiliary
        if plain[auxiliary] == "been" {
            guard ["has", "have", "had"].contains(plain[auxiliary - 1]) else { return nil }
            end -= 1
        }
        // Where an earlier clause has its own verb, the subject begins behind the word that joins the two.
        var start = 0
        if let earlier = plain[..<end].lastIndex(where: Self.auxiliaries.contains) {
            let joint = (earlier..<end).first {
                ["and", "while", "but"].contains(plain[$0]) || words[$0].hasSuffix(",") || words[$0].hasSuffix(";")
            }
            start = joint.map { $0 + 1 } ?? 0
            while start < end, ["and", "while", "but"].contains(plain[start]) { start += 1 }
        }
        if let that = plain[start..<end].lastIndex(of: "that") { start = that + 1 }
        let subject = words[start..<end].joined(separator: " ")
        let tail = tail(after: verb)
        let subjects = subjects(of: subject)
        guard !subjects.isEmpty else { return nil }
        var verdict = Verdict(
            subjects: subjects, outcome: ([words[verb]] + tail.outcome).joined(separator: " ").bareEnd,
            condition: tail.condition)
        if plain[auxiliary - 1] == "had" {
            verdict.doubts.append(
                "“had been \(plain[verb])”: decided before the meeting; by whom and when is not printed")
        }
        return verdict
    }

    /// The words behind a passive verb: those of the outcome, and what it hangs on.
    private func tail(after verb: Int) -> (outcome: [String], condition: String) {
        var outcome: [String] = []
        var condition: [String] = []
        var index = verb + 1
        while index < words.count {
            let word = plain[index]
            let isBehindComma = outcome.last?.hasSuffix(",") ?? words[verb].hasSuffix(",")
            if isBehindComma, opensClause(index) { break }
            if outcome.last?.hasSuffix(",") ?? words[verb].hasSuffix(","), !["and", "or"].contains(word) {
                condition = Array(words[index...])
                break
            }
            if word == "pending" || word == "while" || word == "whilst" {
                condition = Array(words[index...])
                break
            }
            if word == "subject" || word == "provided" { condition = Array(words[index...]) }
            if word == "and", index + 2 < words.count, plain[(index + 1)...].contains(where: Self.auxiliaries.contains)
            {
                break
            }
            outcome.append(words[index])
            index += 1
        }
        return (outcome, condition.joined(separator: " ").bareEnd)
    }

    /// Whether a clause with a verdict of its own begins at a word: `CR042 was rejected`.
    private func opensClause(_ index: Int) -> Bool {
        guard let auxiliary = plain[index...].prefix(10).firstIndex(where: Self.auxiliaries.contains) else {
            return false
        }
        let verb = plain[(auxiliary + 1)...].first { !Self.adverbs.contains($0) && !Self.auxiliaries.contains($0) }
        return verb.map(Self.verbs.contains) ?? false
    }

    /// `Decisions on CR047 deferred to the July meeting`: a note without its auxiliary.
    private func noted(_ verb: Int) -> Verdict? {
        guard verb > 1, ["deferred", "postponed"].contains(plain[verb]), plain[0].hasPrefix("decision"),
            !plain[..<verb].contains(where: Self.auxiliaries.contains)
        else { return nil }
        let matters = subjects(of: words[1..<verb].joined(separator: " "))
        guard !matters.isEmpty else { return nil }
        let tail = tail(after: verb)
        return Verdict(
            subjects: matters, outcome: ([words[verb]] + tail.outcome).joined(separator: " ").bareEnd,
            condition: tail.condition)
    }

    // MARK: - Active

    private func active(_ verb: Int) -> Verdict? {
        let last = before(verb)
        guard last >= 0, verb + 1 < words.count, !isNegated(verb) else { return nil }
        if plain[verb] == "agreed" || plain[verb] == "accepted" || plain[verb] == "declined",
            ["that", "to", "with", "in", "on", "this", "and", "by"].contains(plain[verb + 1])
        {
            return nil
        }
        // `PSG discussed the plan and approved …`: the agent opens the sentence.
        let end = plain[last] == "and" ? 5 : last + 1
        guard let agent = agent(upTo: min(end, last + 1), whole: plain[last] != "and") else { return nil }
        var object: [String] = []
        var condition: [String] = []
        var outcome = plain[verb]
        var index = verb + 1
        while index < words.count {
            if plain[index] == "in", index + 1 < words.count, plain[index + 1] == "principle" {
                outcome += " in principle"
                index += 2
                continue
            }
            if plain[index] == "for", index + 1 < words.count,
                ["issuance", "impact", "consultation"].contains(plain[index + 1]),
                !Self.identifiers(object.joined(separator: " ")).isEmpty
            {
                let rest = words[index...].prefix { !["subject", "pending"].contains($0.lowercased()) }
                outcome += " " + rest.joined(separator: " ").bareEnd
                index += rest.count
                continue
            }
            if ["subject", "pending", "following", "which", "provided", "noting"].contains(plain[index]),
                !object.isEmpty
            {
                condition = Array(words[index...])
                break
            }
            object.append(words[index])
            index += 1
        }
        let text = object.joined(separator: " ").bareEnd
        let matters = subjects(of: text)
        guard !matters.isEmpty, let first = text.first, first.isLetter || first.isNumber || first == "'" else {
            return nil
        }
        let hangsOn = condition.joined(separator: " ").bareEnd
        if hangsOn.hasPrefix("subject") { outcome += " " + hangsOn }
        return Verdict(agent: agent, subjects: matters, outcome: outcome, condition: hangsOn)
    }

    /// The words that open the sentence, where they name a body and nothing else.
    private func agent(upTo end: Int, whole: Bool) -> String? {
        guard end > 0, end <= 6 else { return nil }
        var names: [String] = []
        for index in 0..<end {
            let bare = words[index].filter { $0.isLetter || $0.isNumber || $0 == "&" }
            let isName =
                PackText.isCode(bare) || Self.bodies.contains(plain[index]) || plain[index] == "the"
                || plain[index] == "and" || plain[index] == "extraordinary" || Self.adverbs.contains(plain[index])
                || (bare.first?.isUppercase ?? false)
            if !isName {
                if whole { return nil }
                break
            }
            names.append(words[index])
        }
        let isBody = names.contains {
            PackText.isCode($0.filter { $0.isLetter || $0.isNumber || $0 == "&" })
                || Self.bodies.contains(PackText.words($0).joined())
        }
        return isBody ? names.joined(separator: " ") : nil
    }

    // MARK: - Matters

    private static let changes: Set<IdentifierKind> = [
        .changeRequest, .dcusaChange, .recChange, .codeModification,
    ]

    /// Changes that a text names by identifier, else its phrases; a pronoun stands for what the heading names.
    private func subjects(of text: String) -> [String] {
        let named = Self.identifiers(text)
        if !named.isEmpty { return named }
        let first = PackText.words(text).first ?? ""
        if Self.pronouns.contains(first) {
            let named = Self.identifiers(heading)
            let bare = PackText.bare(heading)
            return named.isEmpty ? (bare.isEmpty ? [] : [bare]) : named
        }
        return Matters.parted(text).compactMap { part in
            guard let matter = DecisionSubject.matter(part) else { return nil }
            return matter.version.isEmpty ? matter.subject : "\(matter.subject) version \(matter.version)"
        }
    }

    private static func identifiers(_ text: String) -> [String] {
        var seen: [String] = []
        for found in ReferenceReader.find(in: text) where changes.contains(found.kind) {
            if !seen.contains(found.canonical) { seen.append(found.canonical) }
        }
        return seen
    }
}

/// Parts a phrase that names several matters.
enum Matters {
    /// Cuts at commas before a capital, and at `and` or `&` where a new matter surely begins: before an article, a
    /// version, or a name of two words in a list with commas. `Approach and Plan` stays whole.
    static func parted(_ text: String) -> [String] {
        var parts = [""]
        var depth = 0
        let words = text.split(separator: " ").map(String.init)
        for (index, word) in words.enumerated() {
            let next = index + 1 < words.count ? words[index + 1] : ""
            let isJoint = depth == 0 && (word == "and" || word == "&")
            if isJoint, opens(next) {
                parts.append("")
                continue
            }
            depth += word.count { $0 == "(" } - word.count { $0 == ")" }
            let cut = depth <= 0 && word.hasSuffix(",") && index > 0
            let kept = cut ? String(word.dropLast()) : word
            parts[parts.count - 1] += parts[parts.count - 1].isEmpty ? kept : " " + kept
            guard cut else { continue }
            if next.first?.isUppercase ?? false || opens(next) {
                parts.append("")
            } else if !next.isEmpty && next != "and" && next != "&" {
                break
            }
        }
        parts = parts.map(\.trimmed).filter { !$0.isEmpty }
        if parts.count > 1, let last = parts.last, let halves = lastPair(last) {
            parts.removeLast()
            parts += [halves.0, halves.1]
        }
        return sharingHead(parts)
    }

    private static func opens(_ word: String) -> Bool {
        let lower = word.lowercased()
        return ["the", "a", "an", "version"].contains(lower)
            || (lower.hasPrefix("v") && lower.dropFirst().first.map { $0.isNumber } ?? false)
    }

    /// `CIT Scenarios and SIT Test Scenarios`: both sides names of two words or more.
    private static func lastPair(_ text: String) -> (String, String)? {
        let words = text.split(separator: " ")
        guard let joint = words.lastIndex(where: { $0 == "and" || $0 == "&" }) else { return nil }
        let (left, right) = (words[..<joint], words[(joint + 1)...])
        guard left.count >= 2, right.count >= 2, right.first?.first?.isUppercase ?? false else { return nil }
        return (left.joined(separator: " "), right.joined(separator: " "))
    }

    /// `milestone changes to the A, B and C`: the head counts for all.
    private static func sharingHead(_ parts: [String]) -> [String] {
        guard parts.count > 1, let first = parts.first, first.first?.isLowercase ?? false else { return parts }
        let words = first.split(separator: " ")
        guard let to = words.prefix(4).firstIndex(of: "to"), to > 0 else { return parts }
        let head = words[...to].joined(separator: " ")
        return [first]
            + parts.dropFirst().map { ($0.first?.isUppercase ?? false) ? "\(head) \($0)" : $0 }
    }
}

extension String {
    /// The text without commas, full stops, semicolons and spaces at its end.
    fileprivate var bareEnd: String {
        var view = self[...]
        while let last = view.last, last.isWhitespace || ",.;:".contains(last) { view = view.dropLast() }
        return String(view)
    }
}
