import Kernel

/// The market-wide data service: takes consumption in or rejects it, and makes defaults for what did not come.
struct MarketWideDataService: ScriptedRole {
    var desk: Desk
    /// Days for which consumption was taken in, by MPAN: UTC day numbers. Bound: `daysKept` for each point.
    private var taken: [String: Set<Int>] = [:]
    private static let daysKept = 500

    init(desk: Desk) { self.desk = desk }

    func answers(_ message: ReceivedMessage) -> Bool { message.interface.number == 21 }

    mutating func begin(at instant: Instant) -> [Reaction] {
        let days = desk.settings.defaultsAfter.map { [desk.endOfDay(after: instant, delay: $0)] } ?? []
        let months =
            desk.settings.annualConsumptionAfter.map { [desk.endOfMonth(after: instant, delay: $0)] } ?? []
        return days + months
    }

    mutating func start(_ process: MarketProcess, at instant: Instant) -> [Reaction] {
        guard case .annualConsumption(let mpan, let value) = process, let point = desk.point(mpan) else { return [] }
        return [.send(annualConsumption(of: point, value, from: instant.midnight), after: 0)]
    }

    /// IF-040. The value is a constant unless a step gives one, and then marked as a default: there is no year to add up.
    private func annualConsumption(of point: MeteringPoint, _ value: String?, from: Instant) -> DraftMessage {
        let block = "/CustomBlock/B059/annualConsumption"
        var fields = [
            FieldValue(block + "EffectiveFromDate", from),
            FieldValue(block + "QualityIndicator", value == nil ? "D" : "A"),
        ]
        if let value { fields.append(FieldValue(block, value)) }
        return desk.draft(
            40, "AnnualConsumption",
            to: [point.supplier?.dipID, point.data?.dipID, point.distributor] + desk.all(.ees), about: point, fields)
    }

    private func monthly(_ end: Instant, delay: Int64) -> [Reaction] {
        let settled = desk.points.values.filter { $0.isMigrated && $0.status == "O" && $0.data != nil }
        return settled.sorted { $0.mpan < $1.mpan }.map {
            Reaction.send(annualConsumption(of: $0, nil, from: end), after: 0)
        } + [desk.endOfMonth(after: end, delay: delay)]
    }

    mutating func hear(_ hearing: Hearing) -> [Reaction] {
        guard hearing.message.interface.number == 21 else { return listen(hearing) }
        let message = hearing.message
        let point = desk.point(message.mpan)
        let codes = hearing.codes(
            ConsumptionRules(settings: desk.settings, point: point, now: hearing.at).codes(message))
        guard codes.isEmpty else { return [reject(message, point, codes, hearing)] }
        keep(message)
        return []
    }

    private func reject(
        _ message: ReceivedMessage, _ point: MeteringPoint?, _ codes: [ResponseCode], _ hearing: Hearing
    ) -> Reaction {
        // Which event tells of consumption on a de-energised point, and whether beside the code, is inferred from its name.
        let event = codes.contains(.ecs(1008)) ? "ConsumptionOnDeEnergisedMPAN" : "ActivePowerRejected"
        let fields = ["B044", "B067", "B900"].map { FieldValue("/CustomBlock/\($0)", message.block($0)) }
        return .send(
            desk.draft(
                14, event, to: [message.sender, point?.supplier?.dipID],
                about: point ?? MeteringPoint(about: message), after: message, fields + Desk.outcome(codes)),
            after: hearing.delay(desk.settings.consumptionAnswer))
    }

    private mutating func keep(_ message: ReceivedMessage) {
        guard let mpan = message.mpan else { return }
        var days = taken[mpan] ?? []
        for day in message.payload.value(at: "/CustomBlock/B900/settlementDayConsumptionPeriods")?.elements ?? [] {
            guard let date = day.instant(at: "/settlementDay/settlementDayDate") else { continue }
            days.insert(date.day.dayNumber)
        }
        while days.count > Self.daysKept, let oldest = days.min() { days.remove(oldest) }
        taken[mpan] = days
    }

    /// IF-013 for each point with a data service of which nothing came for a day; IF-040 for each at a month's end.
    mutating func wake(_ reminder: Reminder, at instant: Instant) -> [Reaction] {
        if case .monthIsOver(let end) = reminder.purpose, let delay = desk.settings.annualConsumptionAfter {
            return monthly(end, delay: delay)
        }
        guard case .dayIsOver(let day) = reminder.purpose, let delay = desk.settings.defaultsAfter else { return [] }
        let missing = desk.points.values.filter {
            $0.isMigrated && $0.status == "O" && $0.data.map { $0.from <= day } == true
                && taken[$0.mpan]?.contains(day.day.dayNumber) != true
        }
        let messages = missing.sorted { $0.mpan < $1.mpan }.map {
            Reaction.send(defaults(for: $0, day, instant), after: 0)
        }
        return messages + [desk.endOfDay(after: day.nextMidnight, delay: delay)]
    }

    private func defaults(for point: MeteringPoint, _ day: Instant, _ now: Instant) -> DraftMessage {
        let periods = (1...48).map { half in
            JSONValue.object([
                "settlementPeriodEffectiveToDateTime": .string(
                    day.later(milliseconds: Int64(half) * 30 * Milliseconds.minute).isoWithOffset),
                "defaultedSPConsumption": .string(point.energisation == "E" ? "0.125" : "0.000"),
                "defaultLoadShapeFlag": .string("D"),
            ])
        }
        let list = "/CustomBlock/B920List/0/"
        return desk.draft(
            13, "ActivePowerDefaulted", to: [point.data?.dipID, point.supplier?.dipID, point.distributor], about: point,
            [
                FieldValue("/CustomBlock/B043/settlementImpactedDataServiceDIPID", point.data?.dipID),
                FieldValue("/CustomBlock/B043/settlementImpactedSupplierDIPID", point.supplier?.dipID),
                FieldValue("/CustomBlock/B049/settlementRunExecutionDate", now.midnight),
                FieldValue("/CustomBlock/B049/settlementCode", "SF"),
                FieldValue(list + "settlementDayConsumptionPeriods/0/settlementDay/settlementDayDate", day),
                FieldValue(list + "settlementDayConsumptionPeriods/0/defaultedConsumptionPeriods", .array(periods)),
            ])
    }
}

/// The load shaping service: after each day in which consumption came, that day's shapes and totals for everyone.
struct LoadShapingService: ScriptedRole {
    var desk: Desk
    private var heard = false

    init(desk: Desk) { self.desk = desk }

    mutating func begin(at instant: Instant) -> [Reaction] {
        desk.settings.loadShapesAfter.map { [desk.endOfDay(after: instant, delay: $0)] } ?? []
    }

    mutating func hear(_ hearing: Hearing) -> [Reaction] {
        guard hearing.message.interface.number == 21 else { return listen(hearing) }
        heard = true
        return []
    }

    mutating func wake(_ reminder: Reminder, at instant: Instant) -> [Reaction] {
        guard case .dayIsOver(let day) = reminder.purpose, let delay = desk.settings.loadShapesAfter else { return [] }
        let next = desk.endOfDay(after: day.nextMidnight, delay: delay)
        guard heard else { return [next] }
        heard = false
        let everyone = desk.book.parties(in: [.sup, .sds, .ads, .umsds]).map { Optional($0.dipID) }
        return [
            .send(
                desk.draft(
                    22, "LSSPeriodData", to: everyone, about: nil,
                    [FieldValue("/CustomBlock/B903List/0/settlementDay/settlementDayDate", day)]), after: 0),
            .send(
                desk.draft(
                    23, "LSSTotalsData", to: everyone, about: nil,
                    [FieldValue("/CustomBlock/B912List/0/settlementDay/settlementDayDate", day)]), after: 0),
            next,
        ]
    }
}

/// The meter data retriever: starts and stops reading for a data service, and reads on request.
struct MeterDataRetriever: ScriptedRole {
    var desk: Desk
    private var reading: Set<String> = []

    init(desk: Desk) { self.desk = desk }

    func answers(_ message: ReceivedMessage) -> Bool { message.interface.number == 61 }

    mutating func hear(_ hearing: Hearing) -> [Reaction] {
        let message = hearing.message
        let point = desk.point(message.mpan) ?? MeteringPoint(about: message)
        switch message.interface.number {
        case 61:
            let codes = hearing.codes([])
            if codes.isEmpty, let mpan = message.mpan { reading.insert(mpan) }
            let blocks = ["B019", "B078", "B025", "B068"].map { FieldValue("/CustomBlock/\($0)", message.block($0)) }
            return [
                answer(62, "MDRStartResponse", hearing, point, blocks + Desk.outcome(codes))
            ]
        case 63:
            if let mpan = message.mpan { reading.remove(mpan) }
            return []
        case 65 where message.event == "MDRConsumption": return [answer(64, "MDRConsumption", hearing, point)]
        case 65 where message.event == "MDRTOU" || message.event == "MDRInstantaneous":
            return [
                answer(
                    65, "ReadingRemote", hearing, point,
                    [FieldValue("/CustomBlock/B076List/0/cumulativeRegisterReadingDateTime", hearing.at)])
            ]
        default: return listen(hearing)
        }
    }

    private func answer(
        _ interface: Int, _ event: String, _ hearing: Hearing, _ point: MeteringPoint?, _ fields: [FieldValue] = []
    ) -> Reaction {
        .send(
            desk.draft(
                interface, event, to: [hearing.message.sender], about: point, after: hearing.message, fields),
            after: hearing.delay(desk.settings.retrieverAnswer))
    }
}

/// A supplier: keeps up with its points, and appoints its services to one that it gains.
struct Supplier: ScriptedRole {
    var desk: Desk

    init(desk: Desk) { self.desk = desk }

    mutating func hear(_ hearing: Hearing) -> [Reaction] {
        let changes = listen(hearing)
        guard hearing.message.interface.number == 1,
            hearing.message.party("B002/incomingSupplierDIPID") == desk.party.dipID,
            let point = desk.point(hearing.message.mpan)
        else { return changes }
        return changes + appoint(to: point, hearing)
    }

    mutating func start(_ process: MarketProcess, at instant: Instant) -> [Reaction] {
        readOnOrder(process, at: instant)
    }

    private func appoint(to point: MeteringPoint, _ hearing: Hearing) -> [Reaction] {
        let from = hearing.message.instant("B002/supplierEffectiveFromDate") ?? hearing.at.nextMidnight
        let services = desk.profile.appoints.compactMap { desk.book[$0] }
        return services.compactMap { service in
            guard let kind = ServiceKind.allCases.first(where: { $0.roles.contains(service.role) }) else { return nil }
            let block = "/CustomBlock/\(kind.proposal)/"
            let draft = desk.draft(
                31, "\(kind.prefix)App", to: [hearing.message.sender], about: point, after: hearing.message,
                [
                    FieldValue(block + "proposed\(kind.noun)DIPID", service.dipID),
                    FieldValue(block + "proposed\(kind.noun)MPID", service.mpid),
                    FieldValue(block + "proposed\(kind.noun)DIPEffectiveFromDate", from),
                    FieldValue(block + "appointmentScenario", "COS"),
                ])
            return .send(draft, after: hearing.delay(desk.settings.providerAnswer))
        }
    }
}

/// A party that keeps what it hears and answers nothing: distributor, enquiry service, smart data company; and the
/// publisher of standing data, which tells of new versions.
struct Listener: ScriptedRole {
    var desk: Desk

    mutating func hear(_ hearing: Hearing) -> [Reaction] { listen(hearing) }

    mutating func start(_ process: MarketProcess, at instant: Instant) -> [Reaction] {
        guard case .standingData(let version) = process, desk.party.role == .isd else { return [] }
        let everyone = desk.book.parties.map { Optional($0.dipID) }
        return [
            .send(
                desk.draft(
                    47, "ISD", to: everyone, about: nil,
                    [
                        FieldValue("/CustomBlock/P01/publicationVersionID", version),
                        FieldValue("/CustomBlock/P01/publicationDate", instant),
                    ]), after: 0)
        ]
    }
}
