import TestSupport
import Testing

/// Tables in the browser: what a reader asks of one is in its address, and comes back from it.
@Suite(.serialized, .room(with: { folder in [try MadePaper.manyActions(120, in: folder)] }), .timeLimit(.minutes(5)))
struct TablesSerialTests {
    private static let countShown = "return document.querySelector('#table .count').textContent"

    // MARK: Filters

    @Test(arguments: [true, false]) func aFilterIsHeldInTheAddress(scripts: Bool) async throws {
        let room = try OpenRoom.open
        try await room.withScripts(scripts) {
            try await room.visit("/actions")
            let all = try await room.rows()
            try await room.browser.click("#table .filters summary")
            try await room.browser.click("#table select[name='f.status.eq'] option[value='Recommend Closed']")
            // With scripts the choice applies by itself; without them the button does it.
            if !scripts { try await room.browser.click("#table .filter-form button") }
            try await room.arrive(at: "f.status.eq=Recommend")
            let filtered = try await room.rows()
            #expect(!filtered.isEmpty && filtered.count < all.count)
            #expect(filtered.allSatisfy { $0.contains("Recommend Closed") })
            #expect(
                try await room.texts(
                    "return [...document.querySelectorAll('.chips a > span:first-child')]"
                        + ".map((chip) => chip.textContent)") == ["Status is Recommend Closed"])

            let shared = try await room.here()
            try await room.visit("/")
            try await room.visit(shared)
            #expect(try await room.rows() == filtered)
            #expect(
                try await room.browser.execute(
                    "return document.querySelector('#table select[name=\"f.status.eq\"]').value")
                    == "Recommend Closed")
            // A second filter keeps the first; the first goes by its own link.
            try await room.browser.type("Code Manager", into: room.browser.find("input[name='f.owners.has']"))
            try await room.browser.click("#table .filter-form button")
            try await room.arrive(at: "f.owners.has=Code")
            let both = try await room.rows()
            #expect(both.count == 1 && both.allSatisfy { $0.hasPrefix("TRAG06-02|") })
            try await room.browser.click("#table .chips li:first-child a")
            try await room.browser.wait(until: "return !decodeURIComponent(location.href).includes('f.status.eq')")
            #expect(try await room.rows().allSatisfy { $0.contains("Code Manager") })
        }
    }

    @Test func fieldsLeftEmptyStayOutOfTheAddress() async throws {
        let room = try OpenRoom.open
        try await room.visit("/actions")
        try await room.browser.click("#table .filters summary")
        try await room.browser.type("mail service", into: room.browser.find("input[name='f.text.has']"))
        try await room.browser.click("#table .filter-form button")
        try await room.arrive(at: "f.text.has")
        #expect(try await room.here() == "/actions?f.text.has=mail+service")
        #expect(try await room.rows().count == 1)
        // Back with the browser's button: the form is whole again.
        try await room.browser.execute("history.back()")
        try await room.browser.wait(until: "return location.search === '' && document.readyState === 'complete'")
        #expect(try await room.browser.execute("return document.querySelectorAll(':disabled').length") == 0)
    }

    @Test func aFilterOfDaysAndOneThatNothingPasses() async throws {
        let room = try OpenRoom.open
        try await room.visit("/actions?f.due.from=2025-01-15&f.due.to=2025-01-15")
        let rows = try await room.rows()
        #expect(!rows.isEmpty && rows.allSatisfy { $0.contains("15 Jan 2025") })
        try await room.visit("/actions?f.text.has=nothingofthekind")
        #expect(try await room.rows().isEmpty)
        #expect(try await room.browser.text("#table .absence").contains("No row passes the filters"))
        try await room.browser.click("#table .chips a.clear")
        try await room.browser.wait(until: "return location.search === ''")
        #expect(try await !room.rows().isEmpty)
    }

    // MARK: Order, columns, pages

    @Test func aClickOnAHeadSorts() async throws {
        let room = try OpenRoom.open
        try await room.visit("/milestones")
        func order() async throws -> [String] {
            try await room.texts(
                "return [...document.querySelectorAll('#table th[aria-sort]:not([aria-sort=none])')]"
                    + ".map((head) => head.dataset.column + ' ' + head.getAttribute('aria-sort'))")
        }
        #expect(try await order().isEmpty)
        try await room.browser.click("#table th[data-column=title] a")
        try await room.arrive(at: "sort=title")
        #expect(try await order() == ["title ascending"])
        let titles = "return [...document.querySelectorAll('#table tbody tr')].map((row) => row.cells[1].innerText)"
        let up = try await room.texts(titles)
        try await room.browser.click("#table th[data-column=title] a")
        try await room.arrive(at: "sort=-title")
        #expect(try await order() == ["title descending"])
        #expect(try await room.texts(titles) != up)
        #expect(try await Set(room.texts(titles)) == Set(up))
        #expect(try await room.rows().count == up.count)
    }

    @Test func columnsAreChosen() async throws {
        let room = try OpenRoom.open
        try await room.visit("/actions?f.status.eq=Open")
        try await room.browser.click("#table .chooser summary")
        for name in ["sources", "update", "raised"] {
            try await room.browser.click("#table input[name=col][value=\(name)]")
        }
        try await room.browser.click("#table .column-form button")
        try await room.arrive(at: "col=raised")
        let heads = "return [...document.querySelectorAll('#table thead th')].map((head) => head.dataset.column)"
        #expect(try await room.texts(heads).contains("raised"))
        #expect(try await !room.texts(heads).contains("update"))
        #expect(try await !room.texts(heads).contains("sources"))
        // The choice of columns keeps the filter.
        #expect(try await room.here().contains("f.status.eq=Open"))
        #expect(try await room.texts(Self.exportLinks).allSatisfy { $0.contains("col=raised") })
    }

    @Test func aLongTableIsPaged() async throws {
        let room = try OpenRoom.open
        try await room.visit("/actions?sort=reference")
        let first = try await room.rows()
        #expect(first.count == 100)
        #expect(try await room.browser.execute(Self.countShown).text?.hasPrefix("Rows 1 to 100 of 1") == true)
        try await room.browser.click("#table .pager a[rel=next]")
        try await room.arrive(at: "page=2")
        let second = try await room.rows()
        #expect(!second.isEmpty && Set(first).isDisjoint(with: second))
        #expect(try await room.here().contains("sort=reference"))
        try await room.browser.click("#table .pager a[rel=prev]")
        try await room.browser.wait(until: "return !location.search.includes('page=2')")
        #expect(try await room.rows() == first)
    }

    // MARK: Focus, export

    @Test func onePanelIsPresentedAlone() async throws {
        let room = try OpenRoom.open
        try await room.visit("/actions?f.status.eq=Open")
        let rows = try await room.rows()
        try await room.browser.click("#table .present")
        try await room.arrive(at: "focus=1")
        #expect(try await room.rows() == rows)
        let shown = """
            return [...document.querySelectorAll('header, nav, .tools, footer')]
              .filter((node) => node.getClientRects().length).length
            """
        #expect(try await room.browser.execute(shown) == 0)
        #expect(
            try await room.browser.execute(
                "return [...document.querySelectorAll('.panel')].filter((one) => one.getClientRects().length).length")
                == 1)
        try await room.browser.click(".leave-focus a")
        try await room.browser.wait(until: "return !location.search.includes('focus')")
        #expect(try await room.here().hasPrefix("/actions?f.status.eq=Open"))
    }

    private static let exportLinks =
        "return [...document.querySelectorAll('#table a[download]')].map((link) => link.getAttribute('href'))"

    @Test(arguments: ["actions", "milestones", "raid", "contradictions", "identifiers"])
    func theExportOfAWholeTableIsTheExportOfTheCommandLine(kind: String) async throws {
        let room = try OpenRoom.open
        try await room.visit("/records/\(kind)")
        try await room.browser.click("#table .chooser summary")
        try await room.browser.execute(
            "for (const box of document.querySelectorAll('#table input[name=col]')) box.checked = true")
        try await room.browser.click("#table .column-form button")
        try await room.arrive(at: "col=doubts")
        let link = try #require(try await room.texts(Self.exportLinks).first { $0.contains(".csv") })
        let answer = try await fetched(
            link,
            as: """
                async (answer) => [answer.status, answer.headers.get('content-type'),
                  answer.headers.get('content-disposition'), await answer.text()]
                """)
        #expect(answer[0] == 200)
        #expect(answer[1].text?.hasPrefix("text/csv") == true)
        #expect(answer[2].text?.contains("\(kind).csv") == true)
        let told = try await ControlRoomProgram.run(["record", "export", kind, "--format", "csv"], data: room.data)
        #expect(answer[3].text == String(decoding: told, as: UTF8.self))
    }

    @Test func theExportOfAFilteredTableHoldsExactlyWhatIsSeen() async throws {
        let room = try OpenRoom.open
        try await room.visit("/actions?f.status.eq=Recommend%20Closed&sort=-reference&col=reference&col=due")
        let seen = try await room.rows().map { String($0.prefix { $0 != "|" }) }
        let link = try #require(try await room.texts(Self.exportLinks).first { $0.contains(".csv") })
        let answer = try await fetched(link, as: "(answer) => answer.text()")
        let lines = (answer.text ?? "").split(whereSeparator: \.isNewline)
        #expect(lines.first == "reference,due,doubts")
        #expect(lines.dropFirst().map { String($0.prefix { $0 != "," }) } == seen)
    }

    /// What the room answers to an address, as a script takes it.
    private func fetched(_ link: String, as reading: String) async throws -> JSONValue {
        let room = try OpenRoom.open
        var answer = JSONValue.null
        try await room.withFetches {
            try await room.visit("/records")
            answer = try await room.browser.execute("return fetch(arguments[0]).then(\(reading))", .text(link))
        }
        return answer
    }
}

extension OpenRoom {
    /// Runs work with the pages' scripts on or off, and leaves them on.
    func withScripts(_ allowed: Bool, _ work: () async throws -> Void) async throws {
        try await browser.setScripts(allowed)
        do { try await work() } catch {
            try await browser.setScripts(true)
            throw error
        }
        try await browser.setScripts(true)
    }
}
