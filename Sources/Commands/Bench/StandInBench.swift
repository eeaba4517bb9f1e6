import DIP
import DIPStandIn
import Dispatch
import Foundation
import Kernel
import Market
import Store
import Synchronization
import Trust

/// Measures the stand-in in a process of its own, with the load generator and two webhooks on the same cores.
struct StandInBench {
    /// Messages of the backlog that an outage leaves.
    let backlog: Int
    let folder: URL

    private static let singles = 24_000
    private static let batches = 1_600
    private static let batch = 50
    /// Connections that stand idle, and messages that a sender posts one by one beside them.
    private static let idle = 10_000
    private static let beside = 1_500
    /// Senders at a time: posts of one message share a write of the disk, so more of them go through side by side.
    private static func connections(_ each: Int) -> Int { each == 1 ? 64 : 16 }
    /// MPANs that the messages are spread over, so that order within each can be told.
    private static let points = 5_000

    /// What the measurement is made with.
    private struct Stage {
        var server: Process
        var port: Int
        var place: DIPFolder
        var register: SQLiteRegister
        var supplier: DIPID
        var sender: PartyFolder.Credentials
        var authority: String
        var signer: PartySigner
        var receivers: [LoadReceiver]
        var batch: ConsumptionBatch
        var mpans: [MPANCore]
    }

    func measure(_ figures: inout Figures) async throws {
        let total = Self.singles + Self.batches * Self.batch + backlog + Self.beside
        let stage = try await open(serials: total + 1)
        defer {
            stage.server.terminate()
            stage.server.waitUntilExit()
        }
        try await measureYardsticks(stage, &figures)
        var next = 0
        try await measurePosts(
            stage, count: Self.singles, each: 1, name: "one by one", aim: 3_000, from: &next, &figures)
        try await measurePosts(
            stage, count: Self.batches, each: Self.batch, name: "in batches of 50", aim: 10_000, from: &next, &figures)
        try await measureBacklog(stage, from: &next, &figures)
        let arrivals = stage.receivers.map(\.current)
        let wrong = arrivals.reduce(0) { sum, arrival in
            sum + arrival.counts.prefix(next).count { $0 != 1 } + arrival.disordered
        }
        figures.add("messages lost, repeated or out of order", Double(wrong), "", aim: "0")
        figures.add(
            "stand-in's memory, peak",
            try ProcessMemory.peak.megabytes(of: stage.server.processIdentifier), "MB", aim: "under 300")
        try await measureIdle(stage, from: &next, &figures)
        try await measurePages(stage, &figures)
        for receiver in stage.receivers { try await receiver.close() }
    }

    // MARK: - The stage

    private func open(serials: Int) async throws -> Stage {
        let data = folder.appendingPathComponent("stand-in", isDirectory: true)
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        let place = DIPFolder(data: data)
        let register = try place.register()
        let enrolment = Enrolment(folder: place.parties, authority: try place.authority(), register: register)
        var generator = SystemRandomNumberGenerator()
        var parties: [PartyFolder.Credentials] = []
        for (role, mpid) in [("SDS", "SNDR"), ("SUP", "SUPP"), ("MDS", "MRKT")] {
            guard let role = RoleCode(role) else { continue }
            let outcome = try enrolment.enrol(
                Enrolment.Request(role: role, mpid: mpid), at: DIPFolder.now(), using: &generator)
            parties.append(try place.parties.credentials(of: place.parties.party(named: outcome.dipId.text)))
        }
        let authority = place.rootCertificate.path
        var receivers: [LoadReceiver] = []
        for party in parties.dropFirst() {
            let receiver = try await LoadReceiver(
                certificate: party.files.certificate.path, key: party.files.key.path, authority: authority,
                serials: serials)
            receivers.append(receiver)
            for channel in [Channel("IF-021"), .status].compactMap(\.self) {
                try register.setWebhook(
                    Webhook(
                        dipID: party.party.dipId, channel: channel, url: "https://127.0.0.1:\(receiver.port)/dip"))
            }
        }
        let (server, port) = try Self.start(data)
        let sender = parties[0]
        let own = MarketParty(
            name: "sender", role: sender.party.role, mpid: sender.party.mpid, dipID: sender.party.dipId)
        guard let interface = InterfaceID("IF-021") else { preconditionFailure("IF-021 is an interface") }
        let batch = try ConsumptionBatch(
            SampleMaker(.bundled),
            SampleRequest(
                interface: interface, event: "[ActivePower]", sender: own, recipients: [parties[1].party.dipId],
                at: DIPFolder.now(), seed: UInt64(truncatingIfNeeded: DIPFolder.now().milliseconds), serial: 1))
        return Stage(
            server: server, port: port, place: place, register: register, supplier: parties[1].party.dipId,
            sender: sender, authority: authority,
            signer: try PartySigner(key: sender.key, certificate: sender.certificate), receivers: receivers,
            batch: batch,
            mpans: (0..<Self.points).map { MPANCore(body: 990_000_000_000 + UInt64($0)) })
    }

    private func client(_ stage: Stage, each: Int, port: Int? = nil) throws -> LoadClient {
        let files = stage.sender.files
        return try LoadClient(
            host: "127.0.0.1", port: port ?? stage.port, connections: Self.connections(each),
            certificate: files.certificate.path, key: files.key.path, authority: stage.authority)
    }

    private static func start(_ data: URL) throws -> (Process, Int) {
        let server = Process()
        server.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        server.arguments = ["dip", "serve", "--data", data.path, "--port", "0", "--json"]
        let output = Pipe()
        server.standardOutput = output
        server.standardError = FileHandle.nullDevice
        try server.run()
        let line = output.fileHandleForReading.availableData
        guard let object = try? JSONSerialization.jsonObject(with: line) as? [String: String],
            let port = object["address"].flatMap({ URL(string: $0)?.port })
        else {
            throw Failure(
                "the stand-in did not start", because: "it printed no address", advice: "run changeover dip serve")
        }
        return (server, port)
    }

    // MARK: - Measures

    /// What a post costs without the stand-in's work, and what a signature costs.
    private func measureYardsticks(_ stage: Stage, _ figures: inout Figures) async throws {
        let requests = try sign(stage, posts: 2_000, each: 1, from: 0, path: "/echo")
        let ports = AsyncStream<Int>.makeStream()
        let files = stage.sender.files
        let echo = try LoadEcho(
            certificate: files.certificate.path, key: files.key.path, authority: stage.authority
        ) { ports.continuation.yield($0) }
        let task = Task { try await echo.serve() }
        var port = 0
        for await ready in ports.stream {
            port = ready
            break
        }
        let outcome = try await client(stage, each: 1, port: port).send(requests)
        task.cancel()
        _ = try? await task.value
        figures.add("plain TLS echo, posts of one message", 2_000 / outcome.seconds, "posts/s", aim: nil)
        let verifier = MessageVerifier()
        let signer = try MessageSigner(key: stage.sender.key)
        let text = Array("POST;https://127.0.0.1:8443/dip-channel/if-021;2026-04-01T09:00:00.000Z;x".utf8)
        let signature = try signer.signature(of: text)
        let rounds = 4_000
        var start = ContinuousClock.now
        for _ in 0..<rounds {
            guard verifier.verifies(signature, of: text, with: stage.sender.certificate) else {
                preconditionFailure("a true signature verifies")
            }
        }
        figures.add("RSA-2048 verified, one core", Double(rounds) / start.secondsSince, "/s", aim: nil)
        start = ContinuousClock.now
        for _ in 0..<500 { _ = try signer.signature(of: text) }
        figures.add("RSA-2048 signed, one core", 500 / start.secondsSince, "/s", aim: nil)
    }

    private func measurePosts(
        _ stage: Stage, count: Int, each: Int, name: String, aim: Int, from next: inout Int,
        _ figures: inout Figures
    ) async throws {
        // Half of the posts as fast as they go, half at the rate that is aimed at, for what a sender then waits.
        for perSecond in [nil, Double(aim / each)] {
            try await measurePosts(
                stage, count: count / 2, each: each, name: name, aim: aim, perSecond: perSecond, from: &next, &figures)
        }
    }

    private func measurePosts(
        _ stage: Stage, count: Int, each: Int, name: String, aim: Int, perSecond: Double?, from next: inout Int,
        _ figures: inout Figures
    ) async throws {
        let requests = try sign(stage, posts: count, each: each, from: next)
        let before = stage.receivers.map(\.messages)
        let start = ContinuousClock.now
        let outcome = try await client(stage, each: each).send(requests, perSecond: perSecond)
        let messages = count * each
        try Self.expectAccepted(outcome, messages)
        next += messages
        try await arrive(stage, before.map { $0 + messages })
        let all = start.secondsSince
        let times = outcome.latencies.sorted()
        if perSecond == nil {
            figures.add("messages \(name), answered 201", Double(messages) / outcome.seconds, "/s", aim: "over \(aim)")
            figures.add("messages \(name), delivered to two webhooks", Double(messages) / all, "/s", aim: nil)
            return
        }
        figures.add("at \(aim) a second \(name): answered 201", Double(messages) / outcome.seconds, "/s", aim: nil)
        figures.add("at \(aim) a second \(name): delivered to two webhooks", Double(messages) / all, "/s", aim: nil)
        figures.add("at \(aim) a second \(name): post, median", times.percentile(0.5), "ms", aim: nil)
        figures.add(
            "at \(aim) a second \(name): post, 99th percentile", times.percentile(0.99), "ms", aim: "under 50")
    }

    /// Holds deliveries, lets a backlog gather, and lets it go.
    private func measureBacklog(_ stage: Stage, from next: inout Int, _ figures: inout Figures) async throws {
        guard backlog > 0 else { return }
        let outage = Outage(kind: .holdsDeliveries, from: Instant(milliseconds: 0), until: nil)
        let encoder = JSONEncoder()
        try stage.register.setSwitch(
            StandInSwitch.outages, to: String(decoding: try encoder.encode([outage]), as: UTF8.self))
        try await Task.sleep(for: .seconds(1))
        let before = stage.receivers.map(\.messages)
        var sent = 0
        var seconds = 0.0
        while sent < backlog {
            let posts = min(200, (backlog - sent + Self.batch - 1) / Self.batch)
            let outcome = try await client(stage, each: Self.batch).send(
                try sign(stage, posts: posts, each: Self.batch, from: next))
            try Self.expectAccepted(outcome, posts * Self.batch)
            sent += posts * Self.batch
            next += posts * Self.batch
            seconds += outcome.seconds
        }
        figures.add("backlog taken in (\(sent))", Double(sent) / seconds, "/s", aim: nil)
        try stage.register.setSwitch(StandInSwitch.outages, to: nil)
        let start = ContinuousClock.now
        try await arrive(stage, before.map { $0 + sent })
        figures.add("backlog drained to two webhooks", Double(sent) / start.secondsSince, "/s", aim: nil)
    }

    /// Lets ten thousand clients shake hands and say nothing, and a sender post beside them.
    private func measureIdle(_ stage: Stage, from next: inout Int, _ figures: inout Figures) async throws {
        guard DescriptorLimit.raise() > Self.idle + 1_000 else { return }
        let requests = try sign(stage, posts: Self.beside, each: 1, from: next)
        let sender = try client(stage, each: 1)
        let process = stage.server.processIdentifier
        let (outcome, memory) = try await sender.holding(Self.idle) {
            let outcome = try await sender.send(requests, perSecond: 300)
            return (outcome, try ProcessMemory.resident.megabytes(of: process))
        }
        try Self.expectAccepted(outcome, Self.beside)
        next += Self.beside
        figures.add(
            "beside \(Self.idle) idle connections: post, 99th percentile",
            outcome.latencies.sorted().percentile(0.99), "ms", aim: nil)
        figures.add(
            "stand-in's memory with \(Self.idle) idle connections", memory, "MB", aim: "under 300")
    }

    /// Reads the control room's pages over all that was sent: the newest lines, an old place, and searches that find much,
    /// little and nothing.
    private func measurePages(_ stage: Stage, _ figures: inout Figures) async throws {
        let journal = try stage.place.journal()
        let totals = try await journal.totals()
        let lines = try await journal.lines(
            before: totals.lastSequence / 2, filter: JournalFilter(events: [.accepted]), limit: 1)
        guard let line = lines.first, let transaction = line.transactionID, let mpan = line.mpan else {
            throw Failure(
                "there is no message in the journal", because: "nothing was taken in", advice: "report the words above")
        }
        let party = stage.supplier.text
        let pages: [(name: String, paths: [String])] = [
            ("newest", ["/dip", "/dip/journal", "/dip/channels", "/dip/participants"]),
            ("an old place", ["/dip/journal?before=\(line.sequence)", "/dip/journal?after=\(line.sequence)"]),
            ("one transaction", ["/dip/transactions/\(transaction)", "/dip/journal?transaction=\(transaction)"]),
            ("one MPAN", ["/dip/journal?mpan=\(mpan)", "/dip/journal?mpan=\(mpan)&before=\(line.sequence)"]),
            (
                "party, interface, kind",
                [
                    "/dip/journal?party=\(party)&interface=IF-021", "/dip/journal?event=delivered&party=\(party)",
                    "/dip/journal?interface=IF-021&before=\(line.sequence)",
                ]
            ), ("nothing to find", ["/dip/journal?code=MSG5200", "/dip/journal?interface=IF-036&event=refused"]),
        ]
        figures.add("journal behind the pages", Double(totals.messages), "messages", aim: nil)
        try ServedRoom.serving(folder.appendingPathComponent("stand-in")) { room in
            figures.add(
                "journal pages first read, slowest", try room.times(of: pages.flatMap(\.paths)).last ?? 0, "ms",
                aim: nil)
            for (name, paths) in pages {
                let times = try room.times(of: paths, rounds: 20)
                figures.add("journal page, \(name): slowest of \(times.count)", times.last ?? 0, "ms", aim: nil)
            }
            figures.add(
                "control room's memory, peak", try ProcessMemory.peak.megabytes(of: room.process.processIdentifier),
                "MB", aim: "under 300")
        }
    }

    /// Waits until the webhooks have so many messages; gives up when nothing comes for a minute.
    private func arrive(_ stage: Stage, _ goals: [Int]) async throws {
        var last = -1
        var quiet = ContinuousClock.now
        while true {
            let counts = stage.receivers.map(\.messages)
            if zip(counts, goals).allSatisfy({ $0 >= $1 }) { return }
            let sum = counts.reduce(0, +)
            if sum != last {
                last = sum
                quiet = .now
            }
            guard ContinuousClock.now - quiet < .seconds(60) else {
                throw Failure(
                    "not every message was delivered", because: "\(counts) of \(goals) came, and no more for a minute",
                    advice: "look at changeover dip journal --event undelivered")
            }
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    // MARK: - Requests

    /// Requests signed beforehand, on all cores.
    private func sign(
        _ stage: Stage, posts: Int, each: Int, from first: Int, path: String = "/dip-channel/IF-021"
    ) throws -> [LoadRequest] {
        let made = Mutex<[LoadRequest?]>(Array(repeating: nil, count: posts))
        let failure = Mutex<String?>(nil)
        let (batch, signer, mpans, port) = (stage.batch, stage.signer, stage.mpans, stage.port)
        let key = stage.sender.apiKey
        DispatchQueue.concurrentPerform(iterations: posts) { index in
            let serial = first + index * each
            let points = (0..<each).map { mpans[(serial + $0) % mpans.count] }
            let body = batch.body(mpans: points, firstSerial: UInt64(serial))
            let url = "https://127.0.0.1:\(port)\(path)"
            do {
                let headers = try signer.headers(url: url, date: DIPFolder.now(), body: body)
                var fields = [
                    ("Host", "127.0.0.1:\(port)"), ("Content-Type", "application/json"),
                    ("Content-Length", String(body.count)), ("X-API-Key", key),
                ]
                for field in headers.fields { fields.append((field.name, field.value)) }
                let request = LoadRequest(path: path, fields: fields, body: body, messages: each)
                made.withLock { $0[index] = request }
            } catch {
                failure.withLock { $0 = String(describing: error) }
            }
        }
        if let why = failure.withLock({ $0 }) {
            throw Failure("the load could not be signed", because: why, advice: "report the words above")
        }
        return made.withLock { $0.compactMap(\.self) }
    }

    private static func expectAccepted(_ outcome: LoadOutcome, _ messages: Int) throws {
        guard outcome.accepted == messages else {
            throw Failure(
                "not every message was accepted",
                because: "\(outcome.accepted) of \(messages) were; answers "
                    + outcome.statuses.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }.joined(
                        separator: ", "),
                advice: "look at changeover dip journal --event refused")
        }
    }
}
