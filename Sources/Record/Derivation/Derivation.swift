public import Kernel

/// Derives the current state of a record from the statements that count.
public enum Derivation {
    /// The record as the statements give it together; nil where there is none.
    ///
    /// The caller passes only statements that count at its day. Their order does not matter. Every line of every
    /// statement is a source, and no doubt is dropped.
    public static func entry(kind: RecordKind, key: String, from statements: [PlacedStatement]) -> Entry? {
        guard !statements.isEmpty else { return nil }
        let order = StatementOrder.order(of: statements)
        let choice = FieldChoice(kind: kind, statements: statements, order: order)
        var entry = Entry(
            kind: kind, key: key, fields: choice.fields(), sources: sources(of: statements),
            doubts: doubts(of: statements, order))
        complete(&entry)
        return entry
    }

    /// Every state that a record has had, in order of time; nil for a start or an end that is open.
    ///
    /// Each day on which the set of counting statements changes starts a version; equal neighbours are joined, and
    /// there is a gap where nothing counts. The end is exclusive.
    public static func versions(
        kind: RecordKind, key: String, statements: [PlacedStatement]
    ) -> [(from: CalendarDate?, to: CalendarDate?, entry: Entry)] {
        let days = Set(statements.flatMap { [$0.knownFrom, $0.knownTo].compactMap { $0 } }).sorted()
        var versions: [(from: CalendarDate?, to: CalendarDate?, entry: Entry)] = []
        let starts: [CalendarDate?] = [nil] + days
        for (index, start) in starts.enumerated() {
            let end = index + 1 < starts.count ? starts[index + 1] : nil
            let counting = statements.filter { holds($0, from: start) }
            guard let entry = entry(kind: kind, key: key, from: counting) else { continue }
            if let last = versions.last, last.to == start, start != nil, last.entry == entry {
                versions[versions.count - 1].to = end
            } else {
                versions.append((start, end, entry))
            }
        }
        return versions
    }

    /// Whether a statement counts from a boundary day on; nil is the time before every boundary.
    private static func holds(_ statement: PlacedStatement, from start: CalendarDate?) -> Bool {
        guard let start else { return statement.knownFrom == nil }
        return (statement.knownFrom.map { $0 <= start } ?? true) && (statement.knownTo.map { start < $0 } ?? true)
    }

    private static func sources(of statements: [PlacedStatement]) -> [Source] {
        var all: [Source] = []
        for place in statements.indices {
            let paper = statements[place].paper.name
            for line in statements[place].statement.lines { all.append(Source(paper: paper, line: line)) }
        }
        return inOrder(all)
    }

    /// Sources sorted, each once.
    static func inOrder(_ sources: [Source]) -> [Source] {
        guard sources.count > 1 else { return sources }
        var ordered: [Source] = []
        ordered.reserveCapacity(sources.count)
        for source in sources.sorted() where ordered.last != source { ordered.append(source) }
        return ordered
    }

    /// Doubts about records first, then those about fields as `field: words`, each in the order of the statements.
    private static func doubts(of statements: [PlacedStatement], _ order: [Int]) -> [String] {
        var seen: Set<String> = []
        var doubts: [String] = []
        for place in order {
            for doubt in statements[place].statement.doubts where seen.insert(doubt).inserted { doubts.append(doubt) }
        }
        for place in order {
            let fields = statements[place].statement.fields
            for index in fields.indices where !fields[index].doubts.isEmpty {
                for doubt in fields[index].doubts {
                    // Some readers' words begin with the field's name already.
                    let name = "\(fields[index].name): "
                    let words = doubt.hasPrefix(name) ? doubt : name + doubt
                    if seen.insert(words).inserted { doubts.append(words) }
                }
            }
        }
        return doubts
    }

    /// Adds what follows from the chosen values alone, so that it always fits them.
    private static func complete(_ entry: inout Entry) {
        guard entry.kind == .milestones else { return }
        if let baseline = entry.date("baseline"), let forecast = entry.date("forecast") {
            let sources = Set((entry.fields["baseline"]?.sources ?? []) + (entry.fields["forecast"]?.sources ?? []))
            entry.fields["variance_days"] = FieldState(
                value: .integer(forecast - baseline), printed: "", sources: sources.sorted())
        } else {
            entry.fields["variance_days"] = nil
        }
        if let title = entry.fields["title"], let value = title.value, !title.alternatives.isEmpty {
            let titles = [value.exported] + title.alternatives.map(\.value)
            entry.fields["titles"] = FieldState(value: .list(titles), printed: "", sources: title.sources)
        }
    }
}
