public import Kernel

/// One line of the control log: something proposed, or something approved.
///
/// A proposal has no effect. It takes a second person's approval to be in force.
public struct ControlEntry: Sendable, Hashable {
    public enum Act: Sendable, Hashable {
        case propose(ControlOrder)
        /// Proposes to end a control from a day on; the day before it is its last.
        case lift(control: Int, from: CalendarDate)
        case approve(Int)
    }

    /// From 1 without a gap.
    public let number: Int
    /// The day on which it was said, as it was given.
    public let on: CalendarDate
    /// Who says it.
    public let by: String
    public let act: Act
    /// May be empty for an approval only.
    public let reason: String

    public init(number: Int, on: CalendarDate, by: String, act: Act, reason: String) {
        self.number = number
        self.on = on
        self.by = by
        self.act = act
        self.reason = reason
    }
}

/// What a control does, where and when.
public struct ControlOrder: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Lowers a limit to a value.
        case throttle
        /// Closes days: nothing begins on them.
        case freeze
        /// Raises a limit up to a value.
        case exceptional
    }

    /// Parties are known by code: the log outlives a market.
    public enum Scope: Sendable, Hashable, CustomStringConvertible {
        case industry
        case distributor(String)
        case supplier(String)

        /// Reads `industry`, `L:LOND` and `S:ABCD`; nil for anything else.
        public init?(_ text: String) {
            if text == "industry" {
                self = .industry
            } else if text.hasPrefix("L:"), text.utf8.count > 2 {
                self = .distributor(String(text.dropFirst(2)))
            } else if text.hasPrefix("S:"), text.utf8.count > 2 {
                self = .supplier(String(text.dropFirst(2)))
            } else {
                return nil
            }
        }

        public var description: String {
            switch self {
            case .industry: "industry"
            case .distributor(let code): "L:\(code)"
            case .supplier(let code): "S:\(code)"
            }
        }
    }

    public let kind: Kind
    public let scope: Scope
    /// The first and the last day.
    public let from: CalendarDate
    public let to: CalendarDate
    /// MPANs a day, before the reserve; nil for a freeze.
    public let value: Int?

    public init(kind: Kind, scope: Scope, from: CalendarDate, to: CalendarDate, value: Int?) {
        self.kind = kind
        self.scope = scope
        self.from = from
        self.to = to
        self.value = value
    }
}

/// Why an entry cannot be taken into the control log.
public enum ControlProblem: Error, Sendable, Hashable {
    case notTheNext(expected: Int)
    case noName
    case nameNotPrintable
    case noReason
    case reasonTooLong
    case reasonNotPrintable
    case beforeTheLast(CalendarDate)
    case endsBeforeItBegins
    case needsAValue(ControlOrder.Kind)
    case takesNoValue
    case valueOutOfRange
    case noSuchEntry(Int)
    case notAProposal(Int)
    case approvedAlready(Int)
    case samePerson(String)
    case notAControl(Int)
    case notApproved(Int)
    case liftedAlready(Int)
    case liftAfterItsEnd(CalendarDate)

    /// What is wrong, and what to do.
    public var words: (problem: String, advice: String) {
        switch self {
        case .notTheNext(let expected): ("the entry is not number \(expected)", "read the log again")
        case .noName: ("nobody is named", "name who says it with --by")
        case .nameNotPrintable: ("the name is longer than 64 bytes or cannot be printed", "write a shorter name")
        case .noReason: ("there is no reason", "say why with --reason")
        case .reasonTooLong: ("the reason has more than \(ControlBook.longestReason) bytes", "say it more shortly")
        case .reasonNotPrintable:
            ("the reason has characters that cannot be printed", "write it on one line, in plain letters")
        case .beforeTheLast(let last):
            ("the last entry is of \(last.iso), which is later", "give a day that is not before it with --on")
        case .endsBeforeItBegins: ("it ends before it begins", "give --to a day that is not before --from")
        case .needsAValue(let kind): ("a \(kind.rawValue) limit has a value", "give one with --value")
        case .takesNoValue: ("a freeze has no value: it closes days", "leave --value out")
        case .valueOutOfRange:
            (
                "the value is not from 0 to \(MigrationMarket.largestVolume.inThousands)",
                "give MPANs a day, before the reserve"
            )
        case .noSuchEntry(let number):
            ("there is no entry \(number)", "see the list: changeover migration control list")
        case .notAProposal(let number):
            ("entry \(number) is an approval", "approve the number of a proposal")
        case .approvedAlready(let number): ("entry \(number) is approved already", "nothing is to be done")
        case .samePerson(let name):
            ("\(name) proposed it, and a second person has to approve it", "have somebody else approve it")
        case .notAControl(let number):
            ("entry \(number) is no throttle, freeze or exceptional limit", "name the number of one")
        case .notApproved(let number):
            ("control \(number) was never approved, so it has no effect", "leave it unapproved")
        case .liftedAlready(let number):
            ("there is a proposal to lift control \(number) already", "approve that one")
        case .liftAfterItsEnd(let end): ("it ends on \(end.iso) by itself", "give --from a day up to then")
        }
    }
}
