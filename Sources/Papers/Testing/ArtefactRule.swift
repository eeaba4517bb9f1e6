import Kernel

/// A rule that a table's notes print for an artefact's date: so long before or after another activity, or its day.
struct ArtefactRule {
    enum Offset: Equatable {
        case days(Int)
        /// Working days of England and Wales.
        case workingDays(Int)

        /// The date so far away from another.
        func applied(to date: CalendarDate) -> CalendarDate {
            switch self {
            case .days(let days): date.adding(days: days)
            case .workingDays(let days): WorkingDayCalendar.englandAndWales.adding(workingDays: days, to: date)
            }
        }

        /// The date from which `applied` leads here, where that is sure.
        func undone(from date: CalendarDate) -> CalendarDate {
            switch self {
            case .days(let days): date.adding(days: -days)
            case .workingDays(let days): WorkingDayCalendar.englandAndWales.adding(workingDays: -days, to: date)
            }
        }

        /// `- 84 days`, `+ 10 working days`; empty for the same day.
        var words: String {
            switch self {
            case .days(0), .workingDays(0): ""
            case .days(let days): "\(days < 0 ? "-" : "+") \(abs(days)) days"
            case .workingDays(let days): "\(days < 0 ? "-" : "+") \(abs(days)) working days"
            }
        }

        var isZero: Bool { self == .days(0) || self == .workingDays(0) }
    }

    enum Bound { case notAfter, notBefore }

    enum Target {
        /// The words that name the other activity.
        case phrase([String])
        /// The activity that the row's own title assures or reviews.
        case ownTitle
    }

    let offset: Offset
    let target: Target
    /// Nil where the date is to be met exactly.
    let bound: Bound?
    /// Whether the rule ties the date to another artefact's own: what is issued with it is judged by the date that is
    /// printed for it, right or wrong.
    var followsPrint = false

    /// Reads a rule out of a row's notes; nil where they hold none that says a date.
    init?(notes: String, title: String) {
        let words = Self.words(notes)
        guard !words.isEmpty else { return nil }
        if let found = Self.sameDay(words) ?? Self.weeklyAtEnd(words) ?? Self.periodic(words) {
            self = found
        } else if let found = Self.counted(words, title) {
            self = found
        } else {
            return nil
        }
    }

    private init(_ offset: Offset, _ target: Target, _ bound: Bound? = nil, followsPrint: Bool = false) {
        self.offset = offset
        self.target = target
        self.bound = bound
        self.followsPrint = followsPrint
    }

    // MARK: - Grammar

    /// SlideWords in lower case; a comma, stop or bracket is a word `|` of its own.
    private static func words(_ text: String) -> [String] {
        var result: [String] = []
        var word = ""
        for character in text.lowercased() {
            if character.isLetter || character.isNumber {
                word.append(character)
                continue
            }
            if !word.isEmpty { result.append(word) }
            word = ""
            if ",;.():".contains(character) { result.append("|") }
        }
        return word.isEmpty ? result : result + [word]
    }

    private static let stops: Set<String> = [
        "|", "until", "and", "which", "for", "during", "but", "when", "with", "unless", "so",
    ]

    /// The words from a place on up to the end of the phrase.
    private static func phrase(_ words: [String], from start: Int) -> [String] {
        Array(words[min(start, words.count)...].prefix { !stops.contains($0) }.prefix(12))
    }

    /// `Issued same day as X`, `runs up to X`.
    private static func sameDay(_ words: [String]) -> ArtefactRule? {
        for opening in [
            ["same", "day", "as"], ["same", "date", "as"], ["same", "time", "as"], ["runs", "up", "to"],
            ["run", "up", "to"], ["on", "the", "day", "of"],
        ] {
            guard let place = SlideWords.firstIndex(of: opening, in: words) else { continue }
            let rest = phrase(words, from: place + opening.count)
            guard !rest.isEmpty else { continue }
            return ArtefactRule(.days(0), .phrase(rest), followsPrint: !opening.contains("up"))
        }
        return nil
    }

    /// `on a weekly basis in the last 4 weeks before X`: the last date shown is a week before.
    private static func weeklyAtEnd(_ words: [String]) -> ArtefactRule? {
        guard
            let weekly = words.firstIndex(where: { $0 == "weekly" })
                ?? SlideWords.firstIndex(of: ["every", "week"], in: words),
            let before = words[weekly...].firstIndex(where: { $0 == "before" || $0 == "prior" })
        else { return nil }
        let rest = phrase(words, from: afterDirection(words, before))
        return rest.isEmpty ? nil : ArtefactRule(.days(-7), .phrase(rest))
    }

    /// `every two weeks on a Friday after issuing X`: the first date is one period after.
    private static func periodic(_ words: [String]) -> ArtefactRule? {
        var weeks: Int?
        var start = 0
        if let place = words.firstIndex(of: "every"), place + 2 < words.count, words[place + 2].hasPrefix("week") {
            weeks = number(words[place + 1])
            start = place + 3
        } else if let place = words.firstIndex(of: "fortnightly") {
            weeks = 2
            start = place + 1
        }
        guard let weeks, start < words.count,
            let after = words[start...].firstIndex(where: { $0 == "after" || $0 == "following" || $0 == "from" })
        else { return nil }
        let rest = phrase(words, from: afterDirection(words, after))
        return rest.isEmpty ? nil : ArtefactRule(.days(weeks * 7), .phrase(rest))
    }

    /// `at least 12 weeks before X`, `15 working days before X`, `10 days to assure`, `5 working days for review`.
    private static func counted(_ words: [String], _ title: String) -> ArtefactRule? {
        for place in words.indices {
            guard let count = number(words[place]), let unit = unit(words, place + 1) else { continue }
            let lead = Array(words[..<place].suffix(4))
            let reach = min(unit.end + 4, words.count)
            let direction = words[min(unit.end, reach)..<reach].prefix { $0 != "|" }
                .firstIndex { ["before", "prior", "ahead", "after", "following", "from"].contains($0) }
            guard let direction else {
                let own =
                    words.contains { $0.hasPrefix("assur") || $0.hasPrefix("review") }
                    || SlideWords.of(title).first == "assurance"
                return own && unit.days == 1 ? ArtefactRule(.workingDays(count), .ownTitle) : nil
            }
            let isBefore = ["before", "prior", "ahead"].contains(words[direction])
            let rest = phrase(words, from: afterDirection(words, direction))
            guard !rest.isEmpty else { return nil }
            let signed = isBefore ? -count * unit.days : count * unit.days
            return ArtefactRule(
                unit.isWorking ? .workingDays(signed) : .days(signed), .phrase(rest), bound(lead, isBefore: isBefore))
        }
        return nil
    }

    private static func bound(_ lead: [String], isBefore: Bool) -> Bound? {
        let least = SlideWords.contains(lead, ["at", "least"]) || lead.contains("minimum")
        if least { return isBefore ? .notAfter : .notBefore }
        let most = SlideWords.contains(lead, ["later", "than"]) || lead.contains("within")
        return most || SlideWords.contains(lead, ["latest"]) ? .notAfter : nil
    }

    private static func afterDirection(_ words: [String], _ place: Int) -> Int {
        var next = place + 1
        while next < words.count,
            ["to", "of", "the", "issuing", "issue", "submission", "submitting"].contains(words[next])
        {
            next += 1
        }
        return next
    }

    private static func unit(_ words: [String], _ place: Int) -> (days: Int, isWorking: Bool, end: Int)? {
        var next = place
        var working = false
        while next < words.count, ["working", "business", "calendar", "full"].contains(words[next]) {
            working = working || words[next] == "working" || words[next] == "business"
            next += 1
        }
        guard next < words.count else { return nil }
        switch words[next] {
        case "day", "days": return (1, working, next + 1)
        case "week", "weeks": return (7, false, next + 1)
        default: return nil
        }
    }

    private static func number(_ word: String) -> Int? {
        let names = [
            "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        ]
        if let place = names.firstIndex(of: word) { return place + 1 }
        guard let value = Int(word), (1...400).contains(value) else { return nil }
        return value
    }
}
