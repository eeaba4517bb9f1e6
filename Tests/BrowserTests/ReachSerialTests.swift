import TestSupport
import Testing

/// The room by keyboard, without scripts, and with text that a browser would run.
@Suite(.serialized, .room(with: { folder in [try MadePaper.hostile(in: folder)] }), .timeLimit(.minutes(5)))
struct ReachSerialTests {
    // MARK: Keyboard

    /// The element with the focus: what it is, and whether its ring is seen.
    private static let focus = """
        const node = document.activeElement;
        const style = getComputedStyle(node);
        const box = node.getBoundingClientRect();
        return {tag: node.tagName, class: node.getAttribute('class') || '', text: node.textContent.trim(), id: node.id,
          ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
          seen: box.width > 0 && box.top >= 0 && box.left >= 0 && box.top < innerHeight}
        """

    @Test(arguments: ["/", "/actions", "/papers/trag-003-minutes"]) func theFirstTabReachesTheSkipLink(
        page: String
    ) async throws {
        let room = try OpenRoom.open
        try await room.visit(page)
        try await room.browser.sendKeys(WebDriver.Key.tab)
        let first = try await room.browser.execute(Self.focus)
        #expect(first["class"] == "skip" && first["text"] == "Skip to content")
        #expect(first["ring"] == true && first["seen"] == true, "\(first)")
        try await room.browser.sendKeys(WebDriver.Key.enter)
        try await room.browser.wait(until: "return document.activeElement.id === 'content'")
        try await room.browser.sendKeys(WebDriver.Key.tab)
        #expect(try await room.browser.execute("return !!document.activeElement.closest('main')") == true)
    }

    @Test func everyStopOfTheTabKeyShowsItsRing() async throws {
        let room = try OpenRoom.open
        try await room.visit("/actions")
        var stops = 0
        for _ in 0..<60 {
            try await room.browser.sendKeys(WebDriver.Key.tab)
            let stop = try await room.browser.execute(Self.focus)
            guard stop["tag"] != "BODY" else { break }
            #expect(stop["ring"] == true, "\(stop)")
            stops += 1
        }
        #expect(stops > 30)
    }

    @Test func aTableIsFilteredByKeysAlone() async throws {
        let room = try OpenRoom.open
        try await room.visit("/actions")
        try await room.browser.execute("document.querySelector('#table .filters summary').focus()")
        try await room.browser.sendKeys(WebDriver.Key.enter)
        try await room.browser.wait(until: "return document.querySelector('#table .filters').open")
        try await room.browser.execute("document.querySelector('input[name=\"f.text.has\"]').focus()")
        try await room.browser.sendKeys("mail service" + WebDriver.Key.enter)
        try await room.arrive(at: "f.text.has=mail")
        #expect(try await room.rows().count == 1)
        // A slash goes to the search box, but is a slash where one types.
        try await room.browser.sendKeys("/")
        try await room.browser.wait(until: "return document.activeElement.id === 'find'")
        try await room.browser.sendKeys("a/b")
        #expect(try await room.browser.execute("return document.getElementById('find').value") == "a/b")
    }

    @Test func screenReadersHearWhatThingsAre() async throws {
        let room = try OpenRoom.open
        try await room.visit("/actions?sort=due")
        for (css, role, name) in [
            ("#find", "searchbox", "Search all passages"), ("#table .scroll", "region", "Actions"),
            ("#table table", "table", "Actions"), ("nav[aria-label=Pages]", "navigation", "Pages"),
            ("#table th[data-column=due]", "columnheader", "Due"), ("#table tbody th", "rowheader", "TRAG"),
            ("form.find", "search", ""), (".known", "form", "As known at"), ("main", "main", ""),
        ] {
            let spoken = try await room.browser.spoken(room.browser.find(css))
            #expect(spoken.role == role, "\(css) is a \(spoken.role)")
            #expect(spoken.name.hasPrefix(name), "\(css) is called \(spoken.name)")
        }
    }

    @Test func thePhonesMenuOpensAndCloses() async throws {
        let room = try OpenRoom.open
        try await room.visit("/", width: 390)
        let link = try await room.browser.find("nav[aria-label=Pages] a[href='/raid']")
        #expect(try await !room.browser.isShown(link))
        try await room.browser.click(".menu > summary")
        #expect(try await room.browser.isShown(link))
        try await room.browser.click(link)
        try await room.arrive(at: "/raid")
        #expect(try await room.browser.text("h1") == "RAID")
    }

    // MARK: Without scripts

    @Test func everythingWorksWithoutScripts() async throws {
        let room = try OpenRoom.open
        try await room.withScripts(false) {
            try await room.visit("/")
            try await room.browser.click("nav[aria-label=Pages] a[href='/actions']")
            try await room.arrive(at: "/actions")
            #expect(try await room.browser.findAll(".as-link").isEmpty)
            try await room.browser.click("#table th[data-column=due] a")
            try await room.arrive(at: "sort=due")
            try await room.browser.click("#table .chooser summary")
            try await room.browser.click("#table input[name=col][value=sources]")
            try await room.browser.click("#table .column-form button")
            try await room.arrive(at: "col=reference")
            #expect(try await room.browser.findAll("#table th[data-column=sources]").isEmpty)
            try await room.browser.click("#table tbody .row-link")
            try await room.arrive(at: "/records/actions/")
            try await room.browser.click("#fields .sources a")
            try await room.arrive(at: "#L")
            #expect(try await room.browser.findAll("li:target").count == 1)
            // A phone without scripts has its menu open, and everything still fits.
            try await room.visit("/actions", width: 390)
            #expect(try await room.browser.isShown(room.browser.find("nav[aria-label=Pages] a[href='/raid']")))
            #expect(try await room.texts(PageChecks.layout).isEmpty)
            try await room.browser.type("environment", into: room.browser.find("#find"))
            try await room.browser.click(".find button")
            try await room.arrive(at: "/search")
            #expect(try await !room.browser.findAll(".hit").isEmpty)
        }
    }

    // MARK: Hostile text

    @Test func markupOfAPaperIsShownAndNeverRun() async throws {
        let room = try OpenRoom.open
        let script = OpenRoom.percent(MadePaper.script)
        let pages = [
            "/actions", "/actions?f.group.eq=TRAG&f.meeting.eq=10", "/records/actions/TRAG10-01",
            "/records/actions/TRAG10-02", "/papers/trag-010-headline-report", "/search?q=Publish%20meters",
            "/search?q=\(script)", "/search?q=\(OpenRoom.percent(MadePaper.image))",
            "/actions?f.text.has=\(script)", "/actions?f.text.has=\(OpenRoom.percent(MadePaper.image))", "/",
            "/meetings",
            "/coverage", "/unclaimed",
        ]
        for page in pages {
            try await room.visit(page)
            try await harmless(page)
            let complaints = try await room.complaints()
            #expect(complaints.isEmpty, "\(page): \(complaints.joined(separator: "\n"))")
        }
        try await room.visit("/papers/trag-010-headline-report")
        let text = try await room.browser.execute("return document.querySelector('.text').textContent").text ?? ""
        #expect(text.contains(MadePaper.script) && text.contains(MadePaper.image))
        #expect(text.contains("{{content}} {{{rows}}}"))
        // A record's page shows what was printed, character by character.
        try await room.visit("/records/actions/TRAG10-01")
        let printed = try await room.browser.execute("return document.querySelector('main').textContent").text ?? ""
        #expect(printed.contains(MadePaper.script) && printed.contains(MadePaper.image))
    }

    @Test func markupOfAnAddressIsShownAndNeverRun() async throws {
        let room = try OpenRoom.open
        let (script, image) = (OpenRoom.percent(MadePaper.script), OpenRoom.percent(MadePaper.image))
        for page in [
            "/\(script)", "/records/actions/\(script)", "/papers/\(image)", "/actions?\(image)=1",
            "/actions?at=\(image)",
            "/actions?sort=\(script)", "/actions?col=\(image)", "/actions?page=\(script)", "/records/\(image)",
        ] {
            try await room.visit(page)
            try await harmless(page)
            let status = try await room.browser.execute(
                "return performance.getEntriesByType('navigation')[0].responseStatus")
            #expect(status == 404 || status == 400, "\(page): \(status)")
            #expect(try await room.browser.findAll("main h1").count == 1)
            #expect(try await room.browser.findAll("[aria-current=page]").isEmpty)
            #expect(try await room.texts(PageChecks.layout).isEmpty)
        }
        // The browser notes the refused pages themselves.
        _ = try await room.browser.console()
    }

    private func harmless(_ page: String) async throws {
        let room = try OpenRoom.open
        #expect(try await room.browser.title() != "owned", "\(page)")
        let planted = try await room.texts(
            """
            return [...document.querySelectorAll('main :is(script, img, iframe, object), [onerror], script:not([src])')]
              .map((node) => node.outerHTML)
            """)
        #expect(planted.isEmpty, "\(page): \(planted)")
        #expect(try await room.browser.execute("return (window.refused || []).length") == 0, "\(page)")
    }
}

extension OpenRoom {
    /// A text as one part of an address.
    static func percent(_ text: String) -> String {
        text.utf8.map { byte in
            let digits = String(byte, radix: 16)
            return "%" + (digits.count < 2 ? "0" : "") + digits
        }.joined()
    }
}
