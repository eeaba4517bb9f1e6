import DIP
import Kernel

/// Takes status messages from recipients and passes each on to the sender of the message that it is about.
struct StatusDesk: Sendable {
    let journal: any MessageJournal
    let checker: MessageChecker
    let faults: IntakeFaults
    /// The platform itself, as a sender of messages: what is reported to it is written down and goes nowhere.
    let platform: DIPID?
    let onAccepted: @Sendable ([QueueID]) -> Void
    let answering = Answering()

    /// `POST /statusmessage`: all entries or none.
    func take(_ request: Received, visitor: Visitor) async throws -> Answer {
        let read = checker.statusMessages(request.body)
        var findings = read.findings
        var addressed: [AddressedStatus] = []
        for (index, entry) in (read.value ?? []).enumerated() {
            do {
                addressed.append(try await address(entry, index: index, visitor: visitor, at: request.at))
            } catch let finding as StatusFinding {
                findings.append(finding.finding)
            }
        }
        let party = visitor.participant.dipID.text
        if !findings.contains(where: \.refuses), let done = faults.done(to: addressed, at: request.at) {
            if done.wait > 0 { try? await Task.sleep(for: .milliseconds(done.wait)) }
            if let answer = done.answer { return answer }
            findings += done.refusals.map { index, rule, code in
                MessageFinding(
                    index: index, pointer: "/\(index)", offset: 0, rule: "FaultRule", code: code,
                    sentence: "\(ResponseCodes.sentence(of: code)) (chosen by the fault rule \(rule))")
            }
        }
        guard !findings.contains(where: \.refuses), !addressed.isEmpty else {
            let first = findings.first(where: \.refuses)
            try await journal.append(notes: [
                JournalLine(
                    at: request.at, event: .refused, interface: "status", sender: party, code: first?.code.text,
                    httpStatus: 400, detail: first.map { "\($0.pointer): \($0.sentence)" })
            ])
            return answering.findings(
                BodyVerdict(heads: [], findings: findings), to: party, at: request.at)
        }
        try await journal.append(statuses: addressed)
        let outward = addressed.filter { !$0.isKeptHere }
        onAccepted(Set(outward.map { QueueID(recipient: $0.recipient, lane: 0) }).sorted())
        return answering.taken(addressed.map(\.entry), to: party, at: request.at)
    }

    private struct StatusFinding: Error {
        var finding: MessageFinding
    }

    private func address(
        _ entry: StatusEntry, index: Int, visitor: Visitor, at: Instant
    ) async throws -> AddressedStatus {
        func finding(_ place: String, _ rule: String, _ code: ResponseCode, _ sentence: String) -> StatusFinding {
            StatusFinding(
                finding: MessageFinding(
                    index: index, pointer: "/\(index)/\(place)", offset: 0, rule: rule, code: code, sentence: sentence))
        }
        guard let sender = DIPID(entry.senderID), visitor.maySend(for: sender) else {
            throw finding(
                "senderID", "SenderOwnsTheKey", .senderInvalid,
                "the status is from \(entry.senderID), and the API key is of \(visitor.participant.dipID)")
        }
        guard let transaction = entry.transactionID, let origin = try await journal.origin(ofTransaction: transaction)
        else {
            throw finding(
                "transactionID", "TransactionIsKnown", .routingError,
                "no message has the transaction \(entry.transactionID ?? "null")")
        }
        guard origin.recipients.contains(sender) else {
            throw finding(
                "senderID", "ReporterReceivedIt", .senderInvalid, "\(sender) did not receive \(transaction)")
        }
        if let named = entry.recipientID, named != origin.sender.text {
            throw finding(
                "recipientID", "RecipientSentIt", .primaryRecipientInvalid,
                "\(transaction) was sent by \(origin.sender), not \(named)")
        }
        return AddressedStatus(
            entry: entry, recipient: origin.sender, at: at, mpan: origin.mpan, isKeptHere: origin.sender == platform)
    }
}
