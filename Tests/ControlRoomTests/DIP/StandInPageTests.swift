import DIP
import Foundation
import Kernel
import TestSupport
import Testing

@testable import ControlRoom

/// The pages of the stand-in over a morning's traffic.
@Suite struct StandInPageTests {
    private static let pages =
        DIPPlace.pages.map { Route.dip($0).path } + [
            "/dip/transactions/\(SampleTraffic.transaction)",
            "/dip/transactions/\(SampleTraffic.transaction)?party=\(SampleTraffic.distributor)",
            "/dip/onboarding/\(SampleTraffic.supplier)", "/dip/runs/run-1",
            "/dip/appointments?mpan=\(SampleTraffic.mpan)", "/dip/channels?party=\(SampleTraffic.service)",
            "/dip/journal?event=attempted,undelivered&party=\(SampleTraffic.distributor)",
        ]

    // MARK: As they were looked at

    @Test(arguments: [
        ("live", "/dip"), ("journal", "/dip/journal?interface=IF-021"),
        ("transaction", "/dip/transactions/\(SampleTraffic.transaction)"), ("channels", "/dip/channels"),
        ("participants", "/dip/participants"), ("appointments", "/dip/appointments?mpan=\(SampleTraffic.mpan)"),
        ("onboarding", "/dip/onboarding"), ("tracker", "/dip/onboarding/\(SampleTraffic.supplier)"),
        ("run", "/dip/runs/run-1"), ("scenarios", "/dip/scenarios"), ("faults", "/dip/faults"),
    ])
    func pagesStayAsTheyWereLookedAt(name: String, address: String) async throws {
        let text = try await sampleRoom().page(address).text
        let start = try #require(text.range(of: "<main"))
        let end = try #require(text.range(of: "</main>"))
        try Golden.check(
            String(text[start.lowerBound..<end.upperBound]) + "\n",
            against: "Tests/ControlRoomTests/Golden/page-dip-\(name).html")
    }

    // MARK: Absence

    @Test(arguments: DIPPlace.pages) func withoutAStandInAPageSaysHowToBegin(place: DIPPlace) async throws {
        let page = try await sampleRoom(dip: nil).page(Route.dip(place).path)
        #expect(page.status == 200)
        #expect(page.text.contains("changeover dip serve"))
        #expect(!page.listens || place == .live)
    }

    @Test(arguments: [
        "/dip/events", "/dip/journal.csv", "/dip/transactions/x/received.json", "/dip/runs/x/report.html",
        "/dip/transactions/none", "/dip/runs/none", "/dip/onboarding/0000000000",
        "/dip/transactions/none/received.json",
    ])
    func whatIsNotThereIsSaidToBeNot(address: String) async throws {
        #expect(try await sampleRoom(dip: nil).page(address).status != 500)
        if !address.hasSuffix("events"), !address.hasSuffix("csv") {
            #expect(try await sampleRoom().page(address).status == 404)
        }
    }

    // MARK: Keeping

    @Test func pagesOfTheStandInAreNeverKept() async throws {
        let made = SampleTraffic().desk()
        let room = sampleRoom(dip: made.desk)
        let before = try await room.page("/dip/journal")
        #expect(before.entityTag == nil)
        try await made.journal.append(notes: [
            JournalLine(at: SampleTraffic.now, event: .note, detail: "a line that came later")
        ])
        #expect(!before.text.contains("came later"))
        #expect(try await room.page("/dip/journal").text.contains("a line that came later"))
    }

    // MARK: Hostile text

    @Test func hostileTextStaysText() async throws {
        var traffic = SampleTraffic(text: SampleTraffic.hostile)
        traffic.switches["fault.\(SampleTraffic.hostile)"] = "no rule"
        traffic.switches["proof.\(SampleTraffic.supplier)"] =
            #"{"at":1,"checks":[{"name":"<script>alert(1)</script>","result":"failed","detail":"<img src=x>"}]}"#
        traffic.switches["tick.\(SampleTraffic.supplier).users"] = #"{"at":1,"note":"<script>alert(2)</script>"}"#
        for place in traffic.register.hooks.indices { traffic.register.hooks[place].url = SampleTraffic.hostile }
        for place in traffic.register.people.indices { traffic.register.people[place].mpid = SampleTraffic.hostile }
        let room = sampleRoom(dip: traffic.desk().desk)
        let encoded = PercentCoding.encode(SampleTraffic.hostile)
        let others = ["transaction", "mpan", "party", "interface", "code", "event", "from", "before", "reference"]
        let breakout = Data("\"\u{301} onmouseover".utf8)
        var met = 0
        for address in Self.pages + others.map({ "/dip/journal?\($0)=\(encoded)" }) + ["/dip/transactions/" + encoded] {
            let text = try await room.page(address).text
            #expect(!text.contains("<script>alert"), "\(address)")
            #expect(!text.contains("<img"), "\(address)")
            #expect(Data(text.utf8).range(of: breakout) == nil, "\(address)")
            if text.contains("&lt;script&gt;alert") { met += 1 }
        }
        #expect(met > 10, "the hostile text was met on \(met) pages")
        let report = RunPage.html(SampleTraffic.runs[0])
        #expect(!report.contains("<script>alert") && report.contains("&lt;script&gt;"))
    }

    // MARK: Evidence

    @Test func everyLinkOfThePagesLeadsSomewhere() async throws {
        let room = sampleRoom()
        var seen: Set<String> = []
        for address in Self.pages {
            for link in links(in: try await room.page(address).text) where seen.insert(link).inserted {
                let page = try await room.page(link)
                #expect(page.status == 200, "\(address) leads to \(link)")
            }
        }
        #expect(seen.count > 80)
    }

    @Test func aCountLeadsToTheLinesThatItCounts() async throws {
        let room = sampleRoom(dip: SampleTraffic(many: 20).desk().desk)
        let live = try await room.page("/dip").text
        for (event, count) in [("accepted", 21), ("delivered", 1), ("refused", 1)] {
            #expect(live.contains("href=\"/dip/journal?event=\(event)\""))
            let found = try await room.page("/dip/journal?event=\(event)").text
            #expect(found.contains("\(count) line"), "\(event)")
        }
        let totals = try await room.page("/dip").text.components(separatedBy: "data-total=\"messages\"")
        #expect(totals.last?.contains("figure-number\">21<") == true)
    }

    @Test func aTransactionShowsGapsRecipientsAndWhatWaits() async throws {
        let text = try await sampleRoom().page("/dip/transactions/\(SampleTraffic.transaction)").text
        for words in ["45 ms", "5 ms", "2 s", "5.950 s", "to be tried again", "It waits for 1 recipient."] {
            #expect(text.contains(words), "\(words)")
        }
        #expect(text.contains("HTTP 503") && text.contains("connection refused"))
        let received = try await sampleRoom().page("/dip/transactions/\(SampleTraffic.transaction)/received.json")
        #expect(received.body == SampleTraffic().messages.first?.bytes)
        let sent = try await sampleRoom().page(
            "/dip/transactions/\(SampleTraffic.transaction)/\(SampleTraffic.supplier).json")
        #expect(sent.text.contains("\"D0\""))
        #expect(try await sampleRoom().page("/dip/transactions/\(SampleTraffic.transaction)/x.json").status == 404)
    }

    @Test func certificatesWarnBelowThirtyDays() {
        let day: Int64 = 86_400_000
        for (left, tone) in [
            (31 * day, "good"), (30 * day, "good"), (30 * day - 1, "warm"), (1, "warm"), (0, "bad"), (-day, "bad"),
        ] {
            let state = CertificateState(
                expires: SampleTraffic.now.later(milliseconds: left), now: SampleTraffic.now)
            #expect(state.tone == tone, "\(left)")
        }
    }

    @Test func guessesAreMarkedAsGuesses() async throws {
        let text = try await sampleRoom().page("/dip/routing").text
        let guesses = RoutingTable.builtIn.routes.reduce(0) {
            $0 + ($1.roles == .guessed ? 1 : 0) + ($1.split == .guessed ? 1 : 0)
        }
        let masks = RoutingTable.builtIn.masks.filter { $0.confidence == .guessed }.count
        #expect(text.components(separatedBy: "tone-warm\">guessed<").count - 1 == guesses + masks)
        #expect(guesses > 20)
    }

    @Test func everySettingStandsThereWithItsSource() async throws {
        let text = try await sampleRoom().page("/dip/settings").text
        for key in SettingKey.allCases {
            #expect(text.contains(">\(key.rawValue)<"), "\(key)")
            #expect(text.contains(Markup.escaped(key.entry.source)), "\(key)")
        }
    }
}
