import Cleanse
import Kernel
import Record

/// The milestones of the data cleanse: what the registers themselves say beside what was reported.
enum CleanseMilestones {
    /// Which items a milestone is about. Source: the activities of the cleanse plan as the programme's papers print
    /// them (back book of ESME identifiers; location and digits; connection type, automatic, by the distributor, smart,
    /// null, and all records updated).
    static let items: [String: (items: [AccountedItem], about: String)] = [
        "T3-MI-0024": ([.esmeID], "ESME IDs of the back book loaded by distributors"),
        "T3-MI-0025": ([.esmeID], "ESME IDs refreshed from registration to enquiry"),
        "T3-MI-0026": ([.location, .digits], "meter location and register digits of the back book"),
        "T3-MI-0027": ([.connectionType], "connection type of measurement classes B, D, F and G"),
        "T3-MI-0028": ([.connectionType], "connection type of site-specific classes in measurement classes C and E"),
        "T3-MI-0029": ([.connectionType], "connection type of smart meters in measurement class A"),
        "T3-MI-0030": ([.connectionType], "connection type of the remainder"),
        "T3-MI-0031": ([.connectionType], "connection type in every distributor’s records"),
    ]

    /// Whether a page shows what the ledger says, and so changes with it.
    static func concerns(_ route: Route) -> Bool {
        if case .record(.milestones, let key) = route { return items[key] != nil }
        return false
    }

    /// The panel of a milestone; none where it is not of the cleanse or nothing was checked.
    static func panels(_ key: String, _ entry: Entry, _ desk: Desk) throws -> [PanelModel] {
        guard let milestone = items[key], let books = desk.cleanse else { return [] }
        let sight = try CleanseSight(books, desk)
        guard let run = sight.latest else { return [] }
        let classes = try sight.classes(run)
        var figures = milestone.items.map { item in
            let counts = classes.counts(item)
            return FigureRow.Figure(
                number: CleanseWording.percent(counts.completeness), caption: "\(CleanseWording.item(item)), computed",
                detail:
                    "\(Wording.number(counts[.invalid])) invalid, \(Wording.number(counts[.missing])) missing, \(Wording.number(counts[.exempt])) exempt",
                href: [CleanseDashboard.certificateLink(item, desk)],
                tone: counts[.invalid] + counts[.missing] == 0 ? "good" : "warm")
        }
        let reported = ["rag_current", "state"].lazy.map { entry.text($0) }.first { !$0.isEmpty } ?? "nothing"
        let update = entry.text("update")
        let forecast = CalendarDate(iso: entry.text("forecast")).map { "forecast \(Wording.date($0))" }
        figures.append(
            FigureRow.Figure(
                number: reported.capitalisedFirst, caption: "Reported",
                detail: [forecast, update.isEmpty ? nil : Wording.cut(update, to: 120)].compactMap(\.self).joined(
                    separator: "; "), href: ["#fields"], tone: "quiet"))
        var panel = PanelModel(
            anchor: "cleanse", name: "Completeness, computed and reported", figures: [FigureRow(figures: figures)])
        let narrower = ["T3-MI-0027", "T3-MI-0028", "T3-MI-0029", "T3-MI-0030"].contains(key)
        panel.about = [
            "The milestone is about \(milestone.about). Computed from the registers as at \(CleanseWording.day(run.asAt)) by run \(run.number)"
                + (narrower ? ", over all measurement classes together." : ".")
        ]
        panel.more = [LinkModel(text: "Certificate", href: desk.cleanse(.certificate))]
        return [panel]
    }
}
