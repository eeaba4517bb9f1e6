public import Kernel
public import Market

/// What a site's meters are, as the flow D0268 carries it: the supply point, outstations, meters and registers.
///
/// The figures that shape half-hourly values are the registers': a pulse is `pulseMultiplier` times
/// `registerMultiplier` times `outstationMultiplier` kilowatt-hours, and `digits` gives the reading at which a register
/// begins anew. Users and passwords of outstations are never written.
public struct MeterTechnicalDetails: FlowRecord, Hashable {
    public var mpan: UInt64
    public var effectiveFrom: CalendarDate
    /// Number of the code of practice, `1` to `10`.
    public var codeOfPractice = "5"
    public var issue: UInt64 = 6
    public var isComplexSite = false
    public var location = ""
    /// Volts between phases.
    public var systemVoltage: UInt64 = 415
    public var phases: UInt64 = 3
    public var event = "H"
    public var outstations: [Outstation] = []
    /// At least one.
    public var meters: [Meter]

    /// What reads meters and sends their values.
    public struct Outstation: Sendable, Hashable {
        public var id: String
        public var type = "VIS"
        public var channels: UInt64 = 1
        public var dials: UInt64 = 6
        public var addressType = "IP"
        public var address = ""
        public var baudRate: UInt64 = 9_600

        public init(id: String) { self.id = id }
    }

    public struct Meter: Sendable, Hashable {
        public var serial: String
        public var makeAndType = ""
        public var installed: CalendarDate
        /// Amperes; nil at sites with current transformers.
        public var currentRating: UInt64?
        /// `11000/110`; empty without voltage transformers.
        public var voltageRatio = ""
        /// `200/5`; empty without current transformers.
        public var currentRatio = ""
        /// `3P4W` and the like.
        public var phasesAndWires = "3P4W"
        public var feederStatus = "A"
        public var feederStatusFrom: CalendarDate?
        /// Four capitals.
        public var assetProvider = "XMAP"
        /// At least one.
        public var registers: [Register]

        public init(serial: String, installed: CalendarDate, registers: [Register]) {
            self.serial = serial
            self.installed = installed
            self.registers = registers
        }
    }

    public struct Register: Sendable, Hashable {
        public var id: String
        /// The outstation that reads it; empty where none does.
        public var outstation = ""
        /// 1 to 999.
        public var channel: UInt64
        /// Millionths.
        public var pulseMultiplierMillionths: Int = 1_000_000
        /// Hundredths.
        public var registerMultiplierHundredths: Int = 100
        /// Ten-thousandths.
        public var outstationMultiplierTenThousandths: Int = 10_000
        public var quantity: MeasurementQuantity
        public var digits: UInt64 = 6

        public init(id: String, channel: UInt64, quantity: MeasurementQuantity) {
            self.id = id
            self.channel = channel
            self.quantity = quantity
        }
    }

    public init(mpan: UInt64, effectiveFrom: CalendarDate, meters: [Meter]) {
        self.mpan = mpan
        self.effectiveFrom = effectiveFrom
        self.meters = meters
    }

    public var lines: [FlowLine] {
        [supplyPointLine] + outstations.map(\.line) + meters.flatMap { [$0.line] + $0.registers.map(\.line) }
    }

    private var supplyPointLine: FlowLine {
        FlowLine(
            "01A",
            [
                .number(mpan), .date(effectiveFrom), .text(codeOfPractice), .number(issue),
                .text(isComplexSite ? "T" : "F"), .text(location), .number(systemVoltage), .number(phases),
                .text(event), .none,
            ])
    }
}

extension MeterTechnicalDetails.Outstation {
    fileprivate var line: FlowLine {
        let credentials = Array(repeating: FlowValue.none, count: 8)
        return FlowLine(
            "02A",
            [.text(id), .text(type), .none, .number(channels), .number(dials)] + credentials
                + [
                    .text(addressType), .none, .none, .text(address), .none, .number(baudRate), .none, .none, .none,
                    .none,
                ])
    }
}

extension MeterTechnicalDetails.Meter {
    fileprivate var line: FlowLine {
        FlowLine(
            "03A",
            [
                .text(serial), .text(makeAndType), .date(installed), currentRating.map(FlowValue.number) ?? .none,
                .text(voltageRatio), .text(currentRatio), .text(phasesAndWires), .text(feederStatus),
                feederStatusFrom.map(FlowValue.date) ?? .none, .text(assetProvider),
            ])
    }
}

extension MeterTechnicalDetails.Register {
    fileprivate var line: FlowLine {
        FlowLine(
            "04A",
            [
                .text(id), .text(outstation), .number(channel), .decimal(pulseMultiplierMillionths),
                .decimal(registerMultiplierHundredths), .decimal(outstationMultiplierTenThousandths),
                .text(quantity.code), .number(digits), .none, .none,
            ])
    }
}
