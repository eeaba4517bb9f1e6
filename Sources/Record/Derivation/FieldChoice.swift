import Kernel

/// Chooses the value of each field among the statements about one record.
struct FieldChoice {
    /// One statement's reading of a field, by places: the statement's in the array, the field's in the statement.
    private struct Reading {
        let statement: Int
        let index: Int
        /// Place in the order of statements: weight first, then time.
        let rank: Int
        let weight: Weight
        let day: Int
    }

    private let kind: RecordKind
    private let statements: [PlacedStatement]
    /// Places of the statements, as `StatementOrder` gives them.
    private let order: [Int]

    init(kind: RecordKind, statements: [PlacedStatement], order: [Int]) {
        self.kind = kind
        self.statements = statements
        self.order = order
    }

    /// The state of every field that a statement fills.
    func fields() -> [String: FieldState] {
        if statements.count == 1 { return single() }
        var readings: [String: [Reading]] = [:]
        for (rank, place) in order.enumerated() {
            let fields = statements[place].statement.fields
            let weight = statements[place].statement.weight
            let day = statements[place].knownFrom?.dayNumber ?? Int.min
            for index in fields.indices where fields[index].value != nil || !fields[index].printed.isEmpty {
                readings[fields[index].name, default: []].append(
                    Reading(statement: place, index: index, rank: rank, weight: weight, day: day))
            }
        }
        var fields: [String: FieldState] = [:]
        fields.reserveCapacity(readings.count)
        for (name, given) in readings {
            if let chosen = choose(name, among: given) {
                fields[name] = state(of: chosen, among: given, spelling: name == "area")
            }
        }
        return fields
    }

    private func single() -> [String: FieldState] {
        let given = statements[0].statement.fields
        let whole = statements[0].statement.lines.map { Source(paper: statements[0].paper.name, line: $0) }
        var fields: [String: FieldState] = [:]
        fields.reserveCapacity(given.count)
        for field in given where field.value != nil || !field.printed.isEmpty {
            fields[field.name] = FieldState(
                value: field.value, printed: field.printed, resolved: field.resolved, doubts: field.doubts,
                sources: field.place.map { [Source(paper: statements[0].paper.name, line: $0.line)] } ?? whole)
        }
        return fields
    }

    private func field(_ reading: Reading) -> FieldReading {
        statements[reading.statement].statement.fields[reading.index]
    }

    // MARK: - The choice

    private func choose(_ name: String, among readings: [Reading]) -> Reading? {
        if name == "citation_only" {
            // A heavier statement than a citation is silent about being one: then the record is not only cited.
            let heaviest = order.last.map { statements[$0].statement.weight }
            return readings.last { $0.weight == heaviest }
        }
        if kind == .milestones, name == "state" { return milestoneState(among: readings) }
        if kind == .milestones, name == "title" { return milestoneTitle(among: readings) }
        return Self.isEvolving(name, of: kind) ? latest(of: readings) : heaviest(of: readings)
    }

    /// The last reading with a value, heaviest weight first; else the last print that could not be read.
    private func heaviest(of readings: [Reading]) -> Reading? {
        readings.last { field($0).value != nil } ?? readings.last
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
        readings.filter { field($0).value != nil || field($0).doubts.isEmpty }.max(by: Self.earlier)
    }

    private static func earlier(_ one: Reading, _ two: Reading) -> Bool {
        one.day != two.day ? one.day < two.day : one.rank < two.rank
    }

    /// The state that the latest paper gives: within one day removal wins over current, and current over proposed. A
    /// doubtful reading never takes the place of a sure one, however late.
    private func milestoneState(among readings: [Reading]) -> Reading? {
        let strong = readings.filter { $0.weight >= .extract }
        let asked = strong.isEmpty ? readings : strong
        let sure = asked.filter { field($0).value != .text("doubtful") }
        return (sure.isEmpty ? asked : sure).max { one, two in
            if one.day != two.day { return one.day < two.day }
            let ranks = (stateRank(one), stateRank(two))
            return ranks.0 != ranks.1 ? ranks.0 < ranks.1 : one.rank < two.rank
        }
    }

    /// The heaviest, then the latest title; within a day the views and changes of the plan before its register.
    private func milestoneTitle(among readings: [Reading]) -> Reading? {
        guard let heaviest = readings.filter({ field($0).value != nil }).map(\.weight).max() else {
            return readings.last
        }
        return readings.filter { $0.weight == heaviest && field($0).value != nil }.max { one, two in
            if one.day != two.day { return one.day < two.day }
            let registers = (isRegister(one), isRegister(two))
            return registers.0 != registers.1 ? registers.0 : one.rank < two.rank
        }
    }

    /// Whether a reading stands in a row of the register: only those have a description or the register's section.
    private func isRegister(_ reading: Reading) -> Bool {
        statements[reading.statement].statement.fields.contains {
            $0.name == "description" || $0.name == "register_section"
        }
    }

    private func stateRank(_ reading: Reading) -> Int {
        switch field(reading).value?.exported {
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

    /// `spelling`: the value is a label, whose spellings are kept apart.
    private func state(of chosen: Reading, among readings: [Reading], spelling: Bool) -> FieldState {
        let winner = field(chosen)
        var sources: [Source] = []
        var doubts: [String] = []
        var resolved = winner.resolved
        var others: [Reading] = []
        for reading in readings {
            let given = field(reading)
            let agrees =
                reading.rank == chosen.rank
                || (spelling ? given.value == winner.value : Folding.same(given.value, winner.value))
                    && (given.value != nil || Folding.same(given.printed, winner.printed))
            if agrees {
                append(reading, to: &sources)
                for doubt in given.doubts where !doubts.contains(doubt) { doubts.append(doubt) }
                resolved = resolved ?? given.resolved
            } else if given.value != nil {
                others.append(reading)
            }
        }
        return FieldState(
            value: winner.value, printed: winner.printed, resolved: resolved, doubts: doubts,
            sources: Derivation.inOrder(sources), alternatives: alternatives(others, spelling: spelling))
    }

    /// Differing values, each once with all its sources, in order of their first source.
    private func alternatives(_ readings: [Reading], spelling: Bool) -> [Alternative] {
        guard !readings.isEmpty else { return [] }
        var places: [String: Int] = [:]
        var groups: [(last: Reading, sources: [Source])] = []
        for reading in readings {
            let value = field(reading).value?.exported ?? ""
            let key = spelling ? value : Folding.key(value)
            let place = places[key] ?? groups.count
            if place == groups.count {
                places[key] = place
                groups.append((reading, []))
            }
            groups[place].last = reading
            append(reading, to: &groups[place].sources)
        }
        return groups.map { group in
            let chosen = field(group.last)
            return Alternative(
                value: chosen.value?.exported ?? "", printed: chosen.printed,
                sources: Derivation.inOrder(group.sources))
        }.sorted { ($0.sources.first, $0.value) < ($1.sources.first, $1.value) }
    }

    /// The line that prints a field; the statement's lines where the field has no place of its own.
    private func append(_ reading: Reading, to sources: inout [Source]) {
        let paper = statements[reading.statement].paper.name
        if let place = field(reading).place {
            sources.append(Source(paper: paper, line: place.line))
        } else {
            for line in statements[reading.statement].statement.lines {
                sources.append(Source(paper: paper, line: line))
            }
        }
    }
}

private func < (left: (Source?, String), right: (Source?, String)) -> Bool {
    guard let one = left.0, let two = right.0, one != two else { return left.1 < right.1 }
    return one < two
}
