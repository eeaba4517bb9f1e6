import Record

/// How a kind's table looks before the reader chooses: its columns, its filters, and what an empty one means.
struct Look: Sendable {
    /// Columns shown, in order; the first links to the record.
    let columns: [String]
    /// Columns whose few values make a list to choose from.
    let choices: [String]
    /// Columns searched by words.
    let words: [String]
    /// Columns bounded by two days.
    let spans: [String]
    let empty: String

    init(_ columns: String, choices: String = "", words: String = "", spans: String = "", empty: String) {
        func names(_ text: String) -> [String] { text.split(separator: ",").map(String.init) }
        self.columns = names(columns)
        self.choices = names(choices)
        self.words = names(words)
        self.spans = names(spans)
        self.empty = empty
    }

    static func of(_ kind: RecordKind) -> Look {
        guard let look = all[kind] else { preconditionFailure("every kind has a look: \(kind.rawValue)") }
        return look
    }

    private static let all: [RecordKind: Look] = governance.merging(planning) { left, _ in left }
        .merging(evidence) { left, _ in left }

    private static let governance: [RecordKind: Look] = [
        .meetings: Look(
            "number,group,date,start,end,venue,chair,next_meeting,sources", choices: "group", words: "venue,chair",
            spans: "date", empty: "No paper that names a meeting is in the record."),
        .attendees: Look(
            "name,initials,role,section,on_behalf_of,group,meeting,sources", choices: "group,section",
            words: "name,role", empty: "No list of attendees was read."),
        .minuteSections: Look(
            "number,title,group,meeting,sources", choices: "group,meeting", words: "title",
            empty: "No numbered sections were read; only minutes have them."),
        .actions: Look(
            "reference,text,owners,due,status,update,sources", choices: "group,status,area",
            words: "text,owners", spans: "due", empty: "No actions were read. “None raised” is never an action."),
        .decisions: Look(
            "reference,text,subject,outcome,group,meeting,sources", choices: "group,outcome",
            words: "text,subject",
            empty: "No decisions were read. Decisions asked for are under Sought; those of other groups, Reported."),
        .decisionsSought: Look(
            "subject,version,agenda_item,lead,group,meeting,answer,sources", choices: "group,meeting",
            words: "subject,lead", empty: "No agenda item asks for a decision."),
        .decisionsReported: Look(
            "subject,outcome,group,date,sources", choices: "group,outcome", words: "subject", spans: "date",
            empty: "No paper reports a decision of another group."),
        .agenda: Look(
            "number,item,objective,type,lead,start,minutes,meeting,sources", choices: "group,type",
            words: "item,lead", empty: "No agenda was read; only packs carry one."),
        .roadmap: Look(
            "meeting_date,row,items,sources", choices: "row", spans: "meeting_date",
            empty: "No agenda roadmap was read."),
        .discussion: Look(
            "area,text,cites,group,meeting,sources", choices: "group,meeting", words: "area,text",
            empty: "No discussion was read; headline reports carry it."),
        .groupUpdates: Look(
            "heading,text,group,date,sources", choices: "group", words: "heading,text", spans: "date",
            empty: "No pack reports another group's meeting."),
        .workingGroups: Look(
            "group,upcoming,next_meeting,last_meeting,escalations,sources", words: "group",
            empty: "No working group's report was read."),
        .events: Look(
            "event,start,end,sources", words: "event", spans: "start", empty: "No dated event is announced."),
        .changeRequests: Look(
            "id,title,state,group,date,sources", choices: "state,group", words: "title", spans: "date",
            empty: "No change request is named in the papers."),
    ]

    private static let planning: [RecordKind: Look] = [
        .milestones: Look(
            "id,title,tier,baseline,forecast,variance_days,rag_current,state,sources",
            choices: "tier,state,plan_section", words: "title", spans: "forecast",
            empty: "No milestone is printed with a title."),
        .milestoneChanges: Look(
            "id,change,title,tier,baseline,forecast,update,meeting,sources", choices: "change,tier,meeting",
            words: "title", spans: "forecast", empty: "No paper proposes to add, change or remove a milestone."),
        .readinessTasks: Look(
            "task,interval,owner,category,start,finish,rag,milestone_id,sources",
            choices: "interval,owner,category,rag", words: "task", spans: "finish",
            empty: "No readiness tracker was read."),
        .planActivities: Look(
            "activity,group,start,end,sources", choices: "group", words: "activity",
            empty: "No plan on a page was read."),
        .choreography: Look(
            "milestone_id,title,tier,date,governed_by,sources", choices: "tier", words: "title", spans: "date",
            empty: "No decision choreography was read."),
        .gateCriteria: Look(
            "gate,criterion,party,depends_on,sources", choices: "gate,party", words: "criterion",
            empty: "No criteria for approving a gate were read."),
        .pitDates: Look(
            "activity,interval,date,expected,agrees,basis,date_printed,sources",
            choices: "interval,agrees,no_later_than", words: "activity", spans: "date",
            empty: "No table of PIT artefact dates was read."),
        .entryCriteria: Look(
            "criterion,heading,level,sources", choices: "heading", words: "criterion",
            empty: "No entry criteria were read."),
        .onboardingWindows: Look(
            "activity,interval,start,end,note,sources", choices: "interval", words: "activity", spans: "start",
            empty: "No dated onboarding window was read."),
        .onboardingWeeks: Look(
            "label,interval,participants,week,row,sources", choices: "interval", words: "label", spans: "week",
            empty: "No onboarding week chart was read."),
        .qualification: Look(
            "figure,value,of,unit,sources", choices: "unit", words: "figure", empty: "No qualification figure was read."
        ),
        .tranches: Look("tranche,mpids,sources", empty: "No tranche table was read."),
        .assurance: Look(
            "text,kind,cohort,reference,date,sources", choices: "kind,cohort", words: "text",
            empty: "No assurance question, cohort or phase was read."),
        .cleanseTimeline: Look(
            "item,period,text,sources", choices: "period", words: "item,text",
            empty: "No data cleanse timeline was read."),
        .raid: Look(
            "reference,kind,description,rag,mitigations,sources", choices: "kind,rag,area",
            words: "description", empty: "No risk, assumption, issue or dependency was read."),
    ]

    private static let evidence: [RecordKind: Look] = [
        .papers: Look(
            "paper,kind,group,meeting,title,document_id,version,issue_date,superseded_by",
            choices: "kind,group", words: "title,paper", spans: "issue_date",
            empty: "No paper has been imported. Run: changeover record import PAPER.txt"),
        .documents: Look(
            "document,version,event,by,date,count,sources", choices: "event,by", words: "document",
            spans: "date",
            empty: "Nothing is recorded as having happened to a document's version."),
        .documentDependencies: Look(
            "dependency,document,block,sources", choices: "document", words: "dependency",
            empty: "No dependency of a document's next version was read."),
        .appendices: Look(
            "label,number,title,document_id,group,meeting,sources", choices: "label", words: "title",
            empty: "No appendix or attachment is named."),
        .identifiers: Look(
            "identifier,kind,canonical,sources", choices: "kind", words: "identifier,canonical",
            empty: "No identifier is printed in any paper."),
        .contradictions: Look(
            "number,rule,record,value_a,value_b,probable,confidence,state", choices: "rule,state,confidence",
            words: "record,sentence", empty: "No two places of the record disagree."),
        .unclaimed: Look(
            "text,paper,line", words: "text,paper",
            empty: "Every line of every paper is claimed by a record, a heading or running text."),
        .coverage: Look(
            "paper,lines,claimed,unclaimed,doubt_count,records,headings,narrative", words: "paper",
            empty: "No paper has been imported."),
    ]
}
