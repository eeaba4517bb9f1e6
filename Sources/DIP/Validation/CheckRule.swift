/// The rules that messages are held against, by names that stay: documentation, findings and tests use them.
public enum CheckRule: String, CaseIterable, Sendable {
    // The body.
    case bodyIsJSON = "BodyIsJSON"
    case bodyIsAnArrayOfMessages = "BodyIsAnArrayOfMessages"
    case messagesAreWithinTheLimit = "MessagesAreWithinTheLimit"
    case elementHasAPayload = "ElementHasAPayload"
    case keysAreUnique = "KeysAreUnique"
    case keysAreInTheirCase = "KeysAreInTheirCase"
    // Which schema a message is held against.
    case interfaceIsKnown = "InterfaceIsKnown"
    case interfaceIsTheChannels = "InterfaceIsTheChannels"
    case eventIsThePaths = "EventIsThePaths"
    case eventIsTheInterfaces = "EventIsTheInterfaces"
    case variantIsUnique = "VariantIsUnique"
    // The schema.
    case typeIsObject = "TypeIsObject"
    case typeIsArray = "TypeIsArray"
    case typeIsString = "TypeIsString"
    case typeIsNumber = "TypeIsNumber"
    case typeIsInteger = "TypeIsInteger"
    case typeIsBoolean = "TypeIsBoolean"
    case nullIsAllowed = "NullIsAllowed"
    case fieldIsPresent = "FieldIsPresent"
    case fieldIsKnown = "FieldIsKnown"
    case lengthIsEnough = "LengthIsEnough"
    case lengthIsWithin = "LengthIsWithin"
    case patternMatches = "PatternMatches"
    case valueIsListed = "ValueIsListed"
    case numberIsEnough = "NumberIsEnough"
    case numberIsWithin = "NumberIsWithin"
    case numberIsAMultiple = "NumberIsAMultiple"
    case countIsEnough = "CountIsEnough"
    case countIsWithin = "CountIsWithin"
    // Beyond the schema.
    case senderTimestampIsADateTime = "SenderTimestampIsADateTime"
    case referenceIsUniqueInTheBody = "ReferenceIsUniqueInTheBody"
    case senderIsTheParty = "SenderIsTheParty"
    case senderRoleIsTheParties = "SenderRoleIsTheParties"
    case environmentIsTheServers = "EnvironmentIsTheServers"
    case addresseesAreKnown = "AddresseesAreKnown"
    // Advice.
    case mpanHasACheckDigit = "MPANHasACheckDigit"
    case dateTimeIsADateTime = "DateTimeIsADateTime"
    case dateTimeIsUTC = "DateTimeIsUTC"
    case base64IsWellFormed = "Base64IsWellFormed"
    case referenceNamesTheMessage = "ReferenceNamesTheMessage"
    case referenceHasADate = "ReferenceHasADate"
    case settlementDayIsUTCMidnight = "SettlementDayIsUTCMidnight"
    case settlementDaysAreUnique = "SettlementDaysAreUnique"
    case periodsFillTheDay = "PeriodsFillTheDay"
    case periodFitsItsDuration = "PeriodFitsItsDuration"
    case periodIsOfItsDay = "PeriodIsOfItsDay"
    case periodsAreUnique = "PeriodsAreUnique"
    case periodsDoNotOverlap = "PeriodsDoNotOverlap"
    case periodsAreNamedAlike = "PeriodsAreNamedAlike"
    case quantityFitsTheEvent = "QuantityFitsTheEvent"
    case zeroQualityIsZero = "ZeroQualityIsZero"
    case estimateHasAReason = "EstimateHasAReason"

    /// What a rule is, for its page and for the answer that it gives.
    public struct Facts: Hashable, Sendable {
        /// What holds when data is good, in one sentence.
        public var meaning: String
        /// What it rests on.
        public var basis: String
        /// What the platform, or central settlement, would answer.
        public var code: ResponseCode
        /// Whether it is one of the specification's schema, so that any checker of the official files says the same.
        public var isSchema: Bool
        /// Whether a message is refused for it; advice is not.
        public var refuses: Bool
    }
}

extension CheckRule {
    /// Meaning, basis and code.
    public var facts: Facts { bodyFacts ?? schemaFacts ?? beyondFacts ?? adviceFacts }

    private static func rule(
        _ meaning: String, _ basis: String, _ code: ResponseCode = .schemaFailure, isSchema: Bool = false,
        refuses: Bool = true
    ) -> Facts {
        Facts(meaning: meaning, basis: basis, code: code, isSchema: isSchema, refuses: refuses)
    }

    private static func schema(_ meaning: String, _ basis: String) -> Facts { rule(meaning, basis, isSchema: true) }

    private static func advice(_ meaning: String, _ basis: String, _ code: String = "MSG1001") -> Facts {
        rule(meaning, basis, ResponseCode(code), refuses: false)
    }

    private var bodyFacts: Facts? {
        switch self {
        case .bodyIsJSON: Self.schema("The body is one JSON text in UTF-8 within the limits.", "RFC 8259; JSONLimits")
        case .bodyIsAnArrayOfMessages: Self.schema("The body is an array of at least one object.", "DIPMessageArray")
        case .messagesAreWithinTheLimit:
            Self.rule("The body has no more messages than the limit.", "setting mostMessages; no limit is known")
        case .elementHasAPayload: Self.schema("Each element of the array has a payload.", "DIPMessage, required")
        case .keysAreUnique:
            Self.rule(
                "No key comes twice in an object, also when only the case of letters differs.",
                "RFC 8259 section 4 (names should be unique); setting repeatedKeysRefuse")
        case .keysAreInTheirCase:
            Self.rule(
                "Keys are in the specification's case.",
                "header of SubmitEvents: not enforced on the way in, kept on the way out; setting isCaseStrict")
        case .interfaceIsKnown:
            Self.rule(
                "S0.interfaceID is an interface of the version.", "interfaceID of the payload schemas; MSG1002",
                .interfaceInvalid, isSchema: true)
        case .interfaceIsTheChannels:
            Self.rule(
                "S0.interfaceID is the interface of the channel that the message was posted to.",
                "MSG1002, inferred from its name", .interfaceInvalid)
        case .eventIsThePaths:
            Self.rule("S0.eventCode is the event of the path below /validate.", "/validate/{interface}/{event}")
        case .eventIsTheInterfaces:
            Self.schema("S0.eventCode is an event of the interface, in its case and with brackets.", "eventCode, enum")
        case .variantIsUnique:
            Self.schema(
                "The message fits exactly one variant of its interface.",
                "oneOf; setting overlappingVariantsRefuse, advice by default")
        default: nil
        }
    }

    private var schemaFacts: Facts? {
        switch self {
        case .typeIsObject: Self.schema("The value is an object.", "type")
        case .typeIsArray: Self.schema("The value is an array.", "type")
        case .typeIsString: Self.schema("The value is a string.", "type")
        case .typeIsNumber: Self.schema("The value is a number.", "type")
        case .typeIsInteger: Self.schema("The value is a whole number.", "type")
        case .typeIsBoolean: Self.schema("The value is true or false.", "type")
        case .nullIsAllowed: Self.schema("The value is null only where null is allowed.", "nullable")
        case .fieldIsPresent: Self.schema("Every required field is there, be it null.", "required")
        case .fieldIsKnown:
            Self.schema("No field is there that the specification does not list.", "additionalProperties")
        case .lengthIsEnough: Self.schema("The text has at least the least length.", "minLength")
        case .lengthIsWithin: Self.schema("The text has at most the greatest length.", "maxLength")
        case .patternMatches: Self.schema("The text matches its pattern.", "pattern")
        case .valueIsListed: Self.schema("The value is one of those listed.", "enum")
        case .numberIsEnough: Self.schema("The number is not below the least.", "minimum")
        case .numberIsWithin: Self.schema("The number is not above the greatest.", "maximum")
        case .numberIsAMultiple: Self.schema("The number is a multiple of its step.", "multipleOf")
        case .countIsEnough: Self.schema("The array has at least the least count.", "minItems")
        case .countIsWithin: Self.schema("The array has at most the greatest count.", "maxItems")
        default: nil
        }
    }

    private var beyondFacts: Facts? {
        switch self {
        case .senderTimestampIsADateTime:
            Self.rule(
                "S1.senderTimestamp is a date and a time with an offset.",
                "DT-003 is ISO 8601; MSG1007; setting senderTimestampIsADateTime", .senderTimestampInvalid)
        case .referenceIsUniqueInTheBody:
            Self.rule(
                "No two messages of a body have the same sender unique reference.", "MSG1006", .referenceUsed)
        case .senderIsTheParty:
            Self.rule(
                "S1.senderDIPID is the party whose key was used, or one that it acts for.", "MSG1009", .senderInvalid)
        case .senderRoleIsTheParties:
            Self.rule("S1.senderRoleID is the role of the sender's DIP ID.", "MSG1010", .senderRoleInvalid)
        case .environmentIsTheServers:
            Self.rule("S1.environmentTag is the environment of the server.", "DI-991; RCP1004 of recipients")
        case .addresseesAreKnown:
            Self.rule("Every primary recipient is a party.", "MSG1031", .primaryRecipientInvalid)
        default: nil
        }
    }

    private var adviceFacts: Facts {
        switch self {
        case .mpanHasACheckDigit:
            Self.advice(
                "The thirteenth digit of an MPAN is its check digit.", "MPAN core; no schema asks it", "RCP1061")
        case .dateTimeIsADateTime:
            Self.advice("A text of 25 characters that is a date and time is one that exists.", "DT-003, ISO 8601")
        case .dateTimeIsUTC:
            Self.advice(
                "Dates and times have the offset +00:00.", "date and time guidance; any offset passes the schema")
        case .base64IsWellFormed: Self.advice("A report is base 64.", "format: byte")
        case .referenceNamesTheMessage:
            Self.advice(
                "The sender unique reference names the interface, sender and role of its message.",
                "DT-995 and its examples")
        case .referenceHasADate:
            Self.advice(
                "The sender unique reference has a date that exists.", "DT-995; an official example has month 23")
        case .settlementDayIsUTCMidnight:
            Self.advice("A settlement day begins at 00:00 UTC.", "ECS1014", "ECS1014")
        case .settlementDaysAreUnique: Self.advice("No settlement day comes twice in a message.", "ECS1006", "ECS1006")
        case .periodsFillTheDay:
            Self.advice("A day has as many periods as its duration asks: 48 of 30 minutes.", "UTC days have 24 hours")
        case .periodFitsItsDuration:
            Self.advice("A period's time is a whole number of durations from midnight.", "ECS1005", "ECS1005")
        case .periodIsOfItsDay:
            Self.advice("A period is within its settlement day.", "ECS1005; setting periodNaming", "ECS1005")
        case .periodsAreUnique: Self.advice("No period comes twice in a day.", "ECS1006", "ECS1006")
        case .periodsDoNotOverlap:
            Self.advice("Periods of a day are at least a duration apart.", "ECS1007", "ECS1007")
        case .periodsAreNamedAlike:
            Self.advice(
                "The periods of a day are all named by their end, or all by their start.",
                "the data item's name and the official example disagree; setting periodNaming", "ECS1005")
        case .quantityFitsTheEvent:
            Self.advice("Active power is AI or AE, reactive power RI or RE.", "ECS1002", "ECS1002")
        case .zeroQualityIsZero: Self.advice("A value of quality ZE is zero.", "ECS1011", "ECS1011")
        case .estimateHasAReason: Self.advice("An estimated value has a reason.", "ECS1015", "ECS1015")
        default: Self.advice(rawValue, "")
        }
    }
}
