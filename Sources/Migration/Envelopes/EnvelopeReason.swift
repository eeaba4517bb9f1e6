/// Why an envelope is what it is, as figures and as a sentence.
public struct EnvelopeReason: Sendable, Hashable {
    public let bound: EnvelopeTable.Bound
    /// Millionths of an MPAN.
    public let need: Int
    /// The usable limit that binds, MPANs; nil where none does.
    public let limit: Int?
    /// Suppliers that share that limit; 0 where none binds.
    public let sharedBy: Int
    /// The envelope's share of that limit, millionths; nil where none binds.
    public let share: Int?
    /// What one more MPAN of that limit would bring this cell, millionths of an MPAN.
    public let gain: Int
    public let sentence: String
}

extension EnvelopeTable {
    /// The reason of a cell on a day (counted from the sprint's first).
    public func reason(cell: Int, day: Int) -> EnvelopeReason {
        let facts = grid.cells[cell]
        let bound = bound(cell: cell, day: day)
        let need = need(cell: cell, day: day)
        let envelope = envelope(cell: cell, day: day)
        let sharing: Sharing?
        switch bound {
        case .distributorLimit: sharing = atDistributor[facts.distributor * days.count + day]
        case .industryLimit: sharing = inIndustry[day]
        default: sharing = nil
        }
        let ownCap = bound == .stepLimit ? stepCap(supplier: facts.supplier, day: day) : nil
        let gain = sharing.map { self.gain(of: need, $0, bound, day) } ?? (ownCap == nil ? 0 : 1_000_000)
        let limit = sharing?.limit ?? ownCap
        return EnvelopeReason(
            bound: bound, need: need, limit: limit, sharedBy: sharing?.parties ?? 0,
            share: limit.map { $0 > 0 ? Int(Int128(envelope) * 1_000_000 / Int128($0)) : 0 },
            gain: gain, sentence: sentence(facts, bound, need, day, sharing, gain))
    }

    /// One more MPAN of a limit goes to those who share it, by weight; of a distributor's it brings nothing on a day
    /// when the industry's limit binds too.
    private func gain(of need: Int, _ sharing: Sharing, _ bound: Bound, _ day: Int) -> Int {
        if bound == .distributorLimit, inIndustry[day].isShort { return 0 }
        let weight = min(max(need, 1), WaterFilling.largest)
        return sharing.weight > 0 ? Int(Int128(weight) * 1_000_000 / Int128(max(sharing.weight, weight))) : 0
    }

    private func sentence(
        _ facts: PlanningGrid.Cell, _ bound: Bound, _ need: Int, _ day: Int, _ sharing: Sharing?, _ gain: Int
    ) -> String {
        let flexibility = grid.market.settings[EnvelopeParameters.flexibility]
        let asked = "needs \(Self.decimal(need)) a day, asks that times \(flexibility)"
        switch bound {
        case .notActive:
            return ramp(supplier: facts.supplier, day: day) == 0
                ? "nothing before activation on \(grid.market.suppliers[facts.supplier].activeFrom)"
                : "nothing remains to migrate, or the day lies between sprints"
        case .portfolio: return "all that remains to migrate"
        case .ask:
            let pool = isSmall[facts.supplier] ? "; a small portfolio: served first, from the pool" : ""
            return "\(asked): granted in full\(pool)"
        case .stepLimit:
            guard let step = step(facts.supplier), let most = stepCap(supplier: facts.supplier, day: day) else {
                return asked
            }
            return "\(asked); its step limit of \(step) lets the day rise to \(most) at most, from \(most - step) on "
                + "the migration day before; one more MPAN of it that day would bring \(Self.decimal(gain)) here"
        case .distributorLimit, .industryLimit:
            guard let sharing else { return asked }
            let whose =
                bound == .industryLimit
                ? "the industry's usable \(sharing.limit)"
                : "\(grid.market.distributors[facts.distributor])'s usable \(sharing.limit)"
            let level = sharing.level.map { ", each \(Self.decimal($0)) of its need" } ?? ", all at the least step"
            let pool = sharing.pool > 0 ? " after \(sharing.pool) for small portfolios" : ""
            return "\(asked); \(whose) is full: shared by \(sharing.parties)\(level)\(pool); one more MPAN of it "
                + "would bring \(Self.decimal(gain)) here"
        }
    }

    /// Millionths as a number with three decimals, rounded to nearest.
    public static func decimal(_ millionths: Int) -> String {
        let thousandths = (millionths + 500) / 1_000
        let fraction = String(thousandths % 1_000)
        return "\(thousandths / 1_000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
    }
}
