/// What plants do to a site, in the words of the market.
extension SampleSite {
    /// The severity that the rule table gives a rule.
    static func severity(_ rule: Rule) -> Severity {
        switch rule {
        case .fil10, .mpn08, .isd13, .sta07, .mtr04, .loc03, .con09, .lnk16, .ums05: .information
        case .fil08, .mpn05, .isd02, .isd05, .eff02, .eff04, .eff06, .sta02, .sta04, .sta06, .mtr03, .mtr05, .mtr15,
            .mtr16, .loc02, .dig03, .esm03, .esm07, .esm09, .esm11, .esm12, .esm13, .esm14, .con06, .con07, .con10,
            .seg03, .seg04, .dir04, .dir05, .dpi03, .dpi04, .dpi05, .dpi07, .dpi08, .lnk11, .lnk14, .lnk15,
            .lnk17, .lnk18, .lnk19, .ums01, .ums02, .ums03, .ums04, .rec04, .rec05, .cmp02:
            .warning
        default: .error
        }
    }

    /// Says that a rule must be raised.
    mutating func raise(
        _ rule: Rule, _ item: Item, _ owner: String, subject: String? = nil, point: Int = 0,
        in register: SampleRegister = .registration, row: Int? = nil, _ note: String
    ) {
        answers.append(
            SampleAnswer(
                rule: rule, severity: Self.severity(rule), owner: owner,
                subject: subject ?? MPANText.printed(points[point].mpan), item: item, register: register,
                row: row ?? (register == .registration || register == .enquiry ? point : 0), note: note))
    }

    func supplier(_ point: Int = 0) -> String { "S:\(points[point].supplier.text)" }
    func manager(_ meter: Int) -> String { "M:\(meters[meter].manager.text)" }
    static let sender = "F:?"

    /// The index of an open meter of a point.
    func openMeter(of point: Int = 0) -> Int? { meters.firstIndex { $0.isOpen && $0.point == point } }

    /// Leaves the open meters only, so that an exchange cannot say anything.
    mutating func dropFormerMeters() { meters.removeAll { !$0.isOpen } }

    mutating func dropHistories() { histories.removeAll(keepingCapacity: true) }

    mutating func remember(_ item: SampleLongWord, _ value: SampleWord, from: SampleDay, to: SampleDay) {
        histories.append(SampleHistory(mpan: points[0].mpan, item: item, value: value, from: from, to: to))
    }

    /// Puts another text into a field of registration and of the enquiry service.
    mutating func patchBoth(_ point: Int, _ column: Item, _ text: String) {
        patch(.registration, point, column, text)
        patch(.enquiry, point, column, text)
    }

    mutating func patch(_ register: SampleRegister, _ row: Int, _ column: Item, _ text: String) {
        patches.append(SamplePatch(register: register, row: row, column: column, text: Array(text.utf8)))
    }

    /// Makes the rows of other registers from the site's own.
    mutating func makeCopies() {
        hasCopies = true
        enquiries.append(contentsOf: points)
        for meter in meters where meter.isOpen {
            let point = points[meter.point]
            if meter.device != 0 {
                devices.append(
                    SampleDevice(device: meter.device, mpan: point.mpan, status: point.flag, asAt: today))
            }
            extracts.append(
                SampleExtract(
                    manager: meter.manager, mpan: point.mpan, serial: meter.serial, location: meter.location,
                    digits: meter.digits, installed: meter.installed))
        }
    }

    /// Numbers that no registered MPAN is within one digit of: their unique parts begin with 99.
    func strangeUnique() -> UInt64 { 9_900_000_000 + UInt64(number) }
}
