/// Where each open meter is: a number that two meters share exactly when their MPANs are one or are in one set.
struct MeterHomes: RowKeys {
    /// A row that no set rule asks about: the meter is removed, or its MPAN is not registered or is disconnected.
    static let nowhere = UInt32.max
    private static let setBit = UInt32(1) << 31

    let homes: [UInt32]
    let meters: MeterCells
    let registers: Registers
    private let isRegistered: Bool
    private let hubs: HubKeys?

    /// Memory: 4 bytes a meter.
    init(
        _ meters: MeterCells, registers: Registers, columns: MarketCells, links: LinkGraph, hubs: HubKeys?,
        today: UInt16, workers: some Workers
    ) {
        self.meters = meters
        self.registers = registers
        self.hubs = hubs
        isRegistered = columns.registration != nil
        let count = registers.meters?.table.count ?? 0
        let pieces = count < 1 << 16 ? 1 : workers.count
        let parts = workers.map(pieces) { piece in
            Self.homes(
                Repeats.rows(of: piece, among: pieces, count: count), meters: meters, registers: registers,
                columns: columns, links: links, today: today)
        }
        homes = parts.count == 1 ? parts[0] : Array(parts.joined())
    }

    private static func homes(
        _ range: Range<Int>, meters: MeterCells, registers: Registers, columns: MarketCells, links: LinkGraph,
        today: UInt16
    ) -> [UInt32] {
        let keys: Column<UInt64> = registers.registration?.mpan ?? Column([])
        return keys.withBuffer { keys in
            var place = 0
            var mpan: UInt64 = 0
            var home = nowhere
            return range.map { row in
                if meters.mpan[row] != mpan {
                    mpan = meters.mpan[row]
                    home =
                        if let registration = columns.registration {
                            self.home(of: mpan, from: &place, keys, registration, links)
                        } else {
                            self.home(of: mpan, row: row, registers, links)
                        }
                }
                return meters.removalDate[row].isPacked && meters.removalDate[row] <= today ? nowhere : home
            }
        }
    }

    /// By the row of REG.
    @inline(__always)
    private static func home(
        of mpan: UInt64, from place: inout Int, _ keys: UnsafeBufferPointer<UInt64>, _ registration: RegistrationCells,
        _ links: LinkGraph
    ) -> UInt32 {
        guard mpan.isPacked else { return nowhere }
        place = keys.place(of: mpan, from: place)
        guard place < keys.count, keys[place] == mpan, registration.mpStatus[place] != UInt8(ascii: "X") else {
            return nowhere
        }
        guard links.isMember(row: place), let member = links.member(mpan, row: place) else { return UInt32(place) }
        return setBit | links.roots[member]
    }

    /// Without REG: by the first row of MTR.
    private static func home(of mpan: UInt64, row: Int, _ registers: Registers, _ links: LinkGraph) -> UInt32 {
        guard mpan.isPacked else { return nowhere }
        if let member = links.member(mpan, row: nil) { return setBit | links.roots[member] }
        return UInt32(registers.meters?.table.rows(of: mpan).lowerBound ?? row)
    }

    var rowCount: Int { homes.count }

    /// The key of the meter's id.
    @inline(__always)
    func key(of row: Int) -> UInt64 {
        guard homes[row] != Self.nowhere else { return 0 }
        let id = meters.meterID[row]
        if id.isPacked { return MeterNames.yearless(MeterNames.squeezed(id)) }
        return id == .otherText ? name(UInt32(truncatingIfNeeded: row))?.key ?? 0 : 0
    }

    func home(_ row: UInt32) -> UInt32 { homes[Int(row)] }

    /// The row of REG of an open meter's MPAN; nil where there is no register. Outside sets it is the home.
    func registered(_ row: UInt32) -> Int? {
        guard isRegistered else { return nil }
        let home = homes[Int(row)]
        return home & Self.setBit == 0 ? Int(home) : registers.registration?.table.rows(of: mpan(row)).first
    }

    func mpan(_ row: UInt32) -> UInt64 { meters.mpan[Int(row)] }
    func name(_ row: UInt32) -> MeterName? { registers.meterName(Int(row), meters) }

    /// The device of an open meter, if its eight octets are good and no hub's.
    @inline(__always)
    func device(_ row: Int) -> UInt64? { meters.device(row, besides: hubs) }
}

/// Open meters by the device that they carry.
struct DeviceKeys: RowKeys {
    let homes: MeterHomes
    var rowCount: Int { homes.rowCount }

    @inline(__always)
    func key(of row: Int) -> UInt64 {
        homes.homes[row] == MeterHomes.nowhere ? 0 : homes.device(row) ?? 0
    }
}

extension Registers {
    /// The name in a row of MTR; nil where it is blank, unknown or too long.
    func meterName(_ row: Int, _ cells: MeterCells) -> MeterName? {
        let id = cells.meterID[row]
        return id == .otherText
            ? MeterName(text: meters?.table.text(.meterID, row: row) ?? "") : MeterName(packed: id)
    }

    /// The postcode of a row of REG in upper case without spaces; equal postcodes have equal numbers, and no postcode
    /// is 0.
    func comparedPostcode(_ row: Int) -> UInt64 { registration?.comparedPostcode(row) ?? 0 }
}
