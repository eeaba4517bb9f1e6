import DIP
import Kernel

// Cases of central settlement and of service providers.
extension DecidedCodesTests {
    private static let day = "B900/settlementDayConsumptionPeriods/0/"
    private static let period = day + "consumptionPeriods/4/"

    private static func consumption(
        _ code: String, _ fields: [(String, JSONValue?)], event: String = "ActivePower",
        settings: CounterpartySettings = CounterpartySettings(),
        _ point: @escaping @Sendable (inout MeteringPoint) -> Void = { _ in }
    ) -> RuleCase {
        RuleCase(
            code: code, interface: "IF-021", event: event, sender: "data", receiver: "market", fields: fields,
            point: point,
            settings: settings)
    }

    private static func settings(_ change: (inout CounterpartySettings) -> Void) -> CounterpartySettings {
        var settings = CounterpartySettings()
        change(&settings)
        return settings
    }

    static let consumptionCases: [RuleCase] = [
        consumption("ECS1002", [("B900/MQID/measurementQuantityID", .string("RI"))]),
        consumption("ECS1002", [("B900/MQID/measurementQuantityID", .string("AI"))], event: "ReactivePower"),
        consumption(
            "ECS1003", [(day + "settlementDay/settlementDayDate", Stage.stamp(days: -30))],
            settings: settings { $0.finalRunDays = 28 }),
        consumption("ECS1004", [(day + "settlementDay/periodDuration", .integer(60))]),
        consumption("ECS1005", [(period + "sp", .string("2026-03-31T00:10:00+00:00"))]),
        consumption("ECS1006", [(period + "sp", .string("2026-03-31T00:30:00+00:00"))]),
        consumption("ECS1007", [(period + "sp", .string("2026-03-31T02:45:00+00:00"))]),
        consumption("ECS1008", [(period + "v", .string("0.001"))]) { $0.energisation = "D" },
        consumption("ECS1009", []) { $0.status = "T" },
        consumption("ECS1010", [(period + "v", .string("-0.001"))]),
        consumption("ECS1011", [(period + "q", .string("ZE2")), (period + "v", .string("0.100"))]),
        consumption(
            "ECS1012", [(period + "v", .string("9.001"))], settings: settings { $0.maximumPeriodWattHours = 9_000 }),
        consumption("ECS1013", []) { $0.connectionTypeFrom = Stage.now },
        consumption("ECS1014", [(day + "settlementDay/settlementDayDate", .string("2026-03-31T01:00:00+00:00"))]),
        consumption("ECS1015", [(period + "q", .string("E2")), (period + "e", .null)]),
        consumption("ECS1016", [(period + "q", .string("E2")), (period + "e", .string("9")), (period + "arc", .null)]),
    ]

    private static func provider(
        _ code: String, _ fields: [(String, JSONValue?)] = [], _ change: (inout PartyProfile) -> Void
    ) -> RuleCase {
        var profile = PartyProfile()
        change(&profile)
        return RuleCase(
            code: code, interface: "IF-033", event: "DSAppSPRequest", sender: "regs", receiver: "reader",
            fields: fields,
            profiles: [Stage.id("reader"): profile])
    }

    static let providerCases: [RuleCase] = [
        provider("SP001") { $0.contracts = [:] },
        provider(
            "SP002",
            [("B012/serviceProviderAppointmentRequestingSupplierDIPID", .string(Stage.id("supplier").text))]
        ) { $0.contracts = [Stage.id("supplier"): "OTHER"] },
        provider("SP004") { $0.connectionTypes = ["L"] }, provider("SP005") { $0.segments = ["A"] },
        provider(
            "SP006", [("B905List/0/existingMeter/meterType", .string("N"))]
        ) { $0.meterTypes = ["S2A"] },
        provider("SP007") { $0.gspGroups = ["_P"] },
        provider("SP010", [("B071/supplierProposedDomesticIndicator", .boolean(true))]) { $0.domestic = false },
        provider("SP011", [("B071/proposedDataServiceDIPEffectiveFromDate", Stage.stamp(days: 1))]) {
            $0.noticeDays = 5
        },
        provider("DS001", [("B071/supplierNominatedMDRDIPID", .string(Stage.id("retriever").text))]) {
            $0.dataRetrievers = [Stage.id("metering")]
        },
    ]
}
