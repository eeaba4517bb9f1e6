/// A column's values without a hold on its memory, for the walk: reading one touches no reference count.
///
/// Whoever has cells also has the table (`Judge.registers`), which keeps the memory alive.
struct ColumnCells<Element: BitwiseCopyable & Sendable>: Sendable {
    private let address: UInt

    init(_ column: Column<Element>) { address = column.place }

    init(address: UInt) { self.address = address }

    @inline(__always)
    subscript(row: Int) -> Element {
        UnsafePointer<Element>(bitPattern: address).unsafelyUnwrapped[row]
    }
}

/// Where the columns of a register begin, in the order of the contract, the forms of its devices after them.
///
/// One word, so that it costs nothing to pass on; whoever made it (`MarketCells`) keeps what it points to.
struct ColumnPlaces: Sendable {
    private let address: UInt

    init(address: UInt) { self.address = address }

    /// The column at a place in the order of the contract, which is read in its own width.
    @inline(__always)
    func column<Element: BitwiseCopyable & Sendable>(_ place: Int) -> ColumnCells<Element> {
        ColumnCells(address: UnsafePointer<UInt>(bitPattern: address).unsafelyUnwrapped[place])
    }

    /// The addresses that are kept for a register.
    static func addresses(_ table: RegisterTable) -> [UInt] {
        let columns = table.kind.fields.map { table.packed($0.item) }
        return columns.map { $0.block.address + UInt($0.offset) } + columns.compactMap { $0.forms?.place }
    }
}

/// The columns of every register as the walk reads them.
struct MarketCells: Sendable {
    let registration: RegistrationCells?
    let enquiry: RegistrationCells?
    let meters: MeterCells?
    let links: LinkCells?
    let histories: HistoryCells?
    let devices: DeviceCells?
    let extracts: ExtractCells?
    /// What the cells point to: addresses of columns, and the columns.
    private let addresses: Column<UInt>
    private let registers: Registers

    init(_ registers: Registers) {
        var starts: [RegisterKind: Int] = [:]
        var places: [UInt] = []
        for kind in RegisterKind.allCases {
            guard let table = registers.table(kind) else { continue }
            starts[kind] = places.count
            places += ColumnPlaces.addresses(table)
        }
        let addresses = Column(places)
        func columns(_ kind: RegisterKind) -> ColumnPlaces? {
            starts[kind].map { ColumnPlaces(address: addresses.place + UInt($0 * MemoryLayout<UInt>.stride)) }
        }
        registration = columns(.registration).map(RegistrationCells.init)
        enquiry = columns(.enquiry).map(RegistrationCells.init)
        meters = columns(.meters).map(MeterCells.init)
        links = columns(.links).map(LinkCells.init)
        histories = columns(.histories).map(HistoryCells.init)
        devices = columns(.devices).map(DeviceCells.init)
        extracts = columns(.extracts).map(ExtractCells.init)
        self.addresses = addresses
        self.registers = registers
    }
}

/// The columns of REG or EES.
struct RegistrationCells: Sendable {
    private let columns: ColumnPlaces

    init(_ columns: ColumnPlaces) { self.columns = columns }

    @inline(__always) var mpan: ColumnCells<UInt64> { columns.column(0) }
    @inline(__always) var gspGroup: ColumnCells<UInt16> { columns.column(1) }
    @inline(__always) var supplier: ColumnCells<UInt16> { columns.column(2) }
    @inline(__always) var supplierEFD: ColumnCells<UInt16> { columns.column(3) }
    @inline(__always) var mpStatus: ColumnCells<UInt8> { columns.column(4) }
    @inline(__always) var rmpStatus: ColumnCells<UInt8> { columns.column(5) }
    @inline(__always) var energisation: ColumnCells<UInt8> { columns.column(6) }
    @inline(__always) var energisationEFD: ColumnCells<UInt16> { columns.column(7) }
    @inline(__always) var pc: ColumnCells<UInt16> { columns.column(8) }
    @inline(__always) var ssc: ColumnCells<UInt16> { columns.column(9) }
    @inline(__always) var mc: ColumnCells<UInt8> { columns.column(10) }
    @inline(__always) var mtc: ColumnCells<UInt16> { columns.column(11) }
    @inline(__always) var llfc: ColumnCells<UInt16> { columns.column(12) }
    @inline(__always) var llfcEFD: ColumnCells<UInt16> { columns.column(13) }
    @inline(__always) var connectionType: ColumnCells<UInt8> { columns.column(14) }
    @inline(__always) var connectionEFD: ColumnCells<UInt16> { columns.column(15) }
    @inline(__always) var segment: ColumnCells<UInt8> { columns.column(16) }
    @inline(__always) var segmentEFD: ColumnCells<UInt16> { columns.column(17) }
    @inline(__always) var dpi: ColumnCells<UInt8> { columns.column(18) }
    @inline(__always) var dpiEFD: ColumnCells<UInt16> { columns.column(19) }
    @inline(__always) var direction: ColumnCells<UInt8> { columns.column(20) }
    @inline(__always) var metered: ColumnCells<UInt8> { columns.column(21) }
    @inline(__always) var dccFlag: ColumnCells<UInt8> { columns.column(22) }
    @inline(__always) var dccEFD: ColumnCells<UInt16> { columns.column(23) }
    @inline(__always) var postcode: ColumnCells<UInt64> { columns.column(24) }
    @inline(__always) var created: ColumnCells<UInt16> { columns.column(25) }
}

/// The columns of MTR.
struct MeterCells: Sendable {
    private let columns: ColumnPlaces

    init(_ columns: ColumnPlaces) { self.columns = columns }

    @inline(__always) var mpan: ColumnCells<UInt64> { columns.column(0) }
    @inline(__always) var meterID: ColumnCells<UInt64> { columns.column(1) }
    @inline(__always) var meterType: ColumnCells<UInt16> { columns.column(2) }
    @inline(__always) var makeType: ColumnCells<UInt32> { columns.column(3) }
    @inline(__always) var esmeID: ColumnCells<UInt64> { columns.column(4) }
    @inline(__always) var location: ColumnCells<UInt8> { columns.column(5) }
    @inline(__always) var digits: ColumnCells<UInt8> { columns.column(6) }
    @inline(__always) var installDate: ColumnCells<UInt16> { columns.column(7) }
    @inline(__always) var removalDate: ColumnCells<UInt16> { columns.column(8) }
    @inline(__always) var mapID: ColumnCells<UInt16> { columns.column(9) }
    @inline(__always) var mapEFD: ColumnCells<UInt16> { columns.column(10) }
    @inline(__always) var mem: ColumnCells<UInt16> { columns.column(11) }
    @inline(__always) var esmeForm: ColumnCells<UInt8> { columns.column(12) }

    /// The device's octets where they are good: in any accepted spelling, neither all zeros nor all F.
    @inline(__always)
    func device(_ row: Int) -> UInt64? { Device.good(esmeID[row], form: esmeForm[row]) }
}

/// The columns of LNK.
struct LinkCells: Sendable {
    private let columns: ColumnPlaces

    init(_ columns: ColumnPlaces) { self.columns = columns }

    @inline(__always) var kind: ColumnCells<UInt16> { columns.column(0) }
    @inline(__always) var principal: ColumnCells<UInt64> { columns.column(1) }
    @inline(__always) var subsidiary: ColumnCells<UInt64> { columns.column(2) }
    @inline(__always) var from: ColumnCells<UInt16> { columns.column(3) }
    @inline(__always) var to: ColumnCells<UInt16> { columns.column(4) }

    /// True when a link holds on a day: ends inclusive; an unknown start has begun and an unknown end is open.
    @inline(__always)
    func isCurrent(_ row: Int, on day: UInt16) -> Bool {
        let (from, to) = (from[row], to[row])
        return (!from.isPacked || from <= day) && (!to.isPacked || to >= day)
    }
}

/// The columns of HIS.
struct HistoryCells: Sendable {
    private let columns: ColumnPlaces

    init(_ columns: ColumnPlaces) { self.columns = columns }

    @inline(__always) var mpan: ColumnCells<UInt64> { columns.column(0) }
    @inline(__always) var item: ColumnCells<UInt16> { columns.column(1) }
    @inline(__always) var value: ColumnCells<UInt32> { columns.column(2) }
    @inline(__always) var from: ColumnCells<UInt16> { columns.column(3) }
    @inline(__always) var to: ColumnCells<UInt16> { columns.column(4) }
}

/// The columns of DCC.
struct DeviceCells: Sendable {
    private let columns: ColumnPlaces

    init(_ columns: ColumnPlaces) { self.columns = columns }

    @inline(__always) var esmeID: ColumnCells<UInt64> { columns.column(0) }
    @inline(__always) var mpan: ColumnCells<UInt64> { columns.column(1) }
    @inline(__always) var status: ColumnCells<UInt16> { columns.column(2) }
    @inline(__always) var asAt: ColumnCells<UInt16> { columns.column(3) }
    @inline(__always) var esmeForm: ColumnCells<UInt8> { columns.column(4) }

    /// The device's octets where they are good.
    @inline(__always)
    func device(_ row: Int) -> UInt64? { Device.good(esmeID[row], form: esmeForm[row]) }
}

/// The columns of MEM.
struct ExtractCells: Sendable {
    private let columns: ColumnPlaces

    init(_ columns: ColumnPlaces) { self.columns = columns }

    @inline(__always) var mem: ColumnCells<UInt16> { columns.column(0) }
    @inline(__always) var mpan: ColumnCells<UInt64> { columns.column(1) }
    @inline(__always) var meterID: ColumnCells<UInt64> { columns.column(2) }
    @inline(__always) var location: ColumnCells<UInt8> { columns.column(3) }
    @inline(__always) var digits: ColumnCells<UInt8> { columns.column(4) }
    @inline(__always) var installDate: ColumnCells<UInt16> { columns.column(5) }
}

extension Device {
    /// A device's octets where they are good: in any accepted spelling, neither all zeros nor all F.
    @inline(__always)
    static func good(_ octets: UInt64, form: UInt8) -> UInt64? {
        let isSpelt = form == DeviceForm.canonical.rawValue || form == DeviceForm.misspelt.rawValue
        return isSpelt && octets != 0 && octets != .max ? octets : nil
    }
}
