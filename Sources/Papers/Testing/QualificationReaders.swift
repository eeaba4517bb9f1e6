import Kernel
import Record

/// Reads the row of tranches: a label above each number.
struct TranchesReader: SectionReader {
    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        guard let table = paper.blocks[index].table else { return 0 }
        if let place = table.rows.firstIndex(where: { $0.cells.count(where: Self.isTranche) >= 2 }),
            place + 1 < table.rows.count
        {
            return across(table.rows[place], Array(table.rows[(place + 1)...]), &ledger)
        }
        let down = table.rows.filter { Self.isTranche($0[0]) && $0.cells.count >= 2 }
        guard down.count >= 2 else { return 0 }
        var order = 0
        for row in table.rows where !row.isEmpty {
            if Int(row[1].trimmed) == nil && !Self.isTranche(row[0]) {
                ledger.claim(row.lines, as: .heading)
            } else {
                state(row[0], row[1], lines: row.lines, &order, &ledger)
            }
        }
        return 1
    }

    private static func isTranche(_ cell: Cell) -> Bool {
        guard cell.text.utf8.count <= 30, SlideWords.mayHold(cell.text, "tranche") else { return false }
        let words = SlideWords.of(cell.text)
        return words.count == 2 && words[0] == "tranche" && Int(words[1]) != nil
    }

    private func across(_ labels: Row, _ rows: [Row], _ ledger: inout Ledger) -> Int {
        guard let values = rows.first(where: { !$0.isEmpty }) else { return 0 }
        ledger.claim(labels.lines, as: .heading)
        var order = 0
        for column in labels.cells.indices
        where !labels[column].isEmpty && TableForm.fold(labels[column].text) != "total" {
            state(labels[column], values[column], lines: labels.lines + values.lines, &order, &ledger)
        }
        return 1
    }

    private func state(_ label: Cell, _ value: Cell, lines: [Int], _ order: inout Int, _ ledger: inout Ledger) {
        order += 1
        let number = Int(value.trimmed)
        let doubts = number == nil ? ["not a number: \(value.plain)"] : []
        let fields: [FieldReading?] = [
            .ofCell("tranche", label),
            FieldReading("mpids", number.map(Value.integer), printed: value.text, at: value.place, doubts: doubts),
            FieldReading("order", .integer(order), printed: ""),
        ]
        ledger.state(
            Statement(
                .tranches, key: label.plain, lines: lines, rule: "tranches", fields: fields.compactMap { $0 }))
    }
}

/// Reads figures out of the sentences of a slide on qualification.
struct QualificationReader: SectionReader {
    struct Figure: Equatable {
        var value: Int
        var unit: String
        var of: Int?
        /// What is counted, in the sentence's words.
        var text: String
        /// SlideWords between `of` and what is counted where the whole has no number.
        var population: String
    }

    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        let lines: [(text: String, lines: [Int])]
        switch paper.blocks[index] {
        case .table: return 0
        case .list(let items): lines = items.map { ($0.text, $0.lines) }
        case .text(let block): lines = [(block.joined, block.lines)]
        }
        let figures = lines.map { line in
            line.text.utf8.contains(where: Ascii.isDigit) ? Self.figures(in: MarkupReader.plain(line.text).folded) : []
        }
        guard figures.contains(where: { !$0.isEmpty }), Self.isOnQualification(index, paper) else { return 0 }
        let totals = Self.totals(above: index, paper) + figures.joined()
        for (line, found) in zip(lines, figures) {
            ledger.claim(line.lines, as: .narrative)
            for figure in found { ledger.state(statement(figure, line, totals)) }
        }
        return 1
    }

    private func statement(
        _ figure: Figure, _ line: (text: String, lines: [Int]), _ totals: [Figure]
    ) -> Statement {
        let whole = figure.of ?? Self.whole(of: figure, totals)
        let derived = figure.of == nil ? whole : nil
        let resolved = derived.map {
            ResolvedValue(
                value: String($0), by: "same population",
                reason: "the sentences beside it count \(figure.population) as \($0)")
        }
        let fields: [FieldReading?] = [
            .text("figure", figure.text, printed: line.text),
            FieldReading("value", .integer(figure.value)), .text("unit", figure.unit),
            figure.of.map { FieldReading("of", .integer($0)) }
                ?? resolved.map {
                    FieldReading(
                        "of", nil, printed: "", doubts: ["the whole is not printed in the sentence"], resolved: $0)
                },
        ]
        return Statement(
            .qualification, key: figure.text, lines: line.lines, rule: "qualification-figures",
            fields: fields.compactMap { $0 })
    }

    /// The whole that other sentences give the same population.
    private static func whole(of figure: Figure, _ totals: [Figure]) -> Int? {
        guard !figure.population.isEmpty else { return nil }
        let known = Set(totals.filter { $0.population == figure.population }.compactMap(\.of))
        return known.count == 1 ? known.first : nil
    }

    private static func totals(above index: Int, _ paper: PaperContext) -> [Figure] {
        var result: [Figure] = []
        for place in max(0, index - 4)..<index {
            if let items = paper.blocks[place].list { result += items.flatMap { figures(in: $0.text) } }
        }
        return result
    }

    /// Whether the slide above is about qualification: the nearest divider or title says so.
    static func isOnQualification(_ index: Int, _ paper: PaperContext) -> Bool {
        var place = index
        while place >= 0, index - place <= 30 {
            if let text = paper.blocks[place].text, place < index || text.looksLikeHeading {
                let isDivider = text.parts.contains { part in
                    let upper = part.uppercased()
                    return upper.hasPrefix("INFORMATION") || upper.hasPrefix("DECISION:")
                }
                let about = text.parts.contains { part in
                    SlideWords.of(part).contains { $0.hasPrefix("qualif") } && part.utf8.count <= 200
                }
                if about && (isDivider || text.looksLikeHeading) { return true }
                if isDivider {
                    let title = place > 0 ? paper.blocks[place - 1].text : nil
                    return title.map { SlideWords.of($0.joined).contains { $0.hasPrefix("qualif") } } ?? false
                }
            }
            place -= 1
        }
        return false
    }

    // MARK: - Sentences

    private static let units: [String: String] = [
        "mpid": "MPIDs", "mpids": "MPIDs", "response": "responses", "responses": "responses",
        "organisation": "organisations", "organisations": "organisations", "participant": "participants",
        "participants": "participants", "supplier": "suppliers", "suppliers": "suppliers", "ldso": "LDSOs",
        "ldsos": "LDSOs", "agent": "agents", "agents": "agents", "company": "companies", "companies": "companies",
        "applicant": "applicants", "applicants": "applicants", "application": "applications",
        "applications": "applications", "questionnaire": "questionnaires", "questionnaires": "questionnaires",
    ]

    /// Figures of a sentence: `10 of the 36 MPIDs …`, `88 potential MHHS MPIDs`, `the remaining 6 of the … participants`.
    static func figures(in sentence: String) -> [Figure] {
        let words = sentence.split(separator: " ").map(String.init)
        var result: [Figure] = []
        var index = 0
        while index < words.count {
            guard let value = number(words[index]) else {
                if let figure = percentage(words, index) { result.append(figure) }
                index += 1
                continue
            }
            if let (figure, end) = share(value, words, index) ?? count(value, words, index) {
                result.append(figure)
                index = end
            } else {
                index += 1
            }
        }
        return result
    }

    /// `75% of the expected responses`: a share in per cent, a whole number of it.
    private static func percentage(_ words: [String], _ index: Int) -> Figure? {
        var word = words[index].withoutStop
        var next = index + 1
        if word.hasSuffix("%") {
            word.removeLast()
        } else {
            return nil
        }
        guard let value = number(word), value <= 100 else { return nil }
        while next < words.count, ["of", "the", "all", "those"].contains(words[next].lowercased()) { next += 1 }
        let text = words[next...].prefix(24).joined(separator: " ").withoutStop
        return text.isEmpty ? nil : Figure(value: value, unit: "%", of: nil, text: text, population: "")
    }

    /// `10 of the 36 MPIDs expected …`; the whole may lack its number.
    private static func share(_ value: Int, _ words: [String], _ index: Int) -> (Figure, Int)? {
        var next = index + 1
        guard next < words.count, words[next].lowercased() == "of" || words[next].lowercased() == "out" else {
            return nil
        }
        while next < words.count, ["of", "out", "the", "all", "those"].contains(words[next].lowercased()) { next += 1 }
        guard next < words.count else { return nil }
        let whole = number(words[next])
        if whole != nil { next += 1 }
        guard let unit = unit(words, from: next) else { return nil }
        let text = words[next...].joined(separator: " ").withoutStop
        let population = words[next...unit.place].joined(separator: " ").lowercased().withoutStop
        return (Figure(value: value, unit: unit.name, of: whole, text: text, population: population), words.count)
    }

    /// `88 potential MHHS MPIDs`, `The 52 Non-SIT MPIDs provided …`.
    private static func count(_ value: Int, _ words: [String], _ index: Int) -> (Figure, Int)? {
        guard let unit = unit(words, from: index + 1) else { return nil }
        let between = words[(index + 1)...unit.place]
        guard !between.contains(where: { ["of", "the", "and", "from", "to", "in"].contains($0.lowercased()) }) else {
            return nil
        }
        var text = between.joined(separator: " ").withoutStop
        if unit.place + 1 < words.count,
            ["received", "expected", "returned"].contains(words[unit.place + 1].withoutStop.lowercased())
        {
            text = text + " " + words[unit.place + 1].withoutStop
        } else if index == 0, !words[(unit.place + 1)...].contains(where: { number($0) != nil }) {
            // A sentence that opens with its figure says of it all that follows.
            text = words[1...].joined(separator: " ").withoutStop
        }
        return (Figure(value: value, unit: unit.name, of: nil, text: text, population: ""), unit.place + 1)
    }

    /// The first counted thing within five words.
    private static func unit(_ words: [String], from start: Int) -> (place: Int, name: String)? {
        guard start < words.count else { return nil }
        for place in start..<min(start + 5, words.count) {
            if let name = units[TableForm.fold(words[place])] { return (place, name) }
            if let last = words[place].last, ".;:".contains(last) { return nil }
        }
        return nil
    }

    /// A whole number that stands alone: `10`, `1,200`; not `2023`'s neighbours such as `v0.4` or `7.1`.
    private static func number(_ word: String) -> Int? {
        let bare = word.filter { $0 != "," }
        guard !bare.isEmpty, bare.utf8.count <= 7, bare.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            return nil
        }
        return Int(bare)
    }
}

extension String {
    /// The text without a full stop, colon, comma or semicolon at its end.
    fileprivate var withoutStop: String {
        var view = self[...]
        while let last = view.last, ".:;,".contains(last) { view = view.dropLast() }
        return String(view)
    }
}
