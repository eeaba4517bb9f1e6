import DIP
import Kernel

/// What the running stand-in says of itself each second, in the switch `health`.
struct RunningStandIn: Sendable, Equatable {
    /// What it says of a channel.
    struct Channel: Sendable, Equatable {
        /// Whether it is left in peace after failures.
        let isResting: Bool
        /// `answered 503 in 12 ms`.
        let words: String
        /// Since it was started.
        var lastSuccess: Instant?
        var lastFailure: Instant?
    }

    /// How long its word holds, on its own clock at real pace.
    static let freshMilliseconds: Int64 = 10_000

    /// When it last spoke, by its own clock; nil where it never did.
    var at: Instant?
    /// Whether deliveries are held.
    var isHeld = false
    /// What its journal last could not do.
    var trouble: String?
    /// By DIP ID, a blank and the channel.
    var channels: [String: Channel] = [:]

    static func read(_ switches: [String: String]) -> RunningStandIn {
        var health = RunningStandIn()
        guard let text = switches[DIPSwitch.health], let value = try? JSONValue(Array(text.utf8)) else { return health }
        health.at = value["at"]?["milliseconds"]?.integer.map { Instant(milliseconds: Int64($0)) }
        health.isHeld = value["isHeld"]?.boolean ?? false
        health.trouble = value["journalTrouble"]?.text
        for channel in value["channels"]?.elements ?? [] {
            guard let recipient = channel["recipient"]?.text, let name = channel["channel"]?.text else { continue }
            let parts = [channel["lastAnswer"]?.text, channel["milliseconds"]?.integer.map { "\($0) ms" }]
            health.channels["\(recipient) \(name)"] = Channel(
                isResting: channel["circuit"]?.text?.hasPrefix("open") ?? false,
                words: parts.compactMap(\.self).joined(separator: " in "),
                lastSuccess: channel["lastSuccess"]?["milliseconds"]?.integer.map { Instant(milliseconds: Int64($0)) },
                lastFailure: channel["lastFailure"]?["milliseconds"]?.integer.map { Instant(milliseconds: Int64($0)) })
        }
        return health
    }

    subscript(webhook: Webhook) -> Channel? { channels["\(webhook.dipID) \(webhook.channel)"] }

    /// Whether it spoke lately.
    /// - Parameters:
    ///   - now: what its clock shows.
    ///   - factor: the pace of that clock.
    func isRunning(at now: Instant, factor: Int) -> Bool {
        guard let at else { return false }
        return (now.milliseconds - at.milliseconds).magnitude <= UInt64(Self.freshMilliseconds) * UInt64(max(factor, 1))
    }

    /// What a reader has to know of it.
    func notes(at now: Instant, factor: Int) -> [NoteModel] {
        guard let at else {
            return [.bound("The stand-in has not reported itself. The pages show what its journal and register hold.")]
        }
        guard isRunning(at: now, factor: factor) else {
            let since = DIPWording.span(milliseconds: now.milliseconds - at.milliseconds)
            return [
                .warning(
                    "The stand-in last reported itself at \(DIPWording.time(at)) UTC, \(since) ago. Nothing is taken in or delivered until it runs again."
                )
            ]
        }
        var notes: [NoteModel] = [.good("The stand-in runs.")]
        if isHeld { notes.append(.warning("Deliveries are held: what is taken in waits.")) }
        if let trouble { notes.append(.bad("Journal", trouble)) }
        return notes
    }
}
