import Kernel

/// Chooses the value of each field among the statements about one record.
struct FieldChoice {
    /// One statement's reading of a field.
    struct Reading {
        let placed: PlacedStatement
        let field: FieldReading
        /// Place among the statements: weight first, then time.
        let rank: Int

        var weight: Weight { placed.statement.weight }
    }

    private let kind: RecordKind
    /// In the order of `StatementOrder`.
    private let statements: [PlacedStatement]

    init(kind: RecordKind, statements: [PlacedStatement]) {
        self.kind = kind
        self.statements = statements
    }

    /// The state of every field that a statement fills.
    mutating func fields() -> [String: FieldState] {
        if statements.count == 1 { return single(statements[0]) }
        var readings: [String: [Reading]] = [:]
        for (rank, placed) in statements.enumerated() {
            for field in placed.statement.fields where field.value != nil || !field.printed.isEmpty {
                readings[field.name, default: []].append(Reading(placed: placed, field: field, rank: rank))
            }
        }
        var fields: [String: FieldState] = [:]
        fields.reserveCapacity(readings.count)
        for (name, given) in readings {
            if let chosen = choose(name, among: given) { fields[name] = state(of: chosen, among: given) }
        }
        return fields
    }

    private func single(_ placed: PlacedStatement) -> [String: FieldState] {
        var fields: [String: FieldState] = [:]
        fields.reserveCapacity(placed.statement.fields.count)
        for field in placed.statement.fields where field.value != nil || !field.printed.isEmpty {
            fields[field.name] = FieldState(
                value: field.value, printed: field.printed, resolved: field.resolved, doubts: field.doubts,
                sources: Self.sources(of: field, in: placed))
        }
        return fields
    }

    // MARK: - The choice

    private func choose(_ name: String, among readings: [Reading]) -> Reading? {
        if name == "citation_only" {
            // A heavier statement than a citation is silent about being one: then the record is not only cited.
            let heaviest = statements.last?.statement.weight
            return readings.last { $0.weight == heaviest }
        }
        if kind == .milestones, name == "state" { return milestoneState(among: readings) }
        return Self.isEvolving(name, of: kind) ? latest(of: readings) : heaviest(of: readings)
    }

    /// The last reading with a value, heaviest weight first; else the last print that could not be read.
    private func heaviest(of readings: [Reading]) -> Reading? {
        readings.last { $0.field.value != nil } ?? readings.last
    }

    /// The latest known reading with a value among tables and extracts; among the rest only where those have none.
    ///
    /// A later print that is no value and raises no doubt, such as `Ongoing` for a date, is a plain statement that
    /// there is no value, and wins over an older one. A later print that could not be read does not.
    private func latest(of readings: [Reading]) -> Reading? {
        let strong = readings.filter { $0.weight >= .extract }
        return newest(of: strong) ?? newest(of: readings) ?? strong.last ?? readings.last
    }

    private func newest(of readings: [Reading]) -> Reading? {
        readings.filter { $0.field.value != nil || $0.field.doubts.isEmpty }.max(by: Self.earlier)
    }

    private static func earlier(_ one: Reading, _ two: Reading) -> Bool {
        let days = (one.placed.knownFrom?.dayNumber ?? Int.min, two.placed.knownFrom?.dayNumber ?? Int.min)
        return days.0 != days.1 ? days.0 < days.1 : one.rank < two.rank
    }

    /// The state that the latest paper gives: within one day removal wins over current, and current over proposed. A
    /// doubtful reading never takes the place of a sure one, however late.
    private func milestoneState(among readings: [Reading]) -> Reading? {
        let strong = readings.filter { $0.weight >= .extract }
        let asked = strong.isEmpty ? readings : strong
        let sure = asked.filter { $0.field.value?.exported != "doubtful" }
        return (sure.isEmpty ? asked : sure).max { one, two in
            let days = (one.placed.knownFrom?.dayNumber ?? Int.min, two.placed.knownFrom?.dayNumber ?? Int.min)
            if days.0 != days.1 { return days.0 < days.1 }
            let ranks = (Self.stateRank(one), Self.stateRank(two))
            return ranks.0 != ranks.1 ? ranks.0 < ranks.1 : one.rank < two.rank
        }
    }

    private static func stateRank(_ reading: Reading) -> Int {
        switch reading.field.value?.exported {
        case "removal proposed": 3
        case "current": 2
        case "proposed": 1
        default: 0
        }
    }

    /// Columns that change from meeting to meeting, so that the latest paper is right and older ones are history.
    static func isEvolving(_ name: String, of kind: RecordKind) -> Bool {
        switch kind {
        case .actions: ["status", "update", "updated_at", "due", "due_printed"].contains(name)
        case .milestones: ["forecast", "update", "rag_last", "rag_current", "rag_next", "state"].contains(name)
        default: false
        }
    }

    // MARK: - The state around the choice

    private func state(of chosen: Reading, among readings: [Reading]) -> FieldState {
        var sources: [Source] = []
        var doubts: [String] = []
        var resolved = chosen.field.resolved
        var others: [Reading] = []
        for reading in readings {
            let agrees =
                reading.rank == chosen.rank
                || Folding.same(reading.field.value, chosen.field.value)
                    && (reading.field.value != nil || Folding.same(reading.field.printed, chosen.field.printed))
            if agrees {
                sources += Self.sources(of: reading.field, in: reading.placed)
                for doubt in reading.field.doubts where !doubts.contains(doubt) { doubts.append(doubt) }
                resolved = resolved ?? reading.field.resolved
            } else if reading.field.value != nil {
                others.append(reading)
            }
        }
        return FieldState(
            value: chosen.field.value, printed: chosen.field.printed, resolved: resolved, doubts: doubts,
            sources: Array(Set(sources)).sorted(), alternatives: Self.alternatives(others))
    }

    /// Differing values, each once with all its sources, in order of their first source.
    private static func alternatives(_ readings: [Reading]) -> [Alternative] {
        guard !readings.isEmpty else { return [] }
        var places: [String: Int] = [:]
        var groups: [(readings: [Reading], sources: Set<Source>)] = []
        for reading in readings {
            let key = Folding.key(reading.field.value?.exported ?? "")
            let place = places[key] ?? groups.count
            if place == groups.count {
                places[key] = place
                groups.append(([], []))
            }
            groups[place].readings.append(reading)
            groups[place].sources.formUnion(Self.sources(of: reading.field, in: reading.placed))
        }
        return groups.map { group in
            let chosen = group.readings[group.readings.count - 1].field
            return Alternative(
                value: chosen.value?.exported ?? "", printed: chosen.printed, sources: group.sources.sorted())
        }.sorted { ($0.sources.first, $0.value) < ($1.sources.first, $1.value) }
    }

    /// The line that prints a field; the statement's lines where the field has no place of its own.
    private static func sources(of field: FieldReading, in placed: PlacedStatement) -> [Source] {
        if let place = field.place { return [Source(paper: placed.paper.name, line: place.line)] }
        return placed.statement.lines.map { Source(paper: placed.paper.name, line: $0) }
    }
}

private func < (left: (Source?, String), right: (Source?, String)) -> Bool {
    guard let one = left.0, let two = right.0, one != two else { return left.1 < right.1 }
    return one < two
}
