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
    public let appointments: Range<Int>

    /// True for an MPAN that no register holds but LNK.
    public var isStranger: Bool {
        registrations.isEmpty && enquiries.isEmpty && meters.isEmpty && histories.isEmpty && devices.isEmpty
            && extracts.isEmpty && appointments.isEmpty
    }

    /// The row of REG that speaks for the MPAN: the first in the table's order.
    public var registration: Int? { registrations.first }
    public var enquiry: Int? { enquiries.first }
}

/// Walks the registers side by side, MPAN by MPAN, in rising order.
///
/// Every register is sorted by MPAN, so a walk reads each column once, from front to back. Memory: constant.
public struct MPANWalk: Sequence, IteratorProtocol, Sendable {
    private final class Hold: Sendable {
        private let registers: Registers
        init(_ registers: Registers) { self.registers = registers }
    }

    private struct Cursor: Sendable {
        let keys: ColumnCells<UInt64>
        var next: Int
        let end: Int
        /// The MPAN of the next row, above all MPANs after the last.
        var key: UInt64

        /// A cursor over no rows for a register that is not there.
        init(_ table: RegisterTable?, _ mpans: Range<UInt64>) {
            guard let table else {
                keys = ColumnCells(address: 0)
                (next, end, key) = (0, 0, .max)
                return
            }
            let column: Column<UInt64> = table.column(.mpan)
            keys = ColumnCells(column)
            next = table.rows(of: mpans.lowerBound).lowerBound
            end = mpans.upperBound == .max ? table.count : table.rows(of: mpans.upperBound).lowerBound
            key = .max
            if next < end { key = keys[next] }
        }

        @inline(__always)
        mutating func take(_ mpan: UInt64) -> Range<Int> {
            let start = next
            while key == mpan {
                next += 1
                key = next < end ? keys[next] : .max
            }
            return start..<next
        }
    }

    private var registrations: Cursor
    private var enquiries: Cursor
    private var meters: Cursor
    private var histories: Cursor
    private var devices: Cursor
    private var extracts: Cursor
    private var appointments: Cursor
    private var strangers: ArraySlice<UInt64>
    /// Keeps the columns that the cursors read.
    private let hold: Hold

    /// The MPANs of a range that any register holds.
    ///
    /// - Parameter strangers: rising MPANs that only links name; they come too, without a row.
    public init(_ registers: Registers, mpans: Range<UInt64> = 1..<UInt64.max, and strangers: [UInt64] = []) {
        self.strangers =
            strangers[
                strangers.firstPlace { $0 >= mpans.lowerBound }..<strangers.firstPlace { $0 >= mpans.upperBound }]
        hold = Hold(registers)
        registrations = Cursor(registers.registration?.table, mpans)
        enquiries = Cursor(registers.enquiry?.table, mpans)
        meters = Cursor(registers.meters?.table, mpans)
        histories = Cursor(registers.histories?.table, mpans)
        devices = Cursor(registers.devices?.table, mpans)
        extracts = Cursor(registers.extracts?.table, mpans)
        appointments = Cursor(registers.appointments?.table, mpans)
    }

    @inline(__always)
    public mutating func next() -> MPANCase? {
        defer { withExtendedLifetime(hold) {} }
        var mpan = registrations.key
        mpan = Swift.min(mpan, enquiries.key)
        mpan = Swift.min(mpan, meters.key)
        mpan = Swift.min(mpan, histories.key)
        mpan = Swift.min(mpan, devices.key)
        mpan = Swift.min(mpan, extracts.key)
        mpan = Swift.min(mpan, appointments.key)
        if let stranger = strangers.first, stranger <= mpan {
            strangers.removeFirst()
            if stranger < mpan {
                return MPANCase(
                    mpan: stranger, registrations: 0..<0, enquiries: 0..<0, meters: 0..<0, histories: 0..<0,
                    devices: 0..<0, extracts: 0..<0, appointments: 0..<0)
            }
        }
        guard mpan < UInt64.unknownField else { return nil }
        return MPANCase(
            mpan: mpan,
            registrations: registrations.take(mpan),
            enquiries: enquiries.take(mpan),
            meters: meters.take(mpan),
            histories: histories.take(mpan),
            devices: devices.take(mpan),
            extracts: extracts.take(mpan),
            appointments: appointments.take(mpan))
    }
}
