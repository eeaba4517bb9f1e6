/// What a row of REG says, read once, as far as the rules of one row ask.
struct RegistrationRow {
    let mpan: UInt64
    let row: Int
    /// The first two digits of the MPAN.
    let distributor: Int
    let mc: UInt8
    let connection: UInt8
    let segment: UInt8
    let direction: UInt8
    let metered: UInt8
    let dpi: UInt8
    /// Blank or unknown 0, the group's place and one, or `CodeBook.bad`.
    let group: UInt8
    /// 0 to 8, `CodeBook.none` or `CodeBook.bad`.
    let profileClass: UInt8
    let llfc: LineLossEntry
    let mtc: TimeswitchEntry
    let ssc: ConfigurationEntry
    /// The types of the open meters, bits of `MeterClass`.
    var openTypes: UInt8 = 0
    var hasOpenMeter = false

    @inline(__always)
    init(_ mpan: UInt64, _ row: Int, _ cells: RegistrationCells, _ judge: Judge) {
        self.mpan = mpan
        self.row = row
        distributor = Int(truncatingIfNeeded: mpan / 100_000_000_000)
        mc = cells.mc[row]
        connection = cells.connectionType[row]
        segment = cells.segment[row]
        direction = cells.direction[row]
        metered = cells.metered[row]
        dpi = cells.dpi[row]
        group = judge.book.gspGroups.entry(cells.gspGroup[row], judge.text(.registration, .gspGroup, row))
        profileClass = judge.book.profileClasses.entry(cells.pc[row], judge.text(.registration, .pc, row))
        llfc = judge.book.lineLoss.entry(distributor, cells.llfc[row], judge.text(.registration, .llfc, row))
        mtc = judge.book.timeswitch.entry(distributor, cells.mtc[row], judge.text(.registration, .mtc, row))
        ssc = judge.book.configurations.entry(cells.ssc[row], judge.text(.registration, .ssc, row))
    }

    /// Good by themselves: values that a cross-item rule may test.
    var isClassGood: Bool { Letters.measurementClasses.has(mc) }
    var isConnectionGood: Bool { Letters.connections.has(connection) }
    var isSegmentGood: Bool { Letters.segments.has(segment) }
    /// 0 to 8.
    var hasProfileClass: Bool { profileClass <= 8 }
    var isDomestic: Bool { dpi == Packed.yes }
    var saysDomestic: Bool { dpi == Packed.yes || dpi == Packed.no }
    var saysMetered: Bool { metered == Packed.yes || metered == Packed.no }
    var hasOpenSmartMeter: Bool { openTypes & MeterClass.smart != 0 }
}
