/// Asks every rule of one MPAN at a time.
///
/// A judge is made once a run: registers, reference data and the facts of sets (links, shared meters and devices) stand
/// ready. `judge` then reads the MPAN's rows and never looks at another MPAN's, so ranges of MPANs can be judged side by
/// side, and one MPAN can be judged alone to explain it, by the same code.
///
/// An object: it has several kilobytes of tables, which the walk would copy for every MPAN.
public final class Judge: Sendable {
    public let registers: Registers
    public let reference: Reference
    public let settings: CleanseSettings
    public let rules: RuleTable
    public let sets: SetFacts
    /// Rows that the load removed, whose absence proves nothing.
    public let removed: RemovedRows
    /// The columns as the walk reads them.
    let columns: MarketCells
    /// The registers' code numbers by the reference data.
    let book: CodeBook
    /// Who sent each register, where it was said.
    public let senders: [RegisterKind: Owner]
    /// The registers' as-at date, packed.
    let today: UInt16
    /// De-energised since a day up to this one is de-energised for long (STA-07).
    let longDeenergised: UInt16
    /// True where any rule that the managers' extracts can break is asked.
    let asksExtracts: Bool
    /// True where MTR has the further columns and MTR-16 is asked.
    let hasLeftovers: Bool
    /// False lets texts and lists decide also where packed cells tell that nothing is to be said: tests hold the two
    /// beside each other.
    let trustsCells: Bool

    /// Makes the facts of sets, on all workers.
    public convenience init(
        registers: Registers, reference: Reference, settings: CleanseSettings, rules: RuleTable,
        senders: [RegisterKind: Owner] = [:], removed: RemovedRows = RemovedRows(), workers: some Workers
    ) {
        self.init(
            registers: registers, reference: reference, settings: settings, rules: rules, senders: senders,
            removed: removed, trustsCells: true, workers: workers)
    }

    init(
        registers: Registers, reference: Reference, settings: CleanseSettings, rules: RuleTable,
        senders: [RegisterKind: Owner], removed: RemovedRows, trustsCells: Bool, workers: some Workers
    ) {
        self.trustsCells = trustsCells
        self.registers = registers
        self.reference = reference
        self.settings = settings
        self.rules = rules
        self.senders = senders
        self.removed = removed
        columns = MarketCells(registers)
        hasLeftovers = rules.asks(.mtr16) && registers.meters?.leftovers != nil
        sets = SetFacts(
            registers: registers, columns: columns, reference: reference, settings: settings, rules: rules,
            removed: removed, workers: workers)
        today = Day.packed(registers.asAt)
        book = CodeBook(registers, reference, today: today)
        longDeenergised = Self.lastDay(months: settings.monthsDeenergised, before: registers.asAt)
        asksExtracts = rules.asks(.rec04) || rules.asks(.rec05) || rules.asks(.eff06)
    }

    /// What the rules say of an MPAN, before precedence.
    public func judge(_ point: MPANCase, _ findings: inout CaseFindings) {
        judge(CaseView(point, self), &findings)
    }

    func judge(_ view: CaseView, _ findings: inout CaseFindings) {
        guard !removed.isEmpty else {
            judgeRegisters(view, &findings)
            return compareRegisters(view, &findings)
        }
        let mpan = view.point.mpan
        if removed.holds(mpan, .registration) { return }
        let silenced = removed.silenced(mpan, isDisconnected: view.isDisconnected)
        judgeRegisters(view, &findings)
        // What is taken back has told nothing, so that registers may be compared on its item.
        findings.withdraw { silenced.contains($0.rule) }
        compareRegisters(view, &findings)
        let lacksMeter = removed.holds(mpan, .meters)
        findings.withdraw { exception in
            silenced.contains(exception.rule)
                || (lacksMeter && exception.rule == .rec04 && exception.item == .meterID)
        }
    }

    private func judgeRegisters(_ view: CaseView, _ findings: inout CaseFindings) {
        judgeIdentity(view, &findings)
        judgeRegistration(view, &findings)
        judgeMeters(view, &findings)
        judgeLinks(view, &findings)
        judgeHistories(view, &findings)
    }

    /// The rules between registers, which are silent where an item has been told.
    private func compareRegisters(_ view: CaseView, _ findings: inout CaseFindings) {
        judgeMetersElsewhere(view, &findings)
        judgeReconciliation(view, &findings)
    }
}

/// What many rules ask of an MPAN, found once.
struct CaseView {
    let point: MPANCase
    /// The row of REG that speaks for the MPAN.
    let row: Int?
    /// Registered and not disconnected (MP status other than X).
    let isLive: Bool
    let isDisconnected: Bool
    /// Connection type U.
    let isUnmetered: Bool
    /// Meter rows without a removal date on or before the as-at date, as indexes into MTR.
    let hasOpenMeter: Bool
    let hasOpenSmartMeter: Bool

    init(_ point: MPANCase, _ judge: Judge) {
        self.point = point
        row = point.registration
        if let row = point.registration, let registration = judge.columns.registration {
            isDisconnected = registration.mpStatus[row] == UInt8(ascii: "X")
            isUnmetered = registration.connectionType[row] == UInt8(ascii: "U")
            isLive = !isDisconnected
        } else {
            isDisconnected = false
            isUnmetered = false
            isLive = false
        }
        var open = false
        var smart = false
        if let meters = judge.columns.meters {
            for meter in point.meters where judge.isOpen(meter, meters) {
                open = true
                if judge.sets.isSmart(meters.meterType[meter]) { smart = true }
            }
        }
        hasOpenMeter = open
        hasOpenSmartMeter = smart
    }
}

extension Judge {
    /// True for a meter that has not been removed by the as-at date.
    @inline(__always)
    func isOpen(_ meter: Int, _ meters: MeterCells) -> Bool {
        let removed = meters.removalDate[meter]
        return !removed.isPacked || removed > today
    }

    /// The distributor of an MPAN, `L:LOND`; `L:?` where its first two digits are nobody's.
    func distributor(of mpan: UInt64) -> Owner {
        Owner(.distributor, reference.distributor(code: UInt8(truncatingIfNeeded: mpan / 100_000_000_000), on: today))
    }

    /// The supplier that a row of REG names, `S:ABCD`.
    func supplier(row: Int?) -> Owner {
        guard let row, let table = registers.registration?.table else { return Owner(.supplier, nil) }
        return Owner(.supplier, table.text(.supplier, row: row))
    }

    /// The sender of a register as the owner of a fault in it, `F:LOND`.
    func sender(of kind: RegisterKind) -> Owner { Owner(.sender, senders[kind]?.party) }

    /// The data communications company, `D:DCCO`: the sender of DCC where it was named so.
    func dataCompany() -> Owner {
        let sender = senders[.devices]
        return Owner(.dataCompany, sender?.role == .dataCompany ? sender?.party : nil)
    }

    /// The manager that a meter row names, `M:MEMA`.
    func meterManager(_ meter: Int) -> Owner {
        Owner(.meterManager, registers.meters?.table.text(.mem, row: meter))
    }
}
