public import Consumption
public import Market

/// What a report says of the run besides its figures.
public struct RealismHeading: Sendable, Hashable {
    /// SHA-256 of the configuration, lower-case hexadecimal; nil where it is not known.
    public var digest: String?
    /// What the configuration was read from, as the reader named it.
    public var source: String
    /// Watt-hours by quantity that the manifest of the files tells; nil without a manifest.
    public var delivered: [MeasurementQuantity: Int]?

    public init(digest: String?, source: String, delivered: [MeasurementQuantity: Int]? = nil) {
        self.digest = digest
        self.source = source
        self.delivered = delivered
    }
}

/// The realism report of a run: one page that stands alone, and the same figures as JSON.
public struct RealismReport: Sendable {
    public let figures: RealismFigures
    public let configuration: ConsumptionConfiguration
    public let heading: RealismHeading

    public init(_ figures: RealismFigures, configuration: ConsumptionConfiguration, heading: RealismHeading) {
        self.figures = figures
        self.configuration = configuration
        self.heading = heading
    }

    /// What a reader must know before trusting a figure.
    var notes: [String] {
        var notes = [
            "All figures come from the true rows that the generator makes for this configuration, before any planted "
                + "defect and without reading files. Days are local days, and hours are by the clock."
        ]
        if !figures.isComplete {
            notes.append(
                "Not every site was looked at: at most \(ReportNumber.text(figures.sitesPerKind)) of each class, at "
                    + "evenly spaced positions. Segments weigh each class by its sites in the run.")
        }
        let days = figures.days.count
        let missing = Season.allCases.filter { season in !figures.days.contains { $0.season == season } }
        if days < 365 {
            notes.append(
                "The run has \(days == 1 ? "one day" : "\(days) days"), not a year. Annual figures are its mean "
                    + "brought to 365 days, and are as one-sided as the days are.")
        } else if days > 366 {
            notes.append(
                "The run has \(ReportNumber.text(days)) days. Annual figures are its mean brought to 365 days; groups "
                    + "are formed over its first 366 days; peaks are those of the whole run.")
        }
        if !missing.isEmpty {
            let names = missing.map(\.name)
            notes.append(
                "It has no day of \(Self.list(names)): what needs \(names.count == 1 ? "it" : "them") is left out.")
        }
        let kinds = Set(figures.days.map(\.kinds.england))
        if !kinds.contains(.weekday) || kinds.count == 1 {
            notes.append("It has days of one kind only, or no weekday: weekend ratios are left out.")
        }
        if days * 48 < 2 * 336 + 2 {
            notes.append("It is too short for the correlation of one week with the next.")
        }
        let small = figures.kinds.filter { $0.sampled < 20 }.map(\.kind.description)
        if !small.isEmpty {
            notes.append("Fewer than 20 sites stand behind \(Self.list(small)): their spreads mean little.")
        }
        return notes
    }

    static func list(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }
}
