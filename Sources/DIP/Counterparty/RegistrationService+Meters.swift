import Kernel

// Energisation (IF-007 to IF-008) and meters (IF-005 to IF-006).
extension RegistrationService {
    mutating func hearEnergisation(_ hearing: Hearing) -> [Reaction] {
        let message = hearing.message
        // A failure is news for the supplier and asks registration for nothing.
        guard message.event == "EnergisationStatusChange" else { return [] }
        let point = desk.point(message.mpan)
        let codes = hearing.codes(energisationRules(message, point, at: hearing.at))
        guard codes.isEmpty, var changed = point else {
            return [answer(8, hearing, about: point, codes: codes)]
        }
        changed.energisation = message.field("B025/energisationStatus") ?? changed.energisation
        changed.energisationFrom = message.instant("B025/energisationStatusEffectiveFromDate") ?? hearing.at
        return desk.keep(changed) + [
            answer(
                8, hearing, about: changed, codes: [],
                others: interested(in: changed) + desk.all(.mds, .ees) + [changed.dataRetriever?.dipID])
        ]
    }

    private func energisationRules(
        _ message: ReceivedMessage, _ point: MeteringPoint?, at now: Instant
    ) -> [ResponseCode] {
        var codes = standing(of: point)
        guard let point else { return codes }
        let from = message.instant("B025/energisationStatusEffectiveFromDate") ?? now
        if !isAppointed(message.sender, .metering, to: point, on: from) { codes.append(.reg(1002)) }
        if from > now { codes.append(.reg(1020)) }
        if from < point.created { codes.append(.reg(1014)) }
        return codes
    }

    private func isAppointed(_ party: DIPID, _ kind: ServiceKind, to point: MeteringPoint, on date: Instant) -> Bool {
        [point[kind], point[pending: kind]].contains { $0?.dipID == party && $0.map { $0.from <= date } == true }
    }

    mutating func hearMeters(_ hearing: Hearing) -> [Reaction] {
        let message = hearing.message
        let point = desk.point(message.mpan)
        let codes = hearing.codes(meterRules(message, point, at: hearing.at))
        guard codes.isEmpty, var changed = point else {
            return [answer(6, hearing, about: point, codes: codes)]
        }
        apply(message, to: &changed, at: hearing.at)
        return desk.keep(changed) + [
            answer(
                6, hearing, about: changed, codes: [],
                others: interested(in: changed) + desk.all(.ees) + [changed.dataRetriever?.dipID])
        ]
    }

    private func apply(_ message: ReceivedMessage, to point: inout MeteringPoint, at now: Instant) {
        if let removed = message.field("B039/meterIDRemoved"), message.event != "MeterHistoryUpdate" {
            let date = message.instant("B039/meterRemovalDate") ?? now
            for place in point.meters.indices
            where point.meters[place].id == removed && point.meters[place].removed == nil {
                point.meters[place].removed = date
            }
        }
        guard let id = message.field("B906/existingMeter/meterID") else { return }
        let type = message.field("B906/existingMeter/meterType") ?? "S2A"
        let installed = message.instant("B906/existingMeter/meterInstallationDate") ?? now
        switch message.event {
        case "MeterInstall", "MeterExchange":
            point.meters.append(MeteringPoint.Meter(id: id, type: type, installed: installed))
        default:
            let newID = message.field("B906/existingMeter/modifiedMeterID")
            for place in point.meters.indices where point.meters[place].id == id {
                point.meters[place].id = newID ?? id
                point.meters[place].type = type
                point.meters[place].installed = installed
            }
        }
    }

    private func meterRules(
        _ message: ReceivedMessage, _ point: MeteringPoint?, at now: Instant
    ) -> [ResponseCode] {
        var codes = standing(of: point)
        guard let point else { return codes }
        let installs = message.event == "MeterInstall" || message.event == "MeterExchange"
        let installed = message.instant("B906/existingMeter/meterInstallationDate")
        let removed = message.instant("B039/meterRemovalDate")
        let date = (installs ? installed : nil) ?? removed ?? now
        if !point.isMigrated { codes.append(.reg(9003)) }
        if point.connectionType == "U" { codes.append(.reg(3)) }
        if point.segment == "U" { codes.append(.reg(4)) }
        if installs || message.event == "MeterRemoval" {
            if !isAppointed(message.sender, .metering, to: point, on: date) { codes.append(.reg(1002)) }
        } else if point.metering?.dipID != message.sender {
            codes.append(.reg(1012))
        }
        if let latest = [installed, removed].compactMap({ $0 }).max(), latest > now { codes.append(.reg(1020)) }
        if message.event == "MeterInstall", message.block("B039") != nil { codes.append(.reg(1)) }
        if message.event == "MeterRemoval", message.block("B906") != nil { codes.append(.reg(2)) }
        codes += installationRules(message, point, installs: installs, installed: installed)
        codes += removalRules(message, point, installed: installed, removed: removed)
        return codes
    }

    private func installationRules(
        _ message: ReceivedMessage, _ point: MeteringPoint, installs: Bool, installed: Instant?
    ) -> [ResponseCode] {
        guard let id = message.field("B906/existingMeter/meterID") else { return [] }
        var codes: [ResponseCode] = []
        let newID = message.field("B906/existingMeter/modifiedMeterID")
        let providers = message.payload.value(at: "/CustomBlock/B906/historyMAP")?.elements ?? []
        if installs {
            if point.installedMeters.contains(where: { $0.id == id }) { codes.append(.reg(1006)) }
            if let installed, installed < point.created { codes.append(.reg(1011)) }
            if newID != nil { codes.append(.reg(1029)) }
        } else {
            if !point.meters.contains(where: { $0.id == id }) { codes.append(.reg(1015)) }
            if message.event == "MeterHistoryUpdate", !point.installedMeters.contains(where: { $0.id == id }) {
                codes.append(.reg(1018))
            }
            if let newID, point.meters.contains(where: { $0.id == newID }) { codes.append(.reg(1013)) }
            if message.event == "MeterHistoryUpdate", message.field("B039/meterIDRemoved") != id {
                codes.append(.reg(1016))
            }
            if newID != nil, let held = point.meters.first(where: { $0.id == id }), let installed,
                held.installed != installed
            {
                codes.append(.reg(1017))
            }
        }
        if let installed,
            providers.contains(where: {
                $0.instant(at: "/meterAssetProviderEffectiveFromDate").map { $0 < installed } ?? false
            })
        {
            codes.append(.reg(1010))
        }
        return codes
    }

    private func removalRules(
        _ message: ReceivedMessage, _ point: MeteringPoint, installed: Instant?, removed: Instant?
    ) -> [ResponseCode] {
        guard let id = message.field("B039/meterIDRemoved"), message.event != "MeterHistoryUpdate" else { return [] }
        var codes: [ResponseCode] = []
        let meter = point.installedMeters.first { $0.id == id }
        if meter == nil { codes.append(.reg(1004)) }
        if let meter, let removed, removed < meter.installed { codes.append(.reg(1005)) }
        if message.event == "MeterExchange", let installed, let removed, installed < removed {
            codes.append(.reg(1008))
        }
        return codes
    }
}
