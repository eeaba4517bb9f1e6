public import Kernel

/// A made-up market: how large, from which seed, at which day, with which faults.
public struct SampleConfiguration: Hashable, Sendable {
    /// Registered MPANs. Rows that a planted fault adds (an invalid MPAN, a repeated row) come on top.
    public static let mpansAllowed = 1...40_000_000
    /// From the first day on which every item of the market can have been populated.
    public static let daysAllowed: ClosedRange<CalendarDate> =
        CalendarDate(dayNumber: 20_089)...CalendarDate(dayNumber: 36_523)

    public var mpans: Int
    public var seed: UInt64
    /// The as-at date of every register; `daysAllowed` is 2025-01-01 to 2069-12-30.
    public var asAt: CalendarDate
    public var faults: SampleFaults
    /// The same market some days later; nil for the market itself.
    public var change: SampleChange?
    public var inputs = SampleInputs.usual

    public init(
        mpans: Int, seed: UInt64, asAt: CalendarDate, faults: SampleFaults = .standard, change: SampleChange? = nil
    ) {
        self.mpans = mpans
        self.seed = seed
        self.asAt = asAt
        self.faults = faults
        self.change = change
    }
}

/// Which columns and registers a sample has.
public enum SampleInputs: String, CaseIterable, Sendable {
    /// Those that every market has.
    case usual
    /// The further columns of MTR and LNK, hubs and appointments too, and the faults that they can show.
    case all
}

/// Which faults are planted.
public enum SampleFaults: Hashable, Sendable {
    case none
    /// Every rule that the canonical files can show, about one MPAN in seventy in all.
    case standard
    /// These rules and no others.
    case amounts([Rule: SampleAmount])
}

/// How often a fault is planted.
public enum SampleAmount: Hashable, Sendable {
    /// A share of the MPANs. Unit: billionths. Range: 0 to 1,000,000,000.
    case share(billionths: Int)
    case count(Int)

    /// - Returns: how many in a market of so many MPANs; a share above 0 is at least one.
    func count(of mpans: Int) -> Int {
        switch self {
        case .count(let count): count
        case .share(let billionths): billionths == 0 ? 0 : max(1, mpans * billionths / 1_000_000_000)
        }
    }
}

/// What happened to the market since: sites change supplier or meter, some faults are mended, as many are new.
public struct SampleChange: Hashable, Sendable {
    /// Share of the sites that changed, and of the faults that moved. Unit: millionths. Range: 1 to 1,000,000.
    public var millionths: Int
    public var seed: UInt64

    public init(millionths: Int, seed: UInt64) {
        self.millionths = millionths
        self.seed = seed
    }
}

/// Why a market cannot be made.
public enum SampleError: Error, Hashable, Sendable, CustomStringConvertible {
    case mpans(Int)
    case asAt(CalendarDate)
    case change(Int)
    /// No canonical file can show the rule.
    case notShown(Rule)
    case amount(Rule)
    /// The market has fewer sites of the kinds that the rule's fault can be planted in.
    case tooMany(Rule, asked: Int, room: Int)

    public var description: String {
        switch self {
        case .mpans(let mpans): "mpans: \(mpans) is outside 1 to 40,000,000"
        case .asAt(let day): "as-at: \(day) is outside 2025-01-01 to 2069-12-30"
        case .change: "change: the share is outside 0.000001 to 1"
        case .notShown(let rule): "faults: the registers of a sample cannot show \(rule.id); leave it out"
        case .amount(let rule): "faults: \(rule.id) takes a share from 0 to 1 or a count from 1"
        case .tooMany(let rule, let asked, let room):
            "faults: \(rule.id) is asked for \(asked) times and there is room for \(room); ask for less, or more MPANs"
        }
    }
}
