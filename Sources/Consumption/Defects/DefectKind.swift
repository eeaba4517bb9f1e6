/// A way in which delivered data can be wrong, late or awkward: the defects that a run can plant.
public enum DefectKind: UInt8, CaseIterable, Comparable, Sendable, Hashable {
    // The numbers address draws: never change or reuse one.
    case missing = 1
    case late = 2
    case estimated = 3
    case spike = 4
    case negative = 5
    case stuck = 6
    case zero = 7
    case drift = 8
    case localAsUTC = 9
    case shortDayGap = 10
    case longDayCut = 11
    case repeatedHour = 12
    case endStamped = 13
    case unit = 14
    case multiplier = 15
    case channel = 16
    case wrongMPAN = 17
    case duplicate = 18
    case order = 19
    case register = 20
    case energisation = 21
    case changeOfSupplier = 22
    case truncation = 23
    case precision = 24
    case quality = 25

    /// The word that configurations and answer keys use, such as `MISS`.
    public var id: String { facts.id }

    /// The kind with this word, or nil.
    public init?(id: some StringProtocol) {
        guard let found = Self.allCases.first(where: { $0.id == id }) else { return nil }
        self = found
    }

    /// What it is, in a few words.
    public var title: String { facts.title }

    /// How the system under test should react. A phrase without commas or quotes, as the answer key prints it.
    public var expectedReaction: String { facts.expected }

    /// The ways in which it can come, in the order in which one is drawn.
    public var variants: [DefectVariant] { facts.variants }

    /// What it acts on.
    public var level: Level { facts.level }

    /// What a defect acts on.
    public enum Level: Sendable, Hashable {
        /// The value of each half hour it covers; see `valuePrecedence`.
        case values
        /// Whole rows of the dates it covers: their number, order, time of delivery, owner or quality.
        case rows
        /// The bytes of written rows or of the file.
        case bytes
        /// Cumulative register reads.
        case reads
    }

    /// Which defect decides a half hour that several cover: the first of these.
    ///
    /// Those that touch fewest half hours come first, so that a long one does not hide a short one. Of two of one kind,
    /// the one that started first decides, and then the one that stands first in the configuration. Defects of other
    /// levels act afterwards and on each other's result: quality, number of the row, copies, delivery, bytes.
    public static let valuePrecedence: [DefectKind] = [
        .missing, .negative, .spike, .shortDayGap, .longDayCut, .repeatedHour, .localAsUTC, .estimated, .channel,
        .energisation, .zero, .stuck, .multiplier, .unit, .endStamped, .drift,
    ]

    /// Its place in `valuePrecedence`; the highest for kinds that decide no value.
    var precedence: Int { Self.precedences[Int(rawValue)] }

    private static let precedences = (0...25).map { number in
        valuePrecedence.firstIndex { $0.rawValue == number } ?? valuePrecedence.count
    }

    /// Whether it covers whole dates of the run's kind of day rather than half hours.
    public var coversDates: Bool {
        switch self {
        case .late, .wrongMPAN, .duplicate, .order, .changeOfSupplier, .truncation, .precision: true
        default: false
        }
    }

    /// Whether it happens only about a clock change, so that its days are given.
    public var belongsToClockChange: Bool {
        switch self {
        case .shortDayGap, .longDayCut, .repeatedHour: true
        default: false
        }
    }

    /// Whether there is at most one in the whole run for a metering point, so that a rate by the day has no meaning.
    public var isOncePerMPAN: Bool { self == .changeOfSupplier || self == .register }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension DefectKind {
    struct Facts {
        var id: String
        var title: String
        var level: Level
        var variants: [DefectVariant]
        var expected: String
    }

    private var facts: Facts { Self.allFacts[Int(rawValue) - 1] }

    private static let allFacts: [Facts] = allCases.map(facts(of:))

    private static func facts(of kind: DefectKind) -> Facts {
        switch kind {
        case .spike, .negative, .stuck, .zero, .drift, .energisation, .missing, .estimated, .quality: meterFacts(kind)
        case .late, .duplicate, .order, .wrongMPAN, .changeOfSupplier, .truncation, .precision: deliveryFacts(kind)
        default: sliceFacts(kind)
        }
    }

    private static func meterFacts(_ kind: DefectKind) -> Facts {
        switch kind {
        case .missing:
            Facts(
                id: "MISS", title: "missing half hours", level: .values, variants: [.empty, .omitted],
                expected: "estimate the gap")
        case .estimated:
            Facts(
                id: "EST", title: "values flagged as estimates", level: .values, variants: [.loadShape, .lastWeek],
                expected: "carry the value with its quality code")
        case .spike:
            Facts(
                id: "SPIKE", title: "one half hour far too high", level: .values, variants: [.factor, .overLimit],
                expected: "reject at validation")
        case .negative:
            Facts(
                id: "NEG", title: "negative value", level: .values, variants: [.plain],
                expected: "reject the negative value")
        case .stuck:
            Facts(
                id: "STUCK", title: "value frozen or register not advancing", level: .values,
                variants: [.constant, .stopped], expected: "raise a validation alarm")
        case .zero:
            Facts(
                id: "ZEROF", title: "zero consumption on a live site", level: .values, variants: [.plain],
                expected: "raise the zero check")
        case .drift:
            Facts(
                id: "DRIFT", title: "meter clock fast or slow", level: .values, variants: [.fast, .slow],
                expected: "raise a time alarm")
        case .energisation:
            Facts(
                id: "ENERG", title: "consumption against the energisation status", level: .values,
                variants: [.deEnergised, .noConsumption], expected: "report the anomaly")
        default:
            Facts(
                id: "QUAL", title: "wrong quality code", level: .rows, variants: [.impossible, .otherSegment],
                expected: "reject the quality code")
        }
    }

    private static func deliveryFacts(_ kind: DefectKind) -> Facts {
        switch kind {
        case .late:
            Facts(
                id: "LATE", title: "data arrives after run cut-offs", level: .rows, variants: [.plain],
                expected: "default then replace when it arrives")
        case .duplicate:
            Facts(
                id: "DUP", title: "message delivered twice", level: .rows, variants: [.same, .different],
                expected: "count once and let the latest win")
        case .order:
            Facts(
                id: "ORDER", title: "out-of-order delivery", level: .rows, variants: [.days, .sites],
                expected: "give the same result as in order")
        case .wrongMPAN:
            Facts(
                id: "WRONGM", title: "wrong metering point", level: .rows, variants: [.checkDigit, .unknown, .linked],
                expected: "reject the metering point")
        case .changeOfSupplier:
            Facts(
                id: "COS", title: "supplier or segment or agent changes", level: .rows,
                variants: [.supplier, .segment, .agent], expected: "send each day to its owner")
        case .truncation:
            Facts(
                id: "TRUNC", title: "file or line damaged", level: .bytes,
                variants: [.crlf, .blankLine, .badDecimal, .cutShort, .trailerCount, .byteOrderMark],
                expected: "reject the file")
        default:
            Facts(
                id: "PREC", title: "number written in another way", level: .bytes,
                variants: [.oneDecimal, .fourDecimals, .exponent, .leadingZeros, .decimalComma],
                expected: "parse or reject and never misread")
        }
    }

    private static func sliceFacts(_ kind: DefectKind) -> Facts {
        switch kind {
        case .localAsUTC:
            Facts(
                id: "DST1", title: "local data on the UTC axis", level: .values, variants: [.plain],
                expected: "detect the hour's shift or misallocate")
        case .shortDayGap:
            Facts(
                id: "DST2", title: "two half hours missing on the short day", level: .values, variants: [.plain],
                expected: "reject a short day without 46 periods")
        case .longDayCut:
            Facts(
                id: "DST3", title: "48 half hours on the long day", level: .values, variants: [.plain],
                expected: "reject a long day without 50 periods")
        case .repeatedHour:
            Facts(
                id: "DST4", title: "repeated hour given twice alike", level: .values, variants: [.plain],
                expected: "detect the copied hour or misallocate")
        case .endStamped:
            Facts(
                id: "END", title: "end stamps read as start stamps", level: .values, variants: [.plain],
                expected: "fail the correlation test")
        case .unit:
            Facts(
                id: "UNIT", title: "wrong unit", level: .values, variants: [.whAsKWh, .kWhAsMWh, .kWAsKWh],
                expected: "fail the range check")
        case .multiplier:
            Facts(
                id: "MULT", title: "wrong multiplier", level: .values,
                variants: [.notApplied, .appliedTwice, .pulse], expected: "fail the advance check")
        case .channel:
            Facts(
                id: "CHAN", title: "channels exchanged", level: .values, variants: [.swapped, .reactive],
                expected: "fail the pattern check")
        default:
            Facts(
                id: "ROLL", title: "register rolls over or is exchanged", level: .reads,
                variants: [.rollover, .exchange, .fewDigits], expected: "work out the advance across it")
        }
    }
}

/// The ways in which a kind of defect can come.
public enum DefectVariant: String, CaseIterable, Sendable, Hashable {
    /// Kinds that come in one way.
    case plain
    /// Places left empty; `omitted` leaves out a row that has no value left.
    case empty, omitted
    case loadShape = "load-shape"
    case lastWeek = "last-week"
    case factor
    case overLimit = "over-limit"
    /// The first value repeated; `stopped` is a register that does not advance.
    case constant, stopped
    /// The meter's clock is ahead of, or behind, the true time.
    case fast, slow
    /// Watt-hours given as kilowatt-hours: 1,000 times too much.
    case whAsKWh = "wh-as-kwh"
    /// Turned into megawatt-hours and given as kilowatt-hours: a thousandth.
    case kWhAsMWh = "kwh-as-mwh"
    /// Mean power given as energy: twice too much.
    case kWAsKWh = "kw-as-kwh"
    case notApplied = "ratio-not-applied"
    case appliedTwice = "ratio-applied-twice"
    case pulse
    /// Import and export exchanged; `reactive` gives reactive import as active import.
    case swapped, reactive
    case checkDigit = "check-digit"
    case unknown, linked
    case same, different
    /// A row passes later ones of its MPAN; `sites` exchanges whole sites with their neighbours.
    case days, sites
    case rollover, exchange
    case fewDigits = "few-digits"
    /// The status says de-energised while there is consumption.
    case deEnergised = "de-energised"
    case noConsumption = "no-consumption"
    case supplier, segment, agent
    case cutShort = "cut-short"
    case trailerCount = "trailer-count"
    case byteOrderMark = "byte-order-mark"
    case crlf
    case blankLine = "blank-line"
    case badDecimal = "bad-decimal"
    case oneDecimal = "one-decimal"
    case fourDecimals = "four-decimals"
    case exponent
    case leadingZeros = "leading-zeros"
    case decimalComma = "decimal-comma"
    case impossible
    case otherSegment = "other-segment"

    /// Whether it happens to a file rather than to rows.
    public var belongsToFile: Bool { self == .cutShort || self == .trailerCount || self == .byteOrderMark }
}
