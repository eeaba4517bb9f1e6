/// Where blocks of records come from.
public protocol TrackBlockSource {
    /// The next block, checked; nil after the last.
    mutating func nextBlock() throws -> [UInt8]?
}

/// Where blocks of records go.
public protocol TrackBlockSink {
    mutating func write(_ block: [UInt8]) throws
}

/// Something about an MPAN that could not be taken in.
public struct TrackRefusal: Sendable, Equatable {
    public enum Cause: Sendable, Equatable {
        /// More messages than `TrackHistory.mostEvents`.
        case tooMany
        /// The list of MPANs names it twice with different parties; the first stands.
        case listedTwice
    }

    public let mpan: UInt64
    public let cause: Cause
    /// The line of the list of MPANs; nil where it is about messages.
    public let line: Int?

    init(mpan: UInt64, cause: Cause, line: Int? = nil) {
        self.mpan = mpan
        self.cause = cause
        self.line = line
    }
}

/// A state file's records are damaged; its check did not show it.
public struct TrackDamage: Error, Sendable, Equatable {}

/// Walks the histories of a state beside new messages, both by MPAN, and writes the histories as they are then.
///
/// Memory is a block, one history, and the counts: nothing grows with the MPANs. What did not change is copied.
public struct TrackMerge {
    /// A block ends with the record that reaches this.
    public static let blockBytes = 1 << 17
    /// The kind that a row of the list of MPANs is carried under; its time is the number of its line.
    public static let listed: UInt8 = 0xFF
    /// The most refusals that are kept; the others are counted.
    public static let mostRefusals = 1_000

    public private(set) var tail: TrackTail
    public private(set) var added = 0
    public private(set) var known = 0
    public private(set) var refusals: [TrackRefusal] = []
    public private(set) var refused = 0
    /// Whether anything differs from the state that was read.
    public private(set) var hasChanged: Bool

    private let former: TrackContext
    private let context: TrackContext
    private let foldsAll: Bool
    private let asAt: Int
    /// The last day of a message that is settled.
    private let settlesThrough: Int
    private let visitsAll: Bool
    private var block: [UInt8] = []

    /// - Parameters:
    ///   - old: what the state's tail says.
    ///   - new: the same with the names, the changes and the settings of this run.
    ///   - asAt: the local day as at which MPANs are looked at.
    ///   - settleDays: days after which an MPAN that has migrated is settled; nil: none is.
    ///   - visitsAll: whether every MPAN is looked at, or only what is open.
    public init(old: TrackTail, new: TrackTail, asAt: Int, settleDays: Int? = nil, visitsAll: Bool = false) {
        tail = new
        former = old.context
        context = new.context
        foldsAll = !former.foldsAlike(context)
        if foldsAll { tail.ledger = TrackLedger() }
        self.asAt = asAt
        settlesThrough = settleDays.map { asAt - $0 } ?? .min
        self.visitsAll = visitsAll
        // Names and settings stand in the tail.
        hasChanged = old != new
    }

    /// - Parameters:
    ///   - next: new messages, by MPAN.
    ///   - visit: looks at an MPAN and where it stands as at the day.
    public mutating func run(
        old: inout some TrackBlockSource, into sink: inout some TrackBlockSink, next: () throws -> TrackEvent?,
        visit: (TrackHistory, TrackFolded) throws -> Void
    ) throws {
        var event = try next()
        while let bytes = try old.nextBlock() {
            var place = 0
            while place < bytes.count {
                guard let head = Self.head(of: bytes, at: place) else { throw TrackDamage() }
                while let new = event, new.mpan < head.mpan {
                    try take(TrackHistory(mpan: new.mpan), isNew: true, &event, next, &sink, visit)
                }
                let isTouched = event?.mpan == head.mpan
                if isTouched || foldsAll || visitsAll || head.isOpen || head.lastDay > asAt {
                    guard let history = Self.history(of: bytes, at: place) else { throw TrackDamage() }
                    try take(history, isNew: false, &event, next, &sink, visit)
                } else if head.isRipe, head.lastDay <= settlesThrough {
                    guard var history = Self.history(of: bytes, at: place) else { throw TrackDamage() }
                    // It has migrated, and nothing has come since.
                    settle(&history)
                    try write(history, isOpen: false, isRipe: false, to: &sink)
                } else {
                    try write(bytes[place..<place + head.bytes], to: &sink)
                }
                place += head.bytes
            }
        }
        while let new = event { try take(TrackHistory(mpan: new.mpan), isNew: true, &event, next, &sink, visit) }
        if !block.isEmpty { try sink.write(block) }
        block = []
    }

    private static func head(of bytes: [UInt8], at place: Int) -> TrackCoding.Head? {
        bytes.withUnsafeBytes { TrackDecoder(UnsafeRawBufferPointer(rebasing: $0[place...])).head() }
    }

    private static func history(of bytes: [UInt8], at place: Int) -> TrackHistory? {
        bytes.withUnsafeBytes { buffer in
            var decoder = TrackDecoder(UnsafeRawBufferPointer(rebasing: buffer[place...]))
            return decoder.history()
        }
    }

    private mutating func take(
        _ old: TrackHistory, isNew: Bool, _ event: inout TrackEvent?, _ next: () throws -> TrackEvent?,
        _ sink: inout some TrackBlockSink, _ visit: (TrackHistory, TrackFolded) throws -> Void
    ) throws {
        var history = old
        var isChanged = false
        var wasListed = false
        while let new = event, new.mpan == old.mpan {
            if new.kind == Self.listed {
                let differs = wasListed && (new.supplier != history.listedSupplier)
                if differs {
                    refuse(TrackRefusal(mpan: old.mpan, cause: .listedTwice, line: Int(new.at)))
                } else if history.list(supplier: new.supplier, distributor: new.distributor) {
                    isChanged = true
                }
                wasListed = true
            } else {
                switch history.take(new) {
                case .added:
                    added += 1
                    tail.messages += 1
                    tail.lastDay = max(tail.lastDay, LocalDays.day(of: new.at))
                    isChanged = true
                case .known: known += 1
                case .tooMany: refuse(TrackRefusal(mpan: old.mpan, cause: .tooMany))
                }
            }
            event = try next()
        }
        if isNew {
            tail.mpans += 1
            isChanged = true
        }
        var folded: TrackFolded
        if isChanged || foldsAll {
            hasChanged = hasChanged || isChanged
            if !isNew, !foldsAll { tail.ledger.count(old, in: former, sign: -1) }
            folded = tail.ledger.count(history, in: context, sign: 1)
        } else {
            folded = history.folded(in: context)
        }
        let hasMigrated = folded.state == .completed && folded.objections.isEmpty && folded.future == 0
        let isRipe = hasMigrated && !settle(&history)
        try write(history, isOpen: folded.isOpen, isRipe: isRipe, to: &sink)
        let isLate = (history.lastDay ?? 0) > asAt
        if isLate { folded = history.folded(in: context, through: asAt) }
        if visitsAll || isLate || folded.isOpen { try visit(history, folded) }
    }

    private mutating func refuse(_ refusal: TrackRefusal) {
        refused += 1
        if refusals.count < Self.mostRefusals { refusals.append(refusal) }
    }

    /// Settles a history that has migrated, where its time has come; true where nothing is left to do about it.
    @discardableResult
    private func settle(_ history: inout TrackHistory) -> Bool {
        guard history.settled < history.events.count else { return true }
        guard history.canSettle else { return true }
        guard let last = history.lastEventDay, last <= settlesThrough else { return false }
        history.settle()
        return true
    }

    private mutating func write(
        _ history: TrackHistory, isOpen: Bool, isRipe: Bool, to sink: inout some TrackBlockSink
    ) throws {
        TrackCoding.append(history, isOpen: isOpen, isRipe: isRipe, to: &block)
        if block.count >= Self.blockBytes {
            try sink.write(block)
            block.removeAll(keepingCapacity: true)
        }
    }

    private mutating func write(_ record: ArraySlice<UInt8>, to sink: inout some TrackBlockSink) throws {
        block += record
        if block.count >= Self.blockBytes {
            try sink.write(block)
            block.removeAll(keepingCapacity: true)
        }
    }
}

extension TrackFolded {
    /// Whether the lists may have to name it.
    public var isOpen: Bool {
        if !objections.isEmpty || future > 0 { return true }
        switch state {
        case .backlog, .planned, .completed, .cancelled, .superseded, .reversed, .excluded: return false
        case .initiated, .msRequested, .msAppointed, .dsRequested, .dsAppointed, .rejected, .timedOut, .stuck,
            .reverseInFlight:
            return true
        }
    }
}
