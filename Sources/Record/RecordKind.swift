/// A kind of record, named as its export is named on the command line and in addresses.
///
/// The order is the order in which exports, pages and help list the kinds.
public enum RecordKind: String, CaseIterable, Codable, Sendable, Hashable, Comparable {
    case papers
    case meetings
    case attendees
    case minuteSections = "minute-sections"
    case actions
    case decisions
    case decisionsSought = "decisions-sought"
    case decisionsReported = "decisions-reported"
    case raid
    case milestones
    case milestoneChanges = "milestone-changes"
    case readinessTasks = "readiness-tasks"
    case pitDates = "pit-dates"
    case entryCriteria = "entry-criteria"
    case gateCriteria = "gate-criteria"
    case choreography
    case onboardingWindows = "onboarding-windows"
    case onboardingWeeks = "onboarding-weeks"
    case qualification
    case tranches
    case assurance
    case agenda
    case roadmap
    case discussion
    case documents
    case documentDependencies = "document-dependencies"
    case changeRequests = "change-requests"
    case groupUpdates = "group-updates"
    case workingGroups = "working-groups"
    case events
    case planActivities = "plan-activities"
    case cleanseTimeline = "cleanse-timeline"
    case appendices
    case identifiers
    case contradictions
    case unclaimed
    case coverage

    /// Kinds whose rows are computed from the whole record rather than stated by a paper.
    public var isComputed: Bool {
        switch self {
        case .papers, .contradictions, .unclaimed, .coverage: true
        default: false
        }
    }

    /// The place in `allCases`; kinds sort in the order in which they are declared.
    public var ordinal: Int { Self.ordinals[self] ?? 0 }

    private static let ordinals = Dictionary(
        uniqueKeysWithValues: Self.allCases.enumerated().map { ($0.element, $0.offset) })

    public static func < (left: RecordKind, right: RecordKind) -> Bool { left.ordinal < right.ordinal }
}
