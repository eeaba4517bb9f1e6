import Cleanse
import Formats
import Store

/// What a run found, for a terminal and for programs.
enum CheckSummary {
    static func text(_ run: LedgerRun, _ loaded: LoadedRegisters) -> String {
        var parts = ["Run \(run.number), as at \(run.asAt): \(run.points.grouped) MPANs"]
        var registers = TextTable([("register", .left), ("rows", .right), ("rejected", .right), ("as at", .left)])
        for register in run.registers {
            registers.add([
                register.register, register.rows.grouped, register.rejected.grouped,
                register.asAt == run.asAt ? "" : register.asAt,
            ])
        }
        parts.append(registers.text)
        var rules = TextTable([("rule", .left), ("", .left), ("exceptions", .right), ("silenced", .right), ("", .left)])
        for tally in run.rules where tally.raised > 0 {
            rules.add([
                tally.rule.id, tally.severity.rawValue, tally.raised.grouped,
                tally.silenced == 0 ? "" : tally.silenced.grouped,
                RuleTable.standard.first { $0.rule == tally.rule }?.condition ?? "",
            ])
        }
        parts.append(rules.isEmpty ? "No rule was broken." : rules.text)
        let off = run.rules.filter { !$0.off.isEmpty }
        if !off.isEmpty { parts.append(offText(off)) }
        parts.append(
            Severity.allCases.map { severity in
                "\(severity.rawValue) \(run.raised(severity).grouped)"
            }.joined(separator: "   "))
        return parts.joined(separator: "\n\n")
    }

    /// `Off: CON-10, ISD-09 (no combinations); …`, the reasons in order of their first rule.
    private static func offText(_ off: [RuleTally]) -> String {
        var reasons: [String] = []
        for tally in off where !reasons.contains(tally.off) { reasons.append(tally.off) }
        let parts = reasons.map { reason in
            off.filter { $0.off == reason }.map(\.rule.id).joined(separator: ", ") + " (\(reason))"
        }
        return "Not asked: " + parts.joined(separator: "; ")
    }

    static func json(_ run: LedgerRun) -> String {
        var json = JSONDocument()
        json.object {
            $0.member("run", run.number)
            $0.member("asAt", run.asAt)
            $0.member("ruleSet", run.ruleSet)
            $0.member("mpans", run.points)
            $0.member("population", run.population)
            $0.member("exceptions") { json in
                json.object { json in
                    for severity in Severity.allCases { json.member(severity.rawValue, run.raised(severity)) }
                }
            }
            $0.member("registers") { json in
                json.array(run.registers) { json, register in
                    json.object {
                        $0.member("register", register.register)
                        $0.member("rows", register.rows)
                        $0.member("rejected", register.rejected)
                        $0.member("digest", register.digest)
                        $0.member("asAt", register.asAt)
                    }
                }
            }
            $0.member("rules") { json in
                json.array(run.rules) { json, tally in
                    json.object {
                        $0.member("rule", tally.rule.id)
                        $0.member("severity", tally.severity.rawValue)
                        $0.member("raised", tally.raised)
                        $0.member("silenced", tally.silenced)
                        $0.member("off", tally.off)
                    }
                }
            }
        }
        return json.text
    }
}

extension LedgerRun {
    /// Exceptions of a severity that the run raised.
    func raised(_ severity: Severity) -> Int {
        rules.filter { $0.severity == severity }.reduce(0) { $0 + $1.raised }
    }
}
