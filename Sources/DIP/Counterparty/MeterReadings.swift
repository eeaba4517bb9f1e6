import Kernel

// Meter readings (IF-041): metering services, data services and suppliers send them, on order or where something calls
// for one. Which occasion has which event is read from the events' names.
extension ScriptedRole {
    /// A reading on order of a step.
    func readOnOrder(_ process: MarketProcess, at now: Instant) -> [Reaction] {
        guard case .reading(let mpan, let event) = process, let point = desk.point(mpan) else { return [] }
        return [.send(reading(event, of: nil, at: point, now: now), after: 0)]
    }

    /// A reading where the scenario has meters read without being told.
    func reading(
        _ event: String, of meter: String?, after hearing: Hearing, to recipients: [DIPID?] = []
    ) -> [Reaction] {
        guard let delay = desk.settings.readingAfter, let point = desk.point(hearing.message.mpan) else { return [] }
        let draft = reading(
            event, of: meter, at: point, now: hearing.at, after: hearing.message, to: recipients)
        return [.send(draft, after: hearing.delay(delay))]
    }

    private func reading(
        _ event: String, of meter: String?, at point: MeteringPoint, now: Instant,
        after message: ReceivedMessage? = nil,
        to recipients: [DIPID?] = []
    ) -> DraftMessage {
        let block = "/CustomBlock/B064List/0/"
        var fields = [
            // Manufactured: no register is kept.
            FieldValue(block + "cumulativeRegisterReading", "1000.000"),
            FieldValue(block + "cumulativeRegisterReadingDateTime", now),
            FieldValue(block + "readingMethod", Self.method(event, desk.party.role)),
        ]
        if let meter { fields.append(FieldValue(block + "meterID", meter)) }
        return desk.draft(
            41, event, to: recipients + [point.data?.dipID, point.supplier?.dipID], about: point, after: message,
            fields)
    }

    /// Block B064: from the meter, of the customer, or estimated by data service or supplier.
    private static func method(_ event: String, _ role: RoleCode) -> String {
        switch event {
        case "DSEstimate": "E"
        case "SupplierAgreedCOS": "S"
        default: role == .sup ? "C" : "A"
        }
    }
}

extension MeteringService {
    /// Meters are read when they come, when they go, and when the supply is switched.
    func readings(after hearing: Hearing) -> [Reaction] {
        let message = hearing.message
        guard desk.point(message.mpan)?.metering?.dipID == desk.party.dipID,
            message.payload.text(at: "/CommonBlock/R0/responseCode") == "A"
        else { return [] }
        let installed = message.field("B906/existingMeter/meterID")
        let removed = message.field("B039/meterIDRemoved")
        switch (message.interface.number, message.event) {
        case (6, "MeterInstall"): return reading("ReadingInstl", of: installed, after: hearing)
        case (6, "MeterRemoval"): return reading("ReadingRemv", of: removed, after: hearing)
        case (6, "MeterExchange"):
            return reading("ReadingRemv", of: removed, after: hearing)
                + reading("ReadingInstl", of: installed, after: hearing)
        case (8, "EnergisationStatusChange"): return reading("ReadingEnergisationChg", of: nil, after: hearing)
        default: return []
        }
    }
}

extension DataService {
    /// The data service that leaves gives the next one, and the suppliers, its last reading.
    func lastReading(_ hearing: Hearing) -> [Reaction] {
        let message = hearing.message
        let isSwitch = message.field("B009/deAppointmentReasonCode") == "CSUPP"
        return reading(
            isSwitch ? "ReadingCOS" : "ReadingRemote", of: nil, after: hearing,
            to: [message.party("B011/incomingDataServiceDIPID"), message.party("B002/incomingSupplierDIPID")])
    }

    /// An advanced data service asks the platform for what was delivered before its time.
    func askForHistory(_ point: MeteringPoint?, after message: ReceivedMessage? = nil) -> [Reaction] {
        let services = desk.all(.dip)
        guard desk.party.role == .ads, !services.isEmpty, let point else { return [] }
        return [
            .send(
                desk.draft(15, "ConsumptionReplay", to: services, about: point, after: message),
                after: desk.settings.providerAnswer)
        ]
    }
}
