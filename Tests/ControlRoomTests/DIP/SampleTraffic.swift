import ControlRoom
import DIP
import Kernel
import Synchronization

/// A journal of lines that a test wrote, with what the pages read of it.
final class SampleJournal: MessageJournal {
    private struct State {
        var lines: [JournalLine]
        var messages: [String: JournalledMessage]
        var queues: [QueueSummary]
        var totals: JournalTotals
    }

    private let state: Mutex<State>

    init(lines: [JournalLine], messages: [JournalledMessage] = [], queues: [QueueSummary] = []) {
        var numbered = lines
        for place in numbered.indices { numbered[place].sequence = Int64(place + 1) }
        func count(_ event: JournalLine.Event) -> Int { lines.filter { $0.event == event }.count }
        state = Mutex(
            State(
                lines: numbered,
                messages: Dictionary(messages.map { ($0.message.transactionID, $0) }) { first, _ in first },
                queues: queues,
                totals: JournalTotals(
                    messages: count(.accepted), refusedPosts: count(.refused), delivered: count(.delivered),
                    undelivered: count(.undelivered), waiting: queues.reduce(0) { $0 + $1.waiting },
                    lastSequence: Int64(lines.count))))
    }

    /// All lines, for tests of what was written down.
    var lines: [JournalLine] { state.withLock { $0.lines } }

    func append(notes: [JournalLine]) async throws(JournalError) {
        state.withLock { state in
            for var note in notes {
                note.sequence = Int64(state.lines.count + 1)
                state.lines.append(note)
                state.totals.lastSequence = note.sequence
                if note.event == .accepted { state.totals.messages += 1 }
            }
        }
    }

    func lines(
        after sequence: Int64, filter: JournalFilter, limit: Int
    ) async throws(JournalError) -> [JournalLine] {
        state.withLock { state in
            Array(state.lines.lazy.filter { $0.sequence > sequence && Self.passes($0, filter) }.prefix(limit))
        }
    }

    func lines(
        before sequence: Int64?, filter: JournalFilter, limit: Int
    ) async throws(JournalError) -> [JournalLine] {
        state.withLock { state in
            Array(
                state.lines.reversed().lazy.filter { $0.sequence < sequence ?? .max && Self.passes($0, filter) }
                    .prefix(limit))
        }
    }

    private static func passes(_ line: JournalLine, _ filter: JournalFilter) -> Bool {
        func holds(_ wanted: String?, _ value: String?) -> Bool { wanted == nil || wanted == value }
        return holds(filter.transactionID, line.transactionID) && holds(filter.mpan, line.mpan)
            && holds(filter.interface, line.interface) && holds(filter.code, line.code)
            && holds(filter.senderUniqueReference, line.senderUniqueReference)
            && (filter.party == nil || filter.party == line.sender || filter.party == line.recipient)
            && (filter.events?.contains(line.event) ?? true)
            && (filter.from.map { line.at >= $0 } ?? true) && (filter.until.map { line.at < $0 } ?? true)
    }

    func queues() async throws(JournalError) -> [QueueSummary] { state.withLock { $0.queues } }
    func message(transactionID: String) async throws(JournalError) -> JournalledMessage? {
        state.withLock { $0.messages[transactionID] }
    }
    func totals() async throws(JournalError) -> JournalTotals { state.withLock { $0.totals } }

    // What pages never ask.
    func append(posts: [AcceptedPost]) async throws(JournalError) -> [AppendOutcome] { [] }
    func append(statuses: [AddressedStatus]) async throws(JournalError) {}
    func waiting(
        in queue: QueueID, after parcel: Int64?, limit: Int, maximumBytes: Int
    ) async throws(JournalError) -> [Parcel] { [] }
    func settle(_ settlements: [Settlement]) async throws(JournalError) {}
    func requeue(_ selection: ReplaySelection, at: Instant) async throws(JournalError) -> Int { 0 }
    func replay(
        _ selection: ReplaySelection, after parcel: Int64?, limit: Int, maximumBytes: Int
    ) async throws(JournalError) -> [Parcel] { [] }
    func origin(ofTransaction transactionID: String) async throws(JournalError) -> MessageOrigin? { nil }
}

/// A register of what a test names.
struct SampleRegister: DIPRegister {
    var people: [Participant] = []
    var hooks: [Webhook] = []
    var appointed: [Appointment] = []

    func version() throws(JournalError) -> Int64 { 1 }
    func participants() throws(JournalError) -> [Participant] { people }
    func webhooks() throws(JournalError) -> [Webhook] { hooks }
    func appointments(of mpan: String) throws(JournalError) -> [Appointment] { appointed.filter { $0.mpan == mpan } }
    func appointmentCount() throws(JournalError) -> Int { appointed.count }
    func enrol(_ participant: Participant) throws(JournalError) {}
    func setWebhook(_ webhook: Webhook) throws(JournalError) {}
    func removeWebhook(of dipID: DIPID, channel: Channel) throws(JournalError) {}
    func load(appointments: [Appointment]) throws(JournalError) {}
    func appoint(mpan: String, role: RoleCode, dipID: DIPID?, from: Instant) throws(JournalError) {}
}

/// Switches in memory.
final class SampleSwitches: Sendable {
    private let values: Mutex<[String: String]>

    init(_ values: [String: String] = [:]) { self.values = Mutex(values) }

    var all: [String: String] { values.withLock { $0 } }
    func set(_ name: String, _ value: String?) { values.withLock { $0[name] = value } }
}

/// A morning's traffic between a data service, a supplier and a distributor.
struct SampleTraffic: Sendable {
    /// 2026-04-01T09:00Z.
    static let start = Instant(milliseconds: 1_775_034_000_000)
    static let now = start.later(milliseconds: 3_600_000)
    static let mpan = "2000056535971"
    static let transaction = "T-IF-021-1400000021-SDS-20260401-0123456789abcdef"
    static let (service, supplier, distributor) = ("1400000021", "2300000001", "2500000012")
    static let hostile =
        "<script>alert(1)</script>\"'><img src=x onerror=y> \"\u{301} onmouseover=z {{heading}} {{{content}}}"

    var lines: [JournalLine]
    var messages: [JournalledMessage]
    var register: SampleRegister
    var queues: [QueueSummary]
    var switches: [String: String] = [
        "health": #"{"at":1775037598000,"address":"https://127.0.0.1:8443","resting":[]}"#
    ]

    /// The traffic, with a text of a test's choice wherever a sender or a recipient decides what it says.
    init(text: String = "Reading rejected: period 12 is missing", many: Int = 0) {
        lines = Self.lines(text)
        for number in 0..<many {
            lines.append(
                JournalLine(
                    at: Self.start.later(milliseconds: 600_000 + Int64(number) * 250), event: .accepted,
                    transactionID: "T-IF-021-\(Self.service)-SDS-20260401-\(number)", interface: "IF-021",
                    eventCode: "[ActivePower]", sender: Self.service, mpan: Self.mpan))
        }
        messages = Self.message(text).map { [$0] } ?? []
        register = Self.register()
        queues =
            Self.id(Self.distributor).map {
                [QueueSummary(queue: QueueID(recipient: $0, lane: 0), waiting: 3, oldest: Self.start)]
            } ?? []
    }

    /// The desk over the traffic, and what tests look at behind it.
    func desk(
        _ change: (inout DIPDesk) -> Void = { _ in }
    ) -> (desk: DIPDesk, journal: SampleJournal, switches: SampleSwitches) {
        let journal = SampleJournal(lines: lines, messages: messages, queues: queues)
        let held = SampleSwitches(switches)
        var desk = DIPDesk(
            journal: journal, register: register, now: { Self.now }, switches: { held.all },
            setSwitch: { held.set($0, $1) })
        desk.outbound = { message, addressee in
            OutboundCopy(of: message, for: addressee, by: OutboundRenderer(names: [String]()), table: .builtIn)
        }
        desk.scenarios = {
            [ScenarioCard(name: "cos", title: "Change of supplier", summary: "Registration plays the gaining side.")]
        }
        desk.runs = { Self.runs.map(\.card) }
        desk.run = { name in Self.runs.first { $0.card.name == name } }
        desk.startRun = { _ in "run-2" }
        desk.prove = { _ in
            [
                ProvenCheck(name: "Webhook of IF-021 answers over mutual TLS", result: .passed, detail: "201 in 12 ms"),
                ProvenCheck(
                    name: "Tampered message refused", result: .failed, detail: "answered 201; RCP9999 was expected"),
            ]
        }
        change(&desk)
        return (desk, journal, held)
    }

    static func id(_ text: String) -> DIPID? { DIPID(text) }

    // MARK: Parts

    private static func line(
        _ milliseconds: Int64, _ event: JournalLine.Event, to recipient: String? = nil, code: String? = nil,
        status: Int? = nil, detail: String? = nil
    ) -> JournalLine {
        JournalLine(
            at: start.later(milliseconds: milliseconds), event: event, transactionID: transaction,
            senderUniqueReference: "S-IF-021-\(service)-1", interface: "IF-021", eventCode: "[ActivePower]",
            sender: service, recipient: recipient, mpan: mpan, code: code, httpStatus: status, detail: detail)
    }

    private static func lines(_ text: String) -> [JournalLine] {
        [
            JournalLine(at: start, event: .enrolled, recipient: service, detail: "SDS ABCD"),
            line(1_000, .accepted, code: "MSG0000", status: 201),
            line(1_045, .delivered, to: supplier, code: "RCP0000", status: 201, detail: "201 in 31 ms"),
            line(1_050, .attempted, to: distributor, status: 503, detail: text),
            line(3_050, .attempted, to: distributor, detail: "connection refused"),
            line(9_000, .status, to: service, code: "RCP1001", detail: text),
            JournalLine(
                at: start.later(milliseconds: 20_000), event: .refused, senderUniqueReference: text,
                interface: "IF-021", sender: service, code: "MSG1001", httpStatus: 400, detail: text),
            JournalLine(at: start.later(milliseconds: 30_000), event: .fault, detail: "fault “late” on"),
        ]
    }

    private static func message(_ text: String) -> JournalledMessage? {
        guard let supplier = DIPID(supplier), let distributor = DIPID(distributor), let role = RoleCode("SUP"),
            let network = RoleCode("LDSO")
        else { return nil }
        var writer = JSONWriter()
        writer.string(text)
        let quoted = String(decoding: writer.bytes, as: UTF8.self)
        let body = """
            {"payload":{"CommonBlock":{"S0":{"interfaceID":"IF-021","schemaVersion":"001","eventCode":"[ActivePower]"},\
            "S1":{"environmentTag":"SIT","senderUniqueReference":"S-IF-021-\(service)-1"},\
            "M0":{"mpanCore":"\(mpan)"}},"CustomBlock":{"B022":{"UTCSettlementDate":"2026-03-31",\
            "periods":[{"period":1,"value":0.125},{"period":2,"value":0.250}]},"note":\(quoted)}}}
            """
        let head = MessageHead(
            interface: "IF-021", schemaVersion: "001", eventCode: "[ActivePower]", environmentTag: "SIT",
            senderUniqueReference: "S-IF-021-\(service)-1", senderTimestamp: "2026-04-01T08:59:59+00:00",
            sender: service, senderRole: "SDS", senderCorrelation: text, mpan: mpan, distributor: distributor.text)
        return JournalledMessage(
            sequence: 2,
            message: AcceptedMessage(
                head: head, transactionID: transaction, acceptedAt: start.later(milliseconds: 1_000),
                initialCorrelationID: nil,
                addressees: [
                    Addressee(recipient: supplier, role: role, kind: .secondary, lane: 2),
                    Addressee(recipient: distributor, role: network, kind: .always, lane: 0),
                ]), bytes: Array(body.utf8))
    }

    private static func register() -> SampleRegister {
        var register = SampleRegister()
        for (id, mpid, role, days) in [
            (service, "ABCD", "SDS", 365), (supplier, "EFGH", "SUP", 12), (distributor, "IJKL", "LDSO", -2),
        ] as [(String, String, String, Int64)] {
            guard let dipID = DIPID(id), let code = RoleCode(role) else { continue }
            register.people.append(
                Participant(
                    dipID: dipID, mpid: mpid, role: code, apiKeyDigest: String(repeating: "ab", count: 32),
                    certificateDigest: String(repeating: "0c", count: 32),
                    certificateExpires: now.later(milliseconds: days * 86_400_000)))
            guard let interface = InterfaceID("IF-021") else { continue }
            register.hooks.append(
                Webhook(
                    dipID: dipID, channel: .interface(interface), url: "https://127.0.0.1:9443/dip/\(mpid)",
                    maxMessageCount: role == "SUP" ? 50 : nil))
            if role == "SDS" {
                register.hooks.append(Webhook(dipID: dipID, channel: .status, url: "https://127.0.0.1:9443/status"))
            }
            register.appointed.append(
                Appointment(mpan: mpan, role: code, dipID: dipID, from: start, until: role == "SUP" ? now : nil))
        }
        return register
    }

    static let runs: [RunReport] = {
        let card = RunCard(
            name: "run-1", scenario: "Change of supplier", startedAt: start, endedAt: start.later(milliseconds: 65_432),
            outcome: .failed, steps: 2, failedSteps: 1)
        return [
            RunReport(
                card: card,
                steps: [
                    .init(
                        name: "Send IF-021", at: start, outcome: .passed, detail: "answered 201",
                        transactionIDs: [transaction, transaction + "-2"]),
                    .init(
                        name: "Expect IF-014 within 60 s", at: start.later(milliseconds: 60_000), outcome: .failed,
                        detail: "none came; " + hostile),
                ], json: Array(#"{"scenario":"cos"}"#.utf8))
        ]
    }()
}
