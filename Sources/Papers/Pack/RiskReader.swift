import Record

/// Reads the table of top risks and issues.
struct RiskReader: SectionReader {
    static let form = TableForm(
        "top-risks",
        [
            ColumnForm(
                "reference", "Risk/Issue ID", "Risk ID", "Issue ID", "RAID ID", "ID", "Ref", "Reference", "Risk ref",
                "RAID ref", "Risk", "Risk/Issue ref"),
            ColumnForm(
                "description", "Risk description", "Description", "Issue description", "Risk/Issue description",
                "RAID description", "Dependency description", "Assumption description"),
            ColumnForm("impact", "Risk impact", "Impact", "Issue impact", "Risk/Issue impact", required: false),
            ColumnForm("rag", "RAG", "Rating", "RAG status", "RAG rating", "Severity", required: false),
            ColumnForm(
                "mitigations", "Mitigation", "Mitigations", "Mitigating actions", "Mitigation actions",
                "Mitigation plan", "Actions", required: false),
        ])

    func read(_ index: Int, of paper: PaperContext, into ledger: inout Ledger) -> Int {
        guard let table = paper.blocks[index].table else { return 0 }
        guard let start = table.rows.prefix(3).firstIndex(where: { Self.head(in: $0) != nil }),
            let head = Self.head(in: table.rows[start])
        else { return 0 }
        ledger.claim(table.lines, as: .heading)
        var rows: [Row] = []
        for row in table.rows[(start + 1)...] where !row.isEmpty && Self.head(in: row) == nil {
            if head.cell("reference", of: row).isEmpty, !rows.isEmpty {
                Self.carryOn(&rows[rows.count - 1], with: row)
            } else {
                rows.append(row)
            }
        }
        let scale = Self.scales(behind: table.lines.last ?? 0, of: paper)
        for (place, row) in rows.enumerated() {
            state(row, head, place == 0 ? scale : [], of: paper, into: &ledger)
        }
        return 1
    }

    /// What the slide's key and its chart's legend say of the grades, where they differ (hazard H62).
    private static func scales(behind line: Int, of paper: PaperContext) -> [String] {
        var legend: (grades: [String], line: Int)?
        var key: (grades: [String], line: Int)?
        var isKey = false
        for source in paper.lines.dropFirst(line).prefix(60) where !source.isBlank {
            let words = PackText.words(source.text)
            let grades = words.filter(Self.grades.contains)
            if grades.count >= 2, source.text.count(where: { $0 == "■" || $0 == "●" || $0 == "▪" }) >= 2 {
                legend = legend ?? (grades, source.number)
            } else if words.count <= 3, words.contains("rag"), words.contains("key") {
                isKey = true
            } else if isKey, words.count <= 2, let grade = grades.first {
                key = ((key?.grades ?? []) + [grade], key?.line ?? source.number)
            } else if key != nil {
                break
            }
        }
        guard let legend, let key, key.grades.count >= 2, Set(legend.grades) != Set(key.grades) else { return [] }
        let lists = [key.grades, legend.grades].map { grades in
            grades.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: ", ")
        }
        return [
            "the key grades \(lists[0]) (line \(key.line)); the legend shows \(lists[1]) (line \(legend.line))"
        ]
    }

    private static let grades: Set<String> = [
        "critical", "severe", "high", "medium", "moderate", "low", "red", "amber", "green",
    ]

    private static func head(in row: Row) -> TableHead? {
        guard let head = form.head(in: row), head.has("mitigations") || (head.has("impact") && head.has("rag")) else {
            return nil
        }
        return head
    }

    private static func carryOn(_ row: inout Row, with next: Row) {
        while row.cells.count < next.cells.count {
            row.cells.append(Cell("", line: row.lines.first ?? 0, column: row.cells.count))
        }
        for cell in next.cells where !cell.isEmpty {
            row.cells[cell.column].text += " " + cell.text
            row.cells[cell.column].doubts.append("carried on in line \(cell.line)")
        }
        row.lines += next.lines
    }

    private func state(
        _ row: Row, _ head: TableHead, _ scale: [String], of paper: PaperContext, into ledger: inout Ledger
    ) {
        let reference = head.cell("reference", of: row)
        if PackText.isEmptyState(reference.text), row.texts.count <= 1 { return }
        let found = ReferenceReader.find(in: reference.text).first { Raid.kinds[$0.kind] != nil }
        var doubts = scale
        var fields: [FieldReading] = [
            .text("group", paper.card.group, printed: ""), .text("meeting", paper.card.meeting, printed: ""),
            FieldReading("citation_only", .truth(false), printed: ""),
        ]
        let place = Place(line: reference.line, cell: reference.column)
        let name = found?.canonical ?? PackText.bare(MarkupReader.plain(reference.text))
        if let found {
            fields.append(.text("reference", found.canonical, printed: reference.text, at: place, doubts: found.doubts))
        } else if !name.isEmpty {
            fields.append(.text("reference", name, printed: reference.text, at: place))
            doubts.append("not a reference of the RAID log: \(shortened(name))")
        }
        let description = head.cell("description", of: row)
        let kind = found.flatMap { Raid.kinds[$0.kind] } ?? Raid.kind(in: description.text)
        if let kind { fields.append(.text("kind", kind)) }
        if !description.isEmpty { fields.append(PackField.text("description", description)) }
        let impact = head.cell("impact", of: row)
        if !impact.isEmpty { fields.append(PackField.text("impact", impact)) }
        let rag = head.cell("rag", of: row)
        if !rag.isEmpty {
            let reading = RAGReader.read(MarkupReader.plain(rag.text))
            fields.append(
                FieldReading(
                    "rag", reading.value.map { .text($0.name) }, printed: rag.text,
                    at: Place(line: rag.line, cell: rag.column), doubts: reading.doubts))
        }
        let mitigation = head.cell("mitigations", of: row)
        if !mitigation.isEmpty { fields.append(Self.mitigations(mitigation)) }
        let key =
            name.isEmpty
            ? "\(paper.meetingKey)|\(PackText.words(description.text).prefix(12).joined(separator: " "))" : name
        ledger.state(
            Statement(.raid, key: key, lines: row.lines, rule: "top-risks", doubts: doubts, fields: fields))
    }

    private static func mitigations(_ cell: Cell) -> FieldReading {
        let list = PackList(cell.text)
        return FieldReading(
            "mitigations", list.all.isEmpty ? nil : .list(list.all), printed: cell.text,
            at: Place(line: cell.line, cell: cell.column), doubts: list.doubts("mitigations") + cell.doubts)
    }
}

/// Words of the RAID log.
enum Raid {
    static let kinds: [IdentifierKind: String] = [
        .risk: "risk", .issue: "issue", .assumption: "assumption", .dependency: "dependency",
    ]

    /// The kind that `There is a risk …` names.
    static func kind(in text: String) -> String? {
        let words = PackText.words(String(text.prefix(80)))
        guard words.first == "there" else { return nil }
        return words.prefix(6).first { ["risk", "issue", "assumption", "dependency"].contains($0) }
    }
}

/// Finds definitions such as `R281: There is a risk that …`, in footnotes and inside cells.
struct RaidDefinitionScan: LineScan {
    func scan(_ paper: PaperContext, into ledger: inout Ledger) {
        for line in paper.lines where !line.isBlank && line.text.utf8.contains(Ascii.colon) {
            for (column, cell) in line.cells.enumerated() where Self.mayDefine(cell) {
                define(cell, line, column, paper, &ledger)
            }
        }
    }

    /// Whether a colon and a space follow a figure or a tag.
    private static func mayDefine(_ cell: String) -> Bool {
        var last: UInt8 = 0
        var colon = false
        for byte in cell.utf8 {
            if colon, byte == Ascii.space { return true }
            colon =
                byte == Ascii.colon && (Ascii.isDigit(last) || last == UInt8(ascii: ">") || last == UInt8(ascii: "*"))
            if byte != Ascii.space { last = byte }
        }
        return false
    }

    private func define(
        _ cell: String, _ line: SourceLine, _ column: Int, _ paper: PaperContext, _ ledger: inout Ledger
    ) {
        let text = MarkupReader.plain(cell)
        let bytes = Array(text.utf8)
        for found in ReferenceReader.find(in: text) {
            guard let kind = Raid.kinds[found.kind], let start = Self.afterColon(bytes, found.range.upperBound) else {
                continue
            }
            let before = PackText.bare(PackText.decode(bytes[..<found.range.lowerBound]))
            let description = PackText.decode(bytes[start...]).trimmed
            // Inside other text only a sentence in the log's own words is a definition.
            guard Raid.kind(in: description) != nil || (before.isEmpty && description.utf8.count >= 40) else {
                continue
            }
            let place = Place(line: line.number, cell: line.isTabbed ? column : nil)
            let isOneSentence = PackText.sentences(description).count == 1
            let value = isOneSentence && description.hasSuffix(".") ? String(description.dropLast()) : description
            let statement = Statement(
                .raid, key: found.canonical, lines: [line.number], rule: "raid-definition", weight: .extract,
                fields: [
                    .text("reference", found.canonical, printed: found.printed, at: place, doubts: found.doubts),
                    .text("kind", kind), .text("description", value, printed: description, at: place),
                    .text("group", paper.card.group, printed: ""), .text("meeting", paper.card.meeting, printed: ""),
                    FieldReading("citation_only", .truth(false), printed: ""),
                ])
            if line.isTabbed { ledger.stateInPassing(statement) } else { ledger.state(statement) }
            return
        }
    }

    private static func afterColon(_ bytes: [UInt8], _ end: Int) -> Int? {
        var place = end
        while place < bytes.count, bytes[place] == Ascii.space { place += 1 }
        guard place < bytes.count, bytes[place] == Ascii.colon else { return nil }
        return place + 1
    }
}
