import DIP
import Foundation
import Kernel
import TestSupport
import Testing
import Trust

@testable import DIPStandIn

/// Parties of the register's first form, which kept no time of enrolment.
@Suite struct EnrolmentTimesTests {
    private static let line = Instant(milliseconds: 1_780_000_000_000)

    /// A party as the first form gave it back.
    private func forget(_ dipID: DIPID, _ bench: EnrolmentBench) throws {
        var participant = try #require(bench.register.participants().first { $0.dipID == dipID })
        participant.enrolledAt = nil
        bench.register.enrol(participant)
    }

    @Test func takesTheFirstLineOfTheJournalElseTheCertificatesStart() async throws {
        var bench = try EnrolmentBench()
        let told = try bench.enrol(EnrolmentBench.request("SUP")).dipId
        let untold = try bench.enrol(EnrolmentBench.request("SDS"), key: 1).dipId
        let kept = try bench.enrol(EnrolmentBench.request("MDS")).dipId
        try forget(told, bench)
        try forget(untold, bench)
        let journal = MemoryJournal()
        try await journal.append(notes: [
            JournalLine(at: Self.line, event: .enrolled, recipient: told.text),
            JournalLine(at: Self.line.later(milliseconds: 60_000), event: .enrolled, recipient: told.text),
        ])
        try await bench.enrolment.dateParties(from: journal)
        let times = Dictionary(
            uniqueKeysWithValues: bench.register.participants().map { ($0.dipID, $0.enrolledAt) })
        #expect(times[told] == Self.line)
        let certificate = try bench.folder.credentials(of: bench.folder.party(named: untold.text)).certificate
        #expect(times[untold] == certificate.notBefore)
        #expect(times[kept] == EnrolmentBench.now)
        // Nothing is left to do: no change of the register, which the running platform would have to read again.
        let version = bench.register.version()
        try await bench.enrolment.dateParties(from: journal)
        #expect(bench.register.version() == version)
    }

    @Test func leavesWhoHasNeitherAsItWas() async throws {
        var bench = try EnrolmentBench()
        let party = try bench.enrol(EnrolmentBench.request("SUP")).dipId
        try forget(party, bench)
        try FileManager.default.removeItem(at: bench.folder.files(of: party).folder)
        try await bench.enrolment.dateParties(from: MemoryJournal())
        #expect(bench.register.participants().map(\.enrolledAt) == [nil])
    }
}
