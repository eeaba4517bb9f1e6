public import Kernel

/// A scripted party: it hears messages, keeps what it knows of each metering point, and tells what it does about them.
///
/// A value: what it knows changes only by what it is given, so a run can be repeated to the byte. It sends nothing itself;
/// who runs it sends what its reactions say, when they say it.
public struct Counterparty: Sendable {
    private var role: any ScriptedRole
    private var rules: [AnswerRule] = []
    /// Transactions that it heard, and the older half of them: a message may be delivered more than once.
    private var heard: Set<String> = []
    private var heardBefore: Set<String> = []
    /// It remembers at least so many transactions, and at most twice as many.
    private static let remembered = 100_000

    public var party: MarketParty { role.desk.party }

    /// A party that plays its role.
    ///
    /// - Parameter points: the metering points as it knows them at the beginning.
    public init(
        _ party: MarketParty, book: AddressBook, profiles: [DIPID: PartyProfile] = [:],
        settings: CounterpartySettings = CounterpartySettings(), points: [MeteringPoint] = []
    ) {
        let desk = Desk(
            party: party, book: book, profiles: profiles, settings: settings,
            points: Dictionary(points.map { ($0.mpan, $0) }, uniquingKeysWith: { _, last in last }))
        role =
            switch party.role {
            case .regs: RegistrationService(desk: desk)
            case .mss, .msa, .umso: MeteringService(desk: desk)
            case .sds, .ads, .umsds: DataService(desk: desk)
            case .sup: Supplier(desk: desk)
            case .mds: MarketWideDataService(desk: desk)
            case .lss: LoadShapingService(desk: desk)
            case .mdr: MeterDataRetriever(desk: desk)
            case .dip: ReplayService(desk: desk)
            default: Listener(desk: desk)
            }
    }

    /// A metering point as this party knows it.
    public func point(_ mpan: String) -> MeteringPoint? { role.desk.points[mpan] }

    /// Adds a rule before those it has, in place of one of its name.
    public mutating func follow(_ rule: AnswerRule) {
        forget(rule: rule.name)
        rules.insert(rule, at: 0)
    }

    /// Takes a rule away.
    public mutating func forget(rule name: String) { rules.removeAll { $0.name == name } }

    /// What it does when the run begins.
    public mutating func begin(at instant: Instant) -> [Reaction] { role.begin(at: instant) }

    /// What it does about a message; nothing where it heard its transaction before.
    public mutating func receive(_ message: ReceivedMessage, at instant: Instant) -> [Reaction] {
        guard isNew(message.transactionID) else { return [] }
        let place = rules.firstIndex { $0.applies(to: message, at: party.dipID) }
        let rule = place.map { rules[$0] }
        if let place, let times = rules[place].times { rules[place].times = times - 1 }
        let hearing = Hearing(message: message, at: instant, rule: rule)
        switch rule?.answer {
        case .silence: return []
        case .status(let codes): return statuses(codes, hearing)
        // A code that has no answer of its interface to travel in goes as a status message.
        case .reject(let codes) where !role.answers(message) || codes.allSatisfy(\.isOfThePlatform):
            return statuses(codes, hearing)
        default: return role.hear(hearing)
        }
    }

    /// Something that the platform delivered to anybody of the run: the platform's own service keeps what it replays.
    public mutating func overhear(_ message: ReceivedMessage, at instant: Instant) {
        role.overhear(message, at: instant)
    }

    /// What it does when a reminder's time has come.
    public mutating func wake(_ reminder: Reminder, at instant: Instant) -> [Reaction] {
        role.wake(reminder, at: instant)
    }

    /// Starts a process that begins outside the platform.
    ///
    /// - Returns: nothing where the role does not begin such a process, or does not know the metering point.
    public mutating func start(_ process: MarketProcess, at instant: Instant) -> [Reaction] {
        role.start(process, at: instant)
    }

    private mutating func isNew(_ transaction: String) -> Bool {
        guard !transaction.isEmpty else { return true }
        guard !heardBefore.contains(transaction), heard.insert(transaction).inserted else { return false }
        if heard.count >= Self.remembered {
            heardBefore = heard
            heard = []
        }
        return true
    }

    private func statuses(_ codes: [ResponseCode], _ hearing: Hearing) -> [Reaction] {
        codes.map { code in
            .status(
                DraftStatus(
                    sender: party.dipID, recipient: hearing.message.sender,
                    transactionID: hearing.message.transactionID,
                    senderUniqueReference: hearing.message.senderUniqueReference, code: code),
                after: hearing.delay(role.desk.settings.statusAnswer))
        }
    }
}

/// A process that something outside the platform sets off: the switching service, the old arrangements, a network's works.
public enum MarketProcess: Equatable, Sendable {
    /// Registration hears of a switch (IF-001, IF-002), in effect from then on.
    case changeOfSupplier(mpan: String, incoming: DIPID, from: Instant)
    /// Registration hears that a point goes back to the old arrangements (IF-003).
    case reverseMigration(mpan: String, meterOperator: String, dataCollector: String, from: Instant)
    /// The network disconnects a point (IF-009).
    case disconnection(mpan: String, from: Instant)
    /// IF-044.
    case segmentChange(mpan: String, segment: String, from: Instant)
    /// IF-043.
    case connectionTypeChange(mpan: String, connectionType: String, from: Instant)
    /// The publisher tells of a new version of the standing data (IF-047).
    case standingData(version: String)
    /// A point without a supplier gets its first one (IF-001 InitialRegistration).
    case initialRegistration(mpan: String, incoming: DIPID, from: Instant)
    /// A data item of a point changes (IF-018); nil leaves its value as it is.
    case dataItemChange(mpan: String, item: RegistrationItem, to: String?, from: Instant)
    /// The enquiry service hears of a new point (IF-050 MPANCreation).
    case pointCreation(mpan: String, from: Instant)
    /// The enquiry service hears of a point's status (IF-050 MPStatusChange).
    case statusChange(mpan: String, status: String, from: Instant)
    /// The enquiry service hears of a green deal, or of its end (IF-050 GreenDeal).
    case greenDeal(mpan: String, from: Instant?, until: Instant?)
    /// The enquiry service gets all of a point anew (IF-051).
    case enquiryRefresh(mpan: String)
    /// The market-wide service tells of a year's consumption (IF-040), kilowatt hours with three decimals.
    case annualConsumption(mpan: String, kilowattHours: String?)
    /// A metering service, data service or supplier reads a meter (IF-041), by the event's name.
    case reading(mpan: String, event: String)
    /// An advanced data service asks for the consumption before its time (IF-015).
    case consumptionReplay(mpan: String)

    /// What begins it in a scenario, and who does.
    public static let words: [(word: String, who: String)] = [
        ("changeOfSupplier", "registration"), ("initialRegistration", "registration"),
        ("reverseMigration", "registration"), ("disconnection", "registration"), ("segmentChange", "registration"),
        ("connectionTypeChange", "registration"), ("dataItemChange", "registration"),
        ("pointCreation", "registration"), ("statusChange", "registration"), ("greenDeal", "registration"),
        ("enquiryRefresh", "registration"), ("standingData", "the publisher of standing data"),
        ("annualConsumption", "the market-wide data service"),
        ("reading", "a metering service, data service or supplier"), ("consumptionReplay", "an advanced data service"),
    ]

    var mpan: String? {
        switch self {
        case .changeOfSupplier(let mpan, _, _), .reverseMigration(let mpan, _, _, _), .disconnection(let mpan, _),
            .segmentChange(let mpan, _, _), .connectionTypeChange(let mpan, _, _),
            .initialRegistration(let mpan, _, _), .dataItemChange(let mpan, _, _, _), .pointCreation(let mpan, _),
            .statusChange(let mpan, _, _), .greenDeal(let mpan, _, _), .enquiryRefresh(let mpan),
            .annualConsumption(let mpan, _), .reading(let mpan, _), .consumptionReplay(let mpan):
            mpan
        case .standingData: nil
        }
    }
}

/// A data item of a metering point of which registration tells everyone, by its event of IF-018.
public enum RegistrationItem: String, CaseIterable, Sendable {
    case address = "AddressChg"
    case gspGroup = "GSPChg"
    case domestic = "DomPremInd"
    case tariff = "DUOSTariffIDChg"
    case direction = "EnergyDirection"
    case enrolment = "DCCEnrolment"
    case metered = "MUMIndicator"

    /// What its value may be, for a person; the schema decides the rest.
    public var form: String {
        switch self {
        case .address: "the first line of the address"
        case .gspGroup: "a GSP group"
        case .domestic, .metered: "true or false"
        case .tariff: "one to three characters"
        case .direction: "I or E"
        case .enrolment: "A, I or N"
        }
    }

    /// Whether a text is a value of it.
    public func takes(_ text: String) -> Bool {
        switch self {
        case .address: (1...40).contains(text.unicodeScalars.count)
        case .gspGroup: text.utf8.count == 2 && text.hasPrefix("_")
        case .domestic, .metered: text == "true" || text == "false"
        case .tariff: (1...3).contains(text.unicodeScalars.count)
        case .direction: text == "I" || text == "E"
        case .enrolment: ["A", "I", "N"].contains(text)
        }
    }
}

/// What a role has to say for itself; the rules of a scenario and status messages are the counterparty's.
protocol ScriptedRole: Sendable {
    var desk: Desk { get set }
    /// Whether it has an answer with codes for this interface.
    func answers(_ message: ReceivedMessage) -> Bool
    mutating func hear(_ hearing: Hearing) -> [Reaction]
    mutating func overhear(_ message: ReceivedMessage, at instant: Instant)
    mutating func begin(at instant: Instant) -> [Reaction]
    mutating func wake(_ reminder: Reminder, at instant: Instant) -> [Reaction]
    mutating func start(_ process: MarketProcess, at instant: Instant) -> [Reaction]
}

extension ScriptedRole {
    func answers(_ message: ReceivedMessage) -> Bool { false }
    mutating func overhear(_ message: ReceivedMessage, at instant: Instant) {}
    mutating func begin(at instant: Instant) -> [Reaction] { [] }
    mutating func wake(_ reminder: Reminder, at instant: Instant) -> [Reaction] { [] }
    mutating func start(_ process: MarketProcess, at instant: Instant) -> [Reaction] { [] }
}

extension ResponseCode {
    /// Whether it belongs to a status message: the platform's codes and the recipients' (MSG, RCP).
    var isOfThePlatform: Bool { text.hasPrefix("MSG") || text.hasPrefix("RCP") }
}
