/// A column's values without a hold on its memory, for the walk: reading one touches no reference count.
///
/// Whoever has cells also has the table (`Judge.registers`), which keeps the memory alive.
struct ColumnCells<Element: FixedWidthInteger & BitwiseCopyable & Sendable>: Sendable {
    private let address: UInt

    init(_ column: Column<Element>) { address = column.place }

    @inline(__always)
    subscript(row: Int) -> Element {
        UnsafePointer<Element>(bitPattern: address).unsafelyUnwrapped[row]
    }
}

/// The columns of REG or EES as the walk reads them.
struct RegistrationCells: Sendable {
    let gspGroup, supplier, pc, ssc, mtc, llfc: ColumnCells<UInt16>
    let supplierEFD, energisationEFD, llfcEFD, connectionEFD, segmentEFD, dpiEFD, dccEFD, created: ColumnCells<UInt16>
    let mpStatus, rmpStatus, energisation, mc, connectionType, segment, dpi, direction, metered, dccFlag: ColumnCells<UInt8>
    let postcode: ColumnCells<UInt64>

    init(_ register: Registration) {
        gspGroup = ColumnCells(register.gspGroup)
        supplier = ColumnCells(register.supplier)
        pc = ColumnCells(register.pc)
        ssc = ColumnCells(register.ssc)
        mtc = ColumnCells(register.mtc)
        llfc = ColumnCells(register.llfc)
        supplierEFD = ColumnCells(register.supplierEFD)
        energisationEFD = ColumnCells(register.energisationEFD)
        llfcEFD = ColumnCells(register.llfcEFD)
        connectionEFD = ColumnCells(register.connectionEFD)
        segmentEFD = ColumnCells(register.segmentEFD)
        dpiEFD = ColumnCells(register.dpiEFD)
        dccEFD = ColumnCells(register.dccEFD)
        created = ColumnCells(register.created)
        mpStatus = ColumnCells(register.mpStatus)
        rmpStatus = ColumnCells(register.rmpStatus)
        energisation = ColumnCells(register.energisation)
        mc = ColumnCells(register.mc)
        connectionType = ColumnCells(register.connectionType)
        segment = ColumnCells(register.segment)
        dpi = ColumnCells(register.dpi)
        direction = ColumnCells(register.direction)
        metered = ColumnCells(register.metered)
        dccFlag = ColumnCells(register.dccFlag)
        postcode = ColumnCells(register.postcode)
    }
}

/// The columns of MTR that rules of one row read.
struct MeterCells: Sendable {
    let meterType, installDate, removalDate, mapID, mapEFD, mem: ColumnCells<UInt16>

    init(_ meters: Meters) {
        meterType = ColumnCells(meters.meterType)
        installDate = ColumnCells(meters.installDate)
        removalDate = ColumnCells(meters.removalDate)
        mapID = ColumnCells(meters.mapID)
        mapEFD = ColumnCells(meters.mapEFD)
        mem = ColumnCells(meters.mem)
    }
}

/// Sets of one-letter codes as bits, so that a test of membership is one operation.
struct Letters: Sendable, ExpressibleByStringLiteral {
    let bits: UInt32

    init(stringLiteral text: String) {
        bits = text.utf8.reduce(0) { $0 | Self.bit($1) }
    }

    /// The bit of a packed letter: 0 for a blank and an unknown field, the highest for whatever is no capital.
    @inline(__always)
    static func bit(_ value: UInt8) -> UInt32 {
        let place = value &- 0x41
        return place < 26 ? 1 &<< UInt32(place) : value.isStated ? 1 &<< 31 : 0
    }

    /// True for a stated letter of the set.
    @inline(__always) func has(_ value: UInt8) -> Bool { bits & Self.bit(value) != 0 }

    /// True for a stated value outside the set.
    @inline(__always) func excludes(_ value: UInt8) -> Bool { Self.bit(value) & ~bits != 0 }
}

extension Letters {
    static let measurementClasses: Letters = "ABCDEFG"
    static let halfHourlyMetered: Letters = "CEFG"
    static let meteredClasses: Letters = "ACEFG"
    static let unmeteredClasses: Letters = "BD"
    static let connections: Letters = "WLHEU"
    static let segments: Letters = "SAU"
    static let directions: Letters = "IE"
    static let meteringPointStatuses: Letters = "NRTX"
    static let registeredStatuses: Letters = "COT"
    static let energisations: Letters = "EDU"
    static let flags: Letters = "AIN"
}

/// Well-known letters and flags as they are packed.
enum Packed {
    static let a = UInt8(ascii: "A")
    static let b = UInt8(ascii: "B")
    static let d = UInt8(ascii: "D")
    static let e = UInt8(ascii: "E")
    static let f = UInt8(ascii: "F")
    static let g = UInt8(ascii: "G")
    static let i = UInt8(ascii: "I")
    static let s = UInt8(ascii: "S")
    static let t = UInt8(ascii: "T")
    static let u = UInt8(ascii: "U")
    static let w = UInt8(ascii: "W")
    static let x = UInt8(ascii: "X")
    static let yes = UInt8(ascii: "T")
    static let no = UInt8(ascii: "F")
}
