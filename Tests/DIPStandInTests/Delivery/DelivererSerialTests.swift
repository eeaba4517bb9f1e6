import DIP
import DIPStandIn
import Kernel
import Synchronization
import TestSupport
import Testing

/// Deliveries over real mutual TLS to a webhook in this process.
@Suite(.serialized) struct DelivererSerialTests {
    typealias Bench = DeliveryBench

    /// dip.md 11, case 13.
    @Test func threeTimes503Then201() async throws {
        let bench = try Bench()
        let receiver = try await WebhookReceiver.open(tls: try Bench.tls()) { number, _, _ in
            .init(status: number < 3 ? 503 : 201)
        }
        try bench.register(receiver.url())
        try await bench.run {
            try await bench.send(1)
            try await Bench.until("delivered") { await bench.journal.totals().delivered == 1 }
        }
        #expect(receiver.posts.map(\.status) == [503, 503, 503, 201])
        #expect(receiver.posts.allSatisfy { $0.transactions == ["T-1"] })
        #expect(Set(receiver.posts.map(\.body)).count == 1)
        #expect(bench.box.all.map(\.settlement.outcome) == [.retry, .retry, .retry, .delivered])
        await receiver.close()
    }

    /// dip.md 11, case 14.
    @Test func refusedWith400() async throws {
        let bench = try Bench()
        let receiver = try await WebhookReceiver.open(tls: try Bench.tls()) { _, path, transactions in
            guard path == "/dip" else { return .init() }
            let text =
                #"{"messageArray":[{"transactionID":"\#(transactions[0])","message":"RCP1001 - Schema","help":"h"}]}"#
            return .init(status: 400, body: Array(text.utf8))
        }
        try bench.register(receiver.url())
        try bench.register(receiver.url("/status"), channels: ["status"], of: Bench.sender)
        try await bench.run {
            try await bench.send(1)
            try await Bench.until("the sender is told") { receiver.posts.contains { $0.path == "/status" } }
        }
        #expect(receiver.posts.map(\.path) == ["/dip", "/status"])
        let told = String(decoding: receiver.posts[1].body, as: UTF8.self)
        #expect(told.contains(#""message":"RCP1001 - Schema","help":"h""#))
        #expect(told.contains(#""senderID":"2300000001","recipientID":"1400000001""#))
        #expect(await bench.journal.totals().undelivered == 1)
        await receiver.close()
    }

    @Test func inOrderAndSigned() async throws {
        let bench = try Bench { settings, _ in settings.delivery.postMessages = 7 }
        let receiver = try await WebhookReceiver.open(tls: try Bench.tls()) { number, _, _ in
            .init(status: number % 5 == 3 ? 503 : 201, milliseconds: 1)
        }
        try bench.register(receiver.url(host: "localhost"))
        try await bench.run {
            for _ in 0..<10 { try await bench.send(40, lanes: 3) }
            try await Bench.until("all delivered") { await bench.journal.totals().delivered == 400 }
        }
        for residue in 0..<40 {
            let numbers = receiver.taken.compactMap { Int($0.dropFirst(2)) }.filter { $0 % 40 == residue }
            #expect(numbers == numbers.sorted() && numbers.count == 10, "an MPAN's messages came as \(numbers)")
        }
        #expect(receiver.mostOpen <= 3)
        for post in receiver.posts {
            #expect(post.headers["x-dip-signature"] == Bench.digest(post.body))
            #expect(post.headers["x-signed-url"] == receiver.url(host: "localhost"))
            #expect(post.headers["content-type"] == "application/json")
            #expect(post.headers["x-dip-mpo"] == nil)
        }
        await receiver.close()
    }

    @Test func aSlowWebhookCostsNoMemory() async throws {
        let bench = try Bench { settings, _ in
            settings.memoryBytes = 600_000
            settings.delivery.laneBytes = 200_000
            settings.delivery.postBytes = 50_000
        }
        let gate = Mutex(false)
        let receiver = try await WebhookReceiver.open(tls: try Bench.tls()) { _, _, _ in
            .init(milliseconds: gate.withLock { $0 } ? 0 : 40)
        }
        try bench.register(receiver.url())
        try await bench.run {
            for _ in 0..<10 { try await bench.send(40, lanes: 16, size: 5_000) }
            var most = 0
            for _ in 0..<30 {
                most = max(most, try await bench.deliverer.deliveryHealth().memoryBytes)
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(most > 0 && most <= 600_000, "\(most) bytes")
            gate.withLock { $0 = true }
            try await Bench.until("all delivered") { await bench.journal.totals().delivered == 400 }
            let health = try await bench.deliverer.deliveryHealth()
            #expect(health.queues.isEmpty)
            #expect(health.channels.map(\.delivered) == [400])
            try await Bench.until("nothing in memory") { try await bench.deliverer.deliveryHealth().memoryBytes == 0 }
        }
        #expect(receiver.posts.map(\.transactions.count).reduce(0, +) == 400)
        await receiver.close()
    }

    @Test func nobodyListensAtFirst() async throws {
        let bench = try Bench { settings, _ in settings.delivery.retry = RetrySchedule(waits: [20], tries: 1_000) }
        let first = try await WebhookReceiver.open(tls: try Bench.tls())
        let port = first.port
        await first.close()
        try bench.register("https://127.0.0.1:\(port)/dip")
        try await bench.run {
            try await bench.send(5)
            try await Bench.until("refused") {
                try await bench.deliverer.deliveryHealth().channels.first?.lastFailure != nil
            }
            #expect(try await bench.deliverer.deliveryHealth().channels.first?.lastAnswer == "connection refused")
            let receiver = try await WebhookReceiver.open(tls: try Bench.tls(), port: port)
            try await Bench.until("delivered") { await bench.journal.totals().delivered == 5 }
            #expect(receiver.taken == ["T-1", "T-2", "T-3", "T-4", "T-5"])
            await receiver.close()
        }
    }

    /// Many lanes of a channel that fails: its circuit lets one probe through, and all go on when it closes.
    @Test func aCircuitSparesAFailingWebhook() async throws {
        let bench = try Bench { settings, _ in
            settings.delivery.retry = RetrySchedule(waits: [1], tries: 10_000)
            settings.delivery.circuit = CircuitSettings(failures: 3, firstRest: 300, longestRest: 300)
        }
        let isWell = Mutex(false)
        let receiver = try await WebhookReceiver.open(tls: try Bench.tls()) { _, _, _ in
            .init(status: isWell.withLock { $0 } ? 201 : 503)
        }
        try bench.register(receiver.url())
        try await bench.run {
            try await bench.send(80, lanes: 8)
            try await Bench.until("the circuit is open") {
                if case .open = try await bench.deliverer.deliveryHealth().channels.first?.circuit {
                    true
                } else {
                    false
                }
            }
            // Eight posts may be on their way when it opens; then come probes only, one in 300 ms.
            let (before, began) = (receiver.posts.count, ContinuousClock.now)
            try await Bench.until("ten more posts") { receiver.posts.count >= before + 10 }
            #expect(ContinuousClock.now - began > .milliseconds(250))
            isWell.withLock { $0 = true }
            try await Bench.until("delivered") { await bench.journal.totals().delivered == 80 }
            #expect(try await bench.deliverer.deliveryHealth().channels.first?.circuit == .closed)
        }
        await receiver.close()
    }

    @Test func anOutageOf72HoursOnAFastClock() async throws {
        let bench = try Bench()
        let receiver = try await WebhookReceiver.open(tls: try Bench.tls())
        try bench.register(receiver.url())
        #expect(bench.desk.add(Outage(kind: .whole, from: bench.desk.now(), hours: 72, release: .oldestFirst)))
        try await bench.run {
            try await Bench.until("held") { try await bench.deliverer.deliveryHealth().isHeld }
            try await bench.send(50, lanes: 4)
            #expect(bench.desk.refusesIntake())
            #expect(receiver.posts.isEmpty)
            bench.desk.pace(100_000)
            try await Bench.until("the outage is over") { !bench.desk.refusesIntake() }
            bench.desk.pace(1)
            try await Bench.until("delivered") { await bench.journal.totals().delivered == 50 }
        }
        #expect(Set(receiver.taken).count == 50 && receiver.taken.count == 50)
        await receiver.close()
    }

    @Test(arguments: [
        (FaultEffect.answer(status: 503), "answered 503"), (.brokenTLS, "TLS failed"),
        (.expiredCertificate, "TLS failed"),
    ]) func faultsOfPosts(_ effect: FaultEffect, _ words: String) async throws {
        let bench = try Bench()
        let receiver = try await WebhookReceiver.open(tls: try Bench.tls())
        try bench.register(receiver.url())
        #expect(bench.desk.set(FaultRule(name: "f", direction: .delivery, count: 2, effect: effect)) == nil)
        try await bench.run {
            try await bench.send(1)
            try await Bench.until("delivered") { await bench.journal.totals().delivered == 1 }
        }
        let details = bench.box.all.filter { $0.settlement.outcome == .retry }.map(\.settlement.detail)
        #expect(details.count == 2)
        #expect(
            details.allSatisfy {
                $0.hasPrefix(words) || $0.hasPrefix("connection lost") && effect != .answer(status: 503)
            }, "\(details)")
        #expect(receiver.posts.count == 1)
        let faults = await bench.journal.lines(after: 0, filter: JournalFilter(events: [.fault]), limit: 10)
        #expect(faults.count == 2 && faults.allSatisfy { $0.transactionID == "T-1" })
        await receiver.close()
    }

    @Test func aSignatureAndABodyAreSpoilt() async throws {
        let bench = try Bench()
        let receiver = try await WebhookReceiver.open(tls: try Bench.tls())
        try bench.register(receiver.url())
        _ = bench.desk.set(FaultRule(name: "s", direction: .delivery, count: 1, effect: .wrongSignature))
        try await bench.run {
            try await bench.send(1)
            try await Bench.until("delivered") { await bench.journal.totals().delivered == 1 }
            _ = bench.desk.set(
                FaultRule(name: "t", direction: .delivery, count: 1, effect: .truncatedBody(percent: 50)))
            try await bench.send(1)
            try await Bench.until("delivered") { await bench.journal.totals().delivered == 2 }
            _ = bench.desk.set(
                FaultRule(name: "b", direction: .delivery, count: 1, effect: .slowBody(bytesPerSecond: 5_000)))
            try await bench.send(1)
            try await Bench.until("delivered") { await bench.journal.totals().delivered == 3 }
        }
        let posts = receiver.posts
        #expect(posts.count == 3)
        #expect(posts[0].headers["x-dip-signature"] != Bench.digest(posts[0].body))
        #expect(posts[1].headers["x-dip-signature"] != Bench.digest(posts[1].body))
        #expect(posts[2].headers["x-dip-signature"] == Bench.digest(posts[2].body))
        await receiver.close()
    }

    @Test func noAnswerAndALongAnswer() async throws {
        let bench = try Bench { settings, client in
            client.answerMilliseconds = 1_000
            client.answerBytes = 1_000
            settings.delivery.retry = RetrySchedule(waits: [10], tries: 100)
        }
        let receiver = try await WebhookReceiver.open(tls: try Bench.tls()) { number, _, _ in
            switch number {
            case 0: .init(milliseconds: 60_000)
            case 1: .init(isEndless: true)
            default: .init(status: 201, body: Array(repeating: 0x20, count: 100_000))
            }
        }
        try bench.register(receiver.url())
        try await bench.run {
            try await bench.send(1)
            try await Bench.until("delivered") { await bench.journal.totals().delivered == 1 }
        }
        // A busy machine may miss the deadline more often; the two posts that cannot be answered in time come first.
        let details = bench.box.all.map(\.settlement.detail)
        #expect(details.count >= 3 && details.dropLast().allSatisfy { $0 == "no answer within 1000 ms" }, "\(details)")
        #expect(details.last == "answered 201; the answer's body is longer than 1000 bytes and was not read")
        await receiver.close()
    }

    @Test func forbiddenAddressesAndProviders() async throws {
        let bench = try Bench()
        let receiver = try await WebhookReceiver.open(tls: try Bench.tls())
        try bench.register("https://10.1.2.3/dip")
        guard let role = RoleCode("SUP") else { throw Bench.Missing(what: "SUP") }
        bench.register.enrol(
            Participant(
                dipID: try Bench.id(Bench.supplier), mpid: "ABCD", role: role, apiKeyDigest: "", certificateDigest: "",
                certificateExpires: bench.desk.now(), connectionProvider: try Bench.id("9900000001")))
        try await bench.run {
            try await bench.send(1)
            try await Bench.until("given up") { await bench.journal.totals().undelivered >= 1 }
            try bench.register(receiver.url())
            try await Bench.until("registered") {
                try await bench.deliverer.deliveryHealth().channels.first?.url == receiver.url()
            }
            try await bench.send(1)
            try await Bench.until("delivered") { await bench.journal.totals().delivered == 1 }
        }
        #expect(bench.box.all.first?.settlement.detail.hasPrefix("webhook address refused: 10.1.2.3") == true)
        #expect(receiver.posts.map { $0.headers["x-dip-mpo"] } == [Bench.supplier])
        await receiver.close()
    }

    /// What was on its way when it stopped goes out again, and nothing is lost.
    @Test func aRunThatIsCutOff() async throws {
        let bench = try Bench { settings, _ in settings.delivery.postMessages = 5 }
        let receiver = try await WebhookReceiver.open(tls: try Bench.tls()) { _, _, _ in .init(milliseconds: 5) }
        try bench.register(receiver.url())
        let running = Task { try await bench.deliverer.run() }
        try await bench.send(100, lanes: 4)
        try await Bench.until("some delivered") { receiver.taken.count >= 20 }
        running.cancel()
        _ = await running.result
        let left = await bench.journal.queues()
        let second = try Bench()
        let rest = Deliverer(
            journal: bench.journal, register: bench.register, renderer: OutboundRenderer(names: ["payload"]),
            client: try Bench.client(), sign: { _, _, _ in [] }, desk: second.desk)
        let again = Task { try await rest.run() }
        try await Bench.until("all delivered") { await bench.journal.totals().delivered == 100 }
        rest.stop()
        _ = await again.result
        #expect(!left.isEmpty)
        #expect(Set(receiver.taken).count == 100)
        await receiver.close()
    }
}
