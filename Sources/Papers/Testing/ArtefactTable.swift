import Kernel
import Record

/// A table of an artefact's dates by interval, as printed.
struct ArtefactTable {
    struct Activity {
        let title: String
        let notes: String
        let row: Row
        /// One an interval, in the order of `intervals`.
        let cells: [Cell]
        let readings: [Reading<DateValue>]
        let rule: ArtefactRule?

        func date(_ column: Int) -> CalendarDate? { readings[column].value?.day }
    }

    let intervals: [Int]
    let activities: [Activity]
    let headLines: [Int]
    let doubts: [String]

    private struct Layout {
        var activity: Int
        var notes: Int?
        /// Column and interval.
        var intervals: [(column: Int, number: Int)]
        var width: Int
    }

    /// Nil where the table is not of this form.
    init?(_ table: RawTable, _ paper: PaperContext) {
        var layout: Layout?
        var start = 0
        var headLines: [Int] = []
        var doubts: [String] = []
        if let place = table.rows.prefix(4).firstIndex(where: { Self.layout($0) != nil }) {
            layout = Self.layout(table.rows[place])
            start = place + 1
            headLines = table.rows[place].lines
        } else if let found = Self.headless(table, paper) {
            layout = found
            doubts = ["the table has no head; its intervals are counted from 1"]
        }
        guard let layout else { return nil }
        let rows = RowMender.mended(Array(table.rows[start...]), width: layout.width, key: layout.activity) { row in
            row.cells.count >= layout.width - 1 && !row[layout.activity].isEmpty
        }
        intervals = layout.intervals.map(\.number)
        self.headLines = headLines
        self.doubts = doubts
        activities = rows.compactMap { Self.activity($0, layout, paper) }
        guard !activities.isEmpty else { return nil }
    }

    private static func activity(_ row: Row, _ layout: Layout, _ paper: PaperContext) -> Activity? {
        let title = row[layout.activity].plain
        let cells = layout.intervals.map { row[$0.column] }
        guard !title.isEmpty, cells.contains(where: { !$0.isEmpty }) else { return nil }
        let notes = layout.notes.map { row[$0].plain } ?? ""
        return Activity(
            title: title, notes: notes, row: row, cells: cells,
            readings: cells.map { DateReader.read($0.text, in: paper.dates) },
            rule: ArtefactRule(notes: notes, title: title))
    }

    /// A head: `Activity / Milestone`, perhaps `Notes`, and two or more intervals.
    private static func layout(_ row: Row) -> Layout? {
        let intervals = row.cells.indices.compactMap { index -> (column: Int, number: Int)? in
            let text = row[index].plain
            guard text.utf8.count <= 30, let number = SlideWords.interval(in: text) else { return nil }
            return (index, number)
        }
        guard intervals.count >= 2, let first = intervals.first, first.column >= 1 else { return nil }
        let names = ["activity", "milestone", "artefact", "deliverable", "task"]
        guard
            let activity = (0..<first.column).first(where: { index in
                SlideWords.of(row[index].text).contains(where: names.contains)
            })
        else { return nil }
        let notes = (0..<first.column).first { index in
            index != activity
                && ["note", "notes", "comment", "comments", "rule", "rules"].contains(TableForm.fold(row[index].text))
        }
        let fallback = (0..<first.column).first { $0 != activity }
        return Layout(activity: activity, notes: notes ?? fallback, intervals: intervals, width: row.cells.count)
    }

    /// A title, a note and three or more dates in most rows, and rules in some notes.
    private static func headless(_ table: RawTable, _ paper: PaperContext) -> Layout? {
        let rows = table.rows.prefix(8).filter { !$0.isEmpty }
        guard rows.count >= 4, table.width >= 5 else { return nil }
        let dated = rows.filter { row in
            row.cells.dropFirst(2).count {
                $0.text.utf8.count <= 40 && DateReader.read($0.text, in: paper.dates).value?.day != nil
            } >= 3
        }
        guard dated.count * 3 >= rows.count * 2 else { return nil }
        let ruled = rows.count { ArtefactRule(notes: $0[1].plain, title: $0[0].plain) != nil }
        guard ruled >= 2 else { return nil }
        return Layout(
            activity: 0, notes: 1, intervals: (2..<table.width).map { ($0, $0 - 1) }, width: table.width)
    }
}

/// Finds the activity that a phrase names.
struct ActivityNames {
    private let tokens: [[String]]
    private let initials: [[Character]]
    private let common: Set<String>
    private let titles: [String]

    private static let idle: Set<String> = [
        "of", "the", "and", "to", "a", "an", "test", "testing", "for", "by", "each", "planned", "end", "date",
        "submitted",
        "issue", "issued", "issuing", "pp", "pps", "si", "in", "on", "programme", "assurance",
    ]

    init(_ titles: [String]) {
        self.titles = titles
        let all = titles.map { Self.words($0) }
        var counts: [String: Int] = [:]
        for words in all { for word in Set(words) { counts[word, default: 0] += 1 } }
        let common = Set(counts.filter { $0.value * 2 > titles.count && titles.count >= 4 }.keys)
        self.common = common
        tokens = all.map { Self.significant($0, common) }
        initials = all.map { words in
            words.filter { !common.contains($0) && !["of", "to", "the", "and"].contains($0) }.compactMap(\.first)
        }
    }

    private static func words(_ text: String) -> [String] {
        SlideWords.of(TableForm.withoutRemarks(text)).map(singular)
    }

    private static func significant(_ words: [String], _ common: Set<String>) -> [String] {
        // Idle words say little; where nothing else is said they must do.
        let strong = words.filter { !idle.contains($0) && !common.contains($0) }
        return strong.isEmpty ? words.filter { !common.contains($0) } : strong
    }

    private static func singular(_ word: String) -> String {
        word.utf8.count > 3 && word.hasSuffix("s") && !word.hasSuffix("ss") ? String(word.dropLast()) : word
    }

    /// The activity that the words name best, at least to the given share; nil where none does.
    func best(_ phrase: [String], besides own: Int?, share: Double = 0.3) -> Int? {
        let words = phrase.map(Self.singular)
        let wanted = Self.significant(expanded(words), common)
        guard !wanted.isEmpty else { return nil }
        var best: (place: Int, score: Double)?
        for place in tokens.indices where place != own {
            var score = overlap(wanted, tokens[place])
            score = max(score, acronym(wanted, place))
            guard score >= share else { continue }
            score += preference(place, words)
            if score > (best?.score ?? 0) + 0.000_1 { best = (place, score) }
        }
        return best?.place
    }

    private func overlap(_ left: [String], _ right: [String]) -> Double {
        let common = Set(left).intersection(right).count
        return Double(common) / Double(max(Set(left).count, Set(right).count, 1))
    }

    /// `RTM` of `Requirements to Test Traceability Matrix`.
    private func acronym(_ wanted: [String], _ place: Int) -> Double {
        guard wanted.count == 1, let word = wanted.first, word.count >= 3, !initials[place].isEmpty else { return 0 }
        var rest = initials[place][...]
        for letter in word {
            guard let found = rest.firstIndex(of: letter) else { return 0 }
            rest = rest[(found + 1)...]
        }
        return 0.4 + 0.5 * Double(word.count) / Double(initials[place].count)
    }

    /// The words, with runs of words whose initials are a title's word put together: `component integration testing`
    /// becomes `cit`.
    private func expanded(_ words: [String]) -> [String] {
        var result = words
        for length in [4, 3] where result.count >= length {
            for start in 0...(result.count - length) {
                let initials = String(result[start..<(start + length)].compactMap(\.first))
                guard tokens.contains(where: { $0.contains(initials) }) else { continue }
                result.replaceSubrange(start..<(start + length), with: [initials])
                break
            }
        }
        return result
    }

    /// A final artefact is meant rather than its draft, and an artefact rather than its assurance.
    private func preference(_ place: Int, _ phrase: [String]) -> Double {
        let words = tokens[place]
        var sum = 0.0
        if words.contains("draft") && !phrase.contains("draft") { sum -= 0.1 }
        if words.contains("final") && !phrase.contains("draft") { sum += 0.05 }
        if SlideWords.of(titles[place]).first == "assurance" && !phrase.contains("assurance") { sum -= 0.1 }
        return sum
    }
}
