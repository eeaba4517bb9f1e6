import Kernel
import Migration
import TestSupport
import Testing

@Suite struct ReadinessTests {
    typealias Sample = TrackSample

    private static let asAt = (CalendarDate(iso: "2026-05-07") ?? .latest).dayNumber

    private static let mpan: UInt64 = 1_200_000_000_001

    private func judged(
        _ lines: [String], _ facts: Set<ReadinessFact> = [], expires: Int? = nil, asAt: Int = asAt
    ) -> (String, ReadinessVerdict) {
        let sample = TrackSample(lines)
        let exclusion = expires.map {
            ReadinessExclusion(approval: "X1", reason: "vacant", approver: "Board", expires: $0)
        }
        var readiness = Readiness(
            settings: MigrationSettings(), asAt: asAt, facts: [Self.mpan: facts],
            exclusions: exclusion.map { [Self.mpan: $0] } ?? [:])
        return readiness.judge(sample.history(), sample.folded(through: asAt))
    }

    @Test func everyKindOfStand() {
        let begun = Sample.appointment("MS", 4)
        #expect(judged(Sample.migrated) == ("A7", .acceptable))
        #expect(judged(Sample.migrated, [.pairOpen]) == ("A6", .unacceptable))
        #expect(judged([], [.disconnected]) == ("A1", .outOfScope))
        #expect(judged([]) == ("A15", .unacceptable))
        #expect(judged([], [.deenergised]) == ("A14", .unacceptable))
        #expect(judged([], [.unregistered]) == ("A4", .exception))
        #expect(judged(begun + Sample.appointment("DS", 7)) == ("A8", .withEvidence))
        #expect(judged(begun + Sample.appointment("DS", 7), asAt: Self.asAt + 40) == ("A9", .unacceptable))
        #expect(judged([begun[0], Sample.line("MSAppInitialResp", 5, code: "REG9008")]) == ("A10", .unacceptable))
        #expect(judged(Sample.migrated + [Sample.line("ReverseMigNotification", 7)]) == ("A12", .unacceptable))
    }

    @Test func anExclusionHoldsUntilItExpires() {
        #expect(judged([], expires: Self.asAt) == ("A15", .excluded))
        #expect(judged([], expires: Self.asAt - 1) == ("A15", .unacceptable))
        // What is acceptable needs none.
        #expect(judged(Sample.migrated, expires: Self.asAt) == ("A7", .acceptable))
    }
}
