import Kernel
import Record

/// Finds what happened to documents' versions anywhere in a paper; a mere mention is not a row.
struct DocumentScan: LineScan {
    func scan(_ paper: PaperContext, into ledger: inout Ledger) {
        let items = AgendaReader.items(of: paper)
        var walk = Walk(paper: paper, finder: Self.finder(items, paper))
        walk.agenda(items)
        var index = 0
        while index < paper.blocks.count { index += walk.read(paper.blocks[index], at: index) }
        DocumentLedger(events: walk.events, paper: paper).state(into: &ledger)
    }

    /// Learns the names that agenda, dividers and appendices print.
    private static func finder(_ items: [AgendaItem], _ paper: PaperContext) -> DocumentFinder {
        var finder = DocumentFinder()
        func learn(_ subject: DecisionSubject?) {
            guard let subject, !subject.version.isEmpty else { return }
            finder.learn(subject.subject.before("("))
        }
        for item in items {
            let aim = item.aim
            if !VersionReader.find(in: aim).isEmpty, aim.utf8.count < 200 { learn(versioned(aim)) }
        }
        for block in paper.blocks {
            guard let list = block.list else { continue }
            for entry in list {
                guard let appendix = AppendixText.item(entry.text) else { continue }
                learn(DecisionSubject.matter(appendix.title))
            }
        }
        return finder
    }

    /// The document of `Update on version 5.2.1 of the CIT Test Scenarios (verbal)`.
    private static func versioned(_ aim: String) -> DecisionSubject? {
        if let read = DecisionSubject.read(aim) { return read }
        guard let halves = PackText.halves(aim, at: "version ") else { return nil }
        return DecisionSubject.matter("version " + halves.after)
    }
}

extension String {
    fileprivate func before(_ mark: String) -> String { PackText.halves(self, at: mark)?.before.trimmed ?? self }
}

/// Goes through a paper's blocks and keeps what their place tells about a sentence.
private struct Walk {
    let paper: PaperContext
    let finder: DocumentFinder
    var events: [DocumentEvent] = []
    private var place = DocumentPlace()

    init(paper: PaperContext, finder: DocumentFinder) {
        self.paper = paper
        self.finder = finder
        reset()
    }

    /// A new slide: the paper's own meeting.
    private mutating func reset() {
        place = DocumentPlace()
        place.dates = paper.dates
        place.asked = paper.card.group
        place.askedDay = paper.card.meetingDate
        if paper.card.kind != .pack {
            place.group = paper.card.group
            place.day = paper.card.meetingDate
        }
    }

    mutating func agenda(_ items: [AgendaItem]) {
        for item in items where item.asksForDecision {
            guard let cell = item.objective else { continue }
            seek(DecisionSubject.read(item.aim), line: cell.line, cell: cell.column)
        }
    }

    private mutating func seek(_ subject: DecisionSubject?, line: Int, cell: Int?) {
        guard let subject else { return }
        let name = finder.known[DocumentName(subject.subject).key] ?? DocumentName(subject.subject)
        guard !subject.version.isEmpty || DocumentFinder.isDocument(name), name.words.count >= 2 else { return }
        var event = DocumentEvent(name: name, version: subject.version, event: "approval sought")
        event.by = place.asked
        event.date = place.askedDay
        event.line = line
        event.cell = cell
        event.rule = "approval-sought"
        events.append(event)
    }

    /// - Returns: how many blocks were read.
    mutating func read(_ block: Block, at index: Int) -> Int {
        switch block {
        case .text(let text):
            if let divider = Divider(at: index, of: paper) {
                reset()
                let subject = DecisionSubject.read(divider.objective)
                if let subject, !subject.version.isEmpty {
                    place.slide = finder.known[DocumentName(subject.subject).key] ?? DocumentName(subject.subject)
                    place.slideVersion = subject.version
                }
                if divider.asksForDecision { seek(subject, line: divider.typeLine, cell: nil) }
                return divider.blockCount
            } else {
                enter(text)
                read(text.joined, line: text.lines[0], cell: nil)
            }
        case .list(let items):
            var carried: DocumentEvent?
            for item in items {
                if item.indent > 0, let event = carried { carry(event, into: item) }
                let before = events.count
                read(item.text, line: item.lines[0], cell: nil)
                if item.indent == 0 {
                    carried = events[before...].last { $0.event == "published" && $0.version.isEmpty }
                }
            }
        case .table(let table): read(table)
        }
        return 1
    }

    /// A heading may open the report of another group's meeting.
    private mutating func enter(_ text: TextBlock) {
        let line = text.parts.last ?? ""
        let words = line.split(separator: " ")
        if words.count >= 3, words[0].lowercased().hasPrefix("update"), words[1].lowercased() == "from" {
            place.group = words.dropFirst(2).map { PackText.bare(String($0)) }.first(where: PackText.isCode) ?? ""
            place.day = DateReader.find(in: line, context: paper.dates).first?.value.day
        } else if text.looksLikeHeading, paper.card.kind == .pack, text.joined.utf8.count < 90 {
            place.group = ""
            place.day = nil
        }
    }

    /// `Clean uplifted version (v2.5)` below `have published an updated version of X`.
    private mutating func carry(_ event: DocumentEvent, into item: ListItem) {
        let text = MarkupReader.plain(item.text)
        let versions = VersionReader.find(in: text)
        guard versions.count == 1, let version = versions.first,
            let last = events.lastIndex(where: { $0.event == "published" && $0.line == event.line })
        else { return }
        events[last].version = version.canonical
    }

    private static let readHeads: Set<String> = [
        "decision", "description", "discussion", "mitigation", "mitigations", "latestupdate", "update", "action",
        "upcomingdeliverables",
    ]
    private static let passedHeads: Set<String> = [
        "milestoneid", "milestonetitle", "task", "activitymilestone", "objective", "milestonechange",
    ]

    /// Tables in which sentences stand; registers of milestones and tasks name documents without saying what happened.
    private mutating func read(_ table: RawTable) {
        let heads = Set(table.rows.prefix(2).flatMap { $0.texts.prefix(12) }.map(TableForm.fold))
        guard heads.isDisjoint(with: Self.passedHeads),
            paper.card.kind != .pack || !heads.isDisjoint(with: Self.readHeads)
        else { return }
        let isPlan = heads.contains("upcomingdeliverables")
        for row in table.rows {
            for cell in row.cells where cell.text.utf8.count >= 16 {
                guard isPlan || Self.mayTell(cell.text) else { continue }
                for item in PackList(cell.text).all { read(item, line: cell.line, cell: cell.column, surely: isPlan) }
                place.above = nil
            }
        }
    }

    private mutating func read(_ text: String, line: Int, cell: Int?, surely: Bool = false) {
        guard surely || Self.mayTell(text) else { return }
        let (heading, rest) = GroupUpdateReader.parted(text)
        let body = heading.isEmpty || rest.isEmpty || !text.utf8.contains(UInt8(ascii: "*")) ? text : rest
        for sentence in PackText.sentences(MarkupReader.plain(body)) {
            // A plan in brackets has no sign; a sentence without names matters only to what follows it in a cell.
            guard surely || cell != nil || Self.mayTell(sentence) else { continue }
            let phrases = DocumentPhrases(sentence, finder: finder, place: place)
            for var event in phrases.events() {
                event.line = line
                event.cell = cell
                if event.event == "issued" || event.event == "review closed", !event.version.isEmpty {
                    place.reviewed = event.version
                }
                events.append(event)
            }
            if cell != nil, let named = phrases.names.first { place.above = named.name }
        }
    }

    /// Beginnings of the words without which a sentence tells of no event.
    private static let signs: [[UInt8]] = [
        "issued", "closed", "closing", "closes", "ended", "received", "uplift", "changes", "publish", "approv",
        "endors", "recommend", "planned", "target", "agree", "baselined", "consultation on", "shared for", "released",
    ].map { Array($0.utf8) }

    /// The signs by their first byte.
    private static let signsByFirst: [[[UInt8]]] = (0..<256).map { first in signs.filter { Int($0[0]) == first } }

    /// One pass over the bytes: a sign at the beginning of a word.
    private static func mayTell(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let table = signsByFirst
        var isStart = true
        for index in bytes.indices {
            let byte = bytes[index]
            if isStart {
                for sign in table[Int(Ascii.lowered(byte))] where index + sign.count <= bytes.count {
                    var length = 1
                    while length < sign.count, Ascii.lowered(bytes[index + length]) == sign[length] { length += 1 }
                    if length == sign.count { return true }
                }
            }
            isStart = !Ascii.isLetter(byte)
        }
        return false
    }
}
