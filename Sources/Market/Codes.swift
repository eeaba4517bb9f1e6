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
