import DIP
import Kernel
import Trust

extension Enrolment {
    /// Writes down when parties were enrolled of whom the register does not say it: its first form kept no such time.
    ///
    /// What is known best: a party's first line `enrolled` in the journal, else the start of its certificate. A party that
    /// has neither stays as it was.
    func dateParties(from journal: any MessageJournal) async throws {
        var times: [DIPID: Instant] = [:]
        for participant in try register.participants() where participant.enrolledAt == nil {
            let filter = JournalFilter(party: participant.dipID.text, events: [.enrolled])
            let line = try await journal.lines(after: 0, filter: filter, limit: 1).first
            times[participant.dipID] = line?.at ?? certificateStart(of: participant)
        }
        if !times.isEmpty { try write(times) }
    }

    private func certificateStart(of participant: Participant) -> Instant? {
        try? folder.credentials(of: folder.party(named: participant.dipID.text)).certificate.notBefore
    }

    /// Another command may have renewed a party meanwhile: it is read again under the lock.
    private func write(_ times: [DIPID: Instant]) throws {
        let lock = try lockFolder()
        defer { lock.release() }
        for var participant in try register.participants() where participant.enrolledAt == nil {
            guard let time = times[participant.dipID] else { continue }
            participant.enrolledAt = time
            try register.enrol(participant)
        }
    }
}
