public import DIP

/// Makes DIP IDs for parties that bring none.
///
/// Ten digits: two for the role, as seen in the official examples (dip.md 1.3, a habit and no rule), and eight that come
/// from the MPID and, where roles share the two digits, the role. The same party gets the same identifier in every data
/// folder.
public enum DIPIDMaker {
    private static let prefixes = ["REGS": 22, "SUP": 23, "SDS": 14, "MSS": 12, "LDSO": 25, "ADS": 11]

    /// The roles of dip.md 1.2 without a prefix of their own: they share 10 and are told apart by the digit after it.
    private static let sharing = ["MSA", "UMSO", "UMSDS", "MDS", "LSS", "EES", "MDR", "DCC", "ISD", "DCP"]

    /// The identifier of a party, other than those that `isTaken` says yes to.
    ///
    /// An MPID of four letters or digits in a role of dip.md 1.2 has an identifier that no other such party has. Others, and
    /// those whose identifier somebody took by hand, get the next free one.
    public static func make(
        role: RoleCode, mpid: String, isTaken: (DIPID) -> Bool
    ) -> DIPID? {
        let prefix = prefixes[role.text] ?? 10
        let start = number(role: role.text, mpid: mpid)
        // Bound: as many steps as there are parties, which the register keeps below a hundred thousand.
        for step in 0..<100_000 {
            let tail = String((start + step) % 100_000_000)
            let text = String(prefix) + String(repeating: "0", count: 8 - tail.utf8.count) + tail
            if let id = DIPID(text), !isTaken(id) { return id }
        }
        return nil
    }

    /// Eight digits: one for the role, seven for the MPID as a number of base 36 (36⁴ is 1,679,616).
    private static func number(role: String, mpid: String) -> Int {
        let digit = prefixes[role] != nil ? 0 : sharing.firstIndex(of: role)
        let values = mpid.utf8.map { (byte: UInt8) -> Int in
            switch byte {
            case 0x30...0x39: Int(byte) - 0x30
            case 0x41...0x5A: Int(byte) - 0x41 + 10
            default: -1
            }
        }
        if let digit, values.count == 4, !values.contains(-1) {
            return digit * 10_000_000 + values.reduce(0) { $0 * 36 + $1 }
        }
        let digest = Digests.hash(.sha256, Array((role + "/" + mpid).utf8))
        return digest.prefix(6).reduce(0) { $0 << 8 | Int($1) } % 100_000_000
    }
}
