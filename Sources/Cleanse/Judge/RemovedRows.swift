/// The readable MPANs of rows that a load removed for spreadsheet damage (FIL-11).
///
/// The register had the row, so nothing follows from its absence: no dangling MPAN, no missing refresh.
public struct RemovedRows: Sendable {
    private var mpans: [RegisterKind: Set<UInt64>] = [:]

    public init() {}

    /// Those that a load's exceptions tell of.
    public init(_ faults: [RaisedException]) {
        for fault in faults where fault.rule == .fil11 {
            guard case .mpan(let mpan) = fault.subject, let register = fault.place?.register,
                let kind = RegisterKind(rawValue: register)
            else { continue }
            mpans[kind, default: []].insert(mpan)
        }
    }

    /// Adds MPANs whose row a register lost, whatever exception it was told under.
    public mutating func add(_ numbers: some Sequence<UInt64>, of kind: RegisterKind) {
        for number in numbers { mpans[kind, default: []].insert(number) }
    }

    public var isEmpty: Bool { mpans.isEmpty }

    /// The rules that nothing can be said by of an MPAN, since what they look for may have stood in a removed row.
    func silenced(_ mpan: UInt64, isDisconnected: Bool) -> RuleSet {
        var rules: RuleSet = []
        if holds(mpan, .meters) {
            for rule in [Rule.sta05, .lnk16] { rules.insert(rule) }
            if !isDisconnected { rules.insert(.esm11) }
        }
        if holds(mpan, .devices) { rules.insert(.esm12) }
        if holds(mpan, .links) {
            for rule in [Rule.lnk11, .lnk13, .lnk15, .lnk18, .mtr02, .mtr04, .mtr05, .mtr06, .esm05] {
                rules.insert(rule)
            }
        }
        if holds(mpan, .histories) { rules.insert(.eff02) }
        return rules
    }

    /// True when a register had a row of the MPAN that was removed.
    public func holds(_ mpan: UInt64, _ kind: RegisterKind) -> Bool {
        !mpans.isEmpty && mpans[kind]?.contains(mpan) == true
    }
}
