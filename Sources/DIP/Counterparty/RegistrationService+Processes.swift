import Kernel

// Processes that begin outside the platform: change of supplier, reverse migration, disconnection, segment, connection.
extension RegistrationService {
    mutating func start(_ process: MarketProcess, at now: Instant) -> [Reaction] {
        guard let point = desk.point(process.mpan) else { return [] }
        return switch process {
        case .changeOfSupplier(_, let incoming, let from): beginSwitch(of: point, to: incoming, from: from, at: now)
        case .reverseMigration(_, let meterOperator, let dataCollector, let from):
            beginReversal(of: point, [.metering: meterOperator, .data: dataCollector], from: from)
        case .disconnection(_, let from): disconnect(point, from: from)
        case .segmentChange(_, let segment, let from): changeSegment(of: point, to: segment, from: from)
        case .connectionTypeChange(_, let type, let from): changeConnection(of: point, to: type, from: from)
        case .initialRegistration(_, let incoming, let from): register(point, for: incoming, from: from, at: now)
        case .dataItemChange(_, let item, let value, let from): change(item, of: point, to: value, from: from)
        case .pointCreation(_, let from): tellOfCreation(of: point, from: from)
        case .statusChange(_, let status, let from): changeStatus(of: point, to: status, from: from)
        case .greenDeal(_, let from, let until): tellOfGreenDeal(of: point, from: from, until: until)
        case .enquiryRefresh: refresh(point)
        case .standingData, .annualConsumption, .reading, .consumptionReplay: []
        }
    }

    private mutating func beginSwitch(
        of point: MeteringPoint, to incoming: DIPID, from: Instant, at now: Instant
    ) -> [Reaction] {
        var changed = point
        let change = MeteringPoint.Switch(incoming: incoming, from: from)
        changed.pendingSwitch = change
        var fields = arriving(incoming, from: from)
        if let old = point.supplier?.dipID {
            fields += [
                FieldValue("/CustomBlock/B003/outgoingSupplierDIPID", old),
                FieldValue("/CustomBlock/B003/outgoingSupplierMPID", .optional(desk.book[old]?.mpid)),
                FieldValue("/CustomBlock/B003/supplierEffectiveToDate", from),
            ]
        }
        let correlation = "CI-\(now.date.filter { $0 != "-" })-COS-\(point.mpan)"
        let notice = desk.draft(
            1, "ChangeOfSupplier", to: [incoming, point.distributor] + desk.all(.mds), about: changed,
            correlation: correlation, fields)
        let gain = desk.draft(2, "GainMPANInfo", to: [incoming], about: changed, correlation: correlation)
        return desk.keep(changed) + [
            .send(notice, after: desk.settings.registrationAnswer),
            .send(gain, after: desk.settings.registrationAnswer),
            .remind(
                Reminder(
                    party: desk.party.dipID, mpan: point.mpan, purpose: .supplierSwitch(change),
                    correlationID: correlation), at: max(from, now)),
        ]
    }

    /// Block B002.
    func arriving(_ supplier: DIPID, from: Instant) -> [FieldValue] {
        [
            FieldValue("/CustomBlock/B002/incomingSupplierDIPID", supplier),
            FieldValue("/CustomBlock/B002/incomingSupplierMPID", .optional(desk.book[supplier]?.mpid)),
            FieldValue("/CustomBlock/B002/supplierEffectiveFromDate", from),
        ]
    }

    /// The switch is in effect: services that the new supplier did not appoint end, and nobody in their place is reported.
    mutating func completeSwitch(
        _ change: MeteringPoint.Switch, of point: MeteringPoint, _ reminder: Reminder, at now: Instant
    ) -> [Reaction] {
        guard point.pendingSwitch == change else { return [] }
        var changed = point
        changed.supplier = MeteringPoint.Service(dipID: change.incoming, from: change.from)
        changed.pendingSwitch = nil
        var messages: [Reaction] = []
        for kind in ServiceKind.allCases where desk.settings.servicesEndWithSupplier && point.isMigrated {
            guard let old = point[kind], point[pending: kind] == nil, old.from < change.from else { continue }
            changed[kind] = nil
            let departing = departure(kind, old, "CSUPP", changed, following: nil, reminder, now)
            messages.append(.send(departing, after: 0))
            let notice = desk.draft(
                45, kind == .metering ? "NoMSAppointed" : "NoDSAppointed", to: [change.incoming], about: changed,
                correlation: reminder.correlationID)
            messages.append(.send(notice, after: desk.settings.registrationAnswer))
        }
        return desk.keep(changed) + messages
    }

    private mutating func beginReversal(
        of point: MeteringPoint, _ successors: [ServiceKind: String], from: Instant
    ) -> [Reaction] {
        let supplier = point.supplier?.dipID ?? desk.party.dipID
        var reactions: [Reaction] = []
        for kind in ServiceKind.allCases {
            guard let old = point[kind] else { continue }
            let who = kind == .metering ? "MOP" : "DC"
            let block = "/CustomBlock/\(kind.reversal)/ReverseMigrationIncoming\(who)"
            let fields =
                arriving(supplier, from: from) + ended(kind, old, "CSERV", until: from) + [
                    FieldValue(block + "MPID", .optional(successors[kind])),
                    FieldValue(block + "EffectiveFromDate", from),
                ]
            reactions.append(
                .send(
                    desk.draft(
                        3, "\(kind.prefix)DeAppRM", to: [old.dipID] + interested(in: point), about: point, fields),
                    after: desk.settings.registrationAnswer))
        }
        let notice = desk.draft(
            3, "ReverseMigNotification", to: interested(in: point) + desk.all(.mds), about: point,
            arriving(supplier, from: from) + [FieldValue("/CustomBlock/B094/MHHSRegimeEndDate", from)])
        return reactions + [
            .send(notice, after: desk.settings.registrationAnswer),
            .remind(
                Reminder(party: desk.party.dipID, mpan: point.mpan, purpose: .reversal, correlationID: nil), at: from),
        ]
    }

    mutating func completeReversal(of point: MeteringPoint) -> [Reaction] {
        var changed = point
        changed.isMigrated = false
        changed.isReverseMigrated = true
        changed.metering = nil
        changed.data = nil
        return desk.keep(changed)
    }

    private mutating func disconnect(_ point: MeteringPoint, from: Instant) -> [Reaction] {
        var changed = point
        changed.status = "T"
        return desk.keep(changed) + [
            .send(
                desk.draft(
                    9, "MPANDisconnection", to: interested(in: point) + desk.all(.mds, .ees), about: changed,
                    [FieldValue("/CustomBlock/B041/disconnectionEffectiveFromDate", from)]),
                after: desk.settings.registrationAnswer)
        ] + tellOfStatus(of: changed, from: from)
    }

    private mutating func changeSegment(of point: MeteringPoint, to segment: String, from: Instant) -> [Reaction] {
        var changed = point
        changed.segment = segment
        return desk.keep(changed) + [
            .send(
                desk.draft(
                    44, "MarketSegmentChange", to: interested(in: point) + desk.all(.mds, .ees), about: changed,
                    [
                        FieldValue("/CustomBlock/B026/marketSegmentIndicator", segment),
                        FieldValue("/CustomBlock/B026/marketSegmentIndicatorEffectiveFromDate", from),
                    ]), after: desk.settings.registrationAnswer)
        ]
    }

    private mutating func changeConnection(of point: MeteringPoint, to type: String, from: Instant) -> [Reaction] {
        var changed = point
        changed.connectionType = type
        changed.connectionTypeFrom = from
        return desk.keep(changed) + [
            .send(
                desk.draft(43, "ConnectionTypeChange", to: desk.all(.dcc), about: changed),
                after: desk.settings.registrationAnswer)
        ]
    }
}
