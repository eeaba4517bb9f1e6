import Kernel

extension ScenarioReport {
    /// `passed: 7 of 7 steps`.
    public var summary: String {
        let failed = count(.failed)
        let skipped = count(.skipped)
        return (hasPassed ? "passed" : "failed") + ": \(count(.passed)) of \(steps.count) steps passed"
            + (failed > 0 ? ", \(failed) failed" : "") + (skipped > 0 ? ", \(skipped) left out" : "")
            + (problems.isEmpty ? "" : ", \(problems.count) problem\(problems.count == 1 ? "" : "s") beside the steps")
    }

    /// The report as lines for a terminal, with its traffic.
    public var text: String {
        var lines = ["\(name)"]
        if !description.isEmpty { lines.append(description) }
        lines.append("specification \(version), seed \(seed), \(began.isoWithOffset) to \(ended.isoWithOffset)")
        lines.append("")
        for step in steps {
            let place = step.line > 0 ? " (line \(step.line))" : ""
            lines.append("\(Self.mark(step.outcome)) \(step.number). \(step.name)\(place)")
            if step.outcome == .skipped { continue }
            lines += step.evidence.map { "       " + Self.line($0) }
        }
        if !problems.isEmpty {
            lines += ["", "beside the steps"] + problems.map { "  \($0)" }
        }
        lines +=
            ["", "traffic"]
            + events.map { event in
                "  \(event.at)  \(event.kind.rawValue)  \(event.party): \(event.words)"
                    + (event.mpan.map { ", MPAN \($0)" } ?? "")
            }
        if eventsLeftOut > 0 { lines.append("  and \(eventsLeftOut) more") }
        return (lines + ["", summary, ""]).joined(separator: "\n")
    }

    private static func mark(_ outcome: Outcome) -> String {
        switch outcome {
        case .passed: "pass  "
        case .failed: "FAIL  "
        case .skipped: "-     "
        }
    }

    static func line(_ evidence: Evidence) -> String {
        var words = [evidence.subject]
        if let pointer = evidence.pointer { words.append(pointer) }
        if let expected = evidence.expected { words.append("expected \(expected)") }
        if let found = evidence.found { words.append(evidence.expected == nil ? found : "found \(found)") }
        if let transaction = evidence.transactionID, !transaction.isEmpty { words.append("in \(transaction)") }
        return (evidence.holds == false ? "✗ " : "") + words.joined(separator: ", ")
    }

    /// The report as one line of JSON.
    public var json: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("name")
        writer.string(name)
        writer.key("description")
        writer.string(description)
        writer.key("outcome")
        writer.string(hasPassed ? "passed" : "failed")
        writer.key("seed")
        writer.raw(String(seed).utf8)
        writer.key("specification")
        writer.string(version)
        writer.key("began")
        writer.string(began.isoWithOffset)
        writer.key("ended")
        writer.string(ended.isoWithOffset)
        writer.key("steps")
        writer.beginArray()
        for step in steps { writer.value(Self.value(step)) }
        writer.endArray()
        writer.key("problems")
        writer.value(.array(problems.map { .string($0) }))
        writer.key("events")
        writer.beginArray()
        for event in events { writer.value(Self.value(event)) }
        writer.endArray()
        writer.key("eventsLeftOut")
        writer.integer(eventsLeftOut)
        writer.endObject()
        return writer.bytes
    }

    private static func value(_ step: Step) -> JSONValue {
        .object([
            "number": .integer(step.number), "name": .string(step.name), "kind": .string(step.kind),
            "line": .integer(step.line), "outcome": .string(step.outcome.rawValue),
            "began": .string(step.began.iso), "ended": .string(step.ended.iso),
            "evidence": .array(
                step.evidence.map { evidence in
                    .object([
                        "subject": .string(evidence.subject), "transactionId": .optional(evidence.transactionID),
                        "pointer": .optional(evidence.pointer), "expected": .optional(evidence.expected),
                        "found": .optional(evidence.found),
                        "holds": evidence.holds.map { .boolean($0) } ?? .null,
                    ])
                }),
        ])
    }

    private static func value(_ event: Event) -> JSONValue {
        .object([
            "at": .string(event.at.iso), "kind": .string(event.kind.rawValue),
            "party": .string(event.party), "words": .string(event.words), "mpan": .optional(event.mpan),
            "transactionId": .optional(event.transactionID),
        ])
    }
}
