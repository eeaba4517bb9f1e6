import Kernel

// What registration tells beside its answers: a first registration (IF-001), data items (IF-018), and what only the
// enquiry service hears of (IF-050, IF-051).
extension RegistrationService {
    /// The supplier is in place from that day on; there is none before it, so nobody leaves.
    mutating func register(
        _ point: MeteringPoint, for incoming: DIPID, from: Instant, at now: Instant
    ) -> [Reaction] {
        guard point.supplier == nil, point.pendingSwitch == nil else { return [] }
        var changed = point
        let change = MeteringPoint.Switch(incoming: incoming, from: from)
        changed.pendingSwitch = change
        let correlation = "CI-\(now.date.filter { $0 != "-" })-INI-\(point.mpan)"
        let notice = desk.draft(
            1, "InitialRegistration", to: [incoming, point.distributor] + desk.all(.mds), about: changed,
            correlation: correlation, arriving(incoming, from: from))
        return desk.keep(changed) + [
            .send(notice, after: desk.settings.registrationAnswer),
            .remind(
                Reminder(
                    party: desk.party.dipID, mpan: point.mpan, purpose: .supplierSwitch(change),
                    correlationID: correlation), at: max(from, now)),
        ]
    }

    mutating func change(
        _ item: RegistrationItem, of point: MeteringPoint, to value: String?, from: Instant
    ) -> [Reaction] {
        var changed = point
        let flag = JSONValue.boolean(value == "true")
        var fields: [FieldValue] = []
        func set(_ block: String, _ name: String, _ text: JSONValue?) {
            if value != nil { fields.append(FieldValue("/CustomBlock/\(block)/\(name)", text)) }
        }
        let text = JSONValue.optional(value)
        switch item {
        case .address: set("B022", "addressLine1", text)
        case .gspGroup: changed.gspGroup = value ?? point.gspGroup
        case .domestic:
            changed.domestic = value.map { $0 == "true" } ?? point.domestic
            set("B028", "domesticPremiseIndicator", flag)
        case .tariff: set("B024", "DUOSTariffID", text)
        case .direction: changed.direction = value ?? point.direction
        case .enrolment: set("B029", "DCCServiceFlag", text)
        case .metered: set("B023", "meteredIndicator", flag)
        }
        if let date = Self.date(of: item) { fields.append(FieldValue("/CustomBlock/" + date, from)) }
        return desk.keep(changed) + [
            .send(
                desk.draft(
                    18, item.rawValue, to: interested(in: changed) + desk.all(.mds, .ees), about: changed, fields),
                after: desk.settings.registrationAnswer)
        ]
    }

    /// The field with the date from which an item holds; the connection's has a date of its own.
    private static func date(of item: RegistrationItem) -> String? {
        switch item {
        case .address, .gspGroup: "B001/GSPGroupEffectiveFromDate"
        case .domestic: "B028/domesticPremiseIndicatorEffectiveFromDate"
        case .tariff: "B024/DUOSTariffIDEffectiveFromDate"
        case .enrolment: "B029/DCCEffectiveFromDate"
        case .direction, .metered: nil
        }
    }

    // MARK: For the enquiry service alone

    func tellOfCreation(of point: MeteringPoint, from: Instant) -> [Reaction] {
        tellEnquiry(
            50, "MPANCreation", point,
            [FieldValue("/CustomBlock/B001/GSPGroupEffectiveFromDate", from)] + status(of: point, from: from))
    }

    mutating func changeStatus(of point: MeteringPoint, to status: String, from: Instant) -> [Reaction] {
        var changed = point
        changed.status = status
        return desk.keep(changed) + tellOfStatus(of: changed, from: from)
    }

    func tellOfStatus(of point: MeteringPoint, from: Instant) -> [Reaction] {
        tellEnquiry(50, "MPStatusChange", point, status(of: point, from: from))
    }

    func tellOfGreenDeal(of point: MeteringPoint, from: Instant?, until: Instant?) -> [Reaction] {
        func stamp(_ instant: Instant?) -> JSONValue { instant.map { .string($0.isoWithOffset) } ?? .null }
        return tellEnquiry(
            50, "GreenDeal", point,
            [
                FieldValue("/CustomBlock/B080/greenDealEffectiveFromDate", stamp(from)),
                FieldValue("/CustomBlock/B080/greenDealEffectiveToDate", stamp(until)),
            ])
    }

    /// Everything that registration holds of a point and that the refresh has a block for.
    func refresh(_ point: MeteringPoint) -> [Reaction] {
        var fields = status(of: point, from: point.created)
        func current(_ block: String, _ stem: String, _ service: MeteringPoint.Service?) {
            guard let service else { return }
            let place = "/CustomBlock/\(block)/\(stem)"
            fields += [
                FieldValue(place + "DIPID", service.dipID),
                FieldValue(place + "MPID", .optional(desk.book[service.dipID]?.mpid)),
                FieldValue(place + "EffectiveFromDate", service.from),
            ]
        }
        current("B085", "currentSupplier", point.supplier)
        current("B081", "currentMeteringService", point.metering)
        current("B082", "currentDataService", point.data)
        current("B019", "assignedMDR", point.dataRetriever)
        return tellEnquiry(51, "EESRefresh", point, fields)
    }

    /// Block B079. N, R, T and X of the MPAN's own status are not explained in any reachable text; T goes with T.
    private func status(of point: MeteringPoint, from: Instant) -> [FieldValue] {
        let block = "/CustomBlock/B079/"
        return [
            FieldValue(block + "RMPStatus", point.status), FieldValue(block + "RMPStatusEffectiveFromDate", from),
            FieldValue(block + "MPStatus", point.status == "T" ? "T" : "R"),
            FieldValue(block + "MPStatusEffectiveFromDate", from),
        ]
    }

    /// Nothing where nobody plays the enquiry service.
    private func tellEnquiry(
        _ interface: Int, _ event: String, _ point: MeteringPoint, _ fields: [FieldValue]
    ) -> [Reaction] {
        let services = desk.all(.ees)
        guard !services.isEmpty else { return [] }
        return [
            .send(
                desk.draft(interface, event, to: services, about: point, fields),
                after: desk.settings.registrationAnswer)
        ]
    }
}
