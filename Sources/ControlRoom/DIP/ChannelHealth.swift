import DIP
import Kernel

/// How a channel does, from the journal's newest lines of it.
struct ChannelHealth: Sendable, Equatable {
    /// In the order in which a reader wants them.
    enum State: String, Sendable, CaseIterable {
        case failing
        /// The stand-in rests it after failures: its own word.
        case resting
        case delivering, idle
    }

    var state = State.idle
    var lastDelivered: JournalLine?
    var lastFailure: JournalLine?

    /// What the newest tries say of a channel.
    /// - Parameter said: what the running stand-in says of it, which also counts where the lines do not reach so far.
    init(_ webhook: Webhook, _ tries: NewestTries, said: RunningStandIn.Channel?) {
        (lastDelivered, lastFailure) = tries.newest(webhook)
        let delivered = [lastDelivered?.at, said?.lastSuccess].compactMap(\.self).max()
        let failed = [lastFailure?.at, said?.lastFailure].compactMap(\.self).max()
        switch (delivered, failed) {
        case (nil, nil): state = .idle
        case (let delivered?, let failed?) where failed == delivered:
            // In one millisecond: the order of the lines tells.
            state = (lastFailure?.sequence ?? 0) > (lastDelivered?.sequence ?? 0) ? .failing : .delivering
        case (let delivered?, let failed): state = failed.map { $0 > delivered } == true ? .failing : .delivering
        case (nil, _?): state = .failing
        }
        if said?.isResting == true { state = .resting }
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

/// The newest tries at delivering, read once for all channels of a page: a journal of millions is not searched for each.
struct NewestTries: Sendable {
    /// Deliveries, and failed tries, looked through; of what lies before them nothing is claimed but what the running
    /// stand-in says. Failures are asked for apart, so that they are seen behind any number of deliveries.
    static let most = 2_000

    private var delivered: [String: JournalLine] = [:]
    private var failed: [String: JournalLine] = [:]
    /// Whether older tries were left out.
    private(set) var isCut = false

    /// Reads the tries of a party, or of all.
    static func read(of party: DIPID?, _ journal: any MessageJournal) async throws -> NewestTries {
        var tries = NewestTries()
        for events in [[JournalLine.Event.delivered], [.attempted, .undelivered]] {
            let filter = JournalFilter(party: party?.text, events: events)
            let lines = try await journal.lines(before: nil, filter: filter, limit: most)
            tries.isCut = tries.isCut || lines.count == most
            for line in lines {
                guard let recipient = line.recipient else { continue }
                let key = key(recipient, line.interface)
                if line.event == .delivered {
                    if tries.delivered[key] == nil { tries.delivered[key] = line }
                } else if tries.failed[key] == nil {
                    tries.failed[key] = line
                }
            }
        }
        return tries
    }

    /// The last delivery and the last failure of a channel.
    func newest(_ webhook: Webhook) -> (delivered: JournalLine?, failed: JournalLine?) {
        var interface: String?
        if case .interface(let named) = webhook.channel { interface = named.text }
        let key = Self.key(webhook.dipID.text, interface)
        return (delivered[key], failed[key])
    }

    /// Deliveries of status messages are of no interface.
    private static func key(_ recipient: String, _ interface: String?) -> String {
        "\(recipient) \(interface == "status" ? "" : interface ?? "")"
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
