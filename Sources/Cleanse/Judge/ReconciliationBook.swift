/// The lists of codes of REG and EES brought together, so that two rows' codes compare as numbers.
///
/// An object, so that the walk passes it on without a copy.
final class ReconciliationBook: Sendable {
    /// A column of codes in both registers: equal numbers mean equal codes, leading zeros put back.
    struct Codes: Sendable {
        private let ours: Column<UInt32>
        private let theirs: Column<UInt32>
        /// True where both lists are the same texts, none short of zeros: the numbers compare as they are.
        private let isPlain: Bool

        init(_ registration: RegisterTable, _ enquiry: RegisterTable, _ item: Item) {
            let our = registration.texts(item).map { Code.padded($0, item) }
            let their = enquiry.texts(item).map { Code.padded($0, item) }
            isPlain = our == their && Set(our).count == our.count
            var numbers: [String: UInt32] = [:]
            func table(_ texts: [String]) -> [UInt32] {
                [0]
                    + texts.map { text in
                        let number = numbers[text] ?? UInt32(numbers.count + 1)
                        numbers[text] = number
                        return number
                    }
            }
            ours = Column(table(our))
            theirs = Column(table(their))
        }

        /// True for two codes that are equal for certain; false where they differ or only their texts can tell.
        @inline(__always)
        func agree(_ our: UInt16, _ their: UInt16) -> Bool {
            if isPlain { return our == their && our != .otherText }
            guard Int(our) < ours.count, Int(their) < theirs.count else { return false }
            return ColumnCells(ours)[Int(our)] == ColumnCells(theirs)[Int(their)]
        }
    }

    let gspGroups, suppliers, profileClasses, configurations, timeswitches, lineLosses: Codes
    /// The columns of EES that its files had, a bit each in the order of the contract.
    let compared: UInt32
    /// The columns, their bits' places.
    let items: [Item]

    init?(_ registers: Registers) {
        guard let ours = registers.registration?.table, let theirs = registers.enquiry?.table else { return nil }
        gspGroups = Codes(ours, theirs, .gspGroup)
        suppliers = Codes(ours, theirs, .supplier)
        profileClasses = Codes(ours, theirs, .pc)
        configurations = Codes(ours, theirs, .ssc)
        timeswitches = Codes(ours, theirs, .mtc)
        lineLosses = Codes(ours, theirs, .llfc)
        items = RegisterKind.enquiry.fields.map(\.item)
        compared = items.enumerated().reduce(0) { bits, field in
            field.element != .mpan && theirs.present.contains(field.element) ? bits | 1 << UInt32(field.offset) : bits
        }
    }

    /// The columns that may differ, a bit each: those that are equal for certain are left out.
    @inline(__always)
    func doubtful(_ one: RegistrationCells, _ row: Int, _ two: RegistrationCells, _ other: Int) -> UInt32 {
        var bits: UInt32 = 0
        @inline(__always) func note(_ place: UInt32, _ agrees: Bool) { bits |= (agrees ? 0 : 1) &<< place }
        @inline(__always) func same(_ one: UInt8, _ two: UInt8) -> Bool { one == two && one != .otherText }
        note(1, gspGroups.agree(one.gspGroup[row], two.gspGroup[other]))
        note(2, suppliers.agree(one.supplier[row], two.supplier[other]))
        note(3, one.supplierEFD[row] == two.supplierEFD[other])
        note(4, same(one.mpStatus[row], two.mpStatus[other]))
        note(5, same(one.rmpStatus[row], two.rmpStatus[other]))
        note(6, same(one.energisation[row], two.energisation[other]))
        note(7, one.energisationEFD[row] == two.energisationEFD[other])
        note(8, profileClasses.agree(one.pc[row], two.pc[other]))
        note(9, configurations.agree(one.ssc[row], two.ssc[other]))
        note(10, same(one.mc[row], two.mc[other]))
        note(11, timeswitches.agree(one.mtc[row], two.mtc[other]))
        note(12, lineLosses.agree(one.llfc[row], two.llfc[other]))
        note(13, one.llfcEFD[row] == two.llfcEFD[other])
        note(14, same(one.connectionType[row], two.connectionType[other]))
        note(15, one.connectionEFD[row] == two.connectionEFD[other])
        note(16, same(one.segment[row], two.segment[other]))
        note(17, one.segmentEFD[row] == two.segmentEFD[other])
        note(18, same(one.dpi[row], two.dpi[other]))
        note(19, one.dpiEFD[row] == two.dpiEFD[other])
        note(20, same(one.direction[row], two.direction[other]))
        note(21, same(one.metered[row], two.metered[other]))
        note(22, same(one.dccFlag[row], two.dccFlag[other]))
        note(23, one.dccEFD[row] == two.dccEFD[other])
        note(24, one.postcode[row] == two.postcode[other] && one.postcode[row] != .otherText)
        note(25, one.created[row] == two.created[other])
        return bits & compared
    }
}
