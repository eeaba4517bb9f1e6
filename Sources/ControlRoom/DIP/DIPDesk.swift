public import DIP
public import Kernel

/// What the pages of the stand-in read, and the few things that they do, as ports over the folder that it works on.
///
/// The room and the stand-in are two programs over one folder: the room reads the journal and the register, and what it
/// sets goes through switches, which the stand-in reads.
public struct DIPDesk: Sendable {
    public var journal: any MessageJournal
    public var register: any DIPRegister
    /// Reads the real clock.
    public var now: @Sendable () -> Instant
    /// The settings as the configuration file has them at the moment.
    public var settings: @Sendable () throws -> PlatformSettings
    /// The routing table in force: ours, with the user's rows over it.
    public var routing: @Sendable () throws -> RoutingTable
    /// Makes what a recipient gets of a message; nil where no such thing is at hand.
    public var outbound: (@Sendable (_ message: JournalledMessage, _ addressee: Addressee) throws -> OutboundCopy)?
    /// The scenario documents at hand, by name.
    public var scenarios: @Sendable () throws -> [ScenarioCard]
    /// The runs kept, newest first.
    public var runs: @Sendable () throws -> [RunCard]
    /// One run's report; nil where no run has the name.
    public var run: @Sendable (_ name: String) throws -> RunReport?
    /// Begins a run of a scenario and gives the run's name; nil where runs cannot be begun from here.
    public var startRun: (@Sendable (_ scenario: String) async throws -> String)?
    /// Proves a participant's connections over the wire, each check within its own deadline; nil where it cannot be done.
    public var prove: (@Sendable (_ participant: DIPID) async -> [ProvenCheck])?

    public init(
        journal: any MessageJournal, register: any DIPRegister, now: @escaping @Sendable () -> Instant,
        settings: @escaping @Sendable () throws -> PlatformSettings = { PlatformSettings() },
        routing: @escaping @Sendable () throws -> RoutingTable = { .builtIn }
    ) {
        self.journal = journal
        self.register = register
        self.now = now
        self.settings = settings
        self.routing = routing
        self.scenarios = { [] }
        self.runs = { [] }
        self.run = { _ in nil }
    }

    /// The instant that the stand-in's clock shows: its journal's times are of that clock, which may run ahead of ours.
    func shown() throws -> Instant {
        let now = now()
        return DIPSwitch.clock(in: try register.switches(), now: now).shown(at: now)
    }
}

/// A message as one recipient gets it.
public struct OutboundCopy: Sendable, Hashable {
    /// One JSON object.
    public var bytes: [UInt8]
    /// JSON pointers, from the element, of the values that the recipient's role may not see.
    public var masked: [String]

    public init(bytes: [UInt8], masked: [String] = []) {
        self.bytes = bytes
        self.masked = masked
    }

    /// The copy that a renderer makes for an addressee, with the places that a table masks for its role.
    public init(
        of message: JournalledMessage, for addressee: Addressee, by renderer: OutboundRenderer, table: RoutingTable
    ) {
        let head = message.message.head
        let interface = InterfaceID(head.interface)
        let parcel = Parcel(
            id: message.sequence, queue: addressee.queue,
            channel: interface.map(Channel.interface) ?? .status, addressee: addressee,
            contents: .message(message.message, bytes: message.bytes), attempts: 0, isReplay: false)
        // The element without the brackets of the body that would carry it.
        bytes = Array(renderer.body(of: [parcel]).dropFirst().dropLast())
        let fields =
            interface.map { table.masked(interface: $0, event: head.eventCode, for: addressee.role) } ?? []
        masked = fields.isEmpty ? [] : Self.places(of: fields, in: bytes)
    }

    /// The pointers whose block and field are among these, in order.
    private static func places(of fields: [FieldPath], in bytes: [UInt8]) -> [String] {
        guard let leaves = try? PayloadView.Leaves(bytes) else { return [] }
        return leaves.values.keys.filter { pointer in
            let parts = pointer.split(separator: "/")
            guard let field = parts.last else { return false }
            // A block may be an array of objects: then a number stands between it and its field.
            let block = parts.dropLast().last { Int($0) == nil }
            return fields.contains { $0.field == field && $0.block == block.map(String.init) }
        }.sorted()
    }
}

/// A scenario document that can be run.
public struct ScenarioCard: Sendable, Hashable {
    /// The file's name without its ending.
    public var name: String
    public var title: String
    public var summary: String

    public init(name: String, title: String, summary: String) {
        self.name = name
        self.title = title
        self.summary = summary
    }
}

/// What became of a run or of one of its steps.
public enum RunOutcome: String, Sendable, CaseIterable {
    case running, passed, failed
    /// Left out, since an earlier step failed.
    case skipped
    /// It could not be carried through: an error of the run, not of the participant.
    case broken
}

/// A run in short.
public struct RunCard: Sendable, Hashable {
    /// Unique, and good as a file's name.
    public var name: String
    public var scenario: String
    public var startedAt: Instant
    /// Nil while it runs.
    public var endedAt: Instant?
    public var outcome: RunOutcome
    public var steps: Int
    public var failedSteps: Int

    public init(
        name: String, scenario: String, startedAt: Instant, endedAt: Instant?, outcome: RunOutcome, steps: Int,
        failedSteps: Int
    ) {
        self.name = name
        self.scenario = scenario
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.outcome = outcome
        self.steps = steps
        self.failedSteps = failedSteps
    }
}

/// A run with its steps.
public struct RunReport: Sendable, Hashable {
    public struct Step: Sendable, Hashable {
        public var name: String
        public var at: Instant?
        public var outcome: RunOutcome
        /// What was seen, and what was expected where they differ.
        public var detail: String
        public var transactionIDs: [String]

        public init(
            name: String, at: Instant?, outcome: RunOutcome, detail: String, transactionIDs: [String] = []
        ) {
            self.name = name
            self.at = at
            self.outcome = outcome
            self.detail = detail
            self.transactionIDs = transactionIDs
        }
    }

    public var card: RunCard
    public var steps: [Step]
    /// The report as the run wrote it: JSON.
    public var json: [UInt8]

    public init(card: RunCard, steps: [Step], json: [UInt8]) {
        self.card = card
        self.steps = steps
        self.json = json
    }
}

/// One check of a participant's connections.
public struct ProvenCheck: Sendable, Hashable {
    public enum Result: String, Sendable, CaseIterable {
        case passed, failed
        /// It could not be carried out, and `detail` says why.
        case skipped
    }

    public var name: String
    public var result: Result
    public var detail: String

    public init(name: String, result: Result, detail: String) {
        self.name = name
        self.result = result
        self.detail = detail
    }
}
