import Kernel
import Market

/// Which defects a run plants: computed for any metering point and any days by themselves, in any order.
///
/// Time is cut into cells of 1, 2, 4 ... 64 days, as long as the longest that a defect can last; in each cell at most
/// one of a specification starts. So what covers a day has started in its cell or the one before.
public struct DefectPlan: Sendable {
    public let configuration: DefectConfiguration
    public let portfolio: Portfolio
    let philox: Philox
    /// The dates of the run, as day numbers.
    let runDays: Range<Int>
    let gates: [DefectGate]
    private let index: GateIndex
    /// The specification that exchanges sites with their neighbours, if there is one.
    private let exchange: Int?

    /// Prepares the defects of a configuration.
    ///
    /// - Throws: `DefectError` for what cannot be planted, a budget larger than its scope among them.
    public init(_ configuration: ConsumptionConfiguration, portfolio: Portfolio) throws(DefectError) {
        try configuration.defects.validate()
        self.configuration = configuration.defects
        self.portfolio = portfolio
        let philox = Philox(seed: configuration.seed)
        self.philox = philox
        let first = configuration.from.dayNumber
        let run = first..<(first + configuration.days)
        runDays = run
        var made: [DefectGate] = []
        var used = [Int](repeating: 0, count: 32)
        for (place, spec) in configuration.defects.specs.enumerated() {
            let stream = UInt64(spec.kind.rawValue) << 4 | UInt64(used[Int(spec.kind.rawValue)])
            used[Int(spec.kind.rawValue)] += 1
            var gate = DefectGate(place, spec, stream: stream, run: run)
            if case .budget(let budget) = spec.amount {
                if budget > 0, !gate.hasStartDay {
                    throw .contradiction(
                        path: "defects[\(place)].from",
                        because:
                            "\(spec.kind.id) needs \(spec.kind == .localAsUTC ? "summer time" : "its clock change")"
                            + " among its dates or the run's, and there is none")
                }
                gate.budget = try BudgetChoice(
                    budget, spec: spec, gate: gate, portfolio: portfolio, seed: configuration.seed,
                    path: "defects[\(place)]")
            }
            made.append(gate)
        }
        gates = made
        index = GateIndex(made, mix: portfolio.mix)
        exchange = made.firstIndex { $0.spec.variant == .sites }
    }

    /// The defects of a site's import or export MPAN that cover something of the half hours or the dates.
    ///
    /// In order of precedence, then of start, then of place in the configuration.
    /// - Parameters:
    ///   - halfHours: on the absolute axis.
    ///   - days: dates of the rows, as day numbers.
    public func defects(of site: Site, export: Bool, halfHours: Range<Int>, days: Range<Int>) -> [PlantedDefect] {
        var found: [PlantedDefect] = []
        collect(site, export: export, halfHours: halfHours, days: days, into: &found)
        return found
    }

    /// Puts the defects into a list that was cleared.
    func collect(
        _ site: Site, export: Bool, halfHours: Range<Int>, days: Range<Int>, into found: inout [PlantedDefect]
    ) {
        plant(site, export: export, halfHours, days, into: &found)
        if export {
            // What belongs to the import MPAN and touches the linked one too.
            let before = found.count
            plant(site, export: false, halfHours, days, into: &found) { $0 == .channel || $0 == .wrongMPAN }
            found[before...].removeAll { $0.variant != .swapped && $0.variant != .linked }
        }
        if found.count > 1 { found.sort(by: Self.decidesBefore) }
    }

    private static func decidesBefore(_ left: PlantedDefect, _ right: PlantedDefect) -> Bool {
        let (first, second) = (left.kind.precedence, right.kind.precedence)
        if first != second { return first < second }
        if left.halfHours.lowerBound != right.halfHours.lowerBound {
            return left.halfHours.lowerBound < right.halfHours.lowerBound
        }
        return left.place < right.place
    }

    private func plant(
        _ site: Site, export: Bool, _ halfHours: Range<Int>, _ days: Range<Int>, into found: inout [PlantedDefect],
        only: ((DefectKind) -> Bool)? = nil
    ) {
        guard let core = export ? site.export : site.mpan else { return }
        let suited = index.places(share: site.share, export: export)
        if suited.isEmpty { return }
        let base = DefectDraw.base(philox, subject: core.body)
        let low = min(halfHours.lowerBound.flooredQuotient(by: HalfHour.perDay), days.lowerBound)
        let high = max((halfHours.upperBound - 1).flooredQuotient(by: HalfHour.perDay), days.upperBound - 1)
        func take(_ place: Int, _ cell: Int) {
            let gate = gates[place]
            guard gate.admits(site, core) else { return }
            if let only, !only(gate.spec.kind) { return }
            guard let planted = self.planted(gate, site, core, export: export, cell: cell) else { return }
            let covers =
                planted.kind.coversDates ? planted.days.overlaps(days) : planted.halfHours.overlaps(halfHours)
            if covers { found.append(planted) }
        }
        index.cellsLetIn(suited, base, from: low, to: high, take)
        if suited.others.isEmpty { return }
        let mayChange = GateIndex.mayHoldClockChange(from: low, to: high)
        for number in suited.others {
            let other = index.others[number]
            switch other.mode {
            case .cells: break
            case .clockChanges:
                if !mayChange { continue }
                for day in gates[other.place].changes(from: low, to: high)
                where DefectDraw.first(base, stream: other.stream, cell: day) < other.threshold {
                    take(other.place, day)
                }
            case .once:
                let bits = DefectDraw.first(base, stream: other.stream, cell: DefectDraw.onceCell)
                if bits < other.threshold { take(other.place, DefectDraw.onceCell) }
            case .budget:
                if other.budget?.includes(site, export: export) ?? false { take(other.place, DefectDraw.onceCell) }
            }
        }
    }

    /// The defect of a cell, once the first check has let it in; nil where the scope's dates leave it out.
    private func planted(_ gate: DefectGate, _ site: Site, _ core: MPANCore, export: Bool, cell: Int) -> PlantedDefect?
    {
        let spec = gate.spec
        let variants = gate.variants(of: site.kind, export: export)
        guard !variants.isEmpty else { return nil }
        let draw = DefectDraw.details(philox, subject: core.body, stream: gate.stream, cell: cell, 0)
        let more = DefectDraw.details(philox, subject: core.body, stream: gate.stream, cell: cell, 1)
        guard let day = gate.startDay(cell: cell, draw.x) else { return nil }
        let variant = variants[FixedPoint.below(variants.count, draw.w)]
        let span = gate.span(from: day, variant: variant, draw, more)
        return PlantedDefect(
            place: gate.place, kind: spec.kind, variant: variant, mpan: core, halfHours: span.halfHours,
            days: span.days,
            amount: DefectAmounts.amount(
                spec, variant, more.x, lateBatches: max(configuration.delivery.lateDays.count, 1)),
            choice: more.y)
    }

    /// The position whose rows are delivered in the place of a position's: its own, or its neighbour's where `ORDER`
    /// exchanges the two. A bijection of the portfolio.
    public func deliveredPosition(_ position: Int) -> Int {
        guard let exchange else { return position }
        guard position ^ 1 < portfolio.count else { return position }
        let gate = gates[exchange]
        let isExchanged = [position, position ^ 1].contains { one in
            let site = portfolio.site(at: one)
            guard gate.suits(site.kind, export: false), gate.admits(site, site.mpan) else { return false }
            if let budget = gate.budget { return budget.includes(site, export: false) }
            let base = DefectDraw.base(philox, subject: site.mpan.body)
            return DefectDraw.first(base, stream: gate.stream, cell: DefectDraw.onceCell) < gate.threshold
        }
        return isExchanged ? position ^ 1 : position
    }

    /// The specifications that damage the run's file itself.
    ///
    /// A rate is the chance of the file; any budget above 0 damages it.
    public var fileDefects: [PlantedDefect] {
        gates.compactMap { gate in
            guard let variant = gate.spec.variant, variant.belongsToFile else { return nil }
            let base = DefectDraw.base(philox, subject: Self.fileSubject)
            switch gate.spec.amount {
            case .budget(let count): if count == 0 { return nil }
            default:
                let bits = DefectDraw.first(base, stream: gate.stream, cell: DefectDraw.onceCell)
                guard bits < gate.threshold else { return nil }
            }
            let draw = DefectDraw.details(
                philox, subject: Self.fileSubject, stream: gate.stream, cell: DefectDraw.onceCell, 0)
            return PlantedDefect(
                place: gate.place, kind: .truncation, variant: variant, mpan: MPANCore(body: 0),
                halfHours: (runDays.lowerBound * HalfHour.perDay)..<(runDays.upperBound * HalfHour.perDay),
                days: runDays, amount: 1 + FixedPoint.below(9, draw.x), choice: draw.y)
        }
    }

    /// Stands for the file where draws need a subject: above every MPAN.
    private static let fileSubject: UInt64 = 1 << 40
}

extension ConsumptionGenerator {
    /// Prepares the configuration's defects.
    ///
    /// - Throws: `ConfigurationError.defect` for a budget larger than its scope, or a clock change outside the dates.
    public func makeDefectPlan() throws(ConfigurationError) -> DefectPlan {
        do { return try DefectPlan(configuration, portfolio: portfolio) } catch { throw .defect(error) }
    }
}
