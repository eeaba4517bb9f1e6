import Kernel
import Market

/// Values of fields whose meaning is known, from a metering point and the parties around it.
struct SampleFacts {
    let request: SampleRequest
    /// With brackets.
    let event: String
    let point: MeteringPoint

    init(request: SampleRequest, event: String) {
        self.request = request
        self.event = event
        point = request.point ?? Self.invented(request)
    }

    /// A point of the invented distributor, from the seed and serial.
    private static func invented(_ request: SampleRequest) -> MeteringPoint {
        var generator = SeededGenerator(seed: request.seed).child("point \(request.serial)")
        let core = MPANCore(
            distributor: Distributor.invented.id, unique: generator.next() % MPANCore.uniques.upperBound)
        let network = request.book.parties(in: [.ldso]).first ?? request.sender
        let groups = GSPGroup.allCases
        return MeteringPoint(
            mpan: core.description, distributor: network.dipID, gspGroup: groups[generator.nextBelow(groups.count)].id,
            created: request.at.midnight.later(milliseconds: -3_652 * Milliseconds.day))
    }

    /// The text of a field: nil where its meaning is not known, a nil within where null is meant.
    func text(_ place: SamplePlace, variant: SpecifiedVariant, day: Instant) -> String?? {
        let name = place.name
        if let text = head(place, variant) { return text }
        if let text = period(place, day) { return text }
        if let text = registered(name) { return text }
        if name.hasSuffix("MPID") {
            guard let party = party(name.dropLast(4)) else { return "ZZZZ" }
            return request.book[party]?.mpid ?? "ZZZZ"
        }
        if name.hasSuffix("DIPID") {
            if name.hasPrefix("customerDirectContract") {
                return .some(point[contract: name.contains("Metering") ? .metering : .data]?.text)
            }
            if name.hasPrefix("supplierNominatedMDR") { return .some(nil) }
            return (party(name.dropLast(5)) ?? request.sender.dipID).text
        }
        if name.hasPrefix("supplierNominatedMDR") { return .some(nil) }
        if name.hasSuffix("EffectiveToDate") { return request.at.nextMidnight.isoWithOffset }
        return nil
    }

    /// The common block.
    private func head(_ place: SamplePlace, _ variant: SpecifiedVariant) -> String?? {
        switch place.name {
        case "interfaceID": return request.interface.text
        case "schemaVersion": return variant.schemaVersions.last ?? ""
        case "eventCode": return event
        case "environmentTag": return request.environment
        case "subText", "DIPConnectionProviderID", "serviceTicketURL": return .some(nil)
        case "senderUniqueReference": return request.reference
        case "senderTimestamp": return request.at.isoWithOffset
        case "senderDIPID": return request.sender.dipID.text
        case "senderRoleID": return request.sender.role.text
        case "senderCorrelationID": return .some(request.correlationID)
        case "MPANCore", "principalMPAN": return point.mpan
        case "subsidiaryMPAN", "linkedImportExportMPAN": return point.linked.first ?? otherMPAN
        case "distributorDIPID": return point.distributor.text
        case "GSPGroupID", "loadShapeGSPGroupID": return point.gspGroup
        case "responseCode": return "A"
        case "transactionID": return "T-" + request.reference.dropFirst(2)
        case "transactionTimestamp": return request.at.isoWithOffset
        case "publicationID": return request.interface.publication
        default: return nil
        }
    }

    /// A second point beside the message's own.
    private var otherMPAN: String {
        guard let core = MPANCore(printed: point.mpan), let next = core.next else { return point.mpan }
        return next.description
    }

    /// Days and half hours.
    private func period(_ place: SamplePlace, _ day: Instant) -> String?? {
        switch place.name {
        case "settlementDayDate": return day.isoWithOffset
        case "sp", "settlementPeriodEffectiveToDateTime":
            return day.later(milliseconds: Int64(place.index + 1) * 30 * Milliseconds.minute).isoWithOffset
        case "v", "defaultedSPConsumption", "loadShapePeriodValue": return Self.energy(request, place.index)
        case "q": return "A"
        case "e", "arc": return .some(nil)
        case "defaultLoadShapeFlag": return "D"
        case "loadShapeDomesticPremiseIndicator": return point.domestic ? "T" : "F"
        case "measurementQuantityID": return event == "[ReactivePower]" ? "RI" : point.direction == "E" ? "AE" : "AI"
        default: return nil
        }
    }

    /// Kilowatt hours of a half hour with three decimals.
    static func energy(_ request: SampleRequest, _ index: Int) -> String {
        let watts = DemandShape.wattHours(seed: request.seed, serial: request.serial, period: index)
        let rest = String(watts % 1_000)
        return "\(watts / 1_000)." + String(repeating: "0", count: 3 - rest.utf8.count) + rest
    }

    /// What registration holds of the point.
    private func registered(_ name: String) -> String?? {
        switch name {
        case "connectionTypeIndicator": return point.connectionType
        case "connectionTypeEffectiveFromDate": return point.connectionTypeFrom.isoWithOffset
        case "energyDirection": return point.direction
        case "linkedMPANEnergyDirection": return point.direction == "I" ? "E" : "I"
        case "energisationStatus": return point.energisation
        case "energisationStatusEffectiveFromDate": return point.energisationFrom.isoWithOffset
        case "marketSegmentIndicator": return point.segment
        case "consentGranularity", "supplierProposedConsentGranularity": return point.consent
        case "RMPStatus": return point.status
        case "meterID": return meter?.id ?? "M0000001"
        case "meterIDRemoved": return meter?.id ?? "M0000001"
        case "meterType": return meter?.type ?? "S2A"
        case "meterInstallationDate": return (meter?.installed ?? request.at.midnight).isoWithOffset
        case "meterAssetProviderID": return "MAPA"
        case "CSSRegistrationID": return "CSS-" + SampleRequest.hexadecimal(request.serial, 8)
        case "DUOSTariffID": return "001"
        case "SMSOID": return "SMSA"
        case "DCCServiceFlag": return point.segment == "S" ? "A" : "N"
        case "meteringPointPostcode": return "ZZ99 9ZZ"
        case "addressLine1": return "1 Test Street"
        case "annualConsumption", "supplierNominatedAnnualConsumption", "annualLoadShapeTotal": return "3100.000"
        case "annualConsumptionQualityIndicator": return "A"
        case "appointmentScenario": return "CSP"
        case "contractReferenceMeteringService", "contractReferenceDataService": return "CONTRACT-1"
        case "settlementCode": return "SF"
        default: return nil
        }
    }

    private var meter: MeteringPoint.Meter? { point.installedMeters.first }

    /// The party that a field's stem names: `incomingSupplier`, `deAppointedMeteringService`.
    private func party(_ stem: Substring) -> DIPID? {
        if stem.contains("MDR") { return point.dataRetriever?.dipID ?? request.book.parties(in: [.mdr]).first?.dipID }
        if stem.contains("MeteringService") {
            if stem.hasPrefix("incoming") || stem.hasPrefix("proposed"), let next = point.pendingMetering {
                return next.dipID
            }
            return point.metering?.dipID ?? request.book.parties(in: [.mss, .msa, .umso]).first?.dipID
        }
        if stem == "issuingDataService", [.sds, .ads, .umsds].contains(request.sender.role) {
            return request.sender.dipID
        }
        if stem.contains("DataService") {
            if stem.hasPrefix("incoming") || stem.hasPrefix("proposed"), let next = point.pendingData {
                return next.dipID
            }
            return point.data?.dipID ?? request.book.parties(in: [.sds, .ads, .umsds]).first?.dipID
        }
        if stem.contains("upplier") {
            if stem.hasPrefix("incoming"), let next = point.pendingSwitch { return next.incoming }
            return point.supplier?.dipID ?? request.book.parties(in: [.sup]).first?.dipID
        }
        return nil
    }

    func flag(_ name: String) -> Bool? {
        switch name {
        case "domesticPremiseIndicator", "supplierProposedDomesticIndicator": point.domestic
        case "meteredIndicator": point.segment != "U"
        case "customerDirectContractMeteringService": point.meteringContract != nil
        case "customerDirectContractDataService": point.dataContract != nil
        default: nil
        }
    }

    func number(_ name: String) -> String? {
        switch name {
        case "periodDuration": "30"
        case "runNumber": "1"
        case "numberOfDisplayedRegisterDigits": "5"
        default: nil
        }
    }
}
