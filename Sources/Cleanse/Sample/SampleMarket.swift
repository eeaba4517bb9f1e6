import Kernel

/// A made-up market of metering points with planted faults, and the answers that a check must give.
///
/// Any range of sites can be made by itself, by any worker: the bytes depend on the configuration alone.
public struct SampleMarket: Sendable {
    public let configuration: SampleConfiguration
    let reference: SampleReference
    let sites: SampleSites
    let planner: SamplePlanner
    let plants: [SamplePlant]
    let today: SampleDay
    /// The first site of each network that has any.
    let firstSites: [Int]
    let liveNetworks: [Int]

    /// Lays out the market.
    ///
    /// - Throws: `SampleError` where size, day or faults are outside their ranges.
    public init(_ configuration: SampleConfiguration) throws(SampleError) {
        guard SampleConfiguration.mpansAllowed.contains(configuration.mpans) else {
            throw .mpans(configuration.mpans)
        }
        guard SampleConfiguration.daysAllowed.contains(configuration.asAt) else { throw .asAt(configuration.asAt) }
        if let change = configuration.change, !(1...1_000_000).contains(change.millionths) {
            throw .change(change.millionths)
        }
        self.configuration = configuration
        let sites = SampleSites(mpans: configuration.mpans, seed: configuration.seed)
        let plants = SamplePlant.all + (configuration.inputs == .all ? SamplePlant.further : [])
        planner = try SamplePlanner(sites: sites, configuration: configuration, plants: plants)
        let reference = SampleReference()
        self.reference = reference
        self.sites = sites
        self.plants = plants
        today = SampleDay(configuration.asAt.dayNumber)
        let live = reference.networks.indices.filter { reference.networks[$0].share > 0 }
        let shares = live.map { reference.networks[$0].share }
        let sum = shares.reduce(0, +)
        liveNetworks = live
        firstSites = live.indices.map { sites.count * shares[..<$0].reduce(0, +) / sum }
    }

    /// Sites of the market: what `SampleWriter.write` takes ranges of.
    public var siteCount: Int { sites.count }

    /// How many faults of a rule are planted; each may raise one exception or, between two sites, two.
    public func planted(_ rule: Rule) -> Int {
        plants.indices.reduce(0) { $0 + (plants[$1].rule == rule ? planner.counts[$1] : 0) }
    }

    /// The rules that a sample with the usual inputs can show.
    public static var shown: [Rule] { shown(.usual) }

    /// The rules that a sample with these inputs can show.
    public static func shown(_ inputs: SampleInputs) -> [Rule] {
        let plants = SamplePlant.all + (inputs == .all ? SamplePlant.further : [])
        let rules = Set(plants.map(\.rule) + [.rec06])
        return Rule.allCases.filter(rules.contains)
    }

    /// Every reference file but the manifest.
    public var referenceFiles: [SampleFile] { reference.files() }

    /// The register whose rows the manifest counts wrong (REC-06); nil for none.
    var miscounted: RegisterKind? {
        switch configuration.faults {
        case .none: nil
        case .standard: .extracts
        case .amounts(let amounts): (amounts[.rec06]?.count(of: configuration.mpans) ?? 0) > 0 ? .extracts : nil
        }
    }

    /// The lines of the answer key about whole files.
    ///
    /// - Parameter suffix: what stands behind `.csv` in the names of the registers' files.
    public func fileAnswerLines(suffix: String = "") -> [UInt8] {
        guard let miscounted else { return [] }
        let file = "\(miscounted.rawValue).csv\(suffix)"
        return Array("REC-06,E,F:?,\(file),rows,\(file),,the manifest counts a row more\n".utf8)
    }

    /// The manifest's bytes.
    ///
    /// - Parameter rows: data rows of each register's files together, as written.
    public func manifest(rows: [RegisterKind: Int]) -> SampleFile {
        var text = "register,rows\n"
        let made = SampleRegister.allCases.filter { $0.isMade(configuration.inputs) }
        for kind in RegisterKind.allCases where made.contains(where: { $0.kind == kind }) {
            let told = (rows[kind] ?? 0) + (kind == miscounted ? 1 : 0)
            text += "\(kind.rawValue),\(told)\n"
        }
        return SampleFile(name: "manifest.csv", bytes: Array(text.utf8))
    }
}
