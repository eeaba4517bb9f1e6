public import Foundation

/// A headless Chromium, driven through chromedriver on a loopback port (W3C WebDriver).
///
/// One a test: `WebDriver.with { browser in … }` starts it and ends it, also where the test fails.
public actor WebDriver {
    /// What the driver refused, or could not do in time.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        public let description: String
        init(_ description: String) { self.description = description }
    }

    /// An element of the page that is open.
    public struct Element: Sendable, Hashable {
        let id: String
    }

    /// A line that the browser wrote to its console.
    public struct ConsoleLine: Sendable, Hashable {
        /// `SEVERE`, `WARNING`, `INFO` or `DEBUG`.
        public let level: String
        public let message: String
    }

    /// The key under which the W3C protocol gives an element.
    private static let elementKey = "element-6066-11e4-a52e-4f735466cecf"

    private let process: Process
    private let scratch: TemporaryFolder
    private let http: LoopbackClient
    private var session = ""

    /// Starts chromedriver and a browser, runs the work, and ends both.
    /// - Throws: `Failure` where they do not start; what the work throws.
    public static func with<Result: Sendable>(
        width: Int = 1280, height: Int = 900, _ work: (WebDriver) async throws -> Result
    ) async throws -> Result {
        let driver = try await WebDriver()
        do {
            try await driver.begin()
            try await driver.setWindow(width, height)
            let result = try await work(driver)
            await driver.quit()
            return result
        } catch {
            await driver.quit()
            throw error
        }
    }

    /// The driver's program: `CHANGEOVER_CHROMEDRIVER`, else `/usr/bin/chromedriver`; nil where it is not installed.
    public static var program: URL? {
        let chosen = ProcessInfo.processInfo.environment["CHANGEOVER_CHROMEDRIVER"] ?? ""
        let path = chosen.isEmpty ? "/usr/bin/chromedriver" : chosen
        return FileManager.default.isExecutableFile(atPath: path) ? URL(fileURLWithPath: path) : nil
    }

    private init() async throws {
        guard let program = Self.program else { throw Failure("chromedriver is not installed: scripts/setup --tests") }
        scratch = try TemporaryFolder("browser")
        let log = try scratch.write([], to: "driver.log")
        process = Process()
        process.executableURL = program
        // The system chooses a free port, and the driver says which: no other process can take it in between.
        process.arguments = ["--port=0", "--allowed-ips=127.0.0.1"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: log)
        process.standardError = process.standardOutput
        try process.run()
        var port: UInt16?
        _ = try await Poll.until(within: .seconds(120)) {
            port = Self.port(in: String(decoding: try Data(contentsOf: log), as: UTF8.self))
            return port != nil
        }
        guard let port else {
            await Subprocess.kill(process)
            throw Failure("chromedriver did not name its port in 20 seconds")
        }
        http = LoopbackClient(port: port)
    }

    /// The port in the line `ChromeDriver was started successfully on port 40123.`
    static func port(in log: String) -> UInt16? {
        guard let range = log.range(of: "started successfully on port ") else { return nil }
        let digits = log[range.upperBound...].prefix { $0.isNumber }
        // The full stop shows that the number is whole.
        return log[digits.endIndex...].first == "." ? UInt16(digits) : nil
    }

    private func begin() async throws {
        let options: JSONValue = [
            "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
                "--force-color-profile=srgb", "--lang=en-GB",
            ]
        ]
        let answer = try await call(
            "POST", "/session",
            [
                "capabilities": [
                    "alwaysMatch": [
                        "browserName": "chrome", "goog:chromeOptions": options,
                        "goog:loggingPrefs": ["browser": "ALL"],
                    ]
                ]
            ])
        guard let id = answer["sessionId"].text else { throw Failure("the driver gave no session: \(answer)") }
        session = "/session/\(id)"
        try await post("/timeouts", ["pageLoad": 30_000, "script": 10_000, "implicit": 0])
    }

    /// Ends the browser and the driver; does nothing the second time.
    public func quit() async {
        if !session.isEmpty {
            // A browser that is gone already cannot be asked to go.
            _ = try? await call("DELETE", session, nil)
            session = ""
        }
        await Subprocess.kill(process)
    }
}

// MARK: - The page

extension WebDriver {
    /// Opens an address and waits until the page is loaded.
    public func open(_ address: String) async throws { try await post("/url", ["url": .text(address)]) }

    public func title() async throws -> String { try await get("/title").text ?? "" }
    public func address() async throws -> String { try await get("/url").text ?? "" }
    public func source() async throws -> String { try await get("/source").text ?? "" }

    /// The elements that a CSS selector finds now, in the page's order.
    public func findAll(_ css: String) async throws -> [Element] {
        try await post("/elements", ["using": "css selector", "value": .text(css)]).list.compactMap {
            $0[Self.elementKey].text.map { Element(id: $0) }
        }
    }

    /// The first element that a CSS selector finds, waited for.
    /// - Throws: `Failure` where there is none in time.
    public func find(_ css: String, within limit: Duration = .seconds(60)) async throws -> Element {
        var found: Element?
        _ = try await Poll.until(within: limit, every: .milliseconds(20)) {
            found = try await findAll(css).first
            return found != nil
        }
        guard let found else { throw Failure("no element “\(css)” in \(limit)") }
        return found
    }

    /// The element's text as a reader sees it.
    public func text(_ element: Element) async throws -> String {
        try await get("/element/\(element.id)/text").text ?? ""
    }

    /// The text of the first element that a CSS selector finds.
    public func text(_ css: String) async throws -> String { try await text(find(css)) }

    /// An attribute as the page's source gives it; nil where the element has none of that name.
    public func attribute(_ name: String, of element: Element) async throws -> String? {
        try await get("/element/\(element.id)/attribute/\(name)").text
    }

    public func isShown(_ element: Element) async throws -> Bool {
        try await get("/element/\(element.id)/displayed").truth ?? false
    }

    /// The element's role and name as a screen reader gets them.
    public func spoken(_ element: Element) async throws -> (role: String, name: String) {
        let role = try await get("/element/\(element.id)/computedrole").text ?? ""
        let name = try await get("/element/\(element.id)/computedlabel").text ?? ""
        return (role, name)
    }

    public func click(_ element: Element) async throws { try await post("/element/\(element.id)/click", [:]) }
    public func click(_ css: String) async throws { try await click(find(css)) }

    /// Empties a field and types into it.
    public func type(_ words: String, into element: Element) async throws {
        try await post("/element/\(element.id)/clear", [:])
        try await post("/element/\(element.id)/value", ["text": .text(words)])
    }

    /// Presses keys where the focus is, each down and up; `Key` names those without a character.
    public func sendKeys(_ keys: String) async throws {
        let actions: [JSONValue] = keys.unicodeScalars.flatMap { scalar -> [JSONValue] in
            let value = JSONValue.text(String(scalar))
            return [["type": "keyDown", "value": value], ["type": "keyUp", "value": value]]
        }
        try await post(
            "/actions", ["actions": [["type": "key", "id": "keyboard", "actions": .list(actions)]]])
    }

    /// The element that has the focus; nil where none has.
    public func focused() async throws -> Element? {
        try await get("/element/active")[Self.elementKey].text.map { Element(id: $0) }
    }

    /// Runs a script's body in the page and gives what it returns.
    @discardableResult
    public func execute(_ script: String, _ arguments: JSONValue...) async throws -> JSONValue {
        try await post("/execute/sync", ["script": .text(script), "args": .list(arguments)])
    }

    /// Waits until a script's body returns true.
    /// - Throws: `Failure` where it does not in time.
    public func wait(until script: String, within limit: Duration = .seconds(60)) async throws {
        let held = try await Poll.until(within: limit, every: .milliseconds(20)) {
            try await execute(script).truth ?? false
        }
        guard held else { throw Failure("not true in \(limit): \(script)") }
    }
}

// MARK: - The window

extension WebDriver {
    /// Keys without a character (W3C WebDriver, section 17.4.2).
    public enum Key {
        public static let tab = "\u{E004}"
        public static let enter = "\u{E007}"
        public static let escape = "\u{E00C}"
        public static let space = " "
        public static let up = "\u{E013}"
        public static let down = "\u{E015}"
    }

    /// Makes the page's inside exactly so wide and high, in CSS pixels.
    ///
    /// Through the browser's own protocol: a window of a desktop cannot be made as narrow as a phone.
    public func setWindow(_ width: Int, _ height: Int) async throws {
        try await chrome(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .number(Double(width)), "height": .number(Double(height)), "deviceScaleFactor": 1,
                "mobile": false,
            ])
    }

    /// Shows the page as a reader who prefers dark, or light, pages gets it; as on paper with `print`.
    public func setMedia(dark: Bool, print: Bool = false) async throws {
        try await chrome(
            "Emulation.setEmulatedMedia",
            [
                "media": .text(print ? "print" : ""),
                "features": [["name": "prefers-color-scheme", "value": .text(dark ? "dark" : "light")]],
            ])
    }

    /// Turns the pages' scripts on or off, from the next page on.
    public func setScripts(_ allowed: Bool) async throws {
        try await chrome("Emulation.setScriptExecutionDisabled", ["value": .truth(!allowed)])
    }

    /// What the window shows, as PNG.
    public func screenshot() async throws -> [UInt8] {
        guard let text = try await get("/screenshot").text, let data = Data(base64Encoded: text) else {
            throw Failure("the driver gave no picture")
        }
        return [UInt8](data)
    }

    /// What the browser wrote to its console since it was last asked.
    public func console() async throws -> [ConsoleLine] {
        try await post("/se/log", ["type": "browser"]).list.map {
            ConsoleLine(level: $0["level"].text ?? "", message: $0["message"].text ?? "")
        }
    }

    /// The errors among `console()`: scripts that failed, resources that were refused or not found.
    public func consoleErrors() async throws -> [ConsoleLine] {
        try await console().filter { $0.level == "SEVERE" }
    }

    /// Sends a command of Chromium's own protocol.
    @discardableResult
    public func chrome(_ command: String, _ parameters: JSONValue) async throws -> JSONValue {
        try await post("/goog/cdp/execute", ["cmd": .text(command), "params": parameters])
    }
}

// MARK: - The protocol

extension WebDriver {
    private func get(_ path: String) async throws -> JSONValue { try await call("GET", session + path, nil) }

    @discardableResult
    private func post(_ path: String, _ body: JSONValue) async throws -> JSONValue {
        try await call("POST", session + path, body)
    }

    private func call(_ method: String, _ path: String, _ body: JSONValue?) async throws -> JSONValue {
        let bytes = try body.map { try [UInt8](JSONEncoder().encode($0)) }
        let value = try JSONValue.read(http.send(method, path, body: bytes, within: .seconds(180)))["value"]
        if let error = value["error"].text {
            throw Failure("\(method) \(path): \(error): \(value["message"].text?.split(separator: "\n").first ?? "")")
        }
        return value
    }
}
