/// What is counted by day, supplier and distributor: changes of stock, and events.
///
/// A change of supplier moves an MPAN from one cell to another and is counted on both sides by itself, so that the stocks
/// and the portfolio are reckoned by two ways that have to agree.
public struct TrackLedger: Sendable, Equatable {
    /// Counts of one day and cell, MPANs. The first five are changes of stock.
    public struct Row: Sendable, Equatable {
        public var stock: [TrackBucket: Int] {
            Dictionary(uniqueKeysWithValues: TrackBucket.allCases.map { ($0, self[$0]) })
        }
        var notStarted: Int32 = 0
        var inFlight: Int32 = 0
        var reverseInFlight: Int32 = 0
        var migrated: Int32 = 0
        var excluded: Int32 = 0
        public internal(set) var initiated: Int32 = 0
        public internal(set) var retried: Int32 = 0
        public internal(set) var completed: Int32 = 0
        public internal(set) var reversed: Int32 = 0
        public internal(set) var gained: Int32 = 0
        public internal(set) var lost: Int32 = 0

        static let counts = 11

        public init() {}

        public subscript(_ bucket: TrackBucket) -> Int {
            switch bucket {
            case .notStarted: Int(notStarted)
            case .inFlight: Int(inFlight)
            case .reverseInFlight: Int(reverseInFlight)
            case .migrated: Int(migrated)
            case .excluded: Int(excluded)
            }
        }

        mutating func add(_ bucket: TrackBucket, _ count: Int32) {
            switch bucket {
            case .notStarted: notStarted += count
            case .inFlight: inFlight += count
            case .reverseInFlight: reverseInFlight += count
            case .migrated: migrated += count
            case .excluded: excluded += count
            }
        }

        var values: [Int32] {
            get {
                [
                    notStarted, inFlight, reverseInFlight, migrated, excluded, initiated, retried, completed, reversed,
                    gained, lost,
                ]
            }
            set {
                guard newValue.count == Self.counts else { return }
                (notStarted, inFlight, reverseInFlight, migrated) = (newValue[0], newValue[1], newValue[2], newValue[3])
                (excluded, initiated, retried, completed) = (newValue[4], newValue[5], newValue[6], newValue[7])
                (reversed, gained, lost) = (newValue[8], newValue[9], newValue[10])
            }
        }

        var isEmpty: Bool { self == Row() }
    }

    /// A supplier's MPANs at a distributor, by their places in the tracker's lists.
    public struct Cell: Sendable, Hashable, Comparable {
        public let supplier: UInt16
        public let distributor: UInt16

        public init(supplier: UInt16, distributor: UInt16) {
            self.supplier = supplier
            self.distributor = distributor
        }

        public static func < (left: Cell, right: Cell) -> Bool {
            (left.supplier, left.distributor) < (right.supplier, right.distributor)
        }
    }

    /// By cell and day: cell in the upper bits, days since 2015 in the lower sixteen.
    private(set) var rows: [UInt64: Row] = [:]
    /// MPANs that are followed, by the cell in which they began.
    private(set) var first: [Cell: Int32] = [:]

    public init() {}

    private static func key(_ cell: Cell, _ day: Int) -> UInt64 {
        let offset = UInt64(min(max(day - LocalDays.first, 0), 0xFFFF))
        return UInt64(cell.supplier) << 32 | UInt64(cell.distributor) << 16 | offset
    }

    /// Adds what a history counts, or takes it away.
    ///
    /// - Parameter sign: 1 or -1.
    @discardableResult
    mutating func count(_ history: TrackHistory, in context: TrackContext, sign: Int32) -> TrackFolded {
        let cell = Cell(supplier: history.firstSupplier, distributor: history.distributor)
        let left = (first[cell] ?? 0) + sign
        first[cell] = left == 0 ? nil : left
        return history.folded(in: context) { count($0, distributor: history.distributor, sign: sign) }
    }

    private mutating func count(_ step: TrackCount, distributor: UInt16, sign: Int32) {
        let from = Cell(supplier: step.supplierBefore, distributor: distributor)
        let to = Cell(supplier: step.supplierAfter, distributor: distributor)
        if from != to {
            change(from, step.day) { row in
                row.add(step.bucketBefore, -sign)
                row.lost += sign
            }
            change(to, step.day) { row in
                row.add(step.bucketAfter, sign)
                row.gained += sign
            }
        } else if step.bucketBefore != step.bucketAfter {
            change(to, step.day) { row in
                row.add(step.bucketBefore, -sign)
                row.add(step.bucketAfter, sign)
            }
        }
        if let requester = step.initiatedBy {
            change(Cell(supplier: requester, distributor: distributor), step.day) { $0.initiated += sign }
        }
        if let requester = step.retriedBy {
            change(Cell(supplier: requester, distributor: distributor), step.day) { $0.retried += sign }
        }
        if step.completed { change(to, step.day) { $0.completed += sign } }
        if step.reversed { change(to, step.day) { $0.reversed += sign } }
    }

    private mutating func change(_ cell: Cell, _ day: Int, _ body: (inout Row) -> Void) {
        let key = Self.key(cell, day)
        var row = rows[key] ?? Row()
        body(&row)
        rows[key] = row.isEmpty ? nil : row
    }

    /// Everything by cell, then day.
    public var days: [(cell: Cell, day: Int, row: Row)] {
        rows.keys.sorted().compactMap { key in
            rows[key].map { row in
                (
                    Cell(
                        supplier: UInt16(truncatingIfNeeded: key >> 32),
                        distributor: UInt16(truncatingIfNeeded: key >> 16)),
                    Int(key & 0xFFFF) + LocalDays.first, row
                )
            }
        }
    }

    /// MPANs that are followed, by the cell in which they began, in order.
    public var followed: [(cell: Cell, mpans: Int)] {
        first.keys.sorted().map { ($0, Int(first[$0] ?? 0)) }
    }
}

// MARK: - Bytes

extension TrackLedger {
    func append(to bytes: inout [UInt8]) {
        TrackCoding.varint(UInt64(first.count), &bytes)
        for (cell, mpans) in followed {
            TrackCoding.varint(UInt64(cell.supplier), &bytes)
            TrackCoding.varint(UInt64(cell.distributor), &bytes)
            TrackCoding.varint(TrackCoding.zigzag(Int64(mpans)), &bytes)
        }
        TrackCoding.varint(UInt64(rows.count), &bytes)
        for key in rows.keys.sorted() {
            guard let row = rows[key] else { continue }
            TrackCoding.varint(key, &bytes)
            for value in row.values { TrackCoding.varint(TrackCoding.zigzag(Int64(value)), &bytes) }
        }
    }

    init?(reading reader: inout TrackTailReader) {
        guard let cells = reader.count() else { return nil }
        for _ in 0..<cells {
            guard let supplier = reader.small(), let distributor = reader.small(), let mpans = reader.signed32() else {
                return nil
            }
            first[Cell(supplier: supplier, distributor: distributor)] = mpans
        }
        guard let count = reader.count() else { return nil }
        for _ in 0..<count {
            guard let key = reader.varint() else { return nil }
            var values: [Int32] = []
            for _ in 0..<Row.counts {
                guard let value = reader.signed32() else { return nil }
                values.append(value)
            }
            var row = Row()
            row.values = values
            rows[key] = row
        }
    }
}
