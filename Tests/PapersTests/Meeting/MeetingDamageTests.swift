import Kernel
import Record
import Testing

@testable import Papers

/// Damaged papers: nothing traps, and what the damage does not touch stays as it was.
@Suite struct MeetingDamageTests {
    enum Damage: String, CaseIterable, Sendable {
        case deleteLine, deleteBlank, swapCells, wrap, slip, cutOff
    }

    /// A paper with one line damaged: the lines, and for each old line its new number.
    struct Damaged {
        var lines: [String]
        /// Old line numbers that the damage touched.
        var touched: Set<Int>
        var moved: (Int) -> Int
    }

    static func damage(_ lines: [String], _ kind: Damage, _ random: inout SeededGenerator) -> Damaged? {
        var lines = lines
        func pick(_ fits: (String) -> Bool) -> Int? {
            let places = lines.indices.filter { fits(lines[$0]) }
            return places.isEmpty ? nil : places[Int.random(in: 0..<places.count, using: &random)]
        }
        let isText: (String) -> Bool = { $0.contains { !$0.isWhitespace } }
        switch kind {
        case .deleteLine, .deleteBlank:
            guard let place = pick({ isText($0) == (kind == .deleteLine) }) else { return nil }
            lines.remove(at: place)
            return Damaged(lines: lines, touched: [place + 1]) { $0 > place + 1 ? $0 - 1 : $0 }
        case .swapCells:
            guard let place = pick({ $0.contains("\t") && isText($0) }) else { return nil }
            var cells = lines[place].split(separator: "\t", omittingEmptySubsequences: false)
            cells.swapAt(
                Int.random(in: 0..<cells.count, using: &random), Int.random(in: 0..<cells.count, using: &random))
            lines[place] = cells.joined(separator: "\t")
            return Damaged(lines: lines, touched: [place + 1]) { $0 }
        case .wrap:
            guard let place = pick({ !$0.contains("\t") && $0.split(separator: " ").count > 6 }) else { return nil }
            let words = lines[place].split(separator: " ")
            let cut = Int.random(in: 3..<(words.count - 1), using: &random)
            lines[place] = words[..<cut].joined(separator: " ")
            lines.insert(words[cut...].joined(separator: " "), at: place + 1)
            return Damaged(lines: lines, touched: [place + 1]) { $0 > place + 1 ? $0 + 1 : $0 }
        case .slip:
            guard let place = pick(isText) else { return nil }
            var letters = Array(lines[place])
            let spots = letters.indices.filter { letters[$0].isLetter || letters[$0].isNumber }
            guard !spots.isEmpty else { return nil }
            let spot = spots[Int.random(in: 0..<spots.count, using: &random)]
            let slips: [Character: Character] = ["0": "O", "1": "l", "5": "S", "O": "0", "l": "1", "e": "c", "M": "H"]
            letters[spot] = slips[letters[spot]] ?? "x"
            lines[place] = String(letters)
            return Damaged(lines: lines, touched: [place + 1]) { $0 }
        case .cutOff:
            let end = Int.random(in: (lines.count / 2)..<lines.count, using: &random)
            return Damaged(lines: Array(lines[..<end]), touched: Set(end...lines.count)) { $0 }
        }
    }

    /// Fields that follow from their own line alone, or from places that they name.
    private static let own: [RecordKind: [String]] = [
        .actions: ["reference", "text", "owners", "due", "status", "update", "area"],
        .decisions: ["reference", "text", "subject", "outcome", "area"], .discussion: ["text", "cites"],
        .attendees: ["name", "initials", "role"], .minuteSections: ["number", "title"], .raid: ["description"],
    ]

    /// What a statement says, where its lines are, without what hangs on other lines.
    private static func facts(
        _ paper: ReadPaper, apart touched: Set<Int>, filled: Bool, moved: (Int) -> Int
    ) -> [String] {
        paper.statements.compactMap { statement in
            guard let names = own[statement.kind], touched.isDisjoint(with: statement.lines) else { return nil }
            guard !statement.fields.contains(where: { $0.place.map { touched.contains($0.line) } ?? false }) else {
                return nil
            }
            let fields = names.filter { filled || $0 != "area" }.map { "\($0)=\(statement.text($0))" }.joined(
                separator: "; ")
            return "\(statement.kind.rawValue) \(statement.lines.map(moved)) \(fields)"
        }
    }

    @Test(arguments: ["000", "001", "002", "003"], Damage.allCases)
    func recordsOutsideTheDamageStay(name: String, kind: Damage) throws {
        guard let source = try Samples.paper(name) else { return }
        let whole = try PaperReader.read(source)
        let lines = source.lines.map(\.text)
        for seed in UInt64(1)...25 {
            var random = SeededGenerator(seed: seed)
            guard let damaged = Self.damage(lines, kind, &random) else { continue }
            let read: ReadPaper
            do {
                read = try Samples.read(damaged.lines.joined(separator: "\n"), name: name)
            } catch let error as PaperError {
                // Damage to the head may leave no paper that can be told; anything else must be read.
                #expect(damaged.touched.contains { $0 <= 8 }, "seed \(seed): \(error)")
                continue
            }
            // A damaged head or group line changes what every record of the paper is filed under.
            guard read.card.group == whole.card.group, read.card.meeting == whole.card.meeting else { continue }
            // A table's rows hang on its head, and a row on the cut-off row beside it.
            guard !damaged.touched.contains(where: { hangs($0, whole, source) }) else { continue }
            // A cell that is swapped into the column of labels fills down over the rows below it.
            let filled = kind != .swapCells
            let before = Self.facts(whole, apart: damaged.touched, filled: filled, moved: damaged.moved)
            let after = Set(Self.facts(read, apart: [], filled: filled, moved: { $0 }))
            for fact in before where !after.contains(fact) {
                Issue.record("\(name) \(kind) seed \(seed), line \(damaged.touched.min() ?? 0): lost \(fact)")
            }
        }
    }

    /// Whether a line is a table's or a section's head, on which other records hang.
    private func hangs(_ line: Int, _ paper: ReadPaper, _ source: SourceText) -> Bool {
        source.lines[line - 1].isTabbed && paper.claims[line - 1] == .heading
    }

    @Test(arguments: ["000", "001", "003"])
    func lostTableHeadsAreMadeGood(name: String) throws {
        guard let source = try Samples.paper(name) else { return }
        let whole = try PaperReader.read(source)
        let lines = source.lines.map(\.text).filter { !$0.contains("Action Ref") && !$0.contains("Decision Ref") }
        let read = try Samples.read(lines.joined(separator: "\n"), name: name)
        #expect(Set(read.keys(.actions)) == Set(whole.keys(.actions)))
        for action in whole.of(.actions, rule: "actions-table") {
            let twin = try #require(read.of(.actions, rule: "actions-by-content").first { $0.key == action.key })
            #expect(twin.text("text") == action.text("text") && twin.text("due") == action.text("due"))
            #expect(!twin.doubts.isEmpty)
        }
    }

    @Test(arguments: ["000", "003"], [60, 90, 120])
    func aWrappedPaperReadsTheSame(name: String, width: Int) throws {
        guard let source = try Samples.paper(name) else { return }
        let whole = try PaperReader.read(source)
        let lines = source.lines.flatMap { $0.isTabbed ? [$0.text] : wrap($0.text, width) }
        let read = try Samples.read(lines.joined(separator: "\n"), name: name)
        for kind in [RecordKind.actions, .decisions, .minuteSections, .attendees, .raid] {
            #expect(read.keys(kind) == whole.keys(kind))
        }
        for statement in whole.of(.actions) + whole.of(.decisions) + whole.of(.attendees) {
            let twin = try #require(read.statements.first { $0.key == statement.key && $0.rule == statement.rule })
            for column in ["text", "owners", "outcome", "role", "name"] where statement.field(column) != nil {
                #expect(twin.text(column) == statement.text(column), "\(statement.key) \(column)")
            }
        }
    }

    private func wrap(_ line: String, _ width: Int) -> [String] {
        var lines: [String] = []
        var current = ""
        for word in line.split(separator: " ") {
            if !current.isEmpty, current.count + word.count + 1 > width {
                lines.append(current)
                current = ""
            }
            current += current.isEmpty ? String(word) : " " + word
        }
        return lines + [current]
    }

    @Test func noiseNeverTraps() throws {
        let pieces = [
            "Actions", "\t", "ACTION WAG08-01:", "Area\tAction Ref\tAction\tOwner\tDue Date", "1.", "(", ")",
            "WAG08-01",
            "Attendees", "\n", "\n\n", "Chair", "Date of next", ":", "–", "APPROVED", "Key Discussion Items",
            "Area\tDiscussion", "é", "**", "<ul>", "#", " to ", "Decision Ref", "12/13/2022", "Minutes", "2. Plan", "-",
        ]
        for seed in UInt64(1)...150 {
            var random = SeededGenerator(seed: seed)
            var text = "ACME Wheels Advisory Group (WAG) Actions and Minutes\n\nMeeting number\tWAG 008\n\n"
            for _ in 0..<Int.random(in: 1...60, using: &random) {
                text += pieces[Int.random(in: 0..<pieces.count, using: &random)]
                if Bool.random(using: &random) { text += " " }
            }
            do { _ = try Samples.read(text) } catch is PaperError { continue } catch {
                Issue.record("seed \(seed): \(error)")
            }
        }
    }
}
