import Kernel
import Record
import Testing

@testable import Papers

/// Damages the pack at seeded places: what lies outside the damage must be read as before.
private let damageCount = 8

@Suite("Damage")
struct TestingDamageTests {
    enum Damage: CaseIterable { case delete, swap, rewrap, slip, truncate }

    /// Fields that a rule derives from other lines, or that count rows.
    static let derived: Set<String> = ["expected", "basis", "agrees", "order", "state", "variance_days", "row"]

    static func facts(_ sample: Sample, _ lines: [String], touched: Set<String>) -> [String: Int] {
        var facts: [String: Int] = [:]
        for statement in sample.statements {
            let passage = statement.lines.map { lines[$0 - 1] }
            guard !passage.contains(where: touched.contains) else { continue }
            let fields = statement.fields.filter { !derived.contains($0.name) }
            let row = fields.map { "\($0.name)=\($0.value?.exported ?? "?\($0.printed)")" }.joined(separator: ", ")
            facts["\(statement.kind.rawValue): \(row)", default: 0] += 1
        }
        return facts
    }

    /// The lines with one damage, and the lines it touched.
    static func damaged(
        _ lines: [String], at place: Int, _ damage: Damage, _ random: inout SeededGenerator
    ) -> (lines: [String], touched: Set<String>) {
        var result = lines
        let line = lines[place]
        switch damage {
        case .delete: result.remove(at: place)
        case .swap:
            var cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard cells.count > 2 else { return (lines, []) }
            cells.swapAt(
                Int.random(in: 0..<cells.count, using: &random), Int.random(in: 0..<cells.count, using: &random))
            result[place] = cells.joined(separator: "\t")
        case .rewrap:
            let spaces = line.indices.filter { line[$0] == " " }
            guard let space = spaces.randomElement(using: &random) else { return (lines, []) }
            result[place] = String(line[..<space])
            result.insert(String(line[line.index(after: space)...]), at: place + 1)
        case .slip:
            let letters = line.indices.filter { line[$0].isLetter || line[$0].isNumber }
            guard let letter = letters.randomElement(using: &random) else { return (lines, []) }
            result[place].replaceSubrange(
                letter...letter, with: String("0OIl18B5S".randomElement(using: &random) ?? "0"))
        case .truncate: result[place] = String(line.prefix(line.count / 2))
        }
        return (result, [line])
    }

    @Test("one damage at a time", arguments: Damage.allCases)
    func one(_ damage: Damage) throws {
        guard let text = RealPapers.pack() else { return }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let before = try Sample(text)
        var random = SeededGenerator(seed: 20_230_816)
        let range = lines.indices.filter { $0 >= 180 && lines[$0].contains { !$0.isWhitespace } }
        var lost: [String: Int] = [:]
        var total = 0
        for _ in 0..<(damageCount) {
            guard let place = range.randomElement(using: &random) else { return }
            let (after, touched) = Self.damaged(lines, at: place, damage, &random)
            let sample = try Sample(after.joined(separator: "\n"))
            let wanted = Self.facts(before, lines, touched: touched)
            let found = Self.facts(sample, after, touched: [])
            total += wanted.count
            let missing = wanted.filter { found[$0.key, default: 0] < $0.value }
            for fact in missing { lost[fact.key, default: 0] += 1 }
        }
        #expect(lost.count * 200 <= total)
    }
}
