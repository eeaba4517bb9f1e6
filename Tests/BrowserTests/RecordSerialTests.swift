import TestSupport
import Testing

/// From a value to its passage and back, and the record as it was known on an earlier day.
@Suite(.serialized, .room, .timeLimit(.minutes(5))) struct RecordSerialTests {
    // MARK: As known at

    /// Between the papers of TRAG 3 and those of TRAG 4.
    private static let day = "2024-10-01"

    @Test func anEarlierDayHidesWhatLaterPapersSay() async throws {
        let room = try OpenRoom.open
        try await room.visit("/actions")
        let now = try await room.rows()
        #expect(now.contains { $0.hasPrefix("TRAG04-01|") })
        #expect(try await room.browser.findAll(".banner").isEmpty)
        try await room.browser.execute("document.getElementById('at').value = '\(Self.day)'")
        try await room.browser.click(".known button")
        try await room.arrive(at: "at=\(Self.day)")

        #expect(try await room.browser.text(".banner").contains("As known at 1 Oct 2024"))
        let then = try await room.rows()
        #expect(!then.isEmpty && then.count < now.count)
        #expect(then.allSatisfy { $0.hasPrefix("TRAG02-") || $0.hasPrefix("TRAG03-") })
        // Also the text of an action that a later paper changed is the earlier one.
        #expect(then.contains { $0.hasPrefix("TRAG03-04|") && !$0.contains("with reasons where the share is under") })
        #expect(now.contains { $0.hasPrefix("TRAG03-04|") && $0.contains("with reasons where the share is under") })
    }

    @Test func everyLinkKeepsTheDay() async throws {
        let room = try OpenRoom.open
        for page in ["/", "/actions", "/milestones", "/papers", "/search?q=environment"] {
            try await room.visit(page + (page.contains("?") ? "&" : "?") + "at=\(Self.day)")
            let lost = try await room.texts(
                """
                return [...document.querySelectorAll('a[href]:not(.banner a)')].map((link) => link.getAttribute('href'))
                  .filter((href) => !href.startsWith('#') && !href.includes('at=\(Self.day)'))
                """)
            #expect(lost.isEmpty, "\(page): \(lost)")
            let forms = try await room.texts(
                """
                return [...document.querySelectorAll('form:not(.known)')]
                  .filter((form) => new FormData(form).get('at') !== '\(Self.day)').map((form) => form.className)
                """)
            #expect(forms.isEmpty, "\(page): \(forms)")
        }
        try await room.browser.click("nav[aria-label=Pages] a[href^='/meetings']")
        try await room.arrive(at: "/meetings?at=\(Self.day)")
        #expect(try await room.browser.text(".banner").contains("1 Oct 2024"))
        try await room.browser.click(".banner a")
        try await room.browser.wait(until: "return location.pathname === '/meetings' && location.search === ''")
        #expect(try await room.browser.findAll(".banner").isEmpty)
    }

    @Test func aRecordThatWasNotKnownSaysSo() async throws {
        let room = try OpenRoom.open
        try await room.visit("/records/actions/TRAG04-03?at=\(Self.day)")
        #expect(try await room.browser.text("main").contains("was not known at 1 Oct 2024; it is known now"))
        try await room.visit("/papers/trag-007-pack?at=\(Self.day)")
        #expect(try await room.browser.text("main").contains("was known at 1 Oct 2024"))
        #expect(
            try await room.browser.execute("return performance.getEntriesByType('navigation')[0].responseStatus")
                == 404)
        // The refusals themselves are no mistakes of the page.
        _ = try await room.browser.console()
    }

    // MARK: Value and passage

    @Test func aValueOpensItsPassage() async throws {
        let room = try OpenRoom.open
        try await room.visit("/records/actions/TRAG04-03")
        let link = try await room.browser.find("#fields .sources a")
        let href = try #require(try await room.browser.attribute("href", of: link))
        #expect(href.contains("#L"))
        try await room.browser.click(link)
        try await room.arrive(at: href)
        let line = try await room.browser.execute(
            """
            const line = document.querySelector('li:target');
            const box = line.getBoundingClientRect();
            const plain = document.querySelector('.text li:not([class]):not(:target)');
            return {id: line.id, text: line.querySelector('.line-text').textContent,
              seen: box.top >= 0 && box.bottom <= innerHeight,
              differs: getComputedStyle(line).backgroundColor !== getComputedStyle(plain).backgroundColor,
              claim: line.querySelector('.claim').textContent}
            """)
        #expect(href.hasSuffix("#" + (line["id"].text ?? "?")))
        #expect(line["text"].text?.contains("TRAG04-03") == true)
        #expect(line["seen"] == true)
        #expect(line["differs"] == true)
        #expect(line["claim"] == "R")

        // And back: the line's mark leads to the record.
        try await room.browser.click("li:target .marks a[href$='/actions/TRAG04-03']")
        try await room.arrive(at: "/records/actions/TRAG04-03")
        #expect(try await room.browser.text("h1") == "TRAG04-03")
    }

    @Test func everyMarkOfAPaperLeadsToARecord() async throws {
        let room = try OpenRoom.open
        try await room.withFetches {
            for paper in ["trag-003-minutes", "trag-004-headline-report", "trag-007-pack"] {
                try await room.visit("/papers/\(paper)")
                let links = Set(try await room.links(".marks a")).sorted()
                #expect(!links.isEmpty)
                let broken = try await room.broken(links.prefix(150))
                #expect(broken.isEmpty, "\(paper): \(broken)")
            }
        }
    }

    @Test func aContradictionShowsBothPlaces() async throws {
        let room = try OpenRoom.open
        try await room.visit("/contradictions?f.rule.eq=forecast-against-tracker")
        try await room.browser.click("#table tbody .row-link")
        try await room.arrive(at: "/records/contradictions/")
        #expect(try await room.browser.findAll(".versus > div").count == 2)
        #expect(try await room.browser.findAll(".versus .sources a").count >= 2)
        #expect(try await room.browser.text(".probable").contains("Confidence"))
    }

    @Test func aSearchLeadsToTheLine() async throws {
        let room = try OpenRoom.open
        try await room.visit("/meetings")
        try await room.browser.type("mail service", into: room.browser.find("#find"))
        try await room.browser.sendKeys(WebDriver.Key.enter)
        try await room.arrive(at: "/search?q=mail+service")
        #expect(try await room.browser.text(".hit .said").lowercased().contains("mail service"))
        #expect(try await !room.browser.findAll(".hit mark").isEmpty)
        try await room.browser.click(".hit .where a")
        try await room.arrive(at: "#L")
        #expect(try await room.browser.text("li:target .line-text").contains("mail service"))
    }
}
