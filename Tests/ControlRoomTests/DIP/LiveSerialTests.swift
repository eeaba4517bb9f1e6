import DIP
import Foundation
import Kernel
import TestSupport
import Testing

@testable import ControlRoom

/// The live page and the forms as a user meets them, in a real browser before a room of this process.
@Suite(.serialized, .timeLimit(.minutes(3))) struct LiveSerialTests {
    private func note(_ text: String) -> JournalLine {
        JournalLine(
            at: SampleTraffic.now, event: .accepted, transactionID: "T-1", interface: "IF-021", sender: text,
            detail: text)
    }

    private func withBrowser(
        _ desk: DIPDesk, _ work: @Sendable @escaping (WebDriver, String) async throws -> Void
    ) async throws {
        try await withServer({ hook in
            ControlRoom(
                record: MemoryRecord(), settings: ControlRoomSettings(port: 0, dip: { desk }, onServerRunning: hook))
        }) { port in
            try await WebDriver.with { browser in try await work(browser, "http://127.0.0.1:\(port)") }
        }
    }

    @Test func linesComeAsTheyHappenStayTextAndWaitWhilePaused() async throws {
        let made = SampleTraffic(many: 300).desk()
        try await withBrowser(made.desk) { browser, room in
            try await browser.open(room + "/dip")
            try await browser.wait(until: "return document.querySelector('.live-state').textContent === 'Following.'")
            let first = "return document.querySelector('.live tbody tr td:last-child').innerText"
            try await made.journal.append(notes: [self.note(SampleTraffic.hostile)])
            try await browser.wait(until: "return document.querySelector('.live tbody').innerText.includes('<script>')")
            #expect(try await browser.execute(first).text?.contains("<script>alert(1)</script>") == true)
            #expect(try await browser.findAll(".live img, .live script").isEmpty)
            try await browser.wait(
                until: "return document.querySelector('[data-total=messages] .figure-number').textContent === '302'")
            // A row that came lately is what the page itself would have shown.
            let live = try await browser.execute("return document.querySelector('.live tbody tr').outerHTML").text
            try await browser.open(room + "/dip")
            let made302 = try await browser.execute(
                "const row = document.querySelector('.live tbody tr'); row.removeAttribute('data-sequence'); return row.outerHTML"
            ).text
            #expect(live == made302)

            try await browser.wait(until: "return document.querySelector('.live-state').textContent === 'Following.'")
            try await browser.click(".live-pause")
            try await made.journal.append(notes: [self.note("while paused")])
            try await browser.wait(
                until: "return document.querySelector('.live-state').textContent === 'Paused; 1 more since.'")
            #expect(try await browser.execute(first).text != "while paused")
            try await browser.click(".live-pause")
            #expect(try await browser.execute(first).text == "while paused")
            // Rows have a bound, however many come.
            try await made.journal.append(notes: (0..<400).map { self.note("row \($0)") })
            try await browser.wait(
                until: "return document.querySelector('.live tbody').rows[0].innerText.includes('row 399')")
            #expect(try await browser.execute("return document.querySelector('.live tbody').rows.length") == 200)
            #expect(try await browser.consoleErrors().isEmpty)
        }
    }

    @Test func aFaultIsSwitchedOnAndOffByPress() async throws {
        let made = SampleTraffic().desk()
        try await withBrowser(made.desk) { browser, room in
            try await browser.open(room + "/dip/faults")
            try await browser.click("#presets tbody tr:first-child button")
            try await browser.wait(until: "return document.readyState === 'complete' && location.hash === '#on'")
            #expect(try await browser.text("#on tbody").contains("answered HTTP 429"))
            #expect(DIPSwitch.faults(in: made.switches.all).rules.map(\.name) == ["storm-429"])
            try await browser.click("#on tbody button")
            try await browser.wait(until: "return document.querySelector('#on .absence') !== null")
            #expect(DIPSwitch.faults(in: made.switches.all).rules.isEmpty)
            #expect(try await browser.consoleErrors().isEmpty)
        }
    }

    @Test(arguments: [1_280, 390]) func nothingIsWiderThanTheWindow(width: Int) async throws {
        let made = SampleTraffic(many: 5).desk()
        try await withBrowser(made.desk) { browser, room in
            try await browser.setWindow(width, 900)
            let pages =
                DIPPlace.pages.map { Route.dip($0).path } + [
                    "/dip/transactions/\(SampleTraffic.transaction)", "/dip/onboarding/\(SampleTraffic.supplier)",
                    "/dip/runs/run-1", "/dip/appointments?mpan=\(SampleTraffic.mpan)", "/dip/journal?mpan=1&from=x",
                ]
            for page in pages {
                try await browser.open(room + page)
                let wide = try await browser.execute(
                    """
                    const out = [];
                    if (document.documentElement.scrollWidth > innerWidth) out.push('page');
                    for (const table of document.querySelectorAll('.scroll > table')) {
                      const beside = table.scrollWidth - table.parentElement.clientWidth;
                      if (beside > 0) out.push(table.caption.textContent + ' by ' + beside);
                    }
                    return out
                    """)
                #expect(wide.list.isEmpty, "\(page) at \(width): \(wide.list)")
            }
            _ = try await browser.console()
        }
    }
}
