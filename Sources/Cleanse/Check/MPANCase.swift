/// One metering point and where every register speaks of it.
public struct MPANCase: Hashable, Sendable {
    public let mpan: UInt64
    /// The rows of REG, one unless the register repeats the MPAN.
    public let registrations: Range<Int>
    public let enquiries: Range<Int>
    public let meters: Range<Int>
    public let histories: Range<Int>
    public let devices: Range<Int>
    public let extracts: Range<Int>

    /// True for an MPAN that no register holds but LNK.
    public var isStranger: Bool {
        registrations.isEmpty && enquiries.isEmpty && meters.isEmpty && histories.isEmpty && devices.isEmpty
            && extracts.isEmpty
    }

    /// The row of REG that speaks for the MPAN: the first in the table's order.
    public var registration: Int? { registrations.first }
    public var enquiry: Int? { enquiries.first }
}

/// Walks the registers side by side, MPAN by MPAN, in rising order.
///
/// Every register is sorted by MPAN, so a walk reads each column once, from front to back. Memory: constant.
public struct MPANWalk: Sequence, IteratorProtocol, Sendable {
    private struct Cursor: Sendable {
        let keys: Column<UInt64>
        var next: Int
        let end: Int

        init?(_ table: RegisterTable?, _ mpans: Range<UInt64>) {
            guard let table, table.kind != .links else { return nil }
            keys = table.column(.mpan)
            next = table.rows(of: mpans.lowerBound).lowerBound
            end = mpans.upperBound == .max ? table.count : table.rows(of: mpans.upperBound).lowerBound
        }

        var key: UInt64 { next < end ? keys[next] : .max }

        mutating func take(_ mpan: UInt64) -> Range<Int> {
            let start = next
            while next < end, keys[next] == mpan { next += 1 }
            return start..<next
        }
    }

    private var registrations: Cursor?
    private var enquiries: Cursor?
    private var meters: Cursor?
    private var histories: Cursor?
    private var devices: Cursor?
    private var extracts: Cursor?
    private var strangers: ArraySlice<UInt64>

    /// The MPANs of a range that any register holds.
    ///
    /// - Parameter strangers: rising MPANs that only links name; they come too, without a row.
    public init(_ registers: Registers, mpans: Range<UInt64> = 1..<UInt64.max, and strangers: [UInt64] = []) {
        self.strangers =
            strangers[
                strangers.firstPlace { $0 >= mpans.lowerBound }..<strangers.firstPlace { $0 >= mpans.upperBound }]
        registrations = Cursor(registers.registration?.table, mpans)
        enquiries = Cursor(registers.enquiry?.table, mpans)
        meters = Cursor(registers.meters?.table, mpans)
        histories = Cursor(registers.histories?.table, mpans)
        devices = Cursor(registers.devices?.table, mpans)
        extracts = Cursor(registers.extracts?.table, mpans)
    }

    public mutating func next() -> MPANCase? {
        var mpan = registrations?.key ?? .max
        mpan = Swift.min(mpan, enquiries?.key ?? .max)
        mpan = Swift.min(mpan, meters?.key ?? .max)
        mpan = Swift.min(mpan, histories?.key ?? .max)
        mpan = Swift.min(mpan, devices?.key ?? .max)
        mpan = Swift.min(mpan, extracts?.key ?? .max)
        if let stranger = strangers.first, stranger <= mpan {
            strangers.removeFirst()
            if stranger < mpan {
                return MPANCase(
                    mpan: stranger, registrations: 0..<0, enquiries: 0..<0, meters: 0..<0, histories: 0..<0,
                    devices: 0..<0, extracts: 0..<0)
            }
        }
        guard mpan < UInt64.unknownField else { return nil }
        return MPANCase(
            mpan: mpan,
            registrations: registrations?.take(mpan) ?? 0..<0,
            enquiries: enquiries?.take(mpan) ?? 0..<0,
            meters: meters?.take(mpan) ?? 0..<0,
            histories: histories?.take(mpan) ?? 0..<0,
            devices: devices?.take(mpan) ?? 0..<0,
            extracts: extracts?.take(mpan) ?? 0..<0)
    }
}
