public import Kernel

/// What a user may tune: kept with every run, so that a report can be made again as it was.
public struct CleanseSettings: Hashable, Sendable {
    /// What a configuration says of one rule.
    public struct Tuning: Hashable, Sendable {
        public var isOn: Bool
        /// In place of the table's severity.
        public var severity: Severity?

        public init(isOn: Bool = true, severity: Severity? = nil) {
            self.isOn = isOn
            self.severity = severity
        }
    }

    /// Rules that are tuned, by rule.
    public var rules: [Rule: Tuning] = [:]
    /// A rule is raised only when seen in so many runs in a row. Range: 1 to 12.
    public var persistence = 1
    /// Months after which de-energised is worth a word (STA-07). Basis: practice, low confidence.
    public var monthsDeenergised = 12
    /// Days after which an open SMETS2 meter without a DCC flag is worth a look (ESM-14). Not established.
    public var daysWithoutFlag = 30
    /// From this day an unmetered MPAN of class B is late (UMS-01); nil while no day is set. Not established.
    public var unmeteredClassEnds: CalendarDate?
    /// Difference in annual consumption that matters (UMS-02, UMS-03), in megawatt-hours.
    public var unmeteredTolerance = 5
    /// Digits that each meter type may have (DIG-03). The industry's table is not public: empty switches the rule off.
    public var digitsByMeterType: [String: Set<Int>] = [:]
    /// Meter types that no display and no operator of smart systems goes with (MTR-16). NSS, which some of the notes
    /// call traditional, is left out: such a meter may have had a display of its own.
    public var traditionalMeterTypes: Set<String> = ["K", "N", "S", "SPECL", "T"]
    /// Which register wins where two differ, by item; the registration's owner by default.
    public var winners: [Item: RegisterKind] = [:]
    /// Which registers print days of universal time in place of local days.
    public var universalRegisters: Set<RegisterKind> = []

    public init() {}
}
