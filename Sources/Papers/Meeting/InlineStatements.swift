import Record

/// `ACTION TMAG08-01:` or `DECISION TMAG-DEC11:` in running text, with the words that follow it.
struct InlineMark {
    let kind: IdentifierKind
    let found: FoundIdentifier
    /// UTF-8 offset at which the words behind the separator begin.
    let textStart: Int
    /// UTF-8 offset of the mark's first letter.
    let start: Int

    /// Whether a line begins with such a mark.
    static func opens(_ line: String) -> Bool { marks(in: line).first?.start == 0 }

    /// The marks in a line, left to right. Within a line the leading word must be in capitals.
    static func marks(in line: String) -> [InlineMark] {
        guard Words.has("action", in: line) || Words.has("decision", in: line) else { return [] }
        let bytes = Array(line.utf8)
        return ReferenceReader.find(in: line).compactMap { found in
            guard found.kind == .action || found.kind == .decision else { return nil }
            let word = found.kind == .action ? "action" : "decision"
            var end = found.range.lowerBound
            while end > 0, bytes[end - 1] == 32 || bytes[end - 1] == UInt8(ascii: "*") { end -= 1 }
            let start = end - word.utf8.count
            guard start >= 0 else { return nil }
            let printed = Words.part(line, start..<end)
            guard printed.lowercased() == word, start == 0 || !Ascii.isAlphanumeric(bytes[start - 1]) else {
                return nil
            }
            let isLeading = bytes[..<start].allSatisfy { !Ascii.isAlphanumeric($0) && $0 != Ascii.open }
            guard isLeading || printed == word.uppercased() else { return nil }
            let isMark = isLeading && printed == word.uppercased() && start == 0
            guard
                let textStart = separatorEnd(bytes, found.range.upperBound)
                    ?? (isMark ? wordsBehind(bytes, found.range.upperBound) : nil)
            else { return nil }
            return InlineMark(kind: found.kind, found: found, textStart: textStart, start: isLeading ? 0 : start)
        }
    }

    /// Past the spaces where words follow that begin with a capital: `ACTION TMAG08-01 Programme to …`.
    private static func wordsBehind(_ bytes: [UInt8], _ index: Int) -> Int? {
        guard index + 12 < bytes.count, bytes[index] == 32 else { return nil }
        var start = index
        while start < bytes.count, bytes[start] == 32 || bytes[start] == UInt8(ascii: "*") { start += 1 }
        return start < bytes.count && Ascii.isUpper(bytes[start]) ? start : nil
    }

    /// Past a colon or a dash; nil where neither follows.
    private static func separatorEnd(_ bytes: [UInt8], _ index: Int) -> Int? {
        var index = index
        var seen = false
        while index < bytes.count {
            if bytes[index] == Ascii.colon || bytes[index] == Ascii.hyphen {
                seen = true
                index += 1
            } else if let length = TokenLine.dashLength(bytes, index) {
                seen = true
                index += length
            } else if bytes[index] == 32 || bytes[index] == UInt8(ascii: "*") {
                index += 1
            } else {
                break
            }
        }
        return seen ? index : nil
    }
}

/// States actions and decisions that running text records where they were made.
struct InlineScan: LineScan {
    func scan(_ paper: PaperContext, into ledger: inout Ledger) {
        guard !paper.card.group.isEmpty, !paper.card.meeting.isEmpty else { return }
        var skip = 0
        var filed: [String: FiledReference] = [:]
        for (index, line) in paper.lines.enumerated() where !line.isBlank && !line.isTabbed && index >= skip {
            let marks = InlineMark.marks(in: line.text)
            for (place, mark) in marks.enumerated() {
                let end = place + 1 < marks.count ? marks[place + 1].start : line.text.utf8.count
                var text = Words.part(line.text, mark.textStart..<max(end, mark.textStart))
                var lines = [line.number]
                if place == marks.count - 1 {
                    for more in Self.continuation(of: index, paper) {
                        text += " " + more.text.trimmed
                        lines.append(more.number)
                    }
                    skip = index + lines.count
                }
                text = MarkupReader.plain(text)
                let canonical = mark.found.canonical
                let reference = filed[canonical] ?? FiledReference.file(canonical, mark.found.kind, of: paper)
                filed[canonical] = reference
                ledger.state(
                    mark.kind == .action
                        ? Self.action(mark, reference, text, lines, paper)
                        : Self.decision(mark, reference, text, lines, paper))
            }
            if marks.isEmpty && paper.card.kind == .minutes { Self.capitals(line, paper, &ledger) }
        }
    }

    /// Lines that carry on a statement which was wrapped: they follow without a blank line, and the line before is as
    /// long as the wrap, or the next begins in lower case.
    private static func continuation(of index: Int, _ paper: PaperContext) -> [SourceLine] {
        var lines: [SourceLine] = []
        var last = paper.lines[index]
        var next = index + 1
        let width = wrapWidth(from: index, paper)
        let full = fullLine(paper)
        while next < paper.lines.count, lines.count < 12 {
            let line = paper.lines[next]
            guard !line.isBlank, !line.isTabbed, Marker(line.text) == nil, InlineMark.marks(in: line.text).isEmpty,
                SectionHead.of(line.text) == nil, let first = line.text.trimmed.first
            else { break }
            let isWrapped =
                last.text.utf8.count >= 50 && last.text.utf8.count * 10 >= line.text.utf8.count * 7
                && (!endsSentence(last.text.trimmed) || last.text.utf8.count * 10 >= width * 9)
                && last.text.utf8.count + 1 + firstWord(line.text) >= full
            guard first.isLowercase || first == "(" || isWrapped else { break }
            lines.append(line)
            last = line
            next += 1
        }
        return lines
    }

    /// The length from which a line counts as full: a shorter one before a capital was ended, not wrapped.
    private static func fullLine(_ paper: PaperContext) -> Int {
        let longest = paper.lines.lazy.filter { !$0.isTabbed }.map(\.text.utf8.count).max() ?? 0
        return min(longest, 240) * 17 / 20
    }

    private static func firstWord(_ text: String) -> Int {
        text.trimmed.utf8.prefix { !Ascii.isSpace($0) }.count
    }

    /// The longest of the lines that stand together, where they are short enough to be a wrapped text.
    private static func wrapWidth(from index: Int, _ paper: PaperContext) -> Int {
        let lines = paper.lines[index...].prefix(12).prefix { !$0.isBlank && !$0.isTabbed }
        let longest = lines.map(\.text.utf8.count).max() ?? 0
        return longest <= 160 && lines.count >= 3 ? longest : .max / 16
    }

    private static func endsSentence(_ text: String) -> Bool {
        text.hasSuffix(".")
            && !["e.g.", "i.e.", "etc.", "no.", "c."].contains {
                text.lowercased().hasSuffix(" (" + $0) || text.lowercased().hasSuffix(" " + $0)
            }
    }

    // MARK: - Statements

    private static func action(
        _ mark: InlineMark, _ filed: FiledReference, _ text: String, _ lines: [Int], _ paper: PaperContext
    ) -> Statement {
        let parts = ActionParts(filed.key)
        let (owners, rest) = InlineOwner.split(text)
        let place = Place(line: lines[0], range: mark.found.range)
        var fields: [FieldReading] = [
            filed.field("reference", printed: mark.found.printed, at: place),
            .text("group", parts?.group ?? paper.card.group, printed: ""),
            .text("meeting", parts?.meeting ?? paper.card.meeting, printed: ""),
            .text("text", rest, printed: text, at: Place(line: lines[0])),
        ]
        if let owners {
            let value = OwnerReader.read(owners).map(\.rendered).joined(separator: "; ")
            fields.append(.text("owners", value, printed: owners, at: Place(line: lines[0])))
        }
        if text.lowercased().hasPrefix("action updated") {
            fields.append(.text("updated_at", paper.meetingKey, printed: ""))
        }
        return Statement(.actions, key: filed.key, lines: lines, rule: "inline-action", weight: .inline, fields: fields)
    }

    private static func decision(
        _ mark: InlineMark, _ filed: FiledReference, _ text: String, _ lines: [Int], _ paper: PaperContext
    ) -> Statement {
        let place = Place(line: lines[0])
        return Statement(
            .decisions, key: filed.key, lines: lines, rule: "inline-decision", weight: .inline,
            fields: [
                filed.field(
                    "reference", printed: mark.found.printed, at: Place(line: lines[0], range: mark.found.range)),
                .text("group", DecisionTable.group(of: filed.key, paper), printed: ""),
                .text("meeting", paper.card.meeting, printed: ""),
                .text("text", text, at: place),
            ] + DecisionTable.outcome(DecisionWords(text), at: place))
    }

    /// A word of deciding in capitals without a reference is a decision that was not numbered (hazard H64).
    private static func capitals(_ line: SourceLine, _ paper: PaperContext, _ ledger: inout Ledger) {
        guard line.text.utf8.contains(where: Ascii.isUpper), hasDecidingCapitals(line.text) else { return }
        var first = line.number
        while first > 1, line.number - first < 3, case let above = paper.lines[first - 2],
            !above.isBlank, !above.isTabbed, NumberedHead(above.text) == nil, SectionHead.of(above.text) == nil,
            InlineMark.marks(in: above.text).isEmpty, above.text.utf8.count <= 4_096
        {
            first -= 1
        }
        let text = MarkupReader.plain((first...line.number).map { paper.text(of: $0) }.joined(separator: " "))
        for sentence in DecisionWords.sentences(text) where hasDecidingCapitals(sentence) {
            guard !ReferenceReader.find(in: sentence).contains(where: { $0.kind == .decision }) else { continue }
            let read = DecisionWords(sentence)
            guard !read.outcome.isEmpty, !read.subject.isEmpty, !isNumbered(read.subject, ledger) else { continue }
            let place = Place(line: line.number)
            ledger.state(
                Statement(
                    .decisions, key: DecisionTable.unnumberedKey(read.subject, of: paper), lines: [line.number],
                    rule: "capitals-decision", weight: .inline,
                    fields: [
                        .text("group", paper.card.group, printed: ""),
                        .text("meeting", paper.card.meeting, printed: ""),
                        .text("text", sentence, at: place),
                    ] + DecisionTable.outcome(read, at: place)))
        }
    }

    /// Whether a numbered decision of the paper says the same: every word of weight stands in its subject too.
    private static func isNumbered(_ subject: String, _ ledger: Ledger) -> Bool {
        func weighty(_ text: String) -> [String] {
            Words.list(text).map { $0.hasSuffix("s") ? String($0.dropLast()) : $0 }
                .filter { !["the", "of", "from", "held", "meeting", "on", "a", "and", "for", "minute"].contains($0) }
        }
        let own = weighty(subject)
        guard !own.isEmpty else { return false }
        return ledger.statements.contains { statement in
            guard statement.kind == .decisions, statement.fields.contains(where: { $0.name == "reference" }),
                case .text(let other)? = statement.fields.first(where: { $0.name == "subject" })?.value
            else { return false }
            let words = Set(weighty(other))
            return own.allSatisfy(words.contains)
        }
    }

    private static func hasDecidingCapitals(_ text: String) -> Bool {
        var run: [UInt8] = []
        for byte in text.utf8 {
            if Ascii.isUpper(byte) {
                run.append(Ascii.lowered(byte))
                continue
            }
            if isDeciding(run) && !Ascii.isLetter(byte) { return true }
            run.removeAll(keepingCapacity: true)
        }
        return isDeciding(run)
    }

    private static func isDeciding(_ word: [UInt8]) -> Bool {
        (6...12).contains(word.count) && DecisionWords.isDecidingWord(String(decoding: word, as: UTF8.self))
    }
}

/// The `who` of `who to what`.
enum InlineOwner {
    /// Splits a statement at its first ` to ` where the words before it name who is to act.
    static func split(_ text: String) -> (owners: String?, rest: String) {
        guard let offset = Words.offset(of: " to ", in: text), offset <= 90 else { return (nil, text) }
        let who = Words.part(text, 0..<offset)
        guard names(who) else { return (nil, text) }
        return (who, Words.part(text, (offset + 4)..<text.utf8.count))
    }

    private static func names(_ who: String) -> Bool {
        let words = who.split(separator: " ").map(String.init)
        guard (1...10).contains(words.count), let first = words.first, !verbs.contains(first.lowercased()) else {
            return false
        }
        if Words.list(who).contains(where: bodies.contains) { return true }
        // A group's or a person's initials, or persons by name.
        if words.count == 1 { return first.utf8.count <= 8 && first.filter(\.isUppercase).count >= 2 }
        let owners = OwnerReader.read(who)
        return !owners.isEmpty && owners.allSatisfy { !$0.person.isEmpty }
    }

    private static let bodies: Set<String> = [
        "programme", "members", "member", "representative", "representatives", "rep", "reps", "pmo", "ppc", "si",
        "ipa", "ldp", "sro", "secretariat", "chair", "lead", "leads", "team", "participants", "participant", "parties",
        "elexon", "ofgem", "recco", "dcc", "group", "manager", "workstream", "constituents", "all", "suppliers",
        "bodies", "agents", "attendees", "dnos", "idnos",
    ]

    private static let verbs: Set<String> = [
        "share", "provide", "issue", "circulate", "update", "send", "publish", "confirm", "review", "consider",
        "develop", "explore", "meet", "respond", "consult", "encourage", "publicise", "add", "present", "bring",
        "raise", "produce", "discuss", "include", "arrange", "invite", "check", "liaise", "speak", "ask", "report",
        "return", "schedule", "prepare", "create", "contact", "clarify", "investigate", "distribute", "communicate",
        "set", "make", "work", "engage", "submit", "validate", "agree", "take", "look", "follow", "feed", "email",
        "write", "action", "amend", "draft", "close", "move", "give", "seek", "ensure", "identify", "plan",
    ]
}
