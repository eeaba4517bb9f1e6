/// What a decision's sentence says: what was decided on, how, and under which condition.
struct DecisionWords: Sendable, Hashable {
    /// Without a leading article; the whole sentence where no word of deciding is found.
    var subject: String
    /// The word of deciding with what narrows it: `approved`, `approved in principle subject to updates as discussed`,
    /// `deferred to the September 2023 DAG meeting`; empty where there is none.
    var outcome: String
    /// What comes behind `subject to`, `with the caveat of` or `pending`; empty where nothing does.
    var conditions: String

    /// Reads the first sentence that decides something.
    init(_ text: String) {
        let sentences = Self.sentences(MarkupReader.plain(text))
        for sentence in sentences {
            if let read = Self.read(sentence) {
                self = read
                return
            }
        }
        subject = Self.bare(sentences.first ?? "")
        outcome = ""
        conditions = ""
    }

    private init(subject: String, outcome: String, conditions: String) {
        self.subject = subject
        self.outcome = outcome
        self.conditions = conditions
    }

    // MARK: - Words

    /// Every form of the words of deciding, with the form that an outcome is written in.
    private static let verbs: [String: String] = [
        "approved": "approved", "approve": "approved", "approves": "approved", "endorsed": "endorsed",
        "endorse": "endorsed", "endorses": "endorsed", "agreed": "agreed", "agree": "agreed", "agrees": "agreed",
        "rejected": "rejected", "reject": "rejected", "deferred": "deferred", "defer": "deferred",
        "recommended": "recommended", "recommend": "recommended", "recommends": "recommended",
        "accepted": "accepted", "accept": "accepted", "ratified": "ratified", "ratify": "ratified",
        "baselined": "baselined", "declined": "declined", "withdrawn": "withdrawn",
    ]
    private static let infinitives: Set<String> = [
        "approve", "endorse", "agree", "reject", "defer", "recommend", "accept", "ratify",
    ]
    private static let auxiliaries: Set<String> = ["was", "were", "is", "are", "be", "been", "being"]
    private static let adverbs: Set<String> = [
        "not", "unanimously", "formally", "also", "therefore", "then", "all", "both", "duly", "provisionally", "has",
        "have",
    ]
    /// Words that begin what narrows an outcome.
    private static let tails: [[String]] = [
        ["in", "principle"], ["subject", "to"], ["with", "the", "caveat"], ["with", "caveats"],
        ["with", "the", "exception"],
        ["pending"], ["provided", "that"], ["conditional", "on"], ["conditionally"], ["for", "issuance"],
        ["for", "consultation"], ["for", "impact", "assessment"], ["until"], ["on", "the", "condition"],
        ["with", "conditions"], ["for", "baselining"],
    ]

    static func isDecidingWord(_ word: String) -> Bool { verbs[word] != nil }

    // MARK: - Sentences

    /// Sentences of a text: a full stop before white space and a capital ends one.
    static func sentences(_ text: String) -> [String] {
        let words = text.split(separator: " ")
        var sentences: [String] = []
        var current: [Substring] = []
        for (index, word) in words.enumerated() {
            current.append(word)
            let next = index + 1 < words.count ? words[index + 1].first : nil
            if word.hasSuffix("."), word.utf8.count > 2, next?.isUppercase ?? true {
                sentences.append(current.joined(separator: " "))
                current = []
            }
        }
        if !current.isEmpty { sentences.append(current.joined(separator: " ")) }
        return sentences
    }

    private static func read(_ sentence: String) -> DecisionWords? {
        var words = sentence.split(separator: " ").map(String.init)
        while let last = words.last, last.hasSuffix(".") { words[words.count - 1] = String(last.dropLast()) }
        guard words.count <= 400 else { return nil }
        let plain = words.map { $0.lowercased().trimmingMarks() }
        for index in plain.indices {
            guard let verb = verbs[plain[index]] else { continue }
            var before = index - 1
            var isNegated = false
            while before >= 0, adverbs.contains(plain[before]) {
                if plain[before] == "not" { isNegated = true }
                before -= 1
            }
            let said = (isNegated ? "not " : "") + verb
            if before >= 0, auxiliaries.contains(plain[before]) {
                while before > 0, adverbs.contains(plain[before - 1]) || auxiliaries.contains(plain[before - 1]) {
                    before -= 1
                }
                return passive(Array(words[..<before]), said, Array(words[(index + 1)...]))
            }
            if index == words.count - 1 && index > 0 { return passive(Array(words[..<index]), said, []) }
            // `did not approve`
            if isNegated, before >= 0, ["did", "does", "do", "could", "would"].contains(plain[before]) {
                return active(said, Array(words[(index + 1)...]))
            }
            // `decided to agree`: the word that counts comes after.
            if infinitives.contains(plain[index]) && !(before >= 0 && plain[before] == "to") { continue }
            if plain[index...].dropFirst().first == "to", plain.count > index + 2,
                infinitives.contains(plain[index + 2])
            {
                continue
            }
            guard before >= 0, before < 12 else { continue }
            return active(said, Array(words[(index + 1)...]))
        }
        return nil
    }

    private static func passive(_ subject: [String], _ verb: String, _ rest: [String]) -> DecisionWords? {
        guard !subject.isEmpty else { return nil }
        return made(subject, verb, rest)
    }

    private static func active(_ verb: String, _ rest: [String]) -> DecisionWords? {
        guard !rest.isEmpty else { return nil }
        let plain = rest.map { $0.lowercased().trimmingMarks() }
        var cut = rest.count
        for index in plain.indices where index > 0 {
            let isTail = tails.contains { tail in Array(plain[index...].prefix(tail.count)) == tail }
            let isDate = verb == "deferred" && (plain[index] == "to" || plain[index] == "until")
            if isTail || isDate {
                cut = index
                break
            }
        }
        var object = Array(rest[..<cut])
        // `recommend to PSG that …`: to whom is not what.
        if object.first?.lowercased() == "to",
            let that = object.prefix(8).firstIndex(where: { $0.lowercased() == "that" }),
            that + 1 < object.count
        {
            object.removeFirst(that)
        }
        if object.first?.lowercased() == "that" { object.removeFirst() }
        return made(object, verb, Array(rest[cut...]))
    }

    private static func made(_ subject: [String], _ verb: String, _ tail: [String]) -> DecisionWords {
        var tail = tail
        // `by the TMAG` names who decided, which the group says.
        if tail.first?.lowercased() == "by" {
            let end = tail.firstIndex { word in tails.contains { $0.first == word.lowercased() } } ?? tail.count
            tail.removeFirst(end)
        }
        var conditions: [String] = []
        for (index, word) in tail.enumerated() {
            switch word.lowercased().trimmingMarks() {
            case "subject" where tail.dropFirst(index + 1).first?.lowercased() == "to":
                conditions = Array(tail[(index + 2)...])
            case "caveat", "caveats", "condition", "conditional":
                conditions = Array(tail[(index + 1)...])
                if let first = conditions.first?.lowercased(), ["of", "that", "on"].contains(first) {
                    conditions.removeFirst()
                }
            case "pending": conditions = Array(tail[index...])
            default: continue
            }
            break
        }
        let narrowed = tail.joined(separator: " ").trimmingMarks()
        return DecisionWords(
            subject: bare(subject.joined(separator: " ")),
            outcome: narrowed.isEmpty ? verb : balanced("\(verb) \(narrowed)"),
            conditions: balanced(conditions.joined(separator: " ").trimmingMarks()))
    }

    /// Gives back the closing bracket that was cut with the marks at the end.
    private static func balanced(_ text: String) -> String {
        let open = text.count { $0 == "(" }
        let close = text.count { $0 == ")" }
        return open == close + 1 ? text + ")" : text
    }

    /// Without article, commas and stops at the ends.
    private static func bare(_ text: String) -> String {
        var text = text[...]
        while let last = text.last, ",;:. ".contains(last) { text = text.dropLast() }
        for article in ["The ", "the ", "That ", "that "] where text.hasPrefix(article) {
            text = text.dropFirst(article.count)
            break
        }
        return String(text)
    }
}
