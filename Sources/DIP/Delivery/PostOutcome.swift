import Kernel

/// What an answer, or none, means for each parcel of a post.
struct PostOutcome {
    let queue: QueueID
    let settings: DeliverySettings
    let instant: Instant
    private(set) var settlements: [Settlement] = []
    private(set) var reports: [AddressedStatus] = []
    /// Parcels that go again at once, alone.
    private(set) var again: [DeliveryLane.Item] = []
    /// The first parcel that is tried again, and how many tries it has had.
    private(set) var firstRetry: (parcel: Int64, attempt: Int)?

    init(lane: DeliveryLane, at instant: Instant) {
        queue = lane.queue
        settings = lane.settings
        self.instant = instant
    }

    mutating func take(_ answer: WebhookAnswer, items: [DeliveryLane.Item]) {
        let answerClass = settings.answerClass(of: answer.status)
        let count = items.reduce(0) { $0 + 1 + $1.copies }
        var place = 0
        for item in items {
            let entry = answer.entry(for: item.transactionID, at: place, of: count)
            place += 1 + item.copies
            switch answerClass {
            case .delivered, .deliveredWithWarning:
                if let code = entry?.code, settings.retriedCodes.contains(code) {
                    retry(item, entry, answer, "answered \(answer.status) with \(code)")
                } else {
                    deliver(item, entry, answer, isWarned: answerClass == .deliveredWithWarning)
                }
            case .retry: retry(item, entry, answer, "answered \(answer.status)")
            case .refused:
                if items.count > 1, settings.refusedPost == .oneByOne {
                    var alone = item
                    alone.isAlone = true
                    again.append(alone)
                } else {
                    giveUp(item, entry, answer.status, "answered \(answer.status)", answer.milliseconds)
                }
            }
        }
    }

    mutating func take(_ failure: PostFailure, items: [DeliveryLane.Item]) {
        for item in items {
            if failure.isFinal {
                giveUp(item, nil, nil, failure.words, 0)
            } else {
                retry(item, nil, nil, failure.words)
            }
        }
    }

    /// A fault ends it without its recipient being asked: dropped in silence, or refused with a code as though the
    /// recipient had (level 3).
    mutating func take(_ fault: FaultHit, item: DeliveryLane.Item) {
        guard case .refuse(let code) = fault.effect else {
            return settle(item, .undelivered, nil, nil, "dropped by fault rule \(fault.rule)", 0)
        }
        settle(item, .undelivered, 400, code, "refused with \(code) by fault rule \(fault.rule)", 0)
        add(item, from: queue.recipient.text, message: ResponseCodes.message(of: code), help: Self.help(fault))
    }

    /// What a sender is told beside a code that a rule chose.
    private static func help(_ fault: FaultHit) -> String {
        "chosen by the fault rule \(fault.rule), which is switched on at the stand-in"
    }

    mutating func takeUnaddressed(_ item: DeliveryLane.Item) {
        let words = "no webhook is registered for \(item.parcel.channel)"
        settle(item, .undelivered, nil, nil, words, 0)
        report(item, code: .routingError, "\(queue.recipient) has no webhook for \(item.parcel.channel)", help: nil)
    }

    private mutating func deliver(
        _ item: DeliveryLane.Item, _ entry: AnswerEntry?, _ answer: WebhookAnswer, isWarned: Bool
    ) {
        var detail = entry?.message ?? "answered \(answer.status)"
        if isWarned { detail += "; the specification lists 201 and 207, not \(answer.status)" }
        if let remark = answer.remark { detail += "; " + remark }
        settle(item, .delivered, answer.status, entry?.code, detail, answer.milliseconds)
        if let entry, entry.reportsFailure || (settings.reportsDeliveries && entry.message != nil) {
            relay(item, entry)
        } else if settings.reportsDeliveries {
            report(item, code: .success, "Delivered to \(queue.recipient)", help: nil)
        }
        for fault in item.reported {
            guard let code = fault.effect.code else { continue }
            add(item, from: queue.recipient.text, message: ResponseCodes.message(of: code), help: Self.help(fault))
        }
    }

    private mutating func retry(
        _ item: DeliveryLane.Item, _ entry: AnswerEntry?, _ answer: WebhookAnswer?, _ words: String
    ) {
        let attempt = item.parcel.attempts + 1
        guard attempt < settings.retry.tries else {
            return giveUp(item, entry, answer?.status, "\(words), after \(attempt) tries", answer?.milliseconds ?? 0)
        }
        firstRetry = firstRetry ?? (item.parcel.id, attempt)
        settle(item, .retry, answer?.status, entry?.code, words, answer?.milliseconds ?? 0)
    }

    private mutating func giveUp(
        _ item: DeliveryLane.Item, _ entry: AnswerEntry?, _ status: Int?, _ words: String, _ milliseconds: Int
    ) {
        let detail = entry?.message.map { "\(words): \($0)" } ?? words
        settle(item, .undelivered, status, entry?.code, detail, milliseconds)
        if let entry, entry.reportsFailure {
            relay(item, entry)
        } else {
            report(item, code: .processingFailed, "Not delivered to \(queue.recipient): \(words)", help: entry?.message)
        }
    }

    private mutating func settle(
        _ item: DeliveryLane.Item, _ outcome: Settlement.Outcome, _ status: Int?, _ code: ResponseCode?,
        _ detail: String, _ milliseconds: Int
    ) {
        settlements.append(
            Settlement(
                parcel: item.parcel.id, outcome: outcome, at: instant, httpStatus: status, code: code,
                detail: detail.cut(to: 1_000), milliseconds: milliseconds))
    }

    /// Passes on what the recipient said (level 3).
    private mutating func relay(_ item: DeliveryLane.Item, _ entry: AnswerEntry) {
        add(item, from: queue.recipient.text, message: entry.message, help: entry.help)
    }

    /// Says something of the platform's own.
    private mutating func report(_ item: DeliveryLane.Item, code: ResponseCode, _ words: String, help: String?) {
        add(item, from: StatusEntry.platform, message: "\(code) - \(words)", help: help)
    }

    private mutating func add(_ item: DeliveryLane.Item, from: String, message: String?, help: String?) {
        // Nobody is told of a status message that did not arrive: its answer could be lost the same way without end.
        guard case .message(let accepted, _) = item.parcel.contents, let sender = DIPID(accepted.head.sender) else {
            return
        }
        let entry = StatusEntry(
            transactionID: accepted.transactionID, senderUniqueReference: accepted.head.senderUniqueReference,
            correlationID: accepted.head.senderCorrelation, sentTimestamp: instant.isoWithOffset, senderID: from,
            recipientID: accepted.head.sender, connectionProviderID: accepted.head.connectionProvider,
            message: message?.cut(to: 200), help: help?.cut(to: 500))
        reports.append(AddressedStatus(entry: entry, recipient: sender, at: instant, mpan: accepted.head.mpan))
    }
}

extension DeliveryLane.Item {
    /// Of a status message the transaction that it is about.
    var transactionID: String {
        switch parcel.contents {
        case .message(let message, _): message.transactionID
        case .status(let entry): entry.transactionID ?? ""
        }
    }
}

extension String {
    /// The first characters, counted as JSON Schema counts them: in Unicode scalars.
    func cut(to length: Int) -> String {
        guard utf8.count > length, unicodeScalars.count > length else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.prefix(length)))
    }
}
