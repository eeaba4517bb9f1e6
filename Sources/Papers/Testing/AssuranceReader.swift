import Kernel
import Record

/// Reads an assurance slide: its period and sample, cohorts, lettered questions, phases and dates.
struct AssuranceReader: SectionReader {
    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        guard let block = paper.blocks[index].text, let opening = Self.opening(block, index, paper) else { return 0 }
        var slide = Slide(paper: paper, ledger: ledger)
        if opening == .introduction { slide.introduction(block) }
        var place = opening == .introduction ? index + 1 : index
        while place < paper.blocks.count {
            let taken = slide.take(place)
            if taken == 0 { break }
            place += taken
        }
        guard slide.order > 0 else { return 0 }
        ledger = slide.ledger
        return max(1, place - index)
    }

    private enum Opening { case introduction, cohort, timetable }

    private static func opening(_ block: TextBlock, _ index: Int, _ paper: PaperContext) -> Opening? {
        if isCohort(block) { return .cohort }
        if isTimetable(block), index + 2 < paper.blocks.count, let next = paper.blocks[index + 1].text,
            phase(next) != nil
        {
            return .timetable
        }
        guard SlideWords.mayHold(block.joined, "assur") else { return nil }
        let words = SlideWords.of(block.joined)
        let assures = words.contains { $0.hasPrefix("assur") }
        let reviews = words.contains("review") || words.contains("sample") || words.contains("cohorts")
        if block.joined.utf8.count > 140, assures, reviews, words.contains("sample") || words.contains("cohorts") {
            return .introduction
        }
        return nil
    }

    /// `SIT participant cohort`.
    private static func isCohort(_ block: TextBlock) -> Bool {
        guard block.parts.count <= 2, block.looksLikeHeading else { return false }
        let words = SlideWords.of(block.parts[0])
        return words.last == "cohort" && words.count >= 2 && words.count <= 8
    }

    private static func isTimetable(_ block: TextBlock) -> Bool {
        block.parts.count == 1
            && (SlideWords.holds(block.joined, "high level timetable") || SlideWords.of(block.joined) == ["timetable"])
    }

    /// `Fieldwork - Mid August to Mid September`: a name and when.
    private static func phase(_ block: TextBlock) -> (name: String, when: String)? {
        guard block.parts.count <= 2, block.joined.utf8.count <= 100 else { return nil }
        let characters = Array(block.joined)
        guard
            let dash = characters.indices.dropFirst().dropLast().first(where: { place in
                "-–—".contains(characters[place]) && characters[place - 1] == " " && characters[place + 1] == " "
            })
        else { return nil }
        let name = String(characters[..<dash]).folded
        let when = String(characters[(dash + 1)...]).folded
        guard !name.isEmpty, name.split(separator: " ").count <= 5, !when.isEmpty else { return nil }
        return (name, when)
    }

    private struct Slide {
        let paper: PaperContext
        var ledger: Ledger
        var order = 0
        private var cohort = ""
        private var phase = ""
        private var inTimetable = false
        private var keys = RowKeys()

        init(paper: PaperContext, ledger: Ledger) {
            self.paper = paper
            self.ledger = ledger
        }

        /// Takes the block where it goes on with the slide; returns how many blocks.
        mutating func take(_ place: Int) -> Int {
            switch paper.blocks[place] {
            case .table: return 0
            case .list(let items): return take(items)
            case .text(let block): return take(block, place)
            }
        }

        private mutating func take(_ block: TextBlock, _ place: Int) -> Int {
            if AssuranceReader.isCohort(block) {
                cohort = MarkupReader.plain(block.parts[0]).folded
                inTimetable = false
                ledger.claim(block.lines, as: .heading)
                return takeDrawn(place)
            }
            if AssuranceReader.isTimetable(block) {
                inTimetable = true
                cohort = ""
                ledger.claim(block.lines, as: .heading)
                return 1
            }
            if SlideWords.holds(block.joined, "exam questions") || SlideWords.holds(block.joined, "key questions"),
                block.looksLikeHeading
            {
                ledger.claim(block.lines, as: .heading)
                return 1
            }
            guard inTimetable, let found = AssuranceReader.phase(block) else { return 0 }
            phase = found.name
            let date = DateReader.find(in: found.when, context: paper.dates).compactMap(\.value.day).first
            state("phase", "", found.name, block.joined.folded, date, block.lines)
            return 1
        }

        /// `SIT participant cohort`, `Drawn from:`, then whom.
        private mutating func takeDrawn(_ place: Int) -> Int {
            guard place + 1 < paper.blocks.count, let drawn = paper.blocks[place + 1].text,
                SlideWords.of(drawn.parts[0]).starts(with: ["drawn", "from"])
            else { return takeUndrawn(place) }
            ledger.claim(drawn.lines, as: .heading)
            var text = drawn.parts.count > 1 ? drawn.parts.dropFirst().joined(separator: " ") : ""
            if text.isEmpty, let colon = drawn.joined.firstIndex(of: ":") {
                text = String(drawn.joined[drawn.joined.index(after: colon)...]).folded
            }
            var lines = paper.blocks[place].lines + drawn.lines
            var taken = 2
            if text.isEmpty, place + 2 < paper.blocks.count, let whom = paper.blocks[place + 2].text {
                text = whom.joined
                lines += whom.lines
                taken = 3
            }
            state("cohort", cohort, "", MarkupReader.plain(text).folded, nil, lines)
            return taken
        }

        /// A cohort whose `Drawn from:` is lost: a short line before the questions says whom.
        private mutating func takeUndrawn(_ place: Int) -> Int {
            let lines = paper.blocks[place].lines
            guard place + 2 < paper.blocks.count, let whom = paper.blocks[place + 1].text, whom.looksLikeHeading,
                !SlideWords.holds(whom.joined, "exam questions"), paper.blocks[place + 2].table == nil,
                !AssuranceReader.isCohort(whom)
            else {
                state("cohort", cohort, "", cohort, nil, lines)
                return 1
            }
            let doubt = "no label says that the cohort is drawn from these"
            state("cohort", cohort, "", MarkupReader.plain(whom.joined).folded, nil, lines + whom.lines, [doubt])
            return 2
        }

        private mutating func take(_ items: [ListItem]) -> Int {
            guard !cohort.isEmpty || (inTimetable && !phase.isEmpty) else { return 0 }
            for item in items {
                let text = MarkupReader.plain(item.text).folded
                if inTimetable {
                    state("activity", "", phase, text, nil, item.lines)
                    dates(in: text, item.lines, besides: nil)
                } else {
                    let letter = item.marker.filter { $0.isLetter || $0.isNumber }
                    let doubts = letter.isEmpty ? ["the question has no letter"] : []
                    state("question", cohort, letter, text, nil, item.lines, doubts)
                }
            }
            return 1
        }

        /// The running text: which period, when, of whom, with what scope.
        mutating func introduction(_ block: TextBlock) {
            let text = MarkupReader.plain(block.joined).folded
            let period = ReferenceReader.find(in: text).first { $0.kind == .assurancePeriod }?.canonical ?? ""
            for sentence in AssuranceReader.sentences(text) {
                let words = SlideWords.of(sentence)
                if words.contains("performed"), !words.contains("scope") {
                    state("period", "", period, sentence, nil, block.lines)
                } else if words.contains("scope") {
                    state("scope", "", period, sentence, nil, block.lines)
                } else if words.contains("sample"), sentence.contains(where: \.isNumber) {
                    state("sample", "", period, sentence, nil, block.lines)
                }
            }
            dates(in: text, block.lines, besides: nil)
            ledger.claim(block.lines, as: .narrative)
        }

        /// Days named in running text, with the sentence that names them.
        private mutating func dates(in text: String, _ lines: [Int], besides known: CalendarDate?) {
            for sentence in AssuranceReader.sentences(text) {
                for found in DateReader.find(in: sentence, context: paper.dates) {
                    guard case .day(let day) = found.value, day != known else { continue }
                    state("date", "", inTimetable ? phase : "", sentence, day, lines, found.doubts)
                }
            }
        }

        private mutating func state(
            _ kind: String, _ cohort: String, _ reference: String, _ text: String, _ date: CalendarDate?,
            _ lines: [Int],
            _ doubts: [String] = []
        ) {
            order += 1
            ledger.state(
                Statement(
                    .assurance, key: keys.next("\(kind)|\(cohort)|\(reference)|\(text)"), lines: lines,
                    rule: "assurance-slide", doubts: doubts,
                    fields: [
                        .text("kind", kind), .text("cohort", cohort), .text("reference", reference),
                        .text("text", text),
                        FieldReading("order", .integer(order), printed: ""),
                    ] + (date.map { [FieldReading("date", .date($0), printed: text)] } ?? [])))
        }
    }

    /// Sentences of a text: they end at a full stop before a space.
    static func sentences(_ text: String) -> [String] {
        var result: [String] = []
        var current = ""
        for word in text.split(separator: " ") {
            current += current.isEmpty ? String(word) : " " + word
            if word.hasSuffix("."), word.utf8.count > 3 {
                result.append(current)
                current = ""
            }
        }
        return current.isEmpty ? result : result + [current]
    }
}
