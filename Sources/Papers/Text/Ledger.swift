public import Record

/// Collects what readers make of one paper: the statements, and what became of each line.
public struct Ledger: Sendable {
    public private(set) var statements: [Statement] = []
    public private(set) var claims: [LineClaim]
    /// Doubts about the paper as a whole, with the line: unread tables, damage.
    public private(set) var doubts: [String] = []

    public init(lines: [SourceLine]) {
        claims = lines.map { $0.isBlank ? .blank : .unclaimed }
    }

    /// Adds a statement and claims its lines.
    public mutating func state(_ statement: Statement) {
        statements.append(statement)
        claim(statement.lines, as: .record)
    }

    /// Adds a statement without claiming its lines: for facts scanned out of text that something else claims.
    public mutating func stateInPassing(_ statement: Statement) { statements.append(statement) }

    /// Claims lines; a record outweighs a heading, a heading outweighs narrative, anything outweighs nothing.
    public mutating func claim(_ lines: some Sequence<Int>, as claim: LineClaim) {
        for line in lines where line >= 1 && line <= claims.count {
            let old = claims[line - 1]
            if Self.strength(claim) > Self.strength(old) { claims[line - 1] = claim }
        }
    }

    public mutating func doubt(_ text: String) { doubts.append(text) }

    private static func strength(_ claim: LineClaim) -> Int {
        switch claim {
        case .blank: 9
        case .record: 4
        case .heading: 3
        case .narrative: 2
        case .unclaimed: 1
        }
    }
}
