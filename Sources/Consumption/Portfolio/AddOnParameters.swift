/// Parameters of add-ons.
///
/// Sources are published summaries, by what they say, not their data: three charging sessions a week (Electric Nation),
/// a coincident morning maximum of 1.7 kW for heat pumps (Love and others 2017), 3.68 kW to a phase for the simplest
/// connection of generation (Engineering Recommendation G98). The rest are settings of ours.
enum AddOnParameters {
    static func values(of addOn: AddOns) -> ParameterValues {
        let pairs: [(spec: ParameterSpec, value: [Int])] =
            switch addOn {
            case .electricVehicle: vehicle
            case .heatPump: heatPump
            case .storageHeating: storageHeating
            case .solar: panels
            case .battery: battery
            default: []
            }
        return ParameterValues(
            specs: pairs.map(\.spec), defaults: Dictionary(uniqueKeysWithValues: pairs.map { ($0.spec.name, $0.value) })
        )
    }

    private typealias Entry = (spec: ParameterSpec, value: [Int])

    private static func number(
        _ name: String, _ value: Int, _ unit: String, _ range: ClosedRange<Int>, _ meaning: String
    ) -> Entry { (ParameterSpec(name, unit: unit, range: range, meaning: meaning), [value]) }

    private static func list(
        _ name: String, _ values: [Int], _ unit: String, _ range: ClosedRange<Int>, stride: Int, _ meaning: String
    ) -> Entry { (ParameterSpec(list: name, unit: unit, range: range, stride: stride, meaning: meaning), values) }

    private static let panels: [Entry] = [
        number("watts_median", 3_600, "W", 100...1_000_000, "Median peak power of a home's panels."),
        number(
            "business_watts_median", 12_000, "W", 100...10_000_000, "Median peak power of a small business's panels."),
        number(
            "advanced_watts_median", 50_000, "W", 100...50_000_000, "Median peak power at a site of an Advanced one."),
        number(
            "watts_deviation_per_mille", 330, "per mille", 0...2_000, "Standard deviation of peak power's logarithm."),
        number("watts_least", 1_000, "W", 10...1_000_000, "The smallest home's panels; others' in proportion."),
        number("watts_most", 10_000, "W", 10...1_000_000, "The largest home's panels; others' in proportion."),
        number("tilt_degrees", 35, "degrees", 0...90, "Mean tilt from the horizontal."),
        number("tilt_deviation_degrees", 7, "degrees", 0...45, "Standard deviation of the tilt."),
        number("azimuth_degrees", 180, "degrees", 0...360, "Mean direction, clockwise from north."),
        number(
            "azimuth_deviation_degrees", 45, "degrees", 0...180,
            "Standard deviation of the direction; none is more than 100 degrees from the mean."),
        number(
            "performance_per_mille", 860, "per mille", 500...1_000,
            "What comes out of what the panels' peak power and the light would give."),
        number("performance_deviation_per_mille", 30, "per mille", 0...200, "How far that differs between sites."),
        number("inverter_watts", 3_680, "W", 500...100_000, "The inverter of a home with a simple connection."),
        number(
            "inverter_ratio_per_mille", 1_150, "per mille", 1_000...2_000,
            "Peak power against the inverter's above which some homes may have more; at half as much again, all."),
        number("large_connection_per_mille", 500, "per mille", 0...1_000, "How many of those have it."),
        number("export_limit_watts", 3_680, "W", 0...100_000, "The most that a home with a simple connection exports."),
        number(
            "noise_per_mille", 30, "per mille", 0...400,
            "Even change of a site's generation from half hour to half hour, either way."),
    ]

    private static let vehicle: [Entry] = [
        list(
            "chargers", [7_400, 800, 3_600, 200], "W and per mille", 0...22_000, stride: 2,
            "Chargers' powers, each with its share; shares sum to 1,000."),
        number("sessions_per_thousand_weeks", 3_000, "sessions", 0...7_000, "Mean sessions in a thousand weeks."),
        number("sessions_deviation_per_mille", 350, "per mille", 0...1_000, "How far that differs between sites."),
        number("energy_median_wh", 9_000, "Wh", 100...100_000, "Median energy of a session."),
        number(
            "energy_deviation_per_mille", 820, "per mille", 0...1_500,
            "Standard deviation of the energy's logarithm between sessions of a site."),
        number("energy_site_deviation_per_mille", 300, "per mille", 0...1_000, "And between sites."),
        list(
            "car_wh", [40_000, 52_000, 60_000, 75_000], "Wh", 1_000...200_000, stride: 1, "Batteries, equally likely."),
        number("cheap_rate_per_mille", 600, "per mille", 0...1_000, "Sites that charge on a cheap rate at night."),
        list(
            "cheap_starts", [1_470, 750, 1_410, 250], "minutes and per mille", 0...1_470, stride: 2,
            "When cheap rates start: minutes of the local clock from the evening's midnight, each with its share; 1,470 "
                + "is 00:30, 1,410 is 23:30."),
        number("arrival_minutes", 1_110, "minutes", 480...1_380, "Mean start of the others, local clock."),
        number("arrival_deviation_minutes", 95, "minutes", 0...300, "Its standard deviation; none after 23:00."),
        number(
            "daytime_per_mille", 180, "per mille", 0...1_000,
            "Sessions of the others that start between 08:00 and 17:00."),
    ]

    private static let heatPump: [Entry] = [
        number(
            "annual_median_wh", 3_600_000, "Wh", 0...100_000_000,
            "Median annual electricity, hot water with it, in England and Wales."),
        number("annual_deviation_per_mille", 400, "per mille", 0...1_500, "Standard deviation of heating's logarithm."),
        number("base_centidegrees", 1_550, "hundredths of °C", 500...2_500, "Outside, above which nothing is heated."),
        number("cop_cold_per_mille", 2_200, "per mille", 1_500...5_000, "Coefficient of performance at -5 °C."),
        number("cop_warm_per_mille", 3_600, "per mille", 1_500...5_000, "Coefficient of performance at 12 °C."),
        list(
            "pattern_per_mille",
            [
                330, 320, 310, 310, 310, 330, 370, 460, 620, 840, 1_060, 1_270, 1_420, 1_480, 1_480, 1_430, 1_360,
                1_290, 1_230, 1_180, 1_140, 1_110, 1_080, 1_060, 1_050, 1_050, 1_060, 1_080, 1_110, 1_150, 1_200, 1_250,
                1_290, 1_320, 1_330, 1_330, 1_310, 1_280, 1_240, 1_200, 1_150, 1_090, 1_010, 910, 770, 620, 480, 390,
            ], "per mille", 0...10_000, stride: 48, "Heating through the day by half hours of the local clock."),
        number(
            "sizing_per_mille", 950, "per mille", 500...10_000,
            "The most that a heat pump takes against its mean need at two degrees of frost."),
        number(
            "cycling_per_mille", 500, "per mille", 0...1_000,
            "Even change from half hour to half hour, either way, as the compressor starts and stops."),
        number("hot_water_wh_a_day", 2_600, "Wh", 0...20_000, "Mean electricity for hot water."),
        number("hot_water_watts", 1_800, "W", 100...10_000, "Median power while water is heated."),
    ]

    private static let storageHeating: [Entry] = [
        number(
            "base_centidegrees", 1_550, "hundredths of °C", 500...2_500, "Mean of the day above which none is heated."),
        number("start_minutes", 30, "minutes", 0...1_439, "When the cheap rate starts, UTC."),
        number("start_jitter_minutes", 30, "minutes", 0...120, "How far the start differs between sites, either way."),
        number("window_minutes", 420, "minutes", 60...720, "How long the cheap rate lasts."),
        number("watts_least", 1_500, "W", 100...20_000, "The smallest site's heaters."),
        number("watts_most", 6_000, "W", 100...50_000, "The largest site's heaters; all between are as likely."),
        number("sizing_per_mille", 850, "per mille", 100...3_000, "Share of the window that is used at freezing."),
        number(
            "local_clock_per_mille", 0, "per mille", 0...1_000,
            "Sites whose switch follows the local clock; the others keep to UTC in summer."),
        number("immersion_per_mille", 800, "per mille", 0...1_000, "Sites that heat water at night too."),
        number("immersion_watts", 3_000, "W", 100...10_000, "Immersion heaters' power."),
        number("immersion_minutes_least", 60, "minutes", 0...420, "The shortest site's time to heat the water."),
        number("immersion_minutes_most", 120, "minutes", 0...420, "The longest."),
    ]

    private static let battery: [Entry] = [
        list(
            "capacity_wh", [5_000, 5_200, 8_200, 9_500, 10_000], "Wh", 100...100_000, stride: 1,
            "What can come out of a full battery; equally likely."),
        number("power_watts", 3_000, "W", 100...50_000, "The most in or out."),
        number("efficiency_per_mille", 900, "per mille", 500...1_000, "What comes out of what goes in."),
        number(
            "cheap_rate_with_panels_per_mille", 400, "per mille", 0...1_000,
            "Sites with panels that charge on a cheap rate too; those without panels all do."),
        number(
            "cheap_start_half_hour", 1, "half hours", 0...47, "When the cheap rate starts, in half hours of the clock."),
        number("cheap_half_hours", 10, "half hours", 0...24, "How long it lasts."),
        number(
            "evening_half_hour", 32, "half hours", 0...47,
            "From when energy bought at night is given back where there are no panels, in half hours of the clock."),
    ]
}
