public import Market

/// What kind of customer a metering point serves: the classes that a mix names.
public enum SiteClass: UInt8, CaseIterable, Sendable, Hashable {
    case smartDomestic, smartDomesticMultirate, smartBusiness, smartBusinessMultirate
    case traditional
    case advancedLF20, advancedLF30, advancedLF40, advancedLF40Plus
    case advancedOffice, advancedSupermarket, advancedSchool, advancedProcess, advancedDatacentre, advancedPub
    case unmeteredAllNight, unmeteredPartNight, unmeteredDimmed, unmeteredContinuous

    /// The word that commands and files use.
    public var word: String { Self.words[Int(rawValue)] }

    public init?(word: some StringProtocol) {
        guard let found = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = found
    }

    public var segment: MarketSegment {
        switch self {
        case .smartDomestic, .smartDomesticMultirate, .smartBusiness, .smartBusinessMultirate, .traditional: .smart
        case .unmeteredAllNight, .unmeteredPartNight, .unmeteredDimmed, .unmeteredContinuous: .unmetered
        default: .advanced
        }
    }

    /// Whether the customer lives there: the domestic premises indicator (data item DI-031) of the class's metering
    /// points, the export one of a site as its import one.
    ///
    /// Traditional meters are modelled on homes. Unmetered supplies are never domestic; the advanced classes are trades,
    /// or the old maximum-demand profile classes, which were not domestic.
    public var isDomestic: Bool {
        switch self {
        case .smartDomestic, .smartDomesticMultirate, .traditional: true
        default: false
        }
    }

    /// Which model makes its consumption.
    public var model: Model {
        switch segment {
        case .smart: .profile
        case .advanced: .advanced
        case .unmetered: .unmetered
        }
    }

    /// The kinds of model.
    public enum Model: Sendable, Hashable { case profile, advanced, unmetered }

    private static let words = [
        "smart-domestic", "smart-domestic-multirate", "smart-business", "smart-business-multirate", "traditional",
        "advanced-lf20", "advanced-lf30", "advanced-lf40", "advanced-lf40plus", "advanced-office",
        "advanced-supermarket", "advanced-school", "advanced-process", "advanced-datacentre", "advanced-pub",
        "unmetered-allnight", "unmetered-partnight", "unmetered-dimmed", "unmetered-continuous",
    ]
}

/// Technologies behind the meter, added to a class with `+`.
public struct AddOns: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let electricVehicle = AddOns(rawValue: 1)
    public static let heatPump = AddOns(rawValue: 2)
    public static let storageHeating = AddOns(rawValue: 4)
    /// Solar panels; the site gets a linked export MPAN.
    public static let solar = AddOns(rawValue: 8)
    public static let battery = AddOns(rawValue: 16)

    /// Each with its word, in the order in which they are printed.
    public static let words: [(addOn: AddOns, word: String)] = [
        (.electricVehicle, "ev"), (.heatPump, "heat-pump"), (.storageHeating, "storage-heating"), (.solar, "pv"),
        (.battery, "battery"),
    ]
}

/// A class with its add-ons, such as `smart-domestic+pv+ev`.
public struct SiteKind: Hashable, Sendable, CustomStringConvertible {
    public var siteClass: SiteClass
    public var addOns: AddOns

    public init(_ siteClass: SiteClass, _ addOns: AddOns = []) {
        self.siteClass = siteClass
        self.addOns = addOns
    }

    /// Reads a class and its add-ons; the add-ons may come in any order, each once.
    ///
    /// Add-ons belong to metered classes; unmetered classes take none, and a battery needs solar panels or a cheap rate.
    public init(reading word: some StringProtocol) throws(ConfigurationError) {
        let parts = word.split(separator: "+", omittingEmptySubsequences: false)
        guard let first = parts.first, let siteClass = SiteClass(word: first) else {
            throw .unknownClass(String(parts.first ?? ""))
        }
        var addOns: AddOns = []
        for part in parts.dropFirst() {
            guard let found = AddOns.words.first(where: { $0.word == part })?.addOn else {
                throw .unknownAddOn(String(part), kind: String(word))
            }
            guard !addOns.contains(found) else { throw .repeatedAddOn(String(part), kind: String(word)) }
            addOns.insert(found)
        }
        guard addOns.isEmpty || siteClass.segment != .unmetered else { throw .addOnToUnmetered(String(word)) }
        self.init(siteClass, addOns)
    }

    /// The word that `init(reading:)` reads, add-ons in their fixed order.
    public var description: String {
        ([siteClass.word] + AddOns.words.filter { addOns.contains($0.addOn) }.map(\.word)).joined(separator: "+")
    }
}
