import Kernel

/// Rules about gates and what they wait for.
enum GateRules {
    /// One finding for each group of gates that wait for each other, with the shortest way round.
    static func circles(_ snapshot: RecordSnapshot, _ rule: Rule) -> [Contradiction] {
        let criteria = snapshot.entries(.gateCriteria)
        guard !criteria.isEmpty else { return [] }
        let aliases = aliases(snapshot)
        var edges: [String: [(to: String, by: Entry)]] = [:]
        for entry in criteria {
            let gate = aliases[entry.word("gate")] ?? entry.word("gate")
            guard case .list(let needed)? = entry.fields["depends_on"]?.value else { continue }
            for need in needed {
                let target = aliases[need] ?? need
                if target != gate { edges[gate, default: []].append((target, entry)) }
            }
        }
        var done: Set<String> = []
        var found: [Contradiction] = []
        for gate in edges.keys.sorted(by: NaturalOrder.precedes) where !done.contains(gate) {
            guard let circle = shortestCircle(from: gate, edges), let last = circle.last else { continue }
            let names = circle.map(\.from)
            done.formUnion(names)
            let first = circle[0]
            let subject = Contradiction.Subject(
                kind: .gateCriteria, key: first.by.key, name: "gates \(names.joined(separator: ", "))")
            found.append(
                rule.finding(
                    subject, first.by.side("criterion"), last.by.side("criterion"),
                    "\(names[0]) waits for \((names.dropFirst() + [gate]).joined(separator: ", which waits for ")).",
                    likely: .unknown(
                        "part the recommendation, the decision and the effect of each gate: then nothing waits for "
                            + "itself", .high)))
        }
        return found
    }

    private struct Step {
        let from: String
        let by: Entry
    }

    /// Breadth first from a gate back to itself; nil where no way leads back.
    private static func shortestCircle(from gate: String, _ edges: [String: [(to: String, by: Entry)]]) -> [Step]? {
        var reachedBy: [String: Step] = [:]
        var queue = [gate]
        var next = 0
        while next < queue.count {
            let current = queue[next]
            next += 1
            for edge in edges[current] ?? [] {
                if edge.to == gate {
                    var steps = [Step(from: current, by: edge.by)]
                    while let from = steps.first?.from, from != gate, let step = reachedBy[from] {
                        steps.insert(step, at: 0)
                    }
                    return steps
                }
                if reachedBy[edge.to] == nil {
                    reachedBy[edge.to] = Step(from: current, by: edge.by)
                    queue.append(edge.to)
                }
            }
        }
        return nil
    }

    /// Level 1 codes to milestone identifiers: by the milestone's own column, or its title in brackets, `(M9)`.
    private static func aliases(_ snapshot: RecordSnapshot) -> [String: String] {
        var aliases: [String: String] = [:]
        for (kind, column) in [(RecordKind.choreography, "milestone_id"), (.milestones, "id")] {
            for entry in snapshot.entries(kind) {
                let tokens = Words.tokens(entry.word("title"))
                if let code = tokens.last, code.first == "m", let number = Int(code.dropFirst()), number > 0,
                    entry.word("title").contains("(")
                {
                    aliases["M\(number)"] = entry.word(column)
                }
                if kind == .milestones, entry.word("tier") == "T1", !entry.word("level1").isEmpty {
                    aliases[entry.word("level1")] = entry.word(column)
                }
            }
        }
        return aliases
    }
}
