import Consumption
import Kernel
import Market

/// A named run to begin from: a link that fills the form. The scenarios of the command line, and two of the page's own.
struct ConsumptionPreset: Sendable, Hashable {
    let name: String
    /// What it is good for, in a sentence.
    let use: String
    /// Whether the scenario of this name plants defects, which the page leaves out.
    var hasDefects = false
    let configuration: ConsumptionConfiguration

    /// What the form holds before anything is asked.
    static let standard = configuration(
        [
            ("smart-domestic", 65), ("smart-domestic+pv", 10), ("smart-domestic+ev", 5), ("smart-business", 10),
            ("advanced-office", 5), ("unmetered-allnight", 5),
        ], from: (2026, 1, 12), days: 14)

    static let all: [ConsumptionPreset] =
        [
            ConsumptionPreset(
                name: "a little of everything",
                use: "1,000 MPANs of all three segments over two winter weeks: what this page begins with.",
                configuration: standard),
            ConsumptionPreset(
                name: "homes that make and store",
                use: "1,000 homes with panels, batteries, cars and heat pumps in June, with linked exports.",
                configuration: configuration(
                    [
                        ("smart-domestic+pv", 40), ("smart-domestic+pv+battery", 20), ("smart-domestic+ev", 20),
                        ("smart-domestic+heat-pump", 20),
                    ], from: (2026, 6, 8), days: 14)),
        ]
        + Scenario.all.map { scenario in
            var configuration = scenario.configuration()
            let hasDefects = configuration.defects != .none
            // The address carries neither defects nor parameters of classes.
            configuration.defects = .none
            configuration.classes = ShippedParameters.classes
            configuration.addOns = ShippedParameters.addOns
            configuration.mix = ConsumptionRequest.ordered(configuration.mix)
            return ConsumptionPreset(
                name: scenario.word, use: scenario.summary, hasDefects: hasDefects, configuration: configuration)
        }

    /// The fields that fill the form with it.
    var fields: ConsumptionFields { Self.fields(of: configuration) }

    /// The fields of a run that is looked at from its beginning.
    static func fields(of configuration: ConsumptionConfiguration) -> ConsumptionFields {
        ConsumptionRequest(
            configuration: configuration, region: nil, format: SampleFormats.standard, mpan: nil,
            day: configuration.from, clock: .utc
        ).fields
    }

    /// - Parameter mix: classes and their shares in per cent.
    private static func configuration(
        _ mix: [(String, Int)], mpans: Int = 1_000, from: (year: Int, month: Int, day: Int), days: Int
    ) -> ConsumptionConfiguration {
        guard let date = CalendarDate(year: from.year, month: from.month, day: from.day) else {
            preconditionFailure("\(from) is a date")
        }
        let shares = mix.map { word, percent in
            guard let kind = try? SiteKind(reading: word) else { preconditionFailure("\(word) is a class") }
            return ConsumptionConfiguration.Share(kind, billionths: percent * 10_000_000)
        }
        return ConsumptionConfiguration(
            seed: 42, importMPANs: mpans, mix: ConsumptionRequest.ordered(shares), from: date, days: days)
    }
}
