internal import Kernel
internal import Record

/// Writes a meeting's headline report or minutes in the programme's own form (governance research, section 12).
///
/// The text form is what the readers of this module read: importing it again gives the same records.
public enum ReportWriter {
    public static func paper(_ form: ReportForm, of dossier: MeetingDossier) -> WrittenPaper {
        var elements = head(form, dossier)
        if form == .minutes { elements += attendees(dossier) }
        elements += actions(dossier) + decisions(dossier) + raid(dossier)
        elements += form == .headline ? discussion(dossier) : minutes(dossier)
        elements += closing(form, dossier)
        return WrittenPaper(elements: elements)
    }

    private static func head(_ form: ReportForm, _ dossier: MeetingDossier) -> [WrittenPaper.Element] {
        let meeting = dossier.meeting
        let group = meeting.text("group")
        let programme = meeting.text("programme")
        let name = dossier.groupName.isEmpty ? group : "\(dossier.groupName) (\(group))"
        let kind = form == .headline ? "Headline Report" : "Actions and Minutes"
        var elements: [WrittenPaper.Element] = [
            .title([programme, name, kind].filter { !$0.isEmpty }.joined(separator: " "))
        ]
        if let issued = dossier.issued { elements.append(.paragraph("Issue date: \(issued.slashed)")) }
        elements.append(
            .facts([
                ["Meeting number", "\(group) \(padded(meeting.text("number")))", "Venue", meeting.text("venue")],
                ["Date and time", time(of: meeting), "Classification", meeting.text("classification")],
            ]))
        return elements
    }

    private static func time(of meeting: Entry) -> String {
        let date = meeting.date("date")?.long ?? ""
        let start = meeting.text("start").filter { $0 != ":" }
        let end = meeting.text("end").filter { $0 != ":" }
        return [date, [start, end].filter { !$0.isEmpty }.joined(separator: "-")].filter { !$0.isEmpty }
            .joined(separator: " ")
    }

    /// People under their section's head, a row each: a person without a role is no head then.
    private static func attendees(_ dossier: MeetingDossier) -> [WrittenPaper.Element] {
        guard !dossier.attendees.isEmpty else { return [] }
        var elements: [WrittenPaper.Element] = [.heading("Attendees")]
        var section: String?
        var rows: [[String]] = []
        for person in dossier.attendees {
            if person.text("section") != section {
                if !rows.isEmpty { elements.append(.facts(rows)) }
                rows = []
                section = person.text("section")
                elements.append(.subheading(section ?? ""))
            }
            let initials = person.text("initials")
            let substitute = person.text("on_behalf_of")
            let name = person.text("name") + (initials.isEmpty ? "" : " (\(initials))")
            rows.append([name + (substitute.isEmpty ? "" : " on behalf of \(substitute)"), person.text("role")])
        }
        return elements + (rows.isEmpty ? [] : [.facts(rows)])
    }

    private static func actions(_ dossier: MeetingDossier) -> [WrittenPaper.Element] {
        guard !dossier.actions.isEmpty else { return [] }
        var area: String?
        let rows = dossier.actions.map { action in
            let own = action.text("area")
            defer { area = own }
            return [
                own == area ? "" : own, action.text("reference"), action.text("text"), owners(of: action),
                action.text("due_printed"), action.text("update"),
            ]
        }
        let head = ["Area", "Action Ref", "Action", "Owner", "Due Date", "Update"]
        return [.heading("Actions"), .table(head: head, rows: rows)]
    }

    private static func decisions(_ dossier: MeetingDossier) -> [WrittenPaper.Element] {
        guard !dossier.decisions.isEmpty else { return [] }
        let rows = dossier.decisions.map { [$0.text("area"), $0.text("reference"), $0.text("text")] }
        return [.heading("Decisions"), .table(head: ["Area", "Decision Ref", "Description"], rows: rows)]
    }

    private static func raid(_ dossier: MeetingDossier) -> [WrittenPaper.Element] {
        let rows =
            dossier.raid.isEmpty
            ? [["None raised", ""]] : dossier.raid.map { [$0.text("area"), $0.text("description")] }
        return [.heading("RAID Items"), .table(head: ["RAID area", "Description"], rows: rows)]
    }

    private static func discussion(_ dossier: MeetingDossier) -> [WrittenPaper.Element] {
        guard !dossier.discussion.isEmpty else { return [] }
        let rows = dossier.discussion.map { [$0.text("area"), $0.text("text")] }
        return [.heading("Key Discussion Items"), .table(head: ["Area", "Discussion"], rows: rows)]
    }

    /// Sections with what was said in them; actions and decisions stand in the section whose paragraphs name them.
    private static func minutes(_ dossier: MeetingDossier) -> [WrittenPaper.Element] {
        guard !dossier.sections.isEmpty else { return [] }
        var elements: [WrittenPaper.Element] = [.heading("Minutes")]
        for section in dossier.sections {
            elements.append(.heading("\(section.text("number")). \(section.text("title"))"))
            if case .list(let paragraphs)? = section.fields["paragraphs"]?.value {
                elements += paragraphs.map { .paragraph($0) }
            }
        }
        return elements
    }

    private static func closing(_ form: ReportForm, _ dossier: MeetingDossier) -> [WrittenPaper.Element] {
        guard let next = dossier.meeting.date("next_meeting") else { return [] }
        let part = dossier.meeting.text("next_meeting_part")
        let label = form == .headline ? "meeting" : dossier.meeting.text("group")
        return [.paragraph("Date of next \(label): \(next.long)" + (part.isEmpty ? "" : ", \(part)"))]
    }

    /// The owners as the paper printed them; made from the read ones where nothing is printed.
    private static func owners(of action: Entry) -> String {
        let printed = action.fields["owners"]?.printed ?? ""
        return printed.isEmpty ? owners(action.text("owners")) : printed
    }

    /// `Programme/Anna Example; Programme/Ben Example` as the papers print owners: `Programme (Anna Example, Ben
    /// Example)`; persons without an organisation joined by commas.
    static func owners(_ text: String) -> String {
        var groups: [(organisation: String, persons: [String])] = []
        for owner in text.split(separator: ";").map({ $0.trimmed }) where !owner.isEmpty {
            let slash = owner.firstIndex(of: "/") ?? owner.endIndex
            let organisation = owner[..<slash].trimmed
            let person = slash < owner.endIndex ? owner[owner.index(after: slash)...].trimmed : ""
            if let last = groups.indices.last, groups[last].organisation == organisation, !person.isEmpty {
                groups[last].persons.append(person)
            } else {
                groups.append((organisation, person.isEmpty ? [] : [person]))
            }
        }
        return groups.map { group in
            let persons = group.persons.joined(separator: ", ")
            if group.organisation.isEmpty { return persons }
            return persons.isEmpty ? group.organisation : "\(group.organisation) (\(persons))"
        }.joined(separator: ", ")
    }

    /// `8` as `008`, `10.1` as `10.1`: meetings are printed with three digits.
    static func padded(_ number: String) -> String {
        guard number.allSatisfy(\.isNumber), number.count < 3 else { return number }
        return String(repeating: "0", count: 3 - number.count) + number
    }
}
