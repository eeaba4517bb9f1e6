extension Judge {
    /// The spelling and presence of an open meter's device: ESM-01 to ESM-04, ESM-07 and ESM-08.
    @inline(never)
    func judgeDevice(
        _ row: Int, _ form: UInt8, _ octets: UInt64, _ type: MeterTypes.Class, _ view: CaseView,
        _ findings: inout CaseFindings
    ) {
        guard let table = registers.meters?.table else { return }
        if form == DeviceForm.blank.rawValue {
            guard type.isSmart else { return }
            raiseMeter(
                .esm01, .esmeID, row, view, expected: "the device's identifier", suggestion: onlyDevice(view), &findings
            )
            return
        }
        judgeSpelling(table, row, form, octets, meterManager(row), view, &findings)
        if judgeHub(row, form, octets, view, &findings) { return }
        if type.isGood, !type.isSmart, form != DeviceForm.unknown.rawValue {
            raiseMeter(.esm07, .esmeID, row, view, expected: "no device, or a SMETS meter type", &findings)
        }
    }

    /// ESM-08: true where the device is a hub or a gas proxy.
    @inline(never)
    @discardableResult
    func judgeHub(
        _ row: Int, _ form: UInt8, _ octets: UInt64, _ view: CaseView, _ findings: inout CaseFindings
    ) -> Bool {
        guard let hubs = sets.hubs, let device = Device.good(octets, form: form),
            let hub = hubs.row(of: device)
        else { return false }
        let name = hubs.kind(hub)
        let words = name == "hub" ? "a communications hub" : name == "gas-proxy" ? "a gas proxy" : "a hub or gas proxy"
        raiseMeter(
            .esm08, .esmeID, row, view, owner: dataCompany(), observed: "\(Device.text(device)), \(words)",
            expected: "the meter's own identifier", suggestion: onlyDevice(view), &findings)
        return true
    }

    /// ESM-02, ESM-03 or ESM-04 of a row of MTR or DCC.
    private func judgeSpelling(
        _ table: RegisterTable, _ row: Int, _ form: UInt8, _ octets: UInt64, _ owner: Owner, _ view: CaseView,
        _ findings: inout CaseFindings
    ) {
        let text = table.text(.esmeID, row: row)
        let place = Place(table, row: row)
        if form == DeviceForm.invalid.rawValue {
            raise(
                .esm02, .esmeID, view, owner: owner, observed: text, expected: "eight octets in hexadecimal",
                place: place, suggestion: nearDevice(to: text, view), &findings)
        } else if form != DeviceForm.unknown.rawValue, octets == 0 || octets == .max {
            raise(
                .esm04, .esmeID, view, owner: owner, observed: text, expected: "a device's own identifier",
                place: place, suggestion: onlyDevice(view), &findings)
        } else if form == DeviceForm.misspelt.rawValue {
            let right = Device.text(octets)
            raise(
                .esm03, .esmeID, view, owner: owner, observed: text, expected: right, place: place, suggestion: right,
                &findings)
        }
    }

    /// ESM-09 and ESM-14: what the service flag says against the meters.
    func judgeDevices(_ view: CaseView, _ findings: inout CaseFindings) {
        guard let row = view.row, let registration = columns.registration, let meters = columns.meters,
            view.hasOpenMeter
        else { return }
        let flag = registration.dccFlag[row]
        switch flag {
        case UInt8(ascii: "A"):
            judgeMissingDevice(view, meters, &findings)
            if !view.hasOpenSmartMeter { judgeActiveFlag(view, meters, &findings) }
        case UInt8(ascii: "I"): judgeMissingDevice(view, meters, &findings)
        case UInt8(ascii: "N"):
            if view.hasOpenSmartMeter { judgeInactiveFlag(view, meters, &findings) }
        default: return
        }
    }

    @inline(__always)
    private func judgeMissingDevice(_ view: CaseView, _ meters: MeterCells, _ findings: inout CaseFindings) {
        for meter in view.point.meters where isOpen(meter, meters) {
            if meters.esmeForm[meter] != DeviceForm.blank.rawValue { return }
        }
        raiseMissingDevice(view, &findings)
    }

    @inline(never)
    private func raiseMissingDevice(_ view: CaseView, _ findings: inout CaseFindings) {
        guard !findings.holds(.esm01) else { return }
        raise(
            .esm09, .dccFlag, view, owner: dataCompany(), observed: flagText(view), expected: "a device",
            suggestion: onlyDevice(view), &findings)
    }

    @inline(never)
    private func judgeActiveFlag(_ view: CaseView, _ meters: MeterCells, _ findings: inout CaseFindings) {
        for meter in view.point.meters where isOpen(meter, meters) {
            if !sets.type(meters.meterType[meter]).isGood { return }
        }
        raise(
            .esm14, .dccFlag, view, owner: supplier(row: view.row), observed: "\(flagText(view)) without a SMETS meter",
            expected: "an open SMETS meter", &findings)
    }

    @inline(never)
    private func judgeInactiveFlag(_ view: CaseView, _ meters: MeterCells, _ findings: inout CaseFindings) {
        for meter in view.point.meters where isOpen(meter, meters) {
            let installed = meters.installDate[meter]
            guard sets.type(meters.meterType[meter]).isSecondGeneration, installed.isPacked,
                Int(installed) + settings.daysWithoutFlag < Int(today)
            else { continue }
            raiseMeter(
                .esm14, .dccFlag, meter, view, owner: supplier(row: view.row),
                observed: "\(flagText(view)) with a SMETS2 meter since \(Day.text(installed))", expected: "A or I",
                &findings)
            return
        }
    }

    private func flagText(_ view: CaseView) -> String {
        view.row.flatMap { registers.registration?.table.text(.dccFlag, row: $0) } ?? ""
    }

    /// The rows of DCC: their spelling, and ESM-10, ESM-11 and ESM-12 against the open meters.
    ///
    /// A disconnected MPAN is asked ESM-11 only. Where another rule spoke of the device, these are silent.
    func judgeDeviceRegister(_ view: CaseView, _ findings: inout CaseFindings) {
        guard let devices = columns.devices, let meters = columns.meters, columns.registration != nil else {
            judgeDeviceSpelling(view, &findings)
            return
        }
        if isAgreed(view, devices, meters) { return }
        judgeDeviceSpelling(view, &findings)
        reconcileDevices(view, devices, meters, &findings)
    }

    /// Pairs of a row of DCC and one of MTR up to which devices are compared before anything is gathered.
    private static let comparedPairs = 256

    /// True where nothing is to be said: DCC's devices are well spelt, at a live MPAN with an open SMETS meter, and
    /// those of the open meters; or DCC knows none, and no open meter of a live MPAN has one. False says nothing.
    @inline(__always)
    private func isAgreed(_ view: CaseView, _ devices: DeviceCells, _ meters: MeterCells) -> Bool {
        guard trustsCells else { return false }
        let (rows, registered) = (view.point.devices, view.point.meters)
        if rows.isEmpty {
            for meter in registered where meters.esmeForm[meter] != DeviceForm.blank.rawValue {
                if !view.isDisconnected, isOpen(meter, meters), meters.device(meter) != nil { return false }
            }
            return true
        }
        guard view.isLive, view.hasOpenSmartMeter, rows.count <= Self.comparedPairs,
            rows.count * registered.count <= Self.comparedPairs
        else { return false }
        for row in rows {
            guard devices.esmeForm[row] == DeviceForm.canonical.rawValue, let device = devices.device(row),
                hasOpenMeter(with: device, registered, meters)
            else { return false }
        }
        for meter in registered where isOpen(meter, meters) {
            guard let device = meters.device(meter) else { continue }
            var isKnown = false
            for row in rows where devices.esmeID[row] == device { isKnown = true }
            if !isKnown { return false }
        }
        return true
    }

    @inline(__always)
    private func hasOpenMeter(with device: UInt64, _ rows: Range<Int>, _ meters: MeterCells) -> Bool {
        for row in rows where meters.esmeID[row] == device && meters.device(row) != nil && isOpen(row, meters) {
            return true
        }
        return false
    }

    @inline(never)
    private func judgeDeviceSpelling(_ view: CaseView, _ findings: inout CaseFindings) {
        guard let devices = columns.devices, let table = registers.devices?.table,
            view.isLive || columns.registration == nil
        else { return }
        let owner = dataCompany()
        for row in view.point.devices {
            let form = devices.esmeForm[row]
            guard form != DeviceForm.blank.rawValue else { continue }
            judgeSpelling(table, row, form, devices.esmeID[row], owner, view, &findings)
        }
    }

    @inline(never)
    private func reconcileDevices(
        _ view: CaseView, _ devices: DeviceCells, _ meters: MeterCells, _ findings: inout CaseFindings
    ) {
        let unknown = DeviceForm.unknown.rawValue
        if view.point.meters.contains(where: { meters.esmeForm[$0] == unknown })
            || view.point.devices.contains(where: { devices.esmeForm[$0] == unknown })
            || isTold(.esmeID, of: view.point.mpan, findings)
        {
            return
        }
        let theirs = Set(view.point.devices.compactMap { devices.device($0) })
        let owner = supplier(row: view.row)
        if !theirs.isEmpty, view.isDisconnected || !view.hasOpenSmartMeter {
            raise(
                .esm11, .esmeID, view, owner: owner, observed: "DCC \(Self.list(theirs))",
                expected: view.isDisconnected ? "no device at a disconnected MPAN" : "an open SMETS meter",
                place: view.point.devices.first.flatMap { self.place(.devices, $0) }, &findings)
            return
        }
        if view.isDisconnected { return }
        let ours = Set(view.point.meters.filter { isOpen($0, meters) }.compactMap { meters.device($0) })
        let place = view.point.meters.first { isOpen($0, meters) && meters.device($0) != nil }
            .flatMap { self.place(.meters, $0) }
        let (onlyOurs, onlyTheirs) = (ours.subtracting(theirs), theirs.subtracting(ours))
        if !ours.isEmpty, !onlyTheirs.isEmpty {
            raise(
                .esm10, .esmeID, view, owner: owner, observed: "MTR \(Self.list(ours))",
                expected: "DCC \(Self.list(theirs))", place: place, suggestion: Self.near(onlyOurs, onlyTheirs),
                &findings)
        } else if !onlyOurs.isEmpty {
            raise(
                .esm12, .esmeID, view, owner: owner, observed: "MTR \(Self.list(onlyOurs))",
                expected: theirs.isEmpty ? "a device in DCC" : "DCC \(Self.list(theirs))", place: place, &findings)
        }
    }

    private static func list(_ devices: Set<UInt64>) -> String {
        devices.sorted().map(Device.text).joined(separator: ", ")
    }

    /// The other register's device, where the one differs from it by a digit or by two neighbours changed round.
    private static func near(_ ours: Set<UInt64>, _ theirs: Set<UInt64>) -> String {
        for device in theirs.sorted() {
            if ours.sorted().contains(where: { NearDevice.isNear($0, device) }) { return Device.text(device) }
        }
        return ""
    }

    /// The one device that DCC knows of for the MPAN; empty where it knows none or several.
    private func onlyDevice(_ view: CaseView) -> String {
        guard let devices = columns.devices else { return "" }
        let known = Set(view.point.devices.compactMap { devices.device($0) }).filter { sets.hubs?.holds($0) != true }
        return known.count == 1 ? known.first.map(Device.text) ?? "" : ""
    }

    /// What a text that is no device may have meant: its own digits, else a device that DCC knows of for the MPAN.
    private func nearDevice(to text: String, _ view: CaseView) -> String {
        let digits = NearDevice.digits(text)
        if digits.count == 16, let octets = NearDevice.number(digits) { return Device.text(octets) }
        guard let devices = columns.devices else { return "" }
        let known = Set(view.point.devices.compactMap { devices.device($0) }).sorted()
        return known.first { NearDevice.isNear(digits, $0) }.map(Device.text) ?? ""
    }
}

/// Near misses of device identifiers.
enum NearDevice {
    /// True for two identifiers that differ in one hex digit, or by two neighbouring digits changed round.
    static func isNear(_ one: UInt64, _ other: UInt64) -> Bool {
        let difference = one ^ other
        guard difference != 0 else { return false }
        let low = UInt64(difference.trailingZeroBitCount / 4 * 4)
        if difference & ~(0xF << low) == 0 { return true }
        guard low < 60, difference & ~(0xFF << low) == 0 else { return false }
        let (left, right) = ((one >> low) & 0xFF, (other >> low) & 0xFF)
        return left >> 4 == right & 0xF && left & 0xF == right >> 4
    }

    /// True for digits from which one is missing, or to which one was added; leading zeros lost count as one change.
    static func isNear(_ digits: [UInt8], _ device: UInt64) -> Bool {
        let right = digitsOf(device)
        if (8..<16).contains(digits.count) {
            let padding = [UInt8](repeating: 0, count: 16 - digits.count)
            if padding + digits == right || digits + padding == right { return true }
        }
        if digits.count == 15 { return (0..<16).contains { place in removing(place, right) == digits } }
        if digits.count == 17 { return (0..<17).contains { place in removing(place, digits) == right } }
        return false
    }

    /// The hexadecimal digits of a text, its other characters left out; O and o count as 0, I and l as 1.
    static func digits(_ text: String) -> [UInt8] {
        text.utf8.compactMap { byte in
            switch byte {
            case 0x30...0x39: byte - 0x30
            case 0x41...0x46: byte - 0x41 + 10
            case 0x61...0x66: byte - 0x61 + 10
            case UInt8(ascii: "O"), UInt8(ascii: "o"): 0
            case UInt8(ascii: "I"), UInt8(ascii: "l"): 1
            default: nil
            }
        }
    }

    /// The number of sixteen digits, neither all zeros nor all F.
    static func number(_ digits: [UInt8]) -> UInt64? {
        let octets = digits.reduce(UInt64(0)) { $0 << 4 | UInt64($1) }
        return octets == 0 || octets == .max ? nil : octets
    }

    private static func digitsOf(_ device: UInt64) -> [UInt8] {
        (0..<16).map { UInt8(truncatingIfNeeded: (device >> UInt64(60 - 4 * $0)) & 0xF) }
    }

    private static func removing(_ place: Int, _ digits: [UInt8]) -> [UInt8] {
        var rest = digits
        rest.remove(at: place)
        return rest
    }
}
