/// The tariffs that a distributor has in a GSP group of the made-up market, each with a line loss factor class.
enum SampleTariff: Int, CaseIterable {
    case domestic, domesticTwoRate, domesticOffPeak, business, businessTwoRate, businessMeasured
    /// Of any premises: its description says nothing of domestic or not.
    case neutral, halfHourly, unmetered
    case generation, generationHalfHourly, generationSite
    case retired, spare, ended
    case lowVoltageSite, highVoltageSite, extraHighVoltageSite

    /// How many classes each has: sites of half-hourly customers have classes of their own.
    var variants: Int {
        switch self {
        case .lowVoltageSite: 8
        case .highVoltageSite: 4
        case .extraHighVoltageSite: 2
        default: 1
        }
    }

    /// Where its classes begin among those of a distributor and group.
    var offset: Int { Self.allCases.prefix(rawValue).reduce(0) { $0 + $1.variants } }

    /// Classes of a distributor in a group.
    static let perGroup = allCases.reduce(0) { $0 + $1.variants }

    /// A general import, B site-specific import, C general export, D site-specific export.
    var indicator: String {
        switch self {
        case .generation, .generationHalfHourly: "C"
        case .generationSite: "D"
        case .lowVoltageSite, .highVoltageSite, .extraHighVoltageSite: "B"
        default: "A"
        }
    }

    var description: String {
        switch self {
        case .domestic: "Domestic Unrestricted"
        case .domesticTwoRate: "Domestic Two Rate"
        case .domesticOffPeak: "Domestic Off Peak"
        case .business: "Non-Domestic Unrestricted"
        case .businessTwoRate: "Non-Domestic Two Rate"
        case .businessMeasured: "Non-Domestic Measured"
        case .neutral: "Network Customer"
        case .halfHourly: "Aggregated Half Hourly"
        case .unmetered: "Unmetered Supplies"
        case .generation: "Generation Aggregate"
        case .generationHalfHourly: "Generation Half Hourly"
        case .generationSite: "Generation Site Specific"
        case .retired: "DO NOT USE"
        case .spare: "SPARE"
        case .ended: "Network Customer Old"
        case .lowVoltageSite: "Site Specific LV"
        case .highVoltageSite: "Site Specific HV"
        case .extraHighVoltageSite: "Site Specific EHV"
        }
    }
}

/// A distributor of the made-up market and the GSP groups it works in.
struct SampleNetwork {
    /// The first two digits of its MPANs.
    let code: UInt8
    let mpid: String
    /// Index of its home group among the groups; nil for an independent network.
    let home: Int?
    /// Indexes of the groups it works in, the home group first.
    let groups: [Int]
    /// Its share of the sites, in thousandths; 0 for one that has ended.
    let share: Int
    /// The number of its first class in every list of classes.
    let firstClass: Int
}
