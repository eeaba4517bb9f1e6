public import Kernel
public import Market

/// Everything that decides what a run makes: with the same configuration and model version, the same bytes.
public struct ConsumptionConfiguration: Sendable, Hashable {
    /// Changes whenever any manufactured value would change for a configuration that an earlier version could run.
    public static let modelVersion = "1"

    /// One kind of site and its share of the import MPANs.
    public struct Share: Sendable, Hashable {
        public var kind: SiteKind
        /// Parts of 1,000,000,000.
        public var billionths: Int

        public init(_ kind: SiteKind, billionths: Int) {
            self.kind = kind
            self.billionths = billionths
        }
    }

    /// One region and its share of the import MPANs.
    public struct RegionShare: Sendable, Hashable {
        public var region: GSPGroup
        /// Parts of 1,000,000,000.
        public var billionths: Int

        public init(_ region: GSPGroup, billionths: Int) {
            self.region = region
            self.billionths = billionths
        }
    }

    /// Which numbers the metering points get.
    public enum Numbering: Sendable, Hashable {
        /// In the invented distributor's space: no number can be a real customer's.
        case invented
        /// With the id of the region's own distributor.
        case regional
        /// Exactly these import MPANs, in this order.
        case list([MPANCore])
    }

    public var seed: UInt64
    /// How many import MPANs; linked export MPANs come on top. 1 to 1,000,000,000.
    public var importMPANs: Int
    public var mix: [Share]
    public var regions: [RegionShare]
    public var numbering: Numbering
    public var from: CalendarDate
    /// Days of the run, UTC or local as the format counts. 1 to 3,700.
    public var days: Int
    public var classes: [SiteClass: ParameterValues]
    public var addOns: [AddOns: ParameterValues]
    /// What is planted in what is delivered; the truth never depends on it.
    public var defects: DefectConfiguration

    public init(
        seed: UInt64, importMPANs: Int, mix: [Share], regions: [RegionShare] = Self.regionsBySize,
        numbering: Numbering = .invented, from: CalendarDate, days: Int,
        classes: [SiteClass: ParameterValues] = ShippedParameters.classes,
        addOns: [AddOns: ParameterValues] = ShippedParameters.addOns, defects: DefectConfiguration = .none
    ) {
        self.seed = seed
        self.importMPANs = importMPANs
        self.mix = mix
        self.regions = regions
        self.numbering = numbering
        self.from = from
        self.days = days
        self.classes = classes
        self.addOns = addOns
        self.defects = defects
    }

    /// The whole of one, in the unit of shares.
    public static let whole = 1_000_000_000

    /// Each region's share of Great Britain's electricity meters, to the nearest half per cent.
    ///
    /// Rounded by us from the published sub-national counts of domestic meters; a setting, never relied on as a fact.
    public static let regionsBySize: [RegionShare] = zip(
        GSPGroup.allCases, [120, 90, 80, 50, 85, 55, 80, 105, 80, 40, 55, 75, 65, 20]
    ).map { RegionShare($0, billionths: $1 * 1_000_000) }

    /// What Great Britain's metering points are like, roughly: the mix of the market-sized scenarios. A setting.
    public static let marketMix: [Share] = [
        ("smart-domestic", 675), ("smart-domestic+pv", 35), ("smart-domestic+ev", 25), ("smart-domestic+pv+ev", 5),
        ("smart-domestic+heat-pump", 8), ("smart-domestic+pv+battery", 2), ("smart-domestic-multirate", 60),
        ("smart-domestic-multirate+storage-heating", 40), ("smart-domestic-multirate+ev", 10), ("traditional", 60),
        ("smart-business", 54), ("smart-business-multirate", 14), ("advanced-lf20", 1), ("advanced-lf30", 2),
        ("advanced-lf40", 2), ("advanced-lf40plus", 3), ("advanced-office", 1), ("advanced-supermarket", 1),
        ("advanced-school", 1), ("unmetered-allnight", 1),
    ].map { word, share in
        guard let kind = try? SiteKind(reading: word) else { preconditionFailure("\(word) is a class") }
        return Share(kind, billionths: share * 1_000_000)
    }

    /// Finds what cannot be run: shares that do not sum to one, counts and dates out of range.
    ///
    /// A sum may miss one by up to a millionth, so that thirds can be written.
    public func validate() throws(ConfigurationError) {
        guard (1...1_000_000_000).contains(importMPANs) else {
            throw .outOfRange(field: "mpans", given: "\(importMPANs)", range: "1 to 1,000,000,000")
        }
        guard (1...3_700).contains(days) else {
            throw .outOfRange(field: "days", given: "\(days)", range: "1 to 3,700")
        }
        let (first, last) = (Self.dates.lowerBound, Self.dates.upperBound)
        guard from >= first, from.adding(days: days - 1) <= last else {
            throw .outOfRange(
                field: "from", given: "\(from.iso) and \(days) days", range: "\(first.iso) to \(last.iso)")
        }
        guard !mix.isEmpty else { throw .emptyMix }
        for share in mix where share.billionths < 0 {
            throw .outOfRange(field: "mix", given: "\(share.kind)", range: "a share of 0 to 1")
        }
        let sum = mix.reduce(0) { $0 + $1.billionths }
        guard abs(sum - Self.whole) <= 1_000 else { throw .sharesDoNotSum(field: "mix", sum: sum) }
        let regionSum = regions.reduce(0) { $0 + $1.billionths }
        guard abs(regionSum - Self.whole) <= 1_000 else { throw .sharesDoNotSum(field: "gsp", sum: regionSum) }
        guard Set(regions.map(\.region)).count == regions.count else { throw .repeatedRegion }
        guard Set(mix.map(\.kind)).count == mix.count else { throw .repeatedKind }
        do { try defects.validate() } catch { throw .defect(error) }
    }

    /// The days that can be made: those whose clock changes and bank holidays are known.
    public static let dates: ClosedRange<CalendarDate> = {
        guard let first = CalendarDate(year: 2000, month: 1, day: 1),
            let last = CalendarDate(year: 2098, month: 12, day: 31)
        else { preconditionFailure("both are dates") }
        return first...last
    }()
}

/// Why a configuration cannot be run. Each names the field and what would do.
public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownClass(String)
    case unknownAddOn(String, kind: String)
    case repeatedAddOn(String, kind: String)
    case addOnToUnmetered(String)
    case emptyMix
    case repeatedKind
    case repeatedRegion
    /// The sum in parts of 1,000,000,000.
    case sharesDoNotSum(field: String, sum: Int)
    case outOfRange(field: String, given: String, range: String)
    case unknownParameter(String, owner: String, known: [String])
    case parameterOutOfRange(String, owner: String, given: [Int], spec: ParameterSpec)
    case defect(DefectError)

    public var description: String {
        switch self {
        case .unknownClass(let word):
            "mix: there is no class “\(word)”; the classes are "
                + SiteClass.allCases.map(\.word).joined(separator: ", ")
        case .unknownAddOn(let word, let kind):
            "mix: there is no add-on “\(word)” (in \(kind)); the add-ons are "
                + AddOns.words.map(\.word).joined(separator: ", ")
        case .repeatedAddOn(let word, let kind): "mix: \(kind) names \(word) twice"
        case .addOnToUnmetered(let kind): "mix: \(kind) has an add-on, and unmetered classes take none"
        case .defect(let error): error.description
        case .emptyMix: "mix: it names no class"
        case .repeatedKind: "mix: a class is named twice with the same add-ons"
        case .repeatedRegion: "gsp: a group is named twice"
        case .sharesDoNotSum(let field, let sum):
            "\(field): the shares sum to \(Self.decimal(sum)), and must sum to 1"
        case .outOfRange(let field, let given, let range): "\(field): \(given) is outside \(range)"
        case .unknownParameter(let name, let owner, let known):
            "\(owner): there is no parameter “\(name)”; there are \(known.joined(separator: ", "))"
        case .parameterOutOfRange(let name, let owner, let given, let spec):
            "\(owner).\(name): \(given.isEmpty ? "nothing" : given.map(String.init).joined(separator: ", ")) is not "
                + (spec.isList ? "a list, of a multiple of \(spec.stride), of numbers" : "a number")
                + " from \(spec.range.lowerBound) to \(spec.range.upperBound) \(spec.unit)"
        }
    }

    private static func decimal(_ billionths: Int) -> String {
        let digits = String(billionths.magnitude % 1_000_000_000)
        var fraction = String(repeating: "0", count: 9 - digits.count) + digits
        while fraction.hasSuffix("0"), fraction.count > 1 { fraction.removeLast() }
        return "\(billionths < 0 ? "-" : "")\(billionths.magnitude / 1_000_000_000).\(fraction)"
    }
}
