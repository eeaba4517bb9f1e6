import Foundation
import TestSupport
import Testing

/// The pages of the stand-in over a platform that really runs: two parties, a webhook, traffic, a fault, a scenario.
@Suite(.serialized, .room, .timeLimit(.minutes(8))) struct StandInSerialTests {
    @Test func everyPageShowsTheEvidenceOfWhatHappened() async throws {
        let room = try OpenRoom.open
        let platform = try await ServedPlatform(in: room.data)
        defer { platform.end() }
        let first = try await liveTraffic(room, platform)
        try await refusal(room, platform)
        try await transaction(first, room)
        try await fault(room, platform)
        try await onboarding(room)
        let run = try await scenario(room)
        try await channelsAndParticipants(room)
        let dip = "/dip"
        try await room.expectWhole(
            [
                dip, "\(dip)/journal", "\(dip)/journal?event=refused", "\(dip)/transactions/\(first)",
                "\(dip)/channels", "\(dip)/participants", "\(dip)/appointments?mpan=2000056535971",
                "\(dip)/onboarding", "\(dip)/onboarding/\(ServedPlatform.supplier)", "\(dip)/scenarios", run,
                "\(dip)/faults", "\(dip)/routing", "\(dip)/settings",
            ])
    }

    /// A message that is sent while the page is open appears in it, and the totals move, without a reload.
    private func liveTraffic(_ room: OpenRoom, _ platform: ServedPlatform) async throws -> String {
        try await room.visit("/dip")
        #expect(try await room.browser.text(".note").contains("The stand-in runs."))
        try await room.browser.wait(
            until: "return document.querySelector('.live-state').textContent === 'Following.'", within: .seconds(120))
        try await room.browser.execute("window.before = 'the page that was opened'")
        let id = try await platform.send(ServedPlatform.message)
        for what in ["accepted", "delivered"] {
            try await room.browser.wait(
                until: """
                    return [...document.querySelectorAll('#traffic tbody tr')].some((row) => \
                    row.innerText.includes('\(what)') && row.querySelector('a[href*="\(id)"]'))
                    """, within: .seconds(120))
        }
        try await room.browser.wait(
            until: """
                return ['messages', 'delivered'].every((name) => \
                document.querySelector(`[data-total=${name}] .figure-number`).textContent === '1')
                """, within: .seconds(120))
        #expect(try await room.browser.execute("return window.before") == "the page that was opened")
        // The row's time leads to the transaction.
        try await room.browser.click("#traffic tbody a[href*='\(id)']")
        try await room.arrive(at: "/dip/transactions/")
        return id
    }

    private func refusal(_ room: OpenRoom, _ platform: ServedPlatform) async throws {
        let bad = ServedPlatform.message.replacingOccurrences(of: "\"_H\"", with: "\"_I\"")
        _ = try await platform.send(bad, refused: true)
        try await room.visit("/dip")
        try await room.browser.click("[data-total=refused] a")
        try await room.arrive(at: "event=refused")
        let rows = try await lines(room)
        #expect(rows.count == 1 && rows.first?.contains("MSG1001") == true, "\(rows)")
        #expect(rows.first?.contains("GSPGroupID") == true, "\(rows)")
        try await room.visit("/dip/journal?code=MSG1001&interface=IF-021&party=\(ServedPlatform.service)")
        #expect(try await lines(room).count == 1)
        try await room.visit("/dip/journal?mpan=2000056535971&party=\(ServedPlatform.supplier)")
        #expect(try await lines(room).contains { $0.contains("delivered") })
    }

    private func transaction(_ id: String, _ room: OpenRoom) async throws {
        try await room.visit("/dip/transactions/\(id)")
        #expect(try await room.browser.text("#recipients tbody").contains("delivered"))
        #expect(try await room.browser.text("#timeline tbody").contains("accepted"))
        #expect(try await room.browser.text("#payloads").contains("senderUniqueReference"))
        #expect(try await room.browser.text("#sent").contains("D0"))
        try await room.withFetches {
            try await room.visit("/dip/transactions/\(id)")
            let files = try await room.links("main a[href$='.json']")
            #expect(files.count == 2)
            #expect(try await room.broken(files).isEmpty)
        }
    }

    /// A fault is switched on by the page; the platform does it, the journal has it, and off is off.
    private func fault(_ room: OpenRoom, _ platform: ServedPlatform) async throws {
        try await room.visit("/dip/faults")
        #expect(try await room.browser.text("#on").contains("No fault is on."))
        try await room.browser.click("#presets form:has(input[value='storm-503']) button")
        try await room.browser.wait(
            until: "return document.querySelector('#on').innerText.includes('storm-503')", within: .seconds(120))
        // The running platform says that it took the switch up.
        try await meet("in force: storm-503", at: "/dip/journal?event=fault", room)
        let id = try await platform.send(ServedPlatform.message)
        try await meet("HTTP 503", at: "/dip/transactions/\(id)", room)
        #expect(try await room.browser.text("#recipients tbody").contains("to be tried again"))
        try await room.visit("/dip/faults")
        try await room.browser.click("#on form:has(input[value='storm-503']) button")
        try await room.browser.wait(
            until: "return document.querySelector('#on').innerText.includes('No fault is on.')", within: .seconds(120))
        try await meet("Nothing waits", at: "/dip/transactions/\(id)", room)
        #expect(try await room.browser.text("#recipients tbody").contains("delivered"))
        let faults = try await room.visitedLines("/dip/journal?event=fault")
        #expect(faults.contains { $0.contains("on: answered HTTP 503") } && faults.contains { $0.contains("off") })
    }

    private func onboarding(_ room: OpenRoom) async throws {
        try await room.visit("/dip/onboarding")
        try await room.browser.click("#participants a[href$='/\(ServedPlatform.supplier)']")
        try await room.arrive(at: "/dip/onboarding/\(ServedPlatform.supplier)")
        #expect(try await room.browser.text("#proving").contains("Not tried yet."))
        try await room.browser.click("#proving button")
        try await room.browser.wait(
            until: "return document.querySelector('#proving .about').innerText.startsWith('Last tried')",
            within: .seconds(120))
        let checks = try await room.texts(
            "return [...document.querySelectorAll('#proving tbody tr')].map((row) => row.innerText)")
        #expect(checks.count >= 8 && checks.allSatisfy { $0.contains("passed") }, "\(checks)")
        #expect(checks.contains { $0.contains("reachable over mutual TLS") }, "\(checks)")
        let steps = try await room.texts(
            "return [...document.querySelectorAll('#steps tbody tr')].map((row) => row.innerText)")
        for step in ["Connectivity proven", "First message delivered", "Webhooks registered"] {
            #expect(steps.contains { $0.hasPrefix(step) && $0.contains("done") }, "\(step): \(steps)")
        }
        // A step that only people know is ticked with a note.
        try await room.browser.type("seen by the test team", into: room.browser.find("#tick-note"))
        try await room.browser.click("#tick button")
        try await room.browser.wait(
            until: "return document.querySelector('#steps').innerText.includes('seen by the test team')",
            within: .seconds(120))
    }

    /// A scenario is run from the page, and its report comes as a file. Gives the run's address.
    private func scenario(_ room: OpenRoom) async throws -> String {
        try await room.visit("/dip/scenarios")
        #expect(try await room.browser.text("#scenarios").contains("dip/scenarios"))
        let shelf = room.data.appendingPathComponent("dip/scenarios", isDirectory: true)
        try FileManager.default.createDirectory(at: shelf, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            at: Repository.file("Examples/dip/consumption-and-rejection.yaml"),
            to: shelf.appendingPathComponent("consumption-and-rejection.yaml"))
        try await room.visit("/dip/scenarios")
        try await room.browser.click("#scenarios form button")
        try await room.arrive(at: "/dip/runs/")
        let run = try await room.here().split(separator: "#").first.map(String.init) ?? ""
        #expect(try await room.browser.text(".note").contains("Every step came as expected."))
        let reports = try await room.links("#steps a[href*='/report.']")
        #expect(reports.count == 2)
        try await room.withFetches {
            try await room.visit(run)
            let got = try await room.browser.execute(
                """
                const ask = async (path) => {
                  const answer = await fetch(path);
                  return [answer.status, answer.headers.get('content-disposition') || '', await answer.text()];
                };
                return Promise.all(arguments[0].map(ask))
                """, .list(reports.map { .text($0) })
            ).list
            #expect(got.count == 2)
            for answer in got {
                #expect(answer.list.first == 200)
                #expect(answer.list.dropFirst().first?.text?.hasPrefix("attachment") == true)
                #expect(answer.list.last?.text?.contains("Consumption and rejection") == true)
            }
        }
        // What was played in memory is in no journal: no link leads to a page that is not there.
        #expect(try await room.links("#steps tbody a").isEmpty)
        #expect(try await room.browser.text("#steps tbody").contains("played in memory"))
        try await room.visit("/dip/scenarios")
        #expect(try await room.browser.text("#runs tbody").contains("passed"))
        return run
    }

    private func channelsAndParticipants(_ room: OpenRoom) async throws {
        try await room.visit("/dip/channels?party=\(ServedPlatform.supplier)")
        // What moves stands before what is idle.
        let rows = try await room.texts(
            "return [...document.querySelectorAll('#channels tbody tr')].map((row) => row.innerText)")
        #expect(
            rows.first?.contains("IF-021") == true && rows.first?.contains("delivering") == true, "\(rows.prefix(2))")
        #expect(rows.dropFirst().contains { $0.contains("idle") })
        try await room.visit("/dip/participants")
        let people = try await room.browser.text("#participants tbody")
        for words in [ServedPlatform.service, ServedPlatform.supplier, "Supplier", "days"] {
            #expect(people.contains(words), "\(words)")
        }
        try await room.visit("/dip/appointments?mpan=2000056535971")
        #expect(try await room.browser.text("#appointments tbody").contains(ServedPlatform.supplier))
    }

    // MARK: Looking

    private func lines(_ room: OpenRoom) async throws -> [String] {
        try await room.texts("return [...document.querySelectorAll('#lines tbody tr')].map((row) => row.innerText)")
    }

    /// Opens a page until it holds some words.
    private func meet(_ words: String, at page: String, _ room: OpenRoom) async throws {
        let isThere = try await Poll.until(within: .seconds(120), every: .milliseconds(200)) {
            try await room.visit(page)
            return try await room.browser.text("main").contains(words)
        }
        #expect(isThere, "\(page) never said \(words)")
    }
}

extension OpenRoom {
    /// The rows of a page of the journal.
    fileprivate func visitedLines(_ page: String) async throws -> [String] {
        try await visit(page)
        return try await texts("return [...document.querySelectorAll('#lines tbody tr')].map((row) => row.innerText)")
    }
}

/// `changeover dip serve` over a room's folder, with a data service, a supplier and the supplier's webhook.
private struct ServedPlatform {
    static let service = "1409012345"
    static let supplier = "2309012345"
    /// The message of the guide.
    static let message =
        (try? String(contentsOf: Repository.file("Examples/dip/if-021.json"), encoding: .utf8)) ?? ""

    let address: String
    private let data: URL
    private let running: [Process]

    init(in data: URL) async throws {
        self.data = data
        let served = try Self.start(["dip", "serve", "--port", "0", "--json"], "platform", data)
        let line = try await Self.line(of: served, holding: "https://")
        guard let begin = line.range(of: "https://"), let end = line[begin.upperBound...].firstIndex(of: "\"") else {
            served.process.terminate()
            throw ControlRoomProgram.Failure("the platform said \(line)")
        }
        address = String(line[begin.lowerBound..<end])
        // The receiver takes any free port and says which, for the webhook that is registered then.
        for (role, mpid, id) in [("SDS", "ABCD", Self.service), ("SUP", "EFGH", Self.supplier)] {
            _ = try await ControlRoomProgram.run(
                ["dip", "enrol", "--role", role, "--mpid", mpid, "--dip-id", id], data: data)
        }
        let receiver = try Self.start(["dip", "receive", "--as", "EFGH", "--port", "0"], "receiver", data)
        running = [served.process, receiver.process]
        let said = try await Self.line(of: receiver, holding: "receives at https://")
        guard let port = said.split(separator: ":").last?.prefix(while: \.isNumber), !port.isEmpty else {
            throw ControlRoomProgram.Failure("the receiver said \(said)")
        }
        _ = try await ControlRoomProgram.run(
            [
                "dip", "enrol", "--role", "SUP", "--mpid", "EFGH", "--dip-id", Self.supplier, "--webhook",
                "https://127.0.0.1:\(port)/dip",
            ], data: data)
        let appointments = data.appendingPathComponent("appointments.csv")
        try Data("mpan,role,dip_id,from,to\n2000056535971,SUP,\(Self.supplier),,\n".utf8).write(to: appointments)
        _ = try await ControlRoomProgram.run(["dip", "appointments", "load", appointments.path], data: data)
    }

    /// Sends a body as the data service; gives the transaction of what was accepted.
    func send(_ body: String, refused: Bool = false) async throws -> String {
        let outcome = try await Subprocess.run(
            ControlRoomProgram.executable, ["dip", "send", "IF-021", "-", "--as", "ABCD", "--to", address],
            input: Array(body.utf8), environment: ["CHANGEOVER_DATA": data.path], within: .seconds(120))
        #expect(outcome.status == (refused ? 2 : 0), "\(outcome.text) \(outcome.errors)")
        return outcome.text.split(whereSeparator: \.isWhitespace).first { $0.hasPrefix("T-IF-021-") }
            .map(String.init) ?? ""
    }

    func end() {
        for process in running where process.isRunning {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }

    // MARK: Programs

    private static func start(
        _ arguments: [String], _ name: String, _ data: URL
    ) throws -> (process: Process, log: URL) {
        let log = data.appendingPathComponent("\(name).log")
        try Data().write(to: log)
        let process = Process()
        process.executableURL = ControlRoomProgram.executable
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["CHANGEOVER_DATA": data.path]) { _, new in
            new
        }
        process.standardInput = FileHandle.nullDevice
        // What a reader is told goes to the one, what a script reads to the other.
        let said = try FileHandle(forWritingTo: log)
        try said.seekToEnd()
        process.standardOutput = said
        process.standardError = said
        try process.run()
        return (process, log)
    }

    /// The first whole line that a program prints with some words in it.
    private static func line(of program: (process: Process, log: URL), holding words: String) async throws -> String {
        var found = ""
        _ = try await Poll.until(within: .seconds(120), every: .milliseconds(20)) {
            let said = String(decoding: try Data(contentsOf: program.log), as: UTF8.self)
            let lines = said.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            found = lines.first { $0.contains(words) }.map(String.init) ?? ""
            return !found.isEmpty || !program.process.isRunning
        }
        guard !found.isEmpty else { throw ControlRoomProgram.Failure("\(program.log.lastPathComponent): nothing said") }
        return found
    }
}
