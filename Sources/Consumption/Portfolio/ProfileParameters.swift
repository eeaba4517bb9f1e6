/// Parameters of smart and traditional classes.
enum ProfileParameters {
    static let specs: [ParameterSpec] =
        [
            ParameterSpec(
                // A third of what the largest legal fuse, 3,000 A, lets through in a year: 3,000 × 115 Wh × 17,520.
                "annual_median_wh", unit: "Wh", range: 0...2_000_000_000,
                meaning: "Median annual consumption of the class, before the region's factor."),
            ParameterSpec(
                "annual_deviation_per_mille", unit: "per mille", range: 0...2_000,
                meaning: "Standard deviation of the annual consumption's logarithm."),
            ParameterSpec(
                list: "region_per_mille", unit: "per mille", range: 100...5_000, stride: 14, mayBeEmpty: true,
                meaning: "Annual consumption of each GSP group, _A to _P, against the country's."),
            ParameterSpec(
                "base_per_mille", unit: "per mille", range: 0...1_000,
                meaning: "Mean share of the annual consumption that is there at any hour."),
            ParameterSpec(
                "base_deviation_per_mille", unit: "per mille", range: 0...500,
                meaning: "How far that share differs between sites."),
            ParameterSpec(
                "flicker_per_mille", unit: "per mille", range: 0...570,
                meaning: "Change of the base from half hour to half hour (standard deviation)."),
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
                list: "activity_shape_hundredths", unit: "hundredths", range: 50...1_600, stride: 1,
                meaning:
                    "Shapes of the gamma distribution of half-hourly activity, for small sites to large; the nearest "
                    + "of 50, 65, 80, 100, 140, 200, 400, 800 and 1,600 is used."),
            ParameterSpec(
                list: "activity_size_per_mille", unit: "per mille", range: 0...1_000_000, stride: 1, mayBeEmpty: true,
                meaning: "Where one shape ends and the next begins: a site's activity against the median site's."),
            ParameterSpec(
                "habit_deviation_per_mille", unit: "per mille", range: 0...800,
                meaning: "How far a site's own daily habit departs from its way of living (deviation of the logarithm)."
            ),
            ParameterSpec(
                "stickiness_per_mille", unit: "per mille", range: 0...996,
                meaning: "Chance that activity stays as it was in the half hour before."),
            ParameterSpec(
                "estimate_basis", unit: "choice", range: 0...2,
                meaning:
                    "What is delivered for traditional meters, which have no half hours: 0 the annual figure spread by "
                    + "the class's shape; 1 the energy between two reads spread by it; 2 the same with what the register "
                    + "shows, whole kilowatt-hours. 1 and 2 work through every day since the read before."),
            ParameterSpec(
                list: "fuse_amps", unit: "A", range: 10...3_000, stride: 1,
                meaning: "Cut-out ratings, equally likely; a half hour is held to 230 V at the rating."),
            ParameterSpec(
                list: "night", unit: "minutes and per mille", range: -20_000...20_000, stride: 7, mayBeEmpty: true,
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
        var values = domestic
        let shape: ShippedShapes.Shape
        switch siteClass {
        case .smartDomesticMultirate:
            shape = ShippedShapes.smartDomesticMultirate
            values["annual_median_wh"] = [3_400_000]
            values["annual_deviation_per_mille"] = [780]
            values["base_deviation_per_mille"] = [100]
        case .smartBusiness:
            shape = ShippedShapes.smartBusiness
            values.merge(business) { _, new in new }
        case .smartBusinessMultirate:
            shape = ShippedShapes.smartBusinessMultirate
            values.merge(business) { _, new in new }
            values["annual_median_wh"] = [9_000_000]
        default: shape = ShippedShapes.smartDomestic
        }
        values["bumps"] = shape.bumps
        values["archetypes"] = shape.archetypes
        values["floor_per_mille"] = [shape.floorPerMille]
        values["base_per_mille"] = [shape.basePerMille]
        values["night"] = shape.night
        return values
    }

    private static let domestic: [String: [Int]] = [
        "annual_median_wh": [2_500_000], "annual_deviation_per_mille": [620], "region_per_mille": regions,
        "base_deviation_per_mille": [120], "flicker_per_mille": [270], "day_deviation_per_mille": [360],
        "away_per_mille": [80], "void_per_mille": [25], "void_energy_per_mille": [30],
        "activity_shape_hundredths": [50, 65, 80, 100, 140, 200, 400],
        "activity_size_per_mille": [653, 795, 951, 1_201, 1_603, 2_482], "habit_deviation_per_mille": [350],
        "stickiness_per_mille": [550], "estimate_basis": [1], "fuse_amps": [60, 80, 80, 100],
    ]

    private static let business: [String: [Int]] = [
        "annual_median_wh": [6_000_000], "annual_deviation_per_mille": [1_100], "base_deviation_per_mille": [150],
        "flicker_per_mille": [100], "day_deviation_per_mille": [150], "away_per_mille": [20],
        "activity_shape_hundredths": [400, 800, 1_600], "activity_size_per_mille": [2_000, 6_000],
        "habit_deviation_per_mille": [250], "stickiness_per_mille": [750], "fuse_amps": [80, 100, 100, 300],
    ]
}
