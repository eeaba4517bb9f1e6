import Foundation
import Kernel
import Papers
import Record
import TestSupport
import Testing

/// Whole papers with one damage each: nothing traps, nothing takes long, and what the damage does not reach stays.
@Suite struct PaperDamageTests {
    /// `DAMAGE_SEED` and `DAMAGE_ROUNDS` in the environment make a longer search.
    static let seed = setting("DAMAGE_SEED").map { UInt64($0) } ?? 20_240_117
    /// Damages of each kind that are tried on each paper; a pack's slides are many, its reading is slow in a debug build.
    static let rounds = setting("DAMAGE_ROUNDS") ?? 6
    static let packRounds = (setting("DAMAGE_ROUNDS") ?? 8) / 4

    static func setting(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } }

    struct Sample: Sendable, CustomStringConvertible {
        let name: String
        let text: String
        var description: String { name }
    }

    /// The example papers, and the real ones where they are at hand.
    static let samples: [Sample] = {
        let folders = [Repository.examplePapers] + [Repository.sharedPapers].compactMap { $0 }
        return folders.flatMap { folder in
            ((try? Repository.papers(in: folder)) ?? []).compactMap { url in
                (try? String(contentsOf: url, encoding: .utf8)).map {
                    Sample(name: url.deletingPathExtension().lastPathComponent, text: $0)
                }
            }
        }
    }()

    static func read(_ text: String) throws -> ReadPaper {
        try PaperReader.read(SourceText(name: "paper", digest: "", bytes: Array(text.utf8)))
    }

    /// A statement's content with its lines mapped, the same for equal statements; nil where a line is gone.
    static func content(_ statement: Statement, _ lines: [Int: Int]?) -> String? {
        var places: [Int] = []
        for line in statement.lines {
            guard let place = lines.map({ $0[line] }) ?? line else { return nil }
            places.append(place)
        }
        // Paragraphs gather lines that the statement does not name; a plan's name stands in its slide's title.
        let own = statement.fields.filter { !["paragraphs", "subheads", "plan"].contains($0.name) }
        let key = statement.kind == .planActivities ? "" : statement.key
        let fields = own.map { "\($0.name)=\($0.value?.exported ?? "") \($0.resolved?.value ?? "")" }
        return "\(statement.kind.rawValue)|\(key)|\(fields.joined(separator: "|"))|\(places)"
    }

    /// The lines of the stretch between two headings or heads of tables in which a line stands.
    ///
    /// Damage may change how its own section is read; what follows the next section's head it may not.
    static func section(of line: Int, _ claims: [LineClaim]) -> ClosedRange<Int> {
        let isHeading = { (line: Int) in line >= 1 && line <= claims.count && claims[line - 1] == .heading }
        var first = line
        var headings = 0
        while first > 1, headings < 4 {
            first -= 1
            if isHeading(first) { headings += 1 }
        }
        var last = line
        headings = 0
        while last < claims.count {
            if isHeading(last + 1) { headings += 1 }
            if headings == 4 { break }
            last += 1
        }
        return first...max(first, last)
    }

    /// Kinds whose statements gather lines from the whole paper, or whose values rest on other places of it.
    static let gathering: Set<RecordKind> = [
        .identifiers, .raid, .changeRequests, .meetings, .pitDates, .choreography, .qualification, .documents,
        .onboardingWindows,
    ]

    @Test("one damage leaves the rest of the paper as it was", arguments: samples, Damage.allCases)
    func one(_ sample: Sample, _ damage: Damage) throws {
        let whole = try Self.read(sample.text)
        let before = whole.statements
        var wanted = 0
        var lost: [String: Int] = [:]
        let root = SeededGenerator(seed: Self.seed)
        let rounds = before.count > 200 ? Self.packRounds : Self.rounds
        for round in 0..<rounds {
            var generator = root.child("\(sample.name) \(damage) \(round)")
            let damaged = damage.apply(to: sample.text, &generator)
            let start = ContinuousClock.now
            let after: ReadPaper
            do {
                after = try Self.read(damaged.text)
            } catch is PaperError {
                // Damage to the head may make it no paper: that is said, and nothing is read.
                continue
            }
            #expect(start.duration(to: .now) < .seconds(10), "\(damaged.what), seed \(Self.seed)")
            guard after.card.group == whole.card.group, after.card.meeting == whole.card.meeting,
                after.card.meetingDate == whole.card.meetingDate, after.card.issueDate == whole.card.issueDate
            else { continue }
            let near = damaged.place.map { Self.section(of: $0, whole.claims) }
            let found = Set(after.statements.compactMap { Self.content($0, nil) })
            for statement in before where !Self.gathering.contains(statement.kind) {
                guard !statement.lines.contains(where: { near?.contains($0) ?? false }),
                    let content = Self.content(statement, damaged.survivors)
                else { continue }
                wanted += 1
                if !found.contains(content) { lost["\(damaged.what): \(content)", default: 0] += 1 }
            }
        }
        let sentence = lost.keys.sorted().prefix(6).joined(separator: "\n")
        #expect(lost.isEmpty, "seed \(Self.seed): \(lost.count) of \(wanted) changed:\n\(sentence)")
    }
}
