import Kernel
import Migration

/// The answer to `why` in the domain's words.
struct WhyText {
    /// How many who shared a day, and how many who gain, are named; the rest are counted.
    private static let mostNamed = 10

    let answer: WhyAnswer
    let market: MigrationMarket
    private let words: MigrationWords

    init(_ answer: WhyAnswer, market: MigrationMarket) {
        self.answer = answer
        self.market = market
        words = MigrationWords(market)
    }

    private var supplier: String { words.suppliers[answer.supplier] }
    private var distributor: String { words.distributors[answer.distributor] }

    var text: String {
        var lines = [
            "\(supplier) at \(distributor) on \(answer.date.weekday.name) \(answer.date.long): \(answer.volume.grouped) MPANs"
        ]
        lines += answer.causes.map { "because \(sentence($0))" }
        if answer.wholeBacklog > 0 {
            lines.append(
                "backlog before the day: \(answer.backlog.grouped) at \(distributor), \(answer.wholeBacklog.grouped) in all"
            )
        }
        if let pace = answer.pace, let level = answer.level {
            lines.append(
                "pace that it needed: \(MigrationWords.days(pace)) MPANs a day; it has \(answer.dayVolume.grouped), "
                    + "level \(MigrationWords.days(level))")
        }
        lines += answer.limits.map { limit in
            let sources = Set(limit.rows.map(\.source)).filter { !$0.isEmpty }.sorted()
            let from = sources.isEmpty ? "" : " (\(sources.joined(separator: "; ")))"
            return "\(words.name(limit.name)): \(limit.used.grouped) of \(limit.usable.grouped) used, "
                + "\(max(limit.headroom, 0).grouped) free\(from)"
        }
        if !answer.sharers.isEmpty { lines.append(sharing) }
        lines += answer.raises.map(sentence)
        if !answer.neighbours.isEmpty { lines.append(neighbours) }
        if let finish = answer.finish { lines.append("\(supplier) finishes on \(finish.long)") }
        return lines.joined(separator: "\n")
    }

    /// A cause as the end of a sentence.
    func sentence(_ cause: WhyAnswer.Cause) -> String {
        switch cause {
        case .noPortfolio: "\(supplier) has no metering points at \(distributor)"
        case .dayIs(let dayClass):
            dayClass == .hold
                ? "the day is a hold in the migration calendar" : "the day is closed in the migration calendar"
        case .afterLastDate(let last): "nothing is placed after \(last.long), the end of the migration less its buffer"
        case .notActive(let from): "\(supplier) may migrate from \(from.long) on"
        case .allPlaced:
            answer.volume > 0
                ? "that was all that was left of its backlog there" : "its backlog there was placed before the day"
        case .rampReached: "\(supplier)'s ramp lets through no more that day"
        case .distributorFull: "\(distributor)'s limit was full"
        case .industryFull: "the industry's limit was full"
        case .placedElsewhere:
            "\(supplier) had room that day and uses other days or distributors for the rest of its backlog"
        }
    }

    private var sharing: String {
        let named = answer.sharers.prefix(Self.mostNamed).map { sharer in
            "\(words.suppliers[sharer.supplier]) \(sharer.volume.grouped) (level \(MigrationWords.days(sharer.level)))"
        }
        let rest = answer.sharers.dropFirst(Self.mostNamed)
        let others =
            rest.isEmpty
            ? "" : ", and \(rest.count.grouped) more with \(rest.reduce(0) { $0 + $1.volume }.grouped) MPANs in all"
        return "\(distributor)'s day was shared by \(named.joined(separator: ", "))\(others)"
    }

    func sentence(_ raise: WhyAnswer.Raise) -> String {
        let much = raise.by == 1 ? "one MPAN more" : "\(raise.by.grouped) MPANs more"
        guard raise.moreInAll > 0 else {
            return "\(much) of \(words.name(raise.name)) would bring nothing that day: another limit is full too"
        }
        let gainers = raise.gainers.prefix(Self.mostNamed).map { words.suppliers[$0] }.joined(separator: ", ")
        let rest = raise.gainers.count > Self.mostNamed ? " and \(raise.gainers.count - Self.mostNamed) more" : ""
        let own =
            raise.moreForSupplier == 0
            ? "none of it for \(supplier)" : "\(raise.moreForSupplier.grouped) of it for \(supplier)"
        return
            "\(much) of \(words.name(raise.name)) would bring \(raise.moreInAll.grouped) \(raise.moreInAll == 1 ? "MPAN" : "MPANs") that day (to \(gainers)\(rest)), "
            + own
    }

    private var neighbours: String {
        let free = answer.neighbours.filter { $0.room > 0 }
        guard !free.isEmpty else {
            return
                "the \(answer.neighbours.count) migration days beside it have no room for \(supplier) at \(distributor)"
        }
        let rooms = free.map {
            "\($0.date.iso) \($0.room >= PlanningGrid.unlimited ? "without a limit" : $0.room.grouped)"
        }
        return "days beside it that could take more: \(rooms.joined(separator: ", "))"
    }

    var json: String {
        var json = JSONDocument()
        json.object { json in
            json.member("supplier", supplier)
            json.member("distributor", distributor)
            json.member("date", answer.date.iso)
            json.member("volume", answer.volume)
            json.member("causes") { json in json.array(answer.causes) { $0.string(sentence($1)) } }
            json.member("backlog", answer.backlog)
            json.member("backlog_in_all", answer.wholeBacklog)
            if let pace = answer.pace { json.member("pace", decimal: pace) }
            if let level = answer.level { json.member("level", decimal: level) }
            json.member("day_volume", answer.dayVolume)
            json.member("limits") { json in json.array(answer.limits) { write($1, to: &$0) } }
            json.member("shared_by") { json in
                json.array(answer.sharers) { json, sharer in
                    json.object { json in
                        json.member("supplier", words.suppliers[sharer.supplier])
                        json.member("volume", sharer.volume)
                        json.member("level", decimal: sharer.level)
                    }
                }
            }
            json.member("more_capacity") { json in json.array(answer.raises) { write($1, to: &$0) } }
            json.member("neighbours") { json in
                json.array(answer.neighbours) { json, day in
                    json.object { json in
                        json.member("date", day.date.iso)
                        json.member("room", day.room)
                        json.member("volume", day.volume)
                    }
                }
            }
            if let finish = answer.finish { json.member("finish", finish.iso) }
        }
        return json.text
    }

    private func write(_ limit: WhyAnswer.Limit, to json: inout JSONDocument) {
        json.object { json in
            json.member("limit", words.code(limit.name))
            json.member("usable", limit.usable)
            json.member("used", limit.used)
            json.member("sources") { json in json.array(Set(limit.rows.map(\.source)).sorted()) { $0.string($1) } }
        }
    }

    private func write(_ raise: WhyAnswer.Raise, to json: inout JSONDocument) {
        json.object { json in
            json.member("limit", words.code(raise.name))
            json.member("by", raise.by)
            json.member("more_in_all", raise.moreInAll)
            json.member("more_for_supplier", raise.moreForSupplier)
            json.member("sentence", sentence(raise))
        }
    }
}
