import DIP
import Kernel

/// How a channel does, from the journal's newest lines of it.
struct ChannelHealth: Sendable, Equatable {
    enum State: String, Sendable {
        case delivering, failing, idle
        /// The stand-in rests it after failures: its own word.
        case resting
    }

    var state = State.idle
    var lastDelivered: JournalLine?
    var lastFailure: JournalLine?

    /// Lines looked through for each of the two; beyond them nothing is claimed.
    static let mostLines = 200

    static func read(_ webhook: Webhook, isResting: Bool, _ journal: any MessageJournal) async throws -> ChannelHealth {
        var health = ChannelHealth()
        health.lastDelivered = try await newest([.delivered], of: webhook, journal)
        health.lastFailure = try await newest([.attempted, .undelivered], of: webhook, journal)
        switch (health.lastDelivered?.sequence, health.lastFailure?.sequence) {
        case (nil, nil): health.state = .idle
        case (let delivered?, let failed): health.state = failed.map { $0 > delivered } == true ? .failing : .delivering
        case (nil, _?): health.state = .failing
        }
        if isResting { health.state = .resting }
        return health
    }

    private static func newest(
        _ events: [JournalLine.Event], of webhook: Webhook, _ journal: any MessageJournal
    ) async throws -> JournalLine? {
        var filter = JournalFilter(party: webhook.dipID.text, events: events)
        if case .interface(let interface) = webhook.channel { filter.interface = interface.text }
        let lines = try await journal.lines(before: nil, filter: filter, limit: mostLines)
        return lines.first { line in
            guard line.recipient == webhook.dipID.text else { return false }
            // Deliveries of status messages are of no interface.
            return webhook.channel != .status || line.interface == nil || line.interface == "status"
        }
    }

    var tone: String {
        switch state {
        case .delivering: "good"
        case .failing: "bad"
        case .idle: "quiet"
        case .resting: "warm"
        }
    }
}

/// What waits for a party, over its lanes.
struct PartyBacklog: Sendable, Equatable {
    var waiting = 0
    var oldest: Instant?

    static func read(_ queues: [QueueSummary]) -> [DIPID: PartyBacklog] {
        var backlogs: [DIPID: PartyBacklog] = [:]
        for queue in queues {
            var backlog = backlogs[queue.queue.recipient] ?? PartyBacklog()
            backlog.waiting += queue.waiting
            backlog.oldest = min(backlog.oldest ?? queue.oldest, queue.oldest)
            backlogs[queue.queue.recipient] = backlog
        }
        return backlogs
    }
}
