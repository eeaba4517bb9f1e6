import Record

/// Reads the list of who was there: rows of a table, or lines of text, under the heads of their sections.
struct AttendeeReader: SectionReader {
    /// Blocks among which the list may begin: it stands in the first pages.
    private static let reach = 400

    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        guard index < Self.reach, !paper.card.group.isEmpty, !paper.card.meeting.isEmpty, paper.card.kind != .pack,
            let start = start(in: paper.blocks[index], paper)
        else { return 0 }
        var list = AttendeeList(paper: paper)
        var taken = 0
        while index + taken < paper.blocks.count {
            let block = paper.blocks[index + taken]
            if taken > 0 && ends(block, paper) { break }
            if let table = block.table {
                for row in table.rows[(taken == 0 ? start : 0)...] where !row.isEmpty { list.take(row) }
            } else {
                let lines = block.lines.dropFirst(taken == 0 ? start : 0)
                if let stop = lines.firstIndex(where: { endsList(paper.text(of: $0)) }) {
                    // The next section's head stands in the same block: it ends the list.
                    for number in lines[..<stop] { list.take(paper.lines[number - 1], alone: false) }
                    for number in lines[stop...] { ledger.claim([number], as: .heading) }
                    taken += 1
                    break
                }
                for number in lines { list.take(paper.lines[number - 1], alone: block.lines.count == 1) }
            }
            taken += 1
        }
        list.state(into: &ledger)
        return taken
    }

    /// The row or line of a block at which the list begins; nil where it does not.
    private func start(in block: Block, _ paper: PaperContext) -> Int? {
        if let table = block.table {
            guard !TableRun.hasHead(table) else { return nil }
            return table.rows.prefix(40).firstIndex { row in
                row.texts.count <= 2 && isListHead(AttendeeList.joinedHead(row))
            }
        }
        guard block.list == nil else { return nil }
        return block.lines.prefix(4).firstIndex { isListHead(paper.text(of: $0)) }
    }

    private func isListHead(_ text: String) -> Bool {
        SectionHead.of(text) == .attendees || AttendeeList.knownSection(text) != nil
    }

    private func ends(_ block: Block, _ paper: PaperContext) -> Bool {
        if let table = block.table { return TableRun.hasHead(table) }
        guard let first = block.lines.first else { return true }
        return endsList(paper.text(of: first))
    }

    private func endsList(_ line: String) -> Bool {
        if let head = SectionHead.of(line), head != .attendees { return true }
        return NumberedHead(line) != nil || InlineMark.opens(line)
    }
}

/// The people of one meeting as they are listed.
struct AttendeeList {
    private let paper: PaperContext
    private let words: CutWords
    private var section = ""
    private var heads: [Int] = []
    private var unread: [Int] = []
    private var names: [String] = []
    private(set) var people: [Attendee] = []
    /// The column that a head names for roles, and those that it names otherwise.
    private var roleColumn: Int?
    private var otherColumns: Set<Int> = []

    init(paper: PaperContext) {
        self.paper = paper
        words = CutWords(paper)
    }

    // MARK: - Section heads

    /// A head that papers print over people; nil for any other text.
    static func knownSection(_ text: String) -> String? {
        guard text.utf8.count <= 60 else { return nil }
        let plain = MarkupReader.plain(text).trimmingMarks()
        let folded = TableForm.fold(plain)
        if sections.contains(where: { TableForm.matches(folded, $0) }) { return plain }
        // Any other body's members: `LDP members`, `Code Body representatives`.
        let words = plain.split(separator: " ")
        guard (2...5).contains(words.count), !plain.contains("("), !words.contains("–"), !words.contains("-"),
            plain.first?.isUppercase ?? false,
            let last = words.last
        else { return nil }
        let body = TableForm.fold(String(last))
        return bodies.contains(body) ? plain : nil
    }

    private static let bodies = [
        "members", "participants", "attendees", "representatives", "observers", "apologies", "guests", "presenters",
    ]

    private static func isExactSection(_ text: String) -> Bool { sections.contains(TableForm.fold(text)) }

    private static let sections = [
        "chair", "industryparticipants", "industryrepresentatives", "mhhsimmembers", "mhhsmembers", "mhhsim",
        "programmemembers", "programmerepresentatives", "otherattendees", "observers", "observer", "apologies",
        "members", "participants", "attendees", "invitedguests", "guests", "secretariat", "mhhsprogramme",
        "mhhsprogrammemembers", "constituencyrepresentatives", "otherparticipants", "presenters", "inattendance",
        "apologiesreceived", "programmeattendees", "constituencymembers", "programme", "programmeteam",
        "programmestaff",
        "mhhsteam", "industry", "elexon", "ofgem", "codebodies", "ldp", "sro", "constituencies", "regulator",
        "programmeparties", "programmeparticipants", "absent", "present", "nonattendees", "deputies", "alternates",
        "independentprogrammeassurance", "ipa", "centralparties", "apologiesandalternates", "apologiesforabsence",
    ]

    /// The texts of a row as a head: with no space, and with a doubled letter once.
    static func joinedHead(_ row: Row) -> String {
        let texts = row.texts
        guard texts.count == 2 else { return texts.first ?? "" }
        var joins = [texts.joined(), texts.joined(separator: " ")]
        if texts[0].last == texts[1].first { joins.insert(String(texts[0].dropLast()) + texts[1], at: 1) }
        return joins.first(where: isExactSection) ?? joins.first { knownSection($0) != nil } ?? joins[joins.count - 1]
    }

    private mutating func takeHead(_ text: String, _ lines: [Int]) -> Bool {
        if SectionHead.of(text) == .attendees {
            heads += lines
            return true
        }
        guard let head = Self.knownSection(text) else { return false }
        section = head
        heads += lines
        return true
    }

    /// A row that heads the columns of names and roles.
    private static func isColumnHead(_ row: Row) -> Bool {
        let heads = row.texts.map { TableForm.fold($0) }
        return heads.count >= 2
            && heads.allSatisfy {
                [
                    "name", "names", "attendee", "role", "organisation", "initials", "representing", "company",
                    "constituency", "position", "title",
                ].contains($0)
            }
    }

    private mutating func takeColumns(_ row: Row) {
        for cell in row.cells where !cell.isEmpty {
            switch TableForm.fold(cell.text) {
            case "role", "position", "title", "representing", "constituency": roleColumn = roleColumn ?? cell.column
            case "organisation", "company": otherColumns.insert(cell.column)
            default: break
            }
        }
    }

    // MARK: - People

    mutating func take(_ row: Row) {
        if row.texts.count <= 2, takeHead(Self.joinedHead(row), row.lines) { return }
        if Self.isColumnHead(row) {
            heads += row.lines
            takeColumns(row)
            return
        }
        var row = row
        if let roleColumn, row[roleColumn].trimmed.utf8.count > 1 {
            // What stands under another head is not the role.
            for column in otherColumns where column < row.cells.count { row.cells[column].text = "" }
        }
        guard row.cells.contains(where: { $0.text.contains(where: \.isLetter) }) else {
            unread += row.lines
            return
        }
        // A list whose rows were read as cells of one column is read like lines.
        if row.texts.count == 1, let text = row.texts.first, text.contains("("),
            let person = Attendee(
                SourceLine(number: row.lines.first ?? 1, text: text), section: section, names: names),
            person.hasRole
        {
            if let name = person.name { names.append(name) }
            people.append(person)
            return
        }
        people.append(Attendee(row, section: section, words: words))
    }

    mutating func take(_ line: SourceLine, alone: Bool) {
        if line.isBlank || takeHead(line.text, [line.number]) { return }
        var line = line
        // `Chair: Name (XX) Role`: the section's name leads the line.
        if let colon = line.text.firstIndex(of: ":"), let head = Self.knownSection(String(line.text[..<colon])) {
            section = head
            line = SourceLine(number: line.number, text: String(line.text[line.text.index(after: colon)...]))
        }
        guard line.text.utf8.count <= 200, let person = Attendee(line, section: section, names: names) else {
            // A short line of its own without a name's form is a head that is not known; a line that follows a person
            // carries on the role; anything else is text.
            let text = MarkupReader.plain(line.text)
            let isShort = text.utf8.count <= 40 && text.split(separator: " ").count <= 4
            if alone, isShort, text.first?.isUppercase ?? false, text.last?.isLetter ?? false {
                section = text
                heads.append(line.number)
            } else if !alone, text.utf8.count <= 80, let last = people.last, last.lines.last == line.number - 1 {
                people[people.count - 1].carryOn(text, line.number)
            } else {
                unread.append(line.number)
            }
            return
        }
        if let name = person.name { names.append(name) }
        people.append(person)
    }

    func state(into ledger: inout Ledger) {
        ledger.claim(heads, as: .heading)
        ledger.claim(unread, as: .narrative)
        var seen: [String: Int] = [:]
        for person in people {
            var key = "\(paper.meetingKey)|\(person.section)|\(person.legible)"
            seen[key, default: 0] += 1
            if let count = seen[key], count > 1 { key += "|\(count)" }
            ledger.state(person.statement(key: key, of: paper))
        }
        guard let chair = people.first(where: { TableForm.fold($0.section) == "chair" }), let name = chair.name else {
            return
        }
        ledger.state(
            Statement(
                .meetings, key: paper.meetingKey, lines: chair.lines, rule: "chair",
                fields: [.text("chair", name, at: chair.place, doubts: chair.nameDoubts)]))
    }
}

extension TableRun {
    /// Whether a table holds a head of this folder's forms.
    static func hasHead(_ table: RawTable) -> Bool {
        table.rows.prefix(40).contains { row in MeetingForms.form(of: row) != nil }
    }
}
