import Cleanse
import Testing

@Suite("The life of an exception")
struct ExceptionLifeTests {
    private static func life(_ state: ExceptionState, reopened: Int = 0) -> ExceptionLife {
        ExceptionLife(state: state, reopened: reopened, seenInARow: 1)
    }

    @Test(
        "A run that raises it",
        arguments: [
            (ExceptionState.new, false, ExceptionState.new, 0), (.new, true, .exempt, 0),
            (.notified, false, .notified, 0), (.inProgress, false, .inProgress, 0),
            (.exempt, true, .exempt, 0), (.exempt, false, .new, 0),
            (.claimedFixed, false, .inProgress, 0), (.resolved, false, .reopened, 1),
            (.outOfScope, false, .reopened, 1), (.notSeen, false, .reopened, 1), (.resolved, true, .exempt, 1),
            (.reopened, false, .reopened, 0),
        ])
    func raised(from: ExceptionState, isExempt: Bool, to: ExceptionState, reopened: Int) {
        var life = Self.life(from)
        life.raised(isExempt: isExempt, persistence: 1)
        #expect(life.state == to)
        #expect(life.reopened == reopened)
    }

    @Test("A run that does not raise it closes what is open by how the row stood, and nothing else does")
    func passed() {
        for state in ExceptionState.allCases {
            for (standing, end) in [
                (RowStanding.seen, ExceptionState.resolved), (.outOfScope, .outOfScope), (.notSeen, .notSeen),
                (.notAsked, state),
            ] {
                var life = Self.life(state)
                life.passed(standing)
                #expect(life.state == (state.isClosed ? state : end), "\(state) \(standing)")
                #expect(life.reopened == 0)
            }
        }
    }

    @Test("People note three states, on what is owed, and never an end")
    func marked() {
        for state in ExceptionState.allCases {
            for next in ExceptionState.allCases {
                var life = Self.life(state)
                let isAllowed = state.isDebt && [.notified, .inProgress, .claimedFixed].contains(next)
                #expect(life.marked(next) == isAllowed, "\(state) to \(next)")
                #expect(life.state == (isAllowed ? next : state))
            }
        }
    }

    @Test("With a persistence of three, the third run in a row raises it")
    func persistence() {
        var life = ExceptionLife.first(isExempt: false, persistence: 3)
        #expect(life.state == .watched)
        life.raised(isExempt: false, persistence: 3)
        #expect(life.state == .watched)
        life.passed(.notAsked)
        life.raised(isExempt: false, persistence: 3)
        #expect(life.state == .new)
    }

    @Test("A re-opened exception that was exempt comes back as re-opened")
    func exemptionEnds() {
        var life = Self.life(.exempt, reopened: 2)
        life.raised(isExempt: false, persistence: 1)
        #expect(life.state == .reopened)
        #expect(life.reopened == 2)
    }
}
