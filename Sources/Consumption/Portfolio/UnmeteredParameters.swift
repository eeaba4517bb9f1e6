/// Parameters of unmetered classes.
enum UnmeteredParameters {
    static let specs: [ParameterSpec] = [
        ParameterSpec(
            list: "regimes", unit: "minutes and per mille", range: 0...1_440, stride: SwitchRegime.stride,
            mayBeEmpty: true,
            meaning:
                "Switch regimes of 7 numbers, up to 8: 0 for a photocell or 1 for continuous; minutes after sunset "
                + "and before sunrise at which a photocell switches; minutes of the day between which lamps are off "
                + "(equal for never); 0 where those are by GMT or 1 by the local clock; share of inventory lines in per "
                + "mille."),
        ParameterSpec(
            list: "dimming", unit: "minutes and per mille", range: 0...1_440, stride: SwitchRegime.dimmingStride,
            mayBeEmpty: true,
            meaning: "Dimming of 5 numbers: the regime's place from 0; minutes of the day from and to which (they may "
                + "pass midnight); 0 where those are by GMT or 1 by the local clock; what is left of the watts in per "
                + "mille. Windows of one regime must not overlap."),
        ParameterSpec(
            list: "equipment", unit: "W and per mille", range: 0...5_000, stride: 4, mayBeEmpty: true,
            meaning: "Equipment of 4 numbers: the family, 42 for LED lighting and 99 for other; lowest and highest "
                + "circuit watts; share of inventory lines in per mille."),
        ParameterSpec(
            "council_per_mille", unit: "per mille", range: 0...1_000, meaning: "Sites that are a council's inventory."),
        ParameterSpec(
            list: "council_items", unit: "items and per mille", range: 0...400_000, stride: 4, mayBeEmpty: true,
            meaning: "Items of a council: median, deviation of the logarithm in per mille, lowest and highest."),
        ParameterSpec(
            list: "items", unit: "items and per mille", range: 0...400_000, stride: 4, mayBeEmpty: true,
            meaning: "Items of any other site, likewise."),
        ParameterSpec(
            "cloud_jitter_minutes", unit: "minutes", range: 0...30,
            meaning: "How much earlier or later photocells of a region switch on a day, for the cloud."),
    ]

    static func values(of siteClass: SiteClass) -> ParameterValues {
        ParameterValues(specs: specs, defaults: common.merging(own(siteClass)) { $1 })
    }

    static let common: [String: [Int]] = [
        "regimes": [0, 20, 20, 0, 0, 0, 1_000], "dimming": [],
        // LED lamps of side roads and main roads, and sodium lamps that are left.
        "equipment": [42, 15, 30, 520, 42, 31, 60, 230, 42, 61, 120, 70, 99, 50, 280, 180],
        "council_per_mille": [150], "council_items": [9_000, 1_000, 1_000, 100_000], "items": [14, 1_300, 1, 999],
        "cloud_jitter_minutes": [6],
    ]

    private static func own(_ siteClass: SiteClass) -> [String: [Int]] {
        switch siteClass {
        // Off from midnight to 05:30 GMT: 01:00 to 06:30 by the summer clock.
        case .unmeteredPartNight: ["regimes": [0, 20, 20, 0, 330, 0, 1_000]]
        // Half the watts from ten to six by the clock; some regimes step down twice.
        case .unmeteredDimmed:
            [
                "regimes": [0, 20, 20, 0, 0, 1, 700, 0, 20, 20, 0, 0, 1, 300],
                "dimming": [0, 1_320, 360, 1, 500, 1, 1_200, 1_380, 1, 750, 1, 1_380, 330, 1, 400],
                "equipment": [42, 15, 30, 600, 42, 31, 60, 290, 42, 61, 120, 110],
            ]
        // Cabinets and cameras at full power, and traffic signals that dim at night.
        case .unmeteredContinuous:
            [
                "regimes": [1, 0, 0, 0, 0, 0, 550, 1, 0, 0, 0, 0, 0, 450],
                "dimming": [1, 1_260, 360, 1, 700], "equipment": [99, 4, 60, 600, 99, 61, 250, 400],
                "council_per_mille": [60], "council_items": [2_000, 800, 1_000, 20_000],
            ]
        default: [:]
        }
    }
}
