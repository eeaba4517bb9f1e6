extension RecordKind {
    /// What one row of the kind's export is, in a sentence.
    public var meaning: String {
        switch self {
        case .papers: "A paper that was imported, with the day on which it was issued."
        case .meetings: "A meeting of a group, once, whatever number of papers it has."
        case .attendees: "A person at a meeting, under the part they are listed in."
        case .minuteSections: "A numbered section of a meeting's minutes."
        case .actions:
            "An action over all papers; `meeting` is where it was raised, the text is that of the latest table."
        case .decisions: "A decision that a group took, with or without a number."
        case .decisionsSought: "An agenda item that asks a meeting for a decision."
        case .decisionsReported: "A subject that another group decided, as reported to this one."
        case .raid: "A risk, assumption, issue, dependency or RAID note; also one that is only cited."
        case .milestones, .milestoneChanges, .readinessTasks, .planActivities, .choreography, .gateCriteria:
            planningMeaning
        case .pitDates, .entryCriteria, .onboardingWindows, .onboardingWeeks, .qualification, .tranches, .assurance,
            .cleanseTimeline:
            testingMeaning
        case .agenda: "An item of a meeting's agenda."
        case .roadmap: "A cell of the agenda roadmap: what one row of it plans for one meeting."
        case .discussion: "A cell of a headline report's key discussion items, with what it cites."
        case .documents, .documentDependencies, .changeRequests, .appendices, .identifiers: documentMeaning
        case .groupUpdates: "A heading under which a paper reports of a group's meeting."
        case .workingGroups: "What a paper reports of a working group: what is coming, its last and its next meeting."
        case .events: "A dated event that a paper announces."
        case .contradictions: "A finding: two places that cannot both be right, or one that breaks a rule."
        case .unclaimed: "A line of a paper that no record, heading or narrative claims."
        case .coverage: "A paper with its numbers of lines that hold text, are claimed and are unclaimed."
        }
    }

    private var planningMeaning: String {
        switch self {
        case .milestoneChanges: "A row of a table of milestone changes that a meeting is asked to agree."
        case .readinessTasks: "A row of a readiness tracker."
        case .planActivities: "A line of a plan on a page."
        case .choreography: "A milestone on the path of decisions towards a gate."
        case .gateCriteria:
            "A criterion of a gate; `party` is empty where the layout does not tell, `depends_on` lists the milestones "
                + "that it names."
        default:
            "A milestone's identifier printed with a title; `state` is `current`, `proposed`, `removal proposed` or "
                + "`doubtful`."
        }
    }

    private var testingMeaning: String {
        switch self {
        case .entryCriteria: "A criterion for entering a stage of testing, under its heading."
        case .onboardingWindows: "A dated activity of joining the test environments, by interval."
        case .onboardingWeeks: "A label in the week chart of onboarding, with the week in which it starts."
        case .qualification: "A figure on qualification: how many, of what, out of how many."
        case .tranches: "A tranche of participants, with its number of market participant identifiers."
        case .assurance: "A question, cohort, phase or date of test assurance."
        case .cleanseTimeline: "What the data-cleanse timeline says of one item in one period."
        default:
            "An artefact of pre-integration testing in one interval; `expected` is the day by the printed or evident rule "
                + "with the working days of England and Wales, empty where there is no rule; a bound that is met early agrees."
        }
    }

    private var documentMeaning: String {
        switch self {
        case .documentDependencies: "Something that the next version of a document waits for."
        case .changeRequests: "A change request."
        case .appendices: "An appendix or an attachment of a paper."
        case .identifiers: "A printed form of an identifier, wherever it stands, with the form that it stands for."
        default:
            "Something that happened to a version of a document: issued, review closed, comments received, uplifted, "
                + "endorsed, recommended, published, approval sought, approved or planned. A mere mention is no row."
        }
    }
}
