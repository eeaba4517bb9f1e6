import Kernel
import Record

/// Reads the slide that lays out a decision path: milestones under `Tier n Milestones … (GROUP-governed)`.
///
/// The text comes in another order than the eye's (hazard H15): a date may stand before or after its milestone, and one
/// date may serve two. Pairs are checked against the milestone tables of the same paper.
struct ChoreographyReader: SectionReader {
    /// A heading's tier and group.
    struct Heading: Equatable {
        let tier: String
        let governedBy: String
    }

    private enum Piece {
        case id(String, title: String, lines: [Int], printed: String, doubts: [String])
        case date(CalendarDate?, printed: String, line: Int, doubts: [String])
        case note(String, lines: [Int])
    }

    /// Blocks of other text between two pieces of a slide that still belong to it.
    private static let reach = 3

    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        guard let block = paper.blocks[index].text, Self.heading(block) != nil else { return 0 }
        let known = MilestoneIndex(paper)
        var end = index
        while end < paper.blocks.count {
            let taken = readTier(end, of: paper, known, into: &ledger)
            if taken == 0 { break }
            end += taken
        }
        return end - index
    }

    private func readTier(
        _ index: Int, of paper: PaperContext, _ known: MilestoneIndex, into ledger: inout Ledger
    ) -> Int {
        guard let block = paper.blocks[index].text, let heading = Self.heading(block) else { return 0 }
        var pieces: [Piece] = []
        var end = index + 1
        var next = index + 1
        while next < paper.blocks.count, next - end <= Self.reach, let text = paper.blocks[next].text,
            Self.heading(text) == nil, !GateCriteriaReader.isHeading(text), !Self.isDivider(text)
        {
            let found = Self.pieces(of: text, paper)
            if found.contains(where: Self.keepsSlideOpen) { end = next + 1 }
            pieces += found
            next += 1
        }
        guard pieces.contains(where: { if case .id = $0 { true } else { false } }) else { return 0 }
        ledger.claim(block.lines, as: .heading)
        let taken = Set(paper.blocks[index..<end].flatMap(\.lines))
        let own = pieces.filter { !Set(Self.lines(of: $0)).isDisjoint(with: taken) }
        Slide(heading: heading, pieces: own, known: known).state(into: &ledger)
        return end - index
    }

    /// `Tier 2 Milestones in the SIT CIT path (TMAG-governed)`.
    static func heading(_ block: TextBlock) -> Heading? {
        guard block.parts.count <= 2, block.parts[0].lowercased().hasPrefix("tier") else { return nil }
        let words = SlideWords.of(block.joined)
        guard words.count >= 3, words[0] == "tier", let tier = TierReader.read("Tier \(words[1])").value,
            words[2].hasPrefix("milestone")
        else { return nil }
        var group = ""
        if let place = words.firstIndex(where: { $0 == "governed" || $0 == "approved" }), place > 0 {
            group = words[place - 1].uppercased()
            if group == "BY", place >= 2 { group = words[place - 2].uppercased() }
            if words[place] == "governed", place + 2 < words.count, words[place + 1] == "by" {
                group = words[place + 2].uppercased()
            }
        }
        return Heading(tier: tier, governedBy: group)
    }

    private static func isDivider(_ block: TextBlock) -> Bool {
        block.parts.contains { part in
            let upper = part.uppercased()
            return upper.hasPrefix("DECISION:") || upper.hasPrefix("INFORMATION:") || upper.hasPrefix("INFORMATION /")
        }
    }

    private static func keepsSlideOpen(_ piece: Piece) -> Bool {
        if case .note(let text, _) = piece { isBasis(text) } else { true }
    }

    /// `Based on FTIG recommendation`.
    private static func isBasis(_ text: String) -> Bool { SlideWords.of(text).first == "based" }

    private static func lines(of piece: Piece) -> [Int] {
        switch piece {
        case .id(_, _, let lines, _, _), .note(_, let lines): lines
        case .date(_, _, let line, _): [line]
        }
    }

    private static func pieces(of block: TextBlock, _ paper: PaperContext) -> [Piece] {
        var pieces: [Piece] = []
        var index = 0
        while index < block.parts.count {
            let part = block.parts[index]
            let line = block.lines[index]
            index += 1
            if part.utf8.count <= 24, let id = MilestoneID.read(Cell(part, line: line, column: 0)).value {
                let reading = ReferenceReader.milestone(part)
                var title = ""
                var lines = [line]
                // The title is the next line; a short line behind a long title without a stop goes on with it.
                if index < block.parts.count, date(block.parts[index], paper) == nil {
                    title = block.parts[index]
                    lines.append(block.lines[index])
                    index += 1
                    while index < block.parts.count, block.parts[index].first?.isLowercase ?? false {
                        title += " " + block.parts[index]
                        lines.append(block.lines[index])
                        index += 1
                    }
                }
                pieces.append(
                    .id(
                        id, title: MarkupReader.plain(title).folded, lines: lines, printed: part, doubts: reading.doubts
                    ))
            } else if let found = date(part, paper) {
                pieces.append(.date(found.value?.day, printed: part, line: line, doubts: found.doubts))
            } else {
                pieces.append(.note(MarkupReader.plain(part).folded, lines: [line]))
            }
        }
        return pieces
    }

    /// A line that is a date and nothing else, or one that a slip made unreadable.
    private static func date(_ text: String, _ paper: PaperContext) -> Reading<DateValue>? {
        guard text.utf8.count <= 20, text.contains(where: \.isNumber), ReferenceReader.find(in: text).isEmpty else {
            return nil
        }
        let reading = DateReader.read(text, in: paper.dates)
        if reading.value?.day != nil { return reading.notes.isEmpty ? reading : nil }
        return text.contains("/") && !text.contains(" ") ? reading : nil
    }

    // MARK: - Pairing

    private struct Slide {
        let heading: Heading
        let pieces: [Piece]
        let known: MilestoneIndex

        func state(into ledger: inout Ledger) {
            var used: Set<Int> = []
            for (place, piece) in pieces.enumerated() {
                switch piece {
                case .id(let id, let title, let lines, let printed, let doubts):
                    let pair = date(for: id, at: place, known)
                    if let date = pair.place { used.insert(date) }
                    state(id, title, lines, printed, doubts, pair, note(after: place), &ledger)
                case .note(_, let lines): ledger.claim(lines, as: .narrative)
                case .date(_, _, let line, _): ledger.claim([line], as: .heading)
                }
            }
            for (place, piece) in pieces.enumerated() where !used.contains(place) {
                if case .date(_, let printed, let line, _) = piece {
                    ledger.doubt("line \(line): the date \(printed) belongs to no milestone of its slide")
                }
            }
        }

        private typealias Pair = (place: Int?, doubts: [String])

        /// Dates between the milestone before and the milestone after; those before two that share one too.
        private func candidates(at place: Int) -> [Int] {
            var result: [Int] = []
            var index = place - 1
            var passed = 0
            while index >= 0 {
                if case .date = pieces[index] { result.append(index) }
                if case .id = pieces[index] {
                    passed += 1
                    if !result.isEmpty || passed > 1 { break }
                }
                index -= 1
            }
            index = place + 1
            while index < pieces.count {
                if case .date = pieces[index] { result.append(index) }
                if case .id = pieces[index] { break }
                index += 1
            }
            return result
        }

        private func day(_ place: Int) -> CalendarDate? {
            if case .date(let day, _, _, _) = pieces[place] { day } else { nil }
        }

        private func date(for id: String, at place: Int, _ known: MilestoneIndex) -> Pair {
            let near = candidates(at: place)
            let dates = known.dates(of: id)
            for date in dates {
                if let match = near.first(where: { day($0) == date }) { return (match, []) }
            }
            if let next = alternating(place) { return (next, contradiction(day(next), dates)) }
            // What the tables give to a neighbour is the neighbour's, unless nothing else is near.
            let free = near.filter { !isSure($0, butFor: place, known) }
            if let only = free.first, free.count == 1 {
                return (only, contradiction(day(only), dates))
            }
            if let far = pieces.indices.first(where: { place in day(place).map(dates.contains) ?? false }) {
                return (far, ["the date stands away from the milestone on its slide"])
            }
            if let before = near.filter({ $0 < place }).max(), free.isEmpty {
                return (before, contradiction(day(before), dates) + ["the date may be another milestone's"])
            }
            if free.isEmpty { return (nil, ["no date is printed beside the milestone"]) }
            let printed = free.compactMap { day($0)?.iso }.joined(separator: " or ")
            return (nil, ["which date is the milestone's cannot be told: \(printed)"])
        }

        /// The date of a milestone where milestones and dates take turns all over the slide: before each, or behind.
        private func alternating(_ place: Int) -> Int? {
            let marks = pieces.indices.filter { if case .note = pieces[$0] { false } else { true } }
            let isID = marks.map { if case .id = pieces[$0] { true } else { false } }
            guard isID.count >= 4, isID.count % 2 == 0, zip(isID, isID.dropFirst()).allSatisfy({ $0 != $1 }),
                let position = marks.firstIndex(of: place)
            else { return nil }
            return marks[isID[0] ? position + 1 : position - 1]
        }

        private func contradiction(_ date: CalendarDate?, _ known: [CalendarDate]) -> [String] {
            guard let date, let first = known.first, !known.contains(date) else { return [] }
            return ["the milestone tables of the paper give \(first.iso)"]
        }

        /// Whether the tables give this date to another milestone beside it.
        private func isSure(_ date: Int, butFor own: Int, _ known: MilestoneIndex) -> Bool {
            guard let day = day(date) else { return false }
            return pieces.indices.contains { place in
                guard place != own, case .id(let id, _, _, _, _) = pieces[place] else { return false }
                return candidates(at: place).contains(date) && known.dates(of: id).contains(day)
            }
        }

        /// `Based on FTIG recommendation`: a note between the milestone and the next one.
        private func note(after place: Int) -> String {
            var index = place + 1
            while index < pieces.count {
                switch pieces[index] {
                case .note(let text, _): return isBasis(text) ? text : ""
                case .id: return ""
                case .date: index += 1
                }
            }
            return ""
        }

        private func state(
            _ id: String, _ title: String, _ lines: [Int], _ printed: String, _ doubts: [String], _ pair: Pair,
            _ note: String, _ ledger: inout Ledger
        ) {
            var all = lines
            var dateField: FieldReading?
            if let place = pair.place, case .date(let day, let text, let line, let dateDoubts) = pieces[place] {
                all.append(line)
                dateField = FieldReading(
                    "date", day.map(Value.date), printed: text, at: Place(line: line), doubts: dateDoubts + pair.doubts)
            }
            var rowDoubts = pair.place == nil ? pair.doubts : []
            if title.isEmpty { rowDoubts.append("no title is printed") }
            let fromID = MilestoneID.tier(of: id)
            let tierDoubts =
                fromID == nil || fromID == heading.tier ? [] : ["stands under \(heading.tier) milestones"]
            let tier = FieldReading("tier", .text(heading.tier), doubts: tierDoubts)
            let first = Place(line: lines[0])
            let below = Place(line: lines.count > 1 ? lines[1] : lines[0])
            ledger.state(
                Statement(
                    .choreography, key: id, lines: all, rule: "choreography-slide", doubts: rowDoubts,
                    fields: [
                        FieldReading("milestone_id", .text(id), printed: printed, at: first, doubts: doubts), tier,
                        .text("title", title, at: below), .text("governed_by", heading.governedBy), .text("note", note),
                    ] + [dateField].compactMap { $0 }))
            let level1 = MilestoneID.level1(in: title).map { FieldReading("level1", .text($0), at: below) }
            let date = dateField.map {
                FieldReading("choreography_date", $0.value, printed: $0.printed, at: $0.place, doubts: $0.doubts)
            }
            ledger.state(
                Statement(
                    .milestones, key: id, lines: all, rule: "choreography-slide", weight: .extract,
                    fields: [
                        FieldReading("id", .text(id), printed: printed, at: first, doubts: doubts), tier,
                        .text("title", title, at: below), FieldReading("state", .text("current"), printed: ""),
                    ] + [level1, date].compactMap { $0 }))
        }
    }
}

/// States milestones that running text names with their titles.
struct NamedMilestoneScan: LineScan {
    func scan(_ paper: PaperContext, into ledger: inout Ledger) {
        let read = Set(ledger.statements.filter { $0.kind == .milestones }.flatMap(\.lines))
        for named in NamedMilestone.all(in: paper) where !read.contains(named.line) {
            let fields: [FieldReading?] = [
                FieldReading(
                    "id", .text(named.id), printed: named.printed, at: Place(line: named.line), doubts: named.doubts),
                MilestoneID.tier(of: named.id).map { FieldReading("tier", .text($0), printed: "") },
                .text("title", named.title),
                MilestoneID.level1(in: named.title).map { FieldReading("level1", .text($0)) },
                FieldReading("state", .text("current"), printed: ""),
            ]
            ledger.stateInPassing(
                Statement(
                    .milestones, key: named.id, lines: [named.line], rule: "named-milestone", weight: .inline,
                    fields: fields.compactMap { $0 }))
        }
    }
}
