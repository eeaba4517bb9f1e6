import Kernel

// Appointments: a supplier's request (IF-031), the answer (IF-032), and what the rules of registration say of it.
extension RegistrationService {
    mutating func hearRequest(_ hearing: Hearing) -> [Reaction] {
        let message = hearing.message
        guard let kind = ServiceKind(event: message.event) else { return [] }
        let point = desk.point(message.mpan)
        let codes = hearing.codes(requestRules(kind, message, point, at: hearing.at))
        let initial = Reaction.send(
            desk.draft(
                32, "\(kind.prefix)AppInitialResp", to: [message.sender], about: point ?? unknown(message),
                after: message,
                [
                    FieldValue("/CustomBlock/\(kind.proposal)", message.block(kind.proposal)),
                    FieldValue("/CustomBlock/B013", message.block("B013")),
                ] + Desk.outcome(codes)),
            after: hearing.delay(desk.settings.registrationAnswer))
        guard codes.isEmpty, var changed = point, let service = service(kind, message, at: hearing.at) else {
            return [initial]
        }
        changed[pending: kind] = service
        asked[key(kind, changed.mpan)] = AppointmentRequest(
            supplier: message.sender, service: service, proposal: message.block(kind.proposal))
        let lapse = hearing.at.later(milliseconds: desk.settings.registrationForward + desk.settings.providerLapse)
        return desk.keep(changed) + [
            initial, .send(request(kind, message, changed), after: hearing.delay(desk.settings.registrationForward)),
            .remind(
                Reminder(
                    party: desk.party.dipID, mpan: changed.mpan, purpose: .lapse(kind, service),
                    correlationID: message.initialCorrelationID), at: lapse),
        ]
    }

    func key(_ kind: ServiceKind, _ mpan: String) -> String { kind.prefix + mpan }

    private func request(_ kind: ServiceKind, _ message: ReceivedMessage, _ point: MeteringPoint) -> DraftMessage {
        var fields = requester(message.sender)
        fields.append(FieldValue("/CustomBlock/\(kind.proposal)", message.block(kind.proposal)))
        if let incumbent = point.metering?.dipID {
            fields += [
                FieldValue("/CustomBlock/B072/incumbentMeteringServiceDIPID", incumbent),
                FieldValue("/CustomBlock/B072/incumbentMeteringServiceMPID", .optional(desk.book[incumbent]?.mpid)),
            ]
        }
        return desk.draft(
            33, "\(kind.prefix)AppSPRequest", to: [point[pending: kind]?.dipID], about: point, after: message, fields)
    }

    /// Block B012.
    func requester(_ supplier: DIPID) -> [FieldValue] {
        [
            FieldValue("/CustomBlock/B012/serviceProviderAppointmentRequestingSupplierDIPID", supplier),
            FieldValue(
                "/CustomBlock/B012/serviceProviderAppointmentRequestingSupplierMPID",
                .optional(desk.book[supplier]?.mpid)),
        ]
    }

    private func proposed(_ kind: ServiceKind, _ name: String) -> String {
        "\(kind.proposal)/proposed\(kind.noun)\(name)"
    }

    private func service(_ kind: ServiceKind, _ message: ReceivedMessage, at now: Instant) -> MeteringPoint.Service? {
        message.party(proposed(kind, "DIPID")).map {
            MeteringPoint.Service(
                dipID: $0, from: message.instant(proposed(kind, "DIPEffectiveFromDate")) ?? now,
                scenario: message.field("\(kind.proposal)/appointmentScenario"))
        }
    }

    private func requestRules(
        _ kind: ServiceKind, _ message: ReceivedMessage, _ point: MeteringPoint?, at now: Instant
    ) -> [ResponseCode] {
        var codes = standing(of: point)
        guard let point, let service = service(kind, message, at: now) else { return codes }
        codes += scenarioRules(kind, message.sender, service, point)
        codes += migrationRules(message.sender, service, point)
        if let provider = desk.book[service.dipID] {
            if provider.role != kind.role(inSegment: point.segment) { codes.append(.reg(1031)) }
            if message.field(proposed(kind, "MPID")) != provider.mpid {
                codes.append(.reg(kind == .metering ? 1090 : 1091))
            }
        } else {
            codes.append(.reg(kind == .metering ? 1090 : 1091))
        }
        if let retriever = message.party("B071/supplierNominatedMDRDIPID"), kind == .data {
            if desk.book[retriever]?.role != .mdr { codes.append(.reg(1081)) }
            if desk.book[retriever]?.mpid != message.field("B071/supplierNominatedMDRMPID") { codes.append(.reg(1092)) }
        }
        if service.from < now.midnight { codes.append(.reg(1034)) }
        if service.from > now.later(milliseconds: desk.settings.appointmentDaysAhead * Milliseconds.day) {
            codes.append(.reg(1099))
        }
        return codes
    }

    /// What a scenario of DI-800 asks of the provider and the supplier.
    private func scenarioRules(
        _ kind: ServiceKind, _ supplier: DIPID, _ service: MeteringPoint.Service, _ point: MeteringPoint
    ) -> [ResponseCode] {
        var codes: [ResponseCode] = []
        let isCurrent = point.supplier?.dipID == supplier
        let isIncoming = point.pendingSwitch?.incoming == supplier
        let isSame = point[kind]?.dipID == service.dipID
        switch service.scenario {
        case "COS": if !isIncoming && !isCurrent { codes.append(.reg(1021)) }
        case "CSP":
            if !isCurrent { codes.append(.reg(1021)) }
            if isSame { codes.append(.reg(1026)) }
        case "USP":
            if !isCurrent { codes.append(.reg(1021)) }
            if !isSame { codes.append(.reg(1025)) }
        case "SEG":
            if !isCurrent { codes.append(.reg(1021)) }
            if isSame { codes.append(.reg(1095)) }
        case "ALG", nil: codes.append(.reg(1033))
        default: break
        }
        return codes
    }

    /// REG9004 to REG9009 and REG9011.
    private func migrationRules(
        _ supplier: DIPID, _ service: MeteringPoint.Service, _ point: MeteringPoint
    ) -> [ResponseCode] {
        guard service.scenario == "MCA" || service.scenario == "MCS" else {
            return point.isMigrated ? [] : [.reg(9009)]
        }
        var codes: [ResponseCode] = []
        let isCurrent = point.supplier?.dipID == supplier
        if let change = point.pendingSwitch, change.incoming != supplier { codes.append(.reg(9004)) }
        if service.scenario == "MCA", !isCurrent { codes.append(.reg(9005)) }
        if service.scenario == "MCS", isCurrent { codes.append(.reg(9006)) }
        if service.scenario == "MCS", point.pendingSwitch == nil, !isCurrent { codes.append(.reg(1021)) }
        if point.isMigrated { codes.append(.reg(9007)) }
        if !desk.profile(of: supplier).isQualified { codes.append(.reg(9008)) }
        if !point.hasStandingData { codes.append(.reg(9011)) }
        return codes
    }
}
