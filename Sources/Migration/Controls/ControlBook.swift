public import Kernel

/// The control log as a state: what was proposed, by whom, who approved it, and what is in force.
public struct ControlBook: Sendable, Equatable {
    /// The most entries, and the most bytes of a reason and of a name.
    public static let mostEntries = 100_000
    public static let longestReason = 1_000
    static let longestName = 64

    /// A proposal to end a control.
    public struct Lift: Sendable, Hashable {
        public let entry: ControlEntry
        public let from: CalendarDate
        public internal(set) var approval: ControlEntry?
    }

    public struct Control: Sendable, Hashable {
        public let entry: ControlEntry
        public let order: ControlOrder
        public internal(set) var approval: ControlEntry?
        public internal(set) var lift: Lift?

        public var number: Int { entry.number }

        /// The days on which it holds; nil where it is not approved, or was lifted from its first day on.
        public var inForce: ClosedRange<CalendarDate>? {
            guard approval != nil else { return nil }
            var end = order.to
            if let lift, lift.approval != nil { end = min(end, lift.from.adding(days: -1)) }
            return order.from <= end ? order.from...end : nil
        }
    }

    public private(set) var entries: [ControlEntry] = []
    /// By number.
    public private(set) var controls: [Control] = []

    public init() {}

    public init(_ entries: [ControlEntry]) throws(ControlProblem) {
        for entry in entries { try append(entry) }
    }

    /// Takes the next entry. Throws what stands against it; then nothing has changed.
    public mutating func append(_ entry: ControlEntry) throws(ControlProblem) {
        guard entry.number == entries.count + 1 else { throw .notTheNext(expected: entries.count + 1) }
        try check(entry)
        switch entry.act {
        case .propose(let order):
            try Self.check(order)
            controls.append(Control(entry: entry, order: order))
        case .lift(let number, let from):
            let place = try control(number)
            let control = controls[place]
            guard control.approval != nil else { throw .notApproved(number) }
            guard control.lift == nil else { throw .liftedAlready(number) }
            guard from <= control.order.to else { throw .liftAfterItsEnd(control.order.to) }
            controls[place].lift = Lift(entry: entry, from: from)
        case .approve(let number): try approve(number, entry)
        }
        entries.append(entry)
    }

    private mutating func approve(_ number: Int, _ entry: ControlEntry) throws(ControlProblem) {
        guard (1...max(entries.count, 1)).contains(number), number <= entries.count else { throw .noSuchEntry(number) }
        let proposal = entries[number - 1]
        if case .approve = proposal.act { throw .notAProposal(number) }
        guard Self.folded(proposal.by) != Self.folded(entry.by) else { throw .samePerson(proposal.by) }
        if let place = controls.firstIndex(where: { $0.number == number }) {
            guard controls[place].approval == nil else { throw .approvedAlready(number) }
            controls[place].approval = entry
        } else if let place = controls.firstIndex(where: { $0.lift?.entry.number == number }) {
            guard controls[place].lift?.approval == nil else { throw .approvedAlready(number) }
            controls[place].lift?.approval = entry
        }
    }

    private func control(_ number: Int) throws(ControlProblem) -> Int {
        guard number >= 1, number <= entries.count else { throw .noSuchEntry(number) }
        guard let place = controls.firstIndex(where: { $0.number == number }) else { throw .notAControl(number) }
        return place
    }

    private func check(_ entry: ControlEntry) throws(ControlProblem) {
        guard !Self.folded(entry.by).isEmpty else { throw .noName }
        guard entry.by.utf8.count <= Self.longestName, Self.isPrintable(entry.by) else { throw .nameNotPrintable }
        if case .approve = entry.act {
        } else if Cell.trimmed(entry.reason).isEmpty {
            throw .noReason
        }
        guard entry.reason.utf8.count <= Self.longestReason else { throw .reasonTooLong }
        guard Self.isPrintable(entry.reason) else { throw .reasonNotPrintable }
        if let last = entries.last?.on, entry.on < last { throw .beforeTheLast(last) }
    }

    private static func check(_ order: ControlOrder) throws(ControlProblem) {
        guard order.from <= order.to else { throw .endsBeforeItBegins }
        switch (order.kind, order.value) {
        case (.freeze, nil): return
        case (.freeze, _?): throw .takesNoValue
        case (_, nil): throw .needsAValue(order.kind)
        case (_, let value?):
            guard (0...MigrationMarket.largestVolume).contains(value) else { throw .valueOutOfRange }
        }
    }

    private static func isPrintable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy(FolderFinding.isPrintable)
    }

    /// A name without regard to letter case and to the spaces in and around it: one person has one.
    private static func folded(_ name: String) -> String {
        name.lowercased().split { $0.isWhitespace }.joined(separator: " ")
    }

    // MARK: What holds

    /// Those that hold on a day; on any day where none is given.
    public func inForce(on date: CalendarDate? = nil) -> [Control] {
        controls.filter { control in
            guard let days = control.inForce else { return false }
            return date.map { days.contains($0) } ?? true
        }
    }
}
