import Kernel

extension Desk {
    static let readingRules: [any DeskRule] = [
        Rule(
            "value-reads-as-printed", "A probable misreading",
            "A value is printed as it is meant.", clause: "governance.md H39-H44", find: ReadingRules.misreadings),
        Rule(
            "identifier-reads-one-way", "One print, two identifiers",
            "A printed identifier stands for one identifier.", clause: "governance.md 3",
            find: ReadingRules.twoReadings),
        Rule(
            "identifier-printed-one-way", "One identifier, two prints",
            "An identifier is printed without spaces in it and apart from the next word.",
            clause: "governance.md 3, H45, H49", find: ReadingRules.prints),
        Rule(
            "cell-without-stray-marks", "A stray figure in a cell",
            "A date stands alone in its cell.", clause: "governance.md H43", find: ReadingRules.stray),
        Rule(
            "cell-in-its-column", "A cell in another's column",
            "What a working group is to deliver is its own subject.", clause: "governance.md H17",
            find: ReadingRules.shifted),
        Rule(
            "announced-as-changed", "A heading against its table",
            "A table under a heading that speaks of added milestones removes none.", clause: "governance.md H37",
            find: ReadingRules.announced),
        Rule(
            "initials-are-listed", "Initials of nobody",
            "Who speaks in the minutes is named by initials of the attendance list.", clause: "governance.md H60",
            find: ReadingRules.initials),
    ]
}

/// Rules about how single cells and identifiers are printed and read.
enum ReadingRules {
    static func misreadings(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var readings: [(entry: Entry, printed: String, resolved: ResolvedValue, place: Source?)] = []
        // A date that a rule completes or corrects is the date rules' matter.
        for kind in RecordKind.allCases where !kind.isComputed {
            let dates = Set(kind.schema.columns.filter { $0.type == .date }.map(\.name))
            for entry in snapshot.entries(kind) {
                for (name, field) in entry.fields where !dates.contains(name) {
                    guard let resolved = field.resolved, resolved.by != "person",
                        resolved.value != field.value?.exported
                    else { continue }
                    let printed = field.printed.isEmpty ? field.value?.exported ?? "" : field.printed
                    readings.append((entry, printed, resolved, entry.place(of: name)))
                }
            }
        }
        readings.sort { one, two in
            if let place = one.place, let other = two.place, place != other { return place < other }
            return (one.entry.kind, one.entry.key, one.printed) < (two.entry.kind, two.entry.key, two.printed)
        }
        // A reading repeated down a column, or stated of several records, is one finding.
        var seen: Set<String> = []
        return readings.compactMap { entry, printed, resolved, place in
            guard seen.insert("\(place?.paper ?? "")|\(printed)|\(resolved.value)").inserted else { return nil }
            let other = place.flatMap { elsewhere(resolved.value, near: $0, snapshot) }
            return rule.finding(
                entry, Side(place, printed), other.map { Side($0, resolved.value) } ?? .none,
                "“\(printed)” is probably \(resolved.value): \(resolved.reason).",
                likely: Likely(resolved.value, because: resolved.reason, .medium), state: .proposed)
        }
    }

    /// The nearest place that prints an identifier as it should be.
    private static func elsewhere(_ canonical: String, near place: Source, _ snapshot: RecordSnapshot) -> Source? {
        for kind in ["action", "milestone", "decision", "risk", "change_request", "deliverable"] {
            if let entry = snapshot.entry(.identifiers, key: "\(kind)|\(canonical)") {
                return nearest(to: place, among: entry.sources)
            }
        }
        return nil
    }

    /// The source in the same paper that is fewest lines away, the earlier of two; else the first one.
    private static func nearest(to place: Source, among sources: [Source]) -> Source? {
        sources.filter { $0.paper == place.paper && $0 != place }
            .min { (abs($0.line - place.line), $0.line) < (abs($1.line - place.line), $1.line) }
            ?? sources.first { $0 != place }
    }

    static func twoReadings(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        snapshot.entries(.identifiers).flatMap { entry in
            (entry.fields["canonical"]?.alternatives ?? []).map { other in
                let mine = entry.exported("canonical")
                return rule.finding(
                    entry, Side(entry.place(of: "canonical"), mine), Side(other.sources.first, other.value),
                    "“\(entry.word("identifier"))” is read as \(mine) in one place and as \(other.value) in another.",
                    likely: ValueRules.likely(entry, "canonical", other))
            }
        }
    }

    // MARK: - Prints

    static func prints(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        snapshot.entries(.identifiers).compactMap { entry in
            guard entry.fields["canonical"]?.resolved == nil, let place = entry.place(of: "canonical") else {
                return nil
            }
            let canonical = entry.word("canonical")
            let print = entry.word("identifier")
            let other = elsewhere(canonical, entry, near: place, snapshot)
            if entry.doubts.contains(where: { $0.hasSuffix("glued to the next word") }) {
                return rule.finding(
                    entry, Side(place, "\(print) and the next word"), Side(other, canonical),
                    "\(canonical) runs into the next word in one place and stands apart in others.",
                    likely: Likely(canonical, because: "an identifier of its kind ends there", .high))
            }
            let bare = String(print.filter { !$0.isWhitespace })
            // Other kinds are at home with and without a space: there only two prints side by side tell.
            guard bare != print, bare == canonical,
                ["action", "decision", "milestone", "deliverable"].contains(entry.word("kind")) || other != nil
            else { return nil }
            return rule.finding(
                entry, Side(place, print), Side(other, canonical),
                "\(canonical) is printed “\(print)”, with a space in it.",
                likely: Likely(canonical, because: "identifiers of its kind hold no space", .high))
        }
    }

    /// Another place of an identifier: where it is printed as it should be, else a further place of the same print.
    private static func elsewhere(
        _ canonical: String, _ entry: Entry, near place: Source, _ snapshot: RecordSnapshot
    ) -> Source? {
        let proper = snapshot.entry(.identifiers, key: "\(entry.word("kind"))|\(canonical)") ?? entry
        return nearest(to: place, among: proper.sources)
    }

    static func stray(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var found: [Contradiction] = []
        for kind in RecordKind.allCases where !kind.isComputed {
            for entry in snapshot.entries(kind) where !entry.doubts.isEmpty {
                for name in entry.fields.keys.sorted() {
                    guard let field = entry.fields[name], case .date(let date)? = field.value,
                        let doubt = field.doubts.first(where: { $0.hasPrefix("stray ") && $0.hasSuffix("the date") }),
                        let place = strayPlace(field, doubt, snapshot)
                    else { continue }
                    let other = field.sources.first { $0 != place }
                    let mark = doubt.split(separator: " ").dropFirst().first ?? ""
                    found.append(
                        rule.finding(
                            entry, Side(place, field.printed), other.map { Side($0, date.iso) } ?? .none,
                            "The \(ValueRules.spoken(name)) of \(entry.subject.name) is printed with a stray “\(mark)” "
                                + "beside \(date.iso).",
                            likely: other == nil
                                ? Likely(date.iso, because: "the rest of the cell is a date", .medium)
                                : Likely(date.iso, because: "another paper prints the date alone", .high)))
                }
            }
        }
        return found
    }

    /// Where the chosen print stands: in the paper that was known last. Nil where the chosen print is a clean one.
    private static func strayPlace(_ field: FieldState, _ doubt: String, _ snapshot: RecordSnapshot) -> Source? {
        let mark = Words.tokens(String(doubt.split(separator: " ").dropFirst().first ?? ""))
        let words = Words.tokens(field.printed)
        guard !mark.isEmpty, words.starts(with: mark) || words.suffix(mark.count).elementsEqual(mark) else {
            return nil
        }
        return field.sources.max { one, two in
            let days = [one, two].map { snapshot.card(of: $0)?.knownFrom?.dayNumber ?? Int.min }
            return days[0] != days[1] ? days[0] < days[1] : one < two
        }
    }

    // MARK: - Doubts that are findings

    /// Line numbers that a doubt names as `(line 12)`.
    static func lines(in doubt: String) -> [Int] {
        doubt.split(separator: "(").dropFirst().compactMap { part in
            part.hasPrefix("line ") ? Int(part.dropFirst(5).prefix { $0.isNumber }) : nil
        }
    }

    /// The text of a doubt between quotation marks.
    private static func quoted(_ doubt: String) -> String {
        guard let open = doubt.firstIndex(of: "“"), let close = doubt.lastIndex(of: "”"), open < close else {
            return ""
        }
        return String(doubt[doubt.index(after: open)..<close])
    }

    static func shifted(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        snapshot.entries(.workingGroups).compactMap { entry in
            guard let doubt = entry.doubts.first(where: { $0.hasSuffix("may have shifted by a column") }),
                let close = doubt.lastIndex(of: "”")
            else { return nil }
            let other = doubt[close...].split(separator: " ").first { $0.hasSuffix("'s") }?.dropLast(2) ?? ""
            return rule.finding(
                entry, Side(entry.place(of: "upcoming"), quoted(doubt)),
                Side(entry.place(of: "last_agenda"), entry.exported("last_agenda")),
                "\(entry.subject.name) is to deliver “\(quoted(doubt))”, which is \(other)'s subject.",
                likely: Likely(
                    String(other), because: "the deliverable carries the name of \(other), whose column stands beside",
                    .low))
        }
    }

    static func announced(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        var told: Set<Source> = []
        return snapshot.entries(.milestoneChanges).compactMap { entry in
            guard let doubt = entry.doubts.first(where: { $0.hasPrefix("the slide announces") }),
                let place = entry.place(of: "change"), let line = lines(in: doubt).first,
                told.insert(Source(paper: place.paper, line: line)).inserted
            else { return nil }
            return rule.finding(
                entry, Side(Source(paper: place.paper, line: line), "added"), entry.side("change"),
                "The slide says that milestones are added; its table removes \(entry.word("id")).",
                likely: .unknown("the heading stands over every kind of change", .low))
        }
    }

    static func initials(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        snapshot.entries(.minuteSections).flatMap { entry -> [Contradiction] in
            guard let paper = entry.sources.first?.paper else { return [] }
            return entry.doubts.compactMap { doubt in
                let places = lines(in: doubt).map { Source(paper: paper, line: $0) }
                guard places.count == 2, let end = doubt.lastIndex(of: ";"),
                    let meant = doubt[end...].split(separator: " ").dropFirst().first
                else { return nil }
                let initials = quoted(doubt)
                return rule.finding(
                    entry, Side(places[0], initials), Side(places[1], String(meant)),
                    "“\(initials)” speaks in the minutes, but the attendance list has only \(meant) that begins alike.",
                    likely: Likely(String(meant), because: "\(meant) begins with \(initials)", .medium))
            }
        }
    }
}
