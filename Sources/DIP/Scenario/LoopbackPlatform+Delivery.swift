public import Kernel

// Deliveries of the platform in memory: order, faults, outages, tries.
extension LoopbackPlatform {
    /// What the platform does with an answer: dip.md's retry classes.
    private static let retried: Set<Int> = [408, 429, 500, 502, 503, 504]

    public mutating func set(_ rule: FaultRule) -> String? { faults.set(rule) }

    public mutating func clear(fault name: String) { faults.remove(name) }

    public mutating func beginOutage(_ kind: Outage.Kind, at now: Instant) {
        outage = Outage(kind: kind, from: now, until: nil)
    }

    /// Ends the outage and lets the backlog go.
    public mutating func endOutage(_ policy: ReleasePolicy, at now: Instant) {
        outage = nil
        let waiting = Self.ordered(backlog, by: policy)
        backlog = []
        heldUntil = [:]
        for (place, delivery) in waiting.enumerated() {
            var due = now
            if case .rateLimited(let rate) = policy {
                due = now.later(milliseconds: Int64(place) * 1_000 / Int64(max(1, rate)))
            }
            _ = agenda.add(delivery, at: due)
        }
    }

    /// The order in which a backlog goes; that of each queue always holds.
    private static func ordered(_ backlog: [Waiting], by policy: ReleasePolicy) -> [Waiting] {
        let waiting = backlog.sorted { $0.parcel.id < $1.parcel.id }
        guard case .byInterfacePriority(let first) = policy else { return waiting }
        var rank: [Channel: Int] = [:]
        for (place, interface) in first.enumerated() where rank[.interface(interface)] == nil {
            rank[.interface(interface)] = place
        }
        var queues = Dictionary(grouping: waiting) { $0.parcel.queue }.mapValues { $0[...] }
        let keys = queues.keys.sorted()
        var ordered: [Waiting] = []
        ordered.reserveCapacity(waiting.count)
        while ordered.count < waiting.count {
            let next = keys.min { left, right in
                Self.weight(queues[left]?.first, rank) < Self.weight(queues[right]?.first, rank)
            }
            guard let next, let delivery = queues[next]?.popFirst() else { break }
            ordered.append(delivery)
        }
        return ordered
    }

    private static func weight(_ delivery: Waiting?, _ rank: [Channel: Int]) -> (Int, Int64) {
        guard let delivery else { return (.max, .max) }
        return (rank[delivery.parcel.channel] ?? rank.count, delivery.parcel.id)
    }

    /// Puts a delivery on its way.
    mutating func dispatch(_ delivery: Waiting, at now: Instant) {
        let due = max(now.later(milliseconds: deliveryMilliseconds), heldUntil[delivery.parcel.queue] ?? now)
        _ = agenda.add(delivery, at: due)
    }

    /// What reaches parties at an instant, in order.
    public mutating func due(at now: Instant) -> [Delivery] {
        var deliveries: [Delivery] = []
        while let delivery = agenda.next(at: now) {
            if outage?.holdsDeliveries(at: now) == true {
                backlog.append(delivery)
            } else if let held = heldUntil[delivery.parcel.queue], held > now, delivery.parcel.attempts == 0 {
                _ = agenda.add(delivery, at: held)
            } else {
                attempt(delivery, at: now, &deliveries)
            }
        }
        return deliveries
    }

    private mutating func attempt(_ delivery: Waiting, at now: Instant, _ deliveries: inout [Delivery]) {
        let parcel = delivery.parcel
        var interface: InterfaceID?
        if case .interface(let named) = parcel.channel { interface = named }
        var head: MessageHead?
        if case .message(let message, _) = parcel.contents { head = message.head }
        let subject = FaultSubject(
            direction: .delivery, party: parcel.queue.recipient, interface: interface, event: head?.eventCode,
            sender: head.flatMap { DIPID($0.sender) }, recipients: [parcel.queue.recipient], mpan: head?.mpan,
            number: parcel.id, attempt: parcel.attempts)
        // All rules that hit are counted as used at once, so all are heeded: what a delayed message met goes with it.
        let effects = faults.hits(subject, at: now).map(\.effect)
        var delivery = delivery
        for case .duplicate(let more) in effects { delivery.copies += more }
        if effects.contains(.drop) { return }
        for effect in effects {
            switch effect {
            case .refuse(let code): return tell(code, of: delivery, at: now)
            case .answer(let status):
                return Self.retried.contains(status)
                    ? retry(delivery, "answers \(status)", at: now)
                    : giveUp(delivery, "answers \(status)", at: now)
            case .brokenTLS, .expiredCertificate: return retry(delivery, "shows no valid certificate", at: now)
            case .wrongSignature, .truncatedBody: return giveUp(delivery, "answers 401", at: now)
            default: break
            }
        }
        if let length = Self.delay(effects, parcel), parcel.attempts == 0 {
            return postpone(delivery, until: now.later(milliseconds: length))
        }
        if effects.contains(.shuffle), parcel.attempts == 0 { return shuffle(delivery, at: now) }
        guard let contents = contents(of: parcel) else { return }
        for _ in 0..<delivery.copies {
            deliveries.append(Delivery(recipient: parcel.queue.recipient, contents: contents))
        }
        for case .report(let code) in effects { tell(code, of: delivery, at: now) }
    }

    /// A status message with a code, in the name of a delivery's recipient.
    private mutating func tell(_ code: ResponseCode, of delivery: Waiting, at now: Instant) {
        guard case .message(let message, _) = delivery.parcel.contents else { return }
        let recipient = delivery.parcel.queue.recipient
        tell(delivery.sender, code, ResponseCodes.sentence(of: code), message, as: recipient.text, at: now)
    }

    /// The longest of the delays among effects, milliseconds; nil where there is none.
    private static func delay(_ effects: [FaultEffect], _ parcel: Parcel) -> Int64? {
        effects.compactMap { effect -> Int64? in
            switch effect {
            case .delay(let length), .slowConnection(let length): Int64(length)
            case .slowBody(let rate): Int64(parcel.size) * 1_000 / Int64(max(1, rate))
            default: nil
            }
        }.max()
    }

    /// As the recipient gets it: with D0 and A0, and values masked that its role may not see.
    private func contents(of parcel: Parcel) -> Delivery.Contents? {
        switch parcel.contents {
        case .status(let entry): return .status(entry)
        case .message:
            guard let body = try? JSONValue(renderer.body(of: [parcel])), let element = body[0] else { return nil }
            return .message(element)
        }
    }

    /// The queue waits with it.
    private mutating func postpone(_ delivery: Waiting, until later: Instant) {
        var delayed = delivery
        delayed.parcel.attempts += 1
        heldUntil[delivery.parcel.queue] = later
        _ = agenda.add(delayed, at: later)
    }

    /// Out of its place: up to ten seconds later, by the seed; what comes after it does not wait.
    private mutating func shuffle(_ delivery: Waiting, at now: Instant) {
        var generator = SeededGenerator(seed: seed).child("shuffle \(delivery.parcel.id)")
        var moved = delivery
        moved.parcel.attempts += 1
        _ = agenda.add(moved, at: now.later(milliseconds: Int64(generator.nextBelow(10_000))))
    }

    private mutating func retry(_ delivery: Waiting, _ why: String, at now: Instant) {
        guard delivery.parcel.attempts + 1 < Self.mostTries else { return giveUp(delivery, why, at: now) }
        let spacing = min(1_000 << Int64(delivery.parcel.attempts), 300_000)
        postpone(delivery, until: now.later(milliseconds: Int64(spacing)))
    }

    /// The sender is told that it was not delivered.
    private mutating func giveUp(_ delivery: Waiting, _ why: String, at now: Instant) {
        guard case .message(let message, _) = delivery.parcel.contents else { return }
        let recipient = delivery.parcel.queue.recipient
        tell(delivery.sender, .processingFailed, "Not delivered to \(recipient), which \(why).", message, at: now)
    }
}
