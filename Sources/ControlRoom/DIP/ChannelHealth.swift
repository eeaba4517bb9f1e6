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

    /// What the newest tries say of a channel.
    init(_ webhook: Webhook, _ tries: NewestTries, isResting: Bool) {
        (lastDelivered, lastFailure) = tries.newest(webhook)
        switch (lastDelivered?.sequence, lastFailure?.sequence) {
        case (nil, nil): state = .idle
        case (let delivered?, let failed): state = failed.map { $0 > delivered } == true ? .failing : .delivering
        case (nil, _?): state = .failing
        }
        if isResting { state = .resting }
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
    /// Tries looked through; of what lies before them nothing is claimed.
    static let most = 20_000

    private var delivered: [String: JournalLine] = [:]
    private var failed: [String: JournalLine] = [:]
    /// Whether older tries were left out.
    private(set) var isCut = false

    /// Reads the tries of a party, or of all.
    static func read(of party: DIPID?, _ journal: any MessageJournal) async throws -> NewestTries {
        let filter = JournalFilter(party: party?.text, events: [.delivered, .attempted, .undelivered])
        let lines = try await journal.lines(before: nil, filter: filter, limit: most)
        var tries = NewestTries()
        tries.isCut = lines.count == most
        for line in lines {
            guard let recipient = line.recipient else { continue }
            let key = key(recipient, line.interface)
            if line.event == .delivered {
                if tries.delivered[key] == nil { tries.delivered[key] = line }
            } else if tries.failed[key] == nil {
                tries.failed[key] = line
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
