/// What a half hour's value measures, seen from the network: import is taken from it, export is given to it.
public enum MeasurementQuantity: UInt8, CaseIterable, Comparable, Sendable, Hashable {
    case activeImport, activeExport, reactiveImport, reactiveExport

    /// `AI`, `AE`, `RI` or `RE`.
    public var code: String { ["AI", "AE", "RI", "RE"][Int(rawValue)] }

    public init?(code: some StringProtocol) {
        guard let found = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = found
    }

    /// Watt-hours and kilowatt-hours, against var-hours and kilovar-hours.
    public var isReactive: Bool { self == .reactiveImport || self == .reactiveExport }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The market segment of a metering point under half-hourly settlement (data item DI-050).
public enum MarketSegment: UInt8, CaseIterable, Comparable, Sendable, Hashable {
    /// Smart and traditional meters at small sites.
    case smart
    /// Sites with advanced meters or current transformers.
    case advanced
    /// Street lamps, signals and the like, from an inventory.
    case unmetered

    /// `S`, `A` or `U`.
    public var indicator: String { ["S", "A", "U"][Int(rawValue)] }

    /// The word that files and commands use.
    public var word: String { ["smart", "advanced", "unmetered"][Int(rawValue)] }

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// How a metering point is connected (data item DI-015).
public enum ConnectionType: UInt8, CaseIterable, Sendable, Hashable {
    case wholeCurrent, lowVoltage, highVoltage, extraHighVoltage, unmetered

    /// `W`, `L`, `H`, `E` or `U`.
    public var indicator: String { ["W", "L", "H", "E", "U"][Int(rawValue)] }
}

/// A settlement period quality indicator (data item DI-083), held as its place in a list.
///
/// The set is open: a programme may add codes, so a file of settings can extend the list, and only the class of a code
/// (actual, estimate, zero) is given a meaning here. The meanings of most codes are not established.
public struct QualityCode: Hashable, Comparable, Sendable {
    public let index: UInt8

    public init(index: UInt8) { self.index = index }

    /// The codes that the message specification lists, in the order of the specification's groups.
    public static let specified: [String] = [
        "A", "E", "E0", "E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "E9", "ZE", "ZE1", "ZE2", "ZE3", "A1", "A2",
        "A3", "AAE1", "AAE2", "AAE3", "EAE1", "EAE2", "EAE3", "EA1", "EA2", "EA3", "EA4", "EA5", "EA6", "EA7", "EA8",
        "EA9", "EA10", "EA11", "EA12", "EA13",
    ]

    /// An actual reading.
    public static let actual = QualityCode(index: 0)
    /// An estimate of no further kind.
    public static let estimate = QualityCode(index: 1)

    public init?(code: some StringProtocol) {
        guard let found = Self.specified.firstIndex(where: { $0 == code }) else { return nil }
        index = UInt8(found)
    }

    /// The code as printed; `?` and the place for one beyond the specified list.
    public var code: String {
        Int(index) < Self.specified.count ? Self.specified[Int(index)] : "?\(index)"
    }

    /// Whether the value was measured; everything else is an estimate or a zero put in its place.
    public var isActual: Bool { index == 0 || (16...18).contains(index) }

    public static func < (left: Self, right: Self) -> Bool { left.index < right.index }
}
