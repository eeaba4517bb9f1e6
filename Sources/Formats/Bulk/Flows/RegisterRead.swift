public import Kernel

/// Readings of a meter's registers, as the flow D0010 carries them.
public struct RegisterReads: FlowRecord, Hashable {
    public var mpan: UInt64
    public var validation = Validation.valid
    public var meterSerial: String
    /// How the reading came about: one of the letters A, C, D, F, I, M, O, P, Q, R, S, T, W, X and Z.
    public var type = "R"
    /// At least one.
    public var reads: [RegisterRead]

    public enum Validation: String, Sendable, Hashable, CaseIterable {
        case valid = "V"
        case failed = "F"
        case unvalidated = "U"
    }

    public init(mpan: UInt64, meterSerial: String, reads: [RegisterRead]) {
        self.mpan = mpan
        self.meterSerial = meterSerial
        self.reads = reads
    }

    public var lines: [FlowLine] {
        [
            FlowLine("026", [.number(mpan), .text(validation.rawValue)]),
            FlowLine("028", [.text(meterSerial), .text(type)]),
        ] + reads.map(\.line)
    }
}

/// What one register stood at.
public struct RegisterRead: Sendable, Hashable {
    public var register: String
    /// Local (clock) day and time.
    public var day: CalendarDate
    public var time: TimeOfDay
    /// Tenths of a kilowatt-hour.
    public var tenths: Int
    public var passed = true
    /// One letter, or empty.
    public var method = ""

    public init(register: String, day: CalendarDate, time: TimeOfDay, tenths: Int) {
        self.register = register
        self.day = day
        self.time = time
        self.tenths = tenths
    }

    fileprivate var line: FlowLine {
        FlowLine(
            "030",
            [
                .text(register), .stamp(day, time), .decimal(tenths), .none, .none, .text(passed ? "T" : "F"),
                .text(method),
            ])
    }
}
