/// Where each open meter is: a number that two meters share exactly when their MPANs are one or are in one set.
struct MeterHomes: RowKeys {
    /// A row that no set rule asks about: the meter is removed, or its MPAN is not registered or is disconnected.
    static let nowhere = UInt32.max
    private static let setBit = UInt32(1) << 31

    let homes: [UInt32]
    let meters: Meters

    /// Memory: 4 bytes a meter.
    init(_ meters: Meters, registers: Registers, links: LinkGraph, today: UInt16, workers: some Workers) {
        self.meters = meters
        let count = meters.table.count
        let pieces = count < 1 << 16 ? 1 : workers.count
        let parts = workers.map(pieces) { piece in
            Self.homes(
                Repeats.rows(of: piece, among: pieces, count: count), meters: meters, registers: registers,
                links: links, today: today)
        }
        homes = parts.count == 1 ? parts[0] : Array(parts.joined())
    }

    private static func homes(
        _ range: Range<Int>, meters: Meters, registers: Registers, links: LinkGraph, today: UInt16
    ) -> [UInt32] {
        let registration = registers.registration
        return meters.mpan.withBuffer { mpans in
            meters.removalDate.withBuffer { removals in
                var place = 0
                var mpan: UInt64 = 0
                var home = nowhere
                return range.map { row in
                    if mpans[row] != mpan {
                        mpan = mpans[row]
                        home = Self.home(of: mpan, row: row, from: &place, registration, links, meters)
                    }
                    return removals[row].isPacked && removals[row] <= today ? nowhere : home
                }
            }
        }
    }

    private static func home(
        of mpan: UInt64, row: Int, from place: inout Int, _ registration: Registration?, _ links: LinkGraph,
        _ meters: Meters
    ) -> UInt32 {
        guard mpan.isPacked else { return nowhere }
        var number = row
        if let registration {
            place = registration.mpan.withBuffer { $0.place(of: mpan, from: place) }
            guard place < registration.mpan.count, registration.mpan[place] == mpan,
                registration.mpStatus[place] != UInt8(ascii: "X")
            else { return nowhere }
            number = place
            guard links.isMember(row: place) else { return UInt32(place) }
        } else if row > 0, meters.mpan[row - 1] == mpan {
            number = meters.table.rows(of: mpan).lowerBound
        }
        if let member = links.member(mpan, row: registration == nil ? nil : number) {
            return setBit | links.roots[member]
        }
        return UInt32(number)
    }

    var rowCount: Int { homes.count }

    /// The key of the meter's id.
    @inline(__always)
    func key(of row: Int) -> UInt64 {
        guard homes[row] != Self.nowhere else { return 0 }
        let id = meters.meterID[row]
        if id.isPacked { return MeterNames.yearless(MeterNames.squeezed(id)) }
        return id == .otherText ? MeterName(meters.table, meters.meterID, row: row)?.key ?? 0 : 0
    }

    func home(_ row: UInt32) -> UInt32 { homes[Int(row)] }
    func mpan(_ row: UInt32) -> UInt64 { meters.mpan[Int(row)] }
    func name(_ row: UInt32) -> MeterName? { MeterName(meters.table, meters.meterID, row: Int(row)) }

    /// The device of an open meter, if its eight octets are good.
    func device(_ row: Int) -> UInt64? { meters.device(row) }
}

/// Open meters by the device that they carry.
struct DeviceKeys: RowKeys {
    let homes: MeterHomes
    var rowCount: Int { homes.rowCount }

    @inline(__always)
    func key(of row: Int) -> UInt64 {
        homes.homes[row] == MeterHomes.nowhere ? 0 : homes.meters.device(row) ?? 0
    }
}

extension Meters {
    /// The device's octets where they are good: in any accepted spelling, neither all zeros nor all F.
    @inline(__always)
    func device(_ row: Int) -> UInt64? {
        goodDevice(esmeID[row], form: esmeForm[row])
    }
}

extension Devices {
    /// The device's octets where they are good.
    func device(_ row: Int) -> UInt64? {
        goodDevice(esmeID[row], form: esmeForm[row])
    }
}

@inline(__always)
private func goodDevice(_ octets: UInt64, form: UInt8) -> UInt64? {
    let isSpelt = form == DeviceForm.canonical.rawValue || form == DeviceForm.misspelt.rawValue
    return isSpelt && octets != 0 && octets != .max ? octets : nil
}
