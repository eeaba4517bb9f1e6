extension Judge {
    /// The rules of histories: EFF-01, EFF-02, EFF-03 and EFF-05.
    ///
    /// Rows whose dates were rejected are left out. A blank start is the earliest of all, a blank end is open.
    func judgeHistories(_ view: CaseView, _ findings: inout CaseFindings) {
        guard !view.point.histories.isEmpty, let histories = columns.histories,
            view.isLive || columns.registration == nil
        else { return }
        var start = view.point.histories.lowerBound
        while start < view.point.histories.upperBound {
            var end = start + 1
            while end < view.point.histories.upperBound, histories.item[end] == histories.item[start] { end += 1 }
            judgeHistory(start..<end, histories, view, &findings)
            start = end
        }
    }

    /// The rows of one item, in order of their values and then of their starts.
    @inline(__always)
    private func judgeHistory(
        _ rows: Range<Int>, _ histories: HistoryCells, _ view: CaseView, _ findings: inout CaseFindings
    ) {
        if rows.count == 1 {
            let (from, to) = (histories.from[rows.lowerBound], histories.to[rows.lowerBound])
            if to == 0 || to >= from { return }
        } else if trustsCells, isChain(rows, histories) {
            return
        }
        judgeSpells(rows, histories, view, &findings)
    }

    /// Rows of one item up to which their days are put in order in place.
    private static let chainedRows = 32

    /// True where the rows, in order of their days, follow each other without a gap and without a day in two: then
    /// nothing is to be said, whatever their values are.
    @inline(never)
    private func isChain(_ rows: Range<Int>, _ histories: HistoryCells) -> Bool {
        guard rows.count <= Self.chainedRows else { return false }
        return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: rows.count) { spells in
            var count = 0
            for row in rows {
                let (from, to) = (histories.from[row], histories.to[row])
                guard from != .unknownField, to != .unknownField, to == 0 || to >= from else { return false }
                // The start above the end; an open end comes after all days.
                let spell = UInt32(from) << 16 | UInt32(to == 0 ? .max : to)
                var place = count
                while place > 0, spells[place - 1] > spell {
                    spells[place] = spells[place - 1]
                    place -= 1
                }
                spells[place] = spell
                count += 1
            }
            for place in 1..<count where spells[place] >> 16 != (spells[place - 1] & 0xFFFF) + 1 { return false }
            return true
        }
    }

    @inline(never)
    private func judgeSpells(
        _ rows: Range<Int>, _ histories: HistoryCells, _ view: CaseView, _ findings: inout CaseFindings
    ) {
        var spells: [Spell] = []
        for row in rows {
            let (from, to) = (histories.from[row], histories.to[row])
            guard from != .unknownField, to != .unknownField else { continue }
            if to != 0, to < from {
                raise(.eff03, row, "an end not before the start", view, &findings)
            } else {
                spells.append(Spell(row: row, from: from, to: to == 0 ? .max : to, value: histories.value[row]))
            }
        }
        spells.sort { ($0.from, $0.row) < ($1.from, $1.row) }
        judgeGaps(spells, view, &findings)
        judgeOverlaps(spells, view, &findings)
    }

    private struct Spell {
        let row: Int
        let from: UInt16
        let to: UInt16
        let value: UInt32
    }

    /// EFF-02: days between a spell and all those before it that no spell covers.
    private func judgeGaps(_ spells: [Spell], _ view: CaseView, _ findings: inout CaseFindings) {
        var latest = spells.first?.to ?? .max
        for spell in spells.dropFirst() {
            if latest < .max, spell.from > latest, spell.from - latest > 1 {
                raise(.eff02, spell.row, "no gap after \(Day.text(latest))", view, &findings)
            }
            latest = max(latest, spell.to)
        }
    }

    /// EFF-01 and EFF-05, in order of starts: a spell is at odds with an earlier one exactly when the latest end so far
    /// reaches it, and with one of the same start by value or by end.
    private func judgeOverlaps(_ spells: [Spell], _ view: CaseView, _ findings: inout CaseFindings) {
        var latest: UInt16?
        var start = 0
        while start < spells.count {
            var end = start + 1
            while end < spells.count, spells[end].from == spells[start].from { end += 1 }
            let group = spells[start..<end]
            if let latest, latest >= spells[start].from {
                for spell in group { raise(.eff01, spell.row, "no day in two rows", view, &findings) }
            }
            judgeOneStart(group, view, &findings)
            latest = max(latest ?? 0, group.map(\.to).max() ?? 0)
            start = end
        }
    }

    private func judgeOneStart(_ group: ArraySlice<Spell>, _ view: CaseView, _ findings: inout CaseFindings) {
        guard group.count > 1 else { return }
        let known = group.filter { $0.value != .unknownField }
        if let one = known.first, let other = known.first(where: { !isEqual($0, one) }) {
            raise(.eff05, other.row, "one value", view, &findings)
        }
        var ends: [UInt32: UInt16] = [:]
        for spell in group {
            guard let end = ends[spell.value] else {
                ends[spell.value] = spell.to
                continue
            }
            if end != spell.to, spell.value != .unknownField {
                raise(.eff01, spell.row, "no day in two rows", view, &findings)
            }
        }
    }

    private func isEqual(_ one: Spell, _ other: Spell) -> Bool { one.value == other.value }

    /// Notes an exception of a row of HIS, on the item that the row is of.
    @inline(never)
    private func raise(
        _ rule: Rule, _ row: Int, _ expected: String, _ view: CaseView, _ findings: inout CaseFindings
    ) {
        guard let table = registers.histories?.table else { return }
        let name = table.text(.item, row: row)
        let item = Item(rawValue: name) ?? .item
        let (from, to) = (table.text(.from, row: row), table.text(.to, row: row))
        raise(
            rule, item, view, owner: owner(Self.dataMaster(of: item), mpan: view.point.mpan, row: view.row),
            observed: "\(name) \(table.text(.value, row: row)) from \(from)\(to.isEmpty ? "" : " to \(to)")",
            expected: expected, place: Place(table, row: row), &findings)
    }
}
