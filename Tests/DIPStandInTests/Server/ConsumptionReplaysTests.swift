import DIP
import Kernel
import Logging
import Synchronization
import Testing

@testable import DIPStandIn

/// The platform's own replay service over a journal in memory.
@Suite struct ConsumptionReplaysTests {
    static func role(_ text: String) -> RoleCode {
        guard let role = RoleCode(text) else { preconditionFailure("\(text) is a role") }
        return role
    }

    static func party(_ text: String) -> DIPID {
        guard let id = DIPID(text) else { preconditionFailure("\(text) is a DIP ID") }
        return id
    }

    static let ads = MarketParty(name: "ads", role: role("ADS"), mpid: "OURA", dipID: party("1100000002"))
    static let mpan = "2000056535971"
    static let start = Instant(milliseconds: 1_775_116_800_000)

    /// A platform with an advanced data service, and whatever the service woke.
    final class Room: Sendable {
        let journal = MemoryJournal()
        let register = MemoryRegister()
        let checker = MessageChecker(specification: .bundled)
        let numbers = RunningNumbers(seed: 7, startedAt: ConsumptionReplaysTests.start)
        let woken = Mutex<[QueueID]>([])
        let settings: PlatformSettings

        init(settings: PlatformSettings = PlatformSettings()) throws {
            self.settings = settings
            try enrol(ConsumptionReplaysTests.ads)
        }

        func enrol(_ party: MarketParty) throws {
            register.enrol(
                Participant(
                    dipID: party.dipID, mpid: party.mpid, role: party.role, apiKeyDigest: "k\(party.dipID)",
                    certificateDigest: "c\(party.dipID)",
                    certificateExpires: ConsumptionReplaysTests.start.later(milliseconds: 86_400_000)))
        }

        func service() throws -> ConsumptionReplays {
            ConsumptionReplays(
                journal: journal, register: register, directory: try Directory(register: register), checker: checker,
                router: Router(), settings: settings, numbers: numbers, logger: Logger(label: "test")
            ) { queues in self.woken.withLock { $0 += queues } }
        }

        /// Takes a message of the data service in.
        @discardableResult func take(
            _ interface: Int, serial: UInt64, from sender: MarketParty = ConsumptionReplaysTests.ads,
            mpan: String = ConsumptionReplaysTests.mpan
        ) async throws -> String {
            let at = ConsumptionReplaysTests.start.later(milliseconds: Int64(serial) * 1_000)
            let number = try #require(InterfaceID("IF-0\(interface)"))
            let point = MeteringPoint(
                mpan: mpan, distributor: ConsumptionReplaysTests.party("2500000001"), gspGroup: "_K",
                created: ConsumptionReplaysTests.start)
            let body = try SampleMaker(.bundled).body(
                SampleRequest(interface: number, sender: sender, point: point, at: at, serial: serial))
            let verdict = checker.check(body, interface: number)
            let head = try #require(verdict.heads.first, "\(verdict.findings)")
            let message = AcceptedMessage(
                head: head, transactionID: numbers.transaction(interface: number, head: head, at: at), acceptedAt: at,
                initialCorrelationID: numbers.correlation(at: at), addressees: [])
            let outcome = try await journal.append(
                posts: [AcceptedPost(body: body, interface: number, sender: sender.dipID, messages: [message])])
            guard case .appended? = outcome.first else {
                Issue.record("not taken in: \(outcome)")
                return ""
            }
            return message.transactionID
        }

        /// The answers so far, as their recipient gets them.
        func answers() async throws -> [ReceivedMessage] {
            let lines = await journal.lines(
                after: 0, filter: JournalFilter(interface: "IF-016", events: [.accepted]), limit: 1_000)
            var found: [ReceivedMessage] = []
            for line in lines {
                let message = try #require(await journal.message(transactionID: line.transactionID ?? ""))
                #expect(checker.check(Array("[".utf8) + message.bytes + Array("]".utf8), interface: nil).isAccepted)
                #expect(
                    message.message.addressees.map(\.recipient) == [DIPID(message.message.head.primaryRecipients[0])])
                found.append(
                    try #require(
                        ReceivedMessage(try JSONValue(message.bytes), recipient: ConsumptionReplaysTests.ads.dipID)))
            }
            return found
        }
    }

    @Test func givesWhatCameBefore() async throws {
        let room = try Room()
        let service = try room.service()
        try await service.begin()
        try await room.take(21, serial: 1)
        try await room.take(21, serial: 2)
        try await room.take(21, serial: 3, mpan: "1900012374324")
        try await room.take(15, serial: 4)
        try await room.take(21, serial: 5)
        try await service.answerAll()
        let answers = try await room.answers()
        #expect(answers.map(\.event) == ["ActivePower", "ActivePower"])
        let originals = answers.map { $0.payload.text(at: "/CommonBlock/S2/senderUniqueReference")?.suffix(2) }
        #expect(originals == ["01", "02"], "in the order in which they came, and none that came after the request")
        #expect(answers.allSatisfy { $0.sender.text == "0000000000" && $0.mpan == Self.mpan })
        #expect(room.woken.withLock { $0.map(\.recipient) } == [Self.ads.dipID])
        // Looked again, also by a service that begins anew: nothing is answered twice.
        try await service.answerAll()
        try await room.service().answerAll()
        #expect(try await room.answers().count == 2)
    }

    /// A crash between the answer and the writing down of its place.
    @Test func answersOnceWhereItsPlaceWasLost() async throws {
        let room = try Room()
        let service = try room.service()
        try await service.begin()
        try await room.take(21, serial: 1)
        try await room.take(15, serial: 2)
        let place = room.register.switches()[ConsumptionReplays.place]
        try await service.answerAll()
        try room.register.setSwitch(ConsumptionReplays.place, to: place)
        try await room.service().answerAll()
        #expect(try await room.answers().count == 1)
    }

    @Test func requestsBeforeItsTimeStay() async throws {
        let room = try Room()
        try await room.take(21, serial: 1)
        try await room.take(15, serial: 2)
        let service = try room.service()
        try await service.begin()
        try await service.answerAll()
        #expect(try await room.answers().isEmpty)
        try await room.take(15, serial: 3)
        try await service.answerAll()
        #expect(try await room.answers().count == 1)
    }

    @Test func rejects() async throws {
        let room = try Room()
        let service = try room.service()
        try await service.begin()
        try await room.take(15, serial: 1)
        try await service.answerAll()
        var answers = try await room.answers()
        #expect(answers.map(\.event) == ["ConsumptionRequestRejected"])
        #expect(
            answers.last?.payload.value(at: "/CommonBlock/R1/responseMessages") == .array([.string("RCP1061")]))
        // Somebody else is the point's data service.
        let other = Self.party("1100000009")
        try await room.take(21, serial: 2)
        try room.register.appoint(mpan: Self.mpan, role: Self.ads.role, dipID: other, from: Self.start)
        try await room.take(15, serial: 3)
        try await service.answerAll()
        answers = try await room.answers()
        #expect(
            answers.last?.payload.value(at: "/CommonBlock/R1/responseMessages") == .array([.string("REG1080")]))
    }

    @Test func keepsStillWhereAnotherPlaysIt() async throws {
        let room = try Room()
        try room.enrol(
            MarketParty(name: "dip", role: Self.role("DIP"), mpid: "PLAY", dipID: Self.party("9000000001")))
        let service = try room.service()
        try await service.begin()
        try await room.take(21, serial: 1)
        try await room.take(15, serial: 2)
        try await service.answerAll()
        #expect(try await room.answers().isEmpty)
        var off = PlatformSettings()
        try off.set(.consumptionReplay, to: .boolean(false))
        let silent = try Room(settings: off)
        try await silent.take(21, serial: 1)
        try silent.register.setSwitch(ConsumptionReplays.place, to: "0")
        try await silent.take(15, serial: 2)
        try await silent.service().answerAll()
        #expect(try await silent.answers().isEmpty)
    }

    /// A scenario over the served platform waits for what the service still has to post.
    @Test func itIsIdleWhenEveryRequestIsAnswered() async throws {
        let room = try Room()
        let service = try room.service()
        func arrive(_ interface: Int, serial: UInt64) async throws {
            let transaction = try await room.take(interface, serial: serial)
            let found = await room.journal.message(transactionID: transaction)
            service.arrived([try #require(found).message])
        }
        try await service.begin()
        try await arrive(21, serial: 1)
        #expect(service.isIdle, "nothing was asked")
        try await arrive(15, serial: 2)
        #expect(!service.isIdle)
        try await service.answerAll()
        #expect(service.isIdle)
        #expect(!room.woken.withLock { $0.isEmpty }, "what it posted is told before it is idle")
    }
}
