public import Kernel

/// What the router may not decide by itself, since no reachable text says it.
public struct RoutingSettings: Hashable, Sendable, Codable {
    /// Whether recipients that could be found get the message though another could not; else nobody does.
    public var deliversPartly: Bool
    /// Whether an unknown MPAN is passed over where the sender named a party of each role that the register would give.
    public var primaryStandsForSecondary: Bool
    /// Whether the sender is told that an always recipient takes no part here. Off: a party may test alone.
    public var reportsAbsentAlways: Bool
    /// Whether a sender is told that nobody gets its message.
    public var reportsNobody: Bool

    public init(
        deliversPartly: Bool = true, primaryStandsForSecondary: Bool = true, reportsAbsentAlways: Bool = false,
        reportsNobody: Bool = true
    ) {
        self.deliversPartly = deliversPartly
        self.primaryStandsForSecondary = primaryStandsForSecondary
        self.reportsAbsentAlways = reportsAbsentAlways
        self.reportsNobody = reportsNobody
    }
}

/// Who takes part, as a router needs it: a snapshot of the register.
public struct RoutingDirectory: Equatable, Sendable {
    private let roleOf: [DIPID: RoleCode]
    private let members: [RoleCode: [DIPID]]
    private let everybody: [DIPID]

    public init(_ participants: [Participant]) {
        let roles = Dictionary(participants.map { ($0.dipID, $0.role) }, uniquingKeysWith: { _, later in later })
        roleOf = roles
        everybody = roles.keys.sorted()
        members = Dictionary(grouping: everybody) { roles[$0] ?? Router.noRole }
    }

    /// The role of a party, or nil where it takes no part.
    public func role(of party: DIPID) -> RoleCode? { roleOf[party] }

    /// The parties of a role, or all (nil), in order of their DIP IDs.
    public func parties(of role: RoleCode?) -> [DIPID] { role.map { members[$0] ?? [] } ?? everybody }
}

/// Something wrong with where a message should go.
public struct RoutingFault: Hashable, Sendable {
    public var code: ResponseCode
    /// The DIP ID, role or MPAN that it is about.
    public var subject: String
    /// One sentence with the values.
    public var sentence: String

    public init(code: ResponseCode, subject: String, sentence: String) {
        self.code = code
        self.subject = subject
        self.sentence = sentence
    }
}

/// Where a message goes.
public struct RoutingOutcome: Equatable, Sendable {
    /// Primary, then secondary, then always; no recipient twice.
    public var addressees: [Addressee]
    /// Level 1: the message is refused for these.
    public var refusals: [RoutingFault]
    /// Level 2: the message is accepted, and its sender is told by a status message.
    public var reports: [RoutingFault]

    public init(addressees: [Addressee] = [], refusals: [RoutingFault] = [], reports: [RoutingFault] = []) {
        self.addressees = addressees
        self.refusals = refusals
        self.reports = reports
    }
}

/// Finds the recipients of messages. A value: the same question has the same answer.
public struct Router: Sendable {
    public var table: RoutingTable
    public var settings: RoutingSettings

    public init(table: RoutingTable = .builtIn, settings: RoutingSettings = RoutingSettings()) {
        self.table = table
        self.settings = settings
    }

    /// The lane of an MPAN: the same in every run, so that an MPAN's messages keep their order (FNV-1a, 64 bits).
    /// - Parameter lanes: how many a recipient has; at least 1.
    /// - Returns: 0 to `lanes` - 1; 0 where there is no MPAN.
    public static func lane(ofMPAN mpan: String?, lanes: Int) -> Int {
        guard let mpan, lanes > 1 else { return 0 }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in mpan.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return Int(hash % UInt64(lanes))
    }

    /// Where a message goes.
    ///
    /// Level 1 (dip.md 1.8): a primary recipient that takes no part (MSG1031) or whose role may not receive the
    /// interface (MSG1032). Level 2: an MPAN that the register does not know (MSG1037), nobody appointed (MSG1038), an
    /// appointed party that takes no part (MSG1033) or has another role (MSG1034), an always recipient likewise
    /// (MSG1035, MSG1036), nobody at all (MSG1030).
    /// - Parameter appointments: all of the message's MPAN, past and to come.
    /// - Parameter instant: when the appointments are looked at: the time of acceptance.
    public func route(
        _ head: MessageHead, directory: RoutingDirectory, appointments: [Appointment], at instant: Instant, lanes: Int
    ) -> RoutingOutcome {
        guard let interface = InterfaceID(head.interface), let row = table.route(interface, event: head.eventCode)
        else {
            return RoutingOutcome(refusals: [
                RoutingFault(
                    code: .interfaceInvalid, subject: head.interface,
                    sentence: "No route is known for interface \(head.interface).")
            ])
        }
        var search = RecipientSearch(
            head: head, directory: directory, lane: Self.lane(ofMPAN: head.mpan, lanes: lanes), settings: settings)
        search.addPrimaries(row)
        search.addSecondaries(row, appointments: appointments, at: instant)
        search.addAlways(row)
        search.checkSomebody(row)
        return search.outcome
    }

    /// The platform's own role: a message to it has no recipient.
    static let platform = RoleCode(known: "DIP")
    /// Stands in for a role where there is none; no text makes it.
    static let noRole = RoleCode(known: "-")
}

extension RoleCode {
    /// Only for words that the program itself names.
    fileprivate init(known text: StaticString) { self.text = text.description }
}

/// Collects the recipients of one message.
private struct RecipientSearch {
    let head: MessageHead
    let directory: RoutingDirectory
    let lane: Int
    let settings: RoutingSettings
    private var addressees: [Addressee] = []
    private var refusals: [RoutingFault] = []
    private var reports: [RoutingFault] = []

    init(head: MessageHead, directory: RoutingDirectory, lane: Int, settings: RoutingSettings) {
        self.head = head
        self.directory = directory
        self.lane = lane
        self.settings = settings
    }

    var outcome: RoutingOutcome {
        let goesOut = refusals.isEmpty && (settings.deliversPartly || reports.isEmpty)
        return RoutingOutcome(addressees: goesOut ? addressees : [], refusals: refusals, reports: reports)
    }

    mutating func addPrimaries(_ row: RouteRow) {
        for text in head.primaryRecipients {
            guard let party = DIPID(text), let role = directory.role(of: party) else {
                refusals.append(
                    RoutingFault(
                        code: .primaryRecipientInvalid, subject: text,
                        sentence: "Primary recipient \(text) is not enrolled."))
                continue
            }
            guard row.mayReceive(role) else {
                refusals.append(
                    RoutingFault(
                        code: .primaryRoleInvalid, subject: text,
                        sentence: "Primary recipient \(text) is \(role), which does not receive \(head.interface)."))
                continue
            }
            add(party, role, .primary)
        }
    }

    mutating func addSecondaries(_ row: RouteRow, appointments: [Appointment], at instant: Instant) {
        guard !row.secondary.isEmpty else { return }
        guard let mpan = head.mpan, !appointments.isEmpty else {
            if !isCoveredByPrimaries(row) {
                let what =
                    head.mpan.map { "MPAN \($0) is not in the appointment register" } ?? "The message has no MPAN"
                reports.append(
                    RoutingFault(
                        code: .mpanUnknown, subject: head.mpan ?? "",
                        sentence: "\(what), so no secondary recipient of \(head.interface) can be found."))
            }
            return
        }
        var found = false
        for target in row.secondary {
            for appointment in Self.appointed(target, appointments, at: instant) {
                found = true
                addAppointed(appointment)
            }
        }
        if !found, !isCoveredByPrimaries(row) {
            let roles = row.secondary.map(\.text).joined(separator: ", ")
            reports.append(
                RoutingFault(
                    code: .noSecondaryRecipient, subject: mpan,
                    sentence: "MPAN \(mpan) has no appointed \(roles) at \(instant.isoWithOffset)."))
        }
    }

    mutating func addAlways(_ row: RouteRow) {
        for target in row.always {
            switch target {
            case .anyRole: for party in directory.parties(of: nil) { addKnown(party, .always) }
            case .role(let role, _, _):
                let parties = directory.parties(of: role)
                for party in parties { add(party, role, .always) }
                if parties.isEmpty { reportAbsent(role.text, .alwaysRecipientInvalid, "Nobody is enrolled as \(role)") }
            case .distributor(let role): addDistributor(role)
            }
        }
    }

    mutating func checkSomebody(_ row: RouteRow) {
        guard addressees.isEmpty, refusals.isEmpty, reports.isEmpty, settings.reportsNobody,
            !row.mayReceive(Router.platform) || row.primary.contains(.anyRole)
        else { return }
        // Where only always recipients are meant and none takes part, a party tests alone: nothing is wrong.
        guard !row.primary.isEmpty || !row.secondary.isEmpty else { return }
        reports.append(
            RoutingFault(
                code: .routingError, subject: head.senderUniqueReference,
                sentence: "Nobody receives this \(head.interface): it names no primary recipient."))
    }

    private mutating func addAppointed(_ appointment: Appointment) {
        guard let role = directory.role(of: appointment.dipID) else {
            reports.append(
                RoutingFault(
                    code: .secondaryRecipientInvalid, subject: appointment.dipID.text,
                    sentence: "\(appointment.dipID), appointed as \(appointment.role) to MPAN \(appointment.mpan), "
                        + "is not enrolled."))
            return
        }
        guard role == appointment.role else {
            reports.append(
                RoutingFault(
                    code: .secondaryRoleInvalid, subject: appointment.dipID.text,
                    sentence: "\(appointment.dipID) is appointed to MPAN \(appointment.mpan) as \(appointment.role), "
                        + "and is enrolled as \(role)."))
            return
        }
        add(appointment.dipID, role, .secondary)
    }

    private mutating func addDistributor(_ role: RoleCode) {
        guard let text = head.distributor else { return }
        guard let party = DIPID(text), let actual = directory.role(of: party) else {
            return reportAbsent(text, .alwaysRecipientInvalid, "Distributor \(text) is not enrolled")
        }
        guard actual == role else {
            return reportAbsent(
                text, .alwaysRoleInvalid, "Distributor \(text) is enrolled as \(actual), not as \(role)")
        }
        add(party, role, .always)
    }

    private mutating func reportAbsent(_ subject: String, _ code: ResponseCode, _ what: String) {
        guard settings.reportsAbsentAlways else { return }
        reports.append(
            RoutingFault(code: code, subject: subject, sentence: what + ", so it does not receive \(head.interface)."))
    }

    private mutating func addKnown(_ party: DIPID, _ kind: AddresseeKind) {
        if let role = directory.role(of: party) { add(party, role, kind) }
    }

    private mutating func add(_ party: DIPID, _ role: RoleCode, _ kind: AddresseeKind) {
        // A sender gets its own message back only where it names itself.
        guard kind == .primary || party.text != head.sender else { return }
        guard !addressees.contains(where: { $0.recipient == party }) else { return }
        addressees.append(Addressee(recipient: party, role: role, kind: kind, lane: lane))
    }

    private func isCoveredByPrimaries(_ row: RouteRow) -> Bool {
        guard settings.primaryStandsForSecondary else { return false }
        let named = addressees.filter { $0.kind == .primary }.map(\.role)
        return !named.isEmpty && row.secondary.allSatisfy { target in named.contains { $0 == target.role } }
    }

    /// Who is appointed in a role: now, and where asked for next and before.
    private static func appointed(
        _ target: RouteTarget, _ appointments: [Appointment], at instant: Instant
    ) -> [Appointment] {
        guard case .role(let role, let next, let previous) = target else { return [] }
        let ofRole = appointments.filter { $0.role == role }
        var found = ofRole.filter { $0.holds(at: instant) }
        if next {
            let begin = ofRole.compactMap(\.from).filter { $0 > instant }.min()
            found += ofRole.filter { $0.from != nil && $0.from == begin }
        }
        if previous {
            let end = ofRole.compactMap(\.until).filter { $0 <= instant }.max()
            found += ofRole.filter { $0.until != nil && $0.until == end }
        }
        return found
    }
}

extension Appointment {
    /// Whether it is in force: from its begin up to but not including its end.
    public func holds(at instant: Instant) -> Bool {
        if let from, instant < from { return false }
        if let until, instant >= until { return false }
        return true
    }
}
