import Kernel
public import Market

/// One planted defect on one quantity of one metering point: what was planted and what should come of it.
public struct AnswerKeyRow: Sendable, Hashable {
    /// The true metering point; nil for damage to the file itself.
    public var mpan: MPANCore?
    public var quantity: MeasurementQuantity?
    /// The first and the last half hour covered within the dates asked for, each by its beginning.
    public var first: HalfHour
    public var last: HalfHour
    public var kind: DefectKind
    public var variant: DefectVariant
    /// Half hours that it decides; fewer than it covers where another defect takes precedence.
    public var halfHours: Int
    /// Sums over these half hours in watt-hours (var-hours where reactive): the truth, and what is delivered (copies
    /// counted each, missing values left out).
    public var before: Int
    public var after: Int
    /// Values that are missing from what is delivered.
    public var missing: Int
    /// Sizes and numbers in words, without commas or quotes.
    public var detail: String
    /// What the system under test should do.
    public var expected: String { kind.expectedReaction }

    /// The line of `defects.csv`, its newline included.
    public var csv: String {
        "\(mpan.map(\.description) ?? ""),\(first),\(last),\(quantity?.code ?? ""),\(kind.id),\(variant.rawValue),"
            + "\(halfHours),\(before),\(after),\(missing),\(detail),\(expected)\n"
    }
}

/// The answer key of a run: a row for each planted defect, worked out from the plan without the files. One a thread.
public final class AnswerKey {
    /// The first line of `defects.csv`, its newline included.
    public static let header =
        "mpan,first_half_hour,last_half_hour,mq,defect,variant,half_hours,before,after,missing,detail,expected\n"

    public let plan: DefectPlan
    private let rows: DefectiveRows
    private var found: [Place: Tally] = [:]

    private struct Place: Hashable {
        var defect: PlantedDefect
        var mpan: UInt64
        var quantity: MeasurementQuantity
    }

    private struct Tally {
        var first: Int
        var last: Int
        var halfHours = 0
        var before = 0
        var after = 0
        var missing = 0
        var delivered: UInt64
    }

    public init(_ worker: ConsumptionWorker, _ plan: DefectPlan) {
        self.plan = plan
        rows = DefectiveRows(worker, plan, batch: nil)
        rows.listener = { [unowned self] defect, effect in self.take(defect, effect) }
    }

    /// Gives the rows about the file itself; they stand before every metering point's.
    public func fileRows(_ dates: DateSpan) -> [AnswerKeyRow] {
        guard dates.days > 0 else { return [] }
        let last = dates.kind.halfHours(of: dates.from.adding(days: dates.days - 1)).upperBound - 1
        return plan.fileDefects.map { defect in
            AnswerKeyRow(
                mpan: nil, quantity: nil, first: HalfHour(index: dates.kind.halfHours(of: dates.from).lowerBound),
                last: HalfHour(index: last), kind: defect.kind, variant: defect.variant, halfHours: 0, before: 0,
                after: 0, missing: 0, detail: defect.variant.rawValue)
        }
    }

    /// Gives the rows of a site, in order of MPAN, first half hour, defect and quantity.
    ///
    /// Asked for positions in ascending order, the rows are in the order of the file.
    public func rows(position: Int, dates: DateSpan, _ body: (AnswerKeyRow) throws -> Void) rethrows {
        guard dates.days > 0 else { return }
        let site = plan.portfolio.site(at: position)
        guard rows.meetsDefects(site, dates) else { return }
        found.removeAll(keepingCapacity: true)
        // Where the site's rows are delivered in its neighbour's place, they are asked for there.
        let asked = plan.deliveredPosition(position)
        for day in stride(from: 0, to: dates.days, by: dates.step) {
            let date = DateSpan(from: dates.from.adding(days: day), days: 1, kind: dates.kind)
            if dates.days == 1 || rows.meetsDefects(site, date) { rows.rows(position: asked, dates: date) { _ in } }
        }
        for (place, tally) in found.sorted(by: Self.standsBefore) { try body(row(place, tally, site)) }
    }

    private func take(_ defect: PlantedDefect, _ effect: DefectEffect) {
        guard !effect.covered.isEmpty else { return }
        let place = Place(defect: defect, mpan: effect.mpan, quantity: effect.quantity)
        let (first, last) = (effect.covered.lowerBound, effect.covered.upperBound - 1)
        var tally = found[place] ?? Tally(first: first, last: last, delivered: effect.delivered)
        tally.first = min(tally.first, first)
        tally.last = max(tally.last, last)
        tally.halfHours += effect.halfHours
        tally.before += effect.before
        tally.after += effect.after
        tally.missing += effect.missing
        found[place] = tally
    }

    private static func standsBefore(
        _ left: Dictionary<Place, Tally>.Element, _ right: Dictionary<Place, Tally>.Element
    ) -> Bool {
        func order(_ element: Dictionary<Place, Tally>.Element) -> [Int] {
            let defect = element.key.defect
            return [
                Int(element.key.mpan), element.value.first, Int(defect.kind.rawValue), defect.place,
                defect.halfHours.lowerBound, Int(element.key.quantity.rawValue),
            ]
        }
        return order(left).lexicographicallyPrecedes(order(right))
    }

    private func row(_ place: Place, _ tally: Tally, _ site: Site) -> AnswerKeyRow {
        AnswerKeyRow(
            mpan: MPANCore(body: place.mpan / 10), quantity: place.quantity, first: HalfHour(index: tally.first),
            last: HalfHour(index: tally.last), kind: place.defect.kind, variant: place.defect.variant,
            halfHours: tally.halfHours, before: tally.before, after: tally.after, missing: tally.missing,
            detail: detail(place.defect, site, delivered: tally.delivered))
    }

    /// Sizes and numbers of a defect in words. No commas or quotes: they stand in a CSV field as they are.
    private func detail(_ defect: PlantedDefect, _ site: Site, delivered: UInt64) -> String {
        let spec = plan.configuration.specs[defect.place]
        switch defect.kind {
        case .spike: return defect.variant == .factor ? "times \(defect.amount)" : "\(defect.amount) Wh added"
        case .drift: return "meter clock \(abs(defect.amount)) minutes \(defect.variant.rawValue)"
        case .unit:
            switch defect.variant {
            case .whAsKWh: return "times 1000"
            case .kWhAsMWh: return "divided by 1000"
            default: return "times 2"
            }
        case .multiplier:
            switch defect.variant {
            case .notApplied: return "divided by \(defect.amount)"
            case .appliedTwice: return "times \(defect.amount)"
            default: return "times \(defect.amount) thousandths"
            }
        case .estimated:
            return "\(plan.estimateQuality(defect, site).code) reason \(spec.parameters["reason"])"
        case .quality: return plan.wrongQuality(defect, site).code
        case .late:
            let times = plan.configuration.delivery
            return "batch \(defect.amount) on \(times.deliveredAt(date: defect.days.lowerBound, batch: defect.amount))"
        case .duplicate:
            let later = spec.parameters["batches_later"]
            let deviation = defect.variant == .different ? "; first copy off by \(defect.amount) thousandths" : ""
            return "second copy \(later == 0 ? "in the same batch" : "\(later) batches later")\(deviation)"
        case .order:
            if defect.variant == .days { return "after up to \(defect.amount) later rows" }
            let other = site.position ^ 1
            return other < plan.portfolio.count
                ? "exchanged with \(plan.portfolio.site(at: other).mpan)" : "no neighbour"
        case .wrongMPAN: return "delivered as \(Self.thirteen(delivered))"
        case .energisation: return defect.variant == .deEnergised ? "status D" : "status E"
        case .changeOfSupplier: return "new owner from \(UTCDay(number: defect.days.lowerBound).date.iso)"
        case .register: return "\(defect.amount) digits"
        case .precision: return defect.amount == 1 ? "every value" : "one value"
        default: return ""
        }
    }

    /// The digits of an MPAN as delivered, the check digit right or wrong.
    static func thirteen(_ number: UInt64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(13 - digits.utf8.count, 0)) + digits
    }
}
