/// Where an exception is in its life.
public enum ExceptionState: String, CaseIterable, Sendable {
    /// Seen in fewer runs in a row than the persistence rule asks: not yet raised.
    case watched
    case new
    /// Its owner was sent a pack that has it.
    case notified
    case inProgress = "in progress"
    /// A granted exemption runs: visible, and not in the debt.
    case exempt
    /// Its owner says so; only a re-run can tell.
    case claimedFixed = "claimed fixed"
    /// A re-run saw the row, and it passed.
    case resolved
    /// The row was seen and has left the population of the rule.
    case outOfScope = "out of scope"
    /// The row was not there any more: never a fix.
    case notSeen = "not seen"
    /// Raised again after an end.
    case reopened = "re-opened"

    /// True for the three ends.
    public var isClosed: Bool { self == .resolved || self == .outOfScope || self == .notSeen }
    /// True for what counts as debt of its owner.
    public var isDebt: Bool { !isClosed && self != .exempt && self != .watched }
}

/// What a run found of an exception that it did not raise.
public enum RowStanding: Sendable {
    /// The row was there, and the rule was asked of it.
    case seen
    /// The row was there, and the rule is not asked of such a row.
    case outOfScope
    /// No row of the subject was there.
    case notSeen
    /// The rule was not asked at all.
    case notAsked
}

/// The machine of an exception's life: one step a run, and the steps that people take.
///
/// Only a run that saw the row and passed it resolves; the opening date stays, whoever owns it and however often it is
/// opened again. Source: section 4.14 of the data cleanse notes.
public struct ExceptionLife: Hashable, Sendable {
    public private(set) var state: ExceptionState
    /// How often it was raised again after an end.
    public private(set) var reopened: Int
    /// Runs in a row that have raised it, while it is watched.
    public private(set) var seenInARow: Int

    public init(state: ExceptionState, reopened: Int, seenInARow: Int) {
        self.state = state
        self.reopened = reopened
        self.seenInARow = seenInARow
    }

    /// The life of an exception that a run raises for the first time.
    public static func first(isExempt: Bool, persistence: Int) -> ExceptionLife {
        ExceptionLife(
            state: persistence > 1 ? .watched : isExempt ? .exempt : .new, reopened: 0, seenInARow: 1)
    }

    /// A run raised it.
    public mutating func raised(isExempt: Bool, persistence: Int) {
        seenInARow += 1
        switch state {
        case .watched: if seenInARow >= persistence { state = isExempt ? .exempt : .new }
        case .resolved, .outOfScope, .notSeen:
            reopened += 1
            state = isExempt ? .exempt : .reopened
        case .exempt: if !isExempt { state = reopened > 0 ? .reopened : .new }
        // The claim was not true: its owner has it again.
        case .claimedFixed: state = isExempt ? .exempt : .inProgress
        case .new, .notified, .inProgress, .reopened: if isExempt { state = .exempt }
        }
    }

    /// A run did not raise it.
    public mutating func passed(_ standing: RowStanding) {
        guard !state.isClosed, standing != .notAsked else { return }
        seenInARow = 0
        switch standing {
        case .seen: state = .resolved
        case .outOfScope: state = .outOfScope
        case .notSeen: state = .notSeen
        case .notAsked: break
        }
    }

    /// A person's step; false where it cannot be taken from here.
    ///
    /// Notified, in progress and claimed fixed follow each other in any order while it is open and not exempt. Nobody
    /// resolves by hand.
    public mutating func marked(_ next: ExceptionState) -> Bool {
        guard state.isDebt, [.notified, .inProgress, .claimedFixed].contains(next) else { return false }
        state = next
        return true
    }
}
