public import Kernel
import Synchronization

/// A register in memory, for tests and for runs that leave nothing behind.
public final class MemoryRegister: DIPRegister, Sendable {
    private struct Served: Hashable {
        var mpan: String
        var role: RoleCode
    }

    private struct State {
        var version: Int64 = 0
        var participants: [DIPID: Participant] = [:]
        var webhooks: [DIPID: [Channel: Webhook]] = [:]
        /// In order of start and DIP ID.
        var appointments: [Served: [Appointment]] = [:]
        var roles: [String: Set<RoleCode>] = [:]
        var count = 0
        var switches: [String: String] = [:]

        mutating func replace(_ served: Served, by given: [Appointment]) {
            let list = AppointmentRules.ordered(given)
            count += list.count - (appointments[served]?.count ?? 0)
            appointments[served] = list.isEmpty ? nil : list
            if list.isEmpty {
                roles[served.mpan]?.remove(served.role)
            } else {
                roles[served.mpan, default: []].insert(served.role)
            }
        }
    }

    private let state = Mutex(State())

    public init() {}

    public func version() -> Int64 { state.withLock { $0.version } }

    public func participants() -> [Participant] {
        state.withLock { state in state.participants.values.sorted { $0.dipID < $1.dipID } }
    }

    public func webhooks() -> [Webhook] {
        state.withLock { state in
            state.webhooks.values.flatMap(\.values).sorted { ($0.dipID, $0.channel) < ($1.dipID, $1.channel) }
        }
    }

    public func appointments(of mpan: String) -> [Appointment] {
        state.withLock { state in
            (state.roles[mpan] ?? []).sorted().flatMap { state.appointments[Served(mpan: mpan, role: $0)] ?? [] }
        }
    }

    public func appointmentCount() -> Int { state.withLock { $0.count } }

    public func enrol(_ participant: Participant) {
        state.withLock { state in
            state.participants[participant.dipID] = participant
            state.version += 1
        }
    }

    public func setWebhook(_ webhook: Webhook) {
        state.withLock { state in
            state.webhooks[webhook.dipID, default: [:]][webhook.channel] = webhook
            state.version += 1
        }
    }

    public func removeWebhook(of dipID: DIPID, channel: Channel) {
        state.withLock { state in
            state.webhooks[dipID]?[channel] = nil
            state.version += 1
        }
    }

    public func load(appointments: [Appointment]) throws(JournalError) {
        for appointment in appointments { _ = try AppointmentRules.number(of: appointment.mpan) }
        let grouped = Dictionary(grouping: appointments) { Served(mpan: $0.mpan, role: $0.role) }
        state.withLock { state in
            for (served, list) in grouped { state.replace(served, by: list) }
            state.version += 1
        }
    }

    public func appoint(mpan: String, role: RoleCode, dipID: DIPID?, from: Instant) throws(JournalError) {
        _ = try AppointmentRules.number(of: mpan)
        let served = Served(mpan: mpan, role: role)
        state.withLock { state in
            let known = state.appointments[served] ?? []
            let next = dipID.map { Appointment(mpan: mpan, role: role, dipID: $0, from: from, until: nil) }
            state.replace(served, by: AppointmentRules.appointed(known, next, from: from))
            state.version += 1
        }
    }

    public func switches() -> [String: String] { state.withLock { $0.switches } }

    public func setSwitch(_ name: String, to value: String?) throws(JournalError) {
        try SwitchBounds.check(name, value)
        let isRoom = state.withLock { state in
            guard value == nil || state.switches[name] != nil || state.switches.count < SwitchBounds.most else {
                return false
            }
            state.switches[name] = value
            return true
        }
        guard isRoom else { throw .beyondLimit(attempted: "one more switch", limit: SwitchBounds.most) }
    }
}
