import DIP
import Kernel
import Testing

/// One case of a rule: a message that breaks it, in a market where it does.
struct RuleCase: Sendable, CustomTestStringConvertible {
    var code: String
    var interface: String
    var event: String
    var sender: String
    var receiver = "regs"
    var fields: [(String, JSONValue?)] = []
    var point: @Sendable (inout MeteringPoint) -> Void = { _ in }
    var others: [MeteringPoint] = []
    var profiles: [DIPID: PartyProfile] = [:]
    var settings = CounterpartySettings()

    var testDescription: String { "\(code) in \(interface) \(event)" }
}

@Suite("Codes that are decided from the state")
struct DecidedCodesTests {
    @Test("A message that breaks the rule is answered with its code", arguments: cases)
    func breaks(rule: RuleCase) throws {
        let points = [Stage.point(rule.point)] + rule.others
        var party = Stage.counterparty(
            rule.receiver, points: points, profiles: rule.profiles, settings: rule.settings)
        let message = try Stage.message(rule.interface, rule.event, from: rule.sender, to: rule.receiver, rule.fields)
        let codes = Stage.codes(party.receive(message, at: Stage.now))
        #expect(codes.contains(rule.code), "\(codes)")
    }

    @Test(
        "The same message that breaks no rule is accepted",
        arguments: ["IF-005", "IF-007", "IF-019", "IF-021", "IF-025", "IF-031", "IF-033", "IF-038"])
    func accepted(interface: String) throws {
        let good = try #require(Self.good.first { $0.interface == interface })
        var party = Stage.counterparty(good.receiver, points: [Stage.point(good.point)] + good.others)
        let message = try Stage.message(good.interface, good.event, from: good.sender, to: good.receiver, good.fields)
        let codes = Stage.codes(party.receive(message, at: Stage.now))
        #expect(codes.isEmpty || codes == ["SP000"] || codes == ["no answer"], "\(codes)")
    }

    // Messages that are good, which the cases spoil in one place.

    static let energised: [(String, JSONValue?)] = [
        ("B025/energisationStatus", .string("D")), ("B025/energisationStatusEffectiveFromDate", Stage.stamp(days: 0)),
    ]
    static let installed: [(String, JSONValue?)] = [
        ("B906/existingMeter/meterID", .string("M2")), ("B906/existingMeter/modifiedMeterID", .null),
        ("B906/existingMeter/meterInstallationDate", Stage.stamp(days: 0)),
    ]
    static let removed: [(String, JSONValue?)] = [
        ("B039/meterIDRemoved", .string("M1")), ("B039/meterRemovalDate", Stage.stamp(days: 0)),
    ]

    static func proposed(
        _ scenario: String = "CSP", _ provider: String = "reader", days: Int64 = 5
    ) -> [(String, JSONValue?)] {
        [
            ("B071/proposedDataServiceDIPID", .string(Stage.id(provider).text)),
            ("B071/proposedDataServiceMPID", .string(Stage.party(provider).mpid)),
            ("B071/proposedDataServiceDIPEffectiveFromDate", Stage.stamp(days: days)),
            ("B071/appointmentScenario", .string(scenario)),
        ]
    }

    static let exportMPAN = "1900012374324"
    static func export(_ change: (inout MeteringPoint) -> Void = { _ in }) -> MeteringPoint {
        Stage.point { point in
            point.mpan = exportMPAN
            point.direction = "E"
            change(&point)
        }
    }
    static func linked(_ mpans: String...) -> [(String, JSONValue?)] {
        [("B090List", .array(mpans.map { .object([JSONMember("subsidiaryMPAN", .string($0))]) }))]
    }

    static let good: [RuleCase] = [
        RuleCase(
            code: "", interface: "IF-007", event: "EnergisationStatusChange", sender: "metering", fields: energised),
        RuleCase(
            code: "", interface: "IF-005", event: "MeterExchange", sender: "metering", fields: installed + removed),
        RuleCase(code: "", interface: "IF-031", event: "DSApp", sender: "supplier", fields: proposed()),
        RuleCase(
            code: "", interface: "IF-019", event: "LinkedImportExportCreate", sender: "supplier",
            fields: linked(exportMPAN), others: [export()]),
        RuleCase(
            code: "", interface: "IF-025", event: "ConsentGranularity", sender: "supplier",
            fields: [("B068/consentGranularityEffectiveFromDate", Stage.stamp(days: 1))]),
        RuleCase(
            code: "", interface: "IF-038", event: "DirectContractDSAdd", sender: "data",
            fields: [("B021/customerDirectContractDataServiceEffectiveToDate", Stage.stamp(days: 30))]),
        RuleCase(code: "", interface: "IF-033", event: "DSAppSPRequest", sender: "regs", receiver: "reader"),
        RuleCase(code: "", interface: "IF-021", event: "ActivePower", sender: "data", receiver: "market"),
    ]

    static let cases: [RuleCase] =
        meterCases + requestCases + migrationCases + relationshipCases + otherCases
        + consumptionCases + providerCases

    private static func meter(
        _ code: String, _ event: String, _ fields: [(String, JSONValue?)], sender: String = "metering",
        _ point: @escaping @Sendable (inout MeteringPoint) -> Void = { _ in }
    ) -> RuleCase {
        RuleCase(code: code, interface: "IF-005", event: event, sender: sender, fields: fields, point: point)
    }

    static let meterCases: [RuleCase] = [
        RuleCase(
            code: "REG1001", interface: "IF-007", event: "EnergisationStatusChange", sender: "metering",
            fields: energised,
            point: { $0.status = "T" }),
        RuleCase(
            code: "REG1002", interface: "IF-007", event: "EnergisationStatusChange", sender: "fitter", fields: energised
        ),
        RuleCase(
            code: "REG1020", interface: "IF-007", event: "EnergisationStatusChange", sender: "metering",
            fields: [("B025/energisationStatusEffectiveFromDate", Stage.stamp(days: 1))]),
        RuleCase(
            code: "REG1014", interface: "IF-007", event: "EnergisationStatusChange", sender: "metering",
            fields: [("B025/energisationStatusEffectiveFromDate", .string("2019-01-01T00:00:00+00:00"))]),
        meter("REG0001", "MeterInstall", installed + removed),
        meter("REG0002", "MeterRemoval", installed + removed),
        meter("REG0003", "MeterInstall", installed) { $0.connectionType = "U" },
        meter("REG0004", "MeterInstall", installed) { $0.segment = "U" },
        meter("REG1002", "MeterInstall", installed, sender: "fitter"),
        meter("REG1012", "MeterUpdate", installed, sender: "fitter"),
        meter("REG1004", "MeterRemoval", [removed[1], ("B039/meterIDRemoved", .string("M9"))]),
        meter(
            "REG1005", "MeterRemoval", [removed[0], ("B039/meterRemovalDate", .string("2019-06-01T00:00:00+00:00"))]),
        meter("REG1006", "MeterInstall", [("B906/existingMeter/meterID", .string("M1"))] + installed.suffix(2)),
        meter(
            "REG1008", "MeterExchange",
            installed.prefix(2) + removed + [("B906/existingMeter/meterInstallationDate", Stage.stamp(days: -2))]),
        meter(
            "REG1010", "MeterInstall",
            installed + [("B906/historyMAP/0/meterAssetProviderEffectiveFromDate", Stage.stamp(days: -9))]),
        meter(
            "REG1011", "MeterInstall",
            installed.prefix(2) + [("B906/existingMeter/meterInstallationDate", .string("2019-01-01T00:00:00+00:00"))]),
        meter(
            "REG1013", "MeterUpdate",
            [("B906/existingMeter/meterID", .string("M1")), ("B906/existingMeter/modifiedMeterID", .string("M1"))]),
        meter("REG1015", "MeterUpdate", [("B906/existingMeter/meterID", .string("M9"))]),
        meter(
            "REG1016", "MeterHistoryUpdate",
            [("B906/existingMeter/meterID", .string("M1")), ("B039/meterIDRemoved", .string("M2"))]),
        meter(
            "REG1017", "MeterUpdate",
            [
                ("B906/existingMeter/meterID", .string("M1")), ("B906/existingMeter/modifiedMeterID", .string("M3")),
                installed[2],
            ]),
        meter("REG1018", "MeterHistoryUpdate", [("B906/existingMeter/meterID", .string("M1")), removed[0]]) {
            $0.meters[0].removed = $0.created
        },
        meter("REG1020", "MeterRemoval", [removed[0], ("B039/meterRemovalDate", Stage.stamp(days: 2))]),
        meter(
            "REG1029", "MeterInstall",
            [installed[0], installed[2], ("B906/existingMeter/modifiedMeterID", .string("M3"))]),
        meter("REG9003", "MeterInstall", installed) { $0.isMigrated = false },
    ]

    private static func request(
        _ code: String, _ fields: [(String, JSONValue?)], sender: String = "supplier",
        _ point: @escaping @Sendable (inout MeteringPoint) -> Void = { _ in }
    ) -> RuleCase {
        RuleCase(code: code, interface: "IF-031", event: "DSApp", sender: sender, fields: fields, point: point)
    }

    static let requestCases: [RuleCase] = [
        request("REG1021", proposed(), sender: "rival"), request("REG1021", proposed("COS"), sender: "rival"),
        request("REG1025", proposed("USP")), request("REG1026", proposed("CSP", "data")),
        request("REG1031", proposed("CSP", "advanced")), request("REG1033", proposed("ALG")),
        request("REG1034", proposed(days: -1)), request("REG1099", proposed(days: 30)),
        request("REG1095", proposed("SEG", "data")),
        request("REG1091", proposed() + [("B071/proposedDataServiceMPID", .string("ZZZY"))]),
        request(
            "REG1081",
            proposed() + [
                ("B071/supplierNominatedMDRDIPID", .string(Stage.id("metering").text)),
                ("B071/supplierNominatedMDRMPID", .string(Stage.party("metering").mpid)),
            ]),
        request(
            "REG1092",
            proposed() + [
                ("B071/supplierNominatedMDRDIPID", .string(Stage.id("retriever").text)),
                ("B071/supplierNominatedMDRMPID", .string("ZZZY")),
            ]),
        RuleCase(
            code: "REG1090", interface: "IF-031", event: "MSApp", sender: "supplier",
            fields: [
                ("B070/proposedMeteringServiceDIPID", .string(Stage.id("fitter").text)),
                ("B070/proposedMeteringServiceMPID", .string("ZZZY")),
                ("B070/proposedMeteringServiceDIPEffectiveFromDate", Stage.stamp(days: 5)),
            ]),
    ]

    static let migrationCases: [RuleCase] = [
        request("REG9004", proposed("MCA")) {
            $0.isMigrated = false
            $0.pendingSwitch = MeteringPoint.Switch(incoming: Stage.id("rival"), from: Stage.now)
        },
        request("REG9005", proposed("MCA"), sender: "rival") { $0.isMigrated = false },
        request("REG9006", proposed("MCS")) { $0.isMigrated = false },
        request("REG9007", proposed("MCA")),
        RuleCase(
            code: "REG9008", interface: "IF-031", event: "DSApp", sender: "supplier", fields: proposed("MCA"),
            point: { $0.isMigrated = false },
            profiles: [
                Stage.id("supplier"): {
                    var profile = PartyProfile(); profile.isQualified = false; return profile
                }()
            ]),
        request("REG9009", proposed()) { $0.isMigrated = false },
        request("REG9011", proposed("MCA")) {
            $0.isMigrated = false
            $0.hasStandingData = false
        },
        RuleCase(
            code: "REG9001", interface: "IF-038", event: "DirectContractDSAdd", sender: "data",
            point: { $0.isReverseMigrated = true }),
        RuleCase(
            code: "REG9002", interface: "IF-025", event: "ConsentGranularity", sender: "supplier",
            point: { $0.isReverseMigrated = true }),
        RuleCase(
            code: "REG9010", interface: "IF-019", event: "LinkedImportExportCreate", sender: "supplier",
            fields: linked(exportMPAN), point: { $0.isMigrated = false }, others: [export()]),
    ]

    private static func link(
        _ code: String, _ event: String = "LinkedImportExportCreate",
        _ fields: [(String, JSONValue?)] = linked(exportMPAN),
        sender: String = "supplier", others: [MeteringPoint] = [export()],
        _ point: @escaping @Sendable (inout MeteringPoint) -> Void = { _ in }
    ) -> RuleCase {
        RuleCase(
            code: code, interface: "IF-019", event: event, sender: sender, fields: fields, point: point, others: others)
    }

    static let relationshipCases: [RuleCase] = [
        link("REG0000", others: []),
        link("REG0007") { $0.pendingSwitch = MeteringPoint.Switch(incoming: Stage.id("rival"), from: Stage.now) },
        link("REG1050", sender: "rival"), link("REG1051") { $0.segment = "U" },
        link("REG1052", others: [export { $0.linked = ["2000000000000"] }]), link("REG1053") { $0.direction = "E" },
        link("REG1054", others: [export { $0.direction = "I" }]),
        link("REG1059", "LinkedImportExportCreate", linked(exportMPAN, exportMPAN)),
        link("REG1060", "RelatedCreate", others: [export { $0.supplier = nil }]),
        link(
            "REG1066", "RelatedCreate",
            others: [
                export {
                    $0.direction = "I"; $0.linked = ["2000000000000"]
                }
            ]),
        link("REG1067", "RelatedCreate"),
    ]

    static let otherCases: [RuleCase] = [
        RuleCase(code: "REG1021", interface: "IF-025", event: "ConsentGranularity", sender: "rival"),
        RuleCase(
            code: "REG1022", interface: "IF-025", event: "ConsentGranularity", sender: "supplier",
            fields: [("B068/consentGranularity", .string("x"))]),
        RuleCase(
            code: "REG1024", interface: "IF-025", event: "ConsentGranularity", sender: "supplier",
            fields: [("B068/consentGranularityEffectiveFromDate", Stage.stamp(days: -1))]),
        RuleCase(
            code: "REG1042", interface: "IF-025", event: "SSCandProfileClass", sender: "supplier",
            fields: [("B032/SSC", .null)], point: { $0.meters[0].type = "N" }),
        RuleCase(
            code: "REG1043", interface: "IF-025", event: "SSCandProfileClass", sender: "supplier",
            fields: [("B032/profileClass", .null)], point: { $0.meters[0].type = "N" }),
        RuleCase(
            code: "REG1096", interface: "IF-025", event: "IHDInfo", sender: "supplier",
            fields: [("B030/IHDEffectiveFromDate", .string("2019-01-01T00:00:00+00:00"))]),
        RuleCase(
            code: "REG1071", interface: "IF-038", event: "DirectContractDSAdd", sender: "data",
            fields: [("B021/customerDirectContractDataServiceEffectiveToDate", Stage.stamp(days: -1))]),
        RuleCase(code: "REG1074", interface: "IF-038", event: "DirectContractDSRemove", sender: "data"),
        RuleCase(code: "REG1075", interface: "IF-038", event: "DirectContractDSAdd", sender: "reader"),
        RuleCase(
            code: "REG1076", interface: "IF-038", event: "DirectContractDSRemove", sender: "data",
            point: { $0.dataContract = Stage.id("reader") }),
        retriever("REG1080", sender: "reader"), retriever("REG1081", named: "metering"),
        retriever("REG1082", days: 9), retriever("REG1093", mpid: "ZZZY"),
        retriever("REG1098") {
            $0.dataRetriever = MeteringPoint.Service(dipID: Stage.id("retriever"), from: Stage.now)
        },
    ]

    private static func retriever(
        _ code: String, sender: String = "data", named: String = "retriever", mpid: String? = nil, days: Int64 = 1,
        _ point: @escaping @Sendable (inout MeteringPoint) -> Void = { _ in }
    ) -> RuleCase {
        RuleCase(
            code: code, interface: "IF-034", event: "SDS-MDRUpdate", sender: sender,
            fields: [
                ("B018/SDSNominatedMDRDIPID", .string(Stage.id(named).text)),
                ("B018/SDSNominatedMDRMPID", .string(mpid ?? Stage.party(named).mpid)),
                ("B018/SDSNominatedMDRRequestedEffectiveFromDate", Stage.stamp(days: days)),
            ], point: point)
    }
}
