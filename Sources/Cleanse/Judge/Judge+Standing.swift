extension Judge {
    /// Rules that are asked of disconnected MPANs too (section 4.12, 3).
    static let askedOfDisconnected: RuleSet = [
        .sta01, .sta02, .sta03, .sta04, .sta05, .sta06, .sta07, .mtr15, .lnk12, .rec01, .rec02, .rec03, .rec04, .rec05,
    ]

    /// How the rows of an exception's subject stand in a run that did not raise it.
    ///
    /// - Parameters:
    ///   - register: the register whose row showed the exception, `MTR`.
    public func standing(_ rule: Rule, _ subject: Subject, item: Item, register: String) -> RowStanding {
        guard rules.asks(rule) else { return .notAsked }
        guard case .mpan(let mpan) = subject else { return .notSeen }
        let point = registers.point(mpan)
        // A link that is gone is how a link is put right: the MPAN's own row tells.
        let kind = RegisterKind(rawValue: register) ?? .registration
        guard point.holds(kind == .links ? .registration : kind) else { return .notSeen }
        let view = CaseView(point, self)
        if view.isDisconnected, !Self.askedOfDisconnected.contains(rule) { return .outOfScope }
        guard kind == .meters, !view.isDisconnected else { return .seen }
        switch item {
        case .esmeID: return view.isUnmetered || !view.hasOpenSmartMeter ? .outOfScope : .seen
        case .location, .digits: return view.isUnmetered || !view.hasOpenMeter ? .outOfScope : .seen
        default: return .seen
        }
    }
}

extension Registers {
    /// The rows of one MPAN in every register.
    public func point(_ mpan: UInt64) -> MPANCase {
        MPANCase(
            mpan: mpan,
            registrations: registration?.table.rows(of: mpan) ?? 0..<0,
            enquiries: enquiry?.table.rows(of: mpan) ?? 0..<0,
            meters: meters?.table.rows(of: mpan) ?? 0..<0,
            histories: histories?.table.rows(of: mpan) ?? 0..<0,
            devices: devices?.table.rows(of: mpan) ?? 0..<0,
            extracts: extracts?.table.rows(of: mpan) ?? 0..<0,
            appointments: appointments?.table.rows(of: mpan) ?? 0..<0)
    }
}

extension MPANCase {
    /// True where a register has a row of the MPAN.
    public func holds(_ kind: RegisterKind) -> Bool {
        switch kind {
        case .registration: !registrations.isEmpty
        case .enquiry: !enquiries.isEmpty
        case .meters: !meters.isEmpty
        case .histories: !histories.isEmpty
        case .devices: !devices.isEmpty
        case .extracts: !extracts.isEmpty
        case .appointments: !appointments.isEmpty
        case .links, .hubs: false
        }
    }
}
