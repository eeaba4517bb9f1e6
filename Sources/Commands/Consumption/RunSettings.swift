import Consumption
import Formats
import Kernel
import Market

/// Everything that a run is made from: what is manufactured, and who flows and messages name.
struct RunSettings: Sendable, Hashable {
    var configuration: ConsumptionConfiguration
    var parties = FlowParties()
    /// Every how many days: 1 for each. Other steps serve the tests of the rule that any day can be made alone.
    var dateStep = 1

    /// What a run is where nothing is said: 1,000 metering points of the market's mix on one day.
    static let standard: RunSettings = {
        guard let from = CalendarDate(year: 2026, month: 1, day: 1) else { preconditionFailure("a date") }
        return RunSettings(
            configuration: ConsumptionConfiguration(
                seed: 42, importMPANs: 1_000, mix: ConsumptionConfiguration.marketMix, from: from, days: 1))
    }()

    /// The settings with the mix and the regions in their fixed order, and the count of a list of MPANs.
    ///
    /// The order in which a mix was written then decides nothing.
    var ordered: RunSettings {
        var copy = self
        copy.configuration.mix.sort { left, right in
            let (first, second) = (left.kind, right.kind)
            return first.siteClass != second.siteClass
                ? first.siteClass.rawValue < second.siteClass.rawValue : first.addOns.rawValue < second.addOns.rawValue
        }
        copy.configuration.regions.sort { $0.region < $1.region }
        if case .list(let cores) = configuration.numbering { copy.configuration.importMPANs = cores.count }
        return copy
    }

    /// The dates of a run in days of that kind.
    func dates(_ kind: DayKind) -> DateSpan {
        DateSpan(from: configuration.from, days: configuration.days, kind: kind, step: dateStep)
    }

    /// SHA-256 of the canonical portfolio file, lower-case hexadecimal; the same for every part, format and thread count.
    var digest: String { Digest.hexadecimal(of: Array(PortfolioFile.json(self).canonical.utf8)) }

    /// What headers and messages say. Text formats never say which part they are in.
    func description(part: Int = 1, parts: Int = 1, digest: String? = nil) -> RunDescription {
        RunDescription(
            from: configuration.from, days: configuration.days, seed: configuration.seed,
            modelVersion: ConsumptionConfiguration.modelVersion, configurationDigest: digest ?? self.digest, part: part,
            parts: parts, parties: parties)
    }
}
