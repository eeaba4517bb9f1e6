import TestSupport
import Testing

/// What every page keeps, in a real browser at a desk's and at a phone's width.
@Suite(.serialized, .room, .timeLimit(.minutes(10))) struct EveryPageSerialTests {
    @Test func everyPageIsWhole() async throws {
        let room = try OpenRoom.open
        let pages = try await room.pages()
        // 22 places and tabs, 37 kinds; the rest are records, papers and searches.
        #expect(pages.count > 70, "\(pages.count) pages")
        for page in ["/actions", "/milestones/trend", "/contradictions", "/records/tranches"] {
            #expect(pages.contains(page), "no link leads to \(page)")
        }
        try await room.expectWhole(pages)
    }

    @Test func everyLinkOfThePagesOfTheMenuLeadsSomewhere() async throws {
        let room = try OpenRoom.open
        try await room.withFetches {
            try await room.visit("/")
            var asked: Set<String> = []
            for page in try await room.links("nav[aria-label=Pages] a") {
                try await room.visit(page)
                let fresh = try await room.links("main a[href]").filter { asked.insert($0).inserted }
                let broken = try await room.broken(fresh.prefix(120))
                #expect(broken.isEmpty, "\(page): \(broken)")
            }
            #expect(asked.count > 200)
        }
    }

    @Test func thePolicyRefusesWhatPagesDoNotNeed() async throws {
        let room = try OpenRoom.open
        try await room.visit("/")
        let answer = try await room.browser.execute(
            """
            const image = new Image();
            image.src = 'http://127.0.0.2:9/x.png';
            return fetch('/').then(() => 'allowed', () => 'refused')
            """)
        #expect(answer == "refused")
        try await room.browser.wait(until: "return window.refused.length === 2")
        // What was refused here on purpose is no fault of the page.
        _ = try await room.browser.console()
    }

    @Test(arguments: [false, true]) func textStandsOutFromItsGround(dark: Bool) async throws {
        let room = try OpenRoom.open
        try await room.browser.setMedia(dark: dark)
        try await room.visit("/contradictions")
        let finding = try await room.links("#table tbody tr:first-child .row-link")
        for page in Self.samples + finding {
            try await room.visit(page)
            let faint = try await room.texts(PageChecks.contrast)
            #expect(faint.isEmpty, "\(page) \(dark ? "dark" : "light"): \(faint.joined(separator: "\n"))")
        }
        try await room.browser.setMedia(dark: false)
    }

    @Test func lightAndDarkDiffer() async throws {
        let room = try OpenRoom.open
        let ground = "return getComputedStyle(document.body).backgroundColor"
        try await room.browser.setMedia(dark: false)
        try await room.visit("/")
        let light = try await room.browser.execute(ground)
        try await room.browser.setMedia(dark: true)
        #expect(try await room.browser.execute(ground) != light)
        try await room.browser.setMedia(dark: false)
    }

    @Test func paperShowsTheSubjectAlone() async throws {
        let room = try OpenRoom.open
        try await room.visit("/actions?f.group.eq=TRAG")
        let shown = """
            return [...document.querySelectorAll('header, nav, footer, .known, .tools')]
              .filter((node) => node.getClientRects().length).map((node) => node.outerHTML.slice(0, 60))
            """
        #expect(try await room.texts(shown).count >= 5)
        try await room.browser.setMedia(dark: false, print: true)
        #expect(try await room.texts(shown).isEmpty)
        #expect(try await !room.rows().isEmpty)
        #expect(try await room.browser.text("h1") == "Actions")
        try await room.browser.setMedia(dark: false)
    }

    /// A page of each make.
    static let samples = [
        "/", "/actions", "/actions?f.group.eq=TRAG", "/milestones", "/milestones/trend", "/plan", "/raid", "/readiness",
        "/gates", "/pit", "/qualification", "/papers/trag-007-pack", "/papers/trag-003-minutes", "/contradictions",
        "/records/actions/TRAG04-03", "/search?q=environment",
        "/actions?at=2024-10-01", "/records",
    ]
}

/// The same of pages with much more on them.
@Suite(
    .serialized, .enabled(if: Repository.sharedPapers != nil, "../shared/papers is absent"), .realPapers,
    .timeLimit(.minutes(10)))
struct EveryPageOfRealPapersSerialTests {
    @Test func everyPageIsWhole() async throws {
        let room = try OpenRoom.open
        let pages = try await room.pages()
        #expect(pages.count > 100, "\(pages.count) pages")
        try await room.expectWhole(pages)
    }
}

extension Trait where Self == RoomTrait {
    /// A room with the real papers beside the repository.
    static var realPapers: RoomTrait {
        RoomTrait { _ in try Repository.sharedPapers.map(Repository.papers) ?? [] }
    }
}

extension OpenRoom {
    /// Opens each page at a desk's and at a phone's width, and expects nothing to complain of.
    func expectWhole(_ pages: [String]) async throws {
        for page in pages {
            for width in [1_280, 390] {
                try await visit(page, width: width)
                let complaints = try await complaints()
                #expect(complaints.isEmpty, "\(page) at \(width): \(complaints.joined(separator: "\n"))")
            }
        }
    }
}
