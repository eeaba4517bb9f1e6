public import Kernel
public import Market

/// One kind of defect to plant: how often, where, when, how long and how.
public struct DefectSpec: Sendable, Hashable {
    public var kind: DefectKind
    public var amount: DefectAmount
    public var scope: DefectScope
    /// The way in which it comes; nil draws among those that suit the site (never one that belongs to files or to the
    /// order of sites).
    public var variant: DefectVariant?
    /// The quality code that `EST` gives; nil for `E5` at smart sites (an earlier daily advance) and `EA12` at advanced
    /// ones (the last-resort estimate).
    public var quality: QualityCode?
    /// Lengths, starts and sizes; see `DefectSpec.fields(of:)`.
    public var parameters: ParameterValues

    /// A defect of a kind with the kind's own lengths and sizes.
    public init(
        _ kind: DefectKind, _ amount: DefectAmount, scope: DefectScope = DefectScope(), variant: DefectVariant? = nil,
        quality: QualityCode? = nil
    ) {
        self.kind = kind
        self.amount = amount
        self.scope = scope
        self.variant = variant
        self.quality = quality
        parameters = DefectParameters.values(of: kind)
    }

    /// The same with one of its parameters replaced; the last given value of a name counts.
    public func setting(_ name: String, _ numbers: Int...) throws(DefectError) -> DefectSpec {
        var changed = self
        try changed.set(name, to: .numbers(numbers), at: kind.id)
        return changed
    }
}

/// How many defects of a kind are planted.
public enum DefectAmount: Sendable, Hashable {
    /// The chance that one starts on a UTC day of a metering point, in millionths.
    ///
    /// Clock-change defects: the chance that a metering point has it at a clock change.
    case rate(perMillionDays: Int)
    /// The chance that a metering point has one, in millionths; its day is drawn from the scope's dates, or the run's.
    case share(perMillionMPANs: Int)
    /// Exactly so many metering points have one each; its day is drawn as for `share`.
    ///
    /// One that exchanges linked metering points counts once, at the import MPAN.
    case budget(mpans: Int)
}

/// Where and when a defect may be planted. An empty list leaves everything in.
public struct DefectScope: Sendable, Hashable {
    public var segments: [MarketSegment]
    public var classes: [SiteClass]
    public var regions: [GSPGroup]
    public var quantities: [MeasurementQuantity]
    /// Import or export MPANs.
    public var mpans: [MPANCore]
    /// The first UTC day on which one may start, and how many days; nil for any day.
    ///
    /// `share` and `budget` draw their day from these dates; without them from the run's, so that runs of other lengths
    /// then plant elsewhere.
    public var from: CalendarDate?
    public var days: Int?

    public init(
        segments: [MarketSegment] = [], classes: [SiteClass] = [], regions: [GSPGroup] = [],
        quantities: [MeasurementQuantity] = [], mpans: [MPANCore] = [], from: CalendarDate? = nil, days: Int? = nil
    ) {
        self.segments = segments
        self.classes = classes
        self.regions = regions
        self.quantities = quantities
        self.mpans = mpans
        self.from = from
        self.days = days
    }

    /// Whether a kind of site lies within segments and classes.
    func includes(_ siteClass: SiteClass) -> Bool {
        (segments.isEmpty || segments.contains(siteClass.segment)) && (classes.isEmpty || classes.contains(siteClass))
    }

    func includes(_ quantity: MeasurementQuantity) -> Bool { quantities.isEmpty || quantities.contains(quantity) }

    /// The UTC days on which one may start, as day numbers; nil for any.
    var dayNumbers: Range<Int>? {
        guard let from else { return nil }
        return from.dayNumber..<(from.dayNumber + (days ?? 1))
    }
}

/// The defects of a run and when its deliveries happen.
public struct DefectConfiguration: Sendable, Hashable {
    /// In any order: precedence belongs to the kinds. At most 15 of a kind.
    public var specs: [DefectSpec]
    public var delivery: DeliveryTimes

    public init(_ specs: [DefectSpec] = [], delivery: DeliveryTimes = DeliveryTimes()) {
        self.specs = specs
        self.delivery = delivery
    }

    /// No defect: what is delivered is the truth.
    public static let none = DefectConfiguration()

    public var isEmpty: Bool { specs.isEmpty }

    static let mostOfAKind = 15
}

/// When rows are delivered. The settlement timetable is not established: settings.
public struct DeliveryTimes: Sendable, Hashable {
    /// Days after the row's date on which it is delivered when on time.
    public var onTimeDays: Int
    /// The UTC period, 1 to 48, at the beginning of which deliveries happen.
    public var period: Int
    /// How many days after the time due each late batch comes, in ascending order; late batches count from 1.
    public var lateDays: [Int]

    public init(onTimeDays: Int = 1, period: Int = 13, lateDays: [Int] = [7, 28, 84]) {
        self.onTimeDays = onTimeDays
        self.period = period
        self.lateDays = lateDays
    }

    /// When the row of a date comes with a batch; beyond the last batch, as late again for each as the last.
    public func deliveredAt(date dayNumber: Int, batch: Int) -> HalfHour {
        var days = onTimeDays
        if batch > 0, let last = lateDays.last {
            days += batch <= lateDays.count ? lateDays[batch - 1] : last * (batch - lateDays.count + 1)
        }
        return HalfHour(index: (dayNumber + days) * HalfHour.perDay + period - 1)
    }
}
