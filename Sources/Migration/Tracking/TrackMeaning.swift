/// What the words of a message's event say: the contract of the events file.
public enum TrackMeaning: Sendable, Hashable {
    case kind(TrackKind)
    /// The response code decides: IF-032 and IF-034.
    case answer(TrackService, interface: Int)
    /// A supplier ends; the row is about all its MPANs.
    case lastResort

    /// One event as events files and the hub write it.
    public struct Entry: Sendable {
        /// `MSApp`, without brackets.
        public let event: String
        /// `31`; nil for an event of our own.
        public let interface: Int?
        public let meaning: TrackMeaning
        /// What it says.
        public let words: String
    }

    /// Every event that the tracker takes.
    public static let entries: [Entry] =
        [
            Entry(event: "planned", interface: nil, meaning: .kind(.plan), words: "chosen for a day's volume"),
            Entry(event: "cancelled", interface: nil, meaning: .kind(.cancel), words: "called off by the supplier"),
            Entry(event: "excluded", interface: nil, meaning: .kind(.exclude), words: "excluded; code is the reason"),
            Entry(event: "included", interface: nil, meaning: .kind(.include), words: "no longer excluded"),
            Entry(
                event: "last-resort", interface: nil, meaning: .lastResort,
                words: "all MPANs of the former supplier go to the supplier from the effective day on; mpan is empty"),
            Entry(
                event: "ChangeOfSupplier", interface: 1, meaning: .kind(.supplierChange),
                words: "supplier gains, former loses, effective is the supply start date"),
            Entry(
                event: "MSDeAppRM", interface: 3, meaning: .kind(.reverseLeg),
                words: "the metering service leaves for reverse migration"),
            Entry(
                event: "DSDeAppRM", interface: 3, meaning: .kind(.reverseLeg),
                words: "the data service leaves for reverse migration"),
            Entry(
                event: "ReverseMigNotification", interface: 3, meaning: .kind(.reverseNotified),
                words: "effective is the day on which the new arrangements end"),
        ]
        + ["MeterInstall", "MeterRemoval", "MeterExchange", "MeterUpdate", "MeterHistoryUpdate"].map {
            Entry(event: $0, interface: 6, meaning: .kind(.details), words: "meter technical details (also IF-005)")
        }
        + [
            Entry(event: "ActivePower", interface: 21, meaning: .kind(.consumption), words: "consumption"),
            Entry(event: "ReactivePower", interface: 21, meaning: .kind(.consumption), words: "consumption"),
            Entry(event: "IMS-SendMTD", interface: 35, meaning: .kind(.details), words: "the prompt for meter details"),
        ]
        + TrackService.allCases.flatMap(appointments)

    private static func appointments(_ service: TrackService) -> [Entry] {
        let prefix = service == .metering ? "MS" : "DS"
        let words = service.name
        func plain(_ event: String, _ interface: Int, _ step: TrackLegEvent, _ said: String) -> Entry {
            Entry(
                event: prefix + event, interface: interface, meaning: .kind(.appointment(service, step)), words: said)
        }
        return [
            plain("App", 31, .request, "\(words) requested; code is the scenario, effective the day asked for"),
            Entry(
                event: prefix + "AppInitialResp", interface: 32, meaning: .answer(service, interface: 32),
                words: "registration's answer; code A, or R or the reason"),
            plain("AppSPRequest", 33, .ask, "\(words) asked by registration"),
            Entry(
                event: prefix + "AppSPResponse", interface: 34, meaning: .answer(service, interface: 34),
                words: "the \(words)'s answer; code A, or R or the reason"),
            plain("AppAccepted", 35, .confirm, "\(words) appointed"),
            plain("AppRejected", 35, .turnDown, "\(words) not appointed; code is the reason"),
            plain("AppLapsed", 35, .lapse, "no answer in time"),
            plain("AppActive", 36, .activate, "\(words) active; effective is its first day"),
            plain("DeApp", 37, .end, "a former \(words) leaves"),
        ]
    }

    /// Interfaces that the tracker reads; another's messages are no part of a migration.
    static let interfaces: Set<Int> = [1, 3, 5, 6, 21, 31, 32, 33, 34, 35, 36, 37]
    /// Events of those interfaces that say nothing of a migration.
    static let unrelated: Set<String> = [
        "INITIALREGISTRATION", "SDS-MDRUPDATE", "SDS-MDROUTCOME", "DCC-MDROUTCOME", "MSDEAPPUPDATE", "DSDEAPPUPDATE",
    ]

    /// The answer that a response code tells.
    static func answer(_ service: TrackService, interface: Int, outcome: String) -> TrackKind {
        let isFirst = interface == 32
        switch outcome {
        case "", "x", "X": return .appointment(service, isFirst ? .reply : .respond)
        case "A", "W", "SP000", "REG0": return .appointment(service, isFirst ? .accept : .agree)
        default: return .appointment(service, isFirst ? .refuse : .decline)
        }
    }
}
