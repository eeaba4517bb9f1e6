import DIP
import Foundation
import Kernel
import Testing

@testable import ControlRoom

/// The stream behind the live page.
@Suite struct LiveStreamTests {
    private struct Enough: Error {}

    /// What the stream says until a text has come; ends it as a browser does that goes away.
    private func heard(
        _ room: ControlRoom, _ address: String, lastEventID: String? = nil, until mark: String
    ) async throws -> String {
        let parts = address.split(separator: "?", maxSplits: 1)
        let page = try await room.respond(
            path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : "", lastEventID: lastEventID)
        #expect(page.contentType == "text/event-stream; charset=utf-8")
        #expect(page.fileName == nil)
        let pieces = StreamedPieces()
        let stream = try #require(page.stream)
        await #expect(throws: Enough.self) {
            try await stream.write { piece in
                await pieces.add(piece)
                if await String(decoding: pieces.bytes, as: UTF8.self).contains(mark) { throw Enough() }
            }
        }
        return await String(decoding: pieces.bytes, as: UTF8.self)
    }

    @Test func linesComeOnceInOrderAndGoOnWhereTheyStopped() async throws {
        let made = SampleTraffic().desk()
        let room = sampleRoom(dip: made.desk)
        let all = try await heard(room, "/dip/events", until: "event: line")
        #expect(Self.identifiers(all) == Array(1...8))
        let later = try await heard(room, "/dip/events?after=5", until: "event: line")
        #expect(Self.identifiers(later) == [6, 7, 8])
        let again = try await heard(room, "/dip/events?after=2", lastEventID: "6", until: "event: line")
        #expect(Self.identifiers(again) == [7, 8])
        #expect(try await heard(room, "/dip/events?after=8", until: "event: totals").contains("\"messages\":\"1\""))
    }

    private static func identifiers(_ text: String) -> [Int] {
        text.components(separatedBy: "\n").compactMap { $0.hasPrefix("id: ") ? Int($0.dropFirst(4)) : nil }
    }

    @Test func moreThanCanBeShownIsSaidToBeMore() async throws {
        let room = sampleRoom(dip: SampleTraffic(many: 500).desk().desk)
        let text = try await heard(room, "/dip/events", until: "event: line")
        #expect(text.contains("event: gap"))
        #expect(Self.identifiers(text) == Array(309...508))
    }

    /// An event ends at an empty line; no text of a message may make one.
    @Test func noTextBreaksOutOfItsEvent() async throws {
        let hostile = "a\n\nevent: line\ndata: []\n\n\r\r\u{2028}" + SampleTraffic.hostile
        let room = sampleRoom(dip: SampleTraffic(text: hostile).desk().desk)
        let text = try await heard(room, "/dip/events", until: "event: line")
        let events = text.components(separatedBy: "\n\n").filter { $0.hasPrefix("id: ") }
        #expect(events.count == 8)
        for event in events {
            let fields = event.components(separatedBy: "\n")
            #expect(fields.count == 3 && !event.contains("\r"))
            let data = try #require(fields.last).dropFirst("data: ".count)
            let cells = try #require(try JSONSerialization.jsonObject(with: Data(data.utf8)) as? [[String: String]])
            #expect(cells.count == JournalRows.heads.count)
            #expect(cells.allSatisfy { $0["href"]?.hasPrefix("/dip/") ?? true })
        }
    }

    @Test func seatsAreBoundedAndGivenBack() async throws {
        let seats = LiveSeats()
        for _ in 0..<LiveSeats.most { #expect(seats.take()) }
        #expect(!seats.take())
        seats.leave()
        #expect(seats.take())
        // A stream that ends gives its seat back: the room never fills up.
        let room = sampleRoom()
        for _ in 0..<(LiveSeats.most + 2) {
            #expect(try await heard(room, "/dip/events?after=8", until: "event: ").contains("event: totals"))
        }
    }

    @Test(arguments: ["after=x", "event=none", "mpan=1"]) func aStreamOfNothingReadableIsRefused(query: String)
        async throws
    {
        #expect(try await sampleRoom().page("/dip/events?\(query)").status == 400)
    }
}
