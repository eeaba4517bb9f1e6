/// A defect of the official material itself, so that a finding can be told from a sender's own mistake.
///
/// Found by checking the official files of 2.1.0 against themselves.
public enum KnownDefect: String, CaseIterable, Sendable, Hashable {
    case examplesFail = "ExamplesFailTheirSchema"
    case oldFieldNames = "OldFieldNamesInExamples"
    case keyCase = "KeyCaseInExamples"
    case wrongShape = "WrongShapeInExamples"
    case impossibleDate = "ImpossibleDateInAReference"
    case platformIdentifier = "PlatformIdentifierIsTooLong"
    case publications = "PublicationsAreMissing"
    case eventOverlap = "VariantsOverlap"
    case repeatedCode = "ResponseCodeComesTwice"
    case callbackExpression = "CallbackPathDoesNotExist"
    case companyDetails = "CompanyDetailsExamplesFail"
    case interfacesWithoutSchema = "InterfacesWithoutASchema"
    case objectsWithoutAType = "ObjectsWithoutAType"
    case nullIsNotListed = "NullableEnumerationWithoutNull"

    /// What is wrong, in one sentence.
    public var sentence: String {
        switch self {
        case .examplesFail: "None of the eleven published example messages passes its own schema as written."
        case .oldFieldNames:
            "Published examples use field names of earlier versions: CSSRegistrationRequestID, environment, sentTimestamp."
        case .keyCase: "Published examples write InterfaceID for interfaceID."
        case .wrongShape:
            "Published examples have other shapes than the schemas: B900List for B900, an SSC of two digits."
        case .impossibleDate: "References of published examples have a date in month 23 (20222313)."
        case .platformIdentifier: "The platform's own identifier has eleven zeros where ten characters are allowed."
        case .publications: "The list of publications lacks PUB-004, PUB-051 and REP-003A."
        case .eventOverlap:
            "The schema of IF-020 RelatedCreate lets all three related events through and so overlaps its siblings."
        case .repeatedCode: "The response code SP010 is listed twice."
        case .callbackExpression: "The callback's expression names a key path that the request's body does not have."
        case .companyDetails:
            "Examples of company details have dates shorter than their type and a number where a string is asked for."
        case .interfacesWithoutSchema: "IF-030 and IF-042 are described and have no schema."
        case .objectsWithoutAType: "Some objects name no type, so by the letter anything would pass in their place."
        case .nullIsNotListed: "An enumeration is nullable and does not list null, so whether null passes is unclear."
        }
    }

    /// Field names of earlier versions, as the published examples have them, with today's.
    static let oldNames: [(old: String, new: String)] = [
        ("CSSRegistrationRequestID", "CSSRegistrationID"),
        ("incomingSupplierEffectiveFromDate", "supplierEffectiveFromDate"), ("environment", "environmentTag"),
        ("sentTimestamp", "senderTimestamp"), ("senderRole", "senderRoleID"),
        ("settlementPeriodDuration", "periodDuration"),
    ]

    /// The defect behind a field that is not known, where it is one of the examples'.
    static func ofUnknown(field: String) -> KnownDefect? {
        if oldNames.contains(where: { $0.old == field }) { return .oldFieldNames }
        if field == "InterfaceID" { return .keyCase }
        return field == "B900List" ? .wrongShape : nil
    }

    /// The defect behind a missing field, where its older name is there.
    static func oldName(for field: String, among unknown: [String]) -> KnownDefect? {
        if oldNames.contains(where: { $0.new == field && unknown.contains($0.old) }) { return .oldFieldNames }
        if field == "interfaceID", unknown.contains("InterfaceID") { return .keyCase }
        return field == "B900" && unknown.contains("B900List") ? .wrongShape : nil
    }
}
