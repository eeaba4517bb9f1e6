import DIP
import Kernel

/// Something to be done outside the actor.
enum DeliveryEffect: Sendable {
    case fetch(Deliverer.Page)
    case post(LanePost, url: String, onBehalfOf: DIPID?)
    case settle(QueueID, [Settlement], [AddressedStatus])
    case note([JournalLine])
    /// Wait, and then stop whatever is still under way.
    case losePatience
}

extension Deliverer {
    /// Brings one event to the lanes and gives back what they want done.
    func handle(_ event: Mailbox.Event) -> [DeliveryEffect] {
        let now = desk.now()
        var effects: [DeliveryEffect] = []
        followClock(at: now, &effects)
        followDesk(at: now, &effects)
        switch event {
        case .fetched(let queue, let parcels):
            journalTrouble = nil
            reading.remove(queue)
            pace(queue, parcels)
            step(queue, at: now, &effects) { $0.fetched(parcels, isEnd: parcels.isEmpty, at: now) }
        case .fetchFailed(let queue, let cause):
            journalTrouble = cause
            reading.remove(queue)
            step(queue, at: now, &effects) { $0.fetchFailed(at: now) }
        case .answered(let queue, let result): finish(queue, result, at: now, &effects)
        case .settled(let queue):
            settling -= 1
            step(queue, at: now, &effects) { $0.settled(at: now) }
        case .journalTrouble(let cause): journalTrouble = cause
        case .register(let participants, let webhooks): take(participants, webhooks, at: now, &effects)
        case .tick:
            mailbox.tickTaken()
            // Arrivals wait for the tick, so that a post carries what came in the meantime: its signature is the dearest step.
            takeArrivals(at: now, &effects)
            tick(at: now, &effects)
        case .stop: beginToStop(at: now, &effects)
        case .outOfPatience: isOutOfPatience = true
        }
        wakeAfterCircuits(at: now, &effects)
        giveTurns(at: now, &effects)
        givePages(&effects)
        if case .tick = event { pause = DeliveryPause(ticks: pause.ticks + 1, isAtRest: isAtRest) }
        return effects
    }

    /// When each recipient's next delivery is due of those that wait for an instant, by the deliverer's clock.
    func dues() -> [DIPID: Instant] {
        var dues: [DIPID: Instant] = [:]
        for (queue, due) in wakes { dues[queue.recipient] = min(due, dues[queue.recipient] ?? due) }
        return dues
    }

    /// Whether nothing is under way: whatever waits, waits for an instant to come, an outage to end or a webhook.
    private var isAtRest: Bool {
        knowsRegister && flights.isEmpty && settling == 0 && reading.isEmpty && pages.isEmpty && gathering.isEmpty
            && !mailbox.hasArrivals
    }

    private func takeArrivals(at now: Instant, _ effects: inout [DeliveryEffect]) {
        guard !isStopping else { return }
        for queue in mailbox.takeArrivals() {
            if lanes[queue] == nil {
                lanes[queue] = DeliveryLane(
                    queue: queue, settings: settings.delivery, channels: webhooks[queue.recipient] ?? [:],
                    isHeld: isHeld || !knowsRegister)
            }
            step(queue, at: now, &effects) { $0.arrived(at: now) }
        }
    }

    /// Lets a lane take one input, and does what it wants.
    private func step(
        _ queue: QueueID, at now: Instant, _ effects: inout [DeliveryEffect],
        _ input: (inout DeliveryLane) -> [LaneAction]
    ) {
        // Taken out while it changes, so that its parcels are not copied.
        guard var lane = lanes.removeValue(forKey: queue) else { return }
        let actions = input(&lane)
        carryOut(actions, of: queue, at: now, &effects)
        if lane.isQuiet {
            wakes[queue] = nil
            share(0, of: queue)
        } else {
            if case .resting(let until) = lane.condition { wakes[queue] = until } else { wakes[queue] = nil }
            share(reading.contains(queue) ? settings.delivery.laneBytes : lane.loadedBytes, of: queue)
            lanes[queue] = lane
        }
    }

    private func share(_ bytes: Int, of queue: QueueID) {
        memoryBytes += bytes - (shares[queue] ?? 0)
        shares[queue] = bytes == 0 ? nil : bytes
    }

    private func carryOut(
        _ actions: [LaneAction], of queue: QueueID, at now: Instant, _ effects: inout [DeliveryEffect]
    ) {
        var notes: [JournalLine] = []
        for action in actions {
            switch action {
            case .fetch(let after, let limit, let maximumBytes):
                let page = Page(queue: queue, after: after, limit: limit, maximumBytes: maximumBytes)
                if let pace = paces[queue], pace.due > .now { gathering[queue] = page } else { pages.append(page) }
            case .apply(let head, let channel, let accepted):
                scheduler.apply(queue, head: head, channel: channel, accepted: accepted)
            case .withdraw: scheduler.withdraw(queue)
            case .post(let post): launch(post, at: now, &effects)
            case .turnOver:
                scheduler.finished(queue)
                if let key = probes.removeValue(forKey: queue) { circuits[key]?.probeWithdrawn(at: now) }
            case .settle(let settlements, let reports):
                settling += 1
                count(settlements, of: queue)
                effects.append(.settle(queue, settlements, reports))
            case .faulted(let hit, let parcel): notes.append(Self.line(hit, parcel, at: now))
            case .channel(let channel, let answered):
                heard(ChannelKey(recipient: queue.recipient, channel: channel), answered, at: now)
            case .wake: break
            }
        }
        if !notes.isEmpty { effects.append(.note(notes)) }
    }

    private func launch(_ post: LanePost, at now: Instant, _ effects: inout [DeliveryEffect]) {
        let recipient = post.queue.recipient
        flights[post.queue] = post
        scheduler.charged(post.queue, messages: post.parcels.count)
        let key = ChannelKey(recipient: recipient, channel: post.channel)
        health[key, default: ChannelHealth(recipient: recipient, channel: post.channel)].posts += 1
        effects.append(
            .post(
                post, url: webhooks[recipient]?[post.channel]?.url ?? "",
                onBehalfOf: providers[recipient] == nil ? nil : recipient))
    }

    private func finish(
        _ queue: QueueID, _ result: Result<WebhookAnswer, PostFailure>, at now: Instant,
        _ effects: inout [DeliveryEffect]
    ) {
        guard let post = flights[queue] else { return }
        let key = ChannelKey(recipient: queue.recipient, channel: post.channel)
        switch result {
        case .success(let answer):
            health[key]?.lastAnswer = "answered \(answer.status)"
            health[key]?.milliseconds = answer.milliseconds
            let isTaken = [.delivered, .deliveredWithWarning].contains(
                settings.delivery.answerClass(of: answer.status))
            if isTaken { health[key]?.lastSuccess = now } else { health[key]?.lastFailure = now }
            step(queue, at: now, &effects) { $0.answered(answer, at: now) }
        case .failure(let failure):
            health[key]?.lastAnswer = failure.words
            health[key]?.lastFailure = now
            step(queue, at: now, &effects) { $0.failed(failure, at: now) }
        }
        flights[queue] = nil
    }

    private func heard(_ key: ChannelKey, _ answered: Bool, at now: Instant) {
        if answered {
            guard let circuit = circuits[key] else { return }
            circuits[key] = nil
            if circuit.state != .closed { closedCircuits.insert(key.recipient) }
        } else {
            circuits[key, default: ChannelCircuit(settings.delivery.circuit)].failed(at: now)
        }
    }

    /// Lanes that waited for a circuit do not wait out its rest when it closes.
    private func wakeAfterCircuits(at now: Instant, _ effects: inout [DeliveryEffect]) {
        guard !closedCircuits.isEmpty else { return }
        let recipients = closedCircuits
        closedCircuits = []
        for queue in heldOff.filter({ recipients.contains($0.recipient) }).sorted() {
            heldOff.remove(queue)
            step(queue, at: now, &effects) { $0.circuitClosed(at: now) }
        }
    }

    private func take(
        _ participants: [Participant], _ registered: [Webhook], at now: Instant, _ effects: inout [DeliveryEffect]
    ) {
        var found: [DIPID: [Channel: Webhook]] = [:]
        for webhook in registered { found[webhook.dipID, default: [:]][webhook.channel] = webhook }
        providers = Dictionary(
            participants.compactMap { one in one.connectionProvider.map { (one.dipID, $0) } },
            uniquingKeysWith: { _, later in later })
        let before = webhooks
        webhooks = found
        let wasKnown = knowsRegister
        knowsRegister = true
        for queue in lanes.keys.sorted() {
            let old = before[queue.recipient] ?? [:]
            let new = found[queue.recipient] ?? [:]
            let changed = Set(old.keys).union(new.keys).filter { old[$0]?.url != new[$0]?.url }
            for channel in changed { circuits[ChannelKey(recipient: queue.recipient, channel: channel)] = nil }
            if old != new { step(queue, at: now, &effects) { $0.webhooks(new, changed: changed, at: now) } }
            // Lanes that came before the register was read were held till now.
            if !wasKnown, !isHeld, !isStopping { step(queue, at: now, &effects) { $0.release(at: now) } }
        }
    }

    /// Where the clock was set back, nothing waits for an instant that it showed before.
    private func followClock(at now: Instant, _ effects: inout [DeliveryEffect]) {
        defer { lastShown = now }
        // Less than that is the real clock being put right.
        guard let lastShown, now.later(milliseconds: 1_000) < lastShown, !isStopping else { return }
        circuits = [:]
        probes = [:]
        heldOff = []
        scheduler.clockSetBack(to: now)
        for queue in lanes.keys.sorted() { step(queue, at: now, &effects) { $0.clockSetBack(at: now) } }
    }

    /// Holds or releases the lanes as the outages say at this instant.
    private func followDesk(at now: Instant, _ effects: inout [DeliveryEffect]) {
        let deliveries = desk.deliveries(at: now)
        guard deliveries.isHeld != isHeld, !isStopping else { return }
        isHeld = deliveries.isHeld
        if !isHeld { scheduler.release(deliveries.release, at: now) }
        let isStill = isHeld || !knowsRegister
        for queue in lanes.keys.sorted() {
            step(queue, at: now, &effects) { isStill ? $0.hold() : $0.release(at: now) }
        }
    }

    /// Notes what a page found, for when the next one is read.
    private func pace(_ queue: QueueID, _ parcels: [Parcel]) {
        let limits = (settings.delivery.laneParcels, settings.delivery.laneBytes)
        paces[queue] = LanePace(
            parcels: parcels.count, bytes: parcels.reduce(0) { $0 + $1.size }, limits: limits,
            mostMilliseconds: settings.gatherMilliseconds, at: .now)
    }

    /// Lets lanes read that have gathered long enough.
    private func endGathering() {
        let now = ContinuousClock.now
        for queue in gathering.keys.sorted() where paces[queue].map({ $0.due <= now }) ?? true {
            if let page = gathering.removeValue(forKey: queue) { pages.append(page) }
        }
        paces = paces.filter { gathering[$0.key] != nil || $0.value.due > now }
    }

    private func tick(at now: Instant, _ effects: inout [DeliveryEffect]) {
        endGathering()
        let due = wakes.filter { $0.value <= now }.keys.sorted()
        for queue in due {
            wakes[queue] = nil
            heldOff.remove(queue)
            step(queue, at: now, &effects) { $0.timer(at: now) }
        }
        if scheduler.isReleasing, scheduler.counts == (0, 0), !lanes.values.contains(where: { $0.condition.isBusy }) {
            scheduler.endRelease()
        }
    }

    private func beginToStop(at now: Instant, _ effects: inout [DeliveryEffect]) {
        guard !isStopping else { return }
        isStopping = true
        pages = []
        gathering = [:]
        for queue in lanes.keys.sorted() { step(queue, at: now, &effects) { $0.hold() } }
        effects.append(.losePatience)
    }

    /// Lets lanes post whose turn has come and whose circuit is closed.
    private func giveTurns(at now: Instant, _ effects: inout [DeliveryEffect]) {
        guard !isStopping else { return }
        var granted = scheduler.grant(at: now)
        while !granted.queues.isEmpty {
            for queue in granted.queues { giveTurn(queue, at: now, &effects) }
            granted = scheduler.grant(at: now)
        }
        rateDue = granted.askAgain
    }

    private func giveTurn(_ queue: QueueID, at now: Instant, _ effects: inout [DeliveryEffect]) {
        guard let lane = lanes[queue], let head = lane.head else { return scheduler.finished(queue) }
        let key = ChannelKey(recipient: queue.recipient, channel: head.channel)
        if let until = circuits[key]?.admit(at: now) {
            heldOff.insert(queue)
            return step(queue, at: now, &effects) { $0.heldOff(until: until) }
        }
        if circuits[key]?.state == .probing { probes[queue] = key }
        let allowed = scheduler.messagesAllowed(queue)
        step(queue, at: now, &effects) { lane in
            desk.draw { book in lane.turn(at: now, allowed: allowed, faults: &book) }
        }
    }

    /// Lets pages be read for which there is memory.
    private func givePages(_ effects: inout [DeliveryEffect]) {
        guard !isStopping else { return }
        var taken = 0
        for page in pages {
            guard memoryBytes == 0 || memoryBytes + page.maximumBytes <= settings.memoryBytes else { break }
            share(page.maximumBytes, of: page.queue)
            reading.insert(page.queue)
            effects.append(.fetch(page))
            taken += 1
        }
        pages.removeFirst(taken)
    }
}
