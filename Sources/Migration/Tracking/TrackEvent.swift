import Kernel
import Market

/// One message, or one internal event, about one MPAN: what the tracker keeps of it.
///
/// Names are places in the tracker's lists; 0 is none. Forty bytes.
public struct TrackEvent: Sendable, Hashable {
    /// Stands for no date.
    public static let noDay = Int32.min
    /// The bits of an id that are kept.
    public static let idBits: UInt32 = 0xFF_FFFF

    public var mpan: UInt64
    /// When the hub took it in, milliseconds UTC since 1970.
    public var at: Int64
    /// A mark of the message's id: 24 bits of a hash. With the kind it tells an MPAN's messages apart.
    public var id: UInt32
    /// The day from which it holds (appointment, supply start, end of the new arrangements), else `noDay`.
    public var effective: Int32
    public var kind: UInt8
    public var supplier: UInt16
    /// A change of supplier: the one that loses the MPAN.
    public var former: UInt16
    public var distributor: UInt16
    /// Scenario or reason.
    public var code: UInt16

    public init(
        mpan: UInt64, at: Int64, id: UInt32, kind: TrackKind, supplier: UInt16 = 0, former: UInt16 = 0,
        distributor: UInt16 = 0, code: UInt16 = 0, effective: Int32 = Self.noDay
    ) {
        self.mpan = mpan
        self.at = at
        self.id = id & Self.idBits
        self.effective = effective
        self.kind = kind.code
        self.supplier = supplier
        self.former = former
        self.distributor = distributor
        self.code = code
    }

    /// The mark of a message id.
    public static func mark(of id: some Sequence<UInt8>) -> UInt32 {
        // FNV-1a, then the finisher of splitmix64, so that ids that differ in the last digit differ in every bit.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in id { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
        return UInt32(truncatingIfNeeded: hash ^ (hash >> 31)) & idBits
    }

    public var trackKind: TrackKind { TrackKind(code: kind) ?? .details }

    /// Whether two events are the same message.
    func isSameMessage(as other: TrackEvent) -> Bool { kind == other.kind && id == other.id }

    /// Canonical order: time, then business order, then the id, then the rest, so that no two orders are possible.
    public static func comesBefore(_ left: TrackEvent, _ right: TrackEvent) -> Bool {
        if left.at != right.at { return left.at < right.at }
        if left.kind != right.kind { return left.kind < right.kind }
        if left.id != right.id { return left.id < right.id }
        if left.effective != right.effective { return left.effective < right.effective }
        if left.supplier != right.supplier { return left.supplier < right.supplier }
        if left.code != right.code { return left.code < right.code }
        return left.former < right.former
    }
}

/// Days by the clocks of Great Britain.
public enum LocalDays {
    /// What the tracker takes: 2015 to 2099.
    public static let first = 16_436
    public static let last = 47_481

    /// The local day of an instant, as days since 1970-01-01.
    public static func day(of milliseconds: Int64) -> Int {
        let seconds = Int(milliseconds.dividedDown(by: 1_000))
        return (seconds + offset(seconds)).flooredQuotient(by: 86_400)
    }

    /// The instant at which a local day begins, milliseconds UTC.
    public static func start(of day: Int) -> Int64 {
        // Clocks change at 01:00 UTC, so midnight has the offset of the instant an hour before that of UTC's midnight.
        let midnight = day * 86_400
        return Int64(midnight - offset(midnight - 3_600)) * 1_000
    }

    private static func offset(_ seconds: Int) -> Int {
        for (from, to) in summers where seconds < to { return seconds >= from ? 3_600 : 0 }
        return 0
    }

    /// Summer times in seconds UTC, 2015 to 2099.
    private static let summers: [(Int, Int)] = (2015...2099).map { year in
        let changes = SettlementDay.clockChanges(in: year)
        return (changes.forward.dayNumber * 86_400 + 3_600, changes.back.dayNumber * 86_400 + 3_600)
    }
}

extension Int64 {
    fileprivate func dividedDown(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
