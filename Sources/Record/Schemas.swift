extension RecordKind {
    /// The columns of this kind.
    public var schema: Schema {
        guard let schema = Schemas.all[self] else { preconditionFailure("every kind has a schema: \(rawValue)") }
        return schema
    }
}

/// The contract of every export. The columns' order and names are what users' programs rely on.
enum Schemas {
    static let all: [RecordKind: Schema] = {
        let list = governance + planning + testing + documents + whole
        return Dictionary(uniqueKeysWithValues: list.map { ($0.kind, $0) })
    }()

    private static let governance: [Schema] = [
        Schema(
            .papers,
            "paper,kind,group,meeting:identifier,title,document_id:identifier,version:identifier,issue_date:date,"
                + "digest,sources",
            additional: "meeting_date:date,known_from:date,supersedes,superseded_by,issue_date_printed:text",
            order: "group,meeting,kind,paper"),
        Schema(
            .meetings,
            "group,number:identifier,date:date,start:time,end:time,venue,classification,chair,next_meeting:date,"
                + "next_meeting_part,sources",
            additional: "group_name,programme", order: "date,group,number"),
        Schema(
            .attendees, "group,meeting:identifier,section,name,initials,role,on_behalf_of,sources",
            order: "group,meeting"),
        Schema(
            .minuteSections, "group,meeting:identifier,number:identifier,title,sources",
            additional: "subheads:list,paragraphs:list", order: "group,meeting,number"),
        Schema(
            .actions,
            "reference:identifier,group,meeting:identifier,area,text,owners:owners,raised:date,due:date,due_printed,"
                + "status,update,sources",
            additional: "updated_at,cites:list", order: "group,meeting,reference"),
        Schema(
            .decisions, "reference:identifier,group,meeting:identifier,area,text,subject,outcome,sources",
            additional: "conditions", order: "group,meeting,reference"),
        Schema(
            .decisionsSought,
            "group,meeting:identifier,agenda_item:identifier,subject,version:identifier,lead,sources",
            additional: "title,answer", order: "group,meeting,agenda_item"),
        Schema(
            .decisionsReported, "group,date:date,subject,outcome,sources", additional: "text", order: "group,date"),
        Schema(
            .raid, "reference:identifier,kind,area,description,impact,rag,mitigations:list,sources",
            additional: "group,meeting:identifier,citation_only:truth", order: "kind,reference"),
        Schema(
            .agenda,
            "group,meeting:identifier,number:identifier,theme,item,objective,type,lead,start:time,end:time,"
                + "minutes:integer,page:integer,sources",
            order: "group,meeting,number"),
        Schema(.roadmap, "meeting_date:date,row,items:list,sources", additional: "group", order: "meeting_date"),
        Schema(
            .discussion, "group,meeting:identifier,area,text,cites:list,sources", additional: "order:integer",
            order: "group,meeting,order"),
        Schema(
            .groupUpdates, "group,group_name,date:date,heading,text,sources",
            additional: "reported_in", order: "date,group"),
        Schema(
            .workingGroups,
            "group,upcoming:list,next_meeting:date,next_agenda:list,last_meeting:date,last_agenda:list,escalations,"
                + "sources",
            additional: "group_name,reported_in", order: "group"),
        Schema(.events, "event,start:moment,end:moment,sources", additional: "time", order: "start,event"),
    ]

    private static let planning: [Schema] = [
        Schema(
            .milestones,
            "id:identifier,tier:tier,level1:identifier,title,description,plan_section,register_section,baseline:date,"
                + "forecast:date,rag_last,rag_current,rag_next,update,state,sources",
            additional: "variance_days:integer,tracker_finish:date,choreography_date:date,titles:list", order: "id"),
        Schema(
            .milestoneChanges,
            "id:identifier,tier:tier,change,title,plan_section,baseline:date,forecast:date,sources",
            additional: "group,meeting:identifier,rag_last,rag_current,rag_next,update", order: "group,meeting,id"),
        Schema(
            .readinessTasks,
            "stage,interval:identifier,owner,category,task,start:date,finish:date,rag,commentary,forecast:date,"
                + "tier:tier,milestone_id:identifier,sources",
            additional: "phase_note", order: "stage,interval"),
        Schema(.planActivities, "activity,group,start:date,end:date,sources", additional: "plan", order: ""),
        Schema(
            .choreography, "milestone_id:identifier,tier:tier,title,date:date,governed_by,sources",
            additional: "note", order: "tier,milestone_id"),
        Schema(
            .gateCriteria, "gate:identifier,party,criterion,depends_on:list,sources", additional: "order:integer",
            order: "gate,order"),
    ]

    private static let testing: [Schema] = [
        Schema(
            .pitDates,
            "activity,interval:identifier,date:date,date_printed,no_later_than:truth,expected:date,basis,"
                + "agrees:truth,sources",
            additional: "order:integer,note", order: "order,interval"),
        Schema(.entryCriteria, "heading,level:integer,criterion,sources", additional: "order:integer", order: "order"),
        Schema(
            .onboardingWindows, "interval:identifier,activity,start:date,end:date,note,sources",
            additional: "no_later_than:truth", order: "interval,activity"),
        Schema(
            .onboardingWeeks, "interval:identifier,participants,row:integer,week:date,label,sources",
            order: "interval,row,week"),
        Schema(.qualification, "figure,value:integer,unit,of:integer,sources", additional: "order:integer", order: ""),
        Schema(.tranches, "tranche,mpids:integer,sources", additional: "order:integer", order: "order"),
        Schema(
            .assurance, "kind,cohort,reference:identifier,text,sources", additional: "date:date,order:integer",
            order: "kind,cohort,order"),
        Schema(.cleanseTimeline, "item,period,text,sources", additional: "order:integer", order: "item,order"),
    ]

    private static let documents: [Schema] = [
        Schema(
            .documents, "document,version:identifier,event,by,date:date,count:integer,sources",
            additional: "count_unit,meeting:identifier", order: "document,version,date,event"),
        Schema(
            .documentDependencies, "document,block:identifier,dependency,sources",
            additional: "order:integer", order: "document,block,order"),
        Schema(
            .changeRequests, "id:identifier,title,state,group,date:date,sources", additional: "condition",
            order: "id"),
        Schema(
            .appendices, "label,number:identifier,title,sources",
            additional: "document_id:identifier,group,meeting:identifier", order: "group,meeting,label,number"),
        Schema(.identifiers, "kind,identifier,canonical:identifier,sources", order: "kind,canonical,identifier"),
    ]

    private static let whole: [Schema] = [
        Schema(
            .contradictions,
            "number:integer,rule,record,place_a,value_a,place_b,value_b,probable,basis,confidence,state",
            additional: "sentence,reason,resolved_by,fingerprint", order: "number"),
        Schema(.unclaimed, "paper,line:integer,text", order: "paper,line"),
        Schema(
            .coverage, "paper,lines:integer,claimed:integer,unclaimed:integer,doubt_count:integer",
            additional: "records:integer,narrative:integer,headings:integer", order: "paper"),
    ]
}
