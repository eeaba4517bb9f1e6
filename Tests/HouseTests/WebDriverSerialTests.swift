import Foundation
import TestSupport
import Testing

/// The browser's driver, against a page of a file.
@Suite(.serialized) struct WebDriverSerialTests {
    private static let page = """
        <!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Harbour – tides</title>
        <body><h1>Tides</h1><label for="name">Name</label> <input id="name"><button id="go">Go</button>
        <a id="link" href="#far" data-note="a “quoted” note">Far</a><p id="said"></p>
        <script>document.getElementById('go').onclick = () => setTimeout(() => {
            document.getElementById('said').textContent = 'Hello ' + document.getElementById('name').value;
            console.error('a thing went wrong'); }, 50)</script>
        """

    @Test func drivesAPage() async throws {
        let folder = try TemporaryFolder("page")
        let file = try folder.write(Array(Self.page.utf8), to: "page.html")
        try await WebDriver.with { browser in
            try await browser.open(file.absoluteString)
            #expect(try await browser.title() == "Harbour – tides")
            #expect(try await browser.text("h1") == "Tides")
            #expect(try await browser.findAll(".none").isEmpty)
            let link = try await browser.find("#link")
            #expect(try await browser.attribute("data-note", of: link) == "a “quoted” note")
            #expect(try await browser.attribute("data-none", of: link) == nil)
            let field = try await browser.find("#name")
            #expect(try await browser.spoken(field) == (role: "textbox", name: "Name"))

            try await browser.type("Zoë", into: field)
            try await browser.click("#go")
            try await browser.wait(until: "return document.getElementById('said').textContent === 'Hello Zoë'")
            let errors = try await browser.consoleErrors()
            #expect(errors.count == 1 && errors.allSatisfy { $0.message.contains("a thing went wrong") })
            #expect(try await browser.console().isEmpty)
        }
    }

    @Test func movesTheFocusByKeys() async throws {
        try await WebDriver.with { browser in
            try await browser.open(
                "data:text/html,<title>keys</title><input id=one autofocus><input id=two>")
            try await browser.execute("document.getElementById('one').focus()")
            try await browser.sendKeys("a" + WebDriver.Key.tab + "bc")
            #expect(try await browser.execute("return document.getElementById('one').value") == "a")
            #expect(try await browser.execute("return document.getElementById('two').value") == "bc")
            let focused = try #require(try await browser.focused())
            #expect(try await browser.attribute("id", of: focused) == "two")
            #expect(try await browser.execute("return arguments[0] + arguments[1]", 2, 3) == 5)
        }
    }

    @Test func showsAPhoneDarkAndPrintedPages() async throws {
        try await WebDriver.with { browser in
            try await browser.open("data:text/html,<title>window</title><p>x</p>")
            for (width, height) in [(390, 844), (1280, 900)] {
                try await browser.setWindow(width, height)
                #expect(
                    try await browser.execute("return innerWidth + 'x' + innerHeight") == .text("\(width)x\(height)"))
                let picture = try await browser.screenshot()
                #expect(Array(picture.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
                #expect(Self.size(of: picture) == [width, height])
            }
            try await browser.setMedia(dark: true)
            #expect(try await browser.execute("return matchMedia('(prefers-color-scheme: dark)').matches") == true)
            try await browser.setMedia(dark: false, print: true)
            #expect(try await browser.execute("return matchMedia('print').matches") == true)
        }
    }

    @Test func tellsWhatIsMissing() async throws {
        try await WebDriver.with { browser in
            try await browser.open("data:text/html,<title>empty</title>")
            await #expect(throws: WebDriver.Failure.self) {
                _ = try await browser.find("#none", within: .milliseconds(60))
            }
            await #expect(throws: WebDriver.Failure.self) {
                try await browser.wait(until: "return false", within: .milliseconds(60))
            }
            await #expect(throws: WebDriver.Failure.self) { try await browser.execute("throw new Error('no')") }
        }
    }

    /// Width and height of a PNG, from its first chunk.
    private static func size(of picture: [UInt8]) -> [Int] {
        stride(from: 16, to: 24, by: 4).map { start in
            picture.dropFirst(start).prefix(4).reduce(0) { $0 << 8 | Int($1) }
        }
    }
}
