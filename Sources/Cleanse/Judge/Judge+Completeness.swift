extension Judge {
    /// Counts an MPAN of REG in its class for every accounted item.
    func account(_ view: CaseView, exemptions: Exemptions, _ tally: inout CompletenessTally) {
        guard let row = view.row, let registration = columns.registration else { return }
        let place = tally.begin(
            distributor: UInt8(truncatingIfNeeded: view.point.mpan / 100_000_000_000),
            supplier: registration.supplier[row])
        let isExemptible = !exemptions.isEmpty
        tally.count(at: place) { item in
            let found = itemClass(item, view, row, registration)
            if isExemptible, found == .invalid || found == .missing,
                exemptions.scenario(mpan: view.point.mpan, item: item.item, on: today) != nil
            {
                return .exempt
            }
            return found
        }
    }

    /// The class of an item before exemptions.
    @inline(__always)
    func itemClass(_ item: AccountedItem, _ view: CaseView, _ row: Int, _ registration: RegistrationCells) -> ItemClass
    {
        guard view.isLive else { return .outOfScope }
        switch item {
        case .connectionType: return Self.itemClass(registration.connectionType[row], Self.isConnectionType)
        case .dpi: return Self.itemClass(registration.dpi[row], { $0 < .unknownField })
        case .esmeID:
            guard !view.isUnmetered, view.hasOpenSmartMeter else { return .outOfScope }
            return worst(view) { meters, meter in
                sets.isSmart(meters.meterType[meter]) ? deviceClass(meters, meter) : .valid
            }
        case .location:
            guard !view.isUnmetered, view.hasOpenMeter else { return .outOfScope }
            return worst(view) { Self.itemClass($0.location[$1], Self.isLocation) }
        case .digits:
            guard !view.isUnmetered, view.hasOpenMeter else { return .outOfScope }
            return worst(view) { Self.itemClass($0.digits[$1], Self.isDigits) }
        }
    }

    /// A connection type of the valid set (DI-015).
    static func isConnectionType(_ letter: UInt8) -> Bool {
        switch letter {
        case UInt8(ascii: "W"), UInt8(ascii: "L"), UInt8(ascii: "H"), UInt8(ascii: "E"), UInt8(ascii: "U"): true
        default: false
        }
    }

    /// A meter location of the valid set (DI-090): the capitals but Q.
    static func isLocation(_ letter: UInt8) -> Bool { (0x41...0x5A).contains(letter) && letter != UInt8(ascii: "Q") }

    /// Displayed register digits in the cleanse profile: 1 to 9 (DI-091).
    static func isDigits(_ letter: UInt8) -> Bool { (0x31...0x39).contains(letter) }

    private static func itemClass(_ value: UInt8, _ isValid: (UInt8) -> Bool) -> ItemClass {
        value == 0 ? .missing : isValid(value) ? .valid : .invalid
    }

    private func deviceClass(_ meters: MeterCells, _ meter: Int) -> ItemClass {
        let form = meters.esmeForm[meter]
        if form == DeviceForm.blank.rawValue { return .missing }
        return sets.device(meter, meters) == nil ? .invalid : .valid
    }

    /// Invalid where any open meter is, else missing where any is, else valid.
    @inline(__always)
    private func worst(_ view: CaseView, _ classOf: (MeterCells, Int) -> ItemClass) -> ItemClass {
        guard let meters = columns.meters else { return .outOfScope }
        var worst = ItemClass.valid
        for meter in view.point.meters where isOpen(meter, meters) {
            switch classOf(meters, meter) {
            case .invalid: return .invalid
            case .missing: worst = .missing
            default: break
            }
        }
        return worst
    }
}
