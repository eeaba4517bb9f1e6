import DIP
import Kernel
import ServiceLifecycle
import Synchronization

/// `/dip/events`: lines and totals as server-sent events, each line with its sequence as the event's identifier, so that
/// a browser that lost the connection goes on where it stopped.
enum LiveStream {
    /// How often the journal is asked.
    static let tick: Duration = .milliseconds(500)
    /// Lines given at a tick at most; where more came, the newest are given and the gap is said.
    static let mostLines = LivePage.mostRows
    /// Ticks after which the stream ends; the browser asks again.
    static let mostTicks = 7_200
    /// Ticks without a line after which a comment shows whether anyone still listens.
    private static let ticksOfSilence = 20

    static func page(_ desk: Desk, _ dip: DIPDesk, lastEventID: String?, seats: LiveSeats) throws -> Page {
        let search = JournalSearch(desk.address.dip)
        if let problem = search.problems.sorted(by: { $0.key < $1.key }).first {
            throw RoomFailure.badAddress("\(problem.key): \(problem.value)")
        }
        let after = max(search.after ?? 0, lastEventID.flatMap { Int64($0) } ?? 0)
        let stream = PageStream(source: desk.address.text) { give in
            guard seats.take() else {
                try await give(Array("retry: 30000\nevent: full\ndata: {}\n\n".utf8))
                return
            }
            defer { seats.leave() }
            try await follow(JournalRows(desk: desk), dip, after: after, filter: search.filter, give)
        }
        return Page(contentType: "text/event-stream; charset=utf-8", stream: stream, fileName: nil)
    }

    private static func follow(
        _ rows: JournalRows, _ dip: DIPDesk, after: Int64, filter: JournalFilter,
        _ give: (_ piece: [UInt8]) async throws -> Void
    ) async throws {
        var place = after
        var before: (totals: JournalTotals, at: Instant)?
        var isMoving = true
        var silence = 0
        try await give(Array("retry: 2000\n\n".utf8))
        for _ in 0..<mostTicks {
            guard !Task.isCancelled, !Task.isShuttingDownGracefully else { return }
            let totals = try await dip.journal.totals()
            let now = dip.now()
            var bytes: [UInt8] = []
            // Once more after the last change, so that the rate falls back to nothing.
            if totals != before?.totals || isMoving { bytes += TotalsEvent.text(totals, before: before, now: now) }
            isMoving = totals != before?.totals
            before = (totals, now)
            if totals.lastSequence > place {
                let newest = try await dip.journal.lines(before: nil, filter: filter, limit: mostLines)
                let fresh = newest.filter { $0.sequence > place }
                bytes += LineEvent.text(fresh.reversed(), rows, isGap: fresh.count == mostLines)
                place = max(place, totals.lastSequence, fresh.first?.sequence ?? 0)
            }
            silence = bytes.isEmpty ? silence + 1 : 0
            if silence >= ticksOfSilence {
                bytes += Array(": still here\n\n".utf8)
                silence = 1
            }
            if !bytes.isEmpty { try await give(bytes) }
            try await Task.sleep(for: tick)
        }
    }
}

/// Lines as events: each with the cells of its row.
enum LineEvent {
    static func text(_ lines: [JournalLine], _ rows: JournalRows, isGap: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        if isGap { bytes += Array("event: gap\ndata: {}\n\n".utf8) }
        for line in lines {
            bytes += Array("id: \(line.sequence)\nevent: line\ndata: ".utf8)
            bytes += json(rows.cells(line))
            bytes += [0x0A, 0x0A]
        }
        return bytes
    }

    /// JSON without a line's end in it, whatever the texts hold.
    private static func json(_ cells: [DIPCell]) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginArray()
        for (cell, head) in zip(cells, JournalRows.heads) {
            writer.beginObject()
            for (name, value) in [
                ("text", cell.text), ("label", head.text), ("style", cell.classes), ("href", cell.href),
                ("tone", cell.tone), ("time", cell.instant?.iso), ("note", cell.detail),
            ] {
                guard let value else { continue }
                writer.key(name)
                writer.string(value)
            }
            writer.endObject()
        }
        writer.endArray()
        return writer.bytes
    }
}

/// The totals as an event: the figures' texts by their names.
enum TotalsEvent {
    static func text(
        _ totals: JournalTotals, before: (totals: JournalTotals, at: Instant)?, now: Instant
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        for (name, number) in [
            ("messages", totals.messages), ("delivered", totals.delivered), ("waiting", totals.waiting),
            ("undelivered", totals.undelivered), ("refused", totals.refusedPosts),
        ] {
            writer.key(name)
            writer.string(Wording.number(number))
        }
        if let before, now > before.at {
            let count = Int64(totals.messages - before.totals.messages)
            writer.key("rate")
            writer.string(LivePage.Rate.text(count, inMilliseconds: now.milliseconds - before.at.milliseconds))
            writer.key("rateInWords")
            writer.string("at this moment")
        }
        writer.endObject()
        return Array("event: totals\ndata: ".utf8) + writer.bytes + [0x0A, 0x0A]
    }
}

/// How many streams are followed at a time.
final class LiveSeats: Sendable {
    /// Beyond it a stream says that it is full and ends.
    static let most = 40
    private let taken = Mutex(0)

    func take() -> Bool {
        taken.withLock { taken in
            guard taken < Self.most else { return false }
            taken += 1
            return true
        }
    }

    func leave() { taken.withLock { $0 -= 1 } }
}
