public import Kernel
public import Market

/// One delivery of a row.
public struct Delivery: Sendable, Hashable {
    /// 0 for the file itself; late batches count from 1.
    public var batch: Int
    /// When it arrives.
    public var deliveredAt: HalfHour
    /// 0 for a row's first delivery, 1 for its duplicate.
    public var copy: Int
    /// Who owns the date: 0 for who owned the metering point first, 1 from a change of supplier or agent on.
    public var owner: Int
    /// What `owner` counts: `.supplier`, `.agent`, `.segment`, or `.plain` without a change.
    public var change: DefectVariant
}

/// Which batch carries which row, and when: computed for any row by itself.
public struct DeliverySchedule: Sendable {
    public let plan: DefectPlan

    /// Half hours from a date's midnight UTC to its delivery when on time.
    private let onTimeHalfHours: Int

    public init(_ plan: DefectPlan) {
        self.plan = plan
        onTimeHalfHours = plan.configuration.delivery.deliveredAt(date: 0, batch: 0).index
    }

    /// Batch numbers that can hold rows, 0 included.
    public var batches: ClosedRange<Int> {
        var last = 0
        for spec in plan.configuration.specs {
            if spec.kind == .late { last += max(plan.configuration.delivery.lateDays.count, 1) }
            if spec.kind == .duplicate { last += spec.parameters["batches_later"] }
        }
        return 0...last
    }

    /// The deliveries of a row, the first copy first.
    ///
    /// - Parameters:
    ///   - date: the row's date of its own kind of day.
    public func deliveries(
        of site: Site, _ quantity: MeasurementQuantity, date: CalendarDate, kind: DayKind
    ) -> [Delivery] {
        let number = date.dayNumber
        let defects = plan.defects(
            of: site, export: quantity == .activeExport, halfHours: kind.halfHours(of: date),
            days: number..<(number + 1)
        ).filter { plan.acts($0, on: quantity) }
        return deliveries(defects, date: number)
    }

    /// Whether a batch holds the row, as its first copy or its duplicate.
    public func holds(
        batch: Int, _ site: Site, _ quantity: MeasurementQuantity, date: CalendarDate, kind: DayKind
    ) -> Bool {
        deliveries(of: site, quantity, date: date, kind: kind).contains { $0.batch == batch }
    }

    /// The delivery of a row that no defect covers.
    func onTime(date: Int) -> Delivery {
        Delivery(
            batch: 0, deliveredAt: HalfHour(index: date * HalfHour.perDay + onTimeHalfHours), copy: 0, owner: 0,
            change: .plain)
    }

    /// The deliveries of a row that these defects cover.
    func deliveries(_ defects: [PlantedDefect], date: Int) -> [Delivery] {
        var batch = 0
        var duplicate: Int?
        var owner: (number: Int, change: DefectVariant) = (0, .plain)
        for defect in defects {
            switch defect.kind {
            case .late: batch = max(batch, defect.amount)
            case .duplicate:
                let later = plan.configuration.specs[defect.place].parameters["batches_later"]
                duplicate = max(duplicate ?? 0, later)
            case .changeOfSupplier: owner = (1, defect.variant)
            default: break
            }
        }
        let times = plan.configuration.delivery
        func delivery(_ batch: Int, copy: Int) -> Delivery {
            Delivery(
                batch: batch, deliveredAt: times.deliveredAt(date: date, batch: batch), copy: copy,
                owner: owner.number, change: owner.change)
        }
        let first = delivery(batch, copy: 0)
        guard let later = duplicate else { return [first] }
        return [first, delivery(batch + later, copy: 1)]
    }
}

extension DefectPlan {
    /// Whether a planted defect acts on a quantity.
    func acts(_ defect: PlantedDefect, on quantity: MeasurementQuantity) -> Bool {
        defect.touches(quantity) && configuration.specs[defect.place].scope.includes(quantity)
    }

    /// The quality code that `EST` gives a site's values.
    func estimateQuality(_ defect: PlantedDefect, _ site: Site) -> QualityCode {
        let own = site.kind.siteClass.segment == .smart ? Self.earlierDailyAdvance : Self.lastResort
        return configuration.specs[defect.place].quality ?? own
    }

    private static let earlierDailyAdvance = QualityCode(code: "E5") ?? .estimate
    private static let lastResort = QualityCode(code: "EA12") ?? .estimate

    /// The quality code that `QUAL` gives a site's values.
    func wrongQuality(_ defect: PlantedDefect, _ site: Site) -> QualityCode {
        guard defect.variant == .otherSegment else { return QualityCode(index: UInt8(clamping: defect.amount)) }
        let list = configuration.specs[defect.place].parameters.list("codes_for_\(site.kind.siteClass.segment.word)")
        return QualityCode(index: UInt8(clamping: list[defect.amount % list.count]))
    }

    /// The thirteen digits under which `WRONGM` delivers a row.
    func wrongMPAN(_ defect: PlantedDefect, of core: MPANCore, site: Site) -> UInt64 {
        switch defect.variant {
        case .linked:
            return (core == site.mpan ? site.export : site.mpan)?.number ?? core.number
        case .unknown:
            // A block of the invented distributor that no portfolio allots.
            var body = 998_000_000_000 + UInt64(defect.choice) % 1_000_000_000
            while portfolio.position(of: MPANCore(body: body)) != nil { body += 1 }
            return MPANCore(body: body).number
        default:
            let wrong = (UInt64(core.checkDigit) + 1 + UInt64(defect.choice % 9)) % 10
            return core.body * 10 + wrong
        }
    }

    /// Whether the registration says energised on a date; `ENERG` contradicts it while there is consumption.
    public func isEnergised(_ site: Site, export: Bool = false, on date: CalendarDate) -> Bool {
        let number = date.dayNumber
        let day = UTCDay(date).firstHalfHour.index
        return !defects(of: site, export: export, halfHours: day..<(day + HalfHour.perDay), days: number..<(number + 1))
            .contains { $0.variant == .deEnergised }
    }
}
