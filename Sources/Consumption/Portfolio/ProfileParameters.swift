/// Parameters of smart and traditional classes.
enum ProfileParameters {
    static let specs: [ParameterSpec] =
        [
            ParameterSpec(
                "annual_median_wh", unit: "Wh", range: 0...100_000_000_000,
                meaning: "Median annual consumption of the class, before the region's factor."),
            ParameterSpec(
                "annual_deviation_per_mille", unit: "per mille", range: 0...2_000,
                meaning: "Standard deviation of the annual consumption's logarithm."),
            ParameterSpec(
                list: "region_per_mille", unit: "per mille", range: 100...5_000, stride: 14,
                meaning: "Annual consumption of each GSP group, _A to _P, against the country's."),
            ParameterSpec(
                "base_per_mille", unit: "per mille", range: 0...1_000,
                meaning: "Mean share of the annual consumption that is there at any hour."),
            ParameterSpec(
                "base_deviation_per_mille", unit: "per mille", range: 0...500,
                meaning: "How far that share differs between sites."),
            ParameterSpec(
                "flicker_per_mille", unit: "per mille", range: 0...1_000,
                meaning: "Change of the base from half hour to half hour (deviation of the logarithm)."),
            ParameterSpec(
                "day_deviation_per_mille", unit: "per mille", range: 0...1_500,
                meaning: "Change of activity from day to day (deviation of the logarithm)."),
            ParameterSpec(
                "away_per_mille", unit: "per mille", range: 0...1_000,
                meaning: "Fortnights of the site's count in which it is empty for 2 to 14 days."),
            ParameterSpec(
                "void_per_mille", unit: "per mille", range: 0...1_000, meaning: "Sites that nobody occupies."),
            ParameterSpec(
                "void_energy_per_mille", unit: "per mille", range: 0...1_000,
                meaning: "What an unoccupied site uses of what it would."),
            ParameterSpec(
                "activity_shape_hundredths", unit: "hundredths", range: 50...400,
                meaning:
                    "Shape of the gamma distribution of half-hourly activity; the nearest of 50, 65, 80, 100, 140, "
                    + "200 and 400 is used."),
            ParameterSpec(
                "stickiness_per_mille", unit: "per mille", range: 0...996,
                meaning: "Chance that activity stays as it was in the half hour before."),
            ParameterSpec(
                list: "fuse_amps", unit: "A", range: 10...3_000, stride: 1,
                meaning: "Cut-out ratings, equally likely; a half hour is held to 230 V at the rating."),
            ParameterSpec(
                list: "night", unit: "minutes and per mille", range: -20_000...20_000, stride: 7,
                meaning: "The cheap-rate load of a multi-rate site, or empty: start in minutes UTC, length in minutes, "
                    + "the start's jitter in minutes, level in per mille of the mean half hour, growth of the level per "
                    + "10 degrees below 15.5 °C, fade from start to end in per mille, spread between sites in per mille."
            ),
        ] + ShapeModel.parameters

    static func values(of siteClass: SiteClass) -> ParameterValues {
        ParameterValues(specs: specs, defaults: defaults(of: siteClass))
    }

    private static let regions = [1_120, 1_000, 940, 960, 980, 870, 950, 1_050, 1_050, 930, 1_040, 940, 980, 1_060]

    private static func defaults(of siteClass: SiteClass) -> [String: [Int]] {
        var values: [String: [Int]] = [
            "annual_median_wh": [2_500_000], "annual_deviation_per_mille": [620], "region_per_mille": regions,
            "base_per_mille": [360], "base_deviation_per_mille": [100], "flicker_per_mille": [150],
            "day_deviation_per_mille": [350], "away_per_mille": [80], "void_per_mille": [25],
            "void_energy_per_mille": [30], "activity_shape_hundredths": [80], "stickiness_per_mille": [500],
            "fuse_amps": [60, 80, 80, 100], "night": [],
            // Morning, evening; to be fitted.
            "bumps": [
                480, 60, 100, 900, 700, 600, 200, 0, 780, 180, 180, 500, 800, 900, 100, 0, 1_110, 110, 160, 2_000,
                1_800,
                1_700, 300, 300,
            ],
            "archetypes": [], "floor_per_mille": [120],
        ]
        switch siteClass {
        case .smartDomesticMultirate:
            values["annual_median_wh"] = [3_400_000]
            values["annual_deviation_per_mille"] = [780]
            values["night"] = [30, 420, 30, 900, 2_400, 800, 400]
        case .smartBusiness:
            values["annual_median_wh"] = [6_000_000]
            values["annual_deviation_per_mille"] = [1_100]
            values["bumps"] = [750, 180, 200, 3_000, 1_800, 700, 150, 0]
        case .smartBusinessMultirate:
            values["annual_median_wh"] = [9_000_000]
            values["annual_deviation_per_mille"] = [1_100]
            values["bumps"] = [750, 180, 200, 2_400, 1_600, 700, 150, 0]
            values["night"] = [30, 420, 30, 400, 900, 800, 400]
        default: break
        }
        return values
    }
}
