import DIP
import Kernel

/// All that a running stand-in is made of, behind the wire.
struct StandInRoom: Sendable {
    let settings: PlatformSettings
    let now: @Sendable () -> Instant
    let door: Door
    let intake: Intake
    let statuses: StatusDesk
    let channels: ChannelDesk
    let replays: ReplayDesk
    let validation: ValidationDesk
    let companies: CompanyDesk
    let faults: IntakeFaults

    /// The answer to a request on a route.
    func answer(_ request: Received, route: StandInRoute, query: String) async throws -> Answer {
        let visitor = try await admit(request)
        switch route {
        case .send(let interface):
            return try await intake.take(request, interface: interface, visitor: visitor)
        case .webhook(let channel, let recipient):
            return request.method == "DELETE"
                ? try await channels.remove(
                    request, channel: channel, recipient: recipient, visitor: visitor, settings: settings)
                : try await channels.set(
                    request, channel: channel, recipient: recipient, visitor: visitor, settings: settings)
        case .replay(let channel, let recipient):
            return try await replays.replay(request, channel: channel, recipient: recipient, visitor: visitor)
        case .requeue(let channel, let recipient):
            return try await replays.requeue(request, channel: channel, recipient: recipient, visitor: visitor)
        case .requeueStatus(let channel, let recipient):
            return try await replays.status(query, channel: channel, recipient: recipient, visitor: visitor)
        case .status: return try await statuses.take(request, visitor: visitor)
        case .validate(let interface, let event):
            return try validation.check(request, interface: interface, event: event)
        case .companyDetails: return try companies.answer(request, query: query, visitor: visitor)
        }
    }

    /// The visitor; a refusal at the door is evidence too.
    private func admit(_ request: Received) async throws -> Visitor {
        do {
            return try door.admit(request)
        } catch let refusal as Refusal {
            try await intake.journal.append(notes: [
                JournalLine(
                    at: request.at, event: .refused, code: refusal.code.text, httpStatus: refusal.status,
                    detail: "\(request.method) \(request.target.prefix(200)): \(refusal.sentence)")
            ])
            throw refusal
        }
    }
}
