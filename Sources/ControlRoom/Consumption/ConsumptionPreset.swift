import Consumption
import Kernel
import Market

/// A named run to begin from: a link that fills the form.
struct ConsumptionPreset: Sendable, Hashable {
    let name: String
    /// What it is good for, in a sentence.
    let use: String
    let configuration: ConsumptionConfiguration

    /// What the form holds before anything is asked.
    static let standard = configuration(
        [
            ("smart-domestic", 65), ("smart-domestic+pv", 10), ("smart-domestic+ev", 5), ("smart-business", 10),
            ("advanced-office", 5), ("unmetered-allnight", 5),
        ], from: (2026, 1, 12), days: 14)

    static let all: [ConsumptionPreset] = [
        ConsumptionPreset(
            name: "A little of everything", use: "All three segments on a thousand metering points, two winter weeks.",
            configuration: standard),
        ConsumptionPreset(
            name: "The whole market", use: "All of Great Britain on a winter weekday: 32 million metering points.",
            configuration: {
                var market = configuration([], mpans: 32_000_000, from: (2026, 1, 15), days: 1)
                market.mix = ConsumptionRequest.ordered(ConsumptionConfiguration.marketMix)
                return market
            }()),
        ConsumptionPreset(
            name: "Clock-change week", use: "The week of the 25-hour day, when clocks go back on 25 Oct 2026.",
            configuration: configuration(
                [("smart-domestic", 60), ("smart-domestic+pv", 20), ("smart-business", 20)],
                from: (2026, 10, 22), days: 7)),
        ConsumptionPreset(
            name: "Short-day week", use: "The week of the 23-hour day, when clocks go forward on 29 Mar 2026.",
            configuration: configuration(
                [("smart-domestic", 60), ("smart-domestic+pv", 20), ("smart-business", 20)],
                from: (2026, 3, 26), days: 7)),
        ConsumptionPreset(
            name: "Homes that make and store",
            use: "Panels, batteries, cars and heat pumps in June, with linked exports.",
            configuration: configuration(
                [
                    ("smart-domestic+pv", 40), ("smart-domestic+pv+battery", 20), ("smart-domestic+ev", 20),
                    ("smart-domestic+heat-pump", 20),
                ], from: (2026, 6, 8), days: 14)),
        ConsumptionPreset(
            name: "Advanced meters", use: "Large sites by load factor and by trade, with reactive energy.",
            configuration: configuration(
                [
                    ("advanced-lf20", 10), ("advanced-lf30", 15), ("advanced-lf40", 15), ("advanced-lf40plus", 15),
                    ("advanced-office", 15), ("advanced-supermarket", 10), ("advanced-school", 10),
                    ("advanced-process", 5), ("advanced-pub", 5),
                ], mpans: 200, from: (2026, 3, 2), days: 14)),
        ConsumptionPreset(
            name: "Unmetered only", use: "Street lights and what is always on, over a year.",
            configuration: configuration(
                [
                    ("unmetered-allnight", 40), ("unmetered-partnight", 30), ("unmetered-dimmed", 20),
                    ("unmetered-continuous", 10),
                ], mpans: 400, from: (2026, 1, 1), days: 365)),
    ]

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
