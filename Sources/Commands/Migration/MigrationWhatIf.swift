import ArgumentParser
import Kernel
import Migration

/// `changeover migration what-if`
struct MigrationWhatIf: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "what-if",
        abstract: "Change limits, agents' caps, dates or portfolios, plan again, and show the difference by party.",
        discussion: """
            --limit      industry=230000, LOND=+500, LOND=9000@2026-05-01..2026-05-31
            --agent      AGNT=+500, AGNT=9000@2026-05-01..2026-05-31: its cap for all who use it
            --start      ABCD=2026-06-01
            --portfolio  ABCD:LOND=120000
            --day        2026-05-14=hold

            Each may be given more than once; they are made in the order above. Nothing is written.

            EXAMPLE
              changeover migration what-if market/ --limit LOND=+500@2026-05-01..2026-05-31
            """)

    @Argument(help: ArgumentHelp("The market's folder.", valueName: "market")) var market: String
    @Option(name: .long, help: "fair or earliest.") var objective = PlanObjective.fair
    @Option(name: .long, help: ArgumentHelp("Another limit.", valueName: "scope=value[@from..to]"))
    var limit: [String] = []
    @Option(name: .long, help: ArgumentHelp("Another cap of an agent.", valueName: "agent=value[@from..to]"))
    var agent: [String] = []
    @Option(name: .long, help: ArgumentHelp("Another start.", valueName: "supplier=date")) var start: [String] = []
    @Option(name: .long, help: ArgumentHelp("Another portfolio.", valueName: "supplier:distributor=mpans"))
    var portfolio: [String] = []
    @Option(name: .long, help: ArgumentHelp("Another class of a day.", valueName: "date=class")) var day: [String] = []
    @Option(name: .long, help: ArgumentHelp("Another end.", valueName: "date")) var finishBy: String?
    @Option(name: .long, help: ArgumentHelp("Another reserve.", valueName: "share")) var reserve: String?
    @Flag(name: .long, help: "As JSON.") var json = false

    func run() async throws {
        try await reporting {
            let folder = try MarketFolder(reading: market, asJSON: json)
            let edits = try EditReader(folder.market).edits(of: self)
            guard !edits.isEmpty else {
                throw Failure(line: "nothing is changed; name a change, such as --limit LOND=+500", code: .misused)
            }
            let before = Planner(PlanningGrid(folder.market)).plan(objective, withPrice: false).plan
            let edited = edits.reduce(folder.market) { $0.edited($1) }
            let after = Planner(PlanningGrid(edited)).plan(objective, withPrice: false).plan
            let difference = PlanDifferenceText(PlanDifference(before, after))
            try Terminal.print(json ? difference.json : difference.text)
        }
    }
}

/// Reads changes as they are typed.
struct EditReader {
    private let market: MigrationMarket

    init(_ market: MigrationMarket) { self.market = market }

    func edits(of command: MigrationWhatIf) throws -> [MarketEdit] {
        var edits = try command.limit.map(limit) + command.agent.map(agent)
        for text in command.start {
            let (code, value) = try parts(text, "--start", "ABCD=2026-06-01")
            edits.append(.activation(supplier: try supplier(code, "--start"), try date(value, "--start")))
        }
        for text in command.portfolio {
            let (codes, value) = try parts(text, "--portfolio", "ABCD:LOND=120000")
            let pair = codes.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard pair.count == 2 else {
                throw Failure(line: "--portfolio: \(text) is not like ABCD:LOND=120000", code: .misused)
            }
            edits.append(
                .portfolio(
                    supplier: try supplier(pair[0], "--portfolio"),
                    distributor: try distributor(pair[1], "--portfolio"),
                    try volume(value, "--portfolio")))
        }
        for text in command.day {
            let (day, value) = try parts(text, "--day", "2026-05-14=hold")
            guard let dayClass = MigrationCalendar.DayClass(rawValue: value) else {
                throw Failure(
                    line: "--day: \(value) is no class of a day; say migration, hold or closed", code: .misused)
            }
            edits.append(.day(try date(day, "--day"), dayClass))
        }
        if let end = command.finishBy { edits.append(.finishBy(try date(end, "--finish-by"))) }
        if let text = command.reserve {
            guard let share = Share(text), share < .whole else {
                throw Failure(line: "--reserve: \(text) is no share from 0 to under 1, such as 0.05", code: .misused)
            }
            edits.append(.reserve(share))
        }
        return edits
    }

    private func limit(_ text: String) throws -> MarketEdit {
        let edit = try limitParts(text, "--limit", "LOND=9000@2026-05-01..2026-05-31")
        let place: CapacityLimit.Scope =
            edit.code == "industry" ? .industry : .distributor(try distributor(edit.code, "--limit"))
        guard !edit.isChange || market.hasLimit(place, from: edit.from, to: edit.to) else {
            throw Failure(
                line: "--limit: \(text) changes nothing, as \(edit.code) has no limit then; give one without a sign",
                code: .misused)
        }
        return .limit(place, from: edit.from, to: edit.to, edit.amount)
    }

    private func agent(_ text: String) throws -> MarketEdit {
        let edit = try limitParts(text, "--agent", "AGNT=9000@2026-05-01..2026-05-31")
        guard let place = market.agents.firstIndex(where: { $0.code == edit.code }) else {
            let why =
                market.agents.isEmpty
                ? "the market has no agents (agents.csv is not there)" : "\(edit.code) is no agent of the market"
            throw Failure(line: "--agent: \(why)", code: .misused)
        }
        guard !edit.isChange || market.hasLimit(ofAgent: place, from: edit.from, to: edit.to) else {
            throw Failure(
                line: "--agent: \(text) changes nothing, as \(edit.code) has no cap then; give one without a sign",
                code: .misused)
        }
        return .agentLimit(place, from: edit.from, to: edit.to, edit.amount)
    }

    /// `LOND=+500@2026-05-01..2026-05-31` in its parts; nil dates where none are given.
    private struct LimitParts {
        let code: String
        let from: CalendarDate?
        let to: CalendarDate?
        let amount: MarketEdit.Amount

        var isChange: Bool { if case .change = amount { true } else { false } }
    }

    private func limitParts(_ text: String, _ option: String, _ example: String) throws -> LimitParts {
        let (code, rest) = try parts(text, option, example)
        let halves = rest.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
        guard halves.count <= 2 else {
            throw Failure(line: "\(option): \(text) is not like \(example)", code: .misused)
        }
        var range: (from: CalendarDate?, to: CalendarDate?) = (nil, nil)
        if halves.count == 2 {
            guard let dots = halves[1].firstRange(of: "..") else {
                throw Failure(line: "\(option): \(halves[1]) is not like 2026-05-01..2026-05-31", code: .misused)
            }
            let from = try date(String(halves[1][..<dots.lowerBound]), option)
            let to = try date(String(halves[1][dots.upperBound...]), option)
            guard from <= to else {
                throw Failure(line: "\(option): \(halves[1]) ends before it begins", code: .misused)
            }
            range = (from, to)
        }
        let isChange = halves[0].hasPrefix("+") || halves[0].hasPrefix("-")
        let size = try volume(isChange ? String(halves[0].dropFirst()) : halves[0], option)
        let amount: MarketEdit.Amount = isChange ? .change(halves[0].hasPrefix("-") ? -size : size) : .value(size)
        return LimitParts(code: code, from: range.from, to: range.to, amount: amount)
    }

    private func parts(_ text: String, _ option: String, _ example: String) throws -> (String, String) {
        guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
            throw Failure(line: "\(option): \(text) is not like \(example)", code: .misused)
        }
        return (String(text[..<sign]), String(text[text.index(after: sign)...]))
    }

    private func supplier(_ code: String, _ option: String) throws -> Int {
        guard let place = market.supplier(code) else {
            throw Failure(line: "\(option): \(code) is no supplier of the market", code: .misused)
        }
        return place
    }

    private func distributor(_ code: String, _ option: String) throws -> Int {
        guard let place = market.distributor(code) else {
            throw Failure(line: "\(option): \(code) is no distributor of the market", code: .misused)
        }
        return place
    }

    private func date(_ text: String, _ option: String) throws -> CalendarDate {
        guard let date = CalendarDate(iso: text) else {
            throw Failure(line: "\(option): \(text) is no date; write it as 2026-05-14", code: .misused)
        }
        return date
    }

    private func volume(_ text: String, _ option: String) throws -> Int {
        let isWhole = !text.isEmpty && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isWhole, let value = Int(text), value <= MigrationMarket.largestVolume else {
            throw Failure(
                line: "\(option): \(text) is no whole number up to \(MigrationMarket.largestVolume.grouped)",
                code: .misused)
        }
        return value
    }
}
