import Kernel
public import Market

/// The rows as delivered: the true rows with the plan's defects on them. One a thread.
///
/// Rows that no defect covers are passed on as they are.
public final class DefectiveRows: RowSource {
    public let maker: RowMaker
    public let plan: DefectPlan
    /// The batch whose rows are given: 0 is the file itself, nil gives every batch's.
    public let batch: Int?

    /// How the row that is being given is delivered.
    public private(set) var delivery: Delivery
    /// What must be done to the bytes of the row that is being given; empty for nearly all.
    public private(set) var byteDefects: [ByteDefect] = []

    /// Told of each defect and row, for the answer key: what the row was and what it became.
    var listener: ((PlantedDefect, DefectEffect) -> Void)?

    private let schedule: DeliverySchedule
    private let spoiler: ValueSpoiler
    private let values: UnsafeMutablePointer<Int32>
    private let qualities: UnsafeMutablePointer<UInt8>
    private var imported: [PlantedDefect] = []
    private var exported: [PlantedDefect] = []
    private var active: [PlantedDefect] = []
    private var held: [HeldRow] = []
    private var site: Site
    private var span: Span

    /// The dates asked for last, and what they cover.
    private struct Span {
        var dates: DateSpan
        var halfHours: Range<Int>
        var days: Range<Int>

        init(_ dates: DateSpan) {
            self.dates = dates
            let first = dates.from.dayNumber
            days = first..<(first + dates.days)
            halfHours =
                dates.kind.halfHours(
                    of: dates.from
                ).lowerBound..<dates.kind.halfHours(of: dates.from.adding(days: dates.days - 1)).upperBound
        }
    }

    /// - Parameter batch: the batch whose rows are given; nil for all.
    public init(_ worker: ConsumptionWorker, _ plan: DefectPlan, batch: Int? = 0) {
        maker = RowMaker(worker)
        self.plan = plan
        self.batch = batch
        schedule = DeliverySchedule(plan)
        spoiler = ValueSpoiler(worker.generator)
        values = .allocate(capacity: 128)
        values.initialize(repeating: 0, count: 128)
        qualities = .allocate(capacity: 64)
        qualities.initialize(repeating: 0, count: 64)
        site = worker.site
        span = Span(DateSpan(from: worker.generator.configuration.from, days: 1, kind: .utc))
        delivery = Delivery(batch: 0, deliveredAt: HalfHour(index: 0), copy: 0, owner: 0, change: .plain)
    }

    deinit {
        values.deallocate()
        qualities.deallocate()
    }

    public func rows(position: Int, dates: DateSpan, _ body: (ConsumptionRow) throws -> Void) rethrows {
        guard dates.days > 0 else { return }
        let position = plan.deliveredPosition(position)
        if let batch, batch > 0 {
            // Nothing of a site without defects is in a late batch.
            guard meetsDefects(plan.portfolio.site(at: position), dates) else { return }
        }
        var isMet = false
        var mpan: UInt64 = 0
        try maker.rows(position: position, dates: dates) { row in
            if mpan == 0 {
                // The maker has loaded the site by now; finding it twice would cost as much as its first checks.
                mpan = row.mpan
                isMet = meetsDefects(maker.worker.site, dates)
                if isMet {
                    spoiler.load(site)
                    held.removeAll(keepingCapacity: true)
                }
            }
            if !isMet {
                delivery = schedule.onTime(date: dates.kind.date(ofRowAt: row.firstHalfHour))
                return try body(row)
            }
            if row.mpan != mpan {
                mpan = row.mpan
                try releaseAll(body)
            }
            try deliver(row, dates.kind, body)
        }
        if isMet { try releaseAll(body) }
    }

    /// Whether the rows of a site meet a defect on the dates.
    func meetsDefects(_ site: Site, _ dates: DateSpan) -> Bool {
        self.site = site
        collect(dates)
        return !imported.isEmpty || !exported.isEmpty
    }

    /// The defects that the site's rows of the dates can meet.
    private func collect(_ dates: DateSpan) {
        if dates != span.dates { span = Span(dates) }
        if !imported.isEmpty { imported.removeAll(keepingCapacity: true) }
        if !exported.isEmpty { exported.removeAll(keepingCapacity: true) }
        plan.collect(site, export: false, halfHours: span.halfHours, days: span.days, into: &imported)
        if site.export != nil {
            plan.collect(site, export: true, halfHours: span.halfHours, days: span.days, into: &exported)
        }
    }

    /// Gives what becomes of one true row.
    private func deliver(_ row: ConsumptionRow, _ kind: DayKind, _ body: (ConsumptionRow) throws -> Void) rethrows {
        let range = row.firstHalfHour..<(row.firstHalfHour + row.values.count)
        let date = kind.date(ofRowAt: row.firstHalfHour)
        let isExport = row.quantity == .activeExport
        active.removeAll(keepingCapacity: true)
        for defect in isExport ? exported : imported
        where defect.touches(range, date: date) && plan.acts(defect, on: row.quantity) {
            active.append(defect)
        }
        byteDefects.removeAll(keepingCapacity: true)
        if active.isEmpty {
            delivery = schedule.onTime(date: date)
            if batch ?? 0 == 0 { try giveAndRelease(row, body) }
            return
        }
        let deliveries = schedule.deliveries(active, date: date)
        var spoiled = spoil(row, kind)
        for defect in active where defect.kind == .wrongMPAN {
            guard let core = isExport ? site.export : site.mpan else { continue }
            spoiled.mpan = plan.wrongMPAN(defect, of: core, site: site)
        }
        let isOmitted = isWhollyMissing(spoiled) && active.contains { $0.kind == .missing && $0.variant == .omitted }
        let passes = active.reduce(0) { $1.kind == .order && $1.variant == .days ? max($0, $1.amount) : $0 }
        for defect in active where defect.kind.level == .bytes { byteDefects.append(ByteDefect(defect)) }
        let deviation = active.first { $0.kind == .duplicate && $0.variant == .different }?.amount ?? 0
        report(row, spoiled, isOmitted: isOmitted, copies: deliveries.count, deviation: deviation)
        if isOmitted { return }
        for one in deliveries where batch == nil || batch == one.batch {
            delivery = one
            // Of two unlike copies the first deviates and the second is right, so that the latest wins.
            let copy = one.copy == 0 && deviation != 0 ? deviated(spoiled, by: deviation) : spoiled
            if passes > 0 {
                held.append(HeldRow(copy, rest: passes, delivery: one, bytes: byteDefects))
            } else {
                try giveAndRelease(copy, body)
            }
        }
    }

    /// The row with the values and qualities that its defects leave, in this object's memory.
    private func spoil(_ row: ConsumptionRow, _ kind: DayKind) -> ConsumptionRow {
        var count = 0
        var differs = false
        for place in 0..<row.values.count {
            let halfHour = row.firstHalfHour + place
            var value = row.values[place]
            var quality = row.quality(at: place).index
            var isCut = false
            if let defect = active.first(where: { $0.kind.level == .values && $0.halfHours.contains(halfHour) }) {
                // A local day given with too few periods is shorter; a UTC day always has 48 places.
                isCut = kind == .local && (defect.kind == .shortDayGap || defect.kind == .longDayCut)
                value = spoiler.value(defect, row.quantity, at: halfHour, true: value)
                if defect.kind == .estimated { quality = plan.estimateQuality(defect, site).index }
            }
            if let defect = active.first(where: { $0.kind == .quality && $0.halfHours.contains(halfHour) }) {
                quality = plan.wrongQuality(defect, site).index
            }
            if isCut { continue }
            differs = differs || quality != row.quality.index
            values[count] = value
            qualities[count] = quality
            count += 1
        }
        var spoiled = row
        spoiled.values = UnsafeBufferPointer(start: values, count: count)
        spoiled.qualities = differs ? UnsafePointer(qualities) : nil
        for defect in active where defect.kind == .changeOfSupplier && defect.variant == .segment {
            spoiled.supply.segment = row.supply.segment == .smart ? .advanced : .smart
        }
        return spoiled
    }

    private func isWhollyMissing(_ row: ConsumptionRow) -> Bool {
        row.values.allSatisfy { $0 == ConsumptionRow.missing }
    }

    /// The first of two unlike copies: every value off by so many thousandths, and by 1 at least.
    private func deviated(_ row: ConsumptionRow, by perMille: Int) -> ConsumptionRow {
        let other = values + 64
        for (place, value) in row.values.enumerated() {
            other[place] = value == ConsumptionRow.missing ? value : Self.deviated(value, by: perMille)
        }
        var copy = row
        copy.values = UnsafeBufferPointer(start: UnsafePointer(other), count: row.values.count)
        return copy
    }

    static func deviated(_ value: Int32, by perMille: Int) -> Int32 {
        let change = Int(value) * perMille / 1_000
        return ValueSpoiler.clamped(Int(value) + (change == 0 ? 1 : change))
    }

    /// Tells the listener what each defect did to the row.
    private func report(
        _ row: ConsumptionRow, _ spoiled: ConsumptionRow, isOmitted: Bool, copies: Int, deviation: Int
    ) {
        guard let listener else { return }
        // Where a local day was cut, the delivered places are fewer than the true ones.
        var delivered = 0
        let end = row.firstHalfHour + row.values.count
        let isShorter = spoiled.values.count < row.values.count
        var effects = active.map { defect in
            let covered =
                defect.kind.coversDates
                ? row.firstHalfHour..<end : defect.halfHours.clamped(to: row.firstHalfHour..<end)
            return DefectEffect(row: row, delivered: spoiled.mpan, covered: covered)
        }
        for place in 0..<row.values.count {
            let halfHour = row.firstHalfHour + place
            let decider = active.firstIndex { $0.kind.level == .values && $0.halfHours.contains(halfHour) }
            let isCut =
                isShorter && (decider.map { [.shortDayGap, .longDayCut].contains(active[$0].kind) } ?? false)
            let after = isCut || isOmitted ? ConsumptionRow.missing : spoiled.values[delivered]
            if !isCut { delivered += 1 }
            for number in active.indices where effects[number].covered.contains(halfHour) {
                if active[number].kind.level == .values && number != decider { continue }
                let isDuplicate = active[number].kind == .duplicate
                effects[number].add(
                    before: row.values[place], after: after,
                    copies: isDuplicate ? copies : 1, deviation: isDuplicate ? deviation : 0)
            }
        }
        for number in active.indices { listener(active[number], effects[number]) }
    }
}

extension DefectiveRows {
    /// Gives a row, and then what was held back until as many rows had passed.
    private func giveAndRelease(_ row: ConsumptionRow, _ body: (ConsumptionRow) throws -> Void) rethrows {
        try body(row)
        if held.isEmpty { return }
        for place in held.indices { held[place].rest -= 1 }
        let due = held.filter { $0.rest <= 0 }
        held.removeAll { $0.rest <= 0 }
        for row in due { try give(row, body) }
    }

    private func releaseAll(_ body: (ConsumptionRow) throws -> Void) rethrows {
        let due = held
        held.removeAll(keepingCapacity: true)
        for row in due { try give(row, body) }
    }

    private func give(_ row: HeldRow, _ body: (ConsumptionRow) throws -> Void) rethrows {
        delivery = row.delivery
        byteDefects = row.bytes
        try row.values.withUnsafeBufferPointer { values in
            try row.qualities.withUnsafeBufferPointer { qualities in
                var given = row.row
                given.values = values
                given.qualities = row.row.qualities == nil ? nil : qualities.baseAddress
                try body(given)
            }
        }
    }
}

/// A row that later ones pass, with memory of its own.
private struct HeldRow {
    /// The values and qualities it points to are gone.
    var row: ConsumptionRow
    var values: [Int32]
    var qualities: [UInt8]
    /// How many rows must still pass.
    var rest: Int
    var delivery: Delivery
    var bytes: [ByteDefect]

    init(_ row: ConsumptionRow, rest: Int, delivery: Delivery, bytes: [ByteDefect]) {
        self.row = row
        values = Array(row.values)
        qualities = row.qualities.map { Array(UnsafeBufferPointer(start: $0, count: row.values.count)) } ?? []
        self.rest = rest
        self.delivery = delivery
        self.bytes = bytes
    }
}

/// What a defect did to one row.
struct DefectEffect {
    let mpan: UInt64
    let quantity: MeasurementQuantity
    /// The digits under which the row was delivered.
    let delivered: UInt64
    /// The half hours of the row that the defect covers.
    let covered: Range<Int>
    /// Half hours that it decides; another may take precedence.
    private(set) var halfHours = 0
    private(set) var before = 0
    private(set) var after = 0
    private(set) var missing = 0

    init(row: ConsumptionRow, delivered: UInt64, covered: Range<Int>) {
        mpan = row.mpan
        quantity = row.quantity
        self.delivered = delivered
        self.covered = covered
    }

    mutating func add(before value: Int32, after delivered: Int32, copies: Int, deviation: Int) {
        halfHours += 1
        if value != ConsumptionRow.missing { before += Int(value) }
        if delivered == ConsumptionRow.missing {
            missing += 1
            return
        }
        after += Int(delivered) * (deviation == 0 ? copies : copies - 1)
        if deviation != 0 { after += Int(DefectiveRows.deviated(delivered, by: deviation)) }
    }
}

extension DayKind {
    /// The number of the date whose row begins at a half hour.
    func date(ofRowAt firstHalfHour: Int) -> Int {
        // A local day begins at midnight UTC or two half hours before.
        (firstHalfHour + (self == .local ? 2 : 0)).flooredQuotient(by: HalfHour.perDay)
    }
}
