public import Kernel
public import Market

/// A transformer's primary against its secondary, such as 200/5 A.
public struct TransformerRatio: Sendable, Hashable, CustomStringConvertible {
    public var primary: Int
    public var secondary: Int

    public init(_ primary: Int, _ secondary: Int) {
        self.primary = primary
        self.secondary = secondary
    }

    /// How many times the secondary the primary is; every ratio used here is whole.
    public var multiplier: Int { primary / secondary }

    public var description: String { "\(primary)/\(secondary)" }
}

/// One measured quantity of a meter: the outstation's channel and how its pulses count.
public struct MeterChannel: Sendable, Hashable {
    /// From 1, in the order of the quantities.
    public var number: Int
    public var quantity: MeasurementQuantity
    /// Watt-hours (var-hours) of a pulse at the meter's own terminals.
    public var pulseWattHours: Int
    /// What a pulse counts for on the primary side: CT ratio times VT ratio.
    public var multiplier: Int

    /// Watt-hours by which values move.
    public var quantum: Int { pulseWattHours * multiplier }
}

/// One cumulative register of a meter.
public struct MeterRegister: Sendable, Hashable {
    /// As printed on reads: two characters.
    public var id: String
    public var quantity: MeasurementQuantity
    /// Digits before the decimal point.
    public var digits: Int
    /// Digits after it.
    public var decimals: Int
    /// What the shown number is to be multiplied by, to give kilowatt-hours.
    public var multiplier: Int
    /// When it counts; nil for whenever no register before it does.
    public var pattern: TimePattern?
    /// The code of its time pattern.
    public var patternCode: String
    /// What it counted up to the epoch, in watt-hours; below the rollover.
    public var initialWattHours: Int

    /// Watt-hours of one in the last place shown.
    public var unitWattHours: Int { 1_000 * multiplier / Self.powersOfTen[decimals] }

    /// Watt-hours at which the register begins again from nought.
    public var rolloverWattHours: Int { Self.powersOfTen[digits] * 1_000 * multiplier }

    static let powersOfTen = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000]
}

/// What is known of a site's meter: enough for a technical-details flow, and what decides the form of its values.
///
/// Serials, makes and outstations are invented. They, and dates, ratios and initial reads, follow from the run's seed
/// and the MPAN.
public struct MeterTechnicalDetails: Sendable, Hashable {
    public enum Kind: UInt8, Sendable, Hashable { case smart, traditional, advancedWholeCurrent, advancedTransformer }

    public var kind: Kind
    public var serial: String
    public var makeAndType: String
    public var installed: CalendarDate
    public var connection: ConnectionType
    /// Amperes at the meter's own terminals or, with transformers, the secondary's.
    public var currentRating: Int
    public var phases: Int
    /// Volts between phases, or of the one phase to neutral.
    public var systemVoltage: Int
    public var currentTransformer: TransformerRatio?
    public var voltageTransformer: TransformerRatio?
    /// The metering code of practice: 2, 3, 5 or 10; nil where none of them applies.
    public var codeOfPractice: Int?
    public var outstation: String
    public var channels: [MeterChannel]
    public var registers: [MeterRegister]
    /// What a half hour is held to by the fuse or the current transformers, in watt-hours.
    public var limit: Int

    /// Watt-hours by which values move; 1 where there is no such channel.
    public func quantum(of quantity: MeasurementQuantity) -> Int {
        channels.first { $0.quantity == quantity }?.quantum ?? 1
    }

    /// What brings a quantity's values to the meter's steps.
    public func quantiser(of quantity: MeasurementQuantity) -> Quantiser {
        Self.quantiser(quantum(of: quantity))
    }

    /// What brings values to steps of so many watt-hours.
    static func quantiser(_ quantum: Int) -> Quantiser { Quantiser(quantum: min(max(quantum, 1), 1_048_576)) }
}

/// Settings of meters and their reads: what is not established, or differs from company to company.
public struct MeterSettings: Sendable, Hashable {
    /// The local midnight from which registers count on from their initial reads.
    public var epoch: CalendarDate
    /// When the second rate of a multi-rate meter counts.
    public var nightWindow: TimePattern
    /// Codes of time patterns: all hours, day and night. A common set; the list of codes is industry data.
    public var allHoursCode: String
    public var dayCode: String
    public var nightCode: String
    /// How often traditional meters are read, in per mille of them: monthly, quarterly; the others yearly.
    public var monthlyPerMille: Int
    public var quarterlyPerMille: Int
    /// Reads that the customer sends in, in per mille.
    public var customerReadPerMille: Int

    public init(
        epoch: CalendarDate = Self.defaultEpoch,
        nightWindow: TimePattern = TimePattern(windows: [.init(from: 30, to: 450)], isLocal: false),
        allHoursCode: String = "00001", dayCode: String = "00043", nightCode: String = "00210",
        monthlyPerMille: Int = 150, quarterlyPerMille: Int = 600, customerReadPerMille: Int = 250
    ) {
        self.epoch = epoch
        self.nightWindow = nightWindow
        self.allHoursCode = allHoursCode
        self.dayCode = dayCode
        self.nightCode = nightCode
        self.monthlyPerMille = monthlyPerMille
        self.quarterlyPerMille = quarterlyPerMille
        self.customerReadPerMille = customerReadPerMille
    }

    /// 2020-01-01, day 18,262 from 1970.
    public static let defaultEpoch = CalendarDate(dayNumber: 18_262)
}
