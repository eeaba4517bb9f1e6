/// How an entry is found: by what, by which hash, and where it is.
struct JournalKey: Comparable {
    enum Kind: Int64 {
        /// An accepted message's; the high bits tell the reference, the low 24 its sender.
        case reference = 1
        /// An accepted message's.
        case transaction = 2
        case mpan = 3
        /// The entry that a try or request is about; its hash is that entry's sequence.
        case about = 4
        /// A parcel of a queue; its hash is the queue's number.
        case queue = 5
        /// A status message's or note's: apart, so that no number of them slows down the search for a used reference.
        case referenceMention = 6
        case transactionMention = 7
    }

    var kind: Kind
    var hash: Int64
    var sequence: Int64

    static func < (left: JournalKey, right: JournalKey) -> Bool {
        if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
        return left.hash != right.hash ? left.hash < right.hash : left.sequence < right.sequence
    }
}

/// Hashes that are kept on disk: the same in every run and release. Whoever finds an entry by one compares the values.
enum JournalHash {
    /// FNV-1a of 64 bits, its halves mixed.
    static func of(_ text: String, seed: UInt64 = 0) -> Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ seed
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ (hash >> 32)) &* 0xD6E8_FEB8_6659_FD93
        return Int64(bitPattern: hash ^ (hash >> 32))
    }

    static func reference(_ reference: String, sender: String) -> Int64 {
        (of(reference) << 24) | (of(sender) & 0xFF_FFFF)
    }

    /// The hashes of a reference with any sender.
    static func references(_ reference: String) -> ClosedRange<Int64> {
        let low = of(reference) << 24
        return low...(low | 0xFF_FFFF)
    }

    static func party(_ text: String) -> Int64 { of(text, seed: 1) }
    static func interface(_ text: String) -> Int64 { of(text, seed: 2) }
    static func code(_ text: String) -> Int64 { of(text, seed: 3) }
    static func event(_ number: Int64) -> Int64 { number }
}

/// Which parties, interfaces, codes and events occur in a range of entries: what a search may pass over.
struct JournalZone {
    /// Entries a zone, at least; a commit that goes beyond is not split.
    static let entries = 1_024

    var first: Int64
    var last: Int64
    var earliest: Int64
    var latest: Int64
    var present: Set<Int64>

    init(_ fact: JournalFact) {
        first = fact.sequence
        last = fact.sequence
        earliest = fact.at
        latest = fact.at
        present = Set(fact.zone)
    }

    init(first: Int64, last: Int64, earliest: Int64, latest: Int64, present: Set<Int64>) {
        self.first = first
        self.last = last
        self.earliest = earliest
        self.latest = latest
        self.present = present
    }

    var isFull: Bool { last - first + 1 >= Int64(Self.entries) }

    mutating func add(_ fact: JournalFact) {
        last = fact.sequence
        earliest = min(earliest, fact.at)
        latest = max(latest, fact.at)
        for hash in fact.zone { present.insert(hash) }
    }
}

/// What one entry of the log does to the journal's state: made when it is written, and again when it is followed after a
/// restart.
struct JournalFact {
    struct Settled {
        var parcel: Int64
        var queue: Int
        var outcome: Outcome
    }
    enum Outcome { case delivered, undelivered, retry }

    var sequence: Int64
    var at: Int64
    var event: Int64
    var reference: Int64?
    var transaction: Int64?
    var mpan: Int64?
    /// The message or status message that it is about, where it is none itself.
    var about: Int64?
    /// Hashes of the sender and the interface of a message or status message.
    var sender: Int64 = 0
    var interface: Int64 = 0
    /// Queues that it puts a parcel in.
    var queues: [Int] = []
    var settled: Settled?
    /// Whether a parcel of the message that it is about was delivered or given up.
    var isSettledForGood: Bool { settled.map { $0.outcome != .retry } ?? false }
    /// Hashes of all that a filter may ask of it, but what keys find.
    var zone: [Int64] = []

    init(sequence: Int64, at: Int64, event: Int64) {
        self.sequence = sequence
        self.at = at
        self.event = event
        zone.append(JournalHash.event(event))
    }
}
