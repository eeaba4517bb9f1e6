/// The response codes of the platform, its recipients and central settlement, with their meanings in our own words.
public enum ResponseCodes {
    /// A code and what it says.
    public struct Entry: Hashable, Sendable {
        public var code: ResponseCode
        /// A short sentence without a full stop.
        public var meaning: String
    }

    /// Who answers with a code.
    public enum Family: String, CaseIterable, Sendable {
        /// The platform.
        case platform = "MSG"
        /// A recipient, whatever its role.
        case recipient = "RCP"
        /// Registration.
        case registration = "REG"
        /// Central settlement.
        case settlement = "ECS"
        /// A metering or data service about an appointment.
        case serviceProvider = "SP"
        /// A data service about its reader.
        case dataService = "DS"
    }

    /// All codes, in the order of the families and then of the numbers.
    public static let all: [Entry] = text.split(separator: "\n").compactMap { line in
        let parts = line.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        return Entry(code: ResponseCode(String(parts[0])), meaning: String(parts[1]))
    }

    private static let meanings: [ResponseCode: String] = Dictionary(
        all.map { ($0.code, $0.meaning) }, uniquingKeysWith: { first, _ in first })

    /// What a code says; nil for one that is not listed.
    public static func meaning(of code: ResponseCode) -> String? { meanings[code] }

    /// Codes of releases after the one whose meanings we hold: a public reference lists them, and no more of them was
    /// reached. A rule may give them; what they say is not known.
    public static let later: [ClosedRange<ResponseCode>] = [
        ResponseCode("DSCA001")...ResponseCode("DSCA015"), ResponseCode("DSCA999")...ResponseCode("DSCA999"),
        ResponseCode("ECS1001")...ResponseCode("ECS1001"), ResponseCode("IE001")...ResponseCode("IE001"),
        ResponseCode("REG1100")...ResponseCode("REG1175"),
    ]

    /// Whether a code is in the catalogue: one whose meaning we hold, or one of a later release.
    public static func isListed(_ code: ResponseCode) -> Bool {
        meanings[code] != nil
            || later.contains { $0.contains(code) && $0.lowerBound.text.utf8.count == code.text.utf8.count }
                && code.text.utf8.suffix(3).allSatisfy { (0x30...0x39).contains($0) }
    }

    /// What keeps a code from being given by a rule: that it is not listed, with the listed ones nearest to it; or nil.
    public static func objection(to code: ResponseCode) -> String? {
        guard !isListed(code) else { return nil }
        let words = "“\(String(code.text.prefix(40)))” is no response code of the catalogue"
        guard let family = family(of: code) else {
            return words + "; codes begin with " + Family.allCases.map(\.rawValue).joined(separator: ", ")
        }
        let own = all.map(\.code).filter { Self.family(of: $0) == family }.sorted()
        let near = [own.last { $0 < code }, own.first { $0 > code }].compactMap(\.self)
        return words + "; the nearest are " + near.map(\.text).joined(separator: " and ")
    }

    /// The family of a code by its letters; nil for one of no family.
    public static func family(of code: ResponseCode) -> Family? {
        Family(rawValue: String(code.text.prefix { $0.isLetter }))
    }

    /// What a code says, and a plain word for one whose meaning is not known.
    public static func sentence(of code: ResponseCode) -> String {
        meaning(of: code) ?? "A code whose meaning was not reached"
    }

    /// Code, space-hyphen-space, meaning: a status entry's message, at most 200 characters.
    public static func message(of code: ResponseCode) -> String {
        "\(code) - \(sentence(of: code))"
    }

    /// From the field's own meanings as gathered in our notes; no wording of the official list.
    private static let text = """
        MSG0000 Success
        MSG1000 Processing failed
        MSG1001 The message does not fit its schema
        MSG1002 The interface identifier is wrong
        MSG1006 The sender unique reference was used before
        MSG1007 The sender timestamp is wrong
        MSG1009 The sender DIP ID is wrong
        MSG1010 The sender role is wrong
        MSG1011 The connection provider's identifier is wrong
        MSG1012 The sender correlation identifier is wrong
        MSG1030 The message cannot be addressed or routed
        MSG1031 A primary recipient's identifier is wrong
        MSG1032 A primary recipient's role is wrong
        MSG1033 A secondary recipient's identifier is wrong
        MSG1034 A secondary recipient's role is wrong
        MSG1035 An always-recipient's identifier is wrong
        MSG1036 An always-recipient's role is wrong
        MSG1037 The MPAN is not known, so its secondary recipients cannot be found
        MSG1038 No secondary recipient for this MPAN, party and event
        RCP0000 Success
        RCP1000 Processing failed
        RCP1001 The message does not fit its schema
        RCP1002 The interface identifier is wrong
        RCP1003 The event code is wrong
        RCP1004 The environment is wrong
        RCP1005 The schema version is wrong
        RCP1006 The sender unique reference is absent or repeated
        RCP1007 The sent time is wrong
        RCP1008 The sent time is in the future
        RCP1009 The sender's identifier is wrong
        RCP1010 The sender's role is wrong
        RCP1021 A mandatory item is missing
        RCP1022 An item has a wrong value
        RCP1023 Items do not go together
        RCP1041 The recipient's identifier is wrong
        RCP1042 The publication's identifier is wrong or absent
        RCP1043 The platform's transaction identifier is wrong or absent
        RCP1044 The platform's timestamp is wrong
        RCP1045 The platform's timestamp is in the future
        RCP1046 The platform's correlation identifier is wrong
        RCP1047 The replay flag is wrong
        RCP1051 The response code of the response block is wrong
        RCP1052 The response code contradicts the errors listed
        RCP1061 The MPAN is wrong or unknown
        RCP1062 The publication is not expected while the MPAN is in this state
        RCP1063 The content differs from what was issued
        RCP1064 The meter data retriever is not valid
        RCP9999 The signature does not verify
        REG0000 The MPAN is unknown
        REG0001 A removed-meter block came with an install
        REG0002 An install block came with a removal
        REG0003 Not for an unmetered connection
        REG0004 Not for an unmetered segment
        REG0005 The switch request identifier is unknown
        REG0006 The switch request belongs to another supplier
        REG0007 A switch in progress blocks the change of relationship
        REG0008 A previous metering service may not amend
        REG0009 The value is null already
        REG1001 The MPAN has to be created or operational
        REG1002 No appointment on that date
        REG1003 The time for changes after the appointment is over
        REG1004 The meter with that identifier is not installed
        REG1005 The removal is before the install
        REG1006 The meter is there already
        REG1007 The install is after the disconnection
        REG1008 The dates of the exchange are out of order
        REG1009 The asset provider is unknown
        REG1010 The asset provider's date is before the install
        REG1011 The install is before the MPAN was created
        REG1012 Updates are only for the appointed service
        REG1013 The new meter identifier is in use already
        REG1014 The dates are out of sequence
        REG1015 The meter identifier is unknown
        REG1016 A history update has to use the same meter identifier twice
        REG1017 Identifier and dates may not change together
        REG1018 A history update is not for the installed meter
        REG1019 Outside the service's own period
        REG1020 The date is in the future
        REG1021 The sender is not the current supplier
        REG1022 The value is not allowed
        REG1023 The smart metering system operator is wrong
        REG1024 The change is backdated
        REG1025 Scenario USP needs the current provider
        REG1026 Scenario CSP needs a provider other than the current one
        REG1027 No current or pending appointment for the segment
        REG1028 The install date is null
        REG1029 The modified meter identifier has to be null
        REG1030 The service is not valid for unmetered supply with that distributor
        REG1031 The provider does not fit the segment
        REG1032 The dates do not join up
        REG1033 The scenario code is wrong
        REG1034 The date is in the past
        REG1035 The consent does not fit the segment
        REG1036 The retriever's date is outside the ownership
        REG1037 The appointment for the segment has lapsed
        REG1038 Not allowed on a linked export MPAN
        REG1039 Not allowed on a related secondary MPAN
        REG1040 The configuration's date has to advance
        REG1041 The profile class's date has to advance
        REG1042 The configuration may not be null for a traditional meter
        REG1043 The profile class may not be null for a traditional meter
        REG1044 The configuration is not in standing data
        REG1045 The profile class is not in standing data
        REG1046 The electricity meter's device identifier is wrong
        REG1047 The number of register digits is missing
        REG1048 The location code is wrong
        REG1049 The value is not in standing data
        REG1050 The sender has to be the supplier of one side
        REG1051 Not for unmetered supply
        REG1052 The MPAN is linked already
        REG1053 The principal MPAN has to be an import
        REG1054 The subsidiary MPAN has to be an export
        REG1055 The membership of the set is wrong
        REG1056 The membership of the set is wrong
        REG1057 The membership of the set is wrong
        REG1058 The membership of the set is wrong
        REG1059 An MPAN is named twice
        REG1060 The sender has to be the supplier of all
        REG1061 The related set is wrong
        REG1062 The related set is wrong
        REG1063 The related set is wrong
        REG1064 The related set is wrong
        REG1065 The related set is wrong
        REG1066 A linked import may not be a related secondary
        REG1067 Only imports can be related
        REG1068 A subsidiary may not be linked
        REG1071 The direct contract is backdated
        REG1072 The direct contract ends too far ahead
        REG1073 The direct contract overlaps another
        REG1074 There is no direct contract to remove
        REG1075 Only for the current provider
        REG1076 The sender has to hold the contract
        REG1080 Only for the current data service
        REG1081 The party is no meter data retriever
        REG1082 The date is more than five days ahead
        REG1083 The date is misaligned
        REG1084 The supplier named is not the current one
        REG1088 A date is required
        REG1089 The appointment was superseded
        REG1090 The metering service's MPID does not match its DIP ID
        REG1091 The data service's MPID does not match its DIP ID
        REG1092 The supplier's retriever: MPID does not match DIP ID
        REG1093 The data service's retriever: MPID does not match DIP ID
        REG1094 The response code is wrong
        REG1095 An appointment for a segment has to change the provider
        REG1096 The display's date is before the install
        REG1097 The number of digits does not fit the meter type
        REG1098 The retriever is appointed already
        REG1099 The date is more than 28 days ahead
        REG9001 Contract marker not allowed on a reverse-migrated account
        REG9002 Supplier data not allowed on a reverse-migrated account
        REG9003 New-style meter data not before the migration ends
        REG9004 A third party's switch is running
        REG9005 Scenario MCA is only for the current supplier
        REG9006 Scenario MCS is not for the current supplier
        REG9007 Scenarios MCA and MCS are not for a migrated MPAN
        REG9008 Scenarios MCA and MCS are not for a supplier that is not qualified
        REG9009 Normal scenarios are not for an MPAN that is not migrated
        REG9010 No change of relationship during migration
        REG9011 Standing data is incomplete
        ECS1002 The measurement quantity is wrong for the event
        ECS1003 The period is later than its final run allows
        ECS1004 The duration is wrong
        ECS1005 The period's end does not fit its duration
        ECS1006 A period comes twice in the message
        ECS1007 Periods overlap
        ECS1008 Data that is not actual on a de-energised MPAN
        ECS1009 The MPAN's status forbids consumption
        ECS1010 The value is negative
        ECS1011 The value has to be zero with a zero quality
        ECS1012 The value is above the allowed maximum
        ECS1013 The period is before the connection type's start
        ECS1014 The settlement day is not midnight UTC
        ECS1015 The estimation reason is missing
        ECS1016 The amendment reason is missing
        SP000 Accepted
        SP001 No contract with the supplier
        SP002 The contract reference is wrong for the supplier
        SP003 The contract reference is wrong for the connection type or segment
        SP004 The connection type is not supported
        SP005 The segment is not supported
        SP006 The meter type is not supported
        SP007 Outside the area served
        SP008 The address is not sufficient
        SP009 The meter is not enrolled with the data communications company
        SP010 The domestic flag is not supported
        SP011 Too little notice
        SP099 Another reason
        DS001 The nominated retriever is not supported
        DS003 The fall-back read frequency is wrong
        DS004 Change of retriever: too little notice
        DS005 Change of retriever: backdated
        DS006 Change of retriever: too far ahead
        """
}
