import DIP
import Kernel
import Testing

@testable import Store

/// What is at hand of posts accepted lately, and for how long.
@Suite struct RecentMessagesTests {
    private let begin = ContinuousClock.now
    /// Posts of two messages with a delivery each; the sequences run on.
    private func posts(_ count: Int, from first: Int64 = 1) throws -> [(first: Int64, post: AcceptedPost)] {
        try (0..<count).map { index in
            let wish = MadePosts.Wish(references: ["A-\(first)-\(index)", "B-\(first)-\(index)"])
            return (first + Int64(2 * index), try MadePosts.post(wish))
        }
    }

    private func size(of post: AcceptedPost) -> Int { post.body.count + post.messages.count * 1_024 }

    private func isAtHand(_ recent: RecentMessages, _ sequences: Int64...) -> [Bool] {
        sequences.map { recent.message($0) != nil }
    }

    @Test func eachMessageIsFoundWithItsOwnBytes() throws {
        let recent = RecentMessages()
        let posts = try posts(3)
        recent.add(posts, at: begin)
        for (first, post) in posts {
            for (offset, message) in post.messages.enumerated() {
                let found = try #require(recent.message(first + Int64(offset)))
                #expect(found.message == message)
                #expect(found.bytes == Array(post.body[message.head.bytes]))
            }
        }
        #expect(isAtHand(recent, 0, 7) == [false, false])
    }

    /// Where there is no room, those that wait keep it: they are the next to go out.
    @Test func whatWaitsKeepsItsPlace() throws {
        let posts = try posts(3)
        let recent = RecentMessages(waitingBytesMax: 2 * size(of: posts[0].post) + 8, deliveredBytesMax: 0)
        recent.add(posts, at: begin)
        #expect(isAtHand(recent, 1, 3, 5) == [true, true, false])
        // Half of a post is no post; the whole of it makes room for a newer one.
        recent.settled([1])
        #expect(isAtHand(recent, 1, 3) == [true, true])
        recent.settled([2])
        #expect(isAtHand(recent, 1, 2, 3) == [false, false, true])
        recent.add(try self.posts(1, from: 7), at: begin)
        #expect(isAtHand(recent, 3, 5, 7) == [true, false, true])
    }

    /// A recipient that takes nothing does not keep the others' messages out.
    @Test func whatWaitsForLongMakesRoom() throws {
        let posts = try posts(2)
        let recent = RecentMessages(waitingBytesMax: 2 * size(of: posts[0].post) + 8, deliveredBytesMax: 0)
        recent.add(posts, at: begin)
        recent.add(try self.posts(1, from: 5), at: begin + RecentMessages.keptFor)
        #expect(isAtHand(recent, 1, 3, 5) == [true, true, false])
        recent.add(try self.posts(1, from: 7), at: begin + RecentMessages.keptFor + .milliseconds(1))
        #expect(isAtHand(recent, 1, 3, 5, 7) == [false, true, false, true])
        // Settling what was let go changes nothing.
        recent.settled([1, 2])
        #expect(isAtHand(recent, 3, 7) == [true, true])
    }

    /// The last that were delivered are kept for what is asked about them.
    @Test func theLastDeliveredStay() throws {
        let posts = try posts(3)
        let recent = RecentMessages(deliveredBytesMax: 2 * size(of: posts[0].post) + 8)
        recent.add(posts, at: begin)
        recent.settled([5, 6, 1, 2])
        #expect(isAtHand(recent, 1, 3, 5) == [true, true, true])
        recent.settled([3, 4, 4, 3])
        #expect(isAtHand(recent, 1, 3, 5) == [true, true, false])
    }

    /// However many pass through, what is left behind by them is not kept.
    @Test(arguments: [0, 1]) func manyPassThrough(_ waiting: Int) throws {
        let made = try posts(1)[0].post
        let recent = RecentMessages(deliveredBytesMax: 3 * size(of: made))
        for index in 0..<5_000 {
            let first = Int64(1 + 2 * index)
            recent.add([(first, made)], at: begin)
            if index >= waiting { recent.settled([first, first + 1]) }
        }
        #expect(recent.places < 4_200)
        #expect(isAtHand(recent, 1, 9_999) == [waiting == 1, true])
        #expect(isAtHand(recent, 3, 5_001, 9_001) == [false, false, false])
    }
}

/// When the writer begins its next transaction.
@Suite struct WriterPaceTests {
    @Test(arguments: [
        (calls: 1, after: 0, rest: 0), (2, 0, 2), (2, 1, 1), (2, 2, 0), (2, 50, 0), (5, 0, 5), (8, 0, 8), (9, 0, 8),
        (1_000, 3, 5),
    ])
    func waitsAsLongAsCallsCameSideBySide(_ given: (calls: Int, after: Int, rest: Int)) {
        var pace = WriterPace()
        let begin = ContinuousClock.now
        #expect(pace.rest(at: begin) == .zero)
        pace.begins(calls: given.calls, at: begin)
        #expect(pace.rest(at: begin + .milliseconds(given.after)) == .milliseconds(given.rest))
    }

    /// A sender that posts alone after others is held up once at most.
    @Test func oneAloneIsNotHeldUp() {
        var pace = WriterPace()
        let begin = ContinuousClock.now
        pace.begins(calls: 6, at: begin)
        pace.begins(calls: 1, at: begin + .milliseconds(6))
        #expect(pace.rest(at: begin + .milliseconds(6)) == .zero)
    }
}
