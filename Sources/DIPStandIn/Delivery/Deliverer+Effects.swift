public import DIP
import Kernel

// What is done outside the actor: reading, writing, rendering, signing and posting.
extension Deliverer {
    /// Does one thing and tells the mailbox what came of it.
    nonisolated func perform(_ effect: DeliveryEffect) async {
        switch effect {
        case .fetch(let page): await fetch(page)
        case .post(let post, let url, let party):
            mailbox.send(.answered(post.queue, await send(post, url: url, onBehalfOf: party)))
        case .settle(let queue, let settlements, let reports):
            await write(settlements, reports)
            mailbox.send(.settled(queue))
        case .note(let lines):
            do { try await journal.append(notes: lines) } catch { mailbox.send(.journalTrouble("\(error)")) }
        case .losePatience:
            try? await Task.sleep(for: .milliseconds(settings.stopMilliseconds))
            mailbox.send(.outOfPatience)
        }
    }

    private nonisolated func fetch(_ page: Page) async {
        do {
            let parcels = try await journal.waiting(
                in: page.queue, after: page.after, limit: page.limit, maximumBytes: page.maximumBytes)
            mailbox.send(.fetched(page.queue, parcels))
        } catch {
            mailbox.send(.fetchFailed(page.queue, "\(error)"))
        }
    }

    /// Renders, signs and posts.
    private nonisolated func send(
        _ post: LanePost, url: String, onBehalfOf party: DIPID?
    ) async -> Result<WebhookAnswer, PostFailure> {
        let body: [UInt8]
        var headers: [(name: String, value: String)]
        do {
            (body, headers) = try await withTaskExecutorPreference(DeliveryThreads.shared) {
                let body = renderer.body(of: post)
                return (body, try await sign("POST", url, body))
            }
        } catch {
            return .failure(Task.isCancelled ? .stopped : .notSigned("\(error)"))
        }
        if let party { headers.append((name: "X-DIP-MPO", value: party.text)) }
        return await client.post(
            WebhookRequest(url: url, body: body, headers: headers, faults: post.faults.map(\.effect)))
    }

    /// Writes status messages first: a crash in between tells a sender twice and never not at all.
    private nonisolated func write(_ settlements: [Settlement], _ reports: [AddressedStatus]) async {
        var areReported = reports.isEmpty
        while !Task.isCancelled {
            do {
                if !areReported {
                    try await journal.append(statuses: reports)
                    areReported = true
                    mailbox.arrived(Set(reports.map { QueueID(recipient: $0.recipient, lane: 0) }))
                }
                try await journal.settle(settlements)
                return
            } catch {
                mailbox.send(.journalTrouble("\(error)"))
                try? await Task.sleep(for: .milliseconds(500))
            }
        }
    }

    /// A fault, as evidence.
    static func line(_ hit: FaultHit, _ parcel: Parcel, at now: Instant) -> JournalLine {
        var line = JournalLine(
            at: now, event: .fault, recipient: parcel.queue.recipient.text, detail: "\(hit.rule): \(hit.effect.words)")
        switch parcel.contents {
        case .message(let message, _):
            line.transactionID = message.transactionID
            line.senderUniqueReference = message.head.senderUniqueReference
            line.interface = message.head.interface
            line.eventCode = message.head.eventCode
            line.sender = message.head.sender
            line.mpan = message.head.mpan
        case .status(let entry): line.transactionID = entry.transactionID
        }
        return line
    }

    /// Counts what became of parcels, and shows it to who watches.
    func count(_ settlements: [Settlement], of queue: QueueID) {
        guard let post = flights[queue] else { return }
        let key = ChannelKey(recipient: queue.recipient, channel: post.channel)
        var channel = health[key] ?? ChannelHealth(recipient: queue.recipient, channel: post.channel)
        for settlement in settlements {
            switch settlement.outcome {
            case .delivered: channel.delivered += 1
            case .retry: channel.retried += 1
            case .undelivered: channel.undelivered += 1
            }
        }
        health[key] = channel
        guard let onEvent else { return }
        let parcels = Dictionary(post.parcels.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for settlement in settlements {
            var event = DeliveryEvent(
                at: settlement.at, recipient: queue.recipient, channel: post.channel, settlement: settlement)
            if case .message(let message, _) = parcels[settlement.parcel]?.contents {
                event.transactionID = message.transactionID
                event.interface = message.head.interface
                event.sender = message.head.sender
                event.mpan = message.head.mpan
            }
            onEvent(event)
        }
    }

    /// How deliveries go now: in memory, and what the journal says of its queues.
    public func deliveryHealth() async throws(JournalError) -> DeliveryHealth {
        let waiting = try await journal.queues()
        for (recipient, channels) in webhooks {
            for channel in channels.keys {
                let key = ChannelKey(recipient: recipient, channel: channel)
                if health[key] == nil { health[key] = ChannelHealth(recipient: recipient, channel: channel) }
            }
        }
        let channels = health.keys.sorted().compactMap { key -> ChannelHealth? in
            var channel = health[key]
            channel?.url = webhooks[key.recipient]?[key.channel]?.url
            channel?.circuit = circuits[key]?.state ?? .closed
            return channel
        }
        return DeliveryHealth(
            channels: channels,
            queues: waiting.map { summary in
                QueueHealth(
                    queue: summary.queue, waiting: summary.waiting, oldest: summary.oldest,
                    condition: lanes[summary.queue]?.condition ?? .idle)
            }, isHeld: isHeld, memoryBytes: memoryBytes, postsUnderWay: flights.count, journalTrouble: journalTrouble)
    }
}
