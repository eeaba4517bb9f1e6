// Made by scripts/consumption/fit-shapes; do not edit.

/// Average days of the classes, fitted to survey figures that are not part of this project; how, and how near
/// they come, is in `Documentation/reference/realism.md`.
enum ShippedShapes {
    /// One class's average day.
    struct Shape: Sendable {
        /// Eight numbers a bump, as `ShapeModel` reads them.
        let bumps: [Int]
        /// Activity at any hour, in per mille.
        let floorPerMille: Int
        /// Share of the year's energy that never sleeps, in per mille; the bumps are fitted on top of it.
        let basePerMille: Int
        /// By how many half hours a site's day may be early or late, each as likely, for the mean to hold.
        let phase: Int
        /// Ten numbers a way of living, as `ShapeModel` reads them; every bump's mean is 1,000.
        let archetypes: [Int]
        /// The night rate, where there is one.
        let night: Night?
    }

    /// A flat-topped load in the hours of the night rate, in GMT.
    ///
    /// A site's starts up to 30 minutes either side of `startMinute` and lasts between `shortestMinutes` and
    /// `minutes`, each as likely.
    struct Night: Sendable {
        let startMinute: Int
        let minutes: Int
        let shortestMinutes: Int
        /// Its level at 5.5 °C, 10 degrees below 15.5 °C, in per mille of the class's mean half hour.
        let levelPerMille: Int
        /// The part of that level that goes in proportion to the cold; the rest is there all year.
        let coldPerMille: Int
        /// Its share of the year's energy in per mille: what bumps and floor share is 1,000 less this less
        /// `basePerMille`.
        let meanPerMille: Int
    }

    /// Differs from the survey by 1.2 per mille of the day's energy an hour (root mean
    /// square, the worst kind of day), and by 1.2 per cent in a day's energy at most.
    static let smartDomestic = Shape(
        bumps: [
            507, 61, 25, 795, 380, 0, 404, 1_480,
            576, 36, 98, 507, 707, 959, 519, 1_424,
            800, 104, 61, 512, 638, 813, 888, 783,
            959, 150, 50, 0, 167, 439, 0, 1_500,
            1_110, 123, 33, 1_158, 926, 776, 0, 1_174,
            1_181, 45, 25, 0, 136, 303, 289, 1_400,
            1_281, 53, 75, 1_321, 1_274, 1_273, 648, 0,
            1_450, 40, 150, 122, 149, 224, 1_056, 0,
        ],
        floorPerMille: 178, basePerMille: 340, phase: 2,
        archetypes: [
            320, 0, 1_299, 530, 482, 688, 1_206, 1_239, 1_187, 1_081,  // out at work
            280, -15, 666, 1_558, 1_648, 1_179, 850, 784, 725, 617,  // at home by day
            220, -15, 1_321, 941, 851, 1_349, 1_185, 915, 799, 792,  // family
            120, 75, 525, 824, 939, 744, 612, 1_050, 1_540, 2_058,  // late
            60, 15, 737, 1_471, 1_407, 1_061, 699, 945, 943, 1_002,  // working at home
        ],
        night: nil)

    /// Differs from the survey by 3.0 per mille of the day's energy an hour (root mean
    /// square, the worst kind of day), and by 2.1 per cent in a day's energy at most.
    static let smartDomesticMultirate = Shape(
        bumps: [
            420, 28, 58, 1_046, 502, 0, 130, 1_500,
            540, 124, 127, 306, 282, 409, 0, 1_500,
            784, 150, 65, 444, 775, 1_171, 742, 668,
            963, 69, 51, 0, 231, 504, 620, 1_379,
            1_110, 145, 38, 731, 311, 1, 0, 947,
            1_162, 85, 25, 538, 861, 1_252, 0, 863,
            1_276, 47, 60, 1_363, 1_347, 1_359, 850, 0,
            1_450, 40, 76, 573, 676, 771, 1_500, 0,
        ],
        floorPerMille: 20, basePerMille: 260, phase: 2,
        archetypes: [
            320, 0, 1_319, 547, 500, 707, 1_227, 1_271, 1_222, 1_122,  // out at work
            280, -15, 652, 1_549, 1_643, 1_163, 836, 774, 720, 615,  // at home by day
            220, -15, 1_346, 976, 883, 1_387, 1_211, 939, 827, 823,  // family
            120, 75, 479, 764, 870, 685, 559, 966, 1_426, 1_914,  // late
            60, 15, 696, 1_414, 1_355, 1_013, 663, 901, 905, 967,  // working at home
        ],
        night: Night(
            startMinute: 30, minutes: 420, shortestMinutes: 168, levelPerMille: 2_555,
            coldPerMille: 990, meanPerMille: 289))

    /// Differs from the survey by 1.9 per mille of the day's energy an hour (root mean
    /// square, the worst kind of day), and by 3.0 per cent in a day's energy at most.
    static let smartBusiness = Shape(
        bumps: [
            330, 150, 28, 98, 117, 90, 1_500, 0,
            570, 79, 27, 1_083, 463, 0, 532, 1_285,
            581, 25, 103, 1_604, 911, 358, 746, 570,
            728, 51, 73, 1_645, 877, 283, 574, 317,
            877, 46, 31, 813, 541, 298, 1_146, 1_500,
            995, 113, 36, 2_039, 856, 0, 138, 1_076,
            1_110, 46, 82, 443, 67, 0, 0, 570,
            1_290, 49, 147, 198, 95, 160, 878, 0,
        ],
        floorPerMille: 20, basePerMille: 330, phase: 1,
        archetypes: [
            350, 30, 631, 828, 956, 1_002, 1_064, 1_170, 999, 852,  // shop
            350, -15, 1_093, 1_166, 1_104, 1_004, 1_020, 968, 659, 704,  // office
            180, -60, 1_846, 1_289, 1_164, 1_111, 1_006, 681, 515, 956,  // workshop
            120, 45, 536, 584, 579, 816, 746, 1_076, 2_725, 2_361,  // food and drink
        ],
        night: nil)

    /// Differs from the survey by 1.0 per mille of the day's energy an hour (root mean
    /// square, the worst kind of day), and by 4.8 per cent in a day's energy at most.
    static let smartBusinessMultirate = Shape(
        bumps: [
            440, 95, 51, 563, 472, 462, 1_500, 0,
            570, 56, 33, 1_464, 868, 308, 461, 0,
            679, 67, 69, 1_549, 956, 421, 577, 0,
            800, 42, 42, 375, 215, 93, 854, 0,
            950, 137, 43, 1_776, 1_076, 446, 319, 0,
            1_011, 25, 132, 561, 390, 298, 1_082, 0,
            1_230, 64, 125, 231, 187, 225, 613, 0,
            1_408, 51, 150, 255, 149, 152, 1_415, 0,
        ],
        floorPerMille: 20, basePerMille: 300, phase: 1,
        archetypes: [
            350, 30, 683, 881, 1_013, 1_057, 1_120, 1_215, 1_019, 883,  // shop
            350, -15, 1_101, 1_155, 1_089, 985, 1_000, 935, 627, 679,  // office
            180, -60, 1_684, 1_164, 1_043, 989, 890, 601, 437, 831,  // workshop
            120, 45, 604, 649, 638, 894, 815, 1_161, 2_877, 2_531,  // food and drink
        ],
        night: Night(
            startMinute: 30, minutes: 420, shortestMinutes: 168, levelPerMille: 1_012,
            coldPerMille: 1_000, meanPerMille: 114))

    /// Differs from the survey by 3.7 per mille of the day's energy an hour (root mean
    /// square, the worst kind of day), and by 5.9 per cent in a day's energy at most.
    static let advancedLF20 = Shape(
        bumps: [
            330, 220, 41, 257, 0, 188, 874, 0,
            521, 73, 25, 1_050, 456, 0, 233, 1_126,
            580, 44, 62, 1_515, 562, 242, 805, 1_114,
            700, 51, 108, 1_473, 452, 226, 680, 257,
            891, 92, 40, 1_215, 416, 185, 592, 1_374,
            986, 51, 52, 1_243, 514, 0, 319, 491,
            1_121, 58, 100, 333, 204, 0, 0, 476,
            1_410, 110, 199, 358, 420, 336, 0, 0,
        ],
        floorPerMille: 20, basePerMille: 0, phase: 0,
        archetypes: [],
        night: nil)

    /// Differs from the survey by 1.2 per mille of the day's energy an hour (root mean
    /// square, the worst kind of day), and by 3.4 per cent in a day's energy at most.
    static let advancedLF30 = Shape(
        bumps: [
            370, 220, 25, 132, 0, 92, 505, 96,
            506, 70, 36, 789, 484, 0, 68, 633,
            580, 47, 120, 1_274, 534, 348, 462, 1_495,
            800, 117, 73, 1_341, 817, 438, 261, 1_213,
            899, 50, 38, 819, 514, 280, 272, 1_500,
            985, 49, 85, 1_426, 900, 30, 0, 629,
            1_189, 60, 59, 231, 371, 206, 0, 141,
            1_325, 64, 216, 254, 10, 240, 335, 39,
        ],
        floorPerMille: 144, basePerMille: 0, phase: 0,
        archetypes: [],
        night: nil)

    /// Differs from the survey by 1.0 per mille of the day's energy an hour (root mean
    /// square, the worst kind of day), and by 2.7 per cent in a day's energy at most.
    static let advancedLF40 = Shape(
        bumps: [
            383, 220, 25, 162, 50, 103, 1_023, 0,
            480, 51, 45, 532, 293, 34, 0, 354,
            580, 49, 103, 766, 526, 294, 314, 1_500,
            800, 137, 64, 1_174, 935, 684, 172, 1_131,
            897, 34, 54, 546, 464, 364, 0, 1_409,
            1_030, 101, 96, 1_038, 685, 292, 0, 358,
            1_204, 52, 117, 358, 314, 286, 348, 0,
            1_366, 85, 183, 200, 185, 207, 398, 0,
        ],
        floorPerMille: 267, basePerMille: 0, phase: 0,
        archetypes: [],
        night: nil)

    /// Differs from the survey by 0.9 per mille of the day's energy an hour (root mean
    /// square, the worst kind of day), and by 2.7 per cent in a day's energy at most.
    static let advancedLF40Plus = Shape(
        bumps: [
            417, 184, 31, 166, 153, 122, 0, 0,
            500, 49, 38, 258, 132, 0, 0, 294,
            580, 44, 123, 441, 344, 297, 239, 1_500,
            800, 109, 52, 401, 313, 291, 307, 295,
            884, 36, 48, 262, 271, 273, 0, 1_500,
            1_022, 98, 98, 462, 324, 170, 0, 261,
            1_195, 62, 112, 342, 292, 250, 83, 0,
            1_358, 83, 172, 124, 127, 109, 0, 86,
        ],
        floorPerMille: 620, basePerMille: 0, phase: 0,
        archetypes: [],
        night: nil)
}
