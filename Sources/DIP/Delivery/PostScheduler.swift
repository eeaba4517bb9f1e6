public import Kernel

/// Decides which lanes may post next: at most so many at once, in the order of the release policy, and not faster than its
/// rate. A value; it performs nothing.
public struct PostScheduler: Sendable {
    /// A lane that wants to post.
    private struct Applicant: Comparable {
        var rank: Int
        var order: Int64
        var queue: QueueID
        var isBacklog: Bool

        static func < (left: Applicant, right: Applicant) -> Bool {
            (left.rank, left.order, left.queue) < (right.rank, right.order, right.queue)
        }
    }

    /// The most posts on their way at a time.
    public let limit: Int
    public private(set) var policy = ReleasePolicy.allAtOnce
    /// What was accepted before belongs to the backlog that the policy is for.
    private var backlogEnd: Instant?
    /// Sorted, the best last.
    private var applicants: [Applicant] = []
    private var waiting: Set<QueueID> = []
    /// The lanes that are posting, and whether out of the backlog.
    private var posting: [QueueID: Bool] = [:]
    private var arrivals: Int64 = 0
    /// Thousandths of a message that may go out; below nought it is owed.
    private var balance: Int64 = 0
    private var balanceAt: Instant?

    public init(limit: Int) { self.limit = max(limit, 1) }

    /// How many lanes wait for a turn, and how many posts are on their way.
    public var counts: (waiting: Int, posting: Int) { (applicants.count, posting.count) }

    /// Puts a policy in force for what was accepted before now.
    public mutating func release(_ policy: ReleasePolicy, at instant: Instant) {
        self.policy = policy
        backlogEnd = instant
        balance = 0
        balanceAt = instant
    }

    /// The clock was set back: what is accepted from now on is no backlog, though it looks older.
    public mutating func clockSetBack(to instant: Instant) {
        if let end = backlogEnd { backlogEnd = min(end, instant) }
        balanceAt = balanceAt.map { min($0, instant) }
    }

    /// Goes back to the order of application: the backlog is out.
    public mutating func endRelease() { policy = .allAtOnce }

    /// Whether a policy other than at once is in force.
    public var isReleasing: Bool { policy != .allAtOnce }

    /// A lane wants to post; asking twice is asking once.
    /// - Parameter head: its next parcel.
    /// - Parameter accepted: when that was accepted; nil counts as live.
    public mutating func apply(_ queue: QueueID, head: Int64, channel: Channel, accepted: Instant?) {
        guard waiting.insert(queue).inserted else { return }
        arrivals += 1
        let isBacklog = accepted.flatMap { moment in backlogEnd.map { moment < $0 } } ?? false
        let applicant = Applicant(
            rank: rank(channel, isBacklog: isBacklog), order: policy.goesByAge && isBacklog ? head : arrivals,
            queue: queue,
            isBacklog: isBacklog)
        var low = 0
        var high = applicants.count
        while low < high {
            let middle = (low + high) / 2
            if applicants[middle] < applicant { high = middle } else { low = middle + 1 }
        }
        applicants.insert(applicant, at: low)
    }

    /// A lane no longer wants to.
    public mutating func withdraw(_ queue: QueueID) {
        guard waiting.remove(queue) != nil else { return }
        applicants.removeAll { $0.queue == queue }
    }

    /// The lanes whose turn it is now; each is posting until `finished`.
    /// - Returns: also when to ask again where only the rate holds others back.
    public mutating func grant(at instant: Instant) -> (queues: [QueueID], askAgain: Instant?) {
        var granted: [QueueID] = []
        refill(at: instant)
        while posting.count < limit, let applicant = applicants.last {
            if applicant.isBacklog, case .rateLimited(let rate) = policy, balance <= 0 {
                // Live lanes do not wait for the backlog's rate.
                guard let live = applicants.lastIndex(where: { !$0.isBacklog }) else {
                    let wait = max((-balance) / Int64(max(rate, 1)) + 1, 1)
                    return (granted, instant.later(milliseconds: wait))
                }
                begin(applicants.remove(at: live), &granted)
                continue
            }
            begin(applicants.removeLast(), &granted)
        }
        return (granted, nil)
    }

    /// A granted lane's post carries this many messages.
    public mutating func charged(_ queue: QueueID, messages: Int) {
        if case .rateLimited = policy, posting[queue] == true { balance -= Int64(max(messages - 1, 0)) * 1_000 }
    }

    /// A granted lane's turn is over.
    public mutating func finished(_ queue: QueueID) { posting[queue] = nil }

    /// How many messages a granted lane's post may carry so that the rate is kept; nil: as many as it likes.
    public func messagesAllowed(_ queue: QueueID) -> Int? {
        guard case .rateLimited(let rate) = policy, posting[queue] == true else { return nil }
        return max(rate, 1)
    }

    private mutating func begin(_ applicant: Applicant, _ granted: inout [QueueID]) {
        waiting.remove(applicant.queue)
        posting[applicant.queue] = applicant.isBacklog
        granted.append(applicant.queue)
        // A turn is one message at least; the post tells of more.
        if case .rateLimited = policy, applicant.isBacklog { balance -= 1_000 }
    }

    private mutating func refill(at instant: Instant) {
        guard case .rateLimited(let rate) = policy else { return }
        let elapsed = max(0, instant.milliseconds - (balanceAt ?? instant).milliseconds)
        balanceAt = instant
        // Never more saved than a second's worth.
        let most = Int64(max(rate, 1)) * 1_000
        let gained = elapsed > 1_000_000 ? most : elapsed * Int64(max(rate, 1))
        balance = min(balance + gained, most)
    }

    private func rank(_ channel: Channel, isBacklog: Bool) -> Int {
        // Live lanes come after the backlog that is put in order, and before one whose rate is limited.
        guard isBacklog else { return policy.goesByAge ? Int.max : 0 }
        guard case .byInterfacePriority(let order) = policy else { return 0 }
        guard case .interface(let interface) = channel else { return order.count }
        return order.firstIndex(of: interface) ?? order.count
    }
}

extension ReleasePolicy {
    fileprivate var goesByAge: Bool {
        switch self {
        case .allAtOnce, .rateLimited: false
        case .byInterfacePriority, .oldestFirst: true
        }
    }
}
