import Foundation
import TestSupport
import Testing

/// The real program, run as a user runs it.
enum ControlRoomProgram {
    /// The program that is tested: what `CHANGEOVER_BINARY` names, else what the build put beside the test runner.
    static var executable: URL {
        let chosen = ProcessInfo.processInfo.environment["CHANGEOVER_BINARY"] ?? ""
        guard chosen.isEmpty else { return URL(fileURLWithPath: chosen) }
        let runner = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return runner.deletingLastPathComponent().appendingPathComponent("changeover")
    }

    /// Runs a command to its end on a data folder.
    /// - Throws: `Failure` where it does not succeed.
    static func run(_ arguments: [String], data: URL) async throws -> [UInt8] {
        let outcome = try await Subprocess.run(
            executable, arguments, environment: ["CHANGEOVER_DATA": data.path], within: .seconds(120))
        guard outcome.succeeded else { throw Failure("\(arguments.joined(separator: " ")): \(outcome.errors)") }
        return outcome.output
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }
}

/// A control room that is open for a suite: the program serving a record of its own, and a browser in front of it.
struct OpenRoom: Sendable {
    /// The room of the suite that runs; suites ask for it with the trait `.room`.
    @TaskLocal static var current: OpenRoom?

    /// `http://127.0.0.1:` and the port.
    let address: String
    let browser: WebDriver
    /// The folder that holds the record.
    let data: URL

    /// Imports papers, opens the room and a browser, runs the work, and ends both, also where the work fails.
    static func with(papers: [URL], _ work: @Sendable () async throws -> Void) async throws {
        try await TemporaryFolder.with("room") { folder in
            let data = folder.file("data")
            _ = try await ControlRoomProgram.run(["record", "import"] + papers.map(\.path), data: data)
            let log = try folder.write([], to: "serve.log")
            let server = Process()
            server.executableURL = ControlRoomProgram.executable
            server.arguments = ["serve", "--port", "0", "--data", data.path]
            server.standardInput = FileHandle.nullDevice
            server.standardError = try FileHandle(forWritingTo: log)
            server.standardOutput = FileHandle.nullDevice
            try server.run()
            defer { end(server) }
            let address = try await address(in: log, of: server)
            try await WebDriver.with { browser in
                let room = OpenRoom(address: address, browser: browser, data: data)
                // Before any of a page's own scripts, so that no refusal goes unseen.
                try await browser.chrome(
                    "Page.addScriptToEvaluateOnNewDocument", ["source": .text(PageChecks.witness)])
                try await $current.withValue(room, operation: work)
            }
            // A server that went away under a test is a fault of its own, whatever the test saw of it.
            guard server.isRunning else {
                throw ControlRoomProgram.Failure(
                    "the room ended by itself with \(server.terminationStatus): "
                        + String(decoding: try Data(contentsOf: log), as: UTF8.self))
            }
        }
    }

    /// The address that the program prints once it listens.
    private static func address(in log: URL, of server: Process) async throws -> String {
        var said = ""
        var address = ""
        _ = try await Poll.until(within: .seconds(120), every: .milliseconds(20)) {
            said = String(decoding: try Data(contentsOf: log), as: UTF8.self)
            guard let start = said.range(of: "open at http://127.0.0.1:") else { return !server.isRunning }
            let digits = said[start.upperBound...].prefix { $0.isNumber }
            // What follows the port shows that its number is whole.
            guard said[digits.endIndex...].first == " " else { return false }
            address = "http://127.0.0.1:\(digits)"
            return true
        }
        guard !address.isEmpty else { throw ControlRoomProgram.Failure("the room did not open in 30 s: \(said)") }
        return address
    }

    /// Ends the server for good; waits for it, so that its folder is no longer in use.
    private static func end(_ server: Process) {
        guard server.isRunning else { return }
        kill(server.processIdentifier, SIGKILL)
        server.waitUntilExit()
    }
}

/// Opens one room for all tests of a suite.
struct RoomTrait: SuiteTrait, TestScoping {
    /// Makes the papers of the record, in a folder that lasts as long as the suite.
    let papers: @Sendable (TemporaryFolder) throws -> [URL]

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder("papers")
        try await OpenRoom.with(papers: papers(folder), function)
        withExtendedLifetime(folder) {}
    }
}

extension Trait where Self == RoomTrait {
    /// A room with the example papers.
    static var room: RoomTrait { room { _ in [] } }

    /// A room with the example papers and others.
    static func room(with more: @escaping @Sendable (TemporaryFolder) throws -> [URL]) -> RoomTrait {
        RoomTrait { folder in try Repository.papers(in: Repository.examplePapers) + more(folder) }
    }
}

// MARK: - What tests ask of the room

extension OpenRoom {
    static var open: OpenRoom {
        get throws { try #require(current, "the suite asks for a room with the trait .room") }
    }

    /// Opens a page at the usual size, in light colours, with its scripts on.
    func visit(_ path: String, width: Int = 1_280) async throws {
        try await browser.setWindow(width, width < 600 ? 844 : 900)
        try await browser.open(address + path)
    }

    /// Path, query and fragment of the page that is open.
    func here() async throws -> String {
        let whole = try await browser.address()
        return whole.hasPrefix(address) ? String(whole.dropFirst(address.count)) : whole
    }

    /// Waits until the page that is open has an address that holds a text, and is loaded.
    func arrive(at part: String) async throws {
        try await browser.wait(
            until: """
                return document.readyState === 'complete' && \
                decodeURIComponent(location.href).includes(\(Self.script(part)))
                """, within: .seconds(120))
    }

    /// What a script's body returns, as texts.
    func texts(_ script: String) async throws -> [String] {
        try await browser.execute(script).list.compactMap(\.text)
    }

    /// The text of the table's rows, cells parted by `|`.
    func rows() async throws -> [String] {
        try await texts(
            """
            return [...document.querySelectorAll('#table tbody tr')].map(
              (row) => [...row.cells].map((cell) => cell.innerText.trim().replace(/\\s+/g, ' ')).join('|'))
            """)
    }

    /// Runs work while a script of the test may fetch, which the room's policy forbids to every script.
    func withFetches(_ work: () async throws -> Void) async throws {
        try await browser.chrome("Page.setBypassCSP", ["enabled": true])
        do { try await work() } catch {
            try await browser.chrome("Page.setBypassCSP", ["enabled": false])
            throw error
        }
        try await browser.chrome("Page.setBypassCSP", ["enabled": false])
    }

    /// Those of some addresses of the room that are not answered with 200.
    func broken(_ links: some Sequence<String>) async throws -> [JSONValue] {
        try await browser.execute(
            """
            const ask = async (path) => [path, (await fetch(path)).status];
            return Promise.all(arguments[0].map(ask)).then((all) => all.filter(([, status]) => status !== 200))
            """, .list(links.map { .text($0) })
        ).list
    }

    /// A text as a script's string.
    static func script(_ text: String) -> String {
        let escaped = text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "'", with: "\\'")
        return "'\(escaped)'"
    }
}
