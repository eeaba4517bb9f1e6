import Kernel
import Papers
import Record

/// Gathers what one meeting's own papers state, as a report needs it.
enum DossierBuilder {
    /// The dossier of a meeting, or nil where no paper of it is known at the day.
    ///
    /// Values are those that the meeting's papers print: what a later paper says of an action is not in its report.
    static func dossier(
        of key: String, for form: ReportForm, from record: any RecordReading, asKnownAt day: CalendarDate?
    ) async throws -> MeetingDossier? {
        guard let meeting = try await record.entry(.meetings, key: key, asKnownAt: day) else { return nil }
        let group = meeting.text("group")
        let number = meeting.text("number")
        let filters: [RowQuery.Filter] = [.init("group", .equals(group)), .init("meeting", .equals(number))]
        let papers = try await record.rows(RowQuery(.papers, filters: filters, asKnownAt: day))
        guard let name = RecordKind.papers.schema.place(of: "paper") else { return nil }
        var pages: [PaperPage] = []
        for row in papers.rows {
            if let page = try await record.paper(row.values[name], asKnownAt: day) { pages.append(page) }
        }
        var gathered: [RecordKind: [Entry]] = [:]
        for kind in [RecordKind.attendees, .actions, .decisions, .raid, .discussion, .minuteSections] {
            gathered[kind] = try await entries(kind, on: pages, from: record, asKnownAt: day)
        }
        return MeetingDossier(
            meeting: meeting, groupName: meeting.text("group_name"),
            issued: issueDate(of: pages, for: form),
            attendees: gathered[.attendees] ?? [], actions: gathered[.actions] ?? [],
            decisions: gathered[.decisions] ?? [],
            raid: (gathered[.raid] ?? []).filter { $0.text("citation_only") != "yes" },
            discussion: gathered[.discussion] ?? [], sections: gathered[.minuteSections] ?? [])
    }

    /// The issue date of the meeting's own paper of that form; where there is none, that of its first paper.
    private static func issueDate(of pages: [PaperPage], for form: ReportForm) -> CalendarDate? {
        let own = pages.first { $0.card.kind == (form == .headline ? .headline : .minutes) }
        return own?.card.issueDate ?? pages.compactMap(\.card.issueDate).min()
    }

    /// The records of a kind that the pages mark, in the order of the first page that prints most of them.
    private static func entries(
        _ kind: RecordKind, on pages: [PaperPage], from record: any RecordReading, asKnownAt day: CalendarDate?
    ) async throws -> [Entry] {
        let names = Set(pages.map(\.card.name))
        let orders = pages.map { page in
            var seen: Set<String> = []
            return page.lines.flatMap(\.marks).filter { $0.kind == kind && seen.insert($0.key).inserted }.map(\.key)
        }
        var keys: [String] = []
        var seen: Set<String> = []
        for order in orders.sorted(by: { $0.count > $1.count }) {
            for key in order where seen.insert(key).inserted { keys.append(key) }
        }
        var entries: [Entry] = []
        for key in keys {
            let own = try await record.history(kind, key: key).filter {
                names.contains($0.paper.name) && $0.counts(asKnownAt: day) && $0.statement.weight > .mention
            }
            if let entry = Derivation.entry(kind: kind, key: key, from: own) { entries.append(entry) }
        }
        return entries
    }
}
