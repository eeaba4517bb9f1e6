import Kernel

/// The order in which statements about one record are heard, so that import order never matters.
enum StatementOrder {
    /// Weight, then when known (never dated first), then the paper's form, meeting date, digest, and place.
    static func sorted(_ statements: [PlacedStatement]) -> [PlacedStatement] {
        guard statements.count > 1 else { return statements }
        return statements.enumerated().sorted { left, right in
            let one = left.element
            let two = right.element
            if one.statement.weight != two.statement.weight { return one.statement.weight < two.statement.weight }
            let told = time(one, two)
            return told == 0 ? left.offset < right.offset : told < 0
        }.map(\.element)
    }

    /// Negative where the left statement was known before the right one; zero only for twins of one passage.
    static func time(_ one: PlacedStatement, _ two: PlacedStatement) -> Int {
        let day = compare(number(one.knownFrom), number(two.knownFrom))
        if day != 0 { return day }
        if one.paper.kind != two.paper.kind { return compare(rank(one.paper.kind), rank(two.paper.kind)) }
        let meeting = compare(number(one.paper.meetingDate), number(two.paper.meetingDate))
        if meeting != 0 { return meeting }
        if one.paper.digest != two.paper.digest { return one.paper.digest < two.paper.digest ? -1 : 1 }
        if one.paper.name != two.paper.name { return one.paper.name < two.paper.name ? -1 : 1 }
        if one.statement.lines != two.statement.lines {
            return one.statement.lines.lexicographicallyPrecedes(two.statement.lines) ? -1 : 1
        }
        if one.statement.rule != two.statement.rule { return one.statement.rule < two.statement.rule ? -1 : 1 }
        return 0
    }

    private static func number(_ date: CalendarDate?) -> Int { date?.dayNumber ?? Int.min }

    private static func compare(_ one: Int, _ two: Int) -> Int { one < two ? -1 : one > two ? 1 : 0 }

    /// A pack is written before its meeting, the headline report the day after, the minutes last.
    private static func rank(_ kind: PaperKind) -> Int {
        switch kind {
        case .pack: 0
        case .headline: 1
        case .minutes: 2
        }
    }
}
