/// Every rule of every row: the walk over the whole market, in pieces, in order.
public struct MarketCheck: Sendable {
    /// What a check counts.
    public struct Outcome: Sendable {
        /// Exceptions that stand, by rule.
        public let raised: [Rule: Int]
        /// Exceptions that precedence silenced, by rule.
        public let silenced: [Rule: Int]
        public let completeness: Completeness
        /// MPANs that any register holds.
        public let points: Int
    }

    private struct Piece: Sendable {
        var exceptions: [RaisedException] = []
        var silenced: [Rule: Int] = [:]
        var tally = CompletenessTally()
        var points = 0
    }

    public let judge: Judge
    public let exemptions: Exemptions
    /// The names of the files that the registers and the reference data were read from.
    public let loadedFiles: Set<String>
    /// Shares that items have to reach (CMP-02).
    public let targets: [CompletenessTarget]
    /// Called now and then on the calling thread: what was read of the registers up to here is hardly read again, and
    /// its pages need not stay in memory.
    public var rest: @Sendable () -> Void = {}

    /// How the market is parted; what a check says does not depend on it.
    struct Portions: Sendable {
        /// Rounds after which what was read may leave memory.
        var roundsBetweenRests = 8
        /// MPANs in a piece: small enough that two rounds of pieces fit in memory whatever is wrong with them.
        var rowsInPiece = 16_384
        /// Pieces judged while those of the round before are handed out.
        var piecesInRound = 32
        /// Faults of the load that are held before they are handed on.
        var faultsHeld = 262_144
    }

    var portions = Portions()

    public init(
        judge: Judge, exemptions: Exemptions, loadedFiles: Set<String>, targets: [CompletenessTarget] = []
    ) {
        self.targets = targets
        self.judge = judge
        self.exemptions = exemptions
        self.loadedFiles = loadedFiles
    }

    /// Judges the market and hands out the exceptions in rising order of identity, a stretch at a time, on the calling
    /// thread; meanwhile the next stretch is judged.
    ///
    /// Each identity comes once. Memory: the exceptions of a million MPANs at most.
    /// - Parameters:
    ///   - nextFault: the exceptions that the loads found, in rising order; nil after the last.
    ///   - deliver: takes the next stretch.
    public func run(
        workers: some Workers, nextFault: () throws -> RaisedException?, deliver: ([RaisedException]) throws -> Void
    ) throws -> Outcome {
        let bounds = Self.bounds(judge.registers, rowsInPiece: portions.rowsInPiece)
        var raised: [Rule: Int] = [:]
        var silenced: [Rule: Int] = [:]
        var tally = CompletenessTally()
        var points = 0
        func hand(_ stretch: [RaisedException]) throws {
            for exception in stretch { raised[exception.rule, default: 0] += 1 }
            if !stretch.isEmpty { try deliver(stretch) }
        }
        func asked() throws -> RaisedException? {
            while let fault = try nextFault() {
                if judge.rules.asks(fault.rule) { return fault }
            }
            return nil
        }
        var fault = try asked()
        func hand(_ pieces: [Piece], before limit: Subject) throws {
            var stretch: [RaisedException] = []
            for piece in pieces {
                tally.add(piece.tally)
                points += piece.points
                silenced.merge(piece.silenced, uniquingKeysWith: +)
                stretch += piece.exceptions
            }
            // Faults of MPANs that no register holds are as many as a bad file has rows: they go out in portions.
            var faults: [RaisedException] = []
            while let next = fault, next.subject < limit {
                if faults.count >= portions.faultsHeld, let last = faults.last, last.subject != next.subject {
                    let before = stretch.prefix { $0.subject < next.subject }
                    try hand(Self.merged(Array(before), faults))
                    stretch.removeFirst(before.count)
                    faults.removeAll(keepingCapacity: true)
                }
                faults.append(next)
                fault = try asked()
            }
            try hand(Self.merged(stretch, faults))
        }
        let rounds = stride(from: 0, to: bounds.count - 1, by: portions.piecesInRound).map {
            $0..<min($0 + portions.piecesInRound, bounds.count - 1)
        }
        var judged: [Piece] = []
        for (number, round) in rounds.enumerated() {
            let before = judged
            if number % portions.roundsBetweenRests == 0 { rest() }
            judged = try workers.map(
                round.count, beside: { if number > 0 { try hand(before, before: .mpan(bounds[round.lowerBound])) } },
                { self.judged(bounds[round.lowerBound + $0]..<bounds[round.lowerBound + $0 + 1]) })
        }
        try hand(judged, before: .mpan(bounds[bounds.count - 1]))
        let suppliers = judge.registers.registration?.table.texts(.supplier) ?? []
        let completeness = tally.completeness(
            distributor: { judge.reference.distributor(code: $0, on: judge.today) ?? "?" },
            supplier: { $0.isPacked ? suppliers[Int($0) - 1] : "?" })
        // What is said of the whole market and of parties stands between the MPANs and the files.
        var whole = shortfalls(completeness)[...]
        var rest: [RaisedException] = []
        while fault != nil || !whole.isEmpty {
            let isOwn = whole.first.map { own in fault.map { own < $0 } ?? true } ?? false
            guard let next = isOwn ? whole.popFirst() : fault else { break }
            if rest.count >= portions.faultsHeld, let last = rest.last, last.subject != next.subject {
                try hand(Self.merged([], rest))
                rest.removeAll(keepingCapacity: true)
            }
            rest.append(next)
            if !isOwn { fault = try asked() }
        }
        try hand(Self.merged([], rest))
        return Outcome(raised: raised, silenced: silenced, completeness: completeness, points: points)
    }

    /// CMP-01 for an item whose classes do not add up, and CMP-02 for a target that is due and missed; in order.
    ///
    /// The subject is the certificate's cut: `all`, `L:` and a distributor, `S:` and a supplier.
    private func shortfalls(_ completeness: Completeness) -> [RaisedException] {
        var found: [RaisedException] = []
        if judge.rules.asks(.cmp01) {
            for item in completeness.unbalanced {
                found.append(
                    RaisedException(
                        rule: .cmp01, subject: .printed("all"), item: item.item, owner: Owner(.programme, nil),
                        observed: "\(completeness.counts(item).sum)", expected: "\(completeness.population)", place: nil
                    ))
            }
        }
        if judge.rules.asks(.cmp02) {
            for target in targets where target.by.map({ $0 <= "\(judge.registers.asAt)" }) ?? false {
                guard let reached = target.reached(in: completeness), reached < target.share else { continue }
                found.append(
                    RaisedException(
                        rule: .cmp02, subject: .printed(target.cut), item: target.item.item,
                        owner: target.party ?? Owner(.programme, nil), observed: "\(Self.percent(reached)) %",
                        expected: "\(Self.percent(target.share)) % by \(target.by ?? "")", place: nil))
            }
        }
        return found.sorted()
    }

    /// Parts of a million as a percentage with four decimals.
    private static func percent(_ parts: Int) -> String {
        let decimals = String(parts % 10_000)
        return "\(parts / 10_000)." + String(repeating: "0", count: 4 - decimals.utf8.count) + decimals
    }

    /// How an exception's subject stands in this check, which did not raise it.
    public func standing(
        _ rule: Rule, _ subject: Subject, item: Item, register: String, file: String
    ) -> RowStanding {
        if case .file(let name) = subject {
            guard judge.rules.asks(rule) else { return .notAsked }
            return loadedFiles.contains(name) ? .seen : .notSeen
        }
        if rule == .cmp01 || rule == .cmp02 {
            guard judge.rules.asks(rule), !targets.isEmpty || rule == .cmp01 else { return .notAsked }
            let isAsked = targets.contains { .printed($0.cut) == subject && $0.item.item == item }
            return isAsked || rule == .cmp01 ? .seen : .outOfScope
        }
        return judge.standing(rule, subject, item: item, register: register)
    }

    private func judged(_ mpans: Range<UInt64>) -> Piece {
        var piece = Piece()
        var findings = CaseFindings()
        var ahead = ReadAhead(judge.registers)
        for point in MPANWalk(judge.registers, mpans: mpans, and: judge.sets.strangers) {
            ahead.come(to: point)
            let view = CaseView(point, judge)
            judge.judge(view, &findings)
            if !point.isStranger {
                piece.points += 1
                judge.account(view, exemptions: exemptions, &piece.tally)
            }
            if !findings.isEmpty {
                let settled = findings.settled(by: judge.rules)
                piece.exceptions.append(contentsOf: settled.standing)
                for one in settled.silenced { piece.silenced[one.exception.rule, default: 0] += 1 }
            }
        }
        return piece
    }

    /// Two sorted lists as one, each identity once.
    private static func merged(_ left: [RaisedException], _ right: [RaisedException]) -> [RaisedException] {
        guard !right.isEmpty else { return left }
        var result: [RaisedException] = []
        result.reserveCapacity(left.count + right.count)
        for exception in (left + right).sorted() {
            if let last = result.last, !(last < exception) {
                result[result.count - 1] = last.joined(with: exception)
            } else {
                result.append(exception)
            }
        }
        return result
    }

    /// Bounds of the pieces: MPANs at equal steps of the largest register, so that pieces cost about the same.
    static func bounds(_ registers: Registers, rowsInPiece: Int) -> [UInt64] {
        let tables = [registers.registration?.table, registers.enquiry?.table, registers.meters?.table]
            .compactMap(\.self)
        guard let largest = tables.max(by: { $0.count < $1.count }), largest.count > 0 else { return [1, .max] }
        let keys: Column<UInt64> = largest.column(.mpan)
        var bounds: [UInt64] = [1]
        for row in stride(from: rowsInPiece, to: largest.count, by: rowsInPiece)
        where keys[row] > bounds[bounds.count - 1] {
            bounds.append(keys[row])
        }
        bounds.append(.max)
        return bounds
    }
}
