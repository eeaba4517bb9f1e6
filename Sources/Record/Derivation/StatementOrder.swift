import Kernel

/// The order in which statements about one record are heard, so that import order never matters.
///
/// Statements are named by their places in the array: a statement with its paper's card is large, and is not copied.
enum StatementOrder {
    /// What usually decides.
    private struct Rank {
        let place: Int
        let weight: Int
        let day: Int
        let kind: Int
        let meeting: Int
    }

    /// Weight, then when known (never dated first), then the paper's form, meeting date, digest, and place.
    static func order(of statements: [PlacedStatement]) -> [Int] {
        guard statements.count > 1 else { return Array(statements.indices) }
        var ranks: [Rank] = []
        ranks.reserveCapacity(statements.count)
        for place in statements.indices {
            ranks.append(
                Rank(
                    place: place, weight: statements[place].statement.weight.rawValue,
                    day: statements[place].knownFrom?.dayNumber ?? Int.min,
                    kind: rank(statements[place].paper.kind),
                    meeting: statements[place].paper.meetingDate?.dayNumber ?? Int.min))
        }
        ranks.sort { one, two in
            if one.weight != two.weight { return one.weight < two.weight }
            if one.day != two.day { return one.day < two.day }
            if one.kind != two.kind { return one.kind < two.kind }
            if one.meeting != two.meeting { return one.meeting < two.meeting }
            let print = compare(one.place, two.place, in: statements)
            return print == 0 ? one.place < two.place : print < 0
        }
        return ranks.map(\.place)
    }

    /// By paper, then by place in its text, then by what is said; zero only for twins of one passage.
    private static func compare(_ one: Int, _ two: Int, in statements: [PlacedStatement]) -> Int {
        let papers = compare(statements[one].paper.digest, statements[two].paper.digest)
        if papers != 0 { return papers }
        let names = compare(statements[one].paper.name, statements[two].paper.name)
        if names != 0 { return names }
        let (lines, otherLines) = (statements[one].statement.lines, statements[two].statement.lines)
        if lines != otherLines { return lines.lexicographicallyPrecedes(otherLines) ? -1 : 1 }
        let rules = compare(statements[one].statement.rule, statements[two].statement.rule)
        if rules != 0 { return rules }
        let (fields, otherFields) = (statements[one].statement.fields, statements[two].statement.fields)
        for (field, other) in zip(fields, otherFields) {
            let names = compare(field.name, other.name)
            if names != 0 { return names }
            let prints = compare(field.printed, other.printed)
            if prints != 0 { return prints }
        }
        return fields.count - otherFields.count
    }

    private static func compare(_ one: String, _ two: String) -> Int { one == two ? 0 : one < two ? -1 : 1 }

    /// A pack is written before its meeting, the headline report the day after, the minutes last.
    private static func rank(_ kind: PaperKind) -> Int {
        switch kind {
        case .pack: 0
        case .headline: 1
        case .minutes: 2
        }
    }
}
