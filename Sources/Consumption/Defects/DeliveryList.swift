public import Kernel
public import Market

/// Rows that arrive together: one row that leaves its day's delivery, or what is left of a day's delivery.
public struct DeliveryLine: Sendable, Hashable {
    /// When they arrive.
    public var deliveredAt: HalfHour
    /// 0 for the file itself; late batches count from 1.
    public var batch: Int
    /// The digits under which the row is delivered; nil for a day's delivery.
    public var mpan: UInt64?
    public var quantity: MeasurementQuantity?
    /// The rows' date of their own kind of day.
    public var date: CalendarDate
    /// How many: 1, or what the day's delivery holds besides the rows that have lines of their own.
    public var rows: Int
    /// 1 for a row's first delivery, 2 for its duplicate.
    public var copy: Int

    /// The line of `deliveries.csv`, its newline included.
    /// - Parameter file: the name of the file that holds the rows.
    public func csv(file: String) -> String {
        "\(deliveredAt),\(batch),\(file),\(mpan.map(AnswerKey.thirteen) ?? ""),\(quantity?.code ?? ""),\(date.iso),"
            + "\(rows),\(copy)\n"
    }
}

/// What of a run arrives when, row by row: a line for each row that leaves its day's delivery, and one for each day's
/// delivery. One a thread.
///
/// A row that comes late, or for the second time, has a line of its own; the others are counted. A row that a defect
/// withholds for good arrives never and is in no line. So the rows of a file's lines sum to the rows in the file.
public final class DeliveryList {
    /// The first line of `deliveries.csv`, its newline included.
    public static let header = "delivered_at,batch,file,mpan,mq,date,rows,copy\n"

    public let plan: DefectPlan
    public let dates: DateSpan
    private let source: DefectiveRows
    /// Rows of every date, of sites that keep to the days' deliveries.
    private var everyDay = 0
    /// Rows of each date, of the other sites.
    private var byDate: [Int]
    private var lines: (imported: [DeliveryLine], exported: [DeliveryLine]) = ([], [])
    private var planted: [PlantedDefect] = []

    public init(_ worker: ConsumptionWorker, _ plan: DefectPlan, _ dates: DateSpan) {
        self.plan = plan
        self.dates = dates
        source = DefectiveRows(worker, plan, batch: nil)
        byDate = [Int](repeating: 0, count: dates.count)
    }

    /// Rows in each date's own delivery, of the sites that were asked for.
    public var onTime: [Int] { byDate.map { $0 + everyDay } }

    /// Gives a line for each row of a position that leaves its day's delivery, in order of metering point, date and
    /// quantity, and counts the others.
    public func lines(position: Int, _ body: (DeliveryLine) throws -> Void) rethrows {
        let site = plan.portfolio.site(at: plan.deliveredPosition(position))
        let quantities =
            DefectGate.quantities(of: site.kind, export: false).count + (site.export == nil ? 0 : 1)
        guard moves(site, dates) else {
            everyDay += quantities
            return
        }
        for place in byDate.indices {
            let one = DateSpan(from: dates.date(place), days: 1, kind: dates.kind)
            guard moves(site, one) else {
                byDate[place] += quantities
                continue
            }
            source.rows(position: position, dates: one) { row in take(row, place) }
        }
        for line in lines.imported { try body(line) }
        for line in lines.exported { try body(line) }
        lines.imported.removeAll(keepingCapacity: true)
        lines.exported.removeAll(keepingCapacity: true)
    }

    private func take(_ row: ConsumptionRow, _ place: Int) {
        let delivery = source.delivery
        guard delivery.batch > 0 || delivery.copy > 0 else {
            byDate[place] += 1
            return
        }
        let line = DeliveryLine(
            deliveredAt: delivery.deliveredAt, batch: delivery.batch, mpan: row.mpan, quantity: row.quantity,
            date: dates.date(place), rows: 1, copy: delivery.copy + 1)
        if row.quantity == .activeExport { lines.exported.append(line) } else { lines.imported.append(line) }
    }

    /// Whether a defect can keep a row of the dates from its day's delivery, or add one.
    private func moves(_ site: Site, _ dates: DateSpan) -> Bool {
        let first = dates.from.dayNumber
        let last = dates.from.adding(days: dates.days - 1)
        let halfHours =
            dates.kind.halfHours(of: dates.from).lowerBound..<dates.kind.halfHours(of: last).upperBound
        for export in [false, true] where !export || site.export != nil {
            planted.removeAll(keepingCapacity: true)
            plan.collect(
                site, export: export, halfHours: halfHours, days: first..<(first + dates.days), into: &planted)
            if planted.contains(where: Self.moves) { return true }
        }
        return false
    }

    private static func moves(_ defect: PlantedDefect) -> Bool {
        defect.kind == .late || defect.kind == .duplicate
            || (defect.kind == .missing && defect.variant == .omitted)
    }
}

extension DeliverySchedule {
    /// The lines of the days' own deliveries, in order of date.
    /// - Parameter rows: what `DeliveryList.onTime` says of each date; of several lists, their sums.
    public func daily(_ dates: DateSpan, rows: [Int]) -> [DeliveryLine] {
        rows.enumerated().map { place, rows in
            let date = dates.date(place)
            return DeliveryLine(
                deliveredAt: onTime(date: date.dayNumber).deliveredAt, batch: 0, mpan: nil, quantity: nil, date: date,
                rows: rows, copy: 1)
        }
    }
}

extension DateSpan {
    /// How many dates have rows.
    public var count: Int { (max(days, 0) + step - 1) / step }

    /// The date at a place, from 0.
    func date(_ place: Int) -> CalendarDate { from.adding(days: place * step) }
}
