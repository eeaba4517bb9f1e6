import Foundation
import Kernel
import Record
import Testing

@testable import ControlRoom

@Suite struct PageTests {
    @Test(arguments: everyPage) func everyPageAnswers(address: String) async throws {
        for extra in ["", "at=2024-06-01", "focus=1", "at=1950-01-01", "resolved=1"] {
            let whole = extra.isEmpty ? address : address + (address.contains("?") ? "&" : "?") + extra
            let page = try await sampleRoom().page(whole)
            #expect(page.status == 200, "\(whole)")
            #expect(page.text.contains("<h1>"), "\(whole)")
        }
    }

    @Test(arguments: everyPage) func everyPageAnswersOverAnEmptyRecord(address: String) async throws {
        let room = ControlRoom(record: MemoryRecord(), settings: ControlRoomSettings())
        let page = try await room.page(address)
        #expect(page.status == 200)
        // The rules of the cleanse are there before anything was loaded.
        let isFull = address == "/records" || address.contains("/consumption") || address.hasPrefix("/cleanse/rules")
        #expect(page.text.contains("class=\"absence\"") || isFull)
    }

    @Test func everyLinkLeadsSomewhere() async throws {
        let room = sampleRoom()
        var waiting = ["/"]
        var seen: Set<String> = ["/"]
        var visited = 0
        // The pages of manufactured data have tests of their own.
        while let address = waiting.popLast(), visited < 1_500 {
            visited += 1
            let page = try await room.page(address)
            // Gates name milestones that no register holds; their pages say so.
            let isUnknownMilestone = address.hasPrefix("/records/milestones/T1-TE-1000") && page.status == 404
            #expect(page.status == 200 || isUnknownMilestone, "\(address) gives \(page.status)")
            guard page.contentType.hasPrefix("text/html"), page.status == 200 else { continue }
            for link in links(in: page.text) where seen.insert(link).inserted {
                // Sorted and filtered views of one table multiply without end; a few of each are enough.
                if link.count < 90, !link.hasPrefix("/consumption/") { waiting.append(link) }
            }
        }
        #expect(visited > 300)
    }

    @Test func everyRecordHasAPage() async throws {
        let room = sampleRoom()
        for (kind, entries) in SampleRecord.full.entries {
            for entry in entries {
                let page = try await room.page(Route.record(kind, key: entry.key).path)
                #expect(page.status == 200, "\(kind.rawValue) \(entry.key)")
            }
        }
    }

    @Test func hostileTextStaysText() async throws {
        let hostile =
            "<script>alert(1)</script>\"'><img src=x onerror=y> \"\u{301} onmouseover=z {{heading}} {{{content}}}"
        let room = sampleRoom { record in
            for kind in RecordKind.allCases {
                let fields = kind.schema.stateable.filter { [.text, .identifier, .owners, .list].contains($0.type) }
                record.entries[kind, default: []].append(
                    Entry(
                        kind: kind, key: hostile,
                        fields: Dictionary(
                            uniqueKeysWithValues: fields.map {
                                ($0.name, FieldState(value: Value(exported: hostile, as: $0.type), printed: hostile))
                            }), sources: [Source(paper: hostile, line: 1)], doubts: [hostile]))
            }
            record.papers[hostile] = PaperPage(
                card: PaperCard(name: hostile, kind: .minutes, group: hostile, title: hostile, doubts: [hostile]),
                lines: [.init(number: 1, text: hostile, claim: .record, marks: [.init(kind: .actions, key: hostile)])])
        }
        let breakout = Array("\"\u{301} onmouseover".utf8)
        let encoded = PercentCoding.encode(hostile)
        let addresses =
            everyPage + RecordKind.allCases.map { Route.record($0, key: hostile).path }
            + [Route.paper(hostile).path, "/search?q=" + encoded, "/actions?f.text.has=" + encoded, "/" + encoded]
            + ["/actions?f." + encoded + ".has=1", "/actions?" + encoded + "=1", "/actions?sort=" + encoded]
        for address in addresses {
            let text = try await room.page(address).text
            #expect(!text.contains("<script>alert"), "\(address)")
            #expect(!text.contains("<img"), "\(address)")
            // By bytes: a quotation mark under an accent is another character than a quotation mark.
            #expect(Data(text.utf8).range(of: Data(breakout)) == nil, "\(address)")
        }
    }

    @Test(arguments: [
        ("/nope", 404, "There is no such page"), ("/records/actions/NONE-1", 404, "holds no Action NONE-1"),
        ("/actions?f.nope.eq=1", 400, "has no column “nope”"), ("/actions?f.due.from=soon", 400, "needs a date"),
        ("/papers/none", 404, "No paper named none"),
        ("/records/actions/MAG11-02?at=2024-01-01", 404, "was not known at"),
        ("/export/raid.ics", 404, "There is no such page"),
    ])
    func refusalsSayWhy(address: String, status: Int, words: String) async throws {
        let page = try await sampleRoom().page(address)
        #expect(page.status == status)
        #expect(page.text.contains(words))
        #expect(page.entityTag == nil)
    }

    @Test func theDayGoesAlongWithEveryLink() async throws {
        let page = try await sampleRoom().page("/actions?at=2024-06-01")
        #expect(page.text.contains("As known at 1 Jun 2024"))
        let without = links(in: page.text).filter { !$0.contains("at=2024-06-01") && !$0.hasPrefix("/assets/") }
        // Only the link that asks for everything known drops the day.
        #expect(Set(without) == ["/actions"])
    }

    @Test func filtersSortsColumnsAndExportsSpeakOfTheSameRows() async throws {
        let room = sampleRoom()
        let page = try await room.page("/actions?f.status.eq=Open&sort=-due&col=due&col=reference")
        #expect(page.text.contains("3 rows"))
        #expect(page.text.contains("aria-sort=\"descending\""))
        #expect(page.text.contains("Status is Open"))
        let export = try #require(links(in: page.text).first { $0.hasPrefix("/export/actions.csv") })
        let csv = try await room.page(export)
        #expect(csv.text == "csv due,reference,doubts 3")
        #expect(csv.fileName == "actions.csv")
    }

    @Test func aCycleOfGatesIsShownAlsoWhereACriterionNamesALevelOneCode() async throws {
        let room = sampleRoom { record in
            func entry(_ kind: RecordKind, _ key: String, _ fields: [String: Value]) -> Entry {
                Entry(
                    kind: kind, key: key, fields: fields.mapValues { FieldState(value: $0, printed: $0.exported) },
                    sources: [], doubts: [])
            }
            record.entries[.milestones] = [
                entry(
                    .milestones, "T1-TE-1000",
                    ["id": .text("T1-TE-1000"), "tier": .text("T1"), "title": .text("Integration testing starts (M9)")])
            ]
            record.entries[.gateCriteria] = [
                entry(
                    .gateCriteria, "1",
                    [
                        "gate": .text("T1-TE-1000"), "criterion": .text("Start reviewed"),
                        "depends_on": .list(["T3-TE-0060"]),
                    ]),
                entry(
                    .gateCriteria, "2",
                    ["gate": .text("T3-TE-0060"), "criterion": .text("M9 approved"), "depends_on": .list(["M9"])]),
            ]
        }
        let text = try await room.page("/gates").text
        #expect(text.contains("T1-TE-1000 waits for T3-TE-0060 waits for T1-TE-1000"))
        #expect(text.contains("M9 (T1-TE-1000)"))
    }

    @Test func longTablesComeInPages() async throws {
        let room = sampleRoom { record in
            record.entries[.identifiers] = (0..<250).map { number in
                Entry(
                    kind: .identifiers, key: "action|\(number)",
                    fields: ["identifier": FieldState(value: .text("ID\(number)"), printed: "ID\(number)")],
                    sources: [], doubts: [])
            }
        }
        let second = try await room.page("/records/identifiers?page=2")
        #expect(second.text.contains("Rows 101 to 200 of 250"))
        #expect(second.text.contains("Page 2 of 3"))
        #expect(try await room.page("/records/identifiers?page=9").text.contains("fewer pages"))
    }

    @Test func aSecondAskingIsAnsweredFromMemoryAndANewStateIsNot() async throws {
        let room = sampleRoom()
        let first = try await room.page("/actions")
        let second = try await room.page("/actions")
        #expect(first == second)
        #expect(first.entityTag != nil)
    }

    @Test func theCacheKeepsItsBound() {
        let cache = PageCache(capacity: 100_000)
        for number in 0..<500 {
            cache.keep(Page(body: [UInt8](repeating: 0, count: 1_000)), for: "/\(number)", token: "a")
            #expect(cache.bytes <= 100_000)
        }
        #expect(cache.page("/499", token: "a") != nil)
        #expect(cache.page("/0", token: "a") == nil)
        #expect(cache.page("/499", token: "b") == nil)
        cache.keep(Page(body: [UInt8](repeating: 0, count: 50_000)), for: "/large", token: "a")
        #expect(cache.page("/large", token: "a") == nil)
    }

    @Test(arguments: [
        "/actions", "/records/actions/MAG11-02", "/gates", "/raid", "/search?q=entry", "/papers/demo-minutes-11",
    ])
    func pagesStayAsTheyWereLookedAt(address: String) async throws {
        let room = sampleRoom()
        let text = try await room.page(address).text
        let start = try #require(text.range(of: "<main"))
        let end = try #require(text.range(of: "</main>"))
        let content = String(text[start.lowerBound..<end.upperBound]) + "\n"
        let name = address.map { $0.isLetter || $0.isNumber ? $0 : "-" }
        let file = testFolder.appendingPathComponent("Golden/page\(String(name)).html")
        if ProcessInfo.processInfo.environment["CHANGEOVER_WRITE_GOLDEN"] == "1" {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try content.write(to: file, atomically: true, encoding: .utf8)
        }
        let golden = try String(contentsOf: file, encoding: .utf8)
        #expect(content == golden, "look at the page; if it is right, run the test with CHANGEOVER_WRITE_GOLDEN=1")
    }
}
