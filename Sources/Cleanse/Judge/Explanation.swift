/// One MPAN: what each register says of it, and what every rule says of that.
///
/// Made by the same judge that checks the market.
public struct Explanation: Sendable {
    /// A register's row.
    public struct Row: Sendable {
        public let register: String
        public let place: Place
        /// The columns that the file had, and what stands in them; blanks are empty.
        public let fields: [(item: Item, text: String)]
    }

    /// What one rule says.
    public enum Verdict: Sendable {
        case passes
        case raised([RaisedException])
        case silenced(by: Rule, [RaisedException])
        case off(RuleTable.Off)
        /// The rule is not asked of a disconnected MPAN.
        case notAskedOfDisconnected
        /// No register has the MPAN, so there is nothing to ask.
        case nothingToAsk
    }

    public let mpan: UInt64
    /// In the order of the registers; links by either end.
    public let rows: [Row]
    /// One a rule of the table, in the table's order.
    public let verdicts: [(rule: Rule, verdict: Verdict)]
    /// The class of each accounted item before exemptions; empty where REG does not have the MPAN.
    public let classes: [(item: AccountedItem, itemClass: ItemClass)]

    /// - Parameter faults: what the load found of this MPAN.
    public init(_ mpan: UInt64, judge: Judge, faults: [RaisedException]) {
        self.mpan = mpan
        let point = judge.registers.point(mpan)
        rows = Self.rows(point, judge.registers)
        var findings = CaseFindings()
        let view = CaseView(point, judge)
        let isKnown = RegisterKind.allCases.contains { point.holds($0) }
        if isKnown { judge.judge(view, &findings) }
        let settled = findings.settled(by: judge.rules)
        verdicts = judge.rules.facts.map { fact in
            let raised = (settled.standing + faults).filter { $0.rule == fact.rule }
            let silenced = settled.silenced.filter { $0.exception.rule == fact.rule }
            let verdict: Verdict =
                if let off = judge.rules.whyOff(fact.rule) {
                    .off(off)
                } else if !raised.isEmpty {
                    .raised(raised)
                } else if let first = silenced.first {
                    .silenced(by: first.by, silenced.map(\.exception))
                } else if !isKnown {
                    .nothingToAsk
                } else if view.isDisconnected, !Judge.askedOfDisconnected.contains(fact.rule) {
                    .notAskedOfDisconnected
                } else {
                    .passes
                }
            return (fact.rule, verdict)
        }
        if let row = view.row, let registration = judge.columns.registration {
            classes = AccountedItem.allCases.map { ($0, judge.itemClass($0, view, row, registration)) }
        } else {
            classes = []
        }
    }

    private static func rows(_ point: MPANCase, _ registers: Registers) -> [Row] {
        func rows(_ table: RegisterTable?, _ range: some Sequence<Int>) -> [Row] {
            guard let table else { return [] }
            return range.map { row in
                Row(
                    register: table.kind.rawValue, place: Place(table, row: row),
                    fields: table.fields.filter { table.present.contains($0.item) && $0.item != .mpan }
                        .map { ($0.item, table.text($0.item, row: row)) })
            }
        }
        var links: [Int] = []
        if let table = registers.links {
            links = (0..<table.table.count).filter {
                table.principal[$0] == point.mpan || table.subsidiary[$0] == point.mpan
            }
        }
        // Hubs that one of the MPAN's meters is said to be.
        var hubs: [Int] = []
        if let table = registers.hubs?.table, let meters = registers.meters {
            let devices = Set(point.meters.compactMap { Device.good(meters.esmeID[$0], form: meters.esmeForm[$0]) })
            hubs = devices.sorted().flatMap { Array(table.rows(of: $0)) }
        }
        return rows(registers.registration?.table, point.registrations)
            + rows(registers.enquiry?.table, point.enquiries)
            + rows(registers.meters?.table, point.meters)
            + rows(registers.links?.table, links)
            + rows(registers.histories?.table, point.histories)
            + rows(registers.devices?.table, point.devices)
            + rows(registers.extracts?.table, point.extracts)
            + rows(registers.hubs?.table, hubs)
            + rows(registers.appointments?.table, point.appointments)
    }
}
