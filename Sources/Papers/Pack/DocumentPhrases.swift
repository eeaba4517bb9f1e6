import Kernel

/// Something that happened to a document's version, as read from one sentence.
struct DocumentEvent {
    var name: DocumentName
    var version = ""
    var event: String
    var by = ""
    var date: CalendarDate?
    var datePrinted = ""
    var count: Int?
    var countUnit = ""
    var line = 0
    var cell: Int?
    var rule = "document-event"
    var doubts: [String] = []
    var resolved: (date: CalendarDate, reason: String)?
}

/// What the place of a sentence tells: whose paper, whose meeting, which document the slide is about.
struct DocumentPlace {
    /// The group whose decisions the text reports, with the day of its meeting.
    var group = ""
    var day: CalendarDate?
    /// The group asked where an approval is sought, with the day.
    var asked = ""
    var askedDay: CalendarDate?
    /// The document the slide is about, and the version put for approval.
    var slide: DocumentName?
    var slideVersion = ""
    /// The document that an item further up in the same cell named.
    var above: DocumentName?
    /// The version last said to be under review on the slide.
    var reviewed = ""
    var dates = DateContext()
}

/// Reads a sentence for what happened to documents.
struct DocumentPhrases {
    let finder: DocumentFinder
    private let words: [String]
    private let plain: [String]
    private let starts: [Int]
    let names: [NamedDocument]
    private let versions: [FoundVersion]
    private let dates: [FoundDate]
    private let place: DocumentPlace

    init(_ sentence: String, finder: DocumentFinder, place: DocumentPlace) {
        self.finder = finder
        self.place = place
        var words: [String] = []
        var starts: [Int] = []
        var offset = 0
        for word in sentence.split(separator: " ", omittingEmptySubsequences: false) {
            if !word.isEmpty {
                words.append(String(word))
                starts.append(offset)
            }
            offset += word.utf8.count + 1
        }
        self.words = words
        self.starts = starts
        plain = words.map { PackText.words($0).joined(separator: " ") }
        versions = VersionReader.find(in: sentence)
        dates = DateReader.find(in: sentence, context: place.dates)
        names = Self.withVersions(finder.names(in: words), words, starts, versions, place)
    }

    /// The version a name carries: right behind it, or before it as `version 2.5 of the`.
    private static func withVersions(
        _ names: [NamedDocument], _ words: [String], _ starts: [Int], _ versions: [FoundVersion], _ place: DocumentPlace
    ) -> [NamedDocument] {
        names.map { named in
            var named = named
            let start = starts[named.words.lowerBound]
            let end = starts[named.words.upperBound - 1] + words[named.words.upperBound - 1].utf8.count
            let bytes = Array(words.joined(separator: " ").utf8)
            let before = versions.last { found in
                let gap = start - found.range.upperBound
                return gap > 0 && gap <= 9 && start <= bytes.count
                    && PackText.words(PackText.decode(bytes[found.range.upperBound..<start])).first == "of"
            }
            let after = versions.first { $0.range.lowerBound >= end && $0.range.lowerBound - end <= 2 }
            if let version = before ?? after {
                named.version = version.canonical
            } else if versions.count == 1, names.count == 1 {
                named.version = versions[0].canonical
            }
            if let slide = place.slide, named.name.key != slide.key, DocumentFinder.shortens(named.name, slide) {
                named.doubts.append("printed “\(named.name.display)”, read as the slide's “\(slide.display)”")
                named.name = slide
            }
            return named
        }
    }

    func events() -> [DocumentEvent] {
        issued() + reviewClosed() + comments() + uplifted() + published() + sought() + decided() + planned()
    }

    // MARK: - Subjects

    /// The document a phrase at a word is about: the last named before it, the only one named, or the slide's.
    private func subject(at index: Int, version: String? = nil) -> DocumentEvent? {
        let named = names.last { $0.words.upperBound <= index + 1 } ?? (names.count == 1 ? names.first : nil)
        if let named {
            return DocumentEvent(
                name: named.name, version: version ?? named.version, event: "", doubts: named.doubts)
        }
        guard names.isEmpty, let slide = place.slide else { return nil }
        return DocumentEvent(name: slide, version: version ?? versions.first?.canonical ?? "", event: "")
    }

    private func has(_ sequence: String...) -> Int? {
        for start in plain.indices where start + sequence.count <= plain.count {
            if zip(sequence, plain[start...]).allSatisfy({ $0 == $1 }) { return start }
        }
        return nil
    }

    private func date(after word: Int, within reach: Int = 60) -> FoundDate? {
        let start = starts[word]
        return dates.first { $0.range.lowerBound >= start && $0.range.lowerBound - start <= reach }
    }

    private func dated(_ event: DocumentEvent, _ name: String, _ date: FoundDate?) -> DocumentEvent {
        var event = event
        event.event = name
        event.date = date?.value.day
        event.datePrinted = date?.printed ?? ""
        event.doubts += date?.doubts ?? []
        return event
    }

    // MARK: - Review

    private func issued() -> [DocumentEvent] {
        for index in plain.indices {
            guard ["issued", "shared", "released", "circulated"].contains(plain[index]), index + 2 < plain.count,
                plain[index + 1] == "for",
                ["review", "consultation", "comment", "comments"].contains(plain[index + 2]),
                index > 0, ["was", "were", "been"].contains(plain[index - 1]), let event = subject(at: index)
            else { continue }
            return [dated(event, "issued", date(after: index))]
        }
        // `consultation on v0.2 27th July`: the day of a consultation, whichever end of it.
        if let index = has("consultation", "on"), let found = date(after: index, within: 30), has("ended") == nil,
            let version = versions.first, version.range.lowerBound < found.range.lowerBound,
            let event = subject(at: index)
        {
            var issued = dated(event, "issued", found)
            issued.version = version.canonical
            issued.doubts.append("whether the consultation opened or closed on \(found.printed) is not printed")
            return [issued]
        }
        return []
    }

    private func reviewClosed() -> [DocumentEvent] {
        guard plain.contains(where: { ["review", "consultation"].contains($0) }) else { return [] }
        for index in plain.indices where ["ended", "closed", "closing", "closes"].contains(plain[index]) {
            guard let found = date(after: index, within: 30), let event = subject(at: index) else { continue }
            return [dated(event, "review closed", found)]
        }
        return []
    }

    private func comments() -> [DocumentEvent] {
        for index in plain.indices where ["comments", "responses"].contains(plain[index]) && index > 0 {
            guard let count = Int(plain[index - 1]), plain[index...].prefix(4).contains("received"),
                var event = subject(at: index)
            else { continue }
            event.event = "comments received"
            event.count = count
            event.countUnit = plain[index]
            if event.version.isEmpty { event.version = place.reviewed }
            if let from = plain[index...].firstIndex(of: "from"), from + 2 < plain.count, Int(plain[from + 1]) != nil {
                event.countUnit += " from \(plain[from + 1]) \(plain[from + 2])"
            }
            return [event]
        }
        return []
    }

    private func uplifted() -> [DocumentEvent] {
        if let index = has("uplifted", "to"), let version = version(after: index),
            let event = subject(at: index, version: version)
        {
            return [dated(event, "uplifted", nil)]
        }
        guard let index = has("changes", "have", "been", "made", "in") ?? has("changes", "made", "in"),
            let version = version(after: index), var event = subject(at: index, version: version)
        else { return [] }
        event.event = "uplifted"
        if let count = plain[..<index].compactMap({ Int($0) }).last {
            event.count = count
            event.countUnit = "changes"
        }
        return [event]
    }

    private func version(after index: Int) -> String? {
        versions.first { $0.range.lowerBound >= starts[index] }?.canonical
    }

    // MARK: - Publication

    private func published() -> [DocumentEvent] {
        guard let index = plain.firstIndex(of: "published") else { return [] }
        let isActive =
            index > 0
            && (["have", "has", "we've", "weve", "also", "been", "were", "was", "be"].contains(plain[index - 1])
                || (plain[index - 1] == "and" && plain[..<index].contains { ["was", "were", "been"].contains($0) }))
        let opening = index + 1 < words.count && words[index].hasPrefix("(")
        guard isActive || opening, !plain[max(0, index - 2)..<index].contains("be") else { return [] }
        let mine = names.first { $0.words.lowerBound > index } ?? names.last { $0.words.upperBound <= index }
        var event: DocumentEvent
        if let mine {
            event = DocumentEvent(name: mine.name, version: mine.version, event: "published", doubts: mine.doubts)
        } else if let slide = place.slide, let version = versions.last {
            event = DocumentEvent(name: slide, version: version.canonical, event: "published")
        } else {
            return []
        }
        event = dated(event, "published", date(after: index, within: 40))
        if plain[..<index].contains("programme") || plain[..<index].contains("weve") { event.by = "Programme" }
        return [event]
    }

    // MARK: - Approval sought

    private func sought() -> [DocumentEvent] {
        let asks =
            (plain.contains("approval") && plain.contains { ["requested", "requesting", "request"].contains($0) })
            || has("seeking", "approval") != nil || has("seeking", "uplift") != nil
        guard asks, let index = plain.firstIndex(where: { $0 == "approval" || $0 == "uplift" }) else { return [] }
        var event: DocumentEvent
        if let named = names.first {
            event = DocumentEvent(name: named.name, version: named.version, event: "", doubts: named.doubts)
        } else if let slide = place.slide ?? place.above {
            event = DocumentEvent(name: slide, version: version(after: index) ?? place.slideVersion, event: "")
        } else {
            return []
        }
        event.event = "approval sought"
        // Initials of speakers have two letters; a code inside the document's name asks nothing.
        let named = names.first?.words ?? 0..<0
        event.by =
            (codes(in: 0..<named.lowerBound) + codes(in: named.upperBound..<words.count)).first { $0.count > 2 }
            ?? place.asked
        if event.by == place.asked { event.date = place.askedDay }
        return [event]
    }

    /// Codes of groups among the words.
    private func codes(in range: Range<Int>) -> [String] {
        words[range].map(PackText.bare).map { $0.filter { $0 != "(" && $0 != ")" } }
            .filter { PackText.isCode($0) && $0 == $0.uppercased() && !$0.contains("-") && $0.allSatisfy(\.isLetter) }
    }

    // MARK: - Decisions

    private static let verdicts: [String: String] = [
        "approved": "approved", "endorsed": "endorsed", "recommended": "recommended", "agreed": "approved",
        "baselined": "approved", "approves": "planned", "endorses": "planned",
    ]

    private func decided() -> [DocumentEvent] {
        var found: [DocumentEvent] = []
        for index in plain.indices {
            // `decided to agree X in principle`
            if index >= 3, plain[index - 1] == "to", plain[index - 2] == "decided",
                ["agree", "approve", "endorse"].contains(plain[index])
            {
                found += active(index, plain[index] == "endorse" ? "endorsed" : "approved") ?? []
            }
            guard let verb = Self.verdicts[plain[index]], !isNegated(index) else { continue }
            if let event = behind(index, verb) ?? active(index, verb) ?? passive(index, verb) { found += event }
        }
        return found
    }

    private func isNegated(_ index: Int) -> Bool {
        let before = plain[max(0, index - 3)..<index]
        return before.contains("not") || before.contains("be") || before.contains("if") || before.contains("against")
    }

    /// `X approved by TMAG`, `X approved in February TMAG version 2.2`.
    private func behind(_ index: Int, _ verb: String) -> [DocumentEvent]? {
        guard index + 2 < plain.count + 1, index + 1 < plain.count,
            ["by", "at", "in"].contains(plain[index + 1]), verb != "planned"
        else { return nil }
        let reach = (index + 2)..<min(words.count, index + 7)
        guard !reach.isEmpty, let group = codes(in: reach).first,
            let named = names.last(where: { $0.words.upperBound <= index }),
            index - named.words.upperBound <= 8
        else { return nil }
        var event = DocumentEvent(name: named.name, version: named.version, event: verb, doubts: named.doubts)
        if let version = version(after: index) { event.version = version }
        event.by = group
        // A working group agrees; to approve is its parent's.
        if plain[index] == "agreed", group.hasSuffix("WG") { event.event = "endorsed" }
        let when = date(after: index, within: 40)
        event.date = when?.value.day
        event.datePrinted = when?.printed ?? month(in: reach) ?? ""
        return [event]
    }

    /// `The TMAG approved version 0.8 of X`, `The August EWG endorsed …`, `20-Sep-23 TMAG approves X`.
    private func active(_ index: Int, _ verb: String) -> [DocumentEvent]? {
        guard index > 0, index <= 10, !["was", "were", "been", "is", "are"].contains(plain[index - 1]) else {
            return nil
        }
        let before = 0..<index
        guard let group = codes(in: before).last ?? (plain[before].contains("programme") ? nil : decider(before)) else {
            return nil
        }
        var targets = names.filter { $0.words.lowerBound > index }
        let next = index + 1 < starts.count ? starts[index + 1] : Int.max
        let bare = versions.first { (next...(next + 8)).contains($0.range.lowerBound) && next < Int.max - 8 }
        if targets.isEmpty, let slide = place.slide, bare != nil || plain[index...].contains("document") {
            var named = NamedDocument(words: 0..<0, name: slide, version: bare?.canonical ?? place.slideVersion)
            if bare == nil, !place.slideVersion.isEmpty {
                named.doubts.append("version \(place.slideVersion) is taken from the slide")
            }
            targets = [named]
        }
        // Milestones named after documents, and what only relates to one, are not the document.
        let between = targets.first.map { plain[(index + 1)..<max(index + 1, $0.words.lowerBound)] } ?? []
        guard !targets.isEmpty, !between.contains("milestone"), !between.contains("milestones"),
            !between.contains("minutes"), !between.contains("up")
        else { return nil }
        let when = dates.first { $0.range.upperBound <= starts[index] } ?? dateOn(after: index)
        return targets.filter { isTarget($0, index) }.map { named in
            var event = DocumentEvent(name: named.name, version: named.version, event: verb, doubts: named.doubts)
            event.by = group
            event.date = when?.value.day
            event.datePrinted = when?.printed ?? month(in: before) ?? ""
            if event.datePrinted.isEmpty, group == place.group { event.date = place.day }
            if has("in", "principle") != nil { event.doubts.append("in principle, subject to what the text says") }
            return event
        }
    }

    /// The date behind an `on` that follows a verb: `endorsed v1.2 on 9 April 2024`.
    private func dateOn(after index: Int) -> FoundDate? {
        guard let on = plain[index...].firstIndex(of: "on"), on + 1 < starts.count else { return nil }
        return dates.first { $0.range.lowerBound == starts[on + 1] }
    }

    /// The first name behind the verb, and others that carry a version of their own.
    private func isTarget(_ named: NamedDocument, _ index: Int) -> Bool {
        named.words.lowerBound == names.first { $0.words.lowerBound > index }?.words.lowerBound
            || (!named.version.isEmpty && versions.count > 1) || named.words.isEmpty
    }

    private func decider(_ range: Range<Int>) -> String? {
        plain[range].contains("chair") || plain[range].contains("members") ? place.group : nil
    }

    /// `The X was approved in principle`.
    private func passive(_ index: Int, _ verb: String) -> [DocumentEvent]? {
        guard index > 0, ["was", "were", "been"].contains(plain[index - 1]), verb != "planned",
            let named = names.last(where: { $0.words.upperBound <= index }), index - named.words.upperBound <= 4,
            !plain[..<named.words.lowerBound].contains("milestone"), !plain[..<index].contains("minutes")
        else { return nil }
        var event = DocumentEvent(name: named.name, version: named.version, event: verb, doubts: named.doubts)
        event.by = place.group
        event.date = place.day
        if has("in", "principle") != nil { event.doubts.append("in principle, subject to what the text says") }
        return [event]
    }

    // MARK: - Plans

    private func planned() -> [DocumentEvent] {
        var found: [DocumentEvent] = []
        for (place, named) in names.enumerated() {
            let end = place + 1 < names.count ? names[place + 1].words.lowerBound : words.count
            let range = named.words.upperBound..<max(named.words.upperBound, end)
            let tail = plain[range]
            // `X (September TMAG)`, `X (final version planned to come to August TMAG)`, `update for X is October TMAG`
            let inBrackets = words[range].first?.hasPrefix("(") ?? false
            let isPlan = tail.contains("planned") || plain.contains("target")
            guard inBrackets || isPlan, let month = month(in: range), let group = codes(in: range).first,
                !tail.contains("approved")
            else { continue }
            var event = DocumentEvent(
                name: named.name, version: named.version, event: "planned", doubts: named.doubts)
            event.by = group
            event.datePrinted = "\(month) \(group)"
            found.append(event)
        }
        return found
    }

    private static let months: Set<String> = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    /// The month's name among the words.
    private func month(in range: Range<Int>) -> String? {
        range.first { Self.months.contains(plain[$0]) && words[$0].contains(where: \.isUppercase) }
            .map { PackText.bare(words[$0]).filter { $0 != "(" && $0 != ")" } }
    }
}
