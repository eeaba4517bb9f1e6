/// The proof of a run: what was loaded, under which rules, and how every MPAN stands in every accounted item.
public struct Certificate: Hashable, Sendable {
    /// One line: an item over all MPANs, over a distributor's or over a supplier's.
    public struct Line: Hashable, Sendable {
        public let item: AccountedItem
        /// `all`, `L:` and a distributor, `S:` and a supplier.
        public let cut: String
        public let counts: ItemCounts

        /// The columns of the printed certificate.
        public static let columns = [
            "item", "cut", "population", "valid", "invalid", "missing", "exempt", "out_of_scope",
        ]

        /// The fields in the order of `columns`.
        public var fields: [String] {
            [item.item.rawValue, cut, String(counts.sum)]
                + [ItemClass.valid, .invalid, .missing, .exempt, .outOfScope].map { String(counts[$0]) }
        }
    }

    /// A target of the configuration and how the run stands to it.
    public struct Standing: Hashable, Sendable {
        public let target: CompletenessTarget
        /// Valid among those in scope, in parts of a million; nil where nobody is in scope.
        public let reached: Int?
        /// Whether the target's day has come by the run's as-at date.
        public let isDue: Bool
        public var isMet: Bool { reached.map { $0 >= target.share } ?? true }
    }

    public let run: LedgerRun
    public let completeness: Completeness
    /// By item; within it all, then distributors, then suppliers, in order of their names.
    public let lines: [Line]
    public let standings: [Standing]

    public init(run: LedgerRun, completeness: Completeness, targets: [CompletenessTarget]) {
        self.run = run
        self.completeness = completeness
        let distributors = completeness.distributors
        let suppliers = completeness.suppliers
        lines = AccountedItem.allCases.flatMap { item in
            [Line(item: item, cut: "all", counts: completeness.counts(item))]
                + distributors.map { name in
                    Line(item: item, cut: "L:\(name)", counts: completeness.counts(item) { $0.distributor == name })
                }
                + suppliers.map { name in
                    Line(item: item, cut: "S:\(name)", counts: completeness.counts(item) { $0.supplier == name })
                }
        }
        standings = targets.map { target in
            Standing(
                target: target,
                reached: target.reached(in: completeness),
                isDue: target.by.map { $0 <= run.asAt } ?? false)
        }
    }

    /// True where population = valid + invalid + missing + exempt + out of scope for every item.
    public var balances: Bool { completeness.unbalanced.isEmpty }
}

/// A share of valid values that an item has to reach, by a day. The industry's numbers are not public: configuration.
public struct CompletenessTarget: Hashable, Sendable {
    public let item: AccountedItem
    /// A distributor's or a supplier's share; nil for the whole market.
    public let party: Owner?
    /// Valid among those in scope, in parts of a million. Range: 0 to 1,000,000.
    public let share: Int
    /// ISO day; nil where none is set.
    public let by: String?

    public init(item: AccountedItem, party: Owner?, share: Int, by: String?) {
        precondition((0...1_000_000).contains(share), "a share lies between nothing and all")
        self.item = item
        self.party = party
        self.share = share
        self.by = by
    }

    /// The certificate's cut that it speaks of: `all`, `L:` and a distributor, `S:` and a supplier.
    var cut: String { party?.description ?? "all" }

    /// Valid among those in scope, in parts of a million; nil where nobody is in scope.
    func reached(in completeness: Completeness) -> Int? {
        completeness.counts(item) { cell in
            party.map { $0.role == .distributor ? cell.distributor == $0.party : cell.supplier == $0.party } ?? true
        }.completeness
    }
}
