import Kernel
import Record
import Testing

/// The desk keeps up: its work grows with the record, not with the square of it.
@Suite struct SpeedTests {
    /// Unit of `scale`: per cent of 10,000 papers with 100,000 actions and 50,000 milestones.
    @Test(arguments: [1])
    func aLargeRecordGoesThroughDerivationAndDesk(scale: Int) {
        let clock = ContinuousClock()
        let draft = CleanRecord(groups: scale, meetings: 33, actions: 30, milestones: 15).draft
        var snapshot = RecordSnapshot(entries: [:], cards: [])
        let derived = clock.measure { snapshot = draft.snapshot }
        var findings: [Contradiction] = []
        let searched = clock.measure { findings = Desk.findings(snapshot) }
        #expect(findings.isEmpty)
        #expect(snapshot.entries(.actions).count == scale * 990)
        // Ten times what a slow machine needs in a debug build.
        #expect(derived + searched < .seconds(30), "\(derived) and \(searched)")
    }
}
