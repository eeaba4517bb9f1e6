import DIP
import Synchronization

/// The posts accepted last, so that a delivery that keeps up asks the disk for nothing.
final class RecentMessages: Sendable {
    /// Bodies that are kept, bytes.
    static let bytesMax = 32 << 20

    struct Found {
        /// Its own, also where a request made the parcel.
        var sequence: Int64
        var sender: DIPID
        var message: AcceptedMessage
        var interface: InterfaceID
        var bytes: [UInt8]
    }

    private struct Posts {
        /// By first sequence, growing.
        var list: [(first: Int64, post: AcceptedPost)] = []
        var start = 0
        var bytes = 0
    }

    private let posts = Mutex(Posts())

    func add(_ new: [(first: Int64, post: AcceptedPost)]) {
        guard !new.isEmpty else { return }
        posts.withLock { posts in
            for post in new where !post.post.messages.isEmpty {
                // A post's heads take about as much again as a small body.
                posts.bytes += post.post.body.count + post.post.messages.count * 1_024
                posts.list.append(post)
            }
            while posts.bytes > Self.bytesMax, posts.start < posts.list.count {
                let oldest = posts.list[posts.start].post
                posts.bytes -= oldest.body.count + oldest.messages.count * 1_024
                posts.list[posts.start].post = AcceptedPost(
                    body: [], interface: oldest.interface, sender: oldest.sender, messages: [])
                posts.start += 1
            }
            if posts.start > 1_024, posts.start * 2 > posts.list.count {
                posts.list.removeFirst(posts.start)
                posts.start = 0
            }
        }
    }

    func message(_ sequence: Int64) -> Found? {
        posts.withLock { posts -> Found? in
            let after = posts.list.partition { $0.first > sequence }
            guard after > posts.start else { return nil }
            let (first, post) = posts.list[after - 1]
            let index = Int(sequence - first)
            guard index < post.messages.count else { return nil }
            let message = post.messages[index]
            let range = message.head.bytes.clamped(to: 0..<post.body.count)
            return Found(
                sequence: sequence, sender: post.sender, message: message, interface: post.interface,
                bytes: Array(post.body[range]))
        }
    }
}
