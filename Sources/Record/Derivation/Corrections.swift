public import Kernel

/// Tells which paper corrects which, and from when: a later text of one series takes the place of the one before.
public enum Corrections {
    /// How long a paper counts.
    public struct Span: Sendable, Hashable {
        /// Nil counts from the start.
        public let knownFrom: CalendarDate?
        /// Exclusive; nil for good. Equal to `knownFrom` where the paper never counts.
        public let knownTo: CalendarDate?
        /// Name of the paper that this one corrects.
        public let supersedes: String?
        /// Name of the paper that corrects this one.
        public let supersededBy: String?
    }

    /// The span of each paper, in the order given.
    ///
    /// Papers of one `series` go by version (natural order), then by when they became known, then by import. Each
    /// later one takes the place of those before from the day on which it is known, but never before they were known
    /// themselves.
    public static func spans(of papers: [(card: PaperCard, sequence: Int)]) -> [Span] {
        var spans = papers.map {
            Span(knownFrom: $0.card.knownFrom, knownTo: nil, supersedes: nil, supersededBy: nil)
        }
        var series: [String: [Int]] = [:]
        for (index, paper) in papers.enumerated() { series[paper.card.series, default: []].append(index) }
        for members in series.values where members.count > 1 {
            let ordered = members.sorted { precedes(papers[$0], papers[$1]) }
            // The earliest day of any later text ends a paper, also where a still later text was known sooner.
            var ends: CalendarDate?
            for place in ordered.indices.reversed() {
                let index = ordered[place]
                let from = papers[index].card.knownFrom
                let isLast = place == ordered.count - 1
                spans[index] = Span(
                    knownFrom: from,
                    knownTo: isLast ? nil : max(ends ?? .earliest, from ?? .earliest),
                    supersedes: place > 0 ? papers[ordered[place - 1]].card.name : nil,
                    supersededBy: isLast ? nil : papers[ordered[place + 1]].card.name)
                ends = isLast ? from ?? .earliest : min(ends ?? .earliest, from ?? .earliest)
            }
        }
        return spans
    }

    /// Every statement with the span of its paper, in the order of the papers given.
    public static func placed(
        papers: [(card: PaperCard, sequence: Int, statements: [Statement])]
    ) -> [PlacedStatement] {
        let spans = spans(of: papers.map { ($0.card, $0.sequence) })
        var placed: [PlacedStatement] = []
        placed.reserveCapacity(papers.reduce(0) { $0 + $1.statements.count })
        for (paper, span) in zip(papers, spans) {
            for statement in paper.statements {
                placed.append(
                    PlacedStatement(
                        statement: statement, paper: paper.card, knownFrom: span.knownFrom, knownTo: span.knownTo))
            }
        }
        return placed
    }

    private static func precedes(
        _ one: (card: PaperCard, sequence: Int), _ two: (card: PaperCard, sequence: Int)
    ) -> Bool {
        let versions = NaturalOrder.compare(one.card.version, two.card.version)
        if versions != 0 { return versions < 0 }
        let days = (one.card.knownFrom?.dayNumber ?? Int.min, two.card.knownFrom?.dayNumber ?? Int.min)
        if days.0 != days.1 { return days.0 < days.1 }
        return (one.sequence, one.card.digest) < (two.sequence, two.card.digest)
    }
}
