/// Where an MPAN stands on its way to the new arrangements, as lists and reports name it.
///
/// `stuck` is for an MPAN whose attempts are used up; one that is merely late keeps its state and is listed as overdue.
public enum MigrationState: UInt8, Sendable, CaseIterable {
    case backlog, planned, initiated, msRequested, msAppointed, dsRequested, dsAppointed, completed
    case rejected, timedOut, stuck, cancelled, superseded, reverseInFlight, reversed, excluded

    /// `MSRequested`, as the states are called in reports.
    public var name: String {
        switch self {
        case .backlog: "Backlog"
        case .planned: "Planned"
        case .initiated: "Initiated"
        case .msRequested: "MSRequested"
        case .msAppointed: "MSAppointed"
        case .dsRequested: "DSRequested"
        case .dsAppointed: "DSAppointed"
        case .completed: "Completed"
        case .rejected: "Rejected"
        case .timedOut: "TimedOut"
        case .stuck: "Stuck"
        case .cancelled: "Cancelled"
        case .superseded: "Superseded"
        case .reverseInFlight: "ReverseInFlight"
        case .reversed: "Reversed"
        case .excluded: "Excluded"
        }
    }
}

/// Which of the two services an appointment is of.
public enum TrackService: UInt8, Sendable, CaseIterable {
    case metering, data

    public var name: String { self == .metering ? "metering service" : "data service" }
}

/// What an MPAN as a whole is doing.
///
/// While it is `forward`, its two appointments say how far it is.
public enum TrackCourse: UInt8, Sendable, CaseIterable {
    case backlog, planned, forward, completed, cancelled, superseded, reverse, reversed, excluded
}

/// How far one service's appointment is.
public enum TrackLeg: UInt8, Sendable, CaseIterable {
    case none, requested
    /// With the provider.
    case asked
    /// The provider has answered; registration decides.
    case answered
    /// Accepted, to take effect on its date.
    case appointed
    case active, rejected, lapsed

    var isStanding: Bool { self == .appointed || self == .active }
    var isUnderWay: Bool { self == .requested || self == .asked || self == .answered }
    var hasFailed: Bool { self == .rejected || self == .lapsed }
}

/// What one message says of one service's appointment.
public enum TrackLegEvent: UInt8, Sendable, CaseIterable {
    /// IF-031.
    case request
    /// IF-032: accepted; without a legible outcome; refused.
    case accept, reply, refuse
    /// IF-033.
    case ask
    /// IF-034: accepted; without a legible outcome; declined.
    case agree, respond, decline
    /// IF-035: accepted, rejected, lapsed.
    case confirm, turnDown, lapse
    /// IF-036.
    case activate
    /// IF-037.
    case end
}

/// What happens to an MPAN as a whole: an event with all that the machine needs to know of its circumstances.
public enum TrackCourseEvent: UInt8, Sendable, CaseIterable {
    case plan, cancel, exclude, include
    /// An appointment is requested by the supplier, or by the one that is coming.
    case request
    /// An appointment is requested by another supplier.
    case foreignRequest
    /// An answer about an appointment that decides nothing for good.
    case progress
    /// A service is appointed (IF-035) or active (IF-036).
    case appointment
    /// IF-037.
    case departure
    /// IF-005, IF-006, the prompt of IF-035.
    case details
    /// IF-021 with both services appointed, and without.
    case consumption, earlyConsumption
    /// A change of supplier is notified: to the supplier that is migrating the MPAN itself; to another that may hold
    /// migrated MPANs; to one that may not.
    case noticeToRequester, noticeToQualified, noticeToUnqualified
    /// The change of supplier takes effect.
    case switched
    /// IF-003, and the day on which the new arrangements end.
    case reverseNotice, reverseEnd
}

/// One kind of message or of internal event, as it is stored.
public enum TrackKind: Sendable, Hashable {
    case plan, cancel, exclude, include, supplierChange, details, consumption, reverseLeg, reverseNotified
    case appointment(TrackService, TrackLegEvent)

    private static let plain: [TrackKind] = [
        .plan, .cancel, .exclude, .include, .supplierChange, .details, .consumption, .reverseLeg, .reverseNotified,
    ]

    /// Below 40; the order of kinds at one instant, business order first.
    public var code: UInt8 {
        switch self {
        case .include: 0
        case .plan: 1
        case .appointment(let service, let event):
            // Metering before data, and the steps in their order: what is requested is answered later.
            2 + service.rawValue * 13 + event.rawValue
        case .details: 28
        case .reverseLeg: 29
        case .reverseNotified: 30
        case .supplierChange: 31
        case .cancel: 32
        case .exclude: 33
        case .consumption: 34
        }
    }

    public init?(code: UInt8) {
        if (2..<28).contains(code) {
            guard let service = TrackService(rawValue: (code - 2) / 13),
                let event = TrackLegEvent(rawValue: (code - 2) % 13)
            else { return nil }
            self = .appointment(service, event)
            return
        }
        guard let kind = Self.plain.first(where: { $0.code == code }) else { return nil }
        self = kind
    }

    /// Every kind, by code.
    public static let all: [TrackKind] = (0..<35).compactMap { TrackKind(code: $0) }

    /// For lists: `IF-031 MSApp`, `planned`.
    public var words: String {
        switch self {
        case .plan: "planned"
        case .cancel: "cancelled"
        case .exclude: "excluded"
        case .include: "included"
        case .supplierChange: "IF-001 ChangeOfSupplier"
        case .details: "IF-005/006 meter details"
        case .consumption: "IF-021 consumption"
        case .reverseLeg: "IF-003 service removed for reverse migration"
        case .reverseNotified: "IF-003 ReverseMigNotification"
        case .appointment(let service, let event): Self.words(service == .metering ? "MS" : "DS", event)
        }
    }

    private static func words(_ prefix: String, _ event: TrackLegEvent) -> String {
        switch event {
        case .request: "IF-031 \(prefix)App"
        case .accept: "IF-032 \(prefix)AppInitialResp accepted"
        case .reply: "IF-032 \(prefix)AppInitialResp"
        case .refuse: "IF-032 \(prefix)AppInitialResp rejected"
        case .ask: "IF-033 \(prefix)AppSPRequest"
        case .agree: "IF-034 \(prefix)AppSPResponse accepted"
        case .respond: "IF-034 \(prefix)AppSPResponse"
        case .decline: "IF-034 \(prefix)AppSPResponse rejected"
        case .confirm: "IF-035 \(prefix)AppAccepted"
        case .turnDown: "IF-035 \(prefix)AppRejected"
        case .lapse: "IF-035 \(prefix)AppLapsed"
        case .activate: "IF-036 \(prefix)AppActive"
        case .end: "IF-037 \(prefix)DeApp"
        }
    }
}
