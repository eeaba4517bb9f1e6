import Kernel

/// The answer to `why`, sentence by sentence, in the domain's words: the command line and the control room say the same.
public struct WhySentences: Sendable {
    /// How many who shared a day, and how many who gain, are named; the rest are counted.
    private static let mostNamed = 10

    public let answer: WhyAnswer
    public let words: MigrationWords

    public init(_ answer: WhyAnswer, market: MigrationMarket) {
        self.answer = answer
        words = MigrationWords(market)
    }

    public var supplier: String { words.suppliers[answer.supplier] }
    public var distributor: String { words.distributors[answer.distributor] }

    /// All of them, in order.
    public var lines: [String] {
        [headline] + answer.causes.map { "because \(sentence($0))" } + [backlog, pace].compactMap(\.self)
            + answer.limits.map(sentence) + [sharing, pool].compactMap(\.self) + answer.raises.map(sentence)
            + [neighbours, finish].compactMap(\.self)
    }

    /// `ABCD at LOND on Thursday 14 May 2026: 120 MPANs`.
    public var headline: String {
        "\(supplier) at \(distributor) on \(answer.date.weekday.name) \(answer.date.long): \(answer.volume.inThousands) MPANs"
    }

    /// What was left before the day; nil where nothing was.
    public var backlog: String? {
        guard answer.wholeBacklog > 0 else { return nil }
        return "backlog before the day: \(answer.backlog.inThousands) at \(distributor), "
            + "\(answer.wholeBacklog.inThousands) in all"
    }

    /// The pace that it needed, and what it has of it; nil where it takes no part in the day.
    public var pace: String? {
        guard let pace = answer.pace, let level = answer.level else { return nil }
        return "pace that it needed: \(MigrationWords.days(pace)) MPANs a day; it has \(answer.dayVolume.inThousands), "
            + "level \(MigrationWords.days(level))"
    }

    /// What a limit let through and what it carried, with the sources of its rows.
    public func sentence(_ limit: WhyAnswer.Limit) -> String {
        let sources = limit.sources
        let from = sources.isEmpty ? "" : " (\(sources.joined(separator: "; ")))"
        return "\(words.name(limit.name)): \(limit.used.inThousands) of \(limit.usable.inThousands) used, "
            + "\(max(limit.headroom, 0).inThousands) free\(from)"
    }

    /// The supplier's last day; nil where the plan has none of it.
    public var finish: String? { answer.finish.map { "\(supplier) finishes on \($0.long)" } }

    /// A cause as the end of a sentence.
    public func sentence(_ cause: WhyAnswer.Cause) -> String {
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
        case .stepReached: "\(supplier)'s day may rise no further above its migration day before (its step limit)"
        case .distributorFull: "\(distributor)'s limit was full"
        case .industryFull: "the industry's limit was full"
        case .agentFull(let place): "the cap of agent \(words.agents[place]), which \(supplier) uses, was full"
        case .placedElsewhere:
            "\(supplier) had room that day and uses other days or distributors for the rest of its backlog"
        }
    }

    /// Who shared the distributor's day; nil where nobody did.
    public var sharing: String? {
        guard !answer.sharers.isEmpty else { return nil }
        let named = answer.sharers.prefix(Self.mostNamed).map { sharer in
            "\(words.suppliers[sharer.supplier]) \(sharer.volume.inThousands) (level \(MigrationWords.days(sharer.level)))"
        }
        let rest = answer.sharers.dropFirst(Self.mostNamed)
        let others =
            rest.isEmpty
            ? ""
            : ", and \(rest.count.inThousands) more with \(rest.reduce(0) { $0 + $1.volume }.inThousands) MPANs in all"
        return "\(distributor)'s day was shared by \(named.joined(separator: ", "))\(others)"
    }

    /// What small portfolios share first; nil where the day has no pool for them.
    public var pool: String? {
        answer.pool.map { pool in
            "of \(distributor)'s day small portfolios share \(pool.size.inThousands) first, and have "
                + "\(pool.volume.inThousands) of the day; \(supplier) is \(pool.isForSupplier ? "" : "not ")one of them"
        }
    }

    /// What more of a limit would bring.
    public func sentence(_ raise: WhyAnswer.Raise) -> String {
        let much = raise.by == 1 ? "one MPAN more" : "\(raise.by.inThousands) MPANs more"
        guard raise.moreInAll > 0 else {
            return "\(much) of \(words.name(raise.name)) would bring nothing that day: another limit is full too"
        }
        let gainers = raise.gainers.prefix(Self.mostNamed).map { words.suppliers[$0] }.joined(separator: ", ")
        let rest = raise.gainers.count > Self.mostNamed ? " and \(raise.gainers.count - Self.mostNamed) more" : ""
        let own =
            raise.moreForSupplier == 0
            ? "none of it for \(supplier)" : "\(raise.moreForSupplier.inThousands) of it for \(supplier)"
        return
            "\(much) of \(words.name(raise.name)) would bring \(raise.moreInAll.inThousands) \(raise.moreInAll == 1 ? "MPAN" : "MPANs") that day (to \(gainers)\(rest)), "
            + own
    }

    /// What the days beside it could still take; nil where none was looked at.
    public var neighbours: String? {
        guard !answer.neighbours.isEmpty else { return nil }
        let free = answer.neighbours.filter { $0.room > 0 }
        guard !free.isEmpty else {
            return
                "the \(answer.neighbours.count) migration days beside it have no room for \(supplier) at \(distributor)"
        }
        let rooms = free.map {
            "\($0.date.iso) \($0.room >= PlanningGrid.unlimited ? "without a limit" : $0.room.inThousands)"
        }
        return "days beside it that could take more: \(rooms.joined(separator: ", "))"
    }
}
