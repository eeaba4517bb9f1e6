import CLanes

/// Has the rows that a walk comes to next brought near to the processor before it reads them.
///
/// A walk reads some eighty columns side by side, a few bytes of each at an MPAN: more than a processor sees coming, so
/// that it would wait for every line of memory of every column. Nothing but time hangs on it.
struct ReadAhead {
    /// Rows that are asked for at once, as many rows before the first of them is read.
    private static let step = 64
    /// Bytes that come from memory at once.
    private static let line = 64

    private struct Register {
        /// Where each column begins, and the bytes of a row in it.
        private let columns: [(place: UInt, width: Int)]
        /// The row at which the next rows are asked for.
        private(set) var next: Int
        private var asked = 0

        init(_ table: RegisterTable?) {
            guard let table else {
                columns = []
                next = .max
                return
            }
            next = 0
            columns = table.fields.flatMap { field in
                let column = table.packed(field.item)
                let own = (place: column.block.address + UInt(column.offset), width: field.packing.width)
                return [own] + (column.forms.map { [(place: $0.place, width: 1)] } ?? [])
            }
        }

        @inline(never)
        mutating func ask(at row: Int) {
            let rows = max(row, asked)..<row &+ 2 &* ReadAhead.step
            for column in columns {
                let end = column.place &+ UInt(rows.upperBound &* column.width)
                var place = column.place &+ UInt(rows.lowerBound &* column.width)
                while place < end {
                    // What is not there is not brought, and nothing is said: rows behind the last one do no harm.
                    lanes_prefetch(UnsafePointer(bitPattern: place))
                    place &+= UInt(ReadAhead.line)
                }
            }
            asked = rows.upperBound
            next = row &+ ReadAhead.step
        }
    }

    private var registrations: Register
    private var enquiries: Register
    private var meters: Register
    private var histories: Register
    private var devices: Register
    private var extracts: Register

    init(_ registers: Registers) {
        registrations = Register(registers.registration?.table)
        enquiries = Register(registers.enquiry?.table)
        meters = Register(registers.meters?.table)
        histories = Register(registers.histories?.table)
        devices = Register(registers.devices?.table)
        extracts = Register(registers.extracts?.table)
    }

    /// Says where the walk is.
    @inline(__always)
    mutating func come(to point: MPANCase) {
        if point.registrations.lowerBound >= registrations.next {
            registrations.ask(at: point.registrations.lowerBound)
        }
        if point.enquiries.lowerBound >= enquiries.next { enquiries.ask(at: point.enquiries.lowerBound) }
        if point.meters.lowerBound >= meters.next { meters.ask(at: point.meters.lowerBound) }
        if point.histories.lowerBound >= histories.next { histories.ask(at: point.histories.lowerBound) }
        if point.devices.lowerBound >= devices.next { devices.ask(at: point.devices.lowerBound) }
        if point.extracts.lowerBound >= extracts.next { extracts.ask(at: point.extracts.lowerBound) }
    }
}
