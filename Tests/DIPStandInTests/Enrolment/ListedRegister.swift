import DIP
import Kernel
import Synchronization

/// A register in memory with as much as enrolment needs.
final class ListedRegister: DIPRegister {
    private struct State {
        var participants: [DIPID: Participant] = [:]
        var webhooks: [Webhook] = []
        var version: Int64 = 0
    }

    private let state = Mutex(State())

    func version() -> Int64 { state.withLock { $0.version } }
    func participants() -> [Participant] {
        state.withLock { $0.participants.values.sorted { $0.dipID < $1.dipID } }
    }
    func webhooks() -> [Webhook] { state.withLock { $0.webhooks } }
    func appointments(of mpan: String) -> [Appointment] { [] }
    func appointmentCount() -> Int { 0 }

    func enrol(_ participant: Participant) {
        state.withLock {
            $0.participants[participant.dipID] = participant
            $0.version += 1
        }
    }
    func setWebhook(_ webhook: Webhook) { state.withLock { $0.webhooks.append(webhook) } }
    func removeWebhook(of dipID: DIPID, channel: Channel) {}
    func load(appointments: [Appointment]) {}
    func appoint(mpan: String, role: RoleCode, dipID: DIPID?, from: Instant) {}

    func switches() throws(JournalError) -> [String: String] { [:] }
    func setSwitch(_ name: String, to value: String?) throws(JournalError) {}
}
