/// The matter that an objective asks approval for.
struct DecisionSubject: Equatable {
    var subject: String
    /// `2.5`; empty where none is printed.
    var version = ""
    var versionPrinted = ""
    var doubts: [String] = []

    init(_ subject: String) { self.subject = subject }

    private static let verbs: Set<String> = [
        "approve", "approval", "endorse", "endorsement", "agree", "ratify", "adopt", "decide", "baseline", "confirm",
        "accept", "recommend", "signoff",
    ]
    /// Words between the verb and the matter.
    private static let links: Set<String> = ["of", "on", "the", "a", "an", "for", "to", "whether", "off", "updated"]

    /// Reads an objective such as `Approve version 2.5 of the Test Strategy`; nil where it asks for nothing.
    static func read(_ objective: String) -> DecisionSubject? {
        let text = MarkupReader.plain(objective)
        if let coming = comingForApproval(text) { return coming }
        for sentence in PackText.sentences(text) {
            let words = sentence.split(separator: " ")
            for (index, word) in words.enumerated() {
                let plain = PackText.words(String(word)).joined()
                let isSignOff =
                    plain == "signoff"
                    || (plain == "sign" && index + 1 < words.count
                        && PackText.words(String(words[index + 1])) == ["off"])
                guard verbs.contains(plain) || isSignOff else { continue }
                let rest = clause(Array(words[(index + 1)...]), of: plain).joined(separator: " ")
                if let matter = matter(rest) { return matter }
            }
        }
        return nil
    }

    /// Verbs with which an objective goes on to something else.
    private static let further: Set<String> = [
        "review", "update", "note", "discuss", "confirm", "close", "provide", "agree", "summarise", "consider",
    ]

    /// The words up to the next verb of the objective, without the group that a recommendation goes to.
    private static func clause(_ words: [Substring], of verb: String) -> [Substring] {
        var words = words
        for index in words.indices.dropFirst() where further.contains(words[index].lowercased()) {
            let before = words[index - 1]
            guard before.hasSuffix(",") || before == "and", words[index].first?.isLowercase ?? false else { continue }
            words = Array(words[..<(before == "and" ? index - 1 : index)])
            break
        }
        if verb == "recommend", words.count > 2, words[words.count - 2] == "to",
            PackText.isCode(PackText.bare(String(words[words.count - 1])))
        {
            words.removeLast(2)
        }
        return words
    }

    /// `update on A and milestone changes coming for approval: B`.
    private static func comingForApproval(_ text: String) -> DecisionSubject? {
        let bytes = Array(text.utf8)
        for mark in ["coming for approval", "brought for approval", "for approval", "for decision"] {
            guard let place = PackText.offset(of: mark, in: bytes), place > 0 else { continue }
            let before = PackText.decode(bytes[..<place]).split(separator: " ")
            var matter: [Substring] = []
            for word in before.reversed() {
                if ["and", "on", "the", "of", "to", "with"].contains(word.lowercased()) { break }
                matter.insert(word, at: 0)
            }
            guard !matter.isEmpty else { continue }
            let rest = PackText.decode(bytes[(place + mark.utf8.count)...])
            let detail = rest.trimmed.hasPrefix(":") ? PackText.bare(rest) : ""
            let name = PackText.bare(matter.joined(separator: " "))
            return DecisionSubject(detail.isEmpty ? name : "\(name): \(detail)")
        }
        return nil
    }

    /// The matter with its version taken off.
    static func matter(_ text: String) -> DecisionSubject? {
        var words = text.split(separator: " ")[...]
        while let first = words.first, links.contains(first.lowercased()) { words = words.dropFirst() }
        var name = words.joined(separator: " ")
        var read = DecisionSubject("")
        let versions = VersionReader.find(in: name)
        if let found = versions.first {
            read.version = versions.map(\.canonical).joined(separator: "; ")
            read.versionPrinted = versions.map(\.printed).joined(separator: "; ")
            if versions.count > 1 { read.doubts.append("more than one version is printed") }
            let bytes = Array(name.utf8)
            let before = PackText.decode(bytes[..<found.range.lowerBound])
            var after = PackText.decode(bytes[found.range.upperBound...]).split(separator: " ")[...]
            while let first = after.first, links.contains(first.lowercased()) { after = after.dropFirst() }
            name = (before + " " + after.joined(separator: " ")).folded
        }
        if name.hasSuffix("()") { name = String(name.dropLast(2)) }
        name = PackText.bare(name)
        guard !name.isEmpty else { return nil }
        read.subject = name
        return read
    }
}
