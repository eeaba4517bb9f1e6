import Kernel
import Migration

/// What two plans differ in, as text and as JSON.
struct PlanDifferenceText {
    let difference: PlanDifference

    init(_ difference: PlanDifference) { self.difference = difference }

    var text: String {
        guard !difference.parties.isEmpty else { return "no difference: the plan is the same" }
        var lines = [
            "placed: \(difference.placedBefore.grouped) before, \(difference.placedAfter.grouped) after; "
                + "unplaced: \(difference.unplacedBefore.grouped) before, \(difference.unplacedAfter.grouped) after",
            "on another day: \(difference.moved.grouped) MPANs; last day: \(Self.date(difference.finishBefore)) before, "
                + "\(Self.date(difference.finishAfter)) after", "",
        ]
        var table = TextTable([
            ("party", .left), ("placed before", .right), ("after", .right), ("moved", .right), ("finish before", .left),
            ("after", .left), ("later by days", .right),
        ])
        for party in difference.parties {
            table.add([
                "\(party.kind == .supplier ? "S" : "L"):\(party.code)", party.before.grouped, party.after.grouped,
                party.moved.grouped, Self.date(party.finishBefore), Self.date(party.finishAfter),
                party.laterByThousandths.map { MigrationWords.days(Double($0) / 1_000) } ?? "",
            ])
        }
        lines.append(table.text)
        return lines.joined(separator: "\n")
    }

    private static func date(_ date: CalendarDate?) -> String { date?.iso ?? "none" }

    var json: String {
        var json = JSONDocument()
        json.object { write(to: &$0) }
        return json.text
    }

    func write(to json: inout JSONDocument) {
        json.member("placed_before", difference.placedBefore)
        json.member("placed_after", difference.placedAfter)
        json.member("unplaced_before", difference.unplacedBefore)
        json.member("unplaced_after", difference.unplacedAfter)
        json.member("moved", difference.moved)
        if let date = difference.finishBefore { json.member("finish_before", date.iso) }
        if let date = difference.finishAfter { json.member("finish_after", date.iso) }
        json.member("parties") { json in
            json.array(difference.parties) { json, party in
                json.object { json in
                    json.member(party.kind.rawValue, party.code)
                    json.member("before", party.before)
                    json.member("after", party.after)
                    json.member("moved", party.moved)
                    if let date = party.finishBefore { json.member("finish_before", date.iso) }
                    if let date = party.finishAfter { json.member("finish_after", date.iso) }
                    if let later = party.laterByThousandths {
                        json.member("later_by_days", decimal: Double(later) / 1_000)
                    }
                }
            }
        }
        json.member("days") { json in
            json.array(difference.days) { json, day in
                json.object { json in
                    json.member("date", day.date.iso)
                    json.member("before", day.before)
                    json.member("after", day.after)
                }
            }
        }
    }
}
