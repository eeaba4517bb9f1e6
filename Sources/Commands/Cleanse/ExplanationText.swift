import Cleanse

/// An explanation for a terminal and for programs.
enum ExplanationText {
    static func text(_ explanation: Explanation, _ entries: [LedgerEntry]) -> String {
        var parts = ["MPAN \(MPANText.printed(explanation.mpan))"]
        if explanation.rows.isEmpty { parts.append("No register has it.") }
        for row in explanation.rows {
            let fields = row.fields.filter { !$0.text.isEmpty }.map { "\($0.item.rawValue) \($0.text)" }
            parts.append(
                "\(row.register)  \(row.place.file):\(row.place.line ?? 0)\n  " + fields.joined(separator: ", "))
        }
        if !explanation.classes.isEmpty {
            parts.append(
                explanation.classes.map { "\($0.item.item.rawValue) \(words($0.itemClass))" }.joined(separator: ", "))
        }
        var table = TextTable([("rule", .left), ("verdict", .left), ("", .left)])
        for (rule, verdict) in explanation.verdicts {
            if let line = line(rule, verdict) { table.add(line) }
        }
        if !table.isEmpty { parts.append(table.text) }
        func rules(_ isListed: (Explanation.Verdict) -> Bool) -> String {
            explanation.verdicts.filter { isListed($0.verdict) }.map(\.rule.id).joined(separator: " ")
        }
        let passes = rules { if case .passes = $0 { true } else { false } }
        if !passes.isEmpty { parts.append("Passes: " + passes) }
        let gone = rules { if case .notAskedOfDisconnected = $0 { true } else { false } }
        if !gone.isEmpty { parts.append("Not asked of a disconnected MPAN: " + gone) }
        let off = explanation.verdicts.compactMap { pair in
            if case .off(let why) = pair.verdict { "\(pair.rule.id) (\(why.words))" } else { nil }
        }
        if !off.isEmpty { parts.append("Off: " + off.joined(separator: " ")) }
        if !entries.isEmpty {
            var ledger = TextTable([
                ("ledger", .left), ("item", .left), ("state", .left), ("owner", .left), ("first seen", .left),
                ("last seen", .left),
            ])
            for entry in entries {
                ledger.add([
                    entry.rule.id, entry.item.rawValue, entry.life.state.rawValue, entry.owner.description,
                    entry.firstSeen, entry.lastSeen,
                ])
            }
            parts.append(ledger.text)
        }
        return parts.joined(separator: "\n\n")
    }

    private static func line(_ rule: Rule, _ verdict: Explanation.Verdict) -> [String]? {
        switch verdict {
        case .raised(let exceptions):
            [rule.id, "raised", exceptions.map(words).joined(separator: "; ")]
        case .silenced(let by, let exceptions):
            [rule.id, "silenced by \(by.id)", exceptions.map(words).joined(separator: "; ")]
        default: nil
        }
    }

    private static func words(_ exception: RaisedException) -> String {
        "\(exception.item.rawValue): \(exception.observed)"
            + (exception.expected.isEmpty ? "" : ", expected \(exception.expected)") + " (\(exception.owner))"
    }

    static func words(_ itemClass: ItemClass) -> String {
        switch itemClass {
        case .valid: "valid"
        case .invalid: "invalid"
        case .missing: "missing"
        case .exempt: "exempt"
        case .outOfScope: "out of scope"
        }
    }

    static func json(_ explanation: Explanation, _ entries: [LedgerEntry]) -> String {
        var json = JSONDocument()
        json.object { json in
            json.member("mpan", MPANText.printed(explanation.mpan))
            json.member("registers") { json in
                json.array(explanation.rows) { json, row in
                    json.object { json in
                        json.member("register", row.register)
                        json.member("file", row.place.file)
                        json.member("line", Int(row.place.line ?? 0))
                        json.member("fields") { json in
                            json.object { json in
                                for field in row.fields { json.member(field.item.rawValue, field.text) }
                            }
                        }
                    }
                }
            }
            json.member("classes") { json in
                json.object { json in
                    for one in explanation.classes { json.member(one.item.item.rawValue, words(one.itemClass)) }
                }
            }
            json.member("verdicts") { json in
                json.array(explanation.verdicts) { json, pair in
                    json.object { json in
                        json.member("rule", pair.rule.id)
                        switch pair.verdict {
                        case .passes: json.member("verdict", "passes")
                        case .raised(let exceptions):
                            json.member("verdict", "raised")
                            json.member("because", exceptions.map(words).joined(separator: "; "))
                        case .silenced(let by, let exceptions):
                            json.member("verdict", "silenced")
                            json.member("by", by.id)
                            json.member("because", exceptions.map(words).joined(separator: "; "))
                        case .off(let why):
                            json.member("verdict", "off")
                            json.member("because", why.words)
                        case .notAskedOfDisconnected:
                            json.member("verdict", "not asked")
                            json.member("because", "disconnected")
                        case .nothingToAsk:
                            json.member("verdict", "not asked")
                            json.member("because", "no register has the MPAN")
                        }
                    }
                }
            }
            json.member("ledger") { json in
                json.array(entries) { json, entry in
                    json.object { json in
                        for (name, value) in zip(LedgerEntry.columns, entry.fields) { json.member(name, value) }
                    }
                }
            }
        }
        return json.text
    }
}
