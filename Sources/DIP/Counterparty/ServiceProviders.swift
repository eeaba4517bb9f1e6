import Kernel

/// What metering and data services share: the answer to registration, and keeping up with their appointments.
extension ScriptedRole {
    /// IF-033 to IF-034, by the provider's profile.
    func answerRequest(_ hearing: Hearing) -> [Reaction] {
        let message = hearing.message
        guard let kind = ServiceKind(event: message.event) else { return [] }
        let codes = hearing.codes(providerRules(kind, message, at: hearing.at))
        let fields = [
            FieldValue("/CustomBlock/B007/responseCode", codes.isEmpty ? "A" : "R"),
            FieldValue("/CustomBlock/B007/proposedAppointmentResponseCode", (codes.first ?? .sp(0)).text),
            FieldValue("/CustomBlock/B012", message.block("B012")),
            FieldValue("/CustomBlock/\(kind.proposal)", message.block(kind.proposal)),
        ]
        let point = desk.point(message.mpan) ?? MeteringPoint(about: message)
        return [
            .send(
                desk.draft(
                    34, "\(kind.prefix)AppSPResponse", to: [message.sender], about: point, after: message,
                    fields + nomination(kind, codes, message)), after: hearing.delay(desk.settings.providerAnswer))
        ]
    }

    private func nomination(_ kind: ServiceKind, _ codes: [ResponseCode], _ message: ReceivedMessage) -> [FieldValue] {
        guard kind == .data, codes.isEmpty, let retriever = desk.profile.usesRetriever else { return [] }
        return [
            FieldValue("/CustomBlock/B018/SDSNominatedMDRDIPID", retriever),
            FieldValue("/CustomBlock/B018/SDSNominatedMDRMPID", .optional(desk.book[retriever]?.mpid)),
            FieldValue(
                "/CustomBlock/B018/SDSNominatedMDRRequestedEffectiveFromDate",
                .optional(message.field("\(kind.proposal)/proposed\(kind.noun)DIPEffectiveFromDate"))),
        ]
    }

    private func providerRules(_ kind: ServiceKind, _ message: ReceivedMessage, at now: Instant) -> [ResponseCode] {
        let profile = desk.profile
        func unsupported(_ list: [String], _ value: String?) -> Bool {
            !list.isEmpty && value.map { !list.contains($0) } == true
        }
        var codes: [ResponseCode] = []
        if let contracts = profile.contracts {
            let supplier = message.party("B012/serviceProviderAppointmentRequestingSupplierDIPID")
            let reference = message.field("\(kind.proposal)/contractReference\(kind.noun)")
            if let agreed = supplier.flatMap({ contracts[$0] }) {
                if agreed != reference { codes.append(.sp(2)) }
            } else {
                codes.append(.sp(1))
            }
        }
        if unsupported(profile.connectionTypes, message.field("B023/connectionTypeIndicator")) { codes.append(.sp(4)) }
        if unsupported(profile.segments, message.field("B026/marketSegmentIndicator")) { codes.append(.sp(5)) }
        let meters = message.block("B905List")?.elements ?? []
        if meters.contains(where: { unsupported(profile.meterTypes, $0.text(at: "/existingMeter/meterType")) }) {
            codes.append(.sp(6))
        }
        if unsupported(profile.gspGroups, message.payload.text(at: "/CommonBlock/M0/GSPGroupID")) {
            codes.append(.sp(7))
        }
        let domestic = message.payload.value(at: "/CustomBlock/B071/supplierProposedDomesticIndicator")?.boolean
        if let wanted = profile.domestic, let domestic, wanted != domestic { codes.append(.sp(10)) }
        if let days = profile.noticeDays,
            let from = message.instant("\(kind.proposal)/proposed\(kind.noun)DIPEffectiveFromDate"),
            from < now.later(milliseconds: days * Milliseconds.day)
        {
            codes.append(.sp(11))
        }
        if let retriever = message.party("B071/supplierNominatedMDRDIPID"), !profile.dataRetrievers.isEmpty,
            !profile.dataRetrievers.contains(retriever)
        {
            codes.append(.ds(1))
        }
        return codes
    }

    /// Keeps what registration tells everyone: services, energisation, connection, segment, meters, supplier.
    mutating func listen(_ hearing: Hearing) -> [Reaction] {
        let message = hearing.message
        guard message.mpan != nil, var point = desk.point(message.mpan) ?? MeteringPoint(about: message) else {
            return []
        }
        let accepted = message.payload.text(at: "/CommonBlock/R0/responseCode") != "R"
        switch message.interface.number {
        case 1:
            if let supplier = message.party("B002/incomingSupplierDIPID") {
                let from = message.instant("B002/supplierEffectiveFromDate") ?? hearing.at
                point.pendingSwitch = MeteringPoint.Switch(incoming: supplier, from: from)
            }
        case 8 where accepted:
            point.energisation = message.field("B025/energisationStatus") ?? point.energisation
            point.energisationFrom =
                message.instant("B025/energisationStatusEffectiveFromDate") ?? point.energisationFrom
        case 9 where message.event == "MPANDisconnection": point.status = "T"
        case 3 where message.event == "ReverseMigNotification": point.isReverseMigrated = true
        case 26 where accepted: point.consent = message.field("B068/consentGranularity") ?? point.consent
        case 36: activate(message, &point, hearing.at)
        case 37: leave(message, &point)
        case 18:
            point.gspGroup = message.payload.text(at: "/CommonBlock/M0/GSPGroupID") ?? point.gspGroup
            point.direction = message.field("B023/energyDirection") ?? point.direction
            point.domestic =
                message.payload.value(at: "/CustomBlock/B028/domesticPremiseIndicator")?.boolean ?? point.domestic
        case 50: point.status = message.field("B079/RMPStatus") ?? point.status
        case 44: point.segment = message.field("B026/marketSegmentIndicator") ?? point.segment
        default: return []
        }
        return desk.keep(point)
    }

    private func activate(_ message: ReceivedMessage, _ point: inout MeteringPoint, _ now: Instant) {
        guard let kind = ServiceKind(event: message.event),
            let service = message.party("\(kind.active)/incoming\(kind.noun)DIPID")
        else { return }
        point[kind] = MeteringPoint.Service(
            dipID: service, from: message.instant("\(kind.active)/incoming\(kind.noun)EffectiveFromDate") ?? now,
            scenario: message.field("\(kind.active)/appointmentScenario"))
        point.isMigrated = true
        point.connectionType = message.field("B023/connectionTypeIndicator") ?? point.connectionType
        point.segment = message.field("B026/marketSegmentIndicator") ?? point.segment
        point.energisation = message.field("B025/energisationStatus") ?? point.energisation
    }

    private func leave(_ message: ReceivedMessage, _ point: inout MeteringPoint) {
        guard let kind = ServiceKind(event: message.event),
            let service = message.party("\(kind.ended)/deAppointed\(kind.noun)DIPID"), point[kind]?.dipID == service
        else { return }
        point[kind] = nil
    }
}

extension MeteringPoint {
    /// A point of which a party knows only what a message's head says; nil where the message names none.
    init?(about message: ReceivedMessage) {
        guard let mpan = message.mpan else { return nil }
        let block = message.payload.value(at: "/CommonBlock/M0") ?? message.payload.value(at: "/CommonBlock/M1")
        self.init(
            mpan: mpan, distributor: block?["distributorDIPID"]?.text.flatMap { DIPID($0) } ?? message.sender,
            gspGroup: block?["GSPGroupID"]?.text ?? "_A", created: Instant(milliseconds: 0))
    }
}

/// A metering service: smart, advanced, or the unmetered supplies operator.
struct MeteringService: ScriptedRole {
    var desk: Desk

    func answers(_ message: ReceivedMessage) -> Bool { message.interface.number == 33 }

    mutating func hear(_ hearing: Hearing) -> [Reaction] {
        if hearing.message.interface.number == 33 { return answerRequest(hearing) }
        let changes = listen(hearing)
        return changes + readings(after: hearing)
    }

    mutating func start(_ process: MarketProcess, at instant: Instant) -> [Reaction] {
        readOnOrder(process, at: instant)
    }
}

/// A data service: smart, advanced or unmetered. It may submit consumption at the end of each day.
struct DataService: ScriptedRole {
    var desk: Desk

    init(desk: Desk) { self.desk = desk }

    func answers(_ message: ReceivedMessage) -> Bool { [27, 33].contains(message.interface.number) }

    mutating func begin(at instant: Instant) -> [Reaction] {
        desk.settings.consumptionAfter.map { [desk.endOfDay(after: instant, delay: $0)] } ?? []
    }

    mutating func hear(_ hearing: Hearing) -> [Reaction] {
        let message = hearing.message
        switch message.interface.number {
        case 33: return answerRequest(hearing)
        case 27: return answerAmendment(hearing)
        case 36:
            let changes = listen(hearing)
            return changes + startRetriever(message, hearing) + historyOnStart(message)
        case 37:
            // What it knows of the point may say already who follows: IF-036 goes to the one before, too.
            let leaves = message.party("\(ServiceKind.data.ended)/deAppointedDataServiceDIPID") == desk.party.dipID
            let changes = listen(hearing)
            return changes + (leaves ? stopRetriever(message, hearing) + lastReading(hearing) : [])
        default: return listen(hearing)
        }
    }

    mutating func wake(_ reminder: Reminder, at instant: Instant) -> [Reaction] {
        guard case .dayIsOver(let day) = reminder.purpose, let delay = desk.settings.consumptionAfter else { return [] }
        let mine = desk.points.values.filter {
            $0.data?.dipID == desk.party.dipID && $0.isMigrated && $0.status != "T"
        }
        let messages = mine.sorted { $0.mpan < $1.mpan }.map { point in
            Reaction.send(
                desk.draft(
                    21, "ActivePower", to: [point.supplier?.dipID, point.distributor] + desk.all(.mds, .lss),
                    about: point,
                    [FieldValue(dayPointer, day)]), after: 0)
        }
        return messages + [desk.endOfDay(after: day.nextMidnight, delay: delay)]
    }

    mutating func start(_ process: MarketProcess, at instant: Instant) -> [Reaction] {
        if case .consumptionReplay(let mpan) = process { return askForHistory(desk.point(mpan)) }
        return readOnOrder(process, at: instant)
    }

    private func historyOnStart(_ message: ReceivedMessage) -> [Reaction] {
        guard message.event == "DSAppActive", let point = desk.point(message.mpan),
            point.data?.dipID == desk.party.dipID
        else { return [] }
        return askForHistory(point, after: message)
    }

    private var dayPointer: String {
        "/CustomBlock/B900/settlementDayConsumptionPeriods/0/settlementDay/settlementDayDate"
    }

    private func answerAmendment(_ hearing: Hearing) -> [Reaction] {
        let message = hearing.message
        let codes = hearing.codes([])
        return [
            .send(
                desk.draft(
                    28, "ConsumptionAmendment", to: [message.sender],
                    about: desk.point(message.mpan) ?? MeteringPoint(about: message), after: message,
                    [FieldValue("/CustomBlock/B902List", message.block("B902List"))] + Desk.outcome(codes)),
                after: hearing.delay(desk.settings.providerAnswer))
        ]
    }

    private func startRetriever(_ message: ReceivedMessage, _ hearing: Hearing) -> [Reaction] {
        guard message.event == "DSAppActive", let point = desk.point(message.mpan),
            point.data?.dipID == desk.party.dipID, let retriever = desk.profile.usesRetriever
        else { return [] }
        return [
            .send(
                desk.draft(
                    61, "MDRStart", to: [retriever], about: point, after: message, desk.assigned(retriever, hearing.at)),
                after: desk.settings.providerAnswer)
        ]
    }

    private func stopRetriever(_ message: ReceivedMessage, _ hearing: Hearing) -> [Reaction] {
        guard let retriever = desk.profile.usesRetriever, message.event == "DSDeApp" else { return [] }
        return [
            .send(
                desk.draft(
                    63, "MDRStop", to: [retriever], about: desk.point(message.mpan), after: message,
                    [
                        FieldValue("/CustomBlock/B083/assignedMDRDIPID", retriever),
                        FieldValue("/CustomBlock/B083/assignedMDRMPID", .optional(desk.book[retriever]?.mpid)),
                        FieldValue("/CustomBlock/B083/assignedMDREffectiveToDate", hearing.at.midnight),
                    ]), after: desk.settings.providerAnswer)
        ]
    }
}

extension Desk {
    /// Block B019.
    func assigned(_ retriever: DIPID, _ now: Instant) -> [FieldValue] {
        [
            FieldValue("/CustomBlock/B019/assignedMDRDIPID", retriever),
            FieldValue("/CustomBlock/B019/assignedMDRMPID", .optional(book[retriever]?.mpid)),
            FieldValue("/CustomBlock/B019/assignedMDREffectiveFromDate", now.midnight),
        ]
    }

    /// A reminder a while after the end of the month (UTC) that holds an instant.
    func endOfMonth(after instant: Instant, delay: Int64) -> Reaction {
        let day = instant.day
        let next = CalendarDate(
            year: day.month == 12 ? day.year + 1 : day.year, month: day.month == 12 ? 1 : day.month + 1, day: 1)
        let end = Instant(milliseconds: Int64((next ?? day).dayNumber) * Milliseconds.day)
        return .remind(
            Reminder(party: party.dipID, mpan: nil, purpose: .monthIsOver(end), correlationID: nil),
            at: end.later(milliseconds: delay))
    }

    /// A reminder a while after the end of the UTC day that holds an instant.
    func endOfDay(after instant: Instant, delay: Int64) -> Reaction {
        .remind(
            Reminder(party: party.dipID, mpan: nil, purpose: .dayIsOver(instant.midnight), correlationID: nil),
            at: instant.nextMidnight.later(milliseconds: delay))
    }
}
