import Kernel

// Appointments: the provider's answer (IF-034), the outcome (IF-035), and the day on which it takes effect (IF-036, IF-037).
extension RegistrationService {
    mutating func hearProvider(_ hearing: Hearing) -> [Reaction] {
        let message = hearing.message
        if message.event == "SDS-MDRUpdate" { return hearRetriever(hearing) }
        guard let kind = ServiceKind(event: message.event), let point = desk.point(message.mpan),
            let request = asked[key(kind, point.mpan)], request.service.dipID == message.sender
        else { return [] }
        asked[key(kind, point.mpan)] = nil
        guard message.field("B007/responseCode") == "A" else {
            return refuse(kind, request, point, message, hearing)
        }
        var changed = point
        if let retriever = message.party("B018/SDSNominatedMDRDIPID") {
            changed.dataRetriever = MeteringPoint.Service(
                dipID: retriever, from: message.instant("B018/SDSNominatedMDRRequestedEffectiveFromDate") ?? hearing.at)
        }
        let wake = max(
            request.service.from, hearing.at.later(milliseconds: hearing.delay(desk.settings.registrationAnswer)))
        return desk.keep(changed) + [
            outcome("\(kind.prefix)AppAccepted", "A", kind, request, changed, message, hearing)
        ]
            + prompt(kind, request, changed, message, hearing) + [
                .remind(
                    Reminder(
                        party: desk.party.dipID, mpan: point.mpan, purpose: .appointment(kind, request.service),
                        correlationID: message.initialCorrelationID), at: wake)
            ]
    }

    private mutating func refuse(
        _ kind: ServiceKind, _ request: AppointmentRequest, _ point: MeteringPoint, _ message: ReceivedMessage,
        _ hearing: Hearing
    ) -> [Reaction] {
        var changed = point
        changed[pending: kind] = nil
        return desk.keep(changed) + [
            outcome("\(kind.prefix)AppRejected", "R", kind, request, changed, message, hearing)
        ]
    }

    private func outcome(
        _ event: String, _ code: String, _ kind: ServiceKind, _ request: AppointmentRequest, _ point: MeteringPoint,
        _ message: ReceivedMessage, _ hearing: Hearing
    ) -> Reaction {
        .send(
            desk.draft(
                35, event, to: [request.supplier, request.service.dipID], about: point, after: message,
                outcomeFields(kind, request, code, message.field("B007/proposedAppointmentResponseCode"))),
            after: hearing.delay(desk.settings.registrationAnswer))
    }

    private func outcomeFields(
        _ kind: ServiceKind, _ request: AppointmentRequest, _ code: String, _ provider: String?
    ) -> [FieldValue] {
        requester(request.supplier) + [
            FieldValue("/CustomBlock/B007/responseCode", code),
            FieldValue("/CustomBlock/B007/proposedAppointmentResponseCode", .optional(provider)),
            FieldValue("/CustomBlock/\(kind.proposal)", request.proposal),
        ]
    }

    /// The metering service in place is told to send technical details to a new service (event IMS-SendMTD).
    private func prompt(
        _ kind: ServiceKind, _ request: AppointmentRequest, _ point: MeteringPoint, _ message: ReceivedMessage,
        _ hearing: Hearing
    ) -> [Reaction] {
        guard let incumbent = point.metering?.dipID, incumbent != request.service.dipID else { return [] }
        return [
            .send(
                desk.draft(
                    35, "IMS-SendMTD", to: [incumbent], about: point, after: message,
                    outcomeFields(kind, request, "A", message.field("B007/proposedAppointmentResponseCode"))),
                after: hearing.delay(desk.settings.registrationAnswer))
        ]
    }

    /// No answer came in time.
    mutating func lapse(
        _ kind: ServiceKind, _ service: MeteringPoint.Service, of point: MeteringPoint, _ reminder: Reminder
    ) -> [Reaction] {
        guard let request = asked[key(kind, point.mpan)], request.service == service else { return [] }
        asked[key(kind, point.mpan)] = nil
        var changed = point
        changed[pending: kind] = nil
        return desk.keep(changed) + [
            .send(
                desk.draft(
                    35, "\(kind.prefix)AppLapsed", to: [request.supplier, service.dipID], about: changed,
                    correlation: reminder.correlationID, outcomeFields(kind, request, "L", nil)), after: 0)
        ]
    }

    /// An appointment takes effect: the new service hears IF-036, the one that it follows IF-037.
    mutating func activate(
        _ kind: ServiceKind, _ service: MeteringPoint.Service, of point: MeteringPoint, _ reminder: Reminder,
        at now: Instant
    ) -> [Reaction] {
        guard point[pending: kind] == service else { return [] }
        let old = point[kind]
        var changed = point
        changed[kind] = service
        changed[pending: kind] = nil
        if service.scenario == "MCA" || service.scenario == "MCS" {
            changed.isMigrated = true
            changed.isReverseMigrated = false
        }
        var reactions = desk.keep(changed)
        reactions.append(.send(activation(kind, service, changed, reminder), after: 0))
        if let old, old.dipID != service.dipID, point.isMigrated {
            reactions.append(
                .send(departure(kind, old, reason(service), changed, following: service, reminder, now), after: 0))
        }
        return reactions
    }

    private func reason(_ service: MeteringPoint.Service) -> String {
        switch service.scenario {
        case "COS", "MCS": "CSUPP"
        case "SEG": "CSEGM"
        default: "CSERV"
        }
    }

    private func activation(
        _ kind: ServiceKind, _ service: MeteringPoint.Service, _ point: MeteringPoint, _ reminder: Reminder
    ) -> DraftMessage {
        let block = "/CustomBlock/\(kind.active)/"
        var fields = requester(point.supplier?.dipID ?? desk.party.dipID)
        fields += [
            FieldValue(block + "incoming\(kind.noun)DIPID", service.dipID),
            FieldValue(block + "incoming\(kind.noun)MPID", .optional(desk.book[service.dipID]?.mpid)),
            FieldValue(block + "incoming\(kind.noun)EffectiveFromDate", service.from),
            FieldValue(block + "appointmentScenario", .optional(service.scenario)),
        ]
        if kind == .data, let retriever = point.dataRetriever {
            fields += [
                FieldValue("/CustomBlock/B019/assignedMDRDIPID", retriever.dipID),
                FieldValue("/CustomBlock/B019/assignedMDRMPID", .optional(desk.book[retriever.dipID]?.mpid)),
                FieldValue("/CustomBlock/B019/assignedMDREffectiveFromDate", retriever.from),
            ]
        }
        return desk.draft(
            36, "\(kind.prefix)AppActive", to: interested(in: point) + desk.all(.mds, .ees), about: point,
            correlation: reminder.correlationID, fields)
    }

    func departure(
        _ kind: ServiceKind, _ old: MeteringPoint.Service, _ reason: String, _ point: MeteringPoint,
        following: MeteringPoint.Service?, _ reminder: Reminder, _ now: Instant
    ) -> DraftMessage {
        var fields = ended(kind, old, reason, until: following?.from ?? now)
        if let following {
            let block = "/CustomBlock/\(kind.following)/incoming\(kind.noun)"
            fields += [
                FieldValue(block + "DIPID", following.dipID),
                FieldValue(block + "MPID", .optional(desk.book[following.dipID]?.mpid)),
                FieldValue(block + "EffectiveFromDate", following.from),
            ]
        }
        return desk.draft(
            37, "\(kind.prefix)DeApp", to: [old.dipID] + interested(in: point) + desk.all(.mds, .ees), about: point,
            correlation: reminder.correlationID, fields)
    }

    /// Block B008 or B009.
    func ended(
        _ kind: ServiceKind, _ old: MeteringPoint.Service, _ reason: String, until: Instant
    ) -> [FieldValue] {
        let block = "/CustomBlock/\(kind.ended)/"
        return [
            FieldValue(block + "deAppointed\(kind.noun)DIPID", old.dipID),
            FieldValue(block + "deAppointed\(kind.noun)MPID", .optional(desk.book[old.dipID]?.mpid)),
            FieldValue(block + "\(kind.field)EffectiveFromDate", old.from),
            FieldValue(block + "\(kind.field)EffectiveToDate", until),
            FieldValue(block + "deAppointmentReasonCode", reason),
        ]
    }

    /// A data service asks for another meter data retriever.
    private mutating func hearRetriever(_ hearing: Hearing) -> [Reaction] {
        let message = hearing.message
        guard let point = desk.point(message.mpan), let retriever = message.party("B018/SDSNominatedMDRDIPID") else {
            return []
        }
        let from = message.instant("B018/SDSNominatedMDRRequestedEffectiveFromDate") ?? hearing.at
        var rules: [ResponseCode] = []
        if point.data?.dipID != message.sender { rules.append(.reg(1080)) }
        if desk.book[retriever]?.role != .mdr { rules.append(.reg(1081)) }
        if desk.book[retriever]?.mpid != message.field("B018/SDSNominatedMDRMPID") { rules.append(.reg(1093)) }
        if from > hearing.at.later(milliseconds: desk.settings.retrieverDaysAhead * Milliseconds.day) {
            rules.append(.reg(1082))
        }
        if point.dataRetriever?.dipID == retriever { rules.append(.reg(1098)) }
        let codes = hearing.codes(rules)
        var changed = point
        if codes.isEmpty { changed.dataRetriever = MeteringPoint.Service(dipID: retriever, from: from) }
        let fields =
            requester(point.supplier?.dipID ?? desk.party.dipID) + [
                FieldValue("/CustomBlock/B092/assignedMDRDIPID", retriever),
                FieldValue("/CustomBlock/B092/assignedMDRMPID", .optional(desk.book[retriever]?.mpid)),
                FieldValue("/CustomBlock/B092/assignedMDREffectiveFromDate", from),
                FieldValue("/CustomBlock/B099/responseCode", codes.isEmpty ? "A" : "R"),
                FieldValue("/CustomBlock/B099/responseMessages", .array(codes.map { .string($0.text) })),
            ]
        return desk.keep(changed) + [
            .send(
                desk.draft(35, "SDS-MDROutcome", to: [message.sender], about: changed, after: message, fields),
                after: hearing.delay(desk.settings.registrationAnswer))
        ]
    }
}
