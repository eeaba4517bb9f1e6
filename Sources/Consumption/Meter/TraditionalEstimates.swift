import Kernel
public import Market

/// What is delivered for traditional meters: each advance between two reads, spread by the load shape of the class.
///
/// In each register's hours, half hour h of a read period gets
/// `round(advance × S(h + 1) / S) - round(advance × S(h) / S)`, with S(h) the shape summed from the period's start to h
/// and S its total. The rounding is of running sums, so the values of a period add up to the advance, to the watt-hour.
/// The advance is what the registers counted, to the watt-hour, or what they show: whole kilowatt-hours.
///
/// The shape is the class's expected day in the site's region under that day's weather. Cost: a day of a site whose
/// period was asked for last costs 48 divisions. A new period costs one class day for each day of it, kept for the
/// region, and the site's values: of every day of the period for what was counted, of every day from the epoch for what
/// is shown.
///
/// One a thread; it has a worker of its own, whose values must be the truth and never these estimates.
public final class TraditionalEstimates {
    /// The shape of one read period of a region, by register.
    private struct PeriodShape {
        var halfHours: Range<Int>
        /// Sums from the period's start to the start of each UTC day that it touches, by register; then the totals.
        var starts: [[Int]]
        var totals: [Int]
    }

    private struct PeriodKey: Hashable {
        var region: GSPGroup
        var halfHours: Range<Int>
        var registers: Int
    }

    private struct DayKey: Hashable {
        var region: GSPGroup
        var day: UTCDay
    }

    /// Which advance is spread.
    public enum Basis: Sendable, Hashable {
        /// What went through the meter: delivered energy is the truth's over whole periods, to the watt-hour.
        case counted
        /// The difference of the numbers shown: what a data service works out from the reads that it is given, within
        /// a kilowatt-hour of the truth.
        case shown
    }

    /// The quality given to the values: an estimate of no further kind, unless told otherwise.
    public var quality: QualityCode = .estimate

    /// Periods kept: a region's days of reading are 448 at most, by month, quarter and year.
    private static let most = 512
    private let basis: Basis
    private let settings: MeterSettings
    private let worker: ConsumptionWorker
    private let memory: UnsafeMutablePointer<Int32>
    private var site: Site?
    private var schedule = ReadSchedule(frequency: .yearly, dayOfMonth: 1, firstMonth: 1)
    private var reads: RegisterReads?
    private var advances: [Range<Int>: [Int]] = [:]
    private var shapes: [PeriodKey: PeriodShape] = [:]
    private var levels: [DayKey: [Int]] = [:]

    public init(
        _ generator: ConsumptionGenerator, basis: Basis = .counted, settings: MeterSettings = MeterSettings()
    ) {
        self.basis = basis
        self.settings = settings
        worker = generator.makeWorker()
        memory = .allocate(capacity: 48)
        memory.initialize(repeating: 0, count: 48)
    }

    deinit { memory.deallocate() }

    /// The 48 estimated values of a traditional site on a UTC day, in watt-hours, good until the next call; nil for
    /// other classes.
    public func estimates(for site: Site, day: UTCDay) -> UnsafePointer<Int32>? {
        guard load(site), let reads else { return nil }
        let first = day.firstHalfHour.index
        var at = first
        while at < first + HalfHour.perDay {
            let local = SettlementDay.containing(HalfHour(index: at)).day.date
            let dates = schedule.period(containing: local)
            let period =
                SettlementDay(dates.from).firstHalfHour.index..<SettlementDay(dates.to).firstHalfHour.index
            let stop = min(first + HalfHour.perDay, period.upperBound)
            let advance =
                advances[period]
                ?? (basis == .counted
                    ? reads.countedAdvances(from: dates.from, to: dates.to)
                    : reads.shownAdvances(from: dates.from, to: dates.to))
            advances[period] = advance
            spread(advance, over: period, reads.meter, site.region, day, at..<stop)
            at = stop
        }
        return UnsafePointer(memory)
    }

    private func load(_ wanted: Site) -> Bool {
        if site == wanted { return true }
        guard let schedule = worker.generator.readSchedule(of: wanted, settings: settings) else { return false }
        worker.load(wanted)
        reads = worker.reads(settings: settings)
        self.schedule = schedule
        site = wanted
        advances.removeAll(keepingCapacity: true)
        return true
    }

    /// Writes the half hours of one day that lie in one period.
    private func spread(
        _ advances: [Int], over period: Range<Int>, _ meter: MeterTechnicalDetails, _ region: GSPGroup, _ day: UTCDay,
        _ halfHours: Range<Int>
    ) {
        let shape = shape(of: period, meter, region)
        let firstDay = HalfHour(index: period.lowerBound).day.number
        var sums = shape.starts[day.number - firstDay]
        var given = sums.indices.map { Self.part(advances[$0], sums[$0], shape.totals[$0]) }
        let register = meter.registerOfEachHalfHour(.activeImport, day)
        let level = levels(region, day)
        let first = day.firstHalfHour.index
        for index in halfHours {
            let place = index - first
            let which = register[place]
            sums[which] += level[place]
            let upTo = Self.part(advances[which], sums[which], shape.totals[which])
            memory[place] = Int32(truncatingIfNeeded: upTo - given[which])
            given[which] = upTo
        }
    }

    /// advance × sum / total to the nearest, half up; nothing where a register has no hours in the period, or did not
    /// advance: a portfolio of homes of gigawatts can turn one back.
    static func part(_ advance: Int, _ sum: Int, _ total: Int) -> Int {
        guard total > 0, advance > 0 else { return 0 }
        let product = UInt(advance).multipliedFullWidth(by: UInt(sum))
        let (low, carried) = product.low.addingReportingOverflow(UInt(total) / 2)
        return Int(UInt(total).dividingFullWidth((product.high + (carried ? 1 : 0), low)).quotient)
    }

    private func shape(of period: Range<Int>, _ meter: MeterTechnicalDetails, _ region: GSPGroup) -> PeriodShape {
        let registers = meter.places(of: .activeImport).count
        let key = PeriodKey(region: region, halfHours: period, registers: registers)
        if let found = shapes[key] { return found }
        var sums = [Int](repeating: 0, count: registers)
        var starts: [[Int]] = []
        let days = HalfHour(index: period.lowerBound).day.number...HalfHour(index: period.upperBound - 1).day.number
        for number in days {
            starts.append(sums)
            let day = UTCDay(number: number)
            let register = meter.registerOfEachHalfHour(.activeImport, day)
            let level = levels(region, day)
            let first = day.firstHalfHour.index
            for index in period.clamped(to: first..<(first + HalfHour.perDay)) {
                sums[register[index - first]] += level[index - first]
            }
        }
        if shapes.count >= Self.most { shapes.removeAll(keepingCapacity: true) }
        let made = PeriodShape(halfHours: period, starts: starts, totals: sums)
        shapes[key] = made
        return made
    }

    /// What a site of the class is expected to use in each half hour of a day of its region, in 4,096,000ths of the
    /// mean; at least 1.
    private func levels(_ region: GSPGroup, _ day: UTCDay) -> [Int] {
        let key = DayKey(region: region, day: day)
        if let found = levels[key] { return found }
        let generator = worker.generator
        let place = Int(SiteClass.traditional.rawValue)
        guard let model = generator.profiles[place] else { return [Int](repeating: 1, count: HalfHour.perDay) }
        let base = generator.configuration.classes[.traditional]?["base_per_mille"] ?? 0
        let shared = model.classDay(RegionDay(region: region, day: day, weather: generator.weather))
        let rows = 0..<model.shape.archetypeCount
        let made = (0..<HalfHour.perDay).map { place in
            let active = rows.reduce(0) { sum, row in
                sum + Int(shared.levels[row * 64 + 8 + place]) * model.shape.archetypeShare(row)
            }
            return max(base * 4_096 + (1_000 - base) * active / 1_000, 1)
        }
        if levels.count >= 4 * Self.most { levels.removeAll(keepingCapacity: true) }
        levels[key] = made
        return made
    }
}
