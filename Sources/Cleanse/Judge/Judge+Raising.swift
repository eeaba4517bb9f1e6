extension Judge {
    /// A field as the file had it, for people and for rules that only a text can decide; empty for a blank.
    @inline(never)
    func text(_ kind: RegisterKind, _ item: Item, _ row: Int) -> String {
        registers.table(kind)?.text(item, row: row) ?? ""
    }

    /// The file and line of a row.
    @inline(never)
    func place(_ kind: RegisterKind, _ row: Int) -> Place? { registers.table(kind).map { Place($0, row: row) } }

    /// The name in a row of MTR; nil where it is blank, unknown or too long.
    @inline(never)
    func meterName(_ row: Int) -> MeterName? {
        registers.meters.flatMap { MeterName($0.table, $0.meterID, row: row) }
    }

    /// Notes that a row of REG breaks a rule that the run asks.
    ///
    /// - Parameters:
    ///   - others: further columns that people need to see the fault.
    ///   - expected: what would satisfy the rule; empty where only a person can tell.
    func raise(
        _ rule: Rule, _ item: Item, _ row: RegistrationRow, _ role: Owner.Role, with others: [Item] = [],
        expected: String = "", suggestion: String = "", _ findings: inout CaseFindings
    ) {
        guard rules.asks(rule), let table = registers.registration?.table else { return }
        findings.raise(
            RaisedException(
                rule: rule, subject: .mpan(row.mpan), item: item, owner: owner(role, mpan: row.mpan, row: row.row),
                observed: Self.observed(table, row.row, item, others), expected: expected,
                place: Place(table, row: row.row), suggestion: suggestion))
    }

    /// The party of a role for an MPAN; a meter manager is told by meter rows only.
    func owner(_ role: Owner.Role, mpan: UInt64, row: Int?) -> Owner {
        switch role {
        case .supplier: supplier(row: row)
        case .distributor: distributor(of: mpan)
        case .dataCompany: Owner(.dataCompany, sender(.devices))
        case .sender: Owner(.sender, registers.registration.flatMap { sender($0.table, row: row) })
        case .meterManager, .unmeteredOperator, .programme: Owner(role, nil)
        }
    }

    /// The party that sent a register.
    func sender(_ kind: RegisterKind) -> String? {
        senders[kind]?.party ?? registers.table(kind)?.sources.lazy.compactMap(\.sender).first?.party
    }

    /// The party that sent a row's file; the register's where the file names nobody.
    func sender(_ table: RegisterTable, row: Int?) -> String? {
        row.flatMap { table.sources[Int(table.file[$0])].sender?.party } ?? sender(table.kind)
    }

    /// A row's value, or the values of several columns with their names.
    static func observed(_ table: RegisterTable, _ row: Int, _ item: Item, _ others: [Item]) -> String {
        if others.isEmpty { return table.text(item, row: row) }
        return ([item] + others).map { item in
            let text = table.text(item, row: row)
            return "\(item.rawValue) \(text.isEmpty ? "blank" : text)"
        }.joined(separator: ", ")
    }

    /// Who keeps an item: the role that mends a fault of it. An effective date has its item's.
    static func dataMaster(of item: Item) -> Owner.Role {
        switch item {
        case .supplier, .supplierEFD, .energisation, .energisationEFD, .pc, .ssc, .mc, .mtc, .dpi, .dpiEFD, .ihd, .smso:
            .supplier
        case .dccFlag, .dccEFD: .dataCompany
        case .meterID, .meterType, .makeType, .esmeID, .location, .digits, .installDate, .removalDate, .mapID,
            .mapEFD, .mem:
            .meterManager
        default: .distributor
        }
    }
}
