/// Which meter timeswitch classes of REG's list are for related metering points on the as-at date (LNK-18).
struct RelatedCodes: Sendable {
    /// By the number of the class.
    private let common: [Bool]
    /// By distributor code, where some distributor has classes of its own; else empty.
    private let own: [[Bool]]

    init(_ registers: Registers, _ reference: Reference, today: UInt16) {
        let texts = registers.registration?.table.texts(.mtc) ?? []
        func related(_ names: [String]) -> [Bool] {
            [false]
                + texts.map { text in
                    reference.mtc.timeline(text, distributor: names)?.value(on: today)?.isRelated == true
                }
        }
        common = related([])
        own =
            !reference.mtc.hasDistributors
            ? []
            : (0..<100).map { code in
                let digits = Code.padded(String(code), to: 2)
                let party = reference.distributor(code: UInt8(code), on: today) ?? ""
                return related(party.isEmpty || party == digits ? [digits] : [digits, party])
            }
    }

    /// True for the class of a related metering point at an MPAN.
    @inline(__always)
    func holds(_ code: UInt16, mpan: UInt64) -> Bool {
        if own.isEmpty { return Int(code) < common.count && common[Int(code)] }
        let list = own[Int(truncatingIfNeeded: mpan / 100_000_000_000) % 100]
        return Int(code) < list.count && list[Int(code)]
    }
}
