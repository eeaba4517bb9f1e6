import Kernel
import Market

/// One specification, made ready to be asked about many metering points.
struct DefectGate: Sendable {
    enum Mode: Sendable {
        /// At most one start in each cell of days.
        case cells
        /// At each clock change that suits the kind.
        case clockChanges
        /// At most one in the run, for a share of the metering points.
        case once
        /// One in the run, for exactly so many.
        case budget
    }

    let place: Int
    let spec: DefectSpec
    /// The defect's own number: its kind and the how-manieth of its kind it is.
    let stream: UInt64
    let mode: Mode
    /// A cell has 2^shift days.
    let shift: Int
    /// How many cells before a day's own a defect that covers it can have started in: 0 or 1.
    let lookBack: Int
    let threshold: UInt64
    /// UTC days on which one may start.
    let startDays: Range<Int>
    var budget: BudgetChoice?
    /// For defects about clock changes: the days of `startDays` that suit them, ascending.
    private let suitedDays: [Int]
    private let regions: UInt16
    private let mpans: Set<MPANCore>

    init(_ place: Int, _ spec: DefectSpec, stream: UInt64, run: Range<Int>) {
        self.place = place
        self.spec = spec
        self.stream = stream
        let perMillion: Int
        (mode, perMillion) =
            switch spec.amount {
            case .rate(let rate): (spec.kind.belongsToClockChange ? .clockChanges : .cells, rate)
            case .share(let rate): (.once, rate)
            case .budget: (.budget, 0)
            }
        let days = spec.mostDays
        shift = Self.cellShift(of: spec)
        lookBack = spec.mostHalfHours == 1 || (spec.kind.coversDates && days == 1) ? 0 : 1
        threshold = DefectDraw.threshold(perMillion: mode == .cells ? min(perMillion << shift, 1_000_000) : perMillion)
        let all = ConsumptionConfiguration.dates
        let anyDay = all.lowerBound.dayNumber..<(all.upperBound.dayNumber + 1)
        let within = spec.scope.dayNumbers ?? (mode == .cells || mode == .clockChanges ? anyDay : run)
        startDays = within
        suitedDays = Self.suitedDays(spec.kind, within, listed: mode != .cells)
        regions = spec.scope.regions.isEmpty ? .max : spec.scope.regions.reduce(0) { $0 | 1 << UInt16($1.rawValue) }
        mpans = Set(spec.scope.mpans)
    }

    /// How many times two days must be doubled, from one, to last as long as the longest.
    static func cellShift(of spec: DefectSpec) -> Int {
        var shift = 0
        while 1 << shift < spec.mostDays { shift += 1 }
        return shift
    }

    /// Whether there is a day for a defect that a metering point has once.
    var hasStartDay: Bool {
        spec.kind.belongsToClockChange || spec.kind == .localAsUTC ? !suitedDays.isEmpty : !startDays.isEmpty
    }

    /// Whether the scope leaves a metering point in, its kind of site apart.
    func admits(_ site: Site, _ core: MPANCore) -> Bool {
        regions & 1 << UInt16(site.region.rawValue) != 0 && (mpans.isEmpty || mpans.contains(core))
    }

    /// Whether the defect can happen to the import or export MPAN of a kind of site.
    func suits(_ kind: SiteKind, export: Bool) -> Bool {
        guard !(spec.variant?.belongsToFile ?? false), spec.scope.includes(kind.siteClass) else { return false }
        if export && !kind.addOns.contains(.solar) { return false }
        let own = Self.quantities(of: kind, export: export)
        return own.contains(where: spec.scope.includes) && !variants(of: kind, export: export).isEmpty
    }

    static func quantities(of kind: SiteKind, export: Bool) -> [MeasurementQuantity] {
        if export { return [.activeExport] }
        return kind.siteClass.segment == .advanced
            ? [.activeImport, .reactiveImport, .reactiveExport] : [.activeImport]
    }

    /// The ways in which the defect can come at a kind of site.
    func variants(of kind: SiteKind, export: Bool) -> [DefectVariant] {
        let segment = kind.siteClass.segment
        switch spec.kind {
        // Street lamps have no meter: an inventory is never estimated, frozen, drifting or multiplied.
        case .estimated, .stuck, .drift, .register: if segment == .unmetered { return [] }
        case .multiplier: if segment != .advanced { return [] }
        default: break
        }
        let possible = spec.variant.map { [$0] } ?? spec.kind.variants.filter { !$0.belongsToFile && $0 != .sites }
        return possible.filter { variant in
            switch variant {
            case .swapped, .linked: kind.addOns.contains(.solar) && !export
            case .reactive: segment == .advanced && !export
            case .sites: !export
            case .segment: segment != .unmetered
            default: true
            }
        }
    }

    /// The day on which the defect of a cell starts; nil where the scope or the kind leaves the day out.
    func startDay(cell: Int, _ bits: UInt32) -> Int? {
        if cell == DefectDraw.onceCell {
            if spec.kind.belongsToClockChange || spec.kind == .localAsUTC {
                return suitedDays.isEmpty ? nil : suitedDays[FixedPoint.below(suitedDays.count, bits)]
            }
            if spec.variant == .sites { return startDays.lowerBound }
            return startDays.lowerBound + FixedPoint.below(startDays.count, bits)
        }
        if mode == .clockChanges { return cell }
        let day = cell << shift + FixedPoint.below(1 << shift, bits)
        guard startDays.contains(day) else { return nil }
        if spec.kind == .localAsUTC, !Self.hasSummerTime(day) { return nil }
        return day
    }

    /// What a defect that starts on a day covers.
    func span(
        from day: Int, variant: DefectVariant, _ draw: Philox.Block, _ more: Philox.Block
    ) -> (halfHours: Range<Int>, days: Range<Int>) {
        let values = spec.parameters
        let lastHalfHour = startDays.upperBound * HalfHour.perDay
        func days(_ count: Int) -> (Range<Int>, Range<Int>) {
            let end = min(day + count, startDays.upperBound)
            return (day * HalfHour.perDay..<end * HalfHour.perDay, day..<end)
        }
        func halfHours(_ start: Int, _ count: Int) -> (Range<Int>, Range<Int>) {
            let end = min(start + count, lastHalfHour)
            return (start..<end, day..<((end - 1).flooredQuotient(by: HalfHour.perDay) + 1))
        }
        func drawnDays() -> Int {
            DefectDraw.length(draw.z, mean: values["length_mean_days"], most: values["length_most_days"])
        }
        if spec.kind == .changeOfSupplier || variant == .sites { return days(.max >> 8) }
        if spec.kind.belongsToClockChange { return halfHours(day * HalfHour.perDay + 2, 2) }
        if spec.kind.coversDates || spec.kind == .localAsUTC { return days(drawnDays()) }
        if spec.kind == .missing, FixedPoint.below(1_000, more.z) < values["whole_days_per_mille"] {
            return days(drawnDays())
        }
        let given = values["start_period"]
        // One that a metering point has once starts before 22:00 UTC, so that a summer day's rows by local time have
        // some of it even on the run's last day.
        let place = given > 0 ? given - 1 : FixedPoint.below(mode == .cells ? 48 : 44, draw.y)
        let start = day * HalfHour.perDay + place
        if spec.kind == .register { return halfHours(start, 1) }
        if values.specs.contains(where: { $0.name == "length_mean" }) {
            return halfHours(
                start, DefectDraw.length(draw.z, mean: values["length_mean"], most: values["length_most"]))
        }
        return halfHours(start, drawnDays() * HalfHour.perDay)
    }

    /// The clock changes among days that suit the kind.
    func changes(from low: Int, to high: Int) -> ArraySlice<Int> {
        let first = suitedDays.partitioningIndex { $0 >= low }
        let end = suitedDays.partitioningIndex { $0 > high }
        return suitedDays[first..<end]
    }

    private static func suitedDays(_ kind: DefectKind, _ days: Range<Int>, listed: Bool) -> [Int] {
        guard kind.belongsToClockChange || (kind == .localAsUTC && listed) else { return [] }
        if kind == .localAsUTC { return days.filter(hasSummerTime) }
        let (first, last) = (UTCDay(number: days.lowerBound).date.year, UTCDay(number: days.upperBound).date.year)
        return (first...last).map { year in
            let changes = SettlementDay.clockChanges(in: year)
            return (kind == .shortDayGap ? changes.forward : changes.back).dayNumber
        }.filter(days.contains)
    }

    /// Whether clocks stand on summer time during a part of a UTC day.
    private static func hasSummerTime(_ day: Int) -> Bool {
        let first = UTCDay(number: day).firstHalfHour
        return SettlementDay.clockOffset(at: first) != 0 || SettlementDay.clockOffset(at: first.advanced(by: 47)) != 0
    }
}

extension Array {
    /// The first place from which on the condition holds, in an array in which it holds from some place on.
    func partitioningIndex(_ holds: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension DefectSpec {
    /// The most half hours that one can last.
    var mostHalfHours: Int {
        var most = 1
        for (name, halfHours) in [("length_most", 1), ("length_most_days", HalfHour.perDay)]
        where parameters.specs.contains(where: { $0.name == name }) {
            most = max(most, parameters[name] * halfHours)
        }
        return kind.belongsToClockChange ? 2 : most
    }

    /// The most days that one can last, rounded up: the least that a cell must have.
    var mostDays: Int { (mostHalfHours + HalfHour.perDay - 1) / HalfHour.perDay }
}
