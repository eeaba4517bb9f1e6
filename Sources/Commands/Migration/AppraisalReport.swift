import Migration

/// An appraisal as CSV, JSON and words.
struct AppraisalReport {
    let sheet: AppraisalSheet
    let appraisal: Appraisal
    let seed: UInt64
    /// Of the sheet's file.
    let sha256: String

    /// Every score with its weight, evidence and scorer: what goes to the decider.
    var sheetCSV: [UInt8] {
        var table = MigrationTable(
            name: "sheet.csv", header: ["option", "criterion", "weight", "score", "weighted", "evidence", "scorer"])
        for option in sheet.options {
            for (leaf, weight) in zip(sheet.leaves, appraisal.weights) {
                for score in sheet.scores where score.option == option.id && score.criterion == leaf.id {
                    let weighted = (try? weight.times(score.score).description) ?? ""
                    table.append([
                        option.id, leaf.id, weight.description, score.score.description, weighted, score.evidence,
                        score.scorer,
                    ])
                }
            }
        }
        return table.csv
    }

    private var chain: AppraisalChain { AppraisalChain(sheet, sha256: sha256) }

    var auditCSV: [UInt8] { chain.csv }

    var json: String {
        var json = JSONDocument()
        json.object { json in
            json.member("title", sheet.title)
            json.member("ranking") { json in
                json.array(appraisal.ranking.enumerated()) { json, entry in rank(entry.element, entry.offset, &json) }
            }
            json.member("weights") { json in
                json.object { json in
                    for (leaf, weight) in zip(sheet.leaves, appraisal.weights) {
                        json.member(leaf.id, weight.description)
                    }
                }
            }
            json.member("outranking") { outranking(&$0) }
            json.member("sensitivity") { json in
                json.array(appraisal.sensitivity) { json, range in
                    json.object { json in
                        json.member("criterion", range.criterion)
                        json.member("weight", range.weight.description)
                        json.member("from", range.from.description)
                        json.member("to", range.to.description)
                        if let below = range.below { json.member("below", below) }
                        if let above = range.above { json.member("above", above) }
                    }
                }
            }
            json.member("consistency") { json in
                json.array(appraisal.checks) { json, check in
                    json.object { json in
                        json.member("more", check.comparison.more)
                        json.member("less", check.comparison.less)
                        json.member("stated", check.comparison.times.description)
                        json.member("implied", check.implied.description)
                        json.member("holds", check.holds)
                    }
                }
            }
            json.member("rank_reversals") { json in
                json.array(appraisal.reversals) { json, reversal in
                    json.object { json in
                        json.member("view", reversal.view.rawValue)
                        json.member("without", reversal.without)
                        json.member("ahead", reversal.ahead)
                        json.member("then", reversal.then)
                    }
                }
            }
            json.member("dissent") { json in
                json.array(appraisal.objections) { json, objection in
                    json.object { json in
                        json.member("who", objection.dissent.who)
                        json.member("option", objection.dissent.option)
                        json.member("criterion", objection.dissent.criterion)
                        json.member("score", objection.dissent.score.description)
                        json.member("why", objection.dissent.why)
                        json.member("sum", objection.sum.description)
                        json.member("best", objection.best)
                    }
                }
            }
            json.member("draws", sheet.draws)
            json.member("seed", String(seed))
            json.member("audit", chain.head)
        }
        return json.text
    }

    private func rank(_ option: Int, _ place: Int, _ json: inout JSONDocument) {
        json.object { json in
            json.member("rank", place + 1)
            json.member("option", sheet.options[option].id)
            json.member("sum", appraisal.sums[option].description)
            json.member("decimal", appraisal.sums[option].decimal(3))
            json.member("best_near", millionths: appraisal.bestNear[option] * 1_000)
            json.member("best_anywhere", millionths: appraisal.bestAnywhere[option] * 1_000)
        }
    }

    private func outranking(_ json: inout JSONDocument) {
        json.object { json in
            json.member("concordance_needed", sheet.concordance.description)
            json.member("veto", sheet.veto.description)
            json.member("pairs") { json in
                json.array(pairs) { json, pair in
                    json.object { json in
                        json.member("option", sheet.options[pair.one].id)
                        json.member("over", sheet.options[pair.other].id)
                        json.member("concordance", appraisal.concordance[pair.one][pair.other].description)
                        json.member("outranks", appraisal.outranks[pair.one][pair.other])
                    }
                }
            }
            json.member("not_outranked") { json in
                json.array(appraisal.notOutranked) { $0.string(sheet.options[$1].id) }
            }
            json.member("net_flow") { json in
                json.object { json in
                    for (option, flow) in zip(sheet.options, appraisal.netFlow) {
                        json.member(option.id, flow.description)
                    }
                }
            }
        }
    }

    private var pairs: [(one: Int, other: Int)] {
        sheet.options.indices.flatMap { one in
            sheet.options.indices.filter { $0 != one }.map { (one, $0) }
        }
    }

    var text: String {
        var lines = [sheet.title, ""]
        var ranks = TextTable([
            ("rank", .right), ("option", .left), ("sum", .right), ("exactly", .right), ("best near %", .right),
            ("best anywhere %", .right),
        ])
        for (place, option) in appraisal.ranking.enumerated() {
            ranks.add([
                String(place + 1), sheet.options[option].name, appraisal.sums[option].decimal(3),
                appraisal.sums[option].description, Self.percent(appraisal.bestNear[option]),
                Self.percent(appraisal.bestAnywhere[option]),
            ])
        }
        lines += [ranks.text, ""]
        let best = sheet.options[appraisal.ranking[0]].id
        var ranges = TextTable([
            ("criterion", .left), ("weight", .right), ("\(best) stays best from", .right), ("to", .right),
            ("below it", .left), ("above it", .left),
        ])
        for range in appraisal.sensitivity {
            ranges.add([
                range.criterion, range.weight.decimal(3), range.from.decimal(3), range.to.decimal(3), range.below ?? "",
                range.above ?? "",
            ])
        }
        lines += [ranges.text, ""]
        let firm = appraisal.notOutranked.map { sheet.options[$0].id }.joined(separator: ", ")
        lines.append("outranking: " + (firm.isEmpty ? "every option is outranked" : "not outranked: \(firm)"))
        for pair in pairs where appraisal.outranks[pair.one][pair.other] {
            lines.append("  \(sheet.options[pair.one].id) outranks \(sheet.options[pair.other].id)")
        }
        for check in appraisal.checks where !check.holds {
            lines.append(
                "inconsistent: \(check.comparison.more) was said to count \(check.comparison.times.decimal(2)) times "
                    + "\(check.comparison.less), its weight counts \(check.implied.decimal(2)) times")
        }
        lines += appraisal.reversals.map {
            "order turns (\($0.view.rawValue)): without \($0.without), \($0.then) is ahead of \($0.ahead)"
        }
        if appraisal.reversals.isEmpty { lines.append("no order turns when one option is left out") }
        lines += appraisal.objections.map {
            "dissent of \($0.dissent.who): \($0.dissent.option) deserves \($0.dissent.score) on \($0.dissent.criterion); "
                + "then its sum is \($0.sum.decimal(3)) and \($0.best) is best"
        }
        lines.append("audit: \(chain.entries.count) entries, the last \(chain.head)")
        return lines.joined(separator: "\n")
    }

    private static func percent(_ thousandths: Int) -> String { "\(thousandths / 10).\(thousandths % 10)" }
}
