import Cleanse
import Foundation
import Kernel
import Record
import Store
import TestSupport
import Testing

@testable import ControlRoom

/// The pages of the cleanse over a small market, checked three times by the real judge into a real ledger.
@Suite struct CleansePageTests {
    private static let pages: [String] =
        CleansePlace.pages.map { Route.cleanse($0).path } + [
            "/cleanse/mpans/\(SampleCleanse.house)", "/cleanse/mpans/\(SampleCleanse.flat)",
            "/cleanse/mpans/\(SampleCleanse.works)", "/cleanse/rules/ESM-01", "/cleanse/rules/CON-10",
            "/cleanse/exceptions?closed=1", "/cleanse/exceptions?run=1&owner=S:SUPB",
            "/cleanse/comparison?since=1&run=3", "/cleanse/certificate?run=1&item=dpi",
        ]

    private func room(_ books: CleanseBooks?) -> ControlRoom { sampleRoom(cleanse: books) }

    private func full() throws -> ControlRoom { room(try #require(SampleCleanse.plain).withFiles) }

    // MARK: As they were looked at

    @Test(arguments: [
        ("dashboard", "/cleanse"), ("exceptions", "/cleanse/exceptions?closed=1"),
        ("mpan", "/cleanse/mpans/\(SampleCleanse.house)"), ("rules", "/cleanse/rules"),
        ("rule", "/cleanse/rules/ESM-01"), ("certificate", "/cleanse/certificate"), ("runs", "/cleanse/runs"),
        ("comparison", "/cleanse/comparison?since=1&run=3"), ("packs", "/cleanse/packs"),
    ])
    func pagesStayAsTheyWereLookedAt(name: String, address: String) async throws {
        let text = try await full().page(address).text
        let start = try #require(text.range(of: "<main"))
        let end = try #require(text.range(of: "</main>"))
        try Golden.check(
            String(text[start.lowerBound..<end.upperBound]) + "\n",
            against: "Tests/ControlRoomTests/Golden/page-cleanse-\(name).html")
    }

    // MARK: Absence

    @Test(arguments: CleansePlace.pages) func withoutARunAPageSaysHowToBegin(place: CleansePlace) async throws {
        let page = try await room(nil).page(Route.cleanse(place).path)
        #expect(page.status == 200)
        #expect(page.text.contains("changeover cleanse check"))
    }

    @Test(arguments: [
        "/cleanse/exceptions.csv", "/cleanse/certificate.csv", "/cleanse/packs/S:SUPA/exceptions.csv",
        "/cleanse/rules/XYZ-01",
    ])
    func withoutARunThereAreNoFiles(address: String) async throws {
        #expect(try await room(nil).page(address).status == 404)
    }

    @Test(arguments: [
        "/cleanse/rules/XYZ-01", "/cleanse/mpans/none", "/cleanse/mpans/1200000099999", "/cleanse/certificate?run=9",
        "/cleanse/packs/S:NONE/exceptions.csv", "/cleanse/packs/x/manifest.json", "/cleanse/nothing",
    ])
    func whatIsNotThereIsSaidToBeNot(address: String) async throws {
        #expect(try await full().page(address).status == 404)
    }

    @Test(arguments: [
        "owner=x", "role=Q", "rule=ESM-99", "severity=Z", "state=fine", "item=nothing", "distributor=1", "closed=2",
        "run=9", "change=gone", "change=opened", "after=x", "since=0",
    ])
    func aFilterThatCannotBeReadIsMarked(query: String) async throws {
        let page = try await full().page("/cleanse/exceptions?\(query)")
        #expect(page.status == 422)
        #expect(page.text.contains("class=\"wrong\"") || query.hasPrefix("after"))
        #expect(try await full().page("/cleanse/exceptions.csv?\(query)").status == 400)
    }

    // MARK: Hostile text

    @Test func hostileTextStaysText() async throws {
        let sample = try SampleCleanse(text: SampleCleanse.hostile)
        let room = room(sample.withFiles)
        let encoded = PercentCoding.encode(SampleCleanse.hostile)
        let breakout = Data("\"\u{301} onmouseover".utf8)
        let fields = ["owner", "rule", "state", "item", "subject", "distributor", "run", "change", "since", "after"]
        var subjects: [String] = []
        var filter = LedgerFilter()
        filter.withClosed = true
        try sample.ledger.entries(filter) { subjects.append($0.subject.description) }
        let addresses =
            Self.pages + fields.map { "/cleanse/exceptions?\($0)=\(encoded)" }
            + subjects.map { "/cleanse/mpans/\(PercentCoding.encode($0))" } + ["/cleanse/mpans?subject=\(encoded)"]
        var met = 0
        for address in addresses {
            let text = try await room.page(address).text
            #expect(!text.contains("<script>alert"), "\(address)")
            #expect(!text.contains("<img"), "\(address)")
            #expect(Data(text.utf8).range(of: breakout) == nil, "\(address)")
            if text.contains("&lt;script&gt;alert") { met += 1 }
        }
        #expect(met > 10, "the hostile text was met on \(met) pages")
    }

    // MARK: Evidence

    @Test func everyLinkOfThePagesLeadsSomewhere() async throws {
        let room = try full()
        var seen: Set<String> = []
        for address in Self.pages {
            let text = try await room.page(address).text
            for link in links(in: text) where link.hasPrefix("/cleanse") && seen.insert(link).inserted {
                #expect(try await room.page(link).status == 200, "\(address) leads to \(link)")
            }
        }
        #expect(seen.count > 200)
    }

    @Test func aFigureLeadsToAsManyExceptionsAsItCounts() async throws {
        let sample = try #require(SampleCleanse.plain)
        let room = room(sample.withFiles)
        let expression = try Regex("href=\"(/cleanse/exceptions\\?[^\"]*)\">([0-9,]+)</a>")
        var checked = 0
        for address in Self.pages where !address.contains("/mpans/") {
            for match in try await room.page(address).text.matches(of: expression) {
                let link = String(match.output[1].substring ?? "").replacing("&amp;", with: "&")
                let number = String(match.output[2].substring ?? "")
                let found = try await room.page(link).text
                let noun = number == "1" ? "exception" : "exceptions"
                #expect(
                    found.contains("\(number) \(noun)<") || (number == "0" && found.contains("No exception passes")),
                    "\(address): \(link) should list \(number)")
                checked += 1
            }
        }
        #expect(checked >= 40)
    }

    @Test func theFileHasWhatTheListHas() async throws {
        let sample = try #require(SampleCleanse.plain)
        let page = try await room(sample.withFiles).page("/cleanse/exceptions.csv?closed=1")
        let stream = try #require(page.stream)
        let bytes = Gathered()
        try await stream.write { await bytes.add($0) }
        let lines = String(decoding: await bytes.bytes, as: UTF8.self).split(separator: "\r\n")
        #expect(lines.first.map(String.init) == LedgerEntry.columns.joined(separator: ","))
        var filter = LedgerFilter()
        filter.withClosed = true
        #expect(try lines.count - 1 == sample.ledger.count(filter))
    }

    private actor Gathered {
        var bytes: [UInt8] = []
        func add(_ piece: [UInt8]) { bytes += piece }
    }

    @Test func filesComeUnderTheirNames() async throws {
        let room = try full()
        for (address, name, body) in [
            ("/cleanse/certificate.csv?run=2", "certificate-2.csv", "csv of run 2\n"),
            ("/cleanse/certificate.json", "certificate-3.json", "json of run 3\n"),
            ("/cleanse/packs/S%3ASUPA/manifest.json", "manifest.json", "{\"run\": 3}\n"),
            ("/cleanse/packs/S%3ASUPA/exceptions.csv", "exceptions.csv", "exceptions of S:SUPA\n"),
        ] {
            let page = try await room.page(address)
            #expect(page.fileName == name)
            #expect(page.text == body)
        }
    }

    @Test func settingsThatCannotBeReadAreToldAndThePagesStay() async throws {
        let sample = try SampleCleanse()
        var books = sample.withFiles
        books.targets = { throw SettingsTrouble("cleanse.json: nonsense is no setting.") }
        books.explain = { _ in throw SettingsTrouble("cleanse.json: nonsense is no setting.") }
        let room = room(books)
        for address in ["/cleanse", "/cleanse/certificate", "/cleanse/mpans/\(SampleCleanse.house)"] {
            let text = try await room.page(address).text
            #expect(text.contains("cleanse.json: nonsense is no setting."), "\(address)")
            #expect(text.contains("</html>"))
        }
        // Counts need no targets; the form that carries them is refused.
        #expect(try await room.page("/cleanse/certificate.csv?run=2").text == "csv of run 2\n")
        let refused = try await room.page("/cleanse/certificate.json")
        #expect(refused.status == 404 && refused.text.contains("nonsense is no setting."))
    }

    @Test func anMPANShowsItsLifeAndEveryVerdict() async throws {
        let text = try await full().page("/cleanse/mpans/\(SampleCleanse.house)").text
        for rule in RuleTable.standard { #expect(text.contains(">\(rule.rule.id)<"), "\(rule.rule.id)") }
        for words in ["re-opened", "resolved", "Meters (MTR)", "Links (LNK)", "Histories (HIS)", "OLD0000001"] {
            #expect(text.contains(words), "\(words)")
        }
        let gone = try await full().page("/cleanse/mpans/\(SampleCleanse.works)").text
        #expect(gone.contains("not seen") && gone.contains("the ledger remembers it"))
    }

    @Test func pagesAreNeverKept() async throws {
        let sample = try SampleCleanse()
        let room = room(sample.withFiles)
        #expect(try await room.page("/cleanse").entityTag == nil)
        var filter = LedgerFilter()
        filter.rule = .esm01
        #expect(try await !room.page("/cleanse/exceptions?rule=ESM-01").text.contains("claimed fixed</span>"))
        _ = try sample.ledger.mark(filter, as: .claimedFixed, note: "they say so")
        #expect(try await room.page("/cleanse/exceptions?rule=ESM-01").text.contains("claimed fixed</span>"))
    }

    // MARK: The record

    @Test func milestonesOfTheCleanseShowWhatTheRegistersSay() async throws {
        let sample = try SampleCleanse()
        func room(_ books: CleanseBooks?) -> ControlRoom {
            var made = SampleRecord()
            made.add(
                .milestones, "T3-MI-0026",
                [("id", "T3-MI-0026"), ("title", "Location and digits"), ("rag_current", "Amber")])
            let milestones = made.record.entries[.milestones] ?? []
            return sampleRoom(cleanse: books) { $0.entries[.milestones] = milestones }
        }
        let checked = room(sample.books)
        let text = try await checked.page("/records/milestones/T3-MI-0026").text
        for words in [
            "Meter location, computed", "Register digits, computed", "Reported", "Amber", "/cleanse/certificate",
        ] {
            #expect(text.contains(words), "\(words)")
        }
        #expect(!text.contains("ESME ID, computed"))
        let without = try await room(nil).page("/records/milestones/T3-MI-0026").text
        #expect(!without.contains("computed and reported"))
        #expect(try await !checked.page("/records/milestones/T3-TE-0010").text.contains("computed and reported"))
        for id in 24...31 { #expect(CleanseMilestones.items["T3-MI-00\(id)"] != nil) }
    }
}
