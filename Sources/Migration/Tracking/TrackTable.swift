/// What an event does to an MPAN, or to one of its appointments.
public enum TrackOutcome<Place: Sendable & Hashable>: Sendable, Hashable {
    case to(Place)
    /// Lawful, and changes nothing.
    case stay
    /// The appointment's own table decides.
    case appointment
    /// Unlawful here: quarantined.
    case refuse
}

/// One line of a transition table: from where, by which event, to where, under which rule.
public struct TrackRow<Place: Sendable & Hashable, Event: Sendable & Hashable>: Sendable {
    public let from: Place
    public let event: Event
    public let outcome: TrackOutcome<Place>
    /// The rule's id in `TrackRule.all`.
    public let rule: String
}

/// Why a transition is as it is.
public struct TrackRule: Sendable {
    public let id: String
    /// What the rule says.
    public let words: String
    /// Where it comes from: a source, or our own design.
    public let basis: String
    /// Who has to act where the rule refuses an event, and what to do; empty where it refuses none.
    public let owner: TrackOwner
    public let advice: String
}

/// Who has to act.
public enum TrackOwner: UInt8, Sendable, CaseIterable {
    case nobody, supplier, registrationService, meteringService, dataService, controlCentre

    public var name: String {
        switch self {
        case .nobody: ""
        case .supplier: "supplier"
        case .registrationService: "registration service"
        case .meteringService: "metering service"
        case .dataService: "data service"
        case .controlCentre: "migration control centre"
        }
    }
}

/// The transition tables: data that the machine looks up, that the reference prints and that the tests walk.
public enum TrackTable {
    /// Every course × every event, in order.
    public static let courses: [TrackRow<TrackCourse, TrackCourseEvent>] = filled(courseRules)
    /// Every state of an appointment × every event, in order.
    public static let legs: [TrackRow<TrackLeg, TrackLegEvent>] = filled(legRules)

    static func course(_ from: TrackCourse, _ event: TrackCourseEvent) -> TrackRow<TrackCourse, TrackCourseEvent> {
        courses[Int(from.rawValue) * TrackCourseEvent.allCases.count + Int(event.rawValue)]
    }

    static func leg(_ from: TrackLeg, _ event: TrackLegEvent) -> TrackRow<TrackLeg, TrackLegEvent> {
        legs[Int(from.rawValue) * TrackLegEvent.allCases.count + Int(event.rawValue)]
    }

    private typealias Rules<Place: Sendable & Hashable, Event> = [(
        from: [Place], events: [Event], outcome: TrackOutcome<Place>, rule: String
    )]

    /// A square for every pair: the first line that names it, or the last resort.
    private static func filled<Place, Event>(
        _ rules: [(from: [Place], events: [Event], outcome: TrackOutcome<Place>, rule: String)]
    ) -> [TrackRow<Place, Event>] where Place: CaseIterable & Sendable, Event: CaseIterable & Hashable & Sendable {
        Place.allCases.flatMap { from in
            Event.allCases.map { event in
                let found = rules.first { $0.from.contains(from) && $0.events.contains(event) }
                return TrackRow(
                    from: from, event: event, outcome: found?.outcome ?? .refuse, rule: found?.rule ?? "Q9")
            }
        }
    }

    private static let notStarted: [TrackCourse] = [.backlog, .planned, .cancelled, .superseded, .reversed]
    private static let legacy: [TrackCourse] = notStarted + [.excluded]

    private static let courseRules: Rules<TrackCourse, TrackCourseEvent> = [
        (notStarted, [.plan], .to(.planned), "C1"),
        ([.forward], [.plan], .stay, "C1"),
        ([.completed, .reverse], [.plan], .refuse, "Q1"),
        ([.excluded], [.plan, .request, .foreignRequest], .refuse, "Q2"),

        (notStarted, [.request], .to(.forward), "C2"),
        ([.forward], [.request], .appointment, "C3"),
        ([.completed], [.request, .foreignRequest, .progress, .appointment, .departure], .stay, "C4"),
        ([.reverse], [.request, .foreignRequest], .refuse, "Q3"),
        (TrackCourse.allCases, [.foreignRequest], .refuse, "Q4"),

        ([.forward], [.progress, .appointment], .appointment, "C3"),
        ([.cancelled, .superseded], [.progress], .stay, "C5"),
        ([.cancelled, .superseded], [.appointment], .refuse, "Q6"),
        ([.reverse, .reversed], [.progress, .departure], .stay, "C10"),
        (legacy + [.reverse], [.progress, .appointment], .refuse, "Q7"),
        (TrackCourse.allCases, [.departure], .stay, "C6"),
        (TrackCourse.allCases, [.details], .stay, "C6"),

        ([.forward], [.consumption], .to(.completed), "C7"),
        ([.completed, .reverse, .reversed], [.consumption, .earlyConsumption], .stay, "C8"),
        (TrackCourse.allCases, [.consumption, .earlyConsumption], .refuse, "Q8"),

        ([.planned], [.cancel], .to(.cancelled), "C9"),
        ([.forward], [.cancel], .to(.cancelled), "C9"),
        ([.cancelled], [.cancel], .stay, "C9"),
        ([.reverse], [.cancel], .to(.completed), "C11"),
        ([.backlog, .superseded, .completed, .reversed, .excluded], [.cancel], .refuse, "Q10"),

        (notStarted, [.exclude], .to(.excluded), "C12"),
        ([.excluded], [.exclude], .stay, "C12"),
        ([.forward, .completed, .reverse], [.exclude], .refuse, "Q11"),
        ([.excluded], [.include], .to(.backlog), "C12"),
        (TrackCourse.allCases, [.include], .refuse, "Q12"),

        ([.forward], [.noticeToRequester], .stay, "C13"),
        ([.planned, .forward], [.noticeToQualified, .noticeToUnqualified], .to(.superseded), "C14"),
        ([.completed], [.noticeToUnqualified], .to(.reverse), "C15"),
        (TrackCourse.allCases, [.noticeToRequester, .noticeToQualified, .noticeToUnqualified], .stay, "C16"),
        (TrackCourse.allCases, [.switched], .stay, "C16"),

        ([.completed], [.reverseNotice], .to(.reverse), "C10"),
        ([.completed, .reverse], [.reverseEnd], .to(.reversed), "C10"),
        ([.reverse, .reversed], [.reverseNotice, .reverseEnd], .stay, "C10"),
        (TrackCourse.allCases, [.reverseNotice, .reverseEnd], .refuse, "Q13"),
    ]

    private static let legRules: Rules<TrackLeg, TrackLegEvent> = [
        ([.none, .rejected, .lapsed], [.request], .to(.requested), "L1"),
        ([.requested, .asked, .answered], [.request], .refuse, "Q14"),
        ([.appointed, .active], [.request], .refuse, "Q15"),

        ([.requested], [.accept, .reply], .stay, "L2"),
        ([.asked, .answered, .appointed, .active], [.accept, .reply], .stay, "L2"),
        ([.requested], [.refuse], .to(.rejected), "L3"),
        ([.rejected], [.refuse, .decline, .turnDown, .lapse], .stay, "L4"),
        ([.requested], [.ask], .to(.asked), "L5"),
        ([.asked, .answered, .appointed, .active], [.ask], .stay, "L5"),
        ([.asked, .answered, .appointed, .active], [.refuse], .refuse, "Q18"),
        ([.appointed, .active], [.decline, .turnDown, .lapse], .refuse, "Q18"),

        ([.requested, .asked], [.agree, .respond], .to(.answered), "L6"),
        ([.answered, .appointed, .active], [.agree, .respond], .stay, "L6"),
        ([.requested, .asked, .answered], [.decline], .to(.rejected), "L7"),

        ([.requested, .asked, .answered], [.confirm], .to(.appointed), "L8"),
        ([.appointed, .active], [.confirm], .stay, "L8"),
        ([.requested, .asked, .answered], [.turnDown], .to(.rejected), "L7"),
        ([.requested, .asked, .answered], [.lapse], .to(.lapsed), "L9"),
        ([.lapsed], [.lapse, .agree, .respond, .decline, .refuse, .turnDown], .stay, "L9"),

        ([.requested, .asked, .answered, .appointed], [.activate], .to(.active), "L10"),
        ([.active], [.activate], .stay, "L10"),
        (TrackLeg.allCases, [.end], .stay, "L11"),

        ([.none], TrackLegEvent.allCases, .refuse, "Q7"),
        ([.rejected, .lapsed], [.accept, .reply, .ask, .agree, .respond, .confirm, .activate], .refuse, "Q16"),
    ]
}
