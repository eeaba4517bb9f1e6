/// What is true of several MPANs together: links and related sets, shared meters, shared devices.
///
/// Computed once a run, exactly, over the whole market; kept sparse, since few MPANs share anything.
public struct SetFacts: Sendable {
    private let smartTypes: [Bool]

    init(registers: Registers, settings: CleanseSettings, workers: some Workers) {
        smartTypes = [false] + (registers.meters?.table.texts(.meterType) ?? []).map(MeterTypes.isSmart)
    }

    /// True for the number of a SMETS meter type in MTR's list.
    func isSmart(_ code: UInt16) -> Bool { Int(code) < smartTypes.count && smartTypes[Int(code)] }
}

/// The meter types of the industry (DI-059) and what they are.
enum MeterTypes {
    static let smart: Set<String> = Set(
        ["S1", "S2A", "S2AD", "S2ADE", "S2B", "S2BD", "S2BDE", "S2C", "S2CD", "S2CDE"]
            + ["2AF", "2ADF", "2AEF", "2ADEF", "2BF", "2BDF", "2BEF", "2BDEF", "2CF", "2CDF", "2CEF", "2CDEF"])
    static let advanced: Set<String> = ["NCAMR", "RCAMR", "RCAMY"]
    static let halfHourly: Set<String> = ["H"]
    static let traditional: Set<String> = ["N", "K", "S", "T", "SPECL", "NSS"]
    static let others: Set<String> = ["CHECK", "LAG_", "LEAD_", "MAIN_"]

    static func isSmart(_ text: String) -> Bool { smart.contains(text) }
    static func isKnown(_ text: String) -> Bool {
        smart.contains(text) || advanced.contains(text) || halfHourly.contains(text) || traditional.contains(text)
            || others.contains(text)
    }
}
