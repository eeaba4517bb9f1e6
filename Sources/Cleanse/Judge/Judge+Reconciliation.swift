import Kernel

extension Judge {
    /// Rules that compare registers: they come last, and one of them never hides another.
    static let crossRegister: RuleSet = [.rec01, .rec02, .rec03, .rec04, .rec05, .eff06, .esm10, .esm11, .esm12]

    /// REC-01, REC-02, REC-03 and EFF-06: the enquiry service beside the registration.
    @inline(__always)
    func judgeReconciliation(_ view: CaseView, _ findings: inout CaseFindings) {
        guard let book = book.reconciliation else { return }
        guard let row = view.row, let other = view.point.enquiry, let one = columns.registration,
            let two = columns.enquiry
        else { return judgePresence(view, &findings) }
        let doubtful = book.doubtful(one, row, two, other)
        if doubtful != 0 { judgeDifferences(view, row, other, doubtful, book, &findings) }
    }

    /// REC-01 and REC-02.
    private func judgePresence(_ view: CaseView, _ findings: inout CaseFindings) {
        let mpan = view.point.mpan
        if let row = view.row, let table = registers.registration?.table {
            // A row that was removed at the load was there.
            guard rules.asks(.rec01), !removed.holds(mpan, .enquiry) else { return }
            findings.raise(
                RaisedException(
                    rule: .rec01, subject: .mpan(mpan), item: .mpan, owner: distributor(of: mpan),
                    observed: "in REG, not in EES", expected: "in both", place: Place(table, row: row)))
        } else if let other = view.point.enquiry, let table = registers.enquiry?.table {
            guard rules.asks(.rec02) else { return }
            findings.raise(
                RaisedException(
                    rule: .rec02, subject: .mpan(mpan), item: .mpan, owner: distributor(of: mpan),
                    observed: "in EES, not in REG", expected: "in both", place: Place(table, row: other)))
        }
    }

    private func judgeDifferences(
        _ view: CaseView, _ row: Int, _ other: Int, _ doubtful: UInt32, _ book: ReconciliationBook,
        _ findings: inout CaseFindings
    ) {
        guard let ours = registers.registration?.table, let theirs = registers.enquiry?.table else { return }
        for (place, item) in book.items.enumerated() where doubtful & 1 << UInt32(place) != 0 {
            guard let one = ours.comparable(item, row: row), let two = theirs.comparable(item, row: other), one != two,
                !findings.holdsFault(in: item, of: view.point.mpan, by: rules)
            else { continue }
            let isShift = isUniversalShift(
                ours.day(item, row: row), theirs.day(item, row: other), .registration, .enquiry)
            let rule: Rule = isShift ? .eff06 : .rec03
            guard rules.asks(rule) else { continue }
            let said = (ours.text(item, row: row), theirs.text(item, row: other))
            findings.raise(
                RaisedException(
                    rule: rule, subject: .mpan(view.point.mpan), item: item,
                    owner: isShift
                        ? Owner(.programme, nil)
                        : owner(Self.dataMaster(of: item), mpan: view.point.mpan, row: row),
                    observed: "REG \(said.0.isEmpty ? "blank" : said.0), EES \(said.1.isEmpty ? "blank" : said.1)",
                    expected: expected(item, said, isShift), place: Place(theirs, row: other)))
        }
    }

    /// What the winner says where a policy names one, else that both say the same.
    private func expected(_ item: Item, _ said: (String, String), _ isShift: Bool) -> String {
        if isShift { return "the same local day in both" }
        switch settings.winners[item] {
        case .registration: return said.0.isEmpty ? "blank, as in REG" : "\(said.0), as in REG"
        case .enquiry: return said.1.isEmpty ? "blank, as in EES" : "\(said.1), as in EES"
        default: return "the same in both"
        }
    }

    /// EFF-06: two days that differ by the one that a clock of universal time and a local clock do in summer.
    ///
    /// Exactly one of the registers prints universal days, and local midnight of the later day is in summer time: the
    /// day is after the last Sunday of March, and not after the last Sunday of October.
    func isUniversalShift(_ one: UInt16?, _ two: UInt16?, _ first: RegisterKind, _ second: RegisterKind) -> Bool {
        guard let one, let two, one.isPacked, two.isPacked, max(one, two) - min(one, two) == 1,
            settings.universalRegisters.contains(first) != settings.universalRegisters.contains(second)
        else { return false }
        let later = Day.date(max(one, two))
        return Self.lastSunday(month: 3, year: later.year).map { $0 < later } == true
            && Self.lastSunday(month: 10, year: later.year).map { later <= $0 } == true
    }

    private static func lastSunday(month: Int, year: Int) -> CalendarDate? {
        guard let last = CalendarDate(year: year, month: month, day: 31) else { return nil }
        // 1970-01-04 was a Sunday, day 3.
        return last.adding(days: -((last.dayNumber - 3) % 7 + 7) % 7)
    }
}

extension RegisterTable {
    /// A value as registers are compared: leading zeros put back, flags in one spelling, postcodes in capitals without
    /// spaces. Blank is a value; nil for a field that was rejected or is no flag.
    func comparable(_ item: Item, row: Int) -> String? {
        let packing = packed(item).packing
        switch packing {
        case .letter, .flag:
            let value = (column(item) as Column<UInt8>)[row]
            if value == .unknownField || (item == .dpi && value == .otherText) { return nil }
        case .code, .date:
            if (column(item) as Column<UInt16>)[row] == .unknownField { return nil }
        case .short, .mpan, .serial:
            if (column(item) as Column<UInt64>)[row] == .unknownField { return nil }
        case .text:
            if (column(item) as Column<UInt32>)[row] == .unknownField { return nil }
        case .device:
            if forms(item)[row] == DeviceForm.unknown.rawValue { return nil }
        }
        let text = text(item, row: row)
        if item == .postcode {
            let capitals = text.utf8.filter { $0 != 0x20 }.map { (0x61...0x7A).contains($0) ? $0 - 32 : $0 }
            return String(decoding: capitals, as: UTF8.self)
        }
        return Code.padded(text, item)
    }

    /// A packed day; nil for a column of anything else.
    func day(_ item: Item, row: Int) -> UInt16? {
        guard packed(item).packing == .date else { return nil }
        return (column(item) as Column<UInt16>)[row]
    }
}
