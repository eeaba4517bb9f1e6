import Record

/// A person at a meeting as one row or line prints them; what is not legible stays empty.
struct Attendee {
    let section: String
    private(set) var name: String?
    private(set) var initials = ""
    private(set) var role: String?
    private(set) var onBehalfOf = ""
    private(set) var lines: [Int]
    let place: Place
    private(set) var nameDoubts: [String] = []
    private var roleDoubts: [String] = []
    private var namePrinted = ""
    private var rolePrinted = ""
    private let print: String

    var hasRole: Bool { role != nil }

    /// What tells the person apart: the name, else the initials, else the print.
    var legible: String { name ?? (initials.isEmpty ? print : initials) }

    // MARK: - Rows

    /// Reads a row whose columns may cut through words.
    init(_ row: Row, section: String, words: CutWords) {
        self.section = section
        lines = row.lines
        print = row.texts.joined(separator: " ")
        let filled = row.cells.filter { !$0.isEmpty }
        place = Place(line: row.lines.first ?? 1, cell: filled.first?.column)
        var cells: [Cell] = []
        var noise: [String] = []
        for cell in filled {
            let letters = cell.text.count(where: \.isLetter)
            if letters == 0 && !cell.text.contains("(") {
                noise.append(cell.trimmed)
            } else {
                cells.append(cell)
            }
        }
        let (nameCells, roleCells) = Self.columns(cells)
        readName(Self.joined(nameCells, words))
        readRole(Self.joined(roleCells, words), words, noise)
    }

    /// Parts the cells into those of the name and those of the role.
    private static func columns(_ cells: [Cell]) -> ([Cell], [Cell]) {
        var count = 0
        for (place, cell) in cells.enumerated() {
            let text = cell.trimmed
            if place > 0 {
                let isCut = cell.column == cells[place - 1].column + 1
                let carriesOn = isCut && (text.first?.isLowercase ?? false || text.hasPrefix("("))
                if !carriesOn { break }
                // A role that begins in lower case, such as `iDNO`, does not complete a name.
                if !text.hasPrefix("("), text.dropFirst().first?.isUppercase ?? false { break }
            }
            count = place + 1
            if initials(in: text) != nil { break }
        }
        return (Array(cells.prefix(count)), Array(cells.dropFirst(count)))
    }

    private static func joined(_ cells: [Cell], _ words: CutWords) -> (text: String, doubts: [String], printed: String)
    {
        var text = ""
        var doubts: [String] = []
        var column = 0
        for cell in cells {
            if text.isEmpty {
                text = cell.trimmed
            } else if cell.column == column + 1 {
                let join = words.join(text, cell.trimmed)
                text = join.text
                if let doubt = join.doubt { doubts.append(doubt) }
            } else {
                text += " " + cell.trimmed
            }
            column = cell.column
        }
        return (text.folded, doubts, cells.map(\.text).joined(separator: "\t"))
    }

    private mutating func readName(_ joined: (text: String, doubts: [String], printed: String)) {
        namePrinted = joined.printed
        nameDoubts = joined.doubts
        guard !joined.text.isEmpty else {
            nameDoubts.append("the name is not legible")
            return
        }
        var text = joined.text
        if let found = Self.initials(in: text) {
            initials = found.text
            let after = Words.part(text, found.range.upperBound..<text.utf8.count).trimmed
            text = Words.part(text, 0..<found.range.lowerBound).trimmed
            for lead in ["on behalf of ", "alternate for "] {
                if let offset = Words.offset(of: lead, in: after) {
                    onBehalfOf = Words.part(after, (offset + lead.utf8.count)..<after.utf8.count).trimmingMarks()
                }
            }
        } else if !(Self.isAway(section) && OwnerReader.isPerson(text) && joined.doubts.isEmpty) {
            // Those who sent apologies are listed without initials: nobody speaks in the minutes by them.
            nameDoubts.append("no initials are legible; the name may be cut")
        }
        name = text.isEmpty ? nil : text
        if text.first?.isLowercase ?? false { nameDoubts.append("the beginning of the name is not legible") }
    }

    private mutating func readRole(
        _ joined: (text: String, doubts: [String], printed: String), _ words: CutWords, _ noise: [String]
    ) {
        rolePrinted = joined.printed
        roleDoubts = joined.doubts
        if !noise.isEmpty { roleDoubts.append("not legible: " + noise.map { "“\($0)”" }.joined(separator: " ")) }
        guard !joined.text.isEmpty else {
            if !noise.isEmpty || name != nil { roleDoubts.append("no role is legible") }
            return
        }
        // A fragment of a word at the beginning: the rest of the role cannot be relied on.
        let first = String(joined.text.split(separator: " ").first ?? "")
        if first.first?.isLowercase ?? false, !words.isKnown(first), !(first.dropFirst().contains(where: \.isUppercase))
        {
            roleDoubts.append("the role is not legible: “\(joined.text)”")
            return
        }
        if first.first?.isLowercase ?? false, !first.dropFirst().contains(where: \.isUppercase) {
            roleDoubts.append("the beginning of the role may be lost")
        }
        role = joined.text
    }

    // MARK: - Lines

    /// Reads `Name (XX) Role`, `Name (XX) – alternate for Name Role`, or `Name – Role`; nil for a line of other form.
    init?(_ line: SourceLine, section: String, names: [String]) {
        let text = MarkupReader.plain(line.text)
        var head = text
        var rest = ""
        var isSure = true
        var initials = ""
        if let found = Self.initials(in: text) {
            initials = found.text
            head = Words.part(text, 0..<found.range.lowerBound).trimmed
            rest = Words.part(text, found.range.upperBound..<text.utf8.count).trimmed
        } else if let dash = Self.dash(in: text) {
            head = Words.part(text, 0..<dash.lowerBound).trimmed
            rest = Words.part(text, dash.upperBound..<text.utf8.count).trimmed
        } else if let comma = text.firstIndex(of: ","), OwnerReader.isPerson(String(text[..<comma])) {
            head = String(text[..<comma])
            rest = text[text.index(after: comma)...].trimmed
        } else if Self.isAway(section), OwnerReader.isPerson(text) {
            head = text
        } else if let open = text.firstIndex(of: "("), text.hasSuffix(")"),
            OwnerReader.isPerson(text[..<open].trimmed)
        {
            head = text[..<open].trimmed
            rest = String(text[text.index(after: open)...].dropLast())
        } else {
            let words = text.split(separator: " ")
            guard words.count >= 3, words.count <= 12,
                OwnerReader.isPerson(words.prefix(2).joined(separator: " ")),
                !OwnerReader.isPerson(words.prefix(3).joined(separator: " "))
            else { return nil }
            head = words.prefix(2).joined(separator: " ")
            rest = words.dropFirst(2).joined(separator: " ")
            isSure = false
        }
        guard let first = head.first, first.isLetter, head.utf8.count <= 60, head.split(separator: " ").count <= 6
        else {
            return nil
        }
        self.section = section
        lines = [line.number]
        place = Place(line: line.number)
        print = text
        name = head
        namePrinted = head
        self.initials = initials
        if !isSure { nameDoubts.append("no initials are printed; the name is read as the first two words") }
        rest = rest.drop { !$0.isLetter && $0 != "(" }.trimmed
        for lead in ["alternate for ", "on behalf of ", "deputising for ", "alternate to "] {
            guard rest.lowercased().hasPrefix(lead) else { continue }
            let after = Words.part(rest, lead.utf8.count..<rest.utf8.count)
            let (person, role) = Self.leadingName(after, names)
            onBehalfOf = person
            rest = role
            if !names.contains(person) {
                roleDoubts.append("where the name behind “\(lead.trimmed)” ends is not certain")
            }
        }
        rolePrinted = rest
        role = rest.isEmpty ? nil : rest
    }

    /// Takes in a line that carries on the role: the person's line was wrapped.
    mutating func carryOn(_ text: String, _ line: Int) {
        role = ((role ?? "") + " " + text).trimmed
        rolePrinted = role ?? ""
        lines.append(line)
        roleDoubts.append("the role is carried on in the next line")
    }

    /// Whether a section lists those who were not there.
    private static func isAway(_ section: String) -> Bool {
        let words = Words.list(section)
        return words.contains("apologies") || words.contains("absent")
    }

    /// The name at the head of a text: one that is known, else the first two words.
    private static func leadingName(_ text: String, _ names: [String]) -> (String, String) {
        if let known = names.filter({ !$0.isEmpty && text.hasPrefix($0) }).max(by: { $0.count < $1.count }) {
            return (known, text.dropFirst(known.count).drop { !$0.isLetter && $0 != "(" }.trimmed)
        }
        let words = text.split(separator: " ")
        return (words.prefix(2).joined(separator: " "), words.dropFirst(2).joined(separator: " "))
    }

    // MARK: - Scans

    /// Initials in brackets: two to five letters, most of them capitals.
    private static func initials(in text: String) -> (text: String, range: Range<Int>)? {
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            if bytes[index] == Ascii.open {
                var end = index + 1
                while end < bytes.count, Ascii.isLetter(bytes[end]) { end += 1 }
                let letters = bytes[(index + 1)..<end]
                if end < bytes.count, bytes[end] == Ascii.close, (2...5).contains(letters.count),
                    letters.count(where: Ascii.isUpper) >= 2, Ascii.isUpper(letters[index + 1])
                {
                    return (String(decoding: letters, as: UTF8.self), index..<(end + 1))
                }
            }
            index += 1
        }
        return nil
    }

    /// A dash between spaces.
    private static func dash(in text: String) -> Range<Int>? {
        let bytes = Array(text.utf8)
        for index in bytes.indices where index > 0 && bytes[index - 1] == 32 {
            let length = bytes[index] == Ascii.hyphen ? 1 : TokenLine.dashLength(bytes, index) ?? 0
            if length > 0, index + length < bytes.count, bytes[index + length] == 32 { return index..<(index + length) }
        }
        return nil
    }

    // MARK: - Statement

    func statement(key: String, of paper: PaperContext) -> Statement {
        var fields: [FieldReading] = [
            .text("group", paper.card.group, printed: ""), .text("meeting", paper.card.meeting, printed: ""),
            .text("section", section, printed: section),
            FieldReading("name", name.map(Value.text), printed: namePrinted, at: place, doubts: nameDoubts),
        ]
        if !initials.isEmpty { fields.append(.text("initials", initials, at: place)) }
        fields.append(FieldReading("role", role.map(Value.text), printed: rolePrinted, at: place, doubts: roleDoubts))
        if !onBehalfOf.isEmpty { fields.append(.text("on_behalf_of", onBehalfOf, at: place)) }
        return Statement(.attendees, key: key, lines: lines, rule: "attendees", fields: fields)
    }
}
