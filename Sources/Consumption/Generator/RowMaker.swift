public import Kernel
public import Market

/// Gives the rows of one site after another: what a delivery file holds of it.
public protocol RowSource {
    /// Gives every row of a site over the dates, in order of MPAN (import, then the linked export), date and quantity.
    ///
    /// The memory of a row is good during the call of `body` only.
    func rows(position: Int, dates: DateSpan, _ body: (ConsumptionRow) throws -> Void) rethrows
}

/// Consecutive dates and the kind of days they are.
public struct DateSpan: Sendable, Hashable {
    public var from: CalendarDate
    public var days: Int
    public var kind: DayKind
    /// Every how many days: 1 for each.
    public var step: Int

    public init(from: CalendarDate, days: Int, kind: DayKind, step: Int = 1) {
        self.from = from
        self.days = days
        self.kind = kind
        self.step = step
    }
}

/// The true rows: what the meters measured, nothing missing or spoiled. Traditional meters measure no half hours: what is
/// given for them are estimates, by the class's parameter `estimate_basis`.
///
/// One a thread. A site with solar panels costs no more for its export: its days are kept from the import's pass.
public final class RowMaker: RowSource {
    public let worker: ConsumptionWorker
    /// Half hours of the row being given: room for 50.
    private let row: UnsafeMutablePointer<Int32>
    private var exported: [Int32] = []
    private let estimateBasis: Int
    private lazy var estimates = TraditionalEstimates(
        worker.generator, basis: estimateBasis == 2 ? .shown : .counted)
    /// At hand, and not fetched from another room for every row.
    private let (actual, estimate) = (QualityCode.actual, QualityCode.estimate)
    /// The dates asked for last, and the half hours of each.
    private var dates: DateSpan?
    private var days: UnsafeMutableBufferPointer<Range<Int>>

    public init(_ worker: ConsumptionWorker) {
        self.worker = worker
        estimateBasis = worker.generator.configuration.classes[.traditional]?["estimate_basis"] ?? 0
        row = .allocate(capacity: 64)
        row.initialize(repeating: 0, count: 64)
        days = .allocate(capacity: 0)
    }

    deinit {
        row.deallocate()
        days.deallocate()
    }

    public func rows(position: Int, dates: DateSpan, _ body: (ConsumptionRow) throws -> Void) rethrows {
        if dates != self.dates { take(dates) }
        worker.load(position: position)
        let (mpan, export) = (worker.site.mpan.number, worker.site.export)
        var supply = worker.supply
        exported.removeAll(keepingCapacity: true)
        for halfHours in days { try give(halfHours, mpan, supply, keepingExport: export != nil, body) }
        guard let export else { return }
        supply.distributor = export.distributor
        var at = 0
        for halfHours in days {
            try exported.withUnsafeBufferPointer { all in
                let values = UnsafeBufferPointer(rebasing: all[at..<(at + halfHours.count)])
                try body(
                    ConsumptionRow(
                        mpan: export.number, firstHalfHour: halfHours.lowerBound, quantity: .activeExport,
                        values: values, quality: actual, supply: supply))
            }
            at += halfHours.count
        }
    }

    /// Works out the half hours of dates that were not asked for last.
    @inline(never)
    private func take(_ dates: DateSpan) {
        let found = stride(from: 0, to: dates.days, by: dates.step).map {
            dates.kind.halfHours(of: dates.from.adding(days: $0))
        }
        days.deallocate()
        days = .allocate(capacity: found.count)
        _ = days.initialize(fromContentsOf: found)
        self.dates = dates
    }

    /// The value delivered for one half hour of a site: what the bulk file holds.
    public func value(position: Int, _ quantity: MeasurementQuantity, at halfHour: HalfHour) -> Int32 {
        worker.load(position: position)
        return deliver(halfHour.day).row(quantity)[halfHour.period - 1]
    }

    /// What is delivered of the loaded site on a UTC day.
    @inline(__always)
    private func deliver(_ day: UTCDay) -> DayScratch {
        guard worker.site.kind.siteClass == .traditional else { return worker.make(day) }
        guard estimateBasis > 0, let estimated = estimates.estimates(for: worker.site, day: day) else {
            return worker.makeExpected(day)
        }
        // Export, where there is any, is metered by the half hour even there.
        let made = worker.site.export == nil ? worker.makeExpected(day) : worker.make(day)
        made.activeImport.update(from: estimated, count: HalfHour.perDay)
        return made
    }

    /// Gives one day's rows of the import MPAN. A local day in summer lies on two UTC days.
    @inline(__always)
    private func give(
        _ halfHours: Range<Int>, _ mpan: UInt64, _ supply: SupplyPoint, keepingExport: Bool,
        _ body: (ConsumptionRow) throws -> Void
    ) rethrows {
        let first = halfHours.lowerBound.flooredQuotient(by: HalfHour.perDay)
        guard halfHours == UTCDay(number: first).halfHours else {
            return try giveParts(halfHours, mpan, supply, keepingExport: keepingExport, body)
        }
        let made = deliver(UTCDay(number: first))
        if keepingExport { exported.append(contentsOf: UnsafeBufferPointer(start: made.activeExport, count: 48)) }
        var row = ConsumptionRow(
            mpan: mpan, firstHalfHour: halfHours.lowerBound, quantity: .activeImport,
            values: UnsafeBufferPointer(start: UnsafePointer(made.activeImport), count: 48),
            quality: worker.site.kind.siteClass == .traditional ? estimate : actual, supply: supply)
        try body(row)
        guard worker.measuresReactive else { return }
        row.quantity = .reactiveImport
        row.values = UnsafeBufferPointer(start: UnsafePointer(made.reactiveImport), count: 48)
        try body(row)
        row.quantity = .reactiveExport
        row.values = UnsafeBufferPointer(start: UnsafePointer(made.reactiveExport), count: 48)
        try body(row)
    }

    /// Gives the rows of a day that is no UTC day.
    private func giveParts(
        _ halfHours: Range<Int>, _ mpan: UInt64, _ supply: SupplyPoint, keepingExport: Bool,
        _ body: (ConsumptionRow) throws -> Void
    ) rethrows {
        let first = halfHours.lowerBound.flooredQuotient(by: HalfHour.perDay)
        let last = (halfHours.upperBound - 1).flooredQuotient(by: HalfHour.perDay)
        for quantity in worker.quantities + (keepingExport ? [.activeExport] : []) {
            for day in first...last {
                let made = deliver(UTCDay(number: day)).row(quantity)
                let start = day * HalfHour.perDay
                let covered = halfHours.clamped(to: start..<(start + HalfHour.perDay))
                (row + (covered.lowerBound - halfHours.lowerBound)).update(
                    from: made + (covered.lowerBound - start), count: covered.count)
            }
            let values = UnsafeBufferPointer(start: UnsafePointer(row), count: halfHours.count)
            if quantity == .activeExport {
                exported.append(contentsOf: values)
            } else {
                try body(
                    ConsumptionRow(
                        mpan: mpan, firstHalfHour: halfHours.lowerBound, quantity: quantity, values: values,
                        quality: worker.quality, supply: supply))
            }
        }
    }
}

extension ConsumptionWorker {
    /// What the import MPAN's meter measures, in order. Exports are the linked MPAN's.
    public var quantities: [MeasurementQuantity] {
        measuresReactive ? [.activeImport, .reactiveImport, .reactiveExport] : [.activeImport]
    }

    /// Whether the import MPAN's meter measures reactive energy: advanced ones do.
    var measuresReactive: Bool { site.kind.siteClass.segment == .advanced }

    /// The quality of what is delivered for the loaded site before any defect.
    public var quality: QualityCode { site.kind.siteClass == .traditional ? .estimate : .actual }

    /// What rows say of the loaded site.
    public var supply: SupplyPoint {
        SupplyPoint(
            region: site.region, segment: site.kind.siteClass.segment, connection: connection,
            distributor: site.mpan.distributor)
    }

    /// One half hour of one of the loaded site's quantities as its meter measured it, in watt-hours (var-hours where reactive).
    public func value(_ quantity: MeasurementQuantity, at halfHour: HalfHour) -> Int32 {
        make(halfHour.day).row(quantity)[halfHour.period - 1]
    }
}
