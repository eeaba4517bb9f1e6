import Market

/// What a defect makes of a half hour's true value: a function of the truth, never of another defect's result.
final class ValueSpoiler {
    private let truth: TrueSeries
    private let shapes: LoadShapes
    private var site: Site
    /// The seven-day sums that the last estimate was scaled by.
    private var scaled: (defect: PlantedDefect, quantity: MeasurementQuantity, own: Int, shape: Int)?

    init(_ generator: ConsumptionGenerator) {
        truth = TrueSeries(generator.makeWorker())
        shapes = LoadShapes(generator.makeWorker())
        site = generator.portfolio.site(at: 0)
    }

    /// Makes ready to spoil a site's values.
    func load(_ site: Site) {
        self.site = site
        truth.load(site)
        scaled = nil
    }

    /// The value that is delivered in the place of a true one.
    func value(_ defect: PlantedDefect, _ quantity: MeasurementQuantity, at halfHour: Int, true value: Int32) -> Int32 {
        if value == ConsumptionRow.missing { return value }
        switch defect.kind {
        case .missing, .shortDayGap, .longDayCut: return ConsumptionRow.missing
        case .negative: return -max(value, 1)
        case .zero: return 0
        case .energisation: return defect.variant == .noConsumption ? 0 : value
        case .stuck:
            return defect.variant == .stopped ? 0 : truth.value(quantity, defect.halfHours.lowerBound)
        case .spike:
            let (base, amount) = (Int(value), defect.amount)
            return Self.clamped(defect.variant == .factor ? max(base, 1) * amount : base + amount)
        case .repeatedHour: return truth.value(quantity, halfHour - 2)
        case .endStamped: return truth.value(quantity, halfHour - 1)
        case .localAsUTC: return localReading(quantity, halfHour)
        case .drift: return drifted(defect.amount, quantity, halfHour)
        case .estimated: return estimate(defect, quantity, halfHour)
        case .channel: return exchanged(defect.variant, quantity, halfHour)
        case .unit, .multiplier: return Self.scaled(defect, Int(value))
        default: return value
        }
    }

    /// The value read at the moment when local clocks showed what the UTC axis shows here: nothing in the hour that
    /// clocks skip, the later of two in the hour that they repeat.
    private func localReading(_ quantity: MeasurementQuantity, _ halfHour: Int) -> Int32 {
        if SettlementDay.clockOffset(at: HalfHour(index: halfHour)) == 0 { return truth.value(quantity, halfHour) }
        if SettlementDay.clockOffset(at: HalfHour(index: halfHour - 2)) != 0 {
            return truth.value(quantity, halfHour - 2)
        }
        return ConsumptionRow.missing
    }

    /// What a meter whose clock is `minutes` ahead records: the true half hours cut at the wrong moments.
    ///
    /// Each true half hour is split in two whole amounts, so that no watt-hour is lost between neighbours.
    private func drifted(_ minutes: Int, _ quantity: MeasurementQuantity, _ halfHour: Int) -> Int32 {
        // By a fast clock its half hour began `minutes` before the true one.
        let back = (minutes + 29).flooredQuotient(by: 30)
        let early = back * 30 - minutes
        // Of the true half hour `back` places ago, its last (30 - early) minutes; of the next, its first `early`.
        let first = Int(truth.value(quantity, halfHour - back))
        let next = Int(truth.value(quantity, halfHour - back + 1))
        return Int32(truncatingIfNeeded: first - first * early / 30 + next * early / 30)
    }

    /// The load-shape estimate, or the true value at the same time by the clock seven days earlier.
    private func estimate(_ defect: PlantedDefect, _ quantity: MeasurementQuantity, _ halfHour: Int) -> Int32 {
        if defect.variant == .lastWeek {
            let week = 7 * HalfHour.perDay
            let now = SettlementDay.clockOffset(at: HalfHour(index: halfHour))
            let then = SettlementDay.clockOffset(at: HalfHour(index: halfHour - week))
            return truth.value(quantity, halfHour - week + now - then)
        }
        let day = halfHour.flooredQuotient(by: HalfHour.perDay)
        let start = defect.days.lowerBound
        let sums: (own: Int, shape: Int)
        if let kept = scaled, kept.defect == defect, kept.quantity == quantity {
            sums = (kept.own, kept.shape)
        } else {
            sums = (truth.weekBefore(start, quantity), shapes.weekBefore(site, day: start, quantity))
            scaled = (defect, quantity, sums.own, sums.shape)
        }
        guard sums.shape > 0 else { return Self.clamped(sums.own / (7 * HalfHour.perDay)) }
        let shape = shapes.shape(site, day: day, quantity)[halfHour - day * HalfHour.perDay]
        let (quotient, remainder) = sums.shape.dividingFullWidth(shape.multipliedFullWidth(by: sums.own))
        return Self.clamped(quotient + (remainder * 2 >= sums.shape ? 1 : 0))
    }

    private func exchanged(_ variant: DefectVariant, _ quantity: MeasurementQuantity, _ halfHour: Int) -> Int32 {
        let source: MeasurementQuantity =
            switch (variant, quantity) {
            case (.reactive, _): .reactiveImport
            case (_, .activeImport): .activeExport
            default: .activeImport
            }
        return truth.value(source, halfHour)
    }

    private static func scaled(_ defect: PlantedDefect, _ value: Int) -> Int32 {
        let amount = max(defect.amount, 1)
        switch defect.variant {
        case .whAsKWh: return clamped(value * 1_000)
        case .kWhAsMWh: return clamped(quotient(value, 1_000))
        case .kWAsKWh: return clamped(value * 2)
        case .notApplied: return clamped(quotient(value, amount))
        case .appliedTwice: return clamped(value * amount)
        default: return clamped(quotient(value * amount, 1_000))
        }
    }

    /// Rounded to the nearest, halves away from zero.
    private static func quotient(_ value: Int, _ divisor: Int) -> Int {
        (value + (value < 0 ? -divisor : divisor) / 2) / divisor
    }

    /// The lowest 32-bit number stands for a missing value, so the least that is delivered is one above.
    static func clamped(_ value: Int) -> Int32 { Int32(min(max(value, -Int(Int32.max)), Int(Int32.max))) }
}
