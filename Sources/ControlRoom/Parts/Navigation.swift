import Record

/// The room's places in the order of the side bar, and the tabs of each.
enum Navigation {
    struct Place: Sendable, Hashable {
        let title: String
        let route: Route
        /// Pages that belong to the place; the first is the place itself.
        let tabs: [Tab]

        init(_ title: String, _ route: Route, tabs: [Tab] = []) {
            self.title = title
            self.route = route
            self.tabs = tabs
        }
    }

    struct Tab: Sendable, Hashable {
        let title: String
        let subject: Subject
        init(_ title: String, _ subject: Subject) {
            self.title = title
            self.subject = subject
        }
    }

    static let groups: [(title: String, places: [Place])] = [
        (
            "Overview",
            [
                Place("Home", .home), Place("Meetings", .subject(.meetings)), Place("Actions", .subject(.actions)),
                Place(
                    "Decisions", .subject(.decisions),
                    tabs: [
                        Tab("Taken", .decisions), Tab("Sought", .decisionsSought),
                        Tab("Reported", .decisionsReported),
                    ]),
            ]
        ),
        (
            "Plan",
            [
                Place(
                    "Milestones", .subject(.milestones),
                    tabs: [
                        Tab("Register", .milestones), Tab("Three months", .threeMonths),
                        Tab("Changes", .milestoneChanges), Tab("Variance", .milestoneTrend),
                    ]),
                Place("Plan on a page", .subject(.plan)), Place("RAID", .subject(.raid)),
                Place("Readiness", .subject(.readiness)), Place("Gates", .subject(.gates)),
                Place("PIT calendar", .subject(.pit)), Place("Qualification", .subject(.qualification)),
            ]
        ),
        (
            "Control",
            [
                Place(
                    "Documents", .subject(.documents),
                    tabs: [
                        Tab("By document", .documents), Tab("Events", .documentEvents),
                        Tab("Dependencies", .documentDependencies),
                    ]),
                Place("Change requests", .subject(.changeRequests)),
            ]
        ),
        ("Test data", [Place("Consumption", .consumption(.portfolio))]),
        (
            "Data cleanse",
            [
                Place("Dashboard", .cleanse(.dashboard)), Place("Exceptions", .cleanse(.exceptions)),
                Place("MPANs", .cleanse(.points)), Place("Rules", .cleanse(.rules)),
                Place("Certificate", .cleanse(.certificate)), Place("Runs", .cleanse(.runs)),
                Place("Packs", .cleanse(.packs)),
            ]
        ),
        (
            "Migration",
            [
                Place("Burn-up", .migration(.dashboard)), Place("Heat map", .migration(.heat)),
                Place("Suppliers", .migration(.suppliers)), Place("Distributors", .migration(.distributors)),
                Place("Agents", .migration(.agents)), Place("Sprints", .migration(.sprints)),
                Place("Plan differences", .migration(.differences)), Place("Stuck", .migration(.stuck)),
                Place("Quarantine", .migration(.quarantine)), Place("Controls", .migration(.controls)),
            ]
        ),
        (
            "Stand-in for the DIP",
            [
                Place("Live traffic", .dip(.live)), Place("Journal", .dip(.journal)),
                Place("Channels", .dip(.channels)), Place("Participants", .dip(.participants)),
                Place("Onboarding", .dip(.onboarding)), Place("Scenarios", .dip(.scenarios)),
                Place("Faults and outages", .dip(.faults)), Place("Platform settings", .dip(.settings)),
            ]
        ),
        (
            "Evidence",
            [
                Place(
                    "Papers", .subject(.papers),
                    tabs: [
                        Tab("Papers", .papers), Tab("Coverage", .coverage), Tab("Unclaimed lines", .unclaimed),
                    ]),
                Place("Contradictions", .subject(.contradictions)), Place("All records", .records),
            ]
        ),
    ]

    static let places: [Place] = groups.flatMap(\.places)

    /// The place a route belongs to.
    static func place(of route: Route) -> Place? {
        switch route {
        case .subject(let subject):
            places.first { $0.route == route || $0.tabs.contains { $0.subject == subject } }
        case .paper: places.first { $0.route == .subject(.papers) }
        case .record(let kind, _), .table(let kind), .export(let kind, _):
            place(of: Self.route(of: kind), orElse: .records)
        case .consumption: places.first { $0.route == .consumption(.portfolio) }
        case .dip(let place): places.first { $0.route == .dip(place.home) }
        case .cleanse(let place): places.first { $0.route == .cleanse(place.home) }
        case .migration(let place): places.first { $0.route == .migration(place.home) }
        case .home, .records: places.first { $0.route == route }
        case .search, .asset: nil
        }
    }

    private static func place(of route: Route, orElse other: Route) -> Place? {
        if case .subject = route { return place(of: route) }
        return places.first { $0.route == other }
    }

    /// The page that shows a kind's table: its subject's where it has one.
    static func route(of kind: RecordKind) -> Route {
        Subject.allCases.first { $0.kind == kind }.map { .subject($0) } ?? .table(kind)
    }
}
