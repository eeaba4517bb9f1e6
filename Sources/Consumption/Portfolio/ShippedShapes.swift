// Made by scripts/consumption/fit-shapes; do not edit.

/// Average days of the classes, fitted to survey figures that are not part of this project; how, and how near
/// they come, is in `Documentation/reference/realism.md`.
///
/// The shares of smart-domestic were blended with an even day, 150 parts in 1,000.
enum ShippedShapes {
    /// One class's average day.
    struct Shape: Sendable {
        /// Eight numbers a bump, as `ShapeModel` reads them.
        let bumps: [Int]
        /// Activity at any hour, in per mille.
        let floorPerMille: Int
        /// Share of the year's energy that never sleeps, in per mille; the bumps are fitted on top of it.
        let basePerMille: Int
        /// Ten numbers a way of living, as `ShapeModel` reads them; every bump's mean is 1,000.
        let archetypes: [Int]
        /// Seven numbers for the night rate, as `ProfileModel` reads them; empty without.
        let night: [Int]
        /// The night rate's share of the year's energy in per mille; bumps and floor share what it and the base
        /// leave.
        let nightMeanPerMille: Int
    }

    /// Differs from the survey by 1.3 per mille of the day's energy an hour (root mean
    /// square, the worst kind of day), and by 1.8 per cent in a day's energy at most.
    static let smartDomestic = Shape(
        bumps: [
            500, 66, 25, 663, 320, 0, 386, 1_098,
            569, 38, 70, 507, 617, 764, 608, 1_500,
            765, 102, 101, 584, 794, 1_084, 736, 1_500,
            919, 46, 58, 194, 265, 359, 227, 1_500,
            1_070, 70, 66, 1_011, 795, 593, 0, 654,
            1_196, 150, 25, 88, 208, 341, 0, 1_068,
            1_300, 73, 75, 945, 905, 927, 815, 193,
            1_450, 25, 150, 116, 118, 217, 1_124, 0,
        ],
        floorPerMille: 175, basePerMille: 340,
        archetypes: [
            320, 0, 1_323, 552, 502, 711, 1_233, 1_273, 1_220, 1_114,  // out at work
            280, -15, 637, 1_519, 1_612, 1_139, 815, 752, 699, 594,  // at home by day
            220, -15, 1_344, 978, 886, 1_388, 1_211, 936, 819, 815,  // family
            120, 75, 504, 808, 923, 723, 589, 1_015, 1_494, 2_000,  // late
            60, 15, 702, 1_432, 1_372, 1_024, 669, 906, 907, 965,  // working at home
        ],
        night: [], nightMeanPerMille: 0)

    /// Differs from the survey by 1.8 per mille of the day's energy an hour (root mean
    /// square, the worst kind of day), and by 3.2 per cent in a day's energy at most.
    static let smartDomesticMultirate = Shape(
        bumps: [
            451, 43, 61, 1_023, 464, 0, 0, 1_500,
            540, 30, 94, 279, 467, 715, 679, 1_500,
            775, 112, 88, 478, 835, 1_291, 657, 1_454,
            923, 35, 95, 215, 291, 487, 0, 1_500,
            1_101, 71, 57, 1_179, 773, 484, 0, 193,
            1_190, 150, 25, 0, 120, 340, 536, 1_500,
            1_270, 33, 51, 1_277, 1_284, 1_319, 902, 0,
            1_391, 25, 25, 915, 1_039, 1_168, 1_242, 0,
        ],
        floorPerMille: 158, basePerMille: 260,
        archetypes: [
            320, 0, 1_310, 536, 489, 698, 1_216, 1_253, 1_201, 1_097,  // out at work
            280, -15, 665, 1_563, 1_653, 1_180, 851, 784, 728, 619,  // at home by day
            220, -15, 1_318, 942, 853, 1_349, 1_182, 914, 798, 794,  // family
            120, 75, 511, 806, 916, 724, 595, 1_023, 1_505, 2_014,  // late
            60, 15, 722, 1_448, 1_385, 1_043, 686, 928, 928, 988,  // working at home
        ],
        night: [30, 420, 30, 73, 1_868, 1_248, 400], nightMeanPerMille: 348)

    /// Differs from the survey by 1.2 per mille of the day's energy an hour (root mean
    /// square, the worst kind of day), and by 3.2 per cent in a day's energy at most.
    static let smartBusiness = Shape(
        bumps: [
            330, 150, 30, 88, 156, 89, 1_500, 0,
            569, 78, 28, 1_089, 434, 0, 565, 1_184,
            580, 25, 111, 1_616, 889, 372, 747, 393,
            724, 47, 87, 1_631, 798, 257, 529, 815,
            892, 55, 25, 1_760, 990, 382, 581, 1_500,
            976, 41, 46, 2_272, 991, 0, 152, 1_055,
            1_110, 47, 94, 413, 0, 0, 0, 564,
            1_315, 58, 150, 149, 95, 128, 1_115, 0,
        ],
        floorPerMille: 20, basePerMille: 330,
        archetypes: [
            350, 30, 642, 838, 967, 1_013, 1_075, 1_179, 1_001, 858,  // shop
            350, -15, 1_094, 1_162, 1_099, 999, 1_015, 959, 651, 698,  // office
            180, -60, 1_808, 1_262, 1_137, 1_082, 979, 661, 492, 922,  // workshop
            120, 45, 558, 607, 602, 842, 769, 1_106, 2_777, 2_412,  // food and drink
        ],
        night: [], nightMeanPerMille: 0)

    /// Differs from the survey by 1.4 per mille of the day's energy an hour (root mean
    /// square, the worst kind of day), and by 4.8 per cent in a day's energy at most.
    static let smartBusinessMultirate = Shape(
        bumps: [
            330, 150, 25, 249, 106, 152, 1_500, 0,
            480, 66, 94, 860, 677, 534, 528, 0,
            580, 42, 25, 1_109, 543, 0, 634, 0,
            700, 74, 113, 1_838, 1_134, 475, 516, 0,
            950, 90, 49, 1_657, 1_029, 407, 289, 0,
            1_010, 25, 117, 516, 351, 295, 1_139, 0,
            1_221, 75, 150, 302, 214, 217, 726, 0,
            1_396, 25, 25, 414, 385, 382, 850, 0,
        ],
        floorPerMille: 20, basePerMille: 300,
        archetypes: [
            350, 30, 657, 853, 984, 1_030, 1_090, 1_191, 1_007, 865,  // shop
            350, -15, 1_103, 1_165, 1_100, 1_000, 1_012, 953, 645, 691,  // office
            180, -60, 1_746, 1_213, 1_090, 1_033, 939, 632, 462, 882,  // workshop
            120, 45, 581, 628, 620, 863, 794, 1_132, 2_822, 2_472,  // food and drink
        ],
        night: [30, 420, 30, 0, 765, 904, 400], nightMeanPerMille: 133)

    /// Differs from the survey by 2.1 per mille of the day's energy an hour (root mean
    /// square, the worst kind of day), and by 5.9 per cent in a day's energy at most.
    static let advancedLF20 = Shape(
        bumps: [
            330, 220, 44, 245, 0, 189, 929, 0,
            519, 72, 25, 1_061, 463, 0, 310, 941,
            580, 42, 142, 1_615, 558, 268, 778, 1_484,
            700, 44, 109, 531, 81, 73, 558, 417,
            885, 93, 41, 1_332, 563, 205, 591, 1_500,
            970, 37, 67, 1_273, 561, 0, 322, 474,
            1_134, 67, 97, 299, 187, 0, 0, 419,
            1_410, 116, 207, 348, 383, 325, 28, 0,
        ],
        floorPerMille: 20, basePerMille: 0,
        archetypes: [],
        night: [], nightMeanPerMille: 0)

    /// Differs from the survey by 1.0 per mille of the day's energy an hour (root mean
    /// square, the worst kind of day), and by 3.5 per cent in a day's energy at most.
    static let advancedLF30 = Shape(
        bumps: [
            371, 220, 25, 153, 0, 115, 458, 89,
            502, 68, 38, 795, 486, 0, 63, 596,
            580, 48, 119, 1_278, 557, 358, 460, 1_500,
            800, 118, 74, 1_361, 839, 450, 259, 1_498,
            898, 49, 38, 809, 507, 280, 273, 1_500,
            985, 49, 86, 1_448, 914, 50, 0, 602,
            1_192, 66, 57, 244, 384, 223, 0, 135,
            1_323, 62, 216, 232, 0, 218, 379, 73,
        ],
        floorPerMille: 128, basePerMille: 0,
        archetypes: [],
        night: [], nightMeanPerMille: 0)

    /// Differs from the survey by 0.9 per mille of the day's energy an hour (root mean
    /// square, the worst kind of day), and by 2.8 per cent in a day's energy at most.
    static let advancedLF40 = Shape(
        bumps: [
            381, 220, 25, 163, 51, 105, 1_028, 0,
            480, 52, 45, 542, 303, 43, 0, 351,
            580, 49, 105, 768, 527, 296, 313, 1_500,
            799, 137, 66, 1_161, 928, 682, 172, 1_104,
            896, 33, 55, 513, 444, 358, 0, 1_313,
            1_030, 104, 97, 1_048, 694, 299, 0, 353,
            1_207, 54, 120, 361, 318, 291, 352, 0,
            1_370, 87, 187, 195, 181, 202, 392, 0,
        ],
        floorPerMille: 260, basePerMille: 0,
        archetypes: [],
        night: [], nightMeanPerMille: 0)

    /// Differs from the survey by 0.8 per mille of the day's energy an hour (root mean
    /// square, the worst kind of day), and by 2.6 per cent in a day's energy at most.
    static let advancedLF40Plus = Shape(
        bumps: [
            415, 186, 32, 163, 150, 120, 0, 0,
            499, 49, 38, 258, 132, 0, 0, 288,
            580, 44, 124, 441, 344, 296, 241, 1_500,
            800, 109, 52, 396, 310, 287, 311, 293,
            883, 36, 48, 256, 267, 271, 0, 1_499,
            1_021, 99, 98, 464, 325, 171, 0, 259,
            1_195, 62, 112, 338, 287, 246, 88, 0,
            1_357, 83, 171, 125, 128, 111, 0, 83,
        ],
        floorPerMille: 621, basePerMille: 0,
        archetypes: [],
        night: [], nightMeanPerMille: 0)
}
