import Consumption
import Kernel
import Market

/// One site's day as its meters measured it.
struct ConsumptionSiteDay: Sendable, Hashable {
    struct Column: Sendable, Hashable {
        let quantity: MeasurementQuantity
        /// One for each half hour of the day, in watt-hours (var-hours where reactive).
        let values: [Int32]

        /// `Import, kWh`.
        var name: String {
            switch quantity {
            case .activeImport: "Import"
            case .activeExport: "Export"
            case .reactiveImport: "Reactive import"
            case .reactiveExport: "Reactive export"
            }
        }
        var unit: String { quantity.isReactive ? "kvarh" : "kWh" }
        var total: Int { values.reduce(0) { $0 + Int($1) } }
    }

    let site: Site
    let facts: SiteFacts
    let quality: QualityCode
    let date: CalendarDate
    let kind: DayKind
    let halfHours: Range<Int>
    /// The import MPAN's quantities, then the linked export MPAN's.
    let columns: [Column]

    init(_ generator: ConsumptionGenerator, position: Int, date: CalendarDate, kind: DayKind) {
        let maker = RowMaker(generator.makeWorker())
        var columns: [Column] = []
        maker.rows(position: position, dates: DateSpan(from: date, days: 1, kind: kind)) { row in
            columns.append(Column(quantity: row.quantity, values: Array(row.values)))
        }
        maker.worker.load(position: position)
        site = maker.worker.site
        facts = maker.worker.facts
        quality = maker.worker.quality
        self.date = date
        self.kind = kind
        halfHours = kind.halfHours(of: date)
        self.columns = columns
    }

    /// What a clock of the day's kind shows when a half hour begins.
    func clock(_ halfHour: HalfHour) -> String { kind == .utc ? halfHour.utcClock : halfHour.local.clock }
}

extension HalfHour {
    /// `17:30`, by UTC.
    var utcClock: String {
        let (hour, isHalf) = ((period - 1) / 2, (period - 1) % 2 == 1)
        return "\(hour < 10 ? "0" : "")\(hour):\(isHalf ? "30" : "00")"
    }
}
