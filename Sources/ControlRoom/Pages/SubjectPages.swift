import Charts
import Kernel
import Record

/// The pages of the navigation: a heading, what is worth saying first, and the subject's table.
enum SubjectPages {
    static func model(_ subject: Subject, _ desk: Desk) async throws -> PageModel {
        if let kind = subject.kind, subject != .readiness {
            return try await tablePage(subject, kind, desk)
        }
        var page = frame(subject, desk)
        switch subject {
        case .threeMonths: page.panels = try await MilestonePanels.threeMonths(desk)
        case .milestoneTrend: page.panels = try await MilestonePanels.trend(desk)
        case .plan: page.panels = try await PlanPanels.panels(desk)
        case .readiness: page.panels = try await ReadinessPanels.panels(desk)
        case .gates: page.panels = try await GatePanels.panels(desk)
        case .pit: page.panels = try await PITPanels.panels(desk)
        case .qualification: page.panels = try await QualificationPanels.panels(desk)
        case .documents: page.panels = try await DocumentPanels.panels(desk)
        default: throw RoomFailure.noSuchPage
        }
        return page
    }

    private static func tablePage(_ subject: Subject, _ kind: RecordKind, _ desk: Desk) async throws -> PageModel {
        var page = frame(subject, desk)
        let table = try await TableBuilder(desk: desk, kind: kind).table()
        // A reader who has asked something of the table wants the table, not the summary above it.
        if !desk.options.focus, desk.address.table == TableRequest() {
            page.panels += try await summary(subject, desk)
        }
        page.panels.append(PanelModel(anchor: "table", name: Wording.kind(kind), table: [table]))
        return page
    }

    /// Heading, lead and tabs.
    static func frame(_ subject: Subject, _ desk: Desk) -> PageModel {
        let words = self.words(subject)
        let place = Navigation.place(of: .subject(subject))
        let tabs = (place?.tabs ?? []).map { tab in
            TabModel(text: tab.title, href: desk.link(.subject(tab.subject)), isHere: tab.subject == subject)
        }
        return PageModel(
            heading: words.heading, lead: [words.lead], views: tabs.isEmpty ? [] : [TabRow(tabs: tabs)])
    }

    private static func words(_ subject: Subject) -> (heading: String, lead: String) {
        switch subject {
        case .meetings: ("Meetings", "Every meeting that a paper names, whatever number of papers speak of it.")
        case .actions:
            (
                "Actions",
                "What was asked of whom, with the latest update. An action keeps its reference over all papers."
            )
        case .decisions: ("Decisions taken", "Decisions of the groups whose papers are in the record.")
        case .decisionsSought: ("Decisions sought", "Agenda items that ask a meeting to decide.")
        case .decisionsReported:
            ("Decisions reported", "What other groups decided, as papers of this record report it.")
        case .milestones: ("Milestones", "The register: every milestone printed with a title, proposed ones too.")
        case .threeMonths: ("Milestones, three months", "What falls due in this month and the two that follow.")
        case .milestoneChanges: ("Milestone changes", "What papers propose to add, change or remove.")
        case .milestoneTrend: ("Variance of milestones", "How far each forecast has moved from its baseline.")
        case .plan: ("Plan on a page", "Activities with their months, and the milestones that fall in them.")
        case .raid: ("RAID", "Risks, assumptions, issues and dependencies, also those that papers only cite.")
        case .readiness: ("Readiness", "Tasks of the readiness tracker, by interval and by who owns them.")
        case .gates: ("Gates", "What must hold before each gate is approved, with what the record knows of it.")
        case .pit: ("PIT calendar", "Dates printed for each artefact and interval, against those its rule expects.")
        case .qualification: ("Qualification", "Figures that participants gave, and the tranches they asked for.")
        case .documents: ("Documents", "Each document with its versions and what happened to them.")
        case .documentEvents: ("Document events", "What happened to a document's version, one row an event.")
        case .documentDependencies: ("Document dependencies", "What a document's next version waits for.")
        case .changeRequests: ("Change requests", "Each change request with the latest state that a paper reports.")
        case .papers: ("Papers", "What the record was read from. Open a paper to see its text with every claim marked.")
        case .coverage: ("Coverage", "How many lines of each paper are claimed by a record, a heading or running text.")
        case .unclaimed: ("Unclaimed lines", "Lines that nothing claims: what a reader still has to look at.")
        case .contradictions: ("Contradictions", "Places of the record that disagree, with the probable value and why.")
        }
    }

    // MARK: Summaries

    /// What is worth saying before the table.
    private static func summary(_ subject: Subject, _ desk: Desk) async throws -> [PanelModel] {
        switch subject {
        case .actions: try await ActionPanels.summary(desk)
        case .raid: try await RAIDPanels.summary(desk)
        case .contradictions: try await tally(.contradictions, "rule", "By rule", desk)
        case .decisionsReported: try await tally(.decisionsReported, "outcome", "By outcome", desk)
        case .milestoneChanges: try await tally(.milestoneChanges, "change", "By change", desk)
        case .changeRequests: try await tally(.changeRequests, "state", "By state", desk)
        case .coverage: try await CoveragePanels.summary(desk)
        default: []
        }
    }

    /// Bars of a column's values, each leading to its rows.
    static func tally(
        _ kind: RecordKind, _ column: String, _ name: String, _ desk: Desk, width: String = "full"
    ) async throws -> [PanelModel] {
        let values = try await desk.values(of: column, kind, limit: 12)
        guard values.count > 1 else { return [] }
        let bars = values.map { value in
            BarRows.Bar(
                label: value.value.isEmpty ? "Not given" : value.value, value: value.count,
                tone: Tone.of(column: column, value: value.value) ?? "quiet",
                href: desk.link(
                    kind, filters: [RowQuery.Filter(column, value.value.isEmpty ? .isEmpty : .equals(value.value))]))
        }
        let chart = BarRows(title: "\(Wording.kind(kind)), \(name.lowercased())", bars: bars)
        return [
            PanelModel(
                anchor: "by-\(column)", name: name, width: width,
                chart: MilestonePanels.scrolled(chart.svg, chart.title))
        ]
    }
}
