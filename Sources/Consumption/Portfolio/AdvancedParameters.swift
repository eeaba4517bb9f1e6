/// Parameters of advanced classes.
enum AdvancedParameters {
    static let specs: [ParameterSpec] =
        [
            ParameterSpec(
                list: "maximum_demand_w", unit: "W and per mille", range: 0...100_000_000, stride: 4, mayBeEmpty: true,
                meaning:
                    "Maximum demand of sites with current transformers: median in W, deviation of the logarithm in "
                    + "per mille, lowest and highest in W."),
            ParameterSpec(
                "whole_current_per_mille", unit: "per mille", range: 0...1_000,
                meaning: "Sites whose whole current passes the meter."),
            ParameterSpec(
                list: "whole_current_demand_w", unit: "W and per mille", range: 0...69_000, stride: 4, mayBeEmpty: true,
                meaning: "Maximum demand of whole-current sites, as for maximum_demand_w; three phases of 100 A give "
                    + "69,000 W."),
            ParameterSpec(
                list: "load_factor_per_mille", unit: "per mille", range: 10...1_000, stride: 2, mayBeEmpty: true,
                meaning: "Annual mean demand against maximum demand: lowest and highest; the middle is likelier."),
            ParameterSpec(
                "noise_per_mille", unit: "per mille", range: 0...500,
                meaning:
                    "Change of the varying load from half hour to half hour (deviation of the logarithm), at least; "
                    + "it grows at sites whose load factor is lower than their day's."),
            ParameterSpec(
                "day_deviation_per_mille", unit: "per mille", range: 0...500,
                meaning: "Change of the varying load from day to day (deviation of the logarithm), at least."),
            ParameterSpec(
                "stickiness_per_mille", unit: "per mille", range: 0...910,
                meaning: "Correlation of the noise with that of the half hour before."),
            ParameterSpec(
                "knee_per_mille", unit: "per mille", range: 500...999,
                meaning: "Share of the maximum demand from which the load bends, so as never to reach it."),
            ParameterSpec(
                "shift_half_hours", unit: "half hours", range: 0...2,
                meaning: "How much earlier or later than the class a site may live."),
            ParameterSpec(
                list: "plateaus", unit: "minutes and per mille", range: -10_000...20_000,
                stride: AdvancedShape.plateauStride, mayBeEmpty: true,
                meaning:
                    "Plateaus of 6 numbers: start and end (up to 2,880, past midnight) in minutes of the local day, "
                    + "length of the ramps about them in minutes, height on weekdays, Saturdays and Sundays (bank "
                    + "holidays too) on the scale of floor_per_mille; negative for a break."),
            ParameterSpec(
                list: "variants", unit: "per mille and minutes", range: -480...5_000,
                stride: AdvancedShape.variantStride, mayBeEmpty: true,
                meaning:
                    "Kinds of site within the class, 5 numbers each: share in per mille; minutes by which plateaus "
                    + "start later and end later; multiple of the heights on Saturdays and on Sundays in per mille."),
            ParameterSpec(
                list: "closures", unit: "month, day and per mille", range: 0...1_000,
                stride: AdvancedShape.closureStride, mayBeEmpty: true,
                meaning: "Yearly closures of 5 numbers: month and day of the first and of the last day, and what is "
                    + "left of the activity above the floor in per mille."),
            ParameterSpec(
                "school_terms", unit: "0 or 1", range: 0...1,
                meaning: "1 where weekdays outside school terms are quiet; terms follow the common pattern of England "
                    + "and Wales, or of Scotland."),
            ParameterSpec(
                "out_of_term_per_mille", unit: "per mille", range: 0...1_000,
                meaning: "What is left of the activity on weekdays outside terms."),
            ParameterSpec(
                "heating_per_mille_per_kelvin", unit: "per mille per K", range: 0...500,
                meaning: "Growth of the load for each degree of the day's mean below 15.5 °C."),
            ParameterSpec(
                "cooling_per_mille_per_kelvin", unit: "per mille per K", range: 0...500,
                meaning: "Growth of the load for each degree of the half hour above cooling_from_centidegrees."),
            ParameterSpec(
                "cooling_from_centidegrees", unit: "hundredths of °C", range: -1_000...4_000,
                meaning: "Temperature above which there is cooling."),
            ParameterSpec(
                "darkness_per_mille", unit: "per mille", range: 0...2_000,
                meaning: "Growth of plateaus in full darkness, for lighting."),
            ParameterSpec(
                list: "power_factor_per_mille", unit: "per mille", range: 700...999, stride: 2, mayBeEmpty: true,
                meaning:
                    "Lowest and highest power factor of uncorrected sites; a site's is higher at full load than at "
                    + "light load."),
            ParameterSpec(
                "overcorrected_per_mille", unit: "per mille", range: 0...1_000,
                meaning: "Sites whose capacitors outdo their motors at light load: reactive export at night."),
        ] + ShapeModel.parameters

    static func values(of siteClass: SiteClass) -> ParameterValues {
        ParameterValues(specs: specs, defaults: common.merging(own(siteClass)) { $1 })
    }

    static let common: [String: [Int]] = [
        "maximum_demand_w": [75_000, 400, 30_000, 600_000], "whole_current_per_mille": [350],
        "whole_current_demand_w": [36_000, 350, 12_000, 66_000], "noise_per_mille": [60],
        "day_deviation_per_mille": [40], "stickiness_per_mille": [800], "knee_per_mille": [880],
        "shift_half_hours": [1], "plateaus": [], "variants": [], "closures": [], "school_terms": [0],
        "out_of_term_per_mille": [1_000], "heating_per_mille_per_kelvin": [0], "cooling_per_mille_per_kelvin": [0],
        "cooling_from_centidegrees": [1_400], "darkness_per_mille": [0], "power_factor_per_mille": [860, 985],
        "overcorrected_per_mille": [150], "bumps": [], "archetypes": [], "floor_per_mille": [200],
    ]

    /// Christmas as most of trade keeps it.
    private static let christmas = [12, 24, 1, 1]

    private static func own(_ siteClass: SiteClass) -> [String: [Int]] {
        switch siteClass {
        case .advancedLF20, .advancedLF30, .advancedLF40, .advancedLF40Plus: maximumDemandClass(siteClass)
        case .advancedOffice:
            [
                "maximum_demand_w": [160_000, 800, 40_000, 6_000_000], "whole_current_per_mille": [200],
                "load_factor_per_mille": [240, 385], "floor_per_mille": [180],
                "plateaus": [420, 1_110, 150, 560, 110, 50, 525, 1_035, 60, 300, 40, 10],
                "variants": [
                    500, 0, 0, 1_000, 1_000, 250, -30, 45, 1_400, 1_000, 150, 30, -30, 300, 300, 100, -60, 120, 4_000,
                    3_000,
                ], "closures": christmas + [350], "heating_per_mille_per_kelvin": [6],
                "cooling_per_mille_per_kelvin": [12], "darkness_per_mille": [60], "noise_per_mille": [50],
            ]
        case .advancedSupermarket:
            [
                "maximum_demand_w": [260_000, 550, 60_000, 1_500_000], "whole_current_per_mille": [20],
                "load_factor_per_mille": [530, 628], "floor_per_mille": [470],
                "plateaus": [
                    330, 1_350, 120, 260, 250, 110, 420, 1_290, 60, 170, 190, 0, 570, 1_020, 60, 0, 0, 250,
                ],
                "variants": [600, 0, 0, 1_000, 1_000, 250, -60, 60, 1_000, 1_000, 150, 60, -90, 1_000, 1_000],
                "closures": [12, 25, 12, 25, 250], "heating_per_mille_per_kelvin": [3],
                "cooling_per_mille_per_kelvin": [9], "cooling_from_centidegrees": [900], "darkness_per_mille": [40],
                "noise_per_mille": [40], "day_deviation_per_mille": [25],
            ]
        case .advancedSchool:
            [
                "maximum_demand_w": [95_000, 550, 25_000, 900_000], "whole_current_per_mille": [350],
                "load_factor_per_mille": [195, 290], "floor_per_mille": [170],
                "plateaus": [405, 1_020, 120, 420, 30, 0, 510, 930, 60, 360, 0, 0, 990, 1_260, 60, 140, 40, 0],
                "variants": [700, 0, 0, 1_000, 1_000, 300, -15, 45, 3_000, 1_000], "school_terms": [1],
                "out_of_term_per_mille": [240], "heating_per_mille_per_kelvin": [14], "darkness_per_mille": [80],
            ]
        case .advancedProcess:
            [
                "maximum_demand_w": [650_000, 900, 80_000, 15_000_000], "whole_current_per_mille": [0],
                "load_factor_per_mille": [670, 862], "floor_per_mille": [620],
                "plateaus": [
                    360, 840, 30, 330, 310, 280, 840, 1_320, 30, 310, 290, 270, 1_320, 1_800, 30, 280, 270, 260, 825,
                    855, 30, -70, -60, -60, 1_305, 1_335, 30, -70, -60, -60,
                ],
                "variants": [600, 0, 0, 1_000, 1_000, 400, 0, 0, 900, 750],
                "closures": christmas + [250] + [7, 27, 8, 5, 800], "cooling_per_mille_per_kelvin": [3],
                "noise_per_mille": [45], "day_deviation_per_mille": [30], "overcorrected_per_mille": [250],
                "shift_half_hours": [0],
            ]
        case .advancedDatacentre:
            [
                "maximum_demand_w": [1_500_000, 1_000, 150_000, 40_000_000], "whole_current_per_mille": [0],
                "load_factor_per_mille": [845, 940], "floor_per_mille": [960],
                "plateaus": [480, 1_200, 240, 25, 10, 5], "cooling_per_mille_per_kelvin": [4],
                "cooling_from_centidegrees": [1_000], "noise_per_mille": [8], "day_deviation_per_mille": [6],
                "knee_per_mille": [970], "power_factor_per_mille": [930, 990], "overcorrected_per_mille": [300],
            ]
        case .advancedPub:
            [
                "maximum_demand_w": [48_000, 350, 25_000, 200_000], "whole_current_per_mille": [550],
                "load_factor_per_mille": [280, 415], "floor_per_mille": [240],
                "plateaus": [
                    540, 1_410, 120, 190, 210, 200, 690, 900, 90, 170, 260, 360, 1_020, 1_320, 120, 290, 390, 220,
                    1_260, 1_470, 60, 60, 150, 30,
                ],
                "variants": [500, 0, 0, 1_000, 1_000, 300, 60, 30, 1_200, 900, 200, -60, 0, 1_000, 1_200],
                "closures": [12, 25, 12, 25, 350], "heating_per_mille_per_kelvin": [8],
                "cooling_per_mille_per_kelvin": [8], "darkness_per_mille": [80], "noise_per_mille": [80],
                "day_deviation_per_mille": [70],
            ]
        default: [:]
        }
    }

    /// The old maximum-demand classes, profile classes 5 to 8, told apart by load factor.
    ///
    /// Drawn ranges lie a little inside the class's, since a year's highest half hour is a matter of chance too.
    private static func maximumDemandClass(_ siteClass: SiteClass) -> [String: [Int]] {
        let shape: ShippedShapes.Shape
        let factors: [Int]
        let christmasLevel: Int
        switch siteClass {
        case .advancedLF20: (shape, factors, christmasLevel) = (ShippedShapes.advancedLF20, [95, 178], 300)
        case .advancedLF30: (shape, factors, christmasLevel) = (ShippedShapes.advancedLF30, [210, 275], 400)
        case .advancedLF40: (shape, factors, christmasLevel) = (ShippedShapes.advancedLF40, [303, 365], 550)
        default: (shape, factors, christmasLevel) = (ShippedShapes.advancedLF40Plus, [415, 690], 700)
        }
        return [
            "load_factor_per_mille": factors, "closures": christmas + [christmasLevel], "bumps": shape.bumps,
            "archetypes": shape.archetypes, "floor_per_mille": [shape.floorPerMille],
        ]
    }
}

extension ParameterValues {
    /// The numbers of a list that must not be empty: those of `fallback` where it is.
    func numbers(_ name: String, or fallback: [String: [Int]]) -> [Int] {
        let given = list(name)
        return given.isEmpty ? fallback[name] ?? [] : given
    }
}
