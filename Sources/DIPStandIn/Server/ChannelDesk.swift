import DIP
import Kernel

/// Registers webhooks: `POST` and `DELETE …/pubconfig/{recipient-id}` and `/statusmessage/config/{recipient-id}`.
struct ChannelDesk: Sendable {
    let register: any DIPRegister
    let journal: any MessageJournal
    let addresses: WebhookAddressPolicy
    let checker: MessageChecker

    func set(
        _ request: Received, channel: Channel, recipient: DIPID, visitor: Visitor, settings: PlatformSettings
    ) async throws -> Answer {
        try Self.check(recipient, visitor, settings)
        let read = checker.webhookConfiguration(request.body)
        guard read.isAccepted, let asked = read.value else {
            let first = read.findings.first(where: \.refuses)
            throw Refusal(
                400, first?.code ?? .schemaFailure, first?.sentence ?? "the body could not be read",
                help: first.map { "at \($0.pointer), rule \($0.rule)" })
        }
        do throws(WebhookAddressError) {
            _ = try addresses.check(asked.callbackURL)
        } catch {
            throw Refusal(400, .processingFailed, "the webhook's address is not allowed: \(error.cause)")
        }
        try register.setWebhook(
            Webhook(
                dipID: recipient, channel: channel, url: asked.callbackURL, maxMessageCount: asked.maxMessageCount,
                maxPayloadSize: asked.maxPayloadSize))
        try await note(recipient, channel, "webhook \(asked.callbackURL)", at: request.at)
        return Answer(status: 201)
    }

    func remove(
        _ request: Received, channel: Channel, recipient: DIPID, visitor: Visitor, settings: PlatformSettings
    ) async throws -> Answer {
        try Self.check(recipient, visitor, settings)
        try register.removeWebhook(of: recipient, channel: channel)
        try await note(recipient, channel, "webhook removed", at: request.at)
        return Answer(status: 204)
    }

    private func note(_ recipient: DIPID, _ channel: Channel, _ words: String, at: Instant) async throws {
        try await journal.append(notes: [
            JournalLine(
                at: at, event: .channel, interface: channel.description, recipient: recipient.text, detail: words)
        ])
    }

    /// A party's channels are its own, or its connection provider's to keep.
    static func check(_ recipient: DIPID, _ visitor: Visitor, _ settings: PlatformSettings) throws {
        guard visitor.maySend(for: recipient) else {
            throw Refusal(
                settings.integer(.foreignKeyStatus), .senderInvalid,
                "the API key is of \(visitor.participant.dipID), and the channel is of \(recipient)")
        }
        guard visitor.snapshot.participants[recipient] != nil else {
            throw Refusal(400, .senderInvalid, "\(recipient) is not enrolled")
        }
    }
}
