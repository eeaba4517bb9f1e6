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

    public var isEmpty: Bool { mpans.isEmpty }

    /// True when a row of the MPAN was removed from any register: of its other rows nothing is said either, for what the
    /// lost row told is missing from them.
    public func holds(_ mpan: UInt64) -> Bool {
        !mpans.isEmpty && mpans.values.contains { $0.contains(mpan) }
    }

    /// True when a register had a row of the MPAN that was removed.
    public func holds(_ mpan: UInt64, _ kind: RegisterKind) -> Bool {
        !mpans.isEmpty && mpans[kind]?.contains(mpan) == true
    }
}
