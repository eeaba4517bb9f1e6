/// The meter types of the industry (DI-059) and what they are.
enum MeterTypes {
    static let smart: Set<String> = Set(
        ["S1", "S2A", "S2AD", "S2ADE", "S2B", "S2BD", "S2BDE", "S2C", "S2CD", "S2CDE"]
            + ["2AF", "2ADF", "2AEF", "2ADEF", "2BF", "2BDF", "2BEF", "2BDEF", "2CF", "2CDF", "2CEF", "2CDEF"])
    static let advanced: Set<String> = ["NCAMR", "RCAMR", "RCAMY"]
    static let halfHourly: Set<String> = ["H"]
    static let traditional: Set<String> = ["N", "K", "S", "T", "SPECL", "NSS"]
    static let others: Set<String> = ["CHECK", "LAG_", "LEAD_", "MAIN_"]

    /// What a type is, in bits.
    struct Class: Hashable, Sendable {
        let bits: UInt8

        /// Blank, unknown, or not of the set.
        static let none = Class(bits: 0)

        private init(bits: UInt8) { self.bits = bits }

        init(_ text: String) {
            bits = !isKnown(text) ? 0 : !smart.contains(text) ? 1 : text == "S1" ? 3 : 7
        }

        var isGood: Bool { bits & 1 != 0 }
        var isSmart: Bool { bits & 2 != 0 }
        var isSecondGeneration: Bool { bits & 4 != 0 }
    }

    static func isSmart(_ text: String) -> Bool { smart.contains(text) }
    static func isKnown(_ text: String) -> Bool {
        smart.contains(text) || advanced.contains(text) || halfHourly.contains(text) || traditional.contains(text)
            || others.contains(text)
    }
}
