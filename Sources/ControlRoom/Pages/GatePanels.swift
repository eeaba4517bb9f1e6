import Kernel
import Record

/// The tree of gates, their criteria, and what the record knows of the milestones they wait for.
enum GatePanels {
    private static let mostCriteria = 400
    private static let mostMilestones = 80
    private static let deepest = 6

    /// A milestone's state in words.
    private struct Evidence {
        let title: String
        let words: String
    }

    private struct Tree {
        var gates: [String] = []
        var criteria: [String: [Row]] = [:]
        var evidence: [String: Evidence] = [:]
        /// Identifiers by the level 1 code that papers also call them: `M9` for one.
        var aliases: [String: String] = [:]
        let desk: Desk

        /// Gates that a gate's criteria name, in order, without itself.
        func waitsFor(_ gate: String) -> [String] {
            var found: [String] = []
            for row in criteria[gate] ?? [] {
                for id in GatePanels.dependencies(row).map({ aliases[$0] ?? $0 })
                where id != gate && criteria[id] != nil && !found.contains(id) {
                    found.append(id)
                }
            }
            return found
        }
    }

    static func panels(_ desk: Desk) async throws -> [PanelModel] {
        let rows = try await desk.rows(.gateCriteria, limit: mostCriteria)
        guard !rows.isEmpty else {
            return [PanelModel(anchor: "gates", name: "Gates", absence: [Look.of(.gateCriteria).empty])]
        }
        var tree = Tree(desk: desk)
        for row in rows.all {
            if tree.criteria[row["gate"]] == nil { tree.gates.append(row["gate"]) }
            tree.criteria[row["gate"], default: []].append(row)
        }
        (tree.evidence, tree.aliases) = try await evidence(rows.all, desk)
        let cycles = cycles(tree)
        var notes = cycles.map { cycle in
            NoteModel(
                tone: "bad", label: "Circular",
                sentence: "\(cycle.joined(separator: " waits for ")). None of these can be approved first as printed.")
        }
        if rows.total > mostCriteria {
            notes.append(.bound("The first \(mostCriteria) of \(Wording.number(rows.total)) criteria are shown."))
        }
        var body = Markup("<div class=\"tree\"><ul>")
        var written: Set<String> = []
        for gate in roots(tree) { write(gate, path: [], tree, &written, into: &body) }
        body.raw("</ul></div>")
        var panels = [
            PanelModel(
                anchor: "gates", name: "What must hold",
                about: [
                    "A gate's criteria, and under it the gates it waits for. Evidence is what the record knows of the "
                        + "milestones that a criterion names; a criterion that names none has none."
                ], notes: notes, prose: body,
                more: [LinkModel(text: "Criteria as a table", href: desk.link(.table(.gateCriteria)))])
        ]
        let path = try await desk.rows(.choreography, limit: 60)
        if !path.isEmpty {
            panels.append(MeetingPanels.panel(path, "milestone_id,title,tier,date,governed_by,note", [], desk))
        }
        return panels
    }

    /// Milestones that a criterion names.
    fileprivate static func dependencies(_ row: Row) -> [String] {
        row["depends_on"].isEmpty ? [] : CellWriter.split(row["depends_on"], by: " | ")
    }

    // MARK: Evidence

    private static func evidence(
        _ rows: [Row], _ desk: Desk
    ) async throws -> ([String: Evidence], [String: String]) {
        var ids: [String] = []
        for id in rows.flatMap({ [$0["gate"]] + dependencies($0) })
        where !ids.contains(id) && ids.count < mostMilestones {
            ids.append(id)
        }
        var found: [String: Evidence] = [:]
        var aliases: [String: String] = [:]
        for id in ids {
            let name = try await identifier(of: id, desk)
            guard let entry = try await desk.record.entry(.milestones, key: name, asKnownAt: desk.day) else { continue }
            if name != id { aliases[id] = name }
            found[id] = Evidence(title: entry.text("title"), words: words(entry, desk))
        }
        return (found, aliases)
    }

    /// The identifier that a level 1 code stands for, by the register's column or by the code in brackets at a title's
    /// end; any other text stands for itself.
    private static func identifier(of id: String, _ desk: Desk) async throws -> String {
        guard id.utf8.first == UInt8(ascii: "M"), id.utf8.count <= 3, Int(id.dropFirst()) != nil else { return id }
        for filter in [RowQuery.Filter("level1", .equals(id)), .init("title", .contains("(\(id))"))] {
            let rows = try await desk.rows(.milestones, [filter, .init("tier", .equals("T1"))], limit: 1)
            if let row = rows.all.first { return row.key }
        }
        return id
    }

    private static func words(_ entry: Entry, _ desk: Desk) -> String {
        var parts: [String] = []
        let date = entry.date("forecast") ?? entry.date("baseline") ?? entry.date("choreography_date")
        if let date {
            let kind = entry.date("forecast") != nil ? "forecast" : "baseline"
            parts.append("\(kind) \(Wording.date(date))" + (date < desk.today ? ", which has passed" : ""))
        } else {
            parts.append("no date")
        }
        if !entry.text("rag_current").isEmpty { parts.append(entry.text("rag_current")) }
        if !entry.text("state").isEmpty, entry.text("state") != "current" { parts.append(entry.text("state")) }
        return parts.joined(separator: ", ")
    }

    // MARK: Shape

    /// Gates that no other gate waits for; where all are in a cycle, the first.
    private static func roots(_ tree: Tree) -> [String] {
        var waitedFor: Set<String> = []
        for gate in tree.gates { waitedFor.formUnion(tree.waitsFor(gate)) }
        var roots = tree.gates.filter { !waitedFor.contains($0) }
        var reached: Set<String> = []
        func reach(_ gate: String) {
            guard reached.insert(gate).inserted else { return }
            for next in tree.waitsFor(gate) { reach(next) }
        }
        for root in roots { reach(root) }
        for gate in tree.gates where !reached.contains(gate) {
            roots.append(gate)
            reach(gate)
        }
        return roots
    }

    /// Each cycle once, its first gate repeated at the end.
    private static func cycles(_ tree: Tree) -> [[String]] {
        var found: [[String]] = []
        var done: Set<String> = []
        func walk(_ gate: String, _ path: [String]) {
            if let start = path.firstIndex(of: gate) {
                found.append(path[start...] + [gate])
                return
            }
            guard !done.contains(gate), path.count < mostMilestones else { return }
            for next in tree.waitsFor(gate) { walk(next, path + [gate]) }
            done.insert(gate)
        }
        for gate in tree.gates { walk(gate, []) }
        return found
    }

    // MARK: Writing

    private static func write(
        _ gate: String, path: [String], _ tree: Tree, _ written: inout Set<String>, into body: inout Markup
    ) {
        body.raw("<li>")
        milestone(gate, tree, into: &body)
        guard !path.contains(gate), path.count < deepest else {
            body.raw(" <span class=\"mark tone-bad\">back to the start</span></li>")
            return
        }
        guard written.insert(gate).inserted else {
            body.raw(" <span class=\"mark tone-quiet\">criteria shown above</span></li>")
            return
        }
        body.raw("<ul>")
        for row in tree.criteria[gate] ?? [] { criterion(row, tree, into: &body) }
        for next in tree.waitsFor(gate) { write(next, path: path + [gate], tree, &written, into: &body) }
        body.raw("</ul></li>")
    }

    private static func milestone(_ id: String, _ tree: Tree, into body: inout Markup) {
        body.raw("<a class=\"gate-name\"")
        body.attribute("href", tree.desk.link(.record(.milestones, key: id)))
        body.raw(">")
        body.text(id)
        body.raw("</a> ")
        if let evidence = tree.evidence[id] {
            body.text(evidence.title)
            body.raw("<span class=\"cell-note\">")
            body.text(evidence.words)
            body.raw("</span>")
        } else {
            body.raw("<span class=\"cell-note\">not in the register</span>")
        }
    }

    private static func criterion(_ row: Row, _ tree: Tree, into body: inout Markup) {
        body.raw("<li class=\"criterion\"><div><a")
        body.attribute("href", tree.desk.link(.record(.gateCriteria, key: row.key)))
        body.raw(">")
        body.text(row["criterion"])
        body.raw("</a>")
        for id in dependencies(row) where id != row["gate"] {
            body.raw("<span class=\"cell-note\">Evidence: ")
            body.text(tree.aliases[id].map { "\(id) (\($0))" } ?? id)
            body.text(tree.evidence[id].map { ", \($0.words)" } ?? ", not in the register")
            body.raw("</span>")
        }
        body.raw("</div><span>")
        if !row["party"].isEmpty {
            body.raw("<span class=\"mark tone-quiet\">")
            body.text(row["party"])
            body.raw("</span>")
        }
        if dependencies(row).allSatisfy({ $0 == row["gate"] }) {
            body.raw(" <span class=\"mark tone-fair\">No evidence</span>")
        }
        body.raw("</span></li>")
    }
}
