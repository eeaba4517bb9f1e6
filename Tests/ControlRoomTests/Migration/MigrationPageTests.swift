import Foundation
import FoundationXML
import Kernel
import Migration
import TestSupport
import Testing

@testable import ControlRoom

/// The pages of the migration over a small market that the real planner planned.
@Suite struct MigrationPageTests {
    private func room(_ sample: SampleMigration? = .plain) -> ControlRoom {
        let books = sample?.books
        return ControlRoom(
            record: SampleRecord.full,
            settings: ControlRoomSettings(port: 0, programme: "Example programme", migration: { books }))
    }

    // MARK: As they were looked at

    @Test(arguments: [
        ("dashboard", "/migration"), ("heat", "/migration/heat?sprint=4"), ("suppliers", "/migration/suppliers"),
        ("league", "/migration/league"), ("supplier", "/migration/suppliers/ABCD"),
        ("distributor", "/migration/distributors/NORT"), ("distributors", "/migration/distributors"),
        ("sprints", "/migration/sprints"), ("sprint", "/migration/sprints/3"),
        ("why", "/migration/why?supplier=ABCD&distributor=NORT&date=2026-06-03"),
        ("differences", "/migration/differences"), ("stuck", "/migration/stuck?page=2"),
        ("quarantine", "/migration/quarantine"), ("controls", "/migration/controls"),
    ])
    func pagesStayAsTheyWereLookedAt(name: String, address: String) async throws {
        let text = try await room().page(address).text
        let start = try #require(text.range(of: "<main"))
        let end = try #require(text.range(of: "</main>"))
        try Golden.check(
            String(text[start.lowerBound..<end.upperBound]) + "\n",
            against: "Tests/ControlRoomTests/Golden/page-migration-\(name).html")
    }

    @Test(arguments: [
        ("agents", "/migration/agents"), ("agent", "/migration/agents/AGNT"),
        ("agent-day", "/migration/why?agent=AGNT&date=2026-06-03"),
        ("agent-why", "/migration/why?supplier=ABCD&distributor=EAST&date=2026-05-13"),
    ])
    func pagesOfAgentsStayAsTheyWereLookedAt(name: String, address: String) async throws {
        let text = try await room(.withAgents).page(address).text
        let start = try #require(text.range(of: "<main"))
        let end = try #require(text.range(of: "</main>"))
        try Golden.check(
            String(text[start.lowerBound..<end.upperBound]) + "\n",
            against: "Tests/ControlRoomTests/Golden/page-migration-\(name).html")
    }

    @Test func anAgentIsReachedFromTheOverviewAndFromWhy() async throws {
        let room = room(.withAgents)
        let link = "href=\"/migration/agents/AGNT\""
        for address in [
            "/migration", "/migration/agents", "/migration/suppliers/ABCD", "/migration/why?agent=AGNT&date=2026-06-03",
            "/migration/why?supplier=ABCD&distributor=EAST&date=2026-05-13",
        ] {
            #expect(try await room.page(address).text.contains(link), "\(address)")
        }
        #expect(try await !self.room().page("/migration").text.contains("/migration/agents/"))
        #expect(try await self.room().page("/migration/agents").text.contains("has no agents.csv"))
        #expect(try await room.page("/migration/agents/NONE").status == 404)
        #expect(try await room.page("/migration/agents.csv?agent=NONE").status == 404)
        #expect(try await room.page("/migration/why?agent=NONE&date=2026-06-03").status == 422)
        #expect(try await room.page("/migration/why?agent=AGNT").status == 422)
    }

    @Test func theTableOfAgentsAgreesWithPlanAndCaps() async throws {
        let books = SampleMigration.withAgents.books
        let text = try await room(.withAgents).page("/migration/agents.csv").text
        let lines = text.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(lines[0] == ["agent", "date", "cap", "used"])
        var sums: [String: Int] = [:]
        for line in lines.dropFirst() {
            let date = try #require(CalendarDate(iso: line[1]))
            let agent = try #require(books.market.agents.first { $0.code == line[0] })
            let used = books.current.rows.filter { $0.date == date && agent.suppliers.contains($0.supplier) }
            #expect(line[3] == String(used.reduce(0) { $0 + $1.volume }), "\(line)")
            // 500 and 800 less a twentieth.
            let cap = line[0] == "BETA" ? "" : date <= SampleMigration.day(34) ? "475" : "760"
            #expect(line[2] == cap, "\(line)")
            sums[line[0], default: 0] += Int(line[3]) ?? 0
        }
        for agent in books.market.agents {
            let rows = books.current.rows.filter { agent.suppliers.contains($0.supplier) }
            #expect(sums[agent.code] == rows.reduce(0) { $0 + $1.volume })
        }
        let sight = try MigrationSight(books)
        #expect(!sight.agents[0].full.isEmpty)
        #expect(sight.agents[1].full.isEmpty)
        #expect(sight.agentBreaches.isEmpty)
    }

    @Test func aCapThatAPlanPassesIsABreach() async throws {
        let books = SampleMigration.withAgents.books
        let lowered = books.market.edited(.agentLimit(0, from: SampleMigration.day(1), to: nil, .value(100)))
        var changed = MigrationBooks(
            state: "lowered", market: lowered, sprints: books.sprints, first: books.first, current: books.current,
            baselines: books.baselines, plan: books.plan)
        changed.chain = books.chain
        let breaches = try MigrationSight(changed).agentBreaches
        #expect(!breaches.isEmpty)
        #expect(breaches.allSatisfy { $0.agent == 0 && $0.usable == 95 && $0.used > 95 })
    }

    // MARK: Absence

    @Test(arguments: MigrationPlace.pages) func withoutAPlanAPageSaysHowToBegin(place: MigrationPlace) async throws {
        let page = try await room(nil).page(Route.migration(place).path)
        #expect(page.status == 200)
        #expect(page.text.contains("changeover migration adopt"))
    }

    @Test(arguments: MigrationFile.allCases) func withoutAPlanThereAreNoFiles(file: MigrationFile) async throws {
        #expect(try await room(nil).page(Route.migration(.file(file)).path).status == 404)
    }

    @Test(arguments: [
        "/migration/suppliers/NONE", "/migration/distributors/NONE", "/migration/sprints/10", "/migration/sprints/0",
        "/migration/sprints/01", "/migration/nothing", "/migration/heat?sprint=99", "/migration/burn-up.csv?supplier=x",
    ])
    func whatIsNotThereIsSaidToBeNot(address: String) async throws {
        #expect(try await room().page(address).status == 404)
    }

    @Test(arguments: [
        ("/migration/why?supplier=NONE&date=2026-06-03", 422), ("/migration/why?supplier=ABCD&date=tomorrow", 422),
        ("/migration/why?supplier=ABCD", 422), ("/migration/differences?from=3", 422),
        ("/migration/differences?to=x", 422), ("/migration/heat?from=x", 400),
        ("/migration/heat?from=2026-06-03&to=2026-06-02", 400), ("/migration/suppliers?nonsense=1", 400),
    ])
    func whatCannotBeReadIsMarked(address: String, status: Int) async throws {
        let page = try await room().page(address)
        #expect(page.status == status)
        if status == 422 { #expect(page.text.contains("class=\"wrong\"")) }
    }

    // MARK: Evidence

    @Test func everyLinkOfThePagesLeadsSomewhere() async throws {
        let room = room()
        var seen: Set<String> = []
        for address in SampleMigration.plain.addresses {
            let page = try await room.page(address)
            #expect(page.status == 200, "\(address)")
            for link in links(in: page.text) where link.hasPrefix("/migration") && seen.insert(link).inserted {
                #expect(try await room.page(link).status == 200, "\(address) leads to \(link)")
            }
        }
        #expect(seen.count > 200, "\(seen.count) links")
        let others = self.room(.withAgents)
        for address in SampleMigration.withAgents.addresses {
            let page = try await others.page(address)
            #expect(page.status == 200, "\(address)")
            for link in links(in: page.text) where link.contains("agent") && seen.insert(link).inserted {
                #expect(try await others.page(link).status == 200, "\(address) leads to \(link)")
            }
        }
    }

    @Test func filesComeUnderTheirNames() async throws {
        for file in MigrationFile.allCases {
            let page = try await room().page(Route.migration(.file(file)).path)
            #expect(page.status == 200, "\(file)")
            #expect(page.fileName == file.rawValue)
            #expect(!page.body.isEmpty)
            if file.rawValue.hasSuffix(".svg") {
                #expect(XMLShape.isWellFormed(page.text), "\(file) is no well-formed XML")
                #expect(page.text.contains("xmlns="))
            }
        }
    }

    @Test func theBurnUpTableAddsUp() async throws {
        let lines = try await room().page("/migration/burn-up.csv").text.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let last = try #require(lines.last)
        let books = SampleMigration.plain.books
        #expect(lines[0] == ["date", "first", "current", "actual", "p10", "p50", "p80", "p90"])
        #expect(last[1] == String(books.first.placed))
        #expect(last[2] == String(books.current.placed))
        let known = try #require(lines.last { !$0[3].isEmpty })
        let net = books.actuals?.rows.reduce(0) { $0 + $1.completed - $1.reversed }
        #expect(known[3] == net.map(String.init))
        for line in lines.dropFirst() where !line[4].isEmpty {
            let quantiles = line[4...7].compactMap { Int($0) }
            #expect(quantiles == quantiles.sorted(), "\(line)")
        }
    }

    @Test func theHeatTableAgreesWithPlanAndLimits() async throws {
        let books = SampleMigration.plain.books
        let grid = PlanningGrid(books.controls.applied(to: books.market))
        let text = try await room().page("/migration/heat.csv?by=week").text
        var checked = 0
        for line in text.split(separator: "\n").dropFirst() {
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            let date = try #require(CalendarDate(iso: cells[0]))
            let distributor = books.market.distributor(cells[1])
            let planned = books.current.rows.filter { row in
                row.date == date && distributor.map { row.distributor == $0 } ?? true
            }.reduce(0) { $0 + $1.volume }
            #expect(cells[2] == String(planned), "\(line)")
            guard let day = grid.day(date) else { continue }
            let usable = distributor.map { grid.distributor[$0 * grid.days.count + day] } ?? grid.industry[day]
            #expect(cells[3] == String(usable), "\(line)")
            #expect(cells[4] == String(usable - planned))
            checked += 1
        }
        #expect(checked > 100)
    }

    @Test func thePageSaysWhatTheCommandSays() async throws {
        let books = SampleMigration.plain.books
        let date = try #require(CalendarDate(iso: "2026-06-03"))
        let answer = WhyAnswer(
            PlanningGrid(books.market), plan: books.current, supplier: 0, distributor: 1, date: date)
        let words = WhySentences(answer, market: books.market)
        let text = try await room().page("/migration/why?supplier=ABCD&distributor=NORT&date=2026-06-03").text
        for cause in answer.causes { #expect(text.contains(Markup.escaped(words.sentence(cause)))) }
        for raise in answer.raises {
            #expect(text.contains(Markup.escaped(String(words.sentence(raise).dropFirst()))))
        }
    }

    @Test func breachesOfAControlAreShown() async throws {
        // The throttle of EAST is approved; the freeze of the industry is not and changes nothing.
        let sight = try MigrationSight(SampleMigration.plain.books)
        #expect(!sight.breaches.isEmpty)
        #expect(sight.breaches.allSatisfy { $0.distributor == 0 && $0.usable == 190 })
        let text = try await room().page("/migration").text
        #expect(text.contains("1 control is in force"))
    }

    @Test func theLeagueTellsNoCodes() async throws {
        let books = SampleMigration.plain.books
        let text = try await room().page("/migration/league").text
        let main = text[(try #require(text.range(of: "<main"))).lowerBound...]
        for supplier in books.market.suppliers { #expect(!main.contains(supplier.code), "\(supplier.code)") }
        let standings = SuppliersPage.standings(try MigrationSight(books))
        #expect(standings.map(\.progress) == standings.map(\.progress).sorted(by: >))
        for pair in zip(standings, standings.dropFirst()) where pair.0.progress == pair.1.progress {
            #expect(pair.0.rank == pair.1.rank)
        }
    }

    @Test func aLogThatWasChangedIsSaidToBe() async throws {
        var books = SampleMigration.plain.books
        books.chain = .broken(line: 2, why: "does not follow from the line before it")
        let changed = books
        let room = ControlRoom(
            record: SampleRecord.full, settings: ControlRoomSettings(port: 0, migration: { changed }))
        for address in ["/migration", "/migration/controls"] {
            #expect(try await room.page(address).text.contains("line 2 does not follow"))
        }
    }

    @Test func withoutProgressThePagesStand() async throws {
        var books = SampleMigration.plain.books
        books.actuals = nil
        books.forecast = { nil }
        books.stuck = nil
        books.quarantine = nil
        books.certificate = nil
        let bare = books
        let room = ControlRoom(
            record: SampleRecord.full, settings: ControlRoomSettings(port: 0, migration: { bare }))
        for address in SampleMigration.plain.addresses {
            #expect(try await room.page(address).status == 200, "\(address)")
        }
    }

    // MARK: Hostile text

    @Test func hostileTextStaysText() async throws {
        let sample = SampleMigration(text: SampleMigration.hostile, withAgents: true)
        let room = room(sample)
        let breakout = Data("\"\u{301} onmouseover".utf8)
        var met = 0
        let encoded = PercentCoding.encode(SampleMigration.hostile)
        let addresses =
            sample.addresses + [
                "/migration/why?supplier=\(encoded)", "/migration/stuck?owner=\(encoded)",
                "/migration/differences?from=\(encoded)", "/migration/heat?sprint=\(encoded)",
            ]
        for address in addresses {
            let text = try await room.page(address).text
            #expect(!text.contains("<script>alert"), "\(address)")
            #expect(!text.contains("<img"), "\(address)")
            #expect(Data(text.utf8).range(of: breakout) == nil, "\(address)")
            if text.contains("&lt;script&gt;alert") { met += 1 }
        }
        #expect(met > 20, "the hostile text was met on \(met) pages")
        for file in [MigrationFile.burnUpPicture, .heatPicture] {
            let text = try await room.page(Route.migration(.file(file)).path).text
            #expect(XMLShape.isWellFormed(text), "\(file)")
            #expect(!text.contains("<script>"))
        }
    }
}

/// Whether a text is XML whose tags close in order.
private enum XMLShape {
    static func isWellFormed(_ text: String) -> Bool {
        let parser = XMLParser(data: Data(text.utf8))
        return parser.parse()
    }
}
