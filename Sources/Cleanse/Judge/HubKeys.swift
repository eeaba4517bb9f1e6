/// The identifiers of communications hubs and gas proxies, asked of every open meter's device.
///
/// A table of bits says "no" for nearly every device with one look at memory; the sorted column decides the others, so
/// that the answer is exact. Memory: two to four bytes a hub.
final class HubKeys: Sendable {
    private let hubs: Hubs
    private let words: Column<UInt64>
    private let shift: UInt64

    /// Hubs that a word of the table is made for: eight of its bits are set, and one device in sixty-four that is no hub
    /// meets two of them.
    private static let hubsPerWord = 4

    init(_ hubs: Hubs) {
        self.hubs = hubs
        var bits: UInt64 = 4
        while (1 << bits) * Self.hubsPerWord < hubs.table.count { bits += 1 }
        let shift = 64 - bits
        let block = Block(byteCount: 8 << Int(bits))
        hubs.guid.withBuffer { keys in
            guard let words = UnsafeMutablePointer<UInt64>(bitPattern: block.address) else { return }
            for key in keys {
                let number = Self.spread(key)
                words[Int(number >> shift)] |= Self.mask(number)
            }
        }
        self.shift = shift
        words = Column(block, offset: 0, count: 1 << Int(bits))
    }

    /// True where hubs has the octets.
    @inline(__always)
    func holds(_ device: UInt64) -> Bool { row(of: device) != nil }

    /// The first row that has the octets.
    @inline(__always)
    func row(of device: UInt64) -> Int? {
        let number = Self.spread(device)
        let mask = Self.mask(number)
        return words[Int(number >> shift)] & mask == mask ? sought(device) : nil
    }

    @inline(never)
    private func sought(_ device: UInt64) -> Int? { hubs.table.rows(of: device).first }

    /// `hub`, `gas-proxy` or nothing.
    func kind(_ row: Int) -> String { hubs.table.text(.kind, row: row) }

    @inline(__always)
    private static func spread(_ key: UInt64) -> UInt64 {
        let number = key &* 0x9E37_79B9_7F4A_7C15
        return (number ^ number >> 32) &* 0xD6E8_FEB8_6659_FD93
    }

    /// Two bits of a word, from the bits that do not choose the word.
    @inline(__always)
    private static func mask(_ number: UInt64) -> UInt64 {
        1 << (number & 63) | 1 << (number >> 6 & 63)
    }
}

extension MeterCells {
    /// The device's octets where they are good and no hub's.
    @inline(__always)
    func device(_ row: Int, besides hubs: HubKeys?) -> UInt64? {
        guard let device = device(row) else { return nil }
        return hubs?.holds(device) == true ? nil : device
    }
}
