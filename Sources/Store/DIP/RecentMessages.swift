import DIP
import Synchronization

/// Posts accepted lately, so that a delivery that keeps up asks the disk for nothing.
///
/// Posts that still have a delivery to come are kept first. Where deliveries fall behind, those that are there keep their
/// place, for they are the next to go out; a newer one comes in when one of them has gone. One that waits for longer, since
/// its recipient takes nothing, makes room. Of those delivered, the last few are kept for what is asked about them.
final class RecentMessages: Sendable {
    /// Posts with a delivery to come, and posts delivered: bytes that are kept of each.
    static let waitingBytesMax = 48 << 20
    static let deliveredBytesMax = 8 << 20
    /// For so long a post that waits keeps its place.
    static let keptFor = Duration.seconds(5)

    struct Found {
        /// Its own, also where a request made the parcel.
        var sequence: Int64
        var sender: DIPID
        var message: AcceptedMessage
        var interface: InterfaceID
        var bytes: [UInt8]
    }

    fileprivate struct Kept {
        /// The sequence of its first message.
        var first: Int64
        /// Nil once it was let go; its place in the list is taken away later.
        var post: AcceptedPost?
        /// Deliveries to come.
        var left: Int
        var size: Int
        var since: ContinuousClock.Instant
    }

    fileprivate struct Posts {
        /// By first sequence, growing.
        var list: [Kept] = []
        /// The oldest that waits is here or after it.
        var oldest = 0
        var letGo = 0
        var waitingBytes = 0
        var deliveredBytes = 0
        /// The first sequences of those delivered, in the order of delivery, from `nextDelivered` on.
        var delivered: [Int64] = []
        var nextDelivered = 0
    }

    private let posts = Mutex(Posts())
    private let waitingBytesMax: Int
    private let deliveredBytesMax: Int

    init(
        waitingBytesMax: Int = RecentMessages.waitingBytesMax, deliveredBytesMax: Int = RecentMessages.deliveredBytesMax
    ) {
        self.waitingBytesMax = waitingBytesMax
        self.deliveredBytesMax = deliveredBytesMax
    }

    /// Posts that were accepted, after all that were before.
    func add(_ new: [(first: Int64, post: AcceptedPost)], at now: ContinuousClock.Instant = .now) {
        guard !new.isEmpty else { return }
        posts.withLock { posts in
            for (first, post) in new where !post.messages.isEmpty {
                // A post's heads take about as much again as a small body.
                let size = post.body.count + post.messages.count * 1_024
                posts.makeRoom(for: size, of: waitingBytesMax, at: now)
                guard posts.waitingBytes + size <= waitingBytesMax else { continue }
                let left = post.messages.reduce(0) { $0 + $1.queueCount }
                posts.list.append(Kept(first: first, post: post, left: left, size: size, since: now))
                posts.waitingBytes += size
                if left == 0 { posts.wasDelivered(posts.list.count - 1, bytesMax: deliveredBytesMax) }
            }
            posts.tidy()
        }
    }

    /// Messages of which a parcel was settled for good, one entry a parcel.
    func settled(_ sequences: [Int64]) {
        guard !sequences.isEmpty else { return }
        posts.withLock { posts in
            for sequence in sequences {
                guard let index = posts.index(of: sequence), posts.list[index].left > 0 else { continue }
                posts.list[index].left -= 1
                if posts.list[index].left == 0 { posts.wasDelivered(index, bytesMax: deliveredBytesMax) }
            }
            posts.tidy()
        }
    }

    /// Places in the lists, with those of posts that were let go and are not taken away yet.
    var places: Int { posts.withLock { $0.list.count + $0.delivered.count } }

    func message(_ sequence: Int64) -> Found? {
        posts.withLock { posts -> Found? in
            guard let index = posts.index(of: sequence), let post = posts.list[index].post else { return nil }
            let message = post.messages[Int(sequence - posts.list[index].first)]
            let range = message.head.bytes.clamped(to: 0..<post.body.count)
            return Found(
                sequence: sequence, sender: post.sender, message: message, interface: post.interface,
                bytes: Array(post.body[range]))
        }
    }
}

extension RecentMessages.Posts {
    /// Where the post of a message is that is kept.
    fileprivate func index(of sequence: Int64) -> Int? {
        let index = list.partition { $0.first > sequence } - 1
        guard index >= 0, let post = list[index].post, Int(sequence - list[index].first) < post.messages.count else {
            return nil
        }
        return index
    }

    /// Lets those go that have waited for long, as many as are in the way.
    fileprivate mutating func makeRoom(for size: Int, of most: Int, at now: ContinuousClock.Instant) {
        while waitingBytes + size > most {
            while oldest < list.count, list[oldest].left == 0 { oldest += 1 }
            guard oldest < list.count, list[oldest].since + RecentMessages.keptFor < now else { return }
            waitingBytes -= list[oldest].size
            letGo(oldest)
        }
    }

    /// Nothing of a post is to come: it stays among the last delivered for a while.
    fileprivate mutating func wasDelivered(_ index: Int, bytesMax: Int) {
        waitingBytes -= list[index].size
        deliveredBytes += list[index].size
        delivered.append(list[index].first)
        while deliveredBytes > bytesMax, nextDelivered < delivered.count {
            let first = delivered[nextDelivered]
            nextDelivered += 1
            guard let index = self.index(of: first) else { continue }
            deliveredBytes -= list[index].size
            letGo(index)
        }
    }

    private mutating func letGo(_ index: Int) {
        list[index].post = nil
        list[index].left = 0
        letGo += 1
    }

    /// Takes places away that are left behind, each once.
    fileprivate mutating func tidy() {
        if letGo > 1_024, letGo * 2 > list.count {
            list.removeAll { $0.post == nil }
            (letGo, oldest) = (0, 0)
        }
        if nextDelivered > 1_024, nextDelivered * 2 > delivered.count {
            delivered.removeFirst(nextDelivered)
            nextDelivered = 0
        }
    }
}

extension AcceptedMessage {
    /// Two addressees of one queue are one parcel.
    fileprivate var queueCount: Int {
        addressees.indices.count { index in
            !addressees[..<index].contains { $0.queue == addressees[index].queue }
        }
    }
}
