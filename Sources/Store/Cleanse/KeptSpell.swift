import Cleanse
import GRDB

/// An exception's identity and the spell that holds now, as the ledger has them.
struct KeptSpell {
    let number: Int64
    let subject: Subject
    let rule: Rule
    let item: Item
    let life: ExceptionLife
    let severity: String
    let owner: String
    let observed: String
    let expected: String
    let register: String
    let file: String
    let line: Int64?
    let suggestion: String
    let lastSeen: String?

    /// The current spells in the order of identity; `step` reads the next.
    static let sql = """
        SELECT e.number, e.kind, e.subject, e.rule, e.item, s.state, s.reopened, s.in_a_row, s.severity, s.owner,
            s.observed, s.expected, s.register, s.file, s.line, s.suggestion, s.last_seen
        FROM exception e JOIN spell s ON s.exception = e.number AND s.to_moment IS NULL
        ORDER BY e.kind, e.subject, e.rule, e.item
        """

    /// The spell of the statement's row; nil for a rule or an item that this release does not know.
    init?(_ statement: RawStatement) {
        func text(_ column: Int32) -> String { statement.text(column) }
        guard let rule = Rule(id: text(3)), let item = Item(rawValue: text(4)),
            let state = ExceptionState(rawValue: text(5))
        else { return nil }
        number = statement.int(0)
        let printed = text(2)
        switch statement.int(1) {
        case 0: subject = .mpan(UInt64(printed) ?? 0)
        case 1: subject = .printed(printed)
        default: subject = .file(printed)
        }
        self.rule = rule
        self.item = item
        life = ExceptionLife(state: state, reopened: Int(statement.int(6)), seenInARow: Int(statement.int(7)))
        severity = text(8)
        owner = text(9)
        observed = text(10)
        expected = text(11)
        register = text(12)
        file = text(13)
        line = statement.isNull(14) ? nil : statement.int(14)
        suggestion = text(15)
        lastSeen = statement.isNull(16) ? nil : text(16)
    }

    /// Below zero where the kept identity comes before the raised one, zero where they are one.
    func compared(with raised: RaisedException) -> Int {
        if subject != raised.subject { return subject < raised.subject ? -1 : 1 }
        if rule != raised.rule { return rule < raised.rule ? -1 : 1 }
        if item != raised.item { return item.rawValue < raised.item.rawValue ? -1 : 1 }
        return 0
    }

    /// True where everything that is printed is as the run raised it.
    func prints(_ raised: RaisedException, severity: Severity) -> Bool {
        lastSeen == nil && self.severity == severity.rawValue && observed == raised.observed
            && expected == raised.expected && suggestion == raised.suggestion && owner == raised.owner.description
            && register == raised.place?.register ?? "" && file == raised.place?.file ?? ""
            && line == raised.place?.line.map(Int64.init)
    }
}

extension Subject {
    /// How the ledger keeps it: MPANs first, then what stood in an MPAN's place, then files.
    var kind: Int64 {
        switch self {
        case .mpan: 0
        case .printed: 1
        case .file: 2
        }
    }
}
