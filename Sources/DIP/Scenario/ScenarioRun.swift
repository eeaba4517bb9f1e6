public import Kernel

/// A scenario on its way: what comes in and the clock move it, and it says what to do. It performs nothing itself, so the
/// same inputs give the same report, to the byte.
public struct ScenarioRun: Sendable {
    enum State: Equatable {
        /// Ready for the next step.
        case ready
        /// The next step counts what comes from then on, and nothing of what came before it may still be on its way.
        case settles
        /// Nothing is on its way: the step may begin.
        case settled
        case awaitsAnswer(ticket: Int)
        /// An expectation, or a pause, up to an instant.
        case until(Instant)
        case finished
    }

    /// A message that a party received, and whether an expectation has used it.
    struct Arrival: Sendable {
        var message: ReceivedMessage
        var at: Instant
        var isUsed = false
    }

    struct StatusArrival: Sendable {
        var party: DIPID
        var entry: StatusEntry
        var isUsed = false
    }

    /// Something that a scripted party will do.
    enum Task: Equatable, Sendable {
        case send(DraftMessage)
        case status(DraftStatus)
        case remind(Reminder)
    }

    /// How many messages and status messages had come.
    struct Mark: Sendable {
        var arrivals = 0
        var statuses = 0
    }

    /// What a step's post was, for later steps.
    struct Sent: Sendable {
        var body: [UInt8] = []
        var interface: InterfaceID?
        /// The payload that it sent, or that an expectation found.
        var payload: JSONValue?
        var transactionIDs: [String] = []
        var references: [String] = []
    }

    public let scenario: Scenario
    let maker: SampleMaker
    let routing: RoutingTable
    let book: AddressBook
    var state = State.ready
    var now: Instant
    /// The step that is on, from 0.
    var current = 0
    var stepBegan: Instant
    var players: [Counterparty]
    var agenda = ScenarioAgenda<Task>()
    var arrivals: [Arrival] = []
    var statuses: [StatusArrival] = []
    var sent: [String: Sent] = [:]
    /// From where on arrivals count for an expectation: those since the first action after the expectations before it.
    var window = Mark()
    /// Where each step began.
    var marks: [String: Mark] = [:]
    var hasExpected = false
    var tickets = 0
    /// Tickets of scripted parties' own posts, and what they were.
    var scripted: [Int: String] = [:]
    var serial: UInt64 = 0
    var results: [ScenarioReport.Step] = []
    var problems: [String] = []
    var events: [ScenarioReport.Event] = []
    var eventsLeftOut = 0
    var hasFailed = false
    /// Whether the input is that the clock moved: only then a time limit counts as over, so that what comes at that very
    /// instant still counts.
    var isTick = false

    /// The most messages and status messages that a run keeps for its expectations.
    static let mostArrivals = 200_000
    /// The most problems that a report tells.
    static let mostProblems = 100

    /// - Parameter routing: which roles may receive what: scripted parties name no others.
    public init(_ scenario: Scenario, specification: Specification, routing: RoutingTable = .builtIn) {
        self.scenario = scenario
        maker = SampleMaker(specification)
        self.routing = routing
        book = scenario.book
        now = scenario.start
        stepBegan = scenario.start
        let (book, profiles) = (scenario.book, scenario.profiles)
        players = scenario.parties.filter(\.isScripted).map {
            Counterparty(
                $0.party, book: book, profiles: profiles, settings: scenario.settings, points: scenario.points)
        }
    }

    public var isFinished: Bool { state == .finished }

    /// When it next has something to do by itself; nil where it only waits for an answer, or is finished.
    public var nextDue: Instant? {
        switch state {
        case .finished: nil
        case .until(let deadline): min(deadline, agenda.nextDue ?? deadline)
        case .ready, .settles, .settled, .awaitsAnswer: agenda.nextDue
        }
    }

    /// Begins at the scenario's start.
    public mutating func begin() -> [ScenarioAction] {
        for index in players.indices {
            let reactions = players[index].begin(at: now)
            schedule(reactions, of: index)
        }
        var actions: [ScenarioAction] = []
        advance(&actions)
        return actions
    }

    /// Takes an input at an instant of the virtual clock, which never goes back.
    public mutating func take(_ input: ScenarioInput, at instant: Instant) -> [ScenarioAction] {
        now = max(now, instant)
        isTick = input == .time
        var actions: [ScenarioAction] = []
        switch input {
        case .received(let party, let element): receive(element, at: party)
        case .status(let party, let entry): receive(entry, at: party)
        case .answered(let ticket, let answer): answered(ticket, answer)
        case .settled:
            if state == .settles { state = .settled }
        case .time: break
        }
        perform(&actions)
        advance(&actions)
        return actions
    }

    /// Ends the run where it is: what it waits for will not come.
    public mutating func stop(_ why: String) {
        note(why)
        state = .finished
    }

    /// What the run has shown so far; the steps that were not reached are left out of a run that is stopped.
    public var report: ScenarioReport {
        ScenarioReport(
            name: scenario.name, description: scenario.description, seed: scenario.seed,
            version: maker.specification.version, began: scenario.start, ended: now, steps: results, problems: problems,
            events: events, eventsLeftOut: eventsLeftOut)
    }

    /// A scripted party's view of a metering point.
    public func point(_ mpan: String, of party: DIPID) -> MeteringPoint? {
        players.first { $0.party.dipID == party }?.point(mpan)
    }

    // What comes in.

    private mutating func receive(_ element: JSONValue, at party: DIPID) {
        guard let message = ReceivedMessage(element, recipient: party) else {
            return note("\(name(party)) received a message whose head cannot be read.")
        }
        record(
            .received, party, "\(message.interface) [\(message.event)] from \(name(message.sender))", message.mpan,
            message.transactionID)
        if arrivals.count < Self.mostArrivals {
            arrivals.append(Arrival(message: message, at: now))
        } else {
            note("More than \(Self.mostArrivals) messages came; expectations see no further ones.")
        }
        for index in players.indices { players[index].overhear(message, at: now) }
        guard let index = players.firstIndex(where: { $0.party.dipID == party }) else { return }
        let reactions = players[index].receive(message, at: now)
        schedule(reactions, of: index)
    }

    private mutating func receive(_ entry: StatusEntry, at party: DIPID) {
        let sender = DIPID(entry.senderID).map { name($0) } ?? "the platform"
        record(.status, party, "\(entry.message ?? "") from \(sender)", nil, entry.transactionID)
        guard statuses.count < Self.mostArrivals else { return }
        statuses.append(StatusArrival(party: party, entry: entry))
    }

    private mutating func answered(_ ticket: Int, _ answer: PlatformAnswer) {
        if let words = scripted.removeValue(forKey: ticket) {
            guard answer.status != 201 else { return }
            let why = (answer.entries.compactMap(\.message) + answer.sentences).prefix(5).joined(separator: " ")
            return note("\(words) was answered \(answer.status): \(why)")
        }
        guard state == .awaitsAnswer(ticket: ticket) else { return }
        settleSend(answer)
    }

    // What scripted parties do.

    mutating func schedule(_ reactions: [Reaction], of index: Int) {
        for reaction in reactions {
            let isTaken: Bool
            switch reaction {
            case .send(let draft, let after): isTaken = agenda.add(.send(draft), at: now.later(milliseconds: after))
            case .status(let draft, let after): isTaken = agenda.add(.status(draft), at: now.later(milliseconds: after))
            case .remind(let reminder, let at): isTaken = agenda.add(.remind(reminder), at: max(at, now))
            case .changed(let change):
                isTaken = true
                guard tellsChanges(players[index].party) else { continue }
                let words = "\(change.subject) from \(change.old ?? "none") to \(change.new ?? "none")"
                record(.changed, change.party, words, change.mpan, nil)
            }
            if !isTaken { note("\(players[index].party.name) has more than \(agenda.most) things to do.") }
        }
    }

    /// Whether a party's changes are told: registration's, whom the others follow; everyone's where no script plays it.
    private func tellsChanges(_ party: MarketParty) -> Bool {
        party.role == .regs || !players.contains { $0.party.role == .regs }
    }

    /// Everything that is due.
    private mutating func perform(_ actions: inout [ScenarioAction]) {
        while let task = agenda.next(at: now) {
            switch task {
            case .send(let draft): post(draft, &actions)
            case .status(let draft): post(draft, &actions)
            case .remind(let reminder):
                guard let index = players.firstIndex(where: { $0.party.dipID == reminder.party }) else { continue }
                let reactions = players[index].wake(reminder, at: now)
                schedule(reactions, of: index)
            }
        }
    }

    private mutating func post(_ draft: DraftMessage, _ actions: inout [ScenarioAction]) {
        guard let sender = book[draft.sender] else { return }
        let row = routing.route(draft.interface, event: draft.event)
        let recipients = draft.recipients.filter { recipient in
            guard let role = book[recipient]?.role else { return false }
            return row?.mayReceive(role) ?? true
        }
        let request = SampleRequest(
            interface: draft.interface, event: draft.event, sender: sender, recipients: recipients, point: draft.point,
            book: book, at: now, environment: scenario.environment, seed: scenario.seed, serial: nextSerial(),
            correlationID: draft.correlationID, fields: draft.fields)
        let words = "\(draft.interface) [\(draft.event)]"
        do {
            let body = try maker.body(request)
            record(.posted, draft.sender, words, draft.point?.mpan, nil)
            let ticket = nextTicket()
            scripted[ticket] = "\(sender.name)'s \(words)"
            actions.append(.post(ticket: ticket, from: draft.sender, interface: draft.interface, body: body))
        } catch {
            note("\(sender.name)'s \(words) could not be made: \(error)")
        }
    }

    private mutating func post(_ draft: DraftStatus, _ actions: inout [ScenarioAction]) {
        let ticket = nextTicket()
        scripted[ticket] = "\(name(draft.sender))'s status message \(draft.code)"
        record(.posted, draft.sender, "status \(draft.code) to \(name(draft.recipient))", nil, draft.transactionID)
        let entry = StatusEntry(
            transactionID: draft.transactionID, senderUniqueReference: draft.senderUniqueReference, correlationID: nil,
            sentTimestamp: now.isoWithOffset, senderID: draft.sender.text, recipientID: draft.recipient.text,
            message: "\(draft.code) - as the scenario says")
        actions.append(.postStatus(ticket: ticket, from: draft.sender, entries: [entry]))
    }

    // Keeping account.

    mutating func nextTicket() -> Int {
        tickets += 1
        return tickets
    }

    mutating func nextSerial() -> UInt64 {
        serial += 1
        return serial
    }

    func name(_ party: DIPID) -> String { book[party]?.name ?? party.text }

    mutating func note(_ problem: String) {
        if problems.count < Self.mostProblems, !problems.contains(problem) { problems.append(problem) }
    }

    mutating func record(
        _ kind: ScenarioReport.Event.Kind, _ party: DIPID, _ words: String, _ mpan: String?, _ transactionID: String?
    ) {
        guard events.count < ScenarioReport.mostEvents else {
            eventsLeftOut += 1
            return
        }
        events.append(
            ScenarioReport.Event(
                at: now, kind: kind, party: name(party), words: words, mpan: mpan, transactionID: transactionID))
    }
}

/// Things to do in order of time, and of their adding where times are equal. A binary heap: adding and taking are cheap
/// with any number.
struct ScenarioAgenda<Task: Sendable>: Sendable {
    private struct Entry: Sendable {
        var due: Instant
        var order: Int
        var task: Task

        func isBefore(_ other: Entry) -> Bool { (due, order) < (other.due, other.order) }
    }

    private var heap: [Entry] = []
    private var added = 0
    /// The most that wait at once.
    let most = 1_000_000

    var nextDue: Instant? { heap.first?.due }

    /// Adds something; false where too much waits already.
    mutating func add(_ task: Task, at due: Instant) -> Bool {
        guard heap.count < most else { return false }
        added += 1
        heap.append(Entry(due: due, order: added, task: task))
        var place = heap.count - 1
        while place > 0, heap[place].isBefore(heap[(place - 1) / 2]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
        return true
    }

    /// Takes the next thing that is due at an instant.
    mutating func next(at now: Instant) -> Task? {
        guard let first = heap.first, first.due <= now else { return nil }
        let last = heap.removeLast()
        if !heap.isEmpty {
            heap[0] = last
            var place = 0
            while true {
                var least = place
                for child in [2 * place + 1, 2 * place + 2] where child < heap.count {
                    if heap[child].isBefore(heap[least]) { least = child }
                }
                if least == place { break }
                heap.swapAt(place, least)
                place = least
            }
        }
        return first.task
    }
}
